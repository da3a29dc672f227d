"""The interns of a batch with everything that reports say about them, in roster order."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.models import (
    InternshipBatch,
    Partner,
    Placement,
    Post,
    Programme,
    Record,
    SchoolClass,
    Student,
    Teacher,
)
from app.models.fields import option
from app.models.internships import PlacementState
from app.services.query import Query
from app.services.reports.reading import Common, Scope

GONE = (PlacementState.CHANGED, PlacementState.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class OfBatch(Common):
    """What every report about one batch asks."""

    batch: UUID = option("实习批次", None, target="internship_batch", help="可写批次名称。")


@dataclass(frozen=True, slots=True)
class OfClasses(OfBatch):
    """What every report asks that can be made for one class of a batch."""

    school_class: UUID | None = option(
        "班级", None, target="school_class", help="留空为批次的全部班级。"
    )


@dataclass(frozen=True, slots=True)
class Placed:
    """One placement and who and what belongs to it."""

    placement: Placement
    student: Student
    class_: SchoolClass | None
    programme: Programme | None
    host: Partner | None
    post: Post | None
    teacher: Teacher | None

    @property
    def where(self) -> str:
        """The post, from the file of posts or as typed."""
        return (self.post.name if self.post else self.placement.post) or ""

    @property
    def guide(self) -> str:
        """The teacher who guides, from the list of teachers or as typed."""
        return (self.teacher.name if self.teacher else self.placement.teacher) or ""

    @property
    def signed(self) -> bool:
        """Whether all three have signed the agreement."""
        one = self.placement
        return all((one.signed_school, one.signed_host, one.signed_student))


def batch_of(at: Scope, key: UUID) -> InternshipBatch:
    """The batch that was chosen."""
    found: InternshipBatch = at.office.of(InternshipBatch).get(key)
    return found


def placed(at: Scope, batch: UUID, school_class: UUID | None = None) -> list[Placed]:
    """Everybody in a batch, or in one class of it; class by class, then by student number."""
    placements = at.office.of(Placement).all(at.query(batch_id=batch))
    students = _by_key(at, Student, (each.student_id for each in placements))
    classes = _by_key(at, SchoolClass, (each.class_id for each in students.values()))
    about = _by_key(at, Programme, _programmes(students, classes))
    hosts = _by_key(at, Partner, (each.partner_id for each in placements))
    posts = _by_key(at, Post, (each.post_id for each in placements))
    teachers = _by_key(at, Teacher, (each.teacher_id for each in placements))
    found = []
    for each in placements:
        student = students.get(each.student_id)
        if student is None:
            continue
        class_ = classes.get(student.class_id)
        programme = student.programme_id or (class_.programme_id if class_ else None)
        found.append(
            Placed(
                each,
                student,
                class_,
                about.get(programme),
                hosts.get(each.partner_id),
                posts.get(each.post_id),
                teachers.get(each.teacher_id),
            )
        )
    wanted = [one for one in found if school_class in (None, one.student.class_id)]
    return sorted(wanted, key=_roster)


def current(found: Iterable[Placed]) -> list[Placed]:
    """Those who neither gave up nor went on to another host: each student once."""
    return [each for each in found if each.placement.state not in GONE]


def _roster(one: Placed) -> tuple[bool, str, str, UUID]:
    """Class by class, students without a class last; then by student number."""
    class_ = one.class_.sort_key if one.class_ else ""
    return one.class_ is None, class_, one.student.number, one.placement.id


def _programmes(students: dict[Any, Any], classes: dict[Any, Any]) -> Iterable[UUID | None]:
    yield from (each.programme_id for each in (*students.values(), *classes.values()))


def _by_key(at: Scope, kind: type[Record], keys: Iterable[UUID | None]) -> dict[Any, Any]:
    """The live records with these keys; None is nobody's key."""
    wanted = tuple({key for key in keys if key is not None})
    return {each.id: each for each in at.office.of(kind).all(Query(only=wanted))}
