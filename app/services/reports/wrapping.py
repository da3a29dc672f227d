"""Texts into the cells of strips: wrapped where they must be, cut where they outgrow a page."""

from collections.abc import Sequence
from operator import gt

from app.services.reports.breaking import break_lines
from app.services.reports.fonts import Typeface
from app.services.reports.grid import Cell, Layout, Strip
from app.services.reports.theme import Look

_MEMORY = 4_000  # wrapped texts remembered


class Wrapping:
    """Makes strips in type of one size. Looks closely only at texts that may not fit."""

    def __init__(self, look: Look, size: float, face: Typeface) -> None:
        self._look = look
        self._size = size
        self._face = face
        self._leading = size * look.leading
        self._known: dict[float, dict[str, Cell]] = {}  # by room

    def room(self, width: float) -> float:
        """What a cell of a width holds on one line, in em."""
        return (width - 2 * self._look.pad) / self._size

    def cells(self, texts: Sequence[str], rooms: Sequence[float]) -> Sequence[Cell]:
        """The texts as they stand in cells with this much room."""
        # No character is wider than an em, so a text of few enough characters fits unmeasured.
        if any(map(gt, map(len, texts), rooms)) or "\n" in "".join(texts):
            return [
                self._cell(text, room) if len(text) > room or "\n" in text else text
                for text, room in zip(texts, rooms, strict=True)
            ]
        return texts

    def strip(self, cells: Sequence[Cell], layouts: tuple[Layout, ...]) -> Strip:
        """A strip as high as its longest cell."""
        most = max((len(cell) for cell in cells if type(cell) is not str), default=1)
        height = self._look.row
        if most > 1:
            height = max(height, most * self._leading + 2 * self._look.rise)
        return Strip(height, layouts=layouts, cells=cells)

    def parted(self, strip: Strip, limit: float) -> list[Strip]:
        """The strip itself, or its lines one by one if it is higher than the limit."""
        if strip.height <= limit:
            return [strip]
        columns = [[cell] if isinstance(cell, str) else cell for cell in strip.cells]
        count = max(map(len, columns))
        parts = []
        for number in range(count):
            cells = ["".join(lines[number : number + 1]) for lines in columns]
            edge = self._look.rise if number in (0, count - 1) else 0.0
            part = Strip(self._leading + edge, layouts=strip.layouts, cells=cells)
            part.first, part.ends, part.whole = number == 0, number == count - 1, False
            part.keep = number in (0, count - 2)
            parts.append(part)
        return parts

    def _cell(self, text: str, room: float) -> Cell:
        if self._face.width(text) <= room and "\n" not in text:
            return text
        known = self._known.setdefault(room, {})
        found = known.get(text)
        if found is None:
            if len(known) > _MEMORY:
                known.clear()
            lines = break_lines(text, self._face, room)
            found = known[text] = lines[0] if len(lines) == 1 else tuple(lines)
        return found
