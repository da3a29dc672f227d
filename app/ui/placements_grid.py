"""学生安排: everybody of a batch in one grid, filled by keyboard as a spreadsheet is."""

from datetime import date
from typing import Any
from uuid import UUID

from app.models import Placement
from app.models.fields import Field
from app.services.placement_rows import Row as Placed
from app.services.placement_rows import rows
from app.services.placing import Fate, create, propose
from app.services.query import Query
from app.ui.batch_view import BatchView
from app.ui.buttons import button
from app.ui.chips import Chip
from app.ui.form import Form
from app.ui.labels import label
from app.ui.layouts import column, row
from app.ui.lines import Lines
from app.ui.page import Desk, Target
from app.ui.panels import Banner
from app.ui.part_dialog import Deed, FormDialog, run
from app.ui.placement_sheet import Columns, PlacementSheet, Row, Told
from app.ui.tokens import NARROW, SNUG, Tone

_LIGHT = "资料"
_COLUMNS = Columns(
    (Told(_LIGHT, 7), Told("学号", 9), Told("姓名", 6), Told("班级", 8)),
    (
        "partner_id", "post", "arrangement", "starts", "ends", "teacher", "mentor", "mentor_phone",
        "insured_from", "insured_to", "insurer", "policy", "consent_student", "consent_guardian",
        "trained_on", "pay",
    ),
)  # fmt: skip
_NAMED = 3
_CLASSES = Field(
    key="classes", label="行政班", type=tuple, item=UUID, target="school_class", default=()
)


class PlacementsGrid(BatchView):
    """Each row says how complete it is, and what it lacks where one stands."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._batch: UUID | None = None
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
        self.table.fill([_row(each) for each in found])
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
            if fresh:
                create(desk.office, batch, fresh, values)
            present = sum(1 for each in found if each.fate is Fate.PRESENT)
            flagged = [each for each in found if each.fate is Fate.NEW and each.flags]
            told = f"新建 {len(fresh)} 人，本批次已有 {present} 人，不在读 "
            told += f"{len(found) - len(fresh) - present} 人。"
            if flagged:
                named = "；".join(f"{c.name}{'、'.join(c.flags)}" for c in flagged[:_NAMED])
                told += f"请留意 {len(flagged)} 人：{named}。"
            self._say(told, Tone.CAUTION if flagged else Tone.GOOD)

        run(FormDialog(desk.look, form, Deed("按班级安排学生", save, "建立"), self.window()))

    # --- showing

    def _explain(self) -> None:
        held = self.table.current
        if held is None:
            self.reasons.setText("选中一行，这里写明还缺什么。")
        else:
            self.reasons.setText(f"{held.name}：{held.tip or '资料齐全'}")

    def _say(self, text: str, tone: Tone) -> None:
        """One strip at a time above the grid."""
        self._strips.fill([Banner(self._desk.look, text, tone)])

    def _lay_out(self) -> None:
        look = self._desk.look
        make = button(look, "按班级安排…", "users", kind="primary", press=self.add_classes)
        down = button(look, "向下填充", press=self.table.fill_down)
        down.setToolTip("Ctrl+D")
        insert = button(look, "从 Excel 粘贴", "clipboard-paste", press=self.table.paste)
        insert.setToolTip("Ctrl+V，从当前格开始")
        every = button(look, "在列表中打开", kind="link", press=self._open_all)
        bar = row(make, down, insert, self.state, 1, every, spacing=NARROW)
        self._strips = Lines()
        lines = column(bar, self._strips, spacing=SNUG, margins=(0, SNUG, 0, 0))
        lines.addWidget(self.table, 1)
        lines.addWidget(self.reasons)
        self.setLayout(lines)

    def _open_all(self) -> None:
        query = Query(where={"batch_id": self._batch})
        self.wanted.emit(Target("placement", query, title="本批次的实习安排"))


def _row(each: Placed) -> Row:
    light = "● 齐全" if each.complete else f"● 缺 {len(each.lacks)} 项"
    return Row(
        each.placement,
        each.name,
        (light, each.number, each.name, each.school_class),
        tones={_LIGHT: Tone.GOOD if each.complete else Tone.STOP},
        tip="；".join(lack.words for lack in each.lacks),
    )
