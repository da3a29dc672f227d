"""The alternation plan of a cohort: read as blocks, checked, and written back in one step."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import Invalid, Problem, Refused
from app.models import Agreement, Cohort, CohortMember, Placement, Rotation, Term
from app.models.agreements import AgreementState
from app.models.values import uuid7
from app.services.agreements import effective_ends
from app.services.alternation import Block, Remark, check, paint
from app.services.calendar import term_dates
from app.services.calendar_store import school_calendar
from app.services.closed_years import refuse_closed_term
from app.services.office import Office
from app.services.rules.spans import Span
from app.services.school_calendar import TermDates

_NEVER = date.max - timedelta(days=1)  # one day is left to add to it


def blocks_of(office: Office, cohort: UUID) -> list[Block]:
    """All blocks of a cohort, by term and week."""
    with office.db.read() as session:
        return _blocks(session, cohort)


def remarks_on(office: Office, cohort: UUID) -> list[Remark]:
    """What is wrong with the plan of a cohort, its agreement and its insurance looked at."""
    with office.db.read() as session:
        blocks = _blocks(session, cohort)
        agreements = _agreement_days(session, cohort)
        insurance = _insured_days(session, cohort)
    return check(blocks, school_calendar(office), agreements=agreements, insurance=insurance)


def paint_weeks(
    office: Office, cohort: UUID, term: UUID, weeks: Iterable[int], brush: Block | None
) -> list[Block]:
    """Paint weeks of a term and write the plan that comes out; one undo takes it back."""
    painted = sorted(set(weeks))
    with office.db.write("工学交替排周") as writing:
        session = writing.session
        held = session.get_one(Term, term)
        if painted and not (painted[0] >= 1 and painted[-1] <= held.weeks):
            told = f"学期 {held.code} 只有第 1 至 {held.weeks} 周"
            raise Invalid([Problem("week_to", told)])
        if brush is not None:
            _refuse_outside(session.get_one(Cohort, cohort), term_dates(held), painted)
        before = [block for block in _blocks(session, cohort) if block.term == held.code]
        after = paint(before, painted, brush)
        records = office.of(Rotation)
        kept = {block.key for block in after}
        for block in before:
            if block.key is not None and block.key not in kept:
                gone = session.get_one(Rotation, block.key)
                refuse_closed_term(session, gone, "term_id")
                gone.deleted = True
        for block in after:
            key = block.key or uuid7()
            values = {
                "cohort_id": cohort,
                "term_id": term,
                "week_from": block.first,
                "week_to": block.last,
                "place": block.place,
                "partner_id": block.partner,
                "content": block.content,
                "post": block.post,
            }
            records.put(writing, key, values, fresh=block.key is None)
    return blocks_of(office, cohort)


def _refuse_outside(cohort: Cohort, term: TermDates, weeks: Iterable[int]) -> None:
    """Refused if no day of a week lies between the first and the last day of the cohort."""
    for week in weeks:
        first, last = term.day(week, 1), term.day(week, 7)
        when = f"第 {week} 周（{first} 至 {last}）"
        if cohort.starts is not None and last < cohort.starts:
            raise Refused(
                f"{when}早于开班日期 {cohort.starts}，不能安排。请少选几周，或先改开班日期。"
            )
        if cohort.ends is not None and first > cohort.ends:
            raise Refused(
                f"{when}晚于结业日期 {cohort.ends}，不能安排。请少选几周，或先改结业日期。"
            )


def _blocks(session: Session, cohort: UUID) -> list[Block]:
    query = (
        select(Rotation, Term.code)
        .join(Term, Term.id == Rotation.term_id)
        .where(Rotation.cohort_id == cohort, Rotation.deleted.is_(False))
        .order_by(Term.starts, Rotation.week_from, Rotation.id)
    )
    return [
        Block(
            term=code,
            first=each.week_from,
            last=each.week_to,
            place=each.place,
            partner=each.partner_id,
            content=each.content,
            post=each.post,
            key=each.id,
        )
        for each, code in session.execute(query)
    ]


def _agreement_days(session: Session, cohort: UUID) -> Sequence[Span]:
    """When the agreement of a cohort is in force; one without an end never ends."""
    key = session.get_one(Cohort, cohort).agreement_id
    agreement = session.get(Agreement, key) if key else None
    if agreement is None or agreement.deleted or agreement.state is not AgreementState.ACTIVE:
        return ()
    ends = effective_ends(session, [agreement])[agreement.id]
    return (Span(agreement.starts or date.min, ends or _NEVER),)


def _insured_days(session: Session, cohort: UUID) -> Sequence[Span] | None:
    """When members are insured through a placement; None while nobody of them has one."""
    query = (
        select(Placement.insured_from, Placement.insured_to)
        .join(CohortMember, CohortMember.student_id == Placement.student_id)
        .where(
            CohortMember.cohort_id == cohort,
            CohortMember.deleted.is_(False),
            Placement.deleted.is_(False),
        )
    )
    rows = session.execute(query).all()
    spans = (Span(first, last) for first, last in rows if first and last and first <= last)
    return tuple(spans) if rows else None
