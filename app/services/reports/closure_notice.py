"""停用通知: who is hit by a closure, a page for each teacher, with where each lesson could go."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from app.models import Closure
from app.models.fields import option
from app.services.booking_week import Placed, RoomRow, placed_on, rooms_of
from app.services.booking_world import closed_of
from app.services.office import Office
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
from app.services.school_calendar import WEEKDAYS

_NOBODY = "未填写指导教师"
_YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Notice(Common):
    """What may be chosen."""

    closure: UUID = option("停用安排", None, target="closure", help="可写事由。")
    teacher: UUID | None = option("教师", None, target="teacher", help="留空为每位教师一页。")


def build(office: Office, chosen: Notice, today: date) -> Report:
    """Only what is still to come: past bookings are left alone."""
    at = scope(office, chosen, today)
    closure: Closure = office.of(Closure).get(chosen.closure)
    rooms = {room.id: room for room in rooms_of(office)}
    hit = [
        each
        for each in affected(office, closure, at.day, rooms)
        if chosen.teacher in (None, each.teacher_id)
    ]
    groups: dict[str, list[Placed]] = {}
    for each in hit:
        groups.setdefault(each.teacher or _NOBODY, []).append(each)
    sections: list[Section] = []
    for teacher in sorted(groups, key=lambda name: (name == _NOBODY, name)):
        if sections:
            sections.append(PageBreak(document=True))
        sections += _page(at, closure, rooms, teacher, groups[teacher])
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


def affected(
    office: Office, closure: Closure, today: date, rooms: dict[UUID, RoomRow]
) -> list[Placed]:
    """The dates from today on that a closure stands in the way of."""
    closed = closed_of(closure)
    first, last = max(closure.starts, today), closure.ends or today + _YEAR
    return [
        each
        for each in placed_on(office, first, last)
        if each.room in rooms
        and closed.covers(each.room, rooms[each.room].base_id, each.on, each.periods)
    ]


def _page(
    at: Scope,
    closure: Closure,
    rooms: dict[UUID, RoomRow],
    teacher: str,
    hit: Sequence[Placed],
) -> Iterator[Section]:
    until = f"至{written(closure.ends)}" if closure.ends else "起，恢复时间另行通知"
    yield Heading("实训室停用通知", 0)
    yield Facts(
        [
            Fact("教师", teacher),
            Fact("事由", f"{closure.kind}：{closure.name}"),
            Fact("停用时间", f"{written(closure.starts)}{until}", wide=True),
        ]
    )
    office = at.office.settings.office or "实训中心"
    yield Text(
        f"下列预约因停用不能照常进行，共 {len(hit)} 次。请在“改到”栏写明改到的时间和实训室，"
        f"或注明取消，交{office}办理；其余日期不受影响。"
    )
    columns = [
        word("日期", 9), word("节次", 7), word("实训室", 7), Column(label="班级", width=9),
        Column(label="课程或项目", width=12), Column(label="改到", width=14),
    ]  # fmt: skip
    rows = [
        (
            f"{each.on.month}月{each.on.day}日 周{WEEKDAYS[each.on.weekday()]}",
            str(each.periods), rooms[each.room].number, known(each.school_class), each.title,
            "　" * 8,
        )
        for each in hit
    ]  # fmt: skip
    yield Table(columns=columns, rows=rows)
    yield Signatures(roles=("教师（签字）", "经办人", "通知日期"))
