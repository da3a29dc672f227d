"""What a part of the 过程 tab is, and the kind of part that is a list of lines."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QWidget

from app.models import Placement
from app.services.process_lists import Process
from app.ui.grid import Grid, Head, Line, Section
from app.ui.layouts import column, row
from app.ui.look import Look
from app.ui.page import Target
from app.ui.panels import EmptyState
from app.ui.tokens import NARROW, SNUG, Tone


class ProcessPart(QWidget):
    """Filled with the process of a batch; asks for places and says what was done."""

    wanted = Signal(object)  # a Target
    said = Signal(str, Tone)
    reported = Signal(object)  # the key of an accident that was written down

    @abstractmethod
    def fill(self, process: Process) -> None:
        """Show a batch as it stands."""

    def follow(self, process: Process) -> None:
        """The same batch after calls; most parts do not speak of calls."""

    @abstractmethod
    def enter(self) -> None:
        """Be ready for the keyboard."""

    def widen(self) -> None:
        """Let no filter hide what somebody asked for."""


class ListPart(ProcessPart):
    """Deeds above a list; where there is nothing to list, it says so."""

    def __init__(self, look: Look, name: str, heads: Sequence[Head], empty: EmptyState) -> None:
        super().__init__()
        self.list = Grid(look, name, heads)
        self.bar: QHBoxLayout = row(spacing=NARROW)
        self.list.opened.connect(self._open)
        self._pile = QStackedLayout()
        self._pile.addWidget(self.list)
        self._pile.addWidget(empty)
        self.whole = column(self.bar, spacing=SNUG)
        self.whole.addLayout(self._pile, 1)
        self.setLayout(self.whole)

    @property
    def chosen(self) -> Any:
        """The line one is on; none where nothing is listed."""
        marked = self.list.marked()
        return marked[0] if marked else None

    def fill_lines(self, lines: Sequence[Line]) -> None:
        """Show these; the first is chosen where none was."""
        self.list.fill([Section("", lines)])
        self._pile.setCurrentIndex(0 if lines else 1)
        if lines and not self.list.marked():
            self.list.choose([lines[0].key])

    def enter(self) -> None:
        """Be ready for the keyboard."""
        self.list.setFocus()

    def opening(self, key: Any) -> Target | None:
        """Where the record of a line is seen; none: nowhere."""
        return Target(Placement.__tablename__, record=key) if isinstance(key, UUID) else None

    def _open(self, key: object) -> None:
        target = self.opening(key)
        if target is not None:
            self.wanted.emit(target)
