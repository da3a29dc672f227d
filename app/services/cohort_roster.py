"""A cohort's roster as the office looks at it on a day: who is in, who guides whom, who left."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import (
    Cohort,
    CohortMember,
    Mentor,
    Pairing,
    SchoolClass,
    Student,
    Teacher,
)
from app.services.cohort_figures import spells_of
from app.services.office import Office


class Presence(Enum):
    """Where somebody stands on a day."""

    IN = "在册"
    LATER = "以后入班"
    GONE = "已离班"


@dataclass(frozen=True, slots=True)
class Seat:
    """One row of the roster; somebody who left and came back has two."""

    member: UUID
    student: UUID
    number: str
    name: str
    school_class: str
    joined: date
    left: date | None
    why: str
    presence: Presence
    mentors: tuple[str, ...]
    teachers: tuple[str, ...]

    @property
    def paired(self) -> bool:
        """Whether anybody guides this one."""
        return bool(self.mentors or self.teachers)


def seats(office: Office, cohort: UUID, on: date) -> list[Seat]:
    """The whole roster, by class and student number."""
    with office.db.read() as session:
        held = session.get_one(Cohort, cohort)
        found = _members(session, cohort)
        spells = spells_of(held, [member for member, _, _ in found])
        keys = {member.id for member, _, _ in found}
        mentors, teachers = (_guides(session, keys, on, kind) for kind in (Mentor, Teacher))
        return [
            Seat(
                member=member.id,
                student=student.id,
                number=student.number,
                name=student.name,
                school_class=name or "",
                joined=member.joined,
                left=member.left,
                why=str(member.left_why or ""),
                presence=_presence(member.joined, on, inside=spell.on(on)),
                mentors=mentors.get(member.id, ()),
                teachers=teachers.get(member.id, ()),
            )
            for (member, student, name), spell in zip(found, spells, strict=True)
        ]


def apprentices(office: Office, mentor: UUID, on: date) -> frozenset[UUID]:
    """Which members of whatever cohorts a mentor guides on a day."""
    query = (
        select(Pairing.member_id)
        .join(CohortMember, CohortMember.id == Pairing.member_id)
        .where(
            Pairing.mentor_id == mentor,
            Pairing.deleted.is_(False),
            Pairing.starts <= on,
            Pairing.ends.is_(None) | (Pairing.ends >= on),
            CohortMember.deleted.is_(False),
            CohortMember.left.is_(None) | (CohortMember.left > on),
        )
    )
    with office.db.read() as session:
        return frozenset(session.scalars(query))


def _presence(joined: date, on: date, *, inside: bool) -> Presence:
    if inside:
        return Presence.IN
    return Presence.LATER if joined > on else Presence.GONE


def _members(session: Session, cohort: UUID) -> Sequence[tuple[CohortMember, Student, str | None]]:
    query = (
        select(CohortMember, Student, SchoolClass.name)
        .join(Student, Student.id == CohortMember.student_id)
        .outerjoin(SchoolClass, SchoolClass.id == Student.class_id)
        .where(CohortMember.cohort_id == cohort, CohortMember.deleted.is_(False))
        .order_by(func.coalesce(SchoolClass.sort_key, ""), Student.number, CohortMember.joined)
    )
    return [(member, student, name) for member, student, name in session.execute(query)]


def _guides(
    session: Session, members: Collection[UUID], on: date, kind: type[Mentor] | type[Teacher]
) -> Mapping[UUID, tuple[str, ...]]:
    """By member, the names of who guides them on a day: mentors or teachers."""
    key = Pairing.mentor_id if kind is Mentor else Pairing.teacher_id
    query = (
        select(Pairing.member_id, kind.name)
        .join(kind, kind.id == key)
        .where(
            Pairing.deleted.is_(False),
            Pairing.starts <= on,
            Pairing.ends.is_(None) | (Pairing.ends >= on),
        )
        .order_by(Pairing.starts, Pairing.id)
    )
    found: dict[UUID, list[str]] = defaultdict(list)
    for member, name in session.execute(query):
        if member in members and name not in found[member]:
            found[member].append(name)
    return {member: tuple(names) for member, names in found.items()}
