"""Closing a room: who is affected, where each could go, and doing all of it in one step.

Past dates are never touched. What nobody decided stays open, shows on the home page, and is
settled later in the same way.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, extract, select
from sqlalchemy.orm import Session

from app.models import Booking, BookingOccurrence, Closure, Room
from app.models.bookings import OccurrenceState
from app.models.teaching_time import Periods
from app.services.bookings.answers import Move, Skip, elsewhere
from app.services.bookings.dates import must_be_free, must_lie_ahead, put, use_of_date, uses_of
from app.services.bookings.occupation import Closed, RoomFacts, Use
from app.services.bookings.offers import Offer, free_rooms, with_equipment
from app.services.bookings.policy import against_elsewhere, excuse
from app.services.bookings.waiting import promote
from app.services.bookings.world import Scope, closed_of, room_facts, world_for
from app.services.office import Office

Answers = Mapping[UUID, Move | Skip]
_OFFERED = 3


@dataclass(frozen=True, slots=True)
class Affected:
    """One date that a closure hits, and the rooms that could take it."""

    use: Use
    offers: tuple[Offer, ...]

    @property
    def key(self) -> UUID:
        """Of the stored date."""
        if self.use.key is None:
            raise AssertionError("only stored dates are affected")
        return self.use.key


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of the dates that a closure hit, who got in, and what it is an exception to."""

    closure: UUID
    moved: int
    cancelled: int
    open: int
    promoted: tuple[str, ...]
    excused: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """What a person should hear besides the numbers."""
        return "；".join((*self.excused, *self.promoted))


def closed_by(office: Office, values: Mapping[str, Any]) -> Closed:
    """The closure that values, accepted or as typed, stand for. Invalid with every problem."""
    return closed_of(Closure(**office.of(Closure).accept(values, complete=True)))


def impact(office: Office, closed: Closed, today: date) -> list[Affected]:
    """Dates from today on that a closure hits, in order, with proposals that do not collide."""
    with office.db.read() as session:
        return affected(session, closed, today)


def affected(session: Session, closed: Closed, today: date) -> list[Affected]:
    """The same within a session."""
    return _with_offers(session, uses_of(session, hit(session, closed, today)), closed)


def hit(session: Session, closed: Closed, today: date) -> list[BookingOccurrence]:
    """Stored dates from today on that a closure stands in the way of."""
    query = select(BookingOccurrence).where(*_in_the_way(closed, today))
    ordered = query.order_by(BookingOccurrence.on, BookingOccurrence.first, BookingOccurrence.id)
    return list(session.scalars(ordered))


def _in_the_way(closed: Closed, today: date) -> list[ColumnElement[bool]]:
    """`Closed.covers` as the database asks it, of dates that hold.

    “Not deleted” is said so that no index answers it: room and day are what finds the few.
    """
    row = BookingOccurrence
    found = [
        row.deleted.is_not(True),
        row.state == OccurrenceState.PLANNED,
        row.on >= max(today, closed.starts),
    ]
    if closed.ends is not None:
        found.append(row.on <= closed.ends)
    if closed.room is not None:
        found.append(row.room_id == closed.room)
    if closed.base is not None:
        found.append(row.room_id.in_(select(Room.id).where(Room.base_id == closed.base)))
    if closed.weekdays:
        found.append(extract("dow", row.on).in_([day % 7 for day in closed.weekdays]))
    if closed.periods is not None:
        found += [row.first <= closed.periods.last, row.last >= closed.periods.first]
    return found


def _with_offers(session: Session, uses: Sequence[Use], closed: Closed) -> list[Affected]:
    """Each date's rooms; the first one offered to a date is not offered to the next as free."""
    if not uses:
        return []
    rooms = room_facts(session)
    world = world_for(session, Scope.of(uses, rooms))
    world.rooms, world.closures = rooms, (*world.closures, closed)
    fit = {need: _fit(session, need, rooms) for need in {use.equipment for use in uses}}
    found = []
    for use in uses:
        offers = tuple(free_rooms([use], world, fit[use.equipment], limit=_OFFERED))
        if offers:
            world.add(use._replace(room=offers[0].room, part=None))
        found.append(Affected(use, offers))
    return found


def _fit(
    session: Session, need: Iterable[tuple[UUID, int]], rooms: Mapping[UUID, RoomFacts]
) -> Mapping[UUID, RoomFacts]:
    """Rooms with equipment of the same names."""
    equipped = with_equipment(session, [key for key, _ in need])
    return {key: facts for key, facts in rooms.items() if equipped is None or key in equipped}


def close(office: Office, values: Mapping[str, Any], answers: Answers, today: date) -> Settled:
    """Store a closure and what was decided about each date it hits, in one step.

    `answers` by the key of the date: `Move` it or cancel it (`Skip` with its reason); what has no
    answer stays open. Conflict, with nothing stored, if a place was taken meanwhile.
    """
    accepted = office.of(Closure).accept(values, complete=True)
    with office.db.write(f"停用 {accepted['name']}") as writing:
        (key,) = writing.insert_many(Closure, [accepted])
        closure = writing.session.get_one(Closure, key)
        return _settled(writing.session, closure, answers, today)


def settle(office: Office, closure: UUID, answers: Answers, today: date) -> Settled:
    """What was decided about dates that a closure on file left open."""
    found: Closure = office.of(Closure).get(closure)
    with office.db.write(f"处理停用 {found.name}", found.name) as writing:
        return _settled(writing.session, found, answers, today)


def _settled(session: Session, closure: Closure, answers: Answers, today: date) -> Settled:
    rows = hit(session, closed_of(closure), today)
    before = [(row.room_id, row.on) for row in rows if row.id in answers]
    moves = {
        row.id: elsewhere(use_of_date(session, row), answer)
        for row in rows
        if isinstance(answer := answers.get(row.id), Move)
    }
    cancelled = _cancel(rows, answers, closure.name)
    session.flush()
    excused = _move(session, rows, moves, closure.name, today)
    left = len(rows) - len(moves) - cancelled
    promoted = tuple(promote(session, before))
    return Settled(closure.id, len(moves), cancelled, left, promoted, excused)


def _cancel(rows: Iterable[BookingOccurrence], answers: Answers, name: str) -> int:
    cancelled = 0
    for row in rows:
        answer = answers.get(row.id)
        if isinstance(answer, Skip):
            row.state, row.why = OccurrenceState.CANCELLED, answer.why or name
            cancelled += 1
    return cancelled


def _move(
    session: Session,
    rows: Iterable[BookingOccurrence],
    moves: Mapping[UUID, Use],
    name: str,
    today: date,
) -> tuple[str, ...]:
    """Put them there. Nobody chose that, so it may be against the office's rules.

    Which ones, and why, is kept on the booking, and told.
    """
    wanted = list(moves.values())
    must_lie_ahead(wanted, today)
    must_be_free(session, wanted)
    for row in rows:
        if row.id in moves:
            row.why = f"{name}，原定 {row.on} {Periods(row.first, row.last)}"
            put(row, moves[row.id])
    session.flush()
    against = against_elsewhere(session, wanted, today)
    excuse(session, against, f"因停用“{name}”改期")
    return tuple(
        f"“{session.get_one(Booking, key).title}”不合预约规定（{'；'.join(rules)}），已记为例外"
        for key, rules in against.items()
    )


def running(session: Session, today: date) -> list[Closure]:
    """Closures that are not over, the next first."""
    over = Closure.ends.is_not(None) & (Closure.ends < today)
    query = select(Closure).where(Closure.deleted.is_(False), ~over)
    return list(session.scalars(query.order_by(Closure.starts, Closure.id)))


def still_open(session: Session, today: date) -> list[tuple[UUID, UUID]]:
    """Dates that lie in a closure and nobody has decided about: (closure, date), in order."""
    return [
        (closure.id, key)
        for closure in running(session, today)
        for key in session.scalars(
            select(BookingOccurrence.id)
            .where(*_in_the_way(closed_of(closure), today))
            .order_by(BookingOccurrence.on, BookingOccurrence.first, BookingOccurrence.id)
        )
    ]


def overlapping(office: Office, closed: Closed, own: UUID | None = None) -> list[str]:
    """Other closures that lie over this one, in words: allowed, but told."""
    with office.db.read() as session:
        others = [each for each in running(session, closed.starts) if each.id != own]
        found = session.execute(select(Room.id, Room.base_id))
        bases = {row.id: row.base_id for row in found}
    return [
        f"“{each.name}”（{each.starts} 至 {each.ends or '恢复为止'}）"
        for each in others
        if _meet(closed, closed_of(each), bases)
    ]


def _meet(one: Closed, other: Closed, bases: Mapping[UUID, UUID | None]) -> bool:
    if one.ends is not None and other.starts > one.ends:
        return False
    if one.weekdays and other.weekdays and not one.weekdays & other.weekdays:
        return False
    if one.periods and other.periods and not one.periods.meets(other.periods):
        return False
    return any(
        _covers(one, room, base) and _covers(other, room, base) for room, base in bases.items()
    )


def _covers(closed: Closed, room: UUID, base: UUID | None) -> bool:
    return closed.room in (None, room) and closed.base in (None, base)
