"""Questions that are asked again and again: compiled once, and read as the driver gives them.

To make a statement of a query takes SQLAlchemy some ten times as long as SQLite takes to answer it
from an index. Whoever drags a booking about asks at every step.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Dialect, Select, Uuid, bindparam
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ColumnElement

_Convert = Callable[[Any], Any] | None
_KEYS = 4_096


def one_of(
    column: ColumnElement[Any], name: str, size: int, fixed: Sequence[Any] = ()
) -> ColumnElement[bool]:
    """Whether a column has one of up to `size` values: `fixed` ones, or a list given as `name`."""
    values = fixed or (None,) * size
    return column.in_([bindparam(f"{name}_{n}", values[n], type_=column.type) for n in range(size)])


@dataclass(frozen=True, slots=True)
class _Ready:
    """A query as one engine's driver takes it, and what turns values into its form and back."""

    text: str
    names: tuple[str, ...]
    ordered: bool  # whether the driver takes them in this order, or by name
    fixed: Mapping[str, Any]
    binders: Mapping[str, _Convert]
    readers: tuple[tuple[int, Callable[[Any], Any]], ...]  # of the columns that need one


class Prepared:
    """A query with named parameters. Its rows are plain lists, in the order of its columns."""

    def __init__(self, query: Select[Any]) -> None:
        self._query = query
        self._ready: dict[Dialect, _Ready] = {}

    def rows(self, session: Session, values: Mapping[str, Any]) -> list[list[Any]]:
        """The rows for these values, inside the session's transaction.

        A list is for `one_of`; where it is shorter than that has places, its last value repeats.
        """
        connection = session.connection()
        dialect = connection.dialect
        ready = self._ready.get(dialect)
        if ready is None:
            ready = self._ready[dialect] = _compiled(self._query, dialect)
        given = _bound(ready, values)
        driver: Any = connection.connection.driver_connection
        cursor = driver.cursor()
        try:
            cursor.execute(ready.text, given)
            found = cursor.fetchall()
        except dialect.loaded_dbapi.Error as error:
            raise DBAPIError(ready.text, None, error) from error
        finally:
            cursor.close()
        rows = [list(row) for row in found]
        for row in rows:
            for at, read in ready.readers:
                if (stored := row[at]) is not None:
                    row[at] = read(stored)
        return rows


def _bound(ready: _Ready, values: Mapping[str, Any]) -> Any:
    given = dict(ready.fixed)
    for name, value in values.items():
        if isinstance(value, list):
            _spread(ready, name, value, given)
        else:
            given[name] = _as_stored(ready.binders[name], value)
    return [given[name] for name in ready.names] if ready.ordered else given


def _spread(ready: _Ready, name: str, values: Sequence[Any], given: dict[str, Any]) -> None:
    n, last = 0, len(values) - 1
    while (key := f"{name}_{n}") in ready.binders:
        given[key] = _as_stored(ready.binders[key], values[min(n, last)])
        n += 1


def _as_stored(bind: _Convert, value: Any) -> Any:
    return bind(value) if bind else value


def _compiled(query: Select[Any], dialect: Dialect) -> _Ready:
    compiled = query.compile(dialect=dialect)
    if not isinstance(compiled, SQLCompiler):
        raise TypeError("a query compiles to SQL")
    binders = {
        name: each.type.dialect_impl(dialect).bind_processor(dialect)
        for each, name in compiled.bind_names.items()
    }
    return _Ready(
        str(compiled),
        tuple(compiled.positiontup or compiled.params),
        compiled.positiontup is not None,
        {
            name: _as_stored(binders[name], value)
            for name, value in compiled.params.items()
            if value is not None
        },
        binders,
        tuple(_readers(query, dialect)),
    )


def _readers(query: Select[Any], dialect: Dialect) -> Iterator[tuple[int, Callable[[Any], Any]]]:
    for at, each in enumerate(query.selected_columns):
        read = each.type.dialect_impl(dialect).result_processor(dialect, None)
        if read is not None:
            # Keys come again and again, and to make one takes ten times as long as to find it.
            yield at, lru_cache(_KEYS)(read) if isinstance(each.type, Uuid) else read
