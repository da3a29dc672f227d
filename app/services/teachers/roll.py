"""Who is on the staff on a day, read in two queries, with what every list of teachers shows."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Department, Programme, Teacher, TeacherProgramme
from app.models.students import Sex
from app.models.teachers import TeacherKind
from app.models.values import PartialDate


@dataclass(frozen=True, slots=True)
class Member:
    """One teacher as of a day."""

    id: UUID
    number: str | None
    name: str
    kind: TeacherKind | None
    sex: Sex | None
    title: str | None
    other_title: str | None
    department_id: UUID | None
    joined: PartialDate | None
    left: date | None
    leave_from: date | None
    leave_to: date | None
    prior_years: int | None
    first_taught: date | None
    hours: int | None
    department: str  # its name; empty if none
    programmes: tuple[tuple[UUID, str], ...] = ()

    @property
    def full_time(self) -> bool:
        """On the college's own staff."""
        return self.kind is not None and self.kind.full_time

    @property
    def professional(self) -> bool:
        """A full-time teacher of professional courses, or a practice instructor."""
        return self.kind is not None and self.kind.professional

    @property
    def programme_names(self) -> str:
        """As one text."""
        return "、".join(name for _, name in self.programmes)

    def on_staff(self, day: date) -> bool:
        """From the first day until the day before the one on which they left."""
        come = self.joined is None or self.joined.first_day <= day
        return come and (self.left is None or day < self.left)

    def away(self, day: date) -> bool:
        """On leave: still on the staff, and marked in lists."""
        begun = self.leave_from is not None and self.leave_from <= day
        return begun and (self.leave_to is None or day <= self.leave_to)


_PLAIN = (
    "id", "number", "name", "kind", "sex", "title", "other_title", "department_id", "joined",
    "left", "leave_from", "leave_to", "prior_years", "first_taught", "hours",
)  # fmt: skip


def everybody(session: Session) -> list[Member]:
    """All teachers on file, also those who have left, by staff number."""
    taught: dict[UUID, list[tuple[UUID, str]]] = defaultdict(list)
    links = (
        select(TeacherProgramme.teacher_id, Programme.id, Programme.name)
        .join(Programme, Programme.id == TeacherProgramme.programme_id)
        .where(TeacherProgramme.deleted.is_(False), Programme.deleted.is_(False))
        .order_by(TeacherProgramme.id)
    )
    for teacher, key, name in session.execute(links):
        taught[teacher].append((key, name))
    columns: list[Any] = [getattr(Teacher, key) for key in _PLAIN]
    query = (
        select(*columns, Department.name)
        .outerjoin(Department, Department.id == Teacher.department_id)
        .where(Teacher.deleted.is_(False))
        .order_by(Teacher.number, Teacher.sort_key, Teacher.id)
    )
    found = []
    for *plain, department in session.execute(query):
        values = dict(zip(_PLAIN, plain, strict=True))
        programmes = tuple(taught.get(values["id"], ()))
        found.append(Member(**values, department=department or "", programmes=programmes))
    return found


def staff(session: Session, on: date) -> list[Member]:
    """Who is on the staff on a day."""
    return [each for each in everybody(session) if each.on_staff(on)]
