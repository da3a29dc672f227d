"""Units that take interns: whether they were inspected, and whether their standing was checked."""

from collections.abc import Iterable, Iterator
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select

from app.models import AgreementParty, CreditCheck, Partner, SiteInspection
from app.models.agreements import AgreementState
from app.models.partners import CreditResult
from app.services.home.ground import Ground, Paper
from app.services.home.matters import (
    CREDIT_BAD,
    CREDIT_OLD,
    INSPECTION_OLD,
    NOT_INSPECTED,
    Matter,
)
from app.services.years import months_before

Dated = TypeVar("Dated", SiteInspection, CreditCheck)
_BAD = (CreditResult.DISHONEST, CreditResult.ABNORMAL, CreditResult.VIOLATION)


def host_findings(ground: Ground) -> Iterator[tuple[Matter, tuple[UUID, ...]]]:
    """What can be missing, and the partners for which it is."""
    hosts = _hosts(ground)
    seen, checked = _latest(ground, SiteInspection, hosts), _latest(ground, CreditCheck, hosts)
    year_ago = months_before(ground.today, 12)
    bad = tuple(key for key in hosts if key in checked and checked[key].result in _BAD)
    unseen = tuple(key for key in hosts if key not in seen)
    stale = tuple(key for key in hosts if key in seen and _expired(ground, seen[key]))
    unchecked = tuple(key for key in hosts if key not in checked or checked[key].on < year_ago)
    yield CREDIT_BAD, bad
    yield NOT_INSPECTED, unseen
    yield INSPECTION_OLD, stale
    yield CREDIT_OLD, unchecked


def _hosts(ground: Ground) -> tuple[UUID, ...]:
    """Partners with an agreement in force under which interns are taken."""
    under = {each.id for each in ground.agreements if _takes_interns(ground, each)}
    query = (
        select(AgreementParty.partner_id, AgreementParty.agreement_id)
        .join(Partner, Partner.id == AgreementParty.partner_id)
        .where(ground.ours(Partner), AgreementParty.deleted.is_(False))
        .order_by(Partner.sort_key, Partner.id)
    )
    with ground.office.db.read() as session:
        found = session.execute(query).all()
    return tuple(dict.fromkeys(key for key, paper in found if key and paper in under))


def _takes_interns(ground: Ground, paper: Paper) -> bool:
    """Signed for it and not run out; one that begins later counts: hosts are inspected before."""
    signed = paper.takes_interns and paper.state is AgreementState.ACTIVE
    return signed and (paper.ends is None or paper.ends >= ground.today)


def _latest(ground: Ground, kind: type[Dated], hosts: Iterable[UUID]) -> dict[UUID, Dated]:
    """The newest record of each host."""
    query = select(kind).where(kind.deleted.is_(False), kind.partner_id.in_(list(hosts)))
    with ground.office.db.read() as session:
        found = session.scalars(query.order_by(kind.on, kind.id)).all()
    return {each.partner_id: each for each in found}


def _expired(ground: Ground, inspection: SiteInspection) -> bool:
    if inspection.valid_until is not None:
        return inspection.valid_until < ground.today
    return inspection.on < months_before(ground.today, ground.office.settings.inspection_months)
