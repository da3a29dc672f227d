"""What lies over the pictures of a week: cursor, marks, what is being dragged, the moment."""

from typing import Any

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from app.ui.look import sized
from app.ui.tokens import RADIUS, SMALL_SIZE, Tokens, Tone
from app.ui.week_gestures import Ghosts, Verdicts
from app.ui.week_places import Layout
from app.ui.week_sheet import Block, Sheet, Spot

_TICK = 15  # width of the corner that says a block is marked, or where it can go
_FAINT, _TINT = 24, 225  # of 255
_MORE = Qt.TextElideMode.ElideRight
_CHECK = (((-3.0, 0.0), (-1.0, 2.5), (3.5, -3.0)),)
_SIGNS = {
    Tone.CAUTION: (((0.0, -3.5), (0.0, 0.5)), ((0.0, 3.5), (0.0, 3.6))),
    Tone.STOP: (((-3.0, -3.0), (3.0, 3.0)), ((-3.0, 3.0), (3.0, -3.0))),
}


class Overlay:
    """Paints over one sheet, once."""

    def __init__(self, painter: QPainter, sheet: Sheet, places: Layout, tokens: Tokens) -> None:
        self._painter, self._sheet = painter, sheet
        self._places, self._tokens = places, tokens

    def now(self, *, upright: bool) -> None:
        """The present moment: downwards through each room, or across one day."""
        now = self._sheet.now
        for lane, moment in enumerate(now.moments if now else ()):
            if now is not None and moment is not None:
                self._moment(lane, now.day, moment, upright=upright)

    def _moment(self, lane: int, day: int, moment: float, *, upright: bool) -> None:
        period = min(int(moment), len(self._sheet.periods) - 1)
        where, part = self._places.part(Spot(lane, day, period, period)), moment - period
        self._painter.setPen(QPen(QColor(self._tokens.stop), 2))
        if upright:
            y = where.top() + round(where.height() * part)
            self._painter.drawLine(where.left(), y, where.right(), y)
        else:
            x = where.left() + round(where.width() * part)
            self._painter.drawLine(x, where.top(), x, where.bottom() + 1)

    def cursor(self, block: Block | None, spot: Spot, *, here: bool) -> None:
        """On a block or on chosen periods; strong where the keyboard is, faint where it is not."""
        painter = self._smooth()
        colour = QColor(self._tokens.accent if here else self._tokens.faint)
        painter.setPen(QPen(colour, 2))
        inside = QColor(colour)
        inside.setAlpha(_FAINT)
        painter.setBrush(inside)
        where = self._part(block.spot, block) if block else self._part(spot)
        painter.drawRoundedRect(_within(where), RADIUS / 2, RADIUS / 2)

    def mark(self, key: Any) -> None:
        """A frame, and a tick in its corner."""
        block = self._sheet.block(key)
        if block is None:
            return
        painter, where = self._smooth(), self._part(block.spot, block)
        painter.setPen(QPen(QColor(self._tokens.accent), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(_within(where), RADIUS / 2, RADIUS / 2)
        self._badge(where, Tone.ACCENT)

    def ghosts(self, ghosts: Ghosts, verdicts: Verdicts) -> None:
        """Where things are being dragged to, and whether they can be there."""
        for key, spot in ghosts.items():
            block = self._sheet.block(key) if key is not None else None
            verdict = verdicts.get(key)
            where = self._part(spot, block if len(ghosts) > 1 else None)
            tone = Tone.GOOD if not verdict else Tone.STOP if verdict.stops else Tone.CAUTION
            self._ghost(where, block.title if block else "", tone)
            if block is not None:
                self._badge(where, tone)

    def _ghost(self, where: QRect, title: str, tone: Tone) -> None:
        """Hatched where it cannot be."""
        painter, tokens, ways = self._smooth(), self._tokens, Qt.BrushStyle
        like = Tone.ACCENT if tone is Tone.GOOD else tone
        colour, ground = QColor(tokens.ink(like)), QColor(tokens.tint(like))
        ground.setAlpha(_TINT)
        frame = QRectF(where).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(colour, 1, Qt.PenStyle.DashLine))
        hatch = QColor(colour)
        hatch.setAlpha(60)
        over = QBrush(hatch, ways.BDiagPattern if tone is Tone.STOP else ways.NoBrush)
        for brush in (QBrush(ground), over):
            painter.setBrush(brush)
            painter.drawRoundedRect(frame, RADIUS / 2, RADIUS / 2)
        painter.setFont(sized(painter.font(), SMALL_SIZE, bold=True))
        painter.setPen(QColor(tokens.text))
        inside = where.adjusted(7, 3, -4, -3)
        told = painter.fontMetrics().elidedText(title, _MORE, inside.width())
        painter.drawText(inside, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, told)

    def _badge(self, where: QRect, tone: Tone) -> None:
        """A sign in the lower corner."""
        painter = self._painter
        corner = QRectF(where.right() - _TICK, where.bottom() - _TICK, _TICK - 1, _TICK - 1)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._tokens.ink(tone)))
        painter.drawRoundedRect(corner, RADIUS / 2, RADIUS / 2)
        painter.setPen(QPen(QColor(self._tokens.on_accent), 2))
        for stroke in _SIGNS.get(tone, _CHECK):
            painter.drawPolyline([corner.center() + QPointF(x, y) for x, y in stroke])

    def _part(self, spot: Spot, like: Block | None = None) -> QRect:
        """Where a spot stands, with the part of the room that a block has."""
        if like is None:
            return self._places.part(spot)
        return self._places.part(spot, like.part, like.parts)

    def _smooth(self) -> QPainter:
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        return self._painter


def _within(where: QRect) -> QRectF:
    return QRectF(where).adjusted(1, 1, -2, -2)
