"""Whether the agreement under which a host takes interns is still in force on a day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import Invalid, Problem, Refused
from app.models import Agreement, AgreementParty, Partner, RuleWaiver
from app.models.agreements import AgreementState
from app.services.agreements import effective_ends

RULE = "A-01"  # under which an override is kept: not a rule of the pack, but the office's own
_COUNTED = (AgreementState.ACTIVE, AgreementState.ENDED)


@dataclass(frozen=True, slots=True)
class Override:
    """Somebody answers for going on in spite of a refusal."""

    by: str
    reason: str
    on: date

    def checked(self) -> "Override":
        """Itself, or Invalid without a person and a reason."""
        problems = []
        if not self.by.strip():
            problems.append(Problem("by", "请写明由谁决定"))
        if not self.reason.strip():
            problems.append(Problem("reason", "请写明理由"))
        if problems:
            raise Invalid(problems)
        return self


def lapsed(session: Session, hosts: Iterable[UUID], on: date) -> dict[UUID, str]:
    """Hosts that had an agreement for interns of which none is in force on a day, and why.

    A host without any such agreement is not among them: students may find a host themselves.
    """
    wanted = list(set(hosts))
    query = (
        select(AgreementParty.partner_id, Agreement)
        .join(Agreement, Agreement.id == AgreementParty.agreement_id)
        .where(
            AgreementParty.partner_id.in_(wanted),
            AgreementParty.deleted.is_(False),
            Agreement.deleted.is_(False),
            Agreement.takes_interns,
            Agreement.state.in_(_COUNTED),
        )
        .order_by(Agreement.ends, Agreement.id)
    )
    with session.no_autoflush:
        found = session.execute(query).all()
        ends = effective_ends(session, {agreement for _, agreement in found})
    told: dict[UUID, str] = {}
    good: set[UUID] = set()
    for host, agreement in found:
        last = ends[agreement.id]
        if host is None:
            continue
        if agreement.state is AgreementState.ENDED:
            told[host] = f"协议“{agreement.name}”已终止"
        elif last is None or last >= on:
            good.add(host)
        else:
            told[host] = f"协议“{agreement.name}”已于 {last.isoformat()} 到期"
    return {host: words for host, words in told.items() if host not in good}


def refuse_lapsed(session: Session, batch: UUID, host: UUID, on: date) -> None:
    """Refused if the host's agreement has lapsed and nobody answers for it in this batch."""
    for words in unanswered(session, batch, {host: on}).values():
        raise Refused(
            f"{words}，不能再新安排实习。请先续签；确需安排的，由负责人写明理由作例外说明。"
        )


def unanswered(session: Session, batch: UUID, hosts: Mapping[UUID, date]) -> dict[UUID, str]:
    """Hosts whose agreement has lapsed on their day and for whom nobody answers in this batch.

    With the words that say so.
    """
    found = {}
    for host, on in hosts.items():
        words = lapsed(session, [host], on).get(host)
        if words and not _waived(session, batch, host):
            found[host] = f"{session.get_one(Partner, host).name}的{words}"
    return found


def waiver(batch: UUID, host: UUID, override: Override) -> dict[str, object]:
    """What is kept of an override, as values of a `RuleWaiver`."""
    return {
        "rule": RULE,
        "batch_id": batch,
        "partner_id": host,
        "reason": override.reason,
        "by": override.by,
        "on": override.on,
    }


def _waived(session: Session, batch: UUID, host: UUID) -> bool:
    query = select(RuleWaiver.id).where(
        RuleWaiver.rule == RULE,
        RuleWaiver.batch_id == batch,
        RuleWaiver.partner_id == host,
        RuleWaiver.deleted.is_(False),
    )
    return session.scalar(query.limit(1)) is not None
