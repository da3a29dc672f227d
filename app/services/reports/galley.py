"""Type that is set but not yet cut into pages: lines, blank space, drawings.

A galley is a list of parts that must not be cut, each with a height. `pages.cut` puts them on
pages; then each galley draws the parts that fell on one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from app.services.reports.breaking import balanced, break_lines
from app.services.reports.fonts import Typeface
from app.services.reports.pen import Pen
from app.services.reports.spec import Align
from app.services.reports.theme import Type


@dataclass(slots=True)
class Part:
    """The smallest thing that has a place on a page."""

    height: float
    keep: bool = False  # on the page of the next part


class Galley(Protocol):
    """A section, set."""

    before: float  # space above, unless at the top of a page
    sheets: int  # how many pages lie side by side to hold its width

    @property
    def parts(self) -> Sequence[Part]:
        """From top to bottom."""

    def lead(self, *, continued: bool) -> float:
        """Height of what is repeated above the first part on a page."""

    def draw(
        self, pen: Pen, parts: Sequence[Part], top: float, *, continued: bool, sheet: int
    ) -> None:
        """Draw these neighbouring parts below `top`."""


@dataclass(slots=True)
class Line(Part):
    """A line of text, where it starts and how far its characters are apart."""

    text: str = ""
    x: float = 0
    spacing: float = 0


class TextGalley:
    """Paragraphs."""

    sheets = 1

    def __init__(self, lines: Sequence[Line], face: Typeface, kind: Type) -> None:
        self.parts = lines
        self.before = kind.before
        self._face = face
        self._kind = kind

    def lead(self, *, continued: bool) -> float:
        return 0

    def draw(
        self, pen: Pen, parts: Sequence[Part], top: float, *, continued: bool, sheet: int
    ) -> None:
        size, leading = self._kind.size, self._kind.leading
        for line in parts:
            if isinstance(line, Line) and line.text:
                base = top - baseline(leading, size)
                pen.text(line.x, base, line.text, self._face, size, spacing=line.spacing)
            top -= line.height


class DrawnGalley:
    """Something of one part that draws itself: a chart, a seal space, a line of signatures."""

    sheets = 1

    def __init__(
        self, height: float, draw: Callable[[Pen, float], None], before: float = 0
    ) -> None:
        self.parts = [Part(height)]
        self.before = before
        self._draw = draw

    def lead(self, *, continued: bool) -> float:
        return 0

    def draw(
        self, pen: Pen, parts: Sequence[Part], top: float, *, continued: bool, sheet: int
    ) -> None:
        self._draw(pen, top)


class NewPage:
    """Where the report asks for a new page, or for another document."""

    sheets = 1
    parts: Sequence[Part] = ()
    before = 0.0

    def __init__(self, *, document: bool = False) -> None:
        self.document = document

    def lead(self, *, continued: bool) -> float:
        return 0

    def draw(
        self, pen: Pen, parts: Sequence[Part], top: float, *, continued: bool, sheet: int
    ) -> None:
        return


def baseline(leading: float, size: float) -> float:
    """From the top of a line to its baseline: Chinese type is drawn 0.88 em above, 0.12 below."""
    return (leading - size) / 2 + 0.88 * size


def set_text(  # noqa: PLR0913 - a text, its type, and the space it is set in
    text: str, face: Typeface, kind: Type, left: float, width: float, *, balance: bool = False
) -> TextGalley:
    """A text in lines; the first two lines of a paragraph stay together, and the last two."""
    em = kind.size + kind.spacing
    room = width / em
    lines: list[Line] = []
    for paragraph in text.split("\n"):
        if balance:
            broken = balanced(paragraph, face, room)
        else:
            broken = break_lines(paragraph, face, room, indent=kind.indent)
        lines += _place(broken, face, kind, left, width)
    lines[-1].height += kind.after
    lines[-1].keep = kind.keep
    return TextGalley(lines, face, kind)


def _place(
    broken: Sequence[str], face: Typeface, kind: Type, left: float, width: float
) -> list[Line]:
    last = len(broken) - 1
    found = []
    for number, text in enumerate(broken):
        indent = 0.0 if number else kind.indent * (kind.size + kind.spacing)
        used = face.width(text) * kind.size + len(text) * kind.spacing + indent
        spare = width - used
        x = left + indent
        spacing = kind.spacing
        if kind.align is Align.CENTRE:
            x += spare / 2
        elif kind.align is Align.RIGHT:
            x += spare
        elif kind.justify and number < last and len(text) > 1 and spare < 3 * kind.size:
            spacing += spare / (len(text) - 1)
        keep = kind.keep or (last > 0 and number in (0, last - 1))
        found.append(Line(kind.leading, keep, text, x, spacing))
    return found
