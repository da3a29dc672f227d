"""Strips about work: how far it is, and where its result lies."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QProgressBar

from app.ui.buttons import button
from app.ui.files import open_file, show_in_folder
from app.ui.labels import Elided
from app.ui.layouts import row
from app.ui.look import Look
from app.ui.panels import Banner
from app.ui.tasks import Task
from app.ui.tokens import NARROW, SNUG, TIGHT, Tone


def done_strip(
    look: Look, text: str, file: Path, printing: Callable[[], object] | None = None
) -> Banner:
    """Finished work: what was made, and buttons to open it, find it, print it."""
    actions = [
        button(look, "打开", "external-link", press=lambda: open_file(file)),
        button(look, "打开所在文件夹", "folder-open", press=lambda: show_in_folder(file)),
    ]
    if printing is not None:
        actions.append(button(look, "打印", "printer", press=printing))
    strip = Banner(look, text, Tone.GOOD, actions)
    strip.words.setToolTip(str(file))
    return strip


class ProgressStrip(QFrame):
    """Follows one task from start to end: what it is, how far, and a way to stop it."""

    ended = Signal()

    def __init__(self, look: Look, task: Task) -> None:
        super().__init__()
        self._task = task
        self.setProperty("part", "banner")
        self.setProperty("banner", Tone.ACCENT.value)
        self._title = Elided(task.title or "正在处理", "strong")
        self._what = Elided("", "muted")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)  # busy, until the work says how much there is
        self.bar.setFixedWidth(180)
        self.stop = button(look, "取消", "x", press=self._cancel)
        self.setLayout(
            row(
                self._title,
                self.bar,
                self._what,
                1,
                self.stop,
                spacing=SNUG,
                margins=(SNUG, TIGHT, NARROW, TIGHT),
            )
        )
        task.progressed.connect(self._show)
        task.finished.connect(self._end)

    @Slot(int, int, str)
    def _show(self, done: int, total: int, what: str) -> None:
        self.bar.setRange(0, max(0, total))
        self.bar.setValue(done)
        if not self._task.cancelling:
            counted = f"{done:,} / {total:,}" if total else ""
            self._what.setText("\u3000".join(part for part in (what, counted) if part))

    def _cancel(self) -> None:
        self._task.cancel()
        self.stop.setEnabled(False)
        self._what.setText("正在停下…")

    @Slot()
    def _end(self) -> None:
        self.hide()
        self.ended.emit()
