"""What a teacher has taught in the training rooms: courses by class and term, from the bookings."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from app.models import Booking, BookingOccurrence, Room, SchoolClass
from app.models.bookings import HOLDING, BookingState
from app.services.calendar_store import school_calendar
from app.services.office import Office


@dataclass(frozen=True, slots=True)
class Taught:
    """One course in one class and term."""

    term: str  # empty: in the holidays
    title: str
    school_class: str
    rooms: tuple[str, ...]
    dates: int
    periods: int


def taught(office: Office, teacher: UUID, until: date) -> list[Taught]:
    """Everything up to a day, the newest term first; no-shows and what was cancelled left out."""
    asked, calendar = BookingOccurrence, school_calendar(office)
    query = (
        select(asked.on, asked.first, asked.last, Booking.title, Room.number, SchoolClass.name)
        .join(Booking, Booking.id == asked.booking_id)
        .join(Room, Room.id == asked.room_id)
        .outerjoin(SchoolClass, SchoolClass.id == asked.class_id)
        .where(
            asked.teacher_id == teacher,
            asked.on <= until,
            asked.deleted.is_(False),
            asked.state.in_(HOLDING),
            Booking.deleted.is_(False),
            Booking.state == BookingState.APPROVED,
        )
        .order_by(asked.on.desc(), asked.first, asked.id)
    )
    with office.db.read() as session:
        rows = session.execute(query).all()
    found: dict[tuple[str, str, str], list[tuple[str, int]]] = {}
    for on, first, last, title, room, group in rows:
        term = calendar.term_of(on)
        key = (term.code if term else "", title, group or "")
        found.setdefault(key, []).append((room, last - first + 1))
    return [
        Taught(
            *key,
            rooms=tuple(dict.fromkeys(room for room, _ in held)),
            dates=len(held),
            periods=sum(length for _, length in held),
        )
        for key, held in sorted(found.items(), key=lambda item: item[0][0], reverse=True)
    ]
