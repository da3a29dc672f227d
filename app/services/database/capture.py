"""What every session does on its own: stamps, sort keys, the change log and the search index.

No service mentions any of this. A record cannot be changed without it: deletions from the tables
and bulk statements on them are refused here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import delete, event, inspect, select
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction
from sqlalchemy.orm.attributes import get_history

from app.models import KIND_OF_TABLE
from app.models.record import Record
from app.models.values import uuid7
from app.services.database import chain, seats, shut, slots
from app.services.database.bulk import insert_rows, parts
from app.services.database.canonical import Plain, line, plain, writer
from app.services.database.changes import Author, Change
from app.services.database.index import Index
from app.services.pinyin import Pinyin


class Capture:
    """Attached to one writing session; `changes` and `seq` tell what it did once committed."""

    def __init__(self, session: Session, index: Index, pinyin: Pinyin, author: Author) -> None:
        self.changes: list[Change] = []
        self.seq = 0
        self._index, self._pinyin = index, pinyin
        self._author = author
        self._sort_keys: dict[object, str] = {}
        self._now = datetime.now(UTC)  # one moment: parts are known by it to have gone together
        self._touched: dict[UUID, Record] = {}
        self._entries: list[dict[str, Any]] = []
        event.listen(session, "before_flush", self._before_flush)
        event.listen(session, "after_flush", self._after_flush)
        event.listen(session, "before_commit", self._before_commit)
        event.listen(session, "do_orm_execute", self._guard)

    def _before_flush(self, session: Session, *_: Any) -> None:
        for record in session.deleted:
            if isinstance(record, Record):
                raise AssertionError(f"{record!r}: records go to the recycle bin")  # noqa: TRY004
        stamped = [
            record
            for record in (*session.new, *session.dirty)
            if isinstance(record, Record) and (record in session.new or _difference(record))
        ]
        titles: dict[type[Record], list[object]] = {}
        for record in stamped:
            titles.setdefault(type(record), []).append(_title(record))
        for kind, named in titles.items():
            self._learn_sort_keys(session, kind, named)
        for record in stamped:
            self._stamp(record, fresh=record in session.new)

    def _stamp(self, record: Record, *, fresh: bool) -> None:
        if fresh:
            record.created_at, record.created_by = self._now, self._author.user
        record.changed_at, record.changed_by = self._now, self._author.user
        record.key_ok = not (record.deleted or slots.awaits(type(record)))
        record.sort_key = self._sort_key(_title(record))

    def _sort_key(self, title: object) -> str:
        if isinstance(title, UUID):
            return self._sort_keys.get(title, "")
        return self._pinyin.key(str(title)) if title is not None else ""

    def _learn_sort_keys(
        self, session: Session, kind: type[Record], titles: Sequence[object]
    ) -> None:
        """A record that is called by another one sorts as that one does."""
        target = "" if kind.about.link else kind.field(kind.about.title).target
        if not target:
            return
        other = KIND_OF_TABLE[target]
        wanted = [key for key in titles if key is not None and key not in self._sort_keys]
        for part in parts(wanted):
            chosen = select(other.id, other.sort_key).where(other.id.in_(part))
            found = session.connection().execute(chosen)
            self._sort_keys.update({row.id: row.sort_key for row in found})

    def _after_flush(self, session: Session, _: UOWTransaction) -> None:
        for record in session.new:
            if isinstance(record, Record):
                self._note(record, _content(record), inserted=True)
        for record in session.dirty:
            if isinstance(record, Record) and (fields := _difference(record)):
                self._note(record, fields, inserted=False)

    def _note(self, record: Record, fields: Mapping[str, Sequence[Any]], *, inserted: bool) -> None:
        self.changes.append(Change(type(record), record.id, "I" if inserted else "U", fields))
        self._touched[record.id] = record

    def _before_commit(self, session: Session) -> None:
        session.flush()
        if not self.changes:
            return
        connection = session.connection()
        slots.give(connection, self.changes)
        seats.check(connection, self.changes)
        shut.check(connection, self.changes)
        self._index.put(connection, self._touched.values())
        entries = [each for each in self._entries if each["record"] not in self._touched]
        self._index.add(connection, entries)
        ops = [
            {
                "tbl": change.kind.__tablename__,
                "uid": change.id,
                "kind": change.op,
                "data": line(change.fields),
            }
            for change in self.changes
        ]
        self.seq = chain.append(connection, self._author, self._now, ops)

    def insert_many(
        self, session: Session, kind: type[Record], rows: Sequence[dict[str, Any]]
    ) -> list[UUID]:
        """New records by the thousand, logged and indexed like any other; returns their keys.

        The rows hold accepted values for columns (not for `many` fields).
        """
        shape = _shape(kind)
        title = kind.about.title
        self._learn_sort_keys(session, kind, [row.get(title) for row in rows])
        fresh = {
            "version": 1,
            "key_ok": not slots.awaits(kind),
            "created_at": self._now,
            "created_by": self._author.user,
            "changed_at": self._now,
            "changed_by": self._author.user,
        }
        keys: list[UUID] = []
        ready: list[dict[str, Any]] = []
        for row in rows:
            full = shape.empty | row
            key = full.pop("id", None) or uuid7()
            self.changes.append(Change(kind, key, "I", shape.content(full)))
            full["id"], full["sort_key"] = key, self._sort_key(full.get(title))
            if shape.indexed:
                self._entries.append(self._index.entry(kind, key, full))
            full.update(fresh)
            ready.append(full)
            keys.append(key)
        insert_rows(session.connection(), kind.table(), ready)
        return keys

    def purge(self, session: Session, record: Record) -> None:
        """Take one record out of the tables for good; the log keeps that it was."""
        gone = {key: [pair[1], None] for key, pair in _content(record).items()}
        self.changes.append(Change(type(record), record.id, "D", gone))
        self._touched.pop(record.id, None)
        self._index.drop(session.connection(), [record.id])
        table = type(record).table()
        session.expunge(record)
        session.connection().execute(delete(table).where(table.c.id == record.id))

    @staticmethod
    def _guard(state: ORMExecuteState) -> None:
        if not (state.is_insert or state.is_update or state.is_delete):
            return
        table = getattr(state.statement, "table", None)
        if getattr(table, "name", "") in KIND_OF_TABLE:
            raise AssertionError("bulk statements on records bypass the change log")


@dataclass(frozen=True, slots=True)
class _Shape:
    """What `insert_many` needs to know of a kind, worked out once."""

    empty: dict[str, Any]  # every logged attribute, without a value
    writers: dict[str, Callable[[Any], Plain]]  # of those that JSON does not hold as they are
    indexed: bool

    def content(self, values: Mapping[str, Any]) -> dict[str, list[Any]]:
        """What is given, from nothing to its canonical form."""
        found = {key: [None, value] for key, value in values.items() if value is not None}
        for key, write in self.writers.items():
            if key in found:
                found[key][1] = write(found[key][1])
        return found


@cache
def _shape(kind: type[Record]) -> _Shape:
    keys = kind.logged()
    return _Shape(
        dict.fromkeys(keys, None) | {"deleted": False},
        {key: found for key in keys if (found := writer(kind, key)) is not None},
        not kind.about.link and any(f.search for f in kind.fields()),
    )


def _title(record: Record) -> object:
    return getattr(record, type(record).about.title, None)


def _content(record: Record) -> dict[str, list[Any]]:
    values = {key: plain(getattr(record, key)) for key in type(record).logged()}
    return {key: [None, value] for key, value in values.items() if value is not None}


def _difference(record: Record) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    unmodified = inspect(record).unmodified  # the histories of all take longer than the update
    for key in type(record).logged():
        if key in unmodified:
            continue
        history = get_history(record, key)
        if history.has_changes():
            before = plain(history.deleted[0]) if history.deleted else None
            after = plain(history.added[0]) if history.added else None
            if before != after:
                found[key] = [before, after]
    return found
