"""Lessons of a term's timetable that the file no longer has, told so that each can be found."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Booking, SchoolClass
from app.services.bookings.occupation import RoomFacts
from app.services.bookings.words import said


def missing_told(
    session: Session, gone: Iterable[Booking], rooms: Mapping[UUID, RoomFacts]
) -> tuple[str, ...]:
    """车工实训（24数控1班，1-16周 星期二 第3-4节，B101）: one course has many lessons."""
    lessons = sorted(gone, key=lambda each: (each.number or "", each.source or ""))
    classes = _class_names(session, {each.class_id for each in lessons if each.class_id})
    return tuple(_told(each, classes, rooms) for each in lessons)


def _class_names(session: Session, keys: set[UUID]) -> dict[UUID, str]:
    found = session.execute(
        select(SchoolClass.id, SchoolClass.name).where(SchoolClass.id.in_(keys))
    )
    return {row.id: row.name for row in found}


def _told(booking: Booking, classes: Mapping[UUID, str], rooms: Mapping[UUID, RoomFacts]) -> str:
    name = classes.get(booking.class_id, "") if booking.class_id else ""
    room = rooms.get(booking.room_id)
    about = [name, said(booking), room.number if room else ""]
    return f"{booking.title}（{'，'.join(filter(None, about))}）"
