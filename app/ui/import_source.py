"""Step 1 of an import: what is brought in, and from which file."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.models import Booking, Record
from app.ui.buttons import button
from app.ui.choosers import ChoiceBox
from app.ui.dialogs import LEDGERS, choose_file
from app.ui.drop_zone import DropZone
from app.ui.importable import importable
from app.ui.labels import label
from app.ui.layouts import column, row
from app.ui.page import Desk
from app.ui.tokens import SNUG

_TIMETABLE = "实训课表"  # no kind of record: each row becomes a booking with all its dates
_TIMETABLE_TOLD = (
    "必须有的列：课程、周次、星期、节次、实训室。认得的列还有：班级、人数、任课教师，列名不必完全一样。"
    "周次可写 1-16周、1-8,10,12-16周、1-15周 单周；"
    "标题里写明“第1周星期一：2026-08-31”，或先在校历里建立学期。"
)


class SourceStep(QWidget):
    """The kind of record, and a place to drop the file."""

    given = Signal(Path)
    turned = Signal()  # to another kind
    template = Signal()  # a blank workbook of the chosen kind is wanted

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        kinds: list[tuple[str, object]] = [(kind.about.label, kind) for kind in importable()]
        kinds.append((_TIMETABLE, _TIMETABLE))
        self.kind_box = ChoiceBox(kinds, desk.lookup.initials, optional=False)
        self.kind_box.setAccessibleName("导入的内容")
        self.kind_box.set_value(kinds[0][1])
        self.kind_box.chosen.connect(self._tell_expected)
        self._expected = label("", "muted", wrap=True)
        self.zone = DropZone(
            desk.look,
            "把表格拖到这里",
            "Excel 或 WPS 的 xlsx、xls，或者 csv。标题行、合并表头、合计行和落款会自动识别。",
            "选择文件…",
        )
        self.zone.dropped.connect(self.given)
        self.zone.asked.connect(self._ask)
        self._blank = button(
            desk.look, "保存空白模板…", "file-spreadsheet", kind="quiet", press=self.template.emit
        )
        box = row(label("导入的内容", "label"), self.kind_box, self._blank, 1)
        self.kind_box.setMinimumWidth(200)
        whole = column(box, self._expected, spacing=SNUG)
        whole.addWidget(self.zone, 1)
        self.setLayout(whole)
        self._tell_expected()

    @property
    def kind(self) -> type[Record]:
        """The kind that is chosen; of a timetable what its rows become."""
        chosen: type[Record] = Booking if self.timetable else self.kind_box.value()
        return chosen

    @property
    def timetable(self) -> bool:
        """Whether it is a timetable that is brought in."""
        return bool(self.kind_box.value() == _TIMETABLE)

    def choose_kind(self, table: str) -> None:
        """Choose a kind by its table's name, or "timetable"."""
        if table == "timetable":
            self.kind_box.set_value(_TIMETABLE)
        for kind in importable():
            if kind.__tablename__ == table:
                self.kind_box.set_value(kind)
        self._tell_expected()

    def _ask(self) -> None:
        path = choose_file(self, "选择要导入的表格", LEDGERS)
        if path is not None:
            self.given.emit(path)

    def _tell_expected(self) -> None:
        self._blank.setVisible(not self.timetable)
        self._expected.setText(_TIMETABLE_TOLD if self.timetable else self._told())
        self.turned.emit()

    def _told(self) -> str:
        fields = [field for field in self.kind.fields() if not field.fixed]
        needed = "、".join(field.label for field in fields if field.required and not field.number)
        known = "、".join(field.label for field in fields[:12])
        return f"必须有的列：{needed}。认得的列有：{known} 等，列名不必完全一样。"
