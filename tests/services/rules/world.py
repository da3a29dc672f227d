"""One student, one host, one batch, with everything as it must be; tests break one thing each."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time
from typing import Any
from uuid import UUID

from app.models.internships import (
    Arrangement,
    Clause,
    DocumentKind,
    InternshipKind,
    Involvement,
    Lodging,
    Payer,
    PayMethod,
)
from app.models.partners import Hazard
from app.models.students import Sex
from app.places import RESOURCES
from app.services.rules.calendar import Calendar
from app.services.rules.facts import (
    BatchFacts,
    ContactFacts,
    CreditFacts,
    DocumentFacts,
    EmergencyFacts,
    Facts,
    HostFacts,
    InspectionFacts,
    PlacementFacts,
    PostFacts,
    StudentFacts,
)
from app.services.rules.finding import Breach, Missing, Outcome
from app.services.rules.judge import outcomes
from app.services.rules.pack import Pack, load
from app.services.rules.views import survey

PACK: Pack = load(RESOURCES / "rules" / "internship-2021.toml")
ON = date(2026, 11, 21)
STARTS, ENDS = date(2026, 9, 1), date(2027, 2, 27)  # 180 days
AFTER = date(2027, 6, 1)  # long after the end
BEFORE = date(2026, 8, 20)
WEEKS = tuple(range(1, 27))

BATCH, HOST, POST, STUDENT, PLACEMENT = (UUID(int=n) for n in range(1, 6))

CALENDAR = Calendar(
    holidays=frozenset(date(2026, 10, day) for day in range(1, 8)),
    shifted=frozenset({date(2026, 9, 20), date(2026, 10, 10)}),
    years=frozenset({2026, 2027}),
)


def good() -> Facts:
    """Nothing to find fault with, and nothing left out."""
    return Facts(
        batches=[
            BatchFacts(
                id=BATCH,
                title="2024 级数控岗位实习",
                starts=STARTS,
                ends=ENDS,
                kind=InternshipKind.POST,
                leader="刘仲伯",
                department=UUID(int=50),
                plan_on=BEFORE,
                plan_tasks="识图、装夹、加工、检测",
                rules_on=BEFORE,
                meeting_on=date(2026, 8, 1),
                meeting_number="党委纪要〔2026〕12 号",
                published_on=date(2026, 8, 3),
                filing_number="备 2026-31",
                filed_on=BEFORE,
                clauses=frozenset(Clause),
            )
        ],
        hosts=[
            HostFacts(
                id=HOST,
                title="成都示例蓉驰汽车零部件有限公司",
                code="91510112000000019P",
                industry="C3670",
                region="510112",
                staff=200,
                staff_on=date(2026, 6, 30),
                other_interns=3,
                lowest_wage=300_000,
                declared_on=BEFORE,
                inspections=(InspectionFacts(date(2026, 7, 1)),),
                credit=(CreditFacts(date(2026, 7, 1)),),
            )
        ],
        posts=[
            PostFacts(
                id=POST,
                title="数控车铣操作员",
                host=HOST,
                staff=40,
                staff_on=date(2026, 6, 30),
                majors=frozenset({"460103"}),
                hazards=frozenset({Hazard.NONE}),
                labour_grade=2,
                wage=420_000,
            )
        ],
        students=[
            StudentFacts(
                id=STUDENT,
                title="石晓岚（2401010101）",
                birth=date(2006, 5, 4),
                sex=Sex.FEMALE,
                enrolled=2024,
                major="460103",
                class_teacher="龙应龙",
            )
        ],
        placements=[
            PlacementFacts(
                id=PLACEMENT,
                batch=BATCH,
                student=STUDENT,
                host=HOST,
                post=POST,
                starts=STARTS,
                ends=ENDS,
                matched=True,
                arrangement=Arrangement.SCHOOL,
                teacher="彭书宁",
                mentor="张子墨",
                region="510112",
                consent_student=BEFORE,
                consent_guardian=BEFORE,
                signed_school=BEFORE,
                signed_host=BEFORE,
                signed_student=BEFORE,
                trained_on=date(2026, 8, 28),
                trained_passed=True,
                policy="PZAB2026510100001",
                insured_from=STARTS,
                insured_to=ENDS,
                payer=Payer.SCHOOL,
                involvement=Involvement.INDEPENDENT,
                pay=340_000,
                pay_method=PayMethod.TRANSFER,
                pay_days=30,
                charged=0,
                daily_hours=8,
                weekly_hours=40,
                overtime=0,
                shift_from=time(8, 30),
                shift_to=time(17, 30),
                rest_days=False,
                lodging=Lodging.UNIT,
                school_score=90,
                host_score=85,
                self_score=88,
                contacts=(
                    ContactFacts(date(2026, 11, 10), guardian=True),
                    ContactFacts(date(2027, 2, 20), guardian=True),
                ),
                weeks=frozenset(WEEKS),
                documents=(DocumentFacts(date(2027, 3, 10), frozenset(DocumentKind)),),
            )
        ],
        emergency=[EmergencyFacts(BATCH, HOST, BEFORE)],
        calendar=CALENDAR,
        province="51",
    )


_LISTS = {
    "batch": "batches",
    "host": "hosts",
    "post": "posts",
    "student": "students",
    "placement": "placements",
}


def change(facts: Facts, changes: Mapping[str, Any]) -> Facts:
    """The same facts with other values: {"placement.pay": None, "province": "50"}."""
    for path, value in changes.items():
        whole, _, part = path.partition(".")
        if part:
            held = getattr(facts, _LISTS[whole])
            changed = [replace(each, **{part: value}) for each in held]
            facts = replace(facts, **{_LISTS[whole]: changed})
        else:
            facts = replace(facts, **{whole: value})
    return facts


def told(rule: str, facts: Facts, on: date = ON, pack: Pack = PACK) -> list[Outcome]:
    """All that one rule has to say."""
    found = pack.rule(rule)
    return [each for _, each in outcomes(found, survey(facts, on).views(found.kinds))]


def breach(rule: str, facts: Facts, on: date = ON) -> Breach:
    """The one finding of a rule."""
    (found,) = [each for each in told(rule, facts, on) if isinstance(each, Breach)]
    return found


def missing(rule: str, facts: Facts, on: date = ON) -> set[str]:
    """Everything a rule misses."""
    found = [each for each in told(rule, facts, on) if isinstance(each, Missing)]
    return {need for each in found for need in each.needs}
