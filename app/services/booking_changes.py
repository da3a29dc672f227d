"""Changing bookings on file: one date elsewhere, dates taken off, skipped dates added back.

Each is one step that one undo takes back; nothing of anybody else is ever touched.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import Conflict, Refused
from app.models import Booking, BookingOccurrence
from app.models.bookings import HOLDING, BookingState, OccurrenceState
from app.services.booking import Move
from app.services.booking_world import Scope, use_of, world_for
from app.services.occupation import Clash, Use, clashes
from app.services.office import Office

_DATES = BookingOccurrence.table()
_BOOKINGS = Booking.table()


def move(office: Office, key: UUID, wanted: Move) -> tuple[Clash, ...]:
    """Hold one date elsewhere; the others stay. Conflict if it cannot go there, with whom.

    What may be accepted (a teacher in two places) is done and given back.
    """
    with office.db.write("预约改期") as writing:
        held = _date(writing.session, key)
        _refuse_past(held)
        use = _use(writing.session, key)
        other = replace(
            use,
            room=wanted.room or use.room,
            part=use.part if wanted.room in (None, use.room) else None,
            on=wanted.on or use.on,
            periods=wanted.periods or use.periods,
        )
        found = _possible(writing.session, other, "没有改期")
        before = f"{held.on} 第{held.first}-{held.last}节"
        held.room_id, held.part, held.on = other.room, other.part, other.on
        held.first, held.last = other.periods.first, other.periods.last
        held.why = held.why or f"原定 {before}"
    return found


def cancel_dates(office: Office, keys: Sequence[UUID], reason: str) -> int:
    """Take dates off, each with the reason; what is past stays. How many were taken off."""
    with office.db.write(f"取消预约 {len(keys)} 次", reason=reason or None) as writing:
        dates = [_date(writing.session, key) for key in keys]
        coming = [each for each in dates if each.state in (*HOLDING, OccurrenceState.QUEUED)]
        for each in coming:
            _refuse_past(each)
            each.state, each.why = OccurrenceState.CANCELLED, reason or "取消"
    return len(coming)


def cancel_booking(office: Office, key: UUID, reason: str, today: date) -> int:
    """Take off everything of a booking from a day on; how many dates."""
    with office.db.write("取消整份预约", reason=reason or None) as writing:
        booking = writing.session.get_one(Booking, key)
        coming = [
            each
            for each in dates_of(writing.session, key)
            if each.on >= today and each.state in (*HOLDING, OccurrenceState.QUEUED)
        ]
        for each in coming:
            each.state, each.why = OccurrenceState.CANCELLED, reason or "取消"
        booking.state = BookingState.CANCELLED
    return len(coming)


def add_back(office: Office, key: UUID) -> tuple[Clash, ...]:
    """Hold a date after all that was skipped or taken off. Conflict if it is taken by now."""
    with office.db.write("补回跳过的日期") as writing:
        held = _date(writing.session, key)
        if held.state in HOLDING:
            raise Refused("这一天本来就是有效的，不用补回。")
        found = _possible(writing.session, _use(writing.session, key), "没有补回")
        held.state, held.why = OccurrenceState.PLANNED, None
    return found


def dates_of(session: Session, booking: UUID) -> list[BookingOccurrence]:
    """Every date of a booking, in order."""
    query = (
        select(BookingOccurrence)
        .where(BookingOccurrence.booking_id == booking, BookingOccurrence.deleted.is_(False))
        .order_by(BookingOccurrence.on, BookingOccurrence.first)
    )
    return list(session.scalars(query))


def _date(session: Session, key: UUID) -> BookingOccurrence:
    return session.get_one(BookingOccurrence, key)


def _refuse_past(held: BookingOccurrence) -> None:
    if held.state in (OccurrenceState.DONE, OccurrenceState.NO_SHOW):
        raise Refused("这一次已经登记过使用情况，不能再改。")


def _use(session: Session, key: UUID) -> Use:
    row = session.execute(
        select(
            _DATES.c.id, _DATES.c.booking_id, _DATES.c.on, _DATES.c.first, _DATES.c.last,
            _DATES.c.room_id, _DATES.c.part, _DATES.c.shared, _DATES.c.seats, _DATES.c.teacher_id,
            _DATES.c.class_id, _BOOKINGS.c.title, _BOOKINGS.c.kind, _BOOKINGS.c.partner_id,
            _BOOKINGS.c.heads,
        )
        .join(_BOOKINGS, _BOOKINGS.c.id == _DATES.c.booking_id)
        .where(_DATES.c.id == key)
    ).one()  # fmt: skip
    return use_of(row)


def _possible(session: Session, use: Use, otherwise: str) -> tuple[Clash, ...]:
    found = clashes(use, world_for(session, Scope.of([use])))
    hard = [clash.words for clash in found if clash.hard]
    if hard:
        raise Conflict(f"{'；'.join(hard)}，{otherwise}。请另选时间或实训室。")
    return found
