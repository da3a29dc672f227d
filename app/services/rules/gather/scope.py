"""What is looked at: the batches, and the conditions that follow from them."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, CompoundSelect, Select, select, type_coerce, union
from sqlalchemy.orm import Session

from app.models import InternshipBatch, Placement, PlannedPlace, Record
from app.models.internships import BatchState, PlacementState

F = TypeVar("F")


@dataclass(frozen=True, slots=True)
class Scope:
    """One look at the records; the subqueries spare lists of keys."""

    session: Session
    batches: ColumnElement[bool]
    batch_ids: Select[UUID]
    live: ColumnElement[bool]  # placements that count; what was given up does not
    placements: ColumnElement[bool]  # those of the batches
    placement_ids: Select[UUID]
    planned: ColumnElement[bool]  # places the batches plan
    hosts: CompoundSelect[Any]  # where anybody is placed or planned
    students: Select[UUID]

    @classmethod
    def of(cls, session: Session, batch: UUID | None) -> "Scope":
        """One batch, or every batch that is not archived."""
        wanted = (
            InternshipBatch.state != BatchState.ARCHIVED
            if batch is None
            else InternshipBatch.id == batch
        )
        batches = InternshipBatch.deleted.is_(False) & wanted
        batch_ids = select(InternshipBatch.id).where(batches)
        live = Placement.deleted.is_(False) & (Placement.state != PlacementState.WITHDRAWN)
        ours = live & Placement.batch_id.in_(batch_ids)
        planned = PlannedPlace.deleted.is_(False) & PlannedPlace.batch_id.in_(batch_ids)
        return cls(
            session=session,
            batches=batches,
            batch_ids=batch_ids,
            live=live,
            placements=ours,
            placement_ids=select(Placement.id).where(ours),
            planned=planned,
            hosts=union(
                select(Placement.partner_id).where(ours),
                select(PlannedPlace.partner_id).where(planned),
            ),
            students=select(Placement.student_id).where(ours),
        )

    def rows(self, query: Any) -> list[dict[str, Any]]:
        """What a query finds, by label."""
        result = self.session.connection().execute(query)  # values only: a third faster
        keys = tuple(result.keys())
        return [dict(zip(keys, row, strict=True)) for row in result]


def shared(kind: type[Record], facts: Any, *besides: str) -> list[Any]:
    """The columns that record and facts call the same; `besides` are asked for in another way."""
    names = _names(facts) - set(besides)
    return [getattr(kind, each.key) for each in kind.__mapper__.column_attrs if each.key in names]


def made(facts: Callable[..., F], row: dict[str, Any], **given: Any) -> F:
    """Facts from a row, where both call it the same; `given` wins. The row is used up."""
    row.update(given)
    for key in _strange(facts, tuple(row)):
        del row[key]
    return facts(**row)


@cache
def _strange(facts: Any, keys: tuple[str, ...]) -> tuple[str, ...]:
    """What a row says besides: the same for every row of a query."""
    names = _names(facts)
    return tuple(key for key in keys if key not in names)


@cache
def _names(facts: Any) -> frozenset[str]:
    return frozenset(each.name for each in fields(facts))


def fen(column: Any, label: str) -> Any:
    """Money as it is stored: whole fen."""
    return type_coerce(column, BigInteger).label(label)
