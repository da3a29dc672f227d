"""What a command gives back: one value for programs, the same in words for people."""

import json
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from unicodedata import east_asian_width

DONE, FAULT, WRONG_USE, REFUSED = 0, 1, 2, 3


class WrongUse(Exception):
    """The command makes no sense as it was typed; the text, Chinese, says what would."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class Answer:
    """The result of a command."""

    data: Any
    words: str
    code: int = DONE

    def shown(self, *, as_json: bool) -> str:
        """One JSON document, or the words."""
        return json.dumps(self.data, ensure_ascii=False, indent=2) if as_json else self.words


def say(*sentences: str) -> None:
    """Tell a person what is not the result; a window's program has nowhere to say it."""
    told = [sentence for sentence in sentences if sentence]
    if told and sys.stderr is not None:
        with suppress(OSError):
            print(*told, sep="\n", file=sys.stderr, flush=True)


def columns(rows: Iterable[Sequence[str]]) -> str:
    """Lines whose parts stand below each other; a Chinese character is two columns wide."""
    lines = [tuple(row) for row in rows]
    widths = [max(map(_width, parts)) for parts in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(
            part + " " * (w - _width(part)) for part, w in zip(line, widths, strict=True)
        ).rstrip()
        for line in lines
    )


def _width(text: str) -> int:
    return sum(2 if east_asian_width(each) in "WF" else 1 for each in text)
