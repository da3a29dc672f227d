"""Rows of a timetable that found no room (待排): where they could go, and putting them there.

The whole series goes in at once, locked like the rest of the timetable; what is closed or not open
on a date drops that date, as in the import.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import Conflict, Refused
from app.models import Booking, BookingEquipment, BookingOccurrence
from app.models.bookings import BookingState, OccurrenceState
from app.models.calendar import Weekday
from app.models.teaching_time import WEEKDAY_NAMES, Periods, Weeks
from app.services.bookings.answers import Bump, Move
from app.services.bookings.booking import Request, days_of, problems, row_of
from app.services.bookings.bump import make_way
from app.services.bookings.free_slots import Sought, find_slots
from app.services.bookings.occupation import HELD, SHUT, Clash, RoomFacts, Use, World, clashes
from app.services.bookings.offers import free_rooms
from app.services.bookings.places import places
from app.services.bookings.policy import goes_before
from app.services.bookings.recurrence import Expansion
from app.services.bookings.waiting import promote
from app.services.bookings.world import Scope, room_facts, world_for
from app.services.calendar_store import school_calendar
from app.services.office import Office

_ROOMS, _TIMES = 5, 6
_TOLD = 5  # dates named when a place is refused
_WEEKDAYS = tuple(Weekday)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a series could go: values of the booking that change, and what to call it.

    `moves`: dates of lower precedence that give way, and where each of them goes.
    """

    words: str
    room: UUID
    values: tuple[tuple[str, Any], ...] = ()
    moves: tuple[tuple[UUID, Move], ...] = ()


def spots(office: Office, booking: UUID) -> list[Spot]:
    """What disturbs nobody first: where it was meant to be, other rooms then, other times."""
    asked = _request(office, booking)
    if problems(asked.values):
        return []
    calendar = school_calendar(office)
    uses = [asked.use(day) for day in days_of(office, asked, calendar).days]
    if not uses:
        return []
    with office.db.read() as session:
        rooms = room_facts(session)
        world = world_for(session, Scope.of(uses, rooms))
    kept = [use for use in uses if not _shut(clashes(use, world))]
    found = []
    if kept and not any(_hard(clashes(use, world)) for use in kept):
        found.append(Spot(f"原定的 {rooms[uses[0].room].number}，现在空闲", uses[0].room))
    offers = free_rooms(kept, world, rooms, limit=_ROOMS)
    found += [Spot(f"同一时间 {each.words}", each.room) for each in offers]
    if kept and (way := _giving_way(kept, world, rooms)) is not None:
        found.append(way)
    return [*found, *(_other_times(office, asked) if asked.values.get("weeks") else
                      _other_days(office, uses[0]))]  # fmt: skip


def in_the_way(office: Office, booking: UUID) -> str:
    """What keeps a series out of the room it was meant for, in words; nothing: it is free now."""
    asked = _request(office, booking)
    if lacking := problems(asked.values):
        return "；".join(each.message for each in lacking)
    uses = [asked.use(day) for day in days_of(office, asked, school_calendar(office)).days]
    with office.db.read() as session:
        world = world_for(session, Scope.of(uses)) if uses else World(rooms={})
    held = {use.on: told for use in uses if (told := _hard(clashes(use, world)))}
    if not held:
        return ""
    first, told = next(iter(held.items()))
    return f"{len(held)} 天被占用，如 {first.month}月{first.day}日：{told}"


def _giving_way(uses: Sequence[Use], world: World, rooms: Mapping[UUID, RoomFacts]) -> Spot | None:
    """Where it was meant to be, if all who are there stand lower and can go somewhere else then."""
    hard = [clash for use in uses for clash in clashes(use, world) if clash.hard]
    others = {other.key: other for clash in hard for other in clash.others}
    lower = all(goes_before(uses[0].kind, other.kind) for other in others.values())
    if not others or not lower or any(clash.what not in HELD for clash in hard):
        return None
    moves: list[tuple[UUID, Move]] = []
    for key, other in others.items():
        offers = free_rooms([other], world, rooms, limit=1)
        if key is None or not offers:
            return None
        moves.append((key, Move(offers[0].room)))
        world.add(other._replace(room=offers[0].room, part=None, key=None))
    titles = "、".join(dict.fromkeys(f"“{other.title}”" for other in others.values()))
    words = f"原定的 {rooms[uses[0].room].number}，请{titles}改到别的实训室（{len(moves)} 次）"
    return Spot(words, uses[0].room, moves=tuple(moves))


def place(office: Office, booking: UUID, spot: Spot) -> int:
    """Put a series there, every date of it; how many. Conflict that names what is in the way."""
    asked = _request(office, booking)
    values = dict(asked.values) | {"room_id": spot.room} | dict(spot.values)
    if spot.room != asked.values["room_id"]:
        values["part"] = None
    asked = replace(asked, values=values)
    found = days_of(office, asked, school_calendar(office))
    with office.db.write(f"排课 {asked.values['title']}", spot.words) as writing:
        session = writing.session
        record = session.get_one(Booking, booking)
        if record.state is not BookingState.UNPLACED:
            raise Refused(f"“{record.title}”已经是{record.state}，不用再排。")
        today = date.today()  # noqa: DTZ011 - the office's own calendar day
        left = make_way(session, record.title, record.kind, [Bump(spot.moves)], today)
        rows = _rows(session, asked, found)
        for key in ("room_id", "part", "weekday", "on", "first", "last"):
            setattr(record, key, values.get(key))
        record.state, record.locked = BookingState.APPROVED, True
        writing.insert_many(BookingOccurrence, [row | {"booking_id": booking} for row in rows])
        session.flush()
        promote(session, left)
    return sum(row["state"] is OccurrenceState.PLANNED for row in rows)


def _request(office: Office, booking: UUID) -> Request:
    record: Booking = office.of(Booking).get(booking)
    with office.db.read() as session:
        pieces = session.execute(
            select(BookingEquipment.equipment_id, BookingEquipment.quantity).where(
                BookingEquipment.booking_id == booking, BookingEquipment.deleted.is_(False)
            )
        )
        held = tuple((key, number) for key, number in pieces)
    values = {each.key: getattr(record, each.key) for each in Booking.fields()}
    return Request(values, held, booking)


def _rows(session: Session, asked: Request, found: Expansion) -> list[dict[str, Any]]:
    uses = [asked.use(day) for day in found.days]
    world = world_for(session, Scope.of(uses)) if uses else World(rooms={})
    rows, refused = [], []
    for use in uses:
        against = clashes(use, world)
        if shut := _shut(against):
            rows.append(row_of(use, OccurrenceState.SKIPPED, shut))
        elif hard := _hard(against):
            refused.append(f"{use.on}：{hard}")
        else:
            world.add(use)
            rows.append(row_of(use, OccurrenceState.PLANNED))
    if refused:
        told = "；".join(refused[:_TOLD])
        raise Conflict(f"有 {len(refused)} 天排不进去，没有改动：{told}。请另选去处。")
    if not any(row["state"] is OccurrenceState.PLANNED for row in rows):
        raise Conflict("这里没有一天能上课，没有改动。请另选去处。")
    lost = [each for each in found.lost if each.on is not None]
    skipped = OccurrenceState.SKIPPED
    return [*rows, *(row_of(asked.use(each.on), skipped, each.why) for each in lost if each.on)]


def _shut(found: Iterable[Clash]) -> str:
    return "；".join(each.words for each in found if each.what in SHUT)


def _hard(found: Iterable[Clash]) -> str:
    return "；".join(each.words for each in found if each.hard and each.what not in SHUT)


def _other_times(office: Office, asked: Request) -> Sequence[Spot]:
    """Times at which room, teacher and class are free in all weeks: in the same base at first."""
    values, room = asked.values, asked.values["room_id"]
    with office.db.read() as session:
        own = room_facts(session, [room])[room]
    length = values["last"] - values["first"] + 1
    sought = Sought(
        term=values["term_id"],
        weeks=Weeks.parse(values["weeks"]),
        since=date.min,  # the whole series goes in, as it would have from the timetable
        length=length,
        heads=values.get("heads") or 0,
        shared=bool(values.get("shared")),
        campus=own.campus,
        base=own.base,
        teacher=values.get("teacher_id"),
        school_class=values.get("class_id"),
        equipment=tuple(key for key, _ in asked.equipment),
    )
    day, meant = _WEEKDAYS.index(values["weekday"]) + 1, Periods(values["first"], values["last"])
    every = [
        each
        for each in find_slots(office, sought)
        if (each.weekday, each.periods) != (day, meant)  # those are told as rooms
    ]
    every.sort(key=lambda slot: (slot.room != room, slot.weekday != day))
    return [
        Spot(
            f"星期{WEEKDAY_NAMES[each.weekday - 1]} {each.periods} {each.facts.number}",
            each.room,
            (
                ("weekday", _WEEKDAYS[each.weekday - 1]),
                ("first", each.periods.first),
                ("last", each.periods.last),
            ),
        )
        for each in every[:_TIMES]
    ]


def _other_days(office: Office, use: Use) -> Sequence[Spot]:
    found = []
    for each in places(office, use):
        move = each.move
        if move.room is None:
            on, periods = move.on or use.on, move.periods or use.periods
            values = (("on", on), ("first", periods.first), ("last", periods.last))
            found.append(Spot(each.words, use.room, values))
    return found
