"""Who waits for a room (候补): let in as soon as somebody gives it up, who asked first first."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Booking, BookingOccurrence
from app.models.bookings import GONE, OccurrenceState
from app.services.bookings.dates import use_of_date
from app.services.bookings.occupation import Use, World, clashes, seats_left
from app.services.bookings.world import Scope, world_for

_COPIED = (
    "booking_id", "on", "first", "last", "room_id", "part", "shared", "teacher_id", "class_id",
)  # fmt: skip


def promote(session: Session, freed: Collection[tuple[UUID, date]]) -> list[str]:
    """Let in who waits for these rooms on these days, who asked first first; in words."""
    told: list[str] = []
    for row in _waiting(session, freed):
        use = use_of_date(session, row)
        world = world_for(session, Scope.of([use]))
        if not row.shared:
            if not any(clash.hard for clash in clashes(use, world)):
                row.state, row.why = OccurrenceState.PLANNED, "候补转正"
                told.append(_words(use, ""))
        else:
            got = min(seats_for(use, world), use.seats)
            closed = any(c.hard and not c.others for c in clashes(use._replace(seats=0), world))
            if got and not closed:
                let_in(session, row, got)
                told.append(_words(use, f" {got} 个工位"))
        session.flush()
    return told


def seats_for(use: Use, world: World) -> int:
    """Seats that are free where and when a use is to be; none while the room is set up."""
    if world.too_near(use):
        return 0
    here = [other for other in world.meeting(use) if other.room == use.room]
    return seats_left(world.rooms[use.room], use.part, use.periods, here)


def _waiting(session: Session, freed: Collection[tuple[UUID, date]]) -> Sequence[BookingOccurrence]:
    """Dates in line, of bookings that are still wanted, who asked first first."""
    rooms, days = {room for room, _ in freed}, {day for _, day in freed}
    found = session.scalars(
        select(BookingOccurrence)
        .join(Booking, Booking.id == BookingOccurrence.booking_id)
        .where(
            BookingOccurrence.room_id.in_(rooms),
            BookingOccurrence.on.in_(days),
            BookingOccurrence.state == OccurrenceState.QUEUED,
            BookingOccurrence.deleted.is_not(True),  # room and day are what finds the few
            Booking.deleted.is_(False),
            Booking.state.not_in(GONE),
        )
        .order_by(BookingOccurrence.created_at, BookingOccurrence.id)
    )
    return [row for row in found if (row.room_id, row.on) in freed]


def let_in(session: Session, row: BookingOccurrence, got: int) -> None:
    """Seats join the date that the booking already has; what is still lacking goes on waiting."""
    rest = (row.seats or 0) - got
    held = next(
        (
            each
            for each in dates_of(session, row.booking_id, (OccurrenceState.PLANNED,))
            if row.shared and place_of(each) == place_of(row)
        ),
        None,
    )
    if held is not None:
        held.seats = (held.seats or 0) + got
        row.seats, row.deleted = rest, rest == 0
    elif rest == 0:
        turned = row.state is OccurrenceState.QUEUED
        row.state, row.why = OccurrenceState.PLANNED, "候补转正" if turned else None
    else:
        copied = {key: getattr(row, key) for key in _COPIED}
        in_ = BookingOccurrence(**copied, seats=got, state=OccurrenceState.PLANNED, why="候补转正")
        session.add(in_)
        row.seats = rest


def _words(use: Use, what: str) -> str:
    return f"“{use.title}”{use.on} {use.periods} 候补转正{what}"


def place_of(row: BookingOccurrence) -> tuple[UUID, date, int]:
    """Where and when a date begins: what two rows of one booking share."""
    return row.room_id, row.on, row.first


def dates_of(
    session: Session, booking: UUID, states: Iterable[OccurrenceState]
) -> list[BookingOccurrence]:
    """Dates of a booking in these states."""
    found = session.scalars(
        select(BookingOccurrence).where(
            BookingOccurrence.booking_id == booking,
            BookingOccurrence.deleted.is_(False),
            BookingOccurrence.state.in_(tuple(states)),
        )
    )
    return list(found)
