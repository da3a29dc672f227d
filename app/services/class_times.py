"""When class periods begin and end: on which day, at which campus, by which season's timetable.

Read once by `class_times`; from then on a pure value that everybody asks with a day and the campus
of a room, because a week may lie across the change of the seasons and a view over two campuses.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import pairwise
from typing import Final
from uuid import UUID

from app.models import ClassPeriod
from app.models.calendar import Season
from app.services.office import Office
from app.services.query import Query
from app.settings import Settings

MonthDay = tuple[int, int]
_MONTH_DAY: Final = re.compile(r"(\d{2})-(\d{2})")


@dataclass(frozen=True, slots=True)
class Period:
    """A class period of the day."""

    number: int
    starts: time
    ends: time

    @property
    def words(self) -> str:
        """08:20–09:05."""
        return f"{self.starts:%H:%M}–{self.ends:%H:%M}"


@dataclass(frozen=True, slots=True)
class Hours:
    """A period as it is kept: for one season or all year, for one campus or all."""

    period: Period
    season: Season = Season.ALL_YEAR
    campus: UUID | None = None


@dataclass(frozen=True, slots=True)
class Seasons:
    """On which day of every year each season begins; it goes on until the other begins.

    A college that keeps none, or gives the same day for both, has one timetable all year.
    """

    summer: MonthDay | None = None
    winter: MonthDay | None = None

    @classmethod
    def of(cls, settings: Settings) -> "Seasons":
        """As the office has decided."""
        return cls(_month_day(settings.summer_from), _month_day(settings.winter_from))

    @property
    def held(self) -> tuple[Season, ...]:
        """Those that there are in the course of a year."""
        if self.summer is None or self.winter is None or self.summer == self.winter:
            return (Season.ALL_YEAR,)
        return (Season.SUMMER, Season.WINTER)

    def on(self, day: date) -> Season:
        """Which one holds; the day on which it begins is its own."""
        if self.summer is None or self.winter is None or len(self.held) == 1:
            return Season.ALL_YEAR
        here, (first, last) = (day.month, day.day), sorted((self.summer, self.winter))
        within, beyond = Season.SUMMER, Season.WINTER
        if self.winter < self.summer:
            within, beyond = beyond, within
        return within if first <= here < last else beyond


@dataclass(frozen=True, slots=True)
class ClassTimes:
    """The periods of any day at any campus.

    Each number is looked up by itself, so that a winter timetable or a second campus needs only
    the periods that differ. Of several that fit, the nearest holds: the campus's own for the
    season, its own for all year, everybody's for the season, everybody's for all year. The campus
    comes first because one that keeps its own hours does not follow the others' seasons.

    A room without a campus goes by what holds for everybody; where only one campus keeps periods,
    by that one's.
    """

    seasons: Seasons
    numbers: tuple[int, ...]  # that there are anywhere, at any time of the year
    _days: Mapping[tuple[Season, UUID | None], tuple[Period, ...]]
    _lacking: Mapping[tuple[Season, UUID | None], frozenset[int]]
    _even: bool  # nobody lacks any: asked for every room and day of a term
    _home: UUID | None  # of rooms of which nobody has said where they are

    @classmethod
    def of(cls, kept: Iterable[Hours], seasons: Seasons) -> "ClassTimes":
        """From all that is on file."""
        held = list(kept)
        places = {each.campus for each in held}
        days = {
            (season, campus): _day(held, season, campus)
            for season in Season
            for campus in {*places, None}
        }
        numbers = frozenset(each.period.number for each in held)
        lacking = {
            key: numbers - {each.number for each in periods} if periods else frozenset()
            for key, periods in days.items()
        }
        home = next(iter(places)) if len(places) == 1 else None
        even = not any(lacking.values())
        return cls(seasons, tuple(sorted(numbers)), days, lacking, even, home)

    def at(self, day: date, campus: UUID | None) -> tuple[Period, ...]:
        """Those of a day, in order; none where nobody has said."""
        return self.timetable(self.seasons.on(day), campus)

    def timetable(self, season: Season, campus: UUID | None) -> tuple[Period, ...]:
        """Those of a season, whenever it is."""
        return self._days[self._key(season, campus)]

    def find(self, day: date, campus: UUID | None, number: int) -> Period | None:
        """One of them."""
        return next((each for each in self.at(day, campus) if each.number == number), None)

    def span(self, day: date, campus: UUID | None, first: int, last: int) -> str:
        """From the beginning of one to the end of another, in words; nothing if not known."""
        one, other = self.find(day, campus, first), self.find(day, campus, last)
        return Period(first, one.starts, other.ends).words if one and other else ""

    def lacking(self, day: date, campus: UUID | None) -> frozenset[int]:
        """Numbers that there are elsewhere, not here; none where nothing is known of the day."""
        if self._even:
            return frozenset()
        return self._lacking[self._key(self.seasons.on(day), campus)]

    def _key(self, season: Season, campus: UUID | None) -> tuple[Season, UUID | None]:
        own = season, self._home if campus is None else campus
        return own if own in self._days else (season, None)

    def untold(self) -> list[Season]:
        """Seasons that come, and of which no campus has any period."""
        told = {season for (season, _), periods in self._days.items() if periods}
        return [season for season in self.seasons.held if self.numbers and season not in told]

    def overlaps(self) -> list[tuple[Season, UUID | None, Period, Period]]:
        """Periods that run into the next one, or are not in the order of their numbers."""
        return [
            (season, campus, one, other)
            for (season, campus), periods in self._days.items()
            if season in self.seasons.held
            for one, other in pairwise(periods)
            if other.starts < one.ends
        ]

    def moment(self, now: datetime, campus: UUID | None) -> float | None:
        """Where among all numbers a time of day lies: 2.5 is half through the third.

        Between periods it is the beginning of the next one; None: before the first, after the last.
        """
        before = None
        for each in self.at(now.date(), campus):
            place = self.numbers.index(each.number)
            starts = datetime.combine(now.date(), each.starts)
            ends = datetime.combine(now.date(), each.ends)
            if now < starts:
                return None if before is None else float(place)
            if now <= ends:
                return place + (now - starts) / (ends - starts)
            before = each
        return None

    def told(self, number: int, days: Sequence[date], campus: UUID | None) -> list[str]:
        """The hours of a period over some days: one line, and one more from where they change."""
        found: list[str] = []
        last = ""
        for day in days:
            period = self.find(day, campus, number)
            words = period.words if period else ""
            if words and words != last:
                found.append(f"{day.month}.{day.day}起 {words}" if day != days[0] else words)
            last = words or last
        return found


def class_times(office: Office) -> ClassTimes:
    """As the office keeps them."""
    kept = office.of(ClassPeriod).all(Query(order="number"))
    hours = [
        Hours(Period(each.number, each.starts, each.ends), each.season, each.site_id)
        for each in kept
    ]
    return ClassTimes.of(hours, Seasons.of(office.settings))


def _day(kept: Sequence[Hours], season: Season, campus: UUID | None) -> tuple[Period, ...]:
    """The nearest of each number that fits."""
    found: dict[int, tuple[tuple[bool, bool], Period]] = {}
    for each in kept:
        if each.campus in (campus, None) and each.season in (season, Season.ALL_YEAR):
            near = (each.campus is not None, each.season is not Season.ALL_YEAR)
            known = found.get(each.period.number)
            if known is None or near > known[0]:
                found[each.period.number] = near, each.period
    return tuple(found[number][1] for number in sorted(found))


def _month_day(text: str) -> MonthDay | None:
    fits = _MONTH_DAY.fullmatch(text)
    return (int(fits[1]), int(fits[2])) if fits else None
