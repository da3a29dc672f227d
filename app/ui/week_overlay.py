"""What lies over the pictures of a week grid: cursor, marks, what is being dragged, the moment."""

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.ui.tokens import RADIUS, Tokens

_TICK = 15  # width of the corner that says a block is marked
_FAINT = 24  # of 255


def paint_now(painter: QPainter, where: QRect, part: float, high: int, tokens: Tokens) -> None:
    """So far into a period; downwards through all rooms, or across one day where `high` is 0."""
    painter.setPen(QPen(QColor(tokens.stop), 2))
    if high:
        x = where.left() + round(where.width() * part)
        painter.drawLine(x, 0, x, high)
    else:
        y = where.top() + round(where.height() * part)
        painter.drawLine(where.left(), y, where.right(), y)


def paint_cursor(painter: QPainter, where: QRect, tokens: Tokens, *, here: bool) -> None:
    """Strong where the keyboard is, faint where it is not."""
    colour = QColor(tokens.accent if here else tokens.faint)
    painter.setPen(QPen(colour, 2))
    inside = QColor(colour)
    inside.setAlpha(_FAINT)
    painter.setBrush(inside)
    painter.drawRoundedRect(_within(where), RADIUS / 2, RADIUS / 2)


def paint_mark(painter: QPainter, where: QRect, tokens: Tokens) -> None:
    """A frame and a tick in its corner."""
    painter.setPen(QPen(QColor(tokens.accent), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(_within(where), RADIUS / 2, RADIUS / 2)
    corner = QRectF(where.right() - _TICK, where.bottom() - _TICK, _TICK - 1, _TICK - 1)
    painter.setBrush(QColor(tokens.accent))
    painter.drawRoundedRect(corner, RADIUS / 2, RADIUS / 2)
    painter.setPen(QPen(QColor(tokens.on_accent), 2))
    middle = corner.center()
    painter.drawPolyline(
        [middle + QPointF(-3, 0), middle + QPointF(-1, 2.5), middle + QPointF(3.5, -3)]
    )


def paint_ghost(painter: QPainter, where: QRect, tokens: Tokens) -> None:
    """Where something is being dragged to."""
    tint = QColor(tokens.accent)
    tint.setAlpha(60)
    painter.setBrush(tint)
    painter.setPen(QPen(QColor(tokens.accent), 1, Qt.PenStyle.DashLine))
    painter.drawRoundedRect(QRectF(where).adjusted(1, 1, -1, -1), RADIUS / 2, RADIUS / 2)


def _within(where: QRect) -> QRectF:
    return QRectF(where).adjusted(1, 1, -2, -2)
