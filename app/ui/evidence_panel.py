"""Everything about one applicant at the side: the meter at the cut-off, the evidence by clause."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from app.models import Application, Evidence, PracticeStint, RecognitionRound
from app.services.query import Query
from app.services.teachers.meters import practice_of
from app.ui.buttons import button
from app.ui.dialogs import ANYTHING, choose_file
from app.ui.files import open_file
from app.ui.form import Form
from app.ui.grid import Grid, Head, Line, Section
from app.ui.labels import label
from app.ui.layouts import FlowLayout, column, row
from app.ui.page import Desk, Target
from app.ui.panels import Card
from app.ui.part_dialog import Deed, FormDialog, run
from app.ui.practice_view import PracticeMeter
from app.ui.tokens import NARROW, SNUG, TIGHT, Tone

WIDTH = 452
_HEADS = (
    Head("条款", 4),
    Head("材料名称", 10, stretch=True),
    Head("日期", 6),
    Head("扫描件", 4, right=True),
    Head("是否计入", 5),
)
_LEAST = 150


class EvidencePanel(QScrollArea):
    """Filled for an application of a round; nothing chosen: a hint."""

    wanted = Signal(Target)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._round: RecognitionRound | None = None
        self._application: Application | None = None
        self.name = label("", "part")
        self.hint = label("选中一名申报人，这里显示企业实践和佐证材料。", "muted", wrap=True)
        self.meter = PracticeMeter(desk)
        self.papers = Grid(desk.look, "佐证材料", _HEADS)
        self.papers.setMinimumHeight(_LEAST)
        self.out = label("", "problem", wrap=True)
        self.papers.opened.connect(self._edit)
        self.papers.chosen.connect(self._offer)
        self._lay_out()
        self.show_application(None, None)

    def show_application(
        self, round_: RecognitionRound | None, application: Application | None
    ) -> None:
        """Show one, as of the cut-off date of its round."""
        self._round, self._application = round_, application
        shown = round_ is not None and application is not None
        self.hint.setVisible(not shown)
        for each in (self.name, self.meter, self._card):
            each.setVisible(shown)
        if round_ is None or application is None:
            return
        office, teacher = self._desk.office, application.teacher_id
        self.name.setText(office.title("teacher", teacher))
        stints = office.of(PracticeStint).all(Query(where={"teacher_id": teacher}, order="starts"))
        practice = practice_of(office, teacher, round_.cut_off)
        self.meter.fill(practice, stints, round_.cut_off)
        self._show_papers(round_, application)

    def _show_papers(self, round_: RecognitionRound, application: Application) -> None:
        """By clause; what is from after the cut-off is marked, and said once more below."""
        office = self._desk.office
        query = Query(where={"application_id": application.id}, order="clause")
        found: list[Evidence] = office.of(Evidence).all(query)
        scans = office.attachments.counts(Evidence)
        self.papers.fill([Section("", [_line(each, round_, scans) for each in found])])
        told = [f"“{each.name}”{why}，不计入。" for each in found if (why := _out(each, round_))]
        self.out.setText("\n".join(told))
        self.out.setVisible(bool(told))
        self._offer()

    # --- deeds

    @property
    def chosen(self) -> UUID | None:
        """The paper that is chosen, if it is just one."""
        marked = self.papers.marked()
        return marked[0] if len(marked) == 1 else None

    def _offer(self) -> None:
        for each in self._of_one:
            each.setEnabled(self.chosen is not None)

    def add(self) -> None:
        """Another paper for a clause."""
        if self._application is None:
            return
        form = self._form()
        form.start()
        parent = {"application_id": self._application.id}
        records = self._desk.office.of(Evidence)
        self._open(form, Deed("添加佐证材料", lambda values: records.save(values | parent)))

    def _edit(self, key: UUID) -> None:
        records = self._desk.office.of(Evidence)
        record = records.get(key)
        form = self._form()
        form.show_values({f.key: getattr(record, f.key) for f in Evidence.fields()})
        self._open(form, Deed("修改佐证材料", lambda values: records.save(values, record)))

    def attach(self, file: Path | None = None) -> None:
        """A scan of the chosen paper."""
        key = self.chosen
        chosen = file or (choose_file(self.window(), "添加扫描件", ANYTHING) if key else None)
        if key is not None and chosen is not None:
            self._desk.office.attachments.add(Evidence, key, chosen)

    def _look(self) -> None:
        """Open the scans of the chosen paper."""
        key = self.chosen
        attachments = self._desk.office.attachments
        for each in attachments.listed(Evidence, key) if key is not None else ():
            open_file(attachments.open_path(each))

    def _delete(self) -> None:
        if self.chosen is not None:
            self._desk.office.of(Evidence).delete([self.chosen])

    def _form(self) -> Form:
        fields = [f for f in Evidence.fields() if f.key != "application_id"]
        return Form(fields, self._desk.look, self._desk.lookup)

    def _open(self, form: Form, deed: Deed) -> None:
        run(FormDialog(self._desk.look, form, deed, self.window()))

    def _to_teacher(self, tab: str) -> None:
        if self._application is not None:
            teacher = self._application.teacher_id
            self.wanted.emit(Target("teacher", record=teacher, option=tab))

    # --- building

    def _lay_out(self) -> None:
        look = self._desk.look
        add = button(look, "添加", "plus", press=self.add)
        self._card = Card("佐证材料", [add])
        self._of_one = [
            button(look, words, icon, press=press)
            for words, icon, press in (
                ("添加扫描件", "paperclip", self.attach),
                ("查看扫描件", "eye", self._look),
                ("删除", "trash-2", self._delete),
            )
        ]
        deeds = QWidget()
        flow = FlowLayout(NARROW)
        for each in self._of_one:
            flow.addWidget(each)
        deeds.setLayout(flow)
        self._card.body.addWidget(self.papers)
        self._card.body.addWidget(self.out)
        self._card.body.addWidget(deeds)
        links: list[Any] = [
            button(look, tab, kind="link", press=partial(self._to_teacher, tab))
            for tab in ("企业实践", "认定")
        ]
        head = row(self.name, 1, *links, spacing=TIGHT)
        sheet = QWidget()
        inside = column(head, self.hint, self.meter, self._card, spacing=SNUG)
        inside.addStretch(1)
        sheet.setLayout(inside)
        self.setWidget(sheet)
        self.setWidgetResizable(True)
        self.setFixedWidth(WIDTH)
        self.setFrameShape(QFrame.Shape.NoFrame)


def _out(each: Evidence, round_: RecognitionRound) -> str:
    """Why a paper does not count; empty if it does."""
    if each.on is None:
        return "没有日期"
    if each.on > round_.cut_off:
        return f"日期 {each.on} 晚于佐证截止日 {round_.cut_off}"
    return ""


def _line(each: Evidence, round_: RecognitionRound, scans: Mapping[UUID, int]) -> Line:
    why = _out(each, round_)
    word, tone = ("不计入", Tone.STOP) if why else ("计入", Tone.GOOD)
    count = scans.get(each.id, 0)
    cells = (each.clause, each.name, str(each.on or ""), str(count) if count else "缺", word)
    return Line(each.id, cells, {4: tone}, why)
