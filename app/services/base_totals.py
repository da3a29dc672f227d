"""What the bases add up to: what a base says itself, else its rooms and their equipment."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Equipment, Room, TrainingBase
from app.models.bases import BasePlace, EquipmentState
from app.models.values import WAN
from app.services.office import Office

T = TypeVar("T", int, Decimal)
_LARGE = 10 * Decimal(WAN)  # 大型设备: from this price on


@dataclass(frozen=True, slots=True)
class Totals:
    """How large something is; none where nobody said."""

    area: Decimal | None = None
    value: Decimal | None = None
    seats: int | None = None
    machines: int | None = None
    machines_large: int | None = None


@dataclass(frozen=True, slots=True)
class Whole:
    """All bases on the campus together, and the rooms that belong to none."""

    seats: int = 0
    value: Decimal = field(default_factory=Decimal)


def totals_by_base(
    office: Office, day: date, campus: UUID | None = None
) -> dict[UUID | None, Totals]:
    """What the rooms of each base add up to; under None those of rooms without a base."""
    with office.db.read() as session:
        rooms = _rooms(session, day, campus)
        machines = _machines(session)
    found: dict[UUID | None, Totals] = {}
    for room in rooms:
        held = found.get(room.base_id, Totals())
        count, large = machines.get(room.id, (None, None))
        found[room.base_id] = Totals(
            _sum(held.area, room.area),
            _sum(held.value, room.value),
            _sum(held.seats, room.seats),
            _sum(held.machines, count),
            _sum(held.machines_large, large),
        )
    return found


def base_totals(office: Office, day: date, campus: UUID | None = None) -> Whole:
    """Seats and value of the equipment on campus, each base by its own figure where it has one."""
    own = totals_by_base(office, day, campus)
    with office.db.read() as session:
        bases = session.scalars(
            select(TrainingBase).where(
                TrainingBase.deleted.is_(False),
                TrainingBase.closed.is_(False),
                TrainingBase.place == BasePlace.ON_CAMPUS,
            )
        ).all()
    if campus is None:
        for base in bases:
            held = own.get(base.id, Totals())
            seats = held.seats if base.seats is None else base.seats
            value = held.value if base.value is None else base.value
            own[base.id] = replace(held, seats=seats, value=value)
    wanted = [own[key] for key in [None, *(base.id for base in bases)] if key in own]
    return Whole(
        sum(each.seats or 0 for each in wanted),
        sum((each.value or Decimal() for each in wanted), Decimal()),
    )


def _rooms(session: Session, day: date, campus: UUID | None) -> Iterable[Room]:
    """Those that are not closed for good."""
    still = Room.closed_on.is_(None) | (Room.closed_on > day)
    query = select(Room).where(Room.deleted.is_(False), still)
    return session.scalars(query if campus is None else query.where(Room.campus_id == campus)).all()


def _machines(session: Session) -> dict[UUID, tuple[int, int]]:
    """By room, how many pieces there are and how many large ones."""
    query = select(Equipment.room_id, Equipment.quantity, Equipment.price).where(
        Equipment.deleted.is_(False),
        Equipment.room_id.is_not(None),
        Equipment.state != EquipmentState.SCRAPPED,
    )
    found: dict[UUID, tuple[int, int]] = {}
    for room, quantity, price in session.execute(query):
        if room is not None:
            count, large = found.get(room, (0, 0))
            more = quantity if price is not None and price >= _LARGE else 0
            found[room] = count + quantity, large + more
    return found


def _sum(one: T | None, other: T | None) -> T | None:
    return other if one is None else one if other is None else one + other
