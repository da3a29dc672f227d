"""Boxes to choose from what is known beforehand: one of a few words, or several of them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QListView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QWidget,
)

from app.ui.buttons import tool
from app.ui.layouts import column
from app.ui.look import Look
from app.ui.style import polish
from app.ui.tags import TagBox
from app.ui.tokens import CONTROL, TIGHT

_NOTHING = "（不填）"


class Combo(QComboBox):
    """A combo box that the wheel scrolls past; typed letters find by first sounds too."""

    def __init__(self, initials: Callable[[str], str]) -> None:
        super().__init__()
        self._initials = initials
        self._dressed = False
        self.setMaxVisibleItems(12)

    def _dress(self) -> None:
        """Make the list when it is first needed: a form holds many boxes and few are opened."""
        if not self._dressed:
            self._dressed = True
            self.setView(_Listing(self._initials))
            self.setItemDelegate(QStyledItemDelegate(self))  # obeys the style sheet, unlike Qt's
            self.view().ensurePolished()  # else it is measured bare, and cut when it first opens

    # The Qt side -----------------------------------------------------------------

    def minimumSizeHint(self) -> QSize:
        """A long word in the list must not widen the form."""
        return QSize(96, super().minimumSizeHint().height())

    def showPopup(self) -> None:
        self._dress()
        view = self.view()
        bar = view.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        view.setMinimumWidth(view.sizeHintForColumn(0) + bar + 2 * TIGHT)
        super().showPopup()
        # Polishing a list that is shown for the first time forgets where it stands.
        view.setCurrentIndex(self.model().index(self.currentIndex(), self.modelColumn()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._dress()
        super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The page scrolls; a value never changes because the mouse happened to be here."""
        event.ignore()


class _Listing(QListView):
    """Finds by what a label begins with, or by the initials of its pinyin."""

    def __init__(self, initials: Callable[[str], str]) -> None:
        super().__init__()
        self._initials = initials
        self._typed = ""
        self._since = QElapsedTimer()

    # The Qt side -----------------------------------------------------------------

    def keyboardSearch(self, search: str) -> None:
        pause = QGuiApplication.styleHints().keyboardInputInterval()
        if not self._since.isValid() or self._since.elapsed() > pause:
            self._typed = ""
        self._since.start()
        self._typed += search.casefold()
        rows = self.model().rowCount()
        here = max(0, self.currentIndex().row())
        first = here if len(self._typed) > 1 else here + 1
        for row in ((first + step) % rows for step in range(rows)):
            if self._begins(self.model().index(row, 0).data() or ""):
                self.setCurrentIndex(self.model().index(row, 0))
                return

    def _begins(self, label: str) -> bool:
        folded = label.casefold()
        return folded.startswith(self._typed) or self._initials(label).startswith(self._typed)


class ChoiceBox(Combo):
    """One of a few words. Choosing the empty line, where there is one, empties the box."""

    chosen = Signal()

    def __init__(
        self,
        items: Iterable[tuple[str, Any]],
        initials: Callable[[str], str],
        *,
        optional: bool,
    ) -> None:
        super().__init__(initials)
        self._values: list[Any] = [None] if optional else []
        if optional:
            self.addItem(_NOTHING)
        else:
            self.setPlaceholderText("请选择")
        for text, value in items:
            self.addItem(text)
            self._values.append(value)
        self.setCurrentIndex(-1)
        self.activated.connect(self._choose)

    def value(self) -> Any:
        """What is chosen; None if nothing is."""
        return self._values[self.currentIndex()] if self.currentIndex() >= 0 else None

    def set_value(self, value: Any) -> None:
        """Choose without saying so."""
        known = value is not None and value in self._values
        self.setCurrentIndex(self._values.index(value) if known else -1)

    def _choose(self, at: int) -> None:
        if self._values[at] is None:
            self.setCurrentIndex(-1)
        self.chosen.emit()

    # The Qt side -----------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and self.currentIndex() < 0 and None in self._values:
            self.setCurrentIndex(0)  # else the arrow would lead to the empty line and back
        super().keyPressEvent(event)


class RecordCombo(Combo):
    """One of a few records, by their titles."""

    @property
    def key(self) -> UUID | None:
        """Which is chosen."""
        found: UUID | None = self.currentData()
        return found

    def offer(self, keys: Sequence[UUID], titles: Mapping[UUID, str]) -> None:
        """Other records; the one that was chosen stays so if it is among them."""
        chosen = self.key
        self.clear()
        for key in keys:
            self.addItem(titles[key], key)
        if chosen is not None:
            self.select(chosen)

    def select(self, key: UUID) -> None:
        """Choose without saying so; nothing happens if it is not offered."""
        for number in range(self.count()):  # Qt cannot compare keys
            if self.itemData(number) == key:
                self.setCurrentIndex(number)


class ChoiceTags(TagBox):
    """Several of a few words: chips, and a list to tick that opens with a click or Space."""

    def __init__(self, items: Sequence[tuple[str, Any]], look: Look) -> None:
        self._choices = items
        self._arrow = tool(look, "chevron-down", "选择", small=True, press=self.open_list)
        self._arrow.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._arrow.setProperty("part", "inside")
        self._arrow.setFixedSize(28, CONTROL - 2)
        super().__init__(look, arrow=self._arrow)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def value(self) -> tuple[Any, ...]:
        """What is chosen, in the order of the list."""
        chosen = self.keys()
        return tuple(value for _, value in self._choices if value in chosen)

    def set_value(self, values: Iterable[Any] | None) -> None:
        """Choose without saying so."""
        chosen = tuple(values or ())
        self.set_tags([(value, text) for text, value in self._choices if value in chosen])

    def open_list(self) -> None:
        """Show what there is, with ticks."""
        popup = _TickList(self._choices, self.keys(), self)
        popup.ticked.connect(self._take)
        popup.show_under(self)

    def _take(self, chosen: object) -> None:
        assert isinstance(chosen, tuple)  # noqa: S101 - the signal's type, for the checker
        self.set_value(chosen)
        self.changed.emit()

    # The Qt side -----------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus()
        self.open_list()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = Qt.Key
        if event.key() in (keys.Key_Space, keys.Key_Return, keys.Key_Down, keys.Key_F4):
            self.open_list()
        elif event.key() == keys.Key_Backspace:
            self.remove_last()
        else:
            super().keyPressEvent(event)


class _TickList(QFrame):
    """A list with ticks. Space or a click ticks; Enter, Esc or a click elsewhere closes."""

    ticked = Signal(object)  # tuple of values

    def __init__(
        self, items: Sequence[tuple[str, Any]], chosen: Iterable[Any], parent: QWidget
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("surface", "popup")
        self._values = [value for _, value in items]
        self.list = QListWidget()
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setProperty("part", "bare")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        taken = tuple(chosen)
        for text, value in items:
            item = QListWidgetItem(text, self.list)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            item.setCheckState(_state(ticked=value in taken))
        self.list.setCurrentRow(0)
        self.list.itemClicked.connect(self._toggle)
        self.list.installEventFilter(self)
        self.setLayout(column(self.list, margins=TIGHT))
        self.setFocusProxy(self.list)

    def show_under(self, box: QWidget) -> None:
        """As wide as the box, high enough for all lines up to ten."""
        polish(self)
        self.list.doItemsLayout()  # Qt keeps the heights from before the style sheet
        lines = min(10, self.list.count())
        high = sum(self.list.sizeHintForRow(row) for row in range(lines)) + 2 * TIGHT + 6
        wide = self.list.sizeHintForColumn(0) + 2 * TIGHT + 24
        self.resize(max(box.width(), wide), high)
        below = box.mapToGlobal(QPoint(0, box.height() + 2))
        if below.y() + high > box.screen().availableGeometry().bottom():
            below.setY(box.mapToGlobal(QPoint(0, -2)).y() - high)
        self.move(below)
        self.show()
        self.list.setFocus()

    def _toggle(self, item: QListWidgetItem) -> None:
        item.setCheckState(_state(ticked=item.checkState() != Qt.CheckState.Checked))
        states = [self.list.item(row).checkState() for row in range(self.list.count())]
        pairs = zip(self._values, states, strict=True)
        self.ticked.emit(tuple(value for value, state in pairs if state == Qt.CheckState.Checked))

    # The Qt side -----------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keys of the list, which would otherwise search for a space."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        item = self.list.currentItem()
        if event.key() == Qt.Key.Key_Space and item is not None:
            self._toggle(item)
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self.close()
            return True
        return super().eventFilter(watched, event)


def _state(*, ticked: bool) -> Qt.CheckState:
    return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
