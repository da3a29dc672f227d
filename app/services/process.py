"""What is overdue while internships run: visits, contacts, weekly records, insurance, ages.

Everything is a value that names its records; the home page counts them, lists chase them.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import Session

from app.models import (
    ContactRecord,
    InternshipBatch,
    Partner,
    Placement,
    Student,
    VisitRecord,
    WeeklyRecordReceipt,
)
from app.models.internships import BatchState, PlacementState
from app.models.students import Standing
from app.services.readiness import Placed, uninsured
from app.services.students import born_on
from app.services.years import years_before

SOON = 30  # days ahead in which a start is looked at
_ADULT = 18
_FEW = 100
_LEFT = (Standing.LEFT, Standing.TRANSFERRED, Standing.SUSPENDED)
_EXPECTED = (PlacementState.PLANNED, PlacementState.ON_POST)
# The whole college may be on internships at once: only what is looked at is read, as rows.
_LOOKED_AT: tuple[Any, ...] = (
    Placement.id,
    Placement.batch_id,
    Placement.state,
    *(getattr(Placement, key) for key in Placed.__annotations__),
    Student.number,
    Student.name,
    Student.standing,
    Student.birth,
    Student.identity,
    Partner.name.label("host"),
)


class Intern(NamedTuple):
    """A placement that is running, or will be, with what is looked at around it."""

    row: Any  # what `Placed` asks for, `id` and `state`; of the student `standing` and birth
    batch: InternshipBatch

    @property
    def placement(self) -> UUID:
        """The record."""
        key: UUID = self.row.id
        return key

    @property
    def number(self) -> str:
        """The student's."""
        return str(self.row.number)

    @property
    def name(self) -> str:
        """The student's."""
        return str(self.row.name)

    @property
    def host(self) -> str:
        """By name; empty while there is none."""
        return self.row.host or ""

    @property
    def begun(self) -> date:
        """The first day."""
        return self.row.starts or self.batch.starts


@dataclass(frozen=True, slots=True)
class Visited:
    """A host with interns on post, and how long nobody has been there."""

    batch: UUID
    partner: UUID
    host: str
    since: date  # the last visit, or the first day of the first intern there
    days: int
    limit: int  # the batch's
    interns: int

    @property
    def overdue(self) -> bool:
        """Longer than the batch asks for."""
        return self.days > self.limit


@dataclass(frozen=True, slots=True)
class Contacted:
    """A student on post, and how long nobody has reached them."""

    placement: UUID
    name: str
    host: str
    since: date  # the last time, or the first day
    days: int
    limit: int  # the batch's

    @property
    def overdue(self) -> bool:
        """Longer than the batch asks for."""
        return self.days > self.limit


@dataclass(frozen=True, slots=True)
class WeeklyRecords:
    """Which weekly records of one student have come in. Weeks count from the first day."""

    placement: UUID
    number: str
    name: str
    weeks: int  # that are over
    received: frozenset[int]

    @property
    def missing(self) -> tuple[int, ...]:
        """Weeks that are over without a record."""
        return tuple(week for week in range(1, self.weeks + 1) if week not in self.received)


def expected(
    session: Session, today: date, ours: ColumnElement[bool] | None = None
) -> list[Intern]:
    """Everybody who is at a host or will be, in roster order; archived batches left out."""
    live = select(InternshipBatch).where(
        InternshipBatch.deleted.is_(False), InternshipBatch.state != BatchState.ARCHIVED
    )
    batches = {each.id: each for each in session.scalars(live)}
    query = (
        select(*_LOOKED_AT)
        .select_from(Placement)
        .join(Student, Student.id == Placement.student_id)
        .outerjoin(Partner, Partner.id == Placement.partner_id)
        .where(Placement.deleted.is_(False), Placement.state.in_(_EXPECTED))
        .where(Placement.ends.is_(None) | (Placement.ends >= today))
        .where(Placement.batch_id.in_(list(batches)), true() if ours is None else ours)
        .order_by(Student.number, Placement.id)
    )
    return [Intern(row, batches[row.batch_id]) for row in session.execute(query)]


def running(found: Iterable[Intern], today: date) -> list[Intern]:
    """Who is on post today."""
    on_post = PlacementState.ON_POST
    return [each for each in found if each.row.state is on_post and _runs(each, today)]


def visits(session: Session, on_post: Iterable[Intern], today: date) -> list[Visited]:
    """Hosts by how long nobody came, the longest first."""
    made = select(VisitRecord.batch_id, VisitRecord.partner_id, func.max(VisitRecord.on)).where(
        VisitRecord.deleted.is_(False), VisitRecord.on <= today
    )
    grouped = made.group_by(VisitRecord.batch_id, VisitRecord.partner_id)
    last = {(row[0], row[1]): row[2] for row in session.execute(grouped)}
    there: dict[tuple[UUID, UUID], list[Intern]] = {}
    for each in on_post:
        if each.row.partner_id is not None:
            there.setdefault((each.batch.id, each.row.partner_id), []).append(each)
    found = []
    for (batch, partner), group in there.items():
        first = min(each.begun for each in group)
        since = max(first, last.get((batch, partner), first))
        days, limit = (today - since).days, group[0].batch.visit_days
        found.append(Visited(batch, partner, group[0].host, since, days, limit, len(group)))
    return sorted(found, key=lambda each: (-each.days, each.host))


def contacts(session: Session, on_post: Iterable[Intern], today: date) -> list[Contacted]:
    """Students by how long nobody reached them, the longest first."""
    on_post = list(on_post)
    made = select(ContactRecord.placement_id, func.max(ContactRecord.on)).where(
        ContactRecord.deleted.is_(False), ContactRecord.reached, ContactRecord.on <= today,
        among(ContactRecord.placement_id, [each.placement for each in on_post]),
    )  # fmt: skip
    last = {row[0]: row[1] for row in session.execute(made.group_by(ContactRecord.placement_id))}
    found = []
    for each in on_post:
        since = max(each.begun, last.get(each.placement, each.begun))
        days, limit = (today - since).days, each.batch.contact_days
        found.append(Contacted(each.placement, each.name, each.host, since, days, limit))
    return sorted(found, key=lambda each: (-each.days, each.name))


def among(column: Any, keys: Collection[UUID]) -> ColumnElement[bool]:
    """Only these, where naming them is less work than reading all."""
    return column.in_(list(keys)) if len(keys) <= _FEW else true()


def weekly_records(session: Session, on_post: Iterable[Intern], today: date) -> list[WeeklyRecords]:
    """The matrix of weekly records, for batches that ask for them, in roster order."""
    receipts = select(WeeklyRecordReceipt.placement_id, WeeklyRecordReceipt.week).where(
        WeeklyRecordReceipt.deleted.is_(False), WeeklyRecordReceipt.received_on <= today
    )
    received: dict[UUID, set[int]] = {}
    for key, week in session.execute(receipts):
        received.setdefault(key, set()).add(week)
    return [
        WeeklyRecords(
            placement=each.placement,
            number=each.number,
            name=each.name,
            weeks=weeks_over(each.begun, each.row.ends, today),
            received=frozenset(received.get(each.placement, ())),
        )
        for each in on_post
        if each.batch.weekly
    ]


def weeks_over(starts: date, ends: date | None, today: date) -> int:
    """How many weeks of a placement are over; one that was begun counts once it has ended."""
    if ends is not None and ends < today:
        return -(-((ends - starts).days + 1) // 7)
    return max(0, (today - starts).days // 7)


def insurance_gaps(found: Iterable[Intern], today: date) -> list[Intern]:
    """Who is or will soon be at a host without insurance for all of the time."""
    return [each for each in _current(found, today) if uninsured(each.row)]


def minors(found: Iterable[Intern], today: date) -> list[Intern]:
    """Who starts within a month and will not be of age on that day."""
    return [
        each
        for each in found
        if today <= each.begun <= today + timedelta(days=SOON) and _is_minor(each)
    ]


def gone(found: Iterable[Intern]) -> list[Intern]:
    """Who has left the college, or suspended, and is still down for an internship."""
    return [each for each in found if each.row.standing in _LEFT]


def _runs(each: Intern, today: date) -> bool:
    ends = each.row.ends or each.batch.ends
    return each.begun <= today <= ends


def _current(found: Iterable[Intern], today: date) -> list[Intern]:
    limit = today + timedelta(days=SOON)
    on_post = PlacementState.ON_POST
    return [each for each in found if each.row.state is on_post or each.begun <= limit]


def _is_minor(each: Intern) -> bool:
    born = born_on(each.row)
    return born is not None and years_before(each.begun, _ADULT) < born
