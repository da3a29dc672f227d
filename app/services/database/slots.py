"""Keeps the periods that bookings take in step with their dates, for every way of writing.

Like the search index they are derived: from new, changed, undone and binned dates alike. Their key
(room, day, period, part) is what makes a second exclusive booking impossible.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Connection, Table, delete, select
from sqlalchemy.exc import IntegrityError

from app.errors import Conflict
from app.models import Booking, BookingOccurrence, Room
from app.models.bookings import HOLDING
from app.models.slots import RoomSlot
from app.services.database.bulk import insert_rows
from app.services.database.changes import Change

_CHUNK = 400
_SLOTS = cast("Table", RoomSlot.__table__)
_DATES = BookingOccurrence.table()


def keep(connection: Connection, changes: Sequence[Change]) -> None:
    """Renew the slots of whatever these changes touched. Conflict if a period is taken."""
    dates = {each.id: each.op for each in changes if each.kind is BookingOccurrence}
    rooms = [each.id for each in changes if each.kind is Room and _divided_anew(each)]
    if not dates and not rooms:
        return
    known = [key for key, op in dates.items() if op != "I"]
    for part in _chunks(known):
        connection.execute(delete(_SLOTS).where(_SLOTS.c.occurrence_id.in_(part)))
    for room in rooms:
        connection.execute(delete(_SLOTS).where(_SLOTS.c.room_id == room))
    for condition in _conditions([key for key, op in dates.items() if op != "D"], rooms):
        _take(connection, condition)


def rebuild(connection: Connection) -> None:
    """All slots anew."""
    connection.execute(delete(_SLOTS))
    _take(connection, _DATES.c.deleted.is_(False))


def _divided_anew(change: Change) -> bool:
    return change.op == "U" and "parts" in change.fields


def _conditions(dates: Sequence[UUID], rooms: Iterable[UUID]) -> Iterable[Any]:
    again = list(rooms)
    for part in _chunks(dates):
        found = _DATES.c.id.in_(part)
        yield found & _DATES.c.room_id.not_in(again) if again else found
    for room in again:
        yield _DATES.c.room_id == room


def _take(connection: Connection, condition: Any) -> None:
    room = Room.table()
    found = connection.execute(
        select(
            _DATES.c.id, _DATES.c.room_id, _DATES.c.on, _DATES.c.first, _DATES.c.last,
            _DATES.c.part, _DATES.c.deleted, room.c.parts,
        )
        .join(room, room.c.id == _DATES.c.room_id)
        .where(
            condition,
            _DATES.c.shared.is_(False),
            _DATES.c.state.in_(HOLDING),
        )
    ).all()  # fmt: skip
    # Asked for in SQL, SQLite would look through all that are not deleted, however many.
    slots = [slot for row in found if not row.deleted for slot in _slots(row)]
    if not slots:
        return
    try:
        insert_rows(connection, _SLOTS, slots)
    except IntegrityError as error:
        raise _taken(connection, slots) from error


def _slots(row: Any) -> Iterable[dict[str, Any]]:
    """Where there is no such part (any more) the whole room is meant, as for the engine."""
    whole = range(1, max(row.parts, 1) + 1)
    parts = (row.part,) if row.part in whole else whole
    for period in range(row.first, row.last + 1):
        for part in parts:
            yield {
                "room_id": row.room_id,
                "on": row.on,
                "period": period,
                "part": part,
                "occurrence_id": row.id,
            }


def _taken(connection: Connection, slots: Sequence[Mapping[str, Any]]) -> Conflict:
    """Who is in the way, said in words."""
    seen: dict[tuple[Any, ...], UUID] = {}
    for slot in slots:
        key = (slot["room_id"], slot["on"], slot["period"], slot["part"])
        holder = seen.get(key) or _holder(connection, slot)
        if holder and holder != slot["occurrence_id"]:
            return Conflict(_told(connection, slot, holder))
        seen[key] = slot["occurrence_id"]
    return Conflict("这间实训室的这一节已有预约，没有保存。请刷新后另选时间。")


def _holder(connection: Connection, slot: Mapping[str, Any]) -> UUID | None:
    keys = ("room_id", "on", "period", "part")
    same = [_SLOTS.c[key] == slot[key] for key in keys]
    return connection.scalars(select(_SLOTS.c.occurrence_id).where(*same)).first()


def _told(connection: Connection, slot: Mapping[str, Any], holder: UUID) -> str:
    booking, room = Booking.table(), Room.table()
    title = connection.scalar(
        select(booking.c.title)
        .join(_DATES, _DATES.c.booking_id == booking.c.id)
        .where(_DATES.c.id == holder)
    )
    number = connection.scalar(select(room.c.number).where(room.c.id == slot["room_id"]))
    return (
        f"实训室 {number} 在 {slot['on']} 第{slot['period']}节已由“{title}”使用，没有保存。"
        "请刷新后另选时间或实训室。"
    )


def _chunks(keys: Sequence[UUID]) -> Iterable[Sequence[UUID]]:
    return (keys[start : start + _CHUNK] for start in range(0, len(keys), _CHUNK))
