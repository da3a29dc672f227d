"""The dates of a week as they are looked at: which, in what order, and found by their key."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from app.models import Booking, BookingOccurrence, Room
from app.models.bookings import ApprovalRole
from app.services.bookings.booking import request, save
from app.services.bookings.changes import cancel
from app.services.bookings.flow import decide
from app.services.bookings.placed import Dates, placed_on
from app.services.office import Office
from app.services.query import Query
from tests.make import Make

MONDAY = date(2026, 9, 7)
SUNDAY = MONDAY + timedelta(days=6)


@pytest.fixture
def rooms(make: Make) -> list[UUID]:
    return [make(Room, number=f"B{n}", seats=40).id for n in (1, 2, 3)]


def date_of(office: Office, room: UUID, day: int, first: int, **more: object) -> UUID:
    """One more booking of a single date, and the key of that date."""
    values = {"title": f"第{first}节", "room_id": room, "on": MONDAY + timedelta(day)}
    made = save(office, request(office, values | {"first": first, "last": first} | more))
    (held,) = office.of(BookingOccurrence).all(Query(where={"booking_id": made.id}))
    key: UUID = held.id
    return key


def test_a_week_is_read_in_order_and_found_by_key(office: Office, rooms: list[UUID]) -> None:
    later = date_of(office, rooms[0], 3, 1)
    evening = date_of(office, rooms[1], 1, 9)
    morning = date_of(office, rooms[0], 1, 2)
    date_of(office, rooms[2], 1, 1)
    date_of(office, rooms[0], 7, 1)
    found = placed_on(office, MONDAY, SUNDAY, rooms[:2])
    assert [each.id for each in found] == [morning, evening, later]
    assert list(found.spans()) == [
        (rooms.index(each.room), each.on, each.periods.first, each.periods.last) for each in found
    ]
    assert [found.place(key) for key in (later, uuid4())] == [2, None]
    seen = found.find(evening)
    assert seen is not None
    assert office.of(Booking).get(seen.booking).title == seen.title == "第9节"
    assert found[1:] == [seen, found[-1]]
    assert len(placed_on(office, MONDAY, SUNDAY, ())) == 0
    assert Dates(()).find(later) is None


def test_what_is_given_up_is_not_shown(office: Office, rooms: list[UUID]) -> None:
    kept = date_of(office, rooms[0], 0, 1)
    cancel(office, [date_of(office, rooms[0], 0, 2)], "停电", MONDAY)
    refused = date_of(office, rooms[0], 0, 3)
    booking = office.of(BookingOccurrence).get(refused).booking_id
    decide(office, booking, ApprovalRole.OFFICE, agreed=False, reason="停电", on=MONDAY)
    binned = office.of(BookingOccurrence).get(date_of(office, rooms[0], 0, 4))
    office.of(Booking).delete([binned.booking_id])
    found = placed_on(office, MONDAY, SUNDAY, rooms)
    assert [each.id for each in found] == [kept]
