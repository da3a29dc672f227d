"""What undo, redo and the bin bring back: into a closure made since it is open on the home page.

A room that was shut for good meanwhile takes nothing back.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from app.errors import Conflict
from app.models import Booking, BookingOccurrence, Closure, Room
from app.models.bookings import OccurrenceState
from app.services import recycle_bin
from app.services.bookings.answers import Move
from app.services.bookings.booking import request, save
from app.services.bookings.changes import cancel, move
from app.services.bookings.closure_impact import close, settle
from app.services.bookings.tasks import Task, tasks
from app.services.home import Ground, findings
from app.services.office import Office
from app.services.query import Query
from tests.make import Make

TODAY = date.today()  # noqa: DTZ011 - the office's own calendar day
SOON = TODAY + timedelta(days=7)
Last = Callable[[], int]


@pytest.fixture
def rooms(make: Make) -> list[UUID]:
    return [make(Room, number=number, seats=40).id for number in ("A101", "A102")]


@pytest.fixture
def last(office: Office) -> Last:
    """The number of the last change."""
    commits: list[int] = []
    office.db.subscribe(lambda commit: commits.append(commit.seq))
    return lambda: commits[-1]


def book(office: Office, room: UUID) -> UUID:
    """The key of the one date that is booked."""
    values = {"title": "车工", "room_id": room, "on": SOON, "first": 3, "last": 4, "heads": 20}
    booking = save(office, request(office, values))
    (row,) = office.of(BookingOccurrence).all(Query(where={"booking_id": booking.id}))
    key: UUID = row.id
    return key


def shut(office: Office, room: UUID) -> UUID:
    values = {"name": "检修", "starts": SOON, "ends": SOON, "room_id": room}
    return close(office, values, {}, TODAY).closure


def opened(office: Office) -> dict[str, tuple[UUID, ...]]:
    """What the list of tasks says is still to be decided, by closure; the home page says it too."""
    found = {each.title: each.dates for each in tasks(office, TODAY) if each.task is Task.CLOSED}
    told = [
        each.count for each in findings(Ground(office, TODAY, None))
        if each.matter.key == "bookings_closed"
    ]  # fmt: skip
    assert sum(told) == len({key for keys in found.values() for key in keys})
    return found


def stands(office: Office, key: UUID) -> tuple[bool, OccurrenceState, UUID]:
    row = office.of(BookingOccurrence).get(key)
    return not row.deleted, row.state, row.room_id


def _cancelled(office: Office, rooms: list[UUID], key: UUID) -> None:
    cancel(office, [key], "不上了", TODAY)


def _moved(office: Office, rooms: list[UUID], key: UUID) -> None:
    move(office, key, Move(rooms[1]), TODAY)


def _binned(office: Office, rooms: list[UUID], key: UUID) -> None:
    office.of(BookingOccurrence).delete([key])


AWAY = [_cancelled, _moved, _binned]


@pytest.mark.parametrize("away", AWAY)
def test_what_undo_puts_into_a_closure_made_since_is_open(
    office: Office, rooms: list[UUID], last: Last, away: Callable[..., None]
) -> None:
    key = book(office, rooms[0])
    away(office, rooms, key)
    step = last()
    closure = shut(office, rooms[0])
    assert not opened(office)
    office.db.take_back(step)
    assert stands(office, key) == (True, OccurrenceState.PLANNED, rooms[0])
    assert opened(office) == {"检修": (key,)}
    assert settle(office, closure, {key: Move(rooms[1])}, TODAY).moved == 1
    assert not opened(office)
    office.db.take_back(last())
    assert opened(office) == {"检修": (key,)}


def test_what_is_done_again_in_a_closure_made_since_is_open(
    office: Office, rooms: list[UUID], last: Last
) -> None:
    key = book(office, rooms[0])
    undone = office.db.take_back(last())
    shut(office, rooms[0])
    office.db.take_back(undone)
    assert stands(office, key) == (True, OccurrenceState.PLANNED, rooms[0])
    assert opened(office) == {"检修": (key,)}


def test_a_closure_that_comes_back_over_bookings_leaves_them_open(
    office: Office, rooms: list[UUID], last: Last
) -> None:
    closure = shut(office, rooms[0])
    office.of(Closure).delete([closure])
    deleted = last()
    key = book(office, rooms[0])
    assert not opened(office)
    office.db.take_back(deleted)
    assert opened(office) == {"检修": (key,)}
    office.of(Closure).delete([closure])
    recycle_bin.restore(office, recycle_bin.binned(office))
    assert opened(office) == {"检修": (key,)}


@pytest.mark.parametrize("kind", [Booking, BookingOccurrence])
def test_the_bin_gives_nothing_back_into_a_closure(
    office: Office, rooms: list[UUID], kind: Any
) -> None:
    key = book(office, rooms[0])
    booking = office.of(BookingOccurrence).get(key).booking_id
    office.of(kind).delete([booking if kind is Booking else key])
    shut(office, rooms[0])
    with pytest.raises(Conflict, match=f"{SOON} 第3-4节：A101 检修。没有改动，请另选时间或实训室"):
        recycle_bin.restore(office, recycle_bin.binned(office))
    assert not stands(office, key)[0]
    assert not opened(office)


@pytest.mark.parametrize("away", AWAY)
def test_undo_brings_nothing_back_into_a_room_that_is_shut_for_good(
    office: Office, rooms: list[UUID], last: Last, away: Callable[..., None]
) -> None:
    key = book(office, rooms[0])
    away(office, rooms, key)
    step, before = last(), stands(office, key)
    room = office.of(Room).save({"closed_on": SOON}, office.of(Room).get(rooms[0]))
    told = f"实训室 A101 自 {SOON} 起停用，“车工”{SOON} 第3-4节不能放在那里"
    with pytest.raises(Conflict, match=told):
        office.db.take_back(step)
    assert stands(office, key) == before
    office.of(Room).save({"closed_on": SOON + timedelta(days=1)}, room)
    office.db.take_back(step)
    assert stands(office, key) == (True, OccurrenceState.PLANNED, rooms[0])


def test_a_room_is_not_shut_again_over_what_was_booked_since(
    office: Office, rooms: list[UUID], last: Last
) -> None:
    room = office.of(Room).save({"closed_on": SOON}, office.of(Room).get(rooms[0]))
    room = office.of(Room).save({"closed_on": None}, room)
    reopened = last()
    key = book(office, rooms[0])
    with pytest.raises(Conflict, match=f"实训室 A101 自 {SOON} 起停用"):
        office.db.take_back(reopened)
    cancel(office, [key], "不上了", TODAY)
    office.db.take_back(reopened)
    assert office.of(Room).get(rooms[0]).closed_on == SOON
