"""Painting weeks and checking the plan that comes out."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.cohorts import Place
from app.services.alternation import Block, Clash, check, gaps, paint
from app.services.rules.spans import Span
from app.services.school_calendar import Nature, SchoolCalendar, Special, TermDates

TERM = "2026-2027-1"
WEEKS = 18
SHIFTED = date(2026, 10, 10)
FREE = [date(2026, 10, 1) + timedelta(n) for n in range(7)]
CALENDAR = SchoolCalendar.of(
    [TermDates(TERM, date(2026, 8, 31), WEEKS, exam_from=18)],
    [
        *(Special(day, Nature.HOLIDAY, "国庆节") for day in FREE),
        Special(SHIFTED, Nature.SHIFTED, "国庆节", runs_as=3),
    ],
)


def block(first: int, last: int, place: Place = Place.PARTNER, key: int = 0) -> Block:
    return Block(TERM, first, last, place, key=UUID(int=key) if key else None)


weeks = st.integers(1, WEEKS)
strokes = st.tuples(st.frozensets(weeks, max_size=8), st.none() | st.sampled_from(Place))


@given(st.lists(strokes, max_size=12))
def test_painting_covers_exactly_what_was_painted(
    done: list[tuple[set[int], Place | None]],
) -> None:
    blocks: list[Block] = []
    wanted: dict[int, Place] = {}
    for painted, place in done:
        blocks = paint(blocks, painted, block(1, 1, place) if place else None)
        for week in painted:
            wanted.pop(week, None)
        wanted |= dict.fromkeys(painted, place) if place else {}
        covered = [(week, each.place) for each in blocks for week in each.weeks]
        assert len(covered) == len({week for week, _ in covered}), "overlap"
        assert dict(covered) == wanted
        assert not [r for r in check(blocks, CALENDAR) if r.clash is Clash.OVERLAP]


@given(st.lists(strokes, max_size=6), st.frozensets(weeks, min_size=1))
def test_painting_twice_is_painting_once(
    done: list[tuple[set[int], Place | None]], painted: frozenset[int]
) -> None:
    blocks: list[Block] = []
    for some, place in done:
        blocks = paint(blocks, some, block(1, 1, place) if place else None)
    once = paint(blocks, painted, block(1, 1))
    assert paint(once, painted, block(1, 1)) == once


def test_a_split_keeps_the_record_once() -> None:
    blocks = paint([block(1, 10, Place.SCHOOL, key=7)], [4, 5], block(0, 0))
    assert [(b.first, b.last, b.place, b.key) for b in blocks] == [
        (1, 3, Place.SCHOOL, UUID(int=7)),
        (4, 5, Place.PARTNER, None),
        (6, 10, Place.SCHOOL, None),
    ]


def test_neighbours_that_are_alike_become_one() -> None:
    blocks = paint([block(1, 3, key=7), block(5, 6, key=8)], [4], block(0, 0))
    assert [(b.first, b.last, b.key) for b in blocks] == [(1, 6, UUID(int=7))]
    other = replace(block(4, 4), content="数控加工")
    assert len(paint([block(1, 3)], [4], other)) == 2


def clashes(*blocks: Block, **options: object) -> dict[Clash, str]:
    found = check(blocks, CALENDAR, **options)  # type: ignore[arg-type] # options of the test
    return {remark.clash: remark.words for remark in found}


def test_overlaps_and_weeks_outside() -> None:
    found = clashes(block(2, 4), block(4, 5, Place.SCHOOL), block(17, 20), block(1, 1))
    assert found[Clash.OVERLAP] == f"{TERM} 第 4 周同时安排在企业和校内"
    assert "第 17–20 周超出学期" in found[Clash.OUTSIDE_TERM]
    assert Clash.UNKNOWN_TERM in clashes(Block("2030-2031-1", 1, 2, Place.SCHOOL))


def test_holidays_and_shifted_days() -> None:
    found = clashes(block(5, 6))
    assert found[Clash.HOLIDAY] == "2026-10-01 至 2026-10-07是国庆节假期，不安排实习和上课"
    assert found[Clash.SHIFTED] == "2026-10-10 调休上班，按周三第6周安排"
    assert Clash.HOLIDAY not in clashes(block(7, 9))


def test_exam_weeks_away_from_school() -> None:
    assert Clash.EXAM in clashes(block(16, 18))
    assert Clash.EXAM not in clashes(block(16, 18, Place.SCHOOL))
    assert "2026-09-15" in clashes(block(2, 4), exams=[date(2026, 9, 15)])[Clash.EXAM]


def test_gaps_of_agreement_and_insurance() -> None:
    until = [Span(date(2026, 1, 1), date(2026, 9, 20))]
    found = clashes(block(2, 4), agreements=until, insurance=[])
    assert found[Clash.AGREEMENT] == "2026-09-21 至 2026-09-27不在协议期限内"
    assert found[Clash.INSURANCE] == "2026-09-07 至 2026-09-27没有保险"
    assert clashes(block(2, 4), agreements=[])[Clash.NO_AGREEMENT]
    assert clashes(block(2, 4, Place.SCHOOL), agreements=[], insurance=[]) == {}


@pytest.mark.parametrize("year", [2027, 2031])
def test_a_year_without_table_is_said(year: int) -> None:
    calendar = SchoolCalendar.of([TermDates("x", date(year, 3, 1), 18)], [])
    found = check([Block("x", 1, 2, Place.SCHOOL)], calendar)
    assert [remark.clash for remark in found] == [Clash.NO_TABLE]


spans = st.builds(
    lambda first, days: Span(
        date(2026, 1, 1) + timedelta(first), date(2026, 1, 1) + timedelta(first + days)
    ),
    st.integers(0, 60),
    st.integers(0, 30),
)


@given(spans, st.lists(spans, max_size=5))
def test_gaps_are_the_uncovered_days(wanted: Span, cover: list[Span]) -> None:
    days = [wanted.first + timedelta(n) for n in range(wanted.days)]
    naive = [day for day in days if not any(day in each for each in cover)]
    found = gaps(wanted, cover)
    assert [s.first + timedelta(n) for s in found for n in range(s.days)] == naive
