"""How full rooms are, week by week or day by day: used of open periods, planned ones included.

Both mean what `utilisation.DEFINITIONS` says; here the days to come count too.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import bindparam, case, select
from sqlalchemy.orm import Session

from app.models import Booking, BookingOccurrence
from app.models.bookings import HOLDING, BookingState
from app.models.teaching_time import MOST_PERIODS, Periods
from app.services.bookings.occupation import World
from app.services.bookings.utilisation import may_open, taught
from app.services.bookings.week import RoomRow
from app.services.bookings.world import Scope, world_for
from app.services.class_times import ClassTimes, class_times
from app.services.database.prepared import Prepared, one_of
from app.services.office import Office
from app.services.school_calendar import Nature, SchoolCalendar
from app.services.shares import Share

_D, _B = BookingOccurrence.table(), Booking.table()
_COUNTS = (
    _D.c.deleted.is_(False)
    & _B.c.deleted.is_(False)
    & one_of(_D.c.state, "held", len(HOLDING), HOLDING)
    & one_of(_B.c.state, "stands", 1, (BookingState.APPROVED,))
)
_HELD = Prepared(
    select(_D.c.on, _D.c.first, _D.c.last)
    .join(_B, _B.c.id == _D.c.booking_id)
    .where(
        _D.c.room_id == bindparam("room"),
        _D.c.on.between(bindparam("since"), bindparam("until")),
        case((_COUNTS, 1), else_=0) == 1,  # room and day are what finds the few
    )
)
_ALL_DAY = Periods(1, MOST_PERIODS)


@dataclass(frozen=True, slots=True)
class Span:
    """Some days that count together."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Density:
    """One share for each room and span, and one for all rooms together."""

    rooms: Sequence[RoomRow]
    spans: Sequence[Span]
    shares: Sequence[Sequence[Share]]  # by room, then by span

    def together(self) -> list[Share]:
        """Of all rooms, by span."""
        return [
            Share(sum(each.part for each in shares), sum(each.whole for each in shares))
            for shares in zip(*self.shares, strict=True)
        ]


def density(
    office: Office, calendar: SchoolCalendar, rooms: Sequence[RoomRow], spans: Sequence[Span]
) -> Density:
    """Of these rooms, in these spans of days."""
    first, last = spans[0].first, spans[-1].last
    days = [first + timedelta(days=step) for step in range((last - first).days + 1)]
    natures = taught(calendar, days)
    within = [[day for day in days if span.first <= day <= span.last] for span in spans]
    times = class_times(office)
    with office.db.read() as session:
        world = world_for(session, Scope(frozenset(days), frozenset()))
        shares = []
        for room in rooms:
            open_ = _open(room.id, world, natures, times)
            used = _used(session, room.id, first, last)
            shares.append([_share(each, open_, used) for each in within])
    return Density(rooms, spans, shares)


def _share(days: Iterable[date], open_: dict[date, int], used: dict[date, int]) -> Share:
    held = sum((used.get(day, 0) & open_.get(day, 0)).bit_count() for day in days)
    return Share(held, sum(open_.get(day, 0).bit_count() for day in days))


def _open(
    room: UUID, world: World, days: Mapping[date, Nature], times: ClassTimes
) -> dict[date, int]:
    """By day, the open periods as bits."""
    facts = world.rooms[room]
    mine = [each for each in world.closures if each.room in (None, room)]
    every = _of(times.numbers)
    hours = {weekday: _of(opens) for weekday, opens in (facts.opens or {}).items()}
    found = {}
    for day, nature in days.items():
        if facts.closed_on is not None and day >= facts.closed_on:
            continue
        if not may_open(facts, nature):
            continue
        here = every & ~_of(times.lacking(day, facts.campus))
        bits = here if facts.opens is None else here & hours.get(world.weekday(day), 0)
        for each in mine:
            if each.covers(room, facts.base, day, each.periods or _ALL_DAY):
                bits &= ~_of(each.periods or _ALL_DAY)
        found[day] = bits
    return found


def _used(session: Session, room: UUID, first: date, last: date) -> dict[date, int]:
    """By day, the periods that approved bookings hold, as bits."""
    found: dict[date, int] = {}
    for on, one, other in _HELD.rows(session, {"room": room, "since": first, "until": last}):
        found[on] = found.get(on, 0) | (2 << other) - (1 << one)
    return found


def _of(periods: Iterable[int]) -> int:
    return sum(1 << each for each in set(periods))
