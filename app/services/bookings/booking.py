"""Booking a room for a series of dates or for one: what is asked for, and saving it.

Nothing that is on file is ever overwritten: a date that clashes is skipped, goes elsewhere, waits
in line, or stops the whole.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.errors import Conflict, Invalid, Problem
from app.models import Booking, BookingEquipment, BookingOccurrence, Term
from app.models.bookings import BookingState, OccurrenceState, UseKind
from app.models.calendar import Weekday
from app.models.teaching_time import MOST_PERIODS, Pattern, Periods, Weeks
from app.services.bookings.answers import Answer, Move, Queue, Skip, elsewhere
from app.services.bookings.bump import make_way
from app.services.bookings.occupation import Use, World, clashes
from app.services.bookings.policy import Asker, against, rules, standing
from app.services.bookings.recurrence import Expansion, expand
from app.services.bookings.waiting import promote, seats_for
from app.services.bookings.world import Scope, world_for
from app.services.calendar import term_dates
from app.services.calendar_store import school_calendar
from app.services.class_periods import beyond_the_day
from app.services.database import Writing
from app.services.office import Office
from app.services.records import next_number
from app.services.school_calendar import SchoolCalendar

_WEEKDAYS = tuple(Weekday)


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody wants: values of a `Booking`, in normal form, and equipment."""

    values: Mapping[str, Any]
    equipment: tuple[tuple[UUID, int], ...] = ()
    booking: UUID | None = None  # if it is on file already

    @property
    def asker(self) -> Asker:
        """Who asks, and when."""
        return Asker(self.values.get("department_id"), self.values.get("applied_on"))

    def use(self, on: date, **other: Any) -> Use:
        """One date of it."""
        given = self.values
        heads = given.get("heads") or 0
        made = Use(
            on=on,
            periods=Periods(given["first"], given["last"]),
            room=given["room_id"],
            part=given.get("part"),
            shared=bool(given.get("shared")),
            seats=(given.get("seats") or heads) if given.get("shared") else 0,
            heads=heads,
            teacher=given.get("teacher_id"),
            school_class=given.get("class_id"),
            partner=given.get("partner_id"),
            kind=given.get("kind") or UseKind.CLASS,
            title=given.get("title") or "",
            equipment=self.equipment,
            booking=self.booking,
        )
        return made._replace(**other)


def request(
    office: Office, values: Mapping[str, Any], equipment: Iterable[tuple[UUID, int]] = ()
) -> Request:
    """Values as typed, in normal form. Invalid with every problem at once."""
    accepted = office.of(Booking).accept(values, complete=True)
    with office.db.read() as session:
        found = [*problems(accepted), *beyond_the_day(session, accepted["last"])]
    if found:
        raise Invalid(found)
    pieces: dict[UUID, int] = {}
    for key, number in equipment:
        pieces[key] = pieces.get(key, 0) + number
    return Request(accepted, tuple(pieces.items()))


def problems(values: Mapping[str, Any]) -> list[Problem]:
    """What does not fit together in a booking."""
    found = []
    first, last = values.get("first") or 0, values.get("last") or 0
    if not 1 <= first <= last <= MOST_PERIODS:
        found.append(Problem("last", f"节次只能是 1 至 {MOST_PERIODS}，先小后大"))
    if values.get("on") is None:
        lacking = {"term_id": "学期", "weeks": "周次", "weekday": "星期"}
        found += [
            Problem(key, f"请填写{label}，或写明只用一次的日期")
            for key, label in lacking.items()
            if not values.get(key)
        ]
    if values.get("shared") and not (values.get("seats") or values.get("heads")):
        found.append(Problem("seats", "共用工位时，请写明人数或所需工位数"))
    return found


def pattern_of(values: Mapping[str, Any]) -> Pattern:
    """What repeats, of a booking that does."""
    return Pattern(
        Weeks.parse(values["weeks"]),
        _WEEKDAYS.index(values["weekday"]) + 1,
        Periods(values["first"], values["last"]),
    )


def days_of(office: Office, asked: Request, calendar: SchoolCalendar) -> Expansion:
    """The days of a request, through the calendar."""
    on = asked.values.get("on")
    if on is not None:
        return Expansion((on,))
    term = office.of(Term).get(asked.values["term_id"])
    return expand(pattern_of(asked.values), term_dates(term), calendar)


@dataclass(slots=True)
class _Rows:
    """The dates to be stored, as they are decided one after the other."""

    world: World
    rows: list[dict[str, Any]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def take(self, use: Use, why: str = "") -> None:
        """Store a date, unless something stands in the way."""
        hard = [clash.words for clash in clashes(use, self.world) if clash.hard]
        if hard:
            self.refused.append(f"{use.on}：{'；'.join(hard)}")
            return
        self.world.add(use)
        self.rows.append(row_of(use, OccurrenceState.PLANNED, why))

    def queue(self, use: Use) -> None:
        """Store what is left, and the rest as waiting."""
        left = seats_for(use, self.world)
        rest = max(use.seats - left, 0)
        if use.shared and left and rest:
            self.take(use._replace(seats=left))
        if not rest and use.shared:
            self.take(use)
        else:
            waiting = use._replace(seats=rest) if use.shared else use
            self.rows.append(row_of(waiting, OccurrenceState.QUEUED, "等候空出"))


def save(office: Office, asked: Request, answers: Mapping[date, Answer] | None = None) -> Booking:
    """Store a booking with every date of it, in one step that one undo takes back.

    `answers`: what to do about dates that clash. Conflict, with nothing stored, if a date clashes
    that has no answer, if what is chosen instead is taken as well, or if a rule is not kept and no
    reason (例外理由) says why.
    """
    calendar = school_calendar(office)
    found = days_of(office, asked, calendar)
    if not found.days:
        told = "；".join(lost.why for lost in found.lost)
        raise Conflict(f"这些周次里没有一天能上课（{told}），请改周次或星期。")
    label = f"预约实训室 {asked.values['title']}"
    with office.db.write(label, asked.values.get("exception")) as writing:
        chosen = answers or {}
        unkept_ = _permitted(writing.session, asked, found, chosen)
        given = asked.values
        answered, today = chosen.values(), _applied(given)
        left = make_way(writing.session, given["title"], given["kind"], answered, today)
        rows = _decide(writing.session, asked, found, chosen)
        values = _settled(writing.session, asked.values) | {"against": unkept_}
        key = store(writing, replace(asked, values=values), rows)
        promote(writing.session, left)
    made: Booking = office.of(Booking).get(key)
    return made


def _permitted(
    session: Session, asked: Request, found: Expansion, answers: Mapping[date, Answer]
) -> str | None:
    """The rules that are not kept, of a booking that says why. Conflict if it does not."""
    chosen = [(asked.use(day), answers.get(day)) for day in found.days]
    uses = [held_at(use, answer) for use, answer in chosen if not isinstance(answer, Skip)]
    told = "；".join(against(session, uses, asked.asker))
    if told and not asked.values.get("exception"):
        raise Conflict(f"不合预约规定，没有保存：{told}。请改时间或实训室，或写明例外理由。")
    return told or None


def _settled(session: Session, values: Mapping[str, Any]) -> dict[str, Any]:
    """What the rules make of a new booking: approved at once, to be approved, or held."""
    wish = values.get("state") or BookingState.WAITING
    found = standing(rules(session, values["kind"], values["room_id"]), wish, _applied(values))
    until = values.get("hold_until") or found.hold_until
    return dict(values) | {"state": found.state, "locked": found.locked, "hold_until": until}


def _applied(values: Mapping[str, Any]) -> date:
    """The day of a request; today if it does not say."""
    on: date = values.get("applied_on") or date.today()  # noqa: DTZ011 - the office's own calendar
    return on


def held_at(use: Use, answer: Answer | None) -> Use:
    """Where a date is once it is decided about."""
    return elsewhere(use, answer) if isinstance(answer, Move) else use


def _decide(
    session: Session, asked: Request, found: Expansion, answers: Mapping[date, Answer]
) -> list[dict[str, Any]]:
    wanted = [(day, held_at(asked.use(day), answers.get(day))) for day in found.days]
    decided = _Rows(world_for(session, Scope.of([use for _, use in wanted])))
    for day, use in wanted:
        answer = answers.get(day)
        if isinstance(answer, Skip):
            row = row_of(use, OccurrenceState.SKIPPED, answer.why or "与别的预约冲突，未安排")
            decided.rows.append(row)
        elif isinstance(answer, Queue):
            decided.queue(use)
        else:
            decided.take(use, f"原定 {day}" if isinstance(answer, Move) else "")
    if decided.refused:
        told = "；".join(decided.refused[:5])
        raise Conflict(f"有 {len(decided.refused)} 天排不进去，没有保存：{told}。请跳过或改期。")
    held = {row["on"] for row in decided.rows}
    decided.rows += [
        row_of(asked.use(lost.on), OccurrenceState.SKIPPED, lost.why)
        for lost in found.lost
        if lost.on is not None and lost.on not in held
    ]
    return decided.rows


def row_of(use: Use, state: OccurrenceState, why: str = "") -> dict[str, Any]:
    """A date as it is stored."""
    return {
        "on": use.on,
        "first": use.periods.first,
        "last": use.periods.last,
        "room_id": use.room,
        "part": use.part,
        "shared": use.shared,
        "seats": use.seats or None,
        "teacher_id": use.teacher,
        "class_id": use.school_class,
        "state": state,
        "why": why or None,
    }


def store(writing: Writing, asked: Request, rows: Sequence[Mapping[str, Any]]) -> UUID:
    """A booking and its dates, as part of something larger; its key."""
    booking = Booking()
    for key, value in asked.values.items():
        if not Booking.field(key).through:
            setattr(booking, key, value)
    booking.locked = booking.locked or booking.state is BookingState.APPROVED
    if booking.number is None:
        booking.number = next_number(writing.session, "YY", booking.campus_id)
    writing.session.add(booking)
    writing.session.flush()
    writing.insert_many(BookingOccurrence, [dict(row) | {"booking_id": booking.id} for row in rows])
    writing.insert_many(
        BookingEquipment,
        [
            {"booking_id": booking.id, "equipment_id": key, "quantity": number}
            for key, number in asked.equipment
        ],
    )
    return booking.id
