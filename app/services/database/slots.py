"""The periods that bookings take, kept by the database itself for every way of writing.

Triggers derive them from the dates, so that a second program that writes the file is held to them
as we are; their key (room, day, period, part) is what makes a second exclusive booking impossible.

Within one change set dates may trade places, so a date that is written loses its key (`key_ok`),
and with it its periods, and is given them when all is written: first take away, then give.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, cast
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    and_,
    case,
    delete,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.exc import IntegrityError

from app.errors import Conflict
from app.models import Booking, BookingOccurrence, Room
from app.models.bookings import HOLDING
from app.models.record import Record
from app.models.slots import RoomSlot
from app.services.database.bulk import parts
from app.services.database.changes import Change
from app.services.database.engine import is_sqlite

_SLOTS = cast("Table", RoomSlot.__table__)
_DATES = BookingOccurrence.table()
_STATES = ", ".join(f"'{state.name}'" for state in HOLDING)
# Where there is no such part (any more) the whole room is meant, as for the engine. The counting
# is done by recursion: a list of numbers takes twice as long, and ends somewhere.
_TAKE = f"""
    INSERT INTO room_slot (room_id, "on", period, part, occurrence_id)
    SELECT NEW.room_id, NEW."on", taken.period, divided.part, NEW.id
    FROM room
    JOIN (
        WITH RECURSIVE n(period) AS
        (SELECT NEW.first UNION ALL SELECT period + 1 FROM n WHERE period < NEW.last)
        SELECT period FROM n
    ) AS taken
    JOIN (
        WITH RECURSIVE n(part, parts) AS (
            SELECT 1, parts FROM room WHERE id = NEW.room_id
            UNION ALL SELECT part + 1, parts FROM n WHERE part < parts
        )
        SELECT part FROM n
    ) AS divided
    WHERE room.id = NEW.room_id
    AND (NEW.part IS NULL OR NEW.part NOT BETWEEN 1 AND max(room.parts, 1)
        OR NEW.part = divided.part)
    AND NEW.key_ok AND NOT NEW.deleted AND NOT NEW.shared AND NEW.state IN ({_STATES});"""  # noqa: S608 - our own words
_GIVE_UP = "DELETE FROM room_slot WHERE occurrence_id = OLD.id;"
_ON = "ON booking_occurrence"
_WRITTEN = 'room_id, "on", first, last, part, shared, state, deleted, key_ok'
_GUARDS = {
    "booking_occurrence_new": f"AFTER INSERT {_ON} BEGIN {_TAKE} END",
    "booking_occurrence_changed": (
        f"AFTER UPDATE OF {_WRITTEN} {_ON} BEGIN {_GIVE_UP} {_TAKE} END"
    ),
    "booking_occurrence_gone": f"BEFORE DELETE {_ON} BEGIN {_GIVE_UP} END",
}
GUARDS = {name: f"CREATE TRIGGER {name} {deed}" for name, deed in _GUARDS.items()}


def guard(connection: Connection) -> None:
    """Set the triggers; also again, for a migration that rebuilds a table drops its triggers.

    They are SQLite's. A server's schema, which nothing makes yet, needs the same in its own words.
    """
    if is_sqlite(connection):
        for name, made in GUARDS.items():
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
            connection.exec_driver_sql(made)


def awaits(kind: type[Record]) -> bool:
    """Whether a record of this kind that is written is given its key only by `give`."""
    return kind is BookingOccurrence


def give(connection: Connection, changes: Sequence[Change]) -> None:
    """Give their periods to the dates that these changes touched. Conflict if one is taken."""
    dates = list(dict.fromkeys(c.id for c in changes if c.kind is BookingOccurrence))
    rooms = [each.id for each in changes if each.kind is Room and _divided_anew(each)]
    for room in rooms:
        connection.execute(update(_DATES).where(_DATES.c.room_id == room).values(key_ok=False))
    for condition in _conditions(dates, rooms):
        _give(connection, condition)


def rebuild(connection: Connection) -> None:
    """All of them anew. Conflict if two dates hold the same one."""
    connection.execute(delete(_SLOTS))
    _give(connection, true())


def _divided_anew(change: Change) -> bool:
    return change.op == "U" and "parts" in change.fields


def _conditions(dates: Sequence[UUID], rooms: Iterable[UUID]) -> Iterator[ColumnElement[bool]]:
    yield from (_DATES.c.id.in_(part) for part in parts(dates))
    for room in rooms:
        yield _DATES.c.room_id == room


def _give(connection: Connection, condition: ColumnElement[bool]) -> None:
    # Asked "IS 0", SQLite would look through all that are not deleted, however many.
    living = _DATES.c.deleted.is_distinct_from(True)  # noqa: FBT003 - a value, not a switch
    try:
        connection.execute(update(_DATES).where(condition, living).values(key_ok=True))
    except IntegrityError as error:
        raise _taken(connection, condition) from error


def _taken(connection: Connection, condition: ColumnElement[bool]) -> Conflict:
    """Who is in the way, said in words."""
    other, booking, room = _DATES.alias("other"), Booking.table(), Room.table()
    divided = parts_of(room)
    whole = [or_(each.c.part.is_(None), each.c.part > divided) for each in (_DATES, other)]
    period = case((other.c.first > _DATES.c.first, other.c.first), else_=_DATES.c.first)
    found = connection.execute(
        select(room.c.number, _DATES.c.on, period, booking.c.title)
        .join_from(_DATES, room, room.c.id == _DATES.c.room_id)
        .join(other, (other.c.room_id == _DATES.c.room_id) & (other.c.on == _DATES.c.on))
        .join(booking, booking.c.id == other.c.booking_id)
        .where(
            condition,
            other.c.id != _DATES.c.id,
            other.c.first <= _DATES.c.last,
            other.c.last >= _DATES.c.first,
            or_(*whole, other.c.part == _DATES.c.part),
            *(alone(each) for each in (_DATES, other)),
        )
        .order_by(_DATES.c.on, period)
    ).first()
    if found is None:
        return Conflict("这间实训室的这一节已有预约，没有保存。请刷新后另选时间。")
    number, on, at, title = found
    return Conflict(
        f"实训室 {number} 在 {on} 第{at}节已由“{title}”使用，没有保存。请刷新后另选时间或实训室。"
    )


def parts_of(room: Any) -> ColumnElement[int]:
    """Into how many a room is divided; 1: not at all."""
    return case((room.c.parts > 1, room.c.parts), else_=1)


def alone(dates: Any) -> ColumnElement[bool]:
    """Those that have the room, or a part of it, for themselves."""
    return and_(dates.c.state.in_(HOLDING), dates.c.deleted.is_(False), dates.c.shared.is_(False))
