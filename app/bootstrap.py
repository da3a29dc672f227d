"""Makes every object of the windowed program and connects them; the only one who knows all.

In three turns of the event loop, so that something is on the screen at once: the bare shell, then
what is in it, then the data. Each turn imports what it needs and no more.
"""

import sys
from collections.abc import Callable
from contextlib import ExitStack
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, QTimer
from PySide6.QtWidgets import QApplication

from app import __version__
from app.errors import Fault, UserError
from app.places import RESOURCES, Places
from app.ui.shell import Shell

if TYPE_CHECKING:
    from app.services.office import Office
    from app.ui.look import Look
    from app.ui.page import Desk, Page
    from app.ui.window import Makers, Window

_HITS = 8  # of each kind in the search popup


def run_window(places: Places) -> int:
    """Open the window on a data folder; the exit code when it is closed."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)  # noqa: S101 - nobody makes another kind
    app.setApplicationName("双元")
    app.setApplicationVersion(__version__)
    memory = QSettings(str(places.folder / "window.ini"), QSettings.Format.IniFormat)
    shell = Shell(memory)
    with ExitStack() as closing:
        opening = Opening(app, places, shell, memory, closing)
        shell.painted.connect(opening.furnish)
        shell.show()
        code = app.exec()
    shell.deleteLater()
    return code


class Opening(QObject):
    """What happens between the first paint and the first page, and again after “重试”."""

    def __init__(
        self,
        app: QApplication,
        places: Places,
        shell: Shell,
        memory: QSettings,
        closing: ExitStack,
    ) -> None:
        super().__init__(shell)
        self._app = app
        self._places = places
        self._shell = shell
        self._memory = memory
        self._closing = closing

    def furnish(self) -> None:
        """The shell is on the screen: dress the program and put rail, bar and pages into it."""
        from PySide6.QtGui import QIcon  # noqa: PLC0415 - not before the first paint

        from app.ui.crash import ErrorReporter  # noqa: PLC0415
        from app.ui.language import chinese  # noqa: PLC0415
        from app.ui.look import Look  # noqa: PLC0415
        from app.ui.window import Window  # noqa: PLC0415

        chinese(self._app)
        self._app.setWindowIcon(QIcon(str(RESOURCES / "app.svg")))
        self._look = Look(RESOURCES, parent=self)
        self._look.apply(self._app)
        reporter = ErrorReporter(self._look, self._places.logs, __version__)
        reporter.install()
        self._closing.callback(reporter.remove)
        self._window = Window(self._look, self._memory)
        self._window.show_message("database", "正在打开数据…")
        self._shell.setCentralWidget(self._window)
        self._shell.ask_before_closing(self._window.leave_all)
        QTimer.singleShot(0, self.open)

    def open(self, *, anyway: bool = False, take_over: bool = False) -> None:
        """Open the data and let the person in, or explain why not, with what can be done."""
        from app.services.opening import open_for_work  # noqa: PLC0415 - SQLAlchemy

        data = ExitStack()
        try:
            office = data.enter_context(
                open_for_work(self._places, anyway=anyway, take_over=take_over)
            )
        except (UserError, Fault) as error:
            self._explain(error)
            return
        self._closing.push(data)
        self._look.use(office.settings.appearance, compact=office.settings.compact)
        assemble(self._window, office, self._look, self._memory, self._closing)

    def _explain(self, error: UserError | Fault) -> None:
        from app.ui.buttons import button  # noqa: PLC0415 - not before the first paint
        from app.ui.files import show_in_folder  # noqa: PLC0415

        again = button(self._look, "重试", "refresh-cw", kind="primary", press=self.open)
        folder = button(
            self._look,
            "打开数据文件夹",
            "folder-open",
            press=lambda: show_in_folder(self._places.database),
        )
        leave = button(self._look, "退出", press=self._shell.close)
        actions = [again, folder, leave]
        if "仍然打开" in error.message:
            actions.insert(
                1,
                button(
                    self._look,
                    "仍然打开",
                    kind="danger",
                    press=lambda: self.open(anyway=True, take_over=True),
                ),
            )
        title, text = (
            (error.message, error.advice)
            if isinstance(error, Fault)
            else ("现在打不开数据", error.message)
        )
        self._window.show_message("circle-alert", title, text, actions)


def assemble(
    window: "Window", office: "Office", look: "Look", memory: QSettings, closing: ExitStack
) -> "Desk":
    """Everything that works on open data, each given what it needs and no more."""
    from app.services.search import search  # noqa: PLC0415 - SQLAlchemy
    from app.ui.page import Desk  # noqa: PLC0415
    from app.ui.tasks import Tasks  # noqa: PLC0415
    from app.ui.undo import Commits, Steps  # noqa: PLC0415

    tasks = Tasks(window)
    closing.callback(tasks.wait)
    commits = Commits(office.db, window)
    steps = Steps(office.db, commits, window)
    desk = Desk(office, look, office, tasks, memory)
    window.open(desk, makers(), commits, steps)
    window.search_with(lambda text: search(office, text, _HITS))
    return desk


def makers() -> "Makers":
    """How each page is made, in the order of the rail; its module is imported when visited."""
    made: dict[str, Callable[[Desk], Page]] = {
        "home": _home,
        "partner": _partner,
        "agreement": _agreement,
        "due": _due,
        "programme": lambda desk: _records(desk, "programme"),
        "department": lambda desk: _records(desk, "department"),
        "campus": lambda desk: _records(desk, "campus"),
        "import": _import,
    }
    return made


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


def _import(desk: "Desk") -> "Page":
    from app.ui.import_page import ImportPage  # noqa: PLC0415

    return ImportPage(desk)


def _records(desk: "Desk", table: str) -> "Page":
    from app.models import KIND_OF_TABLE  # noqa: PLC0415
    from app.ui.records_page import RecordsPage  # noqa: PLC0415

    return RecordsPage(desk, KIND_OF_TABLE[table])
