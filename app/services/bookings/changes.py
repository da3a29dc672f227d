"""What happens to single dates of a booking afterwards: left out, back in, elsewhere, given up.

One date changes without the others. Whatever is given up is offered to who waits for it, in the
same step. What is locked (timetable, approved) is changed only with a reason; what is past stays.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from app.errors import Refused
from app.models import Booking, BookingOccurrence
from app.models.bookings import GONE, HOLDING, BookingState, OccurrenceState
from app.models.teaching_time import Periods
from app.services.bookings.answers import Move, Moves, elsewhere
from app.services.bookings.dates import must_be_free, must_lie_ahead, put, use_of_date, uses_of
from app.services.bookings.occupation import Use, What, clashes
from app.services.bookings.policy import against_elsewhere, excuse
from app.services.bookings.waiting import dates_of, let_in, place_of, promote
from app.services.bookings.world import Scope, world_for
from app.services.office import Office

_OVER = (OccurrenceState.DONE, OccurrenceState.NO_SHOW)


@dataclass(slots=True)
class Done:
    """How many dates were changed, who got in because of it, and what is worth a look."""

    count: int = 0
    promoted: list[str] = field(default_factory=list)
    warned: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        """What a person should hear besides that it is done."""
        return "；".join((*self.warned, *self.promoted))


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


def skip(office: Office, keys: Sequence[UUID], why: str, today: date) -> Done:
    """Leave dates out; they stay on the series and can come back. Refused if they are past."""
    return _give_up(office, "跳过", keys, OccurrenceState.SKIPPED, why, today)


def cancel(office: Office, keys: Sequence[UUID], why: str, today: date) -> Done:
    """Give dates up for good, with a reason that stays on them. Refused if they are past."""
    if not why:
        raise Refused("请写明取消的原因。")
    return _give_up(office, "取消", keys, OccurrenceState.CANCELLED, why, today)


def no_show(office: Office, keys: Sequence[UUID], today: date) -> Done:
    """Nobody came. Refused for days that are still to come."""
    with changing(office, f"登记爽约 {len(keys)} 天", "爽约") as change:
        rows = _rows(change.session, keys)
        must_have_come(rows, today)
        _release(change, rows, OccurrenceState.NO_SHOW, "爽约")
    return change.done


def must_have_come(rows: Iterable[BookingOccurrence], today: date) -> None:
    """Refused if one of the days is still to come, or is not on any more."""
    for row in rows:
        if row.on > today:
            raise Refused(f"{row.on} 还没有到，不能登记。请到那天再登记；不用了的请取消。")
        if row.state is not OccurrenceState.PLANNED:
            raise Refused(f"{row.on} 这一天{row.state}，不能登记。")


def cancel_booking(office: Office, booking: UUID, why: str, today: date) -> Done:
    """A whole series, as far as it is still to come; the dates that are past stay as they were."""
    if not why:
        raise Refused("请写明取消的原因。")
    with changing(office, "取消预约", why) as change:
        record = _booking(change.session, booking, why)
        before = dates_of(change.session, booking, (*HOLDING, OccurrenceState.QUEUED))
        left = [each for each in before if each.on >= today and each.state not in _OVER]
        if before and not left:
            raise Refused("这份预约的日期都已经过去，不能再取消。")
        _release(change, left, OccurrenceState.CANCELLED, why)
        if not any(each.state in HOLDING for each in before):
            record.state = BookingState.CANCELLED
    return change.done


def heal(office: Office, key: UUID, *, reason: str = "") -> Done:
    """Add back a date that was skipped, cancelled or waiting, if it is free now.

    Seats that waited join those that the booking has on that date; nothing is added twice.
    """
    with changing(office, "恢复日期", reason) as change:
        row = change.session.get_one(BookingOccurrence, key)
        booking = change.session.get_one(Booking, row.booking_id)
        if booking.state in GONE or booking.deleted:
            told = "已删除" if booking.deleted else booking.state
            raise Refused(f"这份预约{told}，不能恢复单个日期。")
        if row.deleted:
            raise Refused("这一天已经并入这份预约，不用再恢复。")
        if row.state not in _OVER:
            _add_back(change, row)
    return change.done


def _add_back(change: _Change, row: BookingOccurrence) -> None:
    session = change.session
    if row.state is OccurrenceState.PLANNED:
        return
    use = use_of_date(session, row)
    twins = [
        each
        for each in dates_of(session, row.booking_id, HOLDING)
        if each.on == row.on and use.periods.meets(Periods(each.first, each.last))
    ]
    if twins and row.state is not OccurrenceState.QUEUED:
        raise Refused(f"{row.on} {use.periods} 已经在这份预约里，不用再补一次。")
    must_be_free(session, [use])
    change.done.count = 1
    let_in(session, row, row.seats or 0)


def move(office: Office, key: UUID, where: Move, today: date, *, reason: str = "") -> Done:
    """One date to another room, day or time; the others stay where they are."""
    return move_all(office, {key: where}, today, reason=reason)


def move_all(office: Office, moves: Moves, today: date, *, reason: str = "") -> Done:
    """Several dates, each to a place of its own; all, or none with a Conflict that names the first.

    What is against the office's rules there wants a reason, and both are kept on the booking.
    """
    with changing(office, f"改期 {len(moves)} 天", reason) as change:
        rows = _rows(change.session, list(moves))
        for row in rows:
            _booking(change.session, row.booking_id, reason)
        before = [(row.room_id, row.on) for row in rows]
        wanted = _wanted(change.session, rows, moves)
        must_lie_ahead(wanted, today)
        must_be_free(change.session, wanted)
        excuse(change.session, against_elsewhere(change.session, wanted, today), reason)
        for row, use in zip(rows, wanted, strict=True):
            row.why = row.why or f"原定 {row.on} {Periods(row.first, row.last)}"
            put(row, use)
        change.done.count = len(rows)
        change.session.flush()
        change.done.promoted = promote(change.session, before)
    return change.done


def _wanted(session: Session, rows: Sequence[BookingOccurrence], moves: Moves) -> list[Use]:
    return [
        elsewhere(use, moves[row.id]) for row, use in zip(rows, uses_of(session, rows), strict=True)
    ]


def unkept_by_move(office: Office, moves: Moves, today: date) -> tuple[str, ...]:
    """Which of the office's rules such a move would not keep, in words."""
    with office.db.read() as session:
        wanted = _wanted(session, _rows(session, list(moves)), moves)
        found = against_elsewhere(session, wanted, today)
    return tuple(dict.fromkeys(words for told in found.values() for words in told))


def resize(
    office: Office, booking: UUID, heads: int, *, since: date | None = None, reason: str = ""
) -> Done:
    """Another number of people from a day on; freed seats go to who waits for them.

    Conflict if there are not so many seats where the room is shared; who has it alone is told.
    """
    with changing(office, f"更改人数为 {heads}", reason) as change:
        session = change.session
        record = _booking(session, booking, reason)
        record.heads = heads
        if record.shared:
            record.seats = heads
        held = (OccurrenceState.PLANNED, OccurrenceState.QUEUED)
        dates = [d for d in dates_of(session, booking, held) if not since or d.on >= since]
        session.flush()
        _seat([each for each in dates if each.shared], heads)
        wanted = uses_of(session, [d for d in dates if d.state is OccurrenceState.PLANNED])
        must_be_free(session, [use for use in wanted if use.shared])
        change.done.count = len(wanted)
        change.done.warned = _too_many(session, wanted)
        session.flush()
        change.done.promoted = promote(session, [(use.room, use.on) for use in wanted])
    return change.done


def _seat(dates: Sequence[BookingOccurrence], heads: int) -> None:
    """So many on each date: what sits gives seats up first to those of its own that wait."""
    sitting = {place_of(d): d for d in dates if d.state is OccurrenceState.PLANNED}
    waiting = {place_of(d): d for d in dates if d.state is OccurrenceState.QUEUED}
    for place, row in waiting.items():
        held = sitting[place].seats or 0 if place in sitting else 0
        row.seats = max(heads - held, 0)
        row.deleted = row.seats == 0
    for place, row in sitting.items():
        if place not in waiting or heads < (row.seats or 0):
            row.seats = heads


def _too_many(session: Session, uses: Sequence[Use]) -> list[str]:
    if not uses:
        return []
    world = world_for(session, Scope.of(uses))
    told = [c.words for use in uses for c in clashes(use, world) if c.what is What.CAPACITY]
    return list(dict.fromkeys(told))


def _give_up(  # noqa: PLR0913, PLR0917 - what is done to whom, and why
    office: Office,
    verb: str,
    keys: Sequence[UUID],
    state: OccurrenceState,
    why: str,
    today: date,
) -> Done:
    with changing(office, f"{verb} {len(keys)} 天", why) as change:
        rows = _rows(change.session, keys)
        for row in rows:
            _booking(change.session, row.booking_id, why)
            if row.on < today:
                raise Refused(f"{row.on} 已经过去，不能{verb}；没有来的请登记爽约。")
        _release(change, rows, state, why)
    return change.done


def _rows(session: Session, keys: Sequence[UUID]) -> list[BookingOccurrence]:
    return [session.get_one(BookingOccurrence, key) for key in keys]


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
