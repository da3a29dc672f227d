"""Placements typed as in a spreadsheet: filled down, pasted from Excel, saved at once.

What surrounds the typed columns is told by whoever uses the sheet.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QTableView

from app.models import Placement
from app.services.placement_cells import Entered, enter, entering
from app.services.placing import fill_down, filling
from app.ui.exception_dialog import answered
from app.ui.labels import tip
from app.ui.page import Desk
from app.ui.table_model import shown
from app.ui.tokens import NARROW, Tone

Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()
_NAMED = 3  # rows that were not accepted, by name
_WIDEST = 14


@dataclass(frozen=True, slots=True)
class Told:
    """A column that nobody types into, and its width in Chinese characters."""

    label: str
    width: int


@dataclass(frozen=True, slots=True)
class Columns:
    """What stands before the typed columns, these by field, and what stands behind."""

    before: Sequence[Told]
    typed: Sequence[str]
    behind: Sequence[Told] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One placement: its told cells from left to right, and their tones by column."""

    placement: UUID
    name: str
    before: Sequence[str]
    behind: Sequence[str] = ()
    tones: Mapping[str, Tone] = field(default_factory=dict)  # by the column's label
    tip: str = ""


class SheetModel(QAbstractTableModel):
    """Rows of placements; what is typed into a cell is handed on as text."""

    typed = Signal(object)  # {placement: {field: text}}

    def __init__(self, desk: Desk, columns: Columns) -> None:
        super().__init__()
        self._office = desk.office
        self._look = desk.look
        self._columns = columns
        self.rows: Sequence[Row] = ()
        self._values: dict[UUID, Sequence[Any]] = {}
        self.fields = [Placement.field(key) for key in columns.typed]
        places = {each.key: at for at, each in enumerate(Placement.fields())}
        self._places = [places[key] for key in columns.typed]
        self.heads = [
            *(each.label for each in columns.before),
            *(each.label for each in self.fields),
            *(each.label for each in columns.behind),
        ]

    def fill(self, rows: Sequence[Row]) -> None:
        """Show these, with what stands in their records."""
        self.beginResetModel()
        self.rows = rows
        self._values = dict(self._office.of(Placement).rows([r.placement for r in rows]))
        self.endResetModel()

    def cell(self, index: Index) -> tuple[UUID, str] | None:
        """Whose it is and which field; none where nothing can be typed."""
        at = self._typed_at(index.column()) if index.isValid() else None
        return None if at is None else (self.rows[index.row()].placement, self.fields[at].key)

    def _typed_at(self, column: int) -> int | None:
        at = column - len(self._columns.before)
        return at if 0 <= at < len(self.fields) else None

    # The Qt side -----------------------------------------------------------------

    def rowCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self.heads)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if self.cell(index) else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self._words(row, index.column())
        if role == Qt.ItemDataRole.ForegroundRole:
            tone = row.tones.get(self.heads[index.column()])
            return QColor(self._look.tokens.ink(tone)) if tone else None
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(row.tip or self._words(row, index.column()))
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        cell = self.cell(index)
        if cell is None or role != Qt.ItemDataRole.EditRole or value == index.data():
            return False
        self.typed.emit({cell[0]: {cell[1]: str(value)}})
        return True

    def headerData(
        self, section: int, side: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if side != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return self.heads[section]

    def _words(self, row: Row, column: int) -> str:
        at = self._typed_at(column)
        if at is None:
            told = [*row.before, *("" for _ in self.fields), *row.behind]
            return told[column]
        value = self._values[row.placement][self._places[at]]
        return shown(self.fields[at], value, self._office.code_name)


class PlacementSheet(QTableView):
    """Typed, filled down with Ctrl+D, pasted with Ctrl+V; each is one step to undo."""

    said = Signal(str, Tone)  # what became of it

    def __init__(self, desk: Desk, columns: Columns, name: str) -> None:
        super().__init__()
        self._desk = desk
        self.sheet = SheetModel(desk, columns)
        self.setModel(self.sheet)
        self.setAccessibleName(name)
        self._dress(columns)
        later = Qt.ConnectionType.QueuedConnection  # the editor must be closed before rows are read
        self.sheet.typed.connect(self._enter, later)
        for keys, press in (("Ctrl+D", self.fill_down), ("Ctrl+V", self.paste)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(press)

    def fill(self, rows: Sequence[Row]) -> None:
        """Show these; the cell one was in stays."""
        at = self.currentIndex()
        line, number = at.row(), at.column()
        self.sheet.fill(rows)
        if line >= 0:
            self.setCurrentIndex(self.sheet.index(line, number))

    @property
    def current(self) -> Row | None:
        """The row one is in."""
        at = self.currentIndex()
        return self.sheet.rows[at.row()] if 0 <= at.row() < len(self.sheet.rows) else None

    def chosen(self) -> list[UUID]:
        """The placements of all rows in which something is chosen, from top to bottom."""
        lines = sorted({index.row() for index in self.selectedIndexes()})
        return [self.sheet.rows[line].placement for line in lines]

    def fill_down(self) -> None:
        """What stands in the first chosen row goes into the others, column by column."""
        model = self.sheet
        chosen = [i for i in self.selectedIndexes() if model.cell(i)]
        lines = sorted({index.row() for index in chosen})
        if len(lines) < 2:
            self.said.emit("先选中要填充的几行，第一行是要照填的内容。", Tone.NEUTRAL)
            return
        first = [cell[1] for i in chosen if i.row() == lines[0] and (cell := model.cell(i))]
        keys = [model.rows[line].placement for line in lines]
        office = self._desk.office
        told = filling(office, keys, first)
        if answered(
            self._desk, told, lambda answer: fill_down(office, keys, first, answer), self.window()
        ):
            self.said.emit(f"已向下填充 {len(lines) - 1} 行。", Tone.GOOD)

    def paste(self) -> None:
        """A block as Excel copies it, from the current cell on; what finds no place is told."""
        at = self.currentIndex()
        if not self.sheet.cell(at):
            self.said.emit("请先选中要从哪一格开始粘贴；这一栏不能改。", Tone.NEUTRAL)
            return
        texts: dict[UUID, dict[str, str]] = {}
        lost = 0
        lines = QGuiApplication.clipboard().text().rstrip("\r\n").splitlines()
        for down, line in enumerate(lines):
            for right, text in enumerate(line.split("\t")):
                index = self.sheet.index(at.row() + down, at.column() + right)
                if cell := self.sheet.cell(index):
                    texts.setdefault(cell[0], {})[cell[1]] = text
                elif text.strip():
                    lost += 1
        if texts:
            self._enter(texts, lost)

    def _enter(self, texts: Any, lost: int = 0) -> None:
        """Save; `lost` is how many pasted cells lay beyond the sheet."""
        office = self._desk.office
        done: list[Entered] = []
        questions = entering(office, texts)
        answered(
            self._desk,
            questions,
            lambda answer: done.append(enter(office, texts, answer)),
            self.window(),
        )
        for told in done:
            self._tell(told, lost)

    def _tell(self, told: Entered, lost: int) -> None:
        names = {each.placement: each.name for each in self.sheet.rows}
        beyond = f"另有 {lost} 格超出表格，没有粘贴，请核对起始位置。" if lost else ""
        if told.refused:
            named = "；".join(f"{names[key]}：{why}" for key, why in told.refused[:_NAMED])
            words = f"已保存 {told.saved} 行，{len(told.refused)} 行没有改动。{named}{beyond}"
            self.said.emit(words, Tone.STOP)
        elif told.saved > 1 or beyond:
            words = f"已保存 {told.saved} 行。{beyond}"
            self.said.emit(words, Tone.CAUTION if beyond else Tone.GOOD)

    def _dress(self, columns: Columns) -> None:
        self.setProperty("part", "sheet")
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self._desk.look.row_height)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        em = self.fontMetrics().horizontalAdvance("中")
        widths = (
            *(each.width for each in columns.before),
            *(min(each.width, _WIDEST) for each in self.sheet.fields),
            *(each.width for each in columns.behind),
        )
        for number, width in enumerate(widths):
            self.setColumnWidth(number, width * em + 2 * NARROW)
        header.setStretchLastSection(bool(columns.behind))
