"""找空档: rooms and times that are free in all of some weeks; the chosen one is booked."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from app.errors import Invalid, Problem
from app.models import Term
from app.models.calendar import Weekday
from app.models.fields import Field
from app.models.teaching_time import (
    MOST_PERIODS,
    Pattern,
    Periods,
    Weeks,
    periods_words,
    weeks_words,
)
from app.services.bookings.free_slots import Need, Slot, Sought, find_slots
from app.services.bookings.week import RoomRow
from app.services.calendar import term_dates
from app.services.school_calendar import WEEKDAYS
from app.ui.buttons import button, key_of
from app.ui.dialogs import Dialog
from app.ui.forecast import beside, fitting, to_and_fro
from app.ui.form import Form
from app.ui.grid import Grid, Head, Line, Section
from app.ui.labels import label
from app.ui.layouts import column
from app.ui.page import Desk
from app.ui.today import today
from app.ui.tokens import SNUG

_HEADS = (
    Head("实训室和星期", 14), Head("节次", 8), Head("次数", 5, right=True),
    Head("说明", 10, stretch=True),
)  # fmt: skip
_DAYS = tuple(Weekday)
_FIELDS = (
    Field(
        key="weeks", label="周次", default="1-16周", check=weeks_words,
        help="如 1-16周、1-8,10,12-16周、1-16周 单周。",
    ),
    Field(key="length", label="连续节数", type=int, unit="节", default=2),
    Field(
        key="weekdays", label="星期", type=tuple, item=Weekday, required=False,
        help="不选为周一至周五。",
    ),
    Field(
        key="within", label="只要这些节次", required=False, check=periods_words,
        help="如 1-4；留空为全天。",
    ),
    Field(key="heads", label="人数", type=int, unit="人", required=False),
    Field(key="shared", label="可与别人共用工位", type=bool, default=False),
    Field(key="campus", label="校区", type=UUID, target="campus", required=False),
    Field(key="base", label="实训基地", type=UUID, target="training_base", required=False),
    Field(
        key="teacher", label="指导教师", type=UUID, target="teacher", required=False,
        help="避开他已有的课。",
    ),
    Field(
        key="school_class", label="班级", type=UUID, target="school_class", required=False,
        help="避开这个班已有的课。",
    ),
    Field(
        key="equipment", label="要用的设备", type=tuple, item=UUID, target="equipment",
        through="booking_equipment", required=False,
        help="只找有同名设备、那时又没被占用的实训室。",
    ),
    Field(key="number", label="每种台数", type=int, unit="台套", default=1),
)  # fmt: skip
_HOW = "写好条件，按“查找”列出这些周次里每一次都空着的实训室和时间。"
_NONE = "没有一档每一次都空着。请减少周次、节数或人数，多选几天，或不限校区和基地再找。"
_STALE = "条件改过了，请再按“查找”。"


class SlotFinder(Dialog):
    """Enter on a line, or the button, takes it over into a booking."""

    def __init__(
        self,
        desk: Desk,
        term: UUID,
        rooms: Sequence[RoomRow],
        given: Mapping[str, Any],
        parent: QWidget,
    ) -> None:
        self._desk, self._term = desk, term
        self._rooms = {room.id: room for room in rooms}
        self._found: Sequence[Slot] = ()
        self._sought: Mapping[str, Any] = {}
        self.chosen: Mapping[str, Any] | None = None
        self.equipment: Need = ()
        self.form = Form(_FIELDS, desk.look, desk.lookup)
        self.slots = Grid(desk.look, "空档", _HEADS)
        self._sum = label(_HOW, "muted", wrap=True)
        look = desk.look
        self.looking = button(look, "查找", "search", press=self.seek)
        self.take = button(look, "预约这一档…", kind="primary", press=self._take)
        close = button(look, "关闭", press=self.reject)
        super().__init__(
            "找空档", self._body(), (close, self.looking, self.take), parent, self.looking
        )
        self.slots.opened.connect(lambda _: self._take())
        self.slots.chosen.connect(self._offer)
        self.form.edited.connect(self._outdate)
        key_of(self.looking, "Alt+S", self)
        to_and_fro(self, self.form, self.slots)
        held: Term = desk.office.of(Term).get(term)
        self.form.start({"weeks": _weeks_left(held, today()), **given})
        self.resize(fitting(self, QSize(1100, 660)))
        self._offer()
        self.form.focus("weeks")

    def seek(self) -> None:
        """List what is free."""
        try:
            values = self.form.values()
            sought = self._asked(values)
            found = find_slots(self._desk.office, sought)
        except Invalid as invalid:
            self.form.show_problems(invalid.problems)
            return
        self._found, self._sought = found, values
        self.slots.fill(self._sections())
        rooms = len({slot.room for slot in self._found})
        over = any(slot.weeks != sought.weeks for slot in found)
        told = f"{rooms} 间实训室共 {len(found)} 档，工位最合适的在前。回车预约。"
        told += "已经过去的周不算，也不预约。" if over else ""
        self._sum.setText(told if self._found else _NONE)
        if self._found:
            self.slots.choose([0])
            self.slots.setFocus()
        self._offer()

    def _asked(self, values: Mapping[str, Any]) -> Sought:
        """Invalid with what cannot be looked for."""
        for key, most, what in (("length", MOST_PERIODS, "节数"), ("number", 9_999, "台数")):
            if not 1 <= values[key] <= most:
                raise Invalid([Problem(key, f"{what}请填 1 至 {most}")])
        if values["shared"] and not values["heads"]:
            raise Invalid([Problem("heads", "共用工位时，请写明人数")])
        days = [_DAYS.index(each) + 1 for each in values["weekdays"]]
        within = Periods.parse(values["within"]) if values["within"] else None
        sought = Sought(
            term=self._term, weeks=Weeks.parse(values["weeks"]), since=today(),
            length=values["length"], within=within, heads=values["heads"] or 0,
            shared=values["shared"], campus=values["campus"], base=values["base"],
            teacher=values["teacher"], school_class=values["school_class"],
            equipment=values["equipment"], number=values["number"],
        )  # fmt: skip
        return replace(sought, weekdays=sorted(days)) if days else sought

    def _sections(self) -> list[Section]:
        """Room by room; a line is known by its place among what was found."""
        numbered = enumerate(self._found)
        return [
            Section(self._named(room), [_line(at, slot) for at, slot in lines])
            for room, lines in groupby(numbered, lambda two: two[1].room)
        ]

    def _named(self, key: UUID) -> str:
        room = self._rooms[key]
        seats = f"{room.seats} 工位" if room.seats is not None else "未登记工位"
        return "　".join(filter(None, (f"{room.number} {room.name}", seats, room.base)))

    def _offer(self) -> None:
        self.take.setEnabled(bool(self.slots.marked()))

    def _outdate(self) -> None:
        """What was found is not what is asked for now."""
        if self._found:
            self._found = ()
            self.slots.fill([])
            self._sum.setText(_STALE)
            self._offer()

    def _take(self) -> None:
        marked = self.slots.marked()
        if not marked:
            return
        slot, values = self._found[marked[0]], self._sought
        pattern = Pattern(slot.weeks, slot.weekday, slot.periods)
        self.chosen = {
            "room_id": slot.room,
            "when": str(pattern),
            "heads": values["heads"],
            "shared": values["shared"],
            "teacher_id": values["teacher"],
            "class_id": values["school_class"],
        }
        self.equipment = slot.equipment
        self.accept()

    def _body(self) -> QWidget:
        inside = column(self._sum, spacing=SNUG)
        inside.addWidget(self.slots, 1)
        return beside(self.form, inside, (4, 6))


def _weeks_left(term: Term, day: date) -> str:
    """This week to the last one of teaching; of a term that is not on, all of them."""
    dates = term_dates(term)
    last = max(1, (dates.exam_from or dates.weeks + 1) - 1)
    now = dates.week_of(day) or 1
    return str(Weeks(((now if now <= last else 1, last),)))


def _line(at: int, slot: Slot) -> Line:
    lost = f"另有 {slot.lost} 周这一天不上课" if slot.lost else ""
    day = f"星期{WEEKDAYS[slot.weekday - 1]}"
    return Line(at, (day, str(slot.periods), f"{len(slot.days)} 次", lost))
