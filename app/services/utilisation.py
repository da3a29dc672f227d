"""How much the training rooms are used, as figures; what each means stands in `DEFINITIONS`."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select

from app.models import UseRecord
from app.models.bookings import BookingState, OccurrenceState
from app.services.booking_week import (
    Placed,
    RoomRow,
    day_periods,
    placed_on,
    rooms_of,
    shut_periods,
)
from app.services.booking_world import Scope, world_for
from app.services.calendar_store import school_calendar
from app.services.occupation import World
from app.services.office import Office
from app.services.school_calendar import NO_CLASS, SchoolCalendar
from app.services.shares import Share

K = TypeVar("K")
V = TypeVar("V")
DEFINITIONS = (
    "开放节次：统计期内每个上课日（含调休上课日，不含周末、节假日和停课日）实训室开放时间内的节次，"
    "已减去停用安排占去的节次。",
    "使用节次：已批准的预约实际占用的开放节次；几批人同一节共用一间只算一节。",
    "人时：实到人数（没有使用登记的按预约人数或工位数）× 节数，1 课时计 1 人时。",
    "实训室利用率＝使用节次÷开放节次；工位利用率＝人时÷（工位数×开放节次）。",
    "预约执行率＝已登记使用的次数÷统计期内到期的已批准次数；爽约率＝爽约次数÷同一分母。",
)


@dataclass(frozen=True, slots=True)
class Usage:
    """The figures of one room, base, class, or anything else."""

    name: str
    open: int = 0
    used: int = 0
    hours: int = 0  # person-periods
    places: int = 0  # seats times open periods
    approved: int = 0
    done: int = 0
    absent: int = 0

    @property
    def rooms(self) -> Share:
        """实训室利用率."""
        return Share(self.used, self.open)

    @property
    def seats(self) -> Share:
        """工位利用率."""
        return Share(self.hours, self.places)

    @property
    def kept(self) -> Share:
        """预约执行率."""
        return Share(self.done, self.approved)

    @property
    def missed(self) -> Share:
        """爽约率."""
        return Share(self.absent, self.approved)


@dataclass(frozen=True, slots=True)
class Measured:
    """Everything that is counted, date by date."""

    rooms: Sequence[RoomRow]
    open: Mapping[UUID, frozenset[tuple[date, int]]]
    dates: Sequence[Placed]
    heads: Mapping[UUID, int]  # who came, by the key of the date


def measured(
    office: Office, first: date, last: date, today: date, campus: UUID | None = None
) -> Measured:
    """What was open and what was used from a day to a day; the future does not count."""
    until = min(last, today)
    days = [first + timedelta(days=step) for step in range((until - first).days + 1)]
    calendar = school_calendar(office)
    teaching = [day for day in days if calendar.nature(day) not in NO_CLASS]
    rooms = rooms_of(office, campus=campus)
    open_ = _open(office, calendar, rooms, teaching)
    dates = [each for each in placed_on(office, first, until) if _counts(each)] if days else []
    with office.db.read() as session:
        rows = session.execute(
            select(UseRecord.occurrence_id, UseRecord.heads).where(UseRecord.deleted.is_(False))
        )
        heads = {key: number for key, number in rows if number is not None}
    return Measured(rooms, open_, dates, heads)


def _open(
    office: Office, calendar: SchoolCalendar, rooms: Sequence[RoomRow], days: Sequence[date]
) -> dict[UUID, frozenset[tuple[date, int]]]:
    if not days:
        return {room.id: frozenset() for room in rooms}
    with office.db.read() as session:
        world: World = world_for(session, Scope(frozenset(days), frozenset()))
    periods = [each.number for each in day_periods(office)]
    shut = shut_periods(world, calendar, days, periods)
    return {
        room.id: frozenset(
            (day, period)
            for day in days
            for period in periods
            if (room.id, day, period) not in shut
        )
        for room in rooms
    }


def _counts(each: Placed) -> bool:
    return each.state is BookingState.APPROVED and each.date_state is not OccurrenceState.QUEUED


def by_room(found: Measured) -> list[Usage]:
    """One line a room, in their order."""
    held = _grouped(found.dates, lambda each: each.room)
    return [_usage(found, f"{r.number} {r.name}", [r], held.get(r.id, ())) for r in found.rooms]


def by_base(found: Measured) -> list[Usage]:
    """One line a base."""
    bases = _grouped(found.rooms, lambda room: room.base or "（没有所属基地）")
    return [_of_rooms(found, name, rooms) for name, rooms in sorted(bases.items())]


def by(found: Measured, key: Callable[[Placed], str]) -> list[Usage]:
    """By class, kind or week: how much of all open periods each took, the most first."""
    rows = [
        _usage(found, name or "（未填写）", found.rooms, dates)
        for name, dates in _grouped(found.dates, key).items()
    ]
    return sorted(rows, key=lambda row: (-row.hours, row.name))


def whole(found: Measured, name: str = "合计") -> Usage:
    """All rooms together."""
    return _of_rooms(found, name, found.rooms)


def _of_rooms(found: Measured, name: str, rooms: Sequence[RoomRow]) -> Usage:
    keys = {room.id for room in rooms}
    return _usage(found, name, rooms, [each for each in found.dates if each.room in keys])


def _usage(found: Measured, name: str, rooms: Sequence[RoomRow], dates: Iterable[Placed]) -> Usage:
    counted = list(dates)
    came = [each for each in counted if each.date_state is not OccurrenceState.NO_SHOW]
    taken = {
        (each.room, each.on, period)
        for each in came
        for period in each.periods
        if (each.on, period) in found.open.get(each.room, ())
    }
    return Usage(
        name,
        open=sum(len(found.open[room.id]) for room in rooms),
        used=len(taken),
        hours=sum(_heads(found, each) * len(each.periods) for each in came),
        places=sum((room.seats or 0) * len(found.open[room.id]) for room in rooms),
        approved=len(counted),
        done=sum(each.used or each.date_state is OccurrenceState.DONE for each in counted),
        absent=len(counted) - len(came),
    )


def _heads(found: Measured, each: Placed) -> int:
    return found.heads.get(each.id, each.seats or 0)


def _grouped(items: Iterable[V], key: Callable[[V], K]) -> dict[K, list[V]]:
    found: dict[K, list[V]] = {}
    for each in items:
        found.setdefault(key(each), []).append(each)
    return found
