"""A new student roster against ours: who is new, who is gone, who changed class. Proposed only.

Built on the dry run of an import. Nobody leaves by being absent from a file: whoever is, within
the classes or grades that the file covers, is proposed and taken off only where a person agrees.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
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
    StudentChange,
)
from app.models.internships import PlacementState
from app.models.students import Standing
from app.services.database import Writing
from app.services.exchange.apply import apply_plan
from app.services.exchange.lines import Line, Outcome, Progress
from app.services.exchange.plan import Plan
from app.services.office import Office

_TRACKED = {"class_id": "转班", "programme_id": "转专业", "standing": "学籍变动"}
_WORDS = {
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


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A student whom the file brings."""

    number: str
    name: str
    row: int


@dataclass(frozen=True, slots=True)
class Leaver:
    """Enrolled with us, in a class or grade the file covers, and not in the file."""

    student: UUID
    number: str
    name: str
    school_class: str
    internship: str = ""  # where the student is on an internship, if so


@dataclass(frozen=True, slots=True)
class RosterDifference:
    """Everything a new roster would change."""

    newcomers: tuple[Newcomer, ...]
    moved: tuple[Moved, ...]
    corrected: int  # students with other changes: a phone number, an address
    leavers: tuple[Leaver, ...]
    refused: int  # rows that cannot go in: nobody is a leaver because of one

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
    changed = {line.key for line in plan.of(Outcome.CHANGED)}
    return RosterDifference(
        newcomers=tuple(
            Newcomer(str(line.values["number"]), str(line.values["name"]), line.number)
            for line in plan.of(Outcome.NEW)
        ),
        moved=tuple(moved),
        corrected=len(changed - {each.student for each in moved}),
        leavers=tuple(leavers),
        refused=len(plan.of(Outcome.REFUSED)),
    )


def accept(  # noqa: PLR0913 - the plan, what was decided about it, and when
    office: Office,
    plan: Plan,
    difference: RosterDifference,
    leaving: Mapping[UUID, Standing],
    *,
    on: date,
    reason: str | None = None,
    progress: Progress = lambda *_: None,
) -> None:
    """Write the import, note every move in the students' files, and let go whom a person chose.

    `leaving`: of the leavers proposed, those who really left, and as what. Conflict if the
    records have changed since the dry run; then nothing is written.
    """
    proposed = {each.student for each in difference.leavers}
    if strangers := leaving.keys() - proposed:
        raise Refused(f"有 {len(strangers)} 名学生不在本次的离校名单里，请重新核对名册。")
    if Standing.ENROLLED in leaving.values():
        raise Refused("请为离校学生选择休学、退学、转出或毕业。")
    named = {each.student: each for each in difference.leavers}

    def note(writing: Writing) -> None:
        for each in difference.moved:
            _note(office, writing, each, on, reason)
        for key, standing in leaving.items():
            values = {"standing": standing, "standing_on": on}
            office.of(Student).put(writing, key, values, fresh=False)
            change = _departure(named[key], standing)
            _note(office, writing, change, on, reason or "名册核对：新名册中没有该学生")

    apply_plan(office, plan, progress, also=note)


def _departure(leaver: Leaver, standing: Standing) -> Moved:
    before, after = str(Standing.ENROLLED), str(standing)
    return Moved(leaver.student, leaver.number, leaver.name, _WORDS[standing], before, after)


def _note(office: Office, writing: Writing, moved: Moved, on: date, reason: str | None) -> None:
    values = {
        "student_id": moved.student,
        "on": on,
        "what": moved.what,
        "before": moved.before or None,
        "after": moved.after or None,
        "reason": reason,
    }
    accepted = office.of(StudentChange).accept(values, complete=True)
    writing.insert_many(StudentChange, [accepted])


# --- moves


def _moves(
    line: Line, present: Mapping[UUID, tuple[str, str]], titles: Mapping[UUID, str]
) -> list[Moved]:
    found = []
    for key, what in _TRACKED.items():
        if key in line.changes and line.key is not None:
            before, after = line.changes[key]
            if before is None:
                continue  # was never written down: completed, not moved
            number, name = present[line.key]
            told = _WORDS[after] if key == "standing" else what
            found.append(
                Moved(line.key, number, name, told, _shown(before, titles), _shown(after, titles))
            )
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


def _present(session: Session, plan: Plan) -> dict[UUID, tuple[str, str]]:
    query = select(Student.id, Student.number, Student.name).where(Student.deleted.is_(False))
    wanted = {line.key for line in plan.of(Outcome.CHANGED)}
    return {key: (number, name) for key, number, name in session.execute(query) if key in wanted}


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
    interns = _on_internship(session, {each.id for each, _ in missing})
    return [
        Leaver(each.id, each.number, each.name, name, interns.get(each.id, ""))
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
