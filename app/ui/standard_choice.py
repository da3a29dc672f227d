"""选用认定标准: a round takes one word by word; templates are adopted and filled in first."""

from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from app.models import RecognitionRound, RecognitionStandard
from app.services.recognition.standards import Offered, adopt, freeze, standards
from app.ui.buttons import button
from app.ui.chips import Chip
from app.ui.form import Form
from app.ui.labels import label
from app.ui.layouts import column, row
from app.ui.lines import Lines
from app.ui.page import Desk, Target
from app.ui.panels import Card
from app.ui.part_dialog import Deed, FormDialog, run
from app.ui.today import today
from app.ui.tokens import NARROW, SNUG, Tone


class StandardChoice(QScrollArea):
    """The office's own standards, then the templates that come along."""

    wanted = Signal(Target)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._round: RecognitionRound | None = None
        self._cards = Lines(spacing=SNUG)
        told = (
            "这一批还没有选定认定标准。选定后标准全文随批次冻结，以后修改标准不影响这一批；"
            "内置的是模板，正式认定前请据此建立本校标准，按省级和学校文件逐条核实后再选用。"
        )
        sheet = QWidget()
        inside = column(label(told, wrap=True), self._cards, spacing=SNUG)
        inside.addStretch(1)
        sheet.setLayout(inside)
        self.setWidget(sheet)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)

    def fill(self, round_: RecognitionRound) -> None:
        """Offer what there is to a round."""
        self._round = round_
        self._cards.fill([self._card(each) for each in standards(self._desk.office)])

    def _card(self, each: Offered) -> QWidget:
        look = self._desk.look
        kind = ("本校标准", Tone.ACCENT) if each.own else ("内置模板", Tone.NEUTRAL)
        take = button(
            look,
            "选用",
            "check",
            kind="primary" if each.own else "plain",
            press=partial(self._take, each),
        )
        take.setEnabled(not each.problems)
        take.setAccessibleName(f"选用{each.name}")
        deeds = [Chip(kind[0], look, kind[1])]
        more: list[Any] = []
        if not each.own:
            more.append(button(look, "据此建立本校标准…", press=partial(self._adopt, each)))
        made = Card(each.name, deeds)
        for words in each.problems:
            made.body.addWidget(label(words, "muted", wrap=True))
        made.body.addLayout(row(take, *more, 1, spacing=NARROW))
        return made

    def _take(self, each: Offered) -> None:
        if self._round is not None:
            freeze(self._desk.office, self._round.id, each.key, today())

    def _adopt(self, each: Offered) -> None:
        """A copy under a name of its own, to be filled in on its own page."""
        form = Form([RecognitionStandard.field("name")], self._desk.look, self._desk.lookup)
        form.start()
        made: list[RecognitionStandard] = []

        def save(values: dict[str, Any]) -> None:
            name = RecognitionStandard.field("name").accept(values.get("name"))
            assert isinstance(name, str)  # noqa: S101 - its type, for the checker
            made.append(adopt(self._desk.office, each.key, name))

        if run(
            FormDialog(self._desk.look, form, Deed("建立本校标准", save, "建立"), self.window())
        ):
            self.wanted.emit(Target("recognition_standard", record=made[-1].id, option="edit"))
