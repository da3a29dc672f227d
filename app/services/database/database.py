"""The one door to the data: short transactions, each logged, each told to who listens."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Engine, select, text, update
from sqlalchemy.orm import Session, sessionmaker

from app.errors import Conflict, Fault
from app.models import KIND_OF_TABLE, Base, Record
from app.models.log import ChangeOp, ChangeSet, SearchEntry, SiteSelf
from app.services.database import chain, slots
from app.services.database.canonical import plain, reader
from app.services.database.capture import Capture
from app.services.database.changes import Author, Commit
from app.services.database.engine import (
    is_sqlite,
    open_server,
    open_sqlite,
    recover,
    stamp,
    translated,
)
from app.services.database.header import inspect_file
from app.services.database.index import FTS_DDL, Index
from app.services.pinyin import Pinyin

Listener = Callable[[Commit], None]


class Database:
    """The records of one college and their sessions, which live as long as one action."""

    def __init__(self, engine: Engine, pinyin: Pinyin, user: str, *, unclean: bool = False) -> None:
        self.engine = engine
        self.unclean = unclean  # the last time it was open, the program or the PC crashed
        self.index = Index(pinyin)
        self.user = user
        self._pinyin = pinyin
        self._sessions = sessionmaker(engine, expire_on_commit=False)
        self._listeners: list[Listener] = []

    def subscribe(self, listener: Listener) -> None:
        """Call `listener` after every commit, on the committing thread."""
        self._listeners.append(listener)

    @property
    def sqlite(self) -> bool:
        """Whether the records lie in a local file."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session for looking; what it returns is detached and fully loaded."""
        with translated(), self._sessions() as session:
            yield session

    @contextmanager
    def write(
        self, label: str, reason: str | None = None, *, replayed: bool = False
    ) -> Iterator["Writing"]:
        """One transaction: all of it happens, or none of it. `label` is what history shows."""
        with translated(), self._sessions() as session:
            session.connection(execution_options={"begin": "IMMEDIATE"})
            author = Author(self.user, label, reason)
            capture = Capture(session, self.index, self._pinyin, author)
            yield Writing(session, capture)
            session.commit()
        if capture.seq:
            self._tell(Commit(capture.seq, label, tuple(capture.changes), replayed))

    def _tell(self, commit: Commit) -> None:
        for listener in self._listeners:
            listener(commit)

    def event(self, what: str, detail: dict[str, Any]) -> None:
        """Note something that is no change: an export, a backup, a restore."""
        with translated(), self.engine.execution_options(begin="IMMEDIATE").begin() as connection:
            chain.record_event(connection, user=self.user, what=what, detail=detail)

    def take_back(self, seq: int) -> int:
        """Undo one change set of this site; undoing that undoes the undo. Returns the new number.

        Conflict if a record was changed since.
        """
        with self.read() as session:
            site = chain.own_site(session.connection())
            label = session.execute(
                select(ChangeSet.label).where(ChangeSet.site == site, ChangeSet.seq == seq)
            ).scalar_one()
            ops = session.scalars(
                select(ChangeOp)
                .where(ChangeOp.site == site, ChangeOp.seq == seq)
                .order_by(ChangeOp.idx.desc())
            ).all()
        label = label.removeprefix("撤销：") if label.startswith("撤销：") else f"撤销：{label}"
        commits: list[Commit] = []
        with self._overhear(commits), self.write(label, replayed=True) as writing:
            for op in ops:
                _reverse(writing.session, op)
        return commits[0].seq if commits else seq

    @contextmanager
    def _overhear(self, commits: list[Commit]) -> Iterator[None]:
        self._listeners.append(commits.append)
        try:
            yield
        finally:
            self._listeners.remove(commits.append)

    def sound(self, given: str) -> str:
        """A key that sorts text as a Chinese dictionary does."""
        return self._pinyin.key(given)

    def found(self, words: str) -> ColumnElement[bool]:
        """The condition on `SearchEntry` that a person's words set."""
        return self.index.matching(words, sqlite=self.sqlite)

    def keys_found(self, kind: type[Record], words: str) -> Any:
        """A subquery of the ids of one kind that match a person's words."""
        return select(SearchEntry.record).where(
            SearchEntry.kind == kind.__tablename__, self.found(words)
        )

    def asked(self, words: str) -> dict[str, str]:
        """The parameters that `found_by` takes on SQLite for a person's words."""
        return self.index.asked(words)

    def rebuild_index(self) -> None:
        """The search index anew, from the records."""
        with translated(), self.engine.execution_options(begin="IMMEDIATE").begin() as connection:
            self.index.rebuild(connection)

    def rebuild_slots(self) -> None:
        """The taken periods anew, from the dates. Conflict if two dates hold the same one."""
        with translated(), self.engine.execution_options(begin="IMMEDIATE").begin() as connection:
            slots.rebuild(connection)

    def close(self) -> None:
        """Remember that it ended well, and let go of the file."""
        last = self.engine.execution_options(begin="IMMEDIATE")
        try:
            with translated(), last.begin() as connection:
                connection.execute(update(SiteSelf).values(closed_clean=datetime.now(UTC)))
        finally:
            self.engine.dispose()


class Writing:
    """A writing session, and the sanctioned way to write by the thousand."""

    def __init__(self, session: Session, capture: Capture) -> None:
        self.session = session
        self._capture = capture

    def insert_many(self, kind: type[Record], rows: Sequence[dict[str, Any]]) -> list[UUID]:
        """New records of accepted values, logged and indexed; returns their keys in order."""
        return self._capture.insert_many(self.session, kind, rows)

    def purge(self, record: Record) -> None:
        """Out of the recycle bin for good. InUse if anything still points at it."""
        self._capture.purge(self.session, record)


def _reverse(session: Session, op: ChangeOp) -> None:
    kind = KIND_OF_TABLE[op.tbl]
    record = session.get(kind, op.uid)
    if record is None:
        raise Conflict("这条记录已从回收站清除，无法撤销。")
    if op.kind == "I":
        record.deleted = True
        return
    for key, (before, after) in op.data.items():
        if plain(getattr(record, key)) != after:
            raise Conflict(f"{kind.about.label}后来又改过，无法撤销这一步。")
        setattr(record, key, reader(kind, key)(before))


def create_schema(engine: Engine) -> None:
    """All tables of the newest schema in an empty database, and a site of its own."""
    with engine.execution_options(begin="IMMEDIATE").begin() as connection:
        Base.metadata.create_all(connection)
        if is_sqlite(connection):
            connection.exec_driver_sql(FTS_DDL)
        slots.guard(connection)
        connection.exec_driver_sql(
            "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL,"
            " CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"  # as Alembic makes it
        )
        revision = text("INSERT INTO alembic_version VALUES (:revision)")
        connection.execute(revision, {"revision": f"{chain.SCHEMA:04}"})
        chain.begin_site(connection)
        stamp(connection, chain.SCHEMA)


def open_file(path: Path, pinyin: Pinyin, user: str) -> Database:
    """Open the office's file, making it if there is none. Fault if it is not ours or newer."""
    recover(path)
    found = inspect_file(path)
    engine = open_sqlite(path)
    with translated():
        if found is None:
            create_schema(engine)
        elif found.version < chain.SCHEMA:
            raise Fault("数据需要升级", "请用“升级数据”打开。")
        unclean = _settle_site(engine) and found is not None
    return Database(engine, pinyin, user, unclean=unclean)


def open_url(url: str, pinyin: Pinyin, user: str) -> Database:
    """Open the office's own PostgreSQL database, whose schema must be there."""
    return Database(open_server(url), pinyin, user)


def _settle_site(engine: Engine) -> bool:
    """A file copied to another PC goes on under a new name; note that it is open now.

    Tells whether nobody had noted that it was closed.
    """
    with engine.execution_options(begin="IMMEDIATE").begin() as connection:
        row = connection.execute(
            select(SiteSelf.site, SiteSelf.machine, SiteSelf.closed_clean)
        ).first()
        if row is None or row.machine != chain.machine():
            code = row.site.rpartition("-")[0] if row else "HQ"
            chain.begin_site(connection, code)
        connection.execute(update(SiteSelf).values(closed_clean=None))
        return row is not None and row.closed_clean is None
