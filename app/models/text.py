"""Characters as they come out of keyboards and old ledgers, made harmless without changing names.

Free text and names are never NFKC- or NFC-normalised: NFC rewrites the compatibility ideographs
that some people's names are registered with. Codes are.
"""

import re
import unicodedata

_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_BREAKS = re.compile("\r\n?|[\u2028\u2029\u0085\x0b\x0c]")
_SPACES = re.compile(r"[\s\u3000]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_DOTS = re.compile("[\u2022\u30fb\uff65\u2027\u22c5\u2219\uff0e.](?=[\u3400-\u9fff])")
_FOLDED = re.compile("[0-9a-z\u4e00-\u9fff]*")  # nothing in it that `fold` would change
MIDDLE_DOT = "\u00b7"


def clean(given: str, *, lines: int = 1) -> str:
    """Without control and invisible characters or outer spaces; one line unless `lines` > 1."""
    if given.isprintable() and "  " not in given:  # nearly all text; nothing in it to remove
        return given.strip(" ")
    bare = _CONTROL.sub("", _INVISIBLE.sub("", _BREAKS.sub("\n", given)))
    if lines > 1:
        return "\n".join(line.rstrip(" \u3000\t") for line in bare.split("\n")).strip(" \u3000\t\n")
    return _SPACES.sub(" ", bare).strip(" \u3000")


def code(given: str) -> str:
    """An identifier: half-width, no spaces or invisible characters inside; case is kept."""
    if given.isascii() and given.isprintable():
        return given.replace(" ", "")
    narrow = _SPACES.sub("", clean(unicodedata.normalize("NFKC", given)))
    return unicodedata.normalize("NFKC", narrow)  # what stood around a space may now combine


def name(given: str) -> str:
    """A person's name: the middle dot in its one form, no spaces between Han characters."""
    bare = clean(given)
    if _HAN.search(bare):
        bare = _SPACES.sub("", bare)
        bare = _DOTS.sub(MIDDLE_DOT, bare)
    return bare


def fold(given: str) -> str:
    """What counts when texts are compared or searched: width, case, spaces and dots do not."""
    if _FOLDED.fullmatch(given):
        return given
    if given.isascii() and given.isprintable():
        return given.lower().replace(" ", "")
    wide = unicodedata.normalize("NFKC", clean(given)).casefold()
    bare = "".join(wide.split())
    if not _IGNORED.isdisjoint(bare):
        bare = "".join(each for each in bare if each not in _IGNORED)
    return unicodedata.normalize("NFKC", bare).casefold()


_IGNORED = frozenset("\u00b7\u2022\u30fb\u2027\u22c5\u2219")


def is_chinese(given: str) -> bool:
    """Whether it holds at least one Han character: our messages do, the library's do not."""
    return _HAN.search(given) is not None


def has_surrogate(given: str) -> bool:
    """Whether half of a character is missing, as in text cut by another program."""
    return _SURROGATE.search(given) is not None
