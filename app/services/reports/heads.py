"""Setting the head of a table: one or two levels of labels over its columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from app.services.reports import tables
from app.services.reports.breaking import balanced
from app.services.reports.columns import Fit
from app.services.reports.fonts import Typeface
from app.services.reports.grid import Box, Head
from app.services.reports.spec import Column
from app.services.reports.tables import HeadCell
from app.services.reports.theme import Look


@dataclass(frozen=True, slots=True)
class _Label:
    cell: HeadCell
    left: float
    right: float
    lines: Sequence[str]


def set_head(columns: Sequence[Column], fit: Fit, look: Look, face: Typeface, left: float) -> Head:
    """The head for every sheet, equally high on all of them."""
    levels = tables.levels(columns)
    sheets = []
    for sheet in fit.sheets:
        edges = list(accumulate((width for _, width in sheet), initial=left))
        cells = tables.heads([columns[at] for at, _ in sheet], levels)
        sheets.append([_label(cell, edges, fit.size, look, face) for cell in cells])
    heights = _heights(sheets, levels, fit.size * look.leading, look)
    return Head(sum(heights), tuple(_boxes(labels, heights) for labels in sheets), face)


def _label(
    cell: HeadCell, edges: Sequence[float], size: float, look: Look, face: Typeface
) -> _Label:
    left, right = edges[cell.first], edges[cell.last + 1]
    room = max((right - left - 1.5 * look.pad) / size, 1.0)
    return _Label(cell, left, right, balanced(cell.text, face, room))


def _heights(
    sheets: Sequence[Sequence[_Label]], levels: int, leading: float, look: Look
) -> list[float]:
    """Every level as high as its longest label; a label over both stretches the lower one."""
    heights = [look.row * (1.15 if levels == 1 else 1)] * levels
    labels = [label for sheet in sheets for label in sheet]
    for label in sorted(labels, key=lambda label: label.cell.depth):
        cell = label.cell
        wanted = len(label.lines) * leading + 2 * look.rise
        lowest = cell.level + cell.depth - 1
        heights[lowest] += max(0.0, wanted - sum(heights[cell.level : lowest + 1]))
    return heights


def _boxes(labels: Sequence[_Label], heights: Sequence[float]) -> tuple[Box, ...]:
    return tuple(
        Box(
            label.left,
            sum(heights[: label.cell.level]),
            label.right - label.left,
            sum(heights[label.cell.level : label.cell.level + label.cell.depth]),
            label.lines,
        )
        for label in labels
    )
