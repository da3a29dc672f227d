"""School years: what an office means by 本学年, 上学年 and 学期."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

_FIRST_MONTH = 9  # 1 September to 31 August (domain.md: time naming)
_SPRING = 2
_WEEKS = 22  # a term has no more


@dataclass(frozen=True, slots=True, order=True)
class SchoolYear:
    """The year that begins on 1 September: SchoolYear(2026) is 2026-2027学年."""

    start: int

    def __str__(self) -> str:
        return f"{self.start}-{self.start + 1}"

    @classmethod
    def of(cls, day: date) -> Self:
        """The school year a day lies in."""
        return cls(day.year if day.month >= _FIRST_MONTH else day.year - 1)

    @classmethod
    def in_term(cls, term: str) -> Self | None:
        """The school year of a term written 2026-2027-1; none if it is not one."""
        start = term.partition("-")[0]
        return cls(int(start)) if start.isdecimal() and len(start) == 4 else None

    @property
    def title(self) -> str:
        """As it is written."""
        return f"{self}学年"

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.start, _FIRST_MONTH, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return date(self.start + 1, _FIRST_MONTH, 1) - timedelta(days=1)

    @property
    def before(self) -> Self:
        """The year before."""
        return type(self)(self.start - 1)

    def reached(self, today: date) -> date:
        """How far it has come: today within the running year, the last day of a past one."""
        return max(self.first, min(today, self.last))


def term_of(day: date) -> str:
    """The term a day lies in, 2026-2027-1: autumn to January, spring to August."""
    year = SchoolYear.of(day)
    autumn = day.month >= _FIRST_MONTH or day.month < _SPRING
    return f"{year}-{1 if autumn else 2}"


def term_title(term: str) -> str:
    """2026-2027-1 as people say it."""
    year, _, number = term.rpartition("-")
    return f"{year}学年第{'一' if number == '1' else '二'}学期"


def teaching_week(day: date, mondays: Iterable[str]) -> int | None:
    """Which teaching week a day lies in, counted from the Mondays on which terms begin."""
    begun = [date.fromisoformat(each) for each in mondays if each]
    begun = [each for each in begun if each <= day]
    week = (day - max(begun)).days // 7 + 1 if begun else None
    return week if week is not None and week <= _WEEKS else None


def study_year(enrolled: int, day: date) -> int:
    """Which of their school years somebody is in on a day: 1 in the year of enrolment."""
    return SchoolYear.of(day).start - enrolled + 1


def age_on(born: date, day: date) -> int:
    """Completed years; a birthday counts from its morning, 29 February from 1 March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def years_before(day: date, years: int) -> date:
    """The same day some years earlier (later, if negative); 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def months_before(day: date, months: int) -> date:
    """The same day some months earlier (later, if negative), or that month's last day."""
    at = day.year * 12 + day.month - 1 - months
    year, month = divmod(at, 12)
    following = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(day.day, (following - timedelta(days=1)).day))
