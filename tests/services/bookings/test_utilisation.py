"""Figures of use are sums: over rooms, kinds and weeks alike; closures take away just their own."""

from collections.abc import Iterable
from datetime import date, time, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from app.models.bookings import UseKind
from app.models.teaching_time import Periods
from app.services.bookings.occupation import Closed, RoomFacts, World
from app.services.bookings.utilisation import (
    Lesson,
    Measured,
    Usage,
    by,
    by_base,
    by_room,
    by_time,
    most_used,
    open_periods,
    whole,
)
from app.services.bookings.week import RoomRow
from app.services.class_times import ClassTimes, Hours, Period, Seasons
from app.services.school_calendar import Nature, SchoolCalendar, Special, TermDates

MONDAY = date(2026, 8, 31)
DAYS = [MONDAY + timedelta(days=step) for step in range(14)]
PERIODS = range(1, 9)
TIMES = ClassTimes.of((Hours(Period(n, time(7 + n), time(7 + n, 45))) for n in PERIODS), Seasons())
ROOMS = [
    RoomRow(UUID(int=n), f"A10{n}", "车间", 20 * n or None, None, "一" if n < 2 else "二")
    for n in range(4)
]
SEATS = {room.id: room.seats or 0 for room in ROOMS}
SUMMED = ("open", "used", "inside", "beyond", "seat_hours", "seated", "places")
COUNTED = ("approved", "done", "absent")
spans = st.tuples(st.sampled_from(PERIODS), st.integers(0, 3)).map(
    lambda pair: Periods(pair[0], min(8, sum(pair)))
)


@st.composite
def lessons(draw: st.DrawFn) -> list[Lesson]:
    """Any number of dates, no two in a room at a time."""
    taken: set[tuple[UUID, date, int]] = set()
    made: list[Lesson] = []
    for n in range(draw(st.integers(0, 12))):
        room, on = draw(st.sampled_from(ROOMS)).id, draw(st.sampled_from(DAYS))
        periods, missed = draw(spans), draw(st.booleans())
        wanted = {(room, on, period) for period in periods}
        if wanted & taken:
            continue
        taken |= wanted
        made.append(
            Lesson(
                id=UUID(int=100 + n), room=room, on=on, periods=periods, title=f"课{n % 3}",
                kind=draw(st.sampled_from(UseKind)), outside=draw(st.booleans()),
                heads=draw(st.integers(0, SEATS[room])), seats=SEATS[room],
                written=draw(st.booleans()), missed=missed,
            )
        )  # fmt: skip
    return made


@st.composite
def measures(draw: st.DrawFn) -> Measured:
    open_ = {
        room.id: {day: draw(st.frozensets(st.sampled_from(PERIODS))) for day in DAYS[:5]}
        for room in ROOMS
    }
    return Measured(ROOMS, open_, draw(lessons()))


def added(rows: Iterable[Usage], keys: Iterable[str]) -> dict[str, int]:
    held = list(rows)
    return {key: sum(getattr(row, key) for row in held) for key in keys}


@given(measures())
def test_rooms_bases_and_weeks_add_up_to_the_whole(found: Measured) -> None:
    total = added([whole(found)], (*SUMMED, *COUNTED))
    assert added(by_room(found), (*SUMMED, *COUNTED)) == total
    assert added(by_base(found), (*SUMMED, *COUNTED)) == total
    assert added(by_time(found, lambda day: f"{day.isocalendar().week}"), (*SUMMED, *COUNTED)) == (
        total
    )


@given(measures())
def test_kinds_and_society_add_up_to_the_whole(found: Measured) -> None:
    keys = ("used", "inside", "beyond", "seat_hours", *COUNTED)
    total = added([whole(found)], keys)
    assert added(by(found, lambda each: each.kind.value), keys) == total
    assert added(by(found, lambda each: str(each.outside)), keys) == total


@given(measures())
def test_no_rate_exceeds_one_and_no_person_period_is_lost(found: Measured) -> None:
    for row in [whole(found), *by_room(found), *by_time(found, str)]:
        assert row.used <= row.open
        assert row.seated <= row.places
        assert row.done + row.absent <= row.approved
    came = [each for each in found.lessons if not each.missed]
    assert whole(found).hours == sum(each.heads * len(each.periods) for each in came)


@given(st.lists(st.tuples(st.sampled_from([*ROOMS, None]), st.sampled_from(DAYS),
                          st.integers(0, 5), st.none() | spans), max_size=4))  # fmt: skip
def test_closures_take_away_just_what_they_cover(
    given_: list[tuple[RoomRow | None, date, int, Periods | None]],
) -> None:
    closures = [
        Closed(
            name="检修", room=room.id if room else None, starts=first,
            ends=first + timedelta(days=length), periods=periods,
        )
        for room, first, length, periods in given_
    ]  # fmt: skip
    facts = {room.id: RoomFacts(number=room.number) for room in ROOMS}
    calendar = SchoolCalendar.of([], [Special(DAYS[2], Nature.HOLIDAY, "校庆")])
    before = open_periods(World(rooms=facts), calendar, DAYS, TIMES)
    after = open_periods(World(rooms=facts, closures=closures), calendar, DAYS, TIMES)
    for room, held in before.items():
        assert set(held) == {DAYS[n] for n in (0, 1, 3, 4, 7, 8, 9, 10, 11)}
        for day, periods in held.items():
            covered = {
                p for p in periods for c in closures if c.covers(room, None, day, Periods(p, p))
            }
            assert after[room][day] == periods - covered


def test_weekends_count_only_where_it_is_written_down() -> None:
    saturday = DAYS[5]
    always = RoomFacts(number="A101")
    written = RoomFacts(number="A102", opens={6: frozenset({1, 2})})
    rooms = {UUID(int=1): always, UUID(int=2): written}
    found = open_periods(World(rooms=rooms), SchoolCalendar.of([], []), [saturday], TIMES)
    assert found == {UUID(int=1): {}, UUID(int=2): {saturday: frozenset({1, 2})}}


def test_between_the_terms_nothing_is_open() -> None:
    terms = [TermDates("1", MONDAY, 1), TermDates("2", MONDAY + timedelta(weeks=2), 1)]
    rooms = {ROOMS[0].id: RoomFacts(number="A101", opens={1: frozenset({1}), 6: frozenset({1})})}
    days = [MONDAY + timedelta(n) for n in range(21)]
    found = open_periods(World(rooms=rooms), SchoolCalendar.of(terms, []), days, TIMES)
    open_days = [day for day, periods in found[ROOMS[0].id].items() if periods]
    assert open_days == [MONDAY + timedelta(n) for n in (0, 5, 14, 19)]


def test_use_at_other_times_is_told_apart() -> None:
    room = ROOMS[2]
    lesson = Lesson(
        id=UUID(int=9), room=room.id, on=MONDAY, periods=Periods(3, 6), title="夜班", heads=30,
        seats=40,
    )  # fmt: skip
    found = Measured([room], {room.id: {MONDAY: frozenset({1, 2, 3, 4})}}, [lesson])
    (row,) = by_room(found)
    assert (row.inside, row.beyond, row.hours, row.used, row.open) == (60, 60, 120, 2, 4)
    assert row.seats.shown == "60/160（37.50%）"
    assert most_used([row, Usage("空")]) == [row]
