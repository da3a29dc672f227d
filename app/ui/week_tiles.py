"""A room's day as a picture: painted once, kept until something in it changes.

Scrolling and moving the cursor then only copy pictures.
"""

from collections import OrderedDict

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QPainter, QPen, QPixmap

from app.ui.look import sized
from app.ui.tokens import RADIUS, SMALL_SIZE, Tokens
from app.ui.week_places import Layout
from app.ui.week_sheet import Block, Sheet, Spot
from app.ui.week_words import Fitting

_KEPT = 800  # pictures: more than any screen shows at once
_LINE = 15
_EDGE = 3  # width of the coloured edge of a block
_NARROW = 30  # one period: two characters side by side want every pixel
_Written = tuple[str, QFont, QColor]


class Tiles:
    """The pictures of one sheet in one theme and one size."""

    def __init__(self, sheet: Sheet, layout: Layout, tokens: Tokens, font: QFont) -> None:
        self._sheet = sheet
        self._layout = layout
        self._tokens = tokens
        self._small, self._bold = sized(font, SMALL_SIZE), sized(font, SMALL_SIZE, bold=True)
        self._plain, self._strong = Fitting(self._small), Fitting(self._bold)
        self._ascent = QFontMetrics(self._bold).ascent()
        self._kept: OrderedDict[tuple[int, int], QPixmap] = OrderedDict()

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
        for block in self._sheet.stack(lane, day):
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
        gap = 2 if place.width() > _NARROW else 0
        self._write(painter, block, place.adjusted(_EDGE + gap, 2, 0, -1), ink)

    def _write(self, painter: QPainter, block: Block, place: QRect, ink: QColor) -> None:
        """As many lines as there is room for: who, what, what kind, with whom."""
        y, count = place.top() + self._ascent, place.height() // _LINE
        if count < 2:  # in the middle
            y = place.top() + (place.height() + self._ascent) // 2 - 1
        for words, font, colour in self._lines(block, place.width(), count, ink):
            painter.setFont(font)
            painter.setPen(colour)
            painter.drawText(QPointF(place.left(), y), words)
            y += _LINE

    def _in_one(self, block: Block, width: int) -> str:
        """The kind, and of the title at least how many seats; else its beginning."""
        kind, begin = block.word.split()[0], block.title.split(" ")[0]
        offered = (f"{block.word} {block.title}", f"{kind} {block.title}", f"{kind} {begin}")
        tight = (*offered, f"{kind}{begin}", f"{kind} {begin.partition('/')[0]}")
        return self._plain.first(tight, width) or self._plain.cut(f"{kind} {block.title}", width)

    def _lines(self, block: Block, width: int, count: int, ink: QColor) -> list[_Written]:
        text, muted = QColor(self._tokens.text), QColor(self._tokens.muted)
        if count < 2:  # the kind goes in front, it must not be lost
            return [(self._in_one(block, width), self._small, text)]
        titles = self._strong.wrapped(block.title, width, count - 1)
        left = count - 1 - len(titles)
        about = self._plain.wrapped(block.about, width, min(left, 2)) if left else []
        left -= len(about)
        kinds = block.word.split()
        shorter = (" ".join(kinds[:n]) for n in range(len(kinds), 0, -1))
        kind = self._plain.first(shorter, width) or self._plain.cut(block.word, width)
        lines = [
            *((each, self._bold, text) for each in titles),
            *((each, self._small, text) for each in about),
            (kind, self._small, ink),
        ]
        beside = f"{kind} · {block.note}"
        if not left and block.note and self._plain.width(beside) <= width:
            lines[-1] = (beside, self._small, ink)
        if left and block.note:
            lines.append((self._plain.cut(block.note, width), self._small, muted))
        return lines
