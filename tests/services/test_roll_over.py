"""The turn of the year: shown first, done once, and the year before is then read-only."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import Invalid, Refused
from app.models import (
    ClassPeriod,
    Programme,
    Rotation,
    SchoolClass,
    Student,
    StudentChange,
    Term,
)
from app.models.log import ChangeSet
from app.models.students import Standing
from app.services.office import Office
from app.services.roll_over import ProposedTerm, Turned, apply, begin_terms, monday_near, plan
from app.services.years import SchoolYear
from tests.make import Make

YEAR = SchoolYear(2026)


@pytest.fixture
def college(make: Make) -> dict[str, Any]:
    """Three classes of a three-year programme, one of a five-year one, last year's terms."""
    three, five = make(Programme, years=3), make(Programme, years=5)
    make(Term, code="2025-2026-1", starts=date(2025, 9, 1), weeks=19, exam_from=19)
    make(Term, code="2025-2026-2", starts=date(2026, 2, 23), weeks=18)
    classes = {
        name: make(SchoolClass, name=name, enrolled=year, programme_id=programme.id)
        for name, year, programme in (
            ("数控2301", 2023, three), ("数控2401", 2024, three), ("数控2601", 2026, three),
            ("五年2301", 2023, five),
        )
    }  # fmt: skip

    def student(number: str, name: str, **given: Any) -> Student:
        values = {"number": number, "class_id": classes[name].id, "birth": None} | given
        made: Student = make(Student, **values)
        return made

    return classes | {
        "finished": student("0001", "数控2301", enrolled=2023),
        "finished too": student("0002", "数控2301"),
        "repeater": student("0003", "数控2301", enrolled=2024),
        "suspended": student("0004", "数控2301", standing=Standing.SUSPENDED),
        "left": student("0005", "数控2301", standing=Standing.LEFT),
        "second": student("0006", "数控2401", enrolled=2024),
        "third of five": student("0007", "五年2301", enrolled=2023),
    }


def changes(office: Office) -> int:
    with office.db.read() as session:
        return session.query(ChangeSet).count()


def test_the_plan_in_lists(office: Office, college: dict[str, Any]) -> None:
    found = plan(office, YEAR)
    assert found.terms == (
        ProposedTerm("2026-2027-1", date(2026, 8, 31), 19, 19),
        ProposedTerm("2026-2027-2", date(2027, 2, 22), 18, None),
    )
    moves = {m.name: (m.from_year, m.to_year, m.finishes, m.students) for m in found.classes}
    assert moves == {
        "数控2301": (3, 3, True, 3), "数控2401": (2, 3, False, 1), "五年2301": (3, 4, False, 1),
    }  # fmt: skip
    assert [each.number for each in found.graduates] == ["0001", "0002"]
    assert [each.number for each in found.repeaters] == ["0003"]
    assert [each.number for each in found.suspended] == ["0004"]
    assert found.closing == ("2025-2026-1", "2025-2026-2")
    assert "2027 年还没有节假日表" in found.warning
    assert office.of(Term).count() == 2


def test_it_does_what_it_said_and_then_nothing(office: Office, college: dict[str, Any]) -> None:
    planned = plan(office, YEAR)
    apply(office, planned, stay=[college["finished too"].id])
    standing = {each.number: each.standing for each in office.of(Student).all()}
    assert standing["0001"] is Standing.GRADUATED
    assert {standing[n] for n in ("0002", "0003", "0006", "0007")} == {Standing.ENROLLED}
    assert (standing["0004"], standing["0005"]) == (Standing.SUSPENDED, Standing.LEFT)
    graduated = office.of(Student).get(college["finished"].id)
    assert graduated.standing_on == date(2026, 8, 31)
    notes = {(n.student_id, n.what) for n in office.of(StudentChange).all()}
    assert notes == {(college["finished"].id, "毕业"), (college["finished too"].id, "留级")}
    closed = {each.name: each.closed for each in office.of(SchoolClass).all()}
    assert [name for name, shut in closed.items() if shut] == ["数控2301"]
    assert office.of(ClassPeriod).count() == 11
    before = changes(office)
    again = apply(office, planned, stay=[college["finished too"].id])
    assert again.nothing
    assert apply(office, plan(office, YEAR)).nothing
    assert plan(office, YEAR).empty
    assert changes(office) == before


def test_what_it_did_in_numbers(office: Office, college: dict[str, Any]) -> None:
    planned = plan(office, YEAR)
    stay, also = [college["finished too"].id], [college["repeater"].id]
    assert apply(office, planned, stay=stay, also=also) == Turned(
        terms=2, periods=11, graduated=2, staying=1, classes=1, closed=2
    )
    standing = {each.number: each.standing for each in office.of(Student).all()}
    assert standing["0003"] is Standing.GRADUATED
    assert standing["0002"] is Standing.ENROLLED


@pytest.mark.parametrize(
    ("term", "told"),
    [
        (ProposedTerm("2026-2027-1", date(2026, 9, 1), 18, None), "2026-2027-1：教学周从星期一"),
        (ProposedTerm("2026-2027-1", date(2026, 8, 31), 0, None), "1 至 30"),
        (ProposedTerm("2026-2027-1", date(2026, 8, 31), 18, 19), "考试起始周"),
    ],
)
def test_proposals_that_cannot_be_change_nothing(
    office: Office, college: dict[str, Any], term: ProposedTerm, told: str
) -> None:
    before = changes(office)
    with pytest.raises(Invalid, match=told):
        apply(office, plan(office, YEAR), terms=[term])
    assert changes(office) == before


def test_proposals_may_be_changed(office: Office, college: dict[str, Any]) -> None:
    planned = plan(office, YEAR)
    mine = [ProposedTerm("2026-2027-1", date(2026, 9, 7), 16, 16)]
    apply(office, planned, terms=mine, close=False)
    terms = {each.code: each for each in office.of(Term).all()}
    assert terms["2026-2027-1"].ends == date(2026, 12, 27)
    assert not any(each.closed for each in terms.values())
    assert [each.code for each in plan(office, YEAR).terms] == ["2026-2027-2"]


def test_the_year_before_is_read_only(office: Office, make: Make, college: dict[str, Any]) -> None:
    term = next(each for each in office.of(Term).all() if each.code == "2025-2026-1")
    kept = make(Rotation, term_id=term.id, week_from=1, week_to=4)
    apply(office, plan(office, YEAR))
    with pytest.raises(Refused, match="2025-2026-1 已封存"):
        office.of(Rotation).save({"week_to": 5}, kept)


def test_one_undo_takes_the_turn_back(office: Office, make: Make, college: dict[str, Any]) -> None:
    steps: list[int] = []
    office.db.subscribe(lambda commit: steps.append(commit.seq))
    apply(office, plan(office, YEAR))
    assert len(steps) == 1
    office.db.take_back(steps[0])
    assert office.of(Student).get(college["finished"].id).standing is Standing.ENROLLED
    assert office.of(ClassPeriod).count() == 0
    assert not plan(office, YEAR).empty


def test_a_first_year_begins_as_the_settings_say(office: Office) -> None:
    office.settings = replace(office.settings, autumn="2026-09-07", spring="2026-02-23")
    starts = {each.code: each.starts for each in plan(office, YEAR).terms}
    assert starts == {"2026-2027-1": date(2026, 9, 7), "2026-2027-2": date(2027, 2, 22)}


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_the_nearest_monday(day: date) -> None:
    found = monday_near(day)
    assert found.weekday() == 0
    assert abs((found - day).days) <= 3


@settings(max_examples=8)
@given(st.lists(st.tuples(st.integers(2021, 2027), st.sampled_from(Standing)), max_size=6))
def test_a_second_turn_changes_nothing(
    office: Office, make: Make, people: list[tuple[int, Standing]]
) -> None:
    """Whatever the classes and standings; the college fills up from example to example."""
    for enrolled, standing in people:
        held = make(SchoolClass, enrolled=enrolled)
        make(Student, class_id=held.id, enrolled=None, standing=standing)
    apply(office, plan(office, YEAR))
    before = changes(office)
    assert plan(office, YEAR).empty
    apply(office, plan(office, YEAR))
    assert changes(office) == before


def test_the_mondays_of_the_settings_become_terms_once(office: Office) -> None:
    assert begin_terms(office) == 0
    office.settings = replace(office.settings, autumn="2026-08-31", spring="2027-03-01")
    seqs: list[int] = []
    office.db.subscribe(lambda commit: seqs.append(commit.seq))
    assert (begin_terms(office), begin_terms(office)) == (2, 0)
    found = {each.code: (each.starts, each.weeks) for each in office.of(Term).all()}
    assert found == {
        "2026-2027-1": (date(2026, 8, 31), 18),
        "2026-2027-2": (date(2027, 3, 1), 18),
    }
    office.db.take_back(seqs[0])
    assert office.of(Term).count() == 0
