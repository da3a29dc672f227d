"""Which records, in which order: a question as a value, and its SQL."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, overload
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    case,
    exists,
    false,
    func,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.orm import aliased

from app.models import KIND_OF_TABLE, Choice, Field, Record
from app.models.log import SearchEntry
from app.services.database import Database
from app.services.database.index import found_by


@dataclass(frozen=True, slots=True)
class Condition:
    """One line of the filter builder. `op`: = ≠ ≤ ≥ 含 空 非空."""

    key: str
    op: str
    value: Any = None


@dataclass(frozen=True, slots=True)
class Query:
    """Which records, and in which order."""

    text: str = ""
    where: Mapping[str, Any] = field(default_factory=dict)  # a tuple: any of these
    conditions: tuple[Condition, ...] = ()
    order: str = ""  # field key; none: by title
    descending: bool = False
    campus: UUID | None = None  # that campus and the whole college
    deleted: bool = False  # what is in the recycle bin instead
    only: tuple[UUID, ...] | None = None  # among these


ALL = Query()


class Keys(Sequence[UUID]):
    """Ids of a whole list in sixteen bytes each: a list of 200,000 fits in 3 MB."""

    def __init__(self, packed: bytes) -> None:
        self._packed = packed

    @classmethod
    def of(cls, keys: Iterable[UUID]) -> "Keys":
        """From ids."""
        return cls(b"".join(key.bytes for key in keys))

    @classmethod
    def of_hex(cls, run: str) -> "Keys":
        """From ids as SQLite stores them, run together."""
        return cls(bytes.fromhex(run))

    def __len__(self) -> int:
        return len(self._packed) // 16

    @overload
    def __getitem__(self, at: int) -> UUID: ...
    @overload
    def __getitem__(self, at: slice) -> "Keys": ...
    def __getitem__(self, at: int | slice) -> "UUID | Keys":
        if isinstance(at, slice):
            start, stop, step = at.indices(len(self))
            if step != 1:
                return Keys.of(self[n] for n in range(start, stop, step))
            return Keys(self._packed[start * 16 : max(start, stop) * 16])
        place = at + len(self) if at < 0 else at
        if not 0 <= place < len(self):
            raise IndexError(at)
        return UUID(bytes=self._packed[place * 16 : place * 16 + 16])

    def __iter__(self) -> Iterator[UUID]:
        return (UUID(bytes=self._packed[at : at + 16]) for at in range(0, len(self._packed), 16))

    def index(self, key: Any, start: int = 0, stop: int | None = None) -> int:
        """Where a key stands; ValueError if it does not."""
        at = self._packed.find(key.bytes, start * 16)
        while at % 16 and at >= 0:
            at = self._packed.find(key.bytes, at + 1)
        if at < 0:
            raise ValueError(key)
        return at // 16

    def __contains__(self, key: object) -> bool:
        try:
            self.index(key)
        except ValueError:
            return False
        return True

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Keys) and self._packed == other._packed

    def __hash__(self) -> int:
        return hash(self._packed)


def matching(db: Database, kind: type[Record], query: Query) -> ColumnElement[bool]:
    """The condition that a query sets, without its order."""
    parts: list[ColumnElement[bool]] = []
    if query.text.strip() and not query.deleted:
        # Only live records are in the search index. Saying so again would lead SQLite to walk
        # the list in its order and look every row up, instead of starting from what was found.
        parts.append(kind.id.in_(db.keys_found(kind, query.text)))
    else:
        parts.append(kind.deleted == query.deleted)
        parts.extend(_in_bin(kind, word) for word in query.text.split())
    if query.campus is not None:
        parts.append(or_(kind.campus_id == query.campus, kind.campus_id.is_(None)))
    if query.only is not None:
        parts.append(kind.id.in_(query.only) if query.only else false())
    parts.extend(_where(kind, key, value) for key, value in query.where.items())
    parts.extend(_condition(kind, each) for each in query.conditions)
    return and_(*parts)


def words_alone(query: Query) -> bool:
    """Whether nothing but words is asked for, as while somebody types."""
    text, order = query.text, query.order
    return bool(text.strip()) and query == Query(text, order=order, descending=query.descending)


@lru_cache(maxsize=256)
def by_words(
    kind: type[Record], order: str, parameters: tuple[str, ...], *, descending: bool
) -> Select[Any]:
    """`ordered` and `matching` for words alone on SQLite, made once.

    Making it takes three times as long as finding two characters among 200,000 people.
    """
    entries = select(SearchEntry.record).where(
        SearchEntry.kind == kind.__tablename__, found_by(parameters)
    )
    wanted = Query(order=order, descending=descending)
    return run_together(ordered(kind, wanted).where(kind.id.in_(entries)))


def run_together(found: Select[Any]) -> Select[Any]:
    """The ids of `ordered` as one text: a row of its own for each would take five times as long.

    SQLite concatenates in the order of the subquery; other databases do not promise it.
    """
    (key,) = found.subquery().columns
    return select(func.aggregate_strings(key, ""))


def _in_bin(kind: type[Record], word: str) -> ColumnElement[bool]:
    """The recycle bin is not indexed; it is small."""
    columns = [getattr(kind, f.key) for f in kind.fields() if f.search]
    return or_(false(), *(column.contains(word, autoescape=True) for column in columns))


def _where(kind: type[Record], key: str, value: Any) -> ColumnElement[bool]:
    field_ = kind.field(key)
    wanted = value if isinstance(value, tuple) else (value,)
    return or_(*(_one(kind, field_, each) for each in wanted)) if wanted else false()


def _one(kind: type[Record], field_: Field, value: Any) -> ColumnElement[bool]:
    if field_.through:
        link, ours, theirs = association(kind, field_)
        held = (ours == kind.id) & link.deleted.is_(False)
        return ~exists().where(held) if value is None else exists().where(held, theirs == value)
    column = getattr(kind, field_.key)
    if field_.many:
        text = type_coerce(column, String)
        return text == "[]" if value is None else text.contains(f'"{value.name}"', autoescape=True)
    condition: ColumnElement[bool] = column.is_(None) if value is None else column == value
    return condition


def _condition(kind: type[Record], each: Condition) -> ColumnElement[bool]:
    if each.op in ("=", "≠", "空", "非空"):
        value = None if each.op in ("空", "非空") else each.value
        same = _where(kind, each.key, value)
        return ~same if each.op in ("≠", "非空") else same
    column = getattr(kind, each.key)
    found: ColumnElement[bool] = {
        "≤": lambda: column <= each.value,
        "≥": lambda: column >= each.value,
        "含": lambda: column.contains(str(each.value), autoescape=True),
    }[each.op]()
    return found


def association(kind: type[Record], field_: Field) -> tuple[Any, Any, Any]:
    """The association kind of a `many` field, its reference to us, and to the others."""
    link = KIND_OF_TABLE[field_.through]
    ours = next(f.key for f in link.fields() if f.target == kind.__tablename__)
    theirs = next(f.key for f in link.fields() if f.target == field_.target and f.key != ours)
    return link, getattr(link, ours), getattr(link, theirs)


def title(entity: Any, kind: type[Record]) -> Any:
    """What names a record of `entity` (the kind or an alias of it); a reference lends its own."""
    field_ = kind.field(kind.about.title)
    own = getattr(entity, field_.key)
    if not field_.target:
        return own
    other_kind = KIND_OF_TABLE[field_.target]
    other = aliased(other_kind)
    return select(title(other, other_kind)).where(other.id == own).scalar_subquery()


def title_field(kind: type[Record]) -> Field:
    """The field whose value `title` selects: how to show it."""
    field_ = kind.field(kind.about.title)
    return title_field(KIND_OF_TABLE[field_.target]) if field_.target else field_


def ordered(kind: type[Record], query: Query) -> Select[Any]:
    """Ids in order, as far as the database can sort: text by pinyin is its title's key."""
    key = query.order or kind.about.title
    found = select(type_coerce(kind.id, String))
    if key == kind.about.title and title_field(kind).type is str:
        column: Any = kind.sort_key
    else:
        found, column = _sortable(kind, key, found)
    direction = column.desc() if query.descending else column.asc()
    return found.order_by(direction.nulls_last(), kind.id)


def _sortable(kind: type[Record], key: str, found: Select[Any]) -> tuple[Select[Any], Any]:
    if key in ("changed_at", "created_at"):
        return found, getattr(kind, key)
    field_ = kind.field(key)
    if field_.through:
        link, ours, _ = association(kind, field_)
        count = select(func.count()).where(ours == kind.id, link.deleted.is_(False))
        return found, count.scalar_subquery()
    column = getattr(kind, key)
    if field_.target:
        other = aliased(KIND_OF_TABLE[field_.target])
        return found.outerjoin(other, other.id == column), other.sort_key
    if issubclass(field_.type, Choice):
        places = [(column == member, n) for n, member in enumerate(field_.type)]
        return found, case(*places)
    return found, column


def sorts_by_sound(kind: type[Record], key: str) -> bool:
    """Whether a column holds Chinese text whose order is not stored."""
    if not key or key in (kind.about.title, "changed_at", "created_at"):
        return False
    field_ = kind.field(key)
    return field_.type is str and not field_.identifier and not field_.target
