"""One week of the training rooms, read for looking at: rooms, what stands in them, what is shut."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from sqlalchemy import select

from app.models import Room, TrainingBase
from app.models.teaching_time import Periods
from app.services.bookings.occupation import Closed, RoomFacts, World
from app.services.bookings.placed import Dates, placed_on
from app.services.bookings.recurrence import reason
from app.services.bookings.world import Scope, world_for
from app.services.class_times import ClassTimes, class_times
from app.services.office import Office
from app.services.school_calendar import NO_CLASS, SchoolCalendar

LACKING = "没有这一节"


@dataclass(frozen=True, slots=True)
class RoomRow:
    """A room as the week names it."""

    id: UUID
    number: str
    name: str
    seats: int | None
    base_id: UUID | None
    base: str
    closed_on: date | None = None
    campus: UUID | None = None


@dataclass(frozen=True, slots=True)
class RoomWeek:
    """Some days of some rooms. `shut`: room, day and period that cannot be had, with why."""

    days: tuple[date, ...]
    rooms: tuple[RoomRow, ...]
    placed: Dates
    shut: Mapping[tuple[UUID, date, int], str] = field(default_factory=dict)


def rooms_of(
    office: Office, *, campus: UUID | None = None, base: UUID | None = None
) -> tuple[RoomRow, ...]:
    """The rooms that are there to be booked, by base and number; closed for good ones last."""
    query = select(
        Room.id, Room.number, Room.name, Room.seats, Room.base_id, TrainingBase.name,
        Room.closed_on, Room.campus_id,
    ).outerjoin(TrainingBase, TrainingBase.id == Room.base_id)  # fmt: skip
    query = query.where(Room.deleted.is_(False))
    if campus is not None:
        query = query.where(Room.campus_id == campus)
    if base is not None:
        query = query.where(Room.base_id == base)
    with office.db.read() as session:
        found = session.execute(query.order_by(Room.number)).all()
    rows = [RoomRow(*row[:5], row[5] or "", *row[6:]) for row in found]
    return tuple(sorted(rows, key=lambda room: (room.closed_on is not None, room.number)))


def room_week(
    office: Office,
    calendar: SchoolCalendar,
    rooms: Sequence[RoomRow],
    days: Sequence[date],
    times: ClassTimes | None = None,
) -> RoomWeek:
    """What stands in these rooms on these days, and when they cannot be had.

    `times`: of the periods, where they have been read already.
    """
    keys = [room.id for room in rooms]
    placed = placed_on(office, days[0], days[-1], keys)
    with office.db.read() as session:
        world = world_for(session, Scope(frozenset(days), frozenset()))
    held = {key: world.rooms[key] for key in keys if key in world.rooms}
    shut = shut_periods(replace(world, rooms=held), calendar, days, times or class_times(office))
    return RoomWeek(tuple(days), tuple(rooms), placed, shut)


def shut_periods(
    world: World, calendar: SchoolCalendar, days: Sequence[date], times: ClassTimes
) -> dict[tuple[UUID, date, int], str]:
    """Which periods cannot be had: holidays, closures, outside opening hours, not in service.

    Nor those that the room's campus does not have on that day.
    """
    found: dict[tuple[UUID, date, int], str] = {}
    for day in days:
        resting = _resting(calendar, day)
        closures = [each for each in world.closures if _near(each, day)]
        weekday = world.weekday(day)
        for room, facts in world.rooms.items():
            for period in times.lacking(day, facts.campus):
                found[room, day, period] = LACKING
            if resting or closures or facts.opens is not None or facts.closed_on is not None:
                for period in times.numbers:
                    hours = facts.opens is None or period in facts.opens.get(weekday, ())
                    why = resting or _why_shut(room, facts, closures, day, period)
                    if why or not hours:
                        found[room, day, period] = why or "不在开放时间"
    return found


def _near(each: Closed, day: date) -> bool:
    return each.starts <= day and (each.ends is None or day <= each.ends)


def _resting(calendar: SchoolCalendar, day: date) -> str:
    """Why there are no classes on a day; a plain weekend is no reason to refuse a room."""
    return reason(day, calendar) if day in calendar.specials and _no_class(calendar, day) else ""


def _no_class(calendar: SchoolCalendar, day: date) -> bool:
    return calendar.nature(day) in NO_CLASS


def _why_shut(
    room: UUID, facts: RoomFacts, closures: Iterable[Closed], day: date, period: int
) -> str:
    if facts.closed_on is not None and day >= facts.closed_on:
        return "已停用"
    one = Periods(period, period)
    return next((c.name for c in closures if c.covers(room, facts.base, day, one)), "")
