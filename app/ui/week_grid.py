"""Rooms, days and periods with what occupies them: to look at, to draw in, to move about.

With the mouse: drag over empty periods to draw, drag a block to move it, its end to stretch it;
Ctrl with a click marks blocks one by one, Shift with a click all from the cursor to there.
With the keyboard: arrows go, Shift with arrows chooses periods, Enter opens or draws, Alt with
arrows moves what is there, Alt and Shift with arrows stretches it, Delete takes it away; Ctrl+Space
marks one block, Ctrl+A those of the room's day, Esc none.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip

from app.ui.labels import tip
from app.ui.look import Look
from app.ui.week_heads import TOP_HEAD, SideHead, TopHead
from app.ui.week_overlay import paint_cursor, paint_ghost, paint_mark, paint_now
from app.ui.week_sheet import Across, Block, Layout, Sheet, Spot, Upright
from app.ui.week_tiles import Tiles

_GRIP = 6  # how near the end of a block it is taken by its end
_AHEAD = 400  # how far beyond what is in sight it is painted in advance
_FAR = 4  # a press that goes no further than this is a click


@dataclass(frozen=True, slots=True)
class _Drag:
    """What a pressed button is doing: drawing, moving a block or stretching it."""

    start: Spot
    block: Block | None
    stretching: bool
    pressed: QPoint
    under_way: bool = False


class WeekGrid(QAbstractScrollArea):
    """Painted by hand, and only what is in sight."""

    drawn = Signal(Spot)  # these empty periods are wanted
    moved = Signal(object, Spot)  # key; where it is to go
    opened = Signal(object)  # key
    removed = Signal(object)  # key
    picked = Signal()  # the cursor stands somewhere else
    asked = Signal(QPoint)  # a menu, at this place of the screen

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._look = look
        self._upright = False
        self.sheet = Sheet()
        self._keyed: dict[Any, Block] = {}
        self.places: Layout = Across(self.sheet, QSize())
        self._seen = QSize()
        self._tiles: Tiles | None = None
        self._anchor = self._at = Spot(0, 0, 0, 0)
        self._chosen: Any = None  # the key of the block that the cursor is on
        self._marked: frozenset[Any] = frozenset()
        self._drag: _Drag | None = None
        self._ghost: Spot | None = None
        self._ahead = QTimer(self)
        self._ahead.timeout.connect(self._paint_ahead)
        self._top, self._side = TopHead(look, self), SideHead(look, self)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)
        self.viewport().setMouseTracking(True)
        look.changed.connect(self._renew)

    # --- what is shown and chosen

    def fill(self, sheet: Sheet, *, upright: bool = False) -> None:
        """Show this; cursor and place are kept as far as they are there."""
        kept = self._lane_key(self._at.lane), self._day_on(self._at.day)
        self.sheet, self._upright = sheet, upright
        self._keyed = {block.key: block for block in sheet.blocks}
        self._renew()
        lanes = [lane.key for lane in sheet.lanes]
        days = [day.on for day in sheet.days]
        lane = lanes.index(kept[0]) if kept[0] in lanes else 0
        day = days.index(kept[1]) if kept[1] in days else min(self._at.day, len(days) - 1)
        last = max(0, len(sheet.periods) - 1)
        self._at = Spot(lane, max(0, day), min(self._at.first, last), min(self._at.first, last))
        self._anchor = self._at
        self._marked = frozenset(key for key in self._marked if key in self._keyed)
        chosen = self.chosen
        if chosen is None:
            self._chosen = None
        elif chosen not in self._blocks_at(self._at):
            self._at = self._anchor = chosen.spot  # it was moved: the cursor goes with it
        if self._chosen is None and (here := self._blocks_at(self._at)):
            self._chosen = here[0].key
        self._tell()

    def block(self, key: Any) -> Block | None:
        """What is shown for a key."""
        return self._keyed.get(key)

    @property
    def chosen(self) -> Block | None:
        """The block that the cursor is on."""
        return self.block(self._chosen) if self._chosen is not None else None

    @property
    def marked(self) -> list[Any]:
        """The keys of the blocks that are marked; without marks, of the one under the cursor."""
        if not self._marked:
            return [self._chosen] if self._chosen is not None else []
        return [block.key for block in self.sheet.blocks if block.key in self._marked]

    def mark(self, keys: Iterable[Any]) -> None:
        """Mark just these."""
        self._marked = frozenset(key for key in keys if key in self._keyed)
        self._tell()
        self.viewport().update()
        self.picked.emit()

    def mark_day(self) -> None:
        """All blocks of the room and day that the cursor is in."""
        beside = self._tiles.blocks(self._at.lane, self._at.day) if self._tiles else ()
        self.mark(block.key for block in beside)

    @property
    def spot(self) -> Spot:
        """The periods that are chosen, where there is no block."""
        one, other = sorted((self._anchor.first, self._at.first))
        return Spot(self._at.lane, self._at.day, one, other)

    def choose(self, key: Any) -> None:
        """Put the cursor on a block and bring it into sight."""
        block = self.block(key)
        if block is not None:
            self._chosen = key
            self._go(replace(block.spot, last=block.spot.first), stretch=False, key=key)

    def go_to(self, spot: Spot) -> None:
        """Choose periods and bring them into sight."""
        self._go(replace(spot, last=spot.first), stretch=False)
        if spot.last != spot.first:
            self._go(Spot(spot.lane, spot.day, spot.last, spot.last), stretch=True)

    def place(self, spot: Spot) -> QRect:
        """Where a spot stands on the viewport, for whoever points at it."""
        return self.places.part(spot).translated(-self._offset())

    def place_of(self, key: Any) -> QRect:
        """Where a block stands on the viewport."""
        return self._place_of(key).translated(-self._offset())

    def _place_of(self, key: Any) -> QRect:
        """Where a block stands with its part of the room."""
        spot = self._keyed[key].spot
        beside = self._tiles.blocks(spot.lane, spot.day) if self._tiles else ()
        block = next(block for block in beside if block.key == key)
        return self.places.part(block.spot, block.part, block.parts)

    def _lane_key(self, lane: int) -> Any:
        return self.sheet.lanes[lane].key if lane < len(self.sheet.lanes) else None

    def _day_on(self, day: int) -> Any:
        return self.sheet.days[day].on if day < len(self.sheet.days) else None

    # --- going about

    def _go(self, spot: Spot, *, stretch: bool, key: Any = None) -> None:
        """The cursor to one period; a stretch stays within its room and day."""
        lanes, days = len(self.sheet.lanes), len(self.sheet.days)
        if not lanes or not days or not self.sheet.periods:
            return
        period = max(0, min(spot.first, len(self.sheet.periods) - 1))
        lane, day = max(0, min(spot.lane, lanes - 1)), max(0, min(spot.day, days - 1))
        if stretch:
            lane, day = self._anchor.lane, self._anchor.day
        self._at = Spot(lane, day, period, period)
        if not stretch:
            self._anchor = self._at
            found = self._blocks_at(self._at)
            keys = [block.key for block in found]
            self._chosen = key if key in keys else keys[0] if keys else None
        else:
            self._chosen = None
        self._show(self._at)
        self._tell()
        self.viewport().update()
        self.picked.emit()

    def _blocks_at(self, spot: Spot) -> list[Block]:
        beside = self._tiles.blocks(spot.lane, spot.day) if self._tiles else ()
        return [block for block in beside if block.spot.first <= spot.first <= block.spot.last]

    def _step(self, *, right: int, down: int) -> Spot:
        """One period on, over the end of a day into the next one; up and down as things stand."""
        if self._upright:
            return self._at.moved(day=right, by=down)
        period, day, periods = self._at.first + right, self._at.day, len(self.sheet.periods)
        if not 0 <= period < periods and 0 <= day + right < len(self.sheet.days):
            day, period = day + right, 0 if right > 0 else periods - 1
        return Spot(self._at.lane + down, day, period, period)

    def _next_block(self, step: int) -> None:
        """Among those that share a period, the next one."""
        beside = [block.key for block in self._blocks_at(self._at)]
        if self._chosen in beside and len(beside) > 1:
            self.choose(beside[(beside.index(self._chosen) + step) % len(beside)])

    def _push(self, *, right: int, down: int, stretch: bool) -> None:
        """Move or stretch the block under the cursor by one step."""
        block = self.chosen
        if block is None or block.fixed or len(self._marked) > 1:
            return
        along, lane, day = (down, 0, right) if self._upright else (right, down, 0)
        spot = block.spot
        if stretch:
            wanted = replace(spot, last=spot.last + along)
        else:
            wanted = spot.moved(lane=lane, day=day, by=along)
        if wanted != spot and self._fits(wanted):
            self.moved.emit(block.key, wanted)

    def _fits(self, spot: Spot) -> bool:
        lanes, days, periods = (
            len(each) for each in (self.sheet.lanes, self.sheet.days, self.sheet.periods)
        )
        inside = 0 <= spot.lane < lanes and 0 <= spot.day < days
        return inside and 0 <= spot.first <= spot.last < periods

    def _show(self, spot: Spot) -> None:
        """Bring it into sight; sideways with the beginning of its day, where there is room."""
        where, seen = self.place(spot), self.viewport().rect()
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        if where.left() < 0 or where.right() > seen.right():
            begins = self.place(replace(spot, first=0, last=0)).left()
            over = begins if where.right() - begins <= seen.right() else where.left()
            across.setValue(across.value() + over)
        if where.top() < 0 or where.bottom() > seen.bottom():
            over = where.top() if where.top() < 0 else where.bottom() - seen.bottom()
            down.setValue(down.value() + over)

    def _tell(self) -> None:
        """What a screen reader says: where the cursor is and what is there."""
        sheet, spot = self.sheet, self.spot
        if not sheet.lanes or not sheet.days or not sheet.periods:
            return
        words = [sheet.lanes[spot.lane].title, sheet.days[spot.day].title]
        words.append(sheet.periods[spot.first])
        if spot.last != spot.first:
            words.append(f"至{sheet.periods[spot.last]}")
        block = self.chosen
        words.append(f"{block.word} {block.title} {block.note}" if block else self._shut(spot))
        if self._marked:
            words.append(f"已选 {len(self._marked)} 项")
        self.setAccessibleDescription(" ".join(words))

    def _shut(self, spot: Spot) -> str:
        return self.sheet.shut.get((spot.lane, spot.day, spot.first), "空闲")

    # --- measuring

    def _renew(self) -> None:
        """Lay out and paint anew: other contents, another size, another theme."""
        self.places, self._seen = self._laid_out()
        self._tiles = Tiles(self.sheet, self.places, self._look.tokens, self.font())
        self.setViewportMargins(self._head(), TOP_HEAD, 0, 0)
        self._top.show_sheet(self.sheet, self.places, upright=self._upright)
        self._side.show_sheet(self.sheet, self.places, upright=self._upright)
        self._place_heads()
        self._set_bars()
        self._ahead.start(0)
        self.viewport().update()

    def _laid_out(self) -> tuple[Layout, QSize]:
        """As large as there is room, and that room: a scroll bar takes some where one is needed."""
        bar = self.verticalScrollBar().sizeHint().width()
        layout = Upright if self._upright else Across
        room = QSize(self.width() - self._head(), self.height() - TOP_HEAD)
        found = layout(self.sheet, room)
        needed = found.size()
        if needed.width() <= room.width() and needed.height() <= room.height():
            return found, room
        down = needed.height() > room.height() - bar * (needed.width() > room.width())
        across = needed.width() > room.width() - bar * down
        left = QSize(room.width() - bar * down, room.height() - bar * across)
        return layout(self.sheet, left), left

    def _paint_ahead(self) -> None:
        """While nothing else is to be done: what the next turn of the wheel will show."""
        seen = self.viewport().rect().translated(self._offset())
        near = seen.adjusted(-seen.width() // 2, -_AHEAD, seen.width() // 2, _AHEAD)
        tiles = self._tiles
        wanted = self.places.seen(near) if tiles and self.isVisible() else ()
        for lane, day in wanted:
            if tiles and not tiles.holds(lane, day):
                tiles.tile(lane, day, self.devicePixelRatioF())
                return
        self._ahead.stop()

    def _head(self) -> int:
        return Upright.head if self._upright else Across.head

    def _place_heads(self) -> None:
        seen, head = self.viewport().geometry(), self._head()
        self._top.setGeometry(seen.left(), seen.top() - TOP_HEAD, seen.width(), TOP_HEAD)
        self._side.setGeometry(seen.left() - head, seen.top(), head, seen.height())

    def _set_bars(self) -> None:
        whole, seen = self.places.size(), self._seen
        for bar, all_, shown in (
            (self.horizontalScrollBar(), whole.width(), seen.width()),
            (self.verticalScrollBar(), whole.height(), seen.height()),
        ):
            bar.setPageStep(shown)
            bar.setSingleStep(24)
            bar.setRange(0, max(0, all_ - shown))

    def _offset(self) -> QPoint:
        return QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    # --- dragging

    def _block_under(self, point: QPoint) -> Block | None:
        spot = self.places.at(point + self._offset())
        found = self._blocks_at(spot) if spot else []
        return next((block for block in found if self.place_of(block.key).contains(point)), None)

    def _at_end(self, block: Block, point: QPoint) -> bool:
        where = self.place_of(block.key)
        near = where.bottom() - point.y() if self._upright else where.right() - point.x()
        return not block.fixed and near <= _GRIP

    def _dragged(self, drag: _Drag, spot: Spot) -> Spot:
        """Where a drag has led to."""
        if drag.block is None:
            one, other = sorted((drag.start.first, spot.first))
            return Spot(drag.start.lane, drag.start.day, one, other)
        old = drag.block.spot
        if drag.stretching:
            return replace(old, last=max(old.first, spot.first))
        by = spot.first - drag.start.first
        by = max(-old.first, min(by, len(self.sheet.periods) - 1 - old.last))
        return Spot(spot.lane, spot.day, old.first + by, old.last + by)

    # The Qt side -----------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._renew()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Copy what stays in sight; only what comes into it is painted."""
        self.viewport().scroll(dx, dy)
        self._ahead.start(0)
        self._top.scroll_to(self.horizontalScrollBar().value())
        self._side.scroll_to(self.verticalScrollBar().value())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(self._look.tokens.canvas))
        offset = self._offset()
        painter.translate(-offset)
        ratio = self.devicePixelRatioF()
        if self._tiles is not None:
            for lane, day in self.places.seen(event.rect().translated(offset)):
                picture = self._tiles.tile(lane, day, ratio)
                painter.drawPixmap(self.places.tile(lane, day).topLeft(), picture)
        if self.sheet.lanes and self.sheet.days:
            self._paint_now(painter)
            self._paint_cursor(painter)

    def _paint_now(self, painter: QPainter) -> None:
        """The line of the present moment."""
        if self.sheet.now is None:
            return
        day, moment = self.sheet.now
        period = min(int(moment), len(self.sheet.periods) - 1)
        where = self.places.part(Spot(0, day, period, period))
        high = 0 if self._upright else self.places.size().height()
        paint_now(painter, where, moment - period, high, self._look.tokens)

    def _paint_cursor(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        block, tokens = self.chosen, self._look.tokens
        for key in self._marked:
            paint_mark(painter, self._place_of(key), tokens)
        where = self._place_of(block.key) if block else self.places.part(self.spot)
        paint_cursor(painter, where, tokens, here=self.hasFocus())
        if self._ghost is not None:
            paint_ghost(painter, self.places.part(self._ghost), tokens)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        spot, block = self.places.at(point + self._offset()), self._block_under(point)
        if spot is None:
            return
        if block is not None and self._mark_by(event, block):
            return
        if block is None or block.key not in self._marked:
            self.mark(())
        stretch = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier) and block is None
        self._go(spot, stretch=stretch, key=block.key if block else None)
        if event.button() == Qt.MouseButton.LeftButton and not stretch:
            at_end = block is not None and self._at_end(block, point)
            self._drag = _Drag(spot, block, at_end, point)

    def _mark_by(self, event: QMouseEvent, block: Block) -> bool:
        """Whether a press only marks: Ctrl this one or not, Shift all from the cursor to it."""
        held, left = event.modifiers(), event.button() == Qt.MouseButton.LeftButton
        if left and held & Qt.KeyboardModifier.ControlModifier:
            before = frozenset(self.marked)
            self._go(block.spot, stretch=False, key=block.key)
            self.mark(before ^ {block.key})
        elif left and held & Qt.KeyboardModifier.ShiftModifier:
            area = self.places.part(self._at).united(self.places.part(block.spot))
            parts = ((each, self.places.part(each.spot)) for each in self.sheet.blocks)
            self.mark(each.key for each, where in parts if where.intersects(area))
        else:
            return False
        return True

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        if self._drag is None:
            self._show_hand(point)
            return
        far = (point - self._drag.pressed).manhattanLength() > _FAR
        spot = self.places.at(point + self._offset())
        movable = self._drag.block is None or not self._drag.block.fixed
        if spot is not None and movable and (far or self._drag.under_way):
            self._drag = replace(self._drag, under_way=True)
            self._ghost = self._dragged(self._drag, spot)
            self.viewport().update()

    def _show_hand(self, point: QPoint) -> None:
        block = self._block_under(point)
        shape = Qt.CursorShape.ArrowCursor
        if block is not None and self._at_end(block, point):
            upright = self._upright
            shape = Qt.CursorShape.SizeVerCursor if upright else Qt.CursorShape.SizeHorCursor
        self.viewport().setCursor(shape)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        drag, ghost = self._drag, self._ghost
        self._drag = self._ghost = None
        self.viewport().update()
        if drag is None or ghost is None:
            return
        if drag.block is None:
            self.go_to(ghost)
            self.drawn.emit(ghost)
        elif ghost != drag.block.spot:
            self.moved.emit(drag.block.key, ghost)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._drag = None
        self._open()

    def _open(self) -> None:
        if self.chosen is not None:
            self.opened.emit(self._chosen)
        elif self._fits(self.spot):
            self.drawn.emit(self.spot)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = Qt.Key
        if self._marks_by_key(event) or self._goes_by_key(event):
            return
        if event.key() in (keys.Key_Return, keys.Key_Enter):
            self._open()
        elif event.key() == keys.Key_Delete and self.marked:
            self.removed.emit(self._chosen if self._chosen is not None else self.marked[0])
        elif event.key() == keys.Key_Space:
            self._next_block(1)
        else:
            super().keyPressEvent(event)

    def _goes_by_key(self, event: QKeyEvent) -> bool:
        """Whether a key was an arrow: to go, to choose, to move or to stretch."""
        keys, held = Qt.Key, event.modifiers()
        stretch = bool(held & Qt.KeyboardModifier.ShiftModifier)
        right = {keys.Key_Right: 1, keys.Key_Left: -1}.get(keys(event.key()), 0)
        down = {keys.Key_Down: 1, keys.Key_Up: -1}.get(keys(event.key()), 0)
        if not right and not down:
            return False
        if held & Qt.KeyboardModifier.AltModifier:
            self._push(right=right, down=down, stretch=stretch)
        else:
            self._go(self._step(right=right, down=down), stretch=stretch)
        return True

    def _marks_by_key(self, event: QKeyEvent) -> bool:
        """Whether a key marked blocks, or gave up a drag or the marks."""
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Escape and self._drag is not None:
            self._drag = self._ghost = None
            self.viewport().update()
        elif event.key() == Qt.Key.Key_Escape and self._marked:
            self.mark(())
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.mark_day()
        elif event.key() == Qt.Key.Key_Space and ctrl:
            self.mark(self._marked ^ ({self._chosen} & self._keyed.keys()))
        else:
            return False
        return True

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        block = self.chosen
        where = self.place_of(block.key) if block else self.place(self.spot)
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        point = self.viewport().mapToGlobal(where.center()) if by_key else event.globalPos()
        self.asked.emit(point)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def viewportEvent(self, event: QEvent) -> bool:
        """What a block says in full, or why a period cannot be had, where the mouse rests."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            block = self._block_under(event.pos())
            spot = self.places.at(event.pos() + self._offset())
            empty = self._shut(spot) if spot else ""
            words = self.sheet.tell(block.key) if block else empty
            QToolTip.showText(event.globalPos(), tip(words), self.viewport())
            return True
        return super().viewportEvent(event)
