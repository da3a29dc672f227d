"""交替教学: a cohort's weeks as squares, painted with where they are spent."""

from collections.abc import Iterable
from datetime import date
from functools import partial
from itertools import groupby
from typing import Any
from uuid import UUID

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QFrame, QMenu, QScrollArea, QWidget

from app.models import Cohort, Partner
from app.models.cohorts import Place
from app.services.alternation import Block, Clash, Remark
from app.services.alternation_plan import (
    AlternationPlan,
    PlannedTerm,
    PlannedWeek,
    plan_of,
    weeks_of,
)
from app.services.alternation_store import paint_weeks
from app.services.years import term_title
from app.ui.buttons import button
from app.ui.chips import Chip
from app.ui.choosers import Combo
from app.ui.detail import RecordView
from app.ui.labels import label
from app.ui.layouts import FlowLayout, column
from app.ui.lines import Lines
from app.ui.page import Desk, Target
from app.ui.panels import EmptyState
from app.ui.row_button import RowButton
from app.ui.squares import Line, Section, Square, Squares, scrolled
from app.ui.today import today
from app.ui.tokens import NARROW, SNUG, TIGHT, Tone

WORDS = {Place.SCHOOL: "在校", Place.PARTNER: "在企业", Place.BASE: "实训基地"}
TONES = {Place.SCHOOL: Tone.ACCENT, Place.PARTNER: Tone.GOOD, Place.BASE: Tone.CAUTION}
_KEYS = {Place.SCHOOL: "X", Place.PARTNER: "Q", Place.BASE: "J"}
_SERIOUS = frozenset(Clash) - {
    Clash.HOLIDAY, Clash.SHIFTED, Clash.UNSETTLED, Clash.NO_TABLE,
}  # fmt: skip
_MONDAYS = 5  # in a month, at most
_REMARKS, _LINE = 132, 44  # heights of the list below, at most, and of a line in it

Key = tuple[UUID, int]  # term and week


class AlternationView(RecordView):
    """Weeks are chosen by dragging or with Shift and arrows, then painted by letter or button."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._cohort: Cohort | None = None
        self.plan: AlternationPlan | None = None
        self.weeks = Squares(desk.look, "交替教学", most=_MONDAYS, high=58)
        self.partners = Combo(desk.office.initials)
        self.remarks = Lines(spacing=0)
        for part in (self.weeks, self.remarks):
            part.setProperty("part", "sheet")
        self._counts = {place: Chip("", desk.look, TONES[place]) for place in Place}
        self._lay_out()
        self._connect()

    def show_record(self, record: Any) -> None:
        """The terms of a cohort; another cohort begins at the week that is now."""
        other = self._cohort is None or self._cohort.id != record.id
        self._cohort = record
        self._offer_partners()
        plan = self.plan = plan_of(self._desk.office, record.id)
        self.weeks.fill([_section(each) for each in plan.terms])
        for place, chip in self._counts.items():
            chip.show_state(f"{WORDS[place]} {plan.count(place)} 周", TONES[place])
        self.remarks.fill([self._line(each) for each in _sorted(plan.remarks)])
        self._below.setVisible(bool(plan.remarks))
        self._below.setFixedHeight(min(_REMARKS, _LINE * len(plan.remarks)))
        self._work.setVisible(bool(plan.terms))
        self._nothing.setVisible(not plan.terms)
        if other:
            self.weeks.choose(_now(plan, today()))
            QTimer.singleShot(0, self.weeks, self.weeks.show_chosen)  # once it has its size

    def paint(self, place: Place | None) -> None:
        """Spend the chosen weeks there; none: leave them open."""
        chosen: list[Key] = self.weeks.chosen()
        if self._cohort is None or not chosen:
            return
        term = chosen[0][0]
        brush = None
        if place is not None:
            partner = self.partners.currentData() if place is Place.PARTNER else None
            brush = Block("", 0, 0, place, partner)
        paint_weeks(self._desk.office, self._cohort.id, term, [week for _, week in chosen], brush)

    # --- showing

    def _offer_partners(self) -> None:
        """Those of the cohort; the one that was chosen stays."""
        keys = self._cohort.partners if self._cohort else ()
        chosen, titles = self.partners.currentData(), self._desk.office.of(Partner).titles(keys)
        self.partners.clear()
        for key in keys:
            self.partners.addItem(titles.get(key, ""), key)
        if chosen in keys:
            self.partners.setCurrentIndex(list(keys).index(chosen))
        self.partners.setVisible(bool(keys))

    def _line(self, remark: Remark) -> RowButton:
        """One thing to look at; it leads to its weeks."""
        tone = Tone.STOP if remark.clash in _SERIOUS else Tone.CAUTION
        tone = Tone.NEUTRAL if remark.clash is Clash.SHIFTED else tone
        chip = Chip(remark.clash.value, self._desk.look, tone)
        words = label(remark.words, wrap=True)
        made = RowButton(
            self._desk.look, f"{remark.clash.value}：{remark.words}", chip, words,
            margins=(TIGHT, TIGHT, TIGHT, TIGHT),
        )  # fmt: skip
        made.stretch(1)
        made.opened.connect(lambda: self._go_to(remark))
        return made

    def _go_to(self, remark: Remark) -> None:
        for term in self.plan.terms if self.plan else ():
            if weeks := sorted(weeks_of(remark, term.dates)):
                self.weeks.choose((term.key, weeks[0]), (term.key, weeks[-1]))
                self.weeks.setFocus()
                return

    def _offer(self, at: QPoint) -> None:
        menu = QMenu(self)
        for place, words in WORDS.items():
            action = menu.addAction(f"{words}\t{_KEYS[place]}")
            action.triggered.connect(partial(self._painted, place))
        menu.addAction("空\tDelete").triggered.connect(partial(self._painted, None))
        menu.exec(self.weeks.mapToGlobal(at))
        menu.deleteLater()

    def _painted(self, place: Place | None, _checked: object = None) -> None:
        self.paint(place)

    def _print(self) -> None:
        if self._cohort is not None:
            chosen = ("alternation_calendar", {"cohort": self._cohort.id})
            self.wanted.emit(Target("reports", option=chosen))

    # --- building

    def _connect(self) -> None:
        self.weeks.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.weeks.customContextMenuRequested.connect(self._offer)
        deeds = {Qt.Key[f"Key_{_KEYS[place]}"]: partial(self.paint, place) for place in Place}
        clear = partial(self.paint, None)
        self.weeks.bind({**deeds, Qt.Key.Key_Delete: clear, Qt.Key.Key_Backspace: clear})

    def _lay_out(self) -> None:
        look = self._desk.look
        bar = FlowLayout(NARROW)
        self.buttons = {
            place: button(look, f"{WORDS[place]} {_KEYS[place]}", press=partial(self.paint, place))
            for place in Place
        }
        self.clear = button(look, "空", "x", press=partial(self.paint, None))
        for each in self.buttons.values():
            bar.addWidget(each)
        self.partners.setAccessibleName("到哪家企业")
        self.partners.setToolTip("排“在企业”的周时，到哪家企业")
        bar.addWidget(self.clear)
        bar.addWidget(self.partners)
        bar.addWidget(button(look, "打印安排表", "printer", press=self._print))
        told = FlowLayout(NARROW)
        for chip in self._counts.values():
            told.addWidget(chip)
        told.addWidget(label("拖动或 Shift 加方向键选周，再按字母或按钮。", "small"))
        self._below = QScrollArea()
        self._below.setWidget(self.remarks)
        self._below.setWidgetResizable(True)
        self._below.setFrameShape(QFrame.Shape.NoFrame)
        self._below.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = column(bar, told, spacing=NARROW)
        inside.addWidget(scrolled(self.weeks), 1)
        inside.addWidget(self._below)
        self._work = QWidget()
        self._work.setLayout(inside)
        new = button(look, "打开校历", "calendar-days", press=self._open_calendar)
        words = "先在“校历”里建好学期；培养班写了开班、结业日期的，只列这段时间里的学期。"
        self._nothing = EmptyState(look, "calendar-days", "还没有可以排的学期", words, [new])
        self.setLayout(column(self._work, self._nothing, margins=(SNUG, SNUG, SNUG, NARROW)))

    def _open_calendar(self) -> None:
        self.wanted.emit(Target("calendar"))


def _section(term: PlannedTerm) -> Section:
    """A term: a line for each month, by the Mondays of its weeks."""
    title = term_title(term.dates.code) + ("（已封存）" if term.closed else "")
    months = groupby(term.weeks, key=lambda week: week.days.first.month)
    lines = [Line(f"{month}月", [_square(term, week) for week in weeks]) for month, weeks in months]
    return Section(title, lines)


def _square(term: PlannedTerm, week: PlannedWeek) -> Square:
    block, first = week.block, week.days.first
    place = block.place if block else None
    word = WORDS[place] if place else "" if week.inside else "不在培养期"
    clashes = {each.clash for each in week.remarks}
    serious, minor = clashes & _SERIOUS, clashes - _SERIOUS - {Clash.SHIFTED}
    content = (block.content or block.post or "") if block else ""
    told = [
        f"第 {week.number} 周（{week.days.first} 至 {week.days.last}）",
        *(part for part in (word, content, week.note) if part),
        *(each.words for each in week.remarks if each.clash is not Clash.SHIFTED),
    ]
    return Square(
        (term.key, week.number),
        f"第{week.number}周 {first.month}.{first.day}",
        word,
        week.brief or content,
        TONES[place] if place else Tone.NEUTRAL,
        filled=place is not None,
        tip="；".join(told),
        flag=Tone.STOP if serious else Tone.CAUTION if minor else None,
    )


def _sorted(remarks: Iterable[Remark]) -> list[Remark]:
    """What must be changed before what is only to be known."""
    return sorted(
        remarks, key=lambda each: (each.clash not in _SERIOUS, each.clash is Clash.SHIFTED)
    )


def _now(plan: AlternationPlan, day: date) -> Key | None:
    """The week that a day lies in; the first one of the next term, or of all."""
    for term in plan.terms:
        if week := term.dates.week_of(day):
            return term.key, week
    later = [term for term in plan.terms if term.dates.starts > day] or [*plan.terms]
    return (later[0].key, 1) if later and later[0].weeks else None
