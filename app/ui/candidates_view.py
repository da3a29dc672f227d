"""候选名单: what the standard says of everybody who may apply, with reasons; who applies."""

from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.models import RecognitionRound
from app.models.recognition import RecognitionLevel
from app.services.recognition.candidates import Candidate, candidates, enter
from app.services.recognition.checks import Holds
from app.services.recognition.judging import LevelJudgement, Verdict
from app.ui.buttons import button
from app.ui.chips import Chip
from app.ui.choosers import Combo
from app.ui.grid import Grid, Head, Line, Section
from app.ui.labels import label
from app.ui.layouts import column, row
from app.ui.page import Desk, Target
from app.ui.panels import Card, CounterTile
from app.ui.round_view import RoundView
from app.ui.standard_choice import StandardChoice
from app.ui.tokens import NARROW, SNUG, TIGHT, Tone

TONES = {
    Verdict.MEETS: Tone.GOOD,
    Verdict.NEARLY: Tone.CAUTION,
    Verdict.NOT: Tone.STOP,
    Verdict.UNKNOWN: Tone.NEUTRAL,
}
_HOLDS = {
    Holds.YES: Tone.GOOD,
    Holds.NO: Tone.STOP,
    Holds.UNKNOWN: Tone.NEUTRAL,
    Holds.OPEN: Tone.ACCENT,
}
_SIDE = 400
_BEST = "最合适的级别"
_HEADS = (
    Head("教工号", 5),
    Head("姓名", 5),
    Head("所属院系", 8, spare=2),
    Head("现有", 3, spare=1),
    Head("级别", 4),
    Head("结论", 6),
    Head("原因", 14, stretch=True),
    Head("申报", 6),
)


class CandidatesView(RoundView):
    """Tiles choose a verdict; the side explains one teacher clause by clause."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._round: RecognitionRound | None = None
        self._found: list[Candidate] = []
        self._told: dict[UUID, tuple[Candidate, LevelJudgement]] = {}
        self._shown: Verdict | None = None
        self.tiles = {each: self._tile(each) for each in Verdict}
        self.level = Combo(desk.office.initials)
        self.level.setAccessibleName("级别")
        self.level.addItem(_BEST, None)
        self.list = Grid(desk.look, "候选名单", _HEADS)
        self.side = QScrollArea()
        self.standards = StandardChoice(desk)
        self.level.activated.connect(lambda _: self._show())
        self.list.chosen.connect(self._explain)
        self.list.opened.connect(self._open)
        self.standards.wanted.connect(self.wanted)
        self._lay_out()

    def fill(self, round_: RecognitionRound) -> None:
        self._round = round_
        if round_.rules is None:
            self._stack.setCurrentWidget(self.standards)
            self.standards.fill(round_)
            return
        self._stack.setCurrentWidget(self._work)
        self._found = candidates(self._desk.office, round_.id)
        self._offer_levels()
        self._show()

    def _offer_levels(self) -> None:
        """Those that the standard knows; the one that was chosen stays."""
        known = [each.level for each in self._found[0].levels] if self._found else []
        chosen = self.level.currentData()
        self.level.clear()
        self.level.addItem(_BEST, None)
        for each in known:
            self.level.addItem(str(each), each)
        if chosen in known:
            self.level.setCurrentIndex(known.index(chosen) + 1)

    # --- the list

    def _judged(self) -> dict[UUID, tuple[Candidate, LevelJudgement]]:
        level: RecognitionLevel | None = self.level.currentData()
        found = {}
        for each in self._found:
            told = each.best
            if level is not None:
                told = next((e for e in each.levels if e.level is level), None)
            if told is not None:
                found[each.who.member.id] = (each, told)
        return found

    def _show(self) -> None:
        everybody = self._judged()
        for verdict, tile in self.tiles.items():
            count = sum(told.verdict is verdict for _, told in everybody.values())
            tile.count(f"{count} 人", "", TONES[verdict] if count else Tone.NEUTRAL)
            tile.setChecked(self._shown is verdict)
        self._told = {
            key: pair for key, pair in everybody.items() if self._shown in (None, pair[1].verdict)
        }
        order = list(Verdict)
        some = sorted(self._told.values(), key=lambda pair: order.index(pair[1].verdict))
        self.list.fill([Section("", [_line(*pair) for pair in some])])
        if some and not self.list.marked():
            self.list.choose([some[0][0].who.member.id])
        self._explain()

    def _choose(self, verdict: Verdict) -> None:
        self._shown = None if self._shown is verdict else verdict
        self._show()

    # --- one of them

    @property
    def chosen(self) -> list[tuple[Candidate, LevelJudgement]]:
        """Those that are marked."""
        return [self._told[key] for key in self.list.marked() if key in self._told]

    def _explain(self) -> None:
        chosen = self.chosen
        able = [pair for pair in chosen if pair[0].who.application is None]
        self._enter.setEnabled(bool(able))
        self._enter.setText(f"列为申报人（{len(able)}）" if able else "列为申报人")
        self._all.setEnabled(bool(self._meeting()))
        sheet = QWidget()
        body = column(spacing=SNUG)
        if len(chosen) == 1:
            self._tell(body, *chosen[0])
        else:
            body.addWidget(
                label("选中一名教师，这里逐条说明符合什么、缺什么。", "muted", wrap=True)
            )
        body.addStretch(1)
        sheet.setLayout(body)
        self.side.setWidget(sheet)

    def _tell(self, body: QVBoxLayout, who: Candidate, told: LevelJudgement) -> None:
        """The level that is looked at first, then the others."""
        member = who.who.member
        links = [
            button(
                self._desk.look, tab, kind="link",
                press=partial(self.wanted.emit, Target("teacher", record=member.id, option=tab)),
            )
            for tab in ("企业实践", "认定")
        ]  # fmt: skip
        body.addLayout(row(label(member.name, "part"), 1, *links, spacing=TIGHT))
        meter = who.who.meter
        held = f"，现为{who.who.held}" if who.who.held else ""
        body.addWidget(
            label(f"截至 {who.who.on} 近五年企业实践 {meter.days} 天{held}", "muted", wrap=True)
        )
        body.addWidget(self._level(told))
        for each in who.levels:
            if each is not told:
                body.addWidget(self._level(each))

    def _level(self, told: LevelJudgement) -> Card:
        look = self._desk.look
        made = Card(str(told.level), [Chip(told.verdict.value, look, TONES[told.verdict])])
        made.body.setSpacing(NARROW)
        for each in told.clauses:
            head = row(
                label(f"{each.clause.id}　{each.clause.title}", wrap=True),
                Chip(each.result.holds.value, look, _HOLDS[each.result.holds]),
                spacing=NARROW,
            )
            head.setStretch(0, 1)
            why = label(each.result.told, "muted", wrap=True, selectable=True)
            made.body.addLayout(column(head, why, spacing=2))
        for words in told.excluded:
            made.body.addWidget(label(words, "problem", wrap=True, selectable=True))
        return made

    # --- what the person does

    def _meeting(self) -> dict[UUID, RecognitionLevel]:
        """Who meets the level and has not applied yet."""
        return {
            key: told.level
            for key, (who, told) in self._told.items()
            if told.verdict is Verdict.MEETS and who.who.application is None
            and told in who.higher
        }  # fmt: skip

    def enter_meeting(self) -> None:
        """Everybody who is shown and meets the level applies."""
        self._apply(self._meeting())

    def enter_chosen(self) -> None:
        """Those who are marked apply, each for the level that is shown."""
        self._apply(
            {
                who.who.member.id: told.level
                for who, told in self.chosen
                if who.who.application is None
            }
        )

    def _apply(self, wanted: dict[UUID, RecognitionLevel]) -> None:
        if self._round is not None and wanted:
            enter(self._desk.office, self._round.id, wanted)
            self.wanted.emit(Target("round", option="申报与结果"))

    def _open(self, key: UUID) -> None:
        self.wanted.emit(Target("teacher", record=key, option="企业实践"))

    # --- building

    def _tile(self, verdict: Verdict) -> CounterTile:
        made = CounterTile(verdict.value)
        made.setCheckable(True)
        made.opened.connect(lambda: self._choose(verdict))
        return made

    def _lay_out(self) -> None:
        look = self._desk.look
        self._all = button(
            look, "符合的全部列为申报人", "user-check", kind="primary", press=self.enter_meeting
        )
        self._enter = button(look, "列为申报人", press=self.enter_chosen)
        deeds = row(label("按", "muted"), self.level, self._all, self._enter, 1, spacing=NARROW)
        self.side.setWidgetResizable(True)
        self.side.setFixedWidth(_SIDE)
        self.side.setFrameShape(QFrame.Shape.NoFrame)
        middle = row(spacing=SNUG)
        middle.addWidget(self.list, 1)
        middle.addWidget(self.side)
        self._work = QWidget()
        inside = column(row(*self.tiles.values(), spacing=NARROW), deeds, spacing=SNUG)
        inside.addLayout(middle, 1)
        self._work.setLayout(inside)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._work)
        self._stack.addWidget(self.standards)
        self.setLayout(column(self._stack, margins=(0, SNUG, 0, 0)))


def _line(who: Candidate, told: LevelJudgement) -> Line:
    member = who.who.member
    reasons = told.words.removeprefix(told.verdict.value).removeprefix("：")
    left_out = "；".join(told.excluded)
    cells = (
        member.number or "", member.name, member.department, str(who.who.held or ""),
        str(told.level), told.verdict.value, "；".join(filter(None, (reasons, left_out))),
        "已申报" if who.who.application else "",
    )  # fmt: skip
    tones = {5: TONES[told.verdict]} | ({7: Tone.ACCENT} if who.who.application else {})
    return Line(member.id, cells, tones)
