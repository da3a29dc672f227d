"""One batch as it runs, in lists to work through: calls, visits, weekly records, gaps, accidents.

What is overdue here is what the home page counts: both ask `process`.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from app.errors import Invalid, Problem
from app.models import (
    ContactRecord,
    Incident,
    InternshipBatch,
    Partner,
    Placement,
    SchoolClass,
    Student,
    Teacher,
    VisitRecord,
)
from app.models.internships import InjuryGrade
from app.services import process
from app.services.office import Office
from app.services.placements import EXPECTED
from app.services.process import Contacted, Intern, Visited, WeeklyRecords

_DAY = timedelta(days=1)
_NEVER = "还没有联系记录"


@dataclass(frozen=True, slots=True)
class Person:
    """An intern, and whom to call."""

    placement: UUID
    number: str
    name: str
    school_class: str
    partner: UUID | None
    host: str
    teacher: str
    phone: str
    guardian: str
    guardian_phone: str


@dataclass(frozen=True, slots=True)
class Call:
    """One student on post, and the last calls."""

    person: Person
    rhythm: Contacted
    last: str  # what came of the last call
    again_on: date | None  # what was agreed at the last call

    def open_on(self, today: date) -> bool:
        """Whether it is to be called today: overdue, or agreed for now."""
        return self.rhythm.overdue or (self.again_on is not None and self.again_on <= today)


@dataclass(frozen=True, slots=True)
class Visit:
    """One host with interns on post, and the last visit."""

    rhythm: Visited
    last: str  # what was found
    unsettled: int  # visits whose findings are not settled
    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """The weekly records of one student."""

    person: Person
    records: WeeklyRecords


@dataclass(frozen=True, slots=True)
class Gap:
    """A student whose insurance does not cover the internship."""

    person: Person
    stays: str
    insured: str
    lacking: str  # the days without


@dataclass(frozen=True, slots=True)
class OpenIncident:
    """An accident whose case is not closed."""

    incident: UUID
    person: Person
    on: date
    what: str
    injury: InjuryGrade
    follow_up: str
    due: date | None


@dataclass(frozen=True, slots=True)
class Process:
    """Everything about a batch on one day."""

    batch: UUID
    today: date
    calls: tuple[Call, ...]  # who was not reached for the longest time first
    visits: tuple[Visit, ...]
    weeks: tuple[Week, ...]  # in roster order
    gaps: tuple[Gap, ...]
    incidents: tuple[OpenIncident, ...]


def running_process(office: Office, batch: UUID, today: date) -> Process:
    """A batch as it stands on a day."""
    ours = Placement.batch_id == batch
    with office.db.read() as session:
        every = process.expected(session, today, ours)
        on_post = process.running(every, today)
        people = _people(session, ours)
        return Process(
            batch,
            today,
            tuple(_calls(session, on_post, people, today)),
            tuple(_visits(session, on_post, people, today)),
            tuple(_weeks(session, on_post, people, today)),
            tuple(_gap(each, people) for each in process.insurance_gaps(every, today)),
            tuple(_incidents(session, people, ours)),
        )


def called_again(office: Office, held: Process, calls: Collection[UUID]) -> Process:
    """The same after these calls were written down or taken back: only whom they reached is read.

    Somebody works through hundreds of students one call after the other.
    """
    with office.db.read() as session:
        wanted = select(ContactRecord.placement_id).where(ContactRecord.id.in_(list(calls)))
        keys = set(session.scalars(wanted))
        ours = (Placement.batch_id == held.batch) & Placement.id.in_(list(keys))
        every = process.expected(session, held.today, ours)
        on_post = process.running(every, held.today)
        fresh = list(_calls(session, on_post, _people(session, ours), held.today))
    kept = [each for each in held.calls if each.person.placement not in keys]
    ordered = sorted([*kept, *fresh], key=lambda each: (-each.rhythm.days, each.rhythm.name))
    return replace(held, calls=tuple(ordered))


def batch_with(office: Office, kind: str, keys: Iterable[UUID]) -> UUID | None:
    """The batch to which most of these placements, hosts or accidents belong."""
    wanted = list(keys)
    asked = {
        "placement": select(Placement.batch_id).where(Placement.id.in_(wanted)),
        "partner": select(Placement.batch_id)
        .join(InternshipBatch, InternshipBatch.id == Placement.batch_id)
        .where(Placement.partner_id.in_(wanted), Placement.deleted.is_(False))
        .where(Placement.state.in_(EXPECTED)),
        "incident": select(Placement.batch_id)
        .join(Incident, Incident.placement_id == Placement.id)
        .where(Incident.id.in_(wanted)),
    }
    with office.db.read() as session:
        counted = Counter(session.scalars(asked[kind]))
    return counted.most_common(1)[0][0] if counted else None


def placement_of(office: Office, batch: UUID, student: UUID) -> UUID:
    """Where a student is in a batch, the newest of several; Invalid if nowhere."""
    query = (
        select(Placement.id)
        .where(Placement.batch_id == batch, Placement.student_id == student)
        .where(Placement.deleted.is_(False))
        .order_by(Placement.state.in_(EXPECTED).desc(), Placement.id.desc())
    )
    with office.db.read() as session:
        found = session.scalars(query).first()
    if found is None:
        raise Invalid([Problem("student_id", "本批次没有安排这名学生")])
    return found


def _people(session: Session, ours: ColumnElement[bool]) -> Mapping[UUID, Person]:
    query = (
        select(
            Placement.id, Student.number, Student.name, SchoolClass.name, Placement.partner_id,
            Partner.name, func.coalesce(Teacher.name, Placement.teacher), Student.phone,
            Student.guardian, Student.guardian_phone,
        )
        .select_from(Placement)
        .join(Student, Student.id == Placement.student_id)
        .outerjoin(SchoolClass, SchoolClass.id == Student.class_id)
        .outerjoin(Partner, Partner.id == Placement.partner_id)
        .outerjoin(Teacher, Teacher.id == Placement.teacher_id)
        .where(ours, Placement.deleted.is_(False))
        .order_by(SchoolClass.sort_key, SchoolClass.id, Student.number, Placement.id)
    )  # fmt: skip
    return {row[0]: Person(*_worded(row)) for row in session.execute(query)}


def _worded(row: Sequence[Any]) -> tuple[Any, ...]:
    """Nothing known is an empty text, but for the key of the host."""
    return tuple(each if at == 4 else each or "" for at, each in enumerate(row))


def _calls(
    session: Session, on_post: Sequence[Intern], people: Mapping[UUID, Person], today: date
) -> Iterable[Call]:
    last = _last_calls(session, on_post)
    for rhythm in process.contacts(session, on_post, today):
        held = last.get(rhythm.placement)
        again = None if held is None or held.reached else held.again_on
        words = _NEVER if held is None else f"{held.on:%m-%d} {held.summary}"
        yield Call(people[rhythm.placement], rhythm, words, again)


def _last_calls(session: Session, on_post: Sequence[Intern]) -> Mapping[UUID, Any]:
    """The newest of each; of several on one day the one entered last. Rows: there are many."""
    batches = {each.batch.id for each in on_post}
    named = process.among(ContactRecord.placement_id, [each.placement for each in on_post])
    query = (
        select(
            ContactRecord.placement_id,
            ContactRecord.on,
            ContactRecord.reached,
            ContactRecord.summary,
            ContactRecord.again_on,
        )
        .join(Placement, Placement.id == ContactRecord.placement_id)
        .where(ContactRecord.deleted.is_(False), Placement.batch_id.in_(list(batches)), named)
        .order_by(ContactRecord.on, ContactRecord.id)
    )
    return {each.placement_id: each for each in session.execute(query)}


def _visits(
    session: Session, on_post: Sequence[Intern], people: Mapping[UUID, Person], today: date
) -> Iterable[Visit]:
    there: dict[UUID | None, list[Person]] = {}
    wanted = {each.placement for each in on_post}
    for one in people.values():
        if one.placement in wanted:
            there.setdefault(one.partner, []).append(one)
    found = process.visits(session, on_post, today)
    made = _visits_made(session, {each.batch for each in found})
    for rhythm in found:
        records = made.get(rhythm.partner, ())
        last = f"{records[-1].on:%m-%d} {records[-1].findings}" if records else "还没有巡查记录"
        unsettled = sum(not each.settled for each in records)
        yield Visit(rhythm, last, unsettled, tuple(there.get(rhythm.partner, ())))


def _visits_made(session: Session, batches: Iterable[UUID]) -> Mapping[UUID, list[VisitRecord]]:
    query = (
        select(VisitRecord)
        .where(VisitRecord.deleted.is_(False), VisitRecord.batch_id.in_(list(batches)))
        .order_by(VisitRecord.on, VisitRecord.id)
    )
    found: dict[UUID, list[VisitRecord]] = {}
    for each in session.scalars(query):
        found.setdefault(each.partner_id, []).append(each)
    return found


def _weeks(
    session: Session, on_post: Sequence[Intern], people: Mapping[UUID, Person], today: date
) -> Iterable[Week]:
    found = {each.placement: each for each in process.weekly_records(session, on_post, today)}
    return (Week(one, found[key]) for key, one in people.items() if key in found)


def _gap(each: Intern, people: Mapping[UUID, Person]) -> Gap:
    held, last = each.row, each.row.ends or each.batch.ends
    return Gap(
        people[each.placement],
        _span(each.begun, last),
        _span(held.insured_from, held.insured_to),
        _uncovered(each.begun, last, held.insured_from, held.insured_to),
    )


def _uncovered(starts: date, ends: date, first: date | None, last: date | None) -> str:
    """The days without insurance."""
    if first is None or last is None:
        return "整个实习期间"
    days = []
    if first > starts:
        days.append(_span(starts, min(first - _DAY, ends)))
    if last < ends:
        days.append(_span(max(last + _DAY, starts), ends))
    return "，".join(days)


def _span(first: date | None, last: date | None) -> str:
    if first is None and last is None:
        return ""
    return f"{first or '未填'} 至 {last or '未填'}"


def _incidents(
    session: Session, people: Mapping[UUID, Person], ours: ColumnElement[bool]
) -> Iterable[OpenIncident]:
    query = (
        select(Incident)
        .join(Placement, Placement.id == Incident.placement_id)
        .where(ours, Placement.deleted.is_(False))
        .where(Incident.deleted.is_(False), Incident.closed_on.is_(None))
        .order_by(Incident.on, Incident.id)
    )
    for each in session.scalars(query):
        yield OpenIncident(
            each.id,
            people[each.placement_id],
            each.on,
            each.what,
            each.injury,
            each.follow_up or "",
            each.due,
        )
