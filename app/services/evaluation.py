"""Three-party marks into grades, by the weights of the batch; and how full the archive is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from sqlalchemy import select

from app.errors import Invalid, Problem
from app.models import ArchivedDocument, InternshipBatch, Placement, Student
from app.models.fields import Choice
from app.models.internships import DocumentKind, PlacementState
from app.services.office import Office


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
    marks: tuple[int | None, int | None, int | None]  # school, host, self
    total: int | None
    grade: Grade | None
    missing: tuple[str, ...]


def thresholds_of(batch: InternshipBatch) -> Thresholds:
    """From which mark grades are given in a batch."""
    return Thresholds(batch.excellent_from, batch.good_from, batch.passed_from)


def evaluated(office: Office, batch: UUID, weights: Weights | None = None) -> list[Evaluated]:
    """The results of a batch by student number; with other weights, as they would be.

    Placements that were given up or exchanged for another are left out.
    """
    with office.db.read() as session:
        held = session.get_one(InternshipBatch, batch)
        by, limits = weights or Weights.of(held), thresholds_of(held)
        query = (
            select(Placement, Student)
            .join(Student, Student.id == Placement.student_id)
            .where(Placement.batch_id == batch, Placement.deleted.is_(False))
            .where(Placement.state.not_in((PlacementState.CHANGED, PlacementState.WITHDRAWN)))
            .order_by(Student.number, Placement.id)
        )
        return [_evaluated(*row, by, limits) for row in session.execute(query)]


def _evaluated(
    placement: Placement, student: Student, weights: Weights, limits: Thresholds
) -> Evaluated:
    mark = total(placement, weights)
    return Evaluated(
        placement=placement.id,
        student=student.id,
        number=student.number,
        name=student.name,
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


def mark(office: Office, marks: Mapping[UUID, Mapping[str, int | None]]) -> None:
    """Enter marks of many placements in one step: {placement: {"school_score": 88}}."""
    records = office.of(Placement)
    with office.db.write(f"录入实习评分 {len(marks)} 人") as writing:
        for key, values in marks.items():
            records.put(writing, key, values, fresh=False)


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


def archive(office: Office, placements: Iterable[UUID]) -> dict[UUID, Filed]:
    """Which of the eight kinds of papers are in the archive, per placement."""
    found: dict[UUID, set[DocumentKind]] = {key: set() for key in placements}
    query = select(ArchivedDocument.placement_id, ArchivedDocument.kinds)
    with office.db.read() as session:
        for key, kinds in session.execute(query.where(ArchivedDocument.deleted.is_(False))):
            if key in found:
                found[key] |= set(kinds)
    return {key: Filed(key, frozenset(kinds)) for key, kinds in found.items()}
