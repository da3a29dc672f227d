"""What happens to errors that nobody caught."""

import faulthandler
import logging
import sys

import pytest
from PySide6.QtCore import qInstallMessageHandler, qWarning
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from app.errors import Cancelled, Conflict, Fault
from app.ui.crash import ErrorReporter, describe
from app.ui.dialogs import Dialog
from app.ui.tasks import Tasks
from tests.ui.hands import click

pytestmark = [
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
    pytest.mark.qt_no_exception_capture,
]
RECORD = "石晓岚 的身份证 510112199901011234，邮箱 shi@example.cn"


@pytest.fixture(autouse=True)
def _no_warnings_logged() -> None:
    """Takes the place of the fixture for all tests: here errors are logged on purpose."""


@pytest.fixture
def reporter(look, tmp_path):
    root = logging.getLogger()
    level = root.level
    made = ErrorReporter(look, tmp_path / "logs", "0.1.0")
    made.install()
    yield made
    made.remove()
    for dialog in _dialogs():
        dialog.close()
    root.setLevel(level)


def _dialogs() -> list[Dialog]:
    found = [w for w in QApplication.topLevelWidgets() if isinstance(w, Dialog) and w.isVisible()]
    return sorted(found, key=lambda dialog: dialog.windowTitle())


def logged(reporter: ErrorReporter) -> str:
    return (reporter._logs / "program.log").read_text("utf-8")


def _words(dialog: Dialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


def _parse(text: str) -> None:
    raise ValueError(text)


def raise_in_hook(error: BaseException) -> None:
    sys.excepthook(type(error), error, error.__traceback__)


def test_what_a_person_can_mend_is_told_and_not_logged(reporter, qtbot):
    raise_in_hook(Conflict("已经有一家同名的企业。"))
    qtbot.waitUntil(lambda: len(_dialogs()) == 1)
    assert "已经有一家同名的企业。" in _words(_dialogs()[0])
    assert "ERROR" not in logged(reporter)
    assert list(reporter._logs.glob("error-*")) == []


def test_a_fault_of_the_machine_comes_with_advice_and_is_logged(reporter, qtbot):
    raise_in_hook(Fault("磁盘空间不足", "请清理磁盘。"))
    qtbot.waitUntil(lambda: len(_dialogs()) == 1)
    assert "磁盘空间不足" in _words(_dialogs()[0])
    assert "请清理磁盘。" in _words(_dialogs()[0])
    assert "ERROR" in logged(reporter)


def test_cancelling_is_no_event(reporter, qtbot):
    raise_in_hook(Cancelled())
    raise_in_hook(Conflict("之后"))
    qtbot.waitUntil(lambda: bool(_dialogs()))
    assert len(_dialogs()) == 1
    assert "ERROR" not in logged(reporter)


def test_a_bug_is_confessed_once_with_a_report_that_holds_no_record(reporter, qtbot):
    for _ in range(3):
        try:
            _parse(RECORD)
        except ValueError:
            sys.excepthook(*sys.exc_info())
    raise_in_hook(Conflict("之后"))
    qtbot.waitUntil(lambda: len(_dialogs()) == 2)
    reports = list(reporter._logs.glob("error-*.txt"))
    assert len(reports) == 1
    text = reports[0].read_text("utf-8")
    assert "ValueError" in text
    assert "_parse" in text
    assert "program 0.1.0" in text
    said = "\n".join(_words(dialog) for dialog in _dialogs())
    assert reports[0].name in said
    assert "已保存的数据不受影响" in said
    log = logged(reporter)
    for secret in ("石晓岚", "510112", "example.cn", "/home", str(reporter._logs.parent)):
        assert secret not in text
        assert secret not in log


def test_two_bugs_are_two(reporter, qtbot):
    raise_in_hook(ValueError("a"))
    raise_in_hook(KeyError("b"))
    qtbot.waitUntil(lambda: len(_dialogs()) == 2)
    assert len(list(reporter._logs.glob("error-*.txt"))) == 2


def test_a_bug_on_the_worker_is_shown_on_the_screen(reporter, qtbot):
    tasks = Tasks()
    tasks.run(lambda _: 1 // 0, lambda _: None)
    qtbot.waitUntil(lambda: len(_dialogs()) == 1)
    assert "ZeroDivisionError" in next(reporter._logs.glob("error-*.txt")).read_text("utf-8")


def test_a_bug_in_a_slot_is_shown_and_the_program_goes_on(reporter, qtbot):
    broken = QPushButton("坏")
    qtbot.addWidget(broken)
    broken.clicked.connect(lambda: 1 // 0)
    click(broken)
    qtbot.waitUntil(lambda: len(_dialogs()) == 1)
    dialog = _dialogs()[0]
    close = next(b for b in dialog.findChildren(QPushButton) if b.text() == "知道了")
    click(close)
    assert _dialogs() == []


def test_causes_are_told_too(qtbot):
    error = RuntimeError("while saving")
    error.__cause__ = OSError("disk I/O error")
    told = describe(error)
    assert "RuntimeError: while saving" in told
    assert "OSError: disk I/O error" in told


def test_parameters_of_a_statement_are_not_told():
    error = RuntimeError("(sqlite3.IntegrityError) NOT NULL\n[SQL: …]\n[parameters: ('甲公司',)]")
    assert describe(error) == "RuntimeError: (sqlite3.IntegrityError) NOT NULL"


def test_what_qt_says_goes_to_the_log(reporter):
    qWarning("something is odd")
    log = logged(reporter)
    assert "something is odd" in log
    assert "WARNING qt" in log


def test_a_run_that_died_is_remembered_by_the_next(look, tmp_path):
    logs = tmp_path / "logs"
    logs.mkdir()
    (logs / "fault.txt").write_text("Fatal Python error: Segmentation fault", "utf-8")
    level = logging.getLogger().level
    reporter = ErrorReporter(look, logs, "0.1.0")
    assert reporter.install()
    assert faulthandler.is_enabled()
    reporter.remove()
    kept = list(logs.glob("fault-*.txt"))
    assert len(kept) == 1
    assert "Segmentation" in kept[0].read_text("utf-8")
    again = ErrorReporter(look, logs, "0.1.0")
    assert not again.install()
    again.remove()
    logging.getLogger().setLevel(level)
    assert sys.excepthook is sys.__excepthook__
    assert qInstallMessageHandler(None) is None
