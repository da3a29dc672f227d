"""One visit to a host: what was found there, and about each of the students who were seen."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from app.models import VisitRecord
from app.services.process_entry import visit
from app.services.process_lists import Person, Visit
from app.ui.buttons import button
from app.ui.form import Form
from app.ui.labels import label
from app.ui.layouts import column, row
from app.ui.look import Look
from app.ui.page import Desk
from app.ui.part_dialog import Deed, FormDialog, run
from app.ui.tokens import NARROW, Tone

_FIELDS = (
    VisitRecord.field("on"),
    VisitRecord.field("visitors"),
    replace(
        VisitRecord.field("findings"), required=False, lines=3,
        help="下面写明了学生情况的，这里可以不填。",
    ),
    VisitRecord.field("action"),
    VisitRecord.field("settled"),
)  # fmt: skip
_HEADS = ("见到", "姓名", "班级", "该生情况与问题")
_TEXT = len(_HEADS) - 1
_LINES = 6  # that are seen at once


class Seen(QTableWidget):
    """Who was seen, with a text each; what is typed about somebody says they were seen.

    Nobody is ticked beforehand: whoever was seen counts as reached.
    """

    def __init__(self, look: Look, people: Sequence[Person]) -> None:
        super().__init__(len(people), len(_HEADS))
        self._people = people
        self.setHorizontalHeaderLabels(_HEADS)
        self.setProperty("part", "sheet")
        self.setAccessibleName("见到的学生")
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(look.row_height)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(_TEXT, QHeaderView.ResizeMode.Stretch)
        em = self.fontMetrics().horizontalAdvance("中")
        for number, width in enumerate((3, 6, 9)):
            self.setColumnWidth(number, width * em + 2 * NARROW)
        for line, person in enumerate(people):
            self._put(line, person)
        self.setMinimumHeight(look.row_height * (min(_LINES, len(people)) + 1) + 4)
        self.itemChanged.connect(self._on_change)

    def seen(self) -> dict[UUID, str]:
        """Whoever is ticked, with what was written."""
        return {
            person.placement: self._item(line, _TEXT).text()
            for line, person in enumerate(self._people)
            if self._item(line, 0).checkState() == Qt.CheckState.Checked
        }

    def tell(self, line: int, text: str) -> None:
        """Write something about one of them."""
        self._item(line, _TEXT).setText(text)

    def tick_all(self) -> None:
        """Everybody was seen."""
        for line in range(self.rowCount()):
            self._item(line, 0).setCheckState(Qt.CheckState.Checked)

    def _put(self, line: int, person: Person) -> None:
        tick = QTableWidgetItem()
        tick.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable)
        tick.setCheckState(Qt.CheckState.Unchecked)
        self.setItem(line, 0, tick)
        for number, text in ((1, person.name), (2, person.school_class)):
            cell = QTableWidgetItem(text)
            cell.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            self.setItem(line, number, cell)
        self.setItem(line, _TEXT, QTableWidgetItem(""))

    def _item(self, line: int, number: int) -> QTableWidgetItem:
        found = self.item(line, number)
        assert found is not None  # noqa: S101 - every cell was put there
        return found

    def _on_change(self, item: QTableWidgetItem) -> None:
        if item.column() == _TEXT and item.text().strip():
            self._item(item.row(), 0).setCheckState(Qt.CheckState.Checked)


def ask_visit(desk: Desk, chosen: Visit, today: date, window: QWidget) -> tuple[str, Tone] | None:
    """Ask and keep it; what came of it in words, none if the person thought better of it."""
    form = Form(_FIELDS, desk.look, desk.lookup)
    form.start({"on": today, "visitors": desk.office.settings.operator or None, "settled": True})
    table = Seen(desk.look, chosen.people)
    told: list[Mapping[UUID, str]] = []

    def save(values: dict[str, Any]) -> None:
        whose = {"batch_id": chosen.rhythm.batch, "partner_id": chosen.rhythm.partner}
        seen = table.seen()
        visit(desk.office, values | whose, seen)
        told.append(seen)

    below = QWidget()
    everybody = button(desk.look, "全部见到", kind="link", press=table.tick_all)
    head = row(label("见到的学生，各人情况可以分别写", "strong"), 1, everybody)
    below.setLayout(column(head, table, spacing=NARROW))
    title = f"登记巡查：{chosen.rhythm.host}"
    if not run(FormDialog(desk.look, form, Deed(title, save, "登记巡查"), window, below)):
        return None
    return f"已登记巡查，见到学生 {len(told[0])} 人，同时记为已联系。", Tone.GOOD
