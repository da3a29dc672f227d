"""The plain things one types into or reads from, before they know about fields."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit

from app.ui.fonts import tabular
from app.ui.labels import label
from app.ui.tokens import NARROW

_TALLEST = 14  # lines; longer prose scrolls inside


class UnitEdit(QLineEdit):
    """A line with its unit at the right end; numbers stand at the right, before the unit."""

    def __init__(self, unit: str = "", *, right: bool = False) -> None:
        super().__init__()
        self._unit = _unit_label(unit, self) if unit else None
        if right:
            self.setFont(tabular(self.font()))
            self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._make_room()

    def _make_room(self) -> None:
        if self._unit is not None:
            wide = self._unit.sizeHint().width()
            self.setTextMargins(0, 0, wide + NARROW // 2, 0)
            self._unit.setGeometry(self.width() - wide - NARROW, 0, wide, self.height())

    # The Qt side -----------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()


def _unit_label(unit: str, edit: QLineEdit) -> QLabel:
    made = label(unit, "muted")
    made.setParent(edit)
    made.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return made


class Prose(QPlainTextEdit):
    """Text of several lines that grows with what is written; Tab leaves it."""

    def __init__(self, lines: int) -> None:
        super().__init__()
        self._lines = lines
        self.setTabChangesFocus(True)
        self.textChanged.connect(self.fit)
        self.document().setDocumentMargin(4)
        self.fit()

    def fit(self) -> None:
        """Take the height that the text needs, within reason."""
        lines = max(min(self._lines, 4), min(_TALLEST, round(self.document().size().height())))
        inner = self.fontMetrics().lineSpacing() * lines + 2 * round(
            self.document().documentMargin()
        )
        wanted = inner + 10
        if wanted != self.height():
            self.setFixedHeight(wanted)

    # The Qt side -----------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.height())


class Fixed(QLabel):
    """A value nobody types; it can be selected and copied."""

    changed = Signal()  # never: it is here because every editor has one

    def __init__(self, shown: Callable[[Any], str]) -> None:
        super().__init__()
        self._shown = shown
        self._value: Any = None
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setMinimumHeight(24)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.set_value(None)

    def value(self) -> Any:
        """What it was given."""
        return self._value

    def set_value(self, value: Any) -> None:
        """Show another value."""
        self._value = value
        self.setText(self._shown(value) or "—")
