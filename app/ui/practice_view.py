"""企业实践 of one teacher: the window of five years, what counts in it, what will be lost when."""

from collections.abc import Iterator, Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from app.models import PracticeStint, Teacher
from app.services.query import Query
from app.services.teachers.meters import Newcomer, Practice, needs_of, next_term, practice_of
from app.services.teachers.practice import Expiry, Stay, overlaps
from app.ui.chips import Chip
from app.ui.day_box import DayBox
from app.ui.detail import RecordView
from app.ui.labels import label
from app.ui.layouts import FlowLayout, column, row, scrolled
from app.ui.lines import Lines
from app.ui.page import Desk
from app.ui.panels import Card
from app.ui.practice_bar import Block, PracticeBar
from app.ui.related import PartList
from app.ui.today import today
from app.ui.tokens import MEDIUM, NARROW, SNUG, TIGHT, Tone

_EXPIRIES = 4  # told one by one


class PracticeMeter(Card):
    """The meter as of a day: chips, the bar, and what happens if nothing is added."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("近五年企业实践")
        self._desk = desk
        self.bar = PracticeBar(desk.look)
        self.words = label("", wrap=True, selectable=True)
        self._chips = FlowLayout(NARROW)
        holder = QWidget()
        holder.setLayout(self._chips)
        self._notes = Lines(spacing=TIGHT)
        self.body.addWidget(holder)
        self.body.addWidget(self.bar)
        self.body.addWidget(self.words)
        self.body.addWidget(self._notes)

    def fill(self, practice: Practice | None, stints: list[PracticeStint], on: date) -> None:
        """Show one teacher as of a day; none: not on the staff then."""
        self.bar.setVisible(practice is not None)
        if practice is None:
            self._show_chips([Chip(f"{on} 不在校", self._desk.look, Tone.NEUTRAL)])
            self.words.setText("这一天不在校，不计算企业实践。")
            self._notes.fill(())
            return
        told = practice.meter
        blocks = [
            Block(each.starts, min(each.ends or on, on), _said(each))
            for each in stints
            if each.starts <= on and (each.ends is None or each.ends >= each.starts)
        ]
        counted = [(span.first, span.last) for span in told.counted]
        self.bar.show_window(told.window.first, told.window.last, blocks, counted)
        self._show_chips(list(self._standing(practice)))
        self.words.setText(
            f"{told.window.first} 至 {told.window.last} 共 {told.days} 天，"
            f"约 {told.months} 个月；本学年 {told.this_year} 天。"
        )
        self._notes.fill(
            [label(each, "muted", wrap=True) for each in self._remarks(practice, stints)]
        )

    def _standing(self, practice: Practice) -> Iterator[Chip]:
        look, told = self._desk.look, practice.meter
        needs = needs_of(self._desk.office.settings)
        if not practice.concerned:
            yield Chip(f"{told.days} 天，不在六个月要求内", look, Tone.NEUTRAL)
            return
        if told.enough:
            yield Chip(f"{told.days} / {needs.days} 天，足够", look, Tone.GOOD)
        else:
            words = f"{told.days} / {needs.days} 天，还差 {told.missing} 天"
            yield Chip(words, look, Tone.STOP)
        if told.missing_this_year:
            yield Chip(f"本学年还差 {told.missing_this_year} 天", look, Tone.CAUTION)
        if told.falls_below and told.falls_below <= next_term(self._desk.office, told.on).last:
            yield Chip(f"{told.falls_below} 起将不足", look, Tone.CAUTION)
        if practice.newcomer is Newcomer.MISSING:
            yield Chip("新教师未先实践", look, Tone.STOP)

    def _remarks(self, practice: Practice, stints: Sequence[PracticeStint]) -> Iterator[str]:
        """What expires when, and what is peculiar about the stints."""
        told = practice.meter
        yield from _losses(told.expiries)
        yield from _doubled(stints)
        if told.open_ended:
            yield f"{told.open_ended} 段还没有结束，算到 {told.on}。"
        if told.future:
            yield f"{told.future} 段在 {told.on} 之后开始，未计入。"
        if told.reversed:
            yield f"{told.reversed} 段终止日期早于开始日期，未计入，请更正。"
        if practice.newcomer in (Newcomer.MISSING, Newcomer.UNKNOWN):
            yield f"新教师：{practice.newcomer.value}。"

    def _show_chips(self, chips: list[Chip]) -> None:
        while self._chips.count():
            item = self._chips.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for each in chips:
            self._chips.addWidget(each)


class PracticeView(RecordView):
    """The meter as of any day, and under it the stints to be added and changed."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._teacher: Teacher | None = None
        self.day = DayBox(desk.look, "统计到", today())
        self.day.changed.connect(lambda _: self._show())
        self.meter = PracticeMeter(desk)
        self.stints = PartList(desk, PracticeStint, ("enterprise", "starts", "ends", "grade"))
        around = (MEDIUM, SNUG, MEDIUM, MEDIUM)
        inside = column(row(self.day, 1), self.meter, self.stints, spacing=SNUG, margins=around)
        inside.addStretch(1)
        self.setLayout(column(scrolled(inside)))

    def show_record(self, record: Teacher) -> None:
        self._teacher = record
        self._show()

    def _show(self) -> None:
        if self._teacher is None:
            return
        office, key = self._desk.office, self._teacher.id
        stints = office.of(PracticeStint).all(Query(where={"teacher_id": key}, order="starts"))
        practice = practice_of(office, key, self.day.day)
        self.meter.fill(practice, stints, self.day.day)
        self.stints.show_owner(key)


def _losses(expiries: Sequence[Expiry]) -> Iterator[str]:
    for each in expiries[:_EXPIRIES]:
        yield f"到期：{each.begins} 起失去 {each.days.days} 天，{each.ends} 全部移出。"
    if len(expiries) > _EXPIRIES:
        yield f"以后还有 {len(expiries) - _EXPIRIES} 批陆续到期。"


def _doubled(stints: Sequence[PracticeStint]) -> Iterator[str]:
    """Every two stints with days in common, by name."""
    for one, other, days in overlaps([Stay(each.starts, each.ends) for each in stints]):
        yield (
            f"重叠：{days.first} 至 {days.last} 的 {days.days} 天，"
            f"“{_said(stints[one])}”与“{_said(stints[other])}”都有，只计一次。"
        )


def _said(each: PracticeStint) -> str:
    return f"{each.enterprise}：{each.starts} 至 {each.ends or '今'}"
