"""Whether the two chained logs are whole: nothing changed, nothing taken out, nothing cut off."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from app.models.log import ChangeOp, ChangeSet, EventLog, SiteSelf, SyncKnown
from app.services.database.chain import START, event_link, link
from app.services.database.raw import moment, parsed, stream, text, untyped

_HEAD = ("site", "seq", "hlc", "user", "at", "label", "reason", "app_version", "schema_version")


@dataclass(slots=True)
class _End:
    """How far one site's chain was followed."""

    seq: int = 0
    hash: str = START


def broken_links(connection: Connection) -> Iterator[str]:
    """What is wrong with the change log and the event log, a sentence each."""
    ends: dict[str, _End] = {}
    for head, ops in _sets(connection):
        yield from _follow(ends.setdefault(str(head["site"]), _End()), head, ops)
    yield from _ends(connection, ends)
    yield from _events(connection)


def _sets(connection: Connection) -> Iterator[tuple[dict[str, Any], Iterable[Sequence[Any]]]]:
    """Every change set with its operations, site by site, in order."""
    columns = [getattr(ChangeSet, key) for key in (*_HEAD, "ctx", "prev_hash", "hash")]
    heads = untyped(*columns).order_by(ChangeSet.site, ChangeSet.seq)
    steps = untyped(
        ChangeOp.site, ChangeOp.seq, ChangeOp.tbl, ChangeOp.uid, ChangeOp.kind, ChangeOp.data
    ).order_by(ChangeOp.site, ChangeOp.seq, ChangeOp.idx)
    grouped = groupby(stream(connection, steps), lambda row: _place(row[0], row[1]))
    key, ops = next(grouped, (None, iter(())))
    for row in stream(connection, heads):
        head = dict(zip((*_HEAD, "ctx", "prev_hash", "hash"), row, strict=True))
        here = _place(head["site"], head["seq"])
        while key is not None and key < here:
            key, ops = next(grouped, (None, iter(())))
        yield head, ops if key == here else ()


def _place(site: Any, seq: Any) -> tuple[str, float]:
    """Sorts as the database does, also where a number was overwritten with text."""
    return str(site), seq if isinstance(seq, int) else math.inf


def _follow(end: _End, head: dict[str, Any], ops: Iterable[Sequence[Any]]) -> Iterator[str]:
    seq = head["seq"]
    if seq != end.seq + 1:
        yield f"修改记录在第 {end.seq} 步之后缺了内容"
    elif head["prev_hash"] != end.hash:
        yield f"修改记录在第 {seq} 步（{head['label']}）之前被改动过"
    named = head | {"at": moment(head["at"]), "ctx": parsed(head["ctx"])}
    read = ({"tbl": op[2], "uid": _key(op[3]), "kind": op[4], "data": op[5]} for op in ops)
    if link(str(head["prev_hash"]), named, read) != head["hash"]:
        told = f"{head['label']}，{head['user']}，{_day(head['at'])}"
        yield f"修改记录第 {seq} 步（{told}）被改动过"
    end.seq, end.hash = seq if isinstance(seq, int) else end.seq + 1, head["hash"]


def _ends(connection: Connection, ends: dict[str, _End]) -> Iterator[str]:
    known = untyped(SyncKnown.site, SyncKnown.seq, SyncKnown.hash)
    for site, seq, last in connection.execute(known):
        end = ends.pop(site, _End())
        if (end.seq, end.hash) != (seq, last):
            yield f"最新的修改记录被截去：应到第 {seq} 步，只剩 {end.seq} 步（{site}）"
    for site in ends:
        yield f"有来历不明的修改记录（{site}）"


def _events(connection: Connection) -> Iterator[str]:
    columns = ("id", "at", "user", "machine", "what", "detail", "prev_hash", "hash")
    query = untyped(*(getattr(EventLog, key) for key in columns)).order_by(EventLog.id)
    number, last = 0, START
    for found in stream(connection, query):
        row = dict(zip(columns, found, strict=True))
        row |= {"at": moment(row["at"]), "detail": parsed(row["detail"])}
        number += 1
        if row["id"] != number or row["prev_hash"] != last:
            yield f"事件记录在第 {number} 条处缺了内容"
            number = row["id"] if isinstance(row["id"], int) else number
        elif event_link(last, row) != row["hash"]:
            yield f"事件记录第 {number} 条（{row['user']}，{_day(row['at'])}）被改动过"
        last = row["hash"]
    if connection.execute(untyped(SiteSelf.last_event)).scalar_one_or_none() != last:
        yield "最新的事件记录被截去"


def _key(stored: Any) -> UUID:
    try:
        return UUID(text(stored))
    except (TypeError, ValueError, AttributeError):
        return UUID(int=0)  # no operation has it, so the hash will not fit


def _day(stored: Any) -> str:
    return str(moment(stored))[:10] if isinstance(stored, str | datetime) else "时间不明"
