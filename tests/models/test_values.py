"""Values and text as real ledgers write them."""

import unicodedata
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric, uscc

from app.models import text, values
from app.models.values import PartialDate
from tests.make import credit


@pytest.mark.parametrize(
    "written",
    [
        "2026-9-1",
        "2026.9.1",
        "2026/09/01",
        "20260901",
        "2026年9月1日",
        "２０２６．９．１",
        "2026-09-01 00:00:00",
    ],
)
def test_days_in_every_style(written: str) -> None:
    assert values.parse_date(written) == date(2026, 9, 1)


@pytest.mark.parametrize(
    "written", ["2026.9", "2026年9月", "2026", "2026-13-01", "2026.2.30", "九月", ""]
)
def test_what_is_no_day_is_refused_in_chinese(written: str) -> None:
    with pytest.raises(ValueError, match=r"[\u4e00-\u9fff]"):
        values.parse_date(written)


def test_days_counted_from_today() -> None:
    assert values.parse_date("+7") - values.parse_date("今天") == timedelta(days=7)


@pytest.mark.parametrize(
    ("written", "kept"),
    [("2023.9", "2023-09"), ("2023年", "2023"), ("2023.9.5", "2023-09-05"), ("2023-09", "2023-09")],
)
def test_a_month_stays_a_month(written: str, kept: str) -> None:
    assert PartialDate.parse(written).iso == kept


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_partial_dates_sort_as_time_does(day: date) -> None:
    month, year = PartialDate.of(day.year, day.month), PartialDate.of(day.year)
    assert year <= month <= PartialDate(day.isoformat())
    assert month.first_day <= day


@pytest.mark.parametrize(
    "code",
    [
        "91510112000000019P", "915101000000000276", "91510113000000035U", "914331010000000431",
        "12510000000000051N", "91510116MA00000901", "91433123MA0000103H", "91510114MA0000X150",
    ],
)  # fmt: skip
def test_known_credit_codes(code: str) -> None:
    assert values.credit_code(code) == code
    wide = "".join(chr(ord(c) + 0xFEE0) for c in code.lower())
    assert values.credit_code(f" {wide}\u3000") == code
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    with pytest.raises(ValueError, match="校验位"):
        values.credit_code(wrong)


@given(st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=17, max_size=17))
def test_check_digits_of_credit_codes_are_those_of_stdnum(body: str) -> None:
    assert values.credit_code(body + uscc.calc_check_digit(body))
    wrong = [
        each for each in "0123456789ABCDEFGHJKLMNPQRTUWXY" if each != uscc.calc_check_digit(body)
    ]
    for each in wrong:
        with pytest.raises(ValueError, match="校验位"):
            values.credit_code(body + each)


@given(st.dates(date(1900, 1, 1), date(2020, 1, 1)), st.integers(0, 999))
def test_check_digits_of_identity_numbers_are_those_of_stdnum(born: date, number: int) -> None:
    body = f"510112{born:%Y%m%d}{number:03}"
    right = ric.calc_check_digit(f"{body}0")
    assert values.identity_number(body + right) == body + right
    for each in set("0123456789X") - {right}:
        with pytest.raises(ValueError, match="校验位"):
            values.identity_number(body + each)


def test_what_folding_passes_by_would_fold_to_itself() -> None:
    plain = [*"0123456789abcdefghijklmnopqrstuvwxyz", *map(chr, range(0x4E00, 0xA000))]
    assert [unicodedata.normalize("NFKC", each).casefold() for each in plain] == plain


@given(st.integers(0, 999_999_999), st.integers(0, 16), st.sampled_from("0123456789ABCDEFGH"))
def test_one_changed_character_is_noticed(number: int, at: int, other: str) -> None:
    code = credit(number)
    if code[at] != other:
        with pytest.raises(ValueError, match="校验位"):
            values.credit_code(code[:at] + other + code[at + 1 :])


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("138-2590-3029", "13825903029"), ("028 81808212", "028-81808212"),
        ("028-81808212", "028-81808212"), ("02881808212", "028-81808212"),
        ("0743-8223344", "0743-8223344"), ("０２８－８１８０８２１２", "028-81808212"),
        ("(028)81808212", "028-81808212"), ("028-81808212转8001", "028-81808212-8001"),
    ],
)  # fmt: skip
def test_phones(written: str, kept: str) -> None:
    assert values.phone(written) == kept
    assert values.phone(kept) == kept


@pytest.mark.parametrize("written", ["12345", "23825903029", "1382590302", "二八"])
def test_what_is_no_phone(written: str) -> None:
    with pytest.raises(ValueError, match="电话"):
        values.phone(written)


@given(st.decimals(-(10**12), 10**12, places=2))
def test_ten_thousands_lose_no_fen(amount: Decimal) -> None:
    assert values.read_money(values.show_wan(amount), "万元") == amount


@pytest.mark.parametrize(
    ("written", "unit", "yuan"),
    [
        ("3.5", "万元", "35000.00"),
        ("3.5万", "元", "35000.00"),
        ("35,000元", "万元", "35000.00"),
        ("１２", "元", "12.00"),
    ],
)
def test_money_says_its_unit(written: str, unit: str, yuan: str) -> None:
    assert values.read_money(written, unit) == Decimal(yuan)


@pytest.mark.parametrize(
    ("written", "number"), [("285人", 285), ("1,365", 1365), ("１２", 12), ("12.0", 12)]
)
def test_counts(written: str, number: int) -> None:
    assert values.read_count(written, "人") == number


@pytest.mark.parametrize("written", ["约300", "12.5", "²", "一百", "1e3"])
def test_what_is_no_count(written: str) -> None:
    with pytest.raises(ValueError, match=r"不是数字|只能是整数"):
        values.read_count(written, "人")


@pytest.mark.parametrize("dot", "\u2022\u30fb\uff65\u2027\u22c5\u2219\uff0e.")
def test_one_middle_dot(dot: str) -> None:
    assert text.name(f"古丽娜尔{dot}艾山") == "古丽娜尔\u00b7艾山"


def test_names_keep_their_characters() -> None:
    compat = "\ufa0e\u4dae\U0002cb5a"
    assert text.name(f" {compat} ") == compat
    assert text.name("王 䶮") == "王䶮"


@given(st.text())
def test_cleaning_twice_changes_nothing(given_: str) -> None:
    for lines in (1, 3):
        once = text.clean(given_, lines=lines)
        assert text.clean(once, lines=lines) == once
    assert text.fold(text.fold(given_)) == text.fold(given_)


@pytest.mark.parametrize("hidden", ["\u200b", "\ufeff", "\u202e", "\x00", "\x07"])
def test_invisible_characters_go(hidden: str) -> None:
    assert text.clean(f"成{hidden}都") == "成都"
