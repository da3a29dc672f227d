"""申报与结果: who applies in a round, with everything about one at the side; and the results."""

from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from app.models import Application, RecognitionRound
from app.models.recognition import ApplicationState
from app.services.query import Query
from app.ui.buttons import button
from app.ui.chips import Chip
from app.ui.evidence_panel import EvidencePanel
from app.ui.form import Form
from app.ui.grid import Grid, Head, Line, Section
from app.ui.layouts import column, row
from app.ui.page import Desk, Target
from app.ui.panels import EmptyState
from app.ui.part_dialog import Deed, FormDialog, run
from app.ui.results_dialog import ResultsDialog
from app.ui.round_view import RoundView
from app.ui.tokens import NARROW, SNUG, Tone
from app.ui.tones import tone_of

_HEADS = (
    Head("教工号", 5),
    Head("姓名", 5, stretch=True),
    Head("所属院系", 9, spare=1),
    Head("申报级别", 5),
    Head("依据条款", 6, spare=2),
    Head("申报状态", 9),
    Head("认定级别", 5),
)


class ApplicationsView(RoundView):
    """The applicants at the left; meter, evidence and scans of the chosen one at the right."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._round: RecognitionRound | None = None
        self._found: dict[UUID, Application] = {}
        self.list = Grid(desk.look, "申报人", _HEADS)
        self.side = EvidencePanel(desk)
        self.counts = {state: Chip("", desk.look, tone_of(state)) for state in ApplicationState}
        self.list.chosen.connect(self._on_choice)
        self.list.opened.connect(self.edit)
        self.side.wanted.connect(self.wanted)
        self._lay_out()

    def fill(self, round_: RecognitionRound) -> None:
        self._round = round_
        office = self._desk.office
        found = office.of(Application).all(Query(where={"round_id": round_.id}))
        self._found = {each.id: each for each in found}
        people = office.of("teacher")
        fields = {field.key: at for at, field in enumerate(people.kind.fields())}
        rows = people.rows([each.teacher_id for each in found])
        lines = [
            self._line(each, rows[each.teacher_id], fields)
            for each in found
            if each.teacher_id in rows
        ]
        self.list.fill([Section("", sorted(lines, key=lambda line: line.cells[0]))])
        if found and not self.list.marked():
            first = next(iter(self.list.lines.places()), None)
            self.list.choose([first[0]] if first else [])
        for state, chip in self.counts.items():
            count = sum(each.state is state for each in found)
            chip.show_state(f"{state} {count}", tone_of(state))
            chip.setVisible(count > 0)
        self._stack.setCurrentIndex(0 if found else 1)
        self._on_choice()

    def _line(self, each: Application, person: Any, fields: dict[str, int]) -> Line:
        def of(key: str) -> str:
            return str(person[fields[key]] or "")

        cells = (
            of("number"), of("name"), of("department_id"), str(each.level), each.clauses or "",
            str(each.state), str(each.granted or ""),
        )  # fmt: skip
        tones = {5: tone_of(each.state)} | ({6: Tone.GOOD} if each.granted else {})
        return Line(each.id, cells, tones)

    # --- what the person does

    @property
    def chosen(self) -> list[Application]:
        """The applications that are marked."""
        return [self._found[key] for key in self.list.marked() if key in self._found]

    def _on_choice(self) -> None:
        chosen = self.chosen
        self.side.show_application(self._round, chosen[0] if len(chosen) == 1 else None)
        self._edit.setEnabled(len(chosen) == 1)
        for each in (self._results, self._remove):
            each.setEnabled(bool(chosen))
        self._print.setText("打印申报表" if len(chosen) != 1 else "打印此人申报表")

    def add(self) -> None:
        """Somebody applies who was not proposed."""
        if self._round is None:
            return
        form = self._form()
        form.start()
        parent = {"round_id": self._round.id}
        records = self._desk.office.of(Application)
        self._open(form, Deed("添加申报人", lambda values: records.save(values | parent)))

    def edit(self, key: object = None) -> None:
        """Level, clauses, state and opinions of one."""
        record = self._found.get(key) if isinstance(key, UUID) else next(iter(self.chosen), None)
        if record is None:
            return
        form = self._form()
        form.show_values({f.key: getattr(record, f.key) for f in Application.fields()})
        records = self._desk.office.of(Application)
        self._open(form, Deed("修改申报", lambda values: records.save(values, record)))

    def remove(self) -> None:
        """Out of the round, into the recycle bin."""
        self._desk.office.of(Application).delete([each.id for each in self.chosen])

    def enter_results(self) -> None:
        """One result for all that are marked; recognitions and their last days follow."""
        if self._round is not None and self.chosen:
            run(ResultsDialog(self._desk, self._round, self.chosen, self.window()))

    def print_forms(self) -> None:
        """The forms of the chosen one, or of all, three copies of each."""
        if self._round is None:
            return
        given: dict[str, object] = {"round": self._round.id}
        if len(self.chosen) == 1:
            given["teacher"] = self.chosen[0].teacher_id
        self.wanted.emit(Target("reports", option=("recognition_application", given)))

    def _form(self) -> Form:
        hidden = ("round_id", "recognition_id")
        fields = [f for f in Application.fields() if f.key not in hidden]
        return Form(fields, self._desk.look, self._desk.lookup)

    def _open(self, form: Form, deed: Deed) -> None:
        run(FormDialog(self._desk.look, form, deed, self.window()))

    # --- building

    def _lay_out(self) -> None:
        look = self._desk.look
        add = button(look, "添加申报人", "plus", press=self.add)
        self._edit = button(look, "修改", "pencil", press=partial(self.edit, None))
        self._remove = button(look, "移出", "trash-2", press=self.remove)
        self._print = button(look, "打印申报表", "printer", press=self.print_forms)
        self._results = button(look, "登记结果…", "stamp", kind="primary", press=self.enter_results)
        everybody = button(look, "全选", kind="link", press=self.list.selectAll)
        deeds = row(
            self._results, self._print, add, self._edit, self._remove, everybody, 1,
            spacing=NARROW,
        )  # fmt: skip
        chips = row(*self.counts.values(), 1, spacing=NARROW)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        told = "在“候选名单”里勾选符合条件的教师列为申报人，或点“添加申报人”。"
        self._stack.addWidget(EmptyState(look, "file-text", "这一批还没有申报人", told))
        left = QWidget()
        inside = column(deeds, chips, spacing=SNUG)
        inside.addWidget(self._stack, 1)
        left.setLayout(inside)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(left)
        splitter.addWidget(self.side)
        splitter.setStretchFactor(0, 1)
        whole = column(margins=(0, SNUG, 0, 0))
        whole.addWidget(splitter, 1)
        self.setLayout(whole)
