"""The list itself: a table that remembers its columns and is complete from the keyboard."""

import csv
import io
from collections.abc import Callable, Sequence
from html import escape
from uuid import UUID

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QMimeData,
    QModelIndex,
    QSignalBlocker,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from app.models import Field
from app.ui.cells import CHECK_WIDTH, CellDelegate, CheckHeader
from app.ui.columns import Columns
from app.ui.look import Look
from app.ui.table_model import RecordTableModel

_SETTLED = 120  # ms of standing still before the record under the cursor is shown
_Select = QItemSelectionModel.SelectionFlag


class RecordTable(QTableView):
    """Rows are selected as wholes: by click, Ctrl, Shift, or their check boxes."""

    settled = Signal(object)  # UUID: the record one has stopped at
    opened = Signal(object)  # UUID: Enter or a click
    edit_asked = Signal()  # double click
    delete_asked = Signal()
    picked = Signal()  # what is selected has changed

    def __init__(self, model: RecordTableModel, columns: Columns, look: Look) -> None:
        super().__init__()
        self._records = model
        self._columns = columns
        self._widths: dict[str, int] = {}
        self._spare = ""  # key of the column that takes the room that is left over
        self._arranging = False
        self.setModel(model)
        self.setItemDelegate(CellDelegate(look, self))
        self.setHorizontalHeader(CheckHeader(look, self))
        self._settle = QTimer(self, singleShot=True, interval=_SETTLED)
        self._settle.timeout.connect(self._tell_settled)
        self._set_up(look)
        look.changed.connect(lambda: self._set_height(look))
        self.show_columns()

    # --- columns

    def show_columns(self) -> None:
        """Show the remembered columns at their remembered widths, and the remembered order."""
        chosen = self._columns.chosen()
        self._widths = dict(chosen)
        self._records.set_columns(self._widths)
        fields = self._records.columns
        title = self._columns.kind.about.title
        keys = [field.key for field in fields]
        self._spare = title if title in keys else keys[0]
        self.show_order()
        self._fit()

    def show_order(self) -> None:
        """Mark the heading that the list is sorted by."""
        keys = [field.key for field in self._records.columns]
        order, descending = self._columns.order()
        way = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        with QSignalBlocker(self.horizontalHeader()):
            at = keys.index(order) + 1 if order in keys else -1
            self.horizontalHeader().setSortIndicator(at, way)

    def fields(self) -> list[Field]:
        """The fields in the order in which they stand on the screen."""
        header = self.horizontalHeader()
        places = sorted(range(1, header.count()), key=header.visualIndex)
        return [self._records.columns[place - 1] for place in places]

    def _fit(self) -> None:
        """Remembered widths; what room is left goes to the title."""
        self._arranging = True
        header = self.horizontalHeader()
        spare = self.viewport().width() - CHECK_WIDTH - sum(self._widths.values())
        for number, field in enumerate(self._records.columns, 1):
            extra = max(0, spare) if field.key == self._spare else 0
            header.resizeSection(number, self._widths[field.key] + extra)
        header.resizeSection(0, CHECK_WIDTH)
        self._arranging = False

    def _on_resized(self, section: int, _: int, width: int) -> None:
        field = self._records.field_at(section)
        if field is None or self._arranging:
            return
        self._widths[field.key] = width
        self._remember()

    def _on_moved(self, section: int, _: int, to: int) -> None:
        if self._arranging:
            return
        if section == 0 or to == 0:  # the check box stays in front
            self._arranging = True
            header = self.horizontalHeader()
            header.moveSection(header.visualIndex(0), 0)
            self._arranging = False
        self._remember()

    def _remember(self) -> None:
        self._columns.choose([(f.key, self._widths[f.key]) for f in self.fields()])

    # --- selecting

    def selected(self) -> list[UUID]:
        """The selected records, in the order of the list."""
        return [
            self._records.key_at(row)
            for first, last in self._ranges()
            for row in range(first, last + 1)
        ]

    def selected_count(self) -> int:
        """How many are selected, without naming them."""
        return sum(last - first + 1 for first, last in self._ranges())

    def _ranges(self) -> list[tuple[int, int]]:
        """First and last row of each run of selected rows."""
        parts = self.selectionModel().selection()
        found: list[tuple[int, int]] = []
        for first, last in sorted((part.top(), part.bottom()) for part in parts.toList()):
            if found and first <= found[-1][1] + 1:
                found[-1] = (found[-1][0], max(last, found[-1][1]))
            else:
                found.append((first, last))
        return found

    def current(self) -> UUID | None:
        """The record under the cursor."""
        at = self.currentIndex()
        return self._records.key_at(at.row()) if at.isValid() else None

    def go_to(self, key: UUID) -> bool:
        """Put the cursor on a record, if it is in the list."""
        row = self._records.row_of(key)
        if row < 0:
            return False
        self.selectRow(row)
        self.setCurrentIndex(self._records.index(row, 1))
        self.scrollTo(self._records.index(row, 1))
        return True

    def keep_place(self, change: Callable[[], object]) -> None:
        """Do something to the rows; cursor, selection and scroll bar stay with their records."""
        current = self.current()
        all_chosen = 0 < self.selected_count() == self._records.rowCount()
        chosen = [] if all_chosen else self.selected()
        top = self.rowAt(0)
        first = self._records.key_at(top) if 0 <= top < self._records.rowCount() else None
        scrolled = self.verticalScrollBar().value(), self.horizontalScrollBar().value()
        with QSignalBlocker(self.selectionModel()):
            change()
            if all_chosen:
                self.selectAll()
            else:
                self._select(chosen)
            if (row := self._records.row_of(current)) >= 0:
                at = self._records.index(row, 1)
                self.selectionModel().setCurrentIndex(at, _Select.NoUpdate)
        self.horizontalScrollBar().setValue(scrolled[1])
        self.verticalScrollBar().setValue(scrolled[0])
        if (row := self._records.row_of(first)) >= 0 and self.rowAt(0) != row:
            self.scrollTo(self._records.index(row, 1), QTableView.ScrollHint.PositionAtTop)
        self.viewport().update()
        self.horizontalHeader().viewport().update()
        self.picked.emit()

    def _select(self, keys: Sequence[UUID]) -> None:
        selection = QItemSelection()
        last = self._records.columnCount() - 1
        for key in keys:
            if (row := self._records.row_of(key)) >= 0:
                selection.select(self._records.index(row, 0), self._records.index(row, last))
        self.selectionModel().select(selection, _Select.ClearAndSelect)

    def _tell_settled(self) -> None:
        if (key := self.current()) is not None and self.selected_count() <= 1:
            self.settled.emit(key)

    def toggle_all(self) -> None:
        """Select everything, or nothing if everything is."""
        if self.selected_count() == self._records.rowCount():
            self.clearSelection()
        else:
            self.selectAll()

    # --- the clipboard

    def copy(self, *, headings: bool = False) -> None:
        """The selected rows as Excel takes them: a table that keeps codes as text, and tabs."""
        fields = self.fields()
        lines = self._records.lines(self.selected(), fields)
        if not lines:
            return
        heads = [[field.label for field in fields]] if headings else []
        data = QMimeData()
        data.setText(_tabbed([*heads, *lines], fields))
        data.setHtml(_html([*heads, *lines], fields))
        QGuiApplication.clipboard().setMimeData(data)

    # --- setting up

    def _set_up(self, look: Look) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("part", "bare")
        self.setCornerButtonEnabled(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAccessibleName(f"{self._columns.kind.about.label}列表")
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._set_height(look)
        header = self.horizontalHeader()
        # Qt asks for every row whether it is selected, each time it paints a heading.
        header.setSelectionModel(QItemSelectionModel(self._records, header))
        header.sectionResized.connect(self._on_resized)
        header.sectionMoved.connect(self._on_moved)
        chosen = self.selectionModel()
        chosen.selectionChanged.connect(lambda *_: self.picked.emit())
        chosen.currentRowChanged.connect(lambda *_: self._settle.start())
        self.clicked.connect(self._open)
        self.doubleClicked.connect(self._edit)

    def _set_height(self, look: Look) -> None:
        self.verticalHeader().setMinimumSectionSize(look.row_height)
        self.verticalHeader().setDefaultSectionSize(look.row_height)

    def _open(self, at: QModelIndex) -> None:
        """A plain click opens; one that gathers rows does not."""
        plain = QGuiApplication.keyboardModifiers() == Qt.KeyboardModifier.NoModifier
        if at.column() > 0 and plain and self.selected_count() == 1:
            self.opened.emit(self._records.key_at(at.row()))

    def _edit(self, at: QModelIndex) -> None:
        if at.column() > 0:
            self.edit_asked.emit()

    # --- the Qt side

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = event.key(), event.modifiers()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if (current := self.current()) is not None:
                self.opened.emit(current)
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif key == Qt.Key.Key_Delete:
            self.delete_asked.emit()
        elif key == Qt.Key.Key_Space and not held and self.currentIndex().isValid():
            self._toggle(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self.indexAt(event.position().toPoint())
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if at.isValid() and at.column() == 0 and plain:
            if event.button() == Qt.MouseButton.LeftButton:
                self._toggle(at.row())
            return
        super().mousePressEvent(event)
        if not at.isValid() and plain:
            self.clearSelection()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.columnAt(event.position().toPoint().x()) != 0 or event.buttons():
            super().mouseMoveEvent(event)
        self.viewport().update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.viewport().update()

    def hovered_row(self) -> int:
        """The row under the mouse; -1 if it is elsewhere."""
        if not self.viewport().underMouse():
            return -1
        return self.rowAt(self.viewport().mapFromGlobal(self.cursor().pos()).y())

    def _toggle(self, row: int) -> None:
        """Check or uncheck one row, leaving the others as they are."""
        at = self._records.index(row, 0)
        self.selectionModel().setCurrentIndex(at, _Select.NoUpdate)
        self.selectionModel().select(at, _Select.Toggle | _Select.Rows)


def _tabbed(lines: Sequence[Sequence[str]], fields: Sequence[Field]) -> str:
    """Cells between tabs, quoted where they hold tabs or breaks, never taken for formulas."""
    out = io.StringIO()
    writer = csv.writer(out, dialect="excel-tab", lineterminator="\r\n")
    for line in lines:
        writer.writerow(
            f"'{text}" if text[:1] in "=+-@" and text and not field.numeric else text
            for text, field in zip(line, fields, strict=True)
        )
    return out.getvalue()


def _html(lines: Sequence[Sequence[str]], fields: Sequence[Field]) -> str:
    """A table in which codes stay text: Excel and WPS prefer it to plain text."""
    rows = []
    for line in lines:
        cells = (
            f"<td{'' if field.numeric else _AS_TEXT}>{escape(text)}</td>"
            for text, field in zip(line, fields, strict=True)
        )
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f"<meta charset='utf-8'><table>{''.join(rows)}</table>"


_AS_TEXT = " style='mso-number-format:\"\\@\"'"
