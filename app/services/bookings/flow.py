"""What the office decides about bookings: approval in turn, holds that run out."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import Refused
from app.models import Booking, BookingApproval, BookingOccurrence
from app.models.bookings import ApprovalRole, BookingState, OccurrenceState
from app.services.bookings.policy import roles, rules
from app.services.bookings.waiting import promote
from app.services.office import Office

_EXPIRED = "暂留到期仍未确认，自动放出"
_OPEN = (BookingState.WAITING, BookingState.TENTATIVE)


@dataclass(frozen=True, slots=True)
class Decided:
    """What a booking is now, and who got in because of it."""

    state: BookingState
    promoted: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """What a person should hear."""
        return "；".join((self.state.value, *self.promoted))


def decide(  # noqa: PLR0913 - what stands on the form
    office: Office,
    booking: UUID,
    role: ApprovalRole,
    *,
    agreed: bool,
    reason: str = "",
    person: str | None = None,
    on: date,
) -> Decided:
    """One office's word. The last one needed approves and locks; a refusal gives the room back.

    Refused if it is decided already, if it is somebody else's turn, if a refusal has no reason, or
    if the applicant agrees. Who only notes the word of an office need not say whose it was.
    """
    if not agreed and not reason:
        raise Refused("驳回时请写明原因，申请人会看到。")
    verb = "同意" if agreed else "驳回"
    with office.db.write(f"{role}{verb}预约", reason or None) as writing:
        session = writing.session
        record = session.get_one(Booking, booking)
        if record.state not in _OPEN:
            raise Refused(f"这份预约{record.state}，不用再审批。")
        if agreed and person is not None and person == record.applicant:
            raise Refused(f"{person}是申请人，不能自己同意，请由别人审批。")
        needed = roles(rules(session, record.kind, record.room_id))
        given = _agreed(session, booking)
        turn = next((each for each in needed if each not in given), role)
        if role is not turn:
            raise Refused(f"现在轮到{turn}审批。")
        word = {"booking_id": booking, "role": role, "agreed": agreed, "on": on}
        word |= {"reason": reason or None, "person": person}
        writing.insert_many(BookingApproval, [word])
        promoted: list[str] = []
        if not agreed:
            record.state = BookingState.REJECTED
            promoted = _free(session, booking, OccurrenceState.CANCELLED, f"{role}驳回：{reason}")
        elif all(each in {*given, role} for each in needed):
            record.state, record.locked = BookingState.APPROVED, True
        return Decided(record.state, tuple(promoted))


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
    with office.db.write(f"暂留到期 {len(found)} 份", _EXPIRED) as writing:
        for key in found:
            writing.session.get_one(Booking, key).state = BookingState.CANCELLED
            _free(writing.session, key, OccurrenceState.CANCELLED, _EXPIRED)
    return len(found)
