"""What was typed and not saved, kept in a file until it is: a crash or a power cut loses none."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from app.models import KIND_OF_TABLE, Record
from app.services import durable
from app.services.as_json import as_json, from_json

_NEW = "new"


@dataclass(frozen=True, slots=True)
class Draft:
    """The changed values of one record; no id: of one that is not there yet."""

    kind: type[Record]
    id: UUID | None
    values: Mapping[str, Any]


class Drafts:
    """The drafts of one data folder."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "drafts.json"

    def all(self) -> list[Draft]:
        """Every draft. A file that makes no sense holds none."""
        return [
            Draft(KIND_OF_TABLE[table], None if key == _NEW else UUID(key), values)
            for table, drafts in self._read().items()
            if table in KIND_OF_TABLE
            for key, content in drafts.items()
            if (values := _values(KIND_OF_TABLE[table], content))
        ]

    def of(self, kind: type[Record], key: UUID | None) -> Mapping[str, Any]:
        """What was typed for one record; empty if nothing."""
        content = self._read().get(kind.__tablename__, {}).get(_name(key), {})
        return _values(kind, content)

    def keep(self, kind: type[Record], key: UUID | None, values: Mapping[str, Any]) -> None:
        """Keep what is typed; no values: nothing is."""
        drafts = self._read()
        of_kind = drafts.setdefault(kind.__tablename__, {})
        before = of_kind.pop(_name(key), None)
        if values:
            of_kind[_name(key)] = {each: as_json(value) for each, value in values.items()}
        if values or before is not None:
            durable.write_text(self._file, json.dumps(drafts, ensure_ascii=False))

    def _read(self) -> dict[str, dict[str, Any]]:
        try:
            found = json.loads(self._file.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}


def _name(key: UUID | None) -> str:
    return key.hex if key else _NEW


def _values(kind: type[Record], content: Mapping[str, Any]) -> dict[str, Any]:
    """The values that still fit their fields."""
    found: dict[str, Any] = {}
    for field in kind.fields():
        if field.key in content:
            try:
                found[field.key] = from_json(field, content[field.key])
            except (KeyError, ValueError, TypeError, ArithmeticError):
                continue
    return found
