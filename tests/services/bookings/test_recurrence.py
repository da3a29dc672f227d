"""Series through the calendar, against a reference that walks day by day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.teaching_time import Pattern, Periods, Weeks
from app.services.bookings.recurrence import expand
from app.services.school_calendar import Nature, SchoolCalendar, Special, TermDates

TERM = TermDates("2026-2027-1", date(2026, 8, 31), 18)
SPECIALS = (
    *(Special(date(2026, 10, day), Nature.HOLIDAY, "国庆节") for day in range(1, 8)),
    Special(date(2026, 9, 20), Nature.SHIFTED, "国庆节调休", 2, 6),
    Special(date(2026, 10, 10), Nature.SHIFTED, "国庆节调休", 3),
    Special(date(2026, 11, 6), Nature.EVENT, "运动会"),
)
CALENDAR = SchoolCalendar.of([TERM], SPECIALS)


def test_holidays_drop_out_and_are_told() -> None:
    found = expand(Pattern.parse("1-8周 星期四 第3-4节"), TERM, CALENDAR)
    assert date(2026, 10, 1) not in found.days
    assert len(found.days) == 7
    assert [(lost.week, lost.on, lost.why) for lost in found.lost] == [
        (5, date(2026, 10, 1), "国庆节")
    ]


def test_a_shifted_day_runs_the_weekday_and_week_it_was_given() -> None:
    found = expand(Pattern.parse("6周 星期二 第1节"), TERM, CALENDAR)
    assert found.days == (date(2026, 9, 20),)
    assert found.lost[0].on == date(2026, 10, 6)
    own_week = expand(Pattern.parse("1-18周 星期三 第1节"), TERM, CALENDAR)
    assert date(2026, 10, 10) in own_week.days


def test_a_shifted_day_nobody_settled_runs_nothing() -> None:
    calendar = SchoolCalendar.of([TERM], [Special(date(2026, 9, 20), Nature.SHIFTED)])
    for weekday in range(1, 8):
        pattern = Pattern(Weeks(((1, 18),)), weekday, Periods(1, 2))
        assert date(2026, 9, 20) not in expand(pattern, TERM, calendar).days


def test_a_shifted_day_nobody_settled_is_told_to_who_lost_a_holiday() -> None:
    shifted = Special(date(2026, 10, 10), Nature.SHIFTED)
    calendar = SchoolCalendar.of([TERM], [*SPECIALS[:7], shifted])
    thursdays = expand(Pattern.parse("1-8周 星期四 第3-4节"), TERM, calendar)
    assert [(lost.week, lost.on) for lost in thursdays.lost] == [(5, date(2026, 10, 1)), (6, None)]
    assert thursdays.lost[1].why == (
        "2026-10-10 调休上班，还没有写明按周几上课，先不排；请在校历里写明"
    )
    early = expand(Pattern.parse("1-4周 星期四 第3-4节"), TERM, calendar)
    assert early.lost == ()


def test_weeks_that_the_term_does_not_have() -> None:
    found = expand(Pattern.parse("17-20周 星期一 1-2"), TERM, CALENDAR)
    assert len(found.days) == 2
    assert [(lost.week, lost.on) for lost in found.lost] == [(19, None), (20, None)]
    assert "只有 18 周" in found.lost[0].why


def naive(pattern: Pattern, term: TermDates, specials: dict[date, Special]) -> list[date]:
    """Day by day, saying nothing in terms of the calendar's own functions."""
    found = []
    for step in range(term.weeks * 7):
        day = term.starts + timedelta(step)
        week, weekday = step // 7 + 1, step % 7 + 1
        special = specials.get(day)
        if special is None:
            runs = True  # a plain weekend as well, where the series asks for it
        elif special.nature is Nature.SHIFTED:
            runs = special.runs_as is not None
            weekday, week = special.runs_as or 0, special.runs_week or week
        else:
            runs = special.nature is Nature.EXAM
        if runs and weekday == pattern.weekday and week in pattern.weeks.numbers:
            found.append(day)
    return found


days = st.integers(0, 18 * 7 - 1).map(lambda step: TERM.starts + timedelta(step))
special = st.builds(
    Special,
    days,
    st.sampled_from([Nature.HOLIDAY, Nature.SHIFTED, Nature.OFF, Nature.EVENT, Nature.EXAM]),
    st.just(""),
    st.none() | st.integers(1, 7),
    st.none() | st.integers(1, 18),
)
pattern = st.builds(
    Pattern,
    st.sets(st.integers(1, 20), min_size=1).map(Weeks.of),
    st.integers(1, 7),
    st.just(Periods(3, 4)),
)


@given(pattern, st.lists(special, max_size=30, unique_by=lambda each: each.on))
def test_expansion_equals_walking_day_by_day(wanted: Pattern, specials: list[Special]) -> None:
    calendar = SchoolCalendar.of([TERM], specials)
    found = expand(wanted, TERM, calendar)
    assert list(found.days) == naive(wanted, TERM, {each.on: each for each in specials})
    nominal = {lost.on for lost in found.lost}
    assert not nominal & set(found.days)


def _days(*texts: str) -> list[date]:
    return [date.fromisoformat(f"1997-{text}") for text in texts]


@pytest.mark.parametrize(
    ("weeks", "weekdays", "wanted"),
    [
        # RFC 5545, 3.8.5.3: weekly for ten occurrences, from Tuesday 1997-09-02
        ("1-10", [2], _days("09-02", "09-09", "09-16", "09-23", "09-30", "10-07", "10-14",
                            "10-21", "10-28", "11-04")),
        # Weekly on Tuesday and Thursday for five weeks
        ("1-5", [2, 4], _days("09-02", "09-04", "09-09", "09-11", "09-16", "09-18", "09-23",
                              "09-25", "09-30", "10-02")),
        # Every other week on Monday, Wednesday and Friday until December 24
        ("1-17单周", [1, 3, 5], _days(
            "09-01", "09-03", "09-05", "09-15", "09-17", "09-19", "09-29", "10-01", "10-03",
            "10-13", "10-15", "10-17", "10-27", "10-29", "10-31", "11-10", "11-12", "11-14",
            "11-24", "11-26", "11-28", "12-08", "12-10", "12-12", "12-22")),
        # Every other week on Tuesday and Thursday, for eight occurrences
        ("1-7单周", [2, 4], _days("09-02", "09-04", "09-16", "09-18", "09-30", "10-02", "10-14",
                                  "10-16")),
    ],
)  # fmt: skip
def test_weekly_examples_of_rfc_5545(weeks: str, weekdays: list[int], wanted: list[date]) -> None:
    term = TermDates("1997-1998-1", date(1997, 9, 1), 20)
    calendar = SchoolCalendar.of([term], [])
    found = {
        day
        for weekday in weekdays
        for day in expand(Pattern(Weeks.parse(weeks), weekday, Periods(1, 1)), term, calendar).days
        if day <= date(1997, 12, 24)
    }
    assert sorted(day for day in found if day <= max(wanted)) == wanted
