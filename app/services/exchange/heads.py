"""What the head of a column may say, and which field it then means."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.models.fields import Field
from app.models.text import fold

_BRACKETS = re.compile(r"[(（\[【<〈《][^()（）\[\]【】<>〈〉《》]*[)）\]】>〉》]")
_DECORATION = re.compile(
    r"[*※★:：、,，.。\-—_#]+$|^[*※★#]+|^(?:\d{1,2}|[一二三四五六七八九十]{1,2})[、.．]"
)
SERIAL = frozenset(
    map(fold, ("序号", "序", "编码序号", "项次", "行号", "No", "No.", "#", "退回原因"))
)


@dataclass(frozen=True, slots=True)
class Names:
    """All names of a kind's fields, and how sure each is: 3 the label, 2 a synonym."""

    known: dict[str, tuple[str, int]]

    @classmethod
    def of(cls, fields: Iterable[Field]) -> "Names":
        """From the fields that may be imported; labels win over synonyms, then the first wins."""
        chosen = [f for f in fields if not f.fixed]
        known: dict[str, tuple[str, int]] = {}
        for each in chosen:
            known.setdefault(fold(each.label), (each.key, 3))
        for each in chosen:
            for synonym in each.synonyms:
                known.setdefault(fold(synonym), (each.key, 2))
        return cls(known)

    def meaning(self, head: str) -> tuple[str, int]:
        """Key of the field that a head names and how sure that is; `("", 0)` if none."""
        for less, wording in enumerate(_wordings(head)):
            if found := self.known.get(wording):
                return found[0], found[1] * 4 - less
        return "", 0


def _wordings(head: str) -> list[str]:
    """The head as it stands, then without brackets and decoration, then without its group."""
    bare = _DECORATION.sub("", _BRACKETS.sub("", head).strip()).strip()
    last = bare.rpartition("/")[2]
    ways = (head, head.replace("/", ""), bare, bare.replace("/", ""), last)
    return list(dict.fromkeys(fold(way) for way in ways if way))


def numbered(heads: Sequence[str]) -> tuple[list[str], list[str]]:
    """Heads with repeated ones numbered, and the heads that were repeated."""
    seen: dict[str, int] = {}
    found: list[str] = []
    repeated: list[str] = []
    for head in heads:
        times = seen[head] = seen.get(head, 0) + 1
        if head and times > 1:
            found.append(f"{head}({times})")
            if times == 2:
                repeated.append(head)
        else:
            found.append(head)
    return found, repeated
