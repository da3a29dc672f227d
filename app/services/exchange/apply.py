"""Doing what a plan says: one transaction, so that one undo takes the whole import back."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

from app.errors import Conflict
from app.models import Record
from app.models.fields import Field
from app.services.copies import Why
from app.services.database import Writing
from app.services.exchange.beside import write_beside
from app.services.exchange.lines import Line, Outcome, Progress
from app.services.exchange.plan import Plan, complete, defaults_of, state_of, write_made
from app.services.office import Office
from app.services.pause import collector_paused
from app.services.query import association
from app.services.records import Records


@collector_paused()
def apply_plan(
    office: Office,
    plan: Plan,
    progress: Progress = lambda *_: None,
    also: Callable[[Writing], None] | None = None,
) -> None:
    """Write all that the plan accepted, or nothing. Conflict if the database has moved on.

    `also` writes what belongs to it, in the same transaction.
    """
    written = plan.of(Outcome.NEW, Outcome.CHANGED)
    if not written and also is None:
        return
    label = f"导入 {plan.source}"
    if office.db.sqlite:
        progress(0, len(written), "先做备份")
        office.backups.before(Why.IMPORT)
    records = office.of(plan.kind)
    progress(0, len(written), "写入")
    with office.db.write(label) as writing:
        if state_of(writing.session) != plan.state:
            raise Conflict("核对之后库里的记录又有变动，请重新核对再导入。")
        write_made(writing, plan.made)
        fresh = plan.of(Outcome.NEW)
        if records.plain:
            late = _insert(writing, plan.kind, fresh)
            progress(len(fresh), len(written), "写入")
        else:
            late = [(line, line.values, True) for line in fresh]
        late += [(line, _after(line), False) for line in plan.of(Outcome.CHANGED)]
        _save(writing, records, late, progress)
        write_beside(writing, office, plan.kind, written)
        if also is not None:
            also(writing)
    _note(office, plan)


def _after(line: Line) -> dict[str, Any]:
    own = line.changes.keys() - line.beside.keys()
    return {key: after for key, (_, after) in line.changes.items() if key in own}


Late = list[tuple[Line, Mapping[str, Any], bool]]


def _insert(writing: Writing, kind: type[Record], lines: list[Line]) -> Late:
    """New records and their links in bulk; gives back what must wait until all are there."""
    linked = {f.key: f for f in kind.fields() if f.through}
    own = [f for f in kind.fields() if f.target == kind.__tablename__ and not f.through]
    fresh = {line.key for line in lines}
    rows, late = [], Late()
    for line in lines:
        waiting = {f.key: line.values[f.key] for f in own if line.values.get(f.key) in fresh}
        if waiting:
            late.append((line, waiting, False))
        left_out = linked.keys() | waiting if waiting else linked
        row = {key: value for key, value in line.values.items() if key not in left_out}
        row["id"] = line.key
        rows.append(row)
    writing.insert_many(kind, complete(kind, rows))
    for each in linked.values():
        _link(writing, kind, each, lines)
    return late


def _link(writing: Writing, kind: type[Record], described: Field, lines: Iterable[Line]) -> None:
    link, ours, theirs = association(kind, described)
    defaults = defaults_of(f for f in link.fields() if not f.through)
    rows = [
        defaults | {ours.key: line.key, theirs.key: other}
        for line in lines
        for other in line.values.get(described.key, ())
    ]
    writing.insert_many(link, rows)


def _save(writing: Writing, records: Records[Any], late: Late, progress: Progress) -> None:
    """One by one, the way every other change is saved."""
    for done, (line, values, fresh) in enumerate(late):
        progress(done, len(late), "写入")
        if isinstance(line.key, UUID):
            records.put(writing, line.key, values, fresh=fresh)


def _note(office: Office, plan: Plan) -> None:
    counts = {outcome.value: count for outcome, count in plan.counts.items()}
    office.db.event("导入", {"文件": plan.source, "种类": plan.kind.about.label, **counts})
