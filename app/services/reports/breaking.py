"""Where lines may end. Chinese breaks anywhere but before 。 and after （; words and codes hold.

Widths are in em throughout, so that the result does not depend on the size of the type.
"""

import re
from collections.abc import Iterator
from itertools import pairwise, product

from app.services.reports.fonts import Typeface

_NOT_FIRST = frozenset("，。、；：！？）》〉」』】〕］｝”’…—·～％‰℃,.;:!?)]}%°")
_NOT_LAST = frozenset("（《〈「『【〔［｛“‘([{￥＄#№")
_HALF_EMPTY = frozenset("，。、；：）》〉」』】〕”’")  # ink in the left half only
_WORD = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-+./_@:%#&*'")

_LONG_TITLE = 80  # characters; longer ones are broken line by line
_WORDS = re.compile(r"[a-zA-Z0-9\-+./_@:%#&*']{2,}")
_SLACK = 0.001  # em
_ODD = 3.0  # em²: how much a break inside a word counts against evenness


def break_lines(text: str, face: Typeface, width: float, *, indent: float = 0) -> list[str]:
    """The lines of a text; `indent` is taken from the first line of every paragraph."""
    return [
        line
        for paragraph in text.split("\n")
        for line in _break_paragraph(paragraph, face, width, indent)
    ]


def balanced(text: str, face: Typeface, width: float) -> list[str]:
    """Lines of about equal length, as titles and heads have them.

    Most Chinese words have two characters, so a break after an even number is better.
    """
    greedy = break_lines(text, face, width)
    if len(greedy) == 1 or "\n" in text or len(text) > _LONG_TITLE:
        return greedy
    cuts = [0, *(at for at in range(1, len(text)) if may_break(text[at - 1], text[at])), len(text)]
    even = face.width(text) / len(greedy)
    best: dict[tuple[int, int], tuple[float, list[int]]] = {(0, 0): (0.0, [])}
    for count, end in product(range(1, len(greedy) + 1), cuts[1:]):
        for start in cuts[: cuts.index(end)]:
            line = face.width(text[start:end].strip(" "))
            if (count - 1, start) not in best or line > width:
                continue
            cost, path = best[count - 1, start]
            cost += (line - even) ** 2 + (_ODD if _inside_word(text, end) else 0)
            if (count, end) not in best or cost < best[count, end][0]:
                best[count, end] = cost, [*path, end]
    ends = best.get((len(greedy), len(text)), (0.0, []))[1]
    if not ends:
        return greedy
    return [text[start:end].strip(" ") for start, end in pairwise([0, *ends])]


def longest_run(text: str) -> str:
    """The longest run of letters and digits, by number."""
    return max(_WORDS.findall(text), key=len, default="")


def _inside_word(text: str, at: int) -> bool:
    """Whether a break is within brackets, or after an odd number of Han characters in a row."""
    if text.count("（", 0, at) > text.count("）", 0, at):
        return True
    if at == len(text) or not _is_han(text[at]):
        return False
    start = at
    while start and _is_han(text[start - 1]):
        start -= 1
    return (at - start) % 2 == 1


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff" or char > "\U0001ffff"


def longest_word(text: str, face: Typeface) -> float:
    """The width of the longest run of letters and digits, which should not be broken."""
    return max(map(face.width, _WORDS.findall(text)), default=0.0)


def _break_paragraph(text: str, face: Typeface, width: float, indent: float) -> Iterator[str]:
    room = width - indent
    start, at, chance, used = 0, 0, 0, 0.0
    while at < len(text):
        char = text[at]
        if at > start and may_break(text[at - 1], char):
            chance = at
        advance = face[char]
        hanging = advance / 2 if char in _HALF_EMPTY else 0.0
        if at == start or char == " " or used + advance - hanging <= room + _SLACK:
            used += advance
            at += 1
            continue
        end = chance if chance > start else at
        yield text[start:end].rstrip(" ")
        start, room = end, width
        while start < at and text[start] == " ":
            start += 1
        used = face.width(text[start:at])
    yield text[start:].rstrip(" ") if start else text[start:]


def may_break(before: str, after: str) -> bool:
    """Whether a line may end between two characters."""
    if after in _NOT_FIRST or before in _NOT_LAST or after == " ":
        return False
    return not (before in _WORD and after in _WORD)
