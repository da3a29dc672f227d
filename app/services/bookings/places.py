"""Where else a use could go: another room at the same time, or the same room at another time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.models.teaching_time import MOST_PERIODS, Periods
from app.services.bookings.answers import Move
from app.services.bookings.occupation import Use, clashes
from app.services.bookings.offers import offers
from app.services.bookings.world import Scope, world_for
from app.services.calendar_store import school_calendar
from app.services.office import Office
from app.services.school_calendar import NO_CLASS, SchoolCalendar, long_day

_MOST = 8
_DAYS = 7


@dataclass(frozen=True, slots=True)
class Place:
    """Where a use could go, in words and in as few as will do, and as an answer."""

    words: str
    short: str
    move: Move


def places(office: Office, use: Use, most: int = _MOST) -> tuple[Place, ...]:
    """The best first: other rooms then and there, other periods that day, the days after.

    At another time nothing may stand against it, people included.
    """
    found = [
        Place(f"同一时间 {offer.words}", offer.number, Move(offer.room))
        for offer in offers(office, [use])
    ]
    calendar = school_calendar(office)
    days = [use.on + timedelta(days=step) for step in range(_DAYS + 1)]
    with office.db.read() as session:
        asked = [use._replace(on=day) for day in days]
        world = world_for(session, Scope.of(asked, whole_day=True))
    for other in _tried(use, days, calendar):
        if len(found) < most and not clashes(other, world):
            words = _words(use, other)
            found.append(Place(words, words, _move(use, other)))
    return tuple(found)


def _tried(use: Use, days: Sequence[date], calendar: SchoolCalendar) -> Iterator[Use]:
    """In the order in which people prefer them."""
    length = len(use.periods)
    for start in range(1, MOST_PERIODS + 2 - length, 2):
        yield use._replace(periods=Periods(start, start + length - 1))
    for day in days[1:]:
        if calendar.nature(day) not in NO_CLASS:
            yield use._replace(on=day)


def _move(use: Use, other: Use) -> Move:
    return Move(
        None,
        other.on if other.on != use.on else None,
        other.periods if other.periods != use.periods else None,
    )


def _words(use: Use, other: Use) -> str:
    if other.on == use.on:
        return f"当天 {other.periods}"
    return f"{long_day(other.on)} {other.periods}"
