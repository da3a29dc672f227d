"""A week of the training rooms as the grid shows it: words, tones, what may be moved."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import partial
from uuid import UUID

from app.models.bookings import BookingState, OccurrenceState, UseKind
from app.services.bookings.placed import Placed
from app.services.bookings.week import RoomRow, RoomWeek
from app.services.class_times import ClassTimes
from app.services.school_calendar import WEEKDAYS, SchoolCalendar
from app.services.wall_calendar import Sort, wall_day
from app.ui.tokens import Tone
from app.ui.week_sheet import Block, Blocks, Day, Lane, Now, Sheet, Spot

TONES = {
    UseKind.TIMETABLE: Tone.ACCENT,
    UseKind.EXAM: Tone.STOP,
    UseKind.CLASS: Tone.ACCENT,
    UseKind.CONTEST: Tone.CAUTION,
    UseKind.TRAINING: Tone.GOOD,
    UseKind.RESEARCH: Tone.GOOD,
    UseKind.VISIT: Tone.GOOD,
    UseKind.CLUB: Tone.CAUTION,
    UseKind.UPKEEP: Tone.NEUTRAL,
}
WORDS = {
    UseKind.TIMETABLE: "课表",
    UseKind.EXAM: "考核",
    UseKind.CLASS: "实训",
    UseKind.CONTEST: "竞赛",
    UseKind.TRAINING: "培训",
    UseKind.RESEARCH: "科研",
    UseKind.VISIT: "参观",
    UseKind.CLUB: "社团",
    UseKind.UPKEEP: "维护",
}
_OPEN = (BookingState.TENTATIVE, BookingState.WAITING)


def sheet_of(week: RoomWeek, times: ClassTimes, calendar: SchoolCalendar, now: datetime) -> Sheet:
    """Everything the grid shows of a week."""
    lanes = {room.id: at for at, room in enumerate(week.rooms)}
    days = {day: at for at, day in enumerate(week.days)}
    numbers = {number: at for at, number in enumerate(times.numbers)}
    shut = {
        (lanes[room], days[day], numbers[period]): why
        for (room, day, period), why in week.shut.items()
    }
    return Sheet(
        [_lane(room) for room in week.rooms],
        [_day(calendar, day) for day in week.days],
        [f"第{number}节" for number in numbers],
        _hours(week, times),
        _blocks(week, days, numbers),
        shut,
        _now(week, times, now),
        partial(_tip, week),
    )


def _hours(week: RoomWeek, times: ClassTimes) -> list[str]:
    """Of one room, when each period is, over a change of the seasons before and after it.

    Above several rooms only numbers stand.
    """
    if len(week.rooms) != 1:
        return []
    campus = week.rooms[0].campus
    return ["\n".join(times.told(number, week.days, campus)) for number in times.numbers]


def _now(week: RoomWeek, times: ClassTimes, now: datetime) -> Now | None:
    """Each room by the times of its campus."""
    if now.date() not in week.days:
        return None
    at = {campus: times.moment(now, campus) for campus in {room.campus for room in week.rooms}}
    return Now(week.days.index(now.date()), [at[room.campus] for room in week.rooms])


def _blocks(week: RoomWeek, days: Mapping[date, int], numbers: Mapping[int, int]) -> Blocks:
    """Of all dates whose periods are known; each block is made when it comes into sight."""
    spots = {
        place: Spot(lane, days[on], numbers[first], numbers[last])
        for place, (lane, on, first, last) in enumerate(week.placed.spans())
        if first in numbers and last in numbers
    }
    order = list(spots)
    back = {place: at for at, place in enumerate(order)}

    def make(at: int) -> Block:
        spot = spots[order[at]]
        return _block(week.placed[order[at]], spot, week.rooms[spot.lane].seats)

    def find(key: UUID) -> int | None:
        place = week.placed.place(key)
        return None if place is None else back.get(place)

    return Blocks(list(spots.values()), make, find)


def _tip(week: RoomWeek, key: UUID) -> str:
    placed = week.placed.find(key)
    rooms = {room.id: room.seats for room in week.rooms}
    return tip_of(placed, rooms[placed.room]) if placed else ""


def _lane(room: RoomRow) -> Lane:
    seats = f"{room.seats} 位" if room.seats is not None else ""
    return Lane(room.id, f"{room.number} {room.name}", " · ".join(filter(None, (seats, room.base))))


def _day(calendar: SchoolCalendar, on: date) -> Day:
    told = wall_day(calendar, on)
    note = told.runs or told.name
    tone = Tone.ACCENT if told.runs else Tone.GOOD if told.sort is Sort.REST else Tone.CAUTION
    return Day(on, f"周{WEEKDAYS[on.weekday()]} {on.month}.{on.day}", note, tone)


def _block(each: Placed, spot: Spot, seats: int | None) -> Block:
    waiting = each.date_state is OccurrenceState.QUEUED
    word = WORDS[each.kind]
    if waiting:
        word = f"候补 {word}"  # first, for it takes no room: the shortest form says so
    elif each.state in _OPEN:
        word = f"{word} {each.state}"
    elif each.used:
        word = f"{word} 已登记"
    held = f"{each.seats or 0}/{seats}" if each.shared and seats else ""
    named = each.school_class or each.title
    return Block(
        each.id,
        spot,
        f"{held} {named}" if held else named,  # in front: a number must never be cut
        word,
        each.teacher,
        each.title if each.school_class else "",
        TONES[each.kind],
        soft=waiting or each.state in _OPEN,
        fixed=each.settled,
    )


def tip_of(each: Placed, seats: int | None = None) -> str:
    """Everything about a date in one sentence."""
    places = f"占 {each.seats} 位（共 {seats} 位）" if each.shared and seats else ""
    heads = f"{each.seats} 人" if each.seats and not each.shared else ""
    state = each.date_state if each.date_state is not OccurrenceState.PLANNED else each.state
    words = (
        each.title, each.school_class, each.teacher, each.kind.value, each.periods, places, heads,
        state.value, "课表锁定" if each.locked else "",
    )  # fmt: skip
    return "，".join(str(word) for word in words if word)
