"""停用通知: who is hit by a closure, a page for each teacher, with where each lesson could go."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.models import Closure, Department, Room, SchoolClass, Teacher
from app.models.fields import option
from app.services.bookings.closure_notices import Notified, notified
from app.services.office import Office
from app.services.query import Query
from app.services.reports.cells import known, word
from app.services.reports.reading import Common, Scope, scope, written
from app.services.reports.spec import (
    Align,
    Column,
    Fact,
    Facts,
    Heading,
    Orientation,
    PageBreak,
    Report,
    Section,
    Signatures,
    Table,
    Text,
)
from app.services.school_calendar import long_day

_NOBODY = "未填写指导教师"


@dataclass(frozen=True, slots=True)
class Notice(Common):
    """What may be chosen."""

    closure: UUID = option("停用安排", None, target="closure", help="可写事由。")
    teacher: UUID | None = option("教师", None, target="teacher", help="留空为每位教师一页。")


def build(office: Office, chosen: Notice, today: date) -> Report:
    """Only what is still to come: past bookings are left alone."""
    at = scope(office, chosen, today)
    closure: Closure = office.of(Closure).get(chosen.closure)
    hit = [
        each
        for each in notified(office, closure, at.day)
        if chosen.teacher in (None, each.use.teacher)
    ]
    groups: dict[UUID | None, list[Notified]] = {}
    for each in hit:
        groups.setdefault(each.use.teacher, []).append(each)
    sections: list[Section] = []
    for key, name in _named(office, groups).items():
        if sections:
            sections.append(PageBreak(document=True))
        sections += _page(at, closure, name, groups[key])
    return at.report(
        "closure_notice",
        "实训室停用通知",
        sections or [Text("（没有受影响的预约）", align=Align.CENTRE)],
        period="",
        orientation=Orientation.PORTRAIT,
        one_page=True,
        draft=chosen.draft,
        figures={"teachers": len(groups), "dates": len(hit)},
    )


def _named(office: Office, keys: Collection[UUID | None]) -> dict[UUID | None, str]:
    """What the pages call the teachers, in order; who has a namesake is told from him."""
    teachers: list[Teacher] = [office.of(Teacher).get(key) for key in keys if key is not None]
    names = tuple({each.name for each in teachers})
    called: dict[str, list[Teacher]] = {}
    for each in office.of(Teacher).all(Query(where={"name": names})) if names else ():
        called.setdefault(each.name, []).append(each)
    found: dict[UUID | None, str] = {
        each.id: f"{each.name}{_apart(office, each, called.get(each.name, []))}"
        for each in sorted(teachers, key=lambda each: (each.sort_key, each.name, str(each.id)))
    }
    return found | ({None: _NOBODY} if None in keys else {})


def _apart(office: Office, teacher: Teacher, called: Sequence[Teacher]) -> str:
    """The department of a teacher of whose name there are several; the number if that is one."""
    if len(called) < 2:
        return ""
    own = teacher.department_id
    shared = own is None or [each.department_id for each in called].count(own) > 1
    if shared and teacher.number:
        return f"，教工号 {teacher.number}"
    return f"，{office.of(Department).titles([own])[own]}" if own else ""


def _page(at: Scope, closure: Closure, teacher: str, hit: Sequence[Notified]) -> Iterator[Section]:
    until = f"至{written(closure.ends)}" if closure.ends else "起，恢复时间另行通知"
    yield Heading(f"实训室停用通知（{teacher}）", 0)
    yield Facts(
        [
            Fact("教师", teacher),
            Fact("事由", f"{closure.kind}：{closure.name}"),
            Fact("停用时间", f"{written(closure.starts)}{until}", wide=True),
        ]
    )
    yield Text(_told(at, hit))
    columns = [
        word("日期", 9), word("节次", 7), word("实训室", 7), Column(label="班级", width=9),
        Column(label="课程或项目", width=12), Column(label="安排", width=18),
    ]  # fmt: skip
    rooms = at.office.of(Room).titles({each.use.room for each in hit})
    classes = at.office.of(SchoolClass).titles(
        {each.use.school_class for each in hit if each.use.school_class}
    )
    rows = [
        (
            long_day(each.use.on),
            str(each.use.periods),
            rooms[each.use.room],
            known(classes.get(each.use.school_class) if each.use.school_class else None),
            each.use.title,
            each.words or _proposed(each),
        )
        for each in hit
    ]
    yield Table(columns=columns, rows=rows)
    yield Signatures(roles=("教师（签字）", "经办人", "通知日期"))


def _told(at: Scope, hit: Sequence[Notified]) -> str:
    left = sum(not each.words for each in hit)
    settled = "" if left == len(hit) else f"已定 {len(hit) - left} 次；"
    told = f"下列预约因停用不能照常进行，共 {len(hit)} 次，{settled}其余日期不受影响。"
    if not left:
        return told
    office = at.office.settings.office or "实训中心"
    return f"{told}还有 {left} 次未定，请写明改到的时间和实训室，或注明取消，交{office}办理。"


def _proposed(each: Notified) -> str:
    """Where it could go, and room to write where it shall."""
    offered = f"未定，可改到 {each.offers[0]}" if each.offers else "未定"
    return f"{offered}\n改到：{'　' * 10}"
