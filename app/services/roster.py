"""A new student roster against ours: who is new, who is gone, who changed class. Proposed only.

Built on the dry run of an import. Nobody leaves by being absent from a file: whoever is, within
the classes or grades that the file covers, is proposed and taken off only where a person agrees.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import Refused
from app.models import (
    InternshipBatch,
    Partner,
    Placement,
    Programme,
    Record,
    SchoolClass,
    Student,
)
from app.models.internships import PlacementState
from app.models.students import Standing
from app.services.enrolment import other_cohorts
from app.services.exchange.lines import Line, Outcome
from app.services.exchange.plan import Plan
from app.services.office import Office

_TRACKED = {"class_id": "转班", "programme_id": "转专业", "standing": "学籍变动"}
WORDS = {
    Standing.ENROLLED: "复学",
    Standing.SUSPENDED: "休学",
    Standing.LEFT: "退学",
    Standing.TRANSFERRED: "转出",
    Standing.GRADUATED: "毕业",
}


@dataclass(frozen=True, slots=True)
class Moved:
    """One change that the registry would enter into a student's file."""

    student: UUID
    number: str
    name: str
    what: str  # 转班, 转专业, 休学 ...
    before: str
    after: str
    school_class: str = ""  # until now


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A student whom the file brings."""

    number: str
    name: str
    row: int
    student: UUID  # the key that it will have
    school_class: str = ""


@dataclass(frozen=True, slots=True)
class Corrected:
    """A student of whom the file says something else: a phone number, an address."""

    student: UUID
    number: str
    name: str
    school_class: str
    fields: tuple[str, ...]  # what would change, by its label


@dataclass(frozen=True, slots=True)
class Leaver:
    """Enrolled with us, in a class or grade the file covers, and not in the file."""

    student: UUID
    number: str
    name: str
    school_class: str
    internship: str = ""  # where the student is on an internship, if so
    cohorts: tuple[str, ...] = ()  # on whose rosters the student still is


@dataclass(frozen=True, slots=True)
class RosterDifference:
    """Everything a new roster would change."""

    newcomers: tuple[Newcomer, ...]
    moved: tuple[Moved, ...]
    corrected: tuple[Corrected, ...]  # who moves nowhere, but something else is different
    leavers: tuple[Leaver, ...]
    refused: int  # rows that cannot go in: nobody is a leaver because of one
    unknown: tuple[str, ...] = ()  # classes that are not there yet and would be made

    @property
    def empty(self) -> bool:
        """Whether there is nothing to decide."""
        return not (self.newcomers or self.moved or self.corrected or self.leavers)


def compare(office: Office, plan: Plan) -> RosterDifference:
    """What a dry run of students means for the roster; nothing is written."""
    if plan.kind is not Student:
        raise Refused("这不是学生名册的导入。")
    with office.db.read() as session:
        titles = _titles(session, plan)
        present = _present(session, plan)
        moved = [
            each for line in plan.of(Outcome.CHANGED) for each in _moves(line, present, titles)
        ]
        leavers = _leavers(session, plan)
    gone_on = {each.student for each in moved}
    return RosterDifference(
        newcomers=tuple(
            Newcomer(
                str(line.values["number"]),
                str(line.values["name"]),
                line.number,
                line.key,
                _shown(line.values.get("class_id") or "", titles),
            )
            for line in plan.of(Outcome.NEW)
            if line.key is not None
        ),
        moved=tuple(moved),
        corrected=tuple(
            Corrected(line.key, *present[line.key], _labels(line))
            for line in plan.of(Outcome.CHANGED)
            if line.key is not None and line.key not in gone_on
        ),
        leavers=tuple(leavers),
        refused=len(plan.of(Outcome.REFUSED)),
        unknown=tuple(str(each.values["name"]) for each in plan.made if each.kind is SchoolClass),
    )


def _labels(line: Line) -> tuple[str, ...]:
    return tuple(Student.field(key).label for key in line.changes)


# --- moves


def _moves(
    line: Line, present: Mapping[UUID, tuple[str, str, str]], titles: Mapping[UUID, str]
) -> list[Moved]:
    found = []
    for key, what in _TRACKED.items():
        if key in line.changes and line.key is not None:
            before, after = line.changes[key]
            if before is None:
                continue  # was never written down: completed, not moved
            number, name, now = present[line.key]
            told = WORDS[after] if key == "standing" else what
            was, becomes = _shown(before, titles), _shown(after, titles)
            found.append(Moved(line.key, number, name, told, was, becomes, now))
    return found


def _shown(value: Any, titles: Mapping[UUID, str]) -> str:
    return titles.get(value, "") if isinstance(value, UUID) else str(value)


def _titles(session: Session, plan: Plan) -> dict[UUID, str]:
    """Names of classes and programmes, those that the file brings along included."""
    found = {
        key: name
        for kind in (SchoolClass, Programme)
        for key, name in session.execute(select(kind.id, kind.name))
    }
    found |= {
        made.values["id"]: str(made.values["name"]) for made in plan.made if _named(made.kind)
    }
    return found


def _named(kind: type[Record]) -> bool:
    return kind in (SchoolClass, Programme)


def _present(session: Session, plan: Plan) -> dict[UUID, tuple[str, str, str]]:
    """Number, name and class of whom the file changes."""
    query = (
        select(Student.id, Student.number, Student.name, SchoolClass.name)
        .outerjoin(SchoolClass, SchoolClass.id == Student.class_id)
        .where(Student.deleted.is_(False))
    )
    wanted = {line.key for line in plan.of(Outcome.CHANGED)}
    return {
        key: (number, name, class_ or "")
        for key, number, name, class_ in session.execute(query)
        if key in wanted
    }


# --- leavers


def _leavers(session: Session, plan: Plan) -> list[Leaver]:
    """Enrolled students in what the file covers who are on none of its rows, refused ones too."""
    classes, grades = _covered(plan)
    listed = {line.key for line in plan.lines if line.outcome is not Outcome.REFUSED}
    numbers = {str(line.values.get("number", "")) for line in plan.lines}
    query = (
        select(Student, SchoolClass.name)
        .outerjoin(SchoolClass, SchoolClass.id == Student.class_id)
        .where(Student.deleted.is_(False), Student.standing == Standing.ENROLLED)
        .order_by(SchoolClass.sort_key, SchoolClass.id, Student.number)
    )
    missing = [
        (each, name or "")
        for each, name in session.execute(query)
        if (each.class_id in classes or each.enrolled in grades)
        and each.id not in listed
        and each.number not in numbers
    ]
    keys = {each.id for each, _ in missing}
    interns = _on_internship(session, keys)
    cohorts = other_cohorts(session, keys)
    return [
        Leaver(
            each.id,
            each.number,
            each.name,
            name,
            interns.get(each.id, ""),
            tuple(cohorts.get(each.id, ())),
        )
        for each, name in missing
    ]


def _covered(plan: Plan) -> tuple[frozenset[UUID], frozenset[int]]:
    """The classes that the file names; the grades, if it says nothing about classes."""
    classes = {line.values["class_id"] for line in plan.lines if line.values.get("class_id")}
    if classes:
        return frozenset(classes), frozenset()
    years = {line.values["enrolled"] for line in plan.lines if line.values.get("enrolled")}
    return frozenset(), frozenset(years)


def _on_internship(session: Session, students: Collection[UUID]) -> Mapping[UUID, str]:
    expected = (PlacementState.PLANNED, PlacementState.ON_POST)
    query = (
        select(Placement.student_id, InternshipBatch.name, Partner.name)
        .join(InternshipBatch, InternshipBatch.id == Placement.batch_id)
        .outerjoin(Partner, Partner.id == Placement.partner_id)
        .where(Placement.deleted.is_(False), Placement.state.in_(expected))
    )
    return {
        student: f"{batch}，{host or '未定单位'}"
        for student, batch, host in session.execute(query)
        if student in students
    }
