"""Which characters of a text are there to be drawn."""

import re

_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\ufffe\uffff\U000e0100-\U000e01ef]"
)
_NEED = re.compile(f"{_BREAKS.pattern}|\t|{_UNSEEN.pattern}")


def is_printable(given: str) -> bool:
    """Whether `printable` would change nothing; line breaks are as they should be."""
    return _NEED.search(given) is None


def printable(given: str) -> str:
    """Without what has no shape; line breaks in one form, tabs as spaces.

    Selectors that ask for a variant shape of the character before them go too: the font has
    only the standard shape.
    """
    if _NEED.search(given) is None:
        return given
    return _UNSEEN.sub("", _BREAKS.sub("\n", given).replace("\t", " "))


def codepoint(char: str) -> str:
    """U+4DAE, as character tables and input methods name it."""
    return f"U+{ord(char):04X}"
