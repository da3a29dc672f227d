"""Teaching weeks, holidays and shifted days against a naive reading of the lists."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.school_calendar import Nature, SchoolCalendar, Special, TermDates

AUTUMN = TermDates("2026-2027-1", date(2026, 8, 31), 20, 19)
HOLIDAYS = [
    *(Special(date(2026, 10, day), Nature.HOLIDAY, "国庆节") for day in range(1, 8)),
    *(Special(date(2026, 9, day), Nature.HOLIDAY, "中秋节") for day in range(25, 28)),
    Special(date(2026, 9, 20), Nature.SHIFTED, "国庆节", 4),
    Special(date(2026, 10, 10), Nature.SHIFTED, "国庆节"),
]
CALENDAR = SchoolCalendar.of([AUTUMN], HOLIDAYS)


def test_a_shifted_sunday_runs_thursdays_timetable() -> None:
    thursdays = CALENDAR.days_of(AUTUMN, range(1, 8), 4)
    assert date(2026, 9, 20) in thursdays
    assert date(2026, 10, 1) not in thursdays
    assert AUTUMN.week_of(date(2026, 9, 20)) == 3


def test_a_shifted_day_nobody_settled_is_told_and_holds_no_class() -> None:
    assert [each.on for each in CALENDAR.unsettled()] == [date(2026, 10, 10)]
    assert CALENDAR.timetable_weekday(date(2026, 10, 10)) is None


def test_rest_days_are_weekends_and_holidays_but_not_shifted_days() -> None:
    assert CALENDAR.rests(date(2026, 10, 1))
    assert CALENDAR.rests(date(2026, 9, 19))
    assert not CALENDAR.rests(date(2026, 9, 20))
    assert not CALENDAR.rests(date(2026, 9, 21))


@pytest.mark.parametrize("nature", [Nature.OFF, Nature.EVENT, Nature.EXAM])
def test_what_the_school_does_with_a_day_gives_and_takes_no_rest(nature: Nature) -> None:
    saturday, monday = date(2026, 11, 7), date(2026, 11, 9)
    own = SchoolCalendar.of([AUTUMN], [Special(day, nature) for day in (saturday, monday)])
    assert own.rests(saturday)
    assert not own.rests(monday)


def test_a_shifted_day_may_run_the_timetable_of_another_week() -> None:
    day = date(2026, 10, 10)  # the Saturday of week 6, in place of Friday in week 5
    calendar = SchoolCalendar.of([AUTUMN], [Special(day, Nature.SHIFTED, "国庆节", 5, 5)])
    assert calendar.timetable_week(day) == 5
    assert calendar.timetable_week(day - timedelta(days=1)) == 6
    assert calendar.days_of(AUTUMN, [5], 5) == [date(2026, 10, 2), day]
    assert calendar.days_of(AUTUMN, [6], 5) == [date(2026, 10, 9)]
    assert calendar.timetable_week(date(2027, 8, 1)) is None


def test_years_without_a_table_are_known() -> None:
    assert CALENDAR.known_years() == {2026}


@pytest.mark.parametrize("week", [0, 21, 25])
def test_there_is_no_such_week(week: int) -> None:
    with pytest.raises(ValueError, match="没有第"):
        AUTUMN.day(week, 1)


@given(st.integers(1, 20), st.integers(1, 7))
def test_a_day_and_its_week_find_each_other(week: int, weekday: int) -> None:
    day = AUTUMN.day(week, weekday)
    assert AUTUMN.week_of(day) == week
    assert day.isoweekday() == weekday
    assert CALENDAR.term_of(day) == AUTUMN


@given(
    st.dictionaries(
        st.integers(0, 139),
        st.tuples(st.sampled_from(list(Nature)), st.one_of(st.none(), st.integers(1, 7))),
        max_size=40,
    ),
    st.sets(st.integers(1, 20)),
    st.integers(1, 7),
)
def test_days_equal_a_naive_walk(
    listed: dict[int, tuple[Nature, int | None]], weeks: set[int], weekday: int
) -> None:
    specials = [
        Special(AUTUMN.starts + timedelta(days=n), nature, "", runs_as)
        for n, (nature, runs_as) in listed.items()
    ]
    calendar = SchoolCalendar.of([AUTUMN], specials)
    naive = []
    for n in range(140):
        day = AUTUMN.starts + timedelta(days=n)
        nature, runs_as = listed.get(n, (Nature.WEEKEND if n % 7 > 4 else Nature.WORK, None))
        if nature in (Nature.WORK, Nature.EXAM):
            runs = n % 7 + 1
        elif nature is Nature.SHIFTED:
            runs = runs_as or 0
        else:
            runs = 0
        if runs == weekday and n // 7 + 1 in weeks:
            naive.append(day)
    assert calendar.days_of(AUTUMN, weeks, weekday) == naive
