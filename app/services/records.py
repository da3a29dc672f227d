"""Finding, reading and changing records of any kind."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import SimpleNamespace
from typing import Any, Generic, TypeVar, cast
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from app.errors import Conflict, InUse, Invalid, Problem, UserError
from app.models import ASSOCIATIONS, KIND_OF_TABLE, KINDS, Field, Record
from app.models.log import NumberSeries
from app.models.organisation import Campus
from app.services.database import Database, Writing
from app.services.query import (
    ALL,
    Keys,
    Query,
    association,
    by_words,
    matching,
    ordered,
    run_together,
    sorts_by_sound,
    title,
    title_field,
    words_alone,
)

R = TypeVar("R", bound=Record)
_CHUNK = 400


@dataclass(frozen=True, slots=True)
class Used:
    """Live records of one kind that point at a record through one field."""

    kind: type[Record]
    field: Field
    ids: tuple[UUID, ...]


class Records(Generic[R]):
    """Everything the office does to one kind of record, whichever kind it is."""

    def __init__(self, db: Database, kind: type[R]) -> None:
        self._db = db
        self.kind = kind

    # --- finding

    def find(self, query: Query = ALL) -> Keys:
        """The ids of all that match, in order. Cheap enough to ask for every keystroke."""
        with self._db.read() as session:
            if sorts_by_sound(self.kind, query.order):
                return Keys.of(self._by_sound(session, query))
            if self._db.sqlite and words_alone(query):
                return self._by_words(session, query)
            condition = matching(self._db, self.kind, query)
            wanted = ordered(self.kind, query).where(condition)
            if self._db.sqlite:
                return Keys.of_hex(session.scalar(run_together(wanted)) or "")
            return Keys.of(map(UUID, map(str, session.scalars(wanted))))

    def _by_words(self, session: Session, query: Query) -> Keys:
        asked = self._db.asked(query.text)
        way = query.descending
        statement = by_words(self.kind, query.order, tuple(asked), descending=way)
        return Keys.of_hex(session.connection().scalar(statement, asked) or "")

    def _by_sound(self, session: Session, query: Query) -> list[UUID]:
        column = getattr(self.kind, query.order)
        condition = matching(self._db, self.kind, query)
        found = session.execute(select(self.kind.id, column).where(condition)).all()
        sounds = {text: self._db.sound(text) for text in {text for _, text in found} if text}
        filled = sorted(
            (pair for pair in found if pair[1]),
            key=lambda pair: sounds[pair[1]],
            reverse=query.descending,
        )
        return [key for key, _ in filled] + [key for key, text in found if not text]

    def count(self, query: Query = ALL) -> int:
        """How many match."""
        condition = matching(self._db, self.kind, query)
        with self._db.read() as session:
            return int(session.scalar(select(func.count(self.kind.id)).where(condition)) or 0)

    def totals(self, query: Query = ALL) -> dict[str, Any]:
        """Sums of the fields that are summed, over all that match."""
        summed = [f.key for f in self.kind.fields() if f.total]
        if not summed:
            return {}
        columns = [func.sum(getattr(self.kind, key), type_=_type(self.kind, key)) for key in summed]
        with self._db.read() as session:
            row = session.execute(
                select(*columns).where(matching(self._db, self.kind, query))
            ).one()
        return dict(zip(summed, row, strict=True))

    def rows(self, ids: Iterable[UUID]) -> dict[UUID, tuple[Any, ...]]:
        """One value per field; references and `many` fields as titles, ready to show."""
        keys = list(ids)
        fields = self.kind.fields()
        plain = [f for f in fields if not f.through]
        with self._db.read() as session:
            found = self._plain_rows(session, keys, plain)
            linked = {f.key: self._linked_titles(session, f, keys) for f in fields if f.through}
        return {
            key: tuple(linked[f.key].get(key, "") if f.through else values[f.key] for f in fields)
            for key, values in found.items()
        }

    def _plain_rows(
        self, session: Session, keys: Sequence[UUID], fields: Sequence[Field]
    ) -> dict[UUID, dict[str, Any]]:
        columns: list[Any] = []
        joins: list[tuple[Any, Any]] = []
        for each in fields:
            own = getattr(self.kind, each.key)
            if each.target:
                other = aliased(KIND_OF_TABLE[each.target])
                joins.append((other, other.id == own))
                columns.append(title(other, KIND_OF_TABLE[each.target]))
            else:
                columns.append(own)
        found: dict[UUID, dict[str, Any]] = {}
        for start in range(0, len(keys), _CHUNK):
            query = select(self.kind.id, *columns).select_from(self.kind)
            for other, on in joins:
                query = query.outerjoin(other, on)
            chosen = self.kind.id.in_(keys[start : start + _CHUNK])
            for key, *values in session.execute(query.where(chosen)):
                found[key] = dict(zip((f.key for f in fields), values, strict=True))
        return found

    def _linked_titles(
        self, session: Session, field: Field, keys: Sequence[UUID]
    ) -> dict[UUID, str]:
        link, ours, theirs = association(self.kind, field)
        other = KIND_OF_TABLE[field.target]
        named = title(other, other)
        found: dict[UUID, list[str]] = {}
        for start in range(0, len(keys), _CHUNK):
            query = (
                select(ours, named)
                .select_from(link)
                .join(other, other.id == theirs)
                .where(ours.in_(keys[start : start + _CHUNK]), link.deleted.is_(False))
                .order_by(link.id)
            )
            for key, text in session.execute(query):
                found.setdefault(key, []).append(str(text))
        return {key: "、".join(texts) for key, texts in found.items()}

    def titles(self, ids: Iterable[UUID]) -> dict[UUID, str]:
        """What to call each record."""
        keys = list(ids)
        field = title_field(self.kind)
        column = title(self.kind, self.kind)
        found: dict[UUID, str] = {}
        with self._db.read() as session:
            for start in range(0, len(keys), _CHUNK):
                chosen = self.kind.id.in_(keys[start : start + _CHUNK])
                for key, value in session.execute(select(self.kind.id, column).where(chosen)):
                    found[key] = field.show(value)
        return found

    def lookup(self, text: str, limit: int = 20) -> list[tuple[UUID, str, str]]:
        """Id, title and a hint of what a person who typed `text` may mean, best first."""
        keys = self.called_so(text, limit)
        titles = self.titles(keys)
        hint = self._hint()
        rows = self.rows(keys) if hint else {}
        at = self.kind.fields().index(hint) if hint else 0
        return [
            (key, titles[key], hint.show(rows[key][at]) if hint else "")
            for key in keys
            if key in titles
        ]

    def _hint(self) -> Field | None:
        """The number; of what is called by its number, the next thing it is known by."""
        fields = self.kind.fields()
        number = next((f for f in fields if f.identifier or f.number), None)
        if number is None or number.key != self.kind.about.title:
            return number
        return next((f for f in fields if f.search and f is not number), None)

    def called_so(self, text: str, limit: int) -> list[UUID]:
        """What is found by its own words, then what is called by a record that they find."""
        keys = list(self.find(Query(text=text))[:limit])
        named = self.kind.field(self.kind.about.title)
        if not named.target or not text.strip():
            return keys
        others = Records(self._db, KIND_OF_TABLE[named.target]).called_so(text, limit)
        if others:
            keys += self.find(Query(where={named.key: tuple(others)}))[:limit]
        return list(dict.fromkeys(keys))[:limit]

    def facet(self, field: Field, query: Query = ALL) -> list[tuple[Any, str, int]]:
        """The values in use for one field, how each is shown, and how often."""
        if field.many and not field.through:
            return self._choices_in_use(field, query)
        condition = matching(self._db, self.kind, query)
        if field.through:
            link, ours, value = association(self.kind, field)
            base = select(value, func.count()).join(self.kind, self.kind.id == ours)
            counted = base.where(condition, link.deleted.is_(False), value.is_not(None))
        else:
            value = getattr(self.kind, field.key)
            counted = select(value, func.count()).where(condition, value.is_not(None))
        with self._db.read() as session:
            found = [(each, int(n)) for each, n in session.execute(counted.group_by(value))]
        if field.target:
            titles = Records(self._db, KIND_OF_TABLE[field.target]).titles(v for v, _ in found)
            shown = [(v, titles.get(v, ""), n) for v, n in found]
        else:
            shown = [(v, field.show(v), n) for v, n in found]
        if field.choices():
            return sorted(shown, key=lambda each: field.choices().index(each[0]))
        return sorted(shown, key=lambda each: (-each[2], self._db.sound(each[1])))

    def _choices_in_use(self, field: Field, query: Query) -> list[tuple[Any, str, int]]:
        found = [
            (member, str(member), self.count(_narrowed(query, field.key, member)))
            for member in field.choices()
        ]
        return [each for each in found if each[2]]

    # --- reading

    def get(self, key: UUID) -> R:
        """One record, detached, `many` fields loaded: read it freely, change it through `save`."""
        with self._db.read() as session:
            record = session.get(self.kind, key)
            if record is None:
                raise Conflict(f"这条{self.kind.about.label}已被清除。")
            self._load_links(session, [record])
        return record

    def all(self, query: Query = ALL) -> list[R]:
        """Whole records, detached, in order: for reports, exports and checks."""
        keys = self.find(query)
        with self._db.read() as session:
            found = {
                record.id: record
                for record in session.scalars(
                    select(self.kind).where(matching(self._db, self.kind, query))
                )
            }
            records = [found[key] for key in keys if key in found]
            self._load_links(session, records)
        return records

    def _load_links(self, session: Session, records: Sequence[R]) -> None:
        for field in (f for f in self.kind.fields() if f.through):
            link, ours, theirs = association(self.kind, field)
            held: dict[UUID, list[UUID]] = {}
            keys = [record.id for record in records]
            for start in range(0, len(keys), _CHUNK):
                query = select(ours, theirs).where(
                    ours.in_(keys[start : start + _CHUNK]),
                    link.deleted.is_(False),
                    theirs.is_not(None),
                )
                for key, other in session.execute(query.order_by(link.id)):
                    held.setdefault(key, []).append(other)
            for record in records:
                setattr(record, field.key, tuple(held.get(record.id, ())))

    # --- changing

    def save(
        self, values: Mapping[str, Any], base: R | None = None, reason: str | None = None
    ) -> R:
        """Create a record, or change the one you saw. Values not given stay as they are.

        Invalid with every problem at once; Conflict if it was changed since it was seen.
        """
        accepted = self.accept(values, complete=base is None)
        label = f"{'新建' if base is None else '修改'}{self.kind.about.label}"
        with self._db.write(f"{label} {self._called(accepted, base)}".strip(), reason) as writing:
            record = self.kind() if base is None else self._unchanged(writing.session, base)
            self._put(writing, record, accepted)
        return self.get(record.id)

    def _called(self, accepted: Mapping[str, Any], base: R | None) -> str:
        field = self.kind.field(self.kind.about.title)
        if field.target:
            return ""
        return field.show(accepted.get(field.key) or getattr(base, field.key, None))

    def _put(self, writing: Writing, record: R, accepted: Mapping[str, Any]) -> None:
        session = writing.session
        for key, value in accepted.items():
            if not self.kind.field(key).through:
                setattr(record, key, value)
        with session.no_autoflush:
            self._give_number(session, record)
            self._before_save(session, record)
        session.add(record)
        session.flush()
        for key, value in accepted.items():
            if self.kind.field(key).through:
                self._link(session, record, self.kind.field(key), value)
        self._after_save(session, record)

    def bulk_change(self, ids: Sequence[UUID], values: Mapping[str, Any]) -> int:
        """The same new values for many records, in one step that one undo takes back."""
        accepted = self.accept(values, complete=False)
        label = f"批量修改{self.kind.about.label} {len(ids)} {self.kind.about.counter}"
        with self._db.write(label) as writing:
            held = self.stored(writing.session, ids)
            self._put_all(writing, [each for each in held if not each.deleted], accepted)
        return len(ids)

    def put_all(self, writing: Writing, keys: Sequence[UUID], values: Mapping[str, Any]) -> None:
        """The same new values for stored records, in a transaction that the caller holds.

        A refusal is for the whole of it.
        """
        accepted = self.accept(values, complete=False)
        self._put_all(writing, self.stored(writing.session, keys), accepted)

    def _put_all(self, writing: Writing, records: Sequence[R], accepted: Mapping[str, Any]) -> None:
        """One after the other: one may be refused because of the one before."""
        for record in records:
            self._put(writing, record, accepted)

    def stored(self, session: Session, keys: Sequence[UUID]) -> list[R]:
        """These as they are stored, in this order; what is no longer there is left out."""
        found: dict[UUID, R] = {}
        for start in range(0, len(keys), _CHUNK):
            chosen = self.kind.id.in_(keys[start : start + _CHUNK])
            found |= {each.id: each for each in session.scalars(select(self.kind).where(chosen))}
        return [found[key] for key in dict.fromkeys(keys) if key in found]

    def accept(self, values: Mapping[str, Any], *, complete: bool) -> dict[str, Any]:
        """All values in normal form, or Invalid with all problems; `complete`: with defaults."""
        accepted: dict[str, Any] = {}
        problems: list[Problem] = []
        for each in self.kind.fields():
            if each.key not in values and not complete:
                continue
            value = values.get(each.key)
            if value is None and complete:
                value = each.default
            try:
                accepted[each.key] = each.accept(value)
            except Invalid as invalid:
                problems.extend(invalid.problems)
        if problems:
            raise Invalid(problems)
        return accepted

    def _before_save(self, session: Session, record: R) -> None:
        """Rules that need a look at other records. Raise to refuse."""

    def _after_save(self, session: Session, record: R) -> None:
        """What comes along with a saved record, in the same transaction."""

    def _unchanged(self, session: Session, seen: R) -> R:
        record = session.get(self.kind, seen.id)
        if record is None or record.version != seen.version:
            raise Conflict("这条记录刚被修改或删除过，请刷新后再改。")
        if record.deleted:
            raise Conflict("这条记录在回收站里，请先还原再修改。")
        return record

    def _link(self, session: Session, record: R, field: Field, wanted: Sequence[UUID]) -> None:
        """Make the association rows say just `wanted`; rows given up go to the bin."""
        link, ours, theirs = association(self.kind, field)
        rows = session.scalars(
            select(link).where(ours == record.id, link.deleted.is_(False), theirs.is_not(None))
        ).all()
        held = {getattr(row, theirs.key): row for row in rows}
        for key, row in held.items():
            if key not in wanted:
                row.deleted = True
        for key in wanted:
            if key not in held:
                made = link(**{ours.key: record.id, theirs.key: key})
                for each in (f for f in link.fields() if f.default is not None):
                    setattr(made, each.key, each.default)
                session.add(made)

    def _give_number(self, session: Session, record: R) -> None:
        for each in (f for f in self.kind.fields() if f.number):
            if getattr(record, each.key) is None:
                setattr(record, each.key, next_number(session, each.number, record.campus_id))

    # --- imports: many at once, in a transaction that the caller holds

    @property
    def plain(self) -> bool:
        """Whether saving does no more than check: such kinds may be inserted in bulk."""
        own = type(self)
        return (
            own._put is Records._put  # noqa: SLF001 - our own subclasses
            and own._after_save is Records._after_save  # noqa: SLF001
            and not any(f.number for f in self.kind.fields())
        )

    def objections(self, session: Session, values: Mapping[str, Any]) -> Sequence[Problem]:
        """What the rules have against a record of these values, asked without making one."""
        try:
            self._before_save(session, cast(R, SimpleNamespace(**values)))
        except Invalid as invalid:
            return invalid.problems
        except UserError as error:
            return (Problem("", error.message),)
        return ()

    def remarks(
        self, session: Session, rows: Sequence[Mapping[str, Any]]
    ) -> Mapping[int, Sequence[str]]:
        """What is worth a look in rows that go in together, by place. It refuses nothing."""
        return {}

    def put(self, writing: Writing, key: UUID, values: Mapping[str, Any], *, fresh: bool) -> None:
        """As `save`, for a new record of this key or a stored one. A refusal leaves no trace."""
        accepted = self.accept(values, complete=fresh)
        session = writing.session
        record = self.kind(id=key) if fresh else session.get_one(self.kind, key)
        try:
            self._put(writing, record, accepted)
            session.flush()
        except UserError:
            for each in (*session.new, *session.dirty):
                session.expunge(each)
            raise

    # --- recycle bin

    def used(self, key: UUID) -> list[Used]:
        """Live records of other kinds that point at this one, parts of it left out."""
        found: list[Used] = []
        with self._db.read() as session:
            for other in (*KINDS, *ASSOCIATIONS):
                found.extend(self._used_by(session, key, other))
        return _each_kind_once(found)

    def _used_by(self, session: Session, key: UUID, other: type[Record]) -> list[Used]:
        found: list[Used] = []
        for field in other.fields():
            if field.target != self.kind.__tablename__ or field.through:
                continue
            if other.about.parent == field.key:
                continue
            owner = getattr(other, other.about.parent) if other.about.parent else other.id
            query = select(owner).where(getattr(other, field.key) == key, other.deleted.is_(False))
            ids = tuple(dict.fromkeys(session.scalars(query)))
            if ids:
                shown = _parent_kind(other) if other.about.parent else other
                found.append(Used(shown, field, ids))
        return found

    def delete(self, ids: Sequence[UUID]) -> list[str]:
        """To the recycle bin, with all their parts; what it did to others, in words.

        InUse if other records point at them.
        """
        for key in ids:
            if used := self.used(key):
                told = "、".join(
                    f"{len(u.ids)} {u.kind.about.counter}{u.kind.about.label}" for u in used
                )
                title = self.titles([key]).get(key, "")
                raise InUse(f"“{title}”还有{told}在使用，请先处理它们再删除。")
        label = f"删除{self.kind.about.label}"
        one = self.titles(ids).get(ids[0], "") if len(ids) == 1 else f"{len(ids)} 条"
        with self._db.write(f"{label} {one}") as writing:
            return self._bin_all(writing.session, self.stored(writing.session, ids))

    def _bin_all(self, session: Session, records: Sequence[R]) -> list[str]:
        """All of these to the bin; what that does to others, in words."""
        for record in records:
            self._bin(session, record)
        return []

    def _bin(self, session: Session, record: Record) -> None:
        record.deleted = True
        for part in parts_of(type(record)):
            owner = getattr(part, part.about.parent)
            for each in session.scalars(
                select(part).where(owner == record.id, part.deleted.is_(False))
            ):
                self._bin(session, each)

    def restore(self, ids: Sequence[UUID]) -> None:
        """Back from the recycle bin, with the parts that went there together."""
        with self._db.write(f"还原{self.kind.about.label} {len(ids)} 条") as writing:
            for key in ids:
                record = writing.session.get_one(self.kind, key)
                self._back(writing.session, record, record.changed_at)

    def purge(self, ids: Sequence[UUID]) -> None:
        """Out of the recycle bin for good, with all parts; there is no way back.

        InUse if anything still points at one of them; then none is purged.
        """
        label = f"清除{self.kind.about.label} {len(ids)} {self.kind.about.counter}"
        with self._db.write(label) as writing:
            for key in ids:
                record = writing.session.get(self.kind, key)
                if record is not None and record.deleted:
                    self._purge(writing, record)

    def _purge(self, writing: Writing, record: Record) -> None:
        for part in parts_of(type(record)):
            owner = getattr(part, part.about.parent)
            for each in writing.session.scalars(select(part).where(owner == record.id)):
                self._purge(writing, each)
        writing.purge(record)

    def _back(self, session: Session, record: Record, since: Any) -> None:
        record.deleted = False
        for part in parts_of(type(record)):
            owner = getattr(part, part.about.parent)
            went = (part.changed_at == since) & part.deleted.is_(True)
            for each in session.scalars(select(part).where(owner == record.id, went)):
                self._back(session, each, since)


def _each_kind_once(found: Iterable[Used]) -> list[Used]:
    """A record may point here itself and through its parts, or through two fields."""
    merged: dict[type[Record], Used] = {}
    for each in found:
        known = merged.get(each.kind, each)
        ids = tuple(dict.fromkeys((*known.ids, *each.ids)))
        merged[each.kind] = replace(known, ids=ids)
    return list(merged.values())


def parts_of(kind: type[Record]) -> list[type[Record]]:
    """The kinds whose records are parts of one of these."""
    return [
        each
        for each in (*KINDS, *ASSOCIATIONS)
        if each.about.parent and each.field(each.about.parent).target == kind.__tablename__
    ]


def _parent_kind(kind: type[Record]) -> type[Record]:
    return KIND_OF_TABLE[kind.field(kind.about.parent).target]


def next_number(session: Session, prefix: str, campus_id: UUID | None, year: int = 0) -> str:
    """The next human number of a prefix, year and campus: XY-2026-ZB-001. Never given twice."""
    campus = session.get(Campus, campus_id) if campus_id else None
    code = campus.code if campus else "ZB"
    in_year = year or date.today().year  # noqa: DTZ011 - the office's own calendar
    series = session.get(NumberSeries, (prefix, in_year, code), with_for_update=True)
    if series is None:
        series = NumberSeries(prefix=prefix, year=in_year, campus=code, last=0)
        session.add(series)
    series.last += 1
    return f"{prefix}-{in_year}-{code}-{series.last:03}"


def _narrowed(query: Query, key: str, value: Any) -> Query:
    return Query(
        text=query.text,
        where={**query.where, key: value},
        conditions=query.conditions,
        campus=query.campus,
    )


def _type(kind: type[Record], key: str) -> Any:
    return kind.__mapper__.column_attrs[key].columns[0].type


__all__ = ["ALL", "Keys", "Query", "Records", "Used", "next_number", "parts_of"]
