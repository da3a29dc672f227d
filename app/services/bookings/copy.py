"""复制本周: what stands in a week once more in other weeks of the term, as bookings of its own.

The bookings it comes from stay as they are. What is taken, closed or a holiday there is left out,
and stays listed on the copy as skipped, so that it can be added back. What stands on a Saturday or
Sunday goes to such days, where the room is open then. Nothing goes to days that are past. A preview
and the copying ask the same function.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import Conflict, Refused
from app.models import Booking, BookingOccurrence, Term
from app.models.bookings import HOLDING, REFUSED, BookingState, OccurrenceState
from app.models.calendar import Weekday
from app.models.teaching_time import Weeks
from app.services.bookings.booking import Request, pattern_of, row_of, store
from app.services.bookings.dates import uses_of
from app.services.bookings.occupation import Use, clashes
from app.services.bookings.policy import against, roles, rules, standing
from app.services.bookings.preview import Planned
from app.services.bookings.recurrence import Expansion, Lost, expand
from app.services.bookings.world import Scope, world_for
from app.services.calendar import term_dates
from app.services.calendar_store import school_calendar
from app.services.office import Office
from app.services.school_calendar import SchoolCalendar, TermDates

_OWN = ("number", "source", "locked", "hold_until", "against", "exception")  # not the copy's


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which week is copied to which others, of which rooms (none: of all)."""

    term: UUID
    monday: date
    weeks: Weeks
    rooms: frozenset[UUID] = frozenset()
    today: date = date.min
    exception: str | None = None  # why a rule need not be kept


@dataclass(frozen=True, slots=True)
class Copy:
    """One booking that comes about, date by date, and where it does not take place."""

    asked: Request
    dates: tuple[Planned, ...]
    lost: tuple[Lost, ...] = ()
    against: tuple[str, ...] = ()

    @property
    def kept(self) -> list[Planned]:
        """The dates that nothing stands against."""
        return [each for each in self.dates if not _hard(each)]

    @property
    def left_out(self) -> list[Planned]:
        """The others; each says because of whom."""
        return [each for each in self.dates if _hard(each)]


def preview_copy(office: Office, wanted: Wanted) -> list[Copy]:
    """What copying would bring about."""
    with office.db.read() as session:
        return list(_copies(session, school_calendar(office), wanted))


def copy_week(office: Office, wanted: Wanted) -> list[Copy]:
    """Just that, in one step that one undo takes back.

    Conflict, with nothing stored, if a rule is not kept and nobody says why.
    """
    calendar = school_calendar(office)
    with office.db.write(f"复制一周到第{wanted.weeks}", wanted.exception) as writing:
        found = [each for each in _copies(writing.session, calendar, wanted) if each.kept]
        told = list(dict.fromkeys(words for each in found for words in each.against))
        if told and not wanted.exception:
            raise Conflict(f"不合预约规定，没有复制：{'；'.join(told[:3])}。请写明例外理由。")
        for each in found:
            values: dict[str, Any] = dict(each.asked.values)
            if each.against:
                values |= {"against": "；".join(each.against), "exception": wanted.exception}
            store(writing, replace(each.asked, values=values), _rows(each, wanted.monday))
    return found


def _copies(session: Session, calendar: SchoolCalendar, wanted: Wanted) -> Iterator[Copy]:
    term = term_dates(session.get_one(Term, wanted.term))
    here = term.week_of(wanted.monday)
    weeks = Weeks.of([week for week in wanted.weeks.numbers if week != here])
    if not weeks.numbers:
        raise Refused("请写明要复制到哪些周，这一周自己不算。")
    _must_lie_ahead(term, weeks, wanted.today)
    asked = [
        _request(session, use, weekday, weeks, wanted)
        for use, weekday in _lessons(session, calendar, wanted)
    ]
    expanded = [(each, _expanded(each, term, calendar, wanted.today)) for each in asked]
    uses = [each.use(day) for each, found in expanded for day in found.days]
    world = world_for(session, Scope.of(uses))
    for each, found in expanded:
        planned = []
        for use in (each.use(day) for day in found.days):
            planned.append(Planned(use, calendar.timetable_week(use.on), clashes(use, world)))
            if not _hard(planned[-1]):
                world.add(use)
        kept = [one.use for one in planned if not _hard(one)]
        yield Copy(each, tuple(planned), found.lost, against(session, kept, each.asker))


def _must_lie_ahead(term: TermDates, weeks: Weeks, today: date) -> None:
    """Refused if one of the weeks is over."""
    over = [week for week in weeks.numbers if week <= term.weeks and term.day(week, 7) < today]
    if over:
        told = Weeks.of(over)
        raise Refused(f"第{told}已经过去，不能复制到那里。没有改动，请只写没有过完的周次。")


def _expanded(asked: Request, term: TermDates, calendar: SchoolCalendar, today: date) -> Expansion:
    """The days of a copy; what is past of the running week is told and not even listed on it."""
    found = expand(pattern_of(asked.values), term, calendar)
    past = [(term.week_of(day) or 0, day) for day in found.days if day < today]
    told = tuple(Lost(week, None, f"{day} 已经过去，不复制") for week, day in past)
    ahead = tuple(day for day in found.days if day >= today)
    return Expansion(ahead, (*found.lost, *told))


def _lessons(
    session: Session, calendar: SchoolCalendar, wanted: Wanted
) -> Iterator[tuple[Use, int]]:
    """What stands in the week, each lesson once, with the weekday whose timetable it is."""
    query = (
        select(BookingOccurrence)
        .join(Booking, Booking.id == BookingOccurrence.booking_id)
        .where(
            BookingOccurrence.on.between(wanted.monday, wanted.monday + timedelta(days=6)),
            BookingOccurrence.state.in_(HOLDING),
            Booking.state.not_in(REFUSED),
        )
        .order_by(BookingOccurrence.on, BookingOccurrence.first, BookingOccurrence.id)
    )
    rows = [row for row in session.scalars(query) if not row.deleted and _meant(row, wanted.rooms)]
    seen = set()
    for use in uses_of(session, rows):
        weekday = calendar.timetable_weekday(use.on) or use.on.isoweekday()
        lesson = use.booking, weekday, use.periods, use.room, use.part
        if lesson not in seen:
            seen.add(lesson)
            yield use, weekday


def _meant(row: BookingOccurrence, rooms: Collection[UUID]) -> bool:
    return not rooms or row.room_id in rooms


def _request(session: Session, use: Use, weekday: int, weeks: Weeks, wanted: Wanted) -> Request:
    """The same lesson in other weeks."""
    booking = session.get_one(Booking, use.booking)
    fields = [field.key for field in Booking.fields() if not field.through]
    values = {key: getattr(booking, key) for key in fields if key not in _OWN}
    values |= {
        "term_id": wanted.term, "weeks": str(weeks), "weekday": tuple(Weekday)[weekday - 1],
        "on": None, "first": use.periods.first, "last": use.periods.last, "room_id": use.room,
        "part": use.part, "shared": use.shared, "teacher_id": use.teacher,
        "class_id": use.school_class, "applied_on": wanted.today,
    }  # fmt: skip
    return Request(values | _standing(session, booking, use, wanted.today), use.equipment)


def _standing(session: Session, booking: Booking, use: Use, today: date) -> dict[str, Any]:
    """A copy of what was approved is approved only where nobody has to be asked."""
    found = rules(session, booking.kind, use.room)
    wish = BookingState.WAITING if roles(found) else booking.state
    made = standing(found, wish, today)
    return {"state": made.state, "locked": made.locked, "hold_until": made.hold_until}


def _rows(copy: Copy, monday: date) -> Sequence[Mapping[str, Any]]:
    """Every date of a copy as it is stored: those left out are skipped, and say why."""
    why = f"由 {monday} 那一周复制"
    rows = [row_of(each.use, OccurrenceState.PLANNED, why) for each in copy.kept]
    rows += [row_of(each.use, OccurrenceState.SKIPPED, each.words) for each in copy.left_out]
    held = {row["on"] for row in rows}
    return rows + [
        row_of(copy.asked.use(lost.on), OccurrenceState.SKIPPED, lost.why)
        for lost in copy.lost
        if lost.on is not None and lost.on not in held
    ]


def _hard(planned: Planned) -> bool:
    return any(each.hard for each in planned.clashes)
