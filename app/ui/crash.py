"""Where every exception nobody caught ends up, from whichever thread."""

import faulthandler
import logging
import sys
import traceback
from datetime import datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import IO

from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    Qt,
    QtMsgType,
    Signal,
    Slot,
    qInstallMessageHandler,
    qVersion,
)
from PySide6.QtWidgets import QApplication

from app.errors import Cancelled, Fault, UserError
from app.services.bug_report import describe, write_report
from app.ui.buttons import button
from app.ui.dialogs import tell
from app.ui.files import show_in_folder
from app.ui.look import Look
from app.ui.tokens import Tone

log = logging.getLogger(__name__)
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
}


class ErrorReporter(QObject):
    """The application's excepthook: a plain word for the expected, a report for a bug."""

    _raised = Signal(object)

    def __init__(self, look: Look, logs: Path, version: str) -> None:
        super().__init__()
        self._look = look
        self._logs = logs
        self._version = version
        self._told: set[str] = set()
        self._deaths: IO[str] | None = None
        self._log_file: logging.Handler | None = None
        # Queued: a dialog must not open in the middle of painting, where an error may arise.
        self._raised.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> bool:
        """Begin to listen; whether the last run died without a word."""
        self._logs.mkdir(parents=True, exist_ok=True)
        self._log_file = _open_log(self._logs / "program.log")
        qInstallMessageHandler(_hear_qt)
        sys.excepthook = self.hook
        file = self._logs / "fault.txt"
        died = file.exists() and file.stat().st_size > 0
        if died:
            file.replace(self._logs / f"fault-{_stamp()}.txt")
        self._deaths = file.open("a", encoding="utf-8")
        faulthandler.enable(self._deaths)
        return died

    def remove(self) -> None:
        """Stop listening and close the files: the very last thing a run does."""
        sys.excepthook = sys.__excepthook__
        qInstallMessageHandler(None)
        if self._deaths is not None:
            faulthandler.disable()
            self._deaths.close()
        if self._log_file is not None:
            logging.getLogger().removeHandler(self._log_file)
            self._log_file.close()

    def hook(self, _: type[BaseException], error: BaseException, __: TracebackType | None) -> None:
        """What Python calls when nobody caught an error."""
        if isinstance(error, Exception):
            self._raised.emit(error)
        else:  # KeyboardInterrupt, SystemExit
            QApplication.exit(1)

    @Slot(object)
    def _show(self, error: Exception) -> None:
        window = QApplication.activeWindow()
        match error:
            case Cancelled():
                pass
            case UserError():
                tell(self._look, window, "请注意", error.message)
            case Fault():
                log.error("fault\n%s", describe(error))
                tell(self._look, window, error.message, error.advice, Tone.STOP)
            case _:
                self._confess(error)

    def _confess(self, bug: Exception) -> None:
        """Once per bug: a timer that fails every second must not ask every second."""
        mark = _fingerprint(bug)
        if mark in self._told:
            return
        self._told.add(mark)
        about = (f"program {self._version}", f"Qt {qVersion()}")
        file = write_report(self._logs, bug, *about)
        log.error("bug, report %s", file.name)
        folder = button(self._look, "查看报告", press=lambda: show_in_folder(file))
        leave = button(self._look, "退出程序", press=QApplication.quit)
        text = "出现了意外错误，刚才这一步没有完成，已保存的数据不受影响。可以继续使用。"
        kept = f"报告 {file.name} 里没有业务数据，可以发给维护人员。"
        tell(
            self._look,
            QApplication.activeWindow(),
            "对不起，程序出错了",
            f"{text}\n{kept}",
            Tone.STOP,
            folder,
            leave,
        )


def _fingerprint(error: BaseException) -> str:
    """The same bug has the same one, however often it strikes."""
    frames = traceback.extract_tb(error.__traceback__)
    return "|".join([type(error).__name__, *(f"{f.name}:{f.lineno}" for f in frames)])


def _open_log(file: Path) -> logging.Handler:
    handler = RotatingFileHandler(file, maxBytes=500_000, backupCount=1, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    return handler


def _hear_qt(kind: QtMsgType, _: QMessageLogContext, message: str) -> None:
    logging.getLogger("qt").log(_LEVELS.get(kind, logging.ERROR), "%s", message)


def _stamp() -> str:
    return f"{datetime.now():%Y%m%d-%H%M%S-%f}"  # noqa: DTZ005 - the clock on the office's wall
