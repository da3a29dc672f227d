"""Placements typed as a spreadsheet is: texts into cells, as much as can be saved is saved."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.errors import UserError
from app.models import Field, Placement
from app.services.office import Office

Texts = Mapping[UUID, Mapping[str, str]]  # placement, field and what was typed


@dataclass(frozen=True, slots=True)
class Entered:
    """What became of typed or pasted cells."""

    saved: int  # rows
    refused: tuple[tuple[UUID, str], ...]  # rows that stayed as they were, and why


def enter(office: Office, texts: Texts) -> Entered:
    """Save rows in one step; a row that cannot be accepted stays as it was and is told."""
    records = office.of(Placement)
    saved, refused = 0, list[tuple[UUID, str]]()
    read: dict[UUID, dict[str, Any]] = {}
    for key, row in texts.items():
        try:
            read[key] = {name: _value(office, name, text) for name, text in row.items()}
        except UserError as error:
            refused.append((key, error.message))
    if not read:
        return Entered(0, tuple(refused))
    with office.db.write(f"填写实习安排 {len(read)} 行") as writing:
        for key, values in read.items():
            try:
                records.put(writing, key, values, fresh=False)
                saved += 1
            except UserError as error:
                refused.append((key, error.message))
    return Entered(saved, tuple(refused))


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
