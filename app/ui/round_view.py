"""What a tab of the page of a round is: a view of one round of recognition."""

from abc import abstractmethod

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.models import RecognitionRound


class RoundView(QWidget):
    """Filled when it is looked at and something was changed since; asks through ``wanted``."""

    wanted = Signal(object)  # a Target

    @abstractmethod
    def fill(self, round_: RecognitionRound) -> None:
        """Show one round, as it was read last."""
