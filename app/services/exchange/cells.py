"""A sheet as it was written: cells with the type that the file gave them, nothing guessed.

Whether a code was stored as a number decides whether it can be trusted, so cells stay what they
were until `convert` knows which field they belong to.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from math import isfinite

from app.models.values import PartialDate


@dataclass(frozen=True, slots=True)
class Broken:
    """A cell without a value: an error such as #N/A, or a formula that was never calculated."""

    text: str


Cell = str | float | int | bool | date | datetime | time | timedelta | PartialDate | Broken
"""`""` is an empty cell; a PartialDate is a day that Excel shows as a month or a year only."""

Span = tuple[int, int, int, int]
"""Merged cells: first row, first column, last row, last column, counted from 0."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a file. All rows have the same width."""

    name: str
    rows: Sequence[Sequence[Cell]]
    merged: Sequence[Span] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()  # counted from 0
    since_1904: bool = False  # day numbers count from 1904, as old Macs did

    @property
    def width(self) -> int:
        """How many columns there are."""
        return len(self.rows[0]) if self.rows else 0


@dataclass(frozen=True, slots=True)
class Book:
    """A file with its sheets."""

    name: str
    sheets: tuple[Sheet, ...]
    encoding: str = ""  # of a text file; empty for workbooks
    notes: tuple[str, ...] = field(default=())  # what a person should know about the file

    def sheet(self, name: str) -> Sheet:
        """One sheet by name; KeyError if there is none."""
        for each in self.sheets:
            if each.name == name:
                return each
        raise KeyError(name)


def shown(cell: Cell, limit: int = 40) -> str:
    """A cell as a person saw it, for messages and returned workbooks; long texts are cut."""
    if isinstance(cell, Broken):
        return cell.text
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float | int):
        text = number_text(cell)
    elif isinstance(cell, datetime):
        text = f"{cell:%Y-%m-%d %H:%M}" if cell.time() != time() else f"{cell:%Y-%m-%d}"
    else:
        text = str(cell)
    return text if len(text) <= limit else text[: limit - 1] + "…"


def number_text(number: float) -> str:
    """Digits without exponent or a useless .0: 12.0 is 12, 9.15e17 is 915000000000000000."""
    if not isfinite(number):
        return str(number)
    if number == int(number):
        return str(int(number))
    text = repr(number)
    return text if "e" not in text else f"{number:.12f}".rstrip("0")


def letters(column: int) -> str:
    """The name Excel gives a column that is counted from 0."""
    found = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        found = chr(ord("A") + rest) + found
    return found
