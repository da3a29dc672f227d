"""A line for a day, in whatever style it is typed, with a calendar to point at."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QDate, QLocale, QPoint, QSize, Qt
from PySide6.QtGui import QAction, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QLineEdit, QToolButton, QWidget

from app.models.values import PartialDate
from app.ui.buttons import button
from app.ui.layouts import column, row
from app.ui.look import Look
from app.ui.style import polish
from app.ui.tokens import NARROW, TIGHT


class DateEdit(QLineEdit):
    """Takes 2026.9.1, 20260901, 今天, +7 and the rest; Alt+↓ opens the calendar.

    With an `hour` the line is for a moment: the calendar keeps the hour that stands behind the
    day, and writes this one where there is none.
    """

    def __init__(self, look: Look, hint: str = "", hour: str = "") -> None:
        super().__init__()
        self._look = look
        self._hour = hour
        self.setPlaceholderText(hint)
        self._open = QAction(look.icon("calendar-days"), "打开日历（Alt+↓）", self)
        self._open.triggered.connect(self.open_calendar)
        self.addAction(self._open, QLineEdit.ActionPosition.TrailingPosition)

    def open_calendar(self) -> None:
        """Show the calendar under the line."""
        calendar = CalendarPopup(self._look, _day_in(self._day_text()), self._take, self)
        calendar.show_under(self)

    def _day_text(self) -> str:
        return self.text().strip().partition(" ")[0] if self._hour else self.text()

    def _take(self, day: date | None) -> None:
        kept = self.text().strip().partition(" ")[2].strip() or self._hour
        self.setText(f"{day} {kept if self._hour else ''}".strip() if day else "")
        self.textEdited.emit(self.text())
        self.setFocus()

    # The Qt side -----------------------------------------------------------------

    def setReadOnly(self, on: bool) -> None:  # noqa: FBT001 - Qt's signature
        super().setReadOnly(on)
        self._open.setVisible(not on)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        asked = event.key() == Qt.Key.Key_F4 or (event.key() == Qt.Key.Key_Down and alt)
        if asked and not self.isReadOnly():
            self.open_calendar()
        else:
            super().keyPressEvent(event)


class CalendarPopup(QFrame):
    """A month at a time, weeks from Monday, in Chinese; one click or Enter chooses."""

    def __init__(
        self, look: Look, day: date, take: Callable[[date | None], None], parent: QWidget
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("surface", "popup")
        self._take = take
        self.days = _calendar(look)
        self.days.setSelectedDate(QDate(day.year, day.month, day.day))
        self.days.activated.connect(self._choose)
        self.days.clicked.connect(self._choose)
        today = button(look, "今天", kind="quiet", press=lambda: self._choose(QDate.currentDate()))
        nothing = button(look, "清除", kind="quiet", press=lambda: self._choose(None))
        self.setLayout(column(self.days, row(today, 1, nothing), spacing=NARROW, margins=NARROW))
        self.days.setFocus()

    def show_under(self, edit: QWidget) -> None:
        """Below the line, or above it where the screen ends."""
        polish(self)
        self.adjustSize()
        below = edit.mapToGlobal(QPoint(0, edit.height() + 2))
        screen = edit.screen().availableGeometry()
        x = min(below.x(), screen.right() - self.width() - TIGHT)
        if below.y() + self.height() > screen.bottom():
            below.setY(edit.mapToGlobal(QPoint(0, -2)).y() - self.height())
        self.move(max(screen.left(), x), below.y())
        self.show()

    def _choose(self, day: QDate | None) -> None:
        self.close()
        self._take(None if day is None else date(day.year(), day.month(), day.day()))


def _calendar(look: Look) -> QCalendarWidget:
    days = QCalendarWidget()
    days.setLocale(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    days.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
    days.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
    days.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.SingleLetterDayNames)
    days.setGridVisible(False)
    days.setMinimumSize(QSize(280, 240))
    plain = QTextCharFormat()
    for weekday in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
        days.setWeekdayTextFormat(weekday, plain)  # Qt writes them in red, our word for danger
    for name, icon in (("prevmonth", "chevron-left"), ("nextmonth", "chevron-right")):
        arrow = days.findChild(QToolButton, f"qt_calendar_{name}")
        if isinstance(arrow, QToolButton):
            arrow.setIcon(look.icon(icon))
    return days


def _day_in(text: str) -> date:
    """Where the calendar opens: at what is typed, as far as it makes sense, else today."""
    try:
        return PartialDate.parse(text).first_day
    except ValueError:
        return date.today()  # noqa: DTZ011 - the office's own calendar day
