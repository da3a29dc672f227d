"""Saved views: a filter and an order that somebody wants back, by name."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.errors import Conflict, Invalid, Problem
from app.models import Record
from app.models.log import SavedView
from app.models.text import clean
from app.models.values import uuid7
from app.services.as_json import as_json, from_json
from app.services.database import Database
from app.services.query import Condition, Query

_LONGEST = 60


@dataclass(frozen=True, slots=True)
class View:
    """One saved view."""

    id: UUID
    name: str
    query: Query


class Views:
    """The saved views of each kind of record."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def of(self, kind: type[Record]) -> list[View]:
        """By name. What a view asks of fields that no longer exist is left out."""
        with self._db.read() as session:
            rows = session.scalars(select(SavedView).where(SavedView.kind == kind.__tablename__))
            found = [View(row.id, row.name, _query(kind, row.content)) for row in rows]
        return sorted(found, key=lambda view: self._db.sound(view.name))

    def save(self, kind: type[Record], name: str, query: Query) -> View:
        """Keep a query under a name; one of that name is replaced."""
        called = _name(name)
        with self._db.write(f"保存视图 {called}") as writing:
            row = writing.session.scalar(
                select(SavedView).where(
                    SavedView.kind == kind.__tablename__, SavedView.name == called
                )
            )
            if row is None:
                row = SavedView(id=uuid7(), kind=kind.__tablename__, name=called)
                writing.session.add(row)
            row.content = _content(query)
        return View(row.id, called, query)

    def rename(self, key: UUID, name: str) -> None:
        """Call it something else. Conflict if another one is called that."""
        called = _name(name)
        with self._db.write(f"视图改名为 {called}") as writing:
            row = writing.session.get_one(SavedView, key)
            other = writing.session.scalar(
                select(SavedView.id).where(
                    SavedView.kind == row.kind, SavedView.name == called, SavedView.id != key
                )
            )
            if other is not None:
                raise Conflict(f"已经有一个叫“{called}”的视图。")
            row.name = called

    def remove(self, key: UUID) -> None:
        """Forget it. The records it showed stay."""
        with self._db.write("删除视图") as writing:
            writing.session.delete(writing.session.get_one(SavedView, key))


def _name(given: str) -> str:
    called = clean(given)
    if not called or len(called) > _LONGEST:
        raise Invalid([Problem("name", f"请给视图起个名字，最多 {_LONGEST} 个字")])
    return called


def _content(query: Query) -> dict[str, Any]:
    return {
        "text": query.text,
        "where": {key: as_json(_several(value)) for key, value in query.where.items()},
        "conditions": [[c.key, c.op, as_json(c.value)] for c in query.conditions],
        "order": query.order,
        "descending": query.descending,
    }


def _several(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def _query(kind: type[Record], content: Mapping[str, Any]) -> Query:
    fields = {field.key: field for field in kind.fields()}
    where = {
        key: tuple(from_json(fields[key], each) for each in values)
        for key, values in content.get("where", {}).items()
        if key in fields
    }
    conditions = tuple(
        Condition(key, op, from_json(fields[key], value))
        for key, op, value in content.get("conditions", ())
        if key in fields
    )
    return Query(
        text=content.get("text", ""),
        where=where,
        conditions=conditions,
        order=content.get("order", ""),
        descending=content.get("descending", False),
    )
