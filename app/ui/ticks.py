"""A grid whose lines are ticked, one by one or a whole section at its heading."""

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent

from app.ui.grid import Grid, GridModel, Head
from app.ui.look import Look

Index = QModelIndex | QPersistentModelIndex
_CHECK = Qt.ItemDataRole.CheckStateRole


class TickModel(GridModel):
    """Remembers by key what is ticked, also of lines that are not shown just now."""

    ticked = Signal()

    def __init__(self, heads: Sequence[Head]) -> None:
        super().__init__(heads)
        self.chosen: set[Any] = set()
        self.barred: frozenset[Any] = frozenset()  # told along with the others, without a box

    def tick(self, keys: Iterable[Any], *, on: bool) -> None:
        """Tick these lines, or take their ticks away."""
        given = set(keys) - self.barred
        self.chosen = self.chosen | given if on else self.chosen - given
        self._tell_all()
        self.ticked.emit()

    def _keys(self, index: Index) -> list[Any]:
        """The line's key, or those of all lines under a heading, as far as they have a box."""
        line = self.line_at(index)
        places = [index]
        if line is None:
            places = [self.index(row, 0, index) for row in range(self.rowCount(index))]
        lines = (self.line_at(place) for place in places)
        return [each.key for each in lines if each is not None and each.key not in self.barred]

    def _tell_all(self) -> None:
        last = self.rowCount() - 1
        if last < 0:
            return
        self.dataChanged.emit(self.index(0, 0), self.index(last, 0), [_CHECK])
        for number in () if self.flat else range(last + 1):
            head = self.index(number, 0)
            rows = self.rowCount(head)
            if rows:
                first, end = self.index(0, 0, head), self.index(rows - 1, 0, head)
                self.dataChanged.emit(first, end, [_CHECK])

    # The Qt side -----------------------------------------------------------------

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        boxed = index.column() == 0 and bool(self._keys(index))
        return flags | Qt.ItemFlag.ItemIsUserCheckable if boxed else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != _CHECK or index.column() != 0:
            return super().data(index, role)
        keys = self._keys(index)
        if not keys:
            return None
        ticked = sum(key in self.chosen for key in keys)
        if not ticked:
            return Qt.CheckState.Unchecked
        return Qt.CheckState.Checked if ticked == len(keys) else Qt.CheckState.PartiallyChecked

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != _CHECK:
            return False
        self.tick(self._keys(index), on=Qt.CheckState(value) is Qt.CheckState.Checked)
        return True


class TickGrid(Grid):
    """The view: a click on the box or Space ticks; Space takes everything that is marked."""

    ticked = Signal()

    def __init__(self, look: Look, name: str, heads: Sequence[Head]) -> None:
        self.boxes = TickModel(heads)
        super().__init__(look, name, heads, self.boxes)
        self.boxes.ticked.connect(self.ticked)

    # The Qt side -----------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Space:
            super().keyPressEvent(event)
        elif marked := [key for key in self.marked() if key not in self.boxes.barred]:
            self.boxes.tick(marked, on=not self.boxes.chosen.issuperset(marked))
