"""Closing a room: who is affected, where each could go, and doing all of it in one step.

Past dates are never touched. What nobody decided stays open and shows on the home page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import Conflict
from app.models import BookingOccurrence, Closure
from app.models.bookings import OccurrenceState
from app.services.booking import Move, Skip
from app.services.booking_changes import promote
from app.services.booking_dates import put, use_of_date
from app.services.booking_offers import Offer, free_rooms, with_equipment
from app.services.booking_world import Scope, closed_of, room_facts, world_for
from app.services.occupation import Closed, Use, World, clashes
from app.services.office import Office


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
    """What became of the dates that a closure hit."""

    closure: UUID
    moved: int
    cancelled: int
    open: int
    promoted: tuple[str, ...]


def impact(office: Office, values: Mapping[str, Any], today: date) -> list[Affected]:
    """Dates from today on that a closure would hit, in order, with proposals that do not collide.

    `values` of a `Closure`, accepted or as typed.
    """
    accepted = office.of(Closure).accept(values, complete=True)
    closed = closed_of(Closure(**accepted))
    with office.db.read() as session:
        rows = hit(session, closed, today)
        return _with_offers(session, [use_of_date(session, row) for row in rows], closed)


def hit(session: Session, closed: Closed, today: date) -> list[BookingOccurrence]:
    """Stored dates from today on that a closure stands in the way of."""
    query = select(BookingOccurrence).where(
        BookingOccurrence.deleted.is_(False),
        BookingOccurrence.state == OccurrenceState.PLANNED,
        BookingOccurrence.on >= max(today, closed.starts),
    )
    if closed.ends is not None:
        query = query.where(BookingOccurrence.on <= closed.ends)
    if closed.room is not None:
        query = query.where(BookingOccurrence.room_id == closed.room)
    ordered = query.order_by(BookingOccurrence.on, BookingOccurrence.first, BookingOccurrence.id)
    rows = session.scalars(ordered).all()
    rooms = room_facts(session, {row.room_id for row in rows}) if rows else {}
    return [
        row
        for row in rows
        if closed.covers(
            row.room_id,
            rooms[row.room_id].base,
            row.on,
            use_of_date(session, row).periods,
        )
    ]


def _with_offers(session: Session, uses: Sequence[Use], closed: Closed) -> list[Affected]:
    """Each date's rooms; the first one offered to a date is not offered to the next as free."""
    if not uses:
        return []
    rooms = room_facts(session)
    world = world_for(session, Scope.of(uses, rooms))
    world.rooms, world.closures = rooms, (*world.closures, closed)
    found = []
    for use in uses:
        equipped = with_equipment(session, [key for key, _ in use.equipment])
        fit = {key: facts for key, facts in rooms.items() if equipped is None or key in equipped}
        offers = tuple(free_rooms([use], world, fit, limit=3))
        if offers:
            world.add(replace(use, room=offers[0].room, part=None))
        found.append(Affected(use, offers))
    return found


def close(
    office: Office,
    values: Mapping[str, Any],
    answers: Mapping[UUID, Move | Skip],
    today: date,
) -> Settled:
    """Store a closure and what was decided about each date it hits, in one step.

    `answers` by the key of the date: `Move` it or cancel it (`Skip` with its reason); what has no
    answer stays open. Conflict, with nothing stored, if a place was taken meanwhile.
    """
    accepted = office.of(Closure).accept(values, complete=True)
    with office.db.write(f"停用 {accepted['name']}") as writing:
        session = writing.session
        (key,) = writing.insert_many(Closure, [accepted])
        rows = hit(session, closed_of(Closure(**accepted)), today)
        before = [(row.room_id, row.on) for row in rows if row.id in answers]
        moved, cancelled = _settle(session, rows, answers, accepted["name"])
        session.flush()
        promoted = promote(session, before)
    return Settled(key, moved, cancelled, len(rows) - moved - cancelled, tuple(promoted))


def _settle(
    session: Session,
    rows: Sequence[BookingOccurrence],
    answers: Mapping[UUID, Move | Skip],
    name: str,
) -> tuple[int, int]:
    moves = {row.id: _moved(session, row, answers[row.id]) for row in rows if row.id in answers}
    uses = [use for use in moves.values() if use is not None]
    world = world_for(session, Scope.of(uses)) if uses else World(rooms={})
    moved = cancelled = 0
    for row in rows:
        answer = answers.get(row.id)
        use = moves.get(row.id)
        if isinstance(answer, Skip):
            row.state, row.why = OccurrenceState.CANCELLED, answer.why or name
            cancelled += 1
        elif use is not None:
            if hard := [clash.words for clash in clashes(use, world) if clash.hard]:
                raise Conflict(f"{use.on} {use.periods}：{'；'.join(hard)}。没有改动，请重新选择。")
            world.add(use)
            row.why = f"{name}，原定 {row.on} {use_of_date(session, row).periods}"
            put(row, use)
            moved += 1
    return moved, cancelled


def _moved(session: Session, row: BookingOccurrence, answer: Move | Skip) -> Use | None:
    if not isinstance(answer, Move):
        return None
    use = use_of_date(session, row)
    return replace(
        use,
        room=answer.room or use.room,
        part=None,
        on=answer.on or use.on,
        periods=answer.periods or use.periods,
    )


def still_open(session: Session, today: date) -> list[tuple[UUID, UUID]]:
    """Dates that lie in a closure and nobody has decided about: (closure, date)."""
    closures = session.scalars(
        select(Closure).where(
            Closure.deleted.is_(False), Closure.ends.is_(None) | (Closure.ends >= today)
        )
    )
    return [(each.id, row.id) for each in closures for row in hit(session, closed_of(each), today)]
