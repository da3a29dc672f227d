"""实训室使用率统计表: broken down every way asked for; every figure's definition is printed.

The dates behind the figures stand at the end: some on paper, all of them in the workbook.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from app.errors import Invalid, Problem
from app.models import Student
from app.models.fields import Choice, option
from app.models.students import Standing
from app.services.base_totals import base_totals
from app.services.bookings.utilisation import (
    DEFINITIONS,
    Lesson,
    Measured,
    Usage,
    by,
    by_base,
    by_room,
    by_time,
    measured,
    most_used,
    whole,
)
from app.services.calendar_store import school_calendar
from app.services.office import Office
from app.services.query import Query
from app.services.reports.cells import share, word
from app.services.reports.reading import Common, Scope, scope, written
from app.services.reports.spec import (
    Align,
    Bars,
    Column,
    Group,
    Notes,
    Orientation,
    PageBreak,
    Report,
    Section,
    Table,
)
from app.services.school_calendar import WEEKDAYS, SchoolCalendar, TermDates

_PRINTED = 5  # dates of a room on paper, unless all are asked for
_TEN = 10


class Breakdown(Choice):
    """By what the figures are broken down."""

    ROOM = "按实训室"
    BASE = "按基地"
    PROGRAMME = "按专业"
    CLASS = "按班级"
    KIND = "按使用类型"
    OUTSIDE = "校内与社会"
    WEEK = "按教学周"
    MONTH = "按月"
    TERM = "按学期"


_PLACES = (Breakdown.ROOM, Breakdown.BASE)
_TIMES = (Breakdown.WEEK, Breakdown.MONTH, Breakdown.TERM)


@dataclass(frozen=True, slots=True)
class Utilisation(Common):
    """What may be chosen."""

    first: date | None = option("统计起始日期", None, help="留空为本学期第一天。")
    last: date | None = option(
        "统计截止", None, help="留空为统计截止日期；那时学期已经结束的，为学期最后一天。"
    )
    by: Breakdown | None = option("分项", None, help="留空为各种分项都打印。")
    details: bool = option(
        "打印全部明细", default=False, help="不选时每间只印前 5 条，Excel 里总有全部。"
    )


def build(office: Office, chosen: Utilisation, today: date) -> Report:
    """One table for each way of breaking down, over the same dates."""
    at = scope(office, chosen, today)
    begun = _term_begun(office, chosen.last or at.day)
    first = chosen.first or (begun.starts if begun else date(at.day.year, 1, 1))
    over = begun and chosen.first is None and begun.ends < at.day
    last = chosen.last or (begun.ends if begun and over else at.day)
    if first > last:
        raise Invalid([Problem("first", "起始日期晚于截止日期，请改一个")])
    found = measured(office, first, last, at.day, at.campus)
    ways = [chosen.by] if chosen.by else list(Breakdown)
    total = whole(found)
    sections: list[Section] = [_table(office, found, way, total) for way in ways]
    sections += [*_most(found, chosen), _each(at), Notes(DEFINITIONS, "口径"), at.hands()]
    sections += [PageBreak(), _details(found, everything=chosen.details)]
    return at.report(
        "base_utilisation",
        "实训室使用率统计表",
        sections,
        orientation=Orientation.LANDSCAPE,
        period=f"{written(first)}至{written(min(last, at.day))}",
        draft=chosen.draft,
        figures=_figures(found, total),
    )


def _figures(found: Measured, total: Usage) -> dict[str, int | float]:
    return {
        "rooms": len(found.rooms),
        "open_periods": total.open,
        "used_periods": total.used,
        "person_periods": total.hours,
        "person_periods_open": total.inside,
        "person_periods_outside_open": total.beyond,
        "seat_periods": total.seat_hours,
        "dates": total.approved,
        "registered": total.done,
        "no_shows": total.absent,
    }


def _term_begun(office: Office, day: date) -> TermDates | None:
    """The term that a day lies in, or the latest before it; after it nothing is taught."""
    begun = [each for each in school_calendar(office).terms if each.starts <= day]
    return max(begun, key=lambda each: each.starts, default=None)


# --- the breakdowns


_OF_LESSON: Mapping[Breakdown, Callable[[Lesson], str]] = {
    Breakdown.PROGRAMME: lambda each: each.programme,
    Breakdown.CLASS: lambda each: each.school_class,
    Breakdown.KIND: lambda each: each.kind.value,
    Breakdown.OUTSIDE: lambda each: "社会" if each.outside else "校内",
}


def _rows(office: Office, found: Measured, way: Breakdown) -> Iterable[Usage]:
    if way is Breakdown.ROOM:
        return by_room(found)
    if way is Breakdown.BASE:
        return by_base(found)
    if way in _OF_LESSON:
        return by(found, _OF_LESSON[way])
    calendar = school_calendar(office)
    named = {Breakdown.WEEK: _week, Breakdown.TERM: _term}.get(way, _month)
    return by_time(found, partial(named, calendar))


def _month(_: SchoolCalendar, day: date) -> str:
    return f"{day:%Y-%m}"


def _week(calendar: SchoolCalendar, day: date) -> str:
    term = calendar.term_of(day)
    return f"{term.code} 第{term.week_of(day)}周" if term else "假期"


def _term(calendar: SchoolCalendar, day: date) -> str:
    term = calendar.term_of(day)
    return term.code if term else "假期"


_SEATS = ("计入人时", "工位×开放节次")
_KEPT = ("已登记次数", "到期次数")
_MISSED = ("爽约次数", "到期次数")


def _table(office: Office, found: Measured, way: Breakdown, total: Usage) -> Table:
    """Of places and times each line has open periods of its own; of users they are the whole."""
    own = way in (*_PLACES, *_TIMES)
    columns = [
        Column(label=way.value.removeprefix("按"), key="name", width=14),
        _count("开放节次", "open"), _count("使用节次", "used"),
        share("实训室利用率" if own else "占开放节次", "rooms", apart=()),
        _count("开放内", "inside", over="人时"), _count("开放外", "beyond", over="人时"),
        _count("合计", "hours", over="人时"), _count("工位时", "seat_hours"),
        share("工位利用率" if own else "占全部工位节次", "seats", width=11, apart=_SEATS),
        share("预约执行率", "kept", apart=_KEPT), share("爽约率", "missed", apart=_MISSED),
    ]  # fmt: skip
    shown = [_cells(each) for each in [*_rows(office, found, way), total]]
    return Table(title=way.value, columns=columns, rows=shown, numbered=False)


def _count(label: str, key: str, **more: Any) -> Column:
    return Column(label=label, key=key, type=int, width=5, align=Align.RIGHT, **more)


def _cells(each: Usage) -> tuple[object, ...]:
    return (
        each.name, each.open, each.used, each.rooms, each.inside, each.beyond, each.hours,
        each.seat_hours, each.seats, each.kept, each.missed,
    )  # fmt: skip


def _most(found: Measured, chosen: Utilisation) -> Iterator[Section]:
    """The ten most used rooms and courses."""
    if chosen.by not in (None, Breakdown.ROOM):
        return
    rooms = most_used(by_room(found), _TEN)
    if rooms:
        yield Bars("使用最多的实训室（前十）", [r.name for r in rooms], {"": _hours(rooms)}, "人时")
    courses = most_used(by(found, lambda each: each.title), _TEN)
    if courses:
        labels = [row.name for row in courses]
        yield Bars("使用最多的课程或项目（前十）", labels, {"": _hours(courses)}, "人时")


def _hours(rows: Sequence[Usage]) -> list[int]:
    return [row.hours for row in rows]


def _each(at: Scope) -> Table:
    """生均工位数, 生均设备值: with what is divided by what."""
    totals = base_totals(at.office, at.day, at.campus)
    where = {"standing": Standing.ENROLLED}
    students = at.office.of(Student).count(Query(where=where, campus=at.campus))
    columns = [
        Column(label="指标", width=14), Column(label="分子", width=14, align=Align.RIGHT),
        Column(label="分母", width=14, align=Align.RIGHT),
        Column(label="数值", width=14, align=Align.RIGHT),
    ]  # fmt: skip
    seats = f"{totals.seats / students:.2f} 个/生" if students else "—"
    value = f"{totals.value / students:.2f} 元/生" if students else "—"
    wan = f"{totals.value / students / 10_000:.4f} 万元/生" if students else "—"
    rows = [
        ("生均工位数", f"工位 {totals.seats} 个", f"在读学生 {students} 人", seats),
        ("生均设备值", f"设备总值 {totals.value:.2f} 元", f"在读学生 {students} 人", value),
        ("生均设备值", "同上，以万元计", f"在读学生 {students} 人", wan),
    ]
    return Table(title="生均指标", columns=columns, rows=rows, numbered=False)


# --- what is behind the figures


def _details(found: Measured, *, everything: bool) -> Table:
    held: dict[object, list[Lesson]] = {}
    for each in found.lessons:
        held.setdefault(each.room, []).append(each)
    groups = [
        (f"{room.number} {room.name}", held[room.id]) for room in found.rooms if room.id in held
    ]
    every = [_group(found, name, some, len(some)) for name, some in groups]
    printed = every if everything else [_group(found, n, some, _PRINTED) for n, some in groups]
    columns = [
        word("日期", 8), word("节次", 6), Column(label="课程或项目", width=14),
        Column(label="班级", width=9), Column(label="教师", width=6), word("使用类型", 6),
        word("对象", 4), word("人数依据", 5), _count("人数", "heads"), _count("节数", "periods"),
        _sum("开放内", "inside", over="人时"), _sum("开放外", "beyond", over="人时"),
        _sum("工位时", "seat_hours"), word("结果", 5),
    ]  # fmt: skip
    return Table(
        title="明细：统计期内到期的已批准预约",
        columns=columns,
        groups=printed,
        whole=every if printed != every else (),
        empty="（统计期内没有到期的已批准预约）",
    )


def _sum(label: str, key: str, **more: Any) -> Column:
    return _count(label, key, total=True, **more)


def _group(found: Measured, name: str, some: Sequence[Lesson], most: int) -> Group:
    left = len(some) - most
    more = f"，列出前 {most} 条，其余见 Excel" if left > 0 else ""
    return Group(f"{name}（{len(some)} 条{more}）", [_detail(found, each) for each in some[:most]])


def _detail(found: Measured, each: Lesson) -> tuple[object, ...]:
    """Of a date that nobody came to only the date counts."""
    inside = 0 if each.missed else len(found.periods_open(each))
    beyond = 0 if each.missed else len(each.periods) - inside
    state = "爽约" if each.missed else "已登记" if each.written else "未登记"
    return (
        f"{each.on} 周{WEEKDAYS[each.on.weekday()]}", str(each.periods), each.title,
        each.school_class, each.teacher, each.kind.value, "社会" if each.outside else "校内",
        "实到" if each.written else "预约", each.heads, len(each.periods), each.heads * inside,
        each.heads * beyond, each.seats * inside, state,
    )  # fmt: skip
