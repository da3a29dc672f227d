"""A list of lines that is not a list of records: grouped or flat, to look at, choose from and copy.

Lists of records are `RecordTableModel`'s; this is for what services tell as values: the expiry
board, the recycle bin, the rows of a dry run, backups, events.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
)

from app.ui.chips import draw_chip
from app.ui.fonts import tabular
from app.ui.look import Look
from app.ui.tokens import MEDIUM, NARROW, Tone

Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()
_KEY = Qt.ItemDataRole.UserRole
_TONE = Qt.ItemDataRole.UserRole + 1
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Head:
    """One column."""

    label: str
    width: int = 10  # in Chinese characters
    stretch: bool = False  # takes what room is left
    right: bool = False  # numbers
    spare: int = 0  # where there is no room the highest goes first; 0 never goes


@dataclass(frozen=True, slots=True)
class Line:
    """One line; `key` is what it stands for, `tones` make chips of cells."""

    key: Any
    cells: Sequence[str]
    tones: Mapping[int, Tone] = field(default_factory=dict)
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under a heading; without one they stand for themselves."""

    title: str
    lines: Sequence[Line]


class GridModel(QAbstractItemModel):
    """Sections and their lines; one section without a title makes a flat list."""

    def __init__(self, heads: Sequence[Head]) -> None:
        super().__init__()
        self._heads = heads
        self._sections: Sequence[Section] = ()

    @property
    def flat(self) -> bool:
        """Whether there are no headings."""
        return len(self._sections) == 1 and not self._sections[0].title

    def fill(self, sections: Sequence[Section]) -> None:
        """Show these instead."""
        self.beginResetModel()
        self._sections = tuple(sections)
        self.endResetModel()

    def line_at(self, index: Index) -> Line | None:
        """The line of an index; none for a heading."""
        if not index.isValid() or self._heads_section(index):
            return None
        return self._section_of(index).lines[index.row()]

    def places(self) -> Iterable[tuple[Any, QModelIndex]]:
        """Every key and where it stands."""
        for number, section in enumerate(self._sections):
            parent = _NONE if self.flat else self.index(number, 0)
            for row, line in enumerate(section.lines):
                yield line.key, self.index(row, 0, parent)

    def _heads_section(self, index: Index) -> bool:
        return not self.flat and index.internalId() == 0

    def _section_of(self, index: Index) -> Section:
        return self._sections[0 if self.flat else index.internalId() - 1]

    # The Qt side -----------------------------------------------------------------

    def rowCount(self, parent: Index = _NONE) -> int:
        if not parent.isValid():
            return len(self._sections[0].lines) if self.flat else len(self._sections)
        if self.flat or not self._heads_section(parent) or parent.column():
            return 0
        return len(self._sections[parent.row()].lines)

    def columnCount(self, parent: Index = _NONE) -> int:
        return len(self._heads)

    def index(self, row: int, column: int, parent: Index = _NONE) -> QModelIndex:
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]  # QObject.parent too
        if not index.isValid() or self.flat or index.internalId() == 0:
            return QModelIndex()
        return self.createIndex(index.internalId() - 1, 0, 0)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if self._heads_section(index):
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self.line_at(index)
        if line is None:
            title = self._sections[index.row()].title
            return title if role == Qt.ItemDataRole.DisplayRole and not index.column() else None
        return self._of_line(line, index.column(), role)

    def _of_line(self, line: Line, column: int, role: int) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return line.cells[column]
        if role == Qt.ItemDataRole.ToolTipRole:
            return line.tip or line.cells[column]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self._heads[column].right else _LEFT
        if role == _KEY:
            return line.key
        return line.tones.get(column) if role == _TONE else None

    def headerData(
        self, section: int, side: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if side != Qt.Orientation.Horizontal or not 0 <= section < len(self._heads):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self._heads[section].right else _LEFT
        return self._heads[section].label if role == Qt.ItemDataRole.DisplayRole else None


class Grid(QTreeView):
    """The view. Several lines can be chosen; Enter or a double click opens one."""

    chosen = Signal()
    opened = Signal(object)  # key

    def __init__(
        self, look: Look, name: str, heads: Sequence[Head], lines: GridModel | None = None
    ) -> None:
        super().__init__()
        self._look = look
        self._heads = heads
        self.lines = lines or GridModel(heads)
        self.setModel(self.lines)
        self.setAccessibleName(name)
        self.setItemDelegate(_Cells(look, self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setIndentation(MEDIUM)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.doubleClicked.connect(self._open)
        self.selectionModel().selectionChanged.connect(lambda *_: self.chosen.emit())
        self._size_columns()

    def fill(self, sections: Sequence[Section]) -> None:
        """Show these; what was chosen stays chosen, and the place is kept."""
        chosen, at = set(self.marked()), self.verticalScrollBar().value()
        self.lines.fill(sections)
        self.setRootIsDecorated(not self.lines.flat)
        if not self.lines.flat:
            for number in range(len(sections)):
                self.setFirstColumnSpanned(number, QModelIndex(), True)  # noqa: FBT003 - Qt's
            self.expandAll()
        self.choose(chosen)
        self.verticalScrollBar().setValue(at)

    def marked(self) -> list[Any]:
        """What is chosen, from top to bottom."""
        rows = self.selectionModel().selectedRows()
        places = sorted(rows, key=lambda index: (index.parent().row(), index.row()))
        return [index.data(_KEY) for index in places]

    def choose(self, keys: Iterable[Any]) -> None:
        """Mark these, if they are there."""
        wanted = set(keys)
        model = self.selectionModel()
        model.clearSelection()
        flag = QItemSelectionModel.SelectionFlag
        for key, index in self.lines.places() if wanted else ():
            if key in wanted:
                model.select(index, flag.Select | flag.Rows)
                model.setCurrentIndex(index, flag.NoUpdate)

    def _open(self, index: QModelIndex) -> None:
        line = self.lines.line_at(index)
        if line is not None:
            self.opened.emit(line.key)

    def _copy(self) -> None:
        """As text that a spreadsheet understands, headings first."""
        rows = self.selectionModel().selectedRows()
        found = [self.lines.line_at(index) for index in rows]
        texts = [[head.label for head in self._heads]]
        texts += [[cell.replace("\t", " ") for cell in line.cells] for line in found if line]
        QGuiApplication.clipboard().setText("\n".join("\t".join(cells) for cells in texts))

    def _size_columns(self) -> None:
        header = self.header()
        header.setStretchLastSection(False)
        header.setDefaultAlignment(_LEFT)
        for number, head in enumerate(self._heads):
            self.setColumnWidth(number, self._width(head))
            mode = QHeaderView.ResizeMode
            header.setSectionResizeMode(number, mode.Stretch if head.stretch else mode.Interactive)

    def _width(self, head: Head) -> int:
        return head.width * self.fontMetrics().horizontalAdvance("中") + 2 * NARROW

    def _make_room(self) -> None:
        """Hide what can be spared, so that nothing has to be scrolled sideways."""
        room = self.viewport().width() - sum(self._width(head) for head in self._heads)
        for head in sorted(self._heads, key=lambda head: -head.spare):
            hide = room < 0 and head.spare > 0
            self.setColumnHidden(self._heads.index(head), hide)
            room += self._width(head) if hide else 0

    # The Qt side -----------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        elif event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        else:
            super().keyPressEvent(event)


class _Cells(QStyledItemDelegate):
    """Rows of the program's height; chips where a cell has a tone; headings in bold.

    Qt's stubs know no attributes of style options, hence `Any`.
    """

    def __init__(self, look: Look, grid: Grid) -> None:
        super().__init__(grid)
        self._look = look

    # The Qt side -----------------------------------------------------------------

    def sizeHint(self, option: Any, index: Index) -> QSize:
        return QSize(super().sizeHint(option, index).width(), self._look.row_height)

    def initStyleOption(self, option: Any, index: Index) -> None:
        super().initStyleOption(option, index)
        if index.data(_KEY) is None:
            option.font.setBold(True)
        elif option.displayAlignment & Qt.AlignmentFlag.AlignRight:
            option.font = tabular(option.font)

    def paint(self, painter: QPainter, option: Any, index: Index) -> None:
        tone = index.data(_TONE)
        text = index.data(Qt.ItemDataRole.DisplayRole)
        if not isinstance(tone, Tone) or not text:
            super().paint(painter, option, index)
            return
        self._paint_field(painter, option, index)
        area = QRect(option.rect).adjusted(NARROW, 0, -NARROW, 0)
        painter.setFont(option.font)
        draw_chip(painter, area, text, tone, self._look.tokens)

    def _paint_field(self, painter: QPainter, option: Any, index: Index) -> None:
        """The cell as it is without its words: chosen, passed over, or plain."""
        bare: Any = QStyleOptionViewItem(option)
        self.initStyleOption(bare, index)
        bare.text = ""
        style = bare.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, bare, painter, bare.widget)
