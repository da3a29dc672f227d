"""学生安排: everybody of a batch in one grid, filled by keyboard as a spreadsheet is."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QTableView

from app.models import Placement
from app.models.fields import Field
from app.services.office import Office
from app.services.placement_cells import Entered, enter
from app.services.placement_rows import Row, rows
from app.services.placing import Fate, create, fill_down, propose
from app.services.query import Query
from app.ui.batch_view import BatchView
from app.ui.buttons import button
from app.ui.chips import Chip
from app.ui.form import Form
from app.ui.labels import label, tip
from app.ui.layouts import column, row
from app.ui.look import Look
from app.ui.page import Desk, Target
from app.ui.panels import Banner
from app.ui.part_dialog import Deed, FormDialog, run
from app.ui.table_model import shown
from app.ui.tokens import NARROW, SNUG, Tone

Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()
_TOLD = ("资料", "学号", "姓名", "班级")
_TYPED = (
    "partner_id", "post", "arrangement", "starts", "ends", "teacher", "mentor", "mentor_phone",
    "insured_from", "insured_to", "insurer", "policy", "consent_student", "consent_guardian",
    "trained_on", "pay",
)  # fmt: skip
_NAMED = 3
_CLASSES = Field(
    key="classes", label="行政班", type=tuple, item=UUID, target="school_class", default=()
)


class PlacementsModel(QAbstractTableModel):
    """Rows of a batch; what is typed into a cell is handed on as text."""

    typed = Signal(object)  # {placement: {field: text}}

    def __init__(self, office: Office, look: Look) -> None:
        super().__init__()
        self._office = office
        self._look = look
        self.rows: Sequence[Row] = ()
        self._values: dict[UUID, Sequence[Any]] = {}
        self.fields = [Placement.field(key) for key in _TYPED]
        places = {field.key: at for at, field in enumerate(Placement.fields())}
        self._places = [places[key] for key in _TYPED]

    def fill(self, batch: UUID) -> None:
        """Read a batch."""
        self.beginResetModel()
        self.rows = rows(self._office, batch)
        self._values = dict(self._office.of(Placement).rows([r.placement for r in self.rows]))
        self.endResetModel()

    def text(self, at: Row, number: int) -> str:
        """What stands in a typed column."""
        value = self._values[at.placement][self._places[number]]
        return shown(self.fields[number], value, self._office.code_name)

    def cell(self, index: Index) -> tuple[UUID, str] | None:
        """Whose it is and which field; none where nothing can be typed."""
        if not index.isValid() or index.column() < len(_TOLD):
            return None
        return self.rows[index.row()].placement, self.fields[index.column() - len(_TOLD)].key

    # The Qt side -----------------------------------------------------------------

    def rowCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(_TOLD) + len(_TYPED)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if self.cell(index) else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        at = self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self._words(at, index.column())
        if role == Qt.ItemDataRole.ForegroundRole and index.column() == 0:
            tokens = self._look.tokens
            return QColor(tokens.good if at.complete else tokens.stop)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(
                "；".join(lack.words for lack in at.lacks) or self._words(at, index.column())
            )
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        cell = self.cell(index)
        if cell is None or role != Qt.ItemDataRole.EditRole or value == index.data():
            return False
        self.typed.emit({cell[0]: {cell[1]: str(value)}})
        return True

    def headerData(
        self, section: int, side: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if side != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        if section < len(_TOLD):
            return _TOLD[section]
        return self.fields[section - len(_TOLD)].label

    def _words(self, at: Row, number: int) -> str:
        light = "● 齐全" if at.complete else f"● 缺 {len(at.lacks)} 项"
        told = (light, at.number, at.name, at.school_class)
        return told[number] if number < len(_TOLD) else self.text(at, number - len(_TOLD))


class PlacementsGrid(BatchView):
    """Typed, filled down with Ctrl+D, pasted from Excel with Ctrl+V; each is one step to undo."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._batch: UUID | None = None
        self.model = PlacementsModel(desk.office, desk.look)
        self.table = QTableView()
        self.state = Chip("", desk.look)
        self.reasons = label("", "muted", wrap=True)
        self._lay_out()
        later = Qt.ConnectionType.QueuedConnection  # the editor must be closed before rows are read
        self.model.typed.connect(self._enter, later)
        self.table.selectionModel().currentChanged.connect(lambda *_: self._explain())
        for keys, press in (("Ctrl+D", self.fill_down), ("Ctrl+V", self.paste)):
            shortcut = QShortcut(QKeySequence(keys), self.table)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(press)

    def fill(self, batch: UUID, today: date) -> None:
        """Show a batch; the cell one was in stays."""
        at, self._batch = self.table.currentIndex(), batch
        line, number = at.row(), at.column()
        self.model.fill(batch)
        if line >= 0:
            self.table.setCurrentIndex(self.model.index(line, number))
        complete = sum(1 for each in self.model.rows if each.complete)
        whole = len(self.model.rows)
        tone = Tone.GOOD if whole and complete == whole else Tone.CAUTION
        self.state.show_state(f"共 {whole} 人，资料齐全 {complete} 人", tone)
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

    def fill_down(self) -> None:
        """What stands in the first chosen row goes into the others, column by column."""
        chosen = [i for i in self.table.selectedIndexes() if self.model.cell(i)]
        lines = sorted({index.row() for index in chosen})
        if len(lines) < 2:
            self._say("先选中要填充的几行，第一行是要照填的内容。", Tone.NEUTRAL)
            return
        first = [cell[1] for i in chosen if i.row() == lines[0] and (cell := self.model.cell(i))]
        keys = [self.model.rows[line].placement for line in lines]
        fill_down(self._desk.office, keys, first)
        self._say(f"已向下填充 {len(lines) - 1} 行。", Tone.GOOD)

    def paste(self) -> None:
        """A block as Excel copies it, from the current cell on."""
        at = self.table.currentIndex()
        texts: dict[UUID, dict[str, str]] = {}
        lines = QGuiApplication.clipboard().text().rstrip("\r\n").splitlines()
        for down, line in enumerate(lines):
            for right, text in enumerate(line.split("\t")):
                index = self.model.index(at.row() + down, at.column() + right)
                if cell := self.model.cell(index):
                    texts.setdefault(cell[0], {})[cell[1]] = text
        if texts:
            self._enter(texts)

    def _enter(self, texts: Any) -> None:
        names = {each.placement: each.name for each in self.model.rows}
        told: Entered = enter(self._desk.office, texts)
        if told.refused:
            named = "；".join(f"{names[key]}：{why}" for key, why in told.refused[:_NAMED])
            words = f"已保存 {told.saved} 行，{len(told.refused)} 行没有改动。{named}"
            self._say(words, Tone.STOP)
        elif told.saved > 1:
            self._say(f"已保存 {told.saved} 行。", Tone.GOOD)

    # --- showing

    def _explain(self) -> None:
        at = self.table.currentIndex()
        if not at.isValid() or at.row() >= len(self.model.rows):
            self.reasons.setText("选中一行，这里写明还缺什么。")
            return
        held = self.model.rows[at.row()]
        lacking = "；".join(lack.words for lack in held.lacks)
        self.reasons.setText(f"{held.name}：{lacking or '资料齐全'}")

    def _say(self, text: str, tone: Tone) -> None:
        """One strip at a time above the grid."""
        while self._strips.count():
            if (widget := self._strips.takeAt(0).widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._strips.addWidget(Banner(self._desk.look, text, tone))

    def _lay_out(self) -> None:
        look = self._desk.look
        make = button(look, "按班级安排…", "users", kind="primary", press=self.add_classes)
        down = button(look, "向下填充", press=self.fill_down)
        down.setToolTip("Ctrl+D")
        insert = button(look, "从 Excel 粘贴", "clipboard-paste", press=self.paste)
        insert.setToolTip("Ctrl+V，从当前格开始")
        every = button(look, "在列表中打开", kind="link", press=self._open_all)
        bar = row(make, down, insert, self.state, 1, every, spacing=NARROW)
        self._strips = column(spacing=0)
        self.table.setModel(self.model)
        self.table.setAccessibleName("学生安排")
        self.table.setWordWrap(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(look.row_height)
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        em = self.table.fontMetrics().horizontalAdvance("中")
        widths = [7, 9, 6, 8, *(min(field.width, 14) for field in self.model.fields)]
        for number, width in enumerate(widths):
            self.table.setColumnWidth(number, width * em + 2 * NARROW)
        lines = column(bar, self._strips, spacing=SNUG, margins=(0, SNUG, 0, 0))
        lines.addWidget(self.table, 1)
        lines.addWidget(self.reasons)
        self.setLayout(lines)

    def _open_all(self) -> None:
        query = Query(where={"batch_id": self._batch})
        self.wanted.emit(Target("placement", query, title="本批次的实习安排"))
