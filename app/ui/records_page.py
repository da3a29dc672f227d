"""List and detail of one kind of record, side by side."""

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QPoint, QSignalBlocker, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QPushButton, QSplitter, QStackedWidget, QWidget

from app.models import Record
from app.services.database import Commit
from app.services.query import Query
from app.services.search import Hit
from app.services.views import Views
from app.ui.bulk_change import BulkChange
from app.ui.buttons import button, menu_button
from app.ui.columns import Columns, ColumnsDialog
from app.ui.deleting import delete
from app.ui.detail import Detail
from app.ui.exporting import Listing, ask_and_export
from app.ui.filtering import Filter
from app.ui.filters import FilterBar
from app.ui.importable import importable
from app.ui.layouts import column, row
from app.ui.list_foot import ListFoot
from app.ui.page import Desk, Page, Scope, Target
from app.ui.panels import EmptyState
from app.ui.part_dialog import run
from app.ui.search import SearchBox
from app.ui.table import RecordTable
from app.ui.table_model import RecordTableModel
from app.ui.tokens import MEDIUM, NARROW, SNUG
from app.ui.views_menu import ViewsMenu


class RecordsPage(Page):
    """Any kind. What an area adds, its subclass says in the hooks at the end."""

    def __init__(self, desk: Desk, kind: type[Record]) -> None:
        super().__init__()
        self.name, self.label, self.icon = kind.__tablename__, kind.about.label, kind.about.icon
        self.kind = kind
        self.desk = desk
        self.records = desk.office.of(kind)
        self._scope = Scope()
        self._asked = False  # whether the list has been filled at all
        self._columns = Columns(kind, desk.memory)
        self.model = RecordTableModel(self.records, desk.office.code_name, self)
        self.table = RecordTable(self.model, self._columns, desk.look)
        self.box = SearchBox(desk.look, f"在{kind.about.label}里找…", "Ctrl+F")
        self.filters = FilterBar(self.records, desk.look, desk.lookup, self._narrowed)
        self.views = ViewsMenu(
            self.records, Views(desk.office.db), desk.look, self.query, lambda: self._scope.campus
        )
        self._detail: Detail | None = None
        self.foot = ListFoot(self.records, desk.look)
        self._none: EmptyState | None = None
        self._lay_out()
        self._connect()

    @property
    def detail(self) -> Detail:
        """The side, made when it is first needed."""
        if self._detail is None:
            self._detail = self.make_detail()
            self._put_in(self._detail)
        return self._detail

    @property
    def opened(self) -> bool:
        """Whether the side is open."""
        return self._detail is not None and not self._detail.isHidden()

    # --- the page's side

    def count(self) -> int | None:
        return len(self.model.keys)

    def activate(self) -> None:
        """Also what F5 does: ask again, keep the place."""
        self._ask() if self._asked else self._fill()

    def show_target(self, target: Target) -> None:
        """Exactly these records, or this one with its detail open, or an empty form."""
        if target.query is not None:
            self._show_filter(Filter(base=target.query, title=target.title))
        if target.record is not None:
            self._open_record(target.record, target.option)
        elif target.option == "new":
            self.start_new()

    def on_commit(self, commit: Commit) -> None:
        if not self._asked:
            return
        if self.model.concerned(commit):
            self._ask()
        if self._detail is not None:
            self._detail.on_commit(commit)
            if self._detail.record is not None and self._detail.record.deleted:
                self._close_detail()

    def set_scope(self, scope: Scope) -> None:
        self._scope = scope
        if self._asked:
            self._ask()

    def may_leave(self) -> bool:
        return self._detail is None or self._detail.may_leave()

    # --- the list

    def query(self) -> Query:
        """What the list shows, in its order."""
        order, descending = self._columns.order()
        return self.filters.filter.query(self._scope.campus, order, descending=descending)

    def _narrowed(self, wanted: Filter) -> Query:
        return wanted.query(self._scope.campus)

    def _fill(self) -> None:
        self._asked = True
        self.model.load(self.query())
        self._show_count()

    def _ask(self) -> None:
        """The same question again, or another one; cursor and selection stay where they can."""
        self.table.keep_place(lambda: self.model.load(self.query()))
        self._show_count()

    def _show_filter(self, wanted: Filter) -> None:
        self.filters.show_filter(wanted)
        self.box.setText(wanted.text)
        self.views.show_name()
        self._ask()

    def _on_text(self, text: str) -> None:
        if text != self.filters.filter.text:
            self.filters.set_text(text)

    def _on_filter(self) -> None:
        if self.box.text() != self.filters.filter.text:
            self.box.setText(self.filters.filter.text)
        self._ask()

    def _on_view(self, wanted: Filter, order: str, descending: bool) -> None:  # noqa: FBT001 - a slot
        self._columns.sort(order, descending=descending)
        self.table.show_order()
        self.filters.show_filter(wanted)
        self.box.setText(wanted.text)
        self._ask()

    def _on_sort(self, section: int, way: Qt.SortOrder) -> None:
        field = self.model.field_at(section) if section > 0 else None
        self._columns.sort(
            field.key if field else "", descending=way == Qt.SortOrder.DescendingOrder
        )
        self._ask()

    def _show_count(self) -> None:
        found = len(self.model.keys)
        self.foot.show_list(self.query(), found)
        self._show_selection()
        self._stack.setCurrentIndex(0 if found else 1)
        if not found:
            self._show_nothing()
        self.counted.emit()

    def _show_nothing(self) -> None:
        """Why nothing stands here, and what can be done about it."""
        look, about = self.desk.look, self.kind.about
        if self.filters.filter.empty:
            actions = [
                button(look, f"新建{about.label}", "plus", kind="primary", press=self.start_new),
            ]
            if self.kind in importable():
                actions.append(button(look, "从 Excel 导入", "upload", press=self._import))
            made = EmptyState(look, about.icon, f"还没有{about.label}", about.empty, actions)
        else:
            actions = [button(look, "清除筛选", "x", press=self.filters.clear)]
            told = "换一个说法，或清除筛选条件。"
            made = EmptyState(look, "search", f"没有找到符合条件的{about.label}", told, actions)
        if self._none is not None:
            self._stack.removeWidget(self._none)
            self._none.deleteLater()
        self._none = made
        self._stack.addWidget(made)
        self._stack.setCurrentWidget(made)

    def _show_selection(self) -> None:
        self.foot.show_selected(self.table.selected_count())

    # --- one record

    def start_new(self) -> None:
        """An empty form at the side."""
        if self.may_leave():
            self.detail.start_new(self.new_values())
            self.detail.show()

    def _open_record(self, key: UUID, option: Any = None) -> None:
        """Its detail, also where the list does not hold it."""
        if key != self.detail.key and not self.detail.may_leave():
            return
        self._place_on(key)
        self.detail.show_record(key)
        self.detail.show()
        if option == "edit":
            self.detail.start_editing()
        elif isinstance(option, Hit):
            self.detail.show_part(option.kind, option.id)
        elif isinstance(option, str):
            self.detail.show_own(option)

    def _place_on(self, key: UUID) -> None:
        with QSignalBlocker(self.table):
            if not self.table.go_to(key):
                self.table.clearSelection()
        self._show_selection()

    def _on_settled(self, key: UUID) -> None:
        """The cursor rests on a record: an open detail follows it."""
        if not self.opened or key == self.detail.key:
            return
        if self.detail.may_leave():
            self.detail.show_record(key)
        elif self.detail.key is not None:
            self._place_on(self.detail.key)

    def _close_detail(self) -> None:
        if self.may_leave():
            self.detail.hide()
            self.table.setFocus()

    def _edit(self) -> None:
        key = self.table.current()
        if key is not None:
            self._open_record(key)
            self.detail.start_editing()

    def _on_saved(self, key: UUID) -> None:
        """A new record goes into the list where it belongs, and the cursor to it."""
        if self.detail.key != key and not self.detail.edit.fresh:
            self._place_on(key)
            self.detail.show_record(key)

    # --- several records

    def _change_many(self) -> None:
        if self.may_leave():
            run(BulkChange(self.desk, self.records, self.table.selected(), self.window()))

    def _delete(self) -> None:
        if keys := self.table.selected():
            delete(self.desk, self.records, keys, self, self.wanted.emit)

    def _delete_one(self, key: UUID) -> None:
        delete(self.desk, self.records, [key], self, self.wanted.emit)

    def _import(self) -> None:
        self.wanted.emit(Target("import", option=self.kind.__tablename__))

    def _export(self) -> None:
        listing = Listing(self.kind, self.query(), self.table.selected(), self.table.fields())
        ask_and_export(self.desk, listing, self, self._tell)

    def _tell(self, strip: QWidget) -> None:
        """Put a strip above the list; the one before goes."""
        while self._notes.count():
            if (widget := self._notes.takeAt(0).widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._notes.addWidget(strip)

    def _choose_columns(self) -> None:
        if run(ColumnsDialog(self._columns, self.desk.look, self.window())):
            self.table.keep_place(self.table.show_columns)

    # --- menus

    def _offer_row(self, at: QPoint) -> None:
        menu = QMenu(self)
        chosen = self.table.selected_count()
        if chosen == 1:
            self._add(menu, "打开\tEnter", self._open_current)
            self._add(menu, "编辑\tF2", self._edit)
        if chosen:
            self._add(menu, "复制\tCtrl+C", self.table.copy)
            self._add(menu, "复制（带表头）", lambda: self.table.copy(headings=True))
            for words, press in self.row_actions():
                self._add(menu, words, press)
            menu.addSeparator()
        if chosen > 1:
            self._add(menu, f"批量修改 {chosen} 条…", self._change_many)
        if chosen:
            self._add(menu, "删除…\tDelete", self._delete)
            menu.addSeparator()
        self._add(menu, f"新建{self.kind.about.label}\tCtrl+N", self.start_new)
        self._add(menu, "选择列…", self._choose_columns)
        menu.exec(self.table.viewport().mapToGlobal(at))
        menu.deleteLater()

    def _offer_heading(self, at: QPoint) -> None:
        menu = QMenu(self)
        self._add(menu, "选择列…", self._choose_columns)
        self._add(menu, "列宽恢复默认", self._usual_columns)
        menu.exec(self.table.horizontalHeader().mapToGlobal(at))
        menu.deleteLater()

    def _usual_columns(self) -> None:
        self._columns.choose(self._columns.usual())
        self.table.keep_place(self.table.show_columns)

    def _add(self, menu: QMenu, words: str, press: Any) -> None:
        menu.addAction(words).triggered.connect(lambda _=False: press())

    def _open_current(self) -> None:
        key = self.table.current()
        if key is not None:
            self._open_record(key)

    # --- hooks for an area

    def make_detail(self) -> Detail:
        """The side of this page."""
        return Detail(self.desk, self.kind)

    def new_values(self) -> dict[str, Any]:
        """What a new record begins with: the campus the window is limited to."""
        keys = {field.key for field in self.kind.fields()}
        return {"campus_id": self._scope.campus} if "campus_id" in keys else {}

    def row_actions(self) -> list[tuple[str, Any]]:
        """What else can be done with the selected rows: words and deed."""
        return []

    def head_buttons(self) -> Sequence[QPushButton]:
        """What else stands beside “新建” and “导入”."""
        return ()

    def reports(self) -> Sequence[tuple[str, str]]:
        """The reports about this kind: what they are called, and their id."""
        return ()

    # --- building

    def _report_menu(self) -> QMenu:
        menu = QMenu(self)
        for words, report in self.reports():
            self._add(menu, words, partial(self.wanted.emit, Target("reports", option=report)))
        return menu

    def _connect(self) -> None:
        self.box.searched.connect(self._on_text)
        self.filters.changed.connect(self._on_filter)
        self.views.chosen.connect(self._on_view)
        header = self.table.horizontalHeader()
        header.sortIndicatorChanged.connect(self._on_sort)
        header.customContextMenuRequested.connect(self._offer_heading)
        self.table.customContextMenuRequested.connect(self._offer_row)
        self.table.opened.connect(self._open_record)
        self.table.settled.connect(self._on_settled)
        self.table.picked.connect(self._show_selection)
        self.foot.change_asked.connect(self._change_many)
        self.foot.delete_asked.connect(self._delete)
        self.table.edit_asked.connect(self._edit)
        self.table.delete_asked.connect(self._delete)
        self._splitter.splitterMoved.connect(lambda *_: self._remember())
        for keys, press in (
            ("Ctrl+N", self.start_new),
            ("Ctrl+F", self.box.setFocus),
            ("Ctrl+S", self._save),
            ("F2", self._edit),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(press)

    def _put_in(self, detail: Detail) -> None:
        """Beside the list, as wide as it was left."""
        detail.wanted.connect(self.wanted)
        detail.closed.connect(self._close_detail)
        detail.delete_asked.connect(self._delete_one)
        detail.edit.saved.connect(self._on_saved)
        self._splitter.addWidget(detail)
        self._splitter.setStretchFactor(0, 3)
        self._splitter.setStretchFactor(1, 2)
        detail.hide()
        saved = self.desk.memory.value(f"list/{self.name}/split")
        if saved is None or not self._splitter.restoreState(saved):
            self._splitter.setSizes([620, 420])

    def _save(self) -> None:
        if self.opened:
            self.detail.edit.save()

    def _remember(self) -> None:
        self.desk.memory.setValue(f"list/{self.name}/split", self._splitter.saveState())

    def _lay_out(self) -> None:
        look = self.desk.look
        new = button(look, "新建", "plus", kind="primary", press=self.start_new)
        new.setToolTip("Ctrl+N")
        bring = button(look, "导入", "upload", press=self._import)
        take = button(look, "导出", "download", press=self._export)
        head = row(new, bring, take, spacing=NARROW)
        if self.kind not in importable():
            bring.hide()
        if self.reports():
            head.addWidget(menu_button(look, "报表", self._report_menu(), "printer"))
        for each in self.head_buttons():
            head.addWidget(each)
        head.addStretch(1)
        self.box.setMaximumWidth(280)
        head.addWidget(self.box, 2)
        self.filters.lead_with(self.views.button)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(QWidget())
        left = QWidget()
        left.setLayout(column(self._stack, self.foot, spacing=0))
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(left)
        self._notes = column(spacing=0)
        around = (MEDIUM, SNUG, MEDIUM, NARROW)
        top = column(head, self._notes, self.filters, spacing=NARROW, margins=around)
        whole = column(spacing=0)
        whole.addLayout(top)
        whole.addWidget(self._splitter, 1)
        self.setLayout(whole)
        QTimer.singleShot(0, self.table.setFocus)

    # --- the Qt side

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.opened:
            self._close_detail()
        else:
            super().keyPressEvent(event)
