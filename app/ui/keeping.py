"""What nobody has to think of while the data is open: backups, and holds that run out."""

from datetime import UTC, datetime

from PySide6.QtCore import QObject, QTimer

from app.services.bookings.holds import release
from app.services.copies import Why
from app.ui.page import Desk
from app.ui.status import StatusLine

_LOOK = 5 * 60 * 1000  # ms between two looks at the clock


class Keeping(QObject):
    """Looks at the clock while the data is open: for copies that are due, and holds that are."""

    def __init__(self, desk: Desk, status: StatusLine, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._status = status
        self._clock = QTimer(self, interval=_LOOK)
        self._clock.timeout.connect(self._on_clock)
        self._clock.start()
        desk.tasks.started.connect(lambda task: task.finished.connect(self.show))
        self.show()

    def show(self) -> None:
        """Say when the last good copy was made."""
        last = self._desk.office.backups.newest()
        self._status.show_backup(last.at if last else None)

    @property
    def owed(self) -> bool:
        """Whether a copy should be made before the program ends."""
        office = self._desk.office
        return office.settings.backup_on_exit and office.backups.changed()

    def _on_clock(self) -> None:
        office, tasks = self._desk.office, self._desk.tasks
        release(office, datetime.now(UTC))
        if not tasks.running and office.backups.due(office.settings.backup_hours):
            tasks.run(lambda _: office.backups.make(Why.TIMED), lambda _: None, "定时备份")
