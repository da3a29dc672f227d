"""The change log's own tables (design: change_set, change_op, sites, hash chain, hybrid clock).

Not records: they are written by the database room in the transaction of the change, never edited.
"""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    BigInteger,
    Dialect,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.models.record import Base


class Canonical(TypeDecorator[dict[str, Any]]):
    """JSON whose text the caller made, because the same text goes into a hash."""

    impl = Text
    cache_ok = True
    python_type = dict

    def process_bind_param(self, value: Any, dialect: Dialect) -> str:
        if not isinstance(value, str):
            raise TypeError("canonical text wanted")
        return value

    def process_result_value(self, value: str | None, dialect: Dialect) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(value or "{}")
        return found


class ChangeSet(Base):
    """One committed transaction of one site, numbered 1, 2, 3 … without gaps."""

    __tablename__ = "change_set"

    site: Mapped[str] = mapped_column(String(24), primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    hlc: Mapped[int] = mapped_column(BigInteger)  # hybrid clock: max(last + 1, ms << 16)
    user: Mapped[str] = mapped_column(String(100))
    at: Mapped[datetime] = mapped_column()
    label: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str | None] = mapped_column(Text)
    app_version: Mapped[str] = mapped_column(String(20))
    schema_version: Mapped[int] = mapped_column()
    ctx: Mapped[dict[str, int]] = mapped_column(JSON)  # seq of every other site held then
    prev_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class ChangeOp(Base):
    """What a change set did to one row: {field: [old, new]} in canonical values."""

    __tablename__ = "change_op"
    __table_args__ = (
        ForeignKeyConstraint(["site", "seq"], ["change_set.site", "change_set.seq"]),
        Index("ix_change_op_uid", "uid"),
    )

    site: Mapped[str] = mapped_column(String(24), primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    idx: Mapped[int] = mapped_column(primary_key=True)
    tbl: Mapped[str] = mapped_column(String(40))
    uid: Mapped[UUID] = mapped_column()
    kind: Mapped[str] = mapped_column(String(1))  # I inserted, U updated, D purged
    data: Mapped[dict[str, Any]] = mapped_column(Canonical)


class SyncKnown(Base):
    """How much of each site's chain this database holds, and where the chain ends."""

    __tablename__ = "sync_known"

    site: Mapped[str] = mapped_column(String(24), primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger)
    hlc: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[str] = mapped_column(String(64))


class SyncSite(Base):
    """The sites of the college that exchange records."""

    __tablename__ = "sync_site"

    site: Mapped[str] = mapped_column(String(24), primary_key=True)
    code: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(100))
    role: Mapped[str] = mapped_column(String(20))
    public_key: Mapped[str | None] = mapped_column(String(64))
    enrolled_at: Mapped[datetime] = mapped_column()
    retired_at: Mapped[datetime | None] = mapped_column()


class SiteSelf(Base):
    """Which site this database is: one row. A restored or copied file becomes a new one."""

    __tablename__ = "site_self"

    id: Mapped[int] = mapped_column(primary_key=True)
    site: Mapped[str] = mapped_column(String(24))
    machine: Mapped[str] = mapped_column(String(64))  # fingerprint of the PC it was opened on
    closed_clean: Mapped[datetime | None] = mapped_column()  # none: open, or ended by a crash
    last_event: Mapped[str] = mapped_column(String(64))  # hash of the newest event


class EventLog(Base):
    """What happened besides changes: exports, imports, restores. Chained like the change sets."""

    __tablename__ = "event_log"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column()
    user: Mapped[str] = mapped_column(String(100))
    machine: Mapped[str] = mapped_column(String(100))
    what: Mapped[str] = mapped_column(String(40))
    detail: Mapped[dict[str, Any]] = mapped_column(JSON)
    prev_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class NumberSeries(Base):
    """The last serial given for a prefix, year and campus; a number is never given twice."""

    __tablename__ = "number_series"

    prefix: Mapped[str] = mapped_column(String(12), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    campus: Mapped[str] = mapped_column(String(6), primary_key=True)
    last: Mapped[int] = mapped_column()


class SearchEntry(Base):
    """One line per record for the search box: derived, rebuilt at will."""

    __tablename__ = "search_entry"
    __table_args__ = (UniqueConstraint("record"), Index("ix_search_entry_kind", "kind"))

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    kind: Mapped[str] = mapped_column(String(40))
    record: Mapped[UUID] = mapped_column()
    folded: Mapped[str] = mapped_column(Text)  # searchable values, folded, U+E000 between fields
    initials: Mapped[str] = mapped_column(Text)  # of the title
    pinyin: Mapped[str] = mapped_column(Text)  # syllables of the title, spaces between


class SavedView(Base):
    """A filter, an order and columns that somebody wants back, by name."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("kind", "name"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(60))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
