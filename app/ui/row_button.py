"""A whole line that can be pressed: what stands in it opens what it tells of."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QLabel, QSizePolicy, QWidget

from app.ui.labels import IconLabel
from app.ui.layouts import Item, Margins, row
from app.ui.look import Look
from app.ui.tokens import NARROW, RADIUS, SNUG


class RowButton(QAbstractButton):
    """Words and marks side by side, pressed as one. `framed`: with a border of its own.

    Painted by hand: a style sheet's least height for buttons would overrule what the words need.
    """

    opened = Signal()

    def __init__(
        self,
        look: Look,
        name: str,
        *items: Item,
        framed: bool = False,
        margins: Margins = (SNUG, NARROW, SNUG, NARROW),
    ) -> None:
        super().__init__()
        self._look = look
        self._framed = framed
        self.setAccessibleName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._line = row(*items, spacing=SNUG, margins=margins)
        self.setLayout(self._line)
        for part in self.findChildren(QWidget):
            if isinstance(part, QLabel | IconLabel):
                part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.clicked.connect(lambda _=False: self.opened.emit())

    def stretch(self, at: int) -> None:
        """Give the item at this place what room is left."""
        self._line.setStretch(at, 1)

    # The Qt side -----------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return self._line.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._line.minimumSize()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = self._look.tokens
        over = self.isEnabled() and self.underMouse()
        if self._framed:
            painter.setBrush(QColor(tokens.accent_tint if self.isDown() else tokens.surface))
            painter.setPen(QPen(QColor(tokens.accent if over else tokens.line), 1))
        else:
            pressed = tokens.line if self.isDown() else tokens.canvas
            painter.setBrush(QColor(pressed) if over else Qt.BrushStyle.NoBrush)
            if self.isChecked():
                painter.setBrush(QColor(tokens.accent_tint))
            painter.setPen(Qt.PenStyle.NoPen)
        if self.hasFocus():
            painter.setPen(QPen(QColor(tokens.accent), 2))
        inset = 1.0 if self.hasFocus() else 0.5
        field = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(field, RADIUS, RADIUS)
