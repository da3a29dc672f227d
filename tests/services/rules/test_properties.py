"""What holds for any facts: naive counts, any order of input, any shift of the calendar."""

import random
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.models.internships import Arrangement, PayMethod
from app.models.partners import Hazard
from app.models.students import Sex
from app.services.rules.calendar import Calendar
from app.services.rules.facts import (
    BatchFacts,
    Facts,
    HostFacts,
    PlacementFacts,
    PostFacts,
    Stay,
    StudentFacts,
)
from app.services.rules.finding import Judgement
from app.services.rules.judge import judge
from app.services.rules.ratios import Planned, curve, forecast, ratio
from app.services.rules.spans import Span, merged, uncovered
from tests.services.rules.world import ON, PACK, change, good

ORIGIN = date(2026, 9, 1)
CYCLE = timedelta(days=146_097)  # 400 years: the calendar repeats itself, weekdays included


def days(low: int = -60, high: int = 240) -> st.SearchStrategy[date]:
    return st.integers(low, high).map(lambda n: ORIGIN + timedelta(days=n))


spans = st.tuples(days(), st.integers(0, 90)).map(
    lambda pair: Span(pair[0], pair[0] + timedelta(days=pair[1]))
)
stays = st.lists(
    st.tuples(st.integers(1, 6), st.lists(spans, max_size=3)).map(
        lambda pair: Stay(UUID(int=pair[0]), UUID(int=99), None, tuple(pair[1]))
    ),
    max_size=12,
)


def each_day(span: Span) -> list[date]:
    return [span.first + timedelta(days=n) for n in range(span.days)]


def present(held: list[Stay], day: date) -> int:
    return len({stay.student for stay in held if any(day in span for span in stay.spans)})


@given(held=stays, window=spans, staff=st.integers(0, 60), others=st.integers(0, 5))
def test_the_sweep_counts_what_a_count_of_every_day_counts(
    held: list[Stay], window: Span, staff: int, others: int
) -> None:
    found = ratio(curve(held), window, staff, 10, others)
    counts = {day: present(held, day) for day in each_day(window)}
    peak = max(counts.values()) + others
    over = [day for day, n in counts.items() if n and 100 * (n + others) > 10 * staff]
    assert found.peak == peak
    assert found.peak_day == min(day for day, n in counts.items() if n + others == peak)
    assert found.breach_days == len(over)
    assert (found.first_breach, found.last_breach) == (
        (over[0], over[-1]) if over else (None, None)
    )


@given(held=stays, window=spans, count=st.integers(0, 30), staff=st.integers(1, 300))
def test_a_forecast_is_the_curve_with_the_planned_on_top(
    held: list[Stay], window: Span, count: int, staff: int
) -> None:
    found = forecast(held, Planned(window, count), staff, 10)
    assert found.peak == max(present(held, day) for day in each_day(window)) + count
    within = forecast(held, Planned(window, count + max(0, found.room)), staff, 10)
    assert within.exceeded == (found.room < 0)
    assert forecast(held, Planned(window, count + max(0, found.room) + 1), staff, 10).exceeded


@given(staff=st.integers(1, 5000), interns=st.integers(1, 700))
def test_rounding_never_hides_a_breach(staff: int, interns: int) -> None:
    day = Span(ORIGIN, ORIGIN)
    held = [Stay(UUID(int=n), UUID(int=99), None, (day,)) for n in range(interns)]
    found = ratio(curve(held), day, staff, 10)
    whole, tenth = found.share.removesuffix(" %").split(".")
    assert found.exceeded == (100 * interns > 10 * staff)
    assert (10 * int(whole) + int(tenth) > 100) == found.exceeded


@given(given=st.lists(spans, max_size=8))
def test_merging_keeps_the_days_and_leaves_no_overlap(given: list[Span]) -> None:
    found = merged(given)
    assert {d for span in given for d in each_day(span)} == {
        d for span in found for d in each_day(span)
    }
    for before, after in pairwise(found):
        assert before.last + timedelta(days=1) < after.first


@given(wanted=spans, cover=spans)
def test_uncovered_days_are_those_outside(wanted: Span, cover: Span) -> None:
    assert uncovered(wanted, cover) == len(set(each_day(wanted)) - set(each_day(cover)))


@given(span=spans, off=st.sets(days(), max_size=20), worked=st.sets(days(), max_size=20))
def test_rest_days_are_counted_as_they_are_told(
    span: Span, off: set[date], worked: set[date]
) -> None:
    calendar = Calendar(frozenset(off), frozenset(worked), frozenset({2026}))
    named = [day for day in each_day(span) if calendar.is_rest_day(day)]
    assert calendar.rest_days(span) == len(named)
    assert calendar.only_rest_days(span) == (len(named) == span.days)


# --- judging


@st.composite
def worlds(draw: st.DrawFn) -> Facts:
    """A small college with every kind of gap and breach."""
    maybe_day = st.none() | days()
    hosts = [
        HostFacts(
            UUID(int=100 + n),
            f"示例单位{n}",
            staff=draw(st.none() | st.integers(0, 40)),
            other_interns=draw(st.none() | st.integers(0, 3)),
            industry=draw(st.sampled_from([None, "C3670", "R9011", "R"])),
        )
        for n in range(3)
    ]
    posts = [
        PostFacts(
            UUID(int=200 + n),
            f"岗位{n}",
            hosts[n].id,
            staff=draw(st.none() | st.integers(0, 20)),
            hazards=draw(st.sampled_from([None, frozenset[Hazard](), frozenset(Hazard)])),
            wage=draw(st.none() | st.integers(0, 500_000)),
        )
        for n in range(3)
    ]
    batches = [
        BatchFacts(
            UUID(int=300 + n),
            f"批次{n}",
            ORIGIN,
            ORIGIN + timedelta(days=180),
            plan_on=draw(maybe_day),
            filed_on=draw(maybe_day),
        )
        for n in range(2)
    ]
    students = [
        StudentFacts(
            UUID(int=400 + n),
            f"学生{n}",
            birth=draw(st.none() | days(-18 * 366, -15 * 365)),
            sex=draw(st.sampled_from([None, *Sex])),
            enrolled=draw(st.none() | st.integers(2023, 2026)),
        )
        for n in range(6)
    ]
    placements = [
        PlacementFacts(
            UUID(int=500 + n),
            draw(st.sampled_from(batches)).id,
            students[n].id,
            draw(st.none() | st.sampled_from(hosts).map(lambda host: host.id)),
            draw(st.none() | st.sampled_from(posts).map(lambda post: post.id)),
            starts=draw(maybe_day),
            ends=draw(maybe_day),
            arrangement=draw(st.sampled_from([None, *Arrangement])),
            consent_student=draw(maybe_day),
            consent_guardian=draw(maybe_day),
            signed_school=draw(maybe_day),
            signed_host=draw(maybe_day),
            insured_from=draw(maybe_day),
            insured_to=draw(maybe_day),
            pay=draw(st.none() | st.integers(0, 500_000)),
            pay_method=draw(st.sampled_from([None, *PayMethod])),
            rest_days=draw(st.sampled_from([None, True, False])),
        )
        for n in range(6)
    ]
    return Facts(
        batches, hosts, posts, students, placements, province=draw(st.none() | st.just("51"))
    )


@settings(max_examples=25)
@given(facts=worlds(), seed=st.integers())
def test_the_order_of_the_facts_does_not_matter(facts: Facts, seed: int) -> None:
    mixed = random.Random(seed)
    names = ("batches", "hosts", "posts", "students", "placements")
    shuffled = {
        name: mixed.sample(list(getattr(facts, name)), len(getattr(facts, name))) for name in names
    }
    assert judge(facts, PACK, ON) == judge(replace(facts, **shuffled), PACK, ON)


def shifted(value: Any, by: timedelta, years: int) -> Any:
    """Every date later, however deep it lies; enrolment by whole years."""
    if isinstance(value, date):
        return value + by
    if isinstance(value, Calendar):
        known = frozenset(year + years for year in value.years)
        return Calendar(
            shifted(value.holidays, by, years), shifted(value.shifted, by, years), known
        )
    if isinstance(value, StudentFacts):
        entered = None if value.enrolled is None else value.enrolled + years
        return replace(value, birth=shifted(value.birth, by, years), enrolled=entered)
    if is_dataclass(value) and not isinstance(value, type):
        moved = {f.name: shifted(getattr(value, f.name), by, years) for f in fields(value)}
        return replace(value, **moved)
    if isinstance(value, (tuple, list, frozenset)):
        return type(value)(shifted(each, by, years) for each in value)
    return value


def outline(judgement: Judgement, by: timedelta) -> list[tuple[Any, ...]]:
    """What was found, with its days moved."""
    found: list[tuple[Any, ...]] = [
        (f.rule, f.subject.id, f.severity, shifted(tuple(f.numbers.items()), by, 0))
        for f in judgement.findings
        if "入学年份" not in f.numbers
    ]
    return found + [(n.rule, n.subject.id, n.missing) for n in judgement.not_judged]


@settings(max_examples=20)
@given(facts=worlds())
def test_four_hundred_years_later_everything_is_found_again(facts: Facts) -> None:
    later = shifted(facts, CYCLE, 400)
    after = judge(later, PACK, ON + CYCLE)
    assert outline(judge(facts, PACK, ON), CYCLE) == outline(after, timedelta())


# Ages, school years and weekdays depend on the calendar; everything else only on distances.
_BY_CALENDAR = {"I-17", "I-18", "I-19", "I-25"}


@settings(max_examples=20)
@given(facts=worlds(), by=st.integers(-400, 400).map(lambda n: timedelta(days=n)))
def test_some_days_later_the_same_is_found_that_much_later(facts: Facts, by: timedelta) -> None:
    before, after = judge(facts, PACK, ON), judge(shifted(facts, by, 0), PACK, ON + by)
    kept = [each for each in outline(before, by) if each[0] not in _BY_CALENDAR]
    assert kept == [each for each in outline(after, timedelta()) if each[0] not in _BY_CALENDAR]


@settings(max_examples=25)
@given(facts=worlds())
def test_everything_looked_at_is_counted_once(facts: Facts) -> None:
    found = judge(facts, PACK, ON)
    counted = {each.rule: each for each in found.counts}
    assert [each.rule for each in found.counts] == [rule.id for rule in PACK.rules]
    for rule in PACK.rules:
        broken = [each for each in found.findings if each.rule == rule.id]
        unknown = [each for each in found.not_judged if each.rule == rule.id]
        assert (counted[rule.id].breached, counted[rule.id].not_judged) == (
            len(broken),
            len(unknown),
        )


@pytest.mark.parametrize("kind", [PlacementFacts, HostFacts, PostFacts, StudentFacts])
def test_nothing_that_is_left_blank_makes_a_finding_go_unnoticed(kind: type) -> None:
    """Blanking any one field turns a finding into an open question at most, never into less."""
    whole = {
        PlacementFacts: "placement",
        HostFacts: "host",
        PostFacts: "post",
        StudentFacts: "student",
    }[kind]
    broken = {
        "placement.daily_hours": 12,
        "placement.pay": 1,
        "placement.insured_to": ORIGIN,
        "student.birth": date(2011, 1, 1),
        "post.hazards": frozenset(Hazard),
        "host.staff": 3,
    }
    base = judge(change(good(), broken), PACK, ON)
    told = {each.rule for each in base.findings}
    for each in fields(kind):
        if f"{whole}.{each.name}" in _OWN_FINDING or each.default is not None:
            continue
        blank = judge(change(good(), {**broken, f"{whole}.{each.name}": None}), PACK, ON)
        still = {f.rule for f in blank.findings} | {n.rule for n in blank.not_judged}
        assert told <= still, each.name


# Blanking these is itself the finding, or makes a rule not concern anybody.
_OWN_FINDING = {"placement.ends"}
