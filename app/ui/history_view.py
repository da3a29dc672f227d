"""What happened to a record: who, when, why, and every field before and after."""

from collections.abc import Sequence
from itertools import groupby
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from app.models import Record
from app.services.history import Difference, Happening
from app.ui.buttons import button
from app.ui.labels import label, rule
from app.ui.layouts import column, row
from app.ui.page import Desk
from app.ui.tokens import MEDIUM, NARROW, SNUG, TIGHT

_AT_ONCE = 30
_LONGEST = 160  # characters of one value


class HistoryView(QScrollArea):
    """Newest first; one block for each transaction."""

    def __init__(self, desk: Desk, kind: type[Record]) -> None:
        super().__init__()
        self._desk = desk
        self._kind = kind
        self._steps: list[list[Happening]] = []
        self._shown = 0
        self._sheet: QVBoxLayout = column(spacing=SNUG, margins=(MEDIUM, SNUG, MEDIUM, MEDIUM))
        self._more = button(desk.look, "更早的记录", kind="link", press=self._show_more)
        holder = QWidget()
        holder.setProperty("part", "sheet")
        holder.setLayout(self._sheet)
        self.setWidget(holder)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_record(self, key: UUID) -> None:
        """Show what happened to this one and its parts."""
        found = self._desk.office.history.of(self._kind, key)
        self._steps = [list(each) for _, each in groupby(found, lambda h: h.seq)]
        self._shown = 0
        while self._sheet.count():
            widget = self._sheet.takeAt(0).widget()
            if isinstance(widget, _Step):
                widget.hide()
                widget.deleteLater()
        self._sheet.addWidget(self._more)
        self._sheet.addStretch(1)
        self._show_more()

    def _show_more(self) -> None:
        for step in self._steps[self._shown : self._shown + _AT_ONCE]:
            self._sheet.insertWidget(self._sheet.count() - 2, _Step(step))
        self._shown += _AT_ONCE
        self._more.setVisible(self._shown < len(self._steps))


class _Step(QWidget):
    """One transaction: its heading, then what it changed."""

    def __init__(self, happened: Sequence[Happening]) -> None:
        super().__init__()
        first = happened[0]
        who = label(f"{first.user} · {first.at.astimezone():%Y-%m-%d %H:%M}", "small")
        head = row(spacing=NARROW)
        head.addWidget(label(first.label, "strong", wrap=True), 1)
        head.addWidget(who)
        whole = column(head, spacing=TIGHT)
        if first.reason:
            whole.addWidget(label(f"原因：{first.reason}", "muted", wrap=True))
        for each in happened:
            if each.differences:
                whole.addLayout(_differences(each, titled=len(happened) > 1))
        whole.addSpacing(TIGHT)
        whole.addWidget(rule())
        self.setLayout(whole)


def _differences(happening: Happening, *, titled: bool) -> QGridLayout:
    """Field, old, new; of something new only the new."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(NARROW)
    grid.setVerticalSpacing(2)
    grid.setColumnMinimumWidth(0, 96)
    grid.setColumnStretch(1, 1)
    line = 0
    if titled:
        words = f"{happening.kind} {happening.title}".strip()
        grid.addWidget(label(words, "muted", wrap=True), 0, 0, 1, 2)
        line = 1
    top = Qt.AlignmentFlag.AlignTop
    for each in happening.differences:
        grid.addWidget(label(each.label, "muted"), line, 0, top)
        grid.addWidget(_change(each, fresh=happening.inserted), line, 1, top)
        line += 1
    return grid


def _change(each: Difference, *, fresh: bool) -> QWidget:
    before, after = _cut(each.before) or "（空）", _cut(each.after) or "（空）"
    words = after if fresh else f"{before}  →  {after}"
    return label(words, wrap=True, selectable=True)


def _cut(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST else f"{flat[:_LONGEST]}…"
