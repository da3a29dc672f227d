"""校历: a school year for the wall, a page a term, weeks as lines."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from app.errors import Invalid, Problem
from app.models.fields import option
from app.services.calendar_store import school_calendar, table_warning
from app.services.office import Office
from app.services.reports.cells import word
from app.services.reports.reading import Common, scope
from app.services.reports.spec import (
    Column,
    Notes,
    Orientation,
    PageBreak,
    Report,
    Section,
    Table,
)
from app.services.school_calendar import WEEKDAYS, SchoolCalendar
from app.services.wall_calendar import (
    Sort,
    WallDay,
    WallTerm,
    WallWeek,
    between,
    remarks,
    wall,
)
from app.services.years import SchoolYear, term_title


@dataclass(frozen=True, slots=True)
class WallYear(Common):
    """What may be chosen."""

    year: str = option("学年", "", help="如 2026-2027，留空为统计截止日期所在的学年。")


def build(office: Office, chosen: WallYear, today: date) -> Report:
    """Every term of the year with its weeks, holidays, shifted days and exams."""
    at = scope(office, chosen, today)
    year = _year(chosen.year, at.day)
    calendar = school_calendar(office)
    terms = wall(calendar, year)
    return at.report(
        "school_calendar",
        f"{year.title}校历",
        [*_sections(calendar, terms)],
        subtitle=office.settings.college,
        organisation="",
        period="",
        orientation=Orientation.PORTRAIT,
        one_page=len(terms) == 1,
        draft=chosen.draft,
        figures=_figures(terms),
    )


def _year(text: str, day: date) -> SchoolYear:
    if not text.strip():
        return SchoolYear.of(day)
    year = SchoolYear.in_term(text.strip())
    if year is None:
        raise Invalid([Problem("year", "学年请写成 2026-2027 这样")])
    return year


def _sections(calendar: SchoolCalendar, terms: Sequence[WallTerm]) -> Iterator[Section]:
    if not terms:
        yield _table(None)
    for number, term in enumerate(terms):
        if number:
            yield PageBreak()
        yield _table(term)
        yield Notes([*_notes(calendar, terms, term)])


def _table(term: WallTerm | None) -> Table:
    columns = [
        word("月份", 4, key="month"),
        word("周次", 4, key="week"),
        *(word(f"周{name}", 5, key=f"day{at}") for at, name in enumerate(WEEKDAYS, start=1)),
        Column(label="备注", width=13, key="remark"),
    ]
    if term is None:
        told = "（这一学年还没有学期，请先在“校历”里建好学期）"
        return Table(columns=columns, numbered=False, empty=told)
    rows = [_row(week) for week in term.weeks]
    return Table(title=term_title(term.dates.code), columns=columns, rows=rows, numbered=False)


def _row(week: WallWeek) -> tuple[object, ...]:
    first, last = week.days[0].on.month, week.days[-1].on.month
    months = f"{first}月" if first == last else f"{first}月/{last}月"
    told = "；".join(remarks([week]))
    return (months, f"第{week.number}周", *(_cell(day) for day in week.days), told)


def _cell(day: WallDay) -> str:
    """The date, and a word where it is no ordinary day of classes."""
    on = f"{day.on.month}/{day.on.day}" if day.on.day == 1 else str(day.on.day)
    if day.sort is Sort.SHIFTED:
        return f"{on}\n{day.runs.replace('第', f'{chr(10)}第')}"
    words = {Sort.CLASS: "", Sort.REST: " 休", Sort.UNSETTLED: "\n调休"}
    return on + words.get(day.sort, f"\n{day.sort.value}")


def _notes(calendar: SchoolCalendar, terms: Sequence[WallTerm], term: WallTerm) -> Iterator[str]:
    dates = term.dates
    exams = f"，第 {dates.exam_from} 周起考试" if dates.exam_from else ""
    yield f"{dates.starts} 至 {dates.ends}，共 {dates.weeks} 周{exams}。只写日期的是上课日。"
    if term is terms[0] and (told := between([each.dates for each in terms])):
        yield f"{'；'.join(told)}。"
    if warning := table_warning(calendar, [dates.starts, dates.ends]):
        yield warning


def _figures(terms: Sequence[WallTerm]) -> dict[str, int | float]:
    days = [day for term in terms for week in term.weeks for day in week.days]
    counts = {sort: sum(day.sort is sort for day in days) for sort in Sort}
    return {
        "terms": len(terms),
        "weeks": sum(term.dates.weeks for term in terms),
        "class_days": counts[Sort.CLASS] + counts[Sort.SHIFTED],
        "shifted": counts[Sort.SHIFTED] + counts[Sort.UNSETTLED],
        "exam_days": counts[Sort.EXAM],
    }
