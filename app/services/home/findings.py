"""The exceptions of the day, the most urgent first, each with its records and its reason.

To add one: a function that takes a `Ground` and returns findings, and its place in `_LOOKS`.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from app.models import Agreement, ContactLog, Obligation, Partner
from app.models.agreements import AgreementState
from app.models.log import ChangeOp, ChangeSet
from app.models.partners import PartnerStatus
from app.services.agreements import Due
from app.services.home.base_findings import base_findings
from app.services.home.ground import Ground, Paper
from app.services.home.hosts import host_findings
from app.services.home.matters import (
    CODELESS,
    EXPIRED,
    OBLIGATION,
    PATIENCE,
    RUNNING_OUT,
    SHORT,
    SLOW,
    STEP,
    UNSPECIFIED,
    Matter,
)
from app.services.home.process_findings import (
    archive_findings,
    calendar_findings,
    cohort_counts,
    incident_findings,
    intern_findings,
)
from app.services.home.room_findings import room_findings
from app.services.home.teacher_findings import teacher_findings
from app.services.query import Query
from app.services.years import years_before

_YEARS = 3  # the least term of an agreement under which interns are taken
_LIVE = (
    AgreementState.DRAFT,
    AgreementState.APPROVAL,
    AgreementState.SIGNING,
    AgreementState.ACTIVE,
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One exception: so many records, and what is the matter with them."""

    matter: Matter
    count: int
    words: str
    query: Query  # opens exactly the records counted
    first: str = ""  # the most pressing one by name

    @property
    def page(self) -> str:
        """Where its records are opened."""
        return self.matter.page or self.matter.kind.__tablename__

    @property
    def counter(self) -> str:
        """The measure word of what is counted."""
        return self.matter.kind.about.counter

    @property
    def text(self) -> str:
        """The whole sentence."""
        return f"{self.count} {self.counter}{self.words}"


def findings(ground: Ground) -> list[Finding]:
    """Everything that wants attention today; nothing that does not."""
    return in_order([*quick_findings(ground), *slow_findings(ground)])


def quick_findings(ground: Ground) -> list[Finding]:
    """What is known at once."""
    return [each for look in _LOOKS for each in look(ground) if each.count]


def slow_findings(ground: Ground) -> list[Finding]:
    """What is asked of every student who is or will be at a host: a second for ten thousand."""
    return [each for each in _running(ground) if each.count]


def in_order(found: Iterable[Finding]) -> list[Finding]:
    """The most urgent first."""
    return sorted(found, key=lambda each: each.matter.urgency)


def _expiry(ground: Ground) -> Iterable[Finding]:
    board = list(ground.board())
    limit = ground.today + timedelta(days=ground.office.settings.warn_days)
    expired = [each for due, each in board if due is Due.EXPIRED]
    soon = [each for _, each in board if each.ends and ground.today <= each.ends <= limit]
    unspecified = [each for due, each in board if due is Due.UNSPECIFIED]
    return (
        _due(ground, EXPIRED, expired),
        _due(ground, RUNNING_OUT, soon),
        _due(ground, UNSPECIFIED, unspecified),
    )


def _due(ground: Ground, matter: Matter, found: Sequence[Paper]) -> Finding:
    first = f"{found[0].name}，{found[0].ends.isoformat()}" if found and found[0].ends else ""
    return _finding(ground, matter, [each.id for each in found], first)


def _finding(ground: Ground, matter: Matter, ids: Sequence[UUID], first: str = "") -> Finding:
    days = PATIENCE if matter is SLOW else ground.office.settings.warn_days
    return Finding(
        matter=matter,
        count=len(ids),
        words=matter.words.format(days=days),
        query=ground.of(matter.kind, ids),
        first=first,
    )


def _steps(ground: Ground) -> Iterable[Finding]:
    """Next steps of contact logs whose day has passed."""
    overdue = (
        select(ContactLog.id, ContactLog.next_step, Partner.name, ContactLog.due)
        .join(Partner, Partner.id == ContactLog.partner_id)
        .where(ground.ours(Partner), ContactLog.deleted.is_(False), ContactLog.done.is_(False))
        .where(ContactLog.due < ground.today)
        .order_by(ContactLog.due, ContactLog.id)
    )
    with ground.office.db.read() as session:
        found = session.execute(overdue).all()
    first = f"{found[0].name}：{found[0].next_step or '未写下一步'}" if found else ""
    yield _finding(ground, STEP, [row.id for row in found], first)


def _obligations(ground: Ground) -> Iterable[Finding]:
    """Promises of agreements in force whose day has passed."""
    overdue = (
        select(Obligation.id, Obligation.name, Agreement.name.label("agreement"))
        .join(Agreement, Agreement.id == Obligation.agreement_id)
        .where(ground.ours(Agreement), Agreement.state == AgreementState.ACTIVE)
        .where(Obligation.deleted.is_(False), Obligation.done.is_(False))
        .where(Obligation.due < ground.today)
        .order_by(Obligation.due, Obligation.id)
    )
    with ground.office.db.read() as session:
        found = session.execute(overdue).all()
    first = f"{found[0].agreement}：{found[0].name}" if found else ""
    yield _finding(ground, OBLIGATION, [row.id for row in found], first)


def _slow(ground: Ground) -> Iterable[Finding]:
    """Agreements that have stood in approval or signing for too long."""
    waiting = (AgreementState.APPROVAL, AgreementState.SIGNING)
    query = select(Agreement.id, Agreement.name, Agreement.changed_at).where(
        ground.ours(Agreement), Agreement.state.in_(waiting)
    )
    with ground.office.db.read() as session:
        found = {row.id: row for row in session.execute(query)}
    since = _state_since(ground, found)
    limit = ground.today - timedelta(days=PATIENCE)
    days = {key: since.get(key, row.changed_at.date()) for key, row in found.items()}
    slow = sorted((key for key in found if days[key] < limit), key=lambda key: days[key])
    first = f"{found[slow[0]].name}，自 {days[slow[0]].isoformat()} 起" if slow else ""
    yield _finding(ground, SLOW, slow, first)


def _state_since(ground: Ground, keys: Iterable[UUID]) -> dict[UUID, date]:
    """When each agreement came into the state it is in, from the change log."""
    changes = (
        select(ChangeOp.uid, ChangeOp.data, ChangeSet.at)
        .join(ChangeSet, (ChangeSet.site == ChangeOp.site) & (ChangeSet.seq == ChangeOp.seq))
        .where(ChangeOp.uid.in_(list(keys)))
        .order_by(ChangeSet.hlc)
    )
    with ground.office.db.read() as session:
        return {row.uid: row.at.date() for row in session.execute(changes) if "state" in row.data}


def _short(ground: Ground) -> Iterable[Finding]:
    """Agreements under which interns are taken, shorter than they should be."""
    short = [
        each
        for each in ground.agreements
        if each.takes_interns and each.state in _LIVE and _too_short(each.starts, each.ends)
    ]
    yield _finding(ground, SHORT, [each.id for each in short], short[0].name if short else "")


def _too_short(starts: date | None, ends: date | None) -> bool:
    """From 1 September to 31 August three years later is exactly three years."""
    if starts is None or ends is None:
        return False
    return ends < years_before(starts, -_YEARS) - timedelta(days=1)


def _codeless(ground: Ground) -> Iterable[Finding]:
    """Partners one works with that have no credit code."""
    query = ground.where(code=None, status=(PartnerStatus.ACTIVE, PartnerStatus.DORMANT))
    yield Finding(CODELESS, ground.office.partners.count(query), CODELESS.words, query)


def _hosts(ground: Ground) -> Iterable[Finding]:
    """What is missing for units that take interns."""
    for matter, ids in host_findings(ground):
        yield _finding(ground, matter, ids)


def _running(ground: Ground) -> Iterable[Finding]:
    """Cohorts, internships and teachers as they run, and the calendar they run by."""
    parts = (
        intern_findings, incident_findings, archive_findings, cohort_counts, calendar_findings,
        teacher_findings, base_findings, room_findings,
    )  # fmt: skip
    for part in parts:
        for matter, ids, first in part(ground):
            yield _finding(ground, matter, ids, first)


_LOOKS: tuple[Callable[[Ground], Iterable[Finding]], ...] = (
    _expiry,
    _steps,
    _obligations,
    _hosts,
    _slow,
    _short,
    _codeless,
)
