"""Whom a closure concerns, for telling them: what was moved and where to, cancelled, or is open.

What has been decided since the closure was entered is read from the change log, so that it does
not matter whether it was decided at once, later, or by hand in the week.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import BookingOccurrence, Closure
from app.models.bookings import HOLDING, OccurrenceState
from app.models.log import ChangeOp
from app.models.teaching_time import Periods
from app.services.bookings.closure_impact import Affected, affected
from app.services.bookings.dates import uses_of
from app.services.bookings.occupation import RoomFacts, Use
from app.services.bookings.world import closed_of, room_facts
from app.services.database.canonical import reader
from app.services.office import Office
from app.services.school_calendar import long_day

_WATCHED = ("room_id", "on", "first", "last", "state")


@dataclass(frozen=True, slots=True)
class Notified:
    """One date that a closure hit: where it was to be, and what has become of it."""

    use: Use  # as it was to be
    words: str  # 改到…, 取消：…; empty: nobody has decided
    offers: tuple[str, ...] = ()  # where it could go, if nobody has


def notified(office: Office, closure: Closure, today: date) -> list[Notified]:
    """All dates from today on, in order."""
    closed = closed_of(closure)
    with office.db.read() as session:
        left = [_left(each) for each in affected(session, closed, today)]
        changed = _changed_since(session, closure)
        rooms = room_facts(session, _places(changed)) if changed else {}
        decided = [
            Notified(before, _became(row, rooms))
            for row, before in changed
            if before.on >= today
            and closed.covers(before.room, rooms[before.room].base, before.on, before.periods)
        ]
    known = {each.use.key for each in left}
    found = [*left, *(each for each in decided if each.use.key not in known)]
    return sorted(found, key=lambda each: (each.use.on, each.use.periods, str(each.use.key)))


def _places(changed: Iterable[tuple[BookingOccurrence, Use]]) -> set[UUID]:
    return {key for row, before in changed for key in (row.room_id, before.room)}


def _left(each: Affected) -> Notified:
    return Notified(each.use, "", tuple(offer.words for offer in each.offers))


def _became(row: BookingOccurrence, rooms: Mapping[UUID, RoomFacts]) -> str:
    if row.state not in HOLDING:
        return f"{row.state}：{row.why}" if row.why else row.state.value
    place = f"{rooms[row.room_id].number} {long_day(row.on)} {Periods(row.first, row.last)}"
    return f"改到 {place}"


def _changed_since(session: Session, closure: Closure) -> list[tuple[BookingOccurrence, Use]]:
    """Dates that held when the closure was entered and were changed since, as they were then."""
    entered = session.execute(
        select(ChangeOp.site, ChangeOp.seq).where(ChangeOp.uid == closure.id, ChangeOp.kind == "I")
    ).first()
    if entered is None:
        return []
    changes = session.execute(
        select(ChangeOp.uid, ChangeOp.data)
        .where(
            ChangeOp.site == entered.site,
            ChangeOp.seq >= entered.seq,
            ChangeOp.tbl == BookingOccurrence.__tablename__,
            ChangeOp.kind == "U",
        )
        .order_by(ChangeOp.seq, ChangeOp.idx)
    )
    first: dict[UUID, dict[str, Any]] = {}
    for key, data in changes:
        olds = {name: pair[0] for name, pair in data.items() if name in _WATCHED}
        first[key] = olds | first.get(key, {})
    rows = _rows(session, [key for key, olds in first.items() if olds])
    then = [row for row in rows if _state_then(first[row.id], row) is OccurrenceState.PLANNED]
    return [
        (row, _as_then(use, first[row.id]))
        for row, use in zip(then, uses_of(session, then), strict=True)
    ]


def _rows(session: Session, keys: Sequence[UUID]) -> Iterable[BookingOccurrence]:
    found = (session.get(BookingOccurrence, key) for key in keys)
    return [row for row in found if row is not None and not row.deleted]


def _state_then(olds: Mapping[str, Any], row: BookingOccurrence) -> OccurrenceState:
    return _then(olds, "state", row.state)  # type: ignore[no-any-return]  # as its column says


def _as_then(use: Use, olds: Mapping[str, Any]) -> Use:
    periods = Periods(
        _then(olds, "first", use.periods.first), _then(olds, "last", use.periods.last)
    )
    room, on = _then(olds, "room_id", use.room), _then(olds, "on", use.on)
    return use._replace(room=room, on=on, periods=periods)


def _then(olds: Mapping[str, Any], key: str, now: Any) -> Any:
    return reader(BookingOccurrence, key)(olds[key]) if key in olds else now
