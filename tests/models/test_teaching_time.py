"""The office's words for weeks and periods."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.teaching_time import (
    MOST_WEEKS,
    Parity,
    Pattern,
    Periods,
    Weeks,
    opening,
    parse_weekday,
)

ODD_TO_17 = (1, 3, 5, 7, 9, 11, 13, 15, 17)


@pytest.mark.parametrize(
    ("words", "weeks"),
    [
        ("1-16", tuple(range(1, 17))),
        ("1-16周", tuple(range(1, 17))),
        ("第1—16周", tuple(range(1, 17))),
        ("1－18周单周", ODD_TO_17),
        ("1-18周 单周", ODD_TO_17),
        ("2-16(双)", (2, 4, 6, 8, 10, 12, 14, 16)),
        ("2-16（双周）", (2, 4, 6, 8, 10, 12, 14, 16)),
        ("1-8,10,12-16", (*range(1, 9), 10, *range(12, 17))),
        ("1-8，10、12-16周", (*range(1, 9), 10, *range(12, 17))),
        ("3,5,7-9", (3, 5, 7, 8, 9)),
        ("第3周", (3,)),
        ("1-7(单),8-12", (1, 3, 5, 7, 8, 9, 10, 11, 12)),
        ("1-7周(单)，8-12周(双)", (1, 3, 5, 7, 8, 10, 12)),
        ("1-7,9-12周 单周", (1, 3, 5, 7, 9, 11)),
        ("单周1-7,9-12", (1, 3, 5, 7, 9, 11)),
    ],
)
def test_weeks_as_ledgers_write_them(words: str, weeks: tuple[int, ...]) -> None:
    assert Weeks.parse(words).numbers == weeks
    assert Weeks.parse(str(Weeks.parse(words))) == Weeks.parse(words)


@pytest.mark.parametrize(
    "words", ["", "周", "0-16", "1-25", "9-3", "全学期", "4周单周", "1-8单双", "2单,3"]
)
def test_what_is_no_week_is_said(words: str) -> None:
    with pytest.raises(ValueError, match="周"):
        Weeks.parse(words)


@given(st.sets(st.integers(1, MOST_WEEKS), min_size=1))
def test_any_set_of_weeks_survives_being_written_down(weeks: set[int]) -> None:
    again = Weeks.parse(str(Weeks.of(weeks)))
    assert set(again.numbers) == weeks
    assert again.parity is Parity.EVERY


def test_a_whole_phrase() -> None:
    found = Pattern.parse("1-16周 单周 星期二 第3-4节")
    assert found.weeks.numbers == (1, 3, 5, 7, 9, 11, 13, 15)
    assert (found.weekday, found.periods) == (2, Periods(3, 4))
    assert str(found) == "1-16周 单周 星期二 第3-4节"
    assert Pattern.parse("1-8,10周 周日 5节") == Pattern.parse("1-8，10周 星期天 第5节")


@pytest.mark.parametrize("words", ["1-16周 第3-4节", "1-16周 星期二", "星期二 3-4"])
def test_what_a_phrase_lacks_is_said(words: str) -> None:
    with pytest.raises(ValueError, match="请写明"):
        Pattern.parse(words)


@pytest.mark.parametrize("words", ["13", "0-2", "4-3", "上午"])
def test_periods_that_do_not_exist(words: str) -> None:
    with pytest.raises(ValueError, match="节次"):
        Periods.parse(words)


def test_weekdays_however_written() -> None:
    assert [parse_weekday(each) for each in ("星期一", "周日", "星期天", "3")] == [1, 7, 7, 3]
    with pytest.raises(ValueError, match="星期几"):
        parse_weekday("星期八")


def test_opening_hours() -> None:
    found = opening("周一至周五 1-8；周六 1-4")
    assert found[5] == frozenset(range(1, 9))
    assert found[6] == frozenset(range(1, 5))
    assert 7 not in found
    assert opening("1-4")[7] == frozenset(range(1, 5))
    with pytest.raises(ValueError, match="看不懂"):
        opening("工作时间")
