"""数据与设置: settings, backups, check-up, and what was done when by whom."""

from collections.abc import Callable

from PySide6.QtWidgets import QTabWidget, QWidget

from app.services.database import Commit
from app.ui.backups_view import BackupsView
from app.ui.check_view import CheckView
from app.ui.layouts import column
from app.ui.log_views import ChangesView, EventsView, LedgersView
from app.ui.page import Desk, Page, Target
from app.ui.rules_view import RulesView
from app.ui.settings_view import SettingsView
from app.ui.tokens import MEDIUM, SNUG

SETTINGS, BACKUPS, CHECK, LOG, EVENTS, LEDGERS, RULES = range(7)
_PLACES = {  # what a Target's option may ask for
    "settings": SETTINGS,
    "backup": BACKUPS,
    "check": CHECK,
    "log": LOG,
    "events": EVENTS,
    "ledgers": LEDGERS,
    "rules": RULES,
}


class DataPage(Page):
    """One tab each; a tab looks anew whenever it comes up."""

    name = "data"
    label = "数据与设置"
    icon = "settings"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.settings, self.backups, self.check = (
            SettingsView(desk),
            BackupsView(desk),
            CheckView(desk),
        )
        self.changes, self.events, self.ledgers = (
            ChangesView(desk),
            EventsView(desk),
            LedgersView(desk),
        )
        self.rules = RulesView(desk)
        self.settings.show_settings()
        self._tabs = QTabWidget()
        self._views: list[tuple[QWidget, str, Callable[[], None]]] = [
            (self.settings, "设置", self._show_settings),
            (self.backups, "备份与恢复", self.backups.show_backups),
            (self.check, "检查与关于", self.check.show_facts),
            (self.changes, "修改记录", self.changes.show_changes),
            (self.events, "导出与事项", self.events.show_events),
            (self.ledgers, "记住的台账", self.ledgers.show_ledgers),
            (self.rules, "规则", self.rules.show_rules),
        ]
        for view, title, _ in self._views:
            self._tabs.addTab(view, title)
        self.rules.wanted.connect(self.wanted)
        self.backups.settings_wanted.connect(self._ask_for_place)
        self._tabs.currentChanged.connect(lambda _: self._look_again())
        self.setLayout(column(self._tabs, margins=(MEDIUM, SNUG, MEDIUM, MEDIUM)))

    # --- the page's side

    def activate(self) -> None:
        self._look_again()

    def show_target(self, target: Target) -> None:
        """A tab by its name."""
        if target.option in _PLACES:
            self._tabs.setCurrentIndex(_PLACES[target.option])

    def on_commit(self, commit: Commit) -> None:
        if self.isVisible() and self._tabs.currentIndex() in (LOG, EVENTS, RULES):
            self._look_again()

    def may_leave(self) -> bool:
        return self.settings.may_leave()

    def _ask_for_place(self) -> None:
        self._tabs.setCurrentIndex(SETTINGS)
        self.settings.form.focus("second_place")

    def _look_again(self) -> None:
        self._views[self._tabs.currentIndex()][2]()

    def _show_settings(self) -> None:
        """What is being typed stays."""
        if not self.settings.form.dirty:
            self.settings.show_settings()
