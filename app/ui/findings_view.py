"""检查结果: what the rules found and what they could not judge, each with its explanation."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QCheckBox, QFrame, QScrollArea, QVBoxLayout

from app.models import RuleWaiver
from app.models.rules import Severity
from app.services.query import Query
from app.services.rules.finding import Finding, Judgement, NotJudged
from app.services.rules.pack import Pack
from app.services.rules.service import judge_college, pack_in_force, waive
from app.ui.batch_view import BatchView
from app.ui.buttons import button
from app.ui.chips import Chip
from app.ui.form import Form
from app.ui.grid import Grid, Head, Line, Section
from app.ui.labels import label
from app.ui.layouts import column, row
from app.ui.page import Desk, Target
from app.ui.panels import CounterTile
from app.ui.part_dialog import Deed, FormDialog, run
from app.ui.tokens import MEDIUM, NARROW, SNUG, TIGHT, Tone

TONES = {Severity.STOP: Tone.STOP, Severity.WARN: Tone.CAUTION, Severity.REMIND: Tone.ACCENT}
_SIDE = 288
_HEADS = (
    Head("对象", 18),
    Head("严重程度", 5),
    Head("问题", 20, stretch=True),
    Head("例外说明", 8, spare=1),
)
Told = Finding | NotJudged


class FindingsView(BatchView):
    """Findings under their rules; the side explains the one that is chosen."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._pack: Pack | None = None
        self._found: Judgement | None = None
        self._shown: Severity | bool | None = None  # None: all findings; True: what is not judged
        self.told: dict[int, Told] = {}
        self.list = Grid(desk.look, "检查结果", _HEADS)
        self.tiles = {each: self._tile(each.value, each) for each in Severity}
        self.open_tile = self._tile("无法判断", show=True)
        self.open_tile.setToolTip("缺少资料，不能算通过")
        self.whole_college = QCheckBox("全校各批次")
        self.waived = QCheckBox("显示已作例外说明的")
        self.side = QScrollArea()
        self._batch: UUID | None = None
        self._on = date.min
        self._lay_out()
        self.list.chosen.connect(self._explain)
        self.list.opened.connect(self._open)
        self.whole_college.toggled.connect(lambda _: self._ask())
        self.waived.toggled.connect(lambda _: self._show())

    def fill(self, batch: UUID, today: date) -> None:
        """Judge a batch as of a day."""
        self._batch, self._on = batch, today
        self._ask()

    def _ask(self) -> None:
        office = self._desk.office
        batch = None if self.whole_college.isChecked() else self._batch
        self._pack = pack_in_force(office)
        self._found = judge_college(office, self._on, batch)
        self._show()

    # --- the list

    def _show(self) -> None:
        if self._found is None:
            return
        for severity, tile in self.tiles.items():
            count = sum(1 for each in self._found.open if each.severity is severity)
            tile.count(f"{count:,}", "", TONES[severity] if count else Tone.NEUTRAL)
            tile.setChecked(self._shown is severity)
        self.open_tile.count(f"{len(self._found.not_judged):,}")
        self.open_tile.setChecked(self._shown is True)
        told: Sequence[Told] = self._found.not_judged if self._shown is True else self._findings()
        self.told = dict(enumerate(told))
        self.list.fill(self._sections())
        if self.told and not self.list.marked():
            self.list.choose([0])
        self._explain()

    def _findings(self) -> list[Finding]:
        assert self._found is not None  # noqa: S101 - only shown after judging
        found = self._found.findings if self.waived.isChecked() else self._found.open
        return [each for each in found if self._shown in (None, each.severity)]

    def _sections(self) -> list[Section]:
        by_rule: dict[str, list[int]] = {}
        for number, each in self.told.items():
            by_rule.setdefault(each.rule, []).append(number)
        return [
            Section(
                f"{rule}　{self.told[numbers[0]].cited.title}（{len(numbers)}）",
                [_line(number, self.told[number]) for number in numbers],
            )
            for rule, numbers in by_rule.items()
        ]

    def _choose(self, severity: Severity | None, *, show: bool) -> None:
        wanted = True if show else severity
        self._shown = None if self._shown is wanted else wanted
        self._show()

    # --- one of them

    @property
    def chosen(self) -> Told | None:
        """The one that is explained."""
        marked = self.list.marked()
        return self.told.get(marked[0]) if marked else None

    def _explain(self) -> None:
        card = QFrame()
        card.setProperty("surface", "card")
        body = column(spacing=SNUG, margins=MEDIUM)
        if self.chosen is None:
            body.addWidget(label("为什么是红的？", "part"))
            body.addWidget(label("选中一条，这里说明依据、数字和消除办法。", "muted", wrap=True))
        else:
            self._tell(body, self.chosen)
        body.addStretch(1)
        card.setLayout(body)
        self.side.setWidget(card)

    def _tell(self, body: QVBoxLayout, told: Told) -> None:
        look = self._desk.look
        found = isinstance(told, Finding)
        body.addWidget(label("为什么是红的？" if found else "为什么无法判断？", "part"))
        body.addWidget(label(told.cited.title, "strong", wrap=True))
        if isinstance(told, Finding):
            body.addLayout(row(Chip(told.severity.value, look, TONES[told.severity]), 1))
            body.addWidget(label(told.message, wrap=True, selectable=True))
        else:
            missing = "、".join(told.missing)
            body.addWidget(label(f"没有填报：{missing}", wrap=True, selectable=True))
        for words, text in self._facts(told):
            lines = column(
                label(words, "muted"), label(text, wrap=True, selectable=True), spacing=TIGHT
            )
            body.addLayout(lines)
        body.addLayout(self._deeds(told))

    def _facts(self, told: Told) -> list[tuple[str, str]]:
        assert self._pack is not None  # noqa: S101 - only told after judging
        rule = self._pack.rule(told.rule)
        checked = "条款号已核对" if rule.confirmed else "条款号待核对"
        found = [("对象", told.subject.title)]
        if isinstance(told, Finding) and told.numbers:
            numbers = "，".join(f"{key} {value}" for key, value in told.numbers.items())
            found.append(("所用数字", numbers))
        found += [
            ("规则", f"{rule.id}，{told.cited.pack}"),
            ("依据", f"{rule.source} {rule.article}（{checked}）"),
            ("怎样消除", told.cited.how_to_clear),
        ]
        if isinstance(told, Finding) and told.waiver is not None:
            waiver = told.waiver
            found.append(("例外说明", f"{waiver.reason}（{waiver.by}，{waiver.on}）"))
        return found

    def _deeds(self, told: Told) -> QVBoxLayout:
        look = self._desk.look
        target = Target(told.subject.kind, record=told.subject.id)
        press = partial(self.wanted.emit, target)
        deeds = column(
            row(button(look, "打开相关记录", "external-link", press=press), 1), spacing=NARROW
        )
        if isinstance(told, Finding) and told.waiver is None:
            waiving = button(look, "作例外说明…", "file-check", press=partial(self.waive, told))
            deeds.addLayout(row(waiving, 1))
        return deeds

    def _open(self, key: object) -> None:
        if isinstance(key, int):
            subject = self.told[key].subject
            self.wanted.emit(Target(subject.kind, record=subject.id))

    def waive(self, finding: Finding) -> None:
        """Ask who decided to live with it, and why."""
        desk = self._desk
        fields = [RuleWaiver.field(key) for key in ("reason", "by", "on")]
        form = Form(fields, desk.look, desk.lookup)
        form.start({"by": desk.office.settings.operator or None, "on": self._on})

        def save(values: dict[str, object]) -> None:
            records = desk.office.of(RuleWaiver)
            given = records.accept(values | {"rule": finding.rule}, complete=True)
            waive(desk.office, finding, given["reason"], given["by"], given["on"])

        title = f"例外说明：{finding.subject.title}"
        run(FormDialog(desk.look, form, Deed(title, save, "保存例外说明"), self.window()))

    # --- building

    def _tile(
        self, words: str, severity: Severity | None = None, *, show: bool = False
    ) -> CounterTile:
        made = CounterTile(words)
        made.setCheckable(True)
        made.opened.connect(lambda: self._choose(severity, show=show))
        return made

    def _listed(self) -> None:
        query = Query(where={"batch_id": self._batch}) if self._batch else Query()
        self.wanted.emit(Target("rule_waiver", query, title="本批次的例外说明"))

    def _lay_out(self) -> None:
        self.side.setWidgetResizable(True)
        self.side.setFixedWidth(_SIDE)
        self.side.setFrameShape(QFrame.Shape.NoFrame)
        listed = button(self._desk.look, "例外说明清单", kind="link", press=self._listed)
        choices = column(self.whole_college, self.waived, row(listed, 1), spacing=TIGHT)
        tiles = row(*self.tiles.values(), self.open_tile, spacing=NARROW)
        tiles.addLayout(choices)
        middle = row(spacing=SNUG)
        middle.addWidget(self.list, 1)
        middle.addWidget(self.side)
        whole = column(tiles, spacing=SNUG, margins=(0, SNUG, 0, 0))
        whole.addLayout(middle, 1)
        self.setLayout(whole)


def _line(number: int, told: Told) -> Line:
    title = told.subject.title
    if isinstance(told, NotJudged):
        missing = f"没有填报：{'、'.join(told.missing)}"
        return Line(number, (title, "无法判断", missing, ""), {1: Tone.NEUTRAL})
    waiver = f"{told.waiver.by}：{told.waiver.reason}" if told.waiver else ""
    tone = Tone.NEUTRAL if told.waiver else TONES[told.severity]
    return Line(number, (title, told.severity.value, told.message, waiver), {1: tone}, told.message)
