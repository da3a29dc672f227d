"""A week on the screen: laid out to the room there is, scrolled, painted only where it is in sight.

What somebody does with it is the affair of `WeekGrid`.
"""

from typing import Any

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, QTimer
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip

from app.ui.labels import tip
from app.ui.look import Look
from app.ui.week_heads import TOP_HEAD, SideHead, TopHead
from app.ui.week_places import Across, Layout, Upright, side_width
from app.ui.week_sheet import Block, Sheet, Spot
from app.ui.week_tiles import Tiles

_AHEAD = 400  # how far beyond what is in sight it is painted in advance
_LINE = 24  # how far a scroll bar's arrow goes


class WeekView(QAbstractScrollArea):
    """The pictures of a sheet with its heads beside them; `paint_over` is for whoever adds more."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.sheet = Sheet()
        self.places: Layout = Across(self.sheet, QSize())
        self.upright = False
        self._tiles = Tiles(self.sheet, self.places, look.tokens, self.font())
        self._ahead = QTimer(self)
        self._ahead.timeout.connect(self._paint_ahead)
        self._top, self._side = TopHead(look, self), SideHead(look, self)
        self.setFrameShape(QFrame.Shape.NoFrame)
        look.changed.connect(self.lay_out)

    def show_sheet(self, sheet: Sheet, *, upright: bool) -> None:
        """Another sheet; upright: as the timetable of its first room."""
        self.sheet, self.upright = sheet, upright
        self.lay_out()

    # --- where things are on the screen

    def place(self, spot: Spot) -> QRect:
        """Where a spot stands on the viewport, for whoever points at it."""
        return self.places.part(spot).translated(-self._offset())

    def place_of(self, key: Any) -> QRect:
        """Where a block stands on the viewport."""
        block = self.sheet.block(key)
        return self.part_of(block).translated(-self._offset()) if block else QRect()

    def part_of(self, block: Block) -> QRect:
        """Where a block stands in the whole week, with its part of the room."""
        return self.places.part(block.spot, block.part, block.parts)

    def spot_under(self, point: QPoint) -> Spot | None:
        """The period under a point of the viewport."""
        return self.places.at(point + self._offset())

    def block_under(self, point: QPoint) -> Block | None:
        """The block under a point of the viewport."""
        spot, where = self.spot_under(point), point + self._offset()
        found = self.sheet.at(spot) if spot else ()
        return next((block for block in found if self.part_of(block).contains(where)), None)

    def bring_into_sight(self, spot: Spot) -> None:
        """Sideways with the beginning of its day, where there is room."""
        where, seen = self.place(spot), self.viewport().rect()
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        if where.left() < 0 or where.right() > seen.right():
            begins = self.place(spot._replace(first=0, last=0)).left()
            over = begins if where.right() - begins <= seen.right() else where.left()
            across.setValue(across.value() + over)
        if where.top() < 0 or where.bottom() > seen.bottom():
            over = where.top() if where.top() < 0 else where.bottom() - seen.bottom()
            down.setValue(down.value() + over)

    def _offset(self) -> QPoint:
        return QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    # --- measuring

    def lay_out(self) -> None:
        """Measure and paint anew: other contents, another size, another theme."""
        self.places, seen = self._measured()
        self._tiles = Tiles(self.sheet, self.places, self.look.tokens, self.font())
        self.setViewportMargins(self._head(), TOP_HEAD, 0, 0)
        self._top.show_sheet(self.sheet, self.places, upright=self.upright)
        self._side.show_sheet(self.sheet, self.places, upright=self.upright)
        self._place_heads()
        self._set_bars(seen)
        self._ahead.start(0)
        self.viewport().update()

    def _measured(self) -> tuple[Layout, QSize]:
        """As large as there is room, and that room: a scroll bar takes some where one is needed."""
        bar = self.verticalScrollBar().sizeHint().width()
        layout = Upright if self.upright else Across
        room = QSize(self.width() - self._head(), self.height() - TOP_HEAD)
        for down, across in ((0, 0), (0, 1), (1, 0)):
            left = room - QSize(bar * down, bar * across)
            found = layout(self.sheet, left)
            over = found.size() - left
            if (down or over.height() <= 0) and (across or over.width() <= 0):
                return found, left
        left = room - QSize(bar, bar)
        return layout(self.sheet, left), left

    def _head(self) -> int:
        return side_width(self.sheet, upright=self.upright)

    def _place_heads(self) -> None:
        seen, head = self.viewport().geometry(), self._head()
        self._top.setGeometry(seen.left(), seen.top() - TOP_HEAD, seen.width(), TOP_HEAD)
        self._side.setGeometry(seen.left() - head, seen.top(), head, seen.height())

    def _set_bars(self, seen: QSize) -> None:
        whole = self.places.size()
        for bar, all_, shown in (
            (self.horizontalScrollBar(), whole.width(), seen.width()),
            (self.verticalScrollBar(), whole.height(), seen.height()),
        ):
            bar.setPageStep(shown)
            bar.setSingleStep(_LINE)
            bar.setRange(0, max(0, all_ - shown))

    # --- painting

    def paint_over(self, painter: QPainter) -> None:
        """Whatever lies over the pictures, in the week's own measure."""

    def _paint_ahead(self) -> None:
        """While nothing else is to be done: what the next turn of the wheel will show."""
        seen = self.viewport().rect().translated(self._offset())
        near = seen.adjusted(-seen.width() // 2, -_AHEAD, seen.width() // 2, _AHEAD)
        for lane, day in self.places.seen(near) if self.isVisible() else ():
            if not self._tiles.holds(lane, day):
                self._tiles.tile(lane, day, self.devicePixelRatioF())
                return
        self._ahead.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.lay_out()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Copy what stays in sight; only what comes into it is painted."""
        self.viewport().scroll(dx, dy)
        self._ahead.start(0)
        self._top.scroll_to(self.horizontalScrollBar().value())
        self._side.scroll_to(self.verticalScrollBar().value())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, offset = QPainter(self.viewport()), self._offset()
        painter.fillRect(event.rect(), QColor(self.look.tokens.canvas))
        painter.translate(-offset)
        ratio = self.devicePixelRatioF()
        for lane, day in self.places.seen(event.rect().translated(offset)):
            picture = self._tiles.tile(lane, day, ratio)
            painter.drawPixmap(self.places.tile(lane, day).topLeft(), picture)
        self.paint_over(painter)

    def viewportEvent(self, event: QEvent) -> bool:
        """What a block says in full, or why a period cannot be had, where the mouse rests."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            spot, block = self.spot_under(event.pos()), self.block_under(event.pos())
            empty = self.sheet.why(spot) if spot else ""
            words = self.sheet.tell(block.key) if block else empty
            QToolTip.showText(event.globalPos(), tip(words), self.viewport())
            return True
        return super().viewportEvent(event)
