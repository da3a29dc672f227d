"""学生安排: everybody of a batch in one grid, filled by keyboard as a spreadsheet is."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QMenu, QWidget

from app.errors import Invalid, Problem
from app.models import Placement
from app.models.fields import Field
from app.services.clashes import Clash, clashes
from app.services.host_agreements import Override
from app.services.host_answers import about_new
from app.services.placement_rows import Row as Placed
from app.services.placement_rows import rows
from app.services.placing import Candidate, Fate, create, propose
from app.services.query import Query
from app.services.reports.internship_papers import Agreements, Papers
from app.ui.batch_view import BatchView
from app.ui.buttons import button, menu_button
from app.ui.chips import Chip
from app.ui.class_papers import print_by_class
from app.ui.exception_dialog import answered
from app.ui.form import Form
from app.ui.going_dialog import Choice, GoingDialog
from app.ui.grid import Head, Line, Section
from app.ui.labels import label
from app.ui.layouts import column, row
from app.ui.lines import Lines
from app.ui.list_dialog import ListDialog, Listing
from app.ui.page import Desk, Target
from app.ui.panels import Banner
from app.ui.part_dialog import Deed, FormDialog, run
from app.ui.placement_sheet import Columns, PlacementSheet, Row, Told
from app.ui.tokens import NARROW, SNUG, Tone

_LIGHT = "资料"
_COLUMNS = Columns(
    (Told(_LIGHT, 9), Told("学号", 8), Told("姓名", 6), Told("班级", 8)),
    (
        "partner_id", "post", "arrangement", "starts", "ends", "teacher", "mentor", "mentor_phone",
        "insured_from", "insured_to", "insurer", "policy", "consent_student", "consent_guardian",
        "trained_on", "pay",
    ),
)  # fmt: skip
_PAPERS = (
    ("三方协议（每班一个文件）…", "tripartite_agreement", False),
    ("知情同意书（每班一个文件）…", "consent_form", False),
    ("三方协议附知情同意书（每班一个文件）…", "tripartite_agreement", True),
)
_ODD = (
    Head("学号", 9), Head("姓名", 6), Head("班级", 10), Head("结果", 8),
    Head("请留意", 16, stretch=True),
)  # fmt: skip
_CLASHES = (Head("学号", 9), Head("姓名", 6), Head("情况", 20, stretch=True))
_CLASSES = Field(
    key="classes", label="行政班", type=tuple, item=UUID, target="school_class", default=()
)


class PlacementsGrid(BatchView):
    """Each row says how complete it is, and what it lacks where one stands."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._batch: UUID | None = None
        self.clashes: list[Clash] = []
        self.table = PlacementSheet(desk, _COLUMNS, "学生安排")
        self.model = self.table.sheet
        self.state = Chip("", desk.look)
        self.reasons = label("", "muted", wrap=True)
        self._lay_out()
        self.table.said.connect(self._say)
        self.table.selectionModel().currentChanged.connect(lambda *_: self._explain())

    def fill(self, batch: UUID, today: date) -> None:
        """Show a batch; the cell one was in stays."""
        self._batch = batch
        found = rows(self._desk.office, batch)
        self.clashes = clashes(self._desk.office, batch)
        twice: dict[UUID, list[str]] = {}
        for each in self.clashes:
            twice.setdefault(each.placement, []).append(each.words)
        self.table.fill([_row(each, twice.get(each.placement, ())) for each in found])
        self.clashing.setText(f"重复、重叠 {len(self.clashes)} 处")
        self.clashing.setVisible(bool(self.clashes))
        complete = sum(1 for each in found if each.complete)
        tone = Tone.GOOD if found and complete == len(found) else Tone.CAUTION
        self.state.show_state(f"共 {len(found)} 人，资料齐全 {complete} 人", tone)
        self._explain()

    # --- deeds

    def add_classes(self) -> None:
        """Placements for whole classes at once."""
        desk, batch = self._desk, self._batch
        if batch is None:
            return
        fields = [_CLASSES, *(Placement.field(key) for key in ("partner_id", "post"))]
        form = Form(fields, desk.look, desk.lookup)
        form.start()

        def save(values: dict[str, Any]) -> None:
            found = propose(desk.office, batch, values.pop("classes", None) or ())
            fresh = [each.student for each in found if each.fate is Fate.NEW]
            questions = about_new(desk.office, batch, values) if fresh else []

            def make(answer: Override | None) -> None:
                if fresh:
                    create(desk.office, batch, fresh, values, answer)

            if not answered(desk, questions, make, dialog):
                raise Invalid([Problem("partner_id", f"{questions[0].words}，没有安排")])
            self._tell_added(found)

        dialog = FormDialog(desk.look, form, Deed("按班级安排学生", save, "建立"), self.window())
        run(dialog)

    def send(self) -> None:
        """On post: the chosen rows, or everybody who waits."""
        if self._batch is not None:
            chosen = self.table.chosen()
            choice = Choice(self._batch, chosen if len(chosen) > 1 else None)
            run(GoingDialog(self._desk, choice, self.window()))

    def print_papers(self, id_: str, *, consent: bool = False) -> None:
        """Agreements or consent forms, one file per class in roster order."""
        if self._batch is None:
            return
        chosen = Papers(batch=self._batch)
        if id_ == "tripartite_agreement":
            chosen = Agreements(batch=self._batch, consent=consent)
        print_by_class(self._desk, id_, chosen, self, lambda strip: self._strips.fill([strip]))

    def show_clashes(self) -> None:
        """Who is placed twice; opening a line leads to the other placement."""
        lines = [Line(each.other, (each.number, each.name, each.words)) for each in self.clashes]
        about = "同一学生同一时间只能在一个单位。双击一行打开另一条安排，改日期或退出其中一条。"
        listing = Listing("重复和重叠的安排", about, _CLASHES, [Section("", lines)])
        dialog = ListDialog(self._desk.look, listing, self.window())
        opened: list[UUID] = []
        dialog.opened.connect(opened.append)
        dialog.opened.connect(lambda _: dialog.accept())
        run(dialog)
        if opened:
            self.wanted.emit(Target("placement", record=opened[0]))

    # --- showing

    def _tell_added(self, found: Sequence[Candidate]) -> None:
        """How many are new; by a click everybody else, and whom to look at with why."""
        fates = [each.fate for each in found]
        told = f"新建 {fates.count(Fate.NEW)} 人，本批次已有 {fates.count(Fate.PRESENT)} 人，"
        told += f"不在读 {fates.count(Fate.GONE)} 人。"
        odd = [each for each in found if each.flags or each.fate is not Fate.NEW]
        flagged = sum(1 for each in odd if each.fate is Fate.NEW)
        if flagged:
            told += f"新建的里有 {flagged} 人请留意。"
        look, window = self._desk.look, self.window()
        listing = Listing("按班级安排的结果", told, _ODD, [Section("", _odd_lines(odd))])
        show = button(
            look, "逐人查看", kind="link", press=lambda: run(ListDialog(look, listing, window))
        )
        tone = Tone.CAUTION if flagged else Tone.GOOD
        self._strips.fill([Banner(look, told, tone, [show] if odd else ())])

    def _explain(self) -> None:
        held = self.table.current
        if held is None:
            self.reasons.setText("选中一行，这里写明还缺什么。")
        else:
            self.reasons.setText(f"{held.name}：{held.tip or '资料齐全'}")

    def _say(self, text: str, tone: Tone) -> None:
        """One strip at a time above the grid."""
        self._strips.fill([Banner(self._desk.look, text, tone)])

    def _print_menu(self) -> QMenu:
        menu = QMenu(self)
        for words, id_, consent in _PAPERS:
            menu.addAction(words).triggered.connect(
                lambda _=False, i=id_, c=consent: self.print_papers(i, consent=c)
            )
        return menu

    def _lay_out(self) -> None:
        look = self._desk.look
        make = button(look, "按班级安排…", "users", kind="primary", press=self.add_classes)
        down = button(look, "向下填充", press=self.table.fill_down)
        down.setToolTip("Ctrl+D")
        insert = button(look, "从 Excel 粘贴", "clipboard-paste", press=self.table.paste)
        insert.setToolTip("Ctrl+V，从当前格开始")
        every = button(look, "在列表中打开", kind="link", press=self._open_all)
        papers = menu_button(look, "按班打印", self._print_menu(), "printer")
        going = button(look, "安排上岗…", "user-check", press=self.send)
        self.clashing = button(look, "", kind="link", press=self.show_clashes)
        deeds: tuple[QWidget, ...] = (make, down, insert, papers, going)
        bar = row(*deeds, self.state, self.clashing, 1, every, spacing=NARROW)
        self._strips = Lines()
        lines = column(bar, self._strips, spacing=SNUG, margins=(0, SNUG, 0, 0))
        lines.addWidget(self.table, 1)
        lines.addWidget(self.reasons)
        self.setLayout(lines)

    def _open_all(self) -> None:
        query = Query(where={"batch_id": self._batch})
        self.wanted.emit(Target("placement", query, title="本批次的实习安排"))


def _row(each: Placed, twice: Sequence[str]) -> Row:
    light = "● 齐全" if each.complete else f"● 缺 {len(each.lacks)} 项"
    if twice:
        light = "● 重叠" if each.complete else f"{light}，重叠"
    return Row(
        each.placement,
        each.name,
        (light, each.number, each.name, each.school_class),
        tones={_LIGHT: Tone.GOOD if each.complete and not twice else Tone.STOP},
        tip="；".join([*twice, *(lack.words for lack in each.lacks)]),
    )


def _odd_lines(found: Sequence[Candidate]) -> list[Line]:
    return [
        Line(
            each.student,
            (each.number, each.name, each.school_class, each.fate.value, "；".join(each.flags)),
            {3: Tone.CAUTION if each.fate is Fate.NEW else Tone.NEUTRAL},
        )
        for each in found
    ]
