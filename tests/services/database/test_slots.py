"""The database itself refuses a second occupant, whoever writes and however."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from app.errors import Conflict, UserError
from app.models import Booking, BookingOccurrence, Room
from app.models.bookings import OccurrenceState
from app.models.slots import RoomSlot
from app.places import Places
from app.services.office import Office, open_office
from tests.make import Make

DAY = date(2026, 9, 1)


def occupy(office: Office, room: UUID, booking: UUID, **given: Any) -> Any:
    """Past the conflict engine, which the services ask."""
    values = {"booking_id": booking, "room_id": room, "on": DAY, "first": 3, "last": 4}
    values |= {"shared": False, "state": OccurrenceState.PLANNED}
    with office.db.write("占用") as writing:
        (key,) = writing.insert_many(BookingOccurrence, [values | given])
    return office.of(BookingOccurrence).get(key)


@pytest.fixture
def room(make: Make) -> UUID:
    found: UUID = make(Room, number="B101", parts=2, seats=40).id
    return found


@pytest.fixture
def booking(make: Make, room: UUID) -> UUID:
    found: UUID = make(Booking, title="车工", room_id=room).id
    return found


def test_past_every_check_a_second_one_is_refused(
    office: Office, room: UUID, booking: UUID
) -> None:
    occupy(office, room, booking)
    with pytest.raises(Conflict, match=r"B101.*第4节已由“车工”使用"):
        occupy(office, room, booking, first=4, last=5)
    assert office.of(BookingOccurrence).count() == 1
    occupy(office, room, booking, first=5, last=5)


def test_in_bulk_as_well(office: Office, room: UUID, booking: UUID) -> None:
    row = {
        "booking_id": booking,
        "room_id": room,
        "on": DAY,
        "first": 1,
        "last": 2,
        "shared": False,
        "state": OccurrenceState.PLANNED,
    }
    with pytest.raises(Conflict, match="第1节"), office.db.write("两个") as writing:
        writing.insert_many(BookingOccurrence, [row, row])
    assert office.of(BookingOccurrence).count() == 0


def test_parts_shared_and_given_up_dates_leave_room(
    office: Office, room: UUID, booking: UUID
) -> None:
    first = occupy(office, room, booking, part=1)
    occupy(office, room, booking, part=2)
    with pytest.raises(Conflict):
        occupy(office, room, booking)
    office.of(BookingOccurrence).save({"state": OccurrenceState.CANCELLED}, first)
    occupy(office, room, booking, part=1)
    occupy(office, room, booking, first=6, last=6, shared=True, seats=5)
    occupy(office, room, booking, first=6, last=6, shared=True, seats=5)


def test_undo_does_not_bring_back_what_has_no_room_any_more(
    office: Office, room: UUID, booking: UUID
) -> None:
    commits: list[int] = []
    office.db.subscribe(lambda commit: commits.append(commit.seq))
    first = occupy(office, room, booking)
    office.of(BookingOccurrence).delete([first.id])
    gone = commits[-1]
    occupy(office, room, booking)
    with pytest.raises(Conflict):
        office.db.take_back(gone)


def test_dividing_a_room_keeps_whoever_has_it_whole(
    office: Office, room: UUID, booking: UUID
) -> None:
    occupy(office, room, booking)
    office.of(Room).save({"parts": 3}, office.of(Room).get(room))
    with pytest.raises(Conflict):
        occupy(office, room, booking, part=3)


def test_in_one_change_set_dates_may_trade_places(
    office: Office, room: UUID, booking: UUID
) -> None:
    morning = occupy(office, room, booking, first=1, last=2)
    noon = occupy(office, room, booking, first=3, last=4)
    with office.db.write("对调") as writing:
        for each, (first, last) in ((morning, (3, 4)), (noon, (1, 2))):
            date_ = writing.session.get_one(BookingOccurrence, each.id)
            date_.first, date_.last = first, last
            writing.session.flush()
    assert held(office) == [(1, noon.id), (2, noon.id), (3, morning.id), (4, morning.id)]


def held(office: Office) -> list[tuple[int, UUID]]:
    """Periods taken in part 1, and by which date."""
    with office.db.read() as session:
        taken = select(RoomSlot.period, RoomSlot.occurrence_id).where(RoomSlot.part == 1)
        return [(period, key) for period, key in session.execute(taken.order_by(RoomSlot.period))]


@pytest.fixture
def stranger(office: Office, places: Places) -> Iterator[sqlite3.Connection]:
    """The file in the hands of a program that knows nothing of us, nor of foreign keys."""
    with closing(sqlite3.connect(places.database, isolation_level=None)) as connection:
        yield connection


COPY = (
    "CREATE TEMP TABLE copied AS SELECT * FROM booking_occurrence",
    "UPDATE copied SET id = hex(randomblob(16))",
)


@pytest.mark.parametrize(
    "deed",
    [
        "INSERT INTO booking_occurrence SELECT * FROM copied WHERE first = 3",
        "UPDATE copied SET first = 4, last = 5, part = 2;"
        "INSERT INTO booking_occurrence SELECT * FROM copied LIMIT 1",
        "UPDATE booking_occurrence SET last = 3 WHERE first = 1",
        "UPDATE booking_occurrence SET first = 4, last = 4 WHERE state = 'CANCELLED' OR first = 1",
        "UPDATE booking_occurrence SET state = 'PLANNED' WHERE state = 'CANCELLED'",
        "UPDATE booking_occurrence SET shared = 0 WHERE shared",
        "INSERT INTO room_slot SELECT room_id, \"on\", period, part, 'x' FROM room_slot",
    ],
)
def test_another_program_cannot_either(
    office: Office, room: UUID, booking: UUID, stranger: sqlite3.Connection, deed: str
) -> None:
    occupy(office, room, booking)
    occupy(office, room, booking, first=1, last=2)
    occupy(office, room, booking, state=OccurrenceState.CANCELLED)
    occupy(office, room, booking, first=5, last=6, shared=True, seats=3)
    occupy(office, room, booking, first=5, last=6, shared=True, seats=4)
    before = held(office)
    for each in COPY:
        stranger.execute(each)
    with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
        stranger.executescript(deed)
    assert held(office) == before


def test_what_another_program_books_is_as_taken_as_what_we_book(
    office: Office, room: UUID, booking: UUID, stranger: sqlite3.Connection
) -> None:
    mine = occupy(office, room, booking)
    stranger.execute("UPDATE booking_occurrence SET first = 7, last = 8")
    assert held(office) == [(7, mine.id), (8, mine.id)]
    with pytest.raises(Conflict, match="第8节已由“车工”使用"):
        occupy(office, room, booking, first=8, last=9)
    stranger.execute("DELETE FROM booking_occurrence")
    assert held(office) == []


def test_eight_at_once_and_one_of_them_has_it(
    office: Office, places: Places, room: UUID, booking: UUID
) -> None:
    """Each with a connection of its own, as programs that know nothing of each other."""
    won: list[int] = []
    lost: list[int] = []
    start = threading.Barrier(8)

    def work(number: int) -> None:
        own = open_office(places, user=f"第{number}人")
        start.wait()
        for period in range(1, 7):
            try:
                occupy(own, room, booking, first=period, last=period)
                won.append(period)
            except UserError:
                lost.append(period)
        own.db.engine.dispose()

    threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(won) == [1, 2, 3, 4, 5, 6]
    assert len(lost) == 42
    assert office.of(BookingOccurrence).count() == 6
