"""The school calendar as it hangs on the wall: terms, weeks as lines, a word for every day."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from itertools import pairwise

from app.services.rules.spans import Span, merged
from app.services.school_calendar import Nature, SchoolCalendar, TermDates
from app.services.years import SchoolYear


class Sort(Enum):
    """What a day is to pupils and teachers, as one word."""

    CLASS = "上课"
    REST = "休"
    SHIFTED = "调休上课"
    UNSETTLED = "调休上班"
    OFF = "放假"
    EVENT = "停课"
    EXAM = "考试"


_SORTS = {
    Nature.WORK: Sort.CLASS,
    Nature.WEEKEND: Sort.REST,
    Nature.HOLIDAY: Sort.REST,
    Nature.SHIFTED: Sort.SHIFTED,
    Nature.OFF: Sort.OFF,
    Nature.EVENT: Sort.EVENT,
    Nature.EXAM: Sort.EXAM,
}


@dataclass(frozen=True, slots=True)
class WallDay:
    """One day: its word, and what more is to be said of it."""

    on: date
    sort: Sort
    name: str = ""
    runs: str = ""  # 按周五第5周

    @property
    def words(self) -> str:
        """Word and whose timetable runs: 调休上课（按周五第5周）."""
        return f"{self.sort.value}（{self.runs}）" if self.runs else self.sort.value


@dataclass(frozen=True, slots=True)
class WallWeek:
    """A teaching week, Monday to Sunday."""

    number: int
    days: tuple[WallDay, ...]


@dataclass(frozen=True, slots=True)
class WallTerm:
    """A term with its weeks."""

    dates: TermDates
    weeks: tuple[WallWeek, ...]


def wall(calendar: SchoolCalendar, year: SchoolYear) -> tuple[WallTerm, ...]:
    """The terms of a school year, in order."""
    return tuple(
        WallTerm(term, wall_weeks(calendar, term))
        for term in calendar.terms
        if SchoolYear.in_term(term.code) == year
    )


def wall_weeks(calendar: SchoolCalendar, term: TermDates) -> tuple[WallWeek, ...]:
    """The weeks of a term."""
    return tuple(_weeks(calendar, term))


def wall_day(calendar: SchoolCalendar, day: date) -> WallDay:
    """What is to be said of one day."""
    special = calendar.specials.get(day)
    sort, name = _SORTS[calendar.nature(day)], special.name if special else ""
    if sort is Sort.SHIFTED:
        settled = calendar.timetable_weekday(day) is not None
        sort = Sort.SHIFTED if settled else Sort.UNSETTLED
        return WallDay(day, sort, name, calendar.told_as(day))
    if sort is Sort.CLASS and _in_exams(calendar, day):
        return WallDay(day, Sort.EXAM, "考试周")
    return WallDay(day, sort, name)


def remarks(weeks: Iterable[WallWeek]) -> list[str]:
    """What is out of the ordinary in these weeks, in sentences, days that belong together once."""
    days = [day for week in weeks for day in week.days]
    found: list[tuple[date, str]] = []
    for sort, name in dict.fromkeys((d.sort, d.name) for d in days if d.name and not d.runs):
        same = merged(Span(d.on, d.on) for d in days if (d.sort, d.name) == (sort, name))
        deed = _DEED.get(sort, sort.value)
        told = name if deed in name else f"{name}{deed}"
        found += [(span.first, f"{_days(span)}{told}") for span in same]
    found += [(d.on, f"{_days(Span(d.on, d.on))}{d.words}") for d in days if d.runs]
    return [told for _, told in sorted(found)]


def brief(week: WallWeek) -> str:
    """The same in the few words a square has room for, whose timetable runs first."""
    runs = [f"{day.on.month}.{day.on.day}{day.runs}" for day in week.days if day.runs]
    named = [(day.sort, day.name) for day in week.days if day.name and not day.runs]
    rests = [
        f"{name}休{named.count((sort, name))}天" if sort is Sort.REST else name
        for sort, name in dict.fromkeys(named)
    ]
    return "；".join(runs + rests)


_DEED = {Sort.REST: "放假"}


def between(terms: Sequence[TermDates]) -> list[str]:
    """How long the vacations are, between terms that follow each other."""
    found = []
    for one, other in pairwise(terms):
        first, last = one.ends + timedelta(days=1), other.starts - timedelta(days=1)
        if first > last:
            found.append(f"{one.code} 与 {other.code} 的教学周重叠，请改第 1 周星期一或教学周数")
        else:
            named = "寒假" if one.code.endswith("-1") else "暑假"
            found.append(f"{named}：{_days(Span(first, last))}（{(last - first).days + 1} 天）")
    return found


def _weeks(calendar: SchoolCalendar, term: TermDates) -> Iterator[WallWeek]:
    for number in range(1, term.weeks + 1):
        days = (term.day(number, weekday) for weekday in range(1, 8))
        yield WallWeek(number, tuple(wall_day(calendar, day) for day in days))


def _in_exams(calendar: SchoolCalendar, day: date) -> bool:
    term = calendar.term_of(day)
    week = term.week_of(day) if term else None
    return term is not None and bool(term.exam_from and week and week >= term.exam_from)


def _days(span: Span) -> str:
    first = f"{span.first.month}月{span.first.day}日"
    if span.first == span.last:
        return first
    same = span.first.month == span.last.month
    return f"{first}至{'' if same else f'{span.last.month}月'}{span.last.day}日"
