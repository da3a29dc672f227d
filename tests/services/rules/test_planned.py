"""What is only planned counts: the hosts are judged, the places fill the ratios, nobody twice."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from app.models.internships import ExemptScope
from app.services.rules.boards import Before, State, eight_beforehand, throughout
from app.services.rules.facts import ExemptionFacts, Expected, Facts, PlannedFacts, PostFacts
from app.services.rules.finding import Breach, Verdict
from app.services.rules.judge import judge
from app.services.rules.spans import Span
from tests.services.rules.world import (
    BATCH,
    BEFORE,
    ENDS,
    HOST,
    ON,
    PACK,
    POST,
    STARTS,
    breach,
    change,
    good,
    told,
)

OTHER = UUID(int=77)


def planned(places: int | None, **changes: Any) -> Facts:
    """A batch of which nobody is placed yet."""
    facts = replace(good(), placements=[], students=[])
    return change(facts, {"planned": [PlannedFacts(BATCH, HOST, POST, places)], **changes})


def test_a_planned_host_is_judged_before_anybody_is_placed() -> None:
    facts = planned(5, **{"host.inspections": ()})
    found = breach("I-03", facts)
    assert str(STARTS) in found.message
    assert told("I-03", planned(5)) == [Verdict.PASSED]


def test_a_planned_host_stands_on_the_board_with_its_places() -> None:
    (row,) = eight_beforehand(planned(5, **{"host.inspections": ()}), PACK, BATCH, ON)
    squares = {each.column: each for each in row.squares}
    assert (row.students, row.places) == (0, 5)
    assert squares[Before.INSPECTION].state is State.RED
    assert "缺少实地考察评估书面报告" in squares[Before.INSPECTION].why
    assert squares[Before.PLAN].state is State.GREEN
    assert squares[Before.CONSENT].state is State.NOT_YET
    assert throughout(planned(5), PACK, BATCH, ON) == ()


def test_the_forecast_warns_of_the_day_with_both_numbers() -> None:
    facts = planned(18)  # 18 and 3 of others against 10 % of 200
    found = breach("I-10", facts)
    assert found.numbers["实习学生"] == 21
    assert found.numbers["职工"] == 200
    assert found.numbers["峰值日"] == STARTS
    assert found.numbers["计划待安排"] == 18
    assert f"{STARTS} 共 21 人（其中外校 3 人、计划待安排 18 人），在岗职工 200 人" in found.message
    assert told("I-10", planned(17)) == [Verdict.PASSED]
    assert told("I-11", planned(8)) == [Verdict.PASSED]  # 20 % of 40
    assert breach("I-11", planned(9)).numbers["峰值日"] == STARTS


def test_whoever_is_placed_is_not_counted_twice() -> None:
    facts = replace(good(), planned=[PlannedFacts(BATCH, HOST, POST, 8)])
    assert told("I-11", facts) == [Verdict.PASSED]  # one is placed, seven are to come
    one_more = replace(good(), planned=[PlannedFacts(BATCH, HOST, POST, 9)])
    assert breach("I-11", one_more).numbers["计划待安排"] == 8


def test_who_has_no_planned_post_takes_a_place_of_the_host() -> None:
    facts = replace(good(), planned=[PlannedFacts(BATCH, HOST, None, 17)])
    assert told("I-10", facts) == [Verdict.PASSED]  # one placed, sixteen to come, three of others
    loose = change(facts, {"placement.post": None})
    assert Verdict.PASSED in told("I-10", loose)


def test_what_another_batch_still_plans_counts_on_the_days_both_run() -> None:
    later = Span(ENDS - timedelta(days=9), ENDS + timedelta(days=90))
    facts = planned(10, coming=[Expected(OTHER, HOST, None, later, 8)])
    found = breach("I-10", facts)
    assert found.numbers["首个超出日"] == later.first
    assert found.numbers["超出天数"] == 10


def test_places_not_said_yet_plan_the_host_and_nobody() -> None:
    assert told("I-10", planned(None)) == [Verdict.PASSED]
    (row,) = eight_beforehand(planned(None), PACK, BATCH, ON)
    assert row.places == 0


def test_a_post_with_night_shifts_is_flagged_while_it_is_planned() -> None:
    found = breach("I-26", planned(3, **{"post.night": True}))
    assert found.lesser
    assert "有夜班" in found.message
    filed = ExemptionFacts(BATCH, HOST, frozenset({ExemptScope.NIGHT}), None, "特 7", BEFORE)
    exempt = planned(3, **{"post.night": True, "exemptions": [filed]})
    assert told("I-26", exempt) == [Verdict.EXEMPT]


def test_known_shifts_are_judged_themselves() -> None:
    facts = change(good(), {"post.night": True})
    assert not [each for each in told("I-26", facts) if isinstance(each, Breach)]


def test_a_plan_for_several_posts_is_one_line_of_the_board() -> None:
    second = PostFacts(id=OTHER, title="装配工", host=HOST, staff=50)
    facts = planned(5)
    facts = replace(
        facts,
        posts=[*facts.posts, second],
        planned=[*facts.planned, PlannedFacts(BATCH, HOST, OTHER, 4)],
    )
    (row,) = eight_beforehand(facts, PACK, BATCH, ON)
    assert row.places == 9


def test_the_order_of_plans_changes_nothing() -> None:
    facts = planned(5)
    more = [*facts.planned, PlannedFacts(BATCH, HOST, None, 30)]
    one, other = (replace(facts, planned=each) for each in (more, more[::-1]))
    assert judge(one, PACK, ON) == judge(other, PACK, ON)
