"""Onto a roster and off it: pasted student numbers, leaving with a reason, pairs."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import Invalid, Problem
from app.models import Cohort, CohortMember, Pairing, Student
from app.models.cohorts import CohortState, LeaveReason
from app.models.students import Standing
from app.models.text import code
from app.models.values import uuid7
from app.services.database import Writing
from app.services.office import Office

RUNNING = (CohortState.PLANNED, CohortState.RUNNING)
_BETWEEN = re.compile(r"[\s,，、;；]+")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One student whose number was pasted."""

    student: UUID
    number: str
    name: str
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What a pasted list comes to. Nothing of it is lost: every number is in one of these."""

    candidates: tuple[Candidate, ...]
    unknown: tuple[str, ...]  # no such student number
    present: tuple[Candidate, ...]  # on this roster already
    repeated: tuple[str, ...]  # pasted more than once

    @property
    def warnings(self) -> tuple[str, ...]:
        """What to look at before saying yes."""
        return tuple(
            f"{each.name}（{each.number}）{words}"
            for each in self.candidates
            for words in each.warnings
        )


def numbers_in(pasted: str) -> list[str]:
    """The numbers of a pasted column or list, as identifiers are written."""
    return [code(each) for each in _BETWEEN.split(pasted.strip()) if code(each)]


def look_up(office: Office, cohort: UUID, pasted: str, joined: date) -> Enrolment:
    """Who a pasted list means, and what speaks against whom; nothing is written."""
    given = numbers_in(pasted)
    wanted = list(dict.fromkeys(given))
    with office.db.read() as session:
        students = _students(session, wanted)
        here = _on_roster(session, cohort, joined)
        elsewhere = other_cohorts(session, {each.id for each in students.values()}, cohort, joined)
    known = {
        number: Candidate(found.id, number, found.name, _warnings(found, elsewhere))
        for number, found in students.items()
    }
    return Enrolment(
        candidates=tuple(c for c in _in_order(known, wanted) if c.student not in here),
        unknown=tuple(number for number in wanted if number not in known),
        present=tuple(c for c in _in_order(known, wanted) if c.student in here),
        repeated=tuple(dict.fromkeys(n for at, n in enumerate(given) if n in given[:at])),
    )


def enrol(office: Office, cohort: UUID, students: Sequence[UUID], joined: date) -> list[UUID]:
    """Put students on a roster from a day on, in one step; returns the new rows' keys."""
    records = office.of(CohortMember)
    with office.db.write(f"花名册加入 {len(students)} 人") as writing:
        here = _on_roster(writing.session, cohort, joined)
        keys = []
        for student in dict.fromkeys(students):
            if student in here:
                continue
            key = uuid7()
            values = {"cohort_id": cohort, "student_id": student, "joined": joined}
            records.put(writing, key, values, fresh=True)
            keys.append(key)
    return keys


def leave(office: Office, members: Sequence[UUID], on: date, why: LeaveReason) -> None:
    """Take members off the roster from a day on; their pairings end with it."""
    with office.db.write(f"花名册离班 {len(members)} 人") as writing:
        take_off(office, writing, members, on, why)


def take_off(
    office: Office, writing: Writing, members: Sequence[UUID], on: date, why: LeaveReason
) -> None:
    """As `leave`, as part of something larger."""
    records = office.of(CohortMember)
    for key in members:
        records.put(writing, key, {"left": on, "left_why": why}, fresh=False)
    _end_pairs(writing, members, on)


def part(office: Office, members: Sequence[UUID], on: date) -> None:
    """Nobody guides these apprentices after that day."""
    with office.db.write(f"结束 {len(members)} 名学徒的结对") as writing:
        _end_pairs(writing, members, on)


def _end_pairs(writing: Writing, members: Sequence[UUID], on: date) -> None:
    """End what goes on after a day; a pair ends no sooner than it began."""
    going = select(Pairing).where(
        Pairing.member_id.in_(list(members)), Pairing.deleted.is_(False),
        Pairing.ends.is_(None) | (Pairing.ends > on),
    )  # fmt: skip
    for pairing in writing.session.scalars(going):
        pairing.ends = max(on, pairing.starts)


def pair(  # noqa: PLR0913 - both sides of a pair, and from when
    office: Office,
    members: Sequence[UUID],
    starts: date,
    *,
    mentor: UUID | None = None,
    teacher: UUID | None = None,
    ends: date | None = None,
    task: str | None = None,
    instead: bool = False,
) -> list[UUID]:
    """Give several apprentices the same mentor and teacher. Refused if one of them has left.

    `instead`: whoever guided them until now does so for the last time on the day before.
    """
    if mentor is None and teacher is None:
        raise Invalid([Problem("mentor_id", "请选择企业师傅或学校导师")])
    records, keys = office.of(Pairing), []
    with office.db.write(f"师徒结对 {len(members)} 对") as writing:
        if instead:
            _end_pairs(writing, members, starts - timedelta(days=1))
        for member in members:
            key = uuid7()
            values = {
                "member_id": member,
                "mentor_id": mentor,
                "teacher_id": teacher,
                "starts": starts,
                "ends": ends,
                "task": task,
            }
            records.put(writing, key, values, fresh=True)
            keys.append(key)
    return keys


def other_cohorts(
    session: Session,
    students: Collection[UUID],
    besides: UUID | None = None,
    on: date = date.max,
) -> Mapping[UUID, Sequence[str]]:
    """In which running cohorts students are, by name: besides one, on a day or without end."""
    query = (
        select(CohortMember.student_id, Cohort.name)
        .join(Cohort, Cohort.id == CohortMember.cohort_id)
        .where(
            CohortMember.deleted.is_(False),
            Cohort.deleted.is_(False),
            Cohort.state.in_(RUNNING),
            CohortMember.left.is_(None) | (CohortMember.left > on),
        )
        .order_by(Cohort.sort_key, Cohort.id)
    )
    if besides is not None:
        query = query.where(Cohort.id != besides)
    found: dict[UUID, list[str]] = {}
    for student, name in session.execute(query):
        if student in students:
            found.setdefault(student, []).append(name)
    return found


def _students(session: Session, numbers: Sequence[str]) -> dict[str, Student]:
    query = select(Student).where(Student.deleted.is_(False))
    found: dict[str, Student] = {}
    for start in range(0, len(numbers), 400):
        chosen = query.where(Student.number.in_(numbers[start : start + 400]))
        found.update({each.number: each for each in session.scalars(chosen)})
    return found


def _on_roster(session: Session, cohort: UUID, on: date) -> frozenset[UUID]:
    """Who is on the roster on that day or will be."""
    query = select(CohortMember.student_id).where(
        CohortMember.cohort_id == cohort,
        CohortMember.deleted.is_(False),
        CohortMember.left.is_(None) | (CohortMember.left > on),
    )
    return frozenset(session.scalars(query))


def _warnings(student: Student, elsewhere: Mapping[UUID, Sequence[str]]) -> tuple[str, ...]:
    found = []
    if student.standing is not Standing.ENROLLED:
        found.append(f"学籍状态是“{student.standing}”")
    if names := elsewhere.get(student.id):
        found.append(f"已在{'、'.join(f'“{name}”' for name in names)}")
    return tuple(found)


def _in_order(known: Mapping[str, Candidate], wanted: Sequence[str]) -> list[Candidate]:
    return [known[number] for number in wanted if number in known]
