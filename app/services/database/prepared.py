"""Questions that are asked again and again: compiled once, and read as the driver gives them.

To make a statement of a query takes SQLAlchemy some ten times as long as SQLite takes to answer it
from an index. Whoever drags a booking about asks at every step.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Date, Dialect, Enum, Select, Uuid, bindparam
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.types import TypeEngine

_Convert = Callable[[Any], Any] | None
_KEYS = 4_096


def one_of(
    column: ColumnElement[Any], name: str, size: int, fixed: Sequence[Any] = ()
) -> ColumnElement[bool]:
    """Whether a column has one of up to `size` values: `fixed` ones, or a list given as `name`."""
    values = fixed or (None,) * size
    return column.in_([bindparam(f"{name}_{n}", values[n], type_=column.type) for n in range(size)])


class _Place(NamedTuple):
    """Where the value of one parameter comes from."""

    name: str  # of what is given; empty: fixed
    at: int | None  # in a list
    bind: _Convert
    fixed: Any = None


@dataclass(frozen=True, slots=True)
class _Ready:
    """A query as one engine's driver takes it, and what turns values into its form and back."""

    text: str
    names: tuple[str, ...] | None  # for a driver that takes values by name, not in this order
    places: tuple[_Place, ...]
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
        given = _given(ready, values)
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


def _given(ready: _Ready, values: Mapping[str, Any]) -> Any:
    given = []
    for name, at, bind, fixed in ready.places:
        if not name:
            given.append(fixed)
            continue
        value = values[name]
        if at is not None:
            value = value[at] if at < len(value) else value[-1]
        given.append(bind(value) if bind else value)
    return given if ready.names is None else dict(zip(ready.names, given, strict=True))


def _compiled(query: Select[Any], dialect: Dialect) -> _Ready:
    compiled = query.compile(dialect=dialect)
    if not isinstance(compiled, SQLCompiler):
        raise TypeError("a query compiles to SQL")
    types = {name: each.type for each, name in compiled.bind_names.items()}
    names = tuple(compiled.positiontup or compiled.params)
    return _Ready(
        str(compiled),
        None if compiled.positiontup is not None else names,
        tuple(_place(name, types[name], compiled.params[name], dialect) for name in names),
        tuple(_readers(query, dialect)),
    )


def _place(name: str, kind: TypeEngine[Any], fixed: Any, dialect: Dialect) -> _Place:
    bind = kind.dialect_impl(dialect).bind_processor(dialect)
    if fixed is not None:
        return _Place("", None, None, bind(fixed) if bind else fixed)
    listed, _, at = name.rpartition("_")
    # The same keys and days come again and again; to write one takes ten times as long as to
    # find it.
    bind = lru_cache(_KEYS)(bind) if bind and isinstance(kind, Uuid | Date) else bind
    return _Place(listed, int(at), bind) if at.isdecimal() else _Place(name, None, bind)


def _readers(query: Select[Any], dialect: Dialect) -> Iterator[tuple[int, Callable[[Any], Any]]]:
    for at, each in enumerate(query.selected_columns):
        read = each.type.dialect_impl(dialect).result_processor(dialect, None)
        if read is not None:
            yield at, lru_cache(_KEYS)(read) if isinstance(each.type, Uuid | Date | Enum) else read
