"""One box across everything: the records a person may mean, and where the words were found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, select

from app.models import KIND_OF_TABLE, KINDS, Field, Record
from app.models.log import SearchEntry
from app.models.text import fold
from app.services.database.index import BETWEEN
from app.services.office import Office

_CANDIDATES = 60  # of each kind that are looked at closely


@dataclass(frozen=True, slots=True)
class Owner:
    """The record that a found part belongs to."""

    kind: type[Record]
    id: UUID
    title: str


@dataclass(frozen=True, slots=True)
class Hit:
    """One record that was found, and the field in which."""

    kind: type[Record]
    id: UUID
    title: str
    field: str  # label
    text: str  # what stands in that field
    owner: Owner | None = None


@dataclass(frozen=True, slots=True)
class _Candidate:
    kind: type[Record]
    id: UUID
    order: tuple[int, int]


def search(office: Office, text: str, limit: int = 50) -> list[Hit]:
    """What matches every word, by characters, pinyin or initials; kinds in menu order, best first.

    `limit` is of each kind. Parts come with the record they belong to.
    """
    words = [word for each in text.split() if (word := fold(each))]
    if not words:
        return []
    found = _candidates(office, text, words)
    hits: list[Hit] = []
    for kind in KINDS:
        best = sorted((c for c in found if c.kind is kind), key=lambda c: c.order)[:limit]
        hits.extend(_hits(office, kind, [c.id for c in best], words))
    return hits


def _candidates(office: Office, text: str, words: Sequence[str]) -> list[_Candidate]:
    place = func.row_number().over(
        partition_by=SearchEntry.kind, order_by=(_nearness(words[0]), SearchEntry.id)
    )
    among = (
        select(SearchEntry.kind, SearchEntry.record, _nearness(words[0]).label("near"))
        .add_columns(place.label("place"))
        .where(office.db.found(text))
        .subquery()
    )
    query = select(among.c.kind, among.c.record, among.c.near, among.c.place)
    with office.db.read() as session:
        found = session.execute(query.where(among.c.place <= _CANDIDATES))
        return [_Candidate(KIND_OF_TABLE[k], key, (near, at)) for k, key, near, at in found]


def _nearness(word: str) -> ColumnElement[int]:
    """What begins with the word stands before what merely holds it, that before what sounds so."""
    return case(
        (SearchEntry.folded.startswith(word, autoescape=True), 0),
        (SearchEntry.folded.contains(BETWEEN + word, autoescape=True), 1),
        (SearchEntry.initials.startswith(word, autoescape=True), 1),
        (SearchEntry.folded.contains(word, autoescape=True), 2),
        else_=3,
    )


def _hits(
    office: Office, kind: type[Record], ids: Sequence[UUID], words: Sequence[str]
) -> list[Hit]:
    if not ids:
        return []
    fields = kind.fields()
    rows = office.of(kind).rows(ids)
    owners = _owners(office, kind, ids)
    hits: list[Hit] = []
    for key in ids:
        values = {f.key: value for f, value in zip(fields, rows[key], strict=True)}
        field = _where(kind, values, words)
        title = kind.field(kind.about.title)
        hits.append(
            Hit(
                kind,
                key,
                _shown(title, values),
                field.label,
                _shown(field, values),
                owners.get(key),
            )
        )
    return hits


def _where(kind: type[Record], values: Mapping[str, Any], words: Sequence[str]) -> Field:
    """The field that holds most of the words; the title, if they were found by sound."""
    title = kind.field(kind.about.title)
    searched = [title, *(f for f in kind.fields() if f.search and f is not title)]
    return max(searched, key=lambda f: sum(w in fold(_shown(f, values)) for w in words))


def _shown(field: Field, values: Mapping[str, Any]) -> str:
    value = values[field.key]
    return value or "" if field.target else field.show(value)


def _owners(office: Office, kind: type[Record], ids: Sequence[UUID]) -> dict[UUID, Owner]:
    if not kind.about.parent:
        return {}
    parent = KIND_OF_TABLE[kind.field(kind.about.parent).target]
    with office.db.read() as session:
        column = getattr(kind, kind.about.parent)
        found = session.execute(select(kind.id, column).where(kind.id.in_(ids)))
        pairs: dict[UUID, UUID] = dict(found.all())
    titles = office.of(parent).titles(set(pairs.values()))
    return {key: Owner(parent, owner, titles.get(owner, "")) for key, owner in pairs.items()}
