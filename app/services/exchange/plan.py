"""The dry run: what an import would do to every row, and why some rows cannot go in.

A blank cell never erases and an absent row never deletes. A second plan for the same file over
what the first one wrote says "same" for every row.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import Invalid, Problem, UserError
from app.models import Campus, Department, Programme, Record
from app.models.fields import Field
from app.models.log import SyncKnown
from app.models.values import uuid7
from app.services.database import Writing
from app.services.exchange.beside import import_fields, set_apart, weigh
from app.services.exchange.cells import Book, Sheet
from app.services.exchange.convert import Column
from app.services.exchange.layout import Layout, layout_at
from app.services.exchange.lines import (
    Line,
    Outcome,
    Progress,
    above_the_heads,
    read_columns,
    to_lines,
    warn_of_sheet,
)
from app.services.exchange.mapping import Mapping as ColumnMapping
from app.services.exchange.matching import Matcher
from app.services.exchange.named import check_persons, link_named
from app.services.exchange.references import Made, References
from app.services.exchange.stored import Stored
from app.services.office import Office
from app.services.pause import collector_paused
from app.services.records import Records


@dataclass(frozen=True, slots=True)
class Plan:
    """A dry run. It holds for the state of the database that it was made from."""

    kind: type[Record]
    source: str  # name of the file
    sheet: Sheet
    layout: Layout
    mapping: ColumnMapping
    lines: Sequence[Line]
    made: Sequence[Made]  # records that come along
    state: tuple[tuple[str, int], ...]

    def of(self, *outcomes: Outcome) -> list[Line]:
        """The lines with one of these fates."""
        return [line for line in self.lines if line.outcome in outcomes]

    @property
    def counts(self) -> dict[Outcome, int]:
        """How many rows of each fate."""
        found = Counter(line.outcome for line in self.lines)
        return {outcome: found[outcome] for outcome in Outcome}

    @property
    def unused(self) -> tuple[str, ...]:
        """Heads of columns that are not imported."""
        heads = enumerate(self.layout.heads)
        return tuple(head for column, head in heads if head and not self.mapping.key(column))


@collector_paused()
def make_plan(  # noqa: PLR0913 - what there is to know
    office: Office,
    kind: type[Record],
    book: Book,
    mapping: ColumnMapping,
    progress: Progress = lambda *_: None,
    *,
    layout: Layout | None = None,
    create_partners: bool = False,
) -> Plan:
    """Everything an import would do, with nothing done. `layout` is found again if not given.

    Partners that rows only name are made as prospects if asked; else the name alone is kept.
    """
    fields = import_fields(kind)
    sheet = book.sheet(mapping.sheet)
    layout = layout or layout_at(sheet, fields, mapping.head, mapping.depth)
    columns = read_columns(fields, sheet, layout, mapping, office.codes, progress=progress)
    columns += above_the_heads(kind, sheet, layout, columns)
    progress(2, 4, "与库里的记录比对")
    with office.db.read() as session:
        state = state_of(session)
        references = References(session, office.codes)
        for column in columns:
            if column.field.target and column.field.target != kind.__tablename__:
                references.resolve(column)
        lines = to_lines(layout, columns)
        set_apart(kind, lines)
        check_persons(session, kind, lines, sheet=sheet, layout=layout, mapping=mapping)
        link_named(kind, lines, references, create=create_partners)
        for note in book.notes[: len(lines)]:
            lines[0].warnings.append(Problem("", note))
        warn_of_sheet(sheet, layout, mapping, lines)
        _match(Matcher(session, kind), lines)
        _refer_to_own_kind(kind, lines, columns, references)
        known = (line.key for line in lines if line.outcome is Outcome.CHANGED)
        stored = Stored(session, kind, [key for key in known if key])
        _compare(lines, stored)
        _apply_rules(session, office, kind, lines, stored)
        weigh(session, office, kind, lines)
    made = _announce(lines, kind, references)
    progress(3, 4, "核对填报规则")
    if not office.of(kind).plain:
        _rehearse(office, kind, lines, made)
    return Plan(kind, book.name, sheet, layout, mapping, lines, made, state)


def state_of(session: Session) -> tuple[tuple[str, int], ...]:
    """Changes whenever anything in the database does."""
    known = session.execute(select(SyncKnown.site, SyncKnown.seq).order_by(SyncKnown.site))
    return tuple((site, seq) for site, seq in known)


def _match(matcher: Matcher, lines: Sequence[Line]) -> None:
    """Find the record that each line is about; new ones get the key they will have."""
    needed = [f for f in matcher.kind.fields() if f.required and not f.number and f.default is None]
    for line in lines:
        if line.problems:
            continue
        claim = matcher.about(line.values)
        line.key, problems = matcher.match(claim)
        line.problems.extend(problems)
        if line.key is None:
            missing = (f for f in needed if f.key not in line.values)
            line.problems.extend(Problem(f.key, f"请填写{f.label}") for f in missing)
        if line.problems:
            continue
        matcher.claim(claim, line.number)
        if lacking := matcher.lacking_code(line.values, line.key):
            line.warnings.append(Problem(lacking.key, f"没有{lacking.label}"))
        line.outcome = Outcome.CHANGED if line.key else Outcome.NEW
        line.key = line.key or uuid7()


def _refer_to_own_kind(
    kind: type[Record],
    lines: Sequence[Line],
    columns: Sequence[Column],
    references: References,
) -> None:
    """Resolve references within the kind, also to records that the same file brings."""
    own = [column for column in columns if column.field.target == kind.__tablename__]
    for line in lines if own else ():
        if line.outcome is Outcome.NEW and line.key and kind.about.title in line.values:
            title = str(line.values[kind.about.title])
            references.directory(kind.__tablename__).add(line.key, [title])
    for column in own:
        before = dict(column.warnings)
        references.resolve(column)
        for line, value in zip(lines, column.values, strict=True):
            line.values.pop(column.field.key, None)
            if value is not None:
                line.values[column.field.key] = value
        for n, note in column.warnings.items():
            if before.get(n) != note:
                lines[n].warnings.append(Problem(column.field.key, note))


def _compare(lines: Sequence[Line], stored: Stored) -> None:
    for line in lines:
        if line.outcome is Outcome.CHANGED:
            line.changes = stored.differences(line.key, line.values)
            line.outcome = Outcome.CHANGED if line.changes else Outcome.SAME


def _written(lines: Iterable[Line]) -> Iterator[Line]:
    return (line for line in lines if line.outcome in (Outcome.NEW, Outcome.CHANGED))


def _apply_rules(
    session: Session,
    office: Office,
    kind: type[Record],
    lines: Sequence[Line],
    stored: Stored,
) -> None:
    """The kind's own rules between fields, asked for every line that would be written."""
    records = office.of(kind)
    defaults = defaults_of(kind.fields())
    for line in _written(lines):
        whole = {"id": line.key} | defaults | stored.values(line.key) | line.values
        if found := records.objections(session, whole):
            line.problems.extend(found)
            line.outcome = Outcome.REFUSED
    going = list(_written(lines))
    rows = [{"id": each.key} | defaults | stored.values(each.key) | each.values for each in going]
    for n, told in records.remarks(session, rows).items():
        going[n].warnings.extend(Problem("", each) for each in told)


def defaults_of(fields: Iterable[Field]) -> dict[str, Any]:
    """What a new record holds where nothing is given; required fields without default are None."""
    found = {}
    for each in fields:
        try:
            found[each.key] = each.accept(each.default)
        except Invalid:
            found[each.key] = None
    return found


class _Over(Exception):
    """Ends a transaction that was never meant to be kept."""


def _rehearse(
    office: Office, kind: type[Record], lines: Sequence[Line], made: Sequence[Made]
) -> None:
    """Kinds that do more than store are really saved, line by line, and taken back at once."""
    with suppress(_Over), office.db.write("核对导入") as writing:
        write_made(writing, made)
        for line in _written(lines):
            try:
                _put(office.of(kind), writing, line)
            except Invalid as invalid:
                line.problems.extend(invalid.problems)
            except UserError as error:
                line.problems.append(Problem("", error.message))
            line.outcome = Outcome.REFUSED if line.problems else line.outcome
        raise _Over


# What others refer to.
_FIRST = {kind: n for n, kind in enumerate((Campus, Department, Programme))}


def write_made(writing: Writing, made: Iterable[Made]) -> None:
    """The records that come along, before those that refer to them."""
    by_kind: dict[type[Record], list[dict[str, Any]]] = {}
    for each in made:
        by_kind.setdefault(each.kind, []).append(each.values)
    for kind in sorted(by_kind, key=lambda kind: _FIRST.get(kind, len(_FIRST))):
        writing.insert_many(kind, complete(kind, by_kind[kind]))


def _put(records: Records[Any], writing: Writing, line: Line) -> None:
    if line.key is not None:
        records.put(writing, line.key, line.values, fresh=line.outcome is Outcome.NEW)


def complete(kind: type[Record], rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows for a bulk insert, with the defaults of every column that they do not give."""
    defaults = defaults_of(f for f in kind.fields() if not f.through)
    return [defaults | row for row in rows]


def _announce(lines: Sequence[Line], kind: type[Record], references: References) -> Sequence[Made]:
    """What accepted rows bring along, each announced where it first occurs.

    Fields that the row and the new record share (a class and its student have one programme)
    are taken from that row.
    """
    needed: dict[UUID, Made] = {}
    wanted = [f for f in kind.fields() if f.target and f.target != kind.__tablename__]
    for line in _written(lines) if references.made else ():
        for described in wanted:
            given = line.values.get(described.key) or ()
            for key in given if isinstance(given, tuple) else (given,):
                if key in references.made and key not in needed:
                    made = needed[key] = references.made[key]
                    if described.along:
                        _share(kind, made, line.values)
                    line.warnings.append(Problem(described.key, made.told))
    return tuple(needed.values())


def _share(kind: type[Record], made: Made, given: Mapping[str, Any]) -> None:
    """Measures and numbers are the row's alone; a department is not only where one room is."""
    own = {(each.key, each.type, each.target) for each in kind.fields() if not each.through}
    for each in made.kind.fields():
        alike = (each.key, each.type, each.target) in own
        if each.total or each.identifier or each.key == "campus_id":
            continue
        if alike and each.key in given and each.key not in made.values:
            made.values[each.key] = given[each.key]
