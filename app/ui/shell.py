"""The bare window that is on the screen before anything else is loaded.

Only what Qt itself has: touching `Qt.…`, a style sheet or an icon costs more than the window.
What belongs into it is imported after its first paint (`app/bootstrap.py`).
"""

from collections.abc import Callable

from PySide6.QtCore import QSettings, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QMainWindow


class Shell(QMainWindow):
    """Frame, size and place; empty until `setCentralWidget`."""

    painted = Signal()  # once, when there is something on the screen

    def __init__(self, memory: QSettings) -> None:
        super().__init__()
        self._memory = memory
        self._was_painted = False
        self._may_close: Callable[[], bool] = lambda: True
        self.setWindowTitle("双元")
        self.setMinimumSize(820, 520)
        saved = memory.value("window/geometry")
        if saved is None or not self.restoreGeometry(saved):
            room = self.screen().availableSize()
            self.resize(min(1440, room.width() - 40), min(900, room.height() - 60))

    def ask_before_closing(self, may_close: Callable[[], bool]) -> None:
        """Close only if this says so."""
        self._may_close = may_close

    # The Qt side -----------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self.painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._may_close():
            event.ignore()
            return
        self._memory.setValue("window/geometry", self.saveGeometry())
        super().closeEvent(event)
