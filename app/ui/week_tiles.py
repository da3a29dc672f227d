"""A room's day as a picture: painted once, kept until something in it changes.

Scrolling and moving the cursor then only copy pictures.
"""

from collections import OrderedDict
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QPainter, QPen, QPixmap

from app.ui.look import sized
from app.ui.tokens import RADIUS, SMALL_SIZE, TIGHT, Tokens
from app.ui.week_sheet import Block, Layout, Sheet, Spot

_KEPT = 800  # pictures: more than any screen shows at once
_LINE = 15
_EDGE = 3  # width of the coloured edge of a block
_NARROW = 80


class Tiles:
    """The pictures of one sheet in one theme and one size."""

    def __init__(self, sheet: Sheet, layout: Layout, tokens: Tokens, font: QFont) -> None:
        self._sheet = sheet
        self._layout = layout
        self._tokens = tokens
        self._small, self._bold = sized(font, SMALL_SIZE), sized(font, SMALL_SIZE, bold=True)
        self._blocks = sheet.tiles()
        self._kept: OrderedDict[tuple[int, int], QPixmap] = OrderedDict()

    def blocks(self, lane: int, day: int) -> Sequence[Block]:
        """What stands in a room on a day, each with its part of the room."""
        return self._blocks.get((lane, day), ())

    def holds(self, lane: int, day: int) -> bool:
        """Whether it is painted already."""
        return (lane, day) in self._kept

    def tile(self, lane: int, day: int, ratio: float) -> QPixmap:
        """The picture of a room's day."""
        found = self._kept.get((lane, day))
        if found is None:
            found = self._kept[lane, day] = self._painted(lane, day, ratio)
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return found

    def _painted(self, lane: int, day: int, ratio: float) -> QPixmap:
        place = self._layout.tile(lane, day)
        made = QPixmap(QSize(round(place.width() * ratio), round(place.height() * ratio)))
        made.setDevicePixelRatio(ratio)
        made.fill(QColor(self._tokens.surface))
        painter = QPainter(made)
        painter.translate(-place.topLeft())
        self._paint_ground(painter, lane, day)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for block in self.blocks(lane, day):
            self._paint_block(painter, block)
        painter.end()
        return made

    def _paint_ground(self, painter: QPainter, lane: int, day: int) -> None:
        """The lines between periods and days, and what cannot be had."""
        line, shut = QColor(self._tokens.line), QColor(self._tokens.canvas)
        for period in range(len(self._sheet.periods)):
            place = self._layout.part(Spot(lane, day, period, period))
            if (lane, day, period) in self._sheet.shut:
                painter.fillRect(place, shut)
                painter.fillRect(place, QBrush(line, Qt.BrushStyle.BDiagPattern))
            painter.setPen(QPen(line, 1))
            painter.drawLine(place.topRight(), place.bottomRight())
            painter.drawLine(place.bottomLeft(), place.bottomRight())
        whole = self._layout.tile(lane, day)
        painter.setPen(QPen(QColor(self._tokens.faint), 1))
        painter.drawLine(whole.topRight(), whole.bottomRight())

    def _paint_block(self, painter: QPainter, block: Block) -> None:
        tokens = self._tokens
        place = self._layout.part(block.spot, block.part, block.parts)
        place = place.adjusted(1, 1, -2, -2)
        ink = QColor(tokens.ink(block.tone))
        style = Qt.PenStyle.DashLine if block.soft else Qt.PenStyle.SolidLine
        painter.setPen(QPen(ink, 1, style))
        painter.setBrush(QColor(tokens.surface if block.soft else tokens.tint(block.tone)))
        painter.drawRoundedRect(
            QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS / 2, RADIUS / 2
        )
        painter.fillRect(QRect(place.left(), place.top() + 1, _EDGE, place.height() - 2), ink)
        self._write(painter, block, place.adjusted(_EDGE + TIGHT, 2, -2, -1), ink)

    def _write(self, painter: QPainter, block: Block, place: QRect, ink: QColor) -> None:
        """As many lines as there is room for: what it is, what kind, who."""
        text = QColor(self._tokens.text)
        lines = [
            *((part, self._bold, text) for part in self._broken(block.title, place.width())),
            (block.word, self._small, ink),
            (block.note, self._small, QColor(self._tokens.muted)),
        ]
        if place.height() < 2 * _LINE:  # one line: the kind goes in front, it must not be lost
            lines = [(f"{block.word} {block.title}", self._small, text)]
        y = place.top()
        for words, font, colour in lines:
            if y + _LINE > place.bottom() + 3:
                return
            if words:
                painter.setFont(font)
                painter.setPen(colour)
                metrics = QFontMetrics(font)
                shown = _fitted(metrics, words, place.width() - 1)
                painter.drawText(QPointF(place.left(), y + metrics.ascent()), shown)
                y += _LINE

    def _broken(self, words: str, width: int) -> list[str]:
        """A title that a narrow place cannot hold goes on in a second line."""
        metrics = QFontMetrics(self._bold)
        first = _fitted(metrics, words, width - 1) if width <= _NARROW else words
        rest = words[len(first) :].strip()
        return [first, rest] if rest else [first]


def _fitted(metrics: QFontMetrics, words: str, width: int) -> str:
    """What there is room for. In a narrow place three dots would cost a third of the words."""
    if width > _NARROW:
        return metrics.elidedText(words, Qt.TextElideMode.ElideRight, width)
    while words and metrics.horizontalAdvance(words) > width:
        words = words[:-1]
    return words
