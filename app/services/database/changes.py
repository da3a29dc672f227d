"""What one finished transaction did: refresh, undo and history all read this."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.models.record import Record
from app.services.database.canonical import Plain


@dataclass(frozen=True, slots=True)
class Author:
    """Who changes something, what it is called in the history, and why if asked."""

    user: str
    label: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What one transaction did to one record; values in canonical form, as in the log."""

    kind: type[Record]
    id: UUID
    op: str  # I inserted, U updated, D purged from the recycle bin
    fields: Mapping[str, Sequence[Plain]]  # key: [before, after]

    @property
    def inserted(self) -> bool:
        """Whether it is new."""
        return self.op == "I"


@dataclass(frozen=True, slots=True)
class Commit:
    """One finished transaction, as told to whoever subscribed."""

    seq: int
    label: str
    changes: Sequence[Change]
    replayed: bool = False  # undo or redo: not a new step

    @property
    def kinds(self) -> frozenset[type[Record]]:
        """The kinds of record that it touched, associations included."""
        return frozenset(change.kind for change in self.changes)
