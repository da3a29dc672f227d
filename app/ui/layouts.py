"""Ways to put widgets beside and under each other."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLayout,
    QLayoutItem,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.ui.tokens import NARROW

Item = QWidget | QLayout | int
Margins = int | tuple[int, int, int, int]


def row(*items: Item, spacing: int = NARROW, margins: Margins = 0) -> QHBoxLayout:
    """From left to right; a number is that share of the free space."""
    made = QHBoxLayout()
    _fill(made, items, spacing, margins)
    return made


def column(*items: Item, spacing: int = NARROW, margins: Margins = 0) -> QVBoxLayout:
    """From top to bottom; a number is that share of the free space."""
    made = QVBoxLayout()
    _fill(made, items, spacing, margins)
    return made


def _fill(layout: QBoxLayout, items: tuple[Item, ...], spacing: int, margins: Margins) -> None:
    around = (margins,) * 4 if isinstance(margins, int) else margins
    layout.setContentsMargins(*around)
    layout.setSpacing(spacing)
    for item in items:
        if isinstance(item, QWidget):
            layout.addWidget(item)
        elif isinstance(item, QLayout):
            layout.addLayout(item)
        else:
            layout.addStretch(item)


def scrolled(inside: QLayout) -> QScrollArea:
    """A bare sheet that may be higher than its place."""
    sheet = QWidget()
    sheet.setProperty("part", "sheet")
    sheet.setLayout(inside)
    area = QScrollArea()
    area.setWidget(sheet)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    return area


def rising() -> QSizePolicy:
    """For what holds a flow: the narrower it is, the higher."""
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    return policy


class FlowLayout(QLayout):
    """Fills lines as words do: what does not fit goes to the next one.

    A widget that wants to expand takes the rest of its line.
    """

    def __init__(self, spacing: int = NARROW, margins: Margins = 0) -> None:
        super().__init__()
        around = (margins,) * 4 if isinstance(margins, int) else margins
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(*around)
        self.setSpacing(spacing)

    def insert(self, at: int, widget: QWidget) -> None:
        """Add a widget before the one at `at`."""
        self.addWidget(widget)
        self._items.insert(at, self._items.pop())
        self.invalidate()

    # The Qt side -----------------------------------------------------------------

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(  # type: ignore[override]  # Qt's own answer at the end is null
        self, index: int
    ) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            if not item.isEmpty():
                size = size.expandedTo(item.minimumSize())
        return size.grownBy(self.contentsMargins())

    def _place(self, rect: QRect, *, move: bool) -> int:
        """Arrange, or only say how high it would be."""
        inside = rect.marginsRemoved(self.contentsMargins())
        spacing = self.spacing()
        x, y, line_height = inside.x(), inside.y(), 0
        for item in self._items:
            if item.isEmpty():
                continue
            greedy = bool(item.expandingDirections() & Qt.Orientation.Horizontal)
            wanted = item.minimumSize() if greedy else item.sizeHint()
            size = wanted.boundedTo(QSize(max(1, inside.width()), 10_000))
            if x + size.width() > inside.right() + 1 and line_height:
                x, y, line_height = inside.x(), y + line_height + spacing, 0
            if greedy:
                size.setWidth(max(1, inside.right() + 1 - x))
            if move:
                item.setGeometry(QRect(QPoint(x, y), size))
            x += size.width() + spacing
            line_height = max(line_height, size.height())
        margins = self.contentsMargins()
        return y + line_height - rect.y() + margins.bottom()
