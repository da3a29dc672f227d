"""Which columns of known ledgers are which fields, as people confirmed it: to look at and forget.

The file belongs to `exchange.mapping.Memory`; a mapping is known by the shape of its table.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.models import KINDS, Record
from app.services.writing import replacing


@dataclass(frozen=True, slots=True)
class SavedMapping:
    """One remembered table."""

    shape: str
    kind: type[Record] | None  # none: its fields are of no kind that there is now
    heads: Mapping[str, str]  # head: label of the field, or "" for not imported

    @property
    def taken(self) -> int:
        """How many columns are imported."""
        return sum(1 for each in self.heads.values() if each)


def saved_mappings(path: Path) -> list[SavedMapping]:
    """All of them, the newest first."""
    found = []
    for shape, columns in reversed(_load(path).items()):
        if isinstance(columns, dict):
            kind = _kind({key for key in columns.values() if key})
            found.append(SavedMapping(shape, kind, _labels(kind, columns)))
    return found


def forget(path: Path, shapes: set[str]) -> None:
    """Guess again the next time such a table is imported."""
    kept = {shape: each for shape, each in _load(path).items() if shape not in shapes}
    with replacing(path) as draft:
        draft.write_text(json.dumps(kept, ensure_ascii=False, indent=1), "utf-8")


def _load(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _kind(keys: set[str]) -> type[Record] | None:
    """The first kind that has all these fields."""
    for kind in KINDS:
        if keys and keys <= {field.key for field in kind.fields()}:
            return kind
    return None


def _labels(kind: type[Record] | None, columns: Mapping[str, str]) -> dict[str, str]:
    labels = {field.key: field.label for field in kind.fields()} if kind else {}
    return {head: labels.get(key, key) for head, key in columns.items()}
