"""Hosts whose agreement has lapsed and for whom nobody answers yet.

They are told before anything is done, so that somebody may answer for them with the deed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import InternshipBatch, Placement, RuleWaiver
from app.models.values import uuid7
from app.services.database import Writing
from app.services.host_agreements import Override, unanswered, waiver
from app.services.office import Office
from app.services.placements import EXPECTED

Moves = Mapping[UUID, Mapping[str, Any]]  # new values, by placement
_CHUNK = 400


@dataclass(frozen=True, slots=True)
class Question:
    """Somebody has to answer for a host in a batch, or it takes nobody."""

    batch: UUID
    host: UUID
    words: str  # which host, and why


def about_moves(session: Session, moves: Moves) -> list[Question]:
    """What these placements would be refused for, each host once."""
    moved = {key: values for key, values in moves.items() if values.get("partner_id")}
    there: dict[UUID, dict[UUID, date]] = {}
    for batch, host, on in _going(session, moved):
        days = there.setdefault(batch, {})
        days[host] = max(on, days.get(host, on))
    return [
        Question(batch, host, words)
        for batch, days in there.items()
        for host, words in unanswered(session, batch, days).items()
    ]


def about_new(office: Office, batch: UUID, values: Mapping[str, Any]) -> list[Question]:
    """What new placements with these values would be refused for."""
    host = values.get("partner_id")
    if host is None:
        return []
    with office.db.read() as session:
        on = values.get("starts") or session.get_one(InternshipBatch, batch).starts
        found = unanswered(session, batch, {host: on})
    return [Question(batch, key, words) for key, words in found.items()]


def keep_answers(
    office: Office, writing: Writing, questions: Iterable[Question], override: Override
) -> None:
    """Write down who answers for these hosts."""
    records = office.of(RuleWaiver)
    for each in questions:
        told = waiver(each.batch, each.host, override.checked())
        records.put(writing, uuid7(), told, fresh=True)
    writing.session.flush()


def _going(session: Session, moves: Moves) -> Iterable[tuple[UUID, UUID, date]]:
    """Batch, new host and first day of whoever is or will be there and was not before."""
    keys = list(moves)
    for start in range(0, len(keys), _CHUNK):
        query = (
            select(
                Placement.id, Placement.batch_id, Placement.partner_id, Placement.starts,
                InternshipBatch.starts.label("begun"),
            )
            .join(InternshipBatch, InternshipBatch.id == Placement.batch_id)
            .where(Placement.id.in_(keys[start : start + _CHUNK]), Placement.state.in_(EXPECTED))
        )  # fmt: skip
        for row in session.execute(query):
            values = moves[row.id]
            if values["partner_id"] != row.partner_id:
                starts = values.get("starts") or row.starts or row.begun
                yield row.batch_id, values["partner_id"], starts
