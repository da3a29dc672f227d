"""The figures of cohorts, as of a day: integers, and shares that carry both of theirs."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Cohort, CohortMember, Outcome, Pairing
from app.models.cohorts import CohortState, LeaveReason, Whereabouts
from app.services.headcount import Spell, head_count
from app.services.office import Office
from app.services.shares import Share

_OVER = (CohortState.FINISHED, CohortState.STOPPED)
_HIRED = (Whereabouts.HOST, Whereabouts.EMPLOYED)
_AT_WORK = (*_HIRED, Whereabouts.SELF)
_SETTLED = (*_AT_WORK, Whereabouts.STUDY)


@dataclass(frozen=True, slots=True)
class CohortFigures:
    """One cohort as of a day."""

    cohort: UUID
    on: date
    target: int | None
    applied: int | None
    registered: int  # everybody who ever joined until that day
    in_training: int
    left: Mapping[LeaveReason, int]  # those who did not finish
    signed: int
    certified: int
    graduates: int
    settled: Mapping[Whereabouts, int]  # graduates by where they went
    matched: int
    stable_6: int
    stable_12: int
    mentors: int  # who guide somebody of them on that day
    hours: Share  # taught by the enterprise, of all

    @property
    def short_of(self) -> int:
        """How many are short of the target."""
        return max(0, (self.target or 0) - self.in_training)

    @property
    def retained(self) -> int:
        """Graduates hired by the enterprise that trained them."""
        return self.settled.get(Whereabouts.HOST, 0)

    @property
    def employed(self) -> int:
        """Graduates with work, their own or another's, and those who study on."""
        return self._went(_SETTLED)

    @property
    def funnel(self) -> tuple[tuple[str, int | None], ...]:
        """From application to work; an application count that nobody wrote down is None."""
        return (
            ("报名", self.applied),
            ("入班", self.registered),
            ("在培", self.in_training),
            ("出师", self.certified),
            ("留任", self.retained),
            ("就业", self.employed),
        )

    @property
    def shares(self) -> Mapping[str, Share]:
        """The indicators that are percentages."""
        return {
            "签约率": Share(self.signed, self.registered),
            "企业课程课时占比": self.hours,
            "出师率": Share(self.certified, self.graduates),
            "留任率": Share(self.retained, self.graduates),
            "就业率": Share(self.employed, self.graduates),
            "对口就业率": Share(self.matched, self._went(_AT_WORK)),
            "半年稳定率": Share(self.stable_6, self._went(_HIRED)),
            "一年稳定率": Share(self.stable_12, self._went(_HIRED)),
        }

    @property
    def per_mentor(self) -> Share:
        """Apprentices to a mentor (师徒比)."""
        return Share(self.in_training, self.mentors)

    def _went(self, ways: Iterable[Whereabouts]) -> int:
        return sum(self.settled.get(way, 0) for way in ways)


def figures(
    office: Office, on: date, cohorts: Collection[UUID] | None = None
) -> dict[UUID, CohortFigures]:
    """The figures of some cohorts, or of all, as of a day."""
    with office.db.read() as session:
        live = session.scalars(select(Cohort).where(Cohort.deleted.is_(False))).all()
        found = [each for each in live if cohorts is None or each.id in cohorts]
        members = rosters(session, cohorts)
        outcomes = _outcomes(session, on, cohorts)
        guided = _guided(session, on)
    return {
        each.id: _figures(each, members.get(each.id, ()), outcomes.get(each.id, {}), guided, on)
        for each in found
    }


def rosters(
    session: Session, cohorts: Collection[UUID] | None = None
) -> Mapping[UUID, Sequence[CohortMember]]:
    """The rosters of some cohorts, or every one, in the order of entry."""
    found: dict[UUID, list[CohortMember]] = defaultdict(list)
    live = select(CohortMember).where(CohortMember.deleted.is_(False)).order_by(CohortMember.id)
    if cohorts is not None:
        live = live.where(CohortMember.cohort_id.in_(list(cohorts)))
    for each in session.scalars(live):
        found[each.cohort_id].append(each)
    return found


def spells_of(cohort: Cohort, members: Iterable[CohortMember]) -> list[Spell]:
    """A roster as spells. A cohort that is over keeps nobody beyond its last day."""
    after = cohort.ends + timedelta(days=1) if cohort.state in _OVER and cohort.ends else None
    return [
        Spell(
            each.student_id,
            each.joined,
            min((day for day in (each.left, after) if day is not None), default=None),
        )
        for each in members
    ]


def _figures(
    cohort: Cohort,
    members: Sequence[CohortMember],
    outcomes: Mapping[UUID, Outcome],
    guided: Collection[tuple[UUID, UUID]],
    on: date,
) -> CohortFigures:
    joined = [each for each in members if each.joined <= on]
    spells = spells_of(cohort, members)
    present = {each.id for each, spell in zip(members, spells, strict=True) if spell.on(on)}
    graduates = _graduates(cohort, joined, on) | outcomes.keys()
    went = outcomes.values()
    return CohortFigures(
        cohort=cohort.id,
        on=on,
        target=cohort.target,
        applied=cohort.applied,
        registered=len({each.student_id for each in joined}),
        in_training=head_count(spells, on),
        left=_left(joined, on),
        signed=len({e.student_id for e in joined if e.signed_on and e.signed_on <= on}),
        certified=len({e.student_id for e in joined if e.certified_on and e.certified_on <= on}),
        graduates=len(graduates),
        settled=Counter(each.where for each in went),
        matched=sum(each.matched and each.where in _AT_WORK for each in went),
        stable_6=sum(each.stable_6 and each.where in _HIRED for each in went),
        stable_12=sum(each.stable_12 and each.where in _HIRED for each in went),
        mentors=len({mentor for member, mentor in guided if member in present}),
        hours=Share(cohort.partner_hours or 0, cohort.hours or 0),
    )


def _graduates(cohort: Cohort, joined: Iterable[CohortMember], on: date) -> set[UUID]:
    """Who finished; at the end of a finished cohort, also whoever had not left before."""
    over = cohort.state is CohortState.FINISHED and cohort.ends is not None and cohort.ends <= on
    return {
        each.student_id
        for each in joined
        if (each.left is None and over)
        or (each.left_why is LeaveReason.FINISHED and each.left is not None and each.left <= on)
    }


def _left(joined: Iterable[CohortMember], on: date) -> Mapping[LeaveReason, int]:
    gone = (each for each in joined if each.left is not None and each.left <= on)
    reasons = (each.left_why or LeaveReason.OTHER for each in gone)
    return Counter(why for why in reasons if why is not LeaveReason.FINISHED)


def _outcomes(
    session: Session, on: date, cohorts: Collection[UUID] | None
) -> Mapping[UUID, Mapping[UUID, Outcome]]:
    """By cohort and student, the latest known on a day."""
    query = select(Outcome).where(Outcome.deleted.is_(False), Outcome.on <= on)
    if cohorts is not None:
        query = query.where(Outcome.cohort_id.in_(list(cohorts)))
    found: dict[UUID, dict[UUID, Outcome]] = defaultdict(dict)
    for each in session.scalars(query.order_by(Outcome.on, Outcome.id)):
        if each.cohort_id is not None:
            found[each.cohort_id][each.student_id] = each
    return found


def _guided(session: Session, on: date) -> Collection[tuple[UUID, UUID]]:
    """Members with their mentors on a day."""
    query = select(Pairing.member_id, Pairing.mentor_id).where(
        Pairing.deleted.is_(False),
        Pairing.mentor_id.is_not(None),
        Pairing.starts <= on,
        Pairing.ends.is_(None) | (Pairing.ends >= on),
    )
    return {(row.member_id, row.mentor_id) for row in session.execute(query)}
