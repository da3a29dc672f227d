"""Setting tables and cards as grids."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from app.services.reports import tables
from app.services.reports.characters import printable
from app.services.reports.columns import Fit, comfortable, fit, needs
from app.services.reports.fonts import Typeface
from app.services.reports.grid import Grid, Layout, Slot, Strip
from app.services.reports.heads import set_head
from app.services.reports.spec import Align, Fact, Facts, Table
from app.services.reports.tables import Kind, Line
from app.services.reports.theme import Sheet, Theme
from app.services.reports.wrapping import Wrapping

_LABEL = 8.0  # em: the widest label beside a fact before it wraps
_LABEL_GREY = 0.93
_PARTED = 0.55  # a row higher than this much of the page may be cut
_STRONG = (Kind.GROUP, Kind.SUBTOTAL, Kind.TOTAL)


@dataclass(frozen=True, slots=True)
class Faces:
    """The typefaces of a table."""

    text: Typeface
    number: Typeface
    strong: Typeface


class TableSetter:
    """A table on its way to a grid: its texts, and what its columns need."""

    def __init__(self, table: Table, theme: Theme, faces: Faces) -> None:
        self._table = table
        self._theme = theme
        self._faces = faces
        self._columns = tables.columns(table)
        self._lines = list(tables.lines(table))
        show = tables.shower(self._columns)
        self._texts = [show(line.values) if line.values else [] for line in self._lines]
        filled = [texts for texts in self._texts if texts]
        self._needs = needs(self._columns, filled, faces.text, faces.strong)

    def texts(self) -> Iterator[Sequence[str]]:
        """Everything that will be printed, line by line."""
        yield [column.head for column in self._columns]
        yield [column.over for column in self._columns]
        yield [line.label for line in self._lines if line.label]
        yield from self._texts

    def comfortable(self, room: float) -> bool:
        """Whether it stands well in this width."""
        return comfortable(self._needs, self._theme.look, room)

    def set(self, sheet: Sheet, caption: str) -> Grid:
        """The grid for pages of this size."""
        look = self._theme.look
        keys = min(self._table.keys + self._table.numbered, len(self._columns))
        found = fit(self._needs, look, sheet.room, keys)
        head = set_head(self._columns, found, look, self._faces.strong, sheet.left)
        return Grid(
            self._strips(found, sheet, (sheet.body - head.height) * _PARTED),
            look,
            found.size,
            head=head,
            caption=caption,
            small=self._theme.small,
            face=self._faces.text,
        )

    def _strips(self, found: Fit, sheet: Sheet, limit: float) -> list[Strip]:
        wrapping = Wrapping(self._theme.look, found.size, self._faces.text)
        layouts = {kind: self._layouts(kind, found, sheet.left) for kind in Kind}
        rooms = {kind: self._rooms(kind, found, sheet, wrapping) for kind in Kind}
        strips: list[Strip] = []
        for line, texts in zip(self._lines, self._texts, strict=True):
            if line.kind is not Kind.ROW:
                texts = self._labelled(line, texts)  # noqa: PLW2901 - the texts, completed
            strip = wrapping.strip(wrapping.cells(texts, rooms[line.kind]), layouts[line.kind])
            if line.kind in (Kind.SUBTOTAL, Kind.TOTAL) and strips:
                strips[-1].keep = True
            strip.keep = line.kind in (Kind.GROUP, Kind.INDEX)
            strips += wrapping.parted(strip, limit)
        return strips

    def _labelled(self, line: Line, texts: Sequence[str]) -> Sequence[str]:
        """The texts of a line with its label in place of the first ones."""
        taken = tables.span(self._table, line.kind)
        if not taken:
            return texts
        rest = texts[taken:] if texts else [""] * (len(self._columns) - taken)
        return [line.label, *[""] * (taken - 1), *rest]

    def _rooms(self, kind: Kind, found: Fit, sheet: Sheet, wrapping: Wrapping) -> list[float]:
        """What the cells of a line hold, on the sheet where they are narrowest."""
        widths = [sheet.room] * len(self._columns)
        for columns in found.sheets:
            for at, width in columns:
                widths[at] = min(widths[at], width)
        taken = tables.span(self._table, kind)
        if taken:
            widths[0] = sheet.room if taken == len(widths) else sum(widths[:taken])
        return [wrapping.room(width) for width in widths]

    def _layouts(self, kind: Kind, found: Fit, left: float) -> tuple[Layout, ...]:
        return tuple(self._layout(kind, columns, left) for columns in found.sheets)

    def _layout(self, kind: Kind, columns: Sequence[tuple[int, float]], x: float) -> Layout:
        taken = tables.span(self._table, kind)
        grey = self._theme.look.group_grey if kind in _STRONG else 1.0
        slots: list[Slot] = []
        for at, width in columns:
            if slots and (0 < at < taken or taken == len(self._columns)):
                old = slots.pop()
                slots.append(replace(old, width=old.width + width))
            else:
                align = self._align(kind, at, taken)
                slots.append(Slot(at, x, width, align, self._face(kind, align), grey))
            x += width
        return Layout(tuple(slots))

    def _face(self, kind: Kind, align: Align) -> Typeface:
        if kind in _STRONG:
            return self._faces.strong
        return self._faces.number if align is Align.RIGHT else self._faces.text

    def _align(self, kind: Kind, at: int, taken: int) -> Align:
        if kind is Kind.GROUP:
            return Align.LEFT
        if kind is Kind.INDEX or at < taken:
            return Align.CENTRE
        return self._columns[at].align


def set_facts(section: Facts, theme: Theme, sheet: Sheet, body: Typeface, bold: Typeface) -> Grid:
    """Labels on grey, values beside them; as wide as the page."""
    look = theme.look
    size = look.wish + 1.5
    wrapping = Wrapping(look, size, body)
    label = min(_LABEL, max((bold.width(fact.label) for fact in section.facts), default=1.0))
    label_width = label * size + 2 * look.pad + 4
    strips: list[Strip] = []
    for facts in _fact_rows(section):
        layout = _fact_layout(len(facts), label_width, sheet, body, bold)
        rooms = [wrapping.room(slot.width) for slot in layout.slots]
        texts = [printable(text) for fact in facts for text in (fact.label, fact.value)]
        strip = wrapping.strip(wrapping.cells(texts, rooms), (layout,))
        strips += wrapping.parted(strip, sheet.body * _PARTED)
    return Grid(strips, look, size, small=theme.small, face=body)


def _fact_rows(section: Facts) -> Iterator[list[Fact]]:
    """Facts side by side; one that is wide, or alone in its row, has the row to itself."""
    row: list[Fact] = []
    for fact in section.facts:
        if fact.wide and row:
            yield row
            row = []
        row.append(fact)
        if fact.wide or len(row) == section.columns:
            yield row
            row = []
    if row:
        yield row


def _fact_layout(count: int, label: float, sheet: Sheet, body: Typeface, bold: Typeface) -> Layout:
    width = sheet.room / count
    slots = []
    for number in range(count):
        x = sheet.left + number * width
        slots.append(Slot(2 * number, x, label, Align.CENTRE, bold, _LABEL_GREY))
        slots.append(Slot(2 * number + 1, x + label, width - label, Align.LEFT, body))
    return Layout(tuple(slots))
