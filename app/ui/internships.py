"""岗位实习: one batch at a time, from planning it to filing it away."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QTabWidget, QWidget

from app.models import Attachment, InternshipBatch
from app.models.internships import BatchState
from app.services.database import Commit
from app.services.query import Query
from app.services.reports.batch_boards import Part
from app.services.rules.boards import Before, Throughout, Timely
from app.services.rules.service import boards
from app.ui.batch_view import BatchView
from app.ui.board_view import BoardView
from app.ui.buttons import button
from app.ui.choosers import RecordCombo
from app.ui.findings_view import FindingsView
from app.ui.kindred import INTERNSHIPS, ways
from app.ui.labels import label
from app.ui.layouts import column, row
from app.ui.marks_view import MarksView
from app.ui.page import Desk, Page, Scope, Target
from app.ui.panels import EmptyState
from app.ui.paper_view import PaperView
from app.ui.placements_grid import PlacementsGrid
from app.ui.plan_view import PlanView, ask_new_batch
from app.ui.process_view import ProcessView
from app.ui.tokens import MEDIUM, NARROW, SNUG

BOARDS = ("八个事先", "三个全程", "两个及时")


class InternshipsPage(Page):
    """Boards of the batch that is chosen at the top."""

    name = "board"
    label = "岗位实习"
    icon = "briefcase"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._scope = Scope()
        self._stale: set[int] = set()
        self._today: Callable[[], date] = date.today  # the office's own calendar day
        self.batches = RecordCombo(desk.office.initials)
        self.batches.setAccessibleName("实习批次")
        self.batches.setMinimumWidth(220)
        self.about = label("", "muted")
        self.boards = [
            BoardView(desk.look, columns, words)
            for words, columns in zip(BOARDS, (Before, Throughout, Timely), strict=True)
        ]
        self.findings = FindingsView(desk)
        self.grid = PlacementsGrid(desk)
        self.process = ProcessView(desk)
        self.marks = MarksView(desk)
        self.views: dict[str, BatchView] = {
            "计划": PlanView(desk),
            "检查结果": self.findings,
            "学生安排": self.grid,
            "收回材料": PaperView(desk),
            "过程": self.process,
            "成绩与归档": self.marks,
        }
        self.tabs = QTabWidget()
        self._lay_out()
        self.batches.activated.connect(lambda _: self._read())
        self.tabs.currentChanged.connect(self._show_tab)
        for words, board in zip(BOARDS, self.boards, strict=True):
            board.wanted.connect(self.wanted)
            board.paper.clicked.connect(partial(self._print_board, words))
        for view in self.views.values():
            view.wanted.connect(self.wanted)

    @property
    def batch(self) -> UUID | None:
        """The batch that is chosen."""
        return self.batches.key

    # --- the page's side

    def activate(self) -> None:
        self._offer_batches()
        self._read()

    def show_target(self, target: Target) -> None:
        """A batch, and which tab of it; or records, in a part of a tab."""
        words, part = target.option if isinstance(target.option, tuple) else (target.option, "")
        view = self.views.get(words) if part else None
        keys = (target.query.only if target.query else None) or ()
        batch = target.record or (view.batch_of(part, keys) if view else None)
        if batch is not None:
            self._choose(batch)
        titles = [self.tabs.tabText(number) for number in range(self.tabs.count())]
        if words in titles:
            self.tabs.setCurrentIndex(titles.index(words))
        if view is not None:
            view.show_part(part, keys)

    def on_commit(self, commit: Commit) -> None:
        if not self.isVisible() or not commit.kinds - {Attachment}:
            return
        shown = self.tabs.currentIndex()
        view = self.views.get(self.tabs.tabText(shown))
        if view is not None and view.follow(commit):
            self._stale = set(range(self.tabs.count())) - {shown}
        else:
            self.activate()

    def set_scope(self, scope: Scope) -> None:
        self._scope = scope

    # --- showing

    def _offer_batches(self) -> None:
        """The newest first; the one that was chosen stays, at first what is running is shown."""
        records = self._desk.office.of(InternshipBatch)
        newest = Query(order="starts", descending=True, campus=self._scope.campus)
        keys = records.find(newest)
        first = self.batch is None
        self.batches.offer(keys, records.titles(keys))
        if first and (running := self._running(newest)) is not None:
            self.batches.select(running)
        self._empty.setVisible(not keys)
        self._work.setVisible(bool(keys))

    def _running(self, batches: Query) -> UUID | None:
        running = replace(batches, where={"state": BatchState.RUNNING})
        return next(iter(self._desk.office.of(InternshipBatch).find(running)), None)

    def _choose(self, batch: UUID) -> None:
        self.batches.select(batch)
        self._read()

    def _read(self) -> None:
        """Everything about the batch is asked for anew when it is next looked at."""
        self._stale = set(range(self.tabs.count()))
        if self.batch is not None:
            held = self._desk.office.of(InternshipBatch).get(self.batch)
            self.about.setText(f"{held.kind}　{held.starts} 至 {held.ends}　{held.state}")
            self._show_tab(self.tabs.currentIndex())

    def _show_tab(self, number: int) -> None:
        batch = self.batch
        if batch is None or number not in self._stale:
            return
        self._stale.discard(number)
        shown = self.views.get(self.tabs.tabText(number))
        if shown is not None:
            shown.fill(batch, self._today())
            return
        told = boards(self._desk.office, batch, self._today())
        lines_of = (told.before, told.throughout, told.timely)
        for at, (board, lines) in enumerate(zip(self.boards, lines_of, strict=True)):
            board.fill(lines)
            self._stale.discard(at)

    # --- building

    def _new_batch(self) -> None:
        """A batch just made is planned next."""
        made = ask_new_batch(self._desk, self.window())
        if made is not None:
            self.activate()
            self.show_target(Target(self.name, record=made, option="计划"))

    def _edit_batch(self) -> None:
        self.wanted.emit(Target("internship_batch", record=self.batch))

    def _print(self) -> None:
        chosen = ("internship_self_check", {"batch": self.batch})
        self.wanted.emit(Target("reports", option=chosen))

    def _print_board(self, board: str, _: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's
        before = board == BOARDS[0]
        part = {} if before else {"part": Part.parse(board)}
        report = "before_board" if before else "running_board"
        self.wanted.emit(Target("reports", option=(report, {"batch": self.batch} | part)))

    def _lay_out(self) -> None:
        look = self._desk.look
        fresh = button(look, "新建批次", "plus", press=self._new_batch)
        edit = button(look, "批次资料", "pencil", press=self._edit_batch)
        printing = button(look, "打印自查表", "printer", press=self._print)
        head = row(
            self.batches,
            fresh,
            edit,
            printing,
            self.about,
            1,
            *ways(self._desk, self.name, INTERNSHIPS, self.wanted.emit),
            spacing=NARROW,
        )
        for words, board in zip(BOARDS, self.boards, strict=True):
            self.tabs.addTab(board, words)
        for words, view in self.views.items():
            self.tabs.addTab(view, words)
        self.tabs.setDocumentMode(True)
        new = button(
            look, "新建实习批次", "plus", kind="primary", press=self._new_batch
        )  # fmt: skip
        bring = button(
            look, "从 Excel 导入备案表", "upload",
            press=lambda: self.wanted.emit(Target("import", option="placement")),
        )  # fmt: skip
        self._empty = EmptyState(
            look, "briefcase", "还没有实习批次",
            "先建一个批次，再按班级安排学生；已有备案表的，可以直接导入。", [new, bring],
        )  # fmt: skip
        self._work = QWidget()
        self._work.setLayout(column(head, self.tabs, spacing=NARROW))
        whole = column(margins=(MEDIUM, SNUG, MEDIUM, MEDIUM))
        whole.addWidget(self._work, 1)
        whole.addWidget(self._empty, 1)
        self.setLayout(whole)
