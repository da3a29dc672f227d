"""The line at the bottom: what was last done, what is being done, when it was last backed up."""

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QProgressBar, QWidget

from app.ui.buttons import button
from app.ui.labels import Elided, IconLabel
from app.ui.layouts import row
from app.ui.look import Look
from app.ui.tokens import NARROW, SNUG

if TYPE_CHECKING:
    from app.services.database import Commit
    from app.ui.tasks import Task

_GLANCE = 8_000  # ms that a passing remark stays


class StatusLine(QFrame):
    """Left the last change, in the middle running work with its cancel button, right the backup."""

    backup_asked = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "plain")
        self._look = look
        self._lasting = ""
        self._task: Task | None = None
        self._mark = IconLabel(look.icon("circle-check", "good"), 16)
        self._mark.hide()
        self._words = Elided("", "muted")
        self._work = Elided("", "muted")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(140)
        self._stop = button(look, "取消", kind="link", press=self._cancel)
        self._backup = button(look, "", "shield-check", kind="link", press=self.backup_asked.emit)
        self._backup.setVisible(False)
        self._back = QTimer(self, singleShot=True, interval=_GLANCE)
        self._back.timeout.connect(self._show_lasting)
        self.setLayout(
            row(
                self._mark, self._words, 1, self._work, self._bar, self._stop, self._backup,
                spacing=NARROW, margins=(SNUG, 0, SNUG, 0),
            )
        )  # fmt: skip
        self.setFixedHeight(30)
        self._show_work(on=False)

    def on_commit(self, commit: "Commit") -> None:
        """Say what was saved."""
        self._lasting = f"已保存 · {commit.label} · {datetime.now():%H:%M}"  # noqa: DTZ005 - wall clock
        self._show_lasting()

    def say(self, text: str) -> None:
        """A passing remark."""
        self._mark.hide()
        self._words.setText(text)
        self._back.start()

    def _show_lasting(self) -> None:
        self._back.stop()
        self._mark.setVisible(bool(self._lasting))
        self._words.setText(self._lasting)

    def show_backup(self, at: datetime | None) -> None:
        """When the last copy was made that was opened and counted."""
        self._backup.setText(f"最近一次已验证备份 {_near(at)}" if at else "还没有已验证的备份")
        self._backup.setVisible(True)

    def follow(self, task: "Task") -> None:
        """Show how far a piece of work is, until it ends."""
        self._show_work(on=True)
        self._work.setText("正在处理…")
        self._bar.setRange(0, 0)
        task.progressed.connect(self._advance)
        task.finished.connect(self._end)
        self._task = task

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _advance(self, done: int, total: int, what: str) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        counted = f" {done:,} / {total:,}" if total else ""
        self._work.setText(f"{what or '正在处理'}{counted}")

    def _end(self) -> None:
        self._task = None
        self._show_work(on=False)

    def _show_work(self, *, on: bool) -> None:
        for part in (self._work, self._bar, self._stop):
            part.setVisible(on)


def _near(at: datetime) -> str:
    """今天 09:12, 昨天 17:30, or the date."""
    local = at.astimezone()
    days = (datetime.now().astimezone().date() - local.date()).days
    day = {0: "今天", 1: "昨天"}.get(days, f"{local:%Y-%m-%d}")
    return f"{day} {local:%H:%M}"
