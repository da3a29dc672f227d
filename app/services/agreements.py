"""Agreements: signatures lock them, amendments move their end, renewals copy them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import Conflict, Invalid, Problem, Refused
from app.models import Agreement, AgreementParty, Amendment
from app.models.agreements import (
    AgreementState,
    Handling,
    PartySide,
    RenewalMode,
    SignedHow,
)
from app.services.database import Database, Writing
from app.services.records import Records

# What the parties signed for. The rest (filing place, remarks, how its end is handled) stays open.
SIGNED_FOR = frozenset(
    {
        "number", "name", "kind", "partners", "forms", "programmes", "signed_on", "starts", "ends",
        "renewal", "notice_days", "aims", "duties", "takes_interns", "amount",
    }
)  # fmt: skip
_OPEN = (AgreementState.DRAFT, AgreementState.APPROVAL, AgreementState.SIGNING)


class Due(Enum):
    """Columns of the expiry board, in order."""

    UNSPECIFIED = "未填写到期日"
    EXPIRED = "已到期"
    DAYS_30 = "30 天内"
    DAYS_60 = "60 天内"
    DAYS_90 = "90 天内"
    DAYS_120 = "120 天内"
    LATER = "120 天以后"


_LIMITS = ((30, Due.DAYS_30), (60, Due.DAYS_60), (90, Due.DAYS_90), (120, Due.DAYS_120))


def due(ends: date | None, renewal: RenewalMode, today: date) -> Due:
    """Which column an agreement stands in. The last day itself is still in force."""
    if ends is None:
        return Due.LATER if renewal is RenewalMode.OPEN else Due.UNSPECIFIED
    left = (ends - today).days
    if left < 0:
        return Due.EXPIRED
    return next((column for limit, column in _LIMITS if left <= limit), Due.LATER)


@dataclass(frozen=True, slots=True)
class Running:
    """A signed agreement on the expiry board."""

    id: UUID
    ends: date | None  # amendments taken into account
    column: Due
    handling: Handling | None


class Agreements(Records[Agreement]):
    """Records, plus the life of an agreement."""

    def __init__(self, db: Database) -> None:
        super().__init__(db, Agreement)

    def locked(self, agreement: Agreement) -> bool:
        """Whether it is signed, so that only amendments may change what it says."""
        return agreement.state not in _OPEN

    def board(
        self, today: date, campus: UUID | None = None, *, all_: bool = False
    ) -> list[Running]:
        """Agreements in force by when they end; those that were dealt with only if `all_`."""
        with self._db.read() as session:
            wanted = select(
                Agreement.id, Agreement.ends, Agreement.renewal, Agreement.handling
            ).where(Agreement.deleted.is_(False), Agreement.state == AgreementState.ACTIVE)
            if campus is not None:
                wanted = wanted.where(
                    (Agreement.campus_id == campus) | Agreement.campus_id.is_(None)
                )
            found = session.execute(wanted.order_by(Agreement.ends, Agreement.id)).all()
            ends = effective_ends(session, found)
        running = [
            Running(each.id, ends[each.id], due(ends[each.id], each.renewal, today), each.handling)
            for each in found
            if all_ or each.handling not in (Handling.RENEWED, Handling.NOT_RENEWED)
        ]
        return sorted(running, key=lambda each: (each.ends or date.min, each.id))

    def ends_of(self, ids: Iterable[UUID]) -> dict[UUID, date | None]:
        """The day each agreement ends, amendments taken into account."""
        with self._db.read() as session:
            found = [session.get_one(Agreement, key) for key in ids]
            return effective_ends(session, found)

    def handle(self, ids: Sequence[UUID], handling: Handling, note: str) -> None:
        """Decide about agreements that run out; “不再续签” wants a reason."""
        if handling is Handling.NOT_RENEWED and not note.strip():
            raise Invalid([Problem("handling_note", "不再续签请写明原因")])
        self.bulk_change(ids, {"handling": handling, "handling_note": note or None})

    def renew(self, key: UUID, starts: date, ends: date) -> Agreement:
        """A linked copy with only the dates new; the old one drops off the expiry board."""
        if ends < starts:
            raise Invalid([Problem("ends", "到期日期早于生效日期")])
        old = self.get(key)
        if old.handling is Handling.RENEWED:
            raise Conflict("这份协议已经续签过了。")
        kept = {f.key: getattr(old, f.key) for f in self.kind.fields() if f.key not in _NOT_COPIED}
        accepted = self.accept(kept | {"starts": starts, "ends": ends}, complete=True)
        with self._db.write(f"续签协议 {old.name}") as writing:
            copy = Agreement()
            self._put(writing, copy, accepted | {"renews_id": key})
            again = writing.session.get_one(Agreement, key)
            again.handling = Handling.RENEWED
            again.handling_note = f"续签为 {copy.number}"
        return self.get(copy.id)

    def parties(self, key: UUID) -> list[AgreementParty]:
        """Everyone who signs, the school first."""
        with self._db.read() as session:
            return list(_parties(session, key))

    def sign(self, party: UUID, on: date, how: SignedHow, signatory: str | None = None) -> None:
        """Mark one party's signature; the last one puts the agreement into force and locks it."""
        with self._db.write("登记签署") as writing:
            row = writing.session.get_one(AgreementParty, party)
            row.signed_on, row.how = on, how
            row.signatory = signatory or row.signatory
            writing.session.flush()
            _enter_into_force(writing.session, row.agreement_id)

    def accept(self, values: Mapping[str, Any], *, complete: bool) -> dict[str, Any]:
        """As for any record; an old agreement entered after the fact is in force."""
        given = dict(values)
        if complete and given.get("state") is None and given.get("signed_on"):
            given["state"] = AgreementState.ACTIVE
        return super().accept(given, complete=complete)

    def _put(self, writing: Writing, record: Agreement, accepted: Mapping[str, Any]) -> None:
        if record in writing.session and self.locked(record):
            self._refuse_signed(writing.session, record, accepted)
        super()._put(writing, record, accepted)

    def _refuse_signed(
        self, session: Session, record: Agreement, accepted: Mapping[str, Any]
    ) -> None:
        self._load_links(session, [record])
        for key in SIGNED_FOR & accepted.keys():
            before, after = getattr(record, key), accepted[key]
            many = isinstance(before, tuple)
            if (set(before) != set(after)) if many else before != after:
                label = self.kind.field(key).label
                raise Refused(f"协议已签署，“{label}”不能直接修改。请登记一份补充协议。")

    def _before_save(self, session: Session, record: Agreement) -> None:
        problems: list[Problem] = []
        if record.starts and record.ends and record.ends < record.starts:
            problems.append(Problem("ends", "到期日期早于生效日期"))
        if record.state is AgreementState.ENDED and not record.ended_reason:
            problems.append(Problem("ended_reason", "终止协议请写明原因"))
        if problems:
            raise Invalid(problems)

    def _after_save(self, session: Session, record: Agreement) -> None:
        if not any(party.side is PartySide.SCHOOL for party in _parties(session, record.id)):
            signed = record.signed_on if self.locked(record) else None
            session.add(
                AgreementParty(
                    agreement_id=record.id, side=PartySide.SCHOOL, label="学校", signed_on=signed
                )
            )


_NOT_COPIED = frozenset(
    {"number", "signed_on", "state", "handling", "handling_note", "ended_on", "ended_reason",
     "archive", "renews_id", "starts", "ends"}
)  # fmt: skip


class AgreementParties(Records[AgreementParty]):
    """Records, where the last signature puts the agreement into force."""

    def __init__(self, db: Database) -> None:
        super().__init__(db, AgreementParty)

    def _before_save(self, session: Session, record: AgreementParty) -> None:
        if record.side is PartySide.PARTNER and record.partner_id is None and not record.label:
            raise Invalid([Problem("partner_id", "请选择企业，或写出名称")])

    def _after_save(self, session: Session, record: AgreementParty) -> None:
        session.flush()
        _enter_into_force(session, record.agreement_id)


def _parties(session: Session, key: UUID) -> Sequence[AgreementParty]:
    found = session.scalars(
        select(AgreementParty).where(
            AgreementParty.agreement_id == key, AgreementParty.deleted.is_(False)
        )
    ).all()
    order = list(PartySide)
    return sorted(found, key=lambda party: (order.index(party.side), party.id))


def _enter_into_force(session: Session, key: UUID) -> None:
    agreement = session.get_one(Agreement, key)
    parties = _parties(session, key)
    dates = [party.signed_on for party in parties if party.signed_on]
    sides = {party.side for party in parties}
    complete = {PartySide.SCHOOL, PartySide.PARTNER} <= sides and len(dates) == len(parties)
    if agreement.state in _OPEN and complete:
        agreement.state = AgreementState.ACTIVE
        agreement.signed_on = agreement.signed_on or max(dates)
        agreement.starts = agreement.starts or agreement.signed_on
    elif agreement.state is AgreementState.DRAFT and dates:
        agreement.state = AgreementState.SIGNING


class Ending(Protocol):
    """What has a key and a last day: an agreement, or what was read of one."""

    @property
    def id(self) -> UUID: ...
    @property
    def ends(self) -> date | None: ...


class Term(Protocol):
    """What of an agreement decides when it is in force: an agreement, or what was read of one."""

    @property
    def state(self) -> AgreementState: ...
    @property
    def starts(self) -> date | None: ...
    @property
    def ended_on(self) -> date | None: ...


def in_force(agreement: Term, ends: date | None, day: date) -> bool:
    """Whether it is signed, begun, and neither run out nor ended. The last day itself counts.

    `ends`: its effective end; one that was ended on an unknown day is not in force on any.
    """
    if agreement.state not in (AgreementState.ACTIVE, AgreementState.ENDED):
        return False
    if agreement.state is AgreementState.ENDED and agreement.ended_on is None:
        return False
    last = min((each for each in (ends, agreement.ended_on) if each), default=None)
    begun = agreement.starts is None or agreement.starts <= day
    return begun and (last is None or last >= day)


def effective_ends(session: Session, agreements: Iterable[Ending]) -> dict[UUID, date | None]:
    """The day each agreement ends: its own, or what its latest signed amendment says."""
    ends = {each.id: each.ends for each in agreements}
    moved = session.execute(
        select(Amendment.agreement_id, Amendment.new_ends)
        .where(
            Amendment.deleted.is_(False),
            Amendment.new_ends.is_not(None),
            Amendment.signed_on.is_not(None),
        )
        .order_by(Amendment.signed_on, Amendment.id)
    )
    for key, new in moved:
        if key in ends:
            ends[key] = new
    return ends
