"""The sample college's students, cohorts and internships hold every case that they promise."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest

from app.models import Cohort, CohortMember, InternshipBatch, Partner, Placement, Student, Term
from app.models.cohorts import CohortKind
from app.models.internships import PlacementState
from app.models.students import Standing
from app.places import Places
from app.services.alternation import Clash
from app.services.alternation_store import remarks_on
from app.services.cohort_figures import figures
from app.services.home import Ground, findings
from app.services.office import Office, open_office
from app.services.paper_state import unsigned
from app.services.placement_rows import overlaps, places
from app.services.query import Query
from app.services.rules.service import judge_college
from app.services.sample import fill
from app.services.students import born_on
from app.services.years import SchoolYear, years_before

DAYS = (date(2026, 11, 21), date(2029, 9, 1))  # the second: the first day of a school year
RULES = {
    "I-02", "I-03", "I-08", "I-09", "I-10", "I-11", "I-14", "I-15", "I-16", "I-17", "I-26", "I-28",
    "I-29", "I-30", "I-31", "I-33", "I-34", "I-39", "I-40", "I-41", "I-42",
}  # fmt: skip
MATTERS = {
    "visits", "contacts", "weekly", "uninsured", "leavers", "minors", "below_target",
    "cohort_agreement", "mentors_gone",
}  # fmt: skip


@pytest.fixture(scope="module", params=DAYS, ids=str)
def today(request: pytest.FixtureRequest) -> date:
    day: date = request.param
    return day


@pytest.fixture(scope="module")
def college(tmp_path_factory: pytest.TempPathFactory, today: date) -> Iterator[Office]:
    opened = open_office(Places(tmp_path_factory.mktemp("示例")))
    fill(opened, today)
    yield opened
    opened.db.close()


def batch(college: Office) -> InternshipBatch:
    name = "岗位实习（第一批）"
    found: list[InternshipBatch] = college.of(InternshipBatch).all()
    return next(each for each in found if each.name.endswith(name))


def test_students_are_invented(college: Office) -> None:
    people = college.of(Student).all()
    assert {each.identity[:6] for each in people} == {"510100", "433100"}
    assert {each.phone[:7] for each in people} == {"1390000"}
    assert len({each.name for each in people}) == len(people) > 1_000
    assert {"王䶮", "周𬭚", "扎西·次仁", "古丽娜尔·艾山", "石晓岚"} <= {p.name for p in people}
    assert {each.standing for each in people} == set(Standing)


def test_three_grades_and_who_has_left(college: Office, today: date) -> None:
    grades = Counter(each.enrolled for each in college.of(Student).all())
    year = SchoolYear.of(today).start
    assert sorted(grades) == [year - 3, year - 2, year - 1, year]
    assert college.of("school_class").count(Query(where={"closed": True})) == 2


def test_cohorts_of_every_kind(college: Office, today: date) -> None:
    cohorts = {each.id: each for each in college.of(Cohort).all()}
    assert {each.kind for each in cohorts.values()} == set(CohortKind)
    counted = figures(college, today)
    empty = [cohorts[key] for key, shown in counted.items() if not shown.registered]
    assert any(each.kind is CohortKind.ORDER_CLASS for each in empty)
    assert any(shown.left for shown in counted.values())
    finished = next(s for s in counted.values() if s.graduates and s.certified)
    assert finished.graduates > finished.employed > finished.retained > 0
    members = Counter(each.student_id for each in college.of(CohortMember).all())
    assert max(members.values()) == 2


def test_alternation_over_a_holiday_and_twice_at_once(college: Office) -> None:
    found = [
        remark.clash
        for cohort in college.of(Cohort).all()
        for remark in remarks_on(college, cohort.id)
    ]
    assert Clash.OVERLAP in found
    assert {Clash.HOLIDAY, Clash.NO_TABLE} & set(found)


def test_every_case_for_the_rules(college: Office, today: date) -> None:
    judged = judge_college(college, today)
    assert {each.rule for each in judged.findings} >= RULES
    assert any(each.waiver for each in judged.findings)
    unit = next(each for each in judged.findings if each.rule == "I-10")
    partner = college.of(Partner).get(unit.subject.id)
    assert (partner.staff, partner.short_name) == (96, "味源调味")
    people = {each.id: each for each in college.of(Student).all()}
    held = [p for p in college.of(Placement).all() if p.starts]
    young = [p for p in held if (b := born_on(people[p.student_id])) and _minor(b, p.starts)]
    assert len(young) == 2


def _minor(born: date, starts: date) -> bool:
    return years_before(starts, 18) < born


def test_the_running_batch(college: Office) -> None:
    held = batch(college)
    placed = college.of(Placement).all(Query(where={"batch_id": held.id}))
    assert 140 <= len(placed) <= 150
    states = {each.state for each in placed}
    assert states == set(PlacementState) - {PlacementState.ENDED}
    chained = next(each for each in placed if each.previous_id)
    old = college.of(Placement).get(chained.previous_id)
    assert (old.state, bool(old.ended_why)) == (PlacementState.CHANGED, True)
    assert overlaps(college) == []
    assert [bool(each.why) for each in unsigned(college, held.id)].count(True) == 3
    assert any((each.free or 0) < 0 for each in places(college, held.id))


def test_home_has_something_to_say(college: Office, today: date) -> None:
    said = {each.matter.key: each for each in findings(Ground(college, today))}
    assert said.keys() >= MATTERS
    for each in said.values():
        assert college.of(each.matter.kind).count(each.query) == each.count


def test_only_the_year_before_last_is_closed(college: Office) -> None:
    terms = sorted(college.of(Term).all(), key=lambda term: term.code)
    assert [term.closed for term in terms] == [True, True, False, False, False, False]
    records = college.of(Placement)
    one = records.all(Query(where={"batch_id": batch(college).id}))[0]
    records.save({"remark": "可以修改"}, one)
