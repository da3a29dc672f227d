"""Values in the one text form that both engines, the change log and its hash agree on."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

from app.models.fields import Choice
from app.models.record import ChoiceSet, Record
from app.models.values import PartialDate, fen

Plain = str | int | bool | list[str] | None


def plain(value: Any) -> Plain:
    """A value as JSON holds it; what it was is known from its column."""
    if value is None or isinstance(value, str | bool | int):
        return value
    write = _WRITERS.get(type(value)) or next(
        _WRITERS[kind] for kind in type(value).__mro__ if kind in _WRITERS
    )
    return write(value)


_WRITERS: dict[type, Callable[[Any], Plain]] = {
    Enum: lambda member: str(member._name_),  # what `name` looks up, in a quarter of the time
    UUID: lambda key: str(key.hex),
    PartialDate: lambda day: str(day.iso),
    Decimal: lambda amount: f"{fen(amount)}",
    datetime: lambda at: str(at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")),
    date: lambda day: str(day.isoformat()),
    time: lambda at: f"{at:%H:%M}",
    tuple: lambda members: [str(each.name) for each in sorted(members, key=_position)],
}


def _position(member: Enum) -> int:
    """Sets of choices are kept in the order in which the choices are declared."""
    return list(type(member)).index(member)


def writer(kind: type[Record], key: str) -> Callable[[Any], Plain] | None:
    """What `plain` does to the values of one column, looked up once; None: nothing."""
    wanted = kind.__mapper__.column_attrs[key].columns[0].type.python_type
    return next((_WRITERS[each] for each in wanted.__mro__ if each in _WRITERS), None)


def reader(kind: type[Record], key: str) -> Callable[[Plain], Any]:
    """What turns the log's values of one column back into the record's."""
    column = kind.__mapper__.column_attrs[key].columns[0].type
    if isinstance(column, ChoiceSet):
        members: type[Choice] = column.kind
        return lambda names: tuple(members[name] for name in names or ())  # type: ignore[union-attr]
    wanted = column.python_type
    if issubclass(wanted, Enum):
        return lambda name: None if name is None else wanted[str(name)]
    read = _READERS.get(wanted)
    return (lambda given: None if given is None else read(given)) if read else lambda given: given


_READERS: dict[type, Callable[[Any], Any]] = {
    UUID: UUID,
    PartialDate: PartialDate,
    Decimal: Decimal,
    datetime: lambda text: datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC),
    date: date.fromisoformat,
    time: time.fromisoformat,
}


def line(value: object) -> str:
    """JSON for hashing: sorted keys, no spaces, characters as they are."""
    return _ENCODER.encode(value)


_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
