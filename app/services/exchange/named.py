"""Names beside references: a partner is found by the name as written, a person's is checked."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import Problem
from app.models import KIND_OF_TABLE, Record
from app.models.fields import Field
from app.models.text import fold
from app.services.exchange.cells import Sheet, shown
from app.services.exchange.heads import Names
from app.services.exchange.layout import Layout
from app.services.exchange.lines import Line
from app.services.exchange.mapping import Mapping
from app.services.exchange.matching import known_by_code
from app.services.exchange.references import References


def link_named(
    kind: type[Record], lines: Sequence[Line], references: References, *, create: bool
) -> None:
    """Fill references that a row leaves blank from the text beside them that names the record.

    The text stays as it is written. What is not found is made only if asked, else told once.
    """
    for described in (f for f in kind.fields() if f.named_in):
        told: set[str] = set()
        for line in lines:
            name = line.values.get(described.named_in)
            if line.problems or name is None or described.key in line.values:
                continue
            key, why = references.by_name(described, str(name), create=create)
            if key is not None:
                line.values[described.key] = key
            elif fold(str(name)) not in told:
                told.add(fold(str(name)))
                line.warnings.append(Problem(described.named_in, why))


def check_persons(  # noqa: PLR0913 - a table and what was made of it
    session: Session,
    kind: type[Record],
    lines: Sequence[Line],
    *,
    sheet: Sheet,
    layout: Layout,
    mapping: Mapping,
) -> None:
    """A row that gives a person's number and name means nobody if the two disagree."""
    for described in kind.fields():
        if not described.target or described.many or not known_by_code(described.target):
            continue
        at = _name_column(described, layout, mapping)
        if at is None or described.key not in mapping.columns.values():
            continue
        names = _names(session, KIND_OF_TABLE[described.target])
        for n, line in zip(layout.rows, lines, strict=True):
            key, written = line.values.get(described.key), shown(sheet.rows[n][at])
            held = names.get(key, "") if key else ""
            if held and written and fold(held) != fold(written):
                told = f"这个编号在库里是“{held}”，这一行写的是“{written}”，请核对"
                line.problems.append(Problem(described.key, told))


def _name_column(described: Field, layout: Layout, mapping: Mapping) -> int | None:
    """The one column that is not imported and is headed like the title of what is meant."""
    target = KIND_OF_TABLE[described.target]
    names = Names.of(target.fields())
    title = target.about.title
    found = [
        at
        for at, head in enumerate(layout.heads)
        if head and not mapping.key(at) and names.meaning(head)[0] == title
    ]
    return found[0] if len(found) == 1 else None


def _names(session: Session, kind: type[Record]) -> dict[UUID, str]:
    title = getattr(kind, kind.about.title)
    found = session.execute(select(kind.id, title).where(kind.deleted.is_(False)))
    return {key: str(name) for key, name in found}
