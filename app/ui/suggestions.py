"""The list that opens under a line while one types."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QCompleter,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from app.ui.look import Look, sized
from app.ui.tokens import NARROW, SMALL_SIZE

_HIT = Qt.ItemDataRole.UserRole
_ONE_LINE, _TWO_LINES = 30, 46


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: its key, what it is called, and what tells it from its likes."""

    key: Any
    title: str
    hint: str = ""


class Suggestions(QObject):
    """Shows hits under a line edit, the first one marked, so that Enter takes it."""

    chosen = Signal(object)  # Hit

    def __init__(self, line: QLineEdit, look: Look) -> None:
        super().__init__(line)
        self._line = line
        self._model = QStandardItemModel(self)
        self._completer = QCompleter(self._model, self)
        self._completer.setWidget(line)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(8)
        self.popup = QListView()
        self.popup.setProperty("part", "popup")
        self.popup.setUniformItemSizes(False)
        self.popup.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._completer.setPopup(self.popup)
        self.popup.setItemDelegate(_HitDelegate(look, self))  # after setPopup, which sets its own
        self._completer.activated[QModelIndex].connect(self._take)  # type: ignore[index]  # overload

    def show_hits(self, hits: Sequence[Hit], text: str) -> None:
        """Open the list; where nothing was found it says so."""
        self._model.clear()
        for hit in hits:
            item = QStandardItem(hit.title)
            item.setData(hit, _HIT)
            self._model.appendRow(item)
        if not hits:
            nothing = QStandardItem(f"没有找到“{text}”" if text else "还没有可选的记录")
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            self._model.appendRow(nothing)
        self._completer.complete()
        if hits:
            self.popup.setCurrentIndex(self._completer.completionModel().index(0, 0))

    def hide(self) -> None:
        """Close the list."""
        self.popup.hide()

    def _take(self, index: QModelIndex) -> None:
        hit = index.data(_HIT)
        if hit is not None:
            self.chosen.emit(hit)


class _HitDelegate(QStyledItemDelegate):
    """Title, and under it in small the hint, so that long company names have all the width."""

    def __init__(self, look: Look, parent: QObject) -> None:
        super().__init__(parent)
        self._look = look

    # The Qt side -----------------------------------------------------------------

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        hit = index.data(_HIT)
        return QSize(120, _TWO_LINES if hit is not None and hit.hint else _ONE_LINE)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        opt: Any = option  # the stubs hide the fields that a style option consists of
        style = opt.widget.style()
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, opt, painter, opt.widget)
        hit = index.data(_HIT)
        tokens = self._look.tokens
        area = opt.rect.adjusted(NARROW, 0, -NARROW, 0)
        painter.save()
        painter.setPen(QColor(tokens.text if hit is not None else tokens.muted))
        if hit is None or not hit.hint:
            _write(painter, area, str(index.data()))
        else:
            upper = QRect(area.x(), area.y() + 4, area.width(), 20)
            _write(painter, upper, hit.title)
            painter.setFont(sized(opt.font, SMALL_SIZE))
            painter.setPen(QColor(tokens.muted))
            _write(painter, QRect(area.x(), upper.bottom(), area.width(), 18), hit.hint)
        painter.restore()


def _write(painter: QPainter, area: QRect, text: str) -> None:
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, area.width())
    painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
