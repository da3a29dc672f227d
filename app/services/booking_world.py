"""What the conflict engine must know, read from the database for just the days that are asked."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, bindparam, select
from sqlalchemy.orm import Session

from app.models import (
    Agreement,
    AgreementParty,
    Booking,
    BookingEquipment,
    BookingOccurrence,
    Closure,
    Equipment,
    Partner,
    Room,
    SafetyAccess,
)
from app.models.agreements import AgreementState
from app.models.bases import ClosureKind, EquipmentState
from app.models.bookings import HOLDING
from app.models.calendar import Weekday
from app.models.teaching_time import Periods, opening
from app.services.occupation import Agreed, Closed, RoomFacts, Stock, Use, World

_WEEKDAYS = tuple(Weekday)
_MANY = 400  # days that are listed one by one; more are asked for as a span
_DATES = BookingOccurrence.table()
_BOOKINGS = Booking.table()
_TAKEN = (
    select(
        _DATES.c.id, _DATES.c.booking_id, _DATES.c.on, _DATES.c.first, _DATES.c.last,
        _DATES.c.room_id, _DATES.c.part, _DATES.c.shared, _DATES.c.seats, _DATES.c.teacher_id,
        _DATES.c.class_id, _BOOKINGS.c.title, _BOOKINGS.c.kind, _BOOKINGS.c.partner_id,
        _BOOKINGS.c.heads,
    )
    .join(_BOOKINGS, _BOOKINGS.c.id == _DATES.c.booking_id)
    .where(_DATES.c.deleted.is_(False), _DATES.c.state.in_(HOLDING))
)  # fmt: skip


_CLOSURES = Closure.table()
_CLOSED = select(
    _CLOSURES.c.name, _CLOSURES.c.kind, _CLOSURES.c.room_id, _CLOSURES.c.base_id,
    _CLOSURES.c.starts, _CLOSURES.c.ends, _CLOSURES.c.weekdays, _CLOSURES.c.periods,
).where(
    _CLOSURES.c.deleted.is_(False),
    _CLOSURES.c.starts <= bindparam("until"),
    _CLOSURES.c.ends.is_(None) | (_CLOSURES.c.ends >= bindparam("since")),
)  # fmt: skip


def _by(column: Any) -> tuple[Select[Any], Select[Any]]:
    """The same for single days and for a span of days; written once, compiled once."""
    keys = column.in_(bindparam("keys", expanding=True))
    listed = _DATES.c.on.in_(bindparam("days", expanding=True))
    span = _DATES.c.on.between(bindparam("since"), bindparam("until"))
    return _TAKEN.where(keys, listed), _TAKEN.where(keys, span)


_BY_ROOM = _by(_DATES.c.room_id)
_BY_TEACHER = _by(_DATES.c.teacher_id)
_BY_CLASS = _by(_DATES.c.class_id)
_BY_BOOKING = _by(_DATES.c.booking_id)


@dataclass(frozen=True, slots=True)
class Scope:
    """For which uses a world is wanted."""

    days: frozenset[date]
    rooms: frozenset[UUID]
    teachers: frozenset[UUID] = frozenset()
    classes: frozenset[UUID] = frozenset()
    partners: frozenset[UUID] = frozenset()
    equipment: frozenset[UUID] = frozenset()

    @classmethod
    def of(cls, uses: Collection[Use], rooms: Iterable[UUID] = ()) -> "Scope":
        """All that these uses touch, and more rooms that they may go to."""
        return cls(
            frozenset(use.on for use in uses),
            frozenset(use.room for use in uses) | frozenset(rooms),
            frozenset(use.teacher for use in uses if use.teacher),
            frozenset(use.school_class for use in uses if use.school_class),
            frozenset(use.partner for use in uses if use.partner),
            frozenset(key for use in uses for key, _ in use.equipment),
        )


def world_for(session: Session, scope: Scope) -> World:
    """Everything that stands against uses within a scope."""
    rooms = room_facts(session, scope.rooms)
    hazards = {hazard for facts in rooms.values() for hazard in facts.hazards}
    world = World(
        rooms=rooms,
        closures=_closures(session, scope.days),
        stock=_stock(session, scope.equipment) if scope.equipment else {},
        access=_access(session, scope.teachers) if hazards and scope.teachers else {},
        partners=_agreed(session, scope.partners) if scope.partners else {},
    )
    for use in taken(session, scope):
        world.add(use)
    return world


def taken(session: Session, scope: Scope) -> list[Use]:
    """The uses on file that meet a scope, each once."""
    asked = (
        (_BY_ROOM, scope.rooms),
        (_BY_TEACHER, scope.teachers),
        (_BY_CLASS, scope.classes),
        (_BY_BOOKING, _users(session, scope.equipment) if scope.equipment else ()),
    )
    rows = {
        row.id: row
        for statements, keys in asked
        if keys
        for row in _rows(session, statements, keys, scope.days)
    }
    used = _equipment_of(session, scope.equipment) if scope.equipment else {}
    return [use_of(row, used.get(row.booking_id, ())) for row in rows.values()]


def use_of(row: Any, equipment: tuple[tuple[UUID, int], ...] = ()) -> Use:
    """A stored date as the engine sees it."""
    return Use(
        on=row.on,
        periods=Periods(row.first, row.last),
        room=row.room_id,
        part=row.part,
        shared=row.shared,
        seats=row.seats or 0,
        heads=row.heads or 0,
        teacher=row.teacher_id,
        school_class=row.class_id,
        partner=row.partner_id,
        kind=row.kind,
        title=row.title,
        equipment=equipment,
        key=row.id,
        booking=row.booking_id,
    )


def _rows(
    session: Session,
    statements: tuple[Select[Any], Select[Any]],
    keys: Collection[UUID],
    days: Collection[date],
) -> Iterator[Row[Any]]:
    if not days:
        return
    connection = session.connection()
    listed, span = statements
    chosen = list(keys)
    for start in range(0, len(chosen), _MANY):
        part: dict[str, Any] = {"keys": chosen[start : start + _MANY]}
        if len(days) <= _MANY:
            yield from connection.execute(listed, part | {"days": list(days)})
        else:
            yield from connection.execute(span, part | {"since": min(days), "until": max(days)})


def room_facts(session: Session, rooms: Iterable[UUID] = ()) -> dict[UUID, RoomFacts]:
    """What the engine must know of these rooms, or of all of them."""
    wanted = frozenset(rooms)
    table = Room.table()
    query = select(
        table.c.id, table.c.number, table.c.seats, table.c.parts, table.c.sharing, table.c.opens,
        table.c.closed_on, table.c.access, table.c.hazards, table.c.base_id, table.c.campus_id,
    )  # fmt: skip
    if 0 < len(wanted) <= _MANY:
        query = query.where(table.c.id.in_(wanted))
    else:
        query = query.where(table.c.deleted.is_(False))
    return {row.id: _facts(row) for row in session.connection().execute(query)}


def _facts(row: Any) -> RoomFacts:
    return RoomFacts(
        number=row.number,
        seats=row.seats,
        parts=row.parts,
        sharing=row.sharing,
        opens=opening(row.opens) if row.opens else None,
        closed_on=row.closed_on,
        hazards=tuple(str(each) for each in row.hazards) if row.access else (),
        base=row.base_id,
        campus=row.campus_id,
    )


def _closures(session: Session, days: Collection[date]) -> list[Closed]:
    if not days:
        return []
    span = {"since": min(days), "until": max(days)}
    return [closed_of(row) for row in session.connection().execute(_CLOSED, span)]


def closed_of(row: Any) -> Closed:
    """A stored closure as the engine sees it."""
    return Closed(
        name=row.name,
        starts=row.starts,
        ends=row.ends,
        room=row.room_id,
        base=row.base_id,
        weekdays=frozenset(_WEEKDAYS.index(each) + 1 for each in row.weekdays),
        periods=Periods.parse(row.periods) if row.periods else None,
        exam=row.kind is ClosureKind.EXAM,
    )


def _stock(session: Session, keys: Collection[UUID]) -> dict[UUID, Stock]:
    found = session.scalars(
        select(Equipment).where(Equipment.id.in_(keys), Equipment.deleted.is_(False))
    )
    return {
        each.id: Stock(
            each.name,
            each.quantity if each.state is EquipmentState.IN_USE else 0,
            each.inspect_by,
        )
        for each in found
    }


def _users(session: Session, equipment: Collection[UUID]) -> list[UUID]:
    return list(_equipment_of(session, equipment))


def _equipment_of(
    session: Session, keys: Collection[UUID]
) -> Mapping[UUID, tuple[tuple[UUID, int], ...]]:
    """By booking, how many of these pieces it uses."""
    found: dict[UUID, tuple[tuple[UUID, int], ...]] = {}
    rows = session.execute(
        select(
            BookingEquipment.booking_id, BookingEquipment.equipment_id, BookingEquipment.quantity
        ).where(BookingEquipment.equipment_id.in_(keys), BookingEquipment.deleted.is_(False))
    )
    for booking, equipment, quantity in rows:
        found[booking] = (*found.get(booking, ()), (equipment, quantity))
    return found


def _access(session: Session, people: Collection[UUID]) -> dict[tuple[UUID, str], date | None]:
    """The longest validity of every test passed."""
    found: dict[tuple[UUID, str], date | None] = {}
    rows = session.execute(
        select(SafetyAccess.teacher_id, SafetyAccess.hazard, SafetyAccess.valid_until).where(
            SafetyAccess.teacher_id.in_(people),
            SafetyAccess.passed.is_(True),
            SafetyAccess.deleted.is_(False),
        )
    )
    for person, hazard, until in rows:
        if person is None:
            continue
        key = (person, str(hazard))
        known = found.get(key, date.min)
        found[key] = None if until is None or known is None else max(known, until)
    return found


def _agreed(session: Session, partners: Collection[UUID]) -> dict[UUID, Agreed]:
    names = session.execute(select(Partner.id, Partner.name).where(Partner.id.in_(partners)))
    spans: dict[UUID, list[tuple[date | None, date | None]]] = {}
    rows = session.execute(
        select(AgreementParty.partner_id, Agreement.starts, Agreement.ends)
        .join(Agreement, Agreement.id == AgreementParty.agreement_id)
        .where(
            AgreementParty.partner_id.in_(partners),
            AgreementParty.deleted.is_(False),
            Agreement.deleted.is_(False),
            Agreement.state == AgreementState.ACTIVE,
        )
    )
    for partner, starts, ends in rows:
        if partner is not None:
            spans.setdefault(partner, []).append((starts, ends))
    return {key: Agreed(name, tuple(spans.get(key, ()))) for key, name in names}
