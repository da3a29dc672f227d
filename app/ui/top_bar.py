"""What stands above every page: its title, undo and redo, the search box, term and campus."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QFrame, QMenu, QWidget

from app.services.years import term_of
from app.ui.buttons import menu_button, tool
from app.ui.labels import Elided, label, tip
from app.ui.layouts import row
from app.ui.look import Look
from app.ui.navigation import TOP
from app.ui.page import Scope
from app.ui.search import SearchBox
from app.ui.tokens import MEDIUM, NARROW, SNUG

if TYPE_CHECKING:
    from uuid import UUID


_TERMS_BACK = 4


class TopBar(QFrame):
    """One line; its middle gives way when the window is narrow."""

    scoped = Signal(Scope)
    undo_asked = Signal()
    redo_asked = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "plain")
        self._scope = Scope(term=term_of(date.today()))  # noqa: DTZ011 - the office's own calendar
        self._campuses: Sequence[tuple[UUID, str]] = ()
        self._terms: Mapping[str, bool] = {}
        self._title = Elided("双元", "title")
        self._count = label("", "muted")
        self.search = SearchBox(look, "搜索企业、协议、联系人、拼音首字母…", "Ctrl+K")
        self.search.setMinimumWidth(180)
        self.search.setMaximumWidth(340)
        self._undo = tool(look, "undo-2", "撤销", press=self.undo_asked.emit)
        self._redo = tool(look, "redo-2", "重做", press=self.redo_asked.emit)
        self._menu = QMenu(self)
        self._where = menu_button(look, "", self._menu, "calendar-days", "quiet")
        self._menu.aboutToShow.connect(self._offer)
        self._lay_out()
        self._show_scope()
        self.show_steps("", "")

    @property
    def scope(self) -> Scope:
        """What the window is limited to."""
        return self._scope

    def show_title(self, text: str, count: int | None) -> None:
        """What page this is, and how many it holds."""
        self._title.setText(text)
        self._count.setText("" if count is None else f"{count:,}")

    def show_steps(self, undo: str, redo: str) -> None:
        """What the two arrows would do; empty: nothing."""
        for arrow, verb, words, keys in (
            (self._undo, "撤销", undo, "Ctrl+Z"),
            (self._redo, "重做", redo, "Ctrl+Y"),
        ):
            arrow.setEnabled(bool(words))
            told = f"{verb}：{words}（{keys}）" if words else f"没有可{verb}的操作"
            arrow.setToolTip(tip(told))
            arrow.setAccessibleName(told)

    def offer_terms(self, terms: Mapping[str, bool]) -> None:
        """The terms on file, by code, and whether each is closed."""
        self._terms = terms

    def offer_campuses(self, campuses: Sequence[tuple["UUID", str]]) -> None:
        """The campuses there are to choose from."""
        self._campuses = campuses
        if self._scope.campus not in (None, *(key for key, _ in campuses)):
            self._choose(Scope(term=self._scope.term))

    def _offer(self) -> None:
        """Terms, then campuses; the one that is on has a tick."""
        self._menu.clear()
        terms = QActionGroup(self._menu)
        self._menu.addSection("学期")
        usual = _terms(date.today())  # noqa: DTZ011 - the office's own calendar
        for term in sorted({*usual, *self._terms}, reverse=True):
            scope = Scope(self._scope.campus, self._scope.campus_name, term)
            words = f"{term}　已封存" if self._terms.get(term) else term
            self._add(terms, words, scope, on=term == self._scope.term)
        self._menu.addSection("校区")
        campuses = QActionGroup(self._menu)
        for key, name in ((None, "全校"), *self._campuses):
            scope = Scope(key, name, self._scope.term)
            self._add(campuses, name, scope, on=key == self._scope.campus)

    def _add(self, group: QActionGroup, words: str, scope: Scope, *, on: bool) -> None:
        action = QAction(words.replace("&", "&&"), group, checkable=True)
        action.setChecked(on)
        action.triggered.connect(lambda _=False: self._choose(scope))
        self._menu.addAction(action)

    def _choose(self, scope: Scope) -> None:
        self._scope = scope
        self._show_scope()
        self.scoped.emit(scope)

    def _show_scope(self) -> None:
        self._where.setText(f"{self._scope.term} · {self._scope.campus_name}".replace("&", "&&"))
        self._where.setToolTip(tip("学期和校区：所有页面按此显示"))
        self._where.setAccessibleName(f"学期和校区：{self._where.text()}")

    def _lay_out(self) -> None:
        line = row(spacing=NARROW, margins=(MEDIUM, NARROW, SNUG, NARROW))
        line.addWidget(self._title)
        line.addWidget(self._count)
        line.addStretch(1)
        line.addWidget(self._undo)
        line.addWidget(self._redo)
        line.addWidget(self.search, 2)
        line.addWidget(self._where)
        self.setLayout(line)
        self.setFixedHeight(TOP)


def _terms(today: date) -> list[str]:
    """Next term, this one, and some before it, newest first."""
    year, term = int(term_of(today)[:4]), int(term_of(today)[-1])
    at = year * 2 + term  # terms counted through: the first of 2026 is 4053
    return [f"{n // 2}-{n // 2 + 1}-{n % 2 + 1}" for n in range(at, at - _TERMS_BACK - 1, -1)]
