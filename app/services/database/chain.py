"""The change log's chain: numbers without gaps, a clock that never goes back, hashes that link."""

import hashlib
import platform
import secrets
import time
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import Connection, Table, func, insert, select, update

from app import __version__
from app.models.log import ChangeOp, ChangeSet, EventLog, SiteSelf, SyncKnown, SyncSite
from app.services.database.bulk import insert_rows
from app.services.database.canonical import line, plain
from app.services.database.changes import Author

SCHEMA = 1  # number of the newest migration; also in the file's header
START = "0" * 64


def machine() -> str:
    """A name for this PC that is the same tomorrow."""
    return hashlib.sha256(platform.node().encode()).hexdigest()[:32]


def begin_site(connection: Connection, code: str = "HQ") -> str:
    """Make this database a new incarnation of a site, with a chain of its own."""
    taken = set(connection.execute(select(SyncSite.site)).scalars())
    names = (f"{code}-{secrets.token_hex(2)}" for _ in range(100_000))
    site = next(name for name in names if name not in taken)
    now = datetime.now(UTC)
    connection.execute(
        insert(SyncSite).values(site=site, code=code, name=code, role="head", enrolled_at=now)
    )
    connection.execute(insert(SyncKnown).values(site=site, seq=0, hlc=0, hash=START))
    values = {"site": site, "machine": machine(), "closed_clean": None}
    if connection.execute(update(SiteSelf).values(values)).rowcount == 0:
        connection.execute(insert(SiteSelf).values(id=1, last_event=START, **values))
    return site


def own_site(connection: Connection) -> str:
    """Which site this database is."""
    return str(connection.execute(select(SiteSelf.site)).scalar_one())


def hold(connection: Connection, site: str) -> Any:
    """The end of this site's chain, locked on engines that lock rows, before any record is."""
    found = select(SyncKnown.seq, SyncKnown.hlc, SyncKnown.hash).where(SyncKnown.site == site)
    return connection.execute(found.with_for_update()).one()


def append(
    connection: Connection, author: Author, at: datetime, ops: Sequence[dict[str, Any]]
) -> int:
    """Write one change set with its operations; the caller commits. Returns its number.

    `at` is the moment that the records carry, too.
    """
    site = own_site(connection)
    seq, _, previous = hold(connection, site)
    clock = connection.execute(select(func.max(SyncKnown.hlc))).scalar_one()
    head: dict[str, Any] = {
        "site": site,
        "seq": seq + 1,
        "hlc": max(clock + 1, int(time.time() * 1000) << 16),
        "user": author.user,
        "at": at,
        "label": author.label[:200],
        "reason": author.reason,
        "app_version": __version__,
        "schema_version": SCHEMA,
        "ctx": _others(connection, site),
    }
    head["prev_hash"], head["hash"] = previous, link(previous, head, ops)
    connection.execute(insert(ChangeSet).values(head))
    numbered = [op | {"site": site, "seq": seq + 1, "idx": n} for n, op in enumerate(ops)]
    if numbered:
        insert_rows(connection, cast("Table", ChangeOp.__table__), numbered)
    known = {"seq": seq + 1, "hlc": head["hlc"], "hash": head["hash"]}
    connection.execute(update(SyncKnown).where(SyncKnown.site == site).values(known))
    return int(seq + 1)


def link(previous: str, head: dict[str, Any], ops: Iterable[dict[str, Any]]) -> str:
    """SHA-256 over the previous hash, the head and every operation; `data` is canonical text."""
    digest = hashlib.sha256(previous.encode())
    named = {k: plain(v) if k == "at" else v for k, v in head.items() if k in _HEAD}
    digest.update(line(named).encode())
    for op in ops:
        digest.update(f"\n{op['tbl']} {op['uid'].hex} {op['kind']} {op['data']}".encode())
    return digest.hexdigest()


_HEAD = frozenset(
    {"site", "seq", "hlc", "user", "at", "label", "reason", "app_version", "schema_version", "ctx"}
)


def record_event(connection: Connection, *, user: str, what: str, detail: dict[str, Any]) -> None:
    """Note an export, import, backup or restore in the chained event log."""
    last = connection.execute(
        select(EventLog.id, EventLog.hash).order_by(EventLog.id.desc()).limit(1)
    ).first()
    previous = last.hash if last else START
    row: dict[str, Any] = {
        "id": last.id + 1 if last else 1,
        "at": datetime.now(UTC),
        "user": user,
        "machine": platform.node(),
        "what": what,
        "detail": detail,
    }
    row["prev_hash"], row["hash"] = previous, event_link(previous, row)
    connection.execute(insert(EventLog).values(row))
    connection.execute(update(SiteSelf).values(last_event=row["hash"]))


def event_link(previous: str, row: dict[str, Any]) -> str:
    """The hash of one event."""
    named = [row["id"], plain(row["at"]), row["user"], row["machine"], row["what"], row["detail"]]
    return hashlib.sha256((previous + line(named)).encode()).hexdigest()


def _others(connection: Connection, site: str) -> dict[str, int]:
    found = select(SyncKnown.site, SyncKnown.seq).where(SyncKnown.site != site, SyncKnown.seq > 0)
    return {row.site: row.seq for row in connection.execute(found.order_by(SyncKnown.site))}
