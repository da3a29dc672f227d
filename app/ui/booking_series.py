"""A booking with all its dates: what holds, what was skipped and why, and what can be done."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from app.errors import Conflict, Invalid, Problem, Refused, UserError
from app.models import Booking, BookingOccurrence, Room
from app.models.bookings import HOLDING, OccurrenceState
from app.models.fields import Options, option
from app.models.teaching_time import Periods
from app.services.bookings.changes import Done, cancel, cancel_booking, heal, resize
from app.services.bookings.words import said, told_of
from app.services.query import Query
from app.services.school_calendar import WEEKDAYS
from app.ui.buttons import button, key_of
from app.ui.form import Form
from app.ui.grid import Head, Line, Section
from app.ui.labels import label
from app.ui.list_dialog import ListDialog, Listing
from app.ui.page import Desk, Target
from app.ui.part_dialog import Deed, FormDialog, run
from app.ui.today import today
from app.ui.tokens import Tone

_HEADS = (
    Head("日期", 10), Head("节次", 7), Head("实训室", 8), Head("状态", 6),
    Head("说明", 16, stretch=True),
)  # fmt: skip
_TONES = {
    OccurrenceState.PLANNED: Tone.GOOD,
    OccurrenceState.DONE: Tone.ACCENT,
    OccurrenceState.QUEUED: Tone.CAUTION,
    OccurrenceState.NO_SHOW: Tone.STOP,
}


@dataclass(frozen=True, slots=True)
class Reason(Options):
    """Why something is changed or taken off."""

    reason: str = option("原因", None, help="会记在这一天上，也写进历史。")


@dataclass(frozen=True, slots=True)
class Heads(Options):
    """How many people come from now on."""

    heads: int = option("人数", None, unit="人", help="从今天起的各天都按这个人数。")
    reason: str = option("原因", "")


def ask_reason(desk: Desk, title: str, deed: str, parent: QWidget, told: str = "") -> str | None:
    """The reason that somebody gives; None: thought better of it."""
    form = Form(Reason.fields(), desk.look, desk.lookup)
    form.start()
    given: list[str] = []

    def take(values: dict[str, Any]) -> None:
        given.append(str(values["reason"]))

    about = label(told, "muted", wrap=True) if told else None
    agreed = run(FormDialog(desk.look, form, Deed(title, take, deed), parent, about))
    return given[0] if agreed and given else None


class SeriesDialog(ListDialog):
    """The dates of one booking; it shows what every deed has made of them at once."""

    def __init__(
        self,
        desk: Desk,
        key: UUID,
        go: Callable[[Target], object],
        parent: QWidget,
        date: UUID | None = None,
    ) -> None:
        self._desk, self._key, self._go = desk, key, go
        look = desk.look
        self.back = button(look, "补回这天", "rotate-ccw", press=self._add_back)
        self.crowd = button(look, "改人数…", press=self._resize)
        self.drop = button(look, "取消这天…", press=self._cancel_dates)
        self.end = button(look, "取消整份…", kind="danger", press=self._cancel_all)
        edit = button(look, "资料…", "pencil", press=self._open_record)
        listing = Listing("预约的每一天", "", _HEADS, ())
        super().__init__(look, listing, parent, (edit, self.end, self.crowd, self.drop, self.back))
        self.list.chosen.connect(self._offer)
        for keys, made in (("Alt+P", self.crowd), ("Alt+R", self.back), ("Alt+X", self.drop)):
            key_of(made, keys, self)
        self._show()
        self.list.choose([date or self._nearest()])
        self.list.setFocus()

    def _show(self, told: str = "") -> None:
        office = self._desk.office
        booking: Booking = office.of(Booking).get(self._key)
        where = {"booking_id": self._key}
        dates: list[BookingOccurrence] = office.of(BookingOccurrence).all(
            Query(where=where, order="on")
        )
        rooms = office.of(Room).titles({each.room_id for each in dates})
        self._dates = dates
        self._states = {each.id: each.state for each in dates}
        self.list.fill([Section("", [_line(each, rooms[each.room_id]) for each in dates])])
        held = sum(each.state in HOLDING for each in dates)
        skipped = sum(each.state is OccurrenceState.SKIPPED for each in dates)
        counts = f"有效 {held} 天" + (f"，跳过 {skipped} 天，可以补回" if skipped else "")
        words = f"{booking.number or ''} {booking.title}　{said(booking)}　{booking.state}"
        self.about.setText("\n".join((words, *told_of(office, booking), told or counts)))
        self._offer()

    def _nearest(self) -> UUID | None:
        """The next date that is still to come, or the last."""
        last = self._dates[-1:]
        coming = [each for each in self._dates if each.on >= today()]
        return next((each.id for each in (*coming, *last)), None)

    def _offer(self) -> None:
        states = [self._states.get(key) for key in self.list.marked()]
        off = (OccurrenceState.SKIPPED, OccurrenceState.CANCELLED)
        on = (OccurrenceState.PLANNED, OccurrenceState.QUEUED)
        self.back.setEnabled(bool(states) and all(state in off for state in states))
        self.drop.setEnabled(bool(states) and all(state in on for state in states))

    def _add_back(self) -> None:
        reason = self._reason("补回")
        if reason is not None:
            for key in self.list.marked():
                self._do(partial(heal, self._desk.office, key, reason=reason))

    def _cancel_dates(self) -> None:
        chosen = self.list.marked()
        reason = ask_reason(self._desk, f"取消选中的 {len(chosen)} 天", "取消预约", self)
        if reason is not None:
            self._do(lambda: cancel(self._desk.office, chosen, reason, today()))

    def _cancel_all(self) -> None:
        reason = ask_reason(self._desk, "取消整份预约（今天起的各天）", "取消预约", self)
        if reason is not None:
            self._do(lambda: cancel_booking(self._desk.office, self._key, reason, today()))

    def _resize(self) -> None:
        """Another number of people; freed seats go to whoever waits for them."""
        booking: Booking = self._desk.office.of(Booking).get(self._key)
        form = Form(Heads.fields(), self._desk.look, self._desk.lookup)
        form.start({"heads": booking.heads})
        told: list[Done] = []

        def save(values: dict[str, Any]) -> None:
            heads, why = values["heads"], values.get("reason") or ""
            try:
                told.append(resize(self._desk.office, self._key, heads, since=today(), reason=why))
            except Conflict as conflict:
                raise Invalid([Problem("heads", conflict.message)]) from conflict
            except Refused as refused:
                raise Invalid([Problem("reason", refused.message)]) from refused

        if run(FormDialog(self._desk.look, form, Deed("改人数", save, "改人数"), self)):
            self._show(told[0].words)

    def _reason(self, deed: str) -> str | None:
        """What is locked is changed only with a reason."""
        booking: Booking = self._desk.office.of(Booking).get(self._key)
        return ask_reason(self._desk, deed, deed, self) if booking.locked else ""

    def _do(self, deed: Callable[[], Done]) -> None:
        try:
            told = deed().words
        except UserError as error:
            told = error.message
        self._show(told)

    def _open_record(self) -> None:
        self.accept()
        self._go(Target("booking", record=self._key))


def show_series(desk: Desk, key: UUID, go: Callable[[Target], object], parent: QWidget) -> None:
    """Look at a booking, and perhaps change some of its dates."""
    run(SeriesDialog(desk, key, go, parent))


def _line(each: BookingOccurrence, room: str) -> Line:
    day = f"{each.on} 周{WEEKDAYS[each.on.weekday()]}"
    seats = f"{each.seats} 个工位" if each.seats else ""
    told = "，".join(filter(None, (seats, each.why)))
    cells = (day, str(Periods(each.first, each.last)), room, each.state.value, told)
    return Line(each.id, cells, {3: _TONES.get(each.state, Tone.NEUTRAL)}, told)
