"""What is in the window: rail, top bar, the pages, the status line. It knows no page by name.

It is shown before the data is opened, so nothing here may import SQLAlchemy. `open` gives it the
desk and, for each entry of the rail, how its page is made; a page is made when first visited.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSettings, Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from app.ui.layouts import column, row
from app.ui.look import Look
from app.ui.navigation import ENTRIES, Entry, Rail
from app.ui.notice import Notice
from app.ui.page import Desk, Page, Scope, Target
from app.ui.panels import EmptyState
from app.ui.status import StatusLine
from app.ui.top_bar import TopBar

if TYPE_CHECKING:
    from app.services.database import Commit
    from app.services.search import Hit
    from app.ui.tasks import Task
    from app.ui.undo import Commits, Steps

Makers = Mapping[str, Callable[[Desk], Page]]


class Window(QWidget):
    """The one content of the shell."""

    def __init__(self, look: Look, memory: QSettings, entries: Sequence[Entry] = ENTRIES) -> None:
        super().__init__()
        self._look = look
        self._memory = memory
        self._desk: Desk | None = None
        self._makers: Makers = {}
        self._pages: dict[str, Page] = {}
        self._steps: Steps | None = None
        self._popup: QWidget | None = None
        self.rail = Rail(look, entries)
        self.top = TopBar(look)
        self.status = StatusLine(look)
        self.content = QStackedWidget()
        self._notice = Notice(look, self.content)
        self._lay_out()
        self.rail.fold(on=bool(int(str(memory.value("window/rail", 0)))))
        self.rail.enable(())
        self.rail.chosen.connect(self._choose)
        self.rail.folded.connect(lambda on: memory.setValue("window/rail", int(on)))
        self.top.scoped.connect(self._on_scope)
        self._key("Ctrl+K", self._search)
        self._key("F5", self._refresh)
        self._key("Ctrl+Z", self._undo)
        self._key("Ctrl+Y", self._redo)
        self._key("Ctrl+Shift+Z", self._redo)
        self.top.undo_asked.connect(self._undo)
        self.top.redo_asked.connect(self._redo)

    # --- opening

    def open(self, desk: Desk, makers: Makers, commits: "Commits", steps: "Steps") -> None:
        """The data is there: let the person in, at the first page there is."""
        self._desk = desk
        self._makers = makers
        self._steps = steps
        self.rail.enable(makers)
        steps.changed.connect(self._show_steps)
        steps.told.connect(self._notice.tell)
        commits.committed.connect(self._on_commit)
        desk.tasks.started.connect(self._on_task)
        self._offer_campuses()
        self._offer_terms()
        self._choose(next(iter(makers)))

    def close_pages(self) -> None:
        """The data is being closed: nothing may hold on to it."""
        self._desk, self._steps = None, None
        self._show_steps()
        self._makers = {}
        self.rail.enable(())
        for page in self._pages.values():
            self.content.removeWidget(page)
            page.deleteLater()
        self._pages.clear()
        while self._notes.count():
            if (note := self._notes.takeAt(0).widget()) is not None:
                note.hide()
                note.deleteLater()
        if self._popup is not None:
            self._popup.deleteLater()
            self._popup = None

    def note(self, *notes: QWidget) -> None:
        """Say something that stays above the pages until it is closed."""
        for each in notes:
            self._notes.addWidget(each)

    def show_message(
        self, icon: str, title: str, text: str = "", actions: Sequence[QWidget] = ()
    ) -> None:
        """Something instead of pages: that the data is being opened, or why it cannot be."""
        self._replace(EmptyState(self._look, icon, title, text, actions))

    def search_with(self, find: "Callable[[str], Sequence[Hit]]") -> None:
        """Let the box at the top find with this."""
        from app.ui.search_box import SearchPopup  # noqa: PLC0415 - after the first paint

        popup = SearchPopup(self.top.search, self._look, find, self)
        popup.opened.connect(self._open_hit)
        self._popup = popup

    # --- going about

    @property
    def desk(self) -> Desk | None:
        """What the pages work with; none while the data is closed."""
        return self._desk

    @property
    def page(self) -> Page | None:
        """The page that is shown."""
        shown = self.content.currentWidget()
        return shown if isinstance(shown, Page) else None

    @Slot(Target)
    def go(self, target: Target) -> None:
        """Go to a page and show what was asked for; stay if the page we are on will not be left."""
        if self._show(target.page):
            self._pages[target.page].show_target(target)
            self._show_title()

    def leave_all(self) -> bool:
        """Whether every page may be left: before the program ends or the data is replaced."""
        return all(page.may_leave() for page in self._pages.values())

    def _choose(self, name: str) -> None:
        if not self._show(name):
            self.rail.choose(self.page.name if self.page else "")

    def _show(self, name: str) -> bool:
        before = self.page
        page = self._page(name)
        if page is None or (before is not None and before is not page and not before.may_leave()):
            return False
        self.content.setCurrentWidget(page)
        self.rail.choose(name)
        page.activate()
        self._show_title()
        return True

    def _page(self, name: str) -> Page | None:
        """The page of that name, made now if this is the first visit."""
        if name not in self._pages and self._desk is not None and name in self._makers:
            page = self._makers[name](self._desk)
            page.wanted.connect(self.go)
            page.counted.connect(self._show_title)
            page.set_scope(self.top.scope)
            self._pages[name] = page
            self.content.addWidget(page)
        return self._pages.get(name)

    def _show_title(self) -> None:
        if self.page is not None:
            self.top.show_title(self.page.label, self.page.count())
            self.window().setWindowTitle(f"{self.page.label} - 双元")

    def _open_hit(self, hit: "Hit") -> None:
        """A found part opens the record that it belongs to."""
        if hit.owner is not None:
            self.go(Target(hit.owner.kind.__tablename__, record=hit.owner.id, option=hit))
        else:
            self.go(Target(hit.kind.__tablename__, record=hit.id))

    def _search(self) -> None:
        self.top.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.top.search.selectAll()

    def _refresh(self) -> None:
        if self.page is not None:
            self.page.activate()
            self._show_title()

    # --- undo

    def _undo(self) -> None:
        if self._steps is not None:
            self._steps.undo()

    def _redo(self) -> None:
        if self._steps is not None:
            self._steps.redo()

    def _show_steps(self) -> None:
        steps = self._steps
        self.top.show_steps(steps.undo_label if steps else "", steps.redo_label if steps else "")

    # --- what happens meanwhile

    @Slot(object)
    def _on_commit(self, commit: "Commit") -> None:
        self.status.on_commit(commit)
        for page in self._pages.values():
            page.on_commit(commit)
        if "campus" in {kind.__tablename__ for kind in commit.kinds}:
            self._offer_campuses()
        if "term" in {kind.__tablename__ for kind in commit.kinds}:
            self._offer_terms()
        self._show_title()

    @Slot(Scope)
    def _on_scope(self, scope: Scope) -> None:
        for page in self._pages.values():
            page.set_scope(scope)
        self._refresh()

    @Slot(object)
    def _on_task(self, task: "Task") -> None:
        if task.title:  # what has none is over in a moment
            self.status.follow(task)

    def _offer_campuses(self) -> None:
        if self._desk is not None:
            campuses = self._desk.office.of("campus")
            keys = campuses.find()
            titles = campuses.titles(keys)
            self.top.offer_campuses([(key, titles[key]) for key in keys])

    def _offer_terms(self) -> None:
        if self._desk is not None:
            terms = self._desk.office.of("term").all()
            self.top.offer_terms({each.code: each.closed for each in terms})

    # --- building

    def _key(self, keys: str, press: Callable[[], Any]) -> None:
        QShortcut(QKeySequence(keys), self).activated.connect(press)

    def _replace(self, widget: QWidget) -> None:
        """Show a widget alone; what was shown alone before goes."""
        before = self.content.currentWidget()
        self.content.addWidget(widget)
        self.content.setCurrentWidget(widget)
        if isinstance(before, EmptyState):
            self.content.removeWidget(before)
            before.deleteLater()

    def _lay_out(self) -> None:
        self._notes = column(spacing=0)
        right = column(self.top, _line(), spacing=0)
        right.addLayout(self._notes)
        right.addWidget(self.content, 1)
        right.addWidget(_line())
        right.addWidget(self.status)
        line = row(self.rail, _line(upright=True), spacing=0)
        line.addLayout(right, 1)
        self.setLayout(line)


def _line(*, upright: bool = False) -> QFrame:
    made = QFrame()
    made.setProperty("surface", "line")
    if upright:
        made.setFixedWidth(1)
    else:
        made.setFixedHeight(1)
    return made
