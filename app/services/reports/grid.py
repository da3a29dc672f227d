"""Ruled grids: what tables and cards look like once they are set."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from app.services.reports.fonts import Typeface
from app.services.reports.galley import Part, baseline
from app.services.reports.pen import Pen
from app.services.reports.spec import Align
from app.services.reports.theme import Look, Type

_MEMORY = 4_000  # texts remembered as set, for each slot
_CENTRED = 3  # lines; longer texts read better from the left

Cell = str | Sequence[str]  # one line, or several


@dataclass(frozen=True, slots=True, eq=False)
class Slot:
    """Where a cell of a strip is drawn, and how."""

    cell: int
    x: float
    width: float
    align: Align
    face: Typeface
    grey: float = 1


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """The slots of a strip on one sheet, from left to right."""

    slots: tuple[Slot, ...]

    @property
    def edges(self) -> list[float]:
        """Where the upright rules are."""
        last = self.slots[-1]
        return [slot.x for slot in self.slots] + [last.x + last.width]


@dataclass(slots=True)
class Strip(Part):
    """One line of a grid across the page, or a part of one that is taller than a page."""

    layouts: tuple[Layout, ...] = ()  # one for each sheet
    cells: Sequence[Cell] = ()
    whole: bool = True  # texts stand in the middle of its height
    first: bool = True  # the first part: space above its text
    ends: bool = True  # the last part: space and a rule below


@dataclass(frozen=True, slots=True)
class Box:
    """A cell of the head: place below the top of the head, size, lines."""

    x: float
    below: float
    width: float
    height: float
    lines: Sequence[str]


@dataclass(frozen=True, slots=True, eq=False)
class Head:
    """What is repeated above the strips on every page."""

    height: float
    boxes: tuple[tuple[Box, ...], ...]  # for each sheet
    face: Typeface


class _Set(dict[str, tuple[str, str]]):
    """Texts set in a slot: the marks before and after their height on the page.

    A dictionary that fills itself, because every cell of every page asks it.
    """

    def __init__(self, pen: Pen, slot: Slot, align: Align, *, pad: float, size: float) -> None:
        super().__init__()
        self._pen = pen
        self._face = slot.face
        self._size = size
        self._x = slot.x + pad
        self._room = slot.width - 2 * pad
        self._share = {Align.LEFT: 0.0, Align.CENTRE: 0.5, Align.RIGHT: 1.0}[align]

    def __missing__(self, text: str) -> tuple[str, str]:
        if len(self) > _MEMORY:
            self.clear()
        x, face, size = self._x, self._face, self._size
        if self._share:
            x += self._share * (self._room - face.width(text) * size)
        found = self[text] = f"1 0 0 1 {x:.2f} ", f" Tm{self._pen.shown(text, face, size)}"
        return found


class Grid:
    """A galley of ruled strips with a head."""

    def __init__(  # noqa: PLR0913 - a grid is all of these
        self,
        strips: Sequence[Strip],
        look: Look,
        size: float,
        *,
        head: Head | None = None,
        caption: str = "",
        small: Type,
        face: Typeface,
    ) -> None:
        self.parts = strips
        self.before = 0.0
        self.sheets = len(strips[0].layouts)
        self._look = look
        self._size = size
        self._leading = size * look.leading
        self._head = head
        self._caption = caption
        self._small = small
        self._face = face
        self._sets: dict[tuple[Slot, Align], _Set] = {}
        self._plans: dict[Layout, list[tuple[int, Slot, _Set]]] = {}
        self._heads: dict[tuple[int, float], str] = {}

    def lead(self, *, continued: bool) -> float:
        """The head, and above it 续表 where the table goes on."""
        height = self._head.height if self._head else 0.0
        return height + (self._small.leading if self._caption and continued else 0.0)

    def draw(
        self, pen: Pen, parts: Sequence[Part], top: float, *, continued: bool, sheet: int
    ) -> None:
        """Greys, texts, rules."""
        if self._caption and (continued or sheet):
            self._draw_caption(pen, top if continued else top + self._small.leading, sheet)
        start = top - (self.lead(continued=continued) - (self._head.height if self._head else 0))
        strips = [part for part in parts if isinstance(part, Strip)]
        below = start - (self._head.height if self._head else 0.0)
        if self._head:
            self._draw_head(pen, self._head, start, sheet)
        self._draw_greys(pen, strips, below, sheet)
        self._draw_texts(pen, strips, below, sheet)
        self._draw_rules(pen, strips, start, below, sheet)

    def _draw_caption(self, pen: Pen, top: float, sheet: int) -> None:
        kind = self._small
        side = f"，并排第 {sheet + 1} 张，共 {self.sheets} 张" if self.sheets > 1 else ""
        left = self._strip_left(sheet)
        base = top - baseline(kind.leading - 3, kind.size)
        pen.text(left, base, f"{self._caption}（续表{side}）", self._face, kind.size)

    def _strip_left(self, sheet: int) -> float:
        return self.parts[0].layouts[sheet].slots[0].x

    def _draw_head(self, pen: Pen, head: Head, top: float, sheet: int) -> None:
        """The same marks on nearly every page, so they are kept."""
        marks = self._heads.get((sheet, top))
        if marks is None:
            inner = pen.apart()
            self._mark_head(inner, head, top, sheet)
            marks = self._heads[sheet, top] = inner.marks()
        pen.add(marks)

    def _mark_head(self, pen: Pen, head: Head, top: float, sheet: int) -> None:
        size, leading = self._size, self._leading
        left = self._strip_left(sheet)
        for box in head.boxes[sheet]:
            pen.grey(
                box.x, top - box.below - box.height, box.width, box.height, self._look.head_grey
            )
        for box in head.boxes[sheet]:
            y = top - box.below - box.height
            pen.rule(box.x, y, box.x + box.width, y, self._look.rule)
            if box.x > left:
                pen.rule(box.x, y, box.x, y + box.height, self._look.rule)
            y += (box.height + len(box.lines) * leading) / 2
            for line in box.lines:
                x = box.x + (box.width - head.face.width(line) * size) / 2
                pen.text(x, y - baseline(leading, size), line, head.face, size)
                y -= leading

    def _draw_greys(self, pen: Pen, strips: Sequence[Strip], top: float, sheet: int) -> None:
        for strip in strips:
            for slot in strip.layouts[sheet].slots:
                if slot.grey < 1:
                    pen.grey(slot.x, top - strip.height, slot.width, strip.height, slot.grey)
            top -= strip.height

    def _draw_texts(self, pen: Pen, strips: Sequence[Strip], top: float, sheet: int) -> None:
        marks: list[str] = []
        face: Typeface | None = None
        one_line = 0.5 * self._leading - baseline(self._leading, self._size)
        for strip in strips:
            middle = f"{top - strip.height / 2 + one_line:.2f}"
            cells, whole = strip.cells, strip.whole
            for at, slot, set_ in self._plan(pen, strip.layouts[sheet]):
                cell = cells[at]
                if not cell:
                    continue
                if slot.face is not face:
                    face = slot.face
                    marks.append(pen.font(face, self._size))
                if whole and isinstance(cell, str):
                    before, after = set_[cell]
                    marks.append(f"{before}{middle}{after}")
                else:
                    lines = (cell,) if isinstance(cell, str) else cell
                    marks += self._draw_lines(pen, slot, lines, top, strip)
            top -= strip.height
        pen.add(f"BT {' '.join(marks)} ET")

    def _plan(self, pen: Pen, layout: Layout) -> list[tuple[int, Slot, _Set]]:
        """The slots of a layout with what has been set in them before."""
        plan = self._plans.get(layout)
        if plan is None:
            slots = layout.slots
            plan = [(slot.cell, slot, self._set(pen, slot, slot.align)) for slot in slots]
            self._plans[layout] = plan
        return plan

    def _draw_lines(
        self, pen: Pen, slot: Slot, lines: Sequence[str], top: float, strip: Strip
    ) -> list[str]:
        leading = self._leading
        spare = (strip.height - len(lines) * leading) / 2
        y = top - (spare if strip.whole else self._look.rise if strip.first else 0.0)
        y -= baseline(leading, self._size)
        long = len(lines) > _CENTRED or not strip.whole
        flush = long and slot.align is Align.CENTRE
        set_ = self._set(pen, slot, Align.LEFT if flush else slot.align)
        marks = []
        for line in lines:
            if line:
                before, after = set_[line]
                marks.append(f"{before}{y:.2f}{after}")
            y -= leading
        return marks

    def _set(self, pen: Pen, slot: Slot, align: Align) -> _Set:
        """What has been set in a slot, on the side given."""
        found = self._sets.get((slot, align))
        if found is None:
            found = self._sets[slot, align] = _Set(
                pen, slot, align, pad=self._look.pad, size=self._size
            )
        return found

    def _draw_rules(
        self, pen: Pen, strips: Sequence[Strip], top: float, below: float, sheet: int
    ) -> None:
        edges = strips[0].layouts[sheet].edges
        left, right = edges[0], edges[-1]
        marks = [f"{self._look.rule:g} w"]
        y = below
        for strip in strips:
            y -= strip.height
            if strip.ends:
                marks.append(f"{left:.2f} {y:.2f} m {right:.2f} {y:.2f} l")
        bottom = y
        y = below
        for _, alike in groupby(strips, key=lambda strip: strip.layouts):
            run = list(alike)
            end = y - sum(strip.height for strip in run)
            marks += [
                f"{x:.2f} {y:.2f} m {x:.2f} {end:.2f} l" for x in run[0].layouts[sheet].edges[1:-1]
            ]
            y = end
        pen.add(" ".join(marks) + " S")
        pen.frame(left, bottom, right - left, top - bottom, self._look.frame)
