"""实践预警: who has too few days now, who will have too few next term, who never practised."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QStackedWidget

from app.services.query import Query
from app.services.teachers.meters import (
    Newcomer,
    Practice,
    falling_below,
    needs_of,
    next_term,
    practices,
    teachers_of,
)
from app.ui.buttons import button
from app.ui.day_view import DayView
from app.ui.grid import Grid, Head, Line, Section
from app.ui.labels import label
from app.ui.layouts import column, row
from app.ui.page import Desk, Scope, Target
from app.ui.panels import CounterTile, EmptyState
from app.ui.tokens import NARROW, SNUG, Tone

_SHORT, _FALLING, _NEW, _UNKNOWN = "现已不足", "下学期将不足", "新教师未先实践", "新教师无法判断"
_TONES = {
    _SHORT: Tone.STOP,
    _FALLING: Tone.CAUTION,
    _NEW: Tone.STOP,
    _UNKNOWN: Tone.NEUTRAL,
}
_HEADS = (
    Head("教工号", 6),
    Head("姓名", 6),
    Head("所属院系", 10, spare=1),
    Head("近五年天数", 6, right=True),
    Head("还差", 4, right=True),
    Head("本学年", 4, right=True),
    Head("说明", 16, stretch=True),
)


class ShortfallView(DayView):
    """One list for each worry; a tile chooses it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._on = date.min
        self._found: dict[str, Sequence[Practice]] = {}
        self._shown = _FALLING
        self.tiles = {words: self._tile(words) for words in _TONES}
        self.list = Grid(desk.look, "实践预警", _HEADS)
        self.list.opened.connect(self._open)
        self.about = label("", "muted", wrap=True)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        told = "专业课教师和实习指导教师五年内企业实践天数不足或将不足的，列在这里。"
        self._stack.addWidget(EmptyState(desk.look, "briefcase", "这一项没有人", told))
        self._listed = button(desk.look, "在列表中打开", kind="link", press=self._open_list)
        chase = button(desk.look, "打印催办单", "printer", press=self._print_chase)
        table = button(desk.look, "打印实践情况表", "printer", press=self._print)
        deeds = row(self.about, spacing=NARROW)
        deeds.setStretch(0, 1)
        for each in (self._listed, chase, table):
            deeds.addWidget(each)
        tiles = row(*self.tiles.values(), spacing=NARROW)
        whole = column(tiles, deeds, spacing=SNUG, margins=(0, SNUG, 0, 0))
        whole.addWidget(self._stack, 1)
        self.setLayout(whole)

    def fill(self, on: date, scope: Scope) -> None:
        self._on = on
        office = self._desk.office
        found = practices(office, on, teachers_of(office, scope.campus))
        term = next_term(office, on)
        self._found = {
            _SHORT: [each for each in found if each.concerned and not each.meter.enough],
            _FALLING: falling_below(found, term.last),
            _NEW: [each for each in found if each.newcomer is Newcomer.MISSING],
            _UNKNOWN: [each for each in found if each.newcomer is Newcomer.UNKNOWN],
        }
        asked = sum(each.concerned for each in found)
        needs = needs_of(office.settings)
        self.about.setText(
            f"{on} 应实践 {asked} 人，五年累计 {needs.days} 天；"
            f"下学期 {term.first} 至 {term.last}。"
        )
        self._show()

    def _show(self) -> None:
        for words, tile in self.tiles.items():
            count = len(self._found[words])
            tile.count(f"{count} 人", "", _TONES[words] if count else Tone.NEUTRAL)
            tile.setChecked(words == self._shown)
        some = self._found[self._shown]
        self.list.fill([Section("", [self._line(each) for each in some])])
        self._stack.setCurrentIndex(0 if some else 1)
        self._listed.setEnabled(bool(some))

    def _line(self, each: Practice) -> Line:
        told = each.meter
        cells = (
            each.teacher.number or "",
            each.teacher.name,
            each.teacher.department,
            str(told.days),
            str(told.missing) if told.missing else "",
            str(told.this_year),
            self._why(each),
        )
        return Line(each.teacher.id, cells)

    def _why(self, each: Practice) -> str:
        told = each.meter
        if self._shown in (_NEW, _UNKNOWN):
            return each.newcomer.value
        if self._shown == _FALLING:
            return f"{told.falls_below} 起不足"
        if told.expiries:
            first = told.expiries[0]
            return f"{first.begins} 起还要失去 {first.days.days} 天"
        return "近五年没有企业实践"

    def _choose(self, words: str) -> None:
        self._shown = words
        self._show()

    def _tile(self, words: str) -> CounterTile:
        made = CounterTile(words)
        made.setCheckable(True)
        made.opened.connect(partial(self._choose, words))
        return made

    def _open(self, key: UUID) -> None:
        self.wanted.emit(Target("teacher", record=key, option="企业实践"))

    def _open_list(self) -> None:
        keys = tuple(each.teacher.id for each in self._found[self._shown])
        self.wanted.emit(Target("teacher", Query(only=keys), title=self._shown))

    def _print_chase(self) -> None:
        self.wanted.emit(Target("reports", option=("teacher_chase_sheet", {"as_of": self._on})))

    def _print(self) -> None:
        self.wanted.emit(Target("reports", option=("enterprise_practice", {"as_of": self._on})))
