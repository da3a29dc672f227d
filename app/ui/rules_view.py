"""规则: every rule with its source and limits, and what the office decided to change about it."""

from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QScrollArea, QVBoxLayout, QWidget

from app.models import RuleChange
from app.models.fields import Field
from app.services.rules.pack import Override, Pack, Rule
from app.services.rules.parameters import plain
from app.services.rules.service import (
    Decision,
    change_rule,
    decisions,
    misfits,
    pack_in_force,
    shipped,
    withdraw,
)
from app.ui.buttons import button
from app.ui.chips import Chip
from app.ui.findings_view import TONES
from app.ui.form import Form
from app.ui.grid import Grid, Head, Line, Section
from app.ui.labels import label, rule
from app.ui.layouts import column, row
from app.ui.page import Desk, Target
from app.ui.panels import Banner
from app.ui.part_dialog import Deed, FormDialog, run
from app.ui.tokens import MEDIUM, NARROW, SNUG, TIGHT, Tone

_SIDE = 340
_HEADS = (
    Head("编号", 4),
    Head("规则", 18, stretch=True),
    Head("条款", 7, spare=2),
    Head("核对情况", 6),
    Head("严重程度", 5),
    Head("参数", 12, spare=1),
    Head("学校调整", 5),
)
CHECKED = {"V": "已核实", "V-part": "部分核实", "K": "未核实"}
_CHECKED_TONES = {"V": Tone.GOOD, "V-part": Tone.ACCENT, "K": Tone.CAUTION}
_DECIDING = ("reason", "by", "on")


class RulesView(QWidget):
    """The rules in force; the side tells where one comes from and what was decided about it."""

    wanted = Signal(object)  # a Target

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._pack: Pack = shipped()
        self._shipped = {each.id: each for each in self._pack.rules}
        self.about = label("", "muted", wrap=True)
        self.unsure = QCheckBox("只列未核实、部分核实的")
        self.changed = QCheckBox("只列学校调整过的")
        self.list = Grid(desk.look, "规则", _HEADS)
        self.side = QScrollArea()
        self._notes = column(spacing=TIGHT)
        self._lay_out()
        self.unsure.toggled.connect(lambda _: self._show())
        self.changed.toggled.connect(lambda _: self._show())
        self.list.chosen.connect(self._explain)
        self.list.opened.connect(lambda _: self.change())

    def show_rules(self) -> None:
        """As they are in force now."""
        office = self._desk.office
        self._pack = pack_in_force(office)
        self._warn(misfits(office))
        self._show()

    @property
    def chosen(self) -> Rule | None:
        """The rule that is explained."""
        marked = self.list.marked()
        return self._pack.rule(marked[0]) if marked else None

    def _show(self) -> None:
        pack = self._pack
        changed = {each.rule for each in pack.overrides}
        unsure = sum(1 for each in pack.rules if each.status != "V")
        self.about.setText(
            f"{pack.title}（{pack.source}），版本 {pack.edition}。共 {len(pack.rules)} 条，"
            f"{unsure} 条内容未完全核实，学校调整了 {len(changed)} 条，"
            "内置规则包不变；带 * 的条款号待核对。"
        )
        lines = [
            _line(each, sum(1 for o in pack.overrides if o.rule == each.id))
            for each in pack.rules
            if (each.status != "V" or not self.unsure.isChecked())
            and (each.id in changed or not self.changed.isChecked())
        ]
        self.list.fill([Section("", lines)])
        if lines and not self.list.marked():
            self.list.choose([lines[0].key])
        self._explain()

    def _warn(self, unfit: Iterable[str]) -> None:
        """Changes that do not fit the pack any more rest; somebody has to know."""
        while self._notes.count():
            if (widget := self._notes.takeAt(0).widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for each in unfit:
            told = f"有一处规则调整与内置规则包不符，没有采用：{each}。请撤回后重新调整。"
            self._notes.addWidget(Banner(self._desk.look, told, Tone.CAUTION))

    # --- one rule

    def _explain(self) -> None:
        card = QFrame()
        card.setProperty("surface", "card")
        body = column(spacing=SNUG, margins=MEDIUM)
        if self.chosen is not None:
            self._tell(body, self.chosen)
        body.addStretch(1)
        card.setLayout(body)
        self.side.setWidget(card)

    def _tell(self, body: QVBoxLayout, told: Rule) -> None:
        look = self._desk.look
        body.addWidget(label(f"{told.id} {told.title}", "part", wrap=True))
        checked = Chip(CHECKED[told.status], look, _CHECKED_TONES[told.status])
        severity = Chip(told.severity.value, look, TONES[told.severity])
        body.addLayout(row(severity, checked, 1, spacing=NARROW))
        article = "条款号已核对" if told.confirmed else "条款号待核对"
        lesser = "" if told.lesser is told.severity else f"，较轻的情形为{told.lesser}"
        before = self._shipped.get(told.id)
        was = before.severity if before else told.severity
        own = "" if was is told.severity else f"（内置：{was}）"
        facts = [
            ("依据", f"{told.source} {told.article}（{article}）"),
            ("严重程度", f"{told.severity}{own}{lesser}"),
            ("适用", "、".join(sorted(map(str, told.kinds)))),
            ("怎样消除", told.clear),
        ]
        for words, text in facts:
            _pair(body, words, text)
        if told.fields():
            body.addWidget(label("参数", "strong"))
        for field in told.fields():
            now = _shown(told, field)
            once = _shown(before, field) if before else now
            _pair(body, field.label, now if now == once else f"{now}（内置：{once}）")
        press = partial(self.change, told)
        body.addLayout(row(button(look, "调整这条规则…", "pencil", press=press), 1))
        self._tell_history(body, told)

    def _tell_history(self, body: QVBoxLayout, told: Rule) -> None:
        look = self._desk.look
        found = decisions(self._desk.office, told.id)
        body.addWidget(rule())
        body.addWidget(label("调整记录", "strong"))
        if not found:
            body.addWidget(label("学校没有调整过，按内置规则包执行。", "muted", wrap=True))
        for each in found:
            record = each.record
            state = "（已撤回）" if each.withdrawn else ""
            body.addWidget(label(f"{record.on} {record.by}{state}", "muted"))
            body.addWidget(label(_decided(told, each), wrap=True, selectable=True))
            body.addWidget(label(f"理由：{record.reason}", wrap=True, selectable=True))
            if not each.withdrawn:
                press = partial(withdraw, self._desk.office, record)
                back = button(look, "撤回这次调整", "undo-2", press=press)
                body.addLayout(row(back, 1))

    def change(self, told: Rule | None = None) -> None:
        """Other limits or another severity, with who decides it and why."""
        held = told or self.chosen
        if held is None:
            return
        desk = self._desk
        fields = [RuleChange.field("severity"), *held.fields()]
        fields += [RuleChange.field(key) for key in _DECIDING]
        form = Form(fields, desk.look, desk.lookup)
        now = {field.key: _value(held, field) for field in held.fields()}
        form.show_values(now | {"severity": held.severity})
        today = date.today()  # noqa: DTZ011 - the office's own calendar day
        form.type_in({"by": desk.office.settings.operator or None, "on": today})

        def save(given: dict[str, Any]) -> None:
            deciding = {key: given.pop(key, None) for key in _DECIDING}
            records = desk.office.of(RuleChange)
            said = records.accept(deciding | {"rule": held.id}, complete=True)
            severity = given.pop("severity", None)
            changed = {key: plain(value) for key, value in given.items()}
            told = {key: said[key] for key in _DECIDING}
            change_rule(
                desk.office, Override(held.id, parameters=changed, severity=severity, **told)
            )

        title = f"调整规则 {held.id}：{held.title}"
        run(FormDialog(desk.look, form, Deed(title, save, "保存调整"), self.window()))

    # --- building

    def _lay_out(self) -> None:
        waivers = button(
            self._desk.look, "例外说明清单", kind="link",
            press=lambda: self.wanted.emit(Target("rule_waiver")),
        )  # fmt: skip
        top = row(self.unsure, self.changed, 1, waivers, spacing=SNUG)
        self.side.setWidgetResizable(True)
        self.side.setFixedWidth(_SIDE)
        self.side.setFrameShape(QFrame.Shape.NoFrame)
        middle = row(spacing=SNUG)
        middle.addWidget(self.list, 1)
        middle.addWidget(self.side)
        whole = column(self.about, spacing=SNUG, margins=(0, MEDIUM, 0, 0))
        whole.addLayout(self._notes)
        whole.addLayout(top)
        whole.addLayout(middle, 1)
        self.setLayout(whole)


def _line(told: Rule, changes: int) -> Line:
    limits = "，".join(f"{each.label} {_shown(told, each)}" for each in told.fields())
    cells = (
        told.id,
        told.title,
        told.article if told.confirmed else f"{told.article}*",
        CHECKED[told.status],
        told.severity.value,
        limits,
        f"{changes} 次" if changes else "",
    )
    tones = {3: _CHECKED_TONES[told.status], 4: TONES[told.severity], 6: Tone.ACCENT}
    return Line(told.id, cells, tones, told.title)


def _value(told: Rule, field: Field) -> Any:
    """A limit as its check has it."""
    return next(getattr(each, field.key) for each in told.told.values() if hasattr(each, field.key))


def _shown(told: Rule, field: Field) -> str:
    unit = f" {field.unit}" if field.unit else ""
    return f"{field.show(_value(told, field))}{unit}"


def _decided(told: Rule, decision: Decision) -> str:
    """What was changed, by label."""
    named = {field.key: field for field in told.fields()}
    parts = [f"严重程度改为{decision.record.severity}"] if decision.record.severity else []
    for key, value in decision.parameters.items():
        field = named.get(key)
        unit = f" {field.unit}" if field and field.unit else ""
        text = "、".join(map(str, value)) if isinstance(value, list) else str(value)
        parts.append(f"{field.label if field else key}改为 {text}{unit}")
    return "；".join(parts) or "没有改动"


def _pair(body: QVBoxLayout, words: str, text: str) -> None:
    shown = label(text, wrap=True, selectable=True)
    body.addLayout(column(label(words, "muted"), shown, spacing=TIGHT))
