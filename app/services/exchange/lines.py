"""Rows of a sheet as values by field, with what could not be read; no database yet."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import islice, repeat
from typing import Any
from uuid import UUID

from app.errors import Problem
from app.models import Record
from app.models.fields import Field
from app.services.codes import Codes
from app.services.exchange.cells import Cell, Sheet, shown
from app.services.exchange.convert import Column, convert_column
from app.services.exchange.layout import Layout
from app.services.exchange.mapping import Mapping, read_of_several

Progress = Callable[[int, int, str], None]
_MOST_MERGED = 200_000  # cells; a file may claim any number of them
_DITTO = frozenset({"同上", "〃", "″", "〞", "”", '"', "''", "々"})


class Outcome(Enum):
    """What an import does with a row."""

    NEW = "新增"
    CHANGED = "更新"
    SAME = "无变化"
    REFUSED = "退回"


@dataclass(slots=True)
class Line:
    """One row of the file and its fate."""

    number: int  # as Excel counts
    values: dict[str, Any]  # what the row gives, in normal form; blank cells are absent
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    outcome: Outcome = Outcome.REFUSED
    key: UUID | None = None  # the record it is about, or the one it would make
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)  # field: before, after
    beside: dict[str, Any] = field(default_factory=dict)  # what it says of a part of the record
    brings: tuple[UUID | None, dict[str, Any]] | None = None  # that part, if it is to be written


def read_columns(  # noqa: PLR0913 - a table, how to read it, and into what
    fields: Sequence[Field],
    sheet: Sheet,
    layout: Layout,
    mapping: Mapping,
    codes: Codes,
    *,
    progress: Progress = lambda *_: None,
) -> list[Column]:
    """Every mapped column, cell by cell in the order of the records."""
    known = {each.key: each for each in fields}
    chosen = [(at, key) for at, key in sorted(mapping.columns.items()) if key and at < sheet.width]
    found = []
    for done, (at, key) in enumerate(chosen):
        progress(done, 2 * len(chosen), "读取单元格")
        cells = [sheet.rows[n][at] for n in layout.rows]
        repeated = _repeat(cells, fill=at in mapping.fill)
        column = convert_column(known[key], cells, codes, since_1904=sheet.since_1904)
        column.warnings.update(repeated | column.warnings)
        found.append(column)
    return found


def above_the_heads(
    kind: type[Record], sheet: Sheet, layout: Layout, columns: Sequence[Column]
) -> list[Column]:
    """What the title rows say of all rows at once: “批次：2026年春季” names the batch of each."""
    given = {column.field.key for column in columns}
    texts = [shown(cell) for row in sheet.rows[: layout.head] for cell in row if cell != ""]
    found = []
    for described in kind.fields():
        if not described.along or described.key in given or described.fixed:
            continue
        if name := _said(described, texts):
            found.append(Column(described, [(name,)] * len(layout.rows)))
    return found


def _said(described: Field, texts: Sequence[str]) -> str:
    names = "|".join(re.escape(each) for each in (described.label, *described.synonyms))
    for each in texts:
        if said := re.search(rf"(?:{names})\s*[:：]\s*(\S+)", each):
            return said[1]
    return ""


def _repeat(cells: list[Cell], *, fill: bool) -> dict[int, str]:
    """Replace 同上 by what stands above; merged cells too where a person wants that."""
    repeated: dict[int, str] = {}
    above: Cell = ""
    if not fill and _DITTO.isdisjoint(cells):
        return repeated
    for n, cell in enumerate(cells):
        ditto = cell.__class__ is str and cell in _DITTO
        if ditto or (fill and cell == ""):
            cells[n] = above
            if ditto:
                repeated[n] = "“同上”已按上一行填写" if above != "" else "“同上”的上面没有内容"
        else:
            above = cell
    return repeated


def to_lines(layout: Layout, columns: Sequence[Column]) -> list[Line]:
    """One line per record, with the problems and warnings of its cells."""
    keys = [column.field.key for column in columns]
    values = [column.values for column in columns]
    rows = zip(*values, strict=True) if values else repeat(())
    lines = [
        Line(
            number + 1,
            {key: value for key, value in zip(keys, row, strict=True) if value is not None},
        )
        for number, row in zip(layout.rows, rows, strict=False)
    ]
    for column in columns:
        for n, reason in column.problems.items():
            lines[n].problems.append(Problem(column.field.key, reason))
        for n, note in column.warnings.items():
            lines[n].warnings.append(Problem(column.field.key, note))
    return lines


def warn_of_sheet(sheet: Sheet, layout: Layout, mapping: Mapping, lines: Sequence[Line]) -> None:
    """Say what the sheet hid, merged or said twice, on the lines concerned."""
    if not lines:
        return
    if sheet.hidden:
        lines[0].warnings.append(Problem("", f"工作表“{sheet.name}”在 Excel 里是隐藏的，也读入了"))
    lines[0].warnings += [Problem("", told) for told in read_of_several(layout, mapping)]
    by_number = {line.number: line for line in lines} if sheet.hidden_rows or sheet.merged else {}
    for row in sorted(sheet.hidden_rows):
        if line := by_number.get(row + 1):
            line.warnings.append(Problem("", "这一行在 Excel 里是隐藏的，也读入了"))
    for row, column in islice(_below_merged(sheet), _MOST_MERGED):
        line, key = by_number.get(row + 1), mapping.key(column)
        if line and key and column not in mapping.fill:
            line.warnings.append(Problem(key, "这一格与上面的合并，只有最上面一行读到内容"))


def _below_merged(sheet: Sheet) -> Iterator[tuple[int, int]]:
    """Rows and columns that a merged cell above covers."""
    for top, left, bottom, _ in sheet.merged:
        for row in range(top + 1, min(bottom + 1, len(sheet.rows))):
            yield row, left
