"""Runs the benches whose names are given, or all, and prints one table."""

import importlib
import sys

from tests.bench.measure import Row

NAMES = (
    "startup", "search", "lists", "table", "import_", "export", "pdf", "papers",
    "rules", "teachers", "week", "bookings",
)  # fmt: skip


def main(wanted: list[str]) -> int:
    """The exit code is 0 however slow it was: a bench reports, it does not judge."""
    rows: list[Row] = []
    for name in wanted or NAMES:
        found = importlib.import_module(f"tests.bench.{name}").rows()
        for row in found:
            print(line(row), flush=True)
        rows.extend(found)
    missed = sum(1 for row in rows if row.goal and row.ratio > row.goal)
    print(f"{len(rows)} measured, {missed} beyond their goal")
    return 0


def line(row: Row) -> str:
    """One row of the table."""
    mark = "" if not row.goal else "ok " if row.ratio <= row.goal else "OVER"
    goal = f"<= {row.goal:g}" if row.goal else ""
    named = f"{row.work:<46} | {row.against:<44}"
    return f"{named} | {row.ratio:8.3f} | {goal:<9} | {mark:<4} | {row.note}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
