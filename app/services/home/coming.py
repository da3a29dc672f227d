"""What falls due in the next weeks, day by day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import aliased

from app.models import (
    Agreement,
    ContactLog,
    ContactRecord,
    Incident,
    Obligation,
    Partner,
    Placement,
    SiteInspection,
    Student,
)
from app.models.agreements import AgreementState
from app.services.home.ground import Ground


@dataclass(frozen=True, slots=True)
class Coming:
    """One thing that is due on a day, and the record it stands in."""

    on: date
    what: str
    title: str
    where: str  # the record it is about, where the title does not say it
    page: str
    record: UUID


def coming(ground: Ground, days: int = 30) -> list[Coming]:
    """From today on, in order of days. What is past is an exception, not something to come."""
    last = ground.today + timedelta(days=days)
    parts = (_ends, _steps, _obligations, _inspections, _calls, _incidents)
    found = [each for part in parts for each in part(ground, last)]
    return sorted(found, key=lambda each: (each.on, each.what, each.title))


def _ends(ground: Ground, last: date) -> Iterator[Coming]:
    for _, each in ground.board():
        if each.ends and ground.today <= each.ends <= last:
            yield Coming(each.ends, "协议到期", each.name, "", "agreement", each.id)


def _steps(ground: Ground, last: date) -> Iterator[Coming]:
    query = (
        select(ContactLog.due, ContactLog.next_step, Partner.name, Partner.id)
        .join(Partner, Partner.id == ContactLog.partner_id)
        .where(ground.ours(Partner), ContactLog.deleted.is_(False), ContactLog.done.is_(False))
        .where(ContactLog.due.between(ground.today, last))
    )
    with ground.office.db.read() as session:
        found = session.execute(query).all()
    for on, step, name, partner in found:
        if on is not None:
            yield Coming(on, "联系事项", step or "未写下一步", name, "partner", partner)


def _obligations(ground: Ground, last: date) -> Iterator[Coming]:
    query = (
        select(Obligation.due, Obligation.name, Agreement.name, Agreement.id)
        .join(Agreement, Agreement.id == Obligation.agreement_id)
        .where(ground.ours(Agreement), Agreement.state == AgreementState.ACTIVE)
        .where(Obligation.deleted.is_(False), Obligation.done.is_(False))
        .where(Obligation.due.between(ground.today, last))
    )
    with ground.office.db.read() as session:
        found = session.execute(query).all()
    for on, name, agreement, key in found:
        if on is not None:
            yield Coming(on, "履约期限", name, agreement, "agreement", key)


def _inspections(ground: Ground, last: date) -> Iterator[Coming]:
    query = (
        select(SiteInspection.valid_until, Partner.name, Partner.id)
        .join(Partner, Partner.id == SiteInspection.partner_id)
        .where(ground.ours(Partner), SiteInspection.deleted.is_(False))
        .where(SiteInspection.valid_until.between(ground.today, last))
    )
    with ground.office.db.read() as session:
        found = session.execute(query).all()
    for on, name, partner in found:
        if on is not None:
            yield Coming(on, "考察到期", name, "", "partner", partner)


def _calls(ground: Ground, last: date) -> Iterator[Coming]:
    """Students who are to be called again on a day; a call made since answers for it."""
    query = (
        select(ContactRecord.again_on, Student.name, Placement.id)
        .join(Placement, Placement.id == ContactRecord.placement_id)
        .join(Student, Student.id == Placement.student_id)
        .where(ground.ours(Placement), ContactRecord.deleted.is_(False))
        .where(ContactRecord.again_on.between(ground.today, last), ~_called_since())
    )
    with ground.office.db.read() as session:
        found = session.execute(query).all()
    for on, name, placement in found:
        if on is not None:
            yield Coming(on, "约定联系学生", name, "", "placement", placement)


def _called_since() -> ColumnElement[bool]:
    later = aliased(ContactRecord)
    return exists().where(
        later.placement_id == ContactRecord.placement_id,
        later.deleted.is_(False),
        later.id > ContactRecord.id,
    )


def _incidents(ground: Ground, last: date) -> Iterator[Coming]:
    query = (
        select(Incident.due, Incident.follow_up, Incident.what, Student.name, Incident.id)
        .join(Placement, Placement.id == Incident.placement_id)
        .join(Student, Student.id == Placement.student_id)
        .where(ground.ours(Placement), Incident.deleted.is_(False), Incident.closed_on.is_(None))
        .where(Incident.due.between(ground.today, last))
    )
    with ground.office.db.read() as session:
        found = session.execute(query).all()
    for on, step, what, name, incident in found:
        if on is not None:
            yield Coming(on, "突发事件跟进", step or what, name, "incident", incident)
