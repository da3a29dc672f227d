"""What a week grid's rows and columns are called: beside it, so that they never scroll away."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.ui.look import Look, sized
from app.ui.tokens import NARROW, SMALL_SIZE, TIGHT
from app.ui.week_places import Layout
from app.ui.week_sheet import Sheet, Spot

TOP_HEAD = 44
_LINE = 16
_MIDDLE = Qt.AlignmentFlag.AlignCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_MORE = Qt.TextElideMode.ElideRight


class _Head(QWidget):
    """What both have: the sheet they name, and how far it is scrolled."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.look = look
        self.sheet = Sheet()
        self.places: Layout | None = None
        self.upright = False
        self.scrolled = 0

    def show_sheet(self, sheet: Sheet, places: Layout, *, upright: bool) -> None:
        """Name another one."""
        self.sheet, self.places, self.upright = sheet, places, upright
        self.update()

    def scroll_to(self, value: int) -> None:
        """Follow the grid."""
        self.scrolled = value
        self.update()

    def write(
        self, painter: QPainter, area: QRect, words: str, ink: str, *, bold: bool = False
    ) -> None:
        """One line, shortened where there is no room."""
        painter.setFont(sized(self.font(), SMALL_SIZE, bold=bold))
        painter.setPen(QColor(ink))
        shown = painter.fontMetrics().elidedText(words, _MORE, area.width())
        painter.drawText(area, _LEFT, shown)


class TopHead(_Head):
    """The days; above rooms also the number of each period."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, tokens = QPainter(self), self.look.tokens
        painter.fillRect(self.rect(), QColor(tokens.raised))
        if self.places is None or not self.sheet.periods:
            return
        painter.translate(-self.scrolled, 0)
        for number in range(len(self.sheet.days)):
            self._paint_day(painter, number, self.places)
        painter.resetTransform()
        painter.setPen(QPen(QColor(tokens.line), 1))
        painter.drawLine(self.rect().bottomLeft(), self.rect().bottomRight())

    def _paint_day(self, painter: QPainter, number: int, places: Layout) -> None:
        tokens, day = self.look.tokens, self.sheet.days[number]
        where = places.tile(0, number)
        left = max(where.left(), self.scrolled)  # the name stays in sight as long as its day
        area = QRect(left + NARROW, TIGHT, where.right() - left - NARROW, _LINE)
        self.write(painter, area, day.title, tokens.text, bold=True)
        past = painter.fontMetrics().horizontalAdvance(day.title) + NARROW
        if self.upright:
            self.write(painter, area.translated(0, _LINE + 2), day.note, tokens.ink(day.tone))
        else:
            self.write(painter, area.adjusted(past, 0, 0, 0), day.note, tokens.ink(day.tone))
            self._paint_periods(painter, number, places)
        painter.setPen(QPen(QColor(tokens.faint), 1))
        painter.drawLine(where.right(), 0, where.right(), self.height())

    def _paint_periods(self, painter: QPainter, number: int, places: Layout) -> None:
        painter.setFont(sized(self.font(), SMALL_SIZE))
        painter.setPen(QColor(self.look.tokens.muted))
        for period, words in enumerate(self.sheet.periods):
            where = places.part(Spot(0, number, period, period))
            short = words.removeprefix("第").removesuffix("节")
            area = QRect(where.left(), TIGHT + _LINE + 2, where.width(), _LINE)
            painter.drawText(area, _MIDDLE, short)


class SideHead(_Head):
    """The rooms, or the periods of one room with their times."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, tokens = QPainter(self), self.look.tokens
        painter.fillRect(self.rect(), QColor(tokens.raised))
        painter.translate(0, -self.scrolled)
        for number in range(self.places.rows() if self.places else 0):
            self._paint_row(painter, number)
        painter.resetTransform()
        painter.setPen(QPen(QColor(tokens.line), 1))
        painter.drawLine(self.rect().topRight(), self.rect().bottomRight())

    def _paint_row(self, painter: QPainter, number: int) -> None:
        assert self.places is not None  # noqa: S101 - asked before
        top, high = self.places.row(number)
        if top + high < self.scrolled or top > self.scrolled + self.height():
            return
        tokens = self.look.tokens
        title, note = self._words(number)
        area = QRect(NARROW, top + (high - 2 * _LINE) // 2, self.width() - NARROW - TIGHT, _LINE)
        self.write(painter, area, title, tokens.text, bold=True)
        self.write(painter, area.translated(0, _LINE), note, tokens.muted)
        painter.setPen(QPen(QColor(tokens.line), 1))
        painter.drawLine(0, top + high - 1, self.width(), top + high - 1)

    def _words(self, number: int) -> tuple[str, str]:
        if self.upright:
            period, times = self.sheet.periods[number], self.sheet.times
            first, _, later = (times[number] if number < len(times) else "").partition("\n")
            return (f"{period} {first}", later) if later else (period, first)
        lane = self.sheet.lanes[number]
        return lane.title, lane.note
