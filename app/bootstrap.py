"""Makes every object of the windowed program and connects them; the only one who knows all.

In three turns of the event loop, so that something is on the screen at once: the bare shell, then
what is in it, then the data. Each turn imports what it needs and no more.
"""

import sys
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QSettings, QTimer
from PySide6.QtWidgets import QApplication

from app import __version__
from app.errors import Damaged, Fault, UserError
from app.places import RESOURCES, Places
from app.services.pause import collector_paused
from app.ui.shell import Shell

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QPushButton

    from app.services.office import Office
    from app.ui.keeping import Keeping
    from app.ui.page import Desk, Page
    from app.ui.tasks import Progress
    from app.ui.window import Makers

_HITS = 8  # of each kind in the search popup


def run_window(places: Places) -> int:
    """Open the window on a data folder; the exit code when it is closed."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)  # noqa: S101 - nobody makes another kind
    app.setApplicationName("双元")
    app.setApplicationVersion(__version__)
    program = Program(app, places)
    program.show()
    code = app.exec()
    program.end()
    return code


class Program(QObject):
    """One run of the window on one data folder, from the first paint to the last backup."""

    def __init__(self, app: QApplication, places: Places) -> None:
        super().__init__()
        self._app = app
        self._places = places
        self._memory = QSettings(str(places.folder / "window.ini"), QSettings.Format.IniFormat)
        self._data = ExitStack()  # what must be let go of when the data is closed
        self._keeping: Keeping | None = None
        self._leaving = False
        self._reporter: Any = None
        self.shell = Shell(self._memory)
        self.shell.painted.connect(self._furnish)

    def show(self) -> None:
        """Put the shell on the screen; everything else follows its first paint."""
        self.shell.show()

    def end(self) -> None:
        """Let go of the data and of everything that was made."""
        self._close_data()
        self._memory.sync()
        self.shell.deleteLater()
        if self._reporter is not None:
            self._reporter.remove()

    # --- the second turn: what is in the window

    def _furnish(self) -> None:
        from PySide6.QtGui import QIcon  # noqa: PLC0415 - nothing before the first paint

        from app.ui.crash import ErrorReporter  # noqa: PLC0415
        from app.ui.language import chinese  # noqa: PLC0415
        from app.ui.look import Look  # noqa: PLC0415
        from app.ui.window import Window  # noqa: PLC0415

        chinese(self._app)
        self._app.setWindowIcon(QIcon(str(RESOURCES / "app.svg")))
        self.look: Look = Look(RESOURCES, parent=self)
        self.look.apply(self._app)
        self._reporter = ErrorReporter(self.look, self._places.logs, __version__)
        self._reporter.install()
        self.window: Window = Window(self.look, self._memory)
        self.window.show_message("database", "正在打开数据…")
        self.window.status.backup_asked.connect(self._show_backups)
        self.shell.setCentralWidget(self.window)
        self.shell.ask_before_closing(self._may_close)
        QTimer.singleShot(0, self.open)

    # --- the third turn: the data

    @collector_paused()  # what is made here stays: looking through it takes a twentieth
    def open(self, *, anyway: bool = False, take_over: bool = False) -> None:
        """Open the data and let the person in, or explain why not, with what can be done."""
        from app.services.opening import open_for_work  # noqa: PLC0415 - SQLAlchemy

        try:
            office = self._data.enter_context(
                open_for_work(self._places, anyway=anyway, take_over=take_over)
            )
        except (UserError, Fault) as error:
            self._explain(error)
            return
        self.look.use(office.settings.appearance, compact=office.settings.compact)
        self._let_in(office)

    def _let_in(self, office: "Office") -> None:
        """Everything that works on open data, each given what it needs and no more."""
        from app.services.bookings.holds import release  # noqa: PLC0415 - SQLAlchemy
        from app.services.search import search  # noqa: PLC0415
        from app.ui.keeping import Keeping  # noqa: PLC0415
        from app.ui.page import Desk, Target  # noqa: PLC0415
        from app.ui.remarks import remarks, unfinished  # noqa: PLC0415
        from app.ui.tasks import Tasks  # noqa: PLC0415
        from app.ui.undo import Commits, Steps  # noqa: PLC0415

        if ended := release(office, datetime.now(UTC)):
            office.remarks += (
                f"{ended} 份暂留到期没有批准，已自动放出；原因记在各份预约的历史里。",
            )
        session = QObject(self.window)  # goes with the data, and all that belongs to it
        tasks = Tasks(session)
        commits = Commits(office.db, session)
        desk = Desk(office, self.look, office, tasks, self._memory, self._replace_data)
        self._keeping = Keeping(desk, self.window.status, session)
        self._data.callback(session.deleteLater)
        self._data.callback(tasks.wait)
        self.window.open(desk, makers(), commits, Steps(office.db, commits, session))
        self.window.search_with(lambda text: search(office, text, _HITS))
        if not (office.settings.welcomed or office.settings.sample or office.partners.count()):
            self.window.go(Target("welcome"))
        self.window.note(*remarks(desk), *unfinished(desk, self.window.go))

    def _explain(self, error: UserError | Fault) -> None:
        from app.services.folders import is_remote  # noqa: PLC0415 - nothing before first paint
        from app.ui.buttons import button  # noqa: PLC0415
        from app.ui.files import show_in_folder  # noqa: PLC0415

        look, places = self.look, self._places
        actions = [button(look, "重试", "refresh-cw", kind="primary", press=self.open)]
        if isinstance(error, Damaged):
            actions += self._ways_back()
        elif isinstance(error, UserError) and is_remote(places.folder):
            force = partial(self.open, anyway=True, take_over=True)
            actions.append(button(look, "仍然打开", kind="danger", press=force))
        show = partial(show_in_folder, places.database)
        actions.append(button(look, "打开数据文件夹", "folder-open", press=show))
        actions.append(button(look, "退出", press=self.shell.close))
        title, text = "现在打不开数据", error.message
        if isinstance(error, Fault):
            title, text = error.message, error.advice
        self.window.show_message("circle-alert", title, text, actions)

    def _ways_back(self) -> "list[QPushButton]":
        """For a damaged file: the newest good copy, if there is one."""
        from app.services.backup import newest_good  # noqa: PLC0415 - SQLAlchemy
        from app.services.opening import restore_file  # noqa: PLC0415
        from app.ui.buttons import button  # noqa: PLC0415

        good = newest_good(self._places)
        if good is None:
            return []
        places = self._places

        def bring_back() -> None:
            self._replace_data(lambda p: restore_file(places, good.path, progress=p), "恢复备份")

        words = f"恢复{good.at.astimezone():%m月%d日 %H:%M} 的备份"
        return [button(self.look, words, "history", press=bring_back)]

    def _show_backups(self) -> None:
        from app.ui.page import Target  # noqa: PLC0415 - nothing before the first paint

        self.window.go(Target("data", option="backup"))

    # --- closing

    def _replace_data(self, work: "Callable[[Progress], object]", title: str) -> None:
        """Close the data, let `work` change its files beside the event loop, open it again."""
        from app.ui.tasks import Tasks  # noqa: PLC0415 - nothing before the first paint

        if not self.window.leave_all():
            return
        self._close_data()
        self.window.show_message("hourglass", f"正在{title}…", "请不要关闭程序。")
        tasks = Tasks(self)
        tasks.started.connect(self.window.status.follow)
        task = tasks.run(work, lambda _: None, title)
        task.finished.connect(lambda: QTimer.singleShot(0, self.open))

    def _close_data(self) -> None:
        self._keeping = None
        if hasattr(self, "window"):
            self.window.close_pages()
        self._data.close()

    def _may_close(self) -> bool:
        """Ask what is unsaved, then make the copy that is owed; closing goes on after it."""
        from app.services.copies import Why  # noqa: PLC0415 - SQLAlchemy
        from app.ui.buttons import button  # noqa: PLC0415

        if self._leaving:
            return True
        if not self.window.leave_all():
            return False
        desk = self.window.desk
        if desk is None or self._keeping is None or not self._keeping.owed:
            return True
        self._leaving = True
        at_once = button(self.look, "不等了，直接退出", press=self.shell.close)
        told = "退出前留一份已验证的备份，马上就好。"
        self.window.show_message("shield-check", "正在备份…", told, [at_once])
        backups = desk.office.backups
        desk.tasks.run(lambda _: backups.make(Why.EXIT), self._leave, "退出前备份")
        return False

    def _leave(self, _: object) -> None:
        self.shell.close()


# Parts with a list of their own, for the figures and exceptions of the home page.
_PARTS = (
    "contact_log",
    "obligation",
    "site_inspection",
    "contribution",
    "post",
    "mentor",
    "cohort_member",
    "pairing",
    "rotation",
    "outcome",
    "visit_record",
    "contact_record",
    "weekly_record_receipt",
    "incident",
    "exemption",
    "rule_change",
    "recognition_application",
    "recognition_evidence",
    "teacher_qualification",
    "training_record",
    "teacher_achievement",
    "booking_occurrence",
)


def makers() -> "Makers":
    """How each page is made, in the order of the rail; its module is imported when visited."""
    pages: dict[str, Callable[[Desk], Page]] = {
        "home": _home,
        "partner": _partner,
        "agreement": _agreement,
        "due": _due,
        "cohort": _cohort,
        "board": _board,
        "student": partial(_records, table="student"),
        "programme": _programme,
        "school_class": partial(_records, table="school_class"),
        "teacher": _teacher,
        "dual": _dual,
        "recognition": partial(_kindred, table="recognition", family="TEACHERS"),
        "recognition_round": _rounds,
        "round": _round,
        "recognition_standard": partial(_kindred, table="recognition_standard", family="TEACHERS"),
        "practice_stint": partial(_kindred, table="practice_stint", family="TEACHERS"),
        "part_time_engagement": partial(_kindred, table="part_time_engagement", family="TEACHERS"),
        "department": partial(_kindred, table="department", family="COLLEGE"),
        "campus": partial(_kindred, table="campus", family="COLLEGE"),
        "calendar": _school_year,
        "roll_over": _roll_over,
        "term": partial(_calendar, table="term"),
        "calendar_day": partial(_calendar, table="calendar_day"),
        "class_period": _class_periods,
        "internship_batch": _batches,
        "placement": partial(_kindred, table="placement", family="INTERNSHIPS"),
        "rule_waiver": partial(_kindred, table="rule_waiver", family="INTERNSHIPS"),
        "certificate": partial(_kindred, table="certificate", family="COHORTS"),
        "training_base": partial(_bases, table="training_base"),
        "room": partial(_bases, table="room"),
        "room_inspection": partial(_bases, table="room_inspection"),
        "equipment": partial(_bases, table="equipment"),
        "closure": partial(_bases, table="closure"),
        "safety_access": partial(_bases, table="safety_access"),
        "bookings": _bookings,
        "booking": _booking_list,
        "use_record": _use_records,
        "policy": partial(_kindred, table="policy", family="BOOKINGS"),
        "import": _import,
        "reports": _reports,
        "bin": _bin,
        "data": _data,
        "welcome": _welcome,
    }
    return pages | {table: partial(_records, table=table) for table in _PARTS}


def _home(desk: "Desk") -> "Page":
    from app.ui.home import HomePage  # noqa: PLC0415

    return HomePage(desk)


def _partner(desk: "Desk") -> "Page":
    from app.ui.partners import PartnersPage  # noqa: PLC0415

    return PartnersPage(desk)


def _agreement(desk: "Desk") -> "Page":
    from app.ui.agreements import AgreementsPage  # noqa: PLC0415

    return AgreementsPage(desk)


def _due(desk: "Desk") -> "Page":
    from app.ui.due_board import DueBoard  # noqa: PLC0415

    return DueBoard(desk)


def _cohort(desk: "Desk") -> "Page":
    from app.ui.cohorts import CohortsPage  # noqa: PLC0415

    return CohortsPage(desk)


def _programme(desk: "Desk") -> "Page":
    from app.ui.programmes import ProgrammesPage  # noqa: PLC0415

    return ProgrammesPage(desk)


def _board(desk: "Desk") -> "Page":
    from app.ui.internships import InternshipsPage  # noqa: PLC0415

    return InternshipsPage(desk)


def _bases(desk: "Desk", table: str) -> "Page":
    from app.ui.bases import BasesPage  # noqa: PLC0415

    return BasesPage(desk, table)


def _booking_list(desk: "Desk") -> "Page":
    from app.ui.booking_list import BookingListPage  # noqa: PLC0415

    return BookingListPage(desk)


def _use_records(desk: "Desk") -> "Page":
    from app.ui.booking_list import UseRecordsPage  # noqa: PLC0415

    return UseRecordsPage(desk)


def _batches(desk: "Desk") -> "Page":
    from app.ui.batches import BatchesPage  # noqa: PLC0415

    return BatchesPage(desk)


def _teacher(desk: "Desk") -> "Page":
    from app.ui.teachers import TeachersPage  # noqa: PLC0415

    return TeachersPage(desk)


def _dual(desk: "Desk") -> "Page":
    from app.ui.dual import DualPage  # noqa: PLC0415

    return DualPage(desk)


def _rounds(desk: "Desk") -> "Page":
    from app.ui.rounds import RoundsPage  # noqa: PLC0415

    return RoundsPage(desk)


def _round(desk: "Desk") -> "Page":
    from app.ui.round_page import RoundPage  # noqa: PLC0415

    return RoundPage(desk)


def _bookings(desk: "Desk") -> "Page":
    from app.ui.bookings import BookingsPage  # noqa: PLC0415

    return BookingsPage(desk)


def _import(desk: "Desk") -> "Page":
    from app.ui.import_page import ImportPage  # noqa: PLC0415

    return ImportPage(desk)


def _reports(desk: "Desk") -> "Page":
    from app.ui.reports_page import ReportsPage  # noqa: PLC0415

    return ReportsPage(desk)


def _bin(desk: "Desk") -> "Page":
    from app.ui.bin_page import BinPage  # noqa: PLC0415

    return BinPage(desk)


def _data(desk: "Desk") -> "Page":
    from app.ui.data_page import DataPage  # noqa: PLC0415

    return DataPage(desk)


def _welcome(desk: "Desk") -> "Page":
    from app.ui.first_run import FirstRun  # noqa: PLC0415

    return FirstRun(desk)


def _school_year(desk: "Desk") -> "Page":
    from app.ui.school_year import SchoolYearPage  # noqa: PLC0415

    return SchoolYearPage(desk)


def _roll_over(desk: "Desk") -> "Page":
    from app.ui.roll_over import RollOverPage  # noqa: PLC0415

    return RollOverPage(desk)


def _calendar(desk: "Desk", table: str) -> "Page":
    from app.ui.kindred import CalendarPage  # noqa: PLC0415

    return CalendarPage(desk, table)


def _class_periods(desk: "Desk") -> "Page":
    from app.ui.class_periods import ClassPeriodsPage  # noqa: PLC0415

    return ClassPeriodsPage(desk)


def _kindred(desk: "Desk", table: str, family: str) -> "Page":
    from app.ui import kindred  # noqa: PLC0415

    return kindred.KindredPage(desk, table, getattr(kindred, family))


def _records(desk: "Desk", table: str) -> "Page":
    from app.models import KIND_OF_TABLE  # noqa: PLC0415
    from app.ui.records_page import RecordsPage  # noqa: PLC0415

    return RecordsPage(desk, KIND_OF_TABLE[table])
