"""What a row says besides of its own record: a teacher's row also names the recognition.

To add one: an entry in `_BESIDE`. Its fields are offered as columns like the kind's own, under
keys with a dot; what they give is written with the row, in the same transaction.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import Problem
from app.models import Record
from app.models.fields import Field
from app.models.recognition import Recognition
from app.models.values import uuid7
from app.services.database import Writing
from app.services.exchange.lines import Line, Outcome
from app.services.office import Office


@dataclass(frozen=True, slots=True)
class _Beside:
    kind: type[Record]
    owner: str  # its reference to the record of the row
    told_by: tuple[str, ...]  # which one of the owner's it is; the row must give all of them
    keys: tuple[str, ...]


_BESIDE = {
    "teacher": _Beside(
        Recognition,
        "teacher_id",
        ("level", "granted_on"),
        ("level", "granted_on", "valid_until", "number", "authority", "document"),
    )
}


@cache
def import_fields(kind: type[Record]) -> tuple[Field, ...]:
    """Everything a column may be: the kind's own fields, then what rows may say besides."""
    beside = _BESIDE.get(kind.__tablename__)
    if beside is None:
        return kind.fields()
    table = beside.kind.__tablename__
    others = (beside.kind.field(key) for key in beside.keys)
    return kind.fields() + tuple(
        replace(each, key=f"{table}.{each.key}", required=False, default=None) for each in others
    )


def set_apart(kind: type[Record], lines: Iterable[Line]) -> None:
    """Take what is said besides out of the values of the row's own record."""
    if kind.__tablename__ not in _BESIDE:
        return
    for line in lines:
        line.beside = {key: value for key, value in line.values.items() if "." in key}
        line.values = {key: value for key, value in line.values.items() if "." not in key}


def weigh(session: Session, office: Office, kind: type[Record], lines: Sequence[Line]) -> None:
    """Find what would be new or different; a row that says it badly is refused."""
    beside = _BESIDE.get(kind.__tablename__)
    if beside is None or not any(line.beside for line in lines):
        return
    held = _held(session, beside)
    for line in lines:
        if line.beside and not line.problems:
            _weigh(session, office, beside, line, held.get(line.key, ()))


def _weigh(
    session: Session,
    office: Office,
    beside: _Beside,
    line: Line,
    held: Sequence[Mapping[str, Any]],
) -> None:
    table = beside.kind.__tablename__
    given = {key.partition(".")[2]: value for key, value in line.beside.items()}
    missing = [beside.kind.field(key) for key in beside.told_by if key not in given]
    if missing:
        told = f"没有{'、'.join(each.label for each in missing)}，不能登记{beside.kind.about.label}"
        _refuse(line, [Problem(next(iter(line.beside)), told)])
        return
    same = [each for each in held if all(each[key] == given[key] for key in beside.told_by)]
    before: Mapping[str, Any] = same[0] if same else {}
    changes = {key: value for key, value in given.items() if before.get(key) != value}
    if not changes:
        return
    found = office.of(beside.kind).objections(
        session, _whole(beside, before) | given | {beside.owner: line.key}
    )
    if found:
        _refuse(line, [Problem(_dotted(table, given, each.field), each.message) for each in found])
        return
    line.changes |= {f"{table}.{key}": (before.get(key), new) for key, new in changes.items()}
    line.brings = (before.get("id"), changes)
    line.outcome = Outcome.CHANGED if line.outcome is Outcome.SAME else line.outcome


def _refuse(line: Line, problems: Iterable[Problem]) -> None:
    line.problems.extend(problems)
    line.outcome = Outcome.REFUSED


def _dotted(table: str, given: Mapping[str, Any], key: str) -> str:
    return f"{table}.{key}" if key in given else ""


def _whole(beside: _Beside, before: Mapping[str, Any]) -> dict[str, Any]:
    """Every field of the record as it was, or as a new one begins; and no key if it is new."""
    defaults = {each.key: each.default for each in beside.kind.fields()}
    return {"id": None} | defaults | dict(before)


def _held(session: Session, beside: _Beside) -> Mapping[UUID | None, Sequence[Mapping[str, Any]]]:
    keys = ["id", *(each.key for each in beside.kind.fields())]
    columns = [getattr(beside.kind, key) for key in keys]
    found: dict[UUID | None, list[Mapping[str, Any]]] = {}
    for row in session.execute(select(*columns).where(beside.kind.deleted.is_(False))):
        values = dict(zip(keys, row, strict=True))
        found.setdefault(values[beside.owner], []).append(values)
    return found


def write_beside(
    writing: Writing, office: Office, kind: type[Record], lines: Iterable[Line]
) -> None:
    """What accepted rows bring, after their own records are there."""
    beside = _BESIDE.get(kind.__tablename__)
    if beside is None:
        return
    records = office.of(beside.kind)
    for line in lines:
        if line.brings is not None:
            key, values = line.brings
            whole = values if key else values | {beside.owner: line.key}
            records.put(writing, key or uuid7(), whole, fresh=key is None)
