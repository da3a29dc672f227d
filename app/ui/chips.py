"""A word in a small coloured field: a status, a label, one of several chosen things."""

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.labels import tip
from app.ui.look import Look
from app.ui.tokens import NARROW, Tokens, Tone

HEIGHT = 22
_CROSS = 18  # width of the part that removes
_CORNER = 4.0
_EDGE = 70  # of 255


def chip_width(font: QFont, text: str) -> int:
    """How wide the chip of a text is."""
    return QFontMetrics(font).horizontalAdvance(text) + 2 * NARROW


def draw_chip(painter: QPainter, area: QRect, text: str, tone: Tone, tokens: Tokens) -> None:
    """Paint a chip at the left of an area, in the middle of its height: for cells of tables."""
    width = min(area.width(), chip_width(painter.font(), text))
    field = QRect(area.x(), area.y() + (area.height() - HEIGHT) // 2, width, HEIGHT)
    painter.save()
    _draw_field(painter, field, tokens.tint(tone))
    edge = QColor(tokens.ink(tone))  # a chosen row may have the very colour of the chip
    edge.setAlpha(_EDGE)
    painter.setPen(QPen(edge, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(field).adjusted(0.5, 0.5, -0.5, -0.5), _CORNER, _CORNER)
    _draw_word(painter, field.adjusted(NARROW, 0, -NARROW, 0), text, tokens.ink(tone))
    painter.restore()


def _draw_field(painter: QPainter, field: QRect, colour: str) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawRoundedRect(QRectF(field), _CORNER, _CORNER)


def _draw_word(painter: QPainter, area: QRect, text: str, colour: str) -> None:
    metrics = painter.fontMetrics()
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width() + 2)
    painter.setPen(QColor(colour))
    painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


class Chip(QWidget):
    """A chip as a widget; a removable one has a cross, and goes by Delete when it has focus."""

    removed = Signal()

    def __init__(
        self,
        text: str,
        look: Look,
        tone: Tone = Tone.NEUTRAL,
        *,
        removable: bool = False,
    ) -> None:
        super().__init__()
        self._look = look
        self._text = text
        self._tone = tone
        self._removable = removable
        self._over_cross = False
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(removable)
        self._name()

    @property
    def text(self) -> str:
        """The word."""
        return self._text

    @property
    def tone(self) -> Tone:
        """What its colour means."""
        return self._tone

    @property
    def removable(self) -> bool:
        """Whether it has a cross: not while it may only be looked at."""
        return self._removable and self.isEnabled()

    def show_state(self, text: str, tone: Tone = Tone.NEUTRAL) -> None:
        """Say something else."""
        self._text, self._tone = text, tone
        self._name()
        self.updateGeometry()
        self.update()

    def _name(self) -> None:
        self.setAccessibleName(self._text)
        self.setToolTip(tip(self._text) if len(self._text) > 12 else "")

    # The Qt side -----------------------------------------------------------------

    def sizeHint(self) -> QSize:
        wide = chip_width(self.font(), self._text)
        return QSize(wide + (_CROSS - 4 if self.removable else 0), HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(48, self.sizeHint().width()), HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        tokens = self._look.tokens
        _draw_field(painter, self.rect(), tokens.tint(self._tone))
        right = NARROW if not self.removable else _CROSS
        _draw_word(
            painter, self.rect().adjusted(NARROW, 0, -right, 0), self._text, tokens.ink(self._tone)
        )
        if self.removable:
            self._draw_cross(painter, tokens)
        if self.hasFocus():
            painter.setPen(QPen(QColor(tokens.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), _CORNER, _CORNER)

    def _draw_cross(self, painter: QPainter, tokens: Tokens) -> None:
        middle = QPointF(self.width() - _CROSS / 2 - 1, self.height() / 2)
        colour = tokens.stop if self._over_cross else tokens.ink(self._tone)
        painter.setPen(QPen(QColor(colour), 1.4, c=Qt.PenCapStyle.RoundCap))
        arm = QPointF(3.2, 3.2)
        other = QPointF(3.2, -3.2)
        painter.drawLine(middle - arm, middle + arm)
        painter.drawLine(middle - other, middle + other)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            self.updateGeometry()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = event.position().x() >= self.width() - _CROSS
        if over != self._over_cross:
            self._over_cross = over
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._over_cross = False
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.removable and event.position().x() >= self.width() - _CROSS:
            self.removed.emit()
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not (self.removable and event.position().x() >= self.width() - _CROSS):
            event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.removable and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        else:
            event.ignore()
