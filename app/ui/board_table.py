"""A board as a table: a line for each host, a square for each thing that is asked of it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from app.services.rules.boards import Row, Square, State
from app.ui.chips import chip_width, draw_chip
from app.ui.labels import tip
from app.ui.look import Look
from app.ui.tokens import NARROW, Tone

Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()
_SQUARE = Qt.ItemDataRole.UserRole
_FIXED = 2  # host, students
_HEAD, _HIGH_HEAD = 34, 62
_FEW, _ROOMY = 3, 200
_LINE = 5  # characters of a heading
WORDS = {
    State.GREEN: "已完成",
    State.RED: "未完成",
    State.UNKNOWN: "未填报",
    State.NOT_YET: "未到时间",
    State.NOT_CONCERNED: "不涉及",
}
TONES = {
    State.GREEN: Tone.GOOD,
    State.RED: Tone.STOP,
    State.UNKNOWN: Tone.NEUTRAL,
    State.NOT_YET: Tone.ACCENT,
    State.NOT_CONCERNED: Tone.NEUTRAL,
}


def host_of(line: Row) -> str:
    """What a line stands for."""
    return line.subject.title if line.subject else "尚未落实单位"


def people_of(line: Row) -> str:
    """How many are placed, of how many planned."""
    return str(line.students) if line.places is None else f"{line.students}/{line.places}"


def word_of(square: Square) -> str:
    """What stands in a square: the day of the last paper, or how it stands."""
    if square.state is State.GREEN and square.on is not None:
        return square.on.isoformat()
    return WORDS[square.state]


class BoardModel(QAbstractTableModel):
    """Hosts and squares."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: Sequence[Row] = ()
        self._columns: Sequence[str] = ()

    def fill(self, columns: Sequence[str], lines: Sequence[Row]) -> None:
        """Show these."""
        self.beginResetModel()
        self._columns, self.lines = columns, lines
        self.endResetModel()

    def square(self, index: Index) -> Square | None:
        """The square there; none for the host itself."""
        if not index.isValid() or index.column() < _FIXED:
            return None
        return self.lines[index.row()].squares[index.column() - _FIXED]

    # The Qt side -----------------------------------------------------------------

    def rowCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else _FIXED + len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line, square = self.lines[index.row()], self.square(index)
        if role == _SQUARE:
            return square
        if role == Qt.ItemDataRole.ToolTipRole:
            told = f"已安排 {line.students} 人" if index.column() else host_of(line)
            if index.column() and line.places is not None:
                told += f"，计划名额 {line.places} 人"
            return tip(square.why if square else told)
        if role == Qt.ItemDataRole.DisplayRole:
            whole = people_of(line) if index.column() else host_of(line)
            return word_of(square) if square else whole
        return None

    def headerData(
        self, section: int, side: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if side != Qt.Orientation.Horizontal or role not in (
            Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole,
        ):  # fmt: skip
            return None
        words = ("实习单位", "人数", *self._columns)[section]
        if role == Qt.ItemDataRole.ToolTipRole or len(self._columns) <= _FEW:
            return words
        return _broken(words.removeprefix("事先"))


class BoardTable(QTableView):
    """Square by square with the arrows; Enter or a double click opens what it is about."""

    chosen = Signal(object, object)  # Row, Square; or None
    opened = Signal(object)  # Square

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self.squares = BoardModel()
        self.setModel(self.squares)
        self.setAccessibleName(name)
        self.setItemDelegate(_Squares(look, self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(look.row_height)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.selectionModel().currentChanged.connect(lambda *_: self._tell())
        self.doubleClicked.connect(lambda _: self._open())

    def fill(self, columns: Sequence[str], lines: Sequence[Row]) -> None:
        """Show these; the square one was on stays, if it is still there."""
        row, column = max(self.currentIndex().row(), 0), self.currentIndex().column()
        self.squares.fill(columns, lines)
        wide = chip_width(self.font(), "2026-09-09") + NARROW
        header = self.horizontalHeader()
        header.setMinimumSectionSize(40)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.setColumnWidth(1, 60)
        few = len(columns) <= _FEW
        for number in range(_FIXED, self.squares.columnCount()):
            self.setColumnWidth(number, _ROOMY if few else wide)
        header.setFixedHeight(_HEAD if few else _HIGH_HEAD)
        if lines:
            at = self.squares.index(min(row, len(lines) - 1), max(column, _FIXED))
            self.setCurrentIndex(at)
        self._tell()

    def choose(self, host: UUID, column: int) -> None:
        """Go to one square."""
        for row, line in enumerate(self.squares.lines):
            if line.subject is not None and line.subject.id == host:
                self.setCurrentIndex(self.squares.index(row, column + _FIXED))

    def _tell(self) -> None:
        index = self.currentIndex()
        line = self.squares.lines[index.row()] if index.isValid() else None
        self.chosen.emit(line, self.squares.square(index))

    def _open(self) -> None:
        if (square := self.squares.square(self.currentIndex())) is not None:
            self.opened.emit(square)

    # The Qt side -----------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        else:
            super().keyPressEvent(event)


class _Squares(QStyledItemDelegate):
    """Squares as chips; what does not concern a host is only a faint word."""

    def __init__(self, look: Look, table: BoardTable) -> None:
        super().__init__(table)
        self._look = look

    def paint(self, painter: QPainter, option: Any, index: Index) -> None:
        square = index.data(_SQUARE)
        bare: Any = QStyleOptionViewItem(option)
        self.initStyleOption(bare, index)
        bare.text = ""
        style = bare.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, bare, painter, bare.widget)
        around = NARROW if square is None else NARROW // 2
        area = QRect(option.rect).adjusted(around, 0, -around, 0)
        painter.setFont(option.font)
        if square is None:
            self._write(painter, area, index)
            return
        draw_chip(painter, area, word_of(square), TONES[square.state], self._look.tokens)

    def _write(self, painter: QPainter, area: QRect, index: Index) -> None:
        """A name, as much of it as there is room for, or a number."""
        words = index.data(Qt.ItemDataRole.DisplayRole)
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, area.width())
        side = Qt.AlignmentFlag.AlignRight if index.column() else Qt.AlignmentFlag.AlignLeft
        painter.setPen(QColor(self._look.tokens.text))
        painter.drawText(area, side | Qt.AlignmentFlag.AlignVCenter, shown)


def _broken(words: str) -> str:
    """A long heading on as many lines as it needs, all of about the same length."""
    lines = -(-len(words) // _LINE)
    size = -(-len(words) // lines)
    return "\n".join(words[at : at + size] for at in range(0, len(words), size))
