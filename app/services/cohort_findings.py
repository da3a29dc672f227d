"""What is the matter with running cohorts, in words, as of a day."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Agreement, Cohort, CohortMember, Mentor, Pairing
from app.models.agreements import AgreementState
from app.models.cohorts import CohortState
from app.services.agreements import effective_ends
from app.services.cohort_figures import CohortFigures, figures
from app.services.office import Office

APPRENTICES_PER_MENTOR = 5
_RUNNING = (CohortState.PLANNED, CohortState.RUNNING)


class CohortMatter(Enum):
    """What can be the matter."""

    EMPTY = "没有学员"
    BELOW_TARGET = "人数未达计划"
    NO_AGREEMENT = "没有依据协议"
    AGREEMENT_OVER = "依据协议已失效"
    AGREEMENT_SHORT = "依据协议期限未覆盖培养期"
    MENTOR_LEFT = "师傅已离任仍在结对"
    TOO_MANY = "师傅带徒过多"
    UNSIGNED = "学徒协议未签"


@dataclass(frozen=True, slots=True)
class CohortFinding:
    """One thing that is the matter with one cohort."""

    cohort: UUID
    title: str
    matter: CohortMatter
    words: str


def cohort_findings(
    office: Office, on: date, chosen: Collection[UUID] | None = None
) -> list[CohortFinding]:
    """Everything, for some cohorts or all, as far as they are planned or running."""
    counted = figures(office, on, chosen)
    with office.db.read() as session:
        live = select(Cohort).where(Cohort.deleted.is_(False), Cohort.state.in_(_RUNNING))
        found = session.scalars(live.order_by(Cohort.sort_key, Cohort.id)).all()
        cohorts = [each for each in found if each.id in counted]
        agreements = _agreements(session, cohorts)
        gone = _mentors_gone(session, on)
    return [
        CohortFinding(cohort.id, cohort.name, matter, words)
        for cohort in cohorts
        for matter, words in (
            *_about_counts(counted[cohort.id]),
            *_about_agreement(cohort, agreements, on),
            *_about_mentors(gone.get(cohort.id, ())),
        )
    ]


Said = Iterator[tuple[CohortMatter, str]]


def _about_counts(counted: CohortFigures) -> Said:
    if counted.in_training == 0:
        yield CohortMatter.EMPTY, f"在册 0 人，计划 {counted.target or 0} 人"
    elif counted.short_of:
        told = f"计划 {counted.target} 人，在培 {counted.in_training} 人，差 {counted.short_of} 人"
        yield CohortMatter.BELOW_TARGET, told
    if counted.mentors and counted.in_training > APPRENTICES_PER_MENTOR * counted.mentors:
        told = (
            f"{counted.in_training} 名学员、{counted.mentors} 名师傅（{counted.per_mentor.to_one}）"
        )
        yield CohortMatter.TOO_MANY, told
    if 0 < counted.signed < counted.registered:
        unsigned = counted.registered - counted.signed
        yield CohortMatter.UNSIGNED, f"入班 {counted.registered} 人，{unsigned} 人未签协议"


def _about_agreement(
    cohort: Cohort, agreements: Mapping[UUID | None, tuple[Agreement, date | None]], on: date
) -> Said:
    if cohort.agreement_id not in agreements:
        yield CohortMatter.NO_AGREEMENT, "请在培养班里选择依据的校企协议"
        return
    agreement, ends = agreements[cohort.agreement_id]
    if agreement.state is not AgreementState.ACTIVE:
        yield CohortMatter.AGREEMENT_OVER, f"“{agreement.name}”的状态是“{agreement.state}”"
    elif ends is not None and ends < on:
        yield CohortMatter.AGREEMENT_OVER, f"“{agreement.name}”已于 {ends.isoformat()} 到期"
    else:
        yield from _about_term(cohort, agreement, ends)


def _about_term(cohort: Cohort, agreement: Agreement, ends: date | None) -> Said:
    begins = agreement.starts
    late = begins is not None and cohort.starts is not None and begins > cohort.starts
    early = ends is not None and cohort.ends is not None and ends < cohort.ends
    if late and begins is not None:
        told = f"“{agreement.name}”自 {begins.isoformat()} 起生效，晚于开班日期"
        yield CohortMatter.AGREEMENT_SHORT, told
    if early and ends is not None:
        told = f"“{agreement.name}”到 {ends.isoformat()} 为止，早于结业日期"
        yield CohortMatter.AGREEMENT_SHORT, told


def _about_mentors(names: Sequence[str]) -> Said:
    if names:
        yield CohortMatter.MENTOR_LEFT, f"{'、'.join(names)}已离任，请为学徒另行结对"


def _agreements(
    session: Session, cohorts: Iterable[Cohort]
) -> dict[UUID | None, tuple[Agreement, date | None]]:
    keys = {each.agreement_id for each in cohorts if each.agreement_id}
    found = session.scalars(
        select(Agreement).where(Agreement.id.in_(list(keys)), Agreement.deleted.is_(False))
    ).all()
    ends = effective_ends(session, found)
    return {each.id: (each, ends[each.id]) for each in found}


def _mentors_gone(session: Session, on: date) -> Mapping[UUID, Sequence[str]]:
    """By cohort, mentors who have left although their pairing goes on."""
    query = (
        select(CohortMember.cohort_id, Mentor.name)
        .join(Pairing, Pairing.member_id == CohortMember.id)
        .join(Mentor, Mentor.id == Pairing.mentor_id)
        .where(
            Pairing.deleted.is_(False),
            CohortMember.deleted.is_(False),
            CohortMember.left.is_(None) | (CohortMember.left > on),
            Pairing.ends.is_(None) | (Pairing.ends >= on),
            Mentor.left <= on,
        )
        .distinct()
        .order_by(Mentor.name)
    )
    found: dict[UUID, list[str]] = {}
    for cohort, name in session.execute(query):
        found.setdefault(cohort, []).append(name)
    return found
