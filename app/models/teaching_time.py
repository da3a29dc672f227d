"""When teaching happens, in the office's own words: 1-16周 单周 星期二 第3-4节.

Values and their readers only; what a calendar makes of them: `app/services/bookings/recurrence.py`.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

MOST_WEEKS = 24  # the longest term any office would write down
MOST_PERIODS = 12
WEEKDAY_NAMES = "一二三四五六日"


class Parity(Enum):
    """Which of the weeks."""

    EVERY = ""
    ODD = "单周"
    EVEN = "双周"


@dataclass(frozen=True, slots=True)
class Weeks:
    """Teaching weeks as somebody wrote them: spans, and whether only odd or even ones."""

    spans: tuple[tuple[int, int], ...]
    parity: Parity = Parity.EVERY

    @property
    def numbers(self) -> tuple[int, ...]:
        """The weeks meant, in order, each once."""
        every = {week for first, last in self.spans for week in range(first, last + 1)}
        left = {Parity.ODD: 1, Parity.EVEN: 0}.get(self.parity)
        return tuple(sorted(week for week in every if left is None or week % 2 == left))

    def __str__(self) -> str:
        told = ",".join(f"{one}" if one == other else f"{one}-{other}" for one, other in self.spans)
        return f"{told}周 {self.parity.value}".rstrip()

    @classmethod
    def of(cls, numbers: "set[int] | tuple[int, ...] | list[int]") -> "Weeks":
        """Spans as short as they get for these weeks."""
        spans: list[tuple[int, int]] = []
        for week in sorted(set(numbers)):
            if spans and spans[-1][1] == week - 1:
                spans[-1] = (spans[-1][0], week)
            else:
                spans.append((week, week))
        return cls(tuple(spans))

    @classmethod
    def parse(cls, given: str) -> "Weeks":
        """From words such as 1-8,10,12-16周, 2-16(双) or 第3周. ValueError with a reason.

        A 单 or 双 at either end is about all of it; one further in is about its own part only, as
        timetables write 1-7(单),8-16.
        """
        told = _plain(given)
        parts = [part for part in told.split(",") if _bare(part)]
        whole = told.startswith(("单", "双", "(单", "(双"))
        if not whole and any(_parity(part, given) is not Parity.EVERY for part in parts[:-1]):
            marked = [cls((_span(_bare(p), given),), _parity(p, given)) for p in parts]
            if lacking := next((each for each in marked if not each.numbers), None):
                raise ValueError(f"“{given}”里没有{lacking.parity.value}")
            return cls.of({week for each in marked for week in each.numbers})
        spans = tuple(_span(_bare(part), given) for part in parts)
        if not spans:
            raise ValueError("请写明周次，如 1-16周、1-8,10,12-16周、1-15周 单周")
        found = cls(spans, _parity(told, given))
        if not found.numbers:
            raise ValueError(f"“{given}”里没有{found.parity.value}")
        return found


@dataclass(frozen=True, slots=True, order=True)
class Periods:
    """Class periods of one day that follow each other, both ends included."""

    first: int
    last: int

    def __iter__(self) -> Iterator[int]:
        return iter(range(self.first, self.last + 1))

    def __len__(self) -> int:
        return self.last - self.first + 1

    def __contains__(self, period: object) -> bool:
        return isinstance(period, int) and self.first <= period <= self.last

    def meets(self, other: "Periods") -> bool:
        """Whether they share a period."""
        return self.first <= other.last and other.first <= self.last

    def __str__(self) -> str:
        return f"第{self.first}节" if self.first == self.last else f"第{self.first}-{self.last}节"

    @classmethod
    def parse(cls, given: str) -> "Periods":
        """From words such as 第3-4节, 3-4 or 5节. ValueError with a reason."""
        bare = re.sub("[第节]", "", _plain(given))
        found = re.fullmatch(r"(\d{1,2})(?:-(\d{1,2}))?", bare)
        if not found:
            raise ValueError(f"“{given}”不是节次，请写成 3-4 或 第3-4节")
        first, last = int(found[1]), int(found[2] or found[1])
        if not 1 <= first <= last <= MOST_PERIODS:
            raise ValueError(f"节次只能是 1 至 {MOST_PERIODS}，先小后大")
        return cls(first, last)


WHOLE_DAY = Periods(1, MOST_PERIODS)


@dataclass(frozen=True, slots=True)
class Pattern:
    """What repeats every week of a term: which weeks, which weekday (1 Monday), which periods."""

    weeks: Weeks
    weekday: int
    periods: Periods

    def __str__(self) -> str:
        return f"{self.weeks} 星期{WEEKDAY_NAMES[self.weekday - 1]} {self.periods}"

    @classmethod
    def parse(cls, given: str) -> "Pattern":
        """From a whole phrase: 1-16周 单周 星期二 第3-4节. ValueError says what is missing."""
        told = unicodedata.normalize("NFKC", given)
        day = re.search(r"(?:星期|礼拜|周)\s*([一二三四五六日天])", told)
        if day is None:
            raise ValueError("请写明星期几，如 1-16周 星期二 第3-4节")
        weeks, periods = told[: day.start()], told[day.end() :]
        if not periods.strip():
            raise ValueError("请写明节次，如 1-16周 星期二 第3-4节")
        return cls(Weeks.parse(weeks), parse_weekday(day[0]), Periods.parse(periods))


def parse_weekday(given: str) -> int:
    """1 for 星期一 or 周一, to 7 for 星期日. ValueError if it is none."""
    bare = re.sub("星期|礼拜|周", "", _plain(given)).replace("天", "日")
    if len(bare) != 1 or bare not in WEEKDAY_NAMES + "1234567":
        raise ValueError(f"“{given}”不是星期几")
    return int(bare) if bare.isdigit() else WEEKDAY_NAMES.index(bare) + 1


def weeks_words(given: str) -> str:
    """The normal form of weeks, for the check of a field."""
    return str(Weeks.parse(given))


def period(number: int) -> int:
    """A class period there is, for the check of a field."""
    if not 1 <= number <= MOST_PERIODS:
        raise ValueError(f"节次只能是 1 至 {MOST_PERIODS}")
    return number


def periods_words(given: str) -> str:
    """The normal form of periods, for the check of a field."""
    return str(Periods.parse(given))


def opening(given: str) -> dict[int, frozenset[int]]:
    """Open periods of each weekday from 周一至周五 1-8；周六 1-4. ValueError with a reason."""
    found: dict[int, frozenset[int]] = {}
    for part in filter(None, re.split("[;\n]", unicodedata.normalize("NFKC", given))):
        days, periods = _opening_part(part, given)
        for day in days:
            found[day] = found.get(day, frozenset()) | frozenset(periods)
    if not found:
        raise ValueError("请写成：周一至周五 1-8；周六 1-4")
    return found


def opening_words(given: str) -> str:
    """The same as a check: the words stay, if they can be read."""
    opening(given)
    return given.strip()


def _opening_part(part: str, given: str) -> tuple[range | tuple[int, ...], Periods]:
    day = "(?:星期|周)?([一二三四五六日天])"
    found = re.fullmatch(rf"\s*(?:{day}(?:[至到-]{day})?)?\s*第?([\d-]+)节?\s*", part)
    if not found:
        raise ValueError(f"看不懂“{given}”，请写成：周一至周五 1-8；周六 1-4")
    periods = Periods.parse(found[3])
    if not found[1]:
        return range(1, 8), periods
    first = parse_weekday(found[1])
    return range(first, parse_weekday(found[2] or found[1]) + 1), periods


def _bare(part: str) -> str:
    return re.sub(r"[()单双周次第]", "", part)


def _parity(part: str, given: str) -> Parity:
    odd, even = "单" in part, "双" in part
    if odd and even:
        raise ValueError(f"“{given}”既写了单周又写了双周")
    return Parity.ODD if odd else Parity.EVEN if even else Parity.EVERY


def _span(part: str, given: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{1,2})(?:-(\d{1,2}))?", part)
    if not found:
        raise ValueError(f"“{given}”不是周次，请写成 1-16周 或 1-8,10,12-16周")
    first, last = int(found[1]), int(found[2] or found[1])
    if not 1 <= first <= last <= MOST_WEEKS:
        raise ValueError(f"周次只能是 1 至 {MOST_WEEKS}，先小后大：“{given}”")
    return first, last


def _plain(given: str) -> str:
    """Half-width, without spaces, one kind of dash and of comma."""
    narrow = re.sub(r"\s", "", unicodedata.normalize("NFKC", given))
    return re.sub("[—–~−至到]", "-", re.sub("[、，;]", ",", narrow))
