"""Where lines may end. Chinese breaks anywhere but before 。 and after （; words and codes hold.

Widths are in em throughout, so that the result does not depend on the size of the type.
"""

from collections.abc import Iterator

from app.services.reports.fonts import Typeface

_NOT_FIRST = frozenset("，。、；：！？）》〉」』】〕］｝”’…—·～％‰℃,.;:!?)]}%°")
_NOT_LAST = frozenset("（《〈「『【〔［｛“‘([{￥＄#№")
_HALF_EMPTY = frozenset("，。、；：）》〉」』】〕”’")  # ink in the left half only
_WORD = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-+./_@:%#&*'")


def break_lines(text: str, face: Typeface, width: float, *, indent: float = 0) -> list[str]:
    """The lines of a text; `indent` is taken from the first line of every paragraph."""
    return [
        line
        for paragraph in text.split("\n")
        for line in _break_paragraph(paragraph, face, width, indent)
    ]


def balanced(text: str, face: Typeface, width: float) -> list[str]:
    """Lines of about equal length, as titles have them."""
    found = break_lines(text, face, width)
    count = len(found)
    if count == 1:
        return found
    narrow = face.width(text) / count
    while len(found := break_lines(text, face, narrow)) > count:
        narrow += 0.5
    return found


def longest_word(text: str, face: Typeface) -> float:
    """The width of the longest part that should not be broken."""
    if len(text) < 2:
        return face.width(text)
    return max((face.width(part) for part in _parts(text)), default=0.0)


def _break_paragraph(text: str, face: Typeface, width: float, indent: float) -> Iterator[str]:
    room = width - indent
    start, used, chance = 0, 0.0, 0
    at = 0
    while at < len(text):
        char = text[at]
        if at > start and may_break(text[at - 1], char):
            chance = at
        advance = face[char]
        hanging = advance / 2 if char in _HALF_EMPTY else 0.0
        if used + advance - hanging > room + 0.001 and at > start and char != " ":
            end = chance if chance > start else at
            yield text[start:end].rstrip(" ")
            start, used, room = end, face.width(text[end:at]), width
            while start < at and text[start] == " ":
                used -= face[" "]
                start += 1
        used += advance
        at += 1
    yield text[start:].rstrip(" ") if start else text[start:]


def may_break(before: str, after: str) -> bool:
    """Whether a line may end between two characters."""
    if after in _NOT_FIRST or before in _NOT_LAST or after == " ":
        return False
    return not (before in _WORD and after in _WORD)


def _parts(text: str) -> Iterator[str]:
    start = 0
    for at in range(1, len(text)):
        if may_break(text[at - 1], text[at]):
            yield text[start:at].strip(" ")
            start = at
    yield text[start:].strip(" ")
