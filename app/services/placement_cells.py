"""Placements typed as a spreadsheet is: texts into cells, as much as can be saved is saved."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.errors import UserError
from app.models import Field, Placement
from app.services.host_agreements import Override
from app.services.host_answers import Question, about_moves, keep_answers
from app.services.office import Office

Texts = Mapping[UUID, Mapping[str, str]]  # placement, field and what was typed
Values = dict[UUID, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Entered:
    """What became of typed or pasted cells."""

    saved: int  # rows
    refused: tuple[tuple[UUID, str], ...]  # rows that stayed as they were, and why


def entering(office: Office, texts: Texts) -> list[Question]:
    """Which hosts that were typed would be refused unless somebody answers for them."""
    if not any("partner_id" in row for row in texts.values()):
        return []
    read, _ = _read(office, texts)
    with office.db.read() as session:
        return about_moves(session, read)


def enter(office: Office, texts: Texts, override: Override | None = None) -> Entered:
    """Save rows in one step; a row that cannot be accepted stays as it was and is told.

    `override`: who answers for hosts whose agreement has lapsed; that is kept.
    """
    records = office.of(Placement)
    saved, (read, refused) = 0, _read(office, texts)
    if not read:
        return Entered(0, tuple(refused))
    with office.db.write(f"填写实习安排 {len(read)} 行") as writing:
        if override is not None:
            keep_answers(office, writing, about_moves(writing.session, read), override)
        for key, values in read.items():
            try:
                records.put(writing, key, values, fresh=False)
                saved += 1
            except UserError as error:
                refused.append((key, error.message))
    return Entered(saved, tuple(refused))


def _read(office: Office, texts: Texts) -> tuple[Values, list[tuple[UUID, str]]]:
    """The values that were meant, and the rows of which that cannot be told."""
    read: Values = {}
    refused: list[tuple[UUID, str]] = []
    for key, row in texts.items():
        try:
            read[key] = {name: _value(office, name, text) for name, text in row.items()}
        except UserError as error:
            refused.append((key, error.message))
    return read, refused


def _value(office: Office, name: str, text: str) -> Any:
    field = Placement.field(name)
    stripped = text.strip()
    if not stripped:
        return None
    return _referred(office, field, stripped) if field.target else field.parse(stripped)


def _referred(office: Office, field: Field, text: str) -> UUID:
    """The record called so; one that is only alike must be the only one."""
    found = office.search(field.target, text, 20)
    exact = [key for key, title, hint in found if text in (title, hint)]
    fitting = exact or [key for key, _, _ in found]
    if len(fitting) != 1:
        told = "有多个相近的，请写全称" if fitting else "库里没有，请先建档"
        raise field.complain(f"“{text}”{told}")
    return fitting[0]
