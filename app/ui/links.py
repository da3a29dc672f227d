"""A word that leads somewhere, flush with the text around it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from app.ui.labels import tip
from app.ui.look import Look
from app.ui.tokens import TIGHT

HEIGHT = 24


class Link(QAbstractButton):
    """Accent-coloured; underlined under the mouse; Enter follows it."""

    def __init__(self, look: Look, words: str, press: Callable[[], object]) -> None:
        super().__init__()
        self._look = look
        self._words = words
        self.setAccessibleName(words)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda _=False: press())

    # The Qt side -----------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self._words) + TIGHT, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(48, self.sizeHint().width()), HEIGHT)

    def enterEvent(self, event: QEnterEvent) -> None:
        cut = self.fontMetrics().horizontalAdvance(self._words) > self.width()
        self.setToolTip(tip(self._words) if cut else "")
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        tokens = self._look.tokens
        font = self.font()
        font.setUnderline(self.underMouse())
        painter.setFont(font)
        painter.setPen(QColor(tokens.accent_hover if self.underMouse() else tokens.accent))
        elided = Qt.TextElideMode.ElideRight
        shown = painter.fontMetrics().elidedText(self._words, elided, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, shown)
        if self.hasFocus():
            painter.setPen(QPen(QColor(tokens.accent), 1))
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
