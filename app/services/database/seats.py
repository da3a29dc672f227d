"""The last look before a commit: no seat of a shared room is given twice, whoever writes.

Who has a room alone is refused by the key of the slots. Shared seats are no key, so they are
counted here, for the dates still to come that a change touched: also by undo, redo and the bin.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, select

from app.errors import Conflict
from app.models import BookingOccurrence, Room
from app.models.bookings import HOLDING
from app.services.database.bulk import parts
from app.services.database.changes import Change

_DATES = BookingOccurrence.table()
_ROOMS = Room.table()
_CAPACITY = frozenset({"seats", "parts", "sharing"})
_HELD = _DATES.c.deleted.is_(False) & _DATES.c.state.in_(
    HOLDING
)  # those that take the room, or seats of it


def check(connection: Connection, changes: Sequence[Change]) -> None:
    """Conflict if seats were given twice, or somebody sits where another is alone."""
    today = date.today()  # noqa: DTZ011 - the office's own calendar day
    places = set(_touched(connection, changes, today))
    for room, days in _by_room(places).items():
        _check_room(connection, room, days)


def _touched(
    connection: Connection, changes: Iterable[Change], today: date
) -> Iterator[tuple[UUID, date]]:
    """Rooms and days to look at; a new date that is exclusive is looked at by the slots."""
    dates, rooms = list[UUID](), list[UUID]()
    for each in changes:
        if each.kind is BookingOccurrence and each.op != "D" and _may_share(each):
            dates.append(each.id)
        elif each.kind is Room and each.op == "U" and _CAPACITY & each.fields.keys():
            rooms.append(each.id)
    wanted: list[ColumnElement[bool]] = [_DATES.c.id.in_(part) for part in parts(dates)]
    wanted += [(_DATES.c.room_id == room) & _DATES.c.shared.is_(True) for room in rooms]
    for condition in wanted:
        query = select(_DATES.c.room_id, _DATES.c.on).where(condition, _HELD, _DATES.c.on >= today)
        yield from ((row.room_id, row.on) for row in connection.execute(query))


def _may_share(change: Change) -> bool:
    return change.op == "U" or bool(change.fields.get("shared", (None, False))[1])


def _by_room(places: Iterable[tuple[UUID, date]]) -> dict[UUID, list[date]]:
    found: dict[UUID, list[date]] = {}
    for room, day in places:
        found.setdefault(room, []).append(day)
    return found


def _check_room(connection: Connection, room: UUID, days: Sequence[date]) -> None:
    rows: list[Any] = []
    for part in parts(days):
        chosen = _DATES.c.on.in_(part)
        query = select(_DATES).where(_DATES.c.room_id == room, chosen, _HELD)
        rows += connection.execute(query).all()
    shared = [row for row in rows if row.shared]
    if not shared:
        return
    facts = connection.execute(select(_ROOMS).where(_ROOMS.c.id == room)).one()
    alone = [row for row in rows if not row.shared]
    if met := _met(shared, alone, divided=facts.parts > 1):
        told = "有人单独使用，不能同时共用工位"
        raise Conflict(f"实训室 {facts.number} 在 {met[0]} 第{met[1]}节{told}，没有保存。请刷新。")
    for day, period, taken in over(shared, facts.seats, facts.parts):
        told = f"共 {facts.seats or 0} 个工位，要占用 {taken} 个"
        raise Conflict(
            f"实训室 {facts.number} 在 {day} 第{period}节{told}，没有保存。请减少人数或另选时间。"
        )


def _met(shared: Iterable[Any], alone: Sequence[Any], *, divided: bool) -> tuple[date, int] | None:
    """Where somebody who shares meets somebody who does not."""
    for one in shared:
        for other in alone:
            same = not divided or None in (one.part, other.part) or one.part == other.part
            begin = max(one.first, other.first)
            if one.on == other.on and same and begin <= min(one.last, other.last):
                return one.on, begin
    return None


def over(shared: Iterable[Any], seats: int | None, parts: int) -> Iterator[tuple[date, int, int]]:
    """Day, period and seats taken wherever they are more than a room, or a part of it, has.

    Who shares the whole room may sit in any part.
    """
    whole, each_part = seats or 0, (seats or 0) // max(parts, 1)
    for (day, period), held in sorted(_taken(shared).items()):
        fullest = max((n for part, n in held.items() if part is not None), default=0)
        total = sum(held.values())
        if total > whole or fullest > each_part:
            yield day, period, total


def _taken(shared: Iterable[Any]) -> Mapping[tuple[date, int], Mapping[int | None, int]]:
    found: dict[tuple[date, int], dict[int | None, int]] = {}
    for each in shared:
        for period in range(each.first, each.last + 1):
            held = found.setdefault((each.on, period), {})
            held[each.part] = held.get(each.part, 0) + (each.seats or 0)
    return found
