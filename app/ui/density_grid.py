"""How full rooms are: rooms under each other, weeks or days side by side, a number in every field.

The shade only repeats what the number says. Arrows go about; Enter or a click opens a field.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip

from app.services.shares import Share
from app.ui.fonts import tabular
from app.ui.labels import tip
from app.ui.look import Look, sized
from app.ui.tokens import NARROW, RADIUS, SMALL_SIZE, TIGHT

_SIDE, _TOP, _ROW, _LEAST = 190, 40, 30, 32
_DEEPEST = 0.6  # how much of the full colour a room that is always used gets
_LIFT = 0.7  # below 1: little differs more from nothing than much from all
_MIDDLE = Qt.AlignmentFlag.AlignCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_NONE = "休"  # there is nothing open that could be used


@dataclass(frozen=True, slots=True)
class Head:
    """A column: a week or a day."""

    first: date
    title: str  # 第12周, 16
    note: str  # 11.16, 周一
    words: str  # said in full
    now: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A room, or all of them together (without a key)."""

    key: Any
    title: str
    shares: Sequence[Share]


class DensityGrid(QAbstractScrollArea):
    """Painted by hand, only what is in sight; the heads stay where they are."""

    opened = Signal(object, object)  # the key of the room, the first day
    picked = Signal()  # the cursor stands somewhere else

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._look = look
        self._rows: Sequence[Row] = ()
        self._heads: Sequence[Head] = ()
        self._row = self._column = 0
        self._wide = _LEAST
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)
        look.changed.connect(self.viewport().update)

    def fill(self, rows: Sequence[Row], heads: Sequence[Head]) -> None:
        """Show this; the cursor stays with its room, and goes where it is now."""
        kept = self._rows[self._row].key if self._rows else None
        self._rows, self._heads = rows, heads
        self._row = next((at for at, row in enumerate(rows) if row.key == kept), 0)
        now = next((at for at, head in enumerate(heads) if head.now), 0)
        self._column = now
        self._measure()
        self._tell()
        self.viewport().update()

    @property
    def words(self) -> str:
        """What the cursor is on, in a sentence."""
        return self._said(self._row, self._column)

    def place(self, row: int, column: int) -> QRect:
        """Where a field stands on the viewport."""
        across, down = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        left, top = _SIDE + column * self._wide - across, _TOP + row * _ROW - down
        return QRect(left, top, self._wide, _ROW)

    def go_to(self, row: int, column: int) -> None:
        """Put the cursor there and bring it into sight."""
        if not self._rows or not self._heads:
            return
        self._row = max(0, min(row, len(self._rows) - 1))
        self._column = max(0, min(column, len(self._heads) - 1))
        self._show()
        self._tell()
        self.viewport().update()
        self.picked.emit()

    def open(self) -> None:
        """Look at the week in which the cursor is."""
        if self._rows and self._heads:
            self.opened.emit(self._rows[self._row].key, self._heads[self._column].first)

    def _said(self, row: int, column: int) -> str:
        if row >= len(self._rows) or column >= len(self._heads):
            return ""
        share = self._rows[row].shares[column]
        where = f"{self._rows[row].title}　{self._heads[column].words}　"
        if not share.whole:
            return f"{where}没有开放的节次"
        return f"{where}已用 {share.part} 节，开放 {share.whole} 节，利用率 {share.percent}"

    def _tell(self) -> None:
        self.setAccessibleDescription(self.words)

    def _measure(self) -> None:
        room = self.viewport().width() - _SIDE
        columns = max(1, len(self._heads))
        self._wide = max(_LEAST, room // columns)
        for bar, all_, shown in (
            (self.horizontalScrollBar(), _SIDE + self._wide * columns, self.viewport().width()),
            (self.verticalScrollBar(), _TOP + _ROW * len(self._rows), self.viewport().height()),
        ):
            bar.setPageStep(shown)
            bar.setSingleStep(_ROW)
            bar.setRange(0, max(0, all_ - shown))

    def _show(self) -> None:
        where, seen = self.place(self._row, self._column), self.viewport().rect()
        for bar, before, after in (
            (self.horizontalScrollBar(), where.left() - _SIDE, where.right() - seen.right()),
            (self.verticalScrollBar(), where.top() - _TOP, where.bottom() - seen.bottom()),
        ):
            bar.setValue(bar.value() + (before if before < 0 else max(0, after)))

    def _at(self, point: QPoint) -> tuple[int, int] | None:
        if point.x() < _SIDE or point.y() < _TOP:
            return None
        row = (point.y() - _TOP + self.verticalScrollBar().value()) // _ROW
        column = (point.x() - _SIDE + self.horizontalScrollBar().value()) // self._wide
        inside = row < len(self._rows) and column < len(self._heads)
        return (row, column) if inside else None

    # --- painting

    def _paint_field(self, painter: QPainter, row: int, column: int) -> None:
        tokens = self._look.tokens
        where = self.place(row, column).adjusted(0, 0, -1, -1)
        share = self._rows[row].shares[column]
        painter.fillRect(where, QColor(tokens.surface))
        if not share.whole:
            painter.fillRect(where, QBrush(QColor(tokens.line), Qt.BrushStyle.BDiagPattern))
            ink, words = tokens.muted, _NONE
        else:
            shade = QColor(tokens.accent)
            shade.setAlphaF(_DEEPEST * (share.part / share.whole) ** _LIFT)
            painter.fillRect(where, shade)
            ink, words = tokens.text if share.part else tokens.muted, _number(share)
        painter.setPen(QColor(ink))
        painter.drawText(where, _MIDDLE, words)

    def _paint_side(self, painter: QPainter, row: int) -> None:
        tokens, where = self._look.tokens, QRect(0, self.place(row, 0).top(), _SIDE, _ROW)
        painter.fillRect(where, QColor(tokens.raised))
        painter.setFont(sized(self.font(), SMALL_SIZE, bold=True))
        painter.setPen(QColor(tokens.text))
        words = painter.fontMetrics().elidedText(
            self._rows[row].title, Qt.TextElideMode.ElideRight, _SIDE - NARROW - TIGHT
        )
        painter.drawText(where.adjusted(NARROW, 0, -TIGHT, 0), _LEFT, words)
        painter.setPen(QPen(QColor(tokens.line), 1))
        painter.drawLine(where.bottomLeft(), where.bottomRight())

    def _paint_top(self, painter: QPainter, column: int) -> None:
        tokens, head = self._look.tokens, self._heads[column]
        where = QRect(self.place(0, column).left(), 0, self._wide, _TOP)
        painter.fillRect(where, QColor(tokens.accent_tint if head.now else tokens.raised))
        painter.setFont(sized(self.font(), SMALL_SIZE, bold=True))
        painter.setPen(QColor(tokens.accent if head.now else tokens.text))
        painter.drawText(where.adjusted(0, TIGHT, 0, -_TOP // 2), _MIDDLE, head.title)
        painter.setFont(sized(self.font(), SMALL_SIZE))
        painter.setPen(QColor(tokens.muted))
        painter.drawText(where.adjusted(0, _TOP // 2, 0, -TIGHT), _MIDDLE, head.note)

    def _paint_cursor(self, painter: QPainter) -> None:
        tokens = self._look.tokens
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens.accent if self.hasFocus() else tokens.faint), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        where = QRectF(self.place(self._row, self._column)).adjusted(0.5, 0.5, -1.5, -1.5)
        painter.drawRoundedRect(where, RADIUS / 2, RADIUS / 2)

    # The Qt side -----------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, tokens = QPainter(self.viewport()), self._look.tokens
        seen, area = self.viewport().rect(), event.rect()
        painter.fillRect(seen, QColor(tokens.line))
        below = QRect(0, self.place(len(self._rows), 0).top(), seen.width(), seen.height())
        beside = QRect(self.place(0, len(self._heads)).left(), 0, seen.width(), seen.height())
        painter.fillRect(below, QColor(tokens.canvas))
        painter.fillRect(beside, QColor(tokens.canvas))
        if not self._rows or not self._heads:
            return
        down, across = self.verticalScrollBar().value(), self.horizontalScrollBar().value()
        rows = _shown(area.top() - _TOP, area.bottom() - _TOP, down, _ROW, len(self._rows))
        columns = _shown(
            area.left() - _SIDE, area.right() - _SIDE, across, self._wide, len(self._heads)
        )
        painter.setFont(tabular(sized(self.font(), SMALL_SIZE)))
        for row in rows:
            for column in columns:
                self._paint_field(painter, row, column)
        self._paint_cursor(painter)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        for row in rows:
            self._paint_side(painter, row)
        for column in columns:
            self._paint_top(painter, column)
        painter.fillRect(QRect(0, 0, _SIDE, _TOP), QColor(tokens.raised))
        painter.setPen(QPen(QColor(tokens.faint), 1))
        painter.drawLine(_SIDE - 1, 0, _SIDE - 1, below.top())
        painter.drawLine(0, _TOP - 1, beside.left(), _TOP - 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Copy what stays in sight, with its heads; only what comes into it is painted."""
        seen, view = self.viewport().rect(), self.viewport()
        if dx:
            view.scroll(dx, 0, seen.adjusted(_SIDE, 0, 0, 0))
        if dy:
            view.scroll(0, dy, seen.adjusted(0, _TOP, 0, 0))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        found = self._at(event.position().toPoint())
        if found is not None and event.button() == Qt.MouseButton.LeftButton:
            self.go_to(*found)
            self.open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = Qt.Key
        page = max(1, self.viewport().height() // _ROW - 2)
        steps: dict[int, tuple[int, int]] = {
            keys.Key_Right: (0, 1), keys.Key_Left: (0, -1), keys.Key_Down: (1, 0),
            keys.Key_Up: (-1, 0), keys.Key_PageDown: (page, 0), keys.Key_PageUp: (-page, 0),
            keys.Key_Home: (0, -self._column), keys.Key_End: (0, len(self._heads)),
        }  # fmt: skip
        step = steps.get(event.key())
        plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if step is not None and plain:
            self.go_to(self._row + step[0], self._column + step[1])
        elif event.key() in (keys.Key_Return, keys.Key_Enter):
            self.open()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def viewportEvent(self, event: QEvent) -> bool:
        """Both numbers, where the mouse rests."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            found = self._at(event.pos())
            words = self._said(*found) if found else ""
            QToolTip.showText(event.globalPos(), tip(words), self.viewport())
            return True
        return super().viewportEvent(event)


def _shown(begin: int, end: int, scrolled: int, each: int, count: int) -> range:
    """Which rows or columns stand between two places, the heads left out."""
    return range((max(0, begin) + scrolled) // each, min(count, (end + scrolled) // each + 1))


def _number(share: Share) -> str:
    """In whole per cent; a little is not nothing, and nearly all is not all."""
    rounded = (200 * share.part + share.whole) // (2 * share.whole)
    if share.part and not rounded:
        return "<1"
    return "99" if rounded == 100 and share.part < share.whole else f"{rounded}"
