"""What a base, a room, a booking show besides their fields: small lists to go on from."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from app.models import (
    Booking,
    BookingApproval,
    BookingOccurrence,
    Closure,
    Equipment,
    Room,
    RoomInspection,
    SchoolClass,
    Teacher,
    TrainingBase,
)
from app.models.bases import EquipmentState
from app.models.bookings import OccurrenceState
from app.services.office import Office
from app.services.query import Condition, Query
from app.services.school_calendar import WEEKDAYS
from app.ui.detail import RecordView
from app.ui.grid import Grid, Head, Line, Section
from app.ui.labels import label
from app.ui.layouts import column, scrolled
from app.ui.lines import Lines
from app.ui.page import Desk, Target
from app.ui.today import today
from app.ui.tokens import MEDIUM, NARROW, SNUG, TIGHT, Tone
from app.ui.tones import tone_of

_MOST = 12  # lines of one list that are seen at once; more scroll
_COMING = 30  # dates listed; the week view has them all
_HEAD = 34
_DATES = (
    Head("日期", 8),
    Head("节次", 5),
    Head("预约", 12, stretch=True),
    Head("班级、教师", 11, spare=1),
    Head("状态", 5),
)
_CLOSED = (
    Head("日期", 12),
    Head("事由", 12, stretch=True),
    Head("节次", 6, spare=1),
    Head("类别", 6),
)
_EQUIPPED = (
    Head("设备", 12, stretch=True),
    Head("数量", 4, right=True),
    Head("下次检验", 7, spare=1),
    Head("状态", 6),
)
_SEEN = (
    Head("检查日期", 7),
    Head("隐患", 12, stretch=True),
    Head("整改期限", 7, spare=1),
    Head("整改", 7),
)
_ROOMS = (Head("实训室号", 6), Head("名称", 12, stretch=True), Head("工位", 4, right=True),
          Head("设备", 5, right=True, spare=2), Head("安全等级", 6, spare=1))  # fmt: skip
_EACH = (
    Head("日期", 7),
    Head("节次", 5),
    Head("实训室", 5, spare=1),
    Head("状态", 5),
    Head("说明", 8, stretch=True),
)
_SAID = (
    Head("环节", 6),
    Head("审批人", 6),
    Head("日期", 7),
    Head("结论", 5),
    Head("意见", 10, stretch=True),
)

Table = tuple[str, Sequence[Head], Sequence[Line], str]  # title, heads, lines, said of none


class Tables(RecordView):
    """One small list under the other, each under its heading; opening a line goes there."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._lines = Lines(spacing=MEDIUM)
        inside = column(self._lines, spacing=SNUG, margins=(MEDIUM, SNUG, MEDIUM, MEDIUM))
        inside.addStretch(1)
        self.setLayout(column(scrolled(inside)))

    def show_record(self, record: Any) -> None:
        self._lines.fill([self._table(*each) for each in self.tables(record)])

    def tables(self, record: Any) -> Iterable[Table]:
        """What is to be listed of this record."""
        raise NotImplementedError

    def _table(
        self, title: str, heads: Sequence[Head], lines: Sequence[Line], none: str
    ) -> QWidget:
        made = QWidget()
        head = label(f"{title}　{len(lines)}" if lines else title, "strong")
        if not lines:
            made.setLayout(column(head, label(none, "muted", wrap=True), spacing=TIGHT))
            return made
        grid = Grid(self.desk.look, title, heads)
        grid.fill([Section("", lines)])
        grid.setFixedHeight(_HEAD + min(len(lines), _MOST) * self.desk.look.row_height + 4)
        grid.opened.connect(self.wanted.emit)
        made.setLayout(column(head, grid, spacing=NARROW))
        return made


class RoomUse(Tables):
    """Who comes next, when it is closed, what stands in it, and what inspections found."""

    def tables(self, record: Room) -> Iterable[Table]:
        office, day = self.desk.office, today()
        yield "接下来的预约", _DATES, _coming(office, record.id, day), "从今天起没有预约。"
        yield "停用安排", _CLOSED, _closures(office, record, day), "从今天起没有停用安排。"
        yield "设备", _EQUIPPED, _equipment(office, record.id, day), "没有登记设备。"
        yield "安全检查", _SEEN, _inspections(office, record.id, day), "没有检查记录。"


class BaseRooms(Tables):
    """The rooms of a base."""

    def tables(self, record: TrainingBase) -> Iterable[Table]:
        office = self.desk.office
        rooms = office.of(Room).all(Query(where={"base_id": record.id}, order="number"))
        where = {"room_id": tuple(each.id for each in rooms)}
        counts: dict[UUID, int] = {}
        for each in office.of(Equipment).all(Query(where=where)) if rooms else ():
            counts[each.room_id] = counts.get(each.room_id, 0) + each.quantity
        lines = [
            Line(
                Target("room", record=each.id),
                (
                    each.number, each.name, _number(each.seats), _number(counts.get(each.id)),
                    str(each.grade or ""),
                ),
            )
            for each in rooms
        ]  # fmt: skip
        yield "实训室", _ROOMS, lines, "还没有实训室。在“实训室”里登记，或导入实训室一览表。"


class BookingDates(Tables):
    """Every date of a booking and every word that was said about it; changed in the week view."""

    def tables(self, record: Booking) -> Iterable[Table]:
        office = self.desk.office
        mine = Query(where={"booking_id": record.id}, order="on")
        dates = office.of(BookingOccurrence).all(mine)
        rooms = office.of(Room).titles({each.room_id for each in dates})
        lines = [
            Line(
                Target("bookings", record=each.id),
                (
                    _day(each.on), _periods(each),
                    rooms.get(each.room_id, ""), str(each.state), each.why or "",
                ),
                {3: tone_of(each.state)},
                each.why or "",
            )
            for each in dates
        ]  # fmt: skip
        yield "日期", _EACH, lines, "还没有排日期。在“预约”的待办里安排。"
        said = [
            Line(
                Target("booking", record=record.id),
                (
                    str(each.role), each.person or "", f"{each.on}",
                    "同意" if each.agreed else "驳回", each.reason or "",
                ),
                {3: Tone.GOOD if each.agreed else Tone.STOP},
                each.reason or "",
            )
            for each in office.of(BookingApproval).all(mine)
        ]  # fmt: skip
        yield "审批", _SAID, said, "还没有审批意见。"


def _coming(office: Office, room: UUID, day: date) -> list[Line]:
    states = (OccurrenceState.PLANNED, OccurrenceState.QUEUED)
    asked = Query(
        where={"room_id": room, "state": states},
        conditions=(Condition("on", "≥", day),),
        order="on",
    )
    dates = office.of(BookingOccurrence).all(asked)[:_COMING]
    titles = office.of(Booking).titles({each.booking_id for each in dates})
    people = office.of(Teacher).titles({each.teacher_id for each in dates if each.teacher_id})
    groups = office.of(SchoolClass).titles({each.class_id for each in dates if each.class_id})
    return [
        Line(
            Target("bookings", record=each.id),
            (
                _day(each.on), _periods(each),
                titles.get(each.booking_id, ""),
                " ".join(filter(None, (groups.get(each.class_id), people.get(each.teacher_id)))),
                str(each.state),
            ),
            {4: tone_of(each.state)},
        )
        for each in sorted(dates, key=lambda each: (each.on, each.first))
    ]  # fmt: skip


def _closures(office: Office, room: Room, day: date) -> list[Line]:
    found = [
        each
        for each in office.of(Closure).all(Query(order="starts"))
        if each.room_id in (None, room.id)
        and each.base_id in (None, room.base_id)
        and (each.ends is None or each.ends >= day)
    ]
    return [
        Line(
            Target("closure", record=each.id),
            (_span(each), each.name, each.periods or "全天", str(each.kind)),
        )
        for each in found
    ]


def _equipment(office: Office, room: UUID, day: date) -> list[Line]:
    lines = []
    for each in office.of(Equipment).all(Query(where={"room_id": room})):
        late = each.inspect_by is not None and each.inspect_by < day
        word = "检验过期" if late and each.state is EquipmentState.IN_USE else str(each.state)
        cells = (each.name, f"{each.quantity}", f"{each.inspect_by or ''}", word)
        tone = Tone.STOP if late else tone_of(each.state)
        lines.append(Line(Target("equipment", record=each.id), cells, {3: tone}))
    return lines


def _inspections(office: Office, room: UUID, day: date) -> list[Line]:
    asked = Query(where={"room_id": room}, order="on", descending=True)
    lines = []
    for each in office.of(RoomInspection).all(asked):
        word, tone = rectified(each, day)
        cells = (f"{each.on}", each.found or "未发现", f"{each.due or ''}", word)
        lines.append(Line(Target("room_inspection", record=each.id), cells, {3: tone}))
    return lines


def rectified(each: RoomInspection, day: date) -> tuple[str, Tone]:
    """Where the putting right of what was found stands, in a word."""
    if not each.found:
        return "无隐患", Tone.NEUTRAL
    if each.fixed_on is not None:
        return "已整改", Tone.GOOD
    if each.due is not None and each.due < day:
        return f"逾期 {(day - each.due).days} 天", Tone.STOP
    return "待整改", Tone.CAUTION


def _day(on: date) -> str:
    return f"{on:%m-%d} 周{WEEKDAYS[on.weekday()]}"


def _periods(each: BookingOccurrence) -> str:
    return f"第{each.first}节" if each.first == each.last else f"第{each.first}-{each.last}节"


def _span(each: Closure) -> str:
    days = f"{each.starts} 起" if each.ends is None else f"{each.starts} 至 {each.ends:%m-%d}"
    return f"{days} 每{'、'.join(map(str, each.weekdays))}" if each.weekdays else days


def _number(value: int | None) -> str:
    return "" if value is None else f"{value}"
