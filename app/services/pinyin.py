"""How Chinese text sounds: for order, for search by sound, for initials.

The table is shipped (`resources/pinyin`), so the running program needs no pinyin library.
"""

from collections.abc import Iterator
from functools import cached_property, lru_cache
from pathlib import Path

_WAYS = 8  # readings of one query that are tried: xian is xian and xi an


class Pinyin:
    """Readings from the shipped tables, loaded when first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._singles: dict[str, tuple[str, ...]] = {}
        self.syllables = lru_cache(maxsize=4096)(self._syllables)

    def key(self, text: str) -> str:
        """What sorts as a Chinese dictionary does: by sound, then by character."""
        return f"{' '.join(self.syllables(text))}\x01{text}"[:400]

    def _syllables(self, text: str) -> tuple[str, ...]:
        """One per character; Latin letters and digits stay as they are, in lower case."""
        found: list[str] = []
        at, heads, singles = 0, self._phrase_heads, self._singles
        surname = self._surname(text)
        if surname:
            found.extend(surname)
            at = len(surname)
        while at < len(text):
            character = text[at]
            phrase = self._phrase(text, at) if character in heads else None
            if phrase:
                found.extend(phrase)
            else:
                found.extend(singles.get(character) or self._single(character))
            at += len(phrase) if phrase else 1
        return tuple(found)

    def _single(self, character: str) -> tuple[str, ...]:
        """What one character says; remembered, because texts are made of the same few thousand."""
        known = self._table.get(character)
        found = (known,) if known else tuple(_unknown(character))
        self._singles[character] = found
        return found

    def initials(self, text: str) -> str:
        """First letters: 成都示例 gives cdsl."""
        return "".join(syllable[0] for syllable in self.syllables(text))

    def readings(self, typed: str) -> list[list[str]]:
        """The ways to cut typed letters into syllables; the last one may be unfinished."""
        return [way for way, _ in zip(self._cut(typed), range(_WAYS), strict=False)]

    def _cut(self, typed: str) -> Iterator[list[str]]:
        if typed in self._starts:
            yield [typed]
        for length in range(min(6, len(typed) - 1), 0, -1):
            if typed[:length] in self._known:
                yield from ([typed[:length], *rest] for rest in self._cut(typed[length:]))

    def _surname(self, text: str) -> list[str]:
        """The reading of a surname, where the text can be a person's name."""
        if len(text) > 4:
            return []
        return self._surnames.get(text[:2]) or self._surnames.get(text[:1]) or []

    def _phrase(self, text: str, at: int) -> list[str]:
        for length in (4, 3, 2):
            if found := self._phrases.get(text[at : at + length]):
                return found
        return []

    @cached_property
    def _table(self) -> dict[str, str]:
        lines = (self._folder / "readings.txt").read_text("utf-8").splitlines()
        pairs = (line.split("\t") for line in lines if "\t" in line)
        return {character: sound for sound, characters in pairs for character in characters}

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self._table.values())

    @cached_property
    def _starts(self) -> frozenset[str]:
        return frozenset(sound[:end] for sound in self._known for end in range(1, len(sound) + 1))

    @cached_property
    def _surnames(self) -> dict[str, list[str]]:
        return self._read("surnames.txt")

    @cached_property
    def _phrases(self) -> dict[str, list[str]]:
        return self._read("phrases.txt")

    @cached_property
    def _phrase_heads(self) -> frozenset[str]:
        return frozenset(phrase[0] for phrase in self._phrases)

    def _read(self, name: str) -> dict[str, list[str]]:
        lines = (self._folder / name).read_text("utf-8").splitlines()
        pairs = (line.split("\t") for line in lines if "\t" in line)
        return {characters: sounds.split() for characters, sounds in pairs}


def _unknown(character: str) -> list[str]:
    """Latin letters, digits and characters without a reading stand for themselves."""
    if character.isascii():
        return [character.lower()] if character.isalnum() else []
    return [character] if character.isalpha() else []
