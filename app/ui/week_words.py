"""How words go into the narrow field of a block: whole numbers and names, broken where one may.

Chinese may be broken anywhere, figures and Latin words nowhere; what does not fit ends in dots.
"""

import re
from collections.abc import Iterable, Sequence

from PySide6.QtGui import QFont, QFontMetricsF

_UNIT = re.compile(r"[0-9A-Za-z.+/&-]+班?|\s+|.", re.DOTALL)
_DOTS = "…"


class Fitting:
    """Measures in one font, each piece once."""

    def __init__(self, font: QFont) -> None:
        self._metrics = QFontMetricsF(font)
        self._known: dict[str, float] = {}

    def width(self, words: str) -> float:
        """How wide a piece is."""
        known = self._known.get(words)
        if known is None:
            known = self._known[words] = self._metrics.horizontalAdvance(words)
        return known

    def wrapped(self, words: str, width: float, most: int) -> list[str]:
        """In so many lines at most; the last one ends in dots if something is left out."""
        lines: list[str] = []
        rest = _UNIT.findall(words)
        while rest and len(lines) < most:
            taken = self._taken(rest, width)
            if len(lines) == most - 1 and taken < len(rest):
                lines.append(self.cut("".join(rest), width))
                break
            if taken < len(rest):
                taken = _at_gap(rest, taken)
            line = "".join(rest[:taken]).rstrip()
            lines.append(line if self.width(line) <= width else self._squeezed(line, width))
            rest = rest[taken:]
            while rest and rest[0].isspace():
                rest = rest[1:]
        return lines

    def cut(self, words: str, width: float) -> str:
        """In one line, with dots where something is left out."""
        if self.width(words) <= width:
            return words
        units = _UNIT.findall(words)
        taken = self._taken(units, width - self.width(_DOTS))
        line = "".join(units[:taken]).rstrip()
        return self._squeezed(line, width)

    def first(self, offered: Iterable[str], width: float) -> str:
        """The first of these that fits; nothing if none does."""
        return next((each for each in offered if self.width(each) <= width), "")

    def _taken(self, units: Sequence[str], width: float) -> int:
        """How many of these fit into a line, one at least."""
        used = 0.0
        for number, unit in enumerate(units):
            used += self.width(unit)
            if used > width and number:
                return number
        return len(units)

    def _squeezed(self, unit: str, width: float) -> str:
        """With dots; a single number that is too wide by itself has to be cut.

        Pieces measured together can be wider than one by one.
        """
        while unit and self.width(unit + _DOTS) > width:
            unit = unit[:-1]
        return unit + _DOTS


def _at_gap(units: Sequence[str], taken: int) -> int:
    """Rather where there is a gap between words than within one of them."""
    gaps = [number for number in range(1, taken) if units[number].isspace()]
    return gaps[-1] if gaps else taken
