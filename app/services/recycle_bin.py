"""The recycle bin as one list: what lies there, what belongs to it, and the last way out."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import literal, select
from sqlalchemy.orm import Session, aliased

from app.errors import InUse
from app.models import KIND_OF_TABLE, KINDS, Record
from app.services.office import Office
from app.services.query import association, title, title_field
from app.services.records import parts_of

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Binned:
    """One record in the bin that can be restored by itself."""

    kind: type[Record]
    id: UUID
    title: str
    at: datetime  # of its deletion
    by: str
    owner: str = ""  # the record it is part of


@dataclass(frozen=True, slots=True)
class Count:
    """So many of one kind."""

    kind: type[Record]
    count: int

    def __str__(self) -> str:
        return f"{self.count} {self.kind.about.counter}{self.kind.about.label}"


def binned(office: Office) -> list[Binned]:
    """Everything in the bin, newest first; what went along with its owner comes with that."""
    with office.db.read() as session:
        found = [each for kind in KINDS for each in _of_kind(session, kind)]
    return sorted(found, key=lambda each: (each.at, each.id), reverse=True)


def _of_kind(session: Session, kind: type[Record]) -> Iterable[Binned]:
    field = owner_field = title_field(kind)
    query: Any = select(kind.id, title(kind, kind), kind.changed_at, kind.changed_by)
    query = query.where(kind.deleted.is_(True))
    if kind.about.parent:
        owner = KIND_OF_TABLE[kind.field(kind.about.parent).target]
        above, owner_field = aliased(owner), title_field(owner)
        query = query.join(above, above.id == getattr(kind, kind.about.parent))
        query = query.where(above.deleted.is_(False)).add_columns(title(above, owner))
    else:
        query = query.add_columns(literal(None))
    for key, value, at, by, above_ in session.execute(query):
        yield Binned(kind, key, field.show(value), at, by, owner_field.show(above_))


def belongings(office: Office, each: Binned) -> list[Count]:
    """What went to the bin together with it, and comes back with it."""
    with office.db.read() as session:
        found = Counter(_parts(session, each.kind, each.id))
    return [Count(kind, found[kind]) for kind in KINDS if found[kind]]


def _parts(session: Session, kind: type[Record], key: UUID) -> list[type[Record]]:
    found: list[type[Record]] = []
    went = select(kind.changed_at).where(kind.id == key).scalar_subquery()
    for part in parts_of(kind):
        owner = getattr(part, part.about.parent)
        together = part.deleted.is_(True) & (part.changed_at == went)
        for each in session.scalars(select(part.id).where(owner == key, together)):
            found += [part, *_parts(session, part, each)]
    return found


def references(office: Office, each: Binned) -> list[Count]:
    """Live records that point at it: their reference is shown as a name, but leads nowhere."""
    found: Counter[type[Record]] = Counter()
    for used in office.of(each.kind).used(each.id):
        found[used.kind] += len(used.ids)
    return [Count(kind, count) for kind, count in found.items()]


def needed(office: Office, chosen: Sequence[Binned]) -> list[Binned]:
    """Binned records that the chosen ones point at: without them they would be incomplete."""
    known = {(each.kind, each.id): each for each in binned(office)}
    wanted = {(each.kind, each.id) for each in chosen}
    with office.db.read() as session:
        pending = list(wanted)
        while pending:
            kind, key = pending.pop()
            for other in _pointed_at(session, kind, key):
                if other in known and other not in wanted:
                    wanted.add(other)
                    pending.append(other)
    return [each for place, each in known.items() if place in wanted and each not in chosen]


def _pointed_at(
    session: Session, kind: type[Record], key: UUID
) -> Iterable[tuple[type[Record], UUID]]:
    for field in kind.fields():
        if not field.target:
            continue
        if field.through:
            link, ours, theirs = association(kind, field)
            query = select(theirs).where(ours == key, theirs.is_not(None))
            went = select(kind.changed_at).where(kind.id == key).scalar_subquery()
            query = query.where(link.deleted.is_(True), link.changed_at == went)
        else:
            query = select(getattr(kind, field.key)).where(kind.id == key)
        for other in session.scalars(query):
            if other is not None:
                yield KIND_OF_TABLE[field.target], other


def restore(office: Office, chosen: Sequence[Binned]) -> list[Binned]:
    """Back where they were, with what they point at; returns everything that came back."""
    all_ = [*needed(office, chosen), *chosen]
    for kind in sorted({each.kind for each in all_}, key=_depth):
        office.of(kind).restore([each.id for each in all_ if each.kind is kind])
    return all_


def purge(
    office: Office, chosen: Sequence[Binned], progress: Progress = lambda *_: None
) -> list[Binned]:
    """Out for good, those that are pointed at last; returns what had to stay."""
    left = sorted(chosen, key=lambda each: -_depth(each.kind))
    done = 0
    while True:
        kept: list[Binned] = []
        for each in left:
            progress(done, len(chosen), "清除")
            try:
                office.of(each.kind).purge([each.id])
                done += 1
            except InUse:
                kept.append(each)
        if not kept or len(kept) == len(left):
            return kept
        left = kept


def _depth(kind: type[Record], above: frozenset[type[Record]] = frozenset()) -> int:
    """How many kinds stand between this one and those that point at nothing."""
    known = above | {kind}
    targets = {KIND_OF_TABLE[field.target] for field in kind.fields() if field.target} - known
    return 1 + max((_depth(each, known) for each in targets), default=0)
