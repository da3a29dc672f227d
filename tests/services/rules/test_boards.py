"""The boards: green only with evidence and its date, red says why and what to open."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from app.models.internships import Arrangement, DocumentKind
from app.services.rules.boards import (
    Before,
    Square,
    State,
    Throughout,
    Timely,
    eight_beforehand,
    throughout,
    timely,
)
from app.services.rules.facts import (
    ContactFacts,
    DocumentFacts,
    EmergencyFacts,
    Facts,
    InspectionFacts,
    VisitFacts,
)
from tests.services.rules.world import (
    AFTER,
    BATCH,
    ENDS,
    HOST,
    ON,
    PACK,
    PLACEMENT,
    STARTS,
    change,
    good,
)

BEFORE = date(2026, 8, 20)


def before(facts: Facts, on: date = ON) -> dict[Before, Square]:
    (row,) = eight_beforehand(facts, PACK, BATCH, on)
    return {Before(each.column): each for each in row.squares}


def running(facts: Facts, on: date = ON) -> dict[Throughout, Square]:
    (row,) = throughout(facts, PACK, BATCH, on)
    return {Throughout(each.column): each for each in row.squares}


def ended(facts: Facts, on: date = AFTER) -> dict[Timely, Square]:
    (row,) = timely(facts, PACK, BATCH, on)
    return {Timely(each.column): each for each in row.squares}


def test_all_green_with_the_day_the_last_paper_came_in() -> None:
    found = before(good())
    assert {each.state for each in found.values()} == {State.GREEN}
    assert {column: each.on for column, each in found.items()} == {
        Before.INSPECTION: date(2026, 7, 1),
        Before.LIST: date(2026, 8, 3),
        Before.CONSENT: BEFORE,
        Before.FILING: BEFORE,
        Before.PLAN: BEFORE,
        Before.RULES: BEFORE,
        Before.AGREEMENT: BEFORE,
        Before.TRAINING: date(2026, 8, 28),
    }


LATE = STARTS + timedelta(days=1)


@pytest.mark.parametrize(
    ("column", "changes", "why", "opens"),
    [
        (Before.INSPECTION, {"host.inspections": ()}, "缺少实地考察", "partner"),
        (
            Before.INSPECTION,
            {"host.inspections": (InspectionFacts(LATE),)},
            "晚于首批学生",
            "partner",
        ),
        (Before.LIST, {"batch.meeting_on": None}, "缺少党组织会议", "internship_batch"),
        (Before.CONSENT, {"placement.consent_student": None}, "石晓岚", "placement"),
        (
            Before.CONSENT,
            {"placement.arrangement": Arrangement.STUDENT},
            "缺少学校批准",
            "placement",
        ),
        (Before.FILING, {"batch.filed_on": None}, "缺少备案", "internship_batch"),
        (Before.FILING, {"placement.region": "500112"}, "跨省", "placement"),
        (Before.PLAN, {"batch.plan_on": LATE}, "晚于开始日期", "internship_batch"),
        (Before.RULES, {"emergency": ()}, "缺少应急预案", "partner"),
        (Before.RULES, {"batch.rules_on": None}, "管理办法与安全规定", "internship_batch"),
        (Before.AGREEMENT, {"placement.signed_school": None}, "缺少学校签订", "placement"),
        (Before.TRAINING, {"placement.trained_passed": False}, "不合格", "placement"),
    ],
)
def test_red_says_why_and_opens_the_record(
    column: Before, changes: dict[str, Any], why: str, opens: str
) -> None:
    found = before(change(good(), changes))
    assert found[column].state is State.RED
    assert why in found[column].why
    assert found[column].on is None
    assert {each.kind for each in found[column].open} == {opens}
    others = [each.state for key, each in found.items() if key is not column]
    assert others == [State.GREEN] * 7


def test_what_cannot_be_told_is_not_green() -> None:
    found = before(change(good(), {"placement.trained_passed": None}))
    assert found[Before.TRAINING].state is State.UNKNOWN
    assert "岗前考核合格" in found[Before.TRAINING].why


def test_the_consent_of_one_is_enough_to_be_red_and_many_are_counted() -> None:
    facts = good()
    people = [replace(facts.students[0], id=UUID(int=70 + n), title=f"学生{n}") for n in range(5)]
    placed = [
        replace(facts.placements[0], id=UUID(int=80 + n), student=each.id, consent_student=None)
        for n, each in enumerate(people)
    ]
    facts = replace(
        facts, students=[*facts.students, *people], placements=[*facts.placements, *placed]
    )
    (row,) = eight_beforehand(facts, PACK, BATCH, ON)
    square = row.squares[2]
    assert row.students == 6
    assert square.state is State.RED
    assert square.why.startswith("学生0、学生1、学生2等 5 人：")
    assert len(square.open) == 5


def test_a_host_not_decided_yet_has_a_row_of_its_own() -> None:
    facts = good()
    other = replace(facts.students[0], id=UUID(int=70), title="彭小雨（2401010102）")
    lost = replace(facts.placements[0], id=UUID(int=80), student=other.id, host=None, post=None)
    facts = replace(facts, students=[*facts.students, other], placements=[*facts.placements, lost])
    rows = eight_beforehand(facts, PACK, BATCH, ON)
    assert [row.subject.title if row.subject else None for row in rows] == [
        "成都示例蓉驰汽车零部件有限公司",
        None,
    ]
    assert rows[1].squares[0].state is State.UNKNOWN
    assert "实习单位" in rows[1].squares[0].why


def test_each_student_can_be_looked_at_alone() -> None:
    facts = good()
    other = replace(facts.students[0], id=UUID(int=70), title="彭小雨（2401010102）")
    late = replace(facts.placements[0], id=UUID(int=80), student=other.id, signed_host=LATE)
    facts = replace(facts, students=[*facts.students, other], placements=[*facts.placements, late])
    rows = eight_beforehand(facts, PACK, BATCH, ON, per_student=True)
    assert {row.subject.title: row.squares[6].state for row in rows if row.subject} == {
        "石晓岚（2401010101）": State.GREEN,
        "彭小雨（2401010102）": State.RED,
    }


def test_another_batch_does_not_show() -> None:
    facts = good()
    elsewhere = replace(facts.batches[0], id=UUID(int=90), title="另一批")
    placed = replace(facts.placements[0], id=UUID(int=91), batch=elsewhere.id, signed_host=None)
    facts = replace(
        facts,
        batches=[*facts.batches, elsewhere],
        placements=[*facts.placements, placed],
        emergency=[*facts.emergency, EmergencyFacts(elsewhere.id, HOST, LATE)],
    )
    assert {each.state for each in before(facts).values()} == {State.GREEN}


# --- throughout


def test_before_it_begins_nothing_is_due() -> None:
    facts = change(good(), {"placement.contacts": ()})
    found = running(facts, STARTS - timedelta(days=1))
    assert {each.state for each in found.values()} == {State.NOT_YET}


def test_guidance_wants_both_guides_and_every_weekly_record() -> None:
    assert running(good())[Throughout.GUIDANCE].state is State.GREEN
    lacking = change(good(), {"placement.weeks": frozenset(range(1, 27)) - {3, 11}})
    square = running(lacking)[Throughout.GUIDANCE]  # eleven weeks and five days have passed
    assert square.state is State.RED
    assert "缺第 3、11 周周记" in square.why
    assert (
        running(change(lacking, {"batch.weekly": False}))[Throughout.GUIDANCE].state is State.GREEN
    )
    assert running(change(good(), {"placement.mentor": None}))[Throughout.GUIDANCE].state is (
        State.RED
    )


def test_visits_follow_the_rhythm_of_the_batch() -> None:
    column = Throughout.MANAGEMENT
    assert running(good(), STARTS + timedelta(days=30))[column].state is State.NOT_YET
    overdue = running(good(), STARTS + timedelta(days=31))[column]
    assert overdue.state is State.RED
    assert "2026-09-01 开始以来没有巡查" in overdue.why
    visited = replace(good(), visits=[VisitFacts(BATCH, HOST, date(2026, 10, 22))])
    assert running(visited, ON)[column].state is State.GREEN
    assert running(visited, ON)[column].on == date(2026, 10, 22)
    late = running(visited, ON + timedelta(days=1))[column]
    assert late.state is State.RED
    assert "最近一次巡查 2026-10-22" in late.why


def test_management_wants_a_class_teacher() -> None:
    facts = change(good(), {"student.class_teacher": None})
    assert "班主任" in running(facts)[Throughout.MANAGEMENT].why


def test_contacts_follow_the_rhythm_of_the_batch() -> None:
    facts = change(good(), {"placement.contacts": (ContactFacts(date(2026, 11, 6)),)})
    assert running(facts, ON)[Throughout.MIND].state is State.GREEN
    late = running(facts, ON + timedelta(days=1))[Throughout.MIND]
    assert late.state is State.RED
    assert "最近一次联系 2026-11-06" in late.why


def test_after_the_end_nothing_becomes_overdue() -> None:
    facts = change(good(), {"placement.contacts": (ContactFacts(ENDS),)})
    facts = replace(facts, visits=[VisitFacts(BATCH, HOST, ENDS)])
    found = running(facts, AFTER)
    assert {each.state for each in found.values()} == {State.GREEN}


# --- timely


def test_timely_is_not_due_before_the_end() -> None:
    assert {each.state for each in ended(good(), ON).values()} == {State.NOT_YET}


def test_timely_is_green_when_graded_and_archived() -> None:
    found = ended(good())
    assert {each.state for each in found.values()} == {State.GREEN}
    assert found[Timely.ARCHIVE].on == date(2027, 3, 10)


def test_late_grades_and_archives_are_red() -> None:
    facts = change(
        good(),
        {
            "placement.host_score": None,
            "placement.documents": (DocumentFacts(ENDS, frozenset({DocumentKind.PLAN})),),
        },
    )
    found = ended(facts)
    assert "缺企业评分" in found[Timely.ASSESSMENT].why
    assert "归档材料 1/8" in found[Timely.ARCHIVE].why
    assert found[Timely.ARCHIVE].open[0].id == PLACEMENT
