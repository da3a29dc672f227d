"""The popup under the search box at the top: what was found, by kind of record."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.ui.labels import label
from app.ui.layouts import column
from app.ui.look import Look, sized
from app.ui.search import SearchBox
from app.ui.tokens import ICON, NARROW, RADIUS, SMALL_SIZE, SNUG, TIGHT

if TYPE_CHECKING:
    from app.services.search import Hit

_HEAD, _LINE, _TALLEST = 28, 46, 640
_HIT = Qt.ItemDataRole.UserRole


class SearchPopup(QFrame):
    """Opens under the box while one types; ↑ ↓ choose, Enter opens, Esc closes."""

    opened = Signal(object)  # Hit

    def __init__(
        self, box: SearchBox, look: Look, find: Callable[[str], "Sequence[Hit]"], over: QWidget
    ) -> None:
        super().__init__(over)
        self.setProperty("surface", "popup")
        self._over = over
        self._box = box
        self._look = look
        self._find = find
        self._list = QListWidget()
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setProperty("part", "bare")
        self._list.setItemDelegate(_Lines(look, self._list))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setMouseTracking(True)
        self._list.setAccessibleName("搜索结果")
        self._list.itemEntered.connect(self._point_at)
        self._list.itemClicked.connect(self._open)
        self._nothing = label("", "muted", wrap=True)
        self._nothing.setContentsMargins(SNUG, SNUG, SNUG, SNUG)
        self._foot = label("↑↓ 选择   Enter 打开   Esc 关闭", "small")
        self._foot.setContentsMargins(SNUG, TIGHT, SNUG, TIGHT)
        self.setLayout(column(self._nothing, self._list, self._foot, spacing=0, margins=1))
        self.hide()
        box.searched.connect(self._search)
        box.installEventFilter(self)
        over.installEventFilter(self)

    def _search(self, text: str) -> None:
        if not text.strip():
            self.hide()
            return
        self._show(self._find(text), text.strip())

    def _show(self, hits: "Sequence[Hit]", text: str) -> None:
        self._list.clear()
        before = None
        for hit in hits:
            if hit.kind is not before:
                before = hit.kind
                of_kind = sum(1 for each in hits if each.kind is hit.kind)
                self._list.addItem(_head(f"{hit.kind.about.label}  {of_kind}"))
            self._list.addItem(_line(hit))
        self._nothing.setText(f"没有找到“{text}”。可以试试名称里的任意两个字，或拼音首字母。")
        self._nothing.setVisible(not hits)
        self._list.setVisible(bool(hits))
        self._foot.setVisible(bool(hits))
        self._step(1, start=-1)
        self._place()
        self.show()
        self.raise_()

    def _place(self) -> None:
        """Right-aligned with the box, as wide as reading needs, inside the window."""
        over = self._over
        corner = self._box.mapTo(over, QPoint(0, self._box.height() + TIGHT))
        width = min(max(self._box.width(), 520), over.width() - 2 * NARROW)
        left = max(NARROW, min(corner.x(), over.width() - width - NARROW))
        lines = sum(self._list.sizeHintForRow(n) for n in range(self._list.count()))
        foot = self._foot.sizeHint().height() + 2
        room = over.height() - corner.y() - NARROW
        wanted = (
            lines + foot + 10 if self._list.count() else self._nothing.heightForWidth(width) + 4
        )
        self.setGeometry(left, corner.y(), width, max(60, min(wanted, _TALLEST, room)))

    def _point_at(self, item: QListWidgetItem) -> None:
        if item.data(_HIT) is not None:
            self._list.setCurrentItem(item)

    def _step(self, by: int, *, start: int | None = None) -> None:
        """Go to the next line that is a hit, in either direction."""
        at = (self._list.currentRow() if start is None else start) + by
        while 0 <= at < self._list.count():
            if self._list.item(at).data(_HIT) is not None:
                self._list.setCurrentRow(at)
                self._list.scrollToItem(self._list.item(max(0, at - 1)))
                self._list.scrollToItem(self._list.item(at))
                return
            at += by

    def _open(self, item: QListWidgetItem | None) -> None:
        hit = item.data(_HIT) if item is not None else None
        if hit is not None:
            self.hide()
            self._box.clear()
            self.opened.emit(hit)

    # The Qt side -----------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._over:
            if event.type() == QEvent.Type.Resize and self.isVisible():
                self._place()
            return False
        if event.type() == QEvent.Type.FocusOut:
            self.hide()
        elif event.type() == QEvent.Type.FocusIn and self._box.text().strip():
            self._search(self._box.text())
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._on_key(event)
        return False

    def _on_key(self, event: QKeyEvent) -> bool:
        """The keys that are ours while the popup is open."""
        key = Qt.Key
        if not self.isVisible():
            return False
        match event.key():
            case key.Key_Down:
                self._step(1)
            case key.Key_Up:
                self._step(-1)
            case key.Key_Return | key.Key_Enter:
                self._open(self._list.currentItem())
            case key.Key_Escape:
                self.hide()
            case _:
                return False
        return True


def _head(text: str) -> QListWidgetItem:
    item = QListWidgetItem(text)
    item.setFlags(Qt.ItemFlag.NoItemFlags)
    return item


def _line(hit: "Hit") -> QListWidgetItem:
    item = QListWidgetItem(hit.title)
    item.setData(_HIT, hit)
    found = f"{hit.field}:{hit.text}" if hit.text and hit.text != hit.title else ""
    told = f"{hit.kind.about.label} {hit.title} {found}"
    item.setData(Qt.ItemDataRole.AccessibleTextRole, told)
    return item


class _Lines(QStyledItemDelegate):
    """A heading for each kind; of each hit the title, and below it where the words stand."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look

    def sizeHint(self, option: QStyleOptionViewItem, index: object) -> QSize:
        hit = index.data(_HIT)  # type: ignore[attr-defined]  # Qt's index
        return QSize(100, _HEAD if hit is None else _LINE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: object) -> None:
        hit = index.data(_HIT)  # type: ignore[attr-defined]  # Qt's index
        painter.save()
        area: QRect = option.rect  # type: ignore[attr-defined]  # missing in the stubs
        if hit is None:
            self._draw_head(painter, area, index.data())  # type: ignore[attr-defined]
        else:
            state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
            chosen = bool(state & QStyle.StateFlag.State_Selected)
            self._draw_hit(painter, area, hit, chosen=chosen)
        painter.restore()

    def _draw_head(self, painter: QPainter, area: QRect, text: str) -> None:
        painter.setFont(sized(painter.font(), SMALL_SIZE, bold=True))
        painter.setPen(QColor(self._look.tokens.muted))
        inside = area.adjusted(SNUG, TIGHT, -SNUG, 0)
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, text)

    def _draw_hit(self, painter: QPainter, area: QRect, hit: "Hit", *, chosen: bool) -> None:
        tokens = self._look.tokens
        if chosen:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.accent_tint))
            painter.drawRoundedRect(area.adjusted(2, 1, -2, -1), RADIUS, RADIUS)
        mark = QRect(area.x() + SNUG, area.y() + (area.height() - ICON) // 2, ICON, ICON)
        self._look.icon(hit.kind.about.icon, "accent" if chosen else "muted").paint(painter, mark)
        words = area.adjusted(SNUG + ICON + SNUG, 5, -SNUG, -5)
        below = _below(hit)
        half = words.height() // 2
        upper = words.adjusted(0, 0, 0, -half) if below else words
        painter.setPen(QColor(tokens.text))
        self._draw(painter, upper, hit.title)
        if below:
            painter.setFont(sized(painter.font(), SMALL_SIZE))
            painter.setPen(QColor(tokens.muted))
            self._draw(painter, words.adjusted(0, half, 0, 0), below)

    @staticmethod
    def _draw(painter: QPainter, area: QRect, text: str) -> None:
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, shown)


def _below(hit: "Hit") -> str:
    """Where the words stand, and what the record is part of."""
    parts = [hit.owner.title] if hit.owner is not None else []
    if hit.text and hit.text != hit.title:
        parts.append(f"{hit.field}:{hit.text}")
    return " · ".join(parts)
