"""What rooms are taken can be wrong only through damage: it is found, told and made anew."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from app.models import Booking, BookingOccurrence, Room
from app.models.bookings import OccurrenceState
from app.services.check import check
from app.services.office import Office
from tests.make import Make

DAY = date(2026, 9, 1)


@pytest.fixture
def world(office: Office, make: Make) -> tuple[UUID, UUID]:
    """A room in two parts: taken whole, in part, shared, and given up again."""
    room = make(Room, number="B101", parts=2, seats=40).id
    booking = make(Booking, title="车工", room_id=room).id
    rows: list[dict[str, Any]] = [
        {"first": 1, "last": 2},
        {"first": 3, "last": 4, "part": 2},
        {"first": 3, "last": 3, "part": 1},
        {"first": 5, "last": 6, "shared": True, "seats": 5},
        {"first": 7, "last": 8, "state": OccurrenceState.CANCELLED},
        {"first": 9, "last": 9, "state": OccurrenceState.DONE, "part": 3},  # no such part
    ]
    common = {"booking_id": booking, "room_id": room, "on": DAY}
    plain = {"shared": False, "state": OccurrenceState.PLANNED}
    with office.db.write("占用") as writing:
        writing.insert_many(BookingOccurrence, [common | plain | row for row in rows])
    return room, booking


def slots(office: Office) -> list[Any]:
    with office.db.read() as session:
        return list(session.execute(text("SELECT * FROM room_slot ORDER BY 1, 2, 3, 4")))


def broken(office: Office, *statements: str) -> tuple[str, ...]:
    with office.db.engine.begin() as connection:
        for each in statements:
            assert connection.execute(text(each)).rowcount
    return check(office).problems


def test_nothing_is_wrong_with_what_the_program_wrote(
    office: Office, world: tuple[UUID, UUID]
) -> None:
    assert len(slots(office)) == 4 + 2 + 1 + 2
    assert check(office).problems == ()


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("DELETE FROM room_slot WHERE period = 2 AND part = 1", "B101 2026-09-01 第1-2节有预约"),
        ("DELETE FROM room_slot", "B101 2026-09-01 第1-2节有预约，占用记录不全"),
        ("UPDATE room_slot SET period = 11 WHERE period = 4", "有占用记录，却没有这样的预约"),
        ("UPDATE room_slot SET part = 1 WHERE period = 4", "有占用记录，却没有这样的预约"),
        ('UPDATE room_slot SET "on" = "2026-09-02" WHERE period = 3 AND part = 1', "2026-09-02"),
    ],
)
def test_a_broken_file_is_told_and_mended(
    office: Office, world: tuple[UUID, UUID], statement: str, told: str
) -> None:
    before = slots(office)
    (problem,) = broken(office, statement)
    assert told in problem
    assert problem.endswith("已重建。")
    assert slots(office) == before
    assert check(office).problems == ()


def test_two_dates_on_one_period_are_named_and_left_to_the_office(
    office: Office, world: tuple[UUID, UUID]
) -> None:
    problems = broken(
        office,
        "DELETE FROM room_slot",
        "UPDATE booking_occurrence SET first = 1, last = 2, part = 1 WHERE first = 3 AND last = 3",
    )
    assert any("不能重建：实训室 B101 在 2026-09-01" in each for each in problems)
    assert len([each for each in problems if "与修改记录不符" in each]) == 2
