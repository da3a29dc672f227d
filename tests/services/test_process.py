"""What is overdue while internships run, in lists and on the home page."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from app.models import (
    CalendarDay,
    Cohort,
    ContactRecord,
    InternshipBatch,
    Partner,
    Placement,
    Student,
    VisitRecord,
    WeeklyRecordReceipt,
)
from app.models.calendar import DayKind
from app.models.internships import BatchState, PlacementState
from app.models.students import Standing
from app.services import process
from app.services.departure import send
from app.services.home import Finding, Ground, findings
from app.services.host_agreements import Override
from app.services.office import Office
from tests.make import Make

TODAY = date(2026, 11, 21)
START = TODAY - timedelta(days=40)
END = TODAY + timedelta(days=120)


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


def placed(
    office: Office, make: Make, batch: InternshipBatch, host: Partner, **given: Any
) -> Placement:
    values = {
        "starts": START, "ends": END, "insured_from": START, "insured_to": END,
        "consent_student": START, "consent_guardian": START,
        "signed_school": START, "signed_host": START, "signed_student": START,
    }  # fmt: skip
    born = given.pop("birth", date(2005, 1, 1))
    student = make(Student, name="石晓岚", birth=born)
    made: Placement = make(
        Placement, batch_id=batch.id, student_id=student.id, partner_id=host.id,
        **(values | given),
    )  # fmt: skip
    return made


def home(office: Office) -> dict[str, Finding]:
    return {each.matter.key: each for each in findings(Ground(office, TODAY))}


def ids(office: Office, finding: Finding) -> set[UUID]:
    return set(office.of(finding.matter.kind).find(finding.query))


def test_visits(office: Office, make: Make, batch: InternshipBatch, host: Partner) -> None:
    one = placed(office, make, batch, host)
    placed(office, make, batch, make(Partner), state=PlacementState.PLANNED)
    assert "visits" not in home(office)
    send(office, [one.id])
    found = home(office)["visits"]
    assert ids(office, found) == {host.id}
    assert found.first == "成都示例蓉驰汽车零部件有限公司，40 天，1 人在岗"
    make(VisitRecord, batch_id=batch.id, partner_id=host.id, on=TODAY - timedelta(days=31))
    assert "31 天" in home(office)["visits"].first
    make(VisitRecord, batch_id=batch.id, partner_id=host.id, on=TODAY - timedelta(days=30))
    assert "visits" not in home(office)


def test_contacts_count_only_when_somebody_was_reached(
    office: Office, make: Make, batch: InternshipBatch, host: Partner
) -> None:
    one = placed(office, make, batch, host, state=PlacementState.PLANNED)
    send(office, [one.id])
    make(ContactRecord, placement_id=one.id, on=TODAY, reached=False)
    assert ids(office, home(office)["contacts"]) == {one.id}
    make(ContactRecord, placement_id=one.id, on=TODAY - timedelta(days=15))
    assert "contacts" not in home(office)


def test_missing_weekly_records(
    office: Office, make: Make, batch: InternshipBatch, host: Partner
) -> None:
    one = placed(office, make, batch, host)
    send(office, [one.id])
    for week in (1, 2, 4):
        make(WeeklyRecordReceipt, placement_id=one.id, week=week, received_on=TODAY)
    with office.db.read() as session:
        running = process.running(process.expected(session, TODAY), TODAY)
        matrix = process.weekly_records(session, running, TODAY)
    assert [(each.weeks, each.missing) for each in matrix] == [(5, (3, 5))]
    assert home(office)["weekly"].first == "石晓岚，缺 2 周"
    office.of(InternshipBatch).save({"weekly": False}, batch)
    assert "weekly" not in home(office)


@pytest.mark.parametrize(
    ("days", "ends", "weeks"), [(6, None, 0), (7, None, 1), (13, None, 1), (40, 9, 2), (40, 6, 1)]
)
def test_weeks_that_are_over(days: int, ends: int | None, weeks: int) -> None:
    last = None if ends is None else START + timedelta(ends)
    assert process.weeks_over(START, last, START + timedelta(days)) == weeks


def test_insurance_that_ends_too_soon(
    office: Office, make: Make, batch: InternshipBatch, host: Partner
) -> None:
    short = placed(office, make, batch, host, insured_to=END - timedelta(days=1))
    placed(office, make, batch, host)
    far = {"starts": TODAY + timedelta(days=31), "insured_from": None, "insured_to": None}
    placed(office, make, batch, host, **far)
    assert ids(office, home(office)["uninsured"]) == {short.id}


def test_leavers_on_an_internship(
    office: Office, make: Make, batch: InternshipBatch, host: Partner
) -> None:
    one = placed(office, make, batch, host)
    students = office.of(Student)
    students.save({"standing": Standing.LEFT}, students.get(one.student_id))
    assert ids(office, home(office)["leavers"]) == {one.id}
    placements = office.of(Placement)
    placements.save({"state": PlacementState.WITHDRAWN}, placements.get(one.id))
    assert "leavers" not in home(office)


def test_minors_about_to_start(
    office: Office, make: Make, batch: InternshipBatch, host: Partner
) -> None:
    soon = TODAY + timedelta(days=10)
    dates = {"starts": soon, "insured_from": soon}
    young = placed(office, make, batch, host, birth=date(2009, 1, 20), **dates)
    placed(office, make, batch, host, birth=soon.replace(year=soon.year - 18), **dates)
    assert ids(office, home(office)["minors"]) == {young.id}


def test_an_archived_batch_asks_for_nothing(
    office: Office, make: Make, batch: InternshipBatch, host: Partner
) -> None:
    one = placed(office, make, batch, host, insured_to=None)
    send(office, [one.id], Override("覃望川", "保单在途", TODAY))
    assert {"visits", "contacts", "weekly", "uninsured"} <= home(office).keys()
    office.of(InternshipBatch).save({"state": BatchState.ARCHIVED}, batch)
    assert home(office).keys().isdisjoint({"visits", "contacts", "weekly", "uninsured"})


def test_cohorts_and_calendar(office: Office, make: Make) -> None:
    cohort = make(Cohort, name="示例订单班", target=40, starts=START)
    days = [{"on": TODAY + timedelta(days=5)}, {"on": TODAY - timedelta(days=5)}]
    with office.db.write("填入国家节假日") as writing:  # as the program knows them
        told = [{"kind": DayKind.SHIFTED, "name": "调休上班", **each} for each in days]
        day, _ = writing.insert_many(CalendarDay, told)
    found = home(office)
    assert ids(office, found["below_target"]) == {cohort.id}
    assert found["below_target"].first == "示例订单班：在册 0 人，计划 40 人"
    assert ids(office, found["cohort_agreement"]) == {cohort.id}
    assert ids(office, found["unsettled_days"]) == {day}
