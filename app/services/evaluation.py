"""Three-party marks into grades, by the weights of the batch; and how full the archive is."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from app.errors import Invalid, Problem
from app.models import ArchivedDocument, InternshipBatch, Placement, SchoolClass, Student
from app.models.fields import Choice
from app.models.internships import BatchState, DocumentKind, PlacementState
from app.models.values import uuid7
from app.services.office import Office

_GONE = (PlacementState.CHANGED, PlacementState.WITHDRAWN)


class Grade(Choice):
    """实习成绩."""

    EXCELLENT = "优秀"
    GOOD = "良好"
    PASSED = "合格"
    FAILED = "不合格"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which mark a grade is given."""

    excellent: int = 90
    good: int = 80
    passed: int = 60


@dataclass(frozen=True, slots=True)
class Weights:
    """Whose marks count how much, in percent."""

    school: int
    host: int
    student: int

    @classmethod
    def of(cls, batch: InternshipBatch) -> "Weights":
        """As the batch says."""
        return cls(batch.school_weight, batch.host_weight, batch.self_weight)

    def checked(self) -> "Weights":
        """Itself, or Invalid if it makes no whole."""
        parts = (self.school, self.host, self.student)
        if sum(parts) != 100 or min(parts) < 0:
            told = "学校、企业、自评三项权重合计应为 100%"
            raise Invalid([Problem("school_weight", told)])
        return self


class Marked(Protocol):
    """The three marks."""

    school_score: int | None
    host_score: int | None
    self_score: int | None


def total(marked: Marked, weights: Weights) -> int | None:
    """The weighted mark, halves rounded up; None while a mark that counts is missing."""
    parts = (
        (marked.school_score, weights.school),
        (marked.host_score, weights.host),
        (marked.self_score, weights.student),
    )
    if any(mark is None for mark, weight in parts if weight):
        return None
    return (sum((mark or 0) * weight for mark, weight in parts) + 50) // 100


def grade(mark: int | None, thresholds: Thresholds) -> Grade | None:
    """What a mark is called."""
    if mark is None:
        return None
    if mark >= thresholds.excellent:
        return Grade.EXCELLENT
    if mark >= thresholds.good:
        return Grade.GOOD
    return Grade.PASSED if mark >= thresholds.passed else Grade.FAILED


def missing_marks(marked: Marked, weights: Weights) -> tuple[str, ...]:
    """Whose mark has not come in, though it counts."""
    parts = (
        ("学校评分", marked.school_score, weights.school),
        ("企业评分", marked.host_score, weights.host),
        ("学生自评", marked.self_score, weights.student),
    )
    return tuple(label for label, mark, weight in parts if weight and mark is None)


@dataclass(frozen=True, slots=True)
class Evaluated:
    """One student's result."""

    placement: UUID
    student: UUID
    number: str
    name: str
    school_class: str
    marks: tuple[int | None, int | None, int | None]  # school, host, self
    total: int | None
    grade: Grade | None
    missing: tuple[str, ...]


def thresholds_of(batch: InternshipBatch) -> Thresholds:
    """From which mark grades are given in a batch."""
    return Thresholds(batch.excellent_from, batch.good_from, batch.passed_from)


def evaluated(office: Office, batch: UUID, weights: Weights | None = None) -> list[Evaluated]:
    """The results of a batch in roster order; with other weights, as they would be.

    Placements that were given up or exchanged for another are left out.
    """
    with office.db.read() as session:
        held = session.get_one(InternshipBatch, batch)
        by, limits = weights or Weights.of(held), thresholds_of(held)
        query = (
            select(Placement, Student, SchoolClass.name)
            .join(Student, Student.id == Placement.student_id)
            .outerjoin(SchoolClass, SchoolClass.id == Student.class_id)
            .where(Placement.batch_id == batch, Placement.deleted.is_(False))
            .where(Placement.state.not_in(_GONE))
            .order_by(SchoolClass.id.is_(None), SchoolClass.sort_key, Student.number, Placement.id)
        )
        return [_evaluated(*row, by, limits) for row in session.execute(query)]


def _evaluated(
    placement: Placement,
    student: Student,
    school_class: str | None,
    weights: Weights,
    limits: Thresholds,
) -> Evaluated:
    mark = total(placement, weights)
    return Evaluated(
        placement=placement.id,
        student=student.id,
        number=student.number,
        name=student.name,
        school_class=school_class or "",
        marks=(placement.school_score, placement.host_score, placement.self_score),
        total=mark,
        grade=grade(mark, limits),
        missing=missing_marks(placement, weights),
    )


@dataclass(frozen=True, slots=True)
class Moved:
    """What another weighting does to one student."""

    before: Evaluated
    after: Evaluated


def reweighted(office: Office, batch: UUID, weights: Weights) -> list[Moved]:
    """Whose mark or grade other weights would change; nothing is written."""
    before = evaluated(office, batch)
    after = evaluated(office, batch, weights.checked())
    return [
        Moved(old, new)
        for old, new in zip(before, after, strict=True)
        if (old.total, old.grade, old.missing) != (new.total, new.grade, new.missing)
    ]


def reweigh(office: Office, batch: UUID, weights: Weights) -> None:
    """Apply other weights to a batch."""
    weights.checked()
    records = office.of(InternshipBatch)
    values = {
        "school_weight": weights.school,
        "host_weight": weights.host,
        "self_weight": weights.student,
    }
    records.save(values, records.get(batch))


@dataclass(frozen=True, slots=True)
class Filed:
    """How full the archive of one placement is."""

    placement: UUID
    present: frozenset[DocumentKind]

    @property
    def missing(self) -> tuple[DocumentKind, ...]:
        """What is not there, in the order of the list."""
        return tuple(kind for kind in DocumentKind if kind not in self.present)

    @property
    def shown(self) -> str:
        """As n/8."""
        return f"{len(self.present)}/{len(DocumentKind)}"


@dataclass(frozen=True, slots=True)
class Unfiled:
    """A student some of whose papers are not in the archive yet."""

    name: str
    filed: Filed


def archive(
    office: Office, placements: Iterable[UUID], until: date | None = None
) -> dict[UUID, Filed]:
    """Which of the eight kinds of papers are in the archive, per placement."""
    with office.db.read() as session:
        return _filed(session, placements, until)


def unfiled(session: Session, today: date, ours: ColumnElement[bool]) -> list[Unfiled]:
    """Who has papers missing, in batches that are being assessed or are over and not filed away.

    What the archive report lists as missing on that day, for all such batches together.
    """
    due = or_(InternshipBatch.state == BatchState.ASSESSING, InternshipBatch.ends < today)
    query = (
        select(Placement.id, Student.name)
        .join(InternshipBatch, InternshipBatch.id == Placement.batch_id)
        .join(Student, Student.id == Placement.student_id)
        .where(ours, Placement.deleted.is_(False), Placement.state.not_in(_GONE))
        .where(InternshipBatch.deleted.is_(False), due)
        .where(InternshipBatch.state != BatchState.ARCHIVED)
        .order_by(Student.number, Placement.id)
    )
    names = {row[0]: row[1] for row in session.execute(query)}
    if not names:
        return []
    found = _filed(session, names, today)
    return [Unfiled(names[key], each) for key, each in found.items() if each.missing]


def file_papers(
    office: Office,
    placements: Collection[UUID],
    kinds: Collection[DocumentKind],
    on: date,
    shelf: str = "",
) -> int:
    """The same papers of many students into the archive, in one step; what is there stays.

    How many papers are new.
    """
    if not kinds:
        raise Invalid([Problem("kinds", "请选择归档了哪些材料")])
    records = office.of(ArchivedDocument)
    held = archive(office, placements)
    fresh = {key: tuple(k for k in held[key].missing if k in kinds) for key in placements}
    with office.db.write(f"登记归档材料 {len(fresh)} 人") as writing:
        for key, missing in fresh.items():
            values = {"placement_id": key, "kinds": missing, "on": on, "shelf": shelf or None}
            if missing:
                records.put(writing, uuid7(), values, fresh=True)
    return sum(len(missing) for missing in fresh.values())


def _filed(session: Session, placements: Iterable[UUID], until: date | None) -> dict[UUID, Filed]:
    found: dict[UUID, set[DocumentKind]] = {key: set() for key in placements}
    query = select(ArchivedDocument.placement_id, ArchivedDocument.kinds)
    if until is not None:
        query = query.where(ArchivedDocument.on <= until)
    for key, kinds in session.execute(query.where(ArchivedDocument.deleted.is_(False))):
        if key in found:
            found[key] |= set(kinds)
    return {key: Filed(key, frozenset(kinds)) for key, kinds in found.items()}
