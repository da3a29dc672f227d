"""From “1-16周 单周 星期二 第3-4节” to calendar days, through the school calendar; no database.

Holidays drop out and are told; a shifted workday counts as the day, and in the week, it runs as.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.models.teaching_time import WEEKDAY_NAMES, Pattern, Weeks
from app.services.school_calendar import NO_CLASS, Nature, SchoolCalendar, TermDates


@dataclass(frozen=True, slots=True)
class Lost:
    """A week in which the series does not take place on its usual day, and why."""

    week: int
    on: date | None  # none: the term has no such week
    why: str


@dataclass(frozen=True, slots=True)
class Expansion:
    """The days on which a series takes place, in order, and what fell out."""

    days: tuple[date, ...]
    lost: tuple[Lost, ...] = ()


def expand(pattern: Pattern, term: TermDates, calendar: SchoolCalendar) -> Expansion:
    """Every day of a series in one term: on plain Saturdays and Sundays, too, if it asks for them.

    Whether a room is open then is the room's matter.
    """
    weeks = pattern.weeks.numbers
    found = calendar.days_of(term, weeks, pattern.weekday)
    usual = (term.day(week, pattern.weekday) for week in weeks if week <= term.weeks)
    found += [day for day in usual if calendar.nature(day) is Nature.WEEKEND]
    days = tuple(sorted(found))
    held = frozenset(days)
    lost = tuple(_lost(pattern.weekday, weeks, term, calendar, held))
    return Expansion(days, (*lost, *_undecided(lost, term, calendar)))


def _lost(
    weekday: int,
    weeks: Iterable[int],
    term: TermDates,
    calendar: SchoolCalendar,
    held: frozenset[date],
) -> Iterable[Lost]:
    for week in weeks:
        if week > term.weeks:
            yield Lost(week, None, f"{term.code} 只有 {term.weeks} 周")
            continue
        day = term.day(week, weekday)
        if day not in held:
            yield Lost(week, day, reason(day, calendar))


def _undecided(lost: Iterable[Lost], term: TermDates, calendar: SchoolCalendar) -> Iterable[Lost]:
    """Shifted workdays that may stand in for a holiday of the series, if only somebody said so."""
    if not any(each.on is not None and calendar.nature(each.on) in NO_CLASS for each in lost):
        return
    for special in calendar.unsettled():
        week = term.week_of(special.on)
        if week is not None:
            told = f"{special.on} 调休上班，还没有写明按周几上课，先不排；请在校历里写明"
            yield Lost(week, None, told)


def reason(day: date, calendar: SchoolCalendar) -> str:
    """Why the usual timetable does not run on a day."""
    special, nature = calendar.specials.get(day), calendar.nature(day)
    if nature in NO_CLASS:
        return (special.name if special else "") or nature.value
    return f"调休上班，{calendar.told_as(day)}上课" if nature is Nature.SHIFTED else nature.value


def weeks_of(days: Iterable[date], term: TermDates) -> Weeks | None:
    """The weeks that these days lie in, for showing a series that was picked day by day."""
    found = {week for day in days if (week := term.week_of(day))}
    return Weeks.of(found) if found else None


def day_words(day: date, calendar: SchoolCalendar) -> str:
    """A day as the office says it: 第5周 星期二 9月30日."""
    term = calendar.term_of(day)
    week = f"第{term.week_of(day)}周 " if term else ""
    return f"{week}星期{WEEKDAY_NAMES[day.weekday()]} {day.month}月{day.day}日"
