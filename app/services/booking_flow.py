"""What the office decides about bookings: approval in turn, holds that run out, a week copied."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import Refused
from app.models import Booking, BookingApproval, BookingOccurrence, Policy, Room
from app.models.bookings import ApprovalRole, BookingState, OccurrenceState, UseKind
from app.services.booking import row_of
from app.services.booking_changes import promote, use_of_date
from app.services.booking_world import Scope, world_for
from app.services.occupation import clashes
from app.services.office import Office

_OPEN = (BookingState.WAITING, BookingState.TENTATIVE)


def steps(office: Office, kind: UseKind, room: UUID) -> tuple[ApprovalRole, ...]:
    """Who must agree to such a booking, in turn; nobody: it holds at once."""
    with office.db.read() as session:
        return _steps(session, kind, room)


def _steps(session: Session, kind: UseKind, room: UUID) -> tuple[ApprovalRole, ...]:
    wanted = {role for policy in _policies(session, kind, room) for role in policy.steps}
    return tuple(role for role in ApprovalRole if role in wanted)


def _policies(session: Session, kind: UseKind, room: UUID) -> list[Policy]:
    base = session.scalar(select(Room.base_id).where(Room.id == room))
    found = session.scalars(
        select(Policy).where(Policy.deleted.is_(False), Policy.active.is_(True))
    )
    return [
        each
        for each in found
        if (not each.kinds or kind in each.kinds) and each.base_id in (None, base)
    ]


def against_policy(office: Office, booking: Booking, days: Sequence[date], on: date) -> list[str]:
    """Which rules on notice, length and number of periods a week a booking does not keep."""
    told: list[str] = []
    length = booking.last - booking.first + 1
    with office.db.read() as session:
        for each in _policies(session, booking.kind, booking.room_id):
            ahead = (min(days) - on).days if days else 0
            if each.notice is not None and ahead < each.notice:
                told.append(f"{each.name}：至少提前 {each.notice} 天")
            if each.horizon is not None and days and (max(days) - on).days > each.horizon:
                told.append(f"{each.name}：最多提前 {each.horizon} 天")
            if each.longest is not None and length > each.longest:
                told.append(f"{each.name}：一次最长 {each.longest} 节")
            if each.quota is not None and booking.teacher_id:
                told += _over_quota(session, each, booking.teacher_id, days, length)
    return told


def _over_quota(
    session: Session, policy: Policy, teacher: UUID, days: Sequence[date], length: int
) -> list[str]:
    for monday in sorted({day - timedelta(days=day.weekday()) for day in days}):
        rows = session.execute(
            select(BookingOccurrence.first, BookingOccurrence.last).where(
                BookingOccurrence.teacher_id == teacher,
                BookingOccurrence.on.between(monday, monday + timedelta(days=6)),
                BookingOccurrence.state == OccurrenceState.PLANNED,
                BookingOccurrence.deleted.is_(False),
            )
        )
        held = sum(last - first + 1 for first, last in rows)
        asked = length * sum(monday <= day < monday + timedelta(days=7) for day in days)
        if held + asked > (policy.quota or 0):
            return [f"{policy.name}：{monday} 那一周已有 {held} 节，每人每周最多 {policy.quota} 节"]
    return []


def decide(  # noqa: PLR0913 - what stands on the form
    office: Office,
    booking: UUID,
    role: ApprovalRole,
    *,
    agreed: bool,
    reason: str = "",
    person: str | None = None,
    on: date,
) -> BookingState:
    """One office's word. The last one needed approves and locks; a refusal gives the room back.

    Refused if it is decided already, if it is somebody else's turn, or a refusal has no reason.
    """
    if not agreed and not reason:
        raise Refused("驳回时请写明原因，申请人会看到。")
    verb = "同意" if agreed else "驳回"
    with office.db.write(f"{role}{verb}预约", reason or None) as writing:
        session = writing.session
        record = session.get_one(Booking, booking)
        if record.state not in _OPEN:
            raise Refused(f"这份预约{record.state}，不用再审批。")
        needed = _steps(session, record.kind, record.room_id)
        given = _agreed(session, booking)
        turn = next((each for each in needed if each not in given), role)
        if role is not turn:
            raise Refused(f"现在轮到{turn}审批。")
        word = {"booking_id": booking, "role": role, "agreed": agreed, "on": on}
        word |= {"reason": reason or None, "person": person}
        writing.insert_many(BookingApproval, [word])
        if not agreed:
            record.state = BookingState.REJECTED
            _free(session, booking, OccurrenceState.CANCELLED, f"{role}驳回：{reason}")
        elif all(each in {*given, role} for each in needed):
            record.state, record.locked = BookingState.APPROVED, True
        return record.state


def _agreed(session: Session, booking: UUID) -> set[ApprovalRole]:
    return set(
        session.scalars(
            select(BookingApproval.role).where(
                BookingApproval.booking_id == booking,
                BookingApproval.agreed.is_(True),
                BookingApproval.deleted.is_(False),
            )
        )
    )


def _free(session: Session, booking: UUID, state: OccurrenceState, why: str) -> list[str]:
    rows = session.scalars(
        select(BookingOccurrence).where(
            BookingOccurrence.booking_id == booking,
            BookingOccurrence.deleted.is_(False),
            BookingOccurrence.state.in_((OccurrenceState.PLANNED, OccurrenceState.QUEUED)),
        )
    ).all()
    for row in rows:
        row.state, row.why = state, why
    session.flush()
    return promote(session, [(row.room_id, row.on) for row in rows])


def release_expired(office: Office, now: datetime) -> int:
    """Holds that ran out give their rooms back; how many did."""
    overdue = (
        Booking.state == BookingState.TENTATIVE,
        Booking.hold_until.is_not(None),
        Booking.hold_until < now,
        Booking.deleted.is_(False),
    )
    with office.db.read() as session:
        found = list(session.scalars(select(Booking.id).where(*overdue)))
    if not found:
        return 0
    with office.db.write(f"暂留到期 {len(found)} 份") as writing:
        for key in found:
            writing.session.get_one(Booking, key).state = BookingState.CANCELLED
            _free(writing.session, key, OccurrenceState.CANCELLED, "暂留到期，自动放出")
    return len(found)


@dataclass(frozen=True, slots=True)
class Copied:
    """How many dates were copied to another week, and which were not because of whom."""

    count: int
    left_out: tuple[str, ...]


def copy_week(office: Office, monday: date, to: date, rooms: Sequence[UUID] = ()) -> Copied:
    """All dates of a week once more in another one; what is taken there is left out and told."""
    shift = to - monday
    if shift.days % 7 or monday.isoweekday() != 1:
        raise Refused("请选两个星期的星期一。")
    left_out: list[str] = []
    with office.db.write(f"复制一周到 {to}") as writing:
        session = writing.session
        uses = [
            replace(use_of_date(session, row), on=row.on + shift, key=None)
            for row in _week(session, monday, rooms)
        ]
        world = world_for(session, Scope.of(uses))
        rows = []
        for use in uses:
            if hard := [clash.words for clash in clashes(use, world) if clash.hard]:
                left_out.append(f"{use.on} {use.periods} “{use.title}”：{'；'.join(hard)}")
            else:
                world.add(use)
                copied = row_of(use, OccurrenceState.PLANNED, f"由 {use.on - shift} 复制")
                rows.append(copied | {"booking_id": use.booking})
        writing.insert_many(BookingOccurrence, rows)
    return Copied(len(rows), tuple(left_out))


def _week(session: Session, monday: date, rooms: Sequence[UUID]) -> list[BookingOccurrence]:
    query = select(BookingOccurrence).where(
        BookingOccurrence.on.between(monday, monday + timedelta(days=6)),
        BookingOccurrence.state == OccurrenceState.PLANNED,
        BookingOccurrence.deleted.is_(False),
    )
    if rooms:
        query = query.where(BookingOccurrence.room_id.in_(rooms))
    return list(session.scalars(query.order_by(BookingOccurrence.on, BookingOccurrence.first)))
