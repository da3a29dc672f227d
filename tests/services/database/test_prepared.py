"""Prepared questions: SQLAlchemy's own rows, and its own errors when something fails."""

from datetime import date, timedelta

import pytest
from sqlalchemy import bindparam, select
from sqlalchemy.exc import DBAPIError

from app.models import BookingOccurrence, Room
from app.models.bookings import HOLDING, OccurrenceState
from app.services.database.prepared import Prepared, one_of
from app.services.office import Office
from tests.make import Make

DAY = date(2026, 9, 1)
DATES = BookingOccurrence.table()


def test_rows_are_those_of_the_usual_way(office: Office, make: Make) -> None:
    rooms = [make(Room).id for _ in range(2)]
    for n, state in enumerate(OccurrenceState):
        make(BookingOccurrence, room_id=rooms[n % 2], on=DAY + timedelta(n), state=state, seats=n)
    query = select(*(DATES.c[key] for key in ("id", "on", "room_id", "shared", "state", "why")))
    query = query.order_by(DATES.c.on)
    days = [DAY + timedelta(n) for n in range(3)]
    asked = Prepared(
        query.where(
            DATES.c.room_id == bindparam("room"),
            one_of(DATES.c.on, "days", 8),
            one_of(DATES.c.state, "state", len(HOLDING), HOLDING),
        )
    )
    with office.db.read() as session:
        for room in rooms:
            usual = session.execute(
                query.where(
                    DATES.c.room_id == room, DATES.c.on.in_(days), DATES.c.state.in_(HOLDING)
                )
            )
            found = asked.rows(session, {"room": room, "days": days})
            assert found == [list(row) for row in usual]
            assert len(found) == (room == rooms[0])  # the one date that holds, on the first day


def test_what_the_driver_says_is_said_as_sqlalchemy_says_it(office: Office) -> None:
    asked = Prepared(select(DATES.c.id).where(DATES.c.room_id == bindparam("room")))
    with office.db.write("…") as writing:
        writing.session.connection().exec_driver_sql("ALTER TABLE booking_occurrence RENAME TO x")
        with pytest.raises(DBAPIError, match="no such table"):
            asked.rows(writing.session, {"room": None})
