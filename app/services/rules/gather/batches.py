"""Batches, and what was filed, visited or let pass for them."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from app.models import Exemption, InternshipBatch, RuleWaiver
from app.services.rules.facts import BatchFacts, ExemptionFacts, WaiverFacts
from app.services.rules.gather.scope import F, Scope, made, shared


def batch_facts(scope: Scope) -> list[BatchFacts]:
    """The batches themselves."""
    query = select(
        *shared(InternshipBatch, BatchFacts),
        InternshipBatch.name.label("title"),
        InternshipBatch.department_id.label("department"),
    ).where(scope.batches)
    return [
        made(BatchFacts, row, clauses=frozenset(row["clauses"]) or None)
        for row in scope.rows(query)
    ]


def of_batches(scope: Scope, kind: Any, facts: Callable[..., F]) -> list[F]:
    """Something dated that happened at a host for a batch."""
    query = select(
        kind.batch_id.label("batch"), kind.partner_id.label("host"), kind.on.label("on")
    ).where(kind.deleted.is_(False), kind.batch_id.in_(scope.batch_ids))
    return [facts(**row) for row in scope.rows(query)]


def exemptions(scope: Scope) -> list[ExemptionFacts]:
    """What was filed for special posts, whether it counts or not."""
    query = select(
        Exemption.batch_id.label("batch"),
        Exemption.partner_id.label("host"),
        *shared(Exemption, ExemptionFacts),
    ).where(Exemption.deleted.is_(False), Exemption.batch_id.in_(scope.batch_ids))
    return [made(ExemptionFacts, row, scopes=frozenset(row["scopes"])) for row in scope.rows(query)]


def waivers(scope: Scope) -> list[WaiverFacts]:
    """Every waiver on file: those for others find nothing to belong to."""
    query = select(RuleWaiver).where(RuleWaiver.deleted.is_(False))
    return [found for each in scope.session.scalars(query) if (found := _waiver(each))]


def _waiver(waiver: RuleWaiver) -> WaiverFacts | None:
    """It is about the most particular record it names; one that names none is about nothing."""
    particular = waiver.placement_id or waiver.student_id or waiver.post_id or waiver.partner_id
    if particular is not None:
        subject, batch = particular, waiver.batch_id
    elif waiver.batch_id is not None:
        subject, batch = waiver.batch_id, None
    else:
        return None
    return WaiverFacts(waiver.rule, subject, batch, waiver.reason, waiver.by, waiver.on)
