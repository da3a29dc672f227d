"""The search index: one line per record, found by any two characters, by pinyin or initials.

Three-character indexes find no Chinese names, so every character is a token and a query is a
phrase of characters (SQLite FTS5, measured 170 times faster than LIKE at 200,000 people). Pairs
of Han characters are tokens as well: names are mostly looked for by two characters, and a phrase
costs five times a token. Other engines search the same line with LIKE.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, cast
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    TextClause,
    and_,
    delete,
    func,
    or_,
    select,
    text,
    true,
)

from app.models import KIND_OF_TABLE
from app.models.log import SearchEntry
from app.models.record import Record
from app.models.text import fold
from app.services.database.bulk import insert_rows, parts
from app.services.database.engine import DAMAGED, any_text, is_sqlite
from app.services.pinyin import Pinyin

BETWEEN = "\ue000"  # stands between two fields, so that a phrase never spans them
FTS_DDL = (
    "CREATE VIRTUAL TABLE search_fts USING fts5"
    "(chars, initials, pinyin, content='', contentless_delete=1)"
)
_UNINDEXED = text(
    "SELECT count(*) FROM (SELECT id FROM search_entry EXCEPT SELECT rowid FROM search_fts)"
)
# Words are gathered in 16 MB of memory, not 1: one piece of index to search, not ten.
_AT_ONCE = "INSERT INTO search_fts(search_fts, rank) VALUES ('hashsize', 16777216)"
_HAN = "[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_PAIR = re.compile(f"{_HAN}{{2}}")
_PAIRS = re.compile(f"(?=({_HAN}{{2}}))")
_SOUNDS = re.compile("[a-z][a-z0-9]*")  # letters, and digits that a name has after them: sk2601
_CHUNK = 400


class Index:
    """Keeps and asks the search entries of one database."""

    def __init__(self, pinyin: Pinyin) -> None:
        self._pinyin = pinyin

    def put(self, connection: Connection, records: Iterable[Record | Mapping[str, Any]]) -> None:
        """Renew the entries of these records; those in the recycle bin lose theirs."""
        found = list(records)
        entries = [entry for record in found if (entry := self._entry(record)) is not None]
        self.drop(connection, [_get(record, "id") for record in found])
        self.add(connection, entries)

    def add(self, connection: Connection, entries: Sequence[dict[str, Any]]) -> None:
        """Store entries of records that have none yet."""
        if not entries:
            return
        last = connection.execute(
            text("SELECT coalesce(max(id), 0) FROM search_entry")
        ).scalar_one()
        numbered = [entry | {"id": n} for n, entry in enumerate(entries, last + 1)]
        insert_rows(connection, cast("Table", SearchEntry.__table__), numbered)
        if is_sqlite(connection):
            if len(entries) >= _CHUNK:
                connection.exec_driver_sql(_AT_ONCE)
            connection.exec_driver_sql(
                "INSERT INTO search_fts(rowid, chars, initials, pinyin) VALUES (?, ?, ?, ?)",
                [
                    (e["id"], _tokens(e["folded"]), " ".join(e["initials"]), e["pinyin"])
                    for e in numbered
                ],
            )

    def drop(self, connection: Connection, keys: Sequence[UUID]) -> None:
        """Forget these records."""
        for part in parts(keys):
            chosen = SearchEntry.record.in_(part)
            rowids = list(connection.scalars(select(SearchEntry.id).where(chosen)))
            if rowids and is_sqlite(connection):
                connection.exec_driver_sql(
                    "DELETE FROM search_fts WHERE rowid = ?", [(n,) for n in rowids]
                )
            if rowids:
                connection.execute(delete(SearchEntry).where(chosen))

    def entry(self, kind: type[Record], key: UUID, values: Mapping[str, Any]) -> dict[str, Any]:
        """The search line of one record, from its values."""
        named = kind.field(kind.about.title)
        title = "" if named.target else named.show(values.get(named.key))
        return {
            "kind": kind.__tablename__,
            "record": key,
            "folded": _folded(kind, values),
            "initials": self._pinyin.initials(title),
            "pinyin": " ".join(self._pinyin.syllables(title)),
        }

    def _entry(self, record: Any) -> dict[str, Any] | None:
        kind = type(record)
        if record.deleted or not _indexed(kind):
            return None
        return self.entry(kind, record.id, {f.key: getattr(record, f.key) for f in kind.fields()})

    def gaps(self, connection: Connection) -> int:
        """How many records are not found by what they hold, or are found though they are gone."""
        wrong = held = 0
        with any_text(connection):
            for kind in filter(_indexed, KIND_OF_TABLE.values()):
                for values, entry in _side_by_side(connection, kind):
                    held += entry[0] is not None
                    wrong += entry[0] != _folded(kind, values) or DAMAGED in f"{entry}"
        everything = select(func.count()).select_from(SearchEntry)
        wrong += connection.execute(everything).scalar_one() - held
        if is_sqlite(connection):
            wrong += connection.execute(_UNINDEXED).scalar_one()
        return wrong

    def rebuild(self, connection: Connection) -> None:
        """All entries anew."""
        connection.execute(delete(SearchEntry))
        if is_sqlite(connection):
            connection.exec_driver_sql("INSERT INTO search_fts(search_fts) VALUES ('delete-all')")
        for kind in filter(_indexed, KIND_OF_TABLE.values()):
            keys = [f.key for f in kind.fields() if f.search] + [kind.about.title]
            live = select(kind.id, *(getattr(kind, key) for key in dict.fromkeys(keys)))
            rows = connection.execute(live.where(kind.deleted.is_(False))).mappings()
            for part in rows.partitions(_CHUNK):
                self.add(connection, [self.entry(kind, row["id"], dict(row)) for row in part])

    def matching(self, given: str, *, sqlite: bool) -> ColumnElement[bool]:
        """The condition on `search_entry` that a person's words set; true for no words."""
        if sqlite:
            asked = self.asked(given)
            named = (_rowids(key).bindparams(**{key: query}) for key, query in asked.items())
            return and_(true(), *(SearchEntry.id.in_(rowids) for rowids in named))
        return and_(true(), *(self._like(word) for word in _words(given)))

    def asked(self, given: str) -> dict[str, str]:
        """What FTS5 is asked for each word, by the names of the parameters in `found_by`."""
        return {f"word{n}": self._query(word) for n, word in enumerate(_words(given))}

    def _like(self, word: str) -> ColumnElement[bool]:
        parts = [SearchEntry.folded.contains(word, autoescape=True)]
        if _SOUNDS.fullmatch(word):
            parts.append(SearchEntry.initials.contains(word, autoescape=True))
            parts.extend(
                SearchEntry.pinyin.contains(" ".join(way), autoescape=True)
                for way in self._pinyin.readings(word)
            )
        return or_(*parts)

    def _query(self, word: str) -> str:
        if _PAIR.fullmatch(word):
            return f'chars : "{word}"'
        quoted = " ".join(each for each in word if each != '"') or "\ue001"
        parts = [f'chars : "{quoted}"']
        if _SOUNDS.fullmatch(word):
            parts.append(f'initials : "{quoted}"')
            parts.extend(f'pinyin : "{" ".join(way)}" *' for way in self._pinyin.readings(word))
        return " OR ".join(parts)


def found_by(parameters: Iterable[str]) -> ColumnElement[bool]:
    """The condition of `Index.matching` on SQLite for words that come with the execution."""
    return and_(true(), *(SearchEntry.id.in_(_rowids(key)) for key in parameters))


def _rowids(parameter: str) -> TextClause:
    return text(f"SELECT rowid FROM search_fts WHERE search_fts MATCH :{parameter}")  # noqa: S608


def _words(given: str) -> list[str]:
    return [word for each in given.split() if (word := fold(each))]


def _tokens(folded: str) -> str:
    """Every character, then every pair of Han characters that stand together."""
    return f"{' '.join(folded)} {' '.join(_PAIRS.findall(folded))}"


def _indexed(kind: type[Record]) -> bool:
    return not kind.about.link and any(f.search for f in kind.fields())


def _folded(kind: type[Record], values: Mapping[str, Any]) -> str:
    shown = [str(value) for key in _searched(kind) if (value := values.get(key))]
    return BETWEEN.join(fold(each) for each in shown)


def _side_by_side(
    connection: Connection, kind: type[Record]
) -> Iterator[tuple[dict[str, Any], tuple[str, ...]]]:
    """What is searched of each live record, and the words of its entry."""
    keys = list(_searched(kind))
    entry = (SearchEntry.folded, SearchEntry.initials, SearchEntry.pinyin)
    query = (
        select(*(getattr(kind, key) for key in keys), *entry)
        .outerjoin(SearchEntry, SearchEntry.record == kind.id)
        .where(kind.deleted.is_(False))
    )
    for row in connection.execution_options(yield_per=_CHUNK).execute(query):
        yield dict(zip(keys, row, strict=False)), tuple(row[len(keys) :])


def _get(record: Any, key: str) -> Any:
    return getattr(record, key)


@cache
def _searched(kind: type[Record]) -> tuple[str, ...]:
    """The fields that the search box looks into."""
    return tuple(field.key for field in kind.fields() if field.search)
