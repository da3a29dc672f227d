"""Where one is among the bookings: which days, which view of them, which rooms."""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import Enum
from typing import Any
from uuid import UUID

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QWidget

from app.models import TrainingBase
from app.services.bookings.room_density import Span
from app.services.bookings.week import RoomRow, rooms_of
from app.services.query import Query
from app.services.school_calendar import WEEKDAYS, SchoolCalendar, TermDates, long_day
from app.ui.buttons import button, tool
from app.ui.choosers import Combo
from app.ui.density_grid import Head
from app.ui.labels import label
from app.ui.layouts import row
from app.ui.page import Desk
from app.ui.today import today
from app.ui.tokens import NARROW

_WEEK = timedelta(days=7)
_FRIDAY = 5


class View(Enum):
    """What the page shows."""

    WEEK = "全部实训室"
    ROOM = "一间一周"
    DAY = "一天"
    TERM = "学期疏密"
    MONTH = "一月疏密"


DENSE = (View.TERM, View.MONTH)  # how full rooms are, instead of what is in them


class Where(QWidget):
    """The line of choices above the view."""

    went = Signal()  # somewhere else

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._campus: UUID | None = None
        self.calendar = SchoolCalendar()
        self.day = today()
        if self.day.isoweekday() > _FRIDAY:  # what has happened is not at the end of the week
            self.day = self.monday
        self.weeks, self.views, self.bases, self.rooms = (
            Combo(desk.office.initials) for _ in range(4)
        )
        for view in View:
            self.views.addItem(view.value, view)
        for box, words in (
            (self.weeks, "教学周"), (self.views, "看什么"), (self.bases, "实训基地"),
            (self.rooms, "实训室"),
        ):  # fmt: skip
            box.setAccessibleName(words)
            box.setToolTip(words)
        self.weeks.setMinimumWidth(180)
        self.rooms.setMinimumWidth(140)
        look = desk.look
        back = tool(look, "chevron-left", "往前（Ctrl+PgUp）", press=lambda: self.turn(-1))
        on = tool(look, "chevron-right", "往后（Ctrl+PgDown）", press=lambda: self.turn(1))
        now = button(look, "本周", press=lambda: self.go_to(today()))
        self._in_term = label("", "muted")  # a week does not say of which year it is
        boxes = (self.views, self.bases, self.rooms)
        self.setLayout(row(back, self.weeks, on, now, *boxes, 1, self._in_term, spacing=NARROW))
        self.weeks.activated.connect(lambda _: self.go_to(self.weeks.currentData()))
        for box in boxes:
            box.activated.connect(lambda _: self.went.emit())

    # --- what is chosen

    @property
    def view(self) -> View:
        """What the page shows."""
        found: View = self.views.currentData()
        return found

    @property
    def monday(self) -> date:
        """Of the week that is shown."""
        return self.day - timedelta(days=self.day.weekday())

    @property
    def term(self) -> TermDates | None:
        """The term of that week, if it lies in one."""
        return self.calendar.term_of(self.day)

    @property
    def base(self) -> UUID | None:
        """The base whose rooms are shown; none: all."""
        found: UUID | None = self.bases.currentData()
        return found

    @property
    def room(self) -> UUID | None:
        """The one room of the view of one room."""
        found: UUID | None = self.rooms.currentData()
        return found if self.view is View.ROOM else None

    def days(self) -> list[date]:
        """The days that a view of bookings shows."""
        if self.view is View.DAY:
            return [self.day]
        return [self.monday + timedelta(days=step) for step in range(7)]

    # --- going about

    def go_to(self, day: date) -> None:
        """Show the week of a day."""
        self.day = day
        self.went.emit()

    def turn(self, step: int) -> None:
        """To another week; to another day, month or term where these are shown."""
        if self.view is View.DAY:
            self.go_to(self.day + timedelta(days=step))
        elif self.view is View.MONTH:
            self.go_to(_month(self.day, step))
        elif self.view is View.TERM:
            terms, here = self.calendar.terms, self._shown_term()
            if here is not None and 0 <= (at := terms.index(here) + step) < len(terms):
                self.go_to(terms[at].starts)
        else:
            self.go_to(self.day + step * _WEEK)

    def show_view(self, view: View) -> None:
        """Look at it in another way."""
        self.views.setCurrentIndex(self.views.findData(view))
        self.went.emit()

    # --- what there is to choose from

    def offer(self, calendar: SchoolCalendar, campus: UUID | None) -> tuple[RoomRow, ...]:
        """What can be chosen now; gives the rooms that are to be shown."""
        self.calendar, self._campus = calendar, campus
        _refill(self.weeks, self._times(), self._time())
        self._in_term.setText(self.term.code if self.term else f"{self.day.year}年")
        office = self._desk.office
        bases = [(base.name, base.id) for base in office.of(TrainingBase).all(Query(order="name"))]
        _refill(self.bases, [("全部基地", None), *bases], self.base)
        rooms = rooms_of(office, campus=campus, base=self.base)
        named = [(f"{each.number} {each.name}", each.id) for each in rooms]
        _refill(self.rooms, named, self.rooms.currentData())
        self.rooms.setVisible(self.view is View.ROOM)
        return tuple(each for each in rooms if self.room in (None, each.id))

    def _times(self) -> list[tuple[str, Any]]:
        """The weeks of the term that is shown and the other terms; its months; or all terms."""
        term = self._shown_term()
        if self.view is View.TERM and term is not None:
            return [(each.code, each.starts) for each in self.calendar.terms]
        if self.view is View.MONTH:
            return [(f"{each.year}年{each.month}月", each) for each in self._months()]
        return [*self._weeks(), *self._other_terms()]

    def _weeks(self) -> list[tuple[str, Any]]:
        if self.term is None:
            last = self.monday + timedelta(days=6)
            return [(f"学期外 {_short(self.monday)}–{_short(last)}", self.monday)]
        return [(_week(self.term, n), self.term.day(n, 1)) for n in range(1, self.term.weeks + 1)]

    def _other_terms(self) -> list[tuple[str, Any]]:
        """Their first weeks: half a year is too far to go week by week."""
        others = [each for each in self.calendar.terms if each != self.term]
        return [(f"{each.code} 第1周", each.day(1, 1)) for each in reversed(others)]

    def _time(self) -> date:
        if self.view is View.MONTH:
            return self.day.replace(day=1)
        term = self._shown_term()
        return term.starts if self.view is View.TERM and term else self.monday

    def _months(self) -> list[date]:
        first = last = self.day.replace(day=1)
        if self.term is not None:
            first, last = self.term.starts.replace(day=1), self.term.ends.replace(day=1)
        found = [first]
        while found[-1] < last:
            found.append(_month(found[-1], 1))
        return found

    def _shown_term(self) -> TermDates | None:
        """The term of the day; in the holidays the next one, or the last there is."""
        terms = self.calendar.terms
        after = next((each for each in terms if each.ends >= self.day), None)
        return self.term or after or (terms[-1] if terms else None)

    def heads(self) -> list[Head]:
        """The columns of a view of how full rooms are."""
        return list(self._of_month() if self.view is View.MONTH else self._of_term())

    def _of_term(self) -> Iterator[Head]:
        term = self._shown_term()
        for number in range(1, term.weeks + 1) if term else ():
            first = term.day(number, 1) if term else self.day
            now = first <= today() < first + _WEEK
            words = f"第{number}周 {_short(first)}–{_short(first + timedelta(days=6))}"
            yield Head(first, f"第{number}周", _short(first), words, now)

    def _of_month(self) -> Iterator[Head]:
        day = self.day.replace(day=1)
        while day.month == self.day.month:
            weekday = f"周{WEEKDAYS[day.weekday()]}"
            yield Head(day, f"{day.day}", weekday, long_day(day), day == today())
            day += timedelta(days=1)

    def spans(self) -> list[Span]:
        """The days of each of these columns."""
        more = timedelta(days=0 if self.view is View.MONTH else 6)
        return [Span(head.first, head.first + more) for head in self.heads()]


def _refill(box: Combo, items: list[tuple[str, Any]], chosen: Any) -> None:
    """Offer these; what was chosen stays, if it is still there."""
    with QSignalBlocker(box):
        box.clear()
        for words, data in items:
            box.addItem(words, data)
        keys = [data for _, data in items]
        box.setCurrentIndex(keys.index(chosen) if chosen in keys else 0)


def _month(day: date, step: int) -> date:
    """The first day of another month."""
    at = day.year * 12 + day.month - 1 + step
    return date(at // 12, at % 12 + 1, 1)


def _week(term: TermDates, number: int) -> str:
    first, last = term.day(number, 1), term.day(number, 7)
    now = "（本周）" if first <= today() <= last else ""
    return f"第{number}周 {_short(first)}–{_short(last)}{now}"


def _short(day: date) -> str:
    return f"{day.month}.{day.day}"
