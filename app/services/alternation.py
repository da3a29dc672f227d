"""Work-study alternation (工学交替): weeks painted, and what clashes. Pure, no database."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum
from itertools import combinations
from uuid import UUID

from app.models.cohorts import Place
from app.services.rules.spans import Span, merged
from app.services.school_calendar import Nature, SchoolCalendar, TermDates

_DAY = timedelta(days=1)
_WORKED = (Place.PARTNER, Place.BASE)


@dataclass(frozen=True, slots=True)
class Block:
    """Weeks of one term spent in one place; `key` and details of the record it stands for."""

    term: str
    first: int  # week, included
    last: int
    place: Place
    partner: UUID | None = None
    content: str | None = None
    post: str | None = None
    key: UUID | None = None

    @property
    def weeks(self) -> range:
        """The weeks it covers."""
        return range(self.first, self.last + 1)

    def alike(self, other: "Block") -> bool:
        """Whether the two differ in nothing but the weeks."""
        return replace(self, first=0, last=0, key=None) == replace(other, first=0, last=0, key=None)


# --- painting


def paint(blocks: Iterable[Block], weeks: Iterable[int], brush: Block | None) -> list[Block]:
    """The blocks of one term with some weeks painted over; no brush: with the weeks cleared.

    A block in the way is shortened or split, its remainder keeping all else; neighbours that are
    alike become one. A record survives in the first piece that is left of it.
    """
    painted = frozenset(weeks)
    by_week: dict[int, Block] = {
        week: block for block in blocks for week in block.weeks if week not in painted
    }
    if brush is not None:
        by_week |= dict.fromkeys(painted, brush)
    return _once(_runs(by_week))


def _runs(by_week: Mapping[int, Block]) -> Iterator[Block]:
    run: Block | None = None
    for week in sorted(by_week):
        here = by_week[week]
        if run is not None and week == run.last + 1 and run.alike(here):
            run = replace(run, last=week, key=run.key or here.key)
            continue
        if run is not None:
            yield run
        run = replace(here, first=week, last=week)
    if run is not None:
        yield run


def _once(blocks: Iterable[Block]) -> list[Block]:
    """Each record is kept in one piece only; the others are new."""
    used: set[UUID] = set()
    found = []
    for block in blocks:
        key = None if block.key in used else block.key
        if key is not None:
            used.add(key)
        found.append(replace(block, key=key))
    return found


# --- checking


class Clash(Enum):
    """What can be wrong with an alternation plan."""

    OVERLAP = "时段重叠"
    OUTSIDE_TERM = "超出学期"
    UNKNOWN_TERM = "没有这个学期"
    HOLIDAY = "遇节假日"
    SHIFTED = "遇调休上班"
    UNSETTLED = "调休日未定按周几"
    NO_TABLE = "没有节假日表"
    EXAM = "与考试冲突"
    AGREEMENT = "超出协议期限"
    NO_AGREEMENT = "没有协议"
    INSURANCE = "保险未覆盖"
    SHARED = "与其他培养班冲突"
    OUTSIDE_COHORT = "不在培养期"


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to look at; `days` are the days concerned."""

    clash: Clash
    words: str
    blocks: tuple[Block, ...]
    days: tuple[date, ...] = ()


def check(
    blocks: Sequence[Block],
    calendar: SchoolCalendar,
    *,
    agreements: Sequence[Span] | None = None,
    insurance: Sequence[Span] | None = None,
    exams: Iterable[date] = (),
) -> list[Remark]:
    """What is wrong with the blocks of one cohort or apprentice.

    `agreements` and `insurance`: the days on which they are in force; None: not to be looked at.
    """
    terms = {term.code: term for term in calendar.terms}
    found = list(_overlaps(blocks))
    for block in blocks:
        term = terms.get(block.term)
        if term is None:
            found.append(Remark(Clash.UNKNOWN_TERM, f"校历里没有学期 {block.term}", (block,)))
            continue
        found += _in_term(block, term)
        if days := days_of(block, term):
            found += _on_calendar(block, days, calendar)
            found += _exams(block, days, term, calendar, frozenset(exams))
            found += _covered(block, days, agreements, insurance)
    return found


def days_of(block: Block, term: TermDates) -> Span | None:
    """The days of a block, Monday of its first week to Sunday of its last within the term."""
    first, last = max(block.first, 1), min(block.last, term.weeks)
    return Span(term.day(first, 1), term.day(last, 7)) if first <= last else None


def _overlaps(blocks: Sequence[Block]) -> Iterator[Remark]:
    for one, other in combinations(blocks, 2):
        first, last = max(one.first, other.first), min(one.last, other.last)
        if one.term == other.term and first <= last:
            told = f"{one.term} 第 {_weeks(first, last)} 周同时安排在{one.place}和{other.place}"
            if one.place is other.place:
                told = f"{one.term} 第 {_weeks(first, last)} 周重复安排了{one.place}"
            yield Remark(Clash.OVERLAP, told, (one, other))


def _weeks(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"


def _in_term(block: Block, term: TermDates) -> Iterator[Remark]:
    if block.first < 1 or block.last > term.weeks:
        told = f"第 {_weeks(block.first, block.last)} 周超出学期 {term.code}（共 {term.weeks} 周）"
        yield Remark(Clash.OUTSIDE_TERM, told, (block,))


def _on_calendar(block: Block, span: Span, calendar: SchoolCalendar) -> Iterator[Remark]:
    free = _special(span, calendar, Nature.HOLIDAY)
    if free:
        names = "、".join(dict.fromkeys(calendar.specials[day].name for day in free))
        told = f"{_days(free)}是{names}假期，不安排实习和上课"
        yield Remark(Clash.HOLIDAY, told, (block,), free)
    for day in _special(span, calendar, Nature.SHIFTED):
        if calendar.timetable_weekday(day) is None:
            told = f"{day.isoformat()} 调休上班，还没有写明按周几"
            yield Remark(Clash.UNSETTLED, told, (block,), (day,))
        else:
            told = f"{day.isoformat()} 调休上班，{calendar.told_as(day)}安排"
            yield Remark(Clash.SHIFTED, told, (block,), (day,))
    years = {span.first.year, span.last.year} - calendar.known_years()
    if years:
        told = f"{'、'.join(str(year) for year in sorted(years))} 年没有节假日表，无法核对"
        yield Remark(Clash.NO_TABLE, told, (block,))


def _exams(
    block: Block,
    span: Span,
    term: TermDates,
    calendar: SchoolCalendar,
    exams: frozenset[date],
) -> Iterator[Remark]:
    """Weeks away from school in which there are exams at school."""
    if block.place is Place.SCHOOL:
        return
    listed = {*exams, *_special(span, calendar, Nature.EXAM)}
    if days := tuple(sorted(day for day in listed if day in span)):
        yield Remark(Clash.EXAM, f"{_days(days)}有考试，学生在{block.place}", (block,), days)
    elif term.exam_from is not None and block.last >= term.exam_from:
        told = f"第 {term.exam_from} 周起是考试周，学生在{block.place}"
        yield Remark(Clash.EXAM, told, (block,))


def _covered(
    block: Block,
    span: Span,
    agreements: Sequence[Span] | None,
    insurance: Sequence[Span] | None,
) -> Iterator[Remark]:
    if block.place not in _WORKED:
        return
    if agreements is not None and not agreements:
        yield Remark(Clash.NO_AGREEMENT, "没有依据协议，不能安排到企业", (block,))
    elif agreements is not None and (gap := gaps(span, agreements)):
        yield Remark(Clash.AGREEMENT, f"{_spans(gap)}不在协议期限内", (block,))
    if insurance is not None and (gap := gaps(span, insurance)):
        yield Remark(Clash.INSURANCE, f"{_spans(gap)}没有保险", (block,))


def gaps(wanted: Span, cover: Iterable[Span]) -> tuple[Span, ...]:
    """The days of a span that nothing covers."""
    found, start = [], wanted.first
    for each in merged(cover):
        if each.first > wanted.last:
            break
        if each.first > start:
            found.append(Span(start, each.first - _DAY))
        start = max(start, each.last + _DAY)
    if start <= wanted.last:
        found.append(Span(start, wanted.last))
    return tuple(found)


def _special(span: Span, calendar: SchoolCalendar, nature: Nature) -> tuple[date, ...]:
    days = (day for day, special in calendar.specials.items() if special.nature is nature)
    return tuple(sorted(day for day in days if day in span))


def _days(days: Sequence[date]) -> str:
    return _spans(merged(Span(day, day) for day in days))


def _spans(spans: Iterable[Span]) -> str:
    return "、".join(
        each.first.isoformat()
        if each.first == each.last
        else f"{each.first.isoformat()} 至 {each.last.isoformat()}"
        for each in spans
    )
