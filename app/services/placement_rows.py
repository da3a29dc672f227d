"""The placements of a batch as rows: what each lacks, what overlaps, which places are left."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import (
    InternshipBatch,
    Partner,
    Placement,
    PlacementSegment,
    Post,
    SchoolClass,
    Student,
)
from app.models.internships import PlacementState
from app.services.headcount import Spell, curve
from app.services.office import Office
from app.services.placements import EXPECTED
from app.services.readiness import Lack, lacks
from app.services.rules.spans import Span, merged

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Row:
    """One placement in the grid: whose, and what it still lacks."""

    placement: UUID
    number: str
    name: str
    school_class: str
    state: PlacementState
    lacks: tuple[Lack, ...]

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        return not self.lacks


def rows(office: Office, batch: UUID) -> list[Row]:
    """The placements of a batch in roster order, each with what is missing."""
    query = (
        select(Placement, Student.number, Student.name, SchoolClass.name)
        .join(Student, Student.id == Placement.student_id)
        .outerjoin(SchoolClass, SchoolClass.id == Student.class_id)
        .where(Placement.batch_id == batch, Placement.deleted.is_(False))
        .order_by(SchoolClass.sort_key, SchoolClass.id, Student.number, Placement.id)
    )
    with office.db.read() as session:
        return [
            Row(each.id, number, name, school_class or "", each.state, tuple(lacks(each)))
            for each, number, name, school_class in session.execute(query)
        ]


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two placements of one student at the same time."""

    student: UUID
    name: str
    first: UUID
    second: UUID
    days: Span


def overlaps(office: Office, students: Collection[UUID] | None = None) -> list[Overlap]:
    """Placements that overlap, over all batches; what was given up does not count.

    Of a placement in parts only the parts count: between them the student may be elsewhere.
    """
    query = (
        select(Placement.id, Placement.student_id, Placement.starts, Placement.ends, Student.name)
        .join(Student, Student.id == Placement.student_id)
        .where(Placement.deleted.is_(False), Placement.state != PlacementState.WITHDRAWN)
        .where(Placement.starts.is_not(None), Placement.ends.is_not(None))
        .order_by(Student.number, Placement.starts, Placement.id)
    )
    with office.db.read() as session:
        found = [
            row for row in session.execute(query) if students is None or row.student_id in students
        ]
        parts = _parts(session)
    return [
        Overlap(one.student_id, one.name, one.id, other.id, days)
        for at, one in enumerate(found)
        for other in _following(found, at)
        for days in _common(_days_on(one, parts), _days_on(other, parts))
    ]


@dataclass(frozen=True, slots=True)
class Places:
    """How many of the places of a post are taken at the same time, at most."""

    post: UUID
    title: str
    host: str
    places: int | None
    taken: int

    @property
    def free(self) -> int | None:
        """What is left; negative: too many. None: nobody said how many places there are."""
        return None if self.places is None else self.places - self.taken


def places(office: Office, batch: UUID) -> list[Places]:
    """The posts that a batch uses, with whoever else is on them while it runs."""
    with office.db.read() as session:
        held = session.get_one(InternshipBatch, batch)
        wanted = select(Placement.post_id).where(
            Placement.batch_id == batch, Placement.deleted.is_(False)
        )
        posts = session.execute(
            select(Post, Partner.name)
            .join(Partner, Partner.id == Post.partner_id)
            .where(Post.id.in_(wanted), Post.deleted.is_(False))
            .order_by(Partner.sort_key, Post.sort_key, Post.id)
        ).all()
        taken = _taken(session, held)
    return [
        Places(post.id, post.name, host, post.places, taken.get(post.id, 0)) for post, host in posts
    ]


def _following(found: Sequence[Any], at: int) -> Iterable[Any]:
    """The later placements of the same student."""
    for other in found[at + 1 :]:
        if other.student_id != found[at].student_id:
            return
        yield other


def _parts(session: Session) -> Mapping[UUID, Sequence[Span]]:
    """The parts of those placements that have parts."""
    query = select(PlacementSegment).where(PlacementSegment.deleted.is_(False))
    found: dict[UUID, list[Span]] = {}
    for each in session.scalars(query):
        if each.starts <= each.ends:
            found.setdefault(each.placement_id, []).append(Span(each.starts, each.ends))
    return found


def _days_on(placement: Any, parts: Mapping[UUID, Sequence[Span]]) -> tuple[Span, ...]:
    """When a student is at the host: the parts as far as they lie in the placement, or all."""
    whole = Span(placement.starts, placement.ends)
    if placement.id not in parts:
        return (whole,)
    return tuple(_common((whole,), merged(parts[placement.id])))


def _common(ones: Iterable[Span], others: Iterable[Span]) -> Iterable[Span]:
    listed = tuple(others)
    for one in ones:
        for other in listed:
            first, last = max(one.first, other.first), min(one.last, other.last)
            if first <= last:
                yield Span(first, last)


def _taken(session: Session, batch: InternshipBatch) -> Mapping[UUID, int]:
    """The most placements at once by post, while a batch runs."""
    query = select(Placement.id, Placement.post_id, Placement.starts, Placement.ends).where(
        Placement.deleted.is_(False),
        Placement.post_id.is_not(None),
        Placement.state.in_(EXPECTED),
    )
    spells: dict[UUID, list[Spell]] = {}
    runs, parts = Span(batch.starts, batch.ends), _parts(session)
    for key, post, starts, ends in session.execute(query):
        whole = (Span(starts or runs.first, ends or runs.last),)
        for days in _common((runs,), _common(whole, parts.get(key, whole))):
            if post is not None:
                spells.setdefault(post, []).append(Spell(key, days.first, days.last + _DAY))
    return {post: max(step.count for step in curve(held)) for post, held in spells.items()}
