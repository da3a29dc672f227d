"""What somebody must still do about bookings: decide, place, wait, write down what happened."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import aliased

from app.models import (
    Booking,
    BookingApproval,
    BookingOccurrence,
    Room,
    SchoolClass,
    Teacher,
    UseRecord,
)
from app.models.bookings import ApprovalRole, BookingState, OccurrenceState
from app.services.booking_changes import must_have_come
from app.services.booking_policy import steps
from app.services.booking_words import said
from app.services.office import Office

_BACK = timedelta(days=30)  # older dates nobody will write down any more


class Task(Enum):
    """What is to be done."""

    DECIDE = "待审批"
    PLACE = "课表待排"
    WAIT = "候补等候"
    CHECK_IN = "待登记使用"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do, with what a person needs to know for it."""

    task: Task
    booking: UUID
    date: UUID | None  # of the single date that it is about
    title: str
    when: str
    room: str
    who: str
    note: str = ""
    role: ApprovalRole | None = None  # whose turn it is


def tasks(office: Office, today: date) -> list[Item]:
    """All of it, what must be decided first."""
    return [*_to_decide(office), *_to_place(office), *_waiting(office, today),
            *_to_check_in(office, today)]  # fmt: skip


def turn(office: Office, booking: Booking) -> ApprovalRole:
    """Whose word is wanted next; the office's own where nobody is named."""
    needed = steps(office, booking.kind, booking.room_id)
    with office.db.read() as session:
        given = set(
            session.scalars(
                select(BookingApproval.role).where(
                    BookingApproval.booking_id == booking.id,
                    BookingApproval.agreed.is_(True),
                    BookingApproval.deleted.is_(False),
                )
            )
        )
    return next((role for role in needed if role not in given), ApprovalRole.CENTRE)


def check_in(office: Office, dates: Sequence[UUID], values: dict[str, Any], today: date) -> int:
    """Write down that these dates took place, each as said; how many. Refused if still to come."""
    with office.db.write(f"登记使用 {len(dates)} 次") as writing:
        session = writing.session
        rows = [session.get_one(BookingOccurrence, key) for key in dates]
        must_have_come(rows, today)
        said_ = office.of(UseRecord).accept(
            values | {"occurrence_id": rows[0].id, "on": rows[0].on}, complete=True
        )
        for row in rows:
            row.state = OccurrenceState.DONE
        writing.insert_many(
            UseRecord, [said_ | {"occurrence_id": row.id, "on": row.on} for row in rows]
        )
    return len(rows)


def _bookings(office: Office, states: Iterable[BookingState]) -> list[Any]:
    query = (
        select(Booking, Room.number, SchoolClass.name, Teacher.name)
        .join(Room, Room.id == Booking.room_id)
        .outerjoin(SchoolClass, SchoolClass.id == Booking.class_id)
        .outerjoin(Teacher, Teacher.id == Booking.teacher_id)
        .where(Booking.deleted.is_(False), Booking.state.in_(tuple(states)))
        .order_by(Booking.applied_on, Booking.number)
    )
    with office.db.read() as session:
        return list(session.execute(query).all())


def _to_decide(office: Office) -> list[Item]:
    found = _bookings(office, (BookingState.WAITING, BookingState.TENTATIVE))
    return [
        Item(
            Task.DECIDE, each.id, None, each.title, said(each), room, _who(group, teacher),
            _held(each), turn(office, each),
        )
        for each, room, group, teacher in found
    ]  # fmt: skip


def _held(booking: Booking) -> str:
    if booking.state is not BookingState.TENTATIVE or booking.hold_until is None:
        return ""
    until: datetime = booking.hold_until.astimezone()
    return f"暂留到 {until:%m月%d日 %H:%M}"


def _to_place(office: Office) -> list[Item]:
    found = _bookings(office, (BookingState.UNPLACED,))
    return [
        Item(
            Task.PLACE, each.id, None, each.title, said(each), room, _who(group, teacher),
            each.remark or "",
        )
        for each, room, group, teacher in found
    ]  # fmt: skip


def _waiting(office: Office, today: date) -> list[Item]:
    rows = _dates(office, OccurrenceState.QUEUED, today, None)
    return [_dated(Task.WAIT, row, f"等 {row[0].seats} 位" if row[0].seats else "") for row in rows]


def _to_check_in(office: Office, today: date) -> list[Item]:
    rows = _dates(office, OccurrenceState.PLANNED, today - _BACK, today)
    return [_dated(Task.CHECK_IN, row, "") for row in rows]


def _dates(office: Office, state: OccurrenceState, first: date, before: date | None) -> list[Any]:
    group, teacher = aliased(SchoolClass), aliased(Teacher)
    query = (
        select(BookingOccurrence, Booking.title, Room.number, group.name, teacher.name)
        .join(Booking, Booking.id == BookingOccurrence.booking_id)
        .join(Room, Room.id == BookingOccurrence.room_id)
        .outerjoin(group, group.id == BookingOccurrence.class_id)
        .outerjoin(teacher, teacher.id == BookingOccurrence.teacher_id)
        .where(
            BookingOccurrence.state == state,
            BookingOccurrence.deleted.is_(False),
            Booking.deleted.is_(False),
            BookingOccurrence.on >= first,
        )
        .order_by(BookingOccurrence.on, BookingOccurrence.first, BookingOccurrence.id)
    )
    if before is not None:
        query = query.where(BookingOccurrence.on < before, Booking.state == BookingState.APPROVED)
    with office.db.read() as session:
        return list(session.execute(query).all())


def _dated(task: Task, row: Any, note: str) -> Item:
    held, title, room, group, teacher = row
    when = f"{held.on} 第{held.first}-{held.last}节"
    return Item(task, held.booking_id, held.id, title, when, room, _who(group, teacher), note)


def _who(group: str | None, teacher: str | None) -> str:
    return " ".join(part for part in (group, teacher) if part)
