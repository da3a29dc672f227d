"""Step 2 of an import: where the table is in the file, and which column is which field."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QSpinBox, QWidget

from app.models import Record
from app.models.fields import Field
from app.services.exchange.beside import import_fields
from app.services.exchange.cells import Book, Sheet, letters, shown
from app.services.exchange.layout import Layout, find_layout, layout_at
from app.services.exchange.mapping import Mapping, Memory, guess
from app.services.exchange.textfiles import ENCODINGS
from app.ui.choosers import ChoiceBox
from app.ui.labels import Elided, label
from app.ui.layouts import column, row, scrolled
from app.ui.lines import Lines
from app.ui.page import Desk
from app.ui.panels import Banner
from app.ui.sheet_preview import SheetPreview
from app.ui.tokens import CONTROL, NARROW, SNUG, TIGHT, Tone

_NONE = ""  # the field key of a column that is not imported
_LIST = 460  # width of the list of columns
_ENCODINGS = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16", "gb18030": "GB 18030（GBK）"}
_SAMPLES = 3
_DEPTHS = (("一行", 1), ("两行", 2))


class ColumnsStep(QWidget):
    """The sheet, its heads and its columns; everything found can be overruled."""

    encoded = Signal(str)  # read the text file again in this encoding
    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._book = Book("", ())
        self._fields: Sequence[Field] = ()
        self._memory = Memory(desk.office.places.mappings, "")
        self._sheet = Sheet("", ())
        self._layout = Layout(0, 0, (), (), {})
        self.rows: list[ColumnRow] = []
        self.head_row = QSpinBox()
        self.head_rows = ChoiceBox(_DEPTHS, desk.lookup.initials, optional=False)
        self.encoding = ChoiceBox(
            [(_ENCODINGS[name], name) for name in ENCODINGS], desk.lookup.initials, optional=False
        )
        self.sheets = ChoiceBox((), desk.lookup.initials, optional=False)
        self.preview = SheetPreview(desk.look)
        self.create_partners = QCheckBox("企业库里没有的企业，一并建立为“洽谈中”")
        self.create_partners.setToolTip("不勾选时，只按表里的写法登记企业名称，不建立企业档案。")
        self._lay_out()
        self.head_row.valueChanged.connect(lambda _: self._relayout())
        self.head_rows.chosen.connect(self._relayout)
        self.preview.pointed.connect(lambda at: self.head_row.setValue(at + 1))
        self.encoding.chosen.connect(lambda: self.encoded.emit(self.encoding.value()))

    # --- what is said here

    @property
    def layout_(self) -> Layout:
        """Where the table is."""
        return self._layout

    def mapping(self) -> Mapping:
        """Which column is which field, as it stands now."""
        columns = {each.column: each.key for each in self.rows}
        fill = frozenset(each.column for each in self.rows if each.fills)
        return Mapping(self._sheet.name, self._layout.head, self._layout.depth, columns, fill)

    def objection(self) -> str:
        """Why this cannot be tried yet; empty if it can."""
        chosen = Counter(each.key for each in self.rows if each.key)
        twice = [self._label(key) for key, times in chosen.items() if times > 1]
        if twice:
            return f"“{'”“'.join(twice)}”指定给了不止一列，请只留一列。"
        if not chosen:
            return "还没有一列指定了内容。请检查表头行，或在左边逐列选择。"
        return "" if self._layout.rows else "表头下面没有数据行，请检查表头在第几行。"

    def show_book(self, kind: type[Record], book: Book, mapping: Mapping, layout: Layout) -> None:
        """Begin with what was found."""
        self._book = book
        self._fields = [field for field in import_fields(kind) if not field.fixed]
        self._memory = Memory(self._desk.office.places.mappings, kind.__tablename__)
        named = any(each.named_in and each.target == "partner" for each in self._fields)
        self.create_partners.setVisible(named)
        self.create_partners.setChecked(False)
        self._offer_sheets(mapping.sheet)
        self._encoding_part.setVisible(bool(book.encoding))
        name = "utf-8-sig" if book.encoding.startswith("utf-8") else book.encoding
        self.encoding.set_value(name)
        self._show(book.sheet(mapping.sheet), layout, mapping)

    # --- finding again

    def _offer_sheets(self, chosen: str) -> None:
        """Every sheet with its size; the box is made anew, its words depend on the file."""
        items = [
            (f"{each.name}（{len(each.rows)} 行{'，隐藏' if each.hidden else ''}）", each.name)
            for each in self._book.sheets
        ]
        made = ChoiceBox(items, self._desk.lookup.initials, optional=False)
        made.setAccessibleName("工作表")
        made.set_value(chosen)
        made.chosen.connect(self._choose_sheet)
        self._sheet_part.replaceWidget(self.sheets, made)
        self.sheets.deleteLater()
        self.sheets = made
        made.setMinimumWidth(180)

    def _choose_sheet(self) -> None:
        sheet = self._book.sheet(self.sheets.value())
        layout = find_layout(sheet, self._fields)
        self._show(sheet, layout, self._likeliest(sheet, layout))
        self.changed.emit()

    def _relayout(self) -> None:
        depth = self.head_rows.value() or 1
        layout = layout_at(self._sheet, self._fields, self.head_row.value() - 1, depth)
        self._show(self._sheet, layout, self._likeliest(self._sheet, layout))
        self.changed.emit()

    def _likeliest(self, sheet: Sheet, layout: Layout) -> Mapping:
        remembered = self._memory.recall(layout, self._fields)
        guessed = guess(sheet.name, layout, self._fields)
        if remembered is None:
            return guessed
        columns = {at: remembered.get(head, _NONE) for at, head in enumerate(layout.heads)}
        return Mapping(sheet.name, layout.head, layout.depth, columns)

    # --- showing

    def _show(self, sheet: Sheet, layout: Layout, mapping: Mapping) -> None:
        self._sheet, self._layout = sheet, layout
        self.head_row.blockSignals(True)  # noqa: FBT003 - Qt's
        self.head_row.setRange(1, max(1, len(sheet.rows)))
        self.head_row.setValue(layout.head + 1)
        self.head_row.blockSignals(False)  # noqa: FBT003 - Qt's
        self.head_rows.set_value(2 if layout.depth == 2 else 1)
        self.rows = [self._row(at, mapping) for at in range(sheet.width) if self._worth(at)]
        self._list.fill(self.rows)
        self.preview.show_sheet(sheet, layout, self._used())
        self._tell()

    def _worth(self, at: int) -> bool:
        """A column without head and without content is none."""
        rows = self._sheet.rows
        return bool(self._layout.heads[at]) or any(rows[n][at] != "" for n in self._layout.rows)

    def _row(self, at: int, mapping: Mapping) -> "ColumnRow":
        cells = (self._sheet.rows[n][at] for n in self._layout.rows)
        samples = list(dict.fromkeys(shown(cell) for cell in cells if cell != ""))[:_SAMPLES]
        merged = any(
            left <= at <= right and bottom > top >= self._layout.first
            for top, left, bottom, right in self._sheet.merged
        )
        items = [(field.label, field.key) for field in self._fields]
        made = ColumnRow(self._desk, at, self._layout.heads[at], samples, items)
        made.show_choice(mapping.key(at), fill=at in mapping.fill, merged=merged)
        made.changed.connect(self._on_choice)
        return made

    def _on_choice(self) -> None:
        self.preview.sheet.show_used(self._used())
        self._tell()
        self.changed.emit()

    def _used(self) -> frozenset[int]:
        return frozenset(each.column for each in self.rows if each.key)

    def _tell(self) -> None:
        """What is still missing, and what was left out."""
        keys = {each.key for each in self.rows}
        missing = [f.label for f in self._fields if _needed(f) and f.key not in keys]
        strips: list[QWidget] = [
            Banner(self._desk.look, note, Tone.CAUTION) for note in self._book.notes
        ]
        if problem := self.objection():
            strips.append(Banner(self._desk.look, problem, Tone.STOP))
        elif missing:
            told = f"没有一列是“{'”“'.join(missing)}”：库里没有的行会被退回。"
            strips.append(Banner(self._desk.look, told, Tone.CAUTION))
        self._strips.fill(strips)
        self._told.setText(_counted(self._layout))

    def _label(self, key: str) -> str:
        return next(field.label for field in self._fields if field.key == key)

    def _lay_out(self) -> None:
        self.head_row.setAccessibleName("表头在第几行")
        self.head_row.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.head_row.setFixedSize(56, CONTROL)
        self.head_row.setKeyboardTracking(False)  # 12 is not first 1
        self.head_rows.setAccessibleName("表头占几行")
        self.encoding.setAccessibleName("文字编码")
        self._sheet_part = row(label("工作表", "label"), self.sheets)
        self._encoding_part = QWidget()
        self._encoding_part.setLayout(row(label("文字编码", "label"), self.encoding))
        self._told = label("", "muted")
        bar = row(
            self._sheet_part, label("表头在第", "label"), self.head_row, label("行，占", "label"),
            self.head_rows, self._encoding_part, 1, self._told, spacing=NARROW,
        )  # fmt: skip
        self._strips = Lines(spacing=TIGHT)
        self._list = Lines(spacing=0)
        scroll = scrolled(column(self._list, 1, margins=(0, 0, NARROW, 0)))
        scroll.setFixedWidth(_LIST)
        both = row(scroll, spacing=SNUG)
        both.addWidget(self.preview, 1)
        whole = column(bar, self.create_partners, self._strips, spacing=SNUG)
        whole.addLayout(both, 1)
        self.setLayout(whole)


class ColumnRow(QWidget):
    """One column of the file: its head, what stands in it, and the field it is."""

    changed = Signal()

    def __init__(
        self,
        desk: Desk,
        at: int,
        head: str,
        samples: Sequence[str],
        items: Sequence[tuple[str, str]],
    ) -> None:
        super().__init__()
        self.column = at
        self.box = ChoiceBox([("不导入", _NONE), *items], desk.lookup.initials, optional=False)
        self.box.setAccessibleName(f"{letters(at)} 列“{head}”是")
        self.box.chosen.connect(self.changed)
        self._fill = QCheckBox("合并的格子同一内容")
        self._fill.toggled.connect(lambda _: self.changed.emit())
        name = label(letters(at), "muted")
        name.setFixedWidth(24)
        words = column(
            Elided(head or "（没有表头）", "strong"),
            Elided("、".join(samples) or "（空列）", "small"),
            spacing=0,
        )
        line = row(name, words, column(self.box, self._fill, spacing=0), margins=(0, 6, 0, 6))
        line.setStretch(1, 1)
        self.box.setFixedWidth(176)
        self.setLayout(line)

    @property
    def key(self) -> str:
        """The field it is; empty if it is not imported."""
        return self.box.value() or _NONE

    @property
    def fills(self) -> bool:
        """Whether merged cells mean the same all the way down."""
        return not self._fill.isHidden() and self._fill.isChecked()

    def show_choice(self, key: str, *, fill: bool, merged: bool) -> None:
        """Show what was found."""
        self.box.set_value(key)
        self._fill.setVisible(merged)
        self._fill.setChecked(fill)


def _needed(field: Field) -> bool:
    return field.required and not field.number and field.default is None


def _counted(layout: Layout) -> str:
    reasons = Counter(layout.left_out.values())
    left = "，".join(f"{reason} {n}" for reason, n in reasons.items())
    return f"数据 {len(layout.rows)} 行" + (f"，不读入：{left}" if left else "")
