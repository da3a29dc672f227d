"""What a tab of the internships page is: a view of one batch on one day."""

from abc import abstractmethod
from datetime import date
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget


class BatchView(QWidget):
    """Filled when it is looked at and something was changed since; asks through ``wanted``."""

    wanted = Signal(object)  # a Target

    @abstractmethod
    def fill(self, batch: UUID, today: date) -> None:
        """Show ``batch`` as it stands on ``today``."""
