"""The official code tables that are shipped: industries, regions, majors, ethnic groups."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.models.text import fold
from app.services.pinyin import Pinyin

_FILES = {
    "industry": "industries.csv",
    "region": "regions.csv",
    "major": "majors.csv",
    "ethnic_group": "ethnic_groups.csv",
}


@dataclass(frozen=True, slots=True)
class Code:
    """One line of a code table."""

    code: str
    name: str
    level: str = ""
    parent: str = ""


class Codes:
    """Looks codes up by code, name, pinyin and initials. Tables are read when first asked for."""

    def __init__(self, folder: Path, pinyin: Pinyin) -> None:
        self._folder = folder
        self._pinyin = pinyin
        self._read: dict[str, dict[str, Code]] = {}
        self._sounds: dict[str, list[tuple[Code, str, str, str]]] = {}
        self._names: dict[str, dict[str, list[Code]]] = {}

    def table(self, table: str) -> dict[str, Code]:
        """All lines of a table by code. Industries carry their section letter: C3670."""
        if table not in self._read:
            with (self._folder / _FILES[table]).open(encoding="utf-8") as file:
                lines = [
                    Code(row["code"], row["name"], row.get("level", ""), _parent(row))
                    for row in csv.DictReader(file)
                ]
            lines = _lettered(lines) if table == "industry" else lines
            self._read[table] = {line.code: line for line in lines}
        return self._read[table]

    def name(self, table: str, code: str | None) -> str:
        """What a code stands for; empty if it is not in the table."""
        found = self.table(table).get(code or "")
        return found.name if found else ""

    def path(self, table: str, code: str | None) -> Sequence[Code]:
        """A code with all that it lies in, outermost first: province, city, county."""
        found: list[Code] = []
        lines = self.table(table)
        at = lines.get(code or "")
        while at is not None:
            found.insert(0, at)
            at = lines.get(at.parent)
        return found

    def find(self, table: str, name: str, level: str = "") -> Code | None:
        """The one line of that name (at that level); None if there is none or more than one."""
        wanted = fold(name)
        found = [c for c in self._by_name(table).get(wanted, []) if level in ("", c.level)]
        return found[0] if len(found) == 1 else None

    def search(self, table: str, text: str, limit: int = 30) -> list[tuple[str, str]]:
        """Codes and names that contain what was typed, as characters, pinyin or initials."""
        wanted = fold(text)
        found: list[tuple[str, str]] = []
        for line, folded, initials, sounds in self._searchable(table):
            if (
                line.code.casefold().startswith(wanted)
                or wanted in folded
                or wanted in initials
                or wanted in sounds
            ):
                found.append((line.code, line.name))
                if len(found) >= limit:
                    break
        return found

    def initials(self, text: str) -> str:
        """First letters of the pinyin: 订单班 gives ddb."""
        return self._pinyin.initials(text)

    def _searchable(self, table: str) -> list[tuple[Code, str, str, str]]:
        if table not in self._sounds:
            self._sounds[table] = [
                (line, fold(line.name), self._pinyin.initials(line.name), sounds)
                for line in self.table(table).values()
                for sounds in ("".join(self._pinyin.syllables(line.name)),)
            ]
        return self._sounds[table]

    def _by_name(self, table: str) -> dict[str, list[Code]]:
        if table not in self._names:
            self._names[table] = self._group(table)
        return self._names[table]

    def _group(self, table: str) -> dict[str, list[Code]]:
        grouped: dict[str, list[Code]] = {}
        for line in self.table(table).values():
            grouped.setdefault(fold(line.name), []).append(line)
        return grouped


def _parent(row: dict[str, str]) -> str:
    return row.get("parent_code") or row.get("class_code") or ""


def _lettered(lines: Sequence[Code]) -> list[Code]:
    """Industry codes as ledgers write them, with the letter of their section in front."""
    found: list[Code] = []
    letter = ""
    for line in lines:
        if line.level == "门类":
            letter = line.code
            found.append(line)
        else:
            parent = line.parent if line.parent.isalpha() else letter + line.parent
            found.append(Code(letter + line.code, line.name, line.level, parent))
    return found
