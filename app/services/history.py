"""What happened to a record: the change log in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import KIND_OF_TABLE, Record
from app.models.log import ChangeOp, ChangeSet
from app.services.database import Database
from app.services.database.canonical import reader
from app.services.records import Records, parts_of

NAMES = {"deleted": "在回收站", "campus_id": "所属校区"}


@dataclass(frozen=True, slots=True)
class Difference:
    """One field before and after, as a person reads it."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Happening:
    """What one transaction did to one record or to a part of it."""

    seq: int
    at: datetime
    user: str
    label: str
    reason: str | None
    kind: str  # label of the kind of record
    title: str
    inserted: bool
    differences: Sequence[Difference]


class History:
    """Reads the change log."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def of(self, kind: type[Record], key: UUID) -> list[Happening]:
        """What happened to a record and its parts, newest first."""
        with self._db.read() as session:
            keys = [key, *_parts(session, kind, key)]
            found = session.execute(
                select(ChangeSet, ChangeOp)
                .join(ChangeOp, (ChangeOp.site == ChangeSet.site) & (ChangeOp.seq == ChangeSet.seq))
                .where(ChangeOp.uid.in_(keys))
                .order_by(ChangeSet.hlc.desc(), ChangeOp.idx)
            ).all()
        titles = _Titles(self._db)
        return [_happening(head, op, titles) for head, op in found]

    def recent(self, limit: int = 50) -> list[tuple[int, datetime, str, str, str | None]]:
        """The last transactions: number, time, person, label, reason."""
        with self._db.read() as session:
            found = session.scalars(select(ChangeSet).order_by(ChangeSet.hlc.desc()).limit(limit))
            return [(each.seq, each.at, each.user, each.label, each.reason) for each in found]


class _Titles:
    """Titles of references, asked for once each."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._known: dict[tuple[str, UUID], str] = {}

    def of(self, table: str, key: UUID) -> str:
        if (table, key) not in self._known:
            records: Records[Any] = Records(self._db, KIND_OF_TABLE[table])
            self._known[table, key] = records.titles([key]).get(key, "")
        return self._known[table, key]


def _parts(session: Session, kind: type[Record], key: UUID) -> list[UUID]:
    found: list[UUID] = []
    for part in parts_of(kind):
        owner = getattr(part, part.about.parent)
        found.extend(session.scalars(select(part.id).where(owner == key)))
    return found


def _happening(head: ChangeSet, op: ChangeOp, titles: _Titles) -> Happening:
    kind = KIND_OF_TABLE[op.tbl]
    differences = [
        Difference(_label(kind, key), *(_shown(kind, key, each, titles) for each in pair))
        for key, pair in sorted(op.data.items(), key=lambda each: _place(kind, each[0]))
        if not (op.kind == "I" and key == "deleted") and key != kind.about.parent
    ]
    title = "" if kind.about.link else titles.of(op.tbl, op.uid)
    return Happening(
        head.seq,
        head.at,
        head.user,
        head.label,
        head.reason,
        kind.about.label,
        title,
        op.kind == "I",
        [each for each in differences if each.before or each.after],
    )


def _place(kind: type[Record], key: str) -> int:
    """Fields in the order of the form; what is no field after them."""
    return next((n for n, f in enumerate(kind.fields()) if f.key == key), len(kind.fields()))


def _label(kind: type[Record], key: str) -> str:
    return next((f.label for f in kind.fields() if f.key == key), NAMES.get(key, key))


def _shown(kind: type[Record], key: str, value: Any, titles: _Titles) -> str:
    field = next((f for f in kind.fields() if f.key == key), None)
    read = reader(kind, key)(value)
    if read is None:
        return ""
    if field is None:
        return (
            {True: "是", False: "否"}.get(read, str(read)) if isinstance(read, bool) else str(read)
        )
    return titles.of(field.target, read) if field.target else field.show(read)
