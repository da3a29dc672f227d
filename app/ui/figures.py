"""The year's figures as tiles; each opens its list."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from app.services.home import Figure
from app.services.years import SchoolYear
from app.ui.labels import label
from app.ui.layouts import column
from app.ui.panels import CounterTile
from app.ui.tokens import NARROW, SNUG

_TILE = 150  # the least width at which a tile says all


class Figures(QWidget):
    """As many tiles beside each other as there is room for."""

    opened = Signal(Figure)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._head = label("", "part")
        self._grid = QGridLayout()
        self._grid.setSpacing(NARROW)
        self._figures: dict[str, Figure] = {}
        self._tiles: dict[str, CounterTile] = {}
        self._columns = 0
        self.setLayout(column(self._head, self._grid, spacing=SNUG))

    @property
    def tiles(self) -> Sequence[CounterTile]:
        """The tiles in order."""
        return tuple(self._tiles.values())

    def show_figures(self, figures: Sequence[Figure], year: SchoolYear) -> None:
        """Show these numbers; the tiles stay where they are."""
        self._head.setText(year.title)
        self._figures = {each.key: each for each in figures}
        for each in figures:
            if each.key not in self._tiles:
                self._tiles[each.key] = self._tile(each)
                self._columns = 0
            self._tiles[each.key].count(f"{each.value} {each.unit}", each.note)
        self._arrange()

    def _tile(self, figure: Figure) -> CounterTile:
        made = CounterTile(figure.label)
        made.opened.connect(lambda: self.opened.emit(self._figures[figure.key]))
        return made

    def _arrange(self) -> None:
        columns = max(2, min(4, self.width() // (_TILE + NARROW)))
        if columns == self._columns:
            return
        self._columns = columns
        for line in range(self._grid.rowCount()):
            self._grid.setRowMinimumHeight(line, 0)
        for number, tile in enumerate(self._tiles.values()):
            at = divmod(number, columns)
            self._grid.addWidget(tile, *at)
            self._grid.setRowMinimumHeight(at[0], tile.sizeHint().height())
        for number in range(4):
            self._grid.setColumnStretch(number, 1 if number < columns else 0)

    # --- the Qt side

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
