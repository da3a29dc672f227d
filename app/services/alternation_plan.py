"""The alternation of a cohort as a calendar: every week with its place, and what to look at.

Read by the window and by the printed plan, so that both say the same.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from app.models import Cohort, CohortMember, Student, Term
from app.models.cohorts import Place
from app.services.alternation import Block, Clash, Remark, days_of
from app.services.alternation_store import blocks_of, remarks_on
from app.services.calendar import term_dates
from app.services.calendar_store import school_calendar
from app.services.cohort_figures import spells_of
from app.services.headcount import Spell
from app.services.office import Office
from app.services.query import Query
from app.services.rules.spans import Span
from app.services.school_calendar import SchoolCalendar, TermDates
from app.services.wall_calendar import brief, remarks, wall_weeks

_PLAIN = frozenset({Clash.HOLIDAY, Clash.SHIFTED, Clash.UNSETTLED, Clash.NO_TABLE})
_NAMED = 4

Spells = Mapping[UUID, Sequence[Spell]]  # when each student is on a roster, perhaps more than once


@dataclass(frozen=True, slots=True)
class PlannedWeek:
    """One week: where the cohort is, what the calendar says of it, what to look at."""

    number: int
    days: Span
    block: Block | None
    note: str  # holidays, shifted days with whose timetable they run, exams
    brief: str  # the same in few words
    inside: bool  # whether the cohort is taught then at all
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedTerm:
    """A term of the cohort."""

    key: UUID
    dates: TermDates
    closed: bool
    weeks: tuple[PlannedWeek, ...]


@dataclass(frozen=True, slots=True)
class AlternationPlan:
    """All terms, and everything that is to be looked at, said once."""

    cohort: Cohort
    terms: tuple[PlannedTerm, ...]
    remarks: tuple[Remark, ...]

    def count(self, place: Place) -> int:
        """How many weeks are spent there."""
        weeks = (week for term in self.terms for week in term.weeks)
        return sum(week.block is not None and week.block.place is place for week in weeks)


def plan_of(office: Office, cohort: UUID) -> AlternationPlan:
    """The plan of a cohort over all terms in which it is taught or has blocks."""
    held: Cohort = office.of(Cohort).get(cohort)
    blocks, calendar = blocks_of(office, cohort), school_calendar(office)
    found = [each for each in remarks_on(office, cohort) if _worth_saying(each)]
    found += _outside(held, blocks, calendar)
    found += shared(office, held, blocks, calendar)
    said = tuple({each.words: each for each in found}.values())
    terms = office.of(Term).all(Query(order="starts"))
    return AlternationPlan(
        held,
        tuple(
            _term(each, held, blocks, calendar, found)
            for each in terms
            if _concerns(each, held, blocks)
        ),
        said,
    )


def weeks_of(remark: Remark, term: TermDates) -> frozenset[int]:
    """The weeks of a term that a remark is about."""
    own = [each for each in remark.blocks if each.term == term.code]
    if not own:
        return frozenset()
    weeks = frozenset.intersection(*(frozenset(each.weeks) for each in own))
    if remark.days:
        return weeks & {week for day in remark.days if (week := term.week_of(day))}
    if remark.clash is Clash.EXAM and term.exam_from:
        return frozenset(week for week in weeks if week >= term.exam_from)
    return weeks


def _outside(cohort: Cohort, blocks: Iterable[Block], calendar: SchoolCalendar) -> Iterator[Remark]:
    """Weeks before or after the cohort: its dates were changed, or the plan was imported."""
    terms = {each.code: each for each in calendar.terms}
    for block in blocks:
        term = terms.get(block.term)
        for week in block.weeks if term else ():
            one = replace(block, first=week, last=week)
            days = days_of(one, term) if term else None
            if days is not None and not _inside(cohort, days):
                told = f"{_when(one)}不在开班和结业日期之间，请清空或改日期"
                yield Remark(Clash.OUTSIDE_COHORT, told, (one,))


# --- students who are planned for twice


def shared(
    office: Office, cohort: Cohort, blocks: Sequence[Block], calendar: SchoolCalendar
) -> list[Remark]:
    """Weeks for which another cohort has planned something else for the same students."""
    terms = {each.code: each for each in calendar.terms}
    found: list[Remark] = []
    for other, rosters in _rosters(office, cohort):
        for block in blocks_of(office, other.id):
            for common, days in _common(blocks, block, terms):
                if names := _names(office, rosters, days):
                    told = f"{_when(common)}，“{other.name}”安排在{block.place}，{names}"
                    found.append(Remark(Clash.SHARED, told, (common,)))
    return found


def _common(
    blocks: Iterable[Block], other: Block, terms: Mapping[str, TermDates]
) -> Iterable[tuple[Block, Span]]:
    """Our blocks as far as they lie in another cohort's one and are not both at school."""
    for mine in blocks:
        first, last = max(mine.first, other.first), min(mine.last, other.last)
        if mine.term != other.term or mine.term not in terms or first > last:
            continue
        common = Block(mine.term, first, last, mine.place)
        days = days_of(common, terms[mine.term])
        if days is not None and not mine.place is other.place is Place.SCHOOL:
            yield common, days


def _names(office: Office, rosters: Sequence[Spells], days: Span) -> str:
    """Who is on all rosters in these days."""
    present = [
        {key for key, spells in each.items() if any(_there(spell, days) for spell in spells)}
        for each in rosters
    ]
    keys = set.intersection(*present)
    if not keys:
        return ""
    names = sorted(office.of(Student).titles(keys).values())
    more = f"等 {len(keys)} 人" if len(keys) > _NAMED else f" {len(keys)} 人"
    return f"同时在两个班的有{'、'.join(names[:_NAMED])}{more}"


def _when(block: Block) -> str:
    weeks = f"{block.first}" if block.first == block.last else f"{block.first}–{block.last}"
    return f"{block.term} 第 {weeks} 周"


def _there(spell: Spell, days: Span) -> bool:
    return spell.joined <= days.last and (spell.left is None or spell.left > days.first)


def _rosters(office: Office, cohort: Cohort) -> Iterator[tuple[Cohort, tuple[Spells, Spells]]]:
    """The other cohorts that students of this one are in, with both rosters."""
    members = office.of(CohortMember)
    mine = _by_student(cohort, members.all(Query(where={"cohort_id": cohort.id})))
    if not mine:
        return
    theirs = members.all(Query(where={"student_id": tuple(mine)}))
    for key in sorted({each.cohort_id for each in theirs} - {cohort.id}):
        other: Cohort = office.of(Cohort).get(key)
        if not other.deleted:
            own = [each for each in theirs if each.cohort_id == key]
            yield other, (mine, _by_student(other, own))


def _by_student(cohort: Cohort, members: Sequence[CohortMember]) -> Spells:
    found: dict[UUID, list[Spell]] = {}
    for spell in spells_of(cohort, members):
        found.setdefault(spell.student, []).append(spell)
    return found


# --- terms and weeks


def _worth_saying(remark: Remark) -> bool:
    """At school, holidays are no news."""
    at_school = all(each.place is Place.SCHOOL for each in remark.blocks)
    return not (at_school and remark.clash in _PLAIN)


def _concerns(term: Term, cohort: Cohort, blocks: Iterable[Block]) -> bool:
    if any(each.term == term.code for each in blocks):
        return True
    if cohort.starts is None and cohort.ends is None:
        return not term.closed
    dates = term_dates(term)
    return _inside(cohort, Span(dates.starts, dates.ends))


def _inside(cohort: Cohort, days: Span) -> bool:
    first, last = cohort.starts or date.min, cohort.ends or date.max
    return days.first <= last and days.last >= first


def _term(
    term: Term,
    cohort: Cohort,
    blocks: Iterable[Block],
    calendar: SchoolCalendar,
    found: Sequence[Remark],
) -> PlannedTerm:
    dates = term_dates(term)
    by_week = {week: each for each in blocks if each.term == term.code for week in each.weeks}
    about = [(each, weeks_of(each, dates)) for each in found]
    weeks = []
    for week in wall_weeks(calendar, dates):
        days = Span(week.days[0].on, week.days[-1].on)
        told = tuple(remark for remark, its in about if week.number in its)
        note, block = "；".join(remarks([week])), by_week.get(week.number)
        inside = _inside(cohort, days)
        weeks.append(PlannedWeek(week.number, days, block, note, brief(week), inside, told))
    return PlannedTerm(term.id, dates, term.closed, tuple(weeks))
