"""Whatever people do to bookings of a shared room: there are never more of them than seats."""

from collections import defaultdict
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import Conflict, Refused
from app.models import Booking, BookingOccurrence, Room
from app.models.bookings import HOLDING, OccurrenceState
from app.services.bookings.answers import Move, Queue
from app.services.bookings.booking import request, save
from app.services.bookings.changes import cancel, cancel_booking, heal, move, resize, skip
from app.services.bookings.dates import use_of_date
from app.services.bookings.waiting import GONE, seats_for
from app.services.bookings.world import Scope, world_for
from app.services.office import Office
from app.services.query import Query

SEATS = 20
TODAY = date.today()  # noqa: DTZ011 - the office's own calendar day
DAYS = (TODAY + timedelta(days=7), TODAY + timedelta(days=8))
Deed = tuple[str, int, int]

deeds = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "book",
                "queue",
                "resize",
                "cancel",
                "skip",
                "heal",
                "drop",
                "delete",
                "restore",
                "alter",
                "move",
                "undo",
            ]
        ),
        st.integers(0, 7),
        st.integers(1, 25),
    ),
    min_size=3,
    max_size=12,
)


@settings(max_examples=25)
@given(deeds)
def test_there_are_never_more_people_than_seats(office: Office, chosen: list[Deed]) -> None:
    """Nor does anybody wait for seats that are free, unless somebody took a step back."""
    commits: list[int] = []
    office.db.subscribe(lambda commit: commits.append(commit.seq))
    made = office.of(Room).save({"number": f"R{_count(office)}", "name": "机房", "seats": SEATS})
    bookings: list[Booking] = []
    begun = len(commits)
    for deed in chosen:
        with suppress(Conflict, Refused):
            if deed[0] == "undo" and len(commits) > begun:
                office.db.take_back(commits[max(begun, len(commits) - deed[1] - 1)])
            else:
                _do(office, made, bookings, deed)
        _hold_true(office, made)
        if not any(what in ("undo", "restore") for what, *_ in chosen):
            _nobody_waits_in_vain(office, made)


def _count(office: Office) -> int:
    return office.of(Room).count()


def _do(office: Office, room: Room, bookings: list[Booking], deed: Deed) -> None:
    what, n, heads = deed
    if what in ("book", "queue", "undo") or not bookings:
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
        "delete": lambda: office.of(Booking).delete([booking.id]),
        "restore": lambda: office.of(Booking).restore([booking.id]),
        "alter": lambda: [office.of(BookingOccurrence).save({"seats": heads}, r) for r in rows[:1]],
        "move": lambda: [move(office, key, Move(on=DAYS[heads % 2]), DAYS[0]) for key in keys],
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


def _nobody_waits_in_vain(office: Office, room: Room) -> None:
    live = [each.id for each in office.of(Booking).all() if each.state not in GONE]
    with office.db.read() as session:
        for row in office.of(BookingOccurrence).all(Query(where={"room_id": room.id})):
            if row.state is OccurrenceState.QUEUED and row.booking_id in live:
                use = use_of_date(session, row)
                assert seats_for(use, world_for(session, Scope.of([use]))) == 0
