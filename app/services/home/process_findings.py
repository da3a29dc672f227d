"""Cohorts and internships as they run: what the home page counts of them."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlalchemy import select

from app.models import CalendarDay, Cohort, Incident, Placement, Student
from app.models.calendar import DayKind
from app.services import process
from app.services.cohort_findings import CohortFinding, CohortMatter, cohort_findings
from app.services.evaluation import unfiled
from app.services.home.ground import Ground
from app.services.home.matters import Matter
from app.services.home.process_matters import (
    BELOW,
    COHORT_AGREEMENT,
    CONTACTS,
    INCIDENTS,
    LEAVERS,
    MENTORS_GONE,
    MINORS,
    UNFILED,
    UNINSURED,
    UNSETTLED,
    VISITS,
    WEEKLY,
)
from app.services.process import Intern

Counted = tuple[Matter, Sequence[UUID], str]  # the most pressing one by name

_COHORTS = {
    MENTORS_GONE: (CohortMatter.MENTOR_LEFT,),
    COHORT_AGREEMENT: (
        CohortMatter.NO_AGREEMENT,
        CohortMatter.AGREEMENT_OVER,
        CohortMatter.AGREEMENT_SHORT,
    ),
    BELOW: (CohortMatter.EMPTY, CohortMatter.BELOW_TARGET),
}


def intern_findings(ground: Ground) -> Iterator[Counted]:
    """What is overdue or missing around students who are at a host, or will be."""
    today = ground.today
    with ground.office.db.read() as session:
        every = process.expected(session, today, ground.ours(Placement))
        running = process.running(every, today)
        visits = [each for each in process.visits(session, running, today) if each.overdue]
        contacts = [each for each in process.contacts(session, running, today) if each.overdue]
        weekly = [each for each in process.weekly_records(session, running, today) if each.missing]
    weekly.sort(key=lambda each: (-len(each.missing), each.number))
    unvisited = list(dict.fromkeys(each.partner for each in visits))
    yield LEAVERS, *_named(process.gone(every))
    yield UNINSURED, *_named(process.insurance_gaps(every, today))
    told = f"{visits[0].host}，{visits[0].days} 天，{visits[0].interns} 人在岗" if visits else ""
    yield VISITS, unvisited, told
    told = f"{contacts[0].name}，{contacts[0].days} 天" if contacts else ""
    yield CONTACTS, [each.placement for each in contacts], told
    told = f"{weekly[0].name}，缺 {len(weekly[0].missing)} 周" if weekly else ""
    yield WEEKLY, [each.placement for each in weekly], told
    yield MINORS, *_named(process.minors(every, today))


def incident_findings(ground: Ground) -> Iterator[Counted]:
    """Accidents whose case is not closed, those to be followed up first in front."""
    query = (
        select(Incident.id, Incident.what, Incident.follow_up, Incident.due, Student.name)
        .join(Placement, Placement.id == Incident.placement_id)
        .join(Student, Student.id == Placement.student_id)
        .where(ground.ours(Placement), Incident.deleted.is_(False), Incident.closed_on.is_(None))
        .order_by(Incident.due.is_(None), Incident.due, Incident.on, Incident.id)
    )
    with ground.office.db.read() as session:
        found = session.execute(query).all()
    first = found[0] if found else None
    told = f"{first.name}，{first.follow_up or first.what}" if first else ""
    if first and first.due:
        told += f"，{first.due.isoformat()} 前"
    yield INCIDENTS, [row.id for row in found], told


def archive_findings(ground: Ground) -> Iterator[Counted]:
    """Students of batches that are being assessed whose papers are not all in the archive."""
    with ground.office.db.read() as session:
        found = unfiled(session, ground.today, ground.ours(Placement))
    told = f"{found[0].name}，缺 {len(found[0].filed.missing)} 类" if found else ""
    yield UNFILED, [each.filed.placement for each in found], told


def cohort_counts(ground: Ground) -> Iterator[Counted]:
    """What is the matter with cohorts that are planned or running."""
    with ground.office.db.read() as session:
        ours = frozenset(session.scalars(select(Cohort.id).where(ground.ours(Cohort))))
    found = [each for each in cohort_findings(ground.office, ground.today) if each.cohort in ours]
    for matter, kinds in _COHORTS.items():
        yield matter, *_cohorts([each for each in found if each.matter in kinds])


def calendar_findings(ground: Ground) -> Iterator[Counted]:
    """Shifted workdays still to come for which nobody has said which weekday they run as."""
    query = (
        select(CalendarDay.id, CalendarDay.on)
        .where(ground.ours(CalendarDay), CalendarDay.kind == DayKind.SHIFTED)
        .where(CalendarDay.runs_as.is_(None), CalendarDay.on >= ground.today)
        .order_by(CalendarDay.on)
    )
    with ground.office.db.read() as session:
        found = session.execute(query).all()
    yield UNSETTLED, [row.id for row in found], found[0].on.isoformat() if found else ""


def _named(found: Sequence[Intern]) -> tuple[Sequence[UUID], str]:
    first = f"{found[0].name}，{found[0].host or '未定单位'}" if found else ""
    return [each.placement for each in found], first


def _cohorts(found: Sequence[CohortFinding]) -> tuple[Sequence[UUID], str]:
    first = f"{found[0].title}：{found[0].words}" if found else ""
    return list(dict.fromkeys(each.cohort for each in found)), first
