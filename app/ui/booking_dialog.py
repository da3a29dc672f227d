"""预约: what is wanted, when, and what stands against every date of it, before it is saved."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QWidget

from app.errors import Conflict, Invalid, Problem
from app.models import Booking
from app.models.bookings import BookingState
from app.models.fields import Field, Options, option
from app.services.bookings.answers import Answer, Queue, Skip
from app.services.bookings.booking import Request, request, save
from app.services.bookings.giving_way import bump, ways
from app.services.bookings.holds import release
from app.services.bookings.occupation import Use
from app.services.bookings.places import Place
from app.services.bookings.preview import Planned, Preview, Verdict, preview, unkept
from app.services.bookings.recurrence import Lost
from app.services.bookings.words import HELP, short_day, when
from app.ui.booking_choice import choose_place
from app.ui.booking_equipment import EquipmentRows
from app.ui.buttons import button, key_of
from app.ui.dialogs import Dialog
from app.ui.forecast import PAUSE, beside, fitting, to_and_fro
from app.ui.form import Form
from app.ui.grid import Grid, Head, Line, Section
from app.ui.labels import label
from app.ui.layouts import column, row
from app.ui.lines import Lines
from app.ui.page import Desk
from app.ui.panels import Banner
from app.ui.part_dialog import run
from app.ui.tokens import NARROW, SNUG, Tone

_USE = ("title", "room_id", "kind", "class_id", "teacher_id", "heads", "shared", "seats")
_ASKED = (
    "department_id", "applicant", "phone", "partner_id", "emergency", "materials", "budget",
    "exception", "remark",
)  # fmt: skip
_HEADS = (
    Head("周次", 4), Head("日期", 6), Head("节次", 5), Head("结果", 7),
    Head("说明", 14, stretch=True), Head("处理", 12),
)  # fmt: skip
_TONES = {
    Verdict.FREE: Tone.GOOD,
    Verdict.WARNED: Tone.CAUTION,
    Verdict.CLASH: Tone.STOP,
    Verdict.CLOSED: Tone.NEUTRAL,
}
_BLOCKED = (Verdict.CLASH, Verdict.CLOSED)
_UNNAMED = "新的预约"

Proposing = Callable[[Planned], Sequence[Place]]


@dataclass(frozen=True, slots=True)
class Wish:
    """What a booking begins with: values, the term its weeks are of, and the day it is today."""

    given: Mapping[str, Any]
    term: UUID | None
    today: date
    equipment: tuple[tuple[UUID, int], ...] = ()


@dataclass(frozen=True, slots=True)
class When(Options):
    """The one line that says when."""

    when: str = option("时间", "", help=HELP)


@dataclass(frozen=True, slots=True)
class Hold(Options):
    """Whether it is only held for the time being."""

    hold: bool = option(
        "先暂留", default=False, group="申请", help="按预约规定的天数留着，到时没有批准就自动放出。"
    )


class BookingDialog(Dialog):
    """The form at the left, the dates at the right; what clashes must be answered first."""

    def __init__(self, desk: Desk, wish: Wish, proposing: Proposing, parent: QWidget) -> None:
        self._desk, self._wish = desk, wish
        self._proposing = proposing
        release(desk.office, datetime.now(UTC))  # what has run out is in nobody's way
        self._answers: dict[date, Answer] = {}
        self._told: dict[date, str] = {}
        self._request: Request | None = None
        self.preview = Preview(())
        self.booking: Booking | None = None
        self.form = Form(_fields(), desk.look, desk.lookup)
        self.equipment = EquipmentRows(desk, lambda: self.form.draft().get("room_id"))
        self.dates = Grid(desk.look, "每一天", _HEADS)
        self._sum = label("", "muted", wrap=True)
        self._about = label("", "muted", wrap=True)  # the chosen date, in full
        self._rules, self._notes = Lines(), Lines()
        self.against: tuple[str, ...] = ()
        super().__init__("预约实训室", self._body(), self._buttons(), parent, self.agree)
        self._wait = QTimer(self, singleShot=True, interval=PAUSE)
        self._connect()
        self.form.start(wish.given)
        for key, number in wish.equipment:
            self.equipment.add(key, number)
        self.resize(fitting(self, QSize(1180, 860)))
        self.form.focus("title" if wish.given.get("when") else "when")
        self.look_at()

    # --- the dates

    def look_at(self) -> None:
        """Ask what stands against each date, as far as the form can be understood."""
        self._wait.stop()
        try:
            draft = {"title": _UNNAMED} | self.form.draft()  # the dates can be seen without one
            self._request = self._asked(draft, self.equipment.draft())
        except Invalid:
            self._request = None
        self.preview = preview(self._desk.office, self._request) if self._request else Preview(())
        days = {each.use.on for each in self.preview.dates}
        self._answers = {day: each for day, each in self._answers.items() if day in days}
        self._show()

    def _asked(self, values: Mapping[str, Any], pieces: Sequence[tuple[UUID, int]]) -> Request:
        """Invalid with every problem at once, those of the line of time first."""
        given = dict(values)
        told = given.pop("when", None) or ""
        given["state"] = BookingState.TENTATIVE if given.pop("hold", None) else None
        given["applied_on"] = self._wish.today
        timed = when(told, self._wish.term, self._wish.today)
        return request(self._desk.office, given | timed, pieces)

    def _show(self) -> None:
        lines = [(each.use.on, self._line(each)) for each in self.preview.dates]
        lines += [(each.on or date.max, _lost_line(each)) for each in self.preview.lost]
        lines.sort(key=lambda two: two[0])
        self.dates.fill([Section("", [line for _, line in lines])])
        self._tell()
        self._tell_rules()
        self._offer()

    def _tell_rules(self) -> None:
        """The rules that are not kept as things are now, and what can be done about it."""
        seen, asked = self.preview, self._request
        some = asked is not None and bool(seen.dates)
        found = unkept(self._desk.office, asked, seen, self._answers) if asked and some else ()
        if found == self.against:
            return
        self.against = found
        told = f"不合预约规定：{'；'.join(found)}。仍要预约的，请写明例外理由。"
        look = self._desk.look
        why = button(look, "写理由", "pencil", press=lambda: self.form.focus("exception"))
        self._rules.fill([Banner(look, told, Tone.CAUTION, [why])] if found else ())

    def _line(self, each: Planned) -> Line:
        answer = self._answers.get(each.use.on)
        verdict = each.verdict
        deed = self._deed(each.use.on, answer) if answer else ""
        if not deed:
            deed = "请选处理办法" if verdict in _BLOCKED else "预约"
        cells = (
            f"第{each.week}周" if each.week else "", short_day(each.use.on), str(each.use.periods),
            verdict.value, each.words, deed,
        )  # fmt: skip
        tones = {3: _TONES[verdict]}
        if verdict in _BLOCKED:
            tones[5] = Tone.ACCENT if answer else Tone.STOP
        return Line(each.use.on, cells, tones, each.words)

    def _deed(self, on: date, answer: Answer) -> str:
        if isinstance(answer, Skip):
            return "跳过"
        return "排候补" if isinstance(answer, Queue) else self._told.get(on, "改期")

    def _tell(self) -> None:
        found = self.preview
        if not found.dates and not found.lost:
            self._sum.setText("写好时间和实训室，这里列出每一天能不能用。")
            return
        counts = [(each.value, len(found.of(each))) for each in Verdict]
        told = "，".join(f"{word} {count}" for word, count in counts if count)
        lost = f"；放假等不上课 {len(found.lost)} 天" if found.lost else ""
        self._sum.setText(f"共 {len(found.dates)} 天：{told}{lost}")

    def _marked(self) -> list[Planned]:
        keys = set(self.dates.marked())
        return [each for each in self.preview.dates if each.use.on in keys]

    def _open(self) -> list[Planned]:
        """The dates that still need an answer."""
        blocked = self.preview.of(*_BLOCKED)
        return [each for each in blocked if each.use.on not in self._answers]

    def _meant(self) -> list[Planned]:
        """What a button is about: the chosen dates; without a choice, all still open."""
        return self._marked() if self.dates.marked() else self._open()

    # --- deeds

    def skip(self) -> None:
        """Leave the chosen dates out; without a choice, all that clash."""
        for each in self._meant():
            self._answers[each.use.on] = Skip()
        self._next()

    def queue(self) -> None:
        """Take what is left of the chosen dates and wait for the rest."""
        for each in self._meant():
            self._answers[each.use.on] = Queue()
        self._next()

    def relocate(self) -> None:
        """Offer where each chosen date could go; one alone is asked about, more take the best."""
        chosen = self._meant()
        if len(chosen) == 1:
            self._offer_places(chosen[0])
            return
        for each in chosen:
            if places := self._proposed(each):
                self._put(each.use.on, places[0])
        self._next()

    def keep(self) -> None:
        """As it was asked for."""
        for each in self._marked():
            self._answers.pop(each.use.on, None)
        self._show()

    def _proposed(self, each: Planned) -> list[Place]:
        """Places, without those that another date of the same request will take."""
        others = {(o.use.room, o.use.on) for o in self.preview.dates if o is not each}
        return [
            place
            for place in self._proposing(each)
            if place.move.on is None
            or (place.move.room or each.use.room, place.move.on) not in others
        ]

    def _offer_places(self, each: Planned) -> None:
        place = choose_place(self._desk, each.use, self._proposed(each), self, each.words)
        if place is not None:
            self._put(each.use.on, place)
            self._next()

    def bump(self) -> None:
        """Ask those of lower precedence to go elsewhere; one alone is asked about where to."""
        chosen = [each for each in self._meant() if each.giving_way]
        for each in chosen:
            self._make_way(each, alone=len(chosen) == 1)
        self._next()

    def _make_way(self, each: Planned, *, alone: bool) -> None:
        found = ways(self._desk.office, each)
        taken: list[tuple[Use, Place]] = []
        for way in found:
            place = next(iter(way.places), None)
            if alone and len(found) == 1:
                told = f"请“{way.use.title}”（{way.use.kind}）让出，改到哪里"
                place = choose_place(self._desk, way.use, way.places, self, told)
            if place is None:
                return
            taken.append((way.use, place))
        if taken:
            self._answers[each.use.on] = bump(taken)
            named = "；".join(f"请“{use.title}”改到 {place.short}" for use, place in taken)
            self._told[each.use.on] = named

    def _put(self, on: date, place: Place) -> None:
        self._answers[on] = place.move
        self._told[on] = f"改到 {place.short}"

    def _next(self) -> None:
        """Show what was decided, and go to what is still open."""
        self._notes.fill(())
        self._show()
        left = self._open()
        self.dates.choose([left[0].use.on] if left else [])

    def _offer(self) -> None:
        some, marked = bool(self.preview.dates), self._marked()
        told = (
            f"{short_day(marked[0].use.on)}：{marked[0].words}"
            if marked and marked[0].words
            else ""
        )
        self._about.setText(told)
        self._about.setVisible(bool(told))
        for each in (self._skipping, self._moving, self._queueing, self._keeping):
            each.setEnabled(some)
        self._bumping.setEnabled(any(each.giving_way for each in self._meant()))

    def _finish(self) -> None:
        """Save just what is shown; whatever is refused is said, and nothing is stored."""
        self.look_at()
        try:
            values = self.form.values()
            asked = self._asked(values, self.equipment.values())
        except Invalid as invalid:
            self.form.show_problems(invalid.problems)
            return
        if self.against and not values["exception"]:
            told = "不合预约规定，请写明例外理由，或改时间、实训室"
            self.form.show_problems([Problem("exception", told)])
            return
        if left := self._open():
            self.dates.choose([left[0].use.on])
            self.dates.setFocus()
            told = f"还有 {len(left)} 天冲突，请逐天选“跳过”“改到…”“请其让出…”或“排候补”，再保存。"
            self._notes.fill([Banner(self._desk.look, told, Tone.STOP)])
            return
        try:
            self.booking = save(self._desk.office, asked, self._answers)
        except Conflict as conflict:
            self._notes.fill([Banner(self._desk.look, conflict.message, Tone.STOP)])
            return
        self.accept()

    # --- building

    def _buttons(self) -> tuple[Any, ...]:
        look = self._desk.look
        self.agree = button(look, "保存预约", kind="primary")
        self._stop = button(look, "不预约了")
        return (self._stop, self.agree)

    def _body(self) -> QWidget:
        look = self._desk.look
        self._skipping = button(look, "跳过")
        self._moving = button(look, "改到…")
        self._bumping = button(look, "请其让出…")
        self._queueing = button(look, "排候补")
        self._keeping = button(look, "恢复")
        deeds = row(
            self._skipping, self._moving, self._bumping, self._queueing, self._keeping, 1,
            spacing=NARROW,
        )  # fmt: skip
        inside = column(self._sum, self._rules, self._notes, spacing=SNUG)
        inside.addWidget(self.dates, 1)
        inside.addWidget(self._about)
        inside.addLayout(deeds)
        left = column(spacing=SNUG)
        left.addWidget(self.form, 1)
        left.addWidget(self.equipment)
        return beside(left, inside, (4, 7))

    def _connect(self) -> None:
        self._wait.timeout.connect(self.look_at)
        self.form.edited.connect(self._wait.start)
        self.equipment.edited.connect(self._wait.start)
        self.dates.chosen.connect(self._offer)
        self.agree.clicked.connect(lambda _=False: self._finish())
        self._stop.clicked.connect(lambda _=False: self.reject())
        for made, keys, deed in (
            (self._skipping, "Alt+X", self.skip),
            (self._moving, "Alt+M", self.relocate),
            (self._bumping, "Alt+B", self.bump),
            (self._queueing, "Alt+W", self.queue),
            (self._keeping, "Alt+R", self.keep),
        ):
            made.clicked.connect(lambda _=False, deed=deed: deed())
            key_of(made, keys, self)
        key_of(self.agree, "Ctrl+S", self)
        to_and_fro(self, self.form, self.dates)
        self.dates.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.dates.opened.connect(lambda _: self.relocate())


def ask_booking(desk: Desk, wish: Wish, proposing: Proposing, parent: QWidget) -> Booking | None:
    """What was booked; None: thought better of it."""
    dialog = BookingDialog(desk, wish, proposing, parent)
    run(dialog)
    return dialog.booking


def _fields() -> Iterator[Field]:
    """When, what and who first; the paper's other boxes under 申请."""
    use = (*When.fields(), *(Booking.field(key) for key in _USE))
    asked = (*(Booking.field(key) for key in _ASKED), *Hold.fields())
    for group, fields in (("预约", use), ("申请", asked)):
        for each in fields:
            yield replace(each, group=group)


def _lost_line(each: Lost) -> Line:
    """A week without a date: what has a day is kept as skipped, the rest is only told."""
    on, told = (short_day(each.on), ("不上课", "列入跳过")) if each.on else ("", ("不排", "只提醒"))
    verdict, deed = told
    cells = (f"第{each.week}周", on, "", verdict, each.why, deed)
    return Line(each, cells, {3: Tone.NEUTRAL}, each.why)
