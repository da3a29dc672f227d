"""Do the taken periods agree with the dates? They are derived, so that a disagreement is damage."""

from collections.abc import Iterator
from typing import Any, cast

from sqlalchemy import (
    Connection,
    String,
    Table,
    and_,
    case,
    func,
    not_,
    or_,
    select,
    type_coerce,
)

from app.models import BookingOccurrence, Room
from app.models.slots import RoomSlot
from app.services.database.engine import any_text
from app.services.database.slots import alone, parts_of

_SLOTS = cast("Table", RoomSlot.__table__)
_DATES = BookingOccurrence.table()
_ROOMS = Room.table()
_PARTS = parts_of(_ROOMS)
_ONE_PART = and_(_DATES.c.part.is_not(None), _DATES.c.part <= _PARTS)  # else the whole room
_ALONE = alone(_DATES)


def slots_astray(connection: Connection) -> list[str]:
    """A sentence for each date whose periods are not just those that are taken for it."""
    with any_text(connection):
        return list(_told(connection))


def _told(connection: Connection) -> Iterator[str]:
    for number, on in connection.execute(_astray()):
        yield f"实训室 {number or '（已不存在）'} {on} 有占用记录，却没有这样的预约"
    for number, on, first, last in connection.execute(_short()):
        yield f"实训室 {number} {on} 第{first}-{last}节有预约，占用记录不全"


def _astray() -> Any:
    """Taken periods that no date stands for."""
    meant = and_(
        _DATES.c.id == _SLOTS.c.occurrence_id,
        _DATES.c.room_id == _SLOTS.c.room_id,
        _DATES.c.on == _SLOTS.c.on,
        _SLOTS.c.period.between(_DATES.c.first, _DATES.c.last),
        _SLOTS.c.part <= _PARTS,
        or_(not_(_ONE_PART), _DATES.c.part == _SLOTS.c.part),
        _ALONE,
    )
    return (
        select(_ROOMS.c.number, type_coerce(_SLOTS.c.on, String))
        .select_from(_SLOTS)
        .outerjoin(_ROOMS, _ROOMS.c.id == _SLOTS.c.room_id)
        .outerjoin(_DATES, meant)
        .where(_DATES.c.id.is_(None))
        .distinct()
        .order_by(_SLOTS.c.on, _ROOMS.c.number)
    )


def _short() -> Any:
    """Dates for which fewer periods are taken than they have."""
    taken = (
        select(_SLOTS.c.occurrence_id, func.count().label("number"))
        .group_by(_SLOTS.c.occurrence_id)
        .subquery()
    )
    parts = case((_ONE_PART, 1), else_=_PARTS)
    wanted = (_DATES.c.last - _DATES.c.first + 1) * parts
    return (
        select(_ROOMS.c.number, type_coerce(_DATES.c.on, String), _DATES.c.first, _DATES.c.last)
        .select_from(_DATES)
        .join(_ROOMS, _ROOMS.c.id == _DATES.c.room_id)
        .outerjoin(taken, taken.c.occurrence_id == _DATES.c.id)
        .where(_ALONE, func.coalesce(taken.c.number, 0) < wanted)
        .order_by(_DATES.c.on, _ROOMS.c.number)
    )
