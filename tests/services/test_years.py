"""School years and the arithmetic of months."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.services.years import (
    SchoolYear,
    months_before,
    teaching_week,
    term_of,
    term_title,
    years_before,
)

days = st.dates(date(1990, 1, 1), date(2100, 12, 31))


@given(days)
def test_every_day_lies_in_its_school_year(day: date) -> None:
    year = SchoolYear.of(day)
    assert year.first <= day <= year.last
    assert year.before.last + timedelta(days=1) == year.first


@given(days, st.integers(0, 240))
def test_months_before_lands_in_the_right_month_and_never_later_in_it(day: date, n: int) -> None:
    earlier = months_before(day, n)
    assert (day.year - earlier.year) * 12 + day.month - earlier.month == n
    assert earlier.day <= day.day
    assert earlier.day == day.day or (earlier + timedelta(days=1)).month != earlier.month


def test_the_end_of_a_long_month_becomes_the_end_of_a_short_one() -> None:
    assert months_before(date(2026, 3, 31), 1) == date(2026, 2, 28)
    assert months_before(date(2026, 1, 15), 12) == date(2025, 1, 15)
    assert years_before(date(2028, 2, 29), 1) == date(2027, 2, 28)


def test_how_far_a_year_has_come() -> None:
    today = date(2026, 11, 21)
    assert SchoolYear(2026).reached(today) == today
    assert SchoolYear(2025).reached(today) == date(2026, 8, 31)
    assert SchoolYear(2027).reached(today) == date(2027, 9, 1)


def test_terms() -> None:
    assert term_of(date(2026, 9, 1)) == "2026-2027-1"
    assert term_of(date(2027, 1, 31)) == "2026-2027-1"
    assert term_of(date(2027, 2, 1)) == "2026-2027-2"
    assert SchoolYear.in_term("2026-2027-2") == SchoolYear(2026)
    assert SchoolYear.in_term("") is None
    assert term_title("2026-2027-2") == "2026-2027学年第二学期"


def test_teaching_weeks_count_from_the_term_that_runs() -> None:
    mondays = ("2026-09-07", "2027-03-01", "")
    assert teaching_week(date(2026, 9, 6), mondays) is None
    assert teaching_week(date(2026, 9, 13), mondays) == 1
    assert teaching_week(date(2026, 11, 22), mondays) == 11
    assert teaching_week(date(2027, 2, 15), mondays) is None, "the holidays are no week"
    assert teaching_week(date(2027, 3, 8), mondays) == 2
