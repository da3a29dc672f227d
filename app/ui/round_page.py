"""双师认定: one round at a time, from its candidates to the results and what they change."""

from uuid import UUID

from PySide6.QtWidgets import QTabWidget, QWidget

from app.models import RecognitionRound
from app.services.database import Commit
from app.services.query import Query
from app.ui.applications_view import ApplicationsView
from app.ui.buttons import button
from app.ui.candidates_view import CandidatesView
from app.ui.chips import Chip
from app.ui.choosers import RecordCombo
from app.ui.kindred import TEACHERS, ways
from app.ui.labels import label
from app.ui.layouts import column, row
from app.ui.page import Desk, Page, Scope, Target
from app.ui.panels import EmptyState
from app.ui.round_view import RoundView
from app.ui.simulator_view import SimulatorView
from app.ui.tokens import MEDIUM, NARROW, SNUG
from app.ui.tones import tone_of


class RoundPage(Page):
    """The round is chosen at the top; its tabs follow."""

    name = "round"
    label = "双师认定"
    icon = "badge-check"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._scope = Scope()
        self._stale: set[int] = set()
        self.rounds = RecordCombo(desk.office.initials)
        self.rounds.setAccessibleName("认定批次")
        self.rounds.setMinimumWidth(220)
        self.state = Chip("", desk.look)
        self.about = label("", "muted")
        self.candidates = CandidatesView(desk)
        self.applications = ApplicationsView(desk)
        self.simulator = SimulatorView(desk)
        self.views: dict[str, RoundView] = {
            "候选名单": self.candidates,
            "申报与结果": self.applications,
            "结果模拟": self.simulator,
        }
        self.tabs = QTabWidget()
        self._lay_out()
        self.rounds.activated.connect(lambda _: self._read())
        self.tabs.currentChanged.connect(self._show_tab)
        for view in self.views.values():
            view.wanted.connect(self._go)

    @property
    def round(self) -> UUID | None:
        """The round that is chosen."""
        return self.rounds.key

    # --- the page's side

    def activate(self) -> None:
        self._offer_rounds()
        self._read()

    def show_target(self, target: Target) -> None:
        """A round, and which tab of it."""
        if target.record is not None:
            self.rounds.select(target.record)
            self._read()
        if target.option in self.views:
            self.tabs.setCurrentWidget(self.views[target.option])

    def on_commit(self, commit: Commit) -> None:
        if self.isVisible():
            self.activate()

    def set_scope(self, scope: Scope) -> None:
        self._scope = scope

    # --- showing

    def _offer_rounds(self) -> None:
        """The newest first; the one that was chosen stays."""
        records = self._desk.office.of(RecognitionRound)
        query = Query(order="cut_off", descending=True, campus=self._scope.campus)
        keys = records.find(query)
        self.rounds.offer(keys, records.titles(keys))
        self._empty.setVisible(not keys)
        self._work.setVisible(bool(keys))

    def _read(self) -> None:
        """Everything about the round is asked for anew when it is next looked at."""
        self._stale = set(range(self.tabs.count()))
        if self.round is not None:
            held: RecognitionRound = self._desk.office.of(RecognitionRound).get(self.round)
            self.state.show_state(str(held.state), tone_of(held.state))
            standard = held.pack_name or "未选定认定标准"
            self.about.setText(f"佐证截止 {held.cut_off}　{standard}")
            self._show_tab(self.tabs.currentIndex())

    def _show_tab(self, number: int) -> None:
        if self.round is None or number not in self._stale:
            return
        self._stale.discard(number)
        held = self._desk.office.of(RecognitionRound).get(self.round)
        self.views[self.tabs.tabText(number)].fill(held)

    def _go(self, target: Target) -> None:
        """Within the page, or to another."""
        if target.page == self.name:
            self.show_target(target)
        else:
            self.wanted.emit(target)

    # --- building

    def _edit_round(self) -> None:
        self.wanted.emit(Target("recognition_round", record=self.round))

    def _print(self) -> None:
        chosen = ("dual_qualified_register", {"round": self.round})
        self.wanted.emit(Target("reports", option=chosen))

    def _lay_out(self) -> None:
        look = self._desk.look
        edit = button(look, "批次资料", "pencil", press=self._edit_round)
        printing = button(look, "打印汇总表", "printer", press=self._print)
        others = ways(self._desk, self.name, TEACHERS, self.wanted.emit)
        head = row(self.rounds, edit, printing, 1, *others, spacing=NARROW)
        told = row(self.state, self.about, 1, spacing=NARROW)
        for words, view in self.views.items():
            self.tabs.addTab(view, words)
        self.tabs.setDocumentMode(True)
        new = button(
            look, "新建认定批次", "plus", kind="primary",
            press=lambda: self.wanted.emit(Target("recognition_round", option="new")),
        )  # fmt: skip
        words = "先建一个批次，写明佐证截止日，再选认定标准；候选名单由程序按标准判断。"
        self._empty = EmptyState(look, "badge-check", "还没有认定批次", words, [new])
        self._work = QWidget()
        inside = column(head, told, spacing=NARROW)
        inside.addWidget(self.tabs, 1)
        self._work.setLayout(inside)
        whole = column(margins=(MEDIUM, SNUG, MEDIUM, MEDIUM))
        whole.addWidget(self._work, 1)
        whole.addWidget(self._empty, 1)
        self.setLayout(whole)
