"""How wide the columns of a table are, how small its type, and on how many sheets it lies."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from app.services.reports.breaking import longest_word
from app.services.reports.fonts import Typeface
from app.services.reports.spec import Column
from app.services.reports.theme import Look

_SAMPLE = 1500  # rows looked at for widths
_LONGEST = 20  # and the longest texts of every column besides
_WORD = 21.0  # em; longer words are broken, whatever they are
_SHORT = 6.0  # em; shorter texts are not broken
_TALL = 3.0  # a text may take this many times its wished width before it counts no more


@dataclass(frozen=True, slots=True)
class Need:
    """What a column wants, in em: not less than, usually, and at most."""

    least: float
    wish: float
    most: float


@dataclass(frozen=True, slots=True)
class Fit:
    """The size of the type, and for each sheet its columns with their widths in points."""

    size: float
    sheets: tuple[tuple[tuple[int, float], ...], ...]


def needs(
    columns: Sequence[Column], texts: Sequence[Sequence[str]], body: Typeface, head: Typeface
) -> list[Need]:
    """What every column wants, judged from a sample of its texts."""
    step = ceil(len(texts) / _SAMPLE) or 1
    sample = texts[::step]
    found = []
    for at, column in enumerate(columns):
        values = {row[at] for row in sample}
        if step > 1:
            values.update(sorted({row[at] for row in texts}, key=len)[-_LONGEST:])
        found.append(_need(column, values, body, head))
    return _evened(columns, found)


def _evened(columns: Sequence[Column], found: Sequence[Need]) -> list[Need]:
    """Those that are to be alike get the same: together what they wished one by one."""
    alike = [need for column, need in zip(columns, found, strict=True) if column.even]
    if not alike:
        return list(found)
    least = max(need.least for need in alike)
    wish = max(least, sum(need.wish for need in alike) / len(alike))
    same = Need(least, wish, max(wish, sum(need.most for need in alike) / len(alike)))
    return [same if column.even else need for column, need in zip(columns, found, strict=True)]


def fit(wanted: Sequence[Need], look: Look, room: float, keys: int) -> Fit:
    """The largest type in which the columns stand well; several sheets if none is small enough."""
    for size in look.sizes:
        wished = [need.wish if size >= look.wish else _narrowed(need) for need in wanted]
        if _total(wished, size, look) <= room:
            return Fit(size, (_widths(range(len(wanted)), wanted, size, look, room),))
    smallest = look.sizes[-1]
    if _total([need.least for need in wanted], smallest, look) <= room:
        return Fit(smallest, (_widths(range(len(wanted)), wanted, smallest, look, room),))
    size = look.wish
    sheets = _sheets(wanted, size, look, room, keys)
    return Fit(size, tuple(_widths(each, wanted, size, look, room) for each in sheets))


def comfortable(wanted: Sequence[Need], look: Look, room: float) -> bool:
    """Whether the columns stand side by side in type of the size one likes to read."""
    return _total([need.wish for need in wanted], look.wish, look) <= room


def _need(column: Column, values: set[str], body: Typeface, head: Typeface) -> Need:
    widths = sorted(max(map(body.width, text.split("\n"))) for text in values if text) or [0.0]
    title = head.width(column.head)
    words = max((longest_word(text, body) for text in values), default=0.0)
    most = max(widths[-1], title)
    usual = widths[int(len(widths) * 0.9)] if len(widths) > 1 else widths[0]
    unit = head.width(f"（{column.unit}）") if column.unit else 0.0
    least = max(
        unit,
        min(words, _WORD),
        longest_word(column.head, head),
        title / 3,
        min(usual, _SHORT),
        min(title, 2.2),
    )
    wish = max(least, min(usual, column.width * 1.1, most), title / 2)
    return Need(least, wish, max(wish, min(most, _TALL * wish)))


def _narrowed(need: Need) -> float:
    """Two lines where there would be one."""
    return max(need.least, need.wish * 0.6)


def _total(widths: Sequence[float], size: float, look: Look) -> float:
    return sum(widths) * size + 2 * look.pad * len(widths)


def _sheets(
    wanted: Sequence[Need], size: float, look: Look, room: float, keys: int
) -> list[list[int]]:
    """Columns shared out evenly, the key columns in front of every sheet."""
    leading = list(range(keys))
    free = room - _total([_narrowed(wanted[at]) for at in leading], size, look)
    rest = {at: _total([_narrowed(wanted[at])], size, look) for at in range(keys, len(wanted))}
    count = max(1, ceil(sum(rest.values()) / free))
    while True:
        share = sum(rest.values()) / count
        sheets: list[list[int]] = [[]]
        used = 0.0
        for at, width in rest.items():
            full = used + width > free or used + width / 2 > share
            if sheets[-1] and full:
                sheets.append([])
                used = 0.0
            sheets[-1].append(at)
            used += width
        if len(sheets) <= count or count >= len(rest):
            return [leading + sheet for sheet in sheets]
        count += 1


def _widths(
    chosen: Sequence[int], wanted: Sequence[Need], size: float, look: Look, room: float
) -> tuple[tuple[int, float], ...]:
    """The room shared out: first what is needed, then what is wished, then what is left over."""
    free = (room - 2 * look.pad * len(chosen)) / size
    steps = [
        [wanted[at].least for at in chosen],
        [wanted[at].wish for at in chosen],
        [wanted[at].most for at in chosen],
    ]
    if sum(steps[2]) <= free:
        scale = free / sum(steps[2])
        ems = [most * scale for most in steps[2]]
    elif sum(steps[0]) >= free:
        scale = free / sum(steps[0])
        ems = [least * scale for least in steps[0]]
    else:
        lower, upper = steps[:2] if sum(steps[1]) >= free else steps[1:]
        part = (free - sum(lower)) / (sum(upper) - sum(lower))
        ems = [low + (high - low) * part for low, high in zip(lower, upper, strict=True)]
    return tuple((at, em * size + 2 * look.pad) for at, em in zip(chosen, ems, strict=True))
