"""Work that takes longer than a blink, done beside the event loop, one piece after another."""

import time
from collections.abc import Callable
from threading import Event
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal, Slot

from app.errors import Cancelled

_BEAT = 0.05  # seconds between two signs of progress; more would only keep the window busy
T = TypeVar("T")
Progress = Callable[[int, int, str], None]  # done, total, what; raises Cancelled


class Task(QObject):
    """One piece of work under way."""

    progressed = Signal(int, int, str)
    finished = Signal()
    _ended = Signal(object, object)  # result, error

    def __init__(
        self,
        work: Callable[[Progress], Any],
        then: Callable[[Any], None],
        title: str,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.title = title
        self.over = False
        self._work = work
        self._then = then
        self._stop = Event()
        self._told = 0.0
        self._ended.connect(self._end, Qt.ConnectionType.QueuedConnection)

    @property
    def cancelling(self) -> bool:
        """Whether it has been told to stop."""
        return self._stop.is_set()

    def cancel(self) -> None:
        """Ask the work to stop; it does so where it next reports progress."""
        self._stop.set()

    def report(self, done: int, total: int, what: str = "") -> None:
        """What the work calls: tells how far it is, and raises Cancelled when it shall stop."""
        if self._stop.is_set():
            raise Cancelled
        now = time.monotonic()
        if now - self._told >= _BEAT or done >= total:
            self._told = now
            self.progressed.emit(done, total, what)

    def run(self) -> None:
        """Do the work, on the worker's thread, and send home what came of it."""
        try:
            result, error = self._work(self.report), None
        except BaseException as caught:  # noqa: BLE001 - handed over, raised below
            result, error = None, caught
        self._ended.emit(result, error)

    @Slot(object, object)
    def _end(self, result: Any, error: BaseException | None) -> None:
        """Back on the main thread: the same errors, raised where the reporter sees them."""
        self.over = True
        self.finished.emit()
        self.deleteLater()
        if error is None:
            self._then(result)
        elif not isinstance(error, Cancelled):
            raise error


class Tasks(QObject):
    """Runs tasks one after another, so that no two write to the database at once."""

    started = Signal(Task)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self, maxThreadCount=1)

    @property
    def running(self) -> int:
        """How many are under way or waiting."""
        return sum(not task.over for task in self.findChildren(Task))

    def run(
        self, work: Callable[[Progress], T], then: Callable[[T], None], title: str = ""
    ) -> Task:
        """Do `work` on another thread, then hand its result to `then` on this one.

        The work gets values and services, never widgets.
        """
        task = Task(work, then, title, self)
        self._pool.start(QRunnable.create(task.run))
        self.started.emit(task)
        return task

    def wait(self) -> None:
        """Stop everything that can be stopped and wait for the rest: for the end of the program."""
        for task in self.findChildren(Task):
            task.cancel()
        self._pool.waitForDone()
