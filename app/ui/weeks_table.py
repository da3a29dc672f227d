"""Weekly records as squares: students down, weeks across, ticked with the space bar."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QTableView

from app.services.process_lists import Week
from app.ui.look import Look
from app.ui.tokens import NARROW

Index = QModelIndex | QPersistentModelIndex
Squares = Mapping[UUID, Sequence[int]]  # weeks by placement
_NONE = QModelIndex()
_TOLD = ("学号", "姓名", "班级", "缺")
_WIDTHS = (9, 6, 10, 3)
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class WeeksModel(QAbstractTableModel):
    """Rows of students; a column for every week that is over for anybody."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.rows: Sequence[Week] = ()
        self.weeks = 0

    def fill(self, rows: Sequence[Week]) -> None:
        """Show these."""
        self.beginResetModel()
        self.rows = rows
        over = (max(each.records.weeks, *each.records.received, 0) for each in rows)
        self.weeks = max(over, default=0)
        self.endResetModel()

    def square(self, index: Index) -> tuple[UUID, int] | None:
        """Whose week; none where no week stands."""
        if not index.isValid() or index.column() < len(_TOLD):
            return None
        return self.rows[index.row()].person.placement, index.column() - len(_TOLD) + 1

    def ticked(self, index: Index) -> bool:
        """Whether the record of a square has come in."""
        week = index.column() - len(_TOLD) + 1
        return week in self.rows[index.row()].records.received

    # The Qt side -----------------------------------------------------------------

    def rowCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(_TOLD) + self.weeks

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(index)
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() >= len(_TOLD) - 1:
            return Qt.AlignmentFlag.AlignCenter
        return self._colour(index, role)

    def _words(self, index: Index) -> str:
        row = self.rows[index.row()]
        if index.column() < len(_TOLD):
            missing = len(row.records.missing)
            person = row.person
            told = (person.number, person.name, person.school_class, str(missing or ""))
            return told[index.column()]
        if self.ticked(index):
            return "√"
        return "缺" if self._over(index) else ""

    def _colour(self, index: Index, role: int) -> Any:
        tokens = self._look.tokens
        if index.column() >= len(_TOLD):
            ticked, missing = self.ticked(index), self._over(index)
            if role == Qt.ItemDataRole.BackgroundRole and missing and not ticked:
                return QColor(tokens.stop_tint)
            if role == Qt.ItemDataRole.ForegroundRole and (ticked or missing):
                return QColor(tokens.good if ticked else tokens.stop)
        elif role == Qt.ItemDataRole.ForegroundRole and index.column() == len(_TOLD) - 1:
            return QColor(tokens.stop)
        return None

    def _over(self, index: Index) -> bool:
        return index.column() - len(_TOLD) + 1 <= self.rows[index.row()].records.weeks

    def headerData(
        self, section: int, side: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if side != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _LEFT if section < len(_TOLD) - 1 else Qt.AlignmentFlag.AlignCenter
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return _TOLD[section] if section < len(_TOLD) else f"{section - len(_TOLD) + 1}"


class WeeksTable(QTableView):
    """Space or a double click ticks what is chosen; a click on a week's number chooses it all."""

    toggled = Signal(object, bool)  # the squares, and whether they have come in

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.squares = WeeksModel(look)
        self.setModel(self.squares)
        self.setProperty("part", "sheet")
        self.setAccessibleName("周记收取")
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(look.row_height)
        header = self.horizontalHeader()
        header.setHighlightSections(False)

    def fill(self, rows: Sequence[Week]) -> None:
        """Show these; the square one was in stays."""
        at = self.currentIndex()
        line, number = at.row(), at.column()
        self.squares.fill(rows)
        em = self.fontMetrics().horizontalAdvance("中")
        for section in range(self.squares.columnCount()):
            width = _WIDTHS[section] if section < len(_TOLD) else 2
            self.setColumnWidth(section, width * em + 2 * NARROW)
        here = self.squares.index(line, number) if line >= 0 else self._first()
        self.setCurrentIndex(here)

    def toggle(self) -> None:
        """Tick what is chosen; where all of it is ticked, take the ticks back."""
        chosen = [index for index in self.selectedIndexes() if self.squares.square(index)]
        open_ = [index for index in chosen if not self.squares.ticked(index)]
        wanted: dict[UUID, list[int]] = {}
        for index in open_ or chosen:
            square = self.squares.square(index)
            if square is not None:
                wanted.setdefault(square[0], []).append(square[1])
        if wanted:
            self.toggled.emit(wanted, bool(open_))

    def _first(self) -> QModelIndex:
        """The first week somebody lacks; the first square where nobody does."""
        for line, row in enumerate(self.squares.rows):
            if row.records.missing:
                return self.squares.index(line, len(_TOLD) + row.records.missing[0] - 1)
        return self.squares.index(0, len(_TOLD))

    # The Qt side -----------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self.toggle()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.toggle()
