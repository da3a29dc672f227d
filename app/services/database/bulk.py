"""Rows by the thousand: on SQLite past the statement compiler, which costs more than the insert."""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import repeat
from operator import is_
from typing import Any, TypeVar

from sqlalchemy import Connection, Dialect, Table, insert

from app.services.database.engine import is_sqlite

_CHUNK = 2_000
K = TypeVar("K")


def parts(keys: Sequence[K], size: int = 400) -> Iterator[Sequence[K]]:
    """These keys, so many at a time: a statement may name only so many."""
    return (keys[start : start + size] for start in range(0, len(keys), size))


def insert_rows(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows that all name the same columns of `table`."""
    if not rows:
        return
    names = tuple(rows[0])
    for chunk in parts(rows, _CHUNK):
        if not is_sqlite(connection):
            connection.execute(insert(table), chunk)
            continue
        binders = _binders(connection.dialect, table, names)
        columns = [
            _column([row[name] for row in chunk], bind)
            for name, bind in zip(names, binders, strict=True)
        ]
        bound = [values for _, values in columns if values is not None]
        statement = _statement(connection.dialect, table, names, [mark for mark, _ in columns])
        rows_bound = list(zip(*bound, strict=True)) if bound else [()] * len(chunk)
        connection.exec_driver_sql(statement, rows_bound)


_LITERALS = {None: "NULL", 0: "0", 1: "1"}


def _column(
    values: list[Any], bind: Callable[[Any], Any] | None
) -> tuple[str, Sequence[Any] | None]:
    """What stands for a column in the statement, and what is bound to it for each row.

    The driver takes as long for a NULL as for a text, and half the columns are the same in all
    rows: nothing was given, or everything was made at one moment.
    """
    first = values[0]
    if all(map(is_, values, repeat(first))):
        stored = first if bind is None else bind(first)
        literal = _LITERALS.get(stored)
        return (literal, None) if literal else ("?", [stored] * len(values))
    return "?", values if bind is None else [bind(value) for value in values]


def _statement(dialect: Dialect, table: Table, names: Sequence[str], marks: Sequence[str]) -> str:
    quote = dialect.identifier_preparer.quote
    columns = ", ".join(quote(name) for name in names)
    return f"INSERT INTO {quote(table.name)} ({columns}) VALUES ({', '.join(marks)})"  # noqa: S608


@lru_cache(maxsize=64)
def _binders(
    dialect: Dialect, table: Table, names: Sequence[str]
) -> Sequence[Callable[[Any], Any] | None]:
    """What turns the values of each column into what the driver stores."""
    return [table.c[name].type.dialect_impl(dialect).bind_processor(dialect) for name in names]
