"""How cells and the head of a list are painted: by hand, because that is the fastest way."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
)

from app.ui.chips import draw_chip
from app.ui.fonts import tabular
from app.ui.labels import tip
from app.ui.look import Look
from app.ui.table_model import TONE
from app.ui.tokens import NARROW, Tokens

if TYPE_CHECKING:
    from app.ui.table import RecordTable

CHECK_WIDTH = 36
_BOX = 15
_TICK = (QPoint(4, 8), QPoint(6, 10), QPoint(11, 5))
_Index = QModelIndex | QPersistentModelIndex
_DISPLAY = Qt.ItemDataRole.DisplayRole
_RIGHT = Qt.AlignmentFlag.AlignRight
_ELIDE = Qt.TextElideMode.ElideRight


class CellDelegate(QStyledItemDelegate):
    """Text that ends in … where there is no room, chips for statuses, the check box in front."""

    def __init__(self, look: Look, table: "RecordTable") -> None:
        super().__init__(table)
        self._look = look
        self._table = table
        self._font = tabular(table.font())

    # The Qt side -----------------------------------------------------------------

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        tokens = self._look.tokens
        area: QRect = option.rect  # type: ignore[attr-defined]  # missing in the stubs
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]  # missing, too
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(area, QColor(tokens.accent_tint))
        elif index.row() == self._table.hovered_row():
            painter.fillRect(area, QColor(tokens.canvas))
        painter.setPen(QColor(tokens.line))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        if index.column() == 0:
            self._draw_front(painter, area, index, chosen=chosen)
            return
        inside = area.adjusted(NARROW, 0, -NARROW, -1)
        text, tone = index.data(_DISPLAY), index.data(TONE)
        painter.setFont(self._font)
        if tone is not None:
            draw_chip(painter, inside, text, tone, tokens)
        elif text:
            painter.setPen(QColor(tokens.text))
            metrics = painter.fontMetrics()
            if metrics.horizontalAdvance(text) > inside.width():
                text = metrics.elidedText(text, _ELIDE, inside.width())
            painter.drawText(inside, index.data(Qt.ItemDataRole.TextAlignmentRole), text)

    def _draw_front(self, painter: QPainter, area: QRect, index: _Index, *, chosen: bool) -> None:
        tokens = self._look.tokens
        if index.row() == self._table.currentIndex().row() and self._table.hasFocus():
            painter.fillRect(area.x(), area.y(), 3, area.height(), QColor(tokens.accent))
        left = area.x() + (area.width() - _BOX) // 2
        top = area.y() + (area.height() - _BOX) // 2
        draw_box(painter, QRect(left, top, _BOX, _BOX), tokens, on=chosen)

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: _Index,
    ) -> bool:
        """The whole text, only where it does not fit."""
        if event.type() != QEvent.Type.ToolTip:
            return super().helpEvent(event, view, option, index)
        text = index.data(_DISPLAY) or ""
        area: QRect = option.rect  # type: ignore[attr-defined]  # missing in the stubs
        cut = self._table.fontMetrics().horizontalAdvance(text) > area.width() - 2 * NARROW
        QToolTip.showText(event.globalPos(), tip(text) if cut else "", view)
        return True


class CheckHeader(QHeaderView):
    """The headings, with a box in front that checks all rows or none."""

    def __init__(self, look: Look, table: "RecordTable") -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._look = look
        self._table = table
        self.setSectionsMovable(True)
        self.setSectionsClickable(True)
        self.setSortIndicatorShown(True)
        self.setSortIndicatorClearable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(36)
        self.setFirstSectionMovable(False)
        self.setTextElideMode(_ELIDE)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    # The Qt side -----------------------------------------------------------------

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        painter.save()
        super().paintSection(painter, rect, section)
        painter.restore()
        if section == 0 and self._table.model().rowCount() > 0:
            left = rect.x() + (rect.width() - _BOX) // 2
            top = rect.y() + (rect.height() - _BOX) // 2
            some = self._table.selected_count()
            all_ = some == self._table.model().rowCount()
            place = QRect(left, top, _BOX, _BOX)
            draw_box(painter, place, self._look.tokens, on=all_, partly=some > 1 and not all_)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.logicalIndexAt(event.position().toPoint()) == 0:
            if event.button() == Qt.MouseButton.LeftButton:
                self._table.toggle_all()
            return
        super().mousePressEvent(event)


def draw_box(
    painter: QPainter, place: QRect, tokens: Tokens, *, on: bool, partly: bool = False
) -> None:
    """A check box, as the style sheet draws them."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    field = QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5)
    painter.setPen(QColor(tokens.accent if on or partly else tokens.faint))
    painter.setBrush(QColor(tokens.accent if on or partly else tokens.surface))
    painter.drawRoundedRect(field, 4, 4)
    painter.setPen(QPen(QColor(tokens.on_accent), 1.8, c=Qt.PenCapStyle.RoundCap))
    x, y = place.x(), place.y()
    if partly:
        painter.drawLine(x + 4, y + 7, x + 10, y + 7)
    elif on:
        painter.drawPolyline([p + place.topLeft() for p in _TICK])
    painter.restore()
