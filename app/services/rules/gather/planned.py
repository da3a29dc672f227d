"""What batches plan for their hosts, and what other batches still plan for the same ones."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, select

from app.models import InternshipBatch, Placement, PlannedPlace
from app.models.internships import BatchState, InternshipKind
from app.services.rules.facts import BatchFacts, Expected, PlannedFacts, PostFacts
from app.services.rules.gather.placements import post_finder
from app.services.rules.gather.scope import Scope
from app.services.rules.planned import expected


def planned_facts(scope: Scope) -> list[PlannedFacts]:
    """The places of the batches that are judged."""
    return _places(scope, scope.planned)


def coming(scope: Scope, posts: Sequence[PostFacts]) -> list[Expected]:
    """Post internships that batches outside plan for the same hosts and have not filled yet."""
    outside = (
        PlannedPlace.deleted.is_(False)
        & PlannedPlace.batch_id.not_in(scope.batch_ids)
        & PlannedPlace.partner_id.in_(scope.hosts)
    )
    planned = _places(scope, outside)
    if not planned:
        return []
    batches = {each.id: each for each in _batches(scope, outside)}
    return expected(planned, batches, _placed(scope, outside, posts))


def _places(scope: Scope, chosen: ColumnElement[bool]) -> list[PlannedFacts]:
    query = select(
        PlannedPlace.batch_id.label("batch"),
        PlannedPlace.partner_id.label("host"),
        PlannedPlace.post_id.label("post"),
        PlannedPlace.places,
    ).where(chosen)
    return [PlannedFacts(**row) for row in scope.rows(query.order_by(PlannedPlace.id))]


def _batches(scope: Scope, chosen: ColumnElement[bool]) -> list[BatchFacts]:
    query = select(
        InternshipBatch.id,
        InternshipBatch.name.label("title"),
        InternshipBatch.starts,
        InternshipBatch.ends,
    ).where(
        InternshipBatch.id.in_(select(PlannedPlace.batch_id).where(chosen)),
        InternshipBatch.deleted.is_(False),
        InternshipBatch.kind == InternshipKind.POST,
        InternshipBatch.state != BatchState.ARCHIVED,
    )
    return [BatchFacts(**row) for row in scope.rows(query)]


def _placed(scope: Scope, chosen: ColumnElement[bool], posts: Sequence[PostFacts]) -> Counter[Any]:
    post_of = post_finder(posts)
    query = select(
        Placement.batch_id.label("batch"),
        Placement.partner_id.label("host"),
        Placement.post_id,
        Placement.post.label("post_name"),
    ).where(scope.live, Placement.batch_id.in_(select(PlannedPlace.batch_id).where(chosen)))
    return Counter((row["batch"], row["host"], post_of(row)) for row in scope.rows(query))
