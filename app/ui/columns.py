"""Which columns a list shows, how wide and in what order: remembered for each kind of record."""

from collections.abc import Sequence

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QListWidget,
    QListWidgetItem,
    QWidget,
)

from app.models import Field, Record
from app.ui.buttons import button
from app.ui.labels import label
from app.ui.layouts import column, row
from app.ui.look import Look
from app.ui.tokens import MEDIUM, NARROW

_EM = 12  # pixels of one Chinese character in a cell
_MARGIN = 20
_KEY = Qt.ItemDataRole.UserRole


class Columns:
    """The remembered columns of one kind's list."""

    def __init__(self, kind: type[Record], memory: QSettings) -> None:
        self.kind = kind
        self._memory = memory
        self._group = f"list/{kind.__tablename__}"

    def chosen(self) -> list[tuple[str, int]]:
        """Field keys from left to right with their widths."""
        known = {field.key: field for field in self.kind.fields()}
        saved = str(self._memory.value(f"{self._group}/columns", "")).split()
        pairs = [each.partition(":") for each in saved]
        found = [(key, max(36, int(width))) for key, _, width in pairs if key in known and width]
        return found or self.usual()

    def usual(self) -> list[tuple[str, int]]:
        """What is shown until somebody chooses."""
        return [(f.key, usual_width(f)) for f in self.kind.fields() if f.listed]

    def choose(self, columns: Sequence[tuple[str, int]]) -> None:
        """Remember these."""
        words = " ".join(f"{key}:{width}" for key, width in columns)
        self._memory.setValue(f"{self._group}/columns", words)

    def order(self) -> tuple[str, bool]:
        """By which field the list is sorted, and whether descending; "" is the usual order."""
        key, _, way = str(self._memory.value(f"{self._group}/order", "")).partition(" ")
        return key, way == "descending"

    def sort(self, key: str, *, descending: bool) -> None:
        """Remember the order."""
        way = "descending" if descending else "ascending"
        self._memory.setValue(f"{self._group}/order", f"{key} {way}" if key else "")


def usual_width(field: Field) -> int:
    """Enough for what usually stands in it, and for its heading."""
    heading = len(field.label) + (len(field.unit) + 2 if field.unit else 0)
    return max(field.width, min(heading, 8)) * _EM + _MARGIN


class ColumnsDialog(QDialog):
    """Tick what is shown, drag into order."""

    def __init__(self, columns: Columns, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._columns = columns
        self.setWindowTitle("选择列")
        self.list = QListWidget()
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.list.setAccessibleName("列")
        self._lay_out(look)
        self._fill(columns.chosen())
        self.resize(380, 520)

    def chosen(self) -> list[tuple[str, int]]:
        """What was ticked, in order; widths that are already set are kept."""
        known = dict(self._columns.chosen())
        items = [self.list.item(n) for n in range(self.list.count())]
        keys = [i.data(_KEY) for i in items if i.checkState() == Qt.CheckState.Checked]
        return [(key, known.get(key) or usual_width(self._columns.kind.field(key))) for key in keys]

    def accept(self) -> None:
        """Remember, unless nothing is ticked: a list without columns shows nothing."""
        if self.chosen():
            self._columns.choose(self.chosen())
            super().accept()

    def _fill(self, chosen: Sequence[tuple[str, int]]) -> None:
        shown = [key for key, _ in chosen]
        rest = [f.key for f in self._columns.kind.fields() if f.key not in shown]
        self.list.clear()
        for key in (*shown, *rest):
            item = QListWidgetItem(self._columns.kind.field(key).label)
            item.setData(_KEY, key)
            item.setCheckState(Qt.CheckState.Checked if key in shown else Qt.CheckState.Unchecked)
            self.list.addItem(item)

    def _move(self, by: int) -> None:
        at = self.list.currentRow()
        if at >= 0 and 0 <= at + by < self.list.count():
            item = self.list.takeItem(at)
            self.list.insertItem(at + by, item)
            self.list.setCurrentRow(at + by)

    def _lay_out(self, look: Look) -> None:
        box = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        up = button(look, "上移", "chevron-up", press=lambda: self._move(-1))
        down = button(look, "下移", "chevron-down", press=lambda: self._move(1))
        usual = button(
            look, "恢复默认", "rotate-ccw", press=lambda: self._fill(self._columns.usual())
        )
        hint = label("打勾的列会显示，拖动可以改变先后。", "muted")
        self.setLayout(
            column(hint, self.list, row(up, down, 1, usual), box, spacing=NARROW, margins=MEDIUM)
        )
