"""Bookings as an iCalendar file (RFC 5545), for telephones and other calendar programs.

Every date is an event of its own with a lasting UID, so that a second import renews and a
cancelled date disappears.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from app.errors import Refused
from app.models import Booking, BookingOccurrence, Room, SchoolClass, Teacher
from app.models.bookings import REFUSED, BookingState, OccurrenceState
from app.models.teaching_time import Periods
from app.services.class_times import ClassTimes, class_times
from app.services.durable import draft_of, publish
from app.services.office import Office

_ZONE = ZoneInfo("Asia/Shanghai")  # there is one civil time in the whole country
_OFFSET = timedelta(hours=8)
_OFF = (OccurrenceState.SKIPPED, OccurrenceState.CANCELLED, OccurrenceState.QUEUED)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which dates: a span of days, and perhaps only one room's or one teacher's."""

    first: date
    last: date
    room: UUID | None = None
    teacher: UUID | None = None


def write_calendar(office: Office, wanted: Wanted, path: Path) -> int:
    """Write the file whole or not at all; how many events it has."""
    found = _rows(office, wanted)
    content = calendar_of(found, class_times(office))
    draft = draft_of(path)
    draft.write_bytes(content)
    publish(draft, path)
    office.db.event("导出日历", {"文件": path.name, "行数": len(found)})
    return len(found)


def calendar_of(rows: Iterable[Any], times: ClassTimes) -> bytes:
    """The file's contents. Refused if a period has no time of day on a date, where the room is."""
    import icalendar  # noqa: PLC0415 - only when a file is written

    made = icalendar.Calendar()
    made.add("prodid", "-//双元//实训室预约//CN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", "实训室预约")
    made.add_component(_zone())
    for row in rows:
        made.add_component(_event(row, times))
    written: bytes = made.to_ical()
    return written


def _zone() -> Any:
    """Civil time as it is: no summer time since 1991, so that no reader needs older rules."""
    import icalendar  # noqa: PLC0415 - as above

    always = icalendar.TimezoneStandard()
    always.add("dtstart", datetime(1992, 1, 1))  # noqa: DTZ001 - RFC 5545 wants local time here
    always.add("tzname", "CST")
    always.add("tzoffsetfrom", _OFFSET)
    always.add("tzoffsetto", _OFFSET)
    zone = icalendar.Timezone()
    zone.add("tzid", _ZONE.key)
    zone.add_component(always)
    return zone


def _event(row: Any, times: ClassTimes) -> Any:
    import icalendar  # noqa: PLC0415 - as above

    held: BookingOccurrence = row.BookingOccurrence
    event = icalendar.Event()
    event.add("uid", f"{held.id}@booking.shuangyuan")
    event.add("dtstamp", held.changed_at)
    event.add("last-modified", held.changed_at)
    event.add("sequence", held.version)
    event.add("dtstart", _at(times, row, held.first, end=False))
    event.add("dtend", _at(times, row, held.last, end=True))
    event.add("summary", " ".join(part for part in (row.title, row.group) if part))
    event.add("location", f"{row.number} {row.room}")
    told = (str(Periods(held.first, held.last)), row.teacher, row.kind.value, held.why)
    event.add("description", "，".join(part for part in told if part))
    event.add("categories", [row.kind.value])
    event.add("status", _status(held, row))
    return event


def _status(held: BookingOccurrence, row: Any) -> str:
    if held.deleted or row.binned or held.state in _OFF or row.state in REFUSED:
        return "CANCELLED"
    return "CONFIRMED" if row.state is BookingState.APPROVED else "TENTATIVE"


def _at(times: ClassTimes, row: Any, number: int, *, end: bool) -> datetime:
    day: date = row.BookingOccurrence.on
    period = times.find(day, row.campus_id, number)
    if period is None:
        where = f"{day.isoformat()} 在 {row.number}"
        told = f"{where} 的第 {number} 节没有上下课时间，请先在“节次”里补上，再导出日历。"
        raise Refused(told)
    return datetime.combine(day, period.ends if end else period.starts, _ZONE)


def _rows(office: Office, wanted: Wanted) -> list[Any]:
    """What takes place, and what somebody may have read before and no longer does."""
    stands = (
        BookingOccurrence.deleted.is_(False)
        & Booking.deleted.is_(False)
        & BookingOccurrence.state.not_in((OccurrenceState.SKIPPED, OccurrenceState.QUEUED))
    )
    query = (
        select(
            BookingOccurrence, Booking.title, Booking.kind, Booking.state,
            Booking.deleted.label("binned"), Room.number, Room.campus_id,
            Room.name.label("room"), Teacher.name.label("teacher"),
            SchoolClass.name.label("group"),
        )
        .join(Booking, Booking.id == BookingOccurrence.booking_id)
        .join(Room, Room.id == BookingOccurrence.room_id)
        .outerjoin(Teacher, Teacher.id == BookingOccurrence.teacher_id)
        .outerjoin(SchoolClass, SchoolClass.id == BookingOccurrence.class_id)
        .where(
            BookingOccurrence.on.between(wanted.first, wanted.last),
            stands | (BookingOccurrence.version > 1),
        )
        .order_by(BookingOccurrence.on, BookingOccurrence.first, BookingOccurrence.id)
    )  # fmt: skip
    if wanted.room is not None:
        query = query.where(BookingOccurrence.room_id == wanted.room)
    if wanted.teacher is not None:
        query = query.where(BookingOccurrence.teacher_id == wanted.teacher)
    with office.db.read() as session:
        return list(session.execute(query).all())
