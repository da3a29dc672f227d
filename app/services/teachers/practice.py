"""The practice meter: how many days a teacher was in enterprises, as of a day. Pure.

The window of five years that ends on a day begins on the day after the same day five years
before: for 31 August 2026 it is 1 September 2021 to 31 August 2026, both included. Every calendar
day in it counts once, in however many stints it lies; first and last day of a stint both count.
(The 220 sums of the office's own ledger come out of just this window.)
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from app.services.rules.spans import Span, merged
from app.services.years import SchoolYear, years_before

_DAY = timedelta(days=1)
K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Needs:
    """What is asked of a teacher: so many days in so many years, and so many in every year."""

    days: int = 180
    years: int = 5
    in_year: int = 30


@dataclass(frozen=True, slots=True)
class Stay:
    """One stint: its first day and its last, if it has ended."""

    first: date
    last: date | None = None

    @property
    def reversed(self) -> bool:
        """Whether it ends before it begins: no day of it can be counted."""
        return self.last is not None and self.last < self.first


@dataclass(frozen=True, slots=True)
class Expiry:
    """Days that go out of the window one after the other if time passes and nothing is added."""

    days: Span
    begins: date  # the first of them is no longer counted on this day
    ends: date  # none of them is counted from this day on


@dataclass(frozen=True, slots=True)
class Meter:
    """One teacher's practice as of a day."""

    on: date
    years: int  # that the window has
    window: Span
    counted: tuple[Span, ...]  # days in the window, in order
    days: int
    missing: int  # still to do; 0 if there is enough
    this_year: int  # days in the school year, up to the day
    missing_this_year: int
    falls_below: date | None  # the first day on which there is no longer enough; None if never was
    open_ended: int  # stints without an end, counted up to the day
    reversed: int  # stints that end before they begin: not counted
    future: int  # stints that begin after the day: not counted
    first_ever: date | None  # when the first stint began, also one outside the window

    @property
    def enough(self) -> bool:
        """Whether nothing is missing."""
        return self.missing == 0

    @property
    def expiries(self) -> tuple[Expiry, ...]:
        """What goes out of the window when, the earliest first."""
        return tuple(
            Expiry(span, leaves(span.first, self.years), leaves(span.last, self.years))
            for span in self.counted
        )

    @property
    def months(self) -> str:
        """Days as months of thirty days, with one decimal."""
        tenths = (self.days * 20 + 30) // 60
        return f"{tenths // 10}.{tenths % 10}"


def overlaps(stays: Sequence[Stay]) -> list[tuple[int, int, Span]]:
    """Every two stints that have days in common: their places, the earlier first, and the days.

    A stint without an end runs on; days that only such stints share are told up to the day on
    which the later of the two begins.
    """
    order = sorted(
        (n for n, each in enumerate(stays) if not each.reversed), key=lambda n: stays[n].first
    )
    found = []
    for at, one in enumerate(order):
        for other in order[at + 1 :]:
            begins = stays[other].first
            ends = [last for n in (one, other) if (last := stays[n].last) is not None]
            if (stays[one].last or begins) < begins:
                continue
            found.append((one, other, Span(begins, min(ends, default=begins))))
    return found


def window(on: date, years: int = 5) -> Span:
    """The days that count on a day."""
    return Span(years_before(on, years) + _DAY, on)


def leaves(day: date, years: int = 5) -> date:
    """The first day whose window no longer holds a day."""
    same = years_before(day, -years)
    return same if years_before(same, years) >= day else same + _DAY


def meter(stays: Iterable[Stay], on: date, needs: Needs = Needs()) -> Meter:
    """What counts, what is missing, and what will be lost when."""
    given = list(stays)
    begun = [each for each in given if not each.reversed and each.first <= on]
    all_days = merged(Span(each.first, min(each.last or on, on)) for each in begun)
    wanted = window(on, needs.years)
    counted = _within(all_days, wanted)
    days = _sum(counted)
    year = Span(SchoolYear.of(on).first, on)
    this_year = _sum(_within(all_days, year))
    return Meter(
        on=on,
        years=needs.years,
        window=wanted,
        counted=counted,
        days=days,
        missing=max(0, needs.days - days),
        this_year=this_year,
        missing_this_year=max(0, needs.in_year - this_year),
        falls_below=_falls_below(counted, days - needs.days, needs.years),
        open_ended=sum(each.last is None for each in begun),
        reversed=sum(each.reversed for each in given),
        future=sum(not each.reversed and each.first > on for each in given),
        first_ever=all_days[0].first if all_days else None,
    )


def _within(spans: Iterable[Span], limits: Span) -> tuple[Span, ...]:
    return tuple(
        Span(max(each.first, limits.first), min(each.last, limits.last))
        for each in spans
        if each.last >= limits.first and each.first <= limits.last
    )


def _sum(spans: Iterable[Span]) -> int:
    return sum(each.days for each in spans)


def _falls_below(counted: Sequence[Span], spare: int, years: int) -> date | None:
    """When the day after the spare ones is lost, if nothing is added."""
    if spare < 0:
        return None
    for span in counted:
        if spare < span.days:
            return leaves(span.first + timedelta(days=spare), years)
        spare -= span.days
    return None  # nothing is asked for
