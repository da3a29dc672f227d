"""Which column is which field: guessed from the heads, corrected by a person, then remembered."""

import hashlib
import json
import re
from collections.abc import Mapping as Table
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.models.fields import Field
from app.models.text import fold
from app.services.exchange.cells import Book, letters
from app.services.exchange.heads import Names
from app.services.exchange.layout import Layout, best_layout, find_layout

_MOST_REMEMBERED = 200


@dataclass(frozen=True, slots=True)
class Mapping:
    """How to read one sheet. Rows and columns count from 0."""

    sheet: str
    head: int  # first row of heads
    depth: int  # rows of heads: 1 or 2
    columns: Table[int, str] = field(default_factory=dict)  # column: field key, or "" for none
    fill: frozenset[int] = frozenset()  # columns whose merged cells mean the same all the way down

    def key(self, column: int) -> str:
        """The field that a column holds; empty if it is not imported."""
        return self.columns.get(column, "")


def guess(sheet: str, layout: Layout, fields: Sequence[Field]) -> Mapping:
    """Each field gets the column whose head names it best; of equals the leftmost."""
    names = Names.of(fields)
    best: dict[str, tuple[int, int]] = {}
    for column, head in enumerate(layout.heads):
        key, sure = names.meaning(head)
        if key and sure > best.get(key, (0, 0))[0]:
            best[key] = sure, column
    chosen = {column: key for key, (_, column) in best.items()}
    columns = {column: chosen.get(column, "") for column in range(len(layout.heads))}
    return Mapping(sheet, layout.head, layout.depth, columns)


def read_of_several(layout: Layout, mapping: Mapping) -> list[str]:
    """Where heads say the same, which column is read: else nobody knows what became of the others.

    Nothing is said where a person uses them all, or none.
    """
    found = []
    for repeated in layout.repeated:
        alike = re.compile(rf"{re.escape(repeated)}(\(\d+\))?")
        among = [column for column, head in enumerate(layout.heads) if alike.fullmatch(head)]
        used = [letters(column) for column in among if mapping.key(column)]
        if 0 < len(used) < len(among):
            found.append(f"有不止一列叫“{repeated}”，只读入了 {'、'.join(used)} 列")
    return found


def propose(
    book: Book, fields: Sequence[Field], memory: "Memory | None" = None, sheet: str = ""
) -> tuple[Mapping, Layout]:
    """The mapping of last time for a table of this shape, else a guess."""
    if sheet:
        chosen = book.sheet(sheet)
        layout = find_layout(chosen, fields)
    else:
        chosen, layout = best_layout(book, fields)
    guessed = guess(chosen.name, layout, fields)
    remembered = memory.recall(layout, fields) if memory else None
    if remembered is None:
        return guessed, layout
    columns = {column: remembered.get(head, "") for column, head in enumerate(layout.heads)}
    return Mapping(chosen.name, layout.head, layout.depth, columns), layout


@dataclass(frozen=True, slots=True)
class Memory:
    """Mappings by the shape of their source, in a small file that may be lost without harm."""

    path: Path
    kind: str

    def recall(self, layout: Layout, fields: Sequence[Field]) -> dict[str, str] | None:
        """Head to field key, as confirmed for a table with just these heads; None if new."""
        found = self._load().get(self._shape(layout))
        known = {f.key for f in fields if not f.fixed} | {""}
        if not isinstance(found, dict) or not known.issuperset(found.values()):
            return None
        return {str(head): str(key) for head, key in found.items()}

    def remember(self, layout: Layout, mapping: Mapping) -> None:
        """Keep a mapping that a person accepted. All or nothing; the oldest are dropped."""
        kept = self._load()
        kept.pop(self._shape(layout), None)
        kept[self._shape(layout)] = {
            head: mapping.key(column) for column, head in enumerate(layout.heads)
        }
        draft = self.path.with_suffix(".new")
        latest = dict(list(kept.items())[-_MOST_REMEMBERED:])
        draft.write_text(json.dumps(latest, ensure_ascii=False, indent=1), "utf-8")
        draft.replace(self.path)

    def _load(self) -> dict[str, Any]:
        try:
            found = json.loads(self.path.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def _shape(self, layout: Layout) -> str:
        told = "\n".join([self.kind, *(fold(head) for head in layout.heads)])
        return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:32]
