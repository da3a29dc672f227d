"""成绩与归档: the marks of a class, what they come to, and which papers are not filed yet."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QCheckBox

from app.models import ArchivedDocument, InternshipBatch
from app.models.internships import DocumentKind
from app.services.evaluation import (
    Evaluated,
    Filed,
    Grade,
    Weights,
    archive,
    evaluated,
    file_papers,
)
from app.services.process_lists import batch_with
from app.ui.batch_view import BatchView
from app.ui.buttons import button
from app.ui.chips import Chip
from app.ui.choosers import Combo
from app.ui.form import Form
from app.ui.labels import label
from app.ui.layouts import column, row
from app.ui.lines import Lines
from app.ui.page import Desk, Target
from app.ui.panels import Banner
from app.ui.part_dialog import Deed, FormDialog, run
from app.ui.placement_sheet import Columns, PlacementSheet, Row, Told
from app.ui.tokens import NARROW, SNUG, Tone
from app.ui.weights_dialog import WeightsDialog

_COLUMNS = Columns(
    (Told("学号", 9), Told("姓名", 6), Told("班级", 9)),
    ("school_score", "host_score", "self_score"),
    (Told("总评", 4), Told("等级", 5), Told("归档", 4), Told("还缺的评分和材料", 24)),
)
_ALL = "全部班级"
_GRADES = {
    Grade.EXCELLENT: Tone.GOOD,
    Grade.GOOD: Tone.GOOD,
    Grade.PASSED: Tone.NEUTRAL,
    Grade.FAILED: Tone.STOP,
}
_FILING = ("kinds", "on", "shelf")


class MarksView(BatchView):
    """Typed as in a spreadsheet; totals and grades follow the weights of the batch."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._batch: UUID | None = None
        self._today = date.min
        self._results: Sequence[Evaluated] = ()
        self._filed: dict[UUID, Filed] = {}
        self.table = PlacementSheet(desk, _COLUMNS, "成绩与归档")
        self.classes = Combo(desk.office.initials)
        self.classes.setAccessibleName("班级")
        self.unfiled = QCheckBox("只看材料没有归档齐的")
        self.marked = Chip("", desk.look)
        self.complete = Chip("", desk.look)
        self.weights = label("", "muted")
        self._strips = Lines()
        self._lay_out()
        self.table.said.connect(self._say)
        self.classes.activated.connect(lambda _: self._show())
        self.unfiled.toggled.connect(lambda _: self._show())

    def fill(self, batch: UUID, today: date) -> None:
        """Show a batch as it stands."""
        office = self._desk.office
        if batch != self._batch:
            self._strips.fill(())
        self._batch, self._today = batch, today
        self._results = evaluated(office, batch)
        self._filed = archive(office, [each.placement for each in self._results], today)
        by = Weights.of(office.of(InternshipBatch).get(batch))
        self.weights.setText(f"学校 {by.school}%　企业 {by.host}%　自评 {by.student}%")
        self._offer_classes()
        self._show()

    def batch_of(self, part: str, keys: Sequence[UUID]) -> UUID | None:
        """The batch to which most of them belong."""
        return batch_with(self._desk.office, "placement", keys)

    def show_part(self, part: str, keys: Sequence[UUID]) -> None:
        """Whoever has papers missing."""
        self.classes.setCurrentIndex(0)
        self.unfiled.setChecked(part == "archive")
        self._show()
        others = len(set(keys) - self._filed.keys())
        self._strips.fill(())
        if others:
            told = (
                f"首页列出的 {len(keys)} 人里，有 {others} 人在别的批次，可在上方换一个批次查看。"
            )
            self._say(told, Tone.ACCENT)

    # --- deeds

    def reweigh(self) -> None:
        """Other weights, old and new side by side before they are applied."""
        if self._batch is None:
            return
        batch: InternshipBatch = self._desk.office.of(InternshipBatch).get(self._batch)
        if run(WeightsDialog(self._desk, batch, self.window())):
            self._say("已应用新权重，总评和等级已重新计算。可用“撤销”恢复。", Tone.GOOD)

    def file_papers(self) -> None:
        """The same papers of everybody who is chosen into the archive."""
        desk, keys = self._desk, self.table.chosen()
        if not keys:
            self._say("先选中学生，再登记归档；按 Ctrl+A 选中全部。", Tone.NEUTRAL)
            return
        form = Form([ArchivedDocument.field(key) for key in _FILING], desk.look, desk.lookup)
        form.start({"on": self._today, "kinds": tuple(DocumentKind)})
        told: list[int] = []

        def save(values: dict[str, Any]) -> None:
            kinds, shelf = values["kinds"] or (), values["shelf"] or ""
            told.append(file_papers(desk.office, keys, kinds, values["on"], shelf))

        title = f"登记归档材料：选中的 {len(keys)} 人"
        if run(FormDialog(desk.look, form, Deed(title, save, "登记归档"), self.window())):
            self._say(f"已登记 {len(keys)} 人的归档材料，新增 {told[0]} 项。", Tone.GOOD)

    def _print(self, report: str) -> None:
        if self._batch is not None:
            self.wanted.emit(Target("reports", option=(report, {"batch": self._batch})))

    # --- showing

    def _offer_classes(self) -> None:
        chosen = self.classes.currentData()
        self.classes.clear()
        self.classes.addItem(_ALL, None)
        for name in dict.fromkeys(each.school_class for each in self._results):
            self.classes.addItem(name or "没有班级", name)
        self.classes.setCurrentIndex(max(0, self.classes.findData(chosen)))

    def _show(self) -> None:
        chosen = self.classes.currentData()
        shown = [each for each in self._results if chosen in (None, each.school_class)]
        graded = sum(each.total is not None for each in shown)
        filed = [self._filed[each.placement] for each in shown]
        lacking = [each for each in filed if each.missing]
        missing = sum(len(each.missing) for each in lacking)
        tone = Tone.GOOD if shown and graded == len(shown) else Tone.CAUTION
        self.marked.show_state(f"成绩齐全 {graded}/{len(shown)} 人", tone)
        told = f"，缺 {missing} 项" if missing else ""
        complete = len(shown) - len(lacking)
        tone = Tone.GOOD if shown and not lacking else Tone.CAUTION
        self.complete.show_state(f"归档齐全 {complete}/{len(shown)} 人{told}", tone)
        if self.unfiled.isChecked():
            shown = [each for each in shown if self._filed[each.placement].missing]
        self.table.fill([_row(each, self._filed[each.placement]) for each in shown])

    def _say(self, text: str, tone: Tone) -> None:
        """One strip at a time above the grid."""
        self._strips.fill([Banner(self._desk.look, text, tone)])

    # --- building

    def _lay_out(self) -> None:
        look = self._desk.look
        down = button(look, "向下填充", press=self.table.fill_down)
        down.setToolTip("Ctrl+D")
        insert = button(look, "从 Excel 粘贴", "clipboard-paste", press=self.table.paste)
        insert.setToolTip("Ctrl+V，从当前格开始")
        filing = button(look, "登记归档…", "archive", press=self.file_papers)
        change = button(look, "修改权重…", "scale", press=self.reweigh)
        grades = button(look, "打印成绩单", "printer", press=lambda: self._print("grade_list"))
        pack = button(look, "打印归档清单", "printer", press=lambda: self._print("archive_pack"))
        deeds = row(down, insert, filing, grades, pack, 1, change, self.weights, spacing=NARROW)
        state = row(self.classes, self.marked, self.complete, 1, self.unfiled, spacing=NARROW)
        lines = column(deeds, state, self._strips, spacing=SNUG, margins=(0, SNUG, 0, 0))
        lines.addWidget(self.table, 1)
        self.setLayout(lines)


def _row(each: Evaluated, filed: Filed) -> Row:
    lacking = [f"缺评分：{'、'.join(each.missing)}"] if each.missing else []
    if filed.missing:
        lacking.append(f"缺材料：{'、'.join(map(str, filed.missing))}")
    told = "；".join(lacking)
    tones = {"归档": Tone.STOP if filed.missing else Tone.GOOD}
    if each.grade is not None:
        tones["等级"] = _GRADES[each.grade]
    return Row(
        each.placement,
        each.name,
        (each.number, each.name, each.school_class),
        ("" if each.total is None else str(each.total), str(each.grade or ""), filed.shown, told),
        tones,
        told,
    )
