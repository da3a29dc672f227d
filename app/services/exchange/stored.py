"""What the database already holds about the records that rows are about."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Record
from app.models.values import PartialDate
from app.services.exchange.matching import links, same

_CHUNK = 400


class Stored:
    """What the database holds about the records that rows are about."""

    def __init__(self, session: Session, kind: type[Record], keys: Sequence[UUID]) -> None:
        self._held: dict[UUID, dict[str, Any]] = {}
        plain = [f for f in kind.fields() if not f.through]
        columns = [getattr(kind, f.key) for f in plain]
        for start in range(0, len(keys), _CHUNK):
            chosen = kind.id.in_(keys[start : start + _CHUNK])
            for key, *values in session.execute(select(kind.id, *columns).where(chosen)):
                self._held[key] = dict(zip((f.key for f in plain), values, strict=True))
        for described in kind.fields() if self._held else ():
            if described.through:
                held = links(session, kind, described)
                for key, values_ in self._held.items():
                    values_[described.key] = held.get(key, ())

    def values(self, key: UUID | None) -> dict[str, Any]:
        """Every field of a record; none for a new one."""
        return self._held.get(key, {}) if key else {}

    def differences(self, key: UUID | None, given: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
        """Fields that would change: only what the row gives, and never to something vaguer."""
        held = self.values(key)
        return {
            name: (held.get(name), value)
            for name, value in given.items()
            if value != held.get(name) and not _says_no_more(value, held.get(name))
        }


def _says_no_more(given: Any, held: Any) -> bool:
    """The same set in another order, or the month of a day that is known."""
    if isinstance(given, tuple) and isinstance(held, tuple):
        return bool(same(given) == same(held))
    if isinstance(given, PartialDate) and isinstance(held, PartialDate):
        return held.iso.startswith(given.iso)
    return False
