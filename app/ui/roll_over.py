"""新学年: the turn of the year in five steps; nothing is written before the last button."""

from datetime import timedelta

from PySide6.QtWidgets import QStackedWidget, QWidget

from app.errors import Invalid
from app.models import CalendarDay
from app.services.calendar_store import school_calendar, table_warning
from app.services.database import Commit
from app.services.roll_over import ProposedTerm, RollOver, Turned, apply, plan
from app.services.years import SchoolYear
from app.ui.buttons import button
from app.ui.choosers import Combo
from app.ui.layouts import column, row
from app.ui.lines import Lines
from app.ui.page import Desk, Page, Target
from app.ui.panels import Banner
from app.ui.roll_over_steps import CloseStep, DaysStep, DoneStep, PeopleStep, TermsStep
from app.ui.strips import ProgressStrip
from app.ui.tasks import Progress
from app.ui.today import today
from app.ui.tokens import MEDIUM, NARROW, SNUG, Tone
from app.ui.trail import Trail

TERMS, DAYS, PEOPLE, CLOSE, DONE = range(5)
_STEPS = ("学期与节次", "节假日与调休", "升级与毕业", "封存上学年", "完成")
_AHEAD = timedelta(days=92)  # from June on, the year that is prepared is the one to come


class RollOverPage(Page):
    """Walks through the steps; holidays are entered at once, all else at the end in one go."""

    name = "roll_over"
    label = "新学年"
    icon = "calendar-clock"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._step = DONE
        self._seq = 0  # of the change set that turned the year
        self._busy = False
        self.plan: RollOver | None = None
        self._terms: list[ProposedTerm] = []
        self.years = Combo(desk.office.initials)
        self.trail = Trail(desk.look, _STEPS)
        self.terms, self.days, self.people = TermsStep(desk), DaysStep(desk), PeopleStep(desk)
        self.close_step, self.done = CloseStep(), DoneStep(desk)
        self._lay_out()
        self._connect()

    # --- the page's side

    def activate(self) -> None:
        """A new visit begins anew, unless one is in the middle of it."""
        if self.plan is None or self._step == DONE:
            self.begin(SchoolYear.of(today() + _AHEAD))

    def on_commit(self, commit: Commit) -> None:
        """Remember what the turn was; days that were entered are shown at once."""
        if self._busy and commit.label.startswith("转入"):
            self._seq = commit.seq
        elif self._step == DAYS and CalendarDay in commit.kinds:
            self._show_days()

    def may_leave(self) -> bool:
        """Not while something is being written."""
        return not self._busy

    # --- the steps

    def begin(self, year: SchoolYear) -> None:
        """Look at what a year needs."""
        self.plan = planned = plan(self._desk.office, year)
        self._offer_years(year)
        self.terms.show_plan(planned)
        self.people.show_plan(planned)
        strips: list[QWidget] = []
        if planned.empty:
            told = f"{year.title}已经转入：学期、班级、封存都已就绪，再做一次不会改动任何内容。"
            strips.append(Banner(self._desk.look, told, Tone.GOOD))
        elif year.first > today() + _AHEAD:
            told = f"{year.title}还早：现在转入，本学年的毕业班会马上毕业。请确认选对了学年。"
            strips.append(Banner(self._desk.look, told, Tone.CAUTION))
        self._strips.fill(strips)
        self._go(TERMS)

    def next(self) -> None:
        """On to the next step, unless something that was typed is wrong; the last one writes."""
        if self._step == TERMS:
            try:
                self._terms = self.terms.terms()
            except Invalid:
                return  # told where it is wrong
        if self._step == CLOSE:
            self.turn()
        else:
            self._go(self._step + 1)

    def turn(self) -> None:
        """Do all of it, beside the window."""
        planned = self.plan
        if planned is None or self._busy:
            return
        office, terms, close = self._desk.office, self._terms, self.close_step.close_year
        stay, also, closing = self.people.stay(), self.people.also(), close.isChecked()

        def work(progress: Progress) -> Turned:
            progress(0, 0, "转入新学年")
            return apply(office, planned, stay=stay, also=also, terms=terms, close=closing)

        self._busy = True
        task = self._desk.tasks.run(work, self._show_done, f"转入{planned.year.title}")
        task.finished.connect(self._end)
        self._foot.setEnabled(False)
        self._strips.fill([ProgressStrip(self._desk.look, task)])

    def take_back(self) -> None:
        """Undo the turn of the year."""
        self._desk.office.db.take_back(self._seq)
        self.done.show_undone()

    def _show_done(self, turned: Turned) -> None:
        if self.plan is not None:
            self.done.show_result(self.plan.year, turned)
            self._go(DONE)

    def _end(self) -> None:
        self._busy = False
        self._foot.setEnabled(True)
        self._strips.fill(())

    def _go(self, step: int) -> None:
        self._step = step
        self.trail.show_step(step, back=step < DONE)
        self._stack.setCurrentIndex(step)
        self._foot.setVisible(step < DONE)
        self._back.setVisible(step > TERMS)
        self.years.setEnabled(step == TERMS)
        self._next.setText("开始新学年" if step == CLOSE else "下一步")
        if step == DAYS:
            self._show_days()
        elif step == CLOSE and self.plan is not None:
            self.close_step.show_plan(self.plan, self.people.stay(), self.people.also())

    def _show_days(self) -> None:
        if self.plan is None:
            return
        days = [self.plan.year.first, self.plan.year.last]
        warning = table_warning(school_calendar(self._desk.office), days)
        self.days.show_year(self.plan.year, warning)

    # --- building

    def _offer_years(self, year: SchoolYear) -> None:
        """The year that is due, the one after it, and whichever is shown."""
        due = SchoolYear.of(today() + _AHEAD)
        offered = sorted({due, SchoolYear(due.start + 1), year})
        self.years.clear()
        for each in offered:
            self.years.addItem(each.title, each)
        self.years.setCurrentIndex(offered.index(year))

    def _connect(self) -> None:
        self.trail.chosen.connect(self._go)
        self.years.activated.connect(lambda _: self.begin(self.years.currentData()))
        self.done.undone.connect(self.take_back)
        self.done.wall.connect(lambda: self.wanted.emit(Target("calendar")))
        self.done.printing.connect(self._print)

    def _print(self) -> None:
        year = str(self.plan.year) if self.plan else ""
        self.wanted.emit(Target("reports", option=("school_calendar", {"year": year})))

    def _lay_out(self) -> None:
        look = self._desk.look
        self.years.setAccessibleName("学年")
        self.years.setMinimumWidth(150)
        self._stack = QStackedWidget()
        for each in (self.terms, self.days, self.people, self.close_step, self.done):
            self._stack.addWidget(each)
        self._strips = Lines(spacing=NARROW)
        self._back = button(look, "上一步", "arrow-left", press=lambda: self._go(self._step - 1))
        self._next = button(look, "", kind="primary", press=self.next)
        self._foot = QWidget()
        self._foot.setLayout(row(self._back, 1, self._next))
        head = row(self.years, self.trail, spacing=SNUG)
        whole = column(head, self._strips, spacing=SNUG, margins=MEDIUM)
        whole.addWidget(self._stack, 1)
        whole.addWidget(self._foot)
        self.setLayout(whole)
