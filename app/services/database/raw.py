"""Stored values in canonical form, whatever is stored: a damaged one must be told, not stop us."""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, select, type_coerce
from sqlalchemy.types import NullType, Time

from app.models.record import ChoiceSet, Moment, Money, Record

_CHUNK = 2_000


def untyped(*columns: Any) -> Select[*tuple[Any, ...]]:
    """A query for columns as the driver gives them, so that no type stumbles over what is there."""
    return select(*(type_coerce(each, NullType()).label(f"c{n}") for n, each in enumerate(columns)))


def stream(connection: Connection, query: Select[*tuple[Any, ...]]) -> Iterator[Sequence[Any]]:
    """The rows, without holding them all."""
    yield from connection.execution_options(yield_per=_CHUNK).execute(query)


def canonical(kind: type[Record], key: str) -> Callable[[Any], Any] | None:
    """What turns a stored value of one column into the log's form; None: it has it already."""
    stored = kind.__mapper__.column_attrs[key].columns[0].type
    for wanted, convert in _CONVERTERS.items():
        if isinstance(stored, wanted):
            return convert
    return text if stored.python_type in (UUID, date) else None


def text(value: Any) -> Any:
    """Keys and dates, which one engine gives as text and the other as objects."""
    if isinstance(value, UUID):
        return value.hex
    return value.isoformat() if isinstance(value, date) else value


def moment(value: Any) -> Any:
    """A point in time, stored without its zone."""
    try:
        at = value if isinstance(value, datetime) else datetime.fromisoformat(value)
        return f"{at.replace(tzinfo=UTC):%Y-%m-%dT%H:%M:%S.%fZ}"
    except (TypeError, ValueError):
        return value


def _clock(value: Any) -> Any:
    """A time of day to the minute; what is more exact than the program writes stays as it is."""
    try:
        at = value if isinstance(value, time) else time.fromisoformat(value)
    except (TypeError, ValueError):
        return value
    return value if at.second or at.microsecond or at.tzinfo else f"{at:%H:%M}"


def parsed(value: Any) -> Any:
    """JSON, which one engine gives as text; what is none stays as it is."""
    try:
        return json.loads(value) if isinstance(value, str) else value
    except ValueError:
        return value


def _money(value: Any) -> Any:
    return f"{Decimal(value).scaleb(-2):.2f}" if isinstance(value, int) else value


_CONVERTERS: dict[type, Callable[[Any], Any]] = {
    ChoiceSet: parsed,
    Money: _money,
    Moment: moment,
    Time: _clock,
}
