"""While a batch runs: calls, visits, weekly records and accidents are written down, and count."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from app.errors import Invalid, Refused
from app.models import (
    ContactRecord,
    Incident,
    InternshipBatch,
    Partner,
    Placement,
    Student,
    VisitRecord,
    WeeklyRecordReceipt,
)
from app.models.internships import BatchState, PlacementState
from app.services.home import Finding, Ground, coming, findings
from app.services.host_change import change_host
from app.services.office import Office
from app.services.process_entry import Called, Outcome, call, close, receive, take_back, visit
from app.services.process_lists import Process, batch_with, called_again, running_process
from app.services.query import Query
from app.services.readiness import uninsured
from tests.make import Make

TODAY = date(2026, 11, 21)
START = TODAY - timedelta(days=40)
END = TODAY + timedelta(days=120)
ALL_SIGNED = {
    "insured_from": START, "insured_to": END, "consent_student": START,
    "consent_guardian": START, "signed_school": START, "signed_host": START,
    "signed_student": START, "starts": START, "ends": END,
}  # fmt: skip


@pytest.fixture
def batch(make: Make) -> InternshipBatch:
    made: InternshipBatch = make(
        InternshipBatch, starts=START, ends=END, state=BatchState.RUNNING, visit_days=30,
        contact_days=15, weekly=True,
    )  # fmt: skip
    return made


@pytest.fixture
def host(make: Make) -> Partner:
    made: Partner = make(Partner, name="成都示例蓉驰汽车零部件有限公司")
    return made


@pytest.fixture
def interns(make: Make, batch: InternshipBatch, host: Partner) -> list[Placement]:
    """Three on post at one host, whom nobody has called yet."""
    return [on_post(make, batch, host, f"{n}", name) for n, name in NAMES]


NAMES = ((1, "石晓岚"), (2, "龙应龙"), (3, "彭小雨"))


def on_post(
    make: Make, batch: InternshipBatch, host: Partner, number: str, name: str, **given: Any
) -> Placement:
    student = make(Student, number=number, name=name, birth=date(2005, 1, 1))
    values = {"batch_id": batch.id, "student_id": student.id, "partner_id": host.id,
              "state": PlacementState.ON_POST}  # fmt: skip
    made: Placement = make(Placement, **(values | ALL_SIGNED | given))
    return made


def told(office: Office, batch: InternshipBatch) -> Process:
    return running_process(office, batch.id, TODAY)


def home(office: Office) -> dict[str, Finding]:
    return {each.matter.key: each for each in findings(Ground(office, TODAY))}


def ids(finding: Finding) -> set[UUID]:
    return set(finding.query.only or ())


def overdue(process: Process) -> set[UUID]:
    return {each.person.placement for each in process.calls if each.rhythm.overdue}


def test_the_lists_are_what_home_counts(
    office: Office, make: Make, batch: InternshipBatch, interns: list[Placement]
) -> None:
    placements = office.of(Placement)
    placements.save({"insured_to": TODAY}, placements.get(interns[0].id))
    call(office, Called(interns[1].id, Outcome.REACHED, TODAY))
    receive(office, {interns[2].id: range(1, 6)}, TODAY)
    found, counted = told(office, batch), home(office)
    assert overdue(found) == ids(counted["contacts"]) == {interns[0].id, interns[2].id}
    late = {each.rhythm.partner for each in found.visits if each.rhythm.overdue}
    assert late == ids(counted["visits"])
    missing = {each.person.placement for each in found.weeks if each.records.missing}
    assert missing == ids(counted["weekly"]) == {interns[0].id, interns[1].id}
    assert {each.person.placement for each in found.gaps} == ids(counted["uninsured"])
    assert found.gaps[0].lacking == f"{TODAY + timedelta(days=1)} 至 {END}"
    assert [each.person.name for each in found.weeks] == [name for _, name in NAMES]


def test_after_a_call_reading_one_student_tells_the_same_as_reading_all(
    office: Office, make: Make, batch: InternshipBatch, host: Partner, interns: list[Placement]
) -> None:
    make(ContactRecord, placement_id=interns[0].id, on=TODAY - timedelta(days=3), reached=True)
    before = told(office, batch)
    made: list[tuple[int, UUID]] = []
    office.db.subscribe(lambda done: made.append((done.seq, done.changes[0].id)))
    again = TODAY + timedelta(days=2)
    call(office, Called(interns[2].id, Outcome.AGREED, TODAY, again_on=again))
    call(office, Called(interns[1].id, Outcome.REACHED, TODAY, "情况正常"))
    after = called_again(office, before, [key for _, key in made])
    assert after == told(office, batch) != before
    office.db.take_back(made[1][0])
    assert called_again(office, after, [made[1][1]]) == told(office, batch)


def test_only_a_call_that_reaches_somebody_ends_the_waiting(
    office: Office, batch: InternshipBatch, interns: list[Placement]
) -> None:
    first, second, third = (each.id for each in interns)
    again = TODAY + timedelta(days=3)
    call(office, Called(first, Outcome.REACHED, TODAY, "已适应岗位"))
    call(office, Called(second, Outcome.MISSED, TODAY))
    call(office, Called(third, Outcome.AGREED, TODAY, again_on=again))
    found = {each.person.placement: each for each in told(office, batch).calls}
    assert overdue(told(office, batch)) == {second, third}
    assert (found[first].last, found[second].last) == ("11-21 已适应岗位", "11-21 未接通")
    assert found[third].again_on == again
    assert not any(each.again_on for key, each in found.items() if key != third)
    call(office, Called(third, Outcome.REACHED, TODAY))
    assert overdue(told(office, batch)) == {second}


def test_what_was_agreed_is_among_what_comes_until_somebody_calls(
    office: Office, make: Make, interns: list[Placement]
) -> None:
    first = interns[0].id
    again, due = TODAY + timedelta(days=3), TODAY + timedelta(days=5)
    call(office, Called(first, Outcome.AGREED, TODAY, again_on=again))
    incident = make(
        Incident, placement_id=first, what="摔倒", follow_up="联系保险公司", due=due, closed_on=None
    )
    told = [(each.on, each.title, each.record) for each in coming(Ground(office, TODAY))]
    assert told == [(again, "石晓岚", first), (due, "联系保险公司", incident.id)]
    call(office, Called(first, Outcome.REACHED, TODAY))
    close(office, incident.id, TODAY, "已返岗")
    assert not coming(Ground(office, TODAY))


def test_what_is_agreed_has_a_day(office: Office, interns: list[Placement]) -> None:
    for again in (None, TODAY - timedelta(days=1)):
        with pytest.raises(Invalid, match="约定的日期"):
            call(office, Called(interns[0].id, Outcome.AGREED, TODAY, again_on=again))
    assert not office.of(ContactRecord).count(Query())


def test_one_visit_tells_about_several_students(
    office: Office, batch: InternshipBatch, host: Partner, interns: list[Placement]
) -> None:
    values = {
        "batch_id": batch.id,
        "partner_id": host.id,
        "on": TODAY,
        "visitors": "彭书宁、覃望川",
    }
    seen = {interns[0].id: "宿舍热水不足", interns[1].id: ""}
    steps: list[int] = []
    office.db.subscribe(lambda commit: steps.append(commit.seq))
    visit(office, values | {"settled": False}, seen)
    [record] = office.of(VisitRecord).all()
    assert (record.seen, record.findings) == (2, "石晓岚：宿舍热水不足")
    found = told(office, batch)
    assert not found.visits[0].rhythm.overdue
    assert found.visits[0].unsettled == 1
    assert overdue(found) == {interns[2].id}, "who was seen counts as reached"
    summaries = {each.placement_id: each.summary for each in office.of(ContactRecord).all()}
    assert summaries == {
        interns[0].id: "巡查见到（彭书宁、覃望川）：宿舍热水不足",
        interns[1].id: "巡查见到（彭书宁、覃望川）：情况正常",
    }
    [step] = steps
    office.db.take_back(step)
    assert not office.of(VisitRecord).count(Query())
    assert not office.of(ContactRecord).count(Query())


def test_a_visit_that_found_nothing_and_nobody_is_refused(
    office: Office, batch: InternshipBatch, host: Partner
) -> None:
    values = {"batch_id": batch.id, "partner_id": host.id, "on": TODAY, "visitors": "彭书宁"}
    with pytest.raises(Invalid, match="情况与问题"):
        visit(office, values, {})
    assert not office.of(VisitRecord).count(Query())


def test_weekly_records_are_ticked_for_a_class_and_never_twice(
    office: Office, batch: InternshipBatch, interns: list[Placement]
) -> None:
    keys = [each.id for each in interns]
    assert receive(office, dict.fromkeys(keys, (3,)), TODAY) == 3
    assert receive(office, {keys[0]: (3, 4)}, TODAY) == 1
    assert receive(office, {keys[0]: (3, 4)}, TODAY) == 0
    missing = [each.records.missing for each in told(office, batch).weeks]
    assert missing == [(1, 2, 5), (1, 2, 4, 5), (1, 2, 4, 5)]
    assert take_back(office, {keys[0]: (4, 5)}) == 1
    assert office.of(WeeklyRecordReceipt).count(Query()) == 3


def test_an_accident_is_followed_up_until_it_is_closed(
    office: Office, make: Make, batch: InternshipBatch, interns: list[Placement]
) -> None:
    incident = make(
        Incident, placement_id=interns[0].id, on=TODAY, what="下班途中摔倒", closed_on=None,
        follow_up="联系保险公司", due=TODAY + timedelta(days=2),
    )  # fmt: skip
    assert home(office)["incidents"].first == "石晓岚，联系保险公司，2026-11-23 前"
    assert [each.incident for each in told(office, batch).incidents] == [incident.id]
    with pytest.raises(Invalid, match="处理结果"):
        close(office, incident.id, TODAY, " ")
    with pytest.raises(Invalid, match="早于发生日期"):
        close(office, incident.id, TODAY - timedelta(days=1), "已返岗")
    close(office, incident.id, TODAY, "保险已赔付，学生已返岗")
    assert "incidents" not in home(office)
    assert not told(office, batch).incidents


def test_another_host_closes_the_first_placement_and_links_the_second(
    office: Office, make: Make, batch: InternshipBatch, interns: list[Placement]
) -> None:
    other = make(Partner, name="成都云沙电子有限公司")
    last = TODAY
    made = change_host(office, interns[0].id, last, "岗位与专业不对口", {"partner_id": other.id})
    old = office.of(Placement).get(interns[0].id)
    assert (old.state, old.ends, old.ended_why) == (
        PlacementState.CHANGED, last, "岗位与专业不对口",
    )  # fmt: skip
    assert (made.previous_id, made.starts, made.ends) == (old.id, last + timedelta(days=1), END)
    assert made.signed_host is None, "the agreement is another one"
    assert not uninsured(made)
    assert {each.person.placement for each in told(office, batch).calls} == {
        each.id for each in interns[1:]
    }


def test_a_longer_second_placement_has_an_insurance_gap(
    office: Office, make: Make, batch: InternshipBatch, interns: list[Placement]
) -> None:
    values = {"partner_id": make(Partner).id, "ends": END + timedelta(days=10)}
    made = change_host(office, interns[0].id, TODAY, "企业停产", values)
    assert [each.person.placement for each in told(office, batch).gaps] == [made.id]
    assert ids(home(office)["uninsured"]) == {made.id}


def test_another_host_wants_a_reason_and_a_day_within(
    office: Office, make: Make, interns: list[Placement]
) -> None:
    other = {"partner_id": make(Partner).id}
    for last, why in ((TODAY, ""), (START - timedelta(days=1), "停产"), (END, "停产")):
        with pytest.raises(Invalid):
            change_host(office, interns[0].id, last, why, other)
    change_host(office, interns[0].id, TODAY, "停产", other)
    with pytest.raises(Refused, match="不能再更换"):
        change_host(office, interns[0].id, TODAY, "停产", other)


def test_the_batch_of_what_home_counts(
    office: Office, make: Make, batch: InternshipBatch, host: Partner, interns: list[Placement]
) -> None:
    incident = make(Incident, placement_id=interns[0].id)
    keys = [each.id for each in interns]
    assert batch_with(office, "placement", keys) == batch.id
    assert batch_with(office, "partner", [host.id]) == batch.id
    assert batch_with(office, "incident", [incident.id]) == batch.id
    assert batch_with(office, "placement", []) is None
