"""The school calendar as a value: teaching weeks, holidays, shifted days; no database.

A day's kind: listed days are what the list says; all others are workdays Monday to Friday. A
shifted workday runs the timetable of the weekday that the office wrote down for it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum

WEEK = timedelta(days=7)
WEEKDAYS = "一二三四五六日"


class Nature(Enum):
    """What a day is."""

    WORK = "工作日"
    WEEKEND = "周末"
    HOLIDAY = "法定节假日休息"
    SHIFTED = "调休上班"
    OFF = "学校放假"
    EVENT = "校内活动停课"
    EXAM = "考试"


NO_CLASS = frozenset({Nature.WEEKEND, Nature.HOLIDAY, Nature.OFF, Nature.EVENT})


@dataclass(frozen=True, slots=True)
class Special:
    """A day out of the ordinary. `runs_as`: ISO weekday (1 Monday) of its timetable.

    `runs_week`: the teaching week whose timetable it is; None: the week that the day lies in.
    """

    on: date
    nature: Nature
    name: str = ""
    runs_as: int | None = None
    runs_week: int | None = None


def long_day(on: date) -> str:
    """A day in a sentence: 9月1日 周二."""
    return f"{on.month}月{on.day}日 周{WEEKDAYS[on.weekday()]}"


@dataclass(frozen=True, slots=True)
class TermDates:
    """A term: the Monday of week 1, how many weeks, the first exam week if any."""

    code: str
    starts: date
    weeks: int
    exam_from: int | None = None

    @property
    def ends(self) -> date:
        """The Sunday of the last week."""
        return self.starts + self.weeks * WEEK - timedelta(days=1)

    def week_of(self, day: date) -> int | None:
        """The teaching week that a day lies in; None outside the term."""
        week = (day - self.starts).days // 7 + 1
        return week if 1 <= week <= self.weeks else None

    def day(self, week: int, weekday: int) -> date:
        """The calendar day of a weekday (1 Monday) in a week. ValueError outside the term."""
        if not 1 <= week <= self.weeks:
            raise ValueError(f"{self.code} 没有第 {week} 周（共 {self.weeks} 周）")
        if not 1 <= weekday <= 7:
            raise ValueError("星期只能是 1 至 7")
        return self.starts + (week - 1) * WEEK + timedelta(days=weekday - 1)


@dataclass(frozen=True, slots=True)
class SchoolCalendar:
    """Terms and special days of one college."""

    terms: Sequence[TermDates] = ()
    specials: Mapping[date, Special] = field(default_factory=dict)

    @classmethod
    def of(cls, terms: Iterable[TermDates], specials: Iterable[Special]) -> "SchoolCalendar":
        """From what the office keeps; where a day is listed twice, the holiday wins."""
        held: dict[date, Special] = {}
        for each in specials:
            before = held.get(each.on)
            if before is None or before.nature is not Nature.HOLIDAY:
                held[each.on] = each
        return cls(tuple(sorted(terms, key=lambda term: term.starts)), held)

    def nature(self, day: date) -> Nature:
        """What a day is."""
        special = self.specials.get(day)
        if special is not None:
            return special.nature
        return Nature.WEEKEND if day.isoweekday() > 5 else Nature.WORK

    def rests(self, day: date) -> bool:
        """Whether interns must have it off: weekends and holidays, not shifted workdays.

        What the school does with a day (its own holidays, exams) neither gives nor takes a rest.
        """
        nature = self.nature(day)
        if nature in (Nature.HOLIDAY, Nature.SHIFTED):
            return nature is Nature.HOLIDAY
        return day.isoweekday() > 5

    def timetable_weekday(self, day: date) -> int | None:
        """Which weekday's timetable runs (1 Monday); None: no classes, or nobody said which."""
        nature = self.nature(day)
        if nature in NO_CLASS:
            return None
        if nature is Nature.SHIFTED:
            special = self.specials[day]
            return special.runs_as
        return day.isoweekday()

    def timetable_week(self, day: date) -> int | None:
        """Which teaching week's timetable runs; None outside the terms.

        Odd and even weeks follow it, so a shifted day may run that of another week.
        """
        special = self.specials.get(day)
        if special is not None and special.nature is Nature.SHIFTED and special.runs_week:
            return special.runs_week
        term = self.term_of(day)
        return term.week_of(day) if term else None

    def told_as(self, day: date) -> str:
        """Whose timetable a shifted workday runs: 按周五第5周."""
        weekday, week = self.timetable_weekday(day), self.timetable_week(day)
        if weekday is None:
            return "未定按周几"
        named = f"按周{WEEKDAYS[weekday - 1]}"
        return f"{named}第{week}周" if week else named

    def unsettled(self) -> list[Special]:
        """Shifted workdays for which nobody has said which weekday they run as."""
        found = (s for s in self.specials.values() if s.nature is Nature.SHIFTED and not s.runs_as)
        return sorted(found, key=lambda special: special.on)

    def known_years(self) -> frozenset[int]:
        """Years with a holiday table; others must be warned of."""
        return frozenset(day.year for day, s in self.specials.items() if s.nature is Nature.HOLIDAY)

    def term_of(self, day: date) -> TermDates | None:
        """The term in whose weeks a day lies."""
        return next((term for term in self.terms if term.week_of(day)), None)

    def in_term(self, day: date) -> bool:
        """Whether a day lies in a term; always, as long as no term is on file."""
        return not self.terms or self.term_of(day) is not None

    def days_of(self, term: TermDates, weeks: Iterable[int], weekday: int) -> list[date]:
        """The days on which a weekday's timetable really runs in these weeks, in order.

        Holidays are left out; a shifted workday counts as the day, and in the week, it runs as.
        """
        wanted = set(weeks)
        days = (term.starts + timedelta(days=step) for step in range(term.weeks * 7))
        return [
            day
            for day in days
            if self.timetable_weekday(day) == weekday and self.timetable_week(day) in wanted
        ]
