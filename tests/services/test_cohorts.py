"""Rosters, pairs and figures of cohorts."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from app.errors import Invalid, Refused
from app.models import (
    Agreement,
    Cohort,
    CohortMember,
    Mentor,
    Outcome,
    Pairing,
    Partner,
    Rotation,
    Student,
    Teacher,
    Term,
)
from app.models.cohorts import CohortState, LeaveReason, Whereabouts
from app.models.students import Standing
from app.services.cohort_figures import figures
from app.services.cohort_findings import CohortMatter, cohort_findings
from app.services.cohort_roster import apprentices, seats
from app.services.enrolment import enrol, leave, look_up, pair, part
from app.services.office import Office
from app.services.shares import Share
from tests.make import Make

OPENED = date(2026, 10, 8)


def students(make: Make, count: int) -> list[Student]:
    return [make(Student, number=f"0{n:03}", name="石晓岚") for n in range(count)]


@pytest.fixture
def cohort(make: Make) -> Cohort:
    made: Cohort = make(Cohort, name="示例订单班", target=40, starts=OPENED)
    return made


def test_pasting_numbers_loses_none(office: Office, make: Make, cohort: Cohort) -> None:
    people = students(make, 38)
    other: Cohort = make(Cohort, name="蓉驰订单班")
    enrol(office, other.id, [people[3].id], OPENED)
    enrol(office, cohort.id, [people[0].id], OPENED)
    numbers = [each.number for each in people]
    pasted = "\n".join([*numbers[:20], "９９９９", *numbers[20:]]) + "，8888、" + numbers[5]
    found = look_up(office, cohort.id, pasted, OPENED)
    assert found.unknown == ("9999", "8888")
    assert found.repeated == (numbers[5],)
    assert [each.number for each in found.present] == [numbers[0]]
    assert [each.number for each in found.candidates] == numbers[1:]
    assert found.warnings == ("石晓岚（0003）已在“蓉驰订单班”",)


def test_who_is_not_enrolled_is_told(office: Office, make: Make, cohort: Cohort) -> None:
    make(Student, number="77", standing=Standing.SUSPENDED)
    assert "休学" in look_up(office, cohort.id, "77", OPENED).warnings[0]


def test_head_count_after_two_leave(office: Office, make: Make, cohort: Cohort) -> None:
    keys = enrol(office, cohort.id, [each.id for each in students(make, 38)], OPENED)
    leave(office, keys[:2], date(2026, 12, 1), LeaveReason.QUIT)

    def count(day: date) -> int:
        return figures(office, day)[cohort.id].in_training

    assert [count(date(2026, 10, 7)), count(OPENED)] == [0, 38]
    assert [count(date(2026, 11, 30)), count(date(2026, 12, 1))] == [38, 36]
    assert figures(office, date(2026, 12, 1))[cohort.id].left == {LeaveReason.QUIT: 2}
    assert figures(office, date(2026, 12, 1))[cohort.id].registered == 38


def test_enrolling_twice_changes_nothing(office: Office, make: Make, cohort: Cohort) -> None:
    people = [each.id for each in students(make, 3)]
    assert len(enrol(office, cohort.id, people, OPENED)) == 3
    assert enrol(office, cohort.id, people, OPENED) == []


def test_leaving_wants_a_reason_and_a_possible_day(
    office: Office, make: Make, cohort: Cohort
) -> None:
    key = enrol(office, cohort.id, [students(make, 1)[0].id], OPENED)[0]
    records = office.of(CohortMember)
    with pytest.raises(Invalid, match="离班请选择原因"):
        records.save({"left": date(2026, 12, 1)}, records.get(key))
    with pytest.raises(Invalid, match="早于入班日期"):
        leave(office, [key], date(2026, 9, 1), LeaveReason.QUIT)
    assert records.get(key).left is None


def test_a_mentor_who_left_is_refused_in_words(office: Office, make: Make, cohort: Cohort) -> None:
    key = enrol(office, cohort.id, [students(make, 1)[0].id], OPENED)[0]
    mentor = make(Mentor, name="何正", left=date(2026, 5, 1))
    with pytest.raises(Refused, match="何正”已于 2026-05-01 离任"):
        pair(office, [key], OPENED, mentor=mentor.id)
    gone = make(Teacher, name="杨知行", left=date(2026, 5, 1))
    with pytest.raises(Refused, match="杨知行”已于 2026-05-01 离校"):
        pair(office, [key], OPENED, teacher=gone.id)
    assert office.of(Pairing).count() == 0


def test_pairs_end_with_the_apprentice(office: Office, make: Make, cohort: Cohort) -> None:
    keys = enrol(office, cohort.id, [each.id for each in students(make, 6)], OPENED)
    mentor = make(Mentor, name="何正")
    pair(office, keys, OPENED, mentor=mentor.id)
    shown = figures(office, OPENED)[cohort.id]
    assert (shown.mentors, shown.per_mentor) == (1, Share(6, 1))
    leave(office, keys[:1], date(2026, 12, 1), LeaveReason.TRANSFERRED)
    ends = {each.member_id: each.ends for each in office.of(Pairing).all()}
    assert ends[keys[0]] == date(2026, 12, 1)
    assert ends[keys[1]] is None


def test_the_roster_of_a_day(office: Office, make: Make, cohort: Cohort) -> None:
    keys = enrol(office, cohort.id, [each.id for each in students(make, 3)], OPENED)
    mentor, teacher = make(Mentor, name="何正", left=None), make(Teacher, name="杨知行")
    pair(office, keys, OPENED, mentor=mentor.id, teacher=teacher.id, ends=date(2027, 6, 30))
    leave(office, keys[:1], date(2026, 12, 1), LeaveReason.QUIT)

    def told(day: date) -> list[tuple[str, tuple[str, ...]]]:
        return [(seat.presence.value, seat.mentors) for seat in seats(office, cohort.id, day)]

    assert told(date(2026, 10, 7)) == [("以后入班", ())] * 3
    assert told(date(2026, 11, 30)) == [("在册", ("何正",))] * 3
    assert [where for where, _ in told(date(2026, 12, 1))] == ["已离班", "在册", "在册"]
    assert told(date(2027, 7, 1))[1:] == [("在册", ())] * 2
    assert apprentices(office, mentor.id, date(2026, 11, 30)) == set(keys)
    assert apprentices(office, mentor.id, date(2026, 12, 1)) == set(keys[1:])
    assert seats(office, cohort.id, OPENED)[0].teachers == ("杨知行",)


def test_one_mentor_follows_another(office: Office, make: Make, cohort: Cohort) -> None:
    keys = enrol(office, cohort.id, [each.id for each in students(make, 2)], OPENED)
    first, second = make(Mentor, name="何正", left=None), make(Mentor, name="罗启明", left=None)
    pair(office, keys, OPENED, mentor=first.id)
    pair(office, keys[:1], date(2026, 12, 1), mentor=second.id, instead=True)
    assert apprentices(office, first.id, date(2026, 11, 30)) == set(keys)
    assert apprentices(office, first.id, date(2026, 12, 1)) == {keys[1]}
    assert apprentices(office, second.id, date(2026, 12, 1)) == {keys[0]}
    part(office, keys, date(2026, 12, 31))
    assert not apprentices(office, first.id, date(2027, 1, 1))
    assert figures(office, date(2027, 1, 1))[cohort.id].mentors == 0


def test_who_has_left_is_paired_with_nobody(office: Office, make: Make, cohort: Cohort) -> None:
    key = enrol(office, cohort.id, [students(make, 1)[0].id], OPENED)[0]
    leave(office, [key], date(2026, 12, 1), LeaveReason.QUIT)
    mentor = make(Mentor, name="何正", left=None)
    with pytest.raises(Refused, match="2026-12-01 离班，不能再从 2026-12-02"):
        pair(office, [key], date(2026, 12, 2), mentor=mentor.id)
    with pytest.raises(Invalid, match="选择企业师傅或学校导师"):
        pair(office, [key], OPENED)
    assert office.of(Pairing).count() == 0


def test_the_funnel_in_integers(office: Office, make: Make) -> None:
    ends = date(2026, 6, 30)
    made = make(Cohort, applied=12, hours=1_000, partner_hours=400, ends=ends,
                starts=date(2023, 9, 1), state=CohortState.FINISHED)  # fmt: skip
    people = students(make, 10)
    keys = enrol(office, made.id, [each.id for each in people], date(2023, 9, 1))
    leave(office, keys[:1], date(2024, 1, 1), LeaveReason.QUIT)
    records = office.of(CohortMember)
    for key in keys[1:9]:
        signed = {"certified_on": date(2026, 6, 1), "signed_on": date(2023, 9, 1)}
        records.save(signed, records.get(key))
    went = [Whereabouts.HOST] * 5 + [Whereabouts.EMPLOYED, Whereabouts.STUDY, Whereabouts.SELF]
    for person, where in zip(people[1:9], went, strict=True):
        make(Outcome, student_id=person.id, cohort_id=made.id, on=ends, where=where,
             matched=where is Whereabouts.HOST, stable_6=where is Whereabouts.HOST)  # fmt: skip
    shown = figures(office, date(2026, 8, 31))[made.id]
    assert [count for _, count in shown.funnel] == [12, 10, 0, 8, 5, 8]
    assert shown.shares == {
        "签约率": Share(8, 10),
        "企业课程课时占比": Share(400, 1_000),
        "出师率": Share(8, 9),
        "留任率": Share(5, 9),
        "就业率": Share(8, 9),
        "对口就业率": Share(5, 7),
        "半年稳定率": Share(5, 6),
        "一年稳定率": Share(0, 6),
    }
    before = figures(office, date(2026, 6, 29))[made.id]
    assert (before.in_training, before.graduates, before.employed) == (9, 0, 0)


def found(office: Office, on: date, cohort: UUID) -> set[CohortMatter]:
    return {each.matter for each in cohort_findings(office, on) if each.cohort == cohort}


def agreed(office: Office, make: Make, **given: Any) -> Agreement:
    partner = make(Partner)
    made: Agreement = make(
        Agreement, partners=(partner.id,), signed_on=date(2026, 1, 1), starts=date(2026, 1, 1),
        **given,
    )  # fmt: skip
    return made


def test_agreements_that_do_not_cover(office: Office, make: Make, cohort: Cohort) -> None:
    today = date(2026, 11, 21)
    assert CohortMatter.NO_AGREEMENT in found(office, today, cohort.id)
    short = agreed(office, make, ends=date(2027, 6, 30))
    records = office.of(Cohort)
    records.save({"agreement_id": short.id, "ends": date(2028, 6, 30)}, records.get(cohort.id))
    assert CohortMatter.AGREEMENT_SHORT in found(office, today, cohort.id)
    assert CohortMatter.AGREEMENT_OVER in found(office, date(2027, 7, 1), cohort.id)


def test_an_empty_class_and_one_below_target(office: Office, make: Make, cohort: Cohort) -> None:
    assert CohortMatter.EMPTY in found(office, OPENED, cohort.id)
    enrol(office, cohort.id, [each.id for each in students(make, 3)], OPENED)
    told = [e.words for e in cohort_findings(office, OPENED) if e.cohort == cohort.id]
    assert any("差 37 人" in words for words in told)


def test_a_mentor_leaves_while_pairs_go_on(office: Office, make: Make, cohort: Cohort) -> None:
    keys = enrol(office, cohort.id, [each.id for each in students(make, 6)], OPENED)
    mentor = make(Mentor, name="何正")
    pair(office, keys, OPENED, mentor=mentor.id)
    assert CohortMatter.TOO_MANY in found(office, OPENED, cohort.id)
    office.of(Mentor).save({"left": date(2026, 11, 1)}, office.of(Mentor).get(mentor.id))
    assert CohortMatter.MENTOR_LEFT in found(office, date(2026, 11, 21), cohort.id)


def test_rotations_stay_within_their_term(office: Office, make: Make, cohort: Cohort) -> None:
    term = make(Term, code="2026-2027-1", starts=date(2026, 8, 31), weeks=18)
    with pytest.raises(Invalid, match="只有 18 个教学周"):
        make(Rotation, cohort_id=cohort.id, term_id=term.id, week_from=17, week_to=19)
    with pytest.raises(Invalid, match="结束周早于起始周"):
        make(Rotation, cohort_id=cohort.id, term_id=term.id, week_from=9, week_to=8)


def test_a_closed_year_is_read_only(office: Office, make: Make, cohort: Cohort) -> None:
    term = make(Term, code="2025-2026-1", starts=date(2025, 9, 1), weeks=18)
    kept = make(Rotation, cohort_id=cohort.id, term_id=term.id, week_from=1, week_to=4)
    outcome = make(Outcome, on=date(2026, 6, 30))
    office.of(Term).save({"closed": True}, office.of(Term).get(term.id))
    with pytest.raises(Refused, match="已封存"):
        office.of(Rotation).save({"week_to": 5}, kept)
    with pytest.raises(Refused, match="已封存"):
        office.of(Rotation).delete([kept.id])
    with pytest.raises(Refused, match="2025-2026学年已封存"):
        office.of(Outcome).save({"on": date(2026, 9, 30)}, outcome)
    assert office.of(Outcome).get(outcome.id).on == date(2026, 6, 30)
