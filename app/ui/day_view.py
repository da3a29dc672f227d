"""What a tab is that tells how things stand on a day."""

from abc import abstractmethod
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.ui.page import Scope


class DayView(QWidget):
    """Filled when it is looked at and something was changed since; asks through ``wanted``."""

    wanted = Signal(object)  # a Target

    @abstractmethod
    def fill(self, on: date, scope: Scope) -> None:
        """Show how things stand on a day, in what the window is limited to."""
