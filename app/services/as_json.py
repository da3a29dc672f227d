"""Values of fields in JSON and back: for what is kept beside the records, views and drafts."""

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

from app.models import Field
from app.models.values import PartialDate
from app.services.database.canonical import plain


def as_json(value: Any) -> Any:
    """One value of a field as JSON holds it."""
    return [plain(each) for each in value] if isinstance(value, tuple) else plain(value)


def from_json(field: Field, value: Any) -> Any:
    """What `as_json` wrote; of a field with several values a list is all, anything else one."""
    if isinstance(value, list):
        return tuple(from_json(field, each) for each in value)
    wanted: Any = UUID if field.target else field.item if field.many else field.type
    if value is None:
        return None
    if issubclass(wanted, Enum):
        return wanted[value]
    return _READERS.get(wanted, _as_it_is)(value)


def _as_it_is(value: Any) -> Any:
    return value


_READERS: dict[Any, Callable[[Any], Any]] = {
    UUID: UUID,
    PartialDate: PartialDate,
    Decimal: Decimal,
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
    time: time.fromisoformat,
}
