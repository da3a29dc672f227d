"""One week of the training rooms, read for looking at: rooms, what stands in them, what is shut."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select

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
from app.services.bookings.occupation import Closed, RoomFacts, World
from app.services.bookings.recurrence import reason
from app.services.bookings.world import Scope, world_for
from app.services.database.prepared import Prepared, one_of
from app.services.office import Office
from app.services.query import Query
from app.services.school_calendar import NO_CLASS, SchoolCalendar

_SHOWN = (*HOLDING, OccurrenceState.QUEUED, OccurrenceState.NO_SHOW)
_GONE = (BookingState.REJECTED, BookingState.CANCELLED)
_D, _B, _U = BookingOccurrence.table(), Booking.table(), UseRecord.table()
_ROOM = 2  # which column says it
_T, _C = Teacher.table(), SchoolClass.table()
_PLACED = (
    select(
        _D.c.id, _D.c.booking_id, _D.c.room_id, _D.c.on, _D.c.first, _D.c.last,
        _B.c.title, _B.c.kind, _B.c.state, _D.c.state.label("date_state"),
        _D.c.shared, _D.c.seats, _B.c.heads, _C.c.name.label("class_name"),
        _T.c.name.label("teacher_name"), _D.c.teacher_id, _B.c.locked, _D.c.part,
        _U.c.id.is_not(None).label("used"),
        # among what is asked for, not a condition: the index of what is deleted would be taken
        (
            _D.c.deleted.is_(False) & _B.c.deleted.is_(False)
            & one_of(_D.c.state, "shown", len(_SHOWN), _SHOWN)
        ).label("shown"),
    )
    .join(_B, _B.c.id == _D.c.booking_id)
    .outerjoin(_C, _C.c.id == _D.c.class_id)
    .outerjoin(_T, _T.c.id == _D.c.teacher_id)
    .outerjoin(_U, (_U.c.occurrence_id == _D.c.id) & _U.c.deleted.is_(False))
    .where(_D.c.on.between(bindparam("since"), bindparam("until")))
)  # fmt: skip
_FEW = 256  # rooms that are listed one by one
_ALL, _OF_ROOMS = Prepared(_PLACED), Prepared(_PLACED.where(one_of(_D.c.room_id, "rooms", _FEW)))


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

    @property
    def settled(self) -> bool:
        """Whether what became of it is written down."""
        return self.used or self.date_state is OccurrenceState.NO_SHOW


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
    office: Office,
    calendar: SchoolCalendar,
    rooms: Sequence[RoomRow],
    days: Sequence[date],
    periods: Sequence[Period] = (),
) -> RoomWeek:
    """What stands in these rooms on these days, and when they cannot be had.

    `periods`: those of a day, where they are known already.
    """
    keys = frozenset(room.id for room in rooms)
    placed = tuple(placed_on(office, days[0], days[-1], keys))
    numbers = [each.number for each in periods or day_periods(office)]
    with office.db.read() as session:
        world = world_for(session, Scope(frozenset(days), frozenset()))
    held = {key: facts for key, facts in world.rooms.items() if key in keys}
    shut = shut_periods(replace(world, rooms=held), calendar, days, numbers)
    return RoomWeek(tuple(days), tuple(rooms), placed, shut)


def placed_on(
    office: Office, first: date, last: date, rooms: Collection[UUID] | None = None
) -> list[Placed]:
    """Every date of every booking from a day to a day, in order; the refused ones left out.

    `rooms`: only of these.
    """
    span: dict[str, Any] = {"since": first, "until": last}
    with office.db.read() as session:
        if rooms is not None and 0 < len(rooms) <= _FEW:
            asked = _OF_ROOMS.rows(session, span | {"rooms": list(rooms)})
        else:
            asked = _ALL.rows(session, span)
    found = [_placed(row) for row in asked if rooms is None or row[_ROOM] in rooms]
    shown = [each for each in found if each is not None]
    shown.sort(key=lambda each: (each.on, each.periods.first))
    return shown


def _placed(row: Any) -> Placed | None:
    """None: refused, given up or in the bin. Unpacked at once: a week has thousands of these."""
    (
        id_, booking, room, on, first, last, title, kind, state, date_state, shared, seats, heads,
        group, teacher, teacher_id, locked, part, used, stands,
    ) = row  # fmt: skip
    if not stands or state in _GONE:
        return None
    return Placed(
        id_, booking, room, on, Periods(first, last), title, kind, state, date_state, shared,
        heads if seats is None else seats, group or "", teacher or "", teacher_id, locked, part,
        used,
    )  # fmt: skip


def shut_periods(
    world: World, calendar: SchoolCalendar, days: Sequence[date], periods: Sequence[int]
) -> dict[tuple[UUID, date, int], str]:
    """Which periods cannot be had: holidays, closures, outside opening hours, not in service."""
    found: dict[tuple[UUID, date, int], str] = {}
    for day in days:
        resting = _resting(calendar, day)
        closures = [each for each in world.closures if _near(each, day)]
        weekday = world.weekday(day)
        for room, facts in world.rooms.items():
            if resting or closures or facts.opens is not None or facts.closed_on is not None:
                for period in periods:
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
