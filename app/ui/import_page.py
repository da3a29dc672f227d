"""导入: from a ledger to records, in four steps; nothing is written before the last button."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.models import Student
from app.services.database import Commit
from app.services.exchange.apply import apply_plan
from app.services.exchange.beside import import_fields
from app.services.exchange.cells import Book
from app.services.exchange.layout import Layout
from app.services.exchange.lines import Outcome
from app.services.exchange.mapping import Mapping, Memory, propose
from app.services.exchange.plan import Plan, make_plan
from app.services.exchange.rejected import write_rejected
from app.services.exchange.template import write_template
from app.services.exchange.timetable import TimetablePlan, plan_timetable
from app.services.exchange.timetable_returned import returns, write_returns
from app.services.exchange.timetable_writing import apply_timetable, writes
from app.services.exchange.workbook import open_book
from app.services.query import Query
from app.services.roster import RosterDifference, compare
from app.services.roster_writing import accept
from app.ui.buttons import button
from app.ui.dialogs import EXCEL, choose_new_file
from app.ui.import_columns import ColumnsStep
from app.ui.import_done import DoneStep
from app.ui.import_roster import RosterStep
from app.ui.import_source import SourceStep
from app.ui.import_timetable import TimetableStep
from app.ui.import_trial import TrialStep
from app.ui.labels import Elided
from app.ui.layouts import column, row
from app.ui.lines import Lines
from app.ui.page import Desk, Page, Target
from app.ui.strips import ProgressStrip, done_strip
from app.ui.tasks import Progress
from app.ui.tokens import MEDIUM, NARROW, SNUG
from app.ui.trail import Trail

SOURCE, COLUMNS, TRIAL, ROSTER, TIMETABLE, DONE = range(6)
T = TypeVar("T")
_STEPS = ("选文件", "表头与对应列", "试算结果", "名册变化", "试算与冲突", "完成")


@dataclass(frozen=True, slots=True)
class _Found:
    """What is in a file."""

    book: Book
    mapping: Mapping
    layout: Layout


class ImportPage(Page):
    """Walks through the steps; the work is done by the exchange."""

    name = "import"
    label = "导入"
    icon = "upload"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._path: Path | None = None
        self._found: _Found | None = None
        self._plan: Plan | None = None
        self._difference: RosterDifference | None = None  # what a roster of students would change
        self._lessons: TimetablePlan | None = None
        self._seq = 0  # of the import's change set
        self._busy = False
        self.trail = Trail(desk.look, _STEPS)
        self.source, self.columns = SourceStep(desk), ColumnsStep(desk)
        self.trial, self.done = TrialStep(desk), DoneStep(desk)
        self.roster, self.timetable = RosterStep(desk), TimetableStep(desk.look)
        self._lay_out()
        self._connect()
        self._go(SOURCE)

    # --- the page's side

    def show_target(self, target: Target) -> None:
        """Begin with a kind, and with a file if one was dropped somewhere else."""
        given = target.option
        if isinstance(given, str):
            self.source.choose_kind(given)
        elif isinstance(given, Path):
            self.open(given)
        if self._step == DONE:
            self.begin()

    def on_commit(self, commit: Commit) -> None:
        """Remember which change set the import is, so that it can be taken back."""
        if self._busy and commit.label.startswith("导入"):
            self._seq = commit.seq

    def may_leave(self) -> bool:
        """Not while something is being written."""
        return not self._busy

    # --- the steps

    def begin(self) -> None:
        """A new file."""
        self._found = self._plan = self._difference = self._lessons = None
        self._go(SOURCE)

    def open(self, path: Path, encoding: str = "") -> None:
        """Read a file and find the table in it."""
        self._path = path
        self._plan = self._lessons = None
        if self.source.timetable:
            self._try_timetable(path)
            return
        kind = self.source.kind
        memory = Memory(self._desk.office.places.mappings, kind.__tablename__)

        def work(progress: Progress) -> _Found:
            progress(0, 0, "打开文件")
            book = open_book(path, encoding)
            mapping, layout = propose(book, import_fields(kind), memory)
            return _Found(book, mapping, layout)

        self._run(work, self._show_found, f"读取 {path.name}")

    def try_out(self) -> None:
        """The dry run."""
        if self._found is None:
            return
        office, kind, book = self._desk.office, self.source.kind, self._found.book
        mapping, create = self.columns.mapping(), self.columns.create_partners.isChecked()

        def work(progress: Progress) -> Plan:
            return make_plan(office, kind, book, mapping, progress, create_partners=create)

        self._run(work, self._show_plan, "试算")

    def look_at_roster(self) -> None:
        """Who is new, who moved, who is gone."""
        if self._plan is None:
            return
        plan, office = self._plan, self._desk.office
        self._run(lambda _: compare(office, plan), self._show_roster, "比对名册")

    def write_roster(self) -> None:
        """Do what was ticked, as one step that one undo takes back."""
        decision = self.roster.decision()
        plan, difference, office = self._plan, self._difference, self._desk.office
        if plan is None or difference is None or decision is None:
            return

        def work(progress: Progress) -> Plan:
            return accept(office, plan, difference, decision, progress)

        gone = len(decision.leaving)
        told = f"另有 {gone} 名学生登记离校。" if gone else ""
        self._run(work, lambda written: self._show_done(written, told), "导入")

    def write(self) -> None:
        """Do what the plan says, as one step that one undo takes back."""
        if self._plan is None:
            return
        plan, office = self._plan, self._desk.office

        def work(progress: Progress) -> Plan:
            apply_plan(office, plan, progress)
            return plan

        self._run(work, self._show_done, "导入")

    def _try_timetable(self, path: Path) -> None:
        office = self._desk.office

        def work(progress: Progress) -> TimetablePlan:
            return plan_timetable(office, path, progress=progress)

        self._run(work, self._show_lessons, f"试算 {path.name}")

    def write_timetable(self) -> None:
        """Enter what found its room, as one step that one undo takes back."""
        if self._lessons is None:
            return
        plan, office = self._lessons, self._desk.office

        def work(progress: Progress) -> TimetablePlan:
            apply_timetable(office, plan, progress)
            return plan

        self._run(work, self._show_entered, "导入课表")

    def take_back(self) -> None:
        """Undo the import."""
        self._desk.office.db.take_back(self._seq)
        self.done.show_undone()

    def save_refused(self, path: Path | None = None) -> None:
        """The refused rows as a workbook, beside the file they came from."""
        if self._path is None:
            return
        proposed = self._path.with_name(f"{self._path.stem}-退回.xlsx")
        chosen = path or choose_new_file(self, "保存没有导入的行", str(proposed), EXCEL)
        if chosen is None:
            return
        if self._lessons is not None:
            rows = write_returns(self._lessons, chosen)
        elif self._plan is not None:
            rows = write_rejected(self._plan, chosen)
        else:
            return
        self.done.show_file(chosen, rows)
        if self._step != DONE:
            told = f"{rows} 行已存为 {chosen.name}，错处标红并写明原因。"
            self._say([done_strip(self._desk.look, told, chosen)])

    def save_template(self, path: Path | None = None) -> None:
        """A blank workbook to be filled in and brought back."""
        kind = self.source.kind
        proposed = f"{kind.about.label}导入模板.xlsx"
        chosen = path or choose_new_file(self, "保存空白模板", proposed, EXCEL)
        if chosen is not None:
            write_template(kind, chosen)
            told = f"模板已存为 {chosen.name}，填好以后拖到这里导入。"
            self._say([done_strip(self._desk.look, told, chosen)])

    # --- what comes of the work

    def _show_found(self, found: _Found) -> None:
        self._found = found
        self.columns.show_book(self.source.kind, found.book, found.mapping, found.layout)
        self._go(COLUMNS)

    def _show_plan(self, plan: Plan) -> None:
        self._plan = plan
        self.trial.show_plan(plan)
        self._go(TRIAL)

    def _show_lessons(self, plan: TimetablePlan) -> None:
        self._lessons = plan
        self.timetable.show_plan(plan)
        self._go(TIMETABLE)

    def _show_entered(self, plan: TimetablePlan) -> None:
        self.done.show_timetable(plan)
        self._go(DONE)

    def _show_roster(self, difference: RosterDifference) -> None:
        self._difference = difference
        self.roster.show_difference(difference)
        self._go(ROSTER)

    def _show_done(self, plan: Plan, told: str = "") -> None:
        Memory(self._desk.office.places.mappings, plan.kind.__tablename__).remember(
            plan.layout, plan.mapping
        )
        self.done.show_result(plan, len(plan.of(Outcome.NEW, Outcome.CHANGED)), told)
        self._go(DONE)

    # --- going about

    def _go(self, step: int) -> None:
        self._step = step
        self._show_steps()
        self.trail.show_step(step, back=step < DONE)
        self._stack.setCurrentIndex(step)
        self._file.setText(self._path.name if self._path and SOURCE < step < DONE else "")
        self._foot.setVisible(SOURCE < step < DONE)
        refused = bool(self._plan and self._plan.counts[Outcome.REFUSED])
        back = bool(self._lessons and returns(self._lessons.entries))
        self._save.setVisible((step == TRIAL and refused) or (step == TIMETABLE and back))
        self._say(())
        self._tell_next()

    def _show_steps(self) -> None:
        if self.source.timetable:
            self.trail.skip(COLUMNS, TRIAL, ROSTER)
        else:
            self.trail.skip(TIMETABLE, *(() if self._of_students else (ROSTER,)))

    def _tell_next(self) -> None:
        """What the last button does, in numbers."""
        if self._step == COLUMNS:
            self._next.setText("试算，先不写入")
            self._next.setEnabled(not self.columns.objection())
        elif self._step == ROSTER:
            told = self.roster.summary()
            self._next.setText(f"写入：{told}" if told else "没有可写入的变化")
            self._next.setEnabled(bool(told))
        elif self._step == TIMETABLE and self._lessons is not None:
            found = writes(self._lessons)
            left = sum(entry.unplaced for entry in found)
            told = f"导入 {len(found) - left:,} 条课" + (f"，待排 {left:,} 条" if left else "")
            self._next.setText(told if found else "没有可导入的行")
            self._next.setEnabled(bool(found))
        elif self._step == TRIAL and self._of_students:
            self._next.setText("看名册变化")
            self._next.setEnabled(True)
        elif self._step == TRIAL and self._plan is not None:
            written = len(self._plan.of(Outcome.NEW, Outcome.CHANGED))
            counter = self._plan.kind.about.counter
            self._next.setText(f"导入 {written:,} {counter}" if written else "没有可导入的行")
            self._next.setEnabled(written > 0)

    @property
    def _of_students(self) -> bool:
        """Whether it is a roster: then who comes, moves and leaves is a step of its own."""
        return self.source.kind is Student

    def _press_next(self) -> None:
        if self._step == COLUMNS:
            self.try_out()
        elif self._step == ROSTER:
            self.write_roster()
        elif self._step == TIMETABLE:
            self.write_timetable()
        elif self._of_students:
            self.look_at_roster()
        else:
            self.write()

    def _open_list(self) -> None:
        if self._lessons is not None:
            self.wanted.emit(Target("bookings", option=self._lessons.term.starts))
        plan = self._plan
        if plan is None:
            return
        keys = tuple(line.key for line in plan.of(Outcome.NEW, Outcome.CHANGED) if line.key)
        title = f"从 {plan.source} 导入的 {len(keys)} {plan.kind.about.counter}"
        query = Query(only=keys) if keys else None
        self.wanted.emit(Target(plan.kind.__tablename__, query, title=title if keys else ""))

    # --- work beside the window

    def _run(self, work: Callable[[Progress], T], then: Callable[[T], None], title: str) -> None:
        """One thing at a time: the steps wait until it is done, stopped or has failed."""
        self._busy = True
        task = self._desk.tasks.run(work, then, title)
        task.finished.connect(self._end)
        for part in (self._stack, self.trail, self._foot):
            part.setEnabled(False)
        self._say([ProgressStrip(self._desk.look, task)])

    @Slot()
    def _end(self) -> None:
        self._busy = False
        for part in (self._stack, self.trail, self._foot):
            part.setEnabled(True)
        self._say(())
        self._tell_next()

    def _say(self, strips: Iterable[QWidget]) -> None:
        self._strips.fill(strips)

    # --- building

    def _connect(self) -> None:
        self.trail.chosen.connect(self._go)
        self.source.given.connect(self.open)
        self.source.turned.connect(self._show_steps)
        self.source.template.connect(self.save_template)
        self.columns.changed.connect(self._tell_next)
        self.columns.encoded.connect(self._read_again)
        self.roster.changed.connect(self._tell_next)
        self.done.listed.connect(self._open_list)
        self.done.undone.connect(self.take_back)
        self.done.saving.connect(self.save_refused)
        self.done.again.connect(self.begin)

    def _read_again(self, encoding: str) -> None:
        if self._path is not None:
            self.open(self._path, encoding)

    def _back(self) -> None:
        self._go(SOURCE if self._step == TIMETABLE else self._step - 1)

    def _lay_out(self) -> None:
        look = self._desk.look
        self._stack = QStackedWidget()
        steps = (
            self.source, self.columns, self.trial, self.roster, self.timetable, self.done,
        )  # fmt: skip
        for step in steps:
            self._stack.addWidget(step)
        self._file = Elided("", "muted")
        self._strips = Lines(spacing=NARROW)
        back = button(look, "上一步", "arrow-left", press=self._back)
        self._save = button(look, "保存没有导入的行…", "file-x", press=self.save_refused)
        self._next = button(look, "", kind="primary", press=self._press_next)
        self._foot = QWidget()
        self._foot.setLayout(row(back, 1, self._save, self._next))
        head = row(self.trail, self._file, spacing=SNUG)
        whole = column(head, self._strips, spacing=SNUG, margins=MEDIUM)
        whole.addWidget(self._stack, 1)
        whole.addWidget(self._foot)
        self.setLayout(whole)
