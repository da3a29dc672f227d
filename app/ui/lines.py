"""Widgets under each other that are put there anew whenever there is something new to say."""

from collections.abc import Iterable

from PySide6.QtWidgets import QWidget

from app.ui.layouts import column
from app.ui.tokens import TIGHT


class Lines(QWidget):
    """A column that can be filled again; what stood there before is gone."""

    def __init__(self, *, spacing: int = TIGHT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._held: list[QWidget] = []
        self._column = column(spacing=spacing)
        self.setLayout(self._column)
        self.hide()  # nothing takes no room

    @property
    def held(self) -> tuple[QWidget, ...]:
        """What stands there now."""
        return tuple(self._held)

    def fill(self, widgets: Iterable[QWidget]) -> None:
        """Show these instead."""
        for old in self._held:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._held = list(widgets)
        for new in self._held:
            self._column.addWidget(new)
            new.show()  # now, not when the layout comes round to it: no flicker
        self.setVisible(bool(self._held))
