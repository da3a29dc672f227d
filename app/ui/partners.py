"""Partners in the window: duplicates are named while one types, two records can be made one."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QLineEdit, QScrollArea, QWidget

from app.models import Partner
from app.ui.buttons import button
from app.ui.conflict import Choices
from app.ui.detail import Detail
from app.ui.dialogs import Dialog
from app.ui.labels import label
from app.ui.layouts import column
from app.ui.page import Desk, Target
from app.ui.panels import Banner
from app.ui.part_dialog import run
from app.ui.records_page import RecordsPage
from app.ui.tokens import SNUG, Tone

_PAUSE = 300  # ms of not typing before duplicates are looked for
_NAMED = 3


class PartnersPage(RecordsPage):
    """合作企业."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, Partner)

    def make_detail(self) -> Detail:
        return PartnerDetail(self.desk)

    def reports(self) -> Sequence[tuple[str, str]]:
        return (
            ("合作企业一览表", "partner_register"),
            ("校企合作情况统计表", "cooperation_statistics"),
        )

    def row_actions(self) -> list[tuple[str, Any]]:
        return [("合并这两家企业…", self.merge)] if self.table.selected_count() == 2 else []

    def merge(self) -> None:
        """Make the two selected records one; the one that is kept is shown."""
        if not self.may_leave():
            return
        left, right = (self.records.get(key) for key in self.table.selected())
        dialog = MergeDialog(self.desk, left, right, self.window())
        if run(dialog):
            self._open_record(left.id)


class PartnerDetail(Detail):
    """One partner."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, Partner)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._warn)
        self.edit.edited.connect(self._pause.start)

    def menu_actions(self) -> Sequence[tuple[str, Any]]:
        card = Target("reports", option=("partner_card", {"partner": self.key}))
        return [("企业名片（一页）…", partial(self.wanted.emit, card))]

    def _warn(self) -> None:
        """Name partners that are called the same but for writing and legal form."""
        box = self.edit.form.findChild(QLineEdit, "name")
        if box is None or not self.typing:
            return
        found = self.desk.office.partners.similar(box.text(), self.key)
        self.edit.clear_notes()
        if not found:
            return
        named = "、".join(f"“{name}”" for _, name in found[:_NAMED])
        target = Target("partner", record=found[0][0])
        look = button(
            self.desk.look, "打开看看", kind="link", press=lambda: self.wanted.emit(target)
        )
        told = f"已经有名称相近的企业：{named}。可能是同一家，请先确认再保存。"
        self.edit.add_note(Banner(self.desk.look, told, Tone.CAUTION, [look]))


class MergeDialog(Dialog):
    """Both records side by side; what differs is chosen field by field."""

    def __init__(self, desk: Desk, keep: Any, lose: Any, parent: QWidget) -> None:
        self._desk = desk
        self._keep = keep
        self._lose = lose
        differing = {
            f.key: (f, getattr(keep, f.key), getattr(lose, f.key))
            for f in Partner.fields()
            if getattr(keep, f.key) != getattr(lose, f.key) and not f.fixed
        }
        self.choices = Choices(desk, (keep.name, lose.name), differing)
        for key, (_, left, right) in differing.items():
            if left in (None, "", ()) and right not in (None, "", ()):
                self.choices.prefer(key, 1)
        agree = button(desk.look, "合并", kind="primary", press=self._merge)
        refuse = button(desk.look, "取消", press=self.reject)
        super().__init__("合并合作企业", self._lay_out(), (refuse, agree), parent, agree)
        self.resize(760, 600)

    def _merge(self) -> None:
        self._desk.office.partners.merge(self._keep.id, self._lose.id, self.choices.chosen())
        self.accept()

    def _lay_out(self) -> QWidget:
        records = self._desk.office.of(Partner)
        moved = "、".join(
            f"{len(each.ids)} {each.kind.about.counter}{each.kind.about.label}"
            for each in records.used(self._lose.id)
        )
        told = (
            f"保留“{self._keep.name}”，把“{self._lose.name}”并进来：它的联系人、岗位、记录"
            f"{f'和 {moved}' if moved else ''}都转过来，它自己移到回收站。可以一步撤销。"
            "两边不同的项目，请逐项选择。"
        )
        area = QScrollArea()
        area.setWidget(self.choices)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        body = QWidget()
        body.setLayout(column(label(told, wrap=True), area, spacing=SNUG))
        return body
