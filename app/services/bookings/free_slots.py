"""找空档: rooms and times that are free on every date of some weeks, the closest fit first.

What cannot be is left out quickly, by periods; what is left is asked of the conflict engine, so
that what is found here is what a booking may take.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import Invalid, Problem
from app.models import Equipment, Term
from app.models.bases import EquipmentState
from app.models.teaching_time import MOST_PERIODS, Pattern, Periods, Weeks
from app.services.bookings.occupation import RoomFacts, Use, World, clashes
from app.services.bookings.offers import with_equipment
from app.services.bookings.recurrence import expand
from app.services.bookings.world import Scope, room_facts, world_for
from app.services.calendar import term_dates
from app.services.calendar_store import school_calendar
from app.services.class_times import ClassTimes, Period, class_times
from app.services.office import Office
from app.services.school_calendar import SchoolCalendar, TermDates

_REST = timedelta(hours=1)  # between periods: lessons do not go on over noon
Need = tuple[tuple[UUID, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What somebody needs. `within`: the periods of the day that will do; none: all.

    `since`: days before it are over, and do not count.
    """

    term: UUID
    weeks: Weeks
    since: date
    length: int
    weekdays: Sequence[int] = range(1, 6)
    within: Periods | None = None
    heads: int = 0
    shared: bool = False
    campus: UUID | None = None
    base: UUID | None = None
    teacher: UUID | None = None
    school_class: UUID | None = None
    equipment: Sequence[UUID] = ()
    number: int = 1  # of each piece of equipment


@dataclass(frozen=True, slots=True)
class Slot:
    """A weekday and periods in a room, in the weeks that are not over.

    `lost`: of these, how many have a timetable of that weekday that never runs.
    """

    room: UUID
    facts: RoomFacts
    weekday: int
    periods: Periods
    weeks: Weeks
    days: tuple[date, ...]
    lost: int
    equipment: Need = ()


@dataclass(frozen=True, slots=True)
class _Ahead:
    """The weeks of a weekday that are not over, the days in them, and how many have none."""

    weeks: Weeks
    days: tuple[date, ...]
    lost: int


def find_slots(office: Office, sought: Sought) -> list[Slot]:
    """Everything that is free all the time, room by room, the closest fit first.

    Invalid if all the weeks are over.
    """
    calendar, term = school_calendar(office), term_dates(office.of(Term).get(sought.term))
    times = class_times(office)
    found = {weekday: _ahead(sought, weekday, term, calendar) for weekday in sought.weekdays}
    if not any(each.weeks.numbers for each in found.values()):
        raise Invalid([Problem("weeks", "这些周次都已经过去，请写今天以后的周次")])
    days = frozenset(day for each in found.values() for day in each.days)
    with office.db.read() as session:
        rooms = _fitting(session, sought)
        if not rooms or not days:
            return []
        needs = _needs(session, rooms, sought)
        world = world_for(session, _scope(sought, days, rooms, needs.values()))
    busy, spans = _Busy.of(world, sought), _lessons(times, rooms, found, sought)
    return [
        Slot(room, rooms[room], weekday, span, each.weeks, each.days, each.lost, need)
        for room, need in sorted(needs.items(), key=lambda two: _rank(rooms[two[0]]))
        for weekday, each in found.items()
        for span in busy.free(room, each.days, spans[rooms[room].campus, weekday])
        if _stands(_use(sought, room, span, need), each.days, world)
    ]


def _ahead(sought: Sought, weekday: int, term: TermDates, calendar: SchoolCalendar) -> _Ahead:
    found = expand(Pattern(sought.weeks, weekday, Periods(1, 1)), term, calendar)
    held = {day: calendar.timetable_week(day) for day in found.days}
    # A week is over with the first of its days, made-up ones included, or with what it lost.
    first = {each.week: each.on for each in found.lost if each.on is not None}
    first |= {week: day for day, week in sorted(held.items(), reverse=True) if week is not None}
    over = {week for week, day in first.items() if day < sought.since}
    days = tuple(day for day, week in held.items() if week not in over)
    weeks = _without(sought.weeks, over)
    return _Ahead(weeks, days, len({*weeks.numbers} - {held[day] for day in days}))


def _without(weeks: Weeks, over: Collection[int]) -> Weeks:
    """The same weeks, in the words they were given in if those still serve."""
    left = [week for week in weeks.numbers if week not in over]
    if len(left) == len(weeks.numbers):
        return weeks
    first = min(left, default=0)
    spans = ((max(one, first), last) for one, last in weeks.spans if last >= first)
    same = replace(weeks, spans=tuple(spans))
    return same if list(same.numbers) == left else Weeks.of(left)


def _lessons(
    times: ClassTimes, rooms: Mapping[UUID, RoomFacts], ahead: Mapping[int, _Ahead], sought: Sought
) -> dict[tuple[UUID | None, int], list[Periods]]:
    """By campus and weekday, the lessons that there can be on each of the days."""
    found = {}
    for campus in {each.campus for each in rooms.values()}:
        for weekday, each in ahead.items():
            tables = dict.fromkeys(times.at(day, campus) for day in each.days)
            first, *others = [list(_spans(table, sought)) for table in tables] or [[]]
            found[campus, weekday] = [
                one
                for one in first
                if one.last <= max(times.numbers, default=MOST_PERIODS)
                and all(one in more for more in others)
            ]
    return found


def _spans(periods: Sequence[Period], sought: Sought) -> Iterator[Periods]:
    """Where lessons of this length begin: at 1, 3, 5 … if they are even, not over noon."""
    length, within = sought.length, sought.within or Periods(1, MOST_PERIODS)
    stretches = _stretches(periods)
    if length > max(map(len, stretches)):
        stretches = [Periods(stretches[0].first, stretches[-1].last)]
    for each in stretches:
        for first in range(each.first, each.last - length + 2, 2 if length % 2 == 0 else 1):
            if within.first <= first and first + length - 1 <= within.last:
                yield Periods(first, first + length - 1)


def _stretches(periods: Sequence[Period]) -> list[Periods]:
    """Runs of periods without a long break; all there can be, if none are on file."""
    found: list[Periods] = []
    before: Period | None = None
    for each in periods:
        if before is None or _break(before, each) >= _REST or each.number != before.number + 1:
            found.append(Periods(each.number, each.number))
        else:
            found[-1] = Periods(found[-1].first, each.number)
        before = each
    return found or [Periods(1, MOST_PERIODS)]


def _break(one: Period, other: Period) -> timedelta:
    day = date.min
    return datetime.combine(day, other.starts) - datetime.combine(day, one.ends)


def _fitting(session: Session, sought: Sought) -> dict[UUID, RoomFacts]:
    """Rooms that are large enough, where they are wanted; unknown seats are no reason against."""
    return {
        key: facts
        for key, facts in room_facts(session).items()
        if sought.campus in (None, facts.campus)
        and sought.base in (None, facts.base)
        and (facts.seats is None or facts.seats >= sought.heads)
    }


def _rank(facts: RoomFacts) -> tuple[int, str]:
    return facts.seats if facts.seats is not None else 9_999, facts.number


def _needs(session: Session, rooms: Iterable[UUID], sought: Sought) -> dict[UUID, Need]:
    """By room, which pieces there are to be used; rooms that have too few are left out."""
    equipped = with_equipment(session, sought.equipment)
    if equipped is None:
        return dict.fromkeys(rooms, ())
    names = select(Equipment.name).where(Equipment.id.in_(sought.equipment))
    rows = session.execute(
        select(Equipment.room_id, Equipment.name, Equipment.id, Equipment.quantity)
        .where(
            Equipment.name.in_(names),
            Equipment.deleted.is_(False),
            Equipment.state == EquipmentState.IN_USE,
        )
        .order_by(Equipment.quantity.desc(), Equipment.id)
    )
    held: dict[UUID, dict[str, list[tuple[UUID, int]]]] = {}
    for room, name, key, quantity in rows:
        if room in equipped:
            held.setdefault(room, {}).setdefault(name, []).append((key, quantity))
    asked = len(set(session.scalars(names)))
    found = {room: _enough(held.get(room, {}), sought.number) for room in rooms}
    return {room: need for room, need in found.items() if need and len(held[room]) == asked}


def _enough(held: Mapping[str, Sequence[tuple[UUID, int]]], number: int) -> Need:
    """So many of every name, from as few records as possible; nothing if there are too few."""
    found: list[tuple[UUID, int]] = []
    for pieces in held.values():
        left = number
        for key, quantity in pieces:
            if taken := min(left, quantity):
                found.append((key, taken))
                left -= taken
        if left:
            return ()
    return tuple(found)


def _scope(
    sought: Sought, days: frozenset[date], rooms: Iterable[UUID], needs: Iterable[Need]
) -> Scope:
    return Scope(
        days,
        frozenset(rooms),
        frozenset({sought.teacher} if sought.teacher else ()),
        frozenset({sought.school_class} if sought.school_class else ()),
        equipment=frozenset(key for need in needs for key, _ in need),
    )


@dataclass(frozen=True, slots=True)
class _Busy:
    """Periods as bits: of each room by day, and of the teacher and the class."""

    rooms: Mapping[tuple[UUID, date], int]
    people: Mapping[date, int]

    @classmethod
    def of(cls, world: World, sought: Sought) -> "_Busy":
        """What is taken for good, wherever somebody asks."""
        rooms: dict[tuple[UUID, date], int] = defaultdict(int)
        people: dict[date, int] = defaultdict(int)
        for day, uses in world.taken.items():
            for use in uses:
                if not (sought.shared and use.shared):
                    rooms[use.room, day] |= _bits(use.periods)
                if _same(sought.teacher, use.teacher) or _same(
                    sought.school_class, use.school_class
                ):
                    people[day] |= _bits(use.periods)
        return cls(rooms, people)

    def free(self, room: UUID, days: Sequence[date], spans: Iterable[Periods]) -> Iterator[Periods]:
        """The spans that nobody holds on any of the days."""
        held = 0
        for day in days:
            held |= self.rooms.get((room, day), 0) | self.people.get(day, 0)
        return (each for each in spans if days and not held & _bits(each))


def _same(one: UUID | None, other: UUID | None) -> bool:
    return one is not None and one == other


def _bits(periods: Periods) -> int:
    return (1 << periods.last + 1) - (1 << periods.first)


def _use(sought: Sought, room: UUID, periods: Periods, need: Need) -> Use:
    return Use(
        on=date.min,
        periods=periods,
        room=room,
        shared=sought.shared,
        seats=sought.heads if sought.shared else 0,
        heads=sought.heads,
        teacher=sought.teacher,
        school_class=sought.school_class,
        equipment=need,
    )


def _stands(use: Use, days: Iterable[date], world: World) -> bool:
    """Whether nothing at all, people included, stands against a use on any of the days."""
    return not any(clashes(use._replace(on=day), world) for day in days)
