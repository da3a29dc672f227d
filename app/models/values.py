"""Values with a form of their own, and the checks that bring values into their normal form.

A check takes a value and returns its normal form or raises ValueError with a Chinese reason.
"""

import os
import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from operator import mul
from time import time_ns
from typing import Self, TypeVar
from uuid import UUID

from app.models import text

_DATE = re.compile(
    r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*[日号]?(?:\s+0{1,2}:00(?::00)?)?"
)
_MONTH = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*月?")
_YEAR = re.compile(r"(\d{4})\s*年?")
_DIGITS = re.compile(r"\d{8}")
_FIRST, _LAST = date(1900, 1, 1), date(2199, 12, 31)
_FIRST_MOMENT = 1992
WAN = Decimal(10_000)


def parse_date(given: str) -> date:
    """A day in any style of real ledgers, also 今天, 明天, 昨天 and +7. ValueError in Chinese."""
    folded = unicodedata.normalize("NFKC", given).strip()
    today = date.today()  # noqa: DTZ011 - the office's own calendar day
    named = {"今天": 0, "明天": 1, "昨天": -1}
    if folded in named:
        return today + timedelta(days=named[folded])
    if re.fullmatch(r"[+-]\d{1,4}", folded):
        return today + timedelta(days=int(folded))
    if _DIGITS.fullmatch(folded):
        return _day(folded[:4], folded[4:6], folded[6:])
    if found := _DATE.fullmatch(folded):
        return _day(*found.groups())
    if _MONTH.fullmatch(folded):
        raise ValueError(f"“{given}”只到月，请写出哪一天")
    raise ValueError(f"“{given}”不是日期，请写成 2026-9-1 这样")


def _day(year: str, month: str, day: str) -> date:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        raise ValueError(f"没有{year}年{int(month)}月{int(day)}日这一天") from None
    if not _FIRST <= found <= _LAST:
        raise ValueError(f"{found.isoformat()} 不在合理的年份内")
    return found


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A day, a month or a year, as exactly as it is known. Sorts as time does.

    `iso` is 2023, 2023-09 or 2023-09-15. A ledger's "2023.9" is a month and stays one.
    """

    iso: str

    def __str__(self) -> str:
        return self.iso

    @classmethod
    def parse(cls, given: str) -> Self:
        """ValueError in Chinese when it is neither day, month nor year."""
        folded = unicodedata.normalize("NFKC", given).strip()
        if found := _YEAR.fullmatch(folded):
            return cls.of(int(found[1]))
        if found := _MONTH.fullmatch(folded):
            return cls.of(int(found[1]), int(found[2]))
        return cls(parse_date(folded).isoformat())

    @classmethod
    def of(cls, year: int, month: int | None = None) -> Self:
        """A year, or one of its months."""
        if not _FIRST.year <= year <= _LAST.year:
            raise ValueError(f"{year} 不在合理的年份内")
        if month is None:
            return cls(f"{year:04}")
        if not 1 <= month <= 12:
            raise ValueError(f"没有 {month} 月")
        return cls(f"{year:04}-{month:02}")

    @property
    def year(self) -> int:
        """The calendar year."""
        return int(self.iso[:4])

    @property
    def first_day(self) -> date:
        """The earliest day it can mean."""
        return date.fromisoformat((self.iso + "-01-01")[:10])


def split_list(given: str) -> list[str]:
    """Parts of an enumeration as offices write it: 、 , ; / and line breaks between."""
    parts = re.split(r"[、,,;;/\n|]+", given)
    return list(dict.fromkeys(part.strip(" \u3000") for part in parts if part.strip(" \u3000")))


def read_count(given: str, unit: str = "") -> int:
    """A whole number as ledgers hold it: 1,365, １２, 285人, 12.0. ValueError otherwise."""
    number = _number(given, unit)
    if number != number.to_integral_value():
        raise ValueError("只能是整数")
    return int(number)


def read_money(given: str, unit: str = "元") -> Decimal:
    """Yuan, whole fen. A bare number is in `unit`; 元 or 万元 written behind it overrules that."""
    folded = unicodedata.normalize("NFKC", given).strip()
    scale = WAN if unit == "万元" else Decimal(1)
    if folded.endswith(("万元", "万")):
        folded, scale = folded.rstrip("元").rstrip("万"), WAN
    elif folded.endswith("元"):
        folded, scale = folded.rstrip("元"), Decimal(1)
    return fen(_number(folded, unit) * scale)


def fen(amount: Decimal) -> Decimal:
    """Rounded half up to whole fen."""
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


def show_wan(amount: Decimal) -> str:
    """Yuan as 万元 with at least two decimals, more only where fen would be lost."""
    shown = f"{amount / WAN:.6f}".rstrip("0")
    whole, _, part = shown.partition(".")
    return f"{whole}.{part:0<2}"


def _number(given: str, unit: str) -> Decimal:
    if any(unicodedata.category(each) == "No" for each in given):
        raise ValueError(f"“{given}”不是数字")  # ² is no 2
    folded = unicodedata.normalize("NFKC", given).replace(",", "").replace(" ", "").strip("¥")
    if unit:
        folded = folded.removesuffix(unit)
    if not re.fullmatch(r"[+-]?\d+(\.\d*)?", folded):
        raise ValueError(f"“{given}”不是数字")
    try:
        return Decimal(folded)
    except InvalidOperation:
        raise ValueError(f"“{given}”不是数字") from None


N = TypeVar("N", int, Decimal)


def not_negative(value: N) -> N:
    """Zero or more."""
    if value < 0:
        raise ValueError("不能是负数")
    return value


def positive(value: int) -> int:
    """One or more."""
    if value < 1:
        raise ValueError("至少为 1")
    return value


_CODE_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CODE = re.compile(f"[{_CODE_ALPHABET}]{{18}}")
_CODE_VALUES = {character: n for n, character in enumerate(_CODE_ALPHABET)}
_CODE_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def credit_code(given: str) -> str:
    """统一社会信用代码, 18 characters, upper case, check digit verified (GB 32100-2015)."""
    code = text.code(given).upper()
    if not _CODE.fullmatch(code):
        raise ValueError(_unlike_a_credit_code(code))
    total = sum(map(mul, map(_CODE_VALUES.__getitem__, code[:-1]), _CODE_WEIGHTS))
    if (total + _CODE_VALUES[code[-1]]) % 31:
        raise ValueError("校验位不对，请核对营业执照")
    return code


def _unlike_a_credit_code(code: str) -> str:
    if re.fullmatch(r"\d{15}", code):
        return "这是旧的 15 位注册号，请填 18 位统一社会信用代码"
    if len(code) != 18:
        return f"应为 18 位，现有 {len(code)} 位"
    wrong = next(each for each in code if each not in _CODE_ALPHABET)
    return f"不能含有“{wrong}”（代码里没有字母 I、O、S、V、Z）"


_MOBILE = re.compile("1[3-9][0-9]{9}")
_PHONE = re.compile(r"1[3-9]\d{9}|0\d{2,3}-?\d{7,8}(?:-\d{1,6})?|\d{7,8}|400\d{7}|800\d{7}")


def phone(given: str) -> str:
    """A mainland mobile or fixed number: mobiles as 11 digits, fixed lines as 028-87654321."""
    if _MOBILE.fullmatch(given):  # as nearly all are written
        return given
    number, _, extension = re.sub("转|分机|#|[xX]", "*", text.code(given)).partition("*")
    bare = re.sub(r"[()]|(?<=\d)-(?=\d)", "", number)
    if re.match(r"^\d{3,4}-\d{7,8}-\d{1,6}$", number):
        bare, extension = bare[: -len(number.rpartition("-")[2])], number.rpartition("-")[2]
    shaped = re.sub(r"^(0(?:10|2\d|[3-9]\d{2}))(\d{7,8})$", r"\1-\2", bare)
    shaped = f"{shaped}-{extension}" if extension else shaped
    if not _PHONE.fullmatch(shaped):
        raise ValueError("电话号码位数不对")
    return shaped


def email(given: str) -> str:
    """An address with one @ and a dotted domain; nothing cleverer."""
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]+", given):
        raise ValueError("不是电子邮箱地址")
    return given


def industry_code(given: str) -> str:
    """GB/T 4754: a section letter, with 2 to 4 digits behind it where known: C3670."""
    code = text.code(given).upper()
    if not re.fullmatch(r"[A-T](\d{2,4})?|\d{4}", code):
        raise ValueError("行业代码应为门类字母加 2 至 4 位数字，如 C3670")
    return code


def region_code(given: str) -> str:
    """GB/T 2260: six digits. Whether it is in the current list is a warning, never an error."""
    code = text.code(given)
    if not re.fullmatch(r"[1-9]\d{5}", code):
        raise ValueError("行政区划代码应为 6 位数字")
    return code


def programme_code(given: str) -> str:
    """专业代码: six digits in the ranges of the 2021 catalogue, K behind state-controlled ones."""
    code = text.code(given).upper()
    if not re.fullmatch(r"(2[1-9]|3\d|4[1-9]|5\d|6[1-9]|7\d)\d{4}K?", code):
        raise ValueError("专业代码应为 6 位数字（国控专业末尾加 K）")
    return code


_PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
        "83",
    ]
)


def identity_number(given: str) -> str:
    """居民身份证号, 18 characters: province, a real birth date, check digit (GB 11643-1999).

    County codes are not looked up: abolished ones live on in people's numbers.
    """
    number = text.code(given).upper()
    if not re.fullmatch(r"\d{17}[\dX]", number):
        raise ValueError("应为 18 位身份证号")
    if number[:2] not in _PROVINCES:
        raise ValueError("省份代码不对")
    born = _day(number[6:10], number[10:12], number[12:14])
    if born > date.today():  # noqa: DTZ011 - the office's own calendar day
        raise ValueError("出生日期在将来")
    rest = (1 - 2 * int(number[:-1], 13)) % 11  # ISO 7064, MOD 11-2
    if "0123456789X"[rest] != number[-1]:
        raise ValueError("校验位不对，请核对身份证")
    return number


def birth_of(identity: str) -> date:
    """The birth date that an accepted identity number holds."""
    return date(int(identity[6:10]), int(identity[10:12]), int(identity[12:14]))


def parse_time(given: str) -> time:
    """A time of day: 8:20, 08:20, 8：20, 8点20分. ValueError in Chinese."""
    folded = unicodedata.normalize("NFKC", given).strip()
    folded = re.sub(r"\s*[:点时]\s*", ":", folded).rstrip("分:")
    found = re.fullmatch(r"(\d{1,2})(?::(\d{2}))?(?::00)?", folded)
    if found is None or int(found[1]) > 23 or int(found[2] or 0) > 59:
        raise ValueError(f"“{given}”不是时间，请写成 8:20 这样")
    return time(int(found[1]), int(found[2] or 0))


_MOMENT = re.compile(r"(.*[\d日号])[\sT]+(\d{1,2}\s*[:点时].*)")


def parse_moment(given: str) -> datetime:
    """A day and a time of day by the office's clock: 2026-9-1 8:20. ValueError in Chinese."""
    folded = unicodedata.normalize("NFKC", given).strip()
    found = _MOMENT.fullmatch(re.sub(r"(?<=[日号])(?=\d)", " ", folded))
    if found is None:
        parse_date(folded)
        raise ValueError(f"“{given}”没有写几点，请写成 {folded} 17:00 这样")
    return moment_of(datetime.combine(parse_date(found[1]), parse_time(found[2])))


def moment_of(shown: datetime) -> datetime:
    """What the office's clock shows, as a moment in UTC. ValueError in Chinese when implausible.

    From 1992 on: in China's summer times, the last in 1991, an hour of autumn came twice, and
    before 1970 Windows knows no local time at all.
    """
    if not _FIRST_MOMENT <= shown.year <= _LAST.year:
        raise ValueError(f"{shown:%Y-%m-%d} 不在合理的年份内")
    return shown.astimezone(UTC)


def person_name(given: str) -> str:
    """A name as it is registered; private-use characters cannot be printed anywhere else."""
    name = text.name(given)
    if any("\ue000" <= each <= "\uf8ff" for each in name):
        raise ValueError("含有自造字，别的电脑上会变成空白，请换成标准汉字")
    return name


def uuid7() -> UUID:
    """A key that sorts by time of making, to a quarter of a microsecond (RFC 9562, version 7)."""
    milliseconds, rest = divmod(time_ns(), 1_000_000)
    fraction = rest * 4096 // 1_000_000
    tail = int.from_bytes(os.urandom(8), "big") & 0x3FFF_FFFF_FFFF_FFFF
    return UUID(int=(milliseconds << 80) | (7 << 76) | (fraction << 64) | (2 << 62) | tail)
