"""Holds (暂留) that ran out give their rooms back: looked for when the data is opened and after.

It asks one small question, so that it may be asked often; the work is imported when there is any.
"""

from datetime import datetime

from sqlalchemy import select

from app.models import Booking
from app.models.bookings import BookingState
from app.services.office import Office


def expired(office: Office, now: datetime) -> int:
    """How many holds have run out and are still there."""
    overdue = select(Booking.id).where(
        Booking.state == BookingState.TENTATIVE,
        Booking.hold_until < now,
        Booking.deleted.is_(False),
    )
    with office.db.read() as session:
        return len(session.scalars(overdue).all())


def release(office: Office, now: datetime) -> int:
    """Release them; how many were."""
    if not expired(office, now):
        return 0
    from app.services.bookings.flow import release_expired  # noqa: PLC0415 - seldom needed

    return release_expired(office, now)
