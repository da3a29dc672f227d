"""Where else a use could go: another room at the same time, or the same room at another time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from app.models.teaching_time import MOST_PERIODS, Periods
from app.services.booking import Move
from app.services.booking_world import Scope, room_facts, world_for
from app.services.calendar_store import school_calendar
from app.services.occupation import RoomFacts, Use, World, clashes
from app.services.office import Office
from app.services.school_calendar import NO_CLASS, WEEKDAYS, SchoolCalendar

_MOST = 8
_DAYS = 7


@dataclass(frozen=True, slots=True)
class Place:
    """Where a use could go, in words, and as an answer."""

    words: str
    move: Move


def places(office: Office, use: Use, most: int = _MOST) -> tuple[Place, ...]:
    """The best first: other rooms then and there, other periods that day, the days after.

    Only what nothing stands against, people included; a room counts as alike if it is on the same
    campus and has the seats. Rooms of the same base come first, and the tightest that fits.
    """
    calendar = school_calendar(office)
    days = [use.on + timedelta(days=step) for step in range(_DAYS + 1)]
    with office.db.read() as session:
        rooms = _alike(use, room_facts(session))
        spread = [replace(use, on=day) for day in days]
        world = world_for(session, Scope.of(spread, rooms))
    found: list[Place] = []
    for other in _tried(use, rooms, days, calendar):
        if len(found) == most:
            break
        if not clashes(other, world):
            found.append(Place(_words(use, other, world), _move(use, other)))
    return tuple(found)


def _alike(use: Use, rooms: dict[UUID, RoomFacts]) -> list[UUID]:
    own = rooms.get(use.room, RoomFacts())
    wanted = max(use.seats, use.heads)
    fitting = [
        key
        for key, facts in rooms.items()
        if key != use.room
        and facts.campus == own.campus
        and (facts.seats is None or facts.seats >= wanted)
    ]
    return sorted(
        fitting,
        key=lambda key: (
            rooms[key].base != own.base,
            rooms[key].seats or 10_000,
            rooms[key].number,
        ),
    )


def _tried(
    use: Use, rooms: Sequence[UUID], days: Sequence[date], calendar: SchoolCalendar
) -> Iterator[Use]:
    """In the order in which people prefer them."""
    for room in rooms[: _MOST * 8]:
        yield replace(use, room=room, part=None)
    length = len(use.periods)
    starts = [start for start in range(1, MOST_PERIODS + 2 - length, 2) if start <= MOST_PERIODS]
    for start in starts:
        yield replace(use, periods=Periods(start, start + length - 1))
    for day in days[1:]:
        if calendar.nature(day) not in NO_CLASS:
            yield replace(use, on=day)


def _move(use: Use, other: Use) -> Move:
    return Move(
        other.room if other.room != use.room else None,
        other.on if other.on != use.on else None,
        other.periods if other.periods != use.periods else None,
    )


def _words(use: Use, other: Use, world: World) -> str:
    facts = world.rooms[other.room]
    if other.room != use.room:
        seats = f"（{facts.seats} 位）" if facts.seats is not None else ""
        return f"同一时间 {facts.number}{seats}"
    if other.on == use.on:
        return f"当天 {other.periods}"
    day = other.on
    return f"{day.month}月{day.day}日 周{WEEKDAYS[day.weekday()]} {other.periods}"
