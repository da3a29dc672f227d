"""A button for one field; behind it the values in use, with counts, to be ticked."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QPushButton, QWidget

from app.models import Field
from app.ui.buttons import button
from app.ui.labels import label
from app.ui.layouts import column
from app.ui.look import Look
from app.ui.search import SearchBox
from app.ui.tokens import NARROW, SNUG, TIGHT

Value = tuple[Any, str, int]  # value, how it is shown, how often
_MANY = 12  # from here on one can search among the values
_LINES = 12
_VALUE = Qt.ItemDataRole.UserRole


class FacetButton(QPushButton):
    """Opens the values of its field; carries how many of them are ticked."""

    def __init__(self, field: Field, look: Look, press: Callable[["FacetButton"], None]) -> None:
        super().__init__(field.label)
        self.field = field
        self.setProperty("kind", "quiet")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAutoDefault(True)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow stands behind the word
        self.setIcon(look.icon("chevron-down"))
        self.setIconSize(QSize(14, 14))
        self.clicked.connect(lambda _=False: press(self))

    def show_ticked(self, count: int) -> None:
        """Say how many values are ticked."""
        self.setText(f"{self.field.label} · {count}" if count else self.field.label)
        font = self.font()
        font.setBold(bool(count))
        self.setFont(font)


class FacetPopup(QFrame):
    """The values of one field. A tick takes effect at once; Esc or a click elsewhere closes."""

    ticked = Signal(tuple)

    def __init__(
        self,
        field: Field,
        values: Sequence[Value],
        chosen: tuple[Any, ...],
        look: Look,
        parent: QWidget,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("surface", "popup")
        self._values = values
        self._chosen = list(chosen)
        self._search = SearchBox(look, f"在{field.label}里找…")
        self._search.setVisible(len(values) > _MANY)
        self._search.textChanged.connect(self._fill)
        self._list = QListWidget()
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setProperty("part", "bare")
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setAccessibleName(field.label)
        self._list.itemClicked.connect(self._toggle)
        self._none = label("没有可选的值", "muted")
        self._none.setContentsMargins(SNUG, NARROW, SNUG, NARROW)
        self._none.setVisible(not values)
        self._list.setVisible(bool(values))
        self._all = button(look, "不限", kind="link", press=self._clear)
        self._all.setVisible(bool(chosen))
        self.setLayout(
            column(self._search, self._list, self._none, self._all, spacing=TIGHT, margins=TIGHT)
        )
        self._fill("")
        self.setFocusProxy(self._search if len(values) > _MANY else self._list)

    def show_under(self, anchor: QWidget) -> None:
        """Below its button, inside the screen."""
        self._list.ensurePolished()
        self._list.doItemsLayout()
        line = max(28, self._list.sizeHintForRow(0)) if self._values else 0
        high = line * min(_LINES, len(self._values)) + 8
        self._list.setFixedHeight(high)
        wide = self._list.sizeHintForColumn(0) + 48 if self._values else 160
        self.setFixedWidth(max(200, min(wide, 360)))
        self.adjustSize()
        corner = anchor.mapToGlobal(QPoint(0, anchor.height() + 2))
        room = anchor.screen().availableGeometry()
        corner.setX(min(corner.x(), room.right() - self.width() - NARROW))
        corner.setY(min(corner.y(), room.bottom() - self.height() - NARROW))
        self.move(corner)
        self.show()
        self.setFocus()

    def _fill(self, text: str) -> None:
        self._list.clear()
        for value, shown, count in self._values:
            if text.strip().casefold() in shown.casefold():
                item = QListWidgetItem(f"{shown}（{count:,}）", self._list)
                item.setData(_VALUE, (value,))
                item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
                item.setCheckState(_state(on=value in self._chosen))
        self._list.setCurrentRow(0)

    def _toggle(self, item: QListWidgetItem) -> None:
        (value,) = item.data(_VALUE)
        on = value not in self._chosen
        item.setCheckState(_state(on=on))
        if on:
            self._chosen.append(value)
        else:
            self._chosen.remove(value)
        self.ticked.emit(tuple(self._chosen))

    def _clear(self) -> None:
        self.ticked.emit(())
        self.close()

    # The Qt side -----------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self._list.currentItem()
        if event.key() == Qt.Key.Key_Space and item is not None:
            self._toggle(item)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self.close()
        else:
            super().keyPressEvent(event)


def _state(*, on: bool) -> Qt.CheckState:
    return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
