"""Stored dates of bookings as the engine sees them, and put where they are to be."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import Conflict, Refused
from app.models import Booking, BookingEquipment, BookingOccurrence
from app.models.teaching_time import Periods
from app.services.bookings.occupation import HARD, Use, What, clashes
from app.services.bookings.world import Scope, world_for
from app.services.database.bulk import parts


def use_of_date(session: Session, row: BookingOccurrence) -> Use:
    """One stored date."""
    (use,) = uses_of(session, [row])
    return use


def uses_of(session: Session, rows: Sequence[BookingOccurrence]) -> list[Use]:
    """Stored dates in this order, with two queries for hundreds of them."""
    keys = list(dict.fromkeys(row.booking_id for row in rows))
    bookings = {each.id: each for part in parts(keys) for each in _bookings(session, part)}
    equipment: dict[UUID, tuple[tuple[UUID, int], ...]] = {}
    for part in parts(keys):
        for booking, key, number in _equipment(session, part):
            equipment[booking] = (*equipment.get(booking, ()), (key, number))
    return [_use(row, bookings[row.booking_id], equipment.get(row.booking_id, ())) for row in rows]


def _bookings(session: Session, keys: Sequence[UUID]) -> Iterable[Booking]:
    return session.scalars(select(Booking).where(Booking.id.in_(keys)))


def _equipment(session: Session, keys: Sequence[UUID]) -> Iterable[tuple[UUID, UUID, int]]:
    found = session.execute(
        select(
            BookingEquipment.booking_id, BookingEquipment.equipment_id, BookingEquipment.quantity
        ).where(BookingEquipment.booking_id.in_(keys), BookingEquipment.deleted.is_(False))
    )
    return [(booking, key, number) for booking, key, number in found]


def _use(row: BookingOccurrence, booking: Booking, equipment: tuple[tuple[UUID, int], ...]) -> Use:
    return Use(
        on=row.on,
        periods=Periods(row.first, row.last),
        room=row.room_id,
        part=row.part,
        shared=row.shared,
        seats=row.seats or 0,
        heads=booking.heads or 0,
        teacher=row.teacher_id,
        school_class=row.class_id,
        partner=booking.partner_id,
        kind=booking.kind,
        title=booking.title,
        equipment=equipment,
        key=row.id,
        booking=booking.id,
    )


def put(row: BookingOccurrence, use: Use) -> None:
    """A stored date to where a use is."""
    row.room_id, row.on, row.part = use.room, use.on, use.part
    row.first, row.last = use.periods.first, use.periods.last


def must_lie_ahead(wanted: Iterable[Use], today: date) -> None:
    """Refused if one would be put on a day that is over."""
    for use in wanted:
        if use.on < today:
            raise Refused(f"{use.on} 已经过去，不能改到那天。没有改动，请另选今天起的日期。")


def must_be_free(session: Session, wanted: Sequence[Use], about: Collection[What] = HARD) -> None:
    """Conflict that names what is in the way; the dates themselves do not stand in their own.

    `about`: what keeps a date from being taken, all of it unless only some was changed.
    """
    if not wanted:
        return
    world = world_for(session, Scope.of(wanted))
    world.forget({use.key for use in wanted})
    for use in wanted:
        if hard := [clash.words for clash in clashes(use, world) if clash.what in about]:
            told = f"{use.on} {use.periods}：{'；'.join(hard)}"
            raise Conflict(f"{told}。没有改动，请另选时间或实训室。")
        world.add(use)
