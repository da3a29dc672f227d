"""Days, months and years as real ledgers write them, and as Excel stores them."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta

from app.models.text import clean
from app.models.values import PartialDate, moment_of, parse_date, parse_moment
from app.services.exchange.cells import Cell, number_text, shown

_FIRST_YEAR, _LAST_YEAR = 1950, 2100
_FIRST_SERIAL, _LAST_SERIAL = 61, 2_958_465  # before 61 Excel counts a day that never was
_TIME = re.compile(r"[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?$")
_COARSE = re.compile(r"\d{4}\s*年?|\d{4}\s*[-./年]\s*\d{1,2}\s*月?")
_RELATIVE = re.compile(r"今天|明天|昨天|[+-]\d{1,4}")


class Unfit(ValueError):
    """The cell holds something else altogether."""


class Doubt(ValueError):
    """Understood, but not well enough to be taken; a person has to say what was meant."""


def day(cell: Cell, *, since_1904: bool = False) -> date | None:
    """A calendar day; None for an empty cell. Doubt if only a month or a year is given."""
    found = partial(cell, since_1904=since_1904)
    if found is None:
        return None
    if len(found.iso) < 10:
        raise Doubt(f"“{shown(cell)}”只到{'月' if len(found.iso) > 4 else '年'}，请写出哪一天")
    return date.fromisoformat(found.iso)


def partial(cell: Cell, *, since_1904: bool = False) -> PartialDate | None:
    """A day, a month or a year, as exactly as it is given; None for an empty cell."""
    found = _read(cell, since_1904=since_1904)
    if found is not None and not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        raise ValueError(f"“{shown(cell)}”不在 {_FIRST_YEAR} 至 {_LAST_YEAR} 年之间，请核对")
    return found


def moment(cell: Cell, *, since_1904: bool = False) -> datetime | None:
    """A day with its time of day, to the minute, by the office's clock; None for an empty cell.

    A cell that Excel keeps as a bare day is its midnight, for so it stores that moment.
    """
    if isinstance(cell, datetime):
        minute = cell.replace(second=0, microsecond=0)
        return moment_of(minute) + timedelta(minutes=cell.second // 30)
    if isinstance(cell, str):
        return parse_moment(clean(cell)) if clean(cell) else None
    found = day(cell, since_1904=since_1904)
    return None if found is None else moment_of(datetime.combine(found, time()))


def _read(cell: Cell, *, since_1904: bool) -> PartialDate | None:
    if isinstance(cell, PartialDate):
        return cell
    if isinstance(cell, datetime):
        return PartialDate(_nearest_second(cell).date().isoformat())
    if isinstance(cell, date):
        return PartialDate(cell.isoformat())
    if isinstance(cell, str):
        return _from_text(unicodedata.normalize("NFKC", clean(cell)))
    if isinstance(cell, bool) or not isinstance(cell, float | int):
        raise Unfit(f"“{shown(cell)}”不是日期")
    return _from_number(float(cell), since_1904=since_1904)


def _nearest_second(cell: datetime) -> datetime:
    """Excel keeps a fraction of the day, which may fall just short of midnight."""
    last = cell.replace(microsecond=0)
    return last if last.year > _LAST_YEAR else last + timedelta(seconds=cell.microsecond // 500_000)


def _from_text(given: str) -> PartialDate | None:
    bare = _TIME.sub("", given).rstrip(".。")
    if not bare:
        return None
    if _RELATIVE.fullmatch(bare):
        raise ValueError(f"“{bare}”不是日期，请写成 2026-9-1 这样")
    if re.fullmatch(r"\d{6}", bare):
        return PartialDate.of(int(bare[:4]), int(bare[4:]))
    if _COARSE.fullmatch(bare):
        return PartialDate.parse(bare)
    return PartialDate(parse_date(bare).isoformat())


def _from_number(number: float, *, since_1904: bool) -> PartialDate:
    """20260301, 202603, 2026.3 and 2026 are what they look like; other numbers count days."""
    digits = number_text(number)
    if _FIRST_YEAR <= number < _LAST_YEAR + 1:
        return _year_and_month(digits)
    if re.fullmatch(r"(?:19|20|21)\d{2}(?:0[1-9]|1[0-2])", digits):
        return PartialDate.of(int(digits[:4]), int(digits[4:]))
    if re.fullmatch(r"\d{8}", digits):
        return PartialDate(parse_date(digits).isoformat())
    if not _FIRST_SERIAL <= number <= _LAST_SERIAL:
        raise ValueError(f"“{digits[:40]}”不是日期")
    start = date(1904, 1, 1) if since_1904 else date(1899, 12, 30)
    try:
        return PartialDate((start + timedelta(days=int(number))).isoformat())
    except OverflowError:
        raise ValueError(f"“{digits}”不是日期") from None


def _year_and_month(digits: str) -> PartialDate:
    """2026, or 2026.3; but 2026.1 may have been 2026.10 before Excel dropped the zero."""
    year, _, month = digits.partition(".")
    if not month:
        return PartialDate.of(int(year))
    if month == "1":
        raise Doubt(f"“{digits}”可能是 1 月，也可能是 10 月（Excel 会去掉末尾的 0）")
    if len(month) > 2:
        raise ValueError(f"“{digits}”不是日期")
    return PartialDate.of(int(year), int(month))
