"""校外兼职教师一览表: who from outside is engaged on a day, on what paper, how much, for what."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from app.models import PartTimeEngagement, Teacher
from app.models.fields import Field, option
from app.models.teachers import EngagementKind
from app.services.mask import Profile, guarded, visible
from app.services.office import Office
from app.services.query import Query
from app.services.reports.cells import known, word
from app.services.reports.reading import Common, Row, Scope, masking, scope, wan, written
from app.services.reports.spec import Column, Group, Notes, Orientation, Report, Table, Total


@dataclass(frozen=True, slots=True)
class PartTime(Common):
    """What may be chosen."""

    kind: EngagementKind | None = option("聘任类别", None, help="留空为全部类别。")
    profile: Profile = option("用途", Profile.INTERNAL, help="决定哪些栏目列出、哪些号码遮盖。")


@dataclass(frozen=True, slots=True)
class Cell:
    """A column, and what stands in it for a teacher and an engagement."""

    column: Column
    read: Callable[[Row, PartTimeEngagement], object]


_OF_TEACHER = ("number", "name", "sex", "birth")
_OF_ENGAGEMENT = (
    "employer", "employer_code", "post", "skill", "years", "period", "number", "courses", "hours",
    "rate", "paid", "licensed", "grade",
)  # fmt: skip
_PERIOD = word("聘期起止", 8)
_SHAPES: dict[str, dict[str, Any]] = {
    "employer": {"label": "单位名称", "over": "当前工作单位"},
    "employer_code": {"label": "信用代码", "over": "当前工作单位", "width": 9},
    "post": {"label": "职务", "over": "当前工作单位", "width": 6},
    "skill": {"label": "专业技术职务/技能等级", "over": "当前工作单位", "width": 8},
    "years": {"width": 4, "over": "当前工作单位"},
    "courses": {"width": 10},
    "hours": {"width": 5},
    "paid": {"width": 5},
    "number": {"width": 9},
    "licensed": {"label": "高校教师资格证", "width": 4},
    "grade": {"width": 4},
}


def build(office: Office, chosen: PartTime, today: date) -> Report:
    """Engagements that run on the day, by kind, in the order of the names."""
    at = scope(office, chosen, today)
    found = _running(at, chosen)
    teachers = {row["id"]: row for row in at.rows(Teacher)}
    cells = list(_columns(chosen))
    groups = [
        Group(
            f"{kind}（{len(some)}份）",
            [[cell.read(teachers.get(e.teacher_id, {}), e) for cell in cells] for e in some],
        )
        for kind in EngagementKind
        if (some := [each for each in found if each.kind is kind])
    ]
    table = Table(
        columns=[cell.column for cell in cells],
        groups=groups,
        total=Total.LAST,
        subtotals=len(groups) > 1,
        keys=2,
    )
    return at.report(
        "part_time_teachers",
        "校外兼职教师一览表",
        [table, at.hands(), Notes([*_notes(at, chosen, found)])],
        orientation=Orientation.LANDSCAPE,
        unit="人、课时、元",
        draft=chosen.draft,
        figures=_figures(found),
    )


def _running(at: Scope, chosen: PartTime) -> list[PartTimeEngagement]:
    """What has begun and not run out; the last day still counts."""
    where = {"kind": chosen.kind} if chosen.kind else {}
    query = Query(where=where, campus=at.campus, order="starts")
    held = [
        each
        for each in at.office.of(PartTimeEngagement).all(query)
        if each.starts <= at.day and (each.ends is None or each.ends >= at.day)
    ]
    order = {key: place for place, key in enumerate(at.office.of(Teacher).find(Query()))}
    return sorted(held, key=lambda each: order.get(each.teacher_id, len(order)))


def _columns(chosen: PartTime) -> Iterator[Cell]:
    """Who it is, where they come from, what they do here."""
    for key in _OF_TEACHER:
        field = Teacher.field(key)
        if visible(field, chosen.profile):
            column = Column.of(field, width=min(field.width, 6))
            yield Cell(column, partial(_of_teacher, field, chosen.profile))
    for key in _OF_ENGAGEMENT:
        if key == "period":
            yield Cell(_PERIOD, _period)
            continue
        field = PartTimeEngagement.field(key)
        if visible(field, chosen.profile):
            column = Column.of(field, **_SHAPES.get(key, {}))
            yield Cell(column, partial(_of_engagement, field, chosen.profile))


def _of_teacher(field: Field, profile: Profile, person: Row, _: PartTimeEngagement) -> object:
    return known(field.show(guarded(field, person.get(field.key), profile)))


def _of_engagement(field: Field, profile: Profile, _: Row, each: PartTimeEngagement) -> object:
    value = guarded(field, getattr(each, field.key), profile)
    return value if field.numeric else known(field.show(value))


def _period(_: Row, each: PartTimeEngagement) -> str:
    return f"{each.starts}\n{each.ends or '未约定'}"


def _figures(found: Sequence[PartTimeEngagement]) -> dict[str, int | float]:
    paid = sum((each.paid for each in found if each.paid), start=Decimal())
    return {
        "engagements": len(found),
        "teachers": len({each.teacher_id for each in found}),
        "hours": sum(each.hours or 0 for each in found),
        "paid": wan(paid),
        "without_agreement": sum(not each.number for each in found),
    }


def _notes(at: Scope, chosen: PartTime, found: Sequence[PartTimeEngagement]) -> Iterator[str]:
    which = f"聘任类别为“{chosen.kind}”的" if chosen.kind else "全部类别的"
    yield f"统计截至{written(at.day)}，包括{which}、该日在聘期内的兼职聘任，聘期最后一天仍计入。"
    people = len({each.teacher_id for each in found})
    if people != len(found):
        yield f"共 {len(found)} 份聘任，{people} 人；一人有几份聘任的分行列出。"
    if lacking := sum(not each.number for each in found):
        yield f"有 {lacking} 份未登记协议编号。“—”表示未填报。"
    if note := masking(chosen.profile):
        yield note
