"""A table as the lines that are printed, in order: the same on paper and in the workbook."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from app.services.reports.characters import is_printable, printable
from app.services.reports.spec import Align, Column, Group, Row, Table, Total

NUMBER = Column(label="序号", key="", type=int, width=4, align=Align.CENTRE)
_STEMS = "甲乙丙丁戊己庚辛壬癸"


class Kind(Enum):
    """What a line is."""

    ROW = "row"
    GROUP = "group"
    SUBTOTAL = "subtotal"
    TOTAL = "total"
    INDEX = "index"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Line:
    """One line: raw values under all columns, or a label in place of the first ones."""

    kind: Kind
    values: Row
    label: str = ""


@dataclass(frozen=True, slots=True)
class HeadCell:
    """A head over the columns from `first` to `last`, `depth` levels high from `level`."""

    text: str
    first: int
    last: int
    level: int
    depth: int


def columns(table: Table) -> tuple[Column, ...]:
    """What stands side by side, with 序号 in front if the table is numbered."""
    return (NUMBER, *table.columns) if table.numbered else tuple(table.columns)


def levels(shown: Sequence[Column]) -> int:
    """How many levels the head has."""
    return 2 if any(column.over for column in shown) else 1


def span(table: Table, kind: Kind) -> int:
    """How many columns the label of a line takes."""
    if kind in (Kind.GROUP, Kind.EMPTY):
        return len(columns(table))
    return 1 + table.numbered if kind in (Kind.SUBTOTAL, Kind.TOTAL) else 0


def lines(table: Table) -> Iterator[Line]:
    """Every line below the heads."""
    shown = columns(table)
    summed = any(column.total for column in shown)
    if table.index:
        yield Line(Kind.INDEX, _index(shown))
    if summed and table.total is Total.FIRST:
        yield Line(Kind.TOTAL, _sums(table, _all_rows(table)), "合计")
    if count(table):
        yield from _rows(table)
    else:
        yield Line(Kind.EMPTY, (), table.empty)
    if summed and table.total is Total.LAST:
        label = "总计" if table.subtotals else "合计"
        yield Line(Kind.TOTAL, _sums(table, _all_rows(table)), label)


def _rows(table: Table) -> Iterator[Line]:
    """The rows, numbered through, each group under its title."""
    number = 0
    for group in table.groups or [Group("", table.rows)]:
        if group.title:
            yield Line(Kind.GROUP, (), group.title)
        for row in group.rows:
            number += 1
            yield Line(Kind.ROW, (number, *row) if table.numbered else row)
        sums = _sums(table, group.rows) if group.title and table.subtotals else ()
        if any(each is not None for each in sums):
            yield Line(Kind.SUBTOTAL, sums, "小计")


def count(table: Table) -> int:
    """How many rows of data there are."""
    return sum(len(group.rows) for group in table.groups) + len(table.rows)


def shower(shown: Sequence[Column]) -> Callable[[Row], Sequence[str]]:
    """A function from the values of a line to the texts in its cells."""
    shows = [column.show for column in shown]

    def texts(values: Row) -> Sequence[str]:
        found = [
            value if type(value) is str else "" if value is None else show(value)
            for show, value in zip(shows, values, strict=True)
        ]
        return found if is_printable("".join(found)) else [printable(text) for text in found]

    return texts


def heads(shown: Sequence[Column], depth: int) -> tuple[HeadCell, ...]:
    """The cells of the head, one or two levels high; neighbours under the same head share it."""
    found: list[HeadCell] = []
    for at, column in enumerate(shown):
        if not column.over:
            found.append(HeadCell(column.head, at, at, 0, depth))
            continue
        if at and shown[at - 1].over == column.over:
            above = next(
                i for i, cell in enumerate(found) if cell.last == at - 1 and not cell.level
            )
            found[above] = HeadCell(column.over, found[above].first, at, 0, 1)
        else:
            found.append(HeadCell(column.over, at, at, 0, 1))
        found.append(HeadCell(column.head, at, at, 1, 1))
    return tuple(found)


def _all_rows(table: Table) -> Iterator[Row]:
    yield from table.rows
    for group in table.groups:
        yield from group.rows


def _sums(table: Table, rows: Iterable[Row]) -> Row:
    """Sums under the columns that have them; nothing where no row has a number."""
    places = [at for at, column in enumerate(table.columns) if column.total]
    sums: list[int | Decimal | None] = [None] * len(table.columns)
    for row in rows:
        for at in places:
            value = row[at]
            if isinstance(value, int | Decimal):
                sums[at] = value + (sums[at] or 0)
    return (None, *sums) if table.numbered else tuple(sums)


def _index(shown: Sequence[Column]) -> Row:
    """甲 乙 丙 under what names, 1 2 3 under what counts."""
    stems, number, found = iter(_STEMS), 0, []
    for column in shown:
        if column.align is Align.RIGHT:
            number += 1
            found.append(str(number))
        else:
            found.append(next(stems, ""))
    return tuple(found)
