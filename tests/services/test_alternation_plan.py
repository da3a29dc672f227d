"""The plan as a calendar: weeks with holidays and shifted days, clashes with others told."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from app.errors import Refused
from app.models import CalendarDay, Cohort, CohortMember, Partner, Student, Term
from app.models.calendar import Weekday
from app.models.cohorts import LeaveReason, Place
from app.services.alternation import Block, Clash
from app.services.alternation_plan import AlternationPlan, plan_of
from app.services.alternation_store import paint_weeks
from app.services.calendar_store import seed_calendar
from app.services.office import Office
from tests.make import Make

CODE = "2026-2027-1"
AWAY = Block(CODE, 0, 0, Place.PARTNER)


@pytest.fixture
def term(office: Office, make: Make) -> Term:
    seed_calendar(office)
    records = office.of(CalendarDay)
    day = next(each for each in records.all() if each.on == date(2026, 10, 10))
    records.save({"runs_as": Weekday.FRIDAY, "runs_week": 5}, day)
    found: Term = make(Term, code=CODE, starts=date(2026, 8, 31), weeks=18, exam_from=17)
    return found


@pytest.fixture
def cohort(make: Make) -> Cohort:
    found: Cohort = make(
        Cohort, name="示例学徒班", starts=date(2026, 9, 14), ends=date(2026, 12, 20),
        partners=(make(Partner).id,),
    )  # fmt: skip
    return found


def marked(plan: AlternationPlan, clash: Clash) -> list[int]:
    return [
        week.number
        for week in plan.terms[0].weeks
        if any(each.clash is clash for each in week.remarks)
    ]


def test_weeks_say_what_the_calendar_says(office: Office, term: Term, cohort: Cohort) -> None:
    paint_weeks(office, cohort.id, term.id, [5, 6, 7], AWAY)
    plan = plan_of(office, cohort.id)
    weeks = {week.number: week for week in plan.terms[0].weeks}
    assert weeks[5].note == "10月1日至4日国庆节放假"
    assert "10月10日调休上课（按周五第5周）" in weeks[6].note
    assert (plan.count(Place.PARTNER), plan.count(Place.SCHOOL)) == (3, 0)
    assert marked(plan, Clash.HOLIDAY) == [5, 6]
    assert marked(plan, Clash.SHIFTED) == [6]
    assert [week.number for week in plan.terms[0].weeks if week.inside] == list(range(3, 17))


def test_at_school_a_holiday_is_no_news(office: Office, term: Term, cohort: Cohort) -> None:
    paint_weeks(office, cohort.id, term.id, [5, 6], replace(AWAY, place=Place.SCHOOL))
    assert plan_of(office, cohort.id).remarks == ()


def test_exams_concern_the_weeks_they_are_in(office: Office, make: Make, term: Term) -> None:
    cohort = make(Cohort, name="没有起止的班")
    paint_weeks(office, cohort.id, term.id, range(14, 19), AWAY)
    assert marked(plan_of(office, cohort.id), Clash.EXAM) == [17, 18]


def test_weeks_outside_the_cohort_are_refused(office: Office, term: Term, cohort: Cohort) -> None:
    with pytest.raises(Refused, match="早于开班日期 2026-09-14"):
        paint_weeks(office, cohort.id, term.id, [2, 3], AWAY)
    with pytest.raises(Refused, match="晚于结业日期 2026-12-20"):
        paint_weeks(office, cohort.id, term.id, [16, 17], AWAY)
    assert plan_of(office, cohort.id).count(Place.PARTNER) == 0
    paint_weeks(office, cohort.id, term.id, [2, 17], None)  # nothing there to clear: no harm


def test_a_cohort_that_was_shortened_shows_what_is_left_over(
    office: Office, term: Term, cohort: Cohort
) -> None:
    paint_weeks(office, cohort.id, term.id, range(13, 17), AWAY)
    records = office.of(Cohort)
    records.save({"ends": date(2026, 12, 6)}, records.get(cohort.id))
    plan = plan_of(office, cohort.id)
    assert marked(plan, Clash.OUTSIDE_COHORT) == [15, 16]
    paint_weeks(office, cohort.id, term.id, [15, 16], None)
    assert marked(plan_of(office, cohort.id), Clash.OUTSIDE_COHORT) == []


def test_students_of_two_cohorts(office: Office, make: Make, term: Term, cohort: Cohort) -> None:
    other = make(Cohort, name="订单班")
    both, left = make(Student, name="石晓岚"), make(Student, name="彭小雨")

    def join(key: UUID, student: Student, **given: object) -> None:
        make(CohortMember, cohort_id=key, student_id=student.id, joined=date(2026, 9, 1), **given)

    for student in (both, left):
        join(cohort.id, student)
    join(other.id, both)
    join(other.id, left, left=date(2026, 9, 10), left_why=LeaveReason.QUIT)
    make(CohortMember, cohort_id=other.id, student_id=both.id, joined=date(2027, 3, 1))  # again
    paint_weeks(office, cohort.id, term.id, range(5, 9), AWAY)
    paint_weeks(office, other.id, term.id, range(7, 11), replace(AWAY, place=Place.BASE))
    plan = plan_of(office, cohort.id)
    assert marked(plan, Clash.SHARED) == [7, 8]
    told = next(each.words for each in plan.remarks if each.clash is Clash.SHARED)
    assert "“订单班”安排在实训基地" in told
    assert "石晓岚 1 人" in told
    paint_weeks(office, cohort.id, term.id, range(7, 9), replace(AWAY, place=Place.SCHOOL))
    paint_weeks(office, other.id, term.id, range(7, 9), replace(AWAY, place=Place.SCHOOL))
    assert marked(plan_of(office, cohort.id), Clash.SHARED) == []
