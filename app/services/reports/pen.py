"""Marks on a page: text, rules and greys, written straight into the page's content stream.

One string per page instead of a library call per cell: that is what makes long tables fast.
"""

from collections.abc import Callable
from typing import Any

from app.services.reports.fonts import Fonts, Role, Typeface


class _Codes(dict[str, str]):
    """Characters of a typeface's main font as hexadecimal codes; KeyError for all others."""

    def __init__(self, face: Typeface, document: Any) -> None:
        super().__init__()
        self._face = face
        self._document = document

    def __missing__(self, char: str) -> str:
        width = self._face[char]
        if char in self._face.elsewhere or char in self._face.absent:
            raise KeyError(char, width)
        code = self[char] = f"{self._face.main.code(char, self._document):04x}"
        return code


class Pen:
    """Draws on the current page of a canvas. y grows upwards, as on every PDF page."""

    def __init__(self, canvas: Any, fonts: Fonts, *, own_fonts: bool) -> None:
        self.canvas = canvas
        self._document = canvas._doc  # noqa: SLF001 - fonts keep what each document uses
        self._fonts = fonts
        self._own = own_fonts
        self._codes: dict[int, Callable[[str], str]] = {}
        self._marks: list[str] = []

    def face(self, role: Role) -> Typeface:
        """The typeface for a role in this document's style."""
        return self._fonts.face(role, own=self._own)

    def apart(self) -> "Pen":
        """Another pen for the same document, whose marks are not on the page yet."""
        return Pen(self.canvas, self._fonts, own_fonts=self._own)

    def marks(self) -> str:
        """What has been drawn since the last page or flush."""
        return "\n".join(self._marks)

    def add(self, marks: str) -> None:
        """Operators as they are."""
        self._marks.append(marks)

    def text(  # noqa: PLR0913 - a mark is a place, a text and a way of setting it
        self, x: float, y: float, text: str, face: Typeface, size: float, *, spacing: float = 0
    ) -> None:
        """A line of text from its left end on the baseline."""
        spaced = f"{spacing:.3f} Tc " if spacing else ""
        back = " 0 Tc" if spacing else ""
        self._marks.append(
            f"BT {self.font(face, size)} {spaced}1 0 0 1 {x:.2f} {y:.2f} Tm "
            f"{self.shown(text, face, size)}{back} ET"
        )

    def font(self, face: Typeface, size: float) -> str:
        """The operator that takes up a typeface."""
        return f"{face.main.getSubsetInternalName(0, self._document)} {size:g} Tf"

    def shown(self, text: str, face: Typeface, size: float) -> str:
        """The operators that show a text with a typeface that is taken up already."""
        code = self._codes.get(id(face))
        if code is None:
            # The bound method, for it is called for every character of the report.
            code = self._codes[id(face)] = _Codes(face, self._document).__getitem__
        try:
            return f"<{''.join(map(code, text))}>Tj"
        except KeyError:
            return self._pieced(text, face, size)

    def _pieced(self, text: str, face: Typeface, size: float) -> str:
        """Piece by piece, each in the font that has its characters."""
        marks = []
        for font, piece in face.runs(text):
            codes = "".join(f"{font.code(char, self._document):04x}" for char in piece)
            name = font.getSubsetInternalName(0, self._document)
            marks.append(f"{name} {size:g} Tf<{codes}>Tj")
        marks.append(self.font(face, size))
        return " ".join(marks)

    def grey(self, x: float, y: float, width: float, height: float, level: float) -> None:
        """A filled rectangle; level 1 is white."""
        self._marks.append(f"{level:g} g {x:.2f} {y:.2f} {width:.2f} {height:.2f} re f 0 g")

    def rule(self, x0: float, y0: float, x1: float, y1: float, weight: float) -> None:
        """A straight black line."""
        self._marks.append(f"{weight:g} w {x0:.2f} {y0:.2f} m {x1:.2f} {y1:.2f} l S")

    def frame(self, x: float, y: float, width: float, height: float, weight: float) -> None:
        """An empty rectangle."""
        self._marks.append(f"{weight:g} w {x:.2f} {y:.2f} {width:.2f} {height:.2f} re S")

    def page(self) -> None:
        """Finish the page and begin the next."""
        self.flush()
        self.canvas.showPage()

    def flush(self) -> None:
        """Hand over what is drawn, so that the canvas's own drawing comes after it."""
        self.canvas.addLiteral(self.marks())
        self._marks.clear()
