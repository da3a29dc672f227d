"""结果模拟: what the ratios would become if the chosen applicants were recognised."""

from collections.abc import Iterator
from uuid import UUID

from app.models import RecognitionRound
from app.models.recognition import RecognitionLevel
from app.services.recognition.candidates import Candidate, candidates
from app.services.recognition.judging import Verdict
from app.services.recognition.what_if import WhatIf, what_if
from app.services.teachers.ratios import Group, Ratio
from app.ui.buttons import button
from app.ui.candidates_view import TONES
from app.ui.day_box import DayBox
from app.ui.grid import Grid, Head, Line, Section
from app.ui.labels import label
from app.ui.layouts import column, row
from app.ui.page import Desk
from app.ui.round_view import RoundView
from app.ui.today import today
from app.ui.tokens import NARROW, SNUG, Tone

_PEOPLE = (
    Head("教工号", 5),
    Head("姓名", 5, stretch=True),
    Head("申报级别", 5),
    Head("结论", 6),
)
_RATIOS = (
    Head("指标", 12, stretch=True),
    Head("现在", 9, right=True),
    Head("模拟后", 9, right=True),
    Head("变化", 6, right=True),
)
_TOLD = ("professional", "full_time")


class SimulatorView(RoundView):
    """Applicants at the left, marked ones are taken as recognised; both sets of ratios right."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._round: UUID | None = None
        self._found: dict[UUID, Candidate] = {}
        self.result: WhatIf | None = None
        self.day = DayBox(desk.look, "假定认定日", today())
        self.people = Grid(desk.look, "申报人", _PEOPLE)
        self.ratios = Grid(desk.look, "模拟前后", _RATIOS)
        self.about = label("", "muted", wrap=True)
        self.day.changed.connect(lambda _: self._simulate())
        self.people.chosen.connect(self._simulate)
        self._lay_out()

    def fill(self, round_: RecognitionRound) -> None:
        """Who applied; at first those who meet their level are marked."""
        fresh = round_.id != self._round
        self._round = round_.id
        found = candidates(self._desk.office, round_.id) if round_.rules is not None else []
        self._found = {e.who.member.id: e for e in found if e.who.application is not None}
        self.people.fill([Section("", [_line(each) for each in self._found.values()])])
        if fresh:
            self.choose_meeting()
        self._simulate()

    def choose_meeting(self) -> None:
        """Mark those who meet the level they applied for."""
        self.people.choose(
            key
            for key, each in self._found.items()
            if each.best is not None and each.best.verdict is Verdict.MEETS
        )

    @property
    def granted(self) -> dict[UUID, RecognitionLevel]:
        """Who is taken as recognised, and as what."""
        marked = (self._found[key] for key in self.people.marked() if key in self._found)
        return {e.who.member.id: e.who.applied for e in marked if e.who.applied}

    def _simulate(self) -> None:
        granted = self.granted
        self.result = what_if(self._desk.office, granted, self.day.day)
        sections = [Section("全校", list(self._college(self.result)))]
        for title, before, after in (
            ("按院系（有变化的）", self.result.before.departments, self.result.after.departments),
            ("按专业（有变化的）", self.result.before.programmes, self.result.after.programmes),
        ):
            lines = list(_changed(before, after))
            if lines:
                sections.append(Section(title, lines))
        self.ratios.fill(sections)
        lost = len(self.result.lost)
        over = f"到这一天有 {lost} 人的认定已失效，不计入。" if lost else ""
        self.about.setText(
            f"假定选中的 {len(granted)} 人在 {self.day.day} 按申报级别认定。{over}"
            "只是模拟，不改动任何记录。"
        )

    def _college(self, found: WhatIf) -> Iterator[Line]:
        for key in _TOLD:
            before: Ratio = getattr(found.before, key)
            yield _ratio(f"college/{key}", before.label, before, getattr(found.after, key))
        for level in RecognitionLevel:
            was, will = found.before.count(level), found.after.count(level)
            cells = (f"{level}双师型", f"{was} 人", f"{will} 人", _signed(will - was))
            yield Line(f"college/{level}", cells, _tones(will - was))

    def _lay_out(self) -> None:
        look = self._desk.look
        meeting = button(look, "只选符合的", kind="link", press=self.choose_meeting)
        everybody = button(look, "全选", kind="link", press=self.people.selectAll)
        nobody = button(look, "全不选", kind="link", press=self.people.clearSelection)
        left = column(row(label("申报人", "strong"), 1, meeting, everybody, nobody), spacing=NARROW)
        left.addWidget(self.people, 1)
        right = column(row(self.day, 1), self.about, spacing=NARROW)
        right.addWidget(self.ratios, 1)
        middle = row(spacing=SNUG)
        middle.addLayout(left, 2)
        middle.addLayout(right, 3)
        whole = column(margins=(0, SNUG, 0, 0))
        whole.addLayout(middle, 1)
        self.setLayout(whole)


def _line(each: Candidate) -> Line:
    member, told = each.who.member, each.best
    verdict = told.verdict if told else Verdict.UNKNOWN
    cells = (member.number or "", member.name, str(each.who.applied or ""), verdict.value)
    return Line(member.id, cells, {3: TONES[verdict]}, told.words if told else "")


def _ratio(key: str, name: str, before: Ratio, after: Ratio) -> Line:
    change = after.share.part - before.share.part
    return Line(key, (name, before.share.shown, after.share.shown, _signed(change)), _tones(change))


def _changed(before: tuple[Group, ...], after: tuple[Group, ...]) -> Iterator[Line]:
    for was, will in zip(before, after, strict=True):
        if was.professional.share != will.professional.share:
            yield _ratio(str(was.id), was.name, was.professional, will.professional)


def _signed(change: int) -> str:
    return f"{change:+} 人" if change else "不变"


def _tones(change: int) -> dict[int, Tone]:
    return {3: Tone.GOOD} if change else {}
