"""Five years of enterprise practice as a picture: each stint on its lane, and the days counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.ui.labels import tip
from app.ui.look import Look
from app.ui.tokens import NARROW, TIGHT

_LANE, _COUNTED, _YEARS = 12, 14, 20
_LEAST = 3  # px: a day must still be seen
_LANES = 6  # more are drawn upon each other


@dataclass(frozen=True, slots=True)
class Block:
    """One stint as it is drawn; both days count."""

    first: date
    last: date
    words: str


class PracticeBar(QWidget):
    """A window of time; above its stints, below the days that count, overlaps marked."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._first, self._last = date.min, date.min
        self._lanes: list[list[Block]] = []
        self._counted: Sequence[tuple[date, date]] = ()
        self._twice: Sequence[tuple[date, date]] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_window(
        self,
        first: date,
        last: date,
        blocks: Sequence[Block],
        counted: Sequence[tuple[date, date]],
    ) -> None:
        """Show the stints that touch the window, and the spans of days that count once."""
        self._first, self._last = first, last
        inside = [each for each in blocks if each.last >= first and each.first <= last]
        self._lanes = _lanes(sorted(inside, key=lambda each: (each.first, each.last)))
        self._counted = counted
        self._twice = _overlaps(inside)
        said = "；".join(each.words for each in inside) or "窗口内没有企业实践"
        self.setAccessibleName(f"{first} 至 {last}：{said}")
        self.updateGeometry()
        self.update()

    @property
    def overlaps(self) -> Sequence[tuple[date, date]]:
        """Where stints lie over each other."""
        return self._twice

    def _x(self, day: date, room: float) -> float:
        """Where a day begins; the day after the last one is the right edge."""
        whole = (self._last - self._first).days + 1
        past = (day - self._first).days
        return room * min(max(past, 0), whole) / whole

    def _field(self, first: date, last: date, top: float, height: float) -> QRectF:
        left = self._x(first, self.width())
        right = self._x(date.fromordinal(last.toordinal() + 1), self.width())
        return QRectF(left, top, max(right - left, _LEAST), height)

    # The Qt side -----------------------------------------------------------------

    def sizeHint(self) -> QSize:
        lanes = max(len(self._lanes), 1)
        return QSize(320, lanes * (_LANE + 2) + TIGHT + _COUNTED + _YEARS)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.sizeHint().height())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            said = self._said_at(event.pos().x(), event.pos().y())
            QToolTip.showText(event.globalPos(), tip(said), self)
            return True
        return super().event(event)

    def _said_at(self, x: float, y: float) -> str:
        for number, lane in enumerate(self._lanes):
            for each in lane:
                top = number * (_LANE + 2)
                if self._field(each.first, each.last, top, _LANE).contains(x, y):
                    return each.words
        return self.accessibleName()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._first == date.min:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = self._look.tokens
        rail = max(len(self._lanes), 1) * (_LANE + 2) + TIGHT
        self._draw_years(painter, rail + _COUNTED)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.line))
        painter.drawRoundedRect(QRectF(0, rail, self.width(), _COUNTED), 3, 3)
        for number, lane in enumerate(self._lanes):
            for each in lane:
                painter.setBrush(QColor(tokens.accent))
                field = self._field(each.first, each.last, number * (_LANE + 2), _LANE)
                painter.drawRoundedRect(field, 2, 2)
        for first, last in self._counted:
            painter.setBrush(QColor(tokens.good))
            painter.drawRect(self._field(first, last, rail, _COUNTED))
        for first, last in self._twice:
            painter.setBrush(QColor(tokens.caution))
            painter.drawRect(self._field(first, last, rail, _COUNTED))

    def _draw_years(self, painter: QPainter, foot: float) -> None:
        """A thin line where each calendar year begins, its number under it."""
        tokens = self._look.tokens
        for year in range(self._first.year, self._last.year + 1):
            start = max(date(year, 1, 1), self._first)
            left = self._x(start, self.width())
            if start != self._first:
                painter.setPen(QPen(QColor(tokens.line), 1))
                painter.drawLine(int(left), 0, int(left), int(foot))
            right = self._x(date(year + 1, 1, 1), self.width())
            words = str(year)
            wide = painter.fontMetrics().horizontalAdvance(words)
            if right - left >= wide + NARROW:
                painter.setPen(QColor(tokens.muted))
                area = QRectF(left, foot + 2, right - left, _YEARS - 2)
                painter.drawText(area, Qt.AlignmentFlag.AlignCenter, words)


def _lanes(blocks: Sequence[Block]) -> list[list[Block]]:
    """Each on the first lane where it touches nothing."""
    lanes: list[list[Block]] = []
    for each in blocks:
        free = next((lane for lane in lanes if lane[-1].last < each.first), None)
        if free is not None:
            free.append(each)
        elif len(lanes) < _LANES:
            lanes.append([each])
        else:
            lanes[-1].append(each)
    return lanes


def _overlaps(blocks: Sequence[Block]) -> list[tuple[date, date]]:
    """Days that lie in more than one of them, as spans."""
    found: list[tuple[date, date]] = []
    reach: date | None = None
    for each in sorted(blocks, key=lambda each: (each.first, each.last)):
        if reach is not None and each.first <= reach:
            found.append((each.first, min(each.last, reach)))
        reach = each.last if reach is None else max(reach, each.last)
    return found
