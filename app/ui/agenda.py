"""What is coming, day by day, and what was changed last: the narrow side of the home page."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.services.home import Coming
from app.services.school_calendar import long_day
from app.ui.buttons import button
from app.ui.labels import Elided, label
from app.ui.layouts import column, row
from app.ui.lines import Lines
from app.ui.look import Look
from app.ui.panels import Card
from app.ui.row_button import RowButton
from app.ui.tokens import NARROW, TIGHT

_SHOWN = 8  # before “显示全部”
_WEEK = 7
_DAY, _MOMENT = 84, 84  # widths of 12月30日 周日 and 12月30日 00:00

Change = tuple[int, datetime, str, str, str | None]  # as History.recent tells it


class Agenda(Card):
    """The next thirty days, in weeks that matter."""

    opened = Signal(Coming)

    def __init__(self, look: Look) -> None:
        super().__init__("接下来 30 天")
        self._look = look
        self._all = False
        self._shown: tuple[Sequence[Coming], date] = ((), date.min)
        self._lines = Lines(spacing=2)
        self.body.addWidget(self._lines)
        self.body.addStretch(1)

    def show_coming(self, coming: Sequence[Coming], today: date) -> None:
        """Put these in the place of what was there."""
        self._shown = (coming, today)
        self._lines.fill(self._widgets(coming, today))

    def _widgets(self, coming: Sequence[Coming], today: date) -> Iterator[QWidget]:
        if not coming:
            yield label("没有到期的协议，也没有联系事项和履约期限。", "muted", wrap=True)
        shown = coming if self._all else coming[:_SHOWN]
        before = ""
        for each in shown:
            if (head := _span(each.on, today)) != before:
                before = head
                yield label(head, "small")
            yield self._row(each)
        if len(coming) > len(shown):
            yield button(
                self._look, f"显示全部 {len(coming)} 项", kind="link", press=self._show_all
            )

    def _show_all(self) -> None:
        self._all = True
        self.show_coming(*self._shown)

    def _row(self, coming: Coming) -> RowButton:
        day = label(long_day(coming.on), "muted")
        day.setFixedWidth(_DAY)
        about = f"{coming.what} · {coming.where}" if coming.where else coming.what
        made = RowButton(
            self._look,
            f"{coming.on.isoformat()} {coming.what} {coming.title} {coming.where}",
            day,
            column(Elided(coming.title), Elided(about, "small"), spacing=0),
            margins=(NARROW, TIGHT, NARROW, TIGHT),
        )
        made.stretch(1)
        made.opened.connect(lambda: self.opened.emit(coming))
        return made


class Recent(Card):
    """The last changes, a line each."""

    def __init__(self, more: QWidget) -> None:
        super().__init__("最近修改", [more])
        self._lines = Lines(spacing=NARROW)
        self.body.addWidget(self._lines)
        self.body.addStretch(1)

    def show_changes(self, changes: Sequence[Change], today: date) -> None:
        """Put these in the place of what was there."""
        shown = [_change(each, today) for each in changes]
        self._lines.fill(shown or [label("还没有修改。", "muted")])


def _change(change: Change, today: date) -> QWidget:
    _, at, user, what, _ = change
    when = label(short_moment(at, today), "small")
    when.setFixedWidth(_MOMENT)
    line = row(when, Elided(what), label(user, "small"))
    line.setStretch(1, 1)
    held = QWidget()
    held.setLayout(line)
    return held


def _span(on: date, today: date) -> str:
    days = (on - today).days
    if days == 0:
        return "今天"
    return "7 天内" if days <= _WEEK else "30 天内"


def short_moment(at: datetime, today: date) -> str:
    """Local time; the day only if it is not today, the year only if it is not this one."""
    local = at.astimezone()
    if local.date() == today:
        return f"今天 {local:%H:%M}"
    if local.year != today.year:
        return f"{local:%Y-%m-%d %H:%M}"
    return f"{local.month}月{local.day}日 {local:%H:%M}"
