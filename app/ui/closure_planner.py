"""停用: what a closure would hit, where each date could go, and deciding about all of it."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from PySide6.QtCore import QSize, QTimer
from PySide6.QtWidgets import QPushButton, QWidget

from app.errors import Conflict, Invalid
from app.models import Closure, Room, SchoolClass, Teacher
from app.services.bookings.answers import Move, Skip, elsewhere
from app.services.bookings.closure_impact import (
    Affected,
    Settled,
    close,
    closed_by,
    impact,
    overlapping,
    settle,
)
from app.services.bookings.occupation import Closed
from app.services.bookings.places import Place, places
from app.services.bookings.words import short_day
from app.ui.booking_choice import choose_place
from app.ui.booking_series import ask_reason
from app.ui.buttons import button, key_of
from app.ui.dialogs import Dialog
from app.ui.forecast import PAUSE, beside, fitting, to_and_fro
from app.ui.form import Form
from app.ui.grid import Grid, Head, Line, Section
from app.ui.labels import label
from app.ui.layouts import column, row
from app.ui.lines import Lines
from app.ui.page import Desk
from app.ui.panels import Banner
from app.ui.today import today
from app.ui.tokens import NARROW, SNUG, Tone

_FIELDS = ("name", "kind", "room_id", "base_id", "starts", "ends", "weekdays", "periods", "remark")
_HEADS = (
    Head("日期", 6), Head("节次", 5), Head("实训室", 5), Head("预约", 11, stretch=True),
    Head("教师", 5, spare=1), Head("建议", 12), Head("处理", 11),
)  # fmt: skip
_HALF = "起止日期还没写完整，写好后这里重新列出受影响的预约。"


class ClosurePlanner(Dialog):
    """The form at the left, the dates it hits at the right; what nobody decides stays open.

    A closure on file is not changed here: what it left open is settled.
    """

    def __init__(
        self,
        desk: Desk,
        given: Mapping[str, Any],
        parent: QWidget,
        closure: Closure | None = None,
    ) -> None:
        self._desk, self._closure = desk, closure
        self._closed: Closed | None = None
        self._told: dict[UUID, str] = {}
        self._answers: dict[UUID, Move | Skip] = {}
        self.affected: Sequence[Affected] = ()
        self.settled: Settled | None = None
        fields = [Closure.field(key) for key in _FIELDS]
        self.form = Form(fields, desk.look, desk.lookup)
        self.dates = Grid(desk.look, "受影响的预约", _HEADS)
        self._sum = label("", "muted", wrap=True)
        self._notes = Lines()
        title = "停用待处理的预约" if closure else "停用实训室"
        super().__init__(title, self._body(), self._buttons(), parent, self.agree)
        self._wait = QTimer(self, singleShot=True, interval=PAUSE)
        self._connect()
        if closure is None:
            self.form.start(given)
        else:
            self.form.show_values({key: getattr(closure, key) for key in _FIELDS})
            self.form.lock(_FIELDS)
        self.resize(fitting(self, QSize(1300, 860)))
        self.look_at()
        if closure is None:
            self.form.focus("name")
        else:
            self.dates.setFocus()

    # --- the dates

    def look_at(self) -> None:
        """Ask what would be hit, as far as the form can be understood."""
        self._wait.stop()
        office = self._desk.office
        values = {key: getattr(self._closure, key) for key in _FIELDS} if self._closure else {}
        values = values or self.form.draft()
        if not values.keys() >= {"starts", "ends"}:  # half written; without an end it never ends
            self._sum.setText(_HALF)
            return
        try:
            named = values | {"name": values.get("name") or "停用"}
            self._closed = closed_by(office, named) if values.get("starts") else None
        except Invalid:
            self._closed = None
        self.affected = impact(office, self._closed, today()) if self._closed else ()
        keys = {each.key for each in self.affected}
        self._answers = {key: each for key, each in self._answers.items() if key in keys}
        self._show()

    def _show(self) -> None:
        office = self._desk.office
        uses = [each.use for each in self.affected]
        rooms = office.of(Room).titles({use.room for use in uses})
        people = office.of(Teacher).titles({use.teacher for use in uses if use.teacher})
        groups = office.of(SchoolClass).titles(
            {use.school_class for use in uses if use.school_class}
        )
        lines = []
        for each in self.affected:
            use = each.use
            group = groups.get(use.school_class, "") if use.school_class else ""
            named = " ".join(part for part in (group, use.title) if part)
            teacher = people.get(use.teacher, "") if use.teacher else ""
            offer = each.offers[0].words if each.offers else "没有合适的空闲实训室"
            day = short_day(use.on)
            cells = (
                day, str(use.periods), rooms[use.room], named, teacher, offer, self._deed(each),
            )  # fmt: skip
            tone = Tone.GOOD if each.key in self._answers else Tone.CAUTION
            lines.append(Line(each.key, cells, {6: tone}))
        self.dates.fill([Section("", lines)])
        self._tell()

    def _deed(self, each: Affected) -> str:
        answer = self._answers.get(each.key)
        if isinstance(answer, Skip):
            return f"取消：{answer.why}"
        if answer is None:
            return "待处理"
        return self._told[each.key]

    def _tell(self) -> None:
        moved = sum(isinstance(each, Move) for each in self._answers.values())
        dropped = len(self._answers) - moved
        left = len(self.affected) - len(self._answers)
        told = "写好实训室和起止日期，这里列出会受影响的预约；已经过去的不动。"
        if self.affected:
            told = f"影响 {len(self.affected)} 次预约：改到别处 {moved}，取消 {dropped}，"
            told += f"待处理 {left}。"
        elif self._closed is not None:
            told = "这段时间没有预约受影响。"
        own = self._closure.id if self._closure else None
        over = overlapping(self._desk.office, self._closed, own) if self._closed else []
        if over:
            told += f"另有{'、'.join(over)}也停用，时间重叠，可以照常登记。"
        self._sum.setText(told)

    def _marked(self) -> list[Affected]:
        keys = set(self.dates.marked())
        return [each for each in self.affected if each.key in keys]

    # --- deeds

    def accept_offers(self) -> None:
        """The first offer for the chosen dates; without a choice for all that are open."""
        chosen = self._marked() or [e for e in self.affected if e.key not in self._answers]
        for each in chosen:
            if each.offers:
                self._put(each, Move(each.offers[0].room), each.offers[0].number)
        self._show()

    def relocate(self) -> None:
        """Ask where one chosen date goes: another room, another time."""
        chosen = self._marked()
        if len(chosen) != 1:
            self._notes.fill(
                [Banner(self._desk.look, "请选中一次预约，再改到别处。", Tone.CAUTION)]
            )
            return
        (each,) = chosen
        found = [
            place for place in places(self._desk.office, each.use) if self._beyond(each, place)
        ]
        if (place := choose_place(self._desk, each.use, found, self)) is not None:
            self._put(each, place.move, place.words)
            self._show()

    def _beyond(self, each: Affected, place: Place) -> bool:
        """Whether a place lies outside the closure that is being planned."""
        use = elsewhere(each.use, place.move)
        base = self._desk.office.of(Room).get(use.room).base_id
        return self._closed is None or not self._closed.covers(use.room, base, use.on, use.periods)

    def _put(self, each: Affected, where: Move, words: str) -> None:
        self._answers[each.key] = where
        self._told[each.key] = f"改到 {words}"

    def drop(self) -> None:
        """Cancel the chosen dates, with a reason."""
        chosen = self._marked()
        if not chosen:
            return
        reason = ask_reason(self._desk, f"取消选中的 {len(chosen)} 次", "取消预约", self)
        if reason is not None:
            self._answers |= {each.key: Skip(reason) for each in chosen}
            self._show()

    def leave_open(self) -> None:
        """Decide about the chosen dates later."""
        for each in self._marked():
            self._answers.pop(each.key, None)
        self._show()

    def _finish(self) -> None:
        try:
            office = self._desk.office
            if self._closure is None:
                self.settled = close(office, self.form.values(), self._answers, today())
            else:
                self.settled = settle(office, self._closure.id, self._answers, today())
        except Invalid as invalid:
            self.form.show_problems(invalid.problems)
            return
        except Conflict as conflict:
            self._notes.fill([Banner(self._desk.look, conflict.message, Tone.STOP)])
            self.look_at()
            return
        self.accept()

    # --- building

    def _buttons(self) -> tuple[QPushButton, ...]:
        look = self._desk.look
        words = ("不停用了", "停用") if self._closure is None else ("以后再办", "保存处理")
        self.agree = button(look, words[1], kind="primary", press=self._finish)
        return (button(look, words[0], press=self.reject), self.agree)

    def _body(self) -> QWidget:
        look = self._desk.look
        self._deeds = {
            "Alt+A": button(look, "接受建议", press=self.accept_offers),
            "Alt+M": button(look, "改到…", press=self.relocate),
            "Alt+X": button(look, "取消预约…", press=self.drop),
            "Alt+R": button(look, "先不处理", press=self.leave_open),
        }
        deeds = row(*self._deeds.values(), 1, spacing=NARROW)
        inside = column(self._sum, self._notes, spacing=SNUG)
        inside.addWidget(self.dates, 1)
        inside.addLayout(deeds)
        return beside(self.form, inside, (4, 9))

    def _connect(self) -> None:
        self._wait.timeout.connect(self.look_at)
        self.form.edited.connect(self._wait.start)
        for keys, made in {"Ctrl+S": self.agree, **self._deeds}.items():
            key_of(made, keys, self)
        to_and_fro(self, self.form, self.dates)


def plan_closure(desk: Desk, given: Mapping[str, Any], parent: QWidget) -> Settled | None:
    """Close rooms; what became of the dates, or None if nothing was closed."""
    return _run(ClosurePlanner(desk, given, parent))


def settle_closure(desk: Desk, closure: UUID, parent: QWidget) -> Settled | None:
    """Decide about what a closure on file left open."""
    found: Closure = desk.office.of(Closure).get(closure)
    return _run(ClosurePlanner(desk, {}, parent, found))


def _run(dialog: ClosurePlanner) -> Settled | None:
    dialog.exec()
    dialog.deleteLater()
    return dialog.settled
