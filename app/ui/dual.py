"""比例与预警: how the college stands with its dual-qualified teachers, as of any day."""

from PySide6.QtWidgets import QTabWidget

from app.models import Attachment
from app.services.database import Commit
from app.ui.day_box import DayBox
from app.ui.day_view import DayView
from app.ui.kindred import TEACHERS, ways
from app.ui.layouts import column, row
from app.ui.page import Desk, Page, Scope, Target
from app.ui.ratio_view import RatioView
from app.ui.review_view import ReviewView
from app.ui.shortfall_view import ShortfallView
from app.ui.today import today
from app.ui.tokens import MEDIUM, NARROW, SNUG


class DualPage(Page):
    """One day at the top, three tabs that follow it."""

    name = "dual"
    label = "双师比例与预警"
    icon = "badge-check"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._scope = Scope()
        self._stale: set[int] = set()
        self.day = DayBox(desk.look, "统计到", today())
        self.ratios = RatioView(desk)
        self.reviews = ReviewView(desk)
        self.shortfalls = ShortfallView(desk)
        self.views: dict[str, DayView] = {
            "比例": self.ratios,
            "复核到期": self.reviews,
            "实践预警": self.shortfalls,
        }
        self.tabs = QTabWidget()
        self._lay_out()
        self.day.changed.connect(lambda _: self.activate())
        self.tabs.currentChanged.connect(self._show_tab)

    # --- the page's side

    def activate(self) -> None:
        self._stale = set(range(self.tabs.count()))
        self._show_tab(self.tabs.currentIndex())

    def show_target(self, target: Target) -> None:
        """A tab by its words."""
        if target.option in self.views:
            self.tabs.setCurrentWidget(self.views[target.option])

    def on_commit(self, commit: Commit) -> None:
        if self.isVisible() and commit.kinds - {Attachment}:
            self.activate()

    def set_scope(self, scope: Scope) -> None:
        self._scope = scope

    # --- showing

    def _show_tab(self, number: int) -> None:
        if number in self._stale:
            self._stale.discard(number)
            self.views[self.tabs.tabText(number)].fill(self.day.day, self._scope)

    def _lay_out(self) -> None:
        for words, view in self.views.items():
            view.wanted.connect(self.wanted)
            self.tabs.addTab(view, words)
        self.tabs.setDocumentMode(True)
        others = ways(self._desk, self.name, TEACHERS, self.wanted.emit)
        head = row(self.day, 1, *others, spacing=NARROW)
        whole = column(head, spacing=NARROW, margins=(MEDIUM, SNUG, MEDIUM, MEDIUM))
        whole.addWidget(self.tabs, 1)
        self.setLayout(whole)
