"""Words on the screen: labels in the program's few voices, and marks without words."""

from html import escape
from typing import Literal

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from app.ui.tokens import ICON

Voice = Literal[
    "", "title", "part", "label", "strong", "muted", "small", "problem", "mark", "figure"
]


def label(
    text: str = "", voice: Voice = "", *, wrap: bool = False, selectable: bool = False
) -> QLabel:
    """A label that takes its text literally: a name is never markup."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("voice", voice)
    made.setWordWrap(wrap)
    if selectable:
        made.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
    return made


def tip(text: str) -> str:
    """A tool tip that wraps and takes its text literally; Qt guesses markup otherwise."""
    return f"<qt>{escape(text)}</qt>" if text else ""


def rule() -> QFrame:
    """A thin horizontal line between parts."""
    line = QFrame()
    line.setProperty("surface", "line")
    line.setFixedHeight(1)
    return line


class Elided(QLabel):
    """A label of one line that ends in … where there is no room, and then says all in its tip."""

    def __init__(self, text: str = "", voice: Voice = "") -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("voice", voice)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def setText(self, text: str) -> None:
        super().setText(text)
        self._tell_rest()

    def minimumSizeHint(self) -> QSize:
        return QSize(
            self.fontMetrics().horizontalAdvance("中…"), super().minimumSizeHint().height()
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell_rest()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        area = self.contentsRect()
        shown = self._shown()
        self.style().drawItemText(
            painter, area, self.alignment(), self.palette(), self.isEnabled(), shown,
            self.foregroundRole(),
        )  # fmt: skip

    def _shown(self) -> str:
        width = self.contentsRect().width()
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, width)

    def _tell_rest(self) -> None:
        self.setToolTip(tip(self.text()) if self._shown() != self.text() else "")


class IconLabel(QWidget):
    """An icon as a mark. It is painted anew each time, so it follows the theme."""

    def __init__(self, icon: QIcon, side: int = ICON) -> None:
        super().__init__()
        self._icon = icon
        self.setFixedSize(side, side)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def set_icon(self, icon: QIcon) -> None:
        """Show another one."""
        self._icon = icon
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        mode = QIcon.Mode.Normal if self.isEnabled() else QIcon.Mode.Disabled
        area = QRect(0, 0, self.width(), self.height())
        self._icon.paint(QPainter(self), area, Qt.AlignmentFlag.AlignCenter, mode)
