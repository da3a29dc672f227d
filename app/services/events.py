"""What happened besides changes, in words: exports, imports, reports, restores. Read only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from app.models.log import EventLog
from app.services.database import Database


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the event log."""

    number: int
    at: datetime
    user: str
    machine: str
    what: str
    detail: str


def events(db: Database, limit: int = 500) -> list[Event]:
    """The newest first."""
    query = select(EventLog).order_by(EventLog.id.desc()).limit(limit)
    with db.read() as session:
        return [
            Event(each.id, each.at, each.user, each.machine, each.what, in_words(each.detail))
            for each in session.scalars(query)
        ]


def how_many(db: Database) -> int:
    """All of them."""
    with db.read() as session:
        return int(session.scalar(select(func.count(EventLog.id))) or 0)


def in_words(detail: Mapping[str, Any]) -> str:
    """文件：台账.xlsx；种类：合作企业；新增：104; what is empty is left out."""
    return "；".join(
        f"{name}：{_word(value)}"
        for name, value in detail.items()
        if value not in (None, "", {}, [])
    )


def _word(value: Any) -> str:
    if isinstance(value, Mapping):
        return "，".join(
            key if _is_hash(each) else f"{key} {_word(each)}" for key, each in value.items()
        )
    if isinstance(value, list | tuple):
        return "、".join(map(_word, value))
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)


def _is_hash(value: object) -> bool:
    """A file's SHA-256 is for machines; its name is enough for people."""
    return isinstance(value, str) and len(value) == 64 and value.isalnum()
