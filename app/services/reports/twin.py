"""A share in the workbook: where paper has 58/663（8.75%） in one cell, numbers side by side.

Only so can they be sorted and summed. Which shares are taken apart is said by their column.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.services.reports.spec import Align, Column, Group, Row, Table
from app.services.shares import Share


def taken_apart(table: Table) -> Table:
    """The table with the integers of such shares in columns of their own, before the rate."""
    if all(column.apart is None for column in table.columns):
        return table
    return replace(
        table,
        columns=[one for column in table.columns for one in _columns(column)],
        rows=_rows(table.columns, table.rows),
        groups=[Group(each.title, _rows(table.columns, each.rows)) for each in table.groups],
    )


def is_rate(column: Column, value: object) -> bool:
    """Whether a cell is written as a percentage that Excel can reckon with."""
    return column.apart is not None and isinstance(value, Share) and value.whole != 0


def percent(value: object) -> str:
    """The rate alone: its integers stand beside it."""
    return value.percent if isinstance(value, Share) else str(value)


def _columns(column: Column) -> Iterator[Column]:
    if column.apart is None:
        yield column
        return
    for label in column.apart:
        over = column.over or column.label
        yield Column(label=label, over=over, type=int, width=5, align=Align.RIGHT)
    over = column.over or (column.label if column.apart else "")
    yield replace(column, over=over, width=7, align=Align.RIGHT, show=percent)


def _rows(columns: Sequence[Column], rows: Sequence[Row]) -> list[Row]:
    return [
        tuple(
            one for column, value in zip(columns, row, strict=True) for one in _cells(column, value)
        )
        for row in rows
    ]


def _cells(column: Column, value: object) -> Iterator[object]:
    if column.apart and isinstance(value, Share):
        yield from (value.part, value.whole)
    elif column.apart:
        yield from (None, None)
    yield value
