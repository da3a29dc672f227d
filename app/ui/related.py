"""What belongs to a record and what points at it: one small list each, with a counter."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QMenu, QScrollArea, QVBoxLayout, QWidget

from app.models import Choice, Field, Record
from app.services.query import Query
from app.services.records import Used, parts_of
from app.ui.buttons import button, tool
from app.ui.deleting import tell_done
from app.ui.dialogs import ask
from app.ui.form import Form
from app.ui.grid import Grid, Head, Line, Section
from app.ui.labels import IconLabel, label
from app.ui.layouts import column, row
from app.ui.page import Desk, Target
from app.ui.part_dialog import Deed, FormDialog, run
from app.ui.table_model import shown
from app.ui.tokens import MEDIUM, NARROW, SNUG, TIGHT
from app.ui.tones import is_status, tone_of

_LINES = 6  # of one list; more scroll
_HEAD = 34
_MOST = 50  # of what points here; the rest is a list of its own


class Related(QScrollArea):
    """All parts of one record, then everything that refers to it."""

    wanted = Signal(Target)

    def __init__(self, desk: Desk, kind: type[Record], without: Iterable[str] = ()) -> None:
        super().__init__()
        self._desk = desk
        self._kind = kind
        self._key: UUID | None = None
        hidden = set(without)
        self._parts = [
            PartList(desk, each)
            for each in parts_of(kind)
            if not each.about.link and each.__tablename__ not in hidden
        ]
        self._used: QVBoxLayout = column(spacing=MEDIUM)
        sheet: QVBoxLayout = column(spacing=MEDIUM, margins=(MEDIUM, SNUG, MEDIUM, MEDIUM))
        for part in self._parts:
            sheet.addWidget(part)
        sheet.addLayout(self._used)
        sheet.addStretch(1)
        holder = QWidget()
        holder.setProperty("part", "sheet")
        holder.setLayout(sheet)
        self.setWidget(holder)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_record(self, key: UUID) -> None:
        """Show what belongs to this one."""
        self._key = key
        for part in self._parts:
            part.show_owner(key)
        self._show_used(self._desk.office.of(self._kind).used(key))

    def show_part(self, kind: type[Record], key: UUID) -> None:
        """Bring one part into view, marked."""
        for part in self._parts:
            if part.kind is kind:
                self.ensureWidgetVisible(part, 0, MEDIUM)
                part.mark(key)

    def show_list(self, kind: type[Record]) -> None:
        """Bring the list of one kind into view."""
        for part in self._parts:
            if part.kind is kind:
                self.ensureWidgetVisible(part, 0, part.height())

    def _show_used(self, found: Sequence[Used]) -> None:
        while self._used.count():
            if (widget := self._used.takeAt(0).widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for used in found:
            made = _UsedList(self._desk, used, self._title())
            made.wanted.connect(self.wanted)
            self._used.addWidget(made)

    def _title(self) -> str:
        return self._desk.office.title(self._kind.__tablename__, self._key) if self._key else ""


class PartList(QWidget):
    """The parts of one kind: add, edit and delete in place."""

    def __init__(self, desk: Desk, kind: type[Record], keys: Sequence[str] = ()) -> None:
        super().__init__()
        self.kind = kind
        self._desk = desk
        self._records = desk.office.of(kind)
        self._owner: UUID | None = None
        self._fields = [kind.field(key) for key in keys] or _columns(kind)
        self._count = label("", "muted")
        self._edit = tool(desk.look, "pencil", "编辑（回车）", small=True, press=self._edit_chosen)
        self._bin = tool(desk.look, "trash-2", "删除", small=True, press=self._delete)
        add = button(desk.look, "新增", "plus", kind="quiet", press=self._add)
        add.setAccessibleName(f"新增{kind.about.label}")
        self._grid = Grid(desk.look, kind.about.label, _heads(self._fields, kind))
        self._grid.opened.connect(self._change)
        self._grid.chosen.connect(self._show_tools)
        self._grid.customContextMenuRequested.connect(self._offer)
        head = row(
            IconLabel(desk.look.icon(kind.about.icon)),
            label(kind.about.label, "strong"),
            self._count,
            1,
            self._edit,
            self._bin,
            add,
            spacing=NARROW,
        )
        self.setLayout(column(head, self._grid, spacing=TIGHT))
        self._show_tools()

    def show_owner(self, owner: UUID) -> None:
        """Show the parts of one record."""
        self._owner = owner
        keys = self._records.find(Query(where={self.kind.about.parent: owner}))
        rows = self._records.rows(keys)
        lines = [self._line(key, rows[key]) for key in keys if key in rows]
        self._grid.fill([Section("", lines)])
        self._count.setText(f"{len(lines)}" if lines else "还没有")
        self._grid.setVisible(bool(lines))
        self._grid.setFixedHeight(_high(self._desk, len(lines)))
        self._show_tools()

    def mark(self, key: UUID) -> None:
        """Choose one."""
        self._grid.choose([key])

    def _line(self, key: UUID, values: Sequence[Any]) -> Line:
        places = {f.key: n for n, f in enumerate(self.kind.fields())}
        picked = [(f, values[places[f.key]]) for f in self._fields]
        cells = [shown(f, value, self._desk.office.code_name) for f, value in picked]
        tones = {
            n: tone_of(value)
            for n, (f, value) in enumerate(picked)
            if is_status(f) and isinstance(value, Choice)
        }
        return Line(key, cells, tones)

    def _show_tools(self) -> None:
        chosen = len(self._grid.marked()) if self._grid.isVisibleTo(self) else 0
        self._edit.setVisible(chosen == 1)
        self._bin.setVisible(chosen > 0)

    def _add(self) -> None:
        parent = {self.kind.about.parent: self._owner}
        form = self._form()
        form.start()
        self._open(f"新增{self.kind.about.label}", form, lambda v: self._records.save(v | parent))

    def _edit_chosen(self) -> None:
        for key in self._grid.marked()[:1]:
            self._change(key)

    def _change(self, key: object) -> None:
        if isinstance(key, UUID):
            record = self._records.get(key)
            form = self._form()
            form.show_values({f.key: getattr(record, f.key) for f in self.kind.fields()})
            title = f"编辑{self.kind.about.label}"
            self._open(title, form, lambda v: self._records.save(v, record))

    def _form(self) -> Form:
        fields = [f for f in self.kind.fields() if f.key != self.kind.about.parent]
        return Form(fields, self._desk.look, self._desk.lookup)

    def _open(self, title: str, form: Form, save: Callable[[dict[str, Any]], object]) -> None:
        run(FormDialog(self._desk.look, form, Deed(title, save), self.window()))

    def _delete(self) -> None:
        keys = [key for key in self._grid.marked() if isinstance(key, UUID)]
        if not keys:
            return
        titles = self._records.titles(keys)
        named = "、".join(f"“{titles[key]}”" for key in keys[:3])
        text = (
            f"{named}将移到回收站，可以还原。" if len(keys) < 4 else f"{len(keys)} 条将移到回收站。"
        )
        if ask(self._desk.look, self, f"删除{self.kind.about.label}？", text, "删除"):
            tell_done(self._desk, self._records.delete(keys), self)

    def _offer(self, at: Any) -> None:
        menu = QMenu(self)
        if self._grid.marked():
            menu.addAction("编辑").triggered.connect(lambda _=False: self._edit_chosen())
            menu.addAction("删除").triggered.connect(lambda _=False: self._delete())
            menu.addSeparator()
        menu.addAction("新增").triggered.connect(lambda _=False: self._add())
        menu.exec(self._grid.viewport().mapToGlobal(at))
        menu.deleteLater()


class _UsedList(QWidget):
    """Records of one kind that refer to the one that is shown."""

    wanted = Signal(Target)

    def __init__(self, desk: Desk, used: Used, title: str) -> None:
        super().__init__()
        about, table = used.kind.about, used.kind.__tablename__
        records = desk.office.of(used.kind)
        ids = used.ids[:_MOST]
        fields = [f for f in _columns(used.kind) if not f.through][:4]
        places = {f.key: n for n, f in enumerate(used.kind.fields())}
        rows = records.rows(ids)
        grid = Grid(desk.look, about.label, _heads(fields, used.kind))
        lines = []
        for key in ids:
            picked = [(f, rows[key][places[f.key]]) for f in fields]
            cells = [shown(f, value, desk.office.code_name) for f, value in picked]
            tones = {
                n: tone_of(v) for n, (f, v) in enumerate(picked) if is_status(f) and v is not None
            }
            lines.append(Line(key, cells, tones))
        grid.fill([Section("", lines)])
        grid.setFixedHeight(_high(desk, len(lines)))
        grid.opened.connect(lambda key: self.wanted.emit(Target(table, record=key)))
        everything = Target(table, Query(only=used.ids), title=f"与“{title}”有关的{about.label}")
        every = button(
            desk.look, "在列表中打开", kind="link", press=lambda: self.wanted.emit(everything)
        )
        head = row(
            IconLabel(desk.look.icon(about.icon)),
            label(about.label, "strong"),
            label(f"{len(used.ids)}", "muted"),
            1,
            every,
            spacing=NARROW,
        )
        self.setLayout(column(head, grid, spacing=TIGHT))


def _columns(kind: type[Record]) -> list[Field]:
    """The listed fields, what the record is part of left out."""
    return [f for f in kind.fields() if f.listed and f.key != kind.about.parent]


def _heads(fields: Sequence[Field], kind: type[Record]) -> list[Head]:
    """The title takes what room is left; where there is none, the last columns go first."""
    stretch = kind.about.title if kind.about.title in {f.key for f in fields} else fields[0].key
    return [
        Head(
            f.label,
            min(f.width, 14),
            stretch=f.key == stretch,
            right=f.numeric,
            spare=0 if f.key == stretch else n,
        )
        for n, f in enumerate(fields)
    ]


def _high(desk: Desk, lines: int) -> int:
    return _HEAD + max(1, min(lines, _LINES)) * desk.look.row_height + 4
