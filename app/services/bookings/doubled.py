"""A teacher or a class in two places at once: told, not refused, as in the preview of a booking."""

from datetime import date
from uuid import UUID

from sqlalchemy import select

from app.models import BookingOccurrence
from app.models.bookings import HOLDING
from app.services.bookings.dates import uses_of
from app.services.bookings.occupation import What, clashes
from app.services.bookings.world import Scope, world_for
from app.services.office import Office

_PEOPLE = frozenset({What.TEACHER, What.CLASS})


def doubled(office: Office, booking: UUID, today: date) -> tuple[str, ...]:
    """The dates of a booking from a day on whose teacher or class is elsewhere too, in words."""
    with office.db.read() as session:
        rows = session.scalars(
            select(BookingOccurrence)
            .where(
                BookingOccurrence.booking_id == booking,
                BookingOccurrence.on >= today,
                BookingOccurrence.state.in_(HOLDING),
                BookingOccurrence.deleted.is_(False),
            )
            .order_by(BookingOccurrence.on, BookingOccurrence.first)
        ).all()
        uses = uses_of(session, rows)
        if not uses:
            return ()
        world = world_for(session, Scope.of(uses))
        return tuple(
            f"{use.on} {use.periods} {clash.words}"
            for use in uses
            for clash in clashes(use, world)
            if clash.what in _PEOPLE
        )
