"""教师企业实践情况表: how many days every teacher was in enterprises in the last five years."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.models import PracticeStint
from app.models.fields import Choice, option
from app.services.office import Office
from app.services.query import Query
from app.services.reports.cells import GAP, known, people, share, word
from app.services.reports.reading import Common, Scope, scope, written
from app.services.reports.spec import (
    Align,
    Column,
    Notes,
    Orientation,
    Report,
    Section,
    Table,
    Total,
)
from app.services.reports.staff_lists import in_sight, person_cells, person_columns
from app.services.teachers.meters import (
    Newcomer,
    Practice,
    falling_below,
    needs_of,
    next_term,
    practices,
    summaries,
)
from app.services.teachers.practice import Expiry


class Which(Choice):
    """Who is listed."""

    ALL = "全部教师"
    CONCERNED = "有实践要求的教师"
    SHORT = "天数不足的教师"
    FALLING = "下学期末前将不足的教师"


@dataclass(frozen=True, slots=True)
class Practising(Common):
    """What may be chosen."""

    which: Which = option("范围", Which.ALL)
    department: UUID | None = option("院系", None, target="department", help="留空为全部院系。")
    detail: bool = option(
        "附实践明细", default=False, help="另附一张表，逐段列出，栏目与国家数据采集一致。"
    )


def build(office: Office, chosen: Practising, today: date) -> Report:
    """Everybody on the staff that day, by staff number; then departments; then stint by stint."""
    at = scope(office, chosen, today)
    everybody = practices(office, at.day, in_sight(at, chosen.department))
    found = _chosen(at, chosen, everybody)
    sections: list[Section] = [_list(found), _departments(everybody)]
    if chosen.detail:
        sections.append(_detail(at, found))
    return at.report(
        "enterprise_practice",
        "教师企业实践情况表",
        [*sections, at.hands(), Notes([*_notes(at, chosen, found)])],
        orientation=Orientation.LANDSCAPE,
        unit="天",
        draft=chosen.draft,
        figures=_figures(at, everybody),
    )


def _chosen(at: Scope, chosen: Practising, everybody: Sequence[Practice]) -> list[Practice]:
    if chosen.which is Which.FALLING:
        return falling_below(everybody, next_term(at.office, at.day).last)
    return [
        each
        for each in everybody
        if chosen.which is Which.ALL
        or (each.concerned and (chosen.which is Which.CONCERNED or not each.meter.enough))
    ]


def _list(found: Sequence[Practice]) -> Table:
    columns = [
        *person_columns(),
        _days("近五年实践天数", 5),
        word("折合月数", 4),
        _days("还差天数", 4),
        _days("本学年天数", 4),
        word("最近一批到期", 11),
        word("将不足日期", 7, type=date, show=str),
        Column(label="说明", width=12),
    ]
    return Table(
        columns=columns, rows=[_row(each) for each in found], title="一、近五年累计", keys=2
    )


def _days(label: str, width: int) -> Column:
    return Column(label=label, type=int, width=width, align=Align.RIGHT)


def _row(each: Practice) -> tuple[object, ...]:
    told = each.meter
    return (
        *person_cells(each.teacher),
        told.days,
        told.months,
        told.missing if each.concerned else GAP,
        told.this_year,
        known(_expiring(told.expiries)),
        known(told.falls_below) if each.concerned else GAP,
        known("；".join(_remarks(each))),
    )


def _expiring(expiries: Sequence[Expiry]) -> str:
    if not expiries:
        return ""
    first = expiries[0]
    return f"{first.begins} 起 {first.days.days} 天"


def _remarks(each: Practice) -> Iterator[str]:
    told = each.meter
    if not each.concerned:
        yield "不在六个月要求内"
    if each.newcomer in (Newcomer.MISSING, Newcomer.UNKNOWN):
        yield each.newcomer.value
    if told.open_ended:
        yield f"{told.open_ended} 段未结束，算到统计日"
    if told.future:
        yield f"{told.future} 段尚未开始"
    if told.reversed:
        yield f"{told.reversed} 段起止颠倒，未计"


def _departments(everybody: Sequence[Practice]) -> Table:
    columns = [
        Column(label="院系", width=14),
        people("应实践人数", "teachers"),
        share("天数足够", "enough"),
        share("本学年达标", "this_year"),
        _days("累计天数", 6),
        _days("合计还差天数", 6),
        people("未先实践的新教师", "newcomers", width=6),
    ]
    rows = [
        (
            each.name, each.teachers, each.enough, each.this_year, each.days, each.missing,
            each.newcomers,
        )
        for each in summaries(everybody)
    ]  # fmt: skip
    return Table(columns=columns, rows=rows, title="二、按院系合计", numbered=False)


_DETAIL = (
    "form", "enterprise_code", "enterprise", "nature", "starts", "ends", "post", "industry",
    "grade",
)  # fmt: skip


def _detail(at: Scope, found: Sequence[Practice]) -> Table:
    """Stint by stint under its teacher, as the national platform asks for them."""
    by_teacher: dict[UUID, list[PracticeStint]] = {}
    for each in at.office.of(PracticeStint).all(Query(order="starts")):
        by_teacher.setdefault(each.teacher_id, []).append(each)
    columns = [word("教工号", 5), word("姓名", 6)]
    columns += [Column.of(PracticeStint.field(key)) for key in _DETAIL]
    rows = [
        (
            known(one.teacher.number),
            one.teacher.name,
            *(known(getattr(stint, key)) for key in _DETAIL),
        )
        for one in found
        for stint in by_teacher.get(one.teacher.id, ())
        if (stint.ends or at.day) >= one.meter.window.first and stint.starts <= at.day
    ]
    columns = [_shown(column) for column in columns]
    return Table(columns=columns, rows=rows, title="三、实践明细", keys=2, total=Total.NONE)


def _shown(column: Column) -> Column:
    return Column(label=column.label, width=column.width, align=column.align)


def _figures(at: Scope, everybody: Sequence[Practice]) -> dict[str, int | float]:
    asked = [each for each in everybody if each.concerned]
    return {
        "teachers": len(everybody),
        "concerned": len(asked),
        "enough": sum(each.meter.enough for each in asked),
        "short": sum(not each.meter.enough for each in asked),
        "days": sum(each.meter.days for each in everybody),
        "missing": sum(each.meter.missing for each in asked),
        "falling_below": len(falling_below(everybody, next_term(at.office, at.day).last)),
        "newcomers": sum(each.newcomer is Newcomer.MISSING for each in everybody),
    }


def _notes(at: Scope, chosen: Practising, found: Sequence[Practice]) -> Iterator[str]:
    needs = needs_of(at.office.settings)
    window = f"{written(found[0].meter.window.first)}至{written(at.day)}" if found else "近五年"
    yield (
        f"统计时段为{window}，起止两日都计入；时段内每个日历日只计一次，"
        "同一天有两段实践的不重复计算；未结束的算到统计日。折合月数按 30 天一个月。"
    )
    yield (
        f"专业课教师和实习指导教师五年累计应不少于 {needs.days} 天，"
        f"每学年不少于 {needs.in_year} 天（均可在“数据与设置”中调整）；其他教师不要求，只列天数。"
    )
    yield (
        "“最近一批到期”为随时间推移最先移出五年时段的天数；"
        "“将不足日期”为此后不再实践时首次不足的日期。"
    )
    if chosen.which is Which.FALLING:
        term = next_term(at.office, at.day)
        yield f"下学期按 {term.first} 至 {term.last} 计算。"
