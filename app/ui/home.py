"""首页: what must be done today, how the year stands, what is coming, what was changed last."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QWidget
from shiboken6 import isValid

from app.models import Agreement, Booking, Partner, Student
from app.services.afresh import begin_afresh
from app.services.calendar_store import school_calendar
from app.services.database import Commit
from app.services.home import (
    Coming,
    Figure,
    Finding,
    Ground,
    coming,
    figures,
    in_order,
    quick_findings,
    slow_findings,
)
from app.services.query import Query
from app.services.school_calendar import long_day
from app.services.years import SchoolYear, teaching_week, term_of, term_title
from app.ui.agenda import Agenda, Recent
from app.ui.buttons import button
from app.ui.dialogs import ask
from app.ui.figures import Figures
from app.ui.findings import Findings
from app.ui.first_steps import FirstSteps
from app.ui.labels import label
from app.ui.layouts import column, row
from app.ui.page import Desk, Page, Scope, Target
from app.ui.panels import Banner
from app.ui.tasks import Progress, Task
from app.ui.today import today
from app.ui.tokens import MEDIUM, SNUG, WIDE, Tone

_BESIDE = 940  # from this width on, what is coming stands beside the exceptions
_WIDEST = 1800
_RECENT = 8


class HomePage(Page):
    """Exceptions first; every number opens the records it counts."""

    name = "home"
    label = "首页"
    icon = "house"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._scope = Scope()
        self._quick: list[Finding] = []
        self._slow: list[Finding] | None = None  # none: not looked for yet
        self._looking: Task | None = None
        self._again = False
        self.day = label("", "muted")
        self.findings = Findings(desk.look)
        self.figures = Figures()
        self.agenda = Agenda(desk.look)
        self.recent = Recent(
            button(desk.look, "全部修改记录", kind="link", press=lambda: self._go("data", "log"))
        )
        self.first_steps = FirstSteps(desk)
        self.sample = Banner(
            desk.look,
            "现在看的是虚构的示例学院，打印出来都标有“演示数据”。",
            Tone.ACCENT,
            [button(desk.look, "结束示例，从空白开始…", kind="link", press=self._end_sample)],
        )
        self.findings.opened.connect(self._open_finding)
        self.figures.opened.connect(self._open_figure)
        self.agenda.opened.connect(self._open_coming)
        self.first_steps.wanted.connect(self.wanted)
        self._lay_out()

    # --- the page's side

    def activate(self) -> None:
        self.refresh()

    def on_commit(self, commit: Commit) -> None:
        if self.isVisible():
            self.refresh()

    def set_scope(self, scope: Scope) -> None:
        if scope.campus != self._scope.campus:
            self._slow = None  # what was found is another campus's
        self._scope = scope

    def refresh(self) -> None:
        """Ask everything anew."""
        day = today()
        ground = Ground(self._desk.office, day, self._scope.campus)
        year = SchoolYear.in_term(self._scope.term) or SchoolYear.of(day)
        begun = self._begun()
        self.day.setText(self._day_in_words(day))
        self.sample.setVisible(self._desk.office.settings.sample)
        self.first_steps.setVisible(not begun)
        self._main.setVisible(begun)
        self._side.setVisible(begun)
        if begun:
            self._quick = quick_findings(ground)
            self._show_findings()
            self._look_further()
            self.figures.show_figures(figures(ground, year), year)
            self.agenda.show_coming(coming(ground), day)
            self.recent.show_changes(self._desk.office.history.recent(_RECENT), day)

    # --- what takes longer than a blink: what was found last stays until it is done

    def _look_further(self) -> None:
        if self._looking is not None:
            self._again = True
            return
        self._again = False
        ground = Ground(self._desk.office, today(), self._scope.campus)

        def work(progress: Progress) -> list[Finding]:
            found = slow_findings(ground)
            progress(1, 1, "")  # nobody wants it any more: stop here
            return found

        self._looking = self._desk.tasks.run(work, self._found)
        self._looking.finished.connect(self._looked)

    def _found(self, found: list[Finding]) -> None:
        if isValid(self):  # the window may have been closed meanwhile
            self._slow = found
            self._show_findings()

    def _looked(self) -> None:
        self._looking = None
        if self._again:
            self._look_further()

    def _show_findings(self) -> None:
        found = in_order([*self._quick, *(self._slow or ())])
        self.findings.show_findings(found, more=self._slow is None)

    def _day_in_words(self, day: date) -> str:
        """The term and week of the calendar; as far as there is none, of the settings."""
        held = self._desk.office.settings
        term = school_calendar(self._desk.office).term_of(day)
        week = term.week_of(day) if term else teaching_week(day, (held.autumn, held.spring))
        code = term.code if term else term_of(day)
        counted = f" 第 {week} 周" if week else ""
        return f"{day.year}年{long_day(day)}，{term_title(code)}{counted}"

    def _begun(self) -> bool:
        """Whether there is anything to look after."""
        office, kinds = self._desk.office, (Partner, Agreement, Student, Booking)
        return any(office.of(kind).count(Query()) for kind in kinds)

    # --- where one can go

    def _open_finding(self, finding: Finding) -> None:
        option = finding.matter.option
        self.wanted.emit(Target(finding.page, finding.query, option=option, title=finding.text))

    def _open_figure(self, figure: Figure) -> None:
        self.wanted.emit(Target(figure.page, figure.query, title=figure.title))

    def _open_coming(self, each: Coming) -> None:
        self.wanted.emit(Target(each.page, record=each.record))

    def _go(self, page: str, option: str) -> None:
        self.wanted.emit(Target(page, option=option))

    def _end_sample(self) -> None:
        places = self._desk.office.places
        text = "示例数据连同刚才的修改会存成一份备份，然后从空白开始。设置里的学校信息也会清空。"
        if ask(self._desk.look, self.window(), "结束示例？", text, "从空白开始"):
            self._desk.replace_data(lambda _: begin_afresh(places), "清空示例数据")

    # --- how it is laid out

    def _lay_out(self) -> None:
        self._main, self._side = QWidget(), QWidget()
        self._main.setLayout(
            column(label("需要处理", "part"), self.findings, self.figures, 1, spacing=SNUG)
        )
        self._side.setLayout(column(self.agenda, self.recent, 1, spacing=MEDIUM))
        self._pair = row(self._main, self._side, spacing=WIDE)
        self._pair.setAlignment(Qt.AlignmentFlag.AlignTop)
        sheet = QWidget()
        sheet.setProperty("part", "sheet")
        sheet.setMaximumWidth(_WIDEST)
        whole = column(self.sample, self.day, self.first_steps, self._pair, 1, spacing=SNUG)
        whole.setContentsMargins(WIDE, MEDIUM, WIDE, WIDE)
        sheet.setLayout(whole)
        self._scroll = QScrollArea()
        self._scroll.setWidget(sheet)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setLayout(column(self._scroll))

    # --- the Qt side

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= _BESIDE
        self._pair.setDirection(
            QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        )
        self._pair.setStretch(0, 5 if beside else 0)
        self._pair.setStretch(1, 3 if beside else 0)
