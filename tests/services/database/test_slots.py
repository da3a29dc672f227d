"""The database itself refuses a second occupant, whoever writes and however."""

import threading
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.exc import IntegrityError

from app.errors import Conflict, UserError
from app.models import Booking, BookingOccurrence, Room
from app.models.bookings import OccurrenceState
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


def test_another_program_cannot_either(office: Office, room: UUID, booking: UUID) -> None:
    held = occupy(office, room, booking)
    with pytest.raises(IntegrityError), office.db.engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO room_slot SELECT * FROM room_slot WHERE occurrence_id = ?", (held.id.hex,)
        )


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
