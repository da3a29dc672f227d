"""实训室使用率统计表: by room, base, class, kind and week; every figure's definition is printed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.errors import Invalid, Problem
from app.models import Term
from app.models.fields import Choice, option
from app.services.booking_week import Placed
from app.services.calendar_store import school_calendar
from app.services.office import Office
from app.services.query import Query
from app.services.reports.cells import share
from app.services.reports.reading import Common, scope, written
from app.services.reports.spec import Align, Column, Notes, Orientation, Report, Table, Total
from app.services.utilisation import (
    DEFINITIONS,
    Measured,
    Usage,
    by,
    by_base,
    by_room,
    measured,
    whole,
)


class Breakdown(Choice):
    """By what the figures are broken down."""

    ROOM = "按实训室"
    BASE = "按基地"
    CLASS = "按班级"
    KIND = "按使用类型"
    WEEK = "按教学周"


@dataclass(frozen=True, slots=True)
class Utilisation(Common):
    """What may be chosen."""

    first: date | None = option("统计起始日期", None, help="留空为本学期第一天。")
    last: date | None = option("统计截止", None, help="留空为统计截止日期。")
    by: Breakdown | None = option("分项", None, help="留空为各种分项都打印。")


def build(office: Office, chosen: Utilisation, today: date) -> Report:
    """One table for each way of breaking down, over the same dates."""
    at = scope(office, chosen, today)
    last = chosen.last or at.day
    first = chosen.first or _begin(office, last)
    if first > last:
        raise Invalid([Problem("first", "起始日期晚于截止日期，请改一个")])
    found = measured(office, first, last, at.day, at.campus)
    ways = [chosen.by] if chosen.by else list(Breakdown)
    total = whole(found)
    tables = [_table(way.value, _rows(office, found, way), total) for way in ways]
    return at.report(
        "base_utilisation",
        "实训室使用率统计表",
        [*tables, Notes(DEFINITIONS, "口径"), at.hands()],
        orientation=Orientation.LANDSCAPE,
        period=f"{written(first)}至{written(min(last, at.day))}",
        draft=chosen.draft,
        figures={
            "rooms": len(found.rooms),
            "open_periods": total.open,
            "used_periods": total.used,
            "person_periods": total.hours,
            "no_shows": total.absent,
        },
    )


def _begin(office: Office, day: date) -> date:
    """The first day of the term that a day lies in, or of the latest before it."""
    begun = [each.starts for each in office.of(Term).all(Query()) if each.starts <= day]
    return max(begun, default=date(day.year, 1, 1))


def _rows(office: Office, found: Measured, way: Breakdown) -> Iterable[Usage]:
    if way is Breakdown.ROOM:
        return by_room(found)
    if way is Breakdown.BASE:
        return by_base(found)
    if way is Breakdown.CLASS:
        return by(found, lambda each: each.school_class)
    if way is Breakdown.KIND:
        return by(found, lambda each: each.kind.value)
    calendar = school_calendar(office)

    def week(each: Placed) -> str:
        number = calendar.timetable_week(each.on)
        return f"第{number:02}周" if number else "假期"

    return sorted(by(found, week), key=lambda row: row.name)


def _table(title: str, rows: Iterable[Usage], total: Usage) -> Table:
    columns = [
        Column(label=title.removeprefix("按"), key="name", width=16),
        _count("开放节次", "open"), _count("使用节次", "used"), share("实训室利用率", "rooms"),
        _count("人时", "hours"), share("工位利用率", "seats"), _count("批准次数", "approved"),
        _count("登记次数", "done"), share("预约执行率", "kept"), _count("爽约次数", "absent"),
    ]  # fmt: skip
    shown = [_cells(each) for each in [*rows, total]]
    return Table(title=title, columns=columns, rows=shown, numbered=False, total=Total.NONE)


def _count(label: str, key: str) -> Column:
    return Column(label=label, key=key, type=int, width=6, align=Align.RIGHT)


def _cells(each: Usage) -> tuple[object, ...]:
    return (
        each.name, each.open, each.used, each.rooms, each.hours, each.seats, each.approved,
        each.done, each.kept, each.absent,
    )  # fmt: skip
