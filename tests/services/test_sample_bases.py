"""The term of the sample college's rooms: something of everything the office meets."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from app.models import (
    Booking,
    BookingApproval,
    BookingOccurrence,
    Department,
    Equipment,
    Room,
    RoomInspection,
    SafetyAccess,
    Teacher,
    TrainingBase,
    UseRecord,
)
from app.models.bases import BasePlace, EquipmentState
from app.models.bookings import HOLDING, ApprovalRole, BookingState, OccurrenceState
from app.places import Places
from app.services.bookings.tasks import Task, tasks
from app.services.check import check
from app.services.office import Office, open_office
from app.services.sample import fill

TODAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def college(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder: Path = tmp_path_factory.mktemp("示例")
    opened = open_office(Places(folder))
    fill(opened, TODAY)
    yield opened
    opened.db.close()


def test_bases_at_home_and_at_partners(college: Office) -> None:
    bases = college.of(TrainingBase).all()
    assert {each.place for each in bases} == set(BasePlace)
    for each in bases:
        held = college.of(TrainingBase).get(each.id)
        assert held.programmes
        assert held.agreement_id or held.value
    assert all(each.head and each.base_id and each.seats for each in college.of(Room).all())


def test_equipment_and_inspections_with_something_overdue(college: Office) -> None:
    machines = college.of(Equipment).all()
    late = [m for m in machines if m.inspect_by and m.inspect_by < TODAY]
    assert [m.name for m in late] == ["桥式行车"]
    assert {m.state for m in machines} >= {EquipmentState.IN_USE, EquipmentState.REPAIR}
    seen = college.of(RoomInspection).all()
    assert any(each.due and each.due < TODAY and each.fixed_on is None for each in seen)
    access = college.of(SafetyAccess).all()
    assert any(each.valid_until and each.valid_until < TODAY for each in access)
    assert any(each.student_id for each in access)


def test_bookings_in_every_state_and_every_task_that_there_is(college: Office) -> None:
    states = Counter(each.state for each in college.of(Booking).all())
    assert set(states) == set(BookingState)
    assert states[BookingState.UNPLACED] == 3
    assert states[BookingState.WAITING] >= 5
    held = [each for each in college.of(Booking).all() if each.hold_until]
    assert [each.hold_until.date() > TODAY for each in held] == [True]
    assert {each.state for each in college.of(BookingOccurrence).all()} == set(OccurrenceState)
    assert {each.task for each in tasks(college, TODAY)} == set(Task)
    uses = college.of(UseRecord).all()
    assert any(each.fault for each in uses)
    assert all(each.began and each.ended and each.began < each.ended for each in uses)


def test_nobody_decides_about_an_application_of_their_own(college: Office) -> None:
    words = college.of(BookingApproval).all()
    heads = {each.id: each.head for each in college.of(Department).all()}
    assert {each.agreed for each in words} == {True, False}
    for each in words:
        asked = college.of(Booking).get(each.booking_id)
        assert each.person != asked.applicant
        assert (each.role, each.person) == (ApprovalRole.DEPARTMENT, heads[asked.department_id])
    teachers = {(each.name, each.department_id) for each in college.of(Teacher).all()}
    asked = [each for each in college.of(Booking).all() if each.applicant]
    assert {(each.applicant, each.department_id) for each in asked} <= teachers


def test_nobody_of_the_timetable_is_in_two_places(college: Office) -> None:
    held = [each for each in college.of(BookingOccurrence).all() if each.state in HOLDING]
    for key in ("teacher_id", "class_id"):
        busy = Counter(
            (getattr(each, key), each.on, period)
            for each in held
            if getattr(each, key) is not None
            for period in range(each.first, each.last + 1)
        )
        assert [place for place, count in busy.items() if count > 1] == []


def test_nothing_is_wrong_with_it(college: Office) -> None:
    assert check(college).problems == ()
