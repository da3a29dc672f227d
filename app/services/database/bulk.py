"""Rows by the thousand: on SQLite past the statement compiler, which costs more than the insert."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, Table, insert

from app.services.database.engine import is_sqlite

_CHUNK = 2_000


def insert_rows(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows that all name the same columns of `table`."""
    if not rows:
        return
    names = tuple(rows[0])
    for start in range(0, len(rows), _CHUNK):
        chunk = rows[start : start + _CHUNK]
        if not is_sqlite(connection):
            connection.execute(insert(table), chunk)
            continue
        statement, binders = _plan(connection.dialect, table, names)
        columns = [
            [row[name] for row in chunk] if bind is None else [bind(row[name]) for row in chunk]
            for name, bind in zip(names, binders, strict=True)
        ]
        connection.exec_driver_sql(statement, list(zip(*columns, strict=True)))


@lru_cache(maxsize=64)
def _plan(
    dialect: Dialect, table: Table, names: Sequence[str]
) -> tuple[str, Sequence[Callable[[Any], Any] | None]]:
    """The statement, and what turns each value into what the driver stores."""
    quote = dialect.identifier_preparer.quote
    columns = ", ".join(quote(name) for name in names)
    marks = ", ".join("?" for _ in names)
    statement = f"INSERT INTO {quote(table.name)} ({columns}) VALUES ({marks})"  # noqa: S608
    binders = [table.c[name].type.dialect_impl(dialect).bind_processor(dialect) for name in names]
    return statement, binders
