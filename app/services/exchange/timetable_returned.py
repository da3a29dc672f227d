"""Rows of a timetable that did not find a room, or make no sense, as a workbook to be corrected.

The titles come along, because they name the term: the corrected file can be imported as it is.
"""

from collections.abc import Iterable
from pathlib import Path

from app.services.exchange.lines import Outcome
from app.services.exchange.rejected import Returned, write_returned
from app.services.exchange.timetable import TimetablePlan
from app.services.exchange.timetable_clashes import Entry
from app.services.exchange.timetable_rows import Columns

_WIDTH = 14.0


def write_returns(plan: TimetablePlan, path: Path) -> int:
    """Write the rows that are refused or still to be placed; returns how many."""
    ledger = plan.ledger
    rows = [_returned(plan, entry) for entry in returns(plan.entries)]
    heads = ledger.layout.heads
    write_returned(path, heads, [_WIDTH] * len(heads), rows, ledger.titles)
    return len(rows)


def returns(entries: Iterable[Entry]) -> list[Entry]:
    """The rows that somebody has to look at before they take a room."""
    return [e for e in entries if e.outcome is Outcome.REFUSED or e.unplaced]


def _returned(plan: TimetablePlan, entry: Entry) -> Returned:
    labels = {each.label: each.key for each in Columns.fields()}
    at = plan.ledger.at
    reasons: dict[int, str] = {}
    told = [(labels.get(each.field, "title"), each.message) for each in entry.row.problems]
    told += [("room", each.words) for each in entry.clashes if entry.unplaced]
    for key, words in told:
        column = at.get(key, at["title"])
        reasons[column] = "\n".join(filter(None, [reasons.get(column), words]))
    cells = plan.ledger.cells.rows[entry.row.number - 1]
    return Returned(entry.row.number, cells, reasons, "\n".join(words for _, words in told))
