"""A week of the training rooms as the grid shows it: words, tones, what may be moved."""

from collections.abc import Sequence
from datetime import date, datetime

from app.models.bookings import BookingState, OccurrenceState, UseKind
from app.services.bookings.week import Period, Placed, RoomRow, RoomWeek, moment
from app.services.school_calendar import WEEKDAYS, SchoolCalendar
from app.services.wall_calendar import Sort, wall_day
from app.ui.tokens import Tone
from app.ui.week_sheet import Block, Day, Lane, Sheet, Spot

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


def sheet_of(
    week: RoomWeek, periods: Sequence[Period], calendar: SchoolCalendar, now: datetime
) -> Sheet:
    """Everything the grid shows of a week."""
    lanes = {room.id: at for at, room in enumerate(week.rooms)}
    days = {day: at for at, day in enumerate(week.days)}
    numbers = {period.number: at for at, period in enumerate(periods)}
    seats = {room.id: room.seats for room in week.rooms}
    blocks = [
        _block(each, Spot(lanes[each.room], days[each.on], first, last), seats[each.room])
        for each in week.placed
        if (first := numbers.get(each.periods.first)) is not None
        and (last := numbers.get(each.periods.last)) is not None
    ]
    shut = {
        (lanes[room], days[day], numbers[period]): why
        for (room, day, period), why in week.shut.items()
    }
    at = moment(periods, now)
    here = (days[now.date()], at) if now.date() in days and at is not None else None
    placed = {each.id: each for each in week.placed}
    return Sheet(
        [_lane(room) for room in week.rooms],
        [_day(calendar, day) for day in week.days],
        [f"第{period.number}节" for period in periods],
        [f"{period.starts:%H:%M}–{period.ends:%H:%M}" for period in periods],
        blocks,
        shut,
        here,
        lambda key: tip_of(placed[key], seats[placed[key].room]),
    )


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
        word = f"{word} 候补"
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
