"""Whatever people do to bookings of a shared room: there are never more of them than seats."""

from collections import defaultdict
from contextlib import suppress
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import Conflict, Refused
from app.models import Booking, BookingOccurrence, Room
from app.models.bookings import HOLDING, OccurrenceState
from app.services.bookings.answers import Queue
from app.services.bookings.booking import request, save
from app.services.bookings.changes import cancel, cancel_booking, heal, resize, skip
from app.services.office import Office
from app.services.query import Query

SEATS = 20
DAYS = (date(2026, 9, 1), date(2026, 9, 2))
Deed = tuple[str, int, int]

deeds = st.lists(
    st.tuples(
        st.sampled_from(["book", "queue", "resize", "cancel", "skip", "heal", "drop"]),
        st.integers(0, 7),
        st.integers(1, 25),
    ),
    min_size=3,
    max_size=12,
)


@settings(max_examples=15)
@given(deeds)
def test_there_are_never_more_people_than_seats(office: Office, chosen: list[Deed]) -> None:
    made = office.of(Room).save({"number": f"R{_count(office)}", "name": "机房", "seats": SEATS})
    bookings: list[Booking] = []
    for deed in chosen:
        with suppress(Conflict, Refused):
            _do(office, made, bookings, deed)
        _hold_true(office, made)


def _count(office: Office) -> int:
    return office.of(Room).count()


def _do(office: Office, room: Room, bookings: list[Booking], deed: Deed) -> None:
    what, n, heads = deed
    if what in ("book", "queue") or not bookings:
        bookings.append(_book(office, room, n, heads, queue=what == "queue"))
        return
    booking = bookings[n % len(bookings)]
    rows = office.of(BookingOccurrence).all(Query(where={"booking_id": booking.id}))
    keys = [row.id for row in rows][:1]
    deeds_: dict[str, Any] = {
        "resize": lambda: resize(office, booking.id, heads),
        "drop": lambda: cancel_booking(office, booking.id, "不办了", DAYS[0]),
        "cancel": lambda: cancel(office, keys, "不来了", DAYS[0]),
        "skip": lambda: skip(office, keys, "停一次", DAYS[0]),
        "heal": lambda: [heal(office, row.id) for row in rows],
    }
    deeds_[what]()


def _book(office: Office, room: Room, n: int, heads: int, *, queue: bool) -> Booking:
    on, first = DAYS[n % 2], 1 + n % 3
    values = {"title": f"第{n}批", "room_id": room.id, "on": on, "first": first, "last": first + 1}
    asked = request(office, values | {"heads": heads, "shared": True})
    return save(office, asked, {on: Queue()} if queue else None)


def _hold_true(office: Office, room: Room) -> None:
    taken: dict[tuple[date, int], int] = defaultdict(int)
    places = set()
    for row in office.of(BookingOccurrence).all(Query(where={"room_id": room.id})):
        if row.state is OccurrenceState.QUEUED:
            assert row.seats
        if row.state not in HOLDING:
            continue
        assert row.seats
        place = (row.booking_id, row.on, row.first)
        assert place not in places, "one date of a booking is held twice"
        places.add(place)
        for period in range(row.first, row.last + 1):
            taken[row.on, period] += row.seats
    assert all(seats <= SEATS for seats in taken.values())
