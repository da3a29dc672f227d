"""What a tab of the internships page is: a view of one batch on one day."""

from abc import abstractmethod
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.services.database import Commit


class BatchView(QWidget):
    """Filled when it is looked at and something was changed since; asks through ``wanted``."""

    wanted = Signal(object)  # a Target

    @abstractmethod
    def fill(self, batch: UUID, today: date) -> None:
        """Show ``batch`` as it stands on ``today``."""

    def follow(self, commit: Commit) -> bool:
        """Show what one change did, without asking for everything anew; whether that was done."""
        del commit
        return False

    def batch_of(self, part: str, keys: Sequence[UUID]) -> UUID | None:
        """In which batch these records of a part of the view are best looked at."""
        del part, keys
        return None

    def show_part(self, part: str, keys: Sequence[UUID]) -> None:
        """Turn to a part, because somebody asked for these records."""
