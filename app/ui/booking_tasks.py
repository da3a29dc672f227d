"""待办: approvals, timetable rows to place, the waiting list and the register, with what to do."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from app.errors import UserError
from app.models import UseRecord
from app.services.bookings.changes import heal, no_show
from app.services.bookings.flow import decide
from app.services.bookings.holds import release
from app.services.bookings.placing import Spot, in_the_way, place, spots
from app.services.bookings.tasks import Item, Task, check_in, tasks
from app.ui.booking_choice import choose_one
from app.ui.booking_series import SeriesDialog, ask_reason
from app.ui.buttons import button, key_of
from app.ui.closure_planner import settle_closure
from app.ui.form import Form
from app.ui.grid import Head, Line, Section
from app.ui.list_dialog import ListDialog, Listing
from app.ui.page import Desk, Target
from app.ui.part_dialog import Deed, FormDialog, run
from app.ui.today import today
from app.ui.tokens import Tone

_HEADS = (
    Head("预约", 14, stretch=True), Head("时间", 16), Head("实训室", 7),
    Head("班级、教师", 11, spare=1),
    Head("说明", 12, spare=2), Head("轮到", 6),
)  # fmt: skip
_USE = ("began", "ended", "heads", "condition", "fault", "cleaned", "power_off", "key_returned",
        "user", "keeper")  # fmt: skip


_WIDE = 1040


class BookingTasks(ListDialog):
    """Everything that waits for somebody, in sections; what can be done follows the choice."""

    def __init__(
        self,
        desk: Desk,
        go: Callable[[Target], object],
        parent: QWidget,
        task: Task | None = None,
    ) -> None:
        self._desk, self._go, self._asked = desk, go, task  # what was asked for stands first
        release(desk.office, datetime.now(UTC))
        look = desk.look
        self.yes = button(look, "同意", "check", press=self._agree)
        self.no = button(look, "驳回…", press=self._refuse)
        self.put = button(look, "排课…", press=self._place)
        self._items: list[Item] = []
        self.shut = button(look, "处理停用…", press=self._settle)
        self.came = button(look, "登记使用…", press=self._check_in)
        self.missed = button(look, "爽约", press=self._no_show)
        self.turned = button(look, "候补转正", press=self._let_in)
        listing = Listing("预约待办", "", _HEADS, ())
        super().__init__(
            look,
            listing,
            parent,
            (self.yes, self.no, self.put, self.shut, self.turned, self.came, self.missed),
        )
        self.resize(self.size().expandedTo(QSize(_WIDE, 0)).boundedTo(self._most()))
        self.list.chosen.connect(self._offer)
        self.opened.connect(self._open)
        for keys, made in (
            ("Alt+Y", self.yes),
            ("Alt+N", self.no),
            ("Alt+P", self.put),
            ("Alt+T", self.shut),
            ("Alt+W", self.turned),
            ("Alt+U", self.came),
        ):
            key_of(made, keys, self)
        self._show()
        first = [_key(each) for each in self._items if task in (None, each.task)][:1]
        self.list.choose(first)
        self.list.setFocus()

    def _most(self) -> QSize:
        room = self.screen().availableSize()
        return QSize(room.width() - 80, room.height() - 120)

    def _show(self, told: str = "") -> None:
        marked, before = set(self.list.marked()), self._items
        self._items = tasks(self._desk.office, today())
        sections = []
        for task in sorted(Task, key=lambda task: task is not self._asked):
            own = [each for each in self._items if each.task is task]
            if own:
                lines = [_line(self._explained(each)) for each in own]
                sections.append(Section(f"{task.value}　{len(own)}", lines))
        self.list.fill(sections)
        usual = "选中一条或几条再按下面的按钮；回车打开这份预约。"
        self.about.setText(told or (usual if self._items else "没有要办的预约。"))
        self.list.choose(_next(before, marked, self._items))
        self._offer()

    def _explained(self, each: Item) -> Item:
        """A row of the timetable says what keeps it out, if nobody wrote it down."""
        if each.task is not Task.PLACE or each.note:
            return each
        return replace(each, note=in_the_way(self._desk.office, each.record))

    def _marked(self, task: Task) -> list[Item]:
        keys = set(self.list.marked())
        return [each for each in self._items if each.task is task and _key(each) in keys]

    def _offer(self) -> None:
        there = {each.task for each in self._items}
        for made, task in (
            (self.yes, Task.DECIDE), (self.no, Task.DECIDE), (self.put, Task.PLACE),
            (self.shut, Task.CLOSED), (self.turned, Task.WAIT),
            (self.came, Task.CHECK_IN), (self.missed, Task.CHECK_IN),
        ):  # fmt: skip
            made.setVisible(task in there)
            made.setEnabled(bool(self._marked(task)))

    # --- deeds

    def _agree(self) -> None:
        self._decide(agreed=True, reason="")

    def _refuse(self) -> None:
        if not self._marked(Task.DECIDE):
            return
        reason = ask_reason(self._desk, "驳回预约", "驳回", self)
        if reason is not None:
            self._decide(agreed=False, reason=reason)

    def _decide(self, *, agreed: bool, reason: str) -> None:
        def word(each: Item) -> str:
            assert each.role is not None  # noqa: S101 - of what is to be decided
            done = decide(
                self._desk.office, each.record, each.role, agreed=agreed, reason=reason,
                on=today(),
            )  # fmt: skip
            return f"“{each.title}”{done.words}"

        self._each(Task.DECIDE, word)

    def _let_in(self) -> None:
        def turned(each: Item) -> str:
            assert each.date is not None  # noqa: S101 - of what waits
            heal(self._desk.office, each.date, reason="候补转正")
            return f"“{each.title}”候补转正"

        self._each(Task.WAIT, turned)

    def _place(self) -> None:
        """Where the first chosen row goes: the whole series in one step."""
        chosen = self._marked(Task.PLACE)[:1]
        for each in chosen:
            found = spots(self._desk.office, each.record)
            about = f"“{each.title}”{each.when}，原定 {each.room}。整个系列一起改到："
            if not found:
                about = f"“{each.title}”{each.when}：没有各周都空闲的实训室和时间。"
                about += "请按 Enter 打开这份预约，改周次或分开排。"
            spot = choose_one(self._desk, about, found, self)
            if spot is not None:
                self._put_there(each, spot)

    def _put_there(self, each: Item, spot: Spot) -> None:
        try:
            count = place(self._desk.office, each.record, spot)
            told = f"“{each.title}”已排到 {spot.words}，共 {count} 天。"
        except UserError as error:
            told = error.message
        self._show(told)

    def _settle(self) -> None:
        """Decide about what the first chosen closure left open."""
        for each in self._marked(Task.CLOSED)[:1]:
            settled = settle_closure(self._desk, each.record, self)
            if settled is not None:
                told = f"改到别处 {settled.moved} 次，取消 {settled.cancelled} 次"
                left = f"，还有 {settled.open} 次待处理" if settled.open else ""
                self._show(f"“{each.title}”：{told}{left}。{settled.words}")

    def _each(self, task: Task, deed: Callable[[Item], str]) -> None:
        """Do it with every chosen one; what is refused is said, the others go on."""
        told = []
        for each in self._marked(task):
            try:
                told.append(deed(each))
            except UserError as error:
                told.append(f"“{each.title}”：{error.message}")
        self._show("；".join(told))

    def _check_in(self) -> None:
        dates = [each.date for each in self._marked(Task.CHECK_IN) if each.date]
        if not dates:
            return
        form = Form([UseRecord.field(key) for key in _USE], self._desk.look, self._desk.lookup)
        form.start({"cleaned": True, "power_off": True, "key_returned": True})

        def save(values: dict[str, Any]) -> None:
            check_in(self._desk.office, dates, values, today())

        if run(FormDialog(self._desk.look, form, Deed("登记使用", save, "登记"), self)):
            self._show(f"已登记 {len(dates)} 次。")

    def _no_show(self) -> None:
        dates = [each.date for each in self._marked(Task.CHECK_IN) if each.date]
        try:
            done = no_show(self._desk.office, dates, today())
            told = f"已记爽约 {done.count} 次。{done.words}"
        except UserError as error:
            told = error.message
        self._show(told)

    def _open(self, key: Any) -> None:
        item = next((each for each in self._items if _key(each) == key), None)
        if item is not None and item.task is Task.CLOSED:
            self._settle()
        elif item is not None:
            run(SeriesDialog(self._desk, item.record, self._leave_for, self))
            if self.isVisible():
                self._show()

    def _leave_for(self, target: Target) -> None:
        self.accept()
        self._go(target)


def _key(each: Item) -> Any:
    return (each.task, each.record, each.date)


def _next(before: Sequence[Item], marked: set[Any], now: Sequence[Item]) -> list[Any]:
    """What stays marked; once it is dealt with, what comes after it."""
    there = {_key(each) for each in now}
    if marked & there or not marked:
        return list(marked & there)
    keys = [_key(each) for each in before]
    last = max(keys.index(each) for each in marked)
    task = keys[last][0]
    nearest = (*keys[last:], *reversed(keys[:last]))
    return [each for each in nearest if each in there and each[0] is task][:1]


def _line(each: Item) -> Line:
    turn = each.role.value if each.role else ""
    cells = (each.title, each.when, each.room, each.who, each.note, turn)
    return Line(_key(each), cells, {5: Tone.CAUTION} if turn else {}, each.note)
