"""What happens to single dates of a booking afterwards: left out, back in, elsewhere, given up.

One date changes without the others. Whatever is given up is offered to who waits for it, in the
same step. What is locked (timetable, approved) is changed only with a reason.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import Conflict, Refused
from app.models import Booking, BookingEquipment, BookingOccurrence
from app.models.bookings import BookingState, OccurrenceState
from app.models.teaching_time import Periods
from app.services.booking import Move
from app.services.booking_world import Scope, world_for
from app.services.occupation import Use, clashes, seats_left
from app.services.office import Office

_GONE = (BookingState.REJECTED, BookingState.CANCELLED, BookingState.UNPLACED)


@dataclass(slots=True)
class Done:
    """How many dates were changed, and who got in because of it."""

    count: int = 0
    promoted: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Change:
    session: Session
    done: Done
    reason: str


@contextmanager
def changing(office: Office, label: str, reason: str = "") -> Iterator[_Change]:
    """One step: the change itself, then whoever waited for what it gave up."""
    done = Done()
    with office.db.write(label, reason or None) as writing:
        yield _Change(writing.session, done, reason)


def skip(office: Office, keys: Sequence[UUID], why: str) -> Done:
    """Leave dates out; they stay on the series and can come back."""
    return _give_up(office, "跳过", keys, OccurrenceState.SKIPPED, why)


def cancel(office: Office, keys: Sequence[UUID], why: str) -> Done:
    """Give dates up for good, with a reason that stays on them."""
    if not why:
        raise Refused("请写明取消的原因。")
    return _give_up(office, "取消", keys, OccurrenceState.CANCELLED, why)


def no_show(office: Office, keys: Sequence[UUID]) -> Done:
    """Nobody came."""
    return _give_up(office, "登记爽约", keys, OccurrenceState.NO_SHOW, "爽约")


def cancel_booking(office: Office, booking: UUID, why: str, since: date | None = None) -> Done:
    """A whole series, or what is left of it from a day on."""
    if not why:
        raise Refused("请写明取消的原因。")
    with changing(office, "取消预约", why) as change:
        record = _booking(change.session, booking, why)
        dates = [each for each in _dates(change.session, booking) if not since or each.on >= since]
        _release(change, dates, OccurrenceState.CANCELLED, why)
        if since is None or len(dates) == len(_dates(change.session, booking)):
            record.state = BookingState.CANCELLED
    return change.done


def heal(office: Office, key: UUID, *, reason: str = "") -> Done:
    """Add back a date that was skipped, cancelled or waiting, if it is free now."""
    with changing(office, "恢复日期", reason) as change:
        row = change.session.get_one(BookingOccurrence, key)
        booking = change.session.get_one(Booking, row.booking_id)
        if booking.state in _GONE:
            raise Refused(f"这份预约{booking.state}，不能恢复单个日期。")
        if row.state not in (OccurrenceState.PLANNED, OccurrenceState.DONE):
            _must_be_free(change.session, [use_of_date(change.session, row)])
            row.state, row.why = OccurrenceState.PLANNED, None
            change.done.count = 1
    return change.done


def move(office: Office, key: UUID, where: Move, *, reason: str = "") -> Done:
    """One date to another room, day or time; the others stay where they are."""
    return move_all(office, [key], where, reason=reason)


def move_all(office: Office, keys: Sequence[UUID], where: Move, *, reason: str = "") -> Done:
    """Several dates at once; all of them, or none with a Conflict that names the first."""
    with changing(office, f"改期 {len(keys)} 天", reason) as change:
        rows = [change.session.get_one(BookingOccurrence, key) for key in keys]
        for row in rows:
            _booking(change.session, row.booking_id, reason)
        before = [(row.room_id, row.on) for row in rows]
        wanted = [_moved(use_of_date(change.session, row), where) for row in rows]
        _must_be_free(change.session, wanted)
        for row, use in zip(rows, wanted, strict=True):
            row.why = row.why or f"原定 {row.on} {Periods(row.first, row.last)}"
            put(row, use)
        change.done.count = len(rows)
        change.session.flush()
        change.done.promoted = promote(change.session, before)
    return change.done


def resize(
    office: Office, booking: UUID, heads: int, *, since: date | None = None, reason: str = ""
) -> Done:
    """Another number of people from a day on; freed seats go to who waits for them."""
    with changing(office, f"更改人数为 {heads}", reason) as change:
        record = _booking(change.session, booking, reason)
        record.heads = heads
        if record.shared:
            record.seats = heads
        dates = [d for d in _dates(change.session, booking) if not since or d.on >= since]
        change.session.flush()
        wanted = [
            replace(use_of_date(change.session, each), heads=heads, seats=heads)
            for each in dates
            if each.shared and each.state is OccurrenceState.PLANNED
        ]
        _must_be_free(change.session, wanted)
        by_key = {use.key: use for use in wanted}
        for each in dates:
            if each.id in by_key:
                each.seats = heads
        change.done.count = len(wanted)
        change.session.flush()
        change.done.promoted = promote(change.session, [(use.room, use.on) for use in wanted])
    return change.done


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
            here = [each for each in world.meeting(use) if each.room == use.room]
            left = seats_left(world.rooms[use.room], use.part, use.periods, here)
            got = min(left, use.seats)
            closed = any(c.hard and not c.others for c in clashes(replace(use, seats=0), world))
            if got and not closed:
                _let_in(session, row, got)
                told.append(_words(use, f" {got} 个工位"))
        session.flush()
    return told


def _waiting(session: Session, freed: Collection[tuple[UUID, date]]) -> Sequence[BookingOccurrence]:
    rooms, days = {room for room, _ in freed}, {day for _, day in freed}
    found = session.scalars(
        select(BookingOccurrence)
        .where(
            BookingOccurrence.room_id.in_(rooms),
            BookingOccurrence.on.in_(days),
            BookingOccurrence.state == OccurrenceState.QUEUED,
            BookingOccurrence.deleted.is_(False),
        )
        .order_by(BookingOccurrence.created_at, BookingOccurrence.id)
    )
    return [row for row in found if (row.room_id, row.on) in freed]


def _let_in(session: Session, row: BookingOccurrence, got: int) -> None:
    """Seats join the date that the booking already has; what is still lacking goes on waiting."""
    held = session.scalars(
        select(BookingOccurrence).where(
            BookingOccurrence.booking_id == row.booking_id,
            BookingOccurrence.on == row.on,
            BookingOccurrence.first == row.first,
            BookingOccurrence.room_id == row.room_id,
            BookingOccurrence.state == OccurrenceState.PLANNED,
            BookingOccurrence.deleted.is_(False),
        )
    ).first()
    rest = (row.seats or 0) - got
    if held is not None:
        held.seats = (held.seats or 0) + got
        row.seats, row.deleted = rest, rest == 0
    elif rest == 0:
        row.state, row.why = OccurrenceState.PLANNED, "候补转正"


def _words(use: Use, what: str) -> str:
    return f"“{use.title}”{use.on} {use.periods} 候补转正{what}"


def use_of_date(session: Session, row: BookingOccurrence) -> Use:
    """A stored date as the engine sees it."""
    booking = session.get_one(Booking, row.booking_id)
    equipment = session.execute(
        select(BookingEquipment.equipment_id, BookingEquipment.quantity).where(
            BookingEquipment.booking_id == booking.id, BookingEquipment.deleted.is_(False)
        )
    )
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
        equipment=tuple((key, number) for key, number in equipment),
        key=row.id,
        booking=booking.id,
    )


def put(row: BookingOccurrence, use: Use) -> None:
    """A stored date to where a use is."""
    row.room_id, row.on, row.part = use.room, use.on, use.part
    row.first, row.last = use.periods.first, use.periods.last


def _moved(use: Use, where: Move) -> Use:
    room = where.room or use.room
    return replace(
        use,
        room=room,
        part=use.part if room == use.room else None,
        on=where.on or use.on,
        periods=where.periods or use.periods,
    )


def _must_be_free(session: Session, wanted: Sequence[Use]) -> None:
    """Conflict that names what is in the way; the dates themselves do not stand in their own."""
    if not wanted:
        return
    world = world_for(session, Scope.of(wanted))
    own = {use.key for use in wanted}
    others = [use for day in world.taken.values() for use in day if use.key not in own]
    world.taken, world.at = {}, {}
    for other in others:
        world.add(other)
    for use in wanted:
        if hard := [clash.words for clash in clashes(use, world) if clash.hard]:
            told = f"{use.on} {use.periods}：{'；'.join(hard)}"
            raise Conflict(f"{told}。没有改动，请另选时间或实训室。")
        world.add(use)


def _give_up(
    office: Office, verb: str, keys: Sequence[UUID], state: OccurrenceState, why: str
) -> Done:
    with changing(office, f"{verb} {len(keys)} 天", why) as change:
        rows = [change.session.get_one(BookingOccurrence, key) for key in keys]
        for row in rows:
            _booking(change.session, row.booking_id, why)
        _release(change, rows, state, why)
    return change.done


def _release(
    change: _Change, rows: Iterable[BookingOccurrence], state: OccurrenceState, why: str
) -> None:
    freed: list[tuple[UUID, date]] = []
    for row in rows:
        if row.state is OccurrenceState.PLANNED:
            freed.append((row.room_id, row.on))
        row.state, row.why = state, why
        change.done.count += 1
    change.session.flush()
    change.done.promoted = promote(change.session, freed)


def _booking(session: Session, key: UUID, reason: str) -> Booking:
    booking = session.get_one(Booking, key)
    if booking.locked and not reason:
        raise Refused(f"“{booking.title}”已锁定（课表或已批准），更改时请写明原因。")
    return booking


def _dates(session: Session, booking: UUID) -> list[BookingOccurrence]:
    found = session.scalars(
        select(BookingOccurrence).where(
            BookingOccurrence.booking_id == booking,
            BookingOccurrence.deleted.is_(False),
            BookingOccurrence.state.in_((OccurrenceState.PLANNED, OccurrenceState.QUEUED)),
        )
    )
    return list(found)
