"""Rows of a sheet as values by field, with what could not be read; no database yet."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any
from uuid import UUID

from app.errors import Problem
from app.models import Record
from app.models.fields import Field
from app.services.codes import Codes
from app.services.exchange.cells import Cell, Sheet, shown
from app.services.exchange.convert import Column, convert_column
from app.services.exchange.layout import Layout
from app.services.exchange.mapping import Mapping

Progress = Callable[[int, int, str], None]
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


def read_columns(
    kind: type[Record], sheet: Sheet, layout: Layout, mapping: Mapping, codes: Codes
) -> list[Column]:
    """Every mapped column, cell by cell in the order of the records."""
    chosen = [(at, key) for at, key in sorted(mapping.columns.items()) if key and at < sheet.width]
    found = []
    for at, key in chosen:
        cells = [sheet.rows[n][at] for n in layout.rows]
        repeated = _repeat(cells, fill=at in mapping.fill)
        column = convert_column(kind.field(key), cells, codes, since_1904=sheet.since_1904)
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
    lines = []
    for n, row in enumerate(layout.rows):
        given = {c.field.key: value for c in columns if (value := c.values[n]) is not None}
        lines.append(Line(row + 1, given))
    for column in columns:
        for n, reason in column.problems.items():
            lines[n].problems.append(Problem(column.field.key, reason))
        for n, note in column.warnings.items():
            lines[n].warnings.append(Problem(column.field.key, note))
    return lines


def warn_of_layout(sheet: Sheet, layout: Layout, lines: Sequence[Line]) -> None:
    """Say what the sheet hid or said twice, on the lines concerned."""
    if sheet.hidden and lines:
        lines[0].warnings.append(Problem("", f"工作表“{sheet.name}”在 Excel 里是隐藏的，也读入了"))
    for line in lines if sheet.hidden_rows else ():
        if line.number - 1 in sheet.hidden_rows:
            line.warnings.append(Problem("", "这一行在 Excel 里是隐藏的，也读入了"))
    for head in layout.repeated if lines else ():
        told = f"有不止一列叫“{head}”，只读入了其中一列"
        lines[0].warnings.append(Problem("", told))
