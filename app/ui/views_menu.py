"""The saved views of a list, with how many records each finds right now."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QInputDialog, QMenu, QPushButton, QWidget

from app.services.query import Query
from app.services.records import Records
from app.services.views import View, Views
from app.ui.buttons import menu_button
from app.ui.filtering import Filter, of_query
from app.ui.look import Look

_LONGEST = 14  # characters of a name on the button


class ViewsMenu(QWidget):
    """Owns the button; `chosen` gives the filter and the order of a view."""

    chosen = Signal(Filter, str, bool)

    def __init__(
        self,
        records: Records[Any],
        views: Views,
        look: Look,
        now: Callable[[], Query],
        campus: Callable[[], Any],
    ) -> None:
        super().__init__()
        self._records = records
        self._views = views
        self._look = look
        self._now = now
        self._campus = campus
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._offer)
        self.button: QPushButton = menu_button(look, "视图", self._menu, "bookmark", "quiet")
        self.button.setAccessibleName("视图")

    def show_name(self, name: str = "") -> None:
        """Which view is on; empty: none, the list is as it is."""
        words = name or "视图"
        cut = words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"
        self.button.setText(cut.replace("&", "&&"))

    def _offer(self) -> None:
        self._menu.clear()
        everything = Filter().query(self._campus())
        self._add(f"全部（{self._records.count(everything):,}）", lambda: self._open(None))
        recent = self._menu.addAction("最近修改的在前")
        recent.triggered.connect(lambda _=False: self._open_recent())
        views = self._views.of(self._records.kind)
        if views:
            self._menu.addSection("我的视图")
        for view in views:
            count = self._records.count(of_query(view.query).query(self._campus()))
            self._add(f"{view.name}（{count:,}）", partial(self._open, view))
        self._menu.addSeparator()
        self._add("把现在的筛选和排序存为视图…", self._save, "save")
        if views:
            self._offer_changes(views)

    def _offer_changes(self, views: list[View]) -> None:
        rename = self._menu.addMenu(self._look.icon("pencil"), "改名")
        remove = self._menu.addMenu(self._look.icon("trash-2"), "删除")
        for view in views:
            words = view.name.replace("&", "&&")
            rename.addAction(words).triggered.connect(lambda _=False, v=view: self._rename(v))
            remove.addAction(words).triggered.connect(lambda _=False, v=view: self._remove(v))

    def _add(self, words: str, press: Callable[[], object], icon: str = "") -> None:
        action = QAction(words.replace("&", "&&"), self._menu)
        if icon:
            action.setIcon(self._look.icon(icon))
        action.triggered.connect(lambda _=False: press())
        self._menu.addAction(action)

    def _open(self, view: View | None) -> None:
        self.show_name(view.name if view else "")
        query = view.query if view else Query()
        self.chosen.emit(of_query(query), query.order, query.descending)

    def _open_recent(self) -> None:
        self.show_name("最近修改")
        self.chosen.emit(Filter(), "changed_at", True)  # noqa: FBT003 - a signal has no names

    def _save(self) -> None:
        name, agreed = QInputDialog.getText(self.button, "保存视图", "给这个视图起个名字：")
        if agreed:
            view = self._views.save(self._records.kind, name, self._now())
            self.show_name(view.name)

    def _rename(self, view: View) -> None:
        name, agreed = QInputDialog.getText(self.button, "视图改名", "新名字：", text=view.name)
        if agreed:
            self._views.rename(view.id, name)

    def _remove(self, view: View) -> None:
        self._views.remove(view.id)
        self.show_name()
