"""Placements with their parts, and the stays elsewhere that count towards the same limits."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select

from app.models import (
    ArchivedDocument,
    ContactRecord,
    Incident,
    InternshipBatch,
    Mentor,
    Placement,
    PlacementSegment,
    Teacher,
    WeeklyRecordReceipt,
)
from app.models.internships import InternshipKind, PlacementState
from app.models.text import fold
from app.services.rules.facts import (
    ContactFacts,
    DocumentFacts,
    IncidentFacts,
    PlacementFacts,
    PostFacts,
    Stay,
)
from app.services.rules.gather.scope import F, Scope, fen, made, shared
from app.services.rules.spans import Span


def placement_facts(scope: Scope, posts: Sequence[PostFacts]) -> list[PlacementFacts]:
    """With all parts; a post that is only named is looked up among those of the host."""
    post_of = post_finder(posts)
    query = (
        select(
            *shared(Placement, PlacementFacts, "post", "pay", "charged"),
            *_WHERE,
            Placement.batch_id.label("batch"),
            Placement.state,
            Teacher.name.label("teacher_name"),
            Teacher.left.label("teacher_left"),
            fen(Placement.pay, "pay"),
            fen(Placement.charged, "charged"),
        )
        .outerjoin(Teacher, Teacher.id == Placement.teacher_id)
        .where(scope.placements)
    )
    parts, left = _parts(scope), _mentors_left(scope)
    return [
        made(
            PlacementFacts,
            row,
            post=post_of(row),
            left=row["state"] is PlacementState.CHANGED,
            teacher=row["teacher_name"] or row["teacher"],
            mentor_left=left.get((row["host"], row["mentor"])),
            **{name: held[row["id"]] for name, held in parts.items() if row["id"] in held},
        )
        for row in scope.rows(query)
    ]


_WHERE = (
    Placement.student_id.label("student"),
    Placement.partner_id.label("host"),
    Placement.post_id,
    Placement.post.label("post_name"),
)


def post_finder(posts: Iterable[PostFacts]) -> Callable[[Mapping[str, Any]], UUID | None]:
    """Which post a placement means: the one on file, or the one of that name at its host."""
    known: set[UUID] = set()
    named: dict[tuple[UUID | None, str], UUID] = {}
    for post in posts:
        known.add(post.id)
        named.setdefault((post.host, fold(post.title)), post.id)
    folded = cache(fold)  # a thousand students share a dozen names of posts

    def post_of(row: Mapping[str, Any]) -> UUID | None:
        if row["post_id"] in known:
            found: UUID = row["post_id"]
            return found
        return named.get((row["host"], folded(row["post_name"] or "")))

    return post_of


def _mentors_left(scope: Scope) -> dict[tuple[UUID, str], date | None]:
    """When the people named as mentors left; who is also listed as staying has not."""
    found: dict[tuple[UUID, str], date | None] = {}
    query = select(Mentor.partner_id, Mentor.name, Mentor.left).where(
        Mentor.deleted.is_(False), Mentor.partner_id.in_(scope.hosts)
    )
    for row in scope.rows(query):
        key, left = (row["partner_id"], row["name"]), row["left"]
        before = found.get(key, left)
        found[key] = None if left is None or before is None else max(left, before)
    return found


def _parts(scope: Scope) -> dict[str, Mapping[UUID, Any]]:
    """What belongs to each placement, by the name the facts give it."""
    weeks = _of_placements(scope, WeeklyRecordReceipt, lambda row: row["week"])
    return {
        "segments": _of_placements(scope, PlacementSegment, _span),
        "contacts": _of_placements(
            scope,
            ContactRecord,
            lambda row: ContactFacts(row["on"], row["guardian"]),
            ContactRecord.reached,
        ),
        "documents": _of_placements(
            scope, ArchivedDocument, lambda row: DocumentFacts(row["on"], frozenset(row["kinds"]))
        ),
        "incidents": _of_placements(
            scope,
            Incident,
            lambda row: IncidentFacts(row["on"], row["closed_on"], row["reported_to"]),
        ),
        "weeks": {key: frozenset(each) for key, each in weeks.items()},
    }


def _of_placements(
    scope: Scope, kind: Any, make: Callable[[Mapping[str, Any]], F], *conditions: Any
) -> dict[UUID, tuple[F, ...]]:
    found: dict[UUID, list[F]] = defaultdict(list)
    content = [getattr(kind, key) for key in kind.logged()]
    query = (
        select(*content)
        .where(kind.deleted.is_(False), kind.placement_id.in_(scope.placement_ids), *conditions)
        .order_by(kind.id)
    )
    for row in scope.rows(query):
        found[row["placement_id"]].append(make(row))
    return {key: tuple(each) for key, each in found.items()}


def elsewhere(scope: Scope, posts: Sequence[PostFacts]) -> list[Stay]:
    """Post internships outside that fill the same hosts or belong to the same students."""
    outside = (
        scope.live
        & Placement.batch_id.not_in(scope.batch_ids)
        & or_(Placement.partner_id.in_(scope.hosts), Placement.student_id.in_(scope.students))
    )
    return _stays(scope, outside, posts)


def stays_at(scope: Scope, host: UUID) -> list[Stay]:
    """Every post internship at a host, of whichever batch or campus."""
    return _stays(scope, scope.live & (Placement.partner_id == host), ())


def _stays(scope: Scope, chosen: ColumnElement[bool], posts: Sequence[PostFacts]) -> list[Stay]:
    post_of = post_finder(posts)
    query = (
        select(Placement.id, *_WHERE, Placement.starts, Placement.ends)
        .join(InternshipBatch, InternshipBatch.id == Placement.batch_id)
        .where(chosen, InternshipBatch.deleted.is_(False))
        .where(InternshipBatch.kind == InternshipKind.POST)
    )
    split: dict[UUID, list[Span]] = defaultdict(list)
    segments = (
        select(PlacementSegment.placement_id, PlacementSegment.starts, PlacementSegment.ends)
        .where(PlacementSegment.deleted.is_(False))
        .where(PlacementSegment.placement_id.in_(select(Placement.id).where(chosen)))
    )
    for row in scope.rows(segments):
        split[row["placement_id"]].append(_span(row))
    return [
        Stay(
            row["student"],
            row["host"],
            post_of(row),
            tuple(sorted(split[row["id"]])) if row["id"] in split else _whole(row),
        )
        for row in scope.rows(query)
    ]


def _span(row: Mapping[str, Any]) -> Span:
    return Span(row["starts"], max(row["starts"], row["ends"]))


def _whole(row: Mapping[str, Any]) -> tuple[Span, ...]:
    starts, ends = row["starts"], row["ends"]
    return (Span(starts, ends),) if starts and ends and starts <= ends else ()
