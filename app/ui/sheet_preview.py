"""A sheet as it lies in the file: Excel's row numbers and column letters, heads marked."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from app.services.exchange.cells import Sheet, letters, shown
from app.services.exchange.layout import Layout
from app.ui.look import Look

Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()
_MOST = 200  # rows that are shown


class SheetModel(QAbstractTableModel):
    """The first rows of a sheet, with what the layout makes of each."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._sheet = Sheet("", ())
        self._layout = Layout(0, 0, (), (), {})
        self._used: frozenset[int] = frozenset()

    def show_sheet(self, sheet: Sheet, layout: Layout, used: frozenset[int]) -> None:
        """Show this one; `used` are the columns that are imported."""
        self.beginResetModel()
        self._sheet, self._layout, self._used = sheet, layout, used
        self.endResetModel()

    def show_used(self, used: frozenset[int]) -> None:
        """Other columns are imported now."""
        self._used = used
        if self.rowCount():
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def _is_head(self, row: int) -> bool:
        return self._layout.head <= row < self._layout.first

    def _left_out(self, row: int) -> bool:
        return row < self._layout.head or row in self._layout.left_out

    # The Qt side -----------------------------------------------------------------

    def rowCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else min(_MOST, len(self._sheet.rows))

    def columnCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else self._sheet.width

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return shown(self._sheet.rows[row][column], 200)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._layout.left_out.get(row, "")
        return self._head_look(role) if self._is_head(row) else self._row_look(row, column, role)

    def _head_look(self, role: int) -> Any:
        if role == Qt.ItemDataRole.BackgroundRole:
            return QColor(self._look.tokens.accent_tint)
        if role == Qt.ItemDataRole.FontRole:
            font = QFont()
            font.setBold(True)
            return font
        return None

    def _row_look(self, row: int, column: int, role: int) -> Any:
        """What is not read in is faint."""
        dull = self._left_out(row) or column not in self._used
        if role == Qt.ItemDataRole.ForegroundRole and dull:
            return QColor(self._look.tokens.faint)
        return None

    def headerData(
        self, section: int, side: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return letters(section) if side == Qt.Orientation.Horizontal else str(section + 1)


class SheetPreview(QTableView):
    """To look at, not to edit; a click on a row's number says that the heads stand there."""

    pointed = Signal(int)  # row, counted from 0

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.sheet = SheetModel(look)
        self.setModel(self.sheet)
        self.setAccessibleName("文件内容")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.verticalHeader().setDefaultSectionSize(28)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().sectionClicked.connect(self.pointed)
        self.verticalHeader().setToolTip("点行号：表头在这一行")
        self.horizontalHeader().setDefaultSectionSize(128)

    def show_sheet(self, sheet: Sheet, layout: Layout, used: frozenset[int]) -> None:
        """Show a sheet, its heads in sight."""
        self.sheet.show_sheet(sheet, layout, used)
        self.scrollTo(self.sheet.index(layout.head, 0))
