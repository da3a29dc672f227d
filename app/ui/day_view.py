"""What a tab is that tells how things stand on a day."""

from abc import abstractmethod
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget


class DayView(QWidget):
    """Filled when it is looked at and something was changed since; asks through ``wanted``."""

    wanted = Signal(object)  # a Target

    @abstractmethod
    def fill(self, on: date) -> None:
        """Show how things stand on a day."""
