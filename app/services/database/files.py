"""Whole database files: copied while in use, and looked into before anyone relies on them."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, inspect, select, update

from app.errors import Damaged, Fault
from app.models import KINDS, Base
from app.models.attachments import Attachment
from app.models.log import ChangeOp, ChangeSet, EventLog, SiteSelf, SyncKnown
from app.services.database import chain
from app.services.database.engine import complaints, is_sqlite, open_sqlite, translated
from app.services.database.header import inspect_file
from app.services.database.migrate import counts
from app.services.database.slots import GUARDS
from app.services.database.verify import verify

_ALWAYS = {kind.__tablename__ for kind in (ChangeSet, ChangeOp, SyncKnown, SiteSelf, EventLog)}


@dataclass(frozen=True, slots=True)
class Content:
    """What is in a file: enough to tell two apart, and that a copy is complete."""

    schema: int
    counts: dict[str, int]  # rows of every table
    site: str
    seq: int  # the newest change of that site
    head: str  # and its hash
    blobs: tuple[str, ...]  # attachments, by hash


def copy_file(source: Path, target: Path) -> Content:
    """A consistent copy, also while somebody writes. Tells what was in it at that moment."""
    ours, theirs = open_sqlite(source), open_sqlite(target)
    try:
        with translated(), ours.begin() as connection:
            content = _content(connection)
            into = theirs.raw_connection()
            driver: Any = connection.connection.driver_connection
            driver.backup(into.driver_connection, pages=-1)  # in steps, each write restarts it
            into.close()
    finally:
        ours.dispose()
        theirs.dispose()
    return content


def look_into(path: Path) -> Content:
    """What is in a file that nobody has open. Fault if it is damaged, foreign or newer."""
    if inspect_file(path) is None:
        raise Fault("这个文件是空的", "请选择另一份备份。")
    engine = open_sqlite(path, read_only=True)
    try:
        with translated(), engine.begin() as connection:
            expect_ours(connection)
            _expect_whole(connection)
            return _content(connection)
    finally:
        engine.dispose()


def examine(path: Path) -> None:
    """SQLite's quick check at every start, its full one after a crash. Damaged if it complains.

    Every backup is checked in full, and with it what it was copied from.
    """
    engine = open_sqlite(path)
    try:
        with translated(), engine.begin() as connection:
            expect_ours(connection)
            closed = connection.execute(select(SiteSelf.closed_clean)).scalar_one_or_none()
            _expect_whole(connection, quick=closed is not None)
    finally:
        engine.dispose()


def chain_end(path: Path) -> tuple[str, int]:
    """Which site a file is, and its newest change."""
    engine = open_sqlite(path)
    try:
        with translated(), engine.begin() as connection:
            site, seq, _ = _end(connection)
            return site, seq
    finally:
        engine.dispose()


def live_counts(path: Path) -> dict[str, int]:
    """Records of every kind that are not in the recycle bin."""
    engine = open_sqlite(path)
    try:
        with translated(), engine.begin() as connection:
            there = inspect(connection).get_table_names()
            return {
                kind.__tablename__: connection.execute(
                    select(func.count()).select_from(kind).where(kind.deleted.is_(False))
                ).scalar_one()
                for kind in KINDS
                if kind.__tablename__ in there
            }
    finally:
        engine.dispose()


def begin_anew(path: Path, user: str, source: str) -> list[str]:
    """Make a restored file a site of its own, and tell what its self-check finds."""
    engine = open_sqlite(path)
    try:
        with translated(), engine.execution_options(begin="IMMEDIATE").begin() as connection:
            problems = verify(connection)
            before = chain.own_site(connection)
            site = chain.begin_site(connection, before.rpartition("-")[0])
            detail = {"文件": source, "原站点": before, "新站点": site}
            chain.record_event(connection, user=user, what="恢复", detail=detail)
            connection.execute(update(SiteSelf).values(closed_clean=datetime.now(UTC)))
            return problems
    finally:
        engine.dispose()


def _expect_whole(connection: Connection, *, quick: bool = False) -> None:
    if any(complaints(connection, quick=quick)):
        raise Damaged("数据文件内部有损坏", "请选择另一份备份。")


def expect_ours(connection: Connection) -> None:
    """A file with our number in its header may still hold somebody else's tables or triggers."""
    if not is_sqlite(connection):
        return
    found = connection.exec_driver_sql("SELECT type, name, sql FROM sqlite_schema").all()
    active = {sql for kind, _, sql in found if kind in ("trigger", "view")}
    if active - set(GUARDS.values()):
        raise Fault("数据文件里有不属于双元的内容", "请不要使用来历不明的文件。")
    if not {name for _, name, _ in found} >= _ALWAYS:
        raise Damaged("数据文件缺少内容", "请选择另一份备份。")
    version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    whole = len(active) == len(GUARDS) and _columns_there(connection)
    if version == chain.SCHEMA and not whole:
        raise Damaged("数据文件的结构已损坏", "请选择另一份备份。")


def _columns_there(connection: Connection) -> bool:
    """Whether the newest schema is there in full; SQLite's checks do not know what we expect."""
    there = connection.exec_driver_sql(
        "SELECT t.name, c.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c"
        " WHERE t.type = 'table'"
    )
    expected = {(t.name, column.name) for t in Base.metadata.tables.values() for column in t.c}
    return expected <= {(table, column) for table, column in there}


def _content(connection: Connection) -> Content:
    site, seq, head = _end(connection)
    schema = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    held = select(Attachment.sha256).distinct().order_by(Attachment.sha256)
    blobs = tuple(connection.execute(held).scalars())
    return Content(int(schema), counts(connection), site, seq, head, blobs)


def _end(connection: Connection) -> tuple[str, int, str]:
    site = connection.execute(select(SiteSelf.site)).scalar_one_or_none()
    known = select(SyncKnown.seq, SyncKnown.hash).where(SyncKnown.site == site)
    end = connection.execute(known).first()
    if site is None or end is None:
        raise Damaged("数据文件缺少内容", "请选择另一份备份。")
    return site, end.seq, end.hash
