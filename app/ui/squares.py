"""Days or weeks as squares under each other: to look at, and to choose a run of them.

A run goes as text does, from the end of a line to the start of the next, and stays within its
section. Shift with arrows or dragging stretches it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
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
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QToolTip, QWidget

from app.ui.labels import tip
from app.ui.look import Look, sized
from app.ui.tokens import NARROW, PART_SIZE, RADIUS, SMALL_SIZE, TIGHT, Tokens, Tone

_HEAD = 46  # width of what names a line
_TITLE, _COLUMNS = 34, 24  # heights
_LEAST = 44  # width of a square below which nothing can be read
_LINE = 16


@dataclass(frozen=True, slots=True)
class Square:
    """One day or week. `key` is what it stands for."""

    key: Any
    corner: str  # which one it is: 10.1, 第5周
    word: str = ""
    note: str = ""  # under the word, small
    tone: Tone = Tone.NEUTRAL
    filled: bool = False  # whether the tone colours the square
    tip: str = ""
    flag: Tone | None = None  # something about it is to be looked at


@dataclass(frozen=True, slots=True)
class Line:
    """Squares side by side; none leaves its place empty."""

    head: str
    squares: Sequence[Square | None]


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under a title."""

    title: str
    lines: Sequence[Line]


class Squares(QWidget):
    """Painted by hand: hundreds of squares, one widget."""

    picked = Signal()  # another run was chosen
    opened = Signal(object)  # key, by Enter or a double click

    def __init__(
        self, look: Look, name: str, columns: Sequence[str] = (), *, most: int = 0, high: int = 46
    ) -> None:
        super().__init__()
        self._look = look
        self._name = name
        self._columns = columns
        self._across = most or len(columns)
        self._high = high
        self._sections: Sequence[Section] = ()
        self._places: list[tuple[int, QRect, Square]] = []  # section, where, which
        self._heads: list[tuple[QRect, str]] = []
        self._titles: list[tuple[QRect, str]] = []
        self._anchor = self._at = 0
        self._deeds: dict[int, Callable[[], object]] = {}
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        look.changed.connect(self.update)

    def bind(self, deeds: Mapping[Qt.Key, Callable[[], object]]) -> None:
        """What else keys do, pressed alone."""
        self._deeds |= {key.value: deed for key, deed in deeds.items()}

    # --- what is shown and chosen

    def fill(self, sections: Sequence[Section]) -> None:
        """Show these; the run stays where it was, as far as it is there."""
        kept = {self._key(self._anchor): "anchor", self._key(self._at): "at"}
        self._sections = tuple(sections)
        self._arrange()
        keys = [square.key for _, _, square in self._places]
        found = {kept[key]: number for number, key in enumerate(keys) if key in kept}
        self._at = found.get("at", 0)
        self._anchor = found.get("anchor", self._at)
        self.updateGeometry()
        self.update()
        self._tell()

    def chosen(self) -> list[Any]:
        """The keys of the run, in order."""
        first, last = sorted((self._anchor, self._at))
        return [square.key for _, _, square in self._places[first : last + 1]]

    def square(self, key: Any) -> Square | None:
        """What is shown for a key."""
        return next((square for _, _, square in self._places if square.key == key), None)

    def choose(self, first: Any, last: Any = None) -> None:
        """Choose a run from one to another, or one alone, and bring it into sight."""
        keys = [square.key for _, _, square in self._places]
        if first in keys:
            self._move(keys.index(first), stretch=False)
            if last in keys:
                self._move(keys.index(last), stretch=True)

    def show_chosen(self) -> None:
        """Bring the end of the run into sight."""
        if self._places:
            self._show(self._at)

    def place(self, key: Any) -> QRect:
        """Where a square is, for whoever points at it."""
        return next(where for _, where, square in self._places if square.key == key)

    def _key(self, number: int) -> Any:
        return self._places[number][2].key if number < len(self._places) else None

    def _move(self, number: int, *, stretch: bool) -> None:
        """Go to a square; a run ends where its section ends."""
        if not self._places:
            return
        number = max(0, min(number, len(self._places) - 1))
        mine = self._section(self._anchor) if self._anchor < len(self._places) else 0
        if stretch and self._section(number) != mine:
            own = [n for n, (section, _, _) in enumerate(self._places) if section == mine]
            number = own[-1] if number > self._anchor else own[0]
        self._at = number
        if not stretch:
            self._anchor = number
        self._show(number)
        self.update()
        self._tell()
        self.picked.emit()

    def _section(self, number: int) -> int:
        return self._places[number][0]

    def _tell(self) -> None:
        """What a screen reader says."""
        if self._places:
            square = self._places[self._at][2]
            words = (square.corner, square.word, square.note)
            self.setAccessibleDescription(" ".join(word for word in words if word))

    def _show(self, number: int) -> None:
        holder = self.parentWidget()
        area = holder.parentWidget() if holder else None
        if isinstance(area, QScrollArea):
            where = self._places[number][1]
            area.ensureVisible(where.center().x(), where.center().y(), 0, self._high + _TITLE)

    # --- arranging

    def _arrange(self) -> None:
        """Where everything stands, for the width there is."""
        self._places, self._heads, self._titles = [], [], []
        wide = (self.width() - _HEAD) / max(1, self._across)
        y = _COLUMNS if self._columns else 0
        for number, section in enumerate(self._sections):
            if section.title:
                self._titles.append((QRect(0, y, self.width(), _TITLE), section.title))
                y += _TITLE
            for line in section.lines:
                self._heads.append((QRect(0, y, _HEAD, self._high), line.head))
                for at, square in enumerate(line.squares):
                    left, right = _HEAD + round(at * wide), _HEAD + round((at + 1) * wide)
                    if square is not None:
                        where = QRect(left, y, right - left, self._high)
                        self._places.append((number, where, square))
                y += self._high
            y += NARROW
        self.setFixedHeight(max(y, 1))

    def _numbers_at(self, point: QPoint) -> Iterator[int]:
        return (n for n, (_, where, _) in enumerate(self._places) if where.contains(point))

    # --- painting

    def _paint_square(self, painter: QPainter, number: int, *, on: bool) -> None:
        tokens = self._look.tokens
        _, where, square = self._places[number]
        field = QRectF(where).adjusted(1.5, 1.5, -1.5, -1.5)
        ink = tokens.ink(square.tone) if square.filled else tokens.muted
        painter.setPen(QPen(QColor(tokens.accent if on else tokens.line), 2 if on else 1))
        painter.setBrush(QColor(_ground(square, tokens)))
        painter.drawRoundedRect(field, RADIUS - 2, RADIUS - 2)
        if number == self._at and self.hasFocus():
            painter.setPen(QPen(QColor(tokens.text), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(field, RADIUS - 2, RADIUS - 2)
        line = QRect(where.x() + TIGHT + 3, where.y() + TIGHT, where.width() - 12, _LINE)
        self._write(painter, line, square.corner, tokens.text)
        self._write(painter, line.translated(0, _LINE), square.word, ink, bold=square.filled)
        self._write(painter, line.translated(0, 2 * _LINE), square.note, tokens.muted)
        if square.flag is not None:
            self._paint_flag(painter, where, tokens, square.flag)

    def _paint_flag(self, painter: QPainter, where: QRect, tokens: Tokens, tone: Tone) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.ink(tone)))
        beside_word = where.top() + TIGHT + _LINE + 5
        painter.drawEllipse(QRectF(where.right() - 14, beside_word, 6, 6))

    def _write(
        self, painter: QPainter, line: QRect, text: str, ink: str, *, bold: bool = False
    ) -> None:
        if not text:
            return
        painter.setFont(sized(self.font(), SMALL_SIZE, bold=bold))
        painter.setPen(QColor(ink))
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, line.width() + 3)
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)

    # The Qt side -----------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(_HEAD + self._across * 76, self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(_HEAD + self._across * _LEAST, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens, seen = self._look.tokens, event.rect()
        painter.setFont(sized(self.font(), SMALL_SIZE))
        painter.setPen(QColor(tokens.muted))
        middle = Qt.AlignmentFlag.AlignCenter
        wide = (self.width() - _HEAD) / max(1, self._across)
        for at, words in enumerate(self._columns):
            painter.drawText(QRectF(_HEAD + at * wide, 0, wide, _COLUMNS), middle, words)
        for where, words in self._heads:
            if where.intersects(seen):
                painter.drawText(where.adjusted(0, 0, -TIGHT, 0), middle, words)
        painter.setFont(sized(self.font(), PART_SIZE, bold=True))
        painter.setPen(QColor(tokens.text))
        for where, words in self._titles:
            side = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(where.adjusted(TIGHT, 0, 0, 0), side, words)
        first, last = sorted((self._anchor, self._at))
        for number, (_, where, _) in enumerate(self._places):
            if where.intersects(seen):
                self._paint_square(painter, number, on=first <= number <= last)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        number = next(self._numbers_at(event.position().toPoint()), None)
        within = number is not None and self._key(number) in self.chosen()
        if number is not None and not (event.button() == Qt.MouseButton.RightButton and within):
            stretch = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._move(number, stretch=stretch)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        number = next(self._numbers_at(event.position().toPoint()), None)
        if event.buttons() & Qt.MouseButton.LeftButton and number not in (None, self._at):
            self._move(number or 0, stretch=True)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        number = next(self._numbers_at(event.position().toPoint()), None)
        if number is not None:
            self.opened.emit(self._key(number))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = Qt.Key
        stretch = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        sideways = {keys.Key_Left: -1, keys.Key_Right: 1}.get(keys(event.key()))
        upright = {keys.Key_Up: -1, keys.Key_Down: 1}.get(keys(event.key()))
        if sideways is not None:
            self._move(self._at + sideways, stretch=stretch)
        elif upright is not None and self._places:
            self._move(self._beside(upright), stretch=stretch)
        elif event.key() in (keys.Key_Return, keys.Key_Enter) and self._places:
            self.opened.emit(self._key(self._at))
        elif event.key() in self._deeds and not event.modifiers():
            self._deeds[event.key()]()
        else:
            super().keyPressEvent(event)

    def _beside(self, step: int) -> int:
        """The square above or below, the nearest one where the line is shorter."""
        here = self._places[self._at][1]
        ways = [
            (abs(where.y() - here.y()), abs(where.x() - here.x()), number)
            for number, (_, where, _) in enumerate(self._places)
            if (where.y() - here.y()) * step > 0
        ]
        return min(ways)[2] if ways else self._at

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        """What a square says in full, where the mouse rests."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            number = next(self._numbers_at(event.pos()), None)
            words = self._places[number][2].tip if number is not None else ""
            QToolTip.showText(event.globalPos(), tip(words), self)
            return True
        return super().event(event)


def _ground(square: Square, tokens: Tokens) -> str:
    """What the words stand on: what is neither this nor that recedes."""
    if not square.filled:
        return tokens.surface
    return tokens.canvas if square.tone is Tone.NEUTRAL else tokens.tint(square.tone)


def scrolled(squares: Squares) -> QScrollArea:
    """The squares in a frame that scrolls up and down only."""
    area = QScrollArea()
    area.setWidget(squares)
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area
