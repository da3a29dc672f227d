"""The practice meter, against a reference that walks through every day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.teachers.practice import Needs, Stay, leaves, meter, window

DAY = timedelta(days=1)
ON = date(2026, 8, 31)
days = st.dates(date(2015, 1, 1), date(2031, 12, 31))
stays = st.lists(st.builds(Stay, days, st.none() | days), max_size=8)
needs = st.builds(Needs, st.integers(1, 400), st.integers(1, 6), st.integers(1, 60))


def naive(given: list[Stay], on: date) -> set[date]:
    """Every day up to `on` that lies in a stint, one by one."""
    found: set[date] = set()
    for stay in given:
        day = stay.first
        while day <= on and (stay.last is None or day <= stay.last):
            found.add(day)
            day += DAY
    return found


@given(stays, st.dates(date(2016, 1, 1), date(2030, 12, 31)), needs)
def test_days_are_those_of_a_walk_through_the_calendar(
    given: list[Stay], on: date, needs: Needs
) -> None:
    found = meter(given, on, needs)
    first, last = found.window.first, found.window.last
    counted = {day for day in naive(given, on) if first <= day <= last}
    assert found.days == len(counted)
    assert found.missing == max(0, needs.days - len(counted))
    year = date(on.year if on.month >= 9 else on.year - 1, 9, 1)
    assert found.this_year == sum(day >= year for day in naive(given, on))
    assert {s.first + DAY * n for s in found.counted for n in range(s.days)} == counted


@given(stays, st.dates(date(2018, 1, 1), date(2026, 12, 31)), needs)
def test_the_day_on_which_there_is_too_little_is_right(
    given: list[Stay], on: date, needs: Needs
) -> None:
    found = meter(given, on, needs)
    kept = sorted(d for d in naive(given, on) if found.window.first <= d)
    if found.falls_below is None:
        assert not found.enough
        return

    def left(day: date) -> int:
        return sum(d >= window(day, needs.years).first for d in kept)

    assert left(found.falls_below - DAY) >= needs.days > left(found.falls_below)


@given(st.dates(date(2000, 1, 1), date(2040, 1, 1)), st.integers(1, 6))
def test_a_day_leaves_on_the_first_day_without_it(day: date, years: int) -> None:
    gone = leaves(day, years)
    assert day not in window(gone, years)
    assert day in window(gone - DAY, years)


@given(stays, st.dates(date(2016, 1, 1), date(2030, 12, 31)))
def test_expiries_add_up_to_what_counts(given: list[Stay], on: date) -> None:
    found = meter(given, on)
    assert sum(each.days.days for each in found.expiries) == found.days
    assert all(each.begins > on for each in found.expiries)
    assert [each.begins for each in found.expiries] == sorted(e.begins for e in found.expiries)


def test_the_window_is_five_years_to_the_day() -> None:
    found = window(ON)
    assert (found.first, found.last) == (date(2021, 9, 1), date(2026, 8, 31))
    assert window(date(2024, 2, 29)).first == date(2019, 3, 1)
    assert window(date(2025, 2, 28)).first == date(2020, 2, 29)


def test_overlapping_days_count_once_and_both_ends_count() -> None:
    found = meter([Stay(date(2026, 3, 1), date(2026, 3, 10)), Stay(date(2026, 3, 10), ON)], ON)
    assert found.days == 184
    assert found.enough
    assert found.months == "6.1"


def test_what_is_odd_about_stints_is_told_and_only_sound_days_count() -> None:
    odd = [
        Stay(date(2026, 8, 1)),  # still running
        Stay(date(2026, 5, 9), date(2026, 5, 1)),  # the wrong way round
        Stay(date(2026, 10, 1), date(2026, 12, 1)),  # to come
    ]
    found = meter(odd, ON)
    assert (found.open_ended, found.reversed, found.future) == (1, 1, 1)
    assert found.days == found.this_year == 31
    assert found.missing == 149


def test_nobody_falls_below_who_never_had_enough() -> None:
    assert meter([Stay(date(2026, 1, 1), date(2026, 3, 1))], ON).falls_below is None
    enough = meter([Stay(date(2021, 9, 1), date(2022, 2, 27))], ON)
    assert enough.days == 180
    assert enough.falls_below == date(2026, 9, 1)


@pytest.mark.parametrize(("days", "months"), [(0, "0.0"), (30, "1.0"), (45, "1.5"), (181, "6.0")])
def test_months_have_thirty_days(days: int, months: str) -> None:
    stays = [Stay(ON - DAY * (days - 1), ON)] if days else []
    assert meter(stays, ON).months == months
