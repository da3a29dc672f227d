"""A request looked at before it is saved: what stands against every date of it, and every rule."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from app.services.bookings.answers import Answer, Skip
from app.services.bookings.booking import Request, days_of, held_at
from app.services.bookings.occupation import HELD, SHUT, Clash, Use, What, World, clashes
from app.services.bookings.policy import against, goes_before
from app.services.bookings.recurrence import Lost
from app.services.bookings.waiting import seats_for
from app.services.bookings.world import Scope, world_for
from app.services.calendar_store import school_calendar
from app.services.office import Office
from app.services.school_calendar import SchoolCalendar


class Verdict(Enum):
    """What a preview says of one date."""

    FREE = "空闲"
    WARNED = "可用，有提醒"
    CLASH = "冲突"
    CLOSED = "停用"


@dataclass(frozen=True, slots=True)
class Planned:
    """One date of a request, and what stands against it. `lacking`: seats that are not free."""

    use: Use
    week: int | None
    clashes: tuple[Clash, ...] = ()
    lacking: int = 0

    @property
    def verdict(self) -> Verdict:
        """In one word."""
        hard = [each.what for each in self.clashes if each.hard]
        if not hard:
            return Verdict.WARNED if self.clashes else Verdict.FREE
        return Verdict.CLOSED if SHUT.issuperset(hard) else Verdict.CLASH

    @property
    def words(self) -> str:
        """Why, in a sentence."""
        return "；".join(each.words for each in self.clashes)

    @property
    def giving_way(self) -> tuple[Use, ...]:
        """Who of lower precedence would have to go elsewhere; nobody if that does not help."""
        hard = [each for each in self.clashes if each.hard]
        others = tuple(dict.fromkeys(other for each in hard for other in each.others))
        over_people = all(each.what in HELD | {What.SEATS} for each in hard)
        lower = tuple(each for each in others if goes_before(self.use.kind, each.kind))
        needed = any(each.what in HELD for each in hard)
        return lower if over_people and (lower == others or not needed) else ()


@dataclass(frozen=True, slots=True)
class Preview:
    """A request date by date, and the weeks in which it does not take place at all.

    `against`: the rules of the office that it does not keep.
    """

    dates: tuple[Planned, ...]
    lost: tuple[Lost, ...] = ()
    against: tuple[str, ...] = ()

    def of(self, *verdicts: Verdict) -> list[Planned]:
        """The dates with one of these verdicts."""
        return [each for each in self.dates if each.verdict in verdicts]


def preview(office: Office, asked: Request) -> Preview:
    """Every date of a request: free, in conflict and with whom, or closed."""
    calendar = school_calendar(office)
    found = days_of(office, asked, calendar)
    uses = [asked.use(day) for day in found.days]
    with office.db.read() as session:
        world = world_for(session, Scope.of(uses))
        told = against(session, uses, asked.asker)
    return Preview(tuple(_planned(use, world, calendar) for use in uses), found.lost, told)


def unkept(
    office: Office, asked: Request, seen: Preview, answers: Mapping[date, Answer]
) -> tuple[str, ...]:
    """Which rules a request does not keep once its dates are where the answers put them."""
    held = [(each.use, answers.get(each.use.on)) for each in seen.dates]
    uses = [held_at(use, answer) for use, answer in held if not isinstance(answer, Skip)]
    with office.db.read() as session:
        return against(session, uses, asked.asker)


def _planned(use: Use, world: World, calendar: SchoolCalendar) -> Planned:
    found = clashes(use, world)
    short = any(each.what is What.SEATS for each in found)
    lacking = max(use.seats - seats_for(use, world), 0) if short else 0
    return Planned(use, calendar.timetable_week(use.on), found, lacking)
