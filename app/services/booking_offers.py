"""Where else a lesson could go: rooms that are free all the time and fit, the likeliest first."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Equipment, Term
from app.models.teaching_time import MOST_PERIODS, Pattern, Periods, Weeks
from app.services.booking_world import Scope, room_facts, world_for
from app.services.calendar import term_dates
from app.services.calendar_store import school_calendar
from app.services.occupation import RoomFacts, Use, World, clashes
from app.services.office import Office
from app.services.recurrence import expand

_OFFERED = 5


@dataclass(frozen=True, slots=True)
class Offer:
    """A room, and why it is offered."""

    room: UUID
    number: str
    seats: int | None
    same_campus: bool
    same_base: bool

    @property
    def words(self) -> str:
        """As it stands in a list: B102（40 工位，同校区）."""
        told = [f"{self.seats} 工位" if self.seats is not None else "未登记工位"]
        told += ["同基地"] if self.same_base else ["同校区"] if self.same_campus else ["其他校区"]
        return f"{self.number}（{'，'.join(told)}）"


@dataclass(frozen=True, slots=True)
class Slot:
    """A weekday and periods in a room that are free on every date of a pattern."""

    offer: Offer
    weekday: int
    periods: Periods
    dates: tuple[date, ...]


def offers(
    office: Office, uses: Sequence[Use], *, limit: int = _OFFERED, campus: UUID | None = None
) -> list[Offer]:
    """Rooms that could take all of these dates, with enough seats and the same equipment."""
    if not uses:
        return []
    with office.db.read() as session:
        rooms = room_facts(session)
        world = world_for(session, Scope.of(uses, rooms))
        equipped = with_equipment(session, [key for key, _ in uses[0].equipment])
    fit = {
        key: facts
        for key, facts in rooms.items()
        if (equipped is None or key in equipped) and campus in (None, facts.campus)
    }
    return free_rooms(uses, world, fit, limit=limit)


def free_rooms(
    uses: Sequence[Use], world: World, rooms: Mapping[UUID, RoomFacts], *, limit: int = _OFFERED
) -> list[Offer]:
    """The same over a world that is there already."""
    if not uses:
        return []
    own = world.rooms.get(uses[0].room, RoomFacts())
    heads = max(max(use.heads, use.seats) for use in uses)
    busy = _busy(uses, world)
    large = [
        key
        for key, facts in rooms.items()
        if key not in busy and (facts.seats is None or facts.seats >= heads)
    ]
    # People are the same wherever they sit, and nobody is in a room that is not busy.
    asked = [replace(use, teacher=None, school_class=None, partner=None) for use in uses]
    alone = not any(use.shared or use.equipment for use in uses)
    around = World(rooms=world.rooms, closures=world.closures) if alone else world
    found: list[Offer] = []
    for key in sorted(large, key=lambda key: _rank(rooms[key], own)):
        if key != uses[0].room and not _hard(asked, key, around):
            found.append(_offer(key, rooms[key], own))
        if len(found) == limit:
            break
    return found


def _busy(uses: Iterable[Use], world: World) -> frozenset[UUID]:
    """Rooms that somebody is in at one of these times, unless seats can be shared there."""
    return frozenset(
        other.room
        for use in uses
        for period in use.periods
        for other in world.at.get((use.on, period), ())
        if not (use.shared and other.shared)
    )


def with_equipment(session: Session, keys: Collection[UUID]) -> frozenset[UUID] | None:
    """Rooms that hold equipment of the same names; None if none is wanted."""
    if not keys:
        return None
    names = set(session.scalars(select(Equipment.name).where(Equipment.id.in_(keys))))
    live = select(Equipment.room_id, Equipment.name).where(
        Equipment.name.in_(names), Equipment.deleted.is_(False)
    )
    held: dict[UUID, set[str]] = {}
    for room, name in session.execute(live):
        if room is not None:
            held.setdefault(room, set()).add(name)
    return frozenset(room for room, there in held.items() if there == names)


def find_slot(  # noqa: PLR0913 - what a person may ask for
    office: Office,
    term: UUID,
    weeks: Weeks,
    length: int,
    *,
    heads: int = 0,
    campus: UUID | None = None,
    weekdays: Iterable[int] = range(1, 6),
    teacher: UUID | None = None,
    school_class: UUID | None = None,
    limit: int = 20,
) -> list[Slot]:
    """Find me a slot: rooms and times free in all of these weeks, the closest fit first."""
    calendar, dates = school_calendar(office), term_dates(office.of(Term).get(term))
    with office.db.read() as session:
        rooms = room_facts(session)
        fit = {
            key: facts
            for key, facts in rooms.items()
            if campus in (None, facts.campus) and (facts.seats or 0) >= heads
        }
        found: list[Slot] = []
        for weekday in weekdays:
            days = expand(Pattern(weeks, weekday, Periods(1, 1)), dates, calendar).days
            asked = _asked(days, fit, heads, teacher, school_class)
            world = world_for(session, Scope.of(asked, fit)) if asked else None
            if world is not None:
                found += _free_slots(asked, world, fit, weekday, length)
    seats = {key: facts.seats or 0 for key, facts in fit.items()}
    found.sort(key=lambda slot: (seats[slot.offer.room], slot.weekday, slot.periods))
    return found[:limit]


def _asked(
    days: Iterable[date],
    rooms: Mapping[UUID, RoomFacts],
    heads: int,
    teacher: UUID | None,
    school_class: UUID | None,
) -> list[Use]:
    room = next(iter(rooms), None)
    if room is None:
        return []
    whole = Periods(1, MOST_PERIODS)
    return [
        Use(
            on=day,
            periods=whole,
            room=room,
            heads=heads,
            teacher=teacher,
            school_class=school_class,
        )
        for day in days
    ]


def _free_slots(
    asked: Sequence[Use],
    world: World,
    rooms: Mapping[UUID, RoomFacts],
    weekday: int,
    length: int,
) -> Iterable[Slot]:
    for first in range(1, MOST_PERIODS - length + 2, 2 if length % 2 == 0 else 1):
        periods = Periods(first, first + length - 1)
        uses = [replace(use, periods=periods) for use in asked]
        for key, facts in rooms.items():
            if not any(clashes(replace(use, room=key), world) for use in uses):
                days = tuple(use.on for use in uses)
                yield Slot(_offer(key, facts, facts), weekday, periods, days)


def _hard(uses: Iterable[Use], room: UUID, world: World) -> bool:
    return any(
        clash.hard for use in uses for clash in clashes(replace(use, room=room, part=None), world)
    )


def _rank(facts: RoomFacts, own: RoomFacts) -> tuple[bool, bool, int, str]:
    """Same campus, same base, as few seats too many as possible."""
    return facts.campus != own.campus, facts.base != own.base, facts.seats or 9_999, facts.number


def _offer(key: UUID, facts: RoomFacts, own: RoomFacts) -> Offer:
    same_base = facts.base is not None and facts.base == own.base
    return Offer(key, facts.number, facts.seats, facts.campus == own.campus, same_base)
