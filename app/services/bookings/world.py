"""What the conflict engine must know, read from the database for just the days that are asked."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from app.models import (
    Agreement,
    AgreementParty,
    Booking,
    BookingEquipment,
    BookingOccurrence,
    CalendarDay,
    Closure,
    Equipment,
    Partner,
    Room,
    SafetyAccess,
    Student,
)
from app.models.agreements import AgreementState
from app.models.bases import ClosureKind, EquipmentState
from app.models.bookings import HOLDING
from app.models.calendar import DayKind, Weekday
from app.models.students import Standing
from app.models.teaching_time import MOST_PERIODS, WHOLE_DAY, Periods, opening
from app.services.bookings.occupation import Agreed, Closed, Pupils, RoomFacts, Stock, Use, World
from app.services.database.prepared import Prepared, one_of

_WEEKDAYS = tuple(Weekday)
_MOST = 512  # keys or days that are listed one by one; more days are asked for as a span
_DATES = BookingOccurrence.table()
_BOOKINGS = Booking.table()
_ROOMS = Room.table()
_CLOSURES = Closure.table()
_SPECIALS = CalendarDay.table()
_TAKEN = (
    select(
        _DATES.c.id, _DATES.c.booking_id, _DATES.c.on, _DATES.c.first, _DATES.c.last,
        _DATES.c.room_id, _DATES.c.part, _DATES.c.shared, _DATES.c.seats, _DATES.c.teacher_id,
        _DATES.c.class_id, _BOOKINGS.c.title, _BOOKINGS.c.kind, _BOOKINGS.c.partner_id,
        _BOOKINGS.c.heads,
    )
    .join(_BOOKINGS, _BOOKINGS.c.id == _DATES.c.booking_id)
    .where(
        _DATES.c.deleted.is_(False),
        one_of(_DATES.c.state, "state", len(HOLDING), HOLDING),
        _DATES.c.first <= bindparam("latest"),
        _DATES.c.last >= bindparam("earliest"),
    )
)  # fmt: skip
_CLOSED = Prepared(
    select(
        _CLOSURES.c.name, _CLOSURES.c.kind, _CLOSURES.c.room_id, _CLOSURES.c.base_id,
        _CLOSURES.c.starts, _CLOSURES.c.ends, _CLOSURES.c.weekdays, _CLOSURES.c.periods,
    ).where(
        _CLOSURES.c.deleted.is_(False),
        _CLOSURES.c.starts <= bindparam("until"),
        _CLOSURES.c.ends.is_(None) | (_CLOSURES.c.ends >= bindparam("since")),
    )
)  # fmt: skip
_SHIFTED = Prepared(
    select(_SPECIALS.c.on, _SPECIALS.c.runs_as).where(
        _SPECIALS.c.on.between(bindparam("since"), bindparam("until")),
        one_of(_SPECIALS.c.kind, "kind", 1, (DayKind.SHIFTED,)),
        _SPECIALS.c.deleted.is_not(True),
        _SPECIALS.c.runs_as.is_not(None),
    )
)
_FACTS = select(
    _ROOMS.c.id, _ROOMS.c.number, _ROOMS.c.seats, _ROOMS.c.parts, _ROOMS.c.sharing,
    _ROOMS.c.opens, _ROOMS.c.closed_on, _ROOMS.c.access, _ROOMS.c.hazards, _ROOMS.c.base_id,
    _ROOMS.c.campus_id, _ROOMS.c.gap,
)  # fmt: skip


@lru_cache(maxsize=64)
def _taken_by(column: str, keys: int, days: int) -> Prepared:
    """Dates of so many rooms, teachers, classes or bookings on so many days; 0 days: of a span."""
    on = (
        one_of(_DATES.c.on, "days", days)
        if days
        else _DATES.c.on.between(bindparam("since"), bindparam("until"))
    )
    return Prepared(_TAKEN.where(one_of(_DATES.c[column], "keys", keys), on))


@lru_cache(maxsize=16)
def _facts_of(keys: int) -> Prepared:
    """So many rooms; 0: all that are there."""
    wanted = one_of(_ROOMS.c.id, "keys", keys) if keys else _ROOMS.c.deleted.is_(False)
    return Prepared(_FACTS.where(wanted))


def _places(count: int) -> int:
    """How many places a statement has for so many values, so that few statements are enough."""
    return 1 << (count - 1).bit_length()


@dataclass(frozen=True, slots=True)
class Scope:
    """For which uses a world is wanted."""

    days: frozenset[date]
    rooms: frozenset[UUID]
    teachers: frozenset[UUID] = frozenset()
    classes: frozenset[UUID] = frozenset()
    partners: frozenset[UUID] = frozenset()
    equipment: frozenset[UUID] = frozenset()
    periods: Periods = WHOLE_DAY

    @classmethod
    def of(
        cls, uses: Collection[Use], rooms: Iterable[UUID] = (), *, whole_day: bool = False
    ) -> "Scope":
        """All that these uses touch, more rooms that they may go to, and perhaps other periods."""
        span = WHOLE_DAY
        if uses and not whole_day:
            firsts, lasts = zip(*((u.periods.first, u.periods.last) for u in uses), strict=True)
            span = Periods(min(firsts), max(lasts))
        return cls(
            frozenset([use.on for use in uses]),
            frozenset([use.room for use in uses]).union(rooms),
            frozenset([use.teacher for use in uses if use.teacher]),
            frozenset([use.school_class for use in uses if use.school_class]),
            frozenset([use.partner for use in uses if use.partner]),
            frozenset([key for use in uses for key, _ in use.equipment]),
            span,
        )


def world_for(session: Session, scope: Scope) -> World:
    """Everything that stands against uses within a scope."""
    rooms = room_facts(session, scope.rooms)
    if gap := max((facts.gap for facts in rooms.values()), default=0):
        scope = replace(scope, periods=_wider(scope.periods, gap))
    hazards = {hazard for facts in rooms.values() for hazard in facts.hazards}
    world = World(
        rooms=rooms,
        closures=_closures(session, scope.days),
        stock=_stock(session, scope.equipment) if scope.equipment else {},
        access=_access(session, scope.teachers) if hazards and scope.teachers else {},
        pupils=_pupils(session, scope.classes) if hazards and scope.classes else {},
        partners=_agreed(session, scope.partners) if scope.partners else {},
        shifted=_shifted(session, scope.days),
        known=scope.periods,
    )
    for use in taken(session, scope):
        world.add(use)
    return world


def _wider(periods: Periods, gap: int) -> Periods:
    """With as many periods before and after as a room is to be left empty."""
    return Periods(max(periods.first - gap, 1), min(periods.last + gap, MOST_PERIODS))


def taken(session: Session, scope: Scope) -> list[Use]:
    """The uses on file that meet a scope, each once."""
    asked = (
        ("room_id", scope.rooms),
        ("teacher_id", scope.teachers),
        ("class_id", scope.classes),
        ("booking_id", _users(session, scope.equipment) if scope.equipment else ()),
    )
    rows = {
        row[0]: row
        for column, keys in asked
        if keys
        for row in _rows(session, column, list(keys), scope)
    }
    used = _equipment_of(session, scope.equipment) if scope.equipment else {}
    return [_use(row, used.get(row[1], ())) for row in rows.values()]


_periods = lru_cache(maxsize=128)(Periods)


def _use(row: list[Any], equipment: tuple[tuple[UUID, int], ...]) -> Use:
    """A row of `_TAKEN` as the engine sees it."""
    (
        key, booking, on, first, last, room, part, shared, seats, teacher, school_class, title,
        kind, partner, heads,
    ) = row  # fmt: skip
    return Use(
        on=on,
        periods=_periods(first, last),
        room=room,
        part=part,
        shared=shared,
        seats=seats or 0,
        heads=heads or 0,
        teacher=teacher,
        school_class=school_class,
        partner=partner,
        kind=kind,
        title=title,
        equipment=equipment,
        key=key,
        booking=booking,
    )


def _rows(session: Session, column: str, keys: list[UUID], scope: Scope) -> Iterator[list[Any]]:
    days = list(scope.days)
    if not days:
        return
    given: dict[str, Any] = {"earliest": scope.periods.first, "latest": scope.periods.last}
    listed = len(days) <= _MOST
    given |= {"days": days} if listed else {"since": min(days), "until": max(days)}
    for start in range(0, len(keys), _MOST):
        part = keys[start : start + _MOST]
        question = _taken_by(column, _places(len(part)), _places(len(days)) if listed else 0)
        yield from question.rows(session, given | {"keys": part})


def room_facts(session: Session, rooms: Iterable[UUID] = ()) -> dict[UUID, RoomFacts]:
    """What the engine must know of these rooms, or of all of them."""
    wanted = list(rooms)
    if 0 < len(wanted) <= _MOST:
        found = _facts_of(_places(len(wanted))).rows(session, {"keys": wanted})
    else:
        found = _facts_of(0).rows(session, {})
    return {row[0]: _facts(row) for row in found}


_opening = lru_cache(maxsize=256)(opening)  # most rooms are open at the same times


def _facts(row: list[Any]) -> RoomFacts:
    _, number, seats, parts, sharing, opens, closed_on, access, hazards, base, campus, gap = row
    return RoomFacts(
        number=number,
        seats=seats,
        parts=parts,
        sharing=sharing,
        opens=_opening(opens) if opens else None,
        closed_on=closed_on,
        hazards=tuple(str(each) for each in hazards) if access else (),
        base=base,
        campus=campus,
        gap=gap,
    )


def _closures(session: Session, days: Collection[date]) -> list[Closed]:
    if not days:
        return []
    span = {"since": min(days), "until": max(days)}
    return [_shut(*row) for row in _CLOSED.rows(session, span)]


def _shifted(session: Session, days: Collection[date]) -> dict[date, int]:
    """Workdays that run, and are open, as another weekday."""
    if not days:
        return {}
    found = _SHIFTED.rows(session, {"since": min(days), "until": max(days)})
    return {on: _WEEKDAYS.index(runs_as) + 1 for on, runs_as in found}


def closed_of(closure: Closure) -> Closed:
    """A closure as the engine sees it."""
    return _shut(
        closure.name, closure.kind, closure.room_id, closure.base_id, closure.starts,
        closure.ends, closure.weekdays, closure.periods,
    )  # fmt: skip


def _shut(  # noqa: PLR0913, PLR0917 - the columns of the query
    name: str,
    kind: ClosureKind,
    room: UUID | None,
    base: UUID | None,
    starts: date,
    ends: date | None,
    weekdays: Iterable[Weekday],
    periods: str | None,
) -> Closed:
    return Closed(
        name=name,
        starts=starts,
        ends=ends,
        room=room,
        base=base,
        weekdays=frozenset([_WEEKDAYS.index(each) + 1 for each in weekdays]),
        periods=Periods.parse(periods) if periods else None,
        exam=kind is ClosureKind.EXAM,
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


def _pupils(session: Session, classes: Collection[UUID]) -> dict[UUID, Pupils]:
    """Who is enrolled in these classes, and what they have passed; of each the longest validity."""
    here = (
        Student.class_id.in_(classes),
        Student.standing == Standing.ENROLLED,
        Student.deleted.is_(False),
    )
    rows = session.execute(
        select(Student.class_id, Student.id, SafetyAccess.hazard, SafetyAccess.valid_until)
        .join(SafetyAccess, SafetyAccess.student_id == Student.id)
        .where(*here, SafetyAccess.passed.is_(True), SafetyAccess.deleted.is_(False))
    )
    longest: dict[tuple[UUID | None, str, UUID], date] = {}
    for group, student, hazard, until in rows:
        key = (group, str(hazard), student)
        longest[key] = max(longest.get(key, date.min), until or date.max)
    passed: dict[UUID | None, dict[str, list[date]]] = {}
    for (of_class, named, _), last in longest.items():
        passed.setdefault(of_class, {}).setdefault(named, []).append(last)
    counted = select(Student.class_id, func.count()).where(*here).group_by(Student.class_id)
    return {
        group: Pupils(count, {k: tuple(v) for k, v in passed.get(group, {}).items()})
        for group, count in session.execute(counted)
        if group is not None
    }


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
