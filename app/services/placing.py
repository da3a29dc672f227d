"""Placements for whole classes at once, and rows filled down."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import Invalid, Problem
from app.models import (
    InternshipBatch,
    Placement,
    RuleWaiver,
    SchoolClass,
    Student,
)
from app.models.internships import PlacementState
from app.models.students import Standing
from app.models.values import uuid7
from app.services.closed_years import refuse_closed_batch
from app.services.database import Writing
from app.services.host_agreements import Override, lapsed, refuse_lapsed, waiver
from app.services.host_answers import Question, about_moves, keep_answers
from app.services.office import Office
from app.services.placements import EXPECTED
from app.services.records import next_number
from app.services.rules.admission import unfit
from app.services.rules.pack import Pack
from app.services.rules.service import pack_in_force
from app.services.students import born_on

_DAY = timedelta(days=1)
_CHUNK = 400


class Fate(Enum):
    """What happens to a student when placements are made for the class."""

    NEW = "新建"
    PRESENT = "本批次已有"
    GONE = "不在读"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One student of a chosen class."""

    student: UUID
    number: str
    name: str
    school_class: str
    fate: Fate
    flags: tuple[str, ...] = ()  # to look at; they keep nobody out


def propose(office: Office, batch: UUID, classes: Collection[UUID]) -> list[Candidate]:
    """Everybody in these classes in roster order, and what would become of them."""
    pack = pack_in_force(office)
    with office.db.read() as session:
        held = session.get_one(InternshipBatch, batch)
        present = _placed(session, batch)
        elsewhere = _elsewhere(session, held)
        query = (
            select(Student, SchoolClass.name)
            .join(SchoolClass, SchoolClass.id == Student.class_id)
            .where(Student.class_id.in_(list(classes)), Student.deleted.is_(False))
            .order_by(SchoolClass.sort_key, SchoolClass.id, Student.number)
        )
        return [
            Candidate(
                each.id,
                each.number,
                each.name,
                name,
                _fate(each, present),
                _flags(each, held, elsewhere.get(each.id), pack),
            )
            for each, name in session.execute(query)
        ]


def create(
    office: Office,
    batch: UUID,
    students: Sequence[UUID],
    common: Mapping[str, Any],
    override: Override | None = None,
) -> list[UUID]:
    """Placements for students, all with the same values, in one step; returns the new keys.

    Whoever has one in this batch is passed over. Dates that are not given are the batch's.
    Refused if the host's agreement has lapsed, unless somebody answers for it: that is kept.
    """
    with office.db.write(f"批量建立实习安排 {len(students)} 人") as writing:
        session = writing.session
        held = session.get_one(InternshipBatch, batch)
        dates = {"starts": held.starts, "ends": held.ends}
        values = dates | dict(common) | {"batch_id": batch}
        _check_common(office, session, values, override)
        present = _placed(session, batch)
        fresh = [each for each in dict.fromkeys(students) if each not in present]
        rows = []
        for student in fresh:
            accepted = office.of(Placement).accept(values | {"student_id": student}, complete=True)
            number = next_number(session, "SX", None, held.starts.year)
            rows.append(accepted | {"id": uuid7(), "agreement_number": number})
        keep(office, writing, values, override)
        return writing.insert_many(Placement, rows) if rows else []


def filling(office: Office, keys: Sequence[UUID], fields: Collection[str]) -> list[Question]:
    """What `fill_down` would be refused for unless somebody answers for it."""
    if "partner_id" not in fields:
        return []
    first = office.of(Placement).get(keys[0])
    moves = {key: {"partner_id": first.partner_id} for key in keys[1:]}
    with office.db.read() as session:
        return about_moves(session, moves)


def fill_down(
    office: Office,
    keys: Sequence[UUID],
    fields: Iterable[str],
    override: Override | None = None,
) -> None:
    """Give all rows the values of the first one in some columns, in one step."""
    records = office.of(Placement)
    first = records.get(keys[0])
    values = {field: getattr(first, field) for field in fields}
    with office.db.write(f"向下填充 {len(keys) - 1} 行") as writing:
        if override is not None:
            moves = dict.fromkeys(keys[1:], values)
            keep_answers(office, writing, about_moves(writing.session, moves), override)
        records.put_all(writing, keys[1:], values)


def _fate(student: Student, present: Collection[UUID]) -> Fate:
    if student.id in present:
        return Fate.PRESENT
    return Fate.NEW if student.standing is Standing.ENROLLED else Fate.GONE


def _flags(
    student: Student, batch: InternshipBatch, elsewhere: str | None, pack: Pack
) -> tuple[str, ...]:
    found = []
    if student.standing is not Standing.ENROLLED:
        found.append(f"学籍状态是“{student.standing}”")
    found.extend(lack.words for lack in unfit(pack, batch.kind, student, batch.starts))
    if born_on(student) is None:
        found.append("没有出生日期，无法核对年龄")
    if elsewhere:
        found.append(f"同期已在“{elsewhere}”")
    return tuple(found)


def _placed(session: Session, batch: UUID) -> frozenset[UUID]:
    query = select(Placement.student_id).where(
        Placement.batch_id == batch,
        Placement.deleted.is_(False),
        Placement.state != PlacementState.WITHDRAWN,
    )
    return frozenset(session.scalars(query))


def _elsewhere(session: Session, batch: InternshipBatch) -> Mapping[UUID, str]:
    """Students with a placement in another batch while this one runs."""
    query = (
        select(Placement.student_id, InternshipBatch.name)
        .join(InternshipBatch, InternshipBatch.id == Placement.batch_id)
        .where(Placement.deleted.is_(False), Placement.batch_id != batch.id)
        .where(Placement.state.in_(EXPECTED))
        .where(Placement.starts <= batch.ends, Placement.ends >= batch.starts)
    )
    return {row.student_id: row.name for row in session.execute(query)}


def _check_common(
    office: Office, session: Session, values: Mapping[str, Any], override: Override | None
) -> None:
    """What every row would be refused for, said once."""
    if values.get("state") not in (None, PlacementState.PLANNED):
        raise Invalid([Problem("state", "新建的实习安排从“待上岗”开始")])
    batch, host = values["batch_id"], values.get("partner_id")
    refuse_closed_batch(session, Placement(batch_id=batch), "batch_id")
    tried = office.of(Placement).accept(
        {**values, "student_id": uuid7(), "agreement_number": None}, complete=True
    )
    if problems := office.of(Placement).objections(session, tried):
        raise Invalid(problems)
    if host is not None and override is None:
        refuse_lapsed(session, batch, host, values["starts"])


def keep(
    office: Office, writing: Writing, values: Mapping[str, Any], override: Override | None
) -> None:
    """Write down who answers for a host whose agreement has lapsed, if it has."""
    host = values.get("partner_id")
    if override is None or host is None:
        return
    session = writing.session
    batch = session.get_one(InternshipBatch, values["batch_id"])
    if host in lapsed(session, [host], values.get("starts") or batch.starts):
        told = waiver(batch.id, host, override.checked())
        office.of(RuleWaiver).put(writing, uuid7(), told, fresh=True)
