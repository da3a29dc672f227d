"""周记: which have come in, ticked for a class at once."""

from PySide6.QtWidgets import QCheckBox, QStackedLayout

from app.services.process_entry import receive, take_back
from app.services.process_lists import Process
from app.ui.buttons import button
from app.ui.choosers import Combo
from app.ui.labels import label
from app.ui.layouts import column, row
from app.ui.page import Desk
from app.ui.panels import EmptyState
from app.ui.process_part import ProcessPart
from app.ui.tokens import NARROW, SNUG, Tone
from app.ui.weeks_table import WeeksTable

_ALL = "全部班级"


class WeeksPart(ProcessPart):
    """A class at a time, or everybody; only who lacks something, if wanted."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._process: Process | None = None
        self.table = WeeksTable(desk.look)
        self.classes = Combo(desk.office.initials)
        self.classes.setAccessibleName("班级")
        self.lacking = QCheckBox("只看缺周记的")
        tick = button(
            desk.look, "收到 / 撤回（空格）", "check", kind="primary", press=self.table.toggle
        )
        told = label("点周次选中整列，可一次勾选全班。", "muted")
        bar = row(tick, told, 1, self.classes, self.lacking, spacing=NARROW)
        empty = EmptyState(
            desk.look, "file-check", "没有要收的周记", "本批次不要求周记，或还没有学生在岗满一周。"
        )
        self._pile = QStackedLayout()
        self._pile.addWidget(self.table)
        self._pile.addWidget(empty)
        whole = column(bar, spacing=SNUG)
        whole.addLayout(self._pile, 1)
        self.setLayout(whole)
        self.table.toggled.connect(self._tick)
        self.classes.activated.connect(lambda _: self._show())
        self.lacking.toggled.connect(lambda _: self._show())

    def fill(self, process: Process) -> None:
        """Show a batch as it stands."""
        self._process = process
        chosen = self.classes.currentData()
        named = dict.fromkeys(each.person.school_class for each in process.weeks)
        self.classes.clear()
        self.classes.addItem(_ALL, None)
        for name in named:
            self.classes.addItem(name or "没有班级", name)
        self.classes.setCurrentIndex(max(0, self.classes.findData(chosen)))
        self._show()

    def enter(self) -> None:
        """Be ready for the keyboard."""
        self.table.setFocus()

    def widen(self) -> None:
        """All classes."""
        self.classes.setCurrentIndex(0)
        self._show()

    def _tick(self, squares: object, came: bool) -> None:  # noqa: FBT001 - a signal's
        process = self._process
        if process is None or not isinstance(squares, dict):
            return
        if came:
            count = receive(self._desk.office, squares, process.today)
            self.said.emit(f"已登记收到周记 {count} 份。", Tone.GOOD)
        else:
            count = take_back(self._desk.office, squares)
            self.said.emit(f"已撤回周记 {count} 份的收取登记。", Tone.NEUTRAL)

    def _show(self) -> None:
        if self._process is None:
            return
        chosen = self.classes.currentData()
        found = [
            each
            for each in self._process.weeks
            if chosen in (None, each.person.school_class)
            and (each.records.missing or not self.lacking.isChecked())
        ]
        self.table.fill(found)
        self._pile.setCurrentIndex(0 if self.table.squares.weeks else 1)
