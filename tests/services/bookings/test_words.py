"""When a booking is, typed in one line."""

from datetime import date
from uuid import uuid4

import pytest

from app.errors import Invalid
from app.models.calendar import Weekday
from app.models.teaching_time import Periods
from app.services.bookings.words import phrase, phrase_on, when

TERM, TODAY = uuid4(), date(2026, 11, 22)


def test_a_pattern_of_weeks() -> None:
    found = when("1-16周 单周 星期二 第3-4节", TERM, TODAY)
    assert (found["weeks"], found["weekday"]) == ("1-16周 单周", Weekday.TUESDAY)
    assert (found["first"], found["last"], found["on"], found["term_id"]) == (3, 4, None, TERM)


@pytest.mark.parametrize("typed", ["11月24日 第3-4节", "2026-11-24 第3-4节", "2026.11.24第3-4节"])
def test_one_day(typed: str) -> None:
    found = when(typed, None, TODAY)
    assert (found["on"], found["first"], found["last"]) == (date(2026, 11, 24), 3, 4)


def test_what_the_grid_writes_is_read_back() -> None:
    assert when(phrase(12, 2, Periods(3, 4)), TERM, TODAY)["weeks"] == "12周"
    assert when(phrase_on(TODAY, Periods(5, 5)), None, TODAY)["on"] == TODAY


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "星期几"),
        ("1-16周", "星期几"),
        ("1-16周 周二", "节次"),
        ("0-3周 周二 3-4节", "周次只能是"),
        ("1-25周 周二 3-4节", "周次只能是"),
        ("1-16周 周二 第12-13节", "节次只能是"),
        ("2月30日 第3-4节", ""),
        ("11月24日", "节次"),
    ],
)
def test_what_cannot_be_understood_is_said(typed: str, said: str) -> None:
    with pytest.raises(Invalid) as raised:
        when(typed, TERM, TODAY)
    assert said in raised.value.problems[0].message


def test_weeks_need_a_term() -> None:
    with pytest.raises(Invalid, match="校历"):
        when("1-16周 周二 3-4节", None, TODAY)
