"""Rooms, days and periods with what occupies them: to look at, to draw in, to move about.

With the mouse: drag over empty periods to draw, drag a block to move it (one of several that are
marked: all of them), its end to stretch it; Ctrl with a click marks blocks one by one, Shift with
a click all from the cursor to there.
With the keyboard: arrows go, Shift with arrows chooses periods, Enter opens or draws, Alt with
arrows moves what is there, Alt and Shift with arrows stretches it, Delete takes it away; Ctrl+Space
marks one block, Ctrl+A those of the room's day, Esc none.
"""

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter

from app.ui.edge_scroll import EdgeScroll
from app.ui.look import Look
from app.ui.week_cursor import Cursor
from app.ui.week_gestures import Drag, Draw, Gesture, Ghosts, Judge, Shift, Stretch
from app.ui.week_keys import Arrow, Deed, arrow, deed
from app.ui.week_overlay import Overlay
from app.ui.week_sheet import Block, Sheet, Spot
from app.ui.week_view import WeekView

_GRIP = 6  # how near the end of a block it is taken by its end
_FAR = 4  # a press that goes no further than this is a click
_CTRL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class WeekGrid(WeekView):
    """A week with a cursor in it. It asks for deeds, and does none itself."""

    drawn = Signal(Spot)  # these empty periods are wanted
    moved = Signal(object, Spot)  # key; where it is to go
    shifted = Signal(object)  # by the key of each of several blocks, where it is to go
    opened = Signal(object)  # key
    removed = Signal(object)  # key
    picked = Signal()  # the cursor stands somewhere else
    asked = Signal(QPoint)  # a menu, at this place of the screen

    def __init__(self, look: Look, name: str) -> None:
        super().__init__(look)
        self.judge: Judge = lambda _: {}  # asked at every step of a drag
        self._cursor = Cursor()
        self._drag: Drag | None = None
        self.edges = EdgeScroll(self)
        self.edges.scrolled.connect(self._lead)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)
        self.viewport().setMouseTracking(True)

    # --- what is shown and chosen

    def fill(self, sheet: Sheet, *, upright: bool = False) -> None:
        """Show this; cursor and place are kept as far as they are there."""
        self._let_go()
        self.show_sheet(sheet, upright=upright)
        self._cursor.enter(sheet)
        self.setAccessibleDescription(self._cursor.words)

    @property
    def dragging(self) -> bool:
        """Whether somebody is in the middle of something that a new sheet would take away."""
        return self._drag is not None

    @property
    def chosen(self) -> Block | None:
        """The block that the cursor is on."""
        return self._cursor.chosen

    @property
    def marked(self) -> list[Any]:
        """The keys of the blocks that are marked; without marks, of the one under the cursor."""
        return self._cursor.meant

    @property
    def spot(self) -> Spot:
        """The periods that are chosen, where there is no block."""
        return self._cursor.spot

    def mark(self, keys: Iterable[Any]) -> None:
        """Mark just these."""
        self._cursor.mark(keys)
        self._tell()

    def mark_day(self) -> None:
        """All blocks of the room and day that the cursor is in."""
        at = self._cursor.at
        self.mark(block.key for block in self.sheet.stack(at.lane, at.day))

    def choose(self, key: Any) -> None:
        """Put the cursor on a block and bring it into sight."""
        block = self.sheet.block(key)
        if block is not None:
            self._go(block.spot, key=key)

    def go_to(self, spot: Spot) -> None:
        """Choose periods and bring them into sight."""
        self._go(spot)
        if spot.last != spot.first:
            self._go(spot._replace(first=spot.last), stretch=True)

    def _go(self, spot: Spot, *, stretch: bool = False, key: Any = None) -> None:
        if self._cursor.go(spot, stretch=stretch, key=key):
            self.bring_into_sight(self._cursor.at)
            self._tell()

    def _tell(self) -> None:
        """The cursor or the marks are others now."""
        self.setAccessibleDescription(self._cursor.words)
        self.viewport().update()
        self.picked.emit()

    # --- what is asked for

    def _open(self) -> None:
        if self.chosen is not None:
            self.opened.emit(self.chosen.key)
        elif self.sheet.holds(self.spot):
            self.drawn.emit(self.spot)

    def _ask(self, ghosts: Ghosts) -> None:
        """That it be as a gesture has led."""
        if len(ghosts) > 1:
            self.shifted.emit(dict(ghosts))
            return
        for key, spot in ghosts.items():
            if key is None:
                self.go_to(spot)
                self.drawn.emit(spot)
            else:
                self.moved.emit(key, spot)

    def _movable(self) -> list[Block]:
        """What can be moved of what is meant: marked, or under the cursor."""
        blocks = [self.sheet.block(key) for key in self.marked]
        return [each for each in blocks if each is not None and not each.fixed]

    # --- with the mouse

    def _at_end(self, block: Block, point: QPoint) -> bool:
        where = self.place_of(block.key)
        near = where.bottom() - point.y() if self.upright else where.right() - point.x()
        return not block.fixed and near <= _GRIP

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        spot, block = self.spot_under(point), self.block_under(point)
        left = event.button() == Qt.MouseButton.LeftButton
        if spot is None or (block is not None and left and self._mark_by(event, block)):
            return
        if block is None or not self._cursor.has_marked(block.key):
            self.mark(())
        stretch = bool(event.modifiers() & _SHIFT) and block is None
        self._go(spot, stretch=stretch, key=block.key if block else None)
        gesture = self._gesture(spot, block, point) if left and not stretch else None
        self._drag = Drag(gesture, point, self.judge) if gesture else None

    def _gesture(self, spot: Spot, block: Block | None, point: QPoint) -> Gesture | None:
        """What a press begins there."""
        if block is None:
            return Draw(spot)
        if block.fixed:
            return None
        if self._at_end(block, point):
            return Stretch(block)
        return Shift(spot, self._movable(), self.sheet)

    def _mark_by(self, event: QMouseEvent, block: Block) -> bool:
        """Whether a press only marks: Ctrl this one or not, Shift all from the cursor to it."""
        if event.modifiers() & _CTRL:
            before = self.marked
            self._go(block.spot, key=block.key)
            self._cursor.mark(before)
            self._cursor.turn(block.key)
            self._tell()
        elif event.modifiers() & _SHIFT:
            area = self.places.part(self._cursor.at).united(self.places.part(block.spot))
            beside = (each for at in self.places.seen(area) for each in self.sheet.stack(*at))
            self.mark(each.key for each in beside if self.places.part(each.spot).intersects(area))
        else:
            return False
        return True

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        if self._drag is None:
            self._show_hand(point)
            return
        self.edges.follow(point)
        self._lead(point)

    def _lead(self, point: QPoint) -> None:
        """The drag on to this point, or to the nearest one in sight."""
        spot = self.spot_under(self.edges.inside(point))
        if self._drag and spot and (self._drag.ghosts or self._drag.distance(point) > _FAR):
            self._drag.lead(spot)
            self.viewport().update()

    def _let_go(self) -> Drag | None:
        """Nothing is dragged any more; what was."""
        drag, self._drag = self._drag, None
        self.edges.stop()
        self.viewport().update()
        return drag

    def _show_hand(self, point: QPoint) -> None:
        block = self.block_under(point)
        shape = Qt.CursorShape.ArrowCursor
        if block is not None and self._at_end(block, point):
            upright = self.upright
            shape = Qt.CursorShape.SizeVerCursor if upright else Qt.CursorShape.SizeHorCursor
        self.viewport().setCursor(shape)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        drag = self._let_go()
        if drag is not None and drag.ghosts:
            self._ask(drag.ghosts)
            self._tell()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._let_go()
        self._open()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        block = self.chosen
        where = self.place_of(block.key) if block else self.place(self.spot)
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        point = self.viewport().mapToGlobal(where.center()) if by_key else event.globalPos()
        self.asked.emit(point)

    # --- with the keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if (wanted := arrow(event)) is not None:
            self._follow(wanted)
        elif (asked := deed(event)) is None or not self._do(asked):
            super().keyPressEvent(event)

    def _follow(self, arrow: Arrow) -> None:
        if arrow.pushes:
            self._push(arrow)
        else:
            step = self._cursor.step(right=arrow.right, down=arrow.down, upright=self.upright)
            self._go(step, stretch=arrow.stretches)

    def _push(self, arrow: Arrow) -> None:
        """Move what is marked or the block under the cursor by one step, or stretch the block."""
        down, right = arrow.down, arrow.right
        along, lane, day = (down, 0, right) if self.upright else (right, down, 0)
        blocks = self._movable()
        if not arrow.stretches:
            wanted = {each.key: each.spot.moved(lane=lane, day=day, by=along) for each in blocks}
        elif along and len(self.marked) == 1:
            wanted = {each.key: each.spot.longer(along) for each in blocks}
        else:
            return
        if all(self.sheet.holds(spot) for spot in wanted.values()):
            self._ask(wanted)

    def _do(self, asked: Deed) -> bool:
        """Whether there was anything to do."""
        cursor = self._cursor
        if asked is Deed.OPEN:
            self._open()
        elif asked is Deed.REMOVE and self.marked:
            self.removed.emit(self.chosen.key if self.chosen else self.marked[0])
        elif asked is Deed.NEXT:
            self.choose(cursor.next_beside())
        elif asked is Deed.MARK_DAY:
            self.mark_day()
        elif asked is Deed.MARK and self.chosen is not None:
            cursor.turn(self.chosen.key)
            self._tell()
        elif asked is Deed.GIVE_UP and self._let_go() is not None:
            self._tell()
        elif asked is Deed.GIVE_UP and cursor.marks:
            self.mark(())
        else:
            return False
        return True

    # --- what it shows of itself

    def paint_over(self, painter: QPainter) -> None:
        """Cursor, marks, what is being dragged, and the line of the present moment."""
        if not self.sheet.lanes or not self.sheet.days:
            return
        over = Overlay(painter, self.sheet, self.places, self.look.tokens)
        over.now(upright=self.upright)
        for key in self._cursor.marks:
            over.mark(key)
        over.cursor(self.chosen, self.spot, here=self.hasFocus())
        if self._drag is not None:
            over.ghosts(self._drag.ghosts, self._drag.verdicts)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()
