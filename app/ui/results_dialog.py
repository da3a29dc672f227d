"""登记结果: what became of several applications at once, on one day."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QFrame, QGridLayout, QLineEdit, QScrollArea, QWidget

from app.errors import Invalid
from app.models import Application, RecognitionRound
from app.models.recognition import RecognitionLevel
from app.services.recognition.results import Decision, enter_results, last_day
from app.services.recognition.standards import standard_of
from app.ui.buttons import button
from app.ui.choosers import ChoiceBox
from app.ui.day_box import DayBox
from app.ui.dialogs import Dialog
from app.ui.labels import label
from app.ui.layouts import column, row
from app.ui.page import Desk
from app.ui.today import today
from app.ui.tokens import NARROW, SNUG

_FAILED = "未通过"


class Result:
    """One applicant's line: the result, and the number or the reason that belongs to it."""

    def __init__(self, desk: Desk, application: Application, choices: Sequence[Any]) -> None:
        self.application = application
        self.result = ChoiceBox(
            [(str(each), each) for each in choices], desk.office.initials, optional=False
        )
        self.result.set_value(application.level)
        self.result.setAccessibleName("结果")
        self.more = QLineEdit()
        self.result.chosen.connect(self.show_hint)
        self.show_hint()

    @property
    def passed(self) -> bool:
        """Whether a level was granted."""
        return isinstance(self.result.value(), RecognitionLevel)

    def show_hint(self) -> None:
        """What the line beside is for."""
        hint = "证书编号（可以后补）" if self.passed else "未通过原因"
        self.more.setPlaceholderText(hint)
        self.more.setAccessibleName(hint)

    def decision(self) -> Decision:
        """What is written down."""
        said = self.more.text().strip() or None
        if self.passed:
            return Decision(self.application.id, self.result.value(), number=said)
        return Decision(self.application.id, None, reason=said)


class ResultsDialog(Dialog):
    """All chosen applicants with what they applied for; the day decides until when it holds."""

    def __init__(
        self, desk: Desk, round_: RecognitionRound, chosen: Sequence[Application], parent: QWidget
    ) -> None:
        self._desk = desk
        self._round = round_
        self.day = DayBox(desk.look, "认定日期", round_.decided_on or today())
        self.until = label("", "muted", wrap=True)
        self.problem = label("", "problem", wrap=True)
        levels = [each.level for each in standard_of(round_).levels]
        self.results = [Result(desk, each, [*levels, _FAILED]) for each in chosen]
        agree = button(desk.look, "登记", kind="primary", press=self._finish)
        refuse = button(desk.look, "取消", press=self.reject)
        super().__init__("登记认定结果", self._lay_out(), (refuse, agree), parent, agree)
        self.day.changed.connect(lambda _: self._tell())
        self._tell()
        self.resize(640, min(240 + 44 * len(chosen), 600))

    def _tell(self) -> None:
        last = last_day(self._round, self.day.day)
        until = f"有效期至 {last}" if last else "不设有效期"
        document = self._round.document or "未填（在批次资料里填写）"
        self.until.setText(f"{until}；认定文号：{document}")
        self.problem.hide()

    def _finish(self) -> None:
        """Only wrong values are answered here; everything else is the error reporter's."""
        decisions = [each.decision() for each in self.results]
        try:
            enter_results(self._desk.office, self._round.id, decisions, self.day.day)
        except Invalid as invalid:
            self.problem.setText("；".join(each.message for each in invalid.problems))
            self.problem.show()
            return
        self.accept()

    def _lay_out(self) -> QWidget:
        titles = self._titles()
        grid = QGridLayout()
        grid.setHorizontalSpacing(SNUG)
        grid.setVerticalSpacing(NARROW)
        for at, head in enumerate(("姓名", "申报级别", "结果", "证书编号或未通过原因")):
            grid.addWidget(label(head, "muted"), 0, at)
        for line, each in enumerate(self.results, 1):
            name = titles.get(each.application.teacher_id, "")
            cells = (label(name), label(str(each.application.level)), each.result, each.more)
            for at, cell in enumerate(cells):
                grid.addWidget(cell, line, at)
        grid.setColumnStretch(3, 1)
        grid.setRowStretch(len(self.results) + 1, 1)
        sheet = QWidget()
        sheet.setLayout(grid)
        area = QScrollArea()
        area.setWidget(sheet)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        body = QWidget()
        inside = column(row(self.day, self.until, spacing=SNUG), self.problem, spacing=SNUG)
        inside.addWidget(area, 1)
        body.setLayout(inside)
        return body

    def _titles(self) -> dict[UUID, str]:
        keys = [each.application.teacher_id for each in self.results]
        return dict(self._desk.office.of("teacher").titles(keys))
