"""Batches and placements: what is more than generic about them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import get_history

from app.errors import Invalid, Problem, Refused
from app.models import InternshipBatch, Placement, PlannedPlace, Post, Record, RuleWaiver
from app.models.internships import PlacementState
from app.services.closed_years import (
    refuse_closed_batch,
    refuse_closed_batches,
    refuse_closed_day,
)
from app.services.database import Database, Writing
from app.services.host_agreements import refuse_lapsed
from app.services.readiness import bars, not_ready
from app.services.records import Records

EXPECTED = (PlacementState.PLANNED, PlacementState.ON_POST)  # who is or will be at a host
_CHUNK = 400
_SCORES = ("school_score", "host_score", "self_score")


class Batches(Records[InternshipBatch]):
    """Records, whose weights add up and whose end follows its start."""

    def __init__(self, db: Database) -> None:
        super().__init__(db, InternshipBatch)

    def _before_save(self, session: Session, record: InternshipBatch) -> None:
        refuse_closed_day(session, record, "starts")
        problems: list[Problem] = []
        if record.ends < record.starts:
            problems.append(Problem("ends", "结束日期早于开始日期"))
        if record.school_weight + record.host_weight + record.self_weight != 100:
            problems.append(Problem("school_weight", "学校、企业、自评三项权重合计应为 100%"))
        if not 100 >= record.excellent_from > record.good_from > record.passed_from >= 0:
            problems.append(Problem("excellent_from", "优秀、良好、合格的起点应从高到低"))
        if problems:
            raise Invalid(problems)


class Placements(Records[Placement]):
    """Records, whose dates must fit each other. Incomplete ones are kept: rules tell the gaps.

    Nobody goes on post without agreement, insurance and consent, unless somebody answers for it.
    """

    def __init__(self, db: Database) -> None:
        super().__init__(db, Placement)

    def _before_save(self, session: Session, record: Placement) -> None:
        _check(session, [record])

    def _put_all(
        self, writing: Writing, records: Sequence[Placement], accepted: Mapping[str, Any]
    ) -> None:
        """All at once: hundreds go on post together, and none is refused because of another."""
        session = writing.session
        for record in records:
            for key, value in accepted.items():
                setattr(record, key, value)
        with session.no_autoflush:
            _check(session, records)
        session.flush()

    def _bin(self, session: Session, record: Record) -> None:
        if isinstance(record, Placement):  # its parts go the same way and have no batch
            refuse_closed_batch(session, record, "batch_id")
        super()._bin(session, record)


class PlannedPlaces(Records[PlannedPlace]):
    """Records: a post of that very host, and each only once in a batch."""

    def __init__(self, db: Database) -> None:
        super().__init__(db, PlannedPlace)

    def _before_save(self, session: Session, record: PlannedPlace) -> None:
        refuse_closed_batch(session, record, "batch_id")
        post = session.get(Post, record.post_id) if record.post_id else None
        if post is not None and post.partner_id != record.partner_id:
            raise Invalid([Problem("post_id", "这个岗位不属于所填的实习单位")])
        same = select(PlannedPlace.id).where(
            PlannedPlace.batch_id == record.batch_id,
            PlannedPlace.partner_id == record.partner_id,
            PlannedPlace.post_id == record.post_id,
            PlannedPlace.deleted.is_(False),
        )
        if set(session.scalars(same)) - {getattr(record, "id", None)}:
            raise Invalid([Problem("partner_id", "本批次已有这个单位和岗位，请修改已有的名额")])

    def _bin(self, session: Session, record: Record) -> None:
        refuse_closed_batch(session, record, "batch_id")
        super()._bin(session, record)


def _changed(record: object, key: str) -> bool:
    """Whether this very change sets a field; never for values that are only tried out."""
    return isinstance(record, Record) and get_history(record, key).has_changes()


def _check(session: Session, records: Sequence[Placement]) -> None:
    """Refused for what one of them would be refused for; the database is asked once for all."""
    refuse_closed_batches(session, records, "batch_id")
    for record in records:
        if problems := _nonsense(record):
            raise Invalid(problems)
    moved = [each for each in records if _changed(each, "partner_id") and each.state in EXPECTED]
    _refuse_hosts(session, moved)
    on_post = PlacementState.ON_POST
    _refuse_unready(session, [e for e in records if _changed(e, "state") and e.state is on_post])


def _nonsense(record: Placement) -> list[Problem]:
    problems: list[Problem] = []
    if record.starts and record.ends and record.ends < record.starts:
        problems.append(Problem("ends", "结束日期早于开始日期"))
    if record.insured_from and record.insured_to and record.insured_to < record.insured_from:
        problems.append(Problem("insured_to", "保险止期早于起期"))
    for key in _SCORES:
        if (getattr(record, key) or 0) > 100:
            problems.append(Problem(key, "评分不能超过 100"))
    return problems


def _refuse_hosts(session: Session, records: Iterable[Placement]) -> None:
    there = dict.fromkeys(
        (each.batch_id, each.partner_id, each.starts)
        for each in records
        if each.partner_id is not None
    )
    for key, host, starts in there:
        batch = session.get(InternshipBatch, key)
        if batch is not None and host is not None:
            refuse_lapsed(session, key, host, starts or batch.starts)


def _refuse_unready(session: Session, records: Sequence[Placement]) -> None:
    answered = waived(session, [each.id for each in records])
    for record in records:
        if missing := [lack for lack in bars(record) if (record.id, lack.rule) not in answered]:
            raise Refused(not_ready(missing))


def waived(session: Session, placements: Sequence[UUID]) -> frozenset[tuple[UUID | None, str]]:
    """The rules that somebody answers for, with the placement each."""
    found: set[tuple[UUID | None, str]] = set()
    for start in range(0, len(placements), _CHUNK):
        query = select(RuleWaiver.placement_id, RuleWaiver.rule).where(
            RuleWaiver.placement_id.in_(placements[start : start + _CHUNK]),
            RuleWaiver.deleted.is_(False),
        )
        found.update((held, rule) for held, rule in session.execute(query))
    return frozenset(found)
