"""One week of the training rooms, read for looking at: rooms, what stands in them, what is shut."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import aliased

from app.models import (
    Booking,
    BookingOccurrence,
    ClassPeriod,
    Room,
    SchoolClass,
    Teacher,
    TrainingBase,
    UseRecord,
)
from app.models.bookings import HOLDING, BookingState, OccurrenceState, UseKind
from app.models.teaching_time import Periods
from app.services.booking_world import Scope, world_for
from app.services.occupation import Closed, RoomFacts, World
from app.services.office import Office
from app.services.query import Query
from app.services.recurrence import reason
from app.services.school_calendar import NO_CLASS, SchoolCalendar

_SHOWN = (*HOLDING, OccurrenceState.QUEUED, OccurrenceState.NO_SHOW)
_GONE = (BookingState.REJECTED, BookingState.CANCELLED)


@dataclass(frozen=True, slots=True)
class Period:
    """A class period of the day."""

    number: int
    starts: time
    ends: time


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


@dataclass(frozen=True, slots=True)
class Placed:
    """One date of a booking."""

    id: UUID
    booking: UUID
    room: UUID
    on: date
    periods: Periods
    title: str
    kind: UseKind
    state: BookingState
    date_state: OccurrenceState
    shared: bool
    seats: int | None
    school_class: str
    teacher: str
    teacher_id: UUID | None
    locked: bool
    part: int | None
    used: bool  # a use record exists


@dataclass(frozen=True, slots=True)
class RoomWeek:
    """Some days of some rooms. `shut`: room, day and period that cannot be had, with why."""

    days: tuple[date, ...]
    rooms: tuple[RoomRow, ...]
    placed: tuple[Placed, ...]
    shut: Mapping[tuple[UUID, date, int], str] = field(default_factory=dict)


def day_periods(office: Office) -> tuple[Period, ...]:
    """The class periods of a day, in order; one season's where the office keeps several."""
    query = Query(order="number")
    found: dict[int, Period] = {}
    for each in office.of(ClassPeriod).all(query):
        found.setdefault(each.number, Period(each.number, each.starts, each.ends))
    return tuple(found[number] for number in sorted(found))


def rooms_of(
    office: Office, *, campus: UUID | None = None, base: UUID | None = None
) -> tuple[RoomRow, ...]:
    """The rooms that are there to be booked, by base and number; closed for good ones last."""
    query = select(
        Room.id, Room.number, Room.name, Room.seats, Room.base_id, TrainingBase.name,
        Room.closed_on,
    ).outerjoin(TrainingBase, TrainingBase.id == Room.base_id)  # fmt: skip
    query = query.where(Room.deleted.is_(False))
    if campus is not None:
        query = query.where(Room.campus_id == campus)
    if base is not None:
        query = query.where(Room.base_id == base)
    with office.db.read() as session:
        found = session.execute(query.order_by(Room.number)).all()
    rows = [RoomRow(*row[:5], row[5] or "", row[6]) for row in found]
    return tuple(sorted(rows, key=lambda room: (room.closed_on is not None, room.number)))


def room_week(
    office: Office, calendar: SchoolCalendar, rooms: Sequence[RoomRow], days: Sequence[date]
) -> RoomWeek:
    """What stands in these rooms on these days, and when they cannot be had."""
    keys = frozenset(room.id for room in rooms)
    placed = tuple(each for each in placed_on(office, days[0], days[-1]) if each.room in keys)
    periods = [each.number for each in day_periods(office)]
    with office.db.read() as session:
        world = world_for(session, Scope(frozenset(days), frozenset()))
    held = {key: facts for key, facts in world.rooms.items() if key in keys}
    shut = shut_periods(replace(world, rooms=held), calendar, days, periods)
    return RoomWeek(tuple(days), tuple(rooms), placed, shut)


def placed_on(office: Office, first: date, last: date) -> list[Placed]:
    """Every date of every booking from a day to a day, in order; the refused ones left out."""
    taught, group = aliased(Teacher), aliased(SchoolClass)
    query = (
        select(
            BookingOccurrence.id, BookingOccurrence.booking_id, BookingOccurrence.room_id,
            BookingOccurrence.on, BookingOccurrence.first, BookingOccurrence.last,
            Booking.title, Booking.kind, Booking.state, BookingOccurrence.state,
            BookingOccurrence.shared, BookingOccurrence.seats, Booking.heads,
            group.name, taught.name, BookingOccurrence.teacher_id, Booking.locked,
            BookingOccurrence.part, UseRecord.id,
        )
        .join(Booking, Booking.id == BookingOccurrence.booking_id)
        .outerjoin(group, group.id == BookingOccurrence.class_id)
        .outerjoin(taught, taught.id == BookingOccurrence.teacher_id)
        .outerjoin(
            UseRecord,
            (UseRecord.occurrence_id == BookingOccurrence.id) & UseRecord.deleted.is_(False),
        )
        .where(
            BookingOccurrence.on.between(first, last),
            BookingOccurrence.deleted.is_(False),
            Booking.deleted.is_(False),
            BookingOccurrence.state.in_(_SHOWN),
            Booking.state.not_in(_GONE),
        )
        .order_by(BookingOccurrence.on, BookingOccurrence.first, BookingOccurrence.id)
    )  # fmt: skip
    with office.db.read() as session:
        rows = session.execute(query).all()
    return [_placed(row) for row in rows]


def _placed(row: Any) -> Placed:
    id_, booking, room, on, first, last, title, kind, state, date_state, shared, *rest = row
    seats, heads, group, teacher, teacher_id, locked, part, used = rest
    return Placed(
        id_, booking, room, on, Periods(first, last), title, kind, state, date_state, shared,
        seats if seats is not None else heads, group or "", teacher or "", teacher_id, locked,
        part, used is not None,
    )  # fmt: skip


def shut_periods(
    world: World, calendar: SchoolCalendar, days: Sequence[date], periods: Sequence[int]
) -> dict[tuple[UUID, date, int], str]:
    """Which periods cannot be had: holidays, closures, outside opening hours, not in service."""
    found: dict[tuple[UUID, date, int], str] = {}
    for day in days:
        resting = _resting(calendar, day)
        for room, facts in world.rooms.items():
            for period in periods:
                if why := resting or _why_shut(room, facts, world.closures, day, period):
                    found[room, day, period] = why
    return found


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
    if facts.opens is not None and period not in facts.opens.get(day.isoweekday(), frozenset()):
        return "不在开放时间"
    one = Periods(period, period)
    return next((c.name for c in closures if c.covers(room, facts.base, day, one)), "")


def moment(periods: Sequence[Period], now: datetime) -> float | None:
    """Where in the periods a time of day lies: 2.5 is half through the third. None: outside."""
    for at, each in enumerate(periods):
        starts = datetime.combine(now.date(), each.starts)
        ends = datetime.combine(now.date(), each.ends)
        if now < starts:
            return float(at) if at else None
        if now <= ends:
            return at + (now - starts) / (ends - starts)
    return None
