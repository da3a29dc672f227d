"""One board with its explanation: what is chosen in the table is told at the side."""

from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.services.query import Query
from app.services.rules.boards import Row, Square, State
from app.services.rules.finding import Subject
from app.ui.board_table import TONES, WORDS, BoardTable, host_of
from app.ui.buttons import button
from app.ui.chips import Chip
from app.ui.labels import label
from app.ui.layouts import column, row
from app.ui.look import Look
from app.ui.page import Target
from app.ui.tokens import MEDIUM, NARROW, SNUG, TIGHT

_SIDE = 240
_LINKS = 6
_NOBODY = "选中一格，这里说明为什么。"


class BoardView(QWidget):
    """A table of squares, counts above it, the reason beside it."""

    wanted = Signal(Target)

    def __init__(self, look: Look, columns: type[Enum], name: str) -> None:
        super().__init__()
        self._look = look
        self._columns = [each.value for each in columns]
        self.table = BoardTable(look, name)
        self.side = Reason(look)
        self.counts = {state: Chip("", look, TONES[state]) for state in State}
        self.table.chosen.connect(self.side.show_square)
        self.table.opened.connect(self._open)
        self.side.wanted.connect(self.wanted)
        self.paper = button(look, "打印核对表", "printer")
        bar = row(*self.counts.values(), 1, self.paper, spacing=NARROW)
        middle = row(spacing=SNUG)
        middle.addWidget(self.table, 1)
        middle.addWidget(self.side)
        whole = column(bar, spacing=SNUG, margins=(0, SNUG, 0, 0))
        whole.addLayout(middle, 1)
        self.setLayout(whole)

    def fill(self, lines: Sequence[Row]) -> None:
        """Show these hosts."""
        squares = [square for line in lines for square in line.squares]
        for state, chip in self.counts.items():
            count = sum(1 for each in squares if each.state is state)
            chip.show_state(f"{WORDS[state]} {count}", TONES[state])
            chip.setVisible(count > 0)
        self.table.fill(self._columns, lines)

    def _open(self, square: Square) -> None:
        if square.open:
            self.wanted.emit(opening(square.open))


def opening(subjects: Sequence[Subject]) -> Target:
    """Where the records of a square are seen: the one, or all of the first kind in a list."""
    kind = subjects[0].kind
    keys = tuple(each.id for each in subjects if each.kind == kind)
    if len(keys) == 1:
        return Target(kind, record=keys[0])
    return Target(kind, Query(only=keys), title=f"看板上的这 {len(keys)} 条")


class Reason(QScrollArea):
    """Why a square looks as it does, and the records behind it."""

    wanted = Signal(Target)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setWidgetResizable(True)
        self.setFixedWidth(_SIDE)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.show_square(None, None)

    def show_square(self, line: Row | None, square: Square | None) -> None:
        """Tell about one; none: how to ask."""
        card = QFrame()
        card.setProperty("surface", "card")
        body = column(spacing=SNUG, margins=MEDIUM)
        if line is None or square is None:
            words = host_of(line) if line else ""
            body.addWidget(label(words, "part", wrap=True))
            body.addWidget(label(_NOBODY, "muted", wrap=True))
        else:
            self._tell(body, line, square)
        body.addStretch(1)
        card.setLayout(body)
        self.setWidget(card)

    def _tell(self, body: QVBoxLayout, line: Row, square: Square) -> None:
        body.addWidget(label(square.column.value, "part", wrap=True))
        body.addWidget(label(host_of(line), "muted", wrap=True))
        body.addLayout(row(Chip(WORDS[square.state], self._look, TONES[square.state]), 1))
        self.words = label(_why(square), wrap=True, selectable=True)
        body.addWidget(self.words)
        if square.open:
            body.addWidget(label("相关记录", "strong"))
        links = column(spacing=TIGHT)
        for each in square.open[:_LINKS]:
            links.addLayout(row(self._link(each.title, (each,)), 1))
        kinds = {each.kind for each in square.open}
        for kind in sorted(kinds):
            same = tuple(each for each in square.open if each.kind == kind)
            if len(same) > 1:
                links.addLayout(row(self._link(f"在列表中打开全部 {len(same)} 条", same), 1))
        body.addLayout(links)

    def _link(self, words: str, subjects: Sequence[Subject]) -> QWidget:
        target = opening(subjects)
        short = words if len(words) <= 14 else f"{words[:13]}…"
        made = button(self._look, short, kind="link", press=lambda: self.wanted.emit(target))
        made.setToolTip(words)
        return made


def _why(square: Square) -> str:
    if square.state is State.GREEN:
        return f"最后一份材料的日期：{square.on.isoformat()}" if square.on else "已完成"
    return "\n".join(square.why.split("；")) if square.why else WORDS[square.state]
