"""What somebody must still do about bookings: decide, place, settle, wait, write down.

The dialog and the home page ask the same, so that they count the same.
"""

from collections.abc import Iterable, Mapping, Sequence
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
    Closure,
    Room,
    SchoolClass,
    Teacher,
    UseRecord,
)
from app.models.bookings import GONE, ApprovalRole, BookingState, OccurrenceState
from app.services.bookings.changes import must_have_come
from app.services.bookings.closure_impact import running, still_open
from app.services.bookings.policy import roles, rules
from app.services.bookings.words import said
from app.services.office import Office

_BACK = timedelta(days=30)  # older dates nobody will write down any more


class Task(Enum):
    """What is to be done."""

    DECIDE = "待审批"
    PLACE = "课表待排"
    CLOSED = "停用待处理"
    WAIT = "候补等候"
    CHECK_IN = "待登记使用"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do, with what a person needs to know for it."""

    task: Task
    record: UUID  # the booking; of what is closed, the closure
    date: UUID | None  # of the single date that it is about
    title: str
    when: str
    room: str
    who: str
    note: str = ""
    role: ApprovalRole | None = None  # whose turn it is
    campus: UUID | None = None  # of the room
    dates: tuple[UUID, ...] = ()  # that a closure left open


def tasks(office: Office, today: date) -> list[Item]:
    """All of it, what must be decided first."""
    return [
        *_to_decide(office), *_to_place(office), *_closed(office, today),
        *_waiting(office, today), *_to_check_in(office, today),
    ]  # fmt: skip


def _turns(office: Office, found: Sequence[Booking]) -> dict[UUID, ApprovalRole]:
    """Whose word is wanted next; the centre's own where no rule names anybody."""
    with office.db.read() as session:
        given: dict[UUID, set[ApprovalRole]] = {}
        agreed = select(BookingApproval.booking_id, BookingApproval.role).where(
            BookingApproval.booking_id.in_([each.id for each in found]),
            BookingApproval.agreed.is_(True),
            BookingApproval.deleted.is_(False),
        )
        for booking, role in session.execute(agreed):
            given.setdefault(booking, set()).add(role)
        asked = {(each.kind, each.room_id) for each in found}
        needed = {(kind, room): roles(rules(session, kind, room)) for kind, room in asked}
    return {
        each.id: next(
            (
                role
                for role in needed[each.kind, each.room_id]
                if role not in given.get(each.id, ())
            ),
            ApprovalRole.CENTRE,
        )
        for each in found
    }


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
        select(Booking, Room.number, Room.campus_id, SchoolClass.name, Teacher.name)
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
    turns = _turns(office, [row[0] for row in found])
    return [
        Item(
            Task.DECIDE, each.id, None, each.title, said(each), room, _who(group, teacher),
            _noted(each), turns[each.id], campus,
        )
        for each, room, campus, group, teacher in found
    ]  # fmt: skip


def _noted(booking: Booking) -> str:
    """What somebody must know before deciding."""
    told = [_held(booking)]
    if booking.against:
        told.append(f"{booking.against}；例外理由：{booking.exception or '未写'}")
    return "；".join(each for each in told if each)


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
            each.remark or "", campus=campus,
        )
        for each, room, campus, group, teacher in found
    ]  # fmt: skip


def _closed(office: Office, today: date) -> list[Item]:
    """Closures with dates that nobody has decided about."""
    with office.db.read() as session:
        left: dict[UUID, list[UUID]] = {}
        for closure, key in still_open(session, today):
            left.setdefault(closure, []).append(key)
        found = {each.id: each for each in running(session, today)}
        known = session.execute(select(Room.id, Room.number, Room.campus_id))
        rooms = {row.id: row for row in known}
    return [_of_closure(found[key], dates, rooms) for key, dates in left.items()]


def _of_closure(closure: Closure, dates: Sequence[UUID], rooms: Mapping[UUID | None, Any]) -> Item:
    room = rooms.get(closure.room_id)
    when = f"{closure.starts} 至 {closure.ends or '恢复为止'}"
    return Item(
        Task.CLOSED, closure.id, None, closure.name, when, room.number if room else "", "",
        f"{len(dates)} 次预约待处理", campus=room.campus_id if room else None, dates=tuple(dates),
    )  # fmt: skip


def _waiting(office: Office, today: date) -> list[Item]:
    rows = _dates(office, OccurrenceState.QUEUED, today, None)
    return [_dated(Task.WAIT, row, f"等 {row[0].seats} 位" if row[0].seats else "") for row in rows]


def _to_check_in(office: Office, today: date) -> list[Item]:
    rows = _dates(office, OccurrenceState.PLANNED, today - _BACK, today)
    return [_dated(Task.CHECK_IN, row, "") for row in rows]


def _dates(office: Office, state: OccurrenceState, first: date, before: date | None) -> list[Any]:
    group, teacher = aliased(SchoolClass), aliased(Teacher)
    query = (
        select(
            BookingOccurrence, Booking.title, Room.number, Room.campus_id, group.name, teacher.name
        )
        .join(Booking, Booking.id == BookingOccurrence.booking_id)
        .join(Room, Room.id == BookingOccurrence.room_id)
        .outerjoin(group, group.id == BookingOccurrence.class_id)
        .outerjoin(teacher, teacher.id == BookingOccurrence.teacher_id)
        .where(
            BookingOccurrence.state == state,
            BookingOccurrence.deleted.is_not(True),  # the day is what finds the few
            Booking.deleted.is_(False),
            Booking.state.not_in(GONE),
            BookingOccurrence.on >= first,
        )
        .order_by(BookingOccurrence.on, BookingOccurrence.first, BookingOccurrence.id)
    )
    if before is not None:
        query = query.where(BookingOccurrence.on < before, Booking.state == BookingState.APPROVED)
    with office.db.read() as session:
        return list(session.execute(query).all())


def _dated(task: Task, row: Any, note: str) -> Item:
    held, title, room, campus, group, teacher = row
    when = f"{held.on} 第{held.first}-{held.last}节"
    who = _who(group, teacher)
    return Item(task, held.booking_id, held.id, title, when, room, who, note, campus=campus)


def _who(group: str | None, teacher: str | None) -> str:
    return " ".join(part for part in (group, teacher) if part)
