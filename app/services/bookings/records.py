"""Bookings and their dates through the plain doors: forms, lists, bulk changes, imports, the bin.

Whatever takes a room is planned (`booking.py`) and changed (`changes.py`) date by date. The
plain doors may not make a booking say one thing and its dates another.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import get_history

from app.errors import InUse, Invalid, Problem
from app.models import Booking, BookingEquipment, BookingOccurrence, Record, Room, UseRecord
from app.models.bookings import HOLDING, REFUSED, BookingState, OccurrenceState
from app.services.bookings.dates import must_be_free, uses_of
from app.services.bookings.occupation import HARD, What
from app.services.bookings.waiting import promote
from app.services.class_periods import beyond_the_day
from app.services.database import Database, Writing
from app.services.records import Records

_OPEN = (BookingState.TENTATIVE, BookingState.WAITING, BookingState.APPROVED)
_PLANNED_BY = (
    "room_id", "part", "term_id", "weeks", "weekday", "on", "first", "last", "shared", "seats",
)  # fmt: skip
_HANDED_ON = ("teacher_id", "class_id")  # from a booking to its dates
_TAKES_BY = ("room_id", "part", "on", "first", "last", "shared", "seats", "booking_id")
_OVER = (OccurrenceState.DONE, OccurrenceState.NO_SHOW)


class Bookings(Records[Booking]):
    """Records: one without dates waits to be placed; what its dates say is changed with them."""

    def __init__(self, db: Database) -> None:
        super().__init__(db, Booking)

    def _before_save(self, session: Session, record: Booking) -> None:
        problems = [*_sense(session, record), *_crowded(session, record)]
        if getattr(record, "version", None):
            problems += _told_otherwise(record, _count_dates(session, record.id))
        elif record.state in _OPEN:
            record.state = BookingState.UNPLACED
        if problems:
            raise Invalid(problems)

    def _put(self, writing: Writing, record: Booking, accepted: Mapping[str, Any]) -> None:
        before = {key: getattr(record, key) for key in _HANDED_ON}
        stored = bool(record.version)
        super()._put(writing, record, accepted)
        if stored:
            _hand_on(writing.session, record, before)

    def remarks(
        self, session: Session, rows: Sequence[Mapping[str, Any]]
    ) -> Mapping[int, Sequence[str]]:
        known = set(session.scalars(select(Booking.id)))
        told = ("先列入待排，请在“预约”的待办里安排日期",)
        return {n: told for n, row in enumerate(rows) if row["id"] not in known}

    def _bin_all(self, session: Session, records: Sequence[Booking]) -> list[str]:
        named = ((each.title, BookingOccurrence.booking_id == each.id) for each in records)
        freed = _given_up(session, named)
        super()._bin_all(session, records)
        return _let_others_in(session, freed)

    def _back(self, session: Session, record: Record, since: Any) -> None:
        super()._back(session, record, since)
        if isinstance(record, Booking):
            _must_be_free(session, BookingOccurrence.booking_id == record.id)


class Occurrences(Records[BookingOccurrence]):
    """Records: a date takes its room only where the conflict engine lets it."""

    def __init__(self, db: Database) -> None:
        super().__init__(db, BookingOccurrence)

    def _before_save(self, session: Session, record: BookingOccurrence) -> None:
        if problems := list(_date_problems(session, record)):
            raise Invalid(problems)

    def _put(
        self, writing: Writing, record: BookingOccurrence, accepted: Mapping[str, Any]
    ) -> None:
        session, before = writing.session, _taken(record) if record.version else None
        freed = _place_held(record) if before else set()
        super()._put(writing, record, accepted)
        if _taken(record) != before:
            if record.state in HOLDING:
                must_be_free(session, uses_of(session, [record]))
            _let_others_in(session, freed)

    def _bin_all(self, session: Session, records: Sequence[BookingOccurrence]) -> list[str]:
        named = ((f"{each.on}", BookingOccurrence.id == each.id) for each in records)
        freed = _given_up(session, named)
        super()._bin_all(session, records)
        return _let_others_in(session, freed)

    def _back(self, session: Session, record: Record, since: Any) -> None:
        super()._back(session, record, since)
        if isinstance(record, BookingOccurrence):
            _must_be_free(session, BookingOccurrence.id == record.id)


class Needs(Records[BookingEquipment]):
    """Records: equipment that a booking asks for later must be there on all its dates."""

    def __init__(self, db: Database) -> None:
        super().__init__(db, BookingEquipment)

    def _after_save(self, session: Session, record: BookingEquipment) -> None:
        mine = BookingOccurrence.booking_id == record.booking_id
        _must_be_free(session, mine, {What.EQUIPMENT})


class UseRecords(Records[UseRecord]):
    """Records: what began, ended after it."""

    def __init__(self, db: Database) -> None:
        super().__init__(db, UseRecord)

    def _before_save(self, session: Session, record: UseRecord) -> None:
        if record.began and record.ended and record.ended < record.began:
            raise Invalid([Problem("ended", "实际结束早于实际开始")])


def _sense(session: Session, record: Any) -> Iterator[Problem]:
    """What does not fit together in a booking, placed or not."""
    if record.first > record.last:
        yield Problem("last", "截止节早于起始节")
    yield from beyond_the_day(session, record.last)
    told = {"term_id": "学期", "weeks": "周次", "weekday": "星期"}
    lacking = [key for key in told if getattr(record, key) is None]
    if record.on is None and 0 < len(lacking) < len(told):
        yield from (Problem(key, f"请填写{told[key]}，或写明只用一次的日期") for key in lacking)
    if record.shared and not (record.seats or record.heads):
        yield Problem("seats", "共用工位时，请写明人数或所需工位数")
    room = session.get(Room, record.room_id) if record.room_id else None
    yield from _beyond(room, record.part)
    if room and room.closed_on and record.on and record.on >= room.closed_on:
        yield Problem("on", f"{room.number} 自 {room.closed_on} 起停用，请另选实训室或日期")


def _crowded(session: Session, record: Any) -> Iterator[Problem]:
    """More people than seats, unless that is how it has stood before (a timetable may bring it)."""
    stored = bool(getattr(record, "version", None))
    room = session.get(Room, record.room_id) if record.room_id else None
    if room is None or room.seats is None or (stored and not _changed(record, "heads")):
        return
    places = room.seats // (max(room.parts, 1) if record.part else 1)
    if (record.heads or 0) > places:
        told = f"{room.number} 有 {places} 个工位，{record.heads} 人坐不下"
        yield Problem("heads", f"{told}，请减少人数或换实训室")


def _beyond(room: Room | None, part: int | None) -> Iterator[Problem]:
    """A part that the room does not have."""
    if room is not None and part is not None and part > max(room.parts, 1):
        parts = f"只有 {room.parts} 个分区" if room.parts > 1 else "没有分区"
        yield Problem("part", f"{room.number} {parts}，没有第 {part} 区")


def _told_otherwise(record: Booking, dates: int) -> Iterator[Problem]:
    """What may not be changed here, because the dates would go on saying what they say."""
    changed = [f for f in Booking.fields() if _changed(record, f.key)]
    by_dates = {*_PLANNED_BY, *(("heads",) if record.shared else ())}
    for each in changed if dates else ():
        if each.key in by_dates:
            told = f"这份预约已排 {dates} 天，{each.label}请在周视图里改：移动、改期或重新预约"
            yield Problem(each.key, told)
    if any(each.key == "state" for each in changed) and (dates or record.state in _OPEN):
        told = "状态随办理改变：待排的在“预约”的待办里安排，批准、驳回、取消都在那里办"
        yield Problem("state", told)


def _changed(record: Booking, key: str) -> bool:
    return get_history(record, key).has_changes() and bool(get_history(record, key).deleted)


def _count_dates(session: Session, booking: UUID) -> int:
    live = BookingOccurrence.deleted.is_(False)
    query = select(func.count(BookingOccurrence.id)).where(
        BookingOccurrence.booking_id == booking, live
    )
    return session.scalar(query) or 0


def _date_problems(session: Session, record: Any) -> Iterator[Problem]:
    """What does not fit together in one date."""
    if record.first > record.last:
        yield Problem("last", "截止节早于起始节")
    yield from beyond_the_day(session, record.last)
    room = session.get(Room, record.room_id) if record.room_id else None
    yield from _beyond(room, record.part)
    if record.shared and not record.seats:
        yield Problem("seats", "共用工位时，请写明占用几个工位")
    booking = session.get(Booking, record.booking_id) if record.booking_id else None
    if booking is not None and booking.state in REFUSED and record.state in HOLDING:
        yield Problem("state", f"这份预约{booking.state}，它的日期不能再占用实训室")


def _taken(record: BookingOccurrence) -> tuple[Any, ...]:
    """All by which a date takes its room."""
    return (record.state in HOLDING, *(getattr(record, key) for key in _TAKES_BY))


def _place_held(record: BookingOccurrence) -> set[tuple[UUID, date]]:
    """The room and day that a date takes, if it is still to come."""
    today = date.today()  # noqa: DTZ011 - the office's own calendar day
    ahead = record.state in HOLDING and record.on >= today
    return {(record.room_id, record.on)} if ahead else set()


def _hand_on(session: Session, record: Booking, before: Mapping[str, Any]) -> None:
    """Another teacher or class: also of the dates still to come, as far as they had the former."""
    changed = [key for key in _HANDED_ON if before[key] != getattr(record, key)]
    if not changed:
        return
    rows = _coming(session, BookingOccurrence.booking_id == record.id, tuple(OccurrenceState))
    for row in rows:
        for key in changed:
            if getattr(row, key) == before[key] and row.state not in _OVER:
                setattr(row, key, getattr(record, key))
    session.flush()
    held = [row for row in rows if row.state in HOLDING]
    must_be_free(session, uses_of(session, held), {What.EXAM})


def _must_be_free(session: Session, which: Any, about: Collection[What] = HARD) -> None:
    """Conflict if something stands against these dates, of those still to come."""
    session.flush()
    must_be_free(session, uses_of(session, _coming(session, which, HOLDING)), about)


def _coming(
    session: Session, which: Any, states: Iterable[OccurrenceState]
) -> list[BookingOccurrence]:
    today = date.today()  # noqa: DTZ011 - the office's own calendar day
    found = session.scalars(
        select(BookingOccurrence).where(
            which,
            BookingOccurrence.on >= today,
            BookingOccurrence.state.in_(tuple(states)),
            BookingOccurrence.deleted.is_(False),
        )
    )
    return list(found)


def _given_up(session: Session, named: Iterable[tuple[str, Any]]) -> set[tuple[UUID, date]]:
    """The rooms and days that some dates take, of those still to come. InUse if one was used.

    `named`: which dates, and what they are called together.
    """
    freed: set[tuple[UUID, date]] = set()
    for title, which in named:
        _refuse_used(session, title, which)
        freed.update(*(_place_held(row) for row in _coming(session, which, HOLDING)))
    return freed


def _let_others_in(session: Session, freed: Collection[tuple[UUID, date]]) -> list[str]:
    """Whoever waits for what was made free here, just as if it had been cancelled; in words."""
    session.flush()
    return promote(session, freed)


def _refuse_used(session: Session, title: str, which: Any) -> None:
    """InUse if it took place: the statistics are made from such dates."""
    over = BookingOccurrence.state.in_(_OVER) & BookingOccurrence.deleted.is_(False)
    used = session.scalar(select(func.count(BookingOccurrence.id)).where(which, over)) or 0
    if used:
        told = f"“{title}”已有 {used} 次使用或爽约的登记，统计要用，不能删除。"
        raise InUse(f"{told}不再需要的，请取消余下的日期。")
