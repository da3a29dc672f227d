"""登记收回: numbers from a stack of paper, one after the other, and what became of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from PySide6.QtCore import QEvent
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QCheckBox, QFrame, QLabel, QLineEdit

from app.errors import Invalid
from app.models.fields import Options, option
from app.services.paper import AGREEMENT, CONSENT, Fate, Sheet, Signing, tick_off
from app.services.paper_state import PaperState
from app.ui.buttons import button
from app.ui.editors import editor_for
from app.ui.grid import Grid, Head, Line, Section
from app.ui.labels import label
from app.ui.layouts import column, row
from app.ui.page import Desk
from app.ui.style import set_state
from app.ui.tokens import MEDIUM, NARROW, SNUG, TIGHT, Tone

WIDTH = 356
_TONES = {
    Fate.TICKED: Tone.GOOD,
    Fate.ALREADY: Tone.NEUTRAL,
    Fate.ELSEWHERE: Tone.STOP,
    Fate.UNCLEAR: Tone.CAUTION,
    Fate.UNKNOWN: Tone.STOP,
}
_WRONG = (Fate.ELSEWHERE, Fate.UNCLEAR, Fate.UNKNOWN)
_HEADS = (Head("编号", 8), Head("结果", 6), Head("说明", 8, stretch=True))


@dataclass(frozen=True, slots=True)
class Preset(Options):
    """What holds for the whole stack."""

    on: date = option("签字日期", None)


class NumberEdit(QLineEdit):
    """A line for numbers. While it is empty, Ctrl+Z takes back what was ticked, not typed."""

    def paste_lines(self) -> None:
        """What was copied, also a column of a spreadsheet, on this one line."""
        self.insert(" ".join(QGuiApplication.clipboard().text().split()))

    # The Qt side -----------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and not self.text():
            assert isinstance(event, QKeyEvent)  # noqa: S101 - Qt's promise
            if event.matches(QKeySequence.StandardKey.Undo):
                event.ignore()
                return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste_lines()
        else:
            super().keyPressEvent(event)


class TickPanel(QFrame):
    """Preset above, one line to type into, and under it the stack so far, the last on top."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("surface", "card")
        self.setFixedWidth(WIDTH)
        self._desk = desk
        self._batch: UUID | None = None
        self._today = date.min
        self.sheets: list[Sheet] = []
        self._missing: Mapping[UUID, frozenset[str]] = {}
        self.ticks = {key: QCheckBox(who) for key, who in {**AGREEMENT, **CONSENT}.items()}
        for key in AGREEMENT:
            self.ticks[key].setChecked(True)
        [described] = Preset.fields()
        self.day = editor_for(described, desk.lookup, desk.look)
        self.numbers = NumberEdit()
        self.told = Grid(desk.look, "刚登记的编号", _HEADS)
        self._count = label("", "muted")
        self._problem = label("", "problem", wrap=True)
        self._lay_out()
        self.numbers.returnPressed.connect(self._tick)

    def fill(self, batch: UUID, today: date, states: list[PaperState]) -> None:
        """Another batch begins another stack; in the same one, what was undone is told."""
        if batch != self._batch:
            self.sheets = []
            self.numbers.clear()
            self.day.set_value(today)
        self._batch, self._today = batch, today
        self._missing = {each.placement: each.missing for each in states}
        self._show()

    def _tick(self) -> None:
        """Enter. What could not be understood stays in the list, so that nothing is lost."""
        typed = self.numbers.text()
        if self._batch is None or not typed.strip():
            return
        keys = tuple(key for key, box in self.ticks.items() if box.isChecked())
        self._complain({})
        try:
            signing = Signing(keys, self.day.value())
            sheets = tick_off(self._desk.office, self._batch, typed, signing, self._today)
        except Invalid as invalid:
            self._complain({each.field: each.message for each in invalid.problems})
            return
        self.numbers.clear()
        self.sheets = [*reversed(sheets), *self.sheets]
        self._show()
        self.told.scrollToTop()

    def _complain(self, told: Mapping[str, str]) -> None:
        set_state(self.day.widget, "wrong" if "on" in told else "")
        self._problem.setText("；".join(told.values()))
        self._problem.setVisible(bool(told))

    def _clear(self) -> None:
        self.sheets = []
        self._show()
        self.numbers.setFocus()

    def _show(self) -> None:
        undone = [self._undone(each) for each in self.sheets]
        lines = [
            _line(number, each, undone=gone)
            for number, (each, gone) in enumerate(zip(self.sheets, undone, strict=True))
        ]
        self.told.fill([Section("", lines)])
        fates = [each.fate for each, gone in zip(self.sheets, undone, strict=True) if not gone]
        done, wrong = fates.count(Fate.TICKED), sum(1 for each in fates if each in _WRONG)
        words = f"登记 {done} 份" + (f"，{wrong} 个编号要核对" if wrong else "")
        self._count.setText(words if self.sheets else "")
        self._again.setVisible(bool(self.sheets))

    def _undone(self, each: Sheet) -> bool:
        """Whether what it brought is not there any more."""
        if each.paper is None:
            return False
        return bool(self._missing.get(each.paper.placement, frozenset()).intersection(each.noted))

    def _lay_out(self) -> None:
        self.numbers.setProperty("part", "large")
        self.numbers.setPlaceholderText("协议编号或学号，按回车登记")
        self.numbers.setAccessibleName("协议编号或学号")
        self.numbers.setClearButtonEnabled(True)
        self.day.widget.setToolTip("这叠纸上的签字日期；已有日期的不改。")
        self._again = button(self._desk.look, "清空列表", kind="link", press=self._clear)
        self._problem.hide()
        lines = column(spacing=NARROW, margins=MEDIUM)
        lines.addWidget(label("登记收回", "part"))
        for words, keys in (("三方协议", AGREEMENT), ("同意书", CONSENT)):
            lines.addLayout(row(self._name(words), *(self.ticks[k] for k in keys), 1, spacing=SNUG))
        day = row(self._name("签字日期"), spacing=SNUG)
        day.addWidget(self.day.widget, 1)
        lines.addLayout(day)
        lines.addWidget(self._problem)
        lines.addWidget(self.numbers)
        hint = "只输协议编号的末段（如 017）也可以；能一次粘贴多行。"
        lines.addWidget(label(hint, "small", wrap=True))
        lines.addWidget(self.told, 1)
        lines.addLayout(row(self._count, 1, self._again, spacing=TIGHT))
        self.setLayout(lines)

    def _name(self, words: str) -> QLabel:
        made = label(words, "muted")
        made.setFixedWidth(self.fontMetrics().horizontalAdvance("中") * 4 + NARROW)
        return made


def _line(number: int, each: Sheet, *, undone: bool) -> Line:
    words = f"{each.paper.name}　{each.words}" if each.paper else each.words
    fate, tone = ("已撤销", Tone.NEUTRAL) if undone else (each.fate.value, _TONES[each.fate])
    return Line(number, (each.typed, fate, words), {1: tone}, f"{each.typed}：{words}")
