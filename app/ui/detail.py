"""The side of a records page: one record with its tabs, or a new one being typed."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QMenu, QPushButton, QTabWidget, QToolButton, QWidget

from app.models import Attachment, Record
from app.services.database import Commit
from app.services.query import Query
from app.services.records import Used, parts_of
from app.ui.attachments_view import AttachmentsView
from app.ui.buttons import tool
from app.ui.edit_view import EditView
from app.ui.history_view import HistoryView
from app.ui.labels import Elided
from app.ui.layouts import column, row
from app.ui.overview import Figure, Overview, Said
from app.ui.page import Desk, Target
from app.ui.related import Related
from app.ui.tokens import MEDIUM, NARROW, TIGHT

OVERVIEW, EDIT, RELATED, HISTORY, ATTACHMENTS = range(5)
_TABS = ("概览", "编辑", "关联", "历史", "附件")


class RecordView(QWidget):
    """A tab of an area's own: filled when it is looked at and something was changed since."""

    wanted = Signal(object)  # a Target

    @abstractmethod
    def show_record(self, record: Any) -> None:
        """Show this one, as it was read last."""


class Detail(QFrame):
    """Any kind of record. What an area adds, its subclass says in the hooks at the end."""

    wanted = Signal(Target)
    closed = Signal()
    delete_asked = Signal(object)  # UUID

    def __init__(self, desk: Desk, kind: type[Record]) -> None:
        super().__init__()
        self.setProperty("surface", "plain")
        self.desk = desk
        self.kind = kind
        self.records = desk.office.of(kind)
        self.record: Any = None  # as it was last read; none: a new one, or nothing
        self._new = False  # a form for a new one is open
        self._stale: set[int] = set()
        self.title = Elided("", "part")
        self.overview = Overview(desk.office, kind, desk.look)
        self.edit = EditView(desk, self.records)
        self.related = Related(desk, kind, self.hidden_parts())
        self.history = HistoryView(desk, kind)
        self.attachments = AttachmentsView(desk, kind)
        self.own = dict(self.make_views())
        self.tabs = QTabWidget()
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._offer)
        self._lay_out()
        self._connect()

    # --- showing

    @property
    def key(self) -> UUID | None:
        """Which record is shown."""
        return self.record.id if self.record is not None else None

    @property
    def typing(self) -> bool:
        """Whether something is being typed that is not saved."""
        return self.edit.dirty

    def show_record(self, key: UUID) -> None:
        """Show one; the tab that is open stays open."""
        was_new, self._new = self._new, False
        self._read(key)
        self.edit.rest()
        self._offer_tabs(tuple(range(self.tabs.count())))
        if was_new:
            self.tabs.setCurrentIndex(OVERVIEW)
        self._show_tab(self.tabs.currentIndex())

    def start_new(self, given: Mapping[str, Any] | None = None) -> None:
        """An empty form for a new one."""
        self.record, self._new = None, True
        self.title.setText(f"新建{self.kind.about.label}")
        self.edit.start_new(given)
        self._offer_tabs((EDIT,))
        self.tabs.setCurrentIndex(EDIT)
        self.edit.form.focus()

    def start_editing(self, key: str = "") -> None:
        """Go to the form, to a field if one is named."""
        self.tabs.setCurrentIndex(EDIT)
        self.edit.form.focus(key)

    def show_own(self, words: str) -> None:
        """Open the area's own tab of that name; nothing if there is none."""
        if words in self.own:
            self.tabs.setCurrentWidget(self.own[words])

    def show_part(self, kind: type[Record], key: UUID) -> None:
        """Open the list in which a part of this record stands, the part marked."""
        self.tabs.setCurrentIndex(RELATED)
        self.related.show_part(kind, key)

    def on_commit(self, commit: Commit) -> None:
        """Something changed: what is shown is read again, what is typed stays."""
        if self.key is None or not self._concerned(commit):
            return
        self._read(self.key)
        if self.edit.seen is not None:
            self.edit.on_change(self.record)
            self._stale.discard(EDIT)
        self._show_tab(self.tabs.currentIndex())

    def may_leave(self) -> bool:
        """Whether nothing is lost by showing something else; asks if so."""
        return self.edit.may_leave()

    def _concerned(self, commit: Commit) -> bool:
        """Its own change, one of its parts', or of what it shows of others."""
        others = {f.target for f in self.kind.fields() if f.target}
        parts = {Attachment, *parts_of(self.kind)}
        return any(
            change.id == self.key or change.kind in parts or change.kind.__tablename__ in others
            for change in commit.changes
        )

    def _read(self, key: UUID) -> None:
        self.record = self.records.get(key)
        self.title.setText(self.heading())
        self._stale = set(range(self.tabs.count()))

    def _show_tab(self, number: int) -> None:
        """Fill the tab that is looked at; the others wait."""
        if self.key is None or number not in self._stale:
            return
        self._stale.discard(number)
        if number == OVERVIEW:
            self.overview.show_record(self.record, self._figures(), self.said())
        elif number == EDIT:
            self.edit.show_record(self.record)
        elif number == RELATED:
            self.related.show_record(self.key)
        elif number == HISTORY:
            self.history.show_record(self.key)
        elif number == ATTACHMENTS:
            self.attachments.show_record(self.key)
        else:
            self.own[self.tabs.tabText(number)].show_record(self.record)

    def _offer_tabs(self, wanted: Sequence[int]) -> None:
        for number in range(self.tabs.count()):
            self.tabs.setTabVisible(number, number in wanted)

    def _figures(self) -> Sequence[Figure]:
        """How many parts it has and how many records refer to it; each leads there."""
        assert self.key is not None  # noqa: S101 - for the checker
        found: list[Figure] = [
            (f"{used.kind.about.label} {len(used.ids)}", self._open_used(used))
            for used in self.records.used(self.key)
        ]
        hidden = self.hidden_parts()
        for part in parts_of(self.kind):
            if part.about.link or part.__tablename__ in hidden:
                continue
            count = self.desk.office.of(part).count(Query(where={part.about.parent: self.key}))
            if count:
                found.append((f"{part.about.label} {count}", self._open_parts(part)))
        return found

    def _open_used(self, used: Used) -> Any:
        title = f"与“{self.title.text()}”有关的{used.kind.about.label}"
        query = Query(only=used.ids)
        target = Target(used.kind.__tablename__, query, title=title)
        return lambda: self.wanted.emit(target)

    def _open_parts(self, part: type[Record]) -> Any:
        def opened() -> None:
            self.tabs.setCurrentIndex(RELATED)
            self.related.show_list(part)

        return opened

    # --- menu

    def _offer(self) -> None:
        self._menu.clear()
        if self.record is None:
            return
        self._menu.addAction("编辑\tF2").triggered.connect(lambda _=False: self.start_editing())
        self._menu.addAction("复制一份").triggered.connect(lambda _=False: self._duplicate())
        for words, press in self.menu_actions():
            self._menu.addAction(words).triggered.connect(lambda _=False, p=press: p())
        self._menu.addSeparator()
        delete = self._menu.addAction("删除…\tDelete")
        delete.triggered.connect(lambda _=False: self.delete_asked.emit(self.key))

    def _duplicate(self) -> None:
        """A new one with the same values, except what only one record may have."""
        if not self.may_leave():
            return
        unique = {
            a.key for a in self.kind.__mapper__.column_attrs if a.columns[0].info.get("unique")
        }
        values = {
            f.key: getattr(self.record, f.key)
            for f in self.kind.fields()
            if f.key not in unique and not f.fixed and not f.number
        }
        title = self.kind.about.title
        if isinstance(values.get(title), str):
            values[title] = f"{values[title]}（复制）"
        self.start_new(values)

    # --- hooks for an area

    def heading(self) -> str:
        """What stands above the tabs."""
        return self.records.titles([self.record.id]).get(self.record.id, "")

    def make_views(self) -> Mapping[str, "RecordView"]:
        """Tabs of the area's own, by their words; they stand behind the common ones."""
        return {}

    def hidden_parts(self) -> frozenset[str]:
        """Tables of parts that the area shows in its own way."""
        return frozenset()

    def said(self) -> Said:
        """What the area says of the record before its fields."""
        return Said()

    def header_buttons(self) -> Sequence[QPushButton]:
        """What the area lets one do, beside the title."""
        return ()

    def menu_actions(self) -> Sequence[tuple[str, Any]]:
        """What the area lets one do, in the menu: words and deed."""
        return ()

    # --- building

    def _connect(self) -> None:
        self.overview.wanted.connect(self.wanted)
        self.related.wanted.connect(self.wanted)
        self.edit.cancelled.connect(self.closed)
        self.tabs.currentChanged.connect(self._show_tab)

    def _lay_out(self) -> None:
        views = (self.overview, self.edit, self.related, self.history, self.attachments)
        for words, view in zip(_TABS, views, strict=True):
            self.tabs.addTab(view, words)
        for words, own in self.own.items():
            own.wanted.connect(self.wanted)
            self.tabs.addTab(own, words)
        self.tabs.setDocumentMode(True)
        more = tool(self.desk.look, "ellipsis", "更多操作")
        more.setMenu(self._menu)
        more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        close = tool(self.desk.look, "x", "关闭（Esc）", press=self.closed.emit)
        head = row(spacing=TIGHT, margins=(MEDIUM, NARROW, NARROW, 0))
        head.addWidget(self.title, 1)
        for each in (*self.header_buttons(), more, close):
            head.addWidget(each)
        self.tabs.tabBar().setUsesScrollButtons(False)
        self.setLayout(column(head, self.tabs, spacing=TIGHT))
        self.setMinimumWidth(340)
