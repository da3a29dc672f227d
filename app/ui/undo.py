"""Undo and redo of everything: fed by commits, not by the code that causes them."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from app.errors import UserError
from app.services.database import Commit, Database

_KEPT = 50


class Commits(QObject):
    """The database's commits as a signal: safe to connect to from widgets, whoever wrote."""

    committed = Signal(Commit)

    def __init__(self, db: Database, parent: QObject | None = None) -> None:
        super().__init__(parent)
        db.subscribe(self.committed.emit)


@dataclass(frozen=True, slots=True)
class Step:
    """One transaction that can be taken back."""

    seq: int
    label: str


class Steps(QObject):
    """The steps that can be taken back, and those that can be done again.

    The log is only ever added to: undoing a step is a new change set that says the opposite, and
    doing it again is one that takes that back.
    """

    changed = Signal()
    told = Signal(str)  # what was just undone or redone

    def __init__(self, db: Database, commits: Commits, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._db = db
        self._done: list[Step] = []
        self._undone: list[Step] = []
        self._busy = False  # taking a step back ourselves
        commits.committed.connect(self.record)

    @property
    def undo_label(self) -> str:
        """What Ctrl+Z would take back; empty if nothing."""
        return self._done[-1].label if self._done else ""

    @property
    def redo_label(self) -> str:
        """What Ctrl+Y would do again; empty if nothing."""
        return self._undone[-1].label if self._undone else ""

    @Slot(Commit)
    def record(self, commit: Commit) -> None:
        """Remember a new step. Undoing one is not a new one."""
        if commit.replayed:
            self._forget(commit)
            return
        self._done = [*self._done, Step(commit.seq, commit.label)][-_KEPT:]
        self._undone.clear()
        self.changed.emit()

    def undo(self) -> None:
        """Take the last step back."""
        if self._done:
            step = self._done.pop()
            self._undone.append(Step(self._take_back(step), step.label))
            self._tell(f"已撤销：{step.label}")

    def redo(self) -> None:
        """Do again what was last undone."""
        if self._undone:
            step = self._undone.pop()
            self._done.append(Step(self._take_back(step), step.label))
            self._tell(f"已重做：{step.label}")

    def _take_back(self, step: Step) -> int:
        """Its opposite; a step that cannot be taken back now never can, and is dropped."""
        self._busy = True
        try:
            return self._db.take_back(step.seq)
        except UserError:
            self.changed.emit()
            raise
        finally:
            self._busy = False

    def _forget(self, commit: Commit) -> None:
        """A page took a step back itself, as the import does: it is done again from here."""
        told = [step for step in self._done if commit.label == f"撤销：{step.label}"]
        if told and not self._busy:
            self._done.remove(told[-1])
            self._undone.append(Step(commit.seq, told[-1].label))
            self.changed.emit()

    def _tell(self, text: str) -> None:
        self.changed.emit()
        self.told.emit(text)
