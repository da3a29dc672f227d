"""What a list is narrowed to, as a value: typed words, ticked facets, conditions, a given query."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from app.models import Field
from app.models.values import PartialDate
from app.services.query import ALL, Condition, Query

_TIMES = (date, datetime, PartialDate)
_WORDS = {
    "=": "等于",
    "≠": "不等于",
    "≤": "不大于",
    "≥": "不小于",
    "含": "包含",
    "空": "未填写",
    "非空": "已填写",
}
_TIME_WORDS = {"≤": "不晚于", "≥": "不早于"}


@dataclass(frozen=True, slots=True)
class Filter:
    """Everything that narrows a list, apart from campus and order."""

    text: str = ""
    where: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    conditions: tuple[Condition, ...] = ()
    base: Query | None = None  # exactly these records, as another page asked
    title: str = ""  # what the base is, in words

    @property
    def empty(self) -> bool:
        """Whether it lets everything through."""
        return not (self.text.strip() or self.where or self.conditions or self.base)

    def with_facet(self, key: str, values: tuple[Any, ...]) -> "Filter":
        """These values of a field ticked; none: the field does not matter."""
        where = {k: v for k, v in self.where.items() if k != key}
        return replace(self, where={**where, key: values} if values else where)

    def with_condition(self, condition: Condition) -> "Filter":
        """One condition more."""
        kept = tuple(each for each in self.conditions if each != condition)
        return replace(self, conditions=(*kept, condition))

    def without_condition(self, condition: Condition) -> "Filter":
        """One condition less."""
        return replace(self, conditions=tuple(c for c in self.conditions if c != condition))

    def query(
        self, campus: UUID | None = None, order: str = "", *, descending: bool = False
    ) -> Query:
        """The question to the records. A facet narrows what the base has already chosen."""
        base = self.base or ALL
        twice = [key for key in self.where if key in base.where]
        narrowing = tuple(Condition(key, "=", self.where[key]) for key in twice)
        return replace(
            base,
            text=f"{base.text} {self.text}".strip(),
            where={**self.where, **base.where},
            conditions=(*base.conditions, *self.conditions, *narrowing),
            order=order or base.order,
            descending=descending if order else base.descending,
            campus=base.campus or campus,
        )


def of_query(query: Query) -> Filter:
    """The filter of a saved view."""
    where = {k: v if isinstance(v, tuple) else (v,) for k, v in query.where.items()}
    return Filter(query.text, where, query.conditions)


def operators(field_: Field) -> list[tuple[str, str]]:
    """What can be asked of a field: (operator, word)."""
    wanted = field_.item if field_.many else field_.type
    if field_.target or field_.choices():
        found = ["=", "≠"]
    elif wanted is bool:
        return [("=", _WORDS["="])]
    elif wanted in (int, Decimal, *_TIMES):
        found = ["≥", "≤", "="]
    else:
        found = ["含", "=", "≠"]
    return [(op, operator_word(field_, op)) for op in (*found, "空", "非空")]


def operator_word(field_: Field, op: str) -> str:
    """An operator as people say it of this field."""
    return (_TIME_WORDS.get(op) if field_.type in _TIMES else None) or _WORDS[op]
