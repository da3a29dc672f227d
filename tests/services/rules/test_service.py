"""From records to a judgement: what is read, what counts, and what the office decides."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event
from stdnum.cn import ric

from app.errors import Invalid, Refused
from app.models import (
    ArchivedDocument,
    CalendarDay,
    Campus,
    ContactRecord,
    CreditCheck,
    Department,
    EmergencyPlan,
    Exemption,
    Incident,
    InternshipBatch,
    Mentor,
    Partner,
    Placement,
    PlacementSegment,
    Post,
    Programme,
    Record,
    RuleChange,
    SchoolClass,
    SiteInspection,
    Student,
    Teacher,
    VisitRecord,
    WeeklyRecordReceipt,
)
from app.models.calendar import DayKind
from app.models.internships import (
    Arrangement,
    BatchState,
    Clause,
    DocumentKind,
    ExemptScope,
    InternshipKind,
    Involvement,
    Lodging,
    Payer,
    PayMethod,
    PlacementState,
)
from app.models.partners import CreditResult, Hazard, PartnerStatus, Role
from app.models.rules import Severity
from app.models.students import Sex
from app.services.office import Office
from app.services.rules.boards import State
from app.services.rules.finding import Judgement
from app.services.rules.gather import gather, grade, province
from app.services.rules.pack import Override
from app.services.rules.ratios import Planned
from app.services.rules.service import (
    boards,
    change_rule,
    forecast_for,
    judge_college,
    misfits,
    pack_in_force,
    waive,
)
from app.services.rules.spans import Span
from tests.make import Make
from tests.services.rules.world import BEFORE, ENDS, ON, STARTS

INSPECTED = {f.key: "符合" for f in SiteInspection.fields() if f.group == "考察内容"}


class College:
    """Records of one internship with everything as it must be."""

    def __init__(self, office: Office, make: Make) -> None:
        office.settings = replace(office.settings, college_code="4151000000")
        self.office, self.make = office, make
        self.programme = make(Programme, name="数控技术", code="460103")
        self.host = make(
            Partner,
            name="成都示例蓉驰汽车零部件有限公司",
            code="91510112000000019P",
            industry="C3670",
            region="510112",
            staff=40,
            staff_on=date(2026, 6, 30),
            other_interns=0,
            declared_on=BEFORE,
        )
        make(SiteInspection, partner_id=self.host.id, on=date(2026, 7, 1), **INSPECTED)
        make(CreditCheck, partner_id=self.host.id, on=date(2026, 7, 1))
        self.post = make(
            Post,
            partner_id=self.host.id,
            name="数控车铣操作员",
            programmes=(self.programme.id,),
            staff=20,
            hazard_tags=(Hazard.NONE,),
            labour_grade="Ⅱ",
            wage=Decimal(4200),
        )
        self.batch = self.batch_of("2024 级数控岗位实习")
        self.school_class = make(
            SchoolClass, name="数控 2401", programme_id=self.programme.id, enrolled=2024,
            teacher="龙应龙",
        )  # fmt: skip
        make(EmergencyPlan, batch_id=self.batch.id, partner_id=self.host.id, on=BEFORE)
        self.student = self.student_of("2401010101", "石晓岚")
        self.placement = self.placed(self.student)

    def batch_of(self, name: str, **given: Any) -> InternshipBatch:
        values: dict[str, Any] = {
            "kind": InternshipKind.POST,
            "starts": STARTS,
            "ends": ENDS,
            "leader": "刘仲伯",
            "department_id": self.make(Department).id,
            "plan_on": BEFORE,
            "plan_tasks": "识图、装夹、加工",
            "rules_on": BEFORE,
            "meeting_on": date(2026, 8, 1),
            "published_on": date(2026, 8, 3),
            "filing_number": "备 2026-31",
            "filed_on": BEFORE,
            "clauses": tuple(Clause),
        }
        made: InternshipBatch = self.make(InternshipBatch, name=name, **(values | given))
        return made

    def student_of(self, number: str, name: str, **given: Any) -> Student:
        values: dict[str, Any] = {
            "sex": Sex.FEMALE,
            "birth": date(2006, 5, 4),
            "class_id": self.school_class.id,
        }
        made: Student = self.make(Student, number=number, name=name, **(values | given))
        return made

    def placed(self, student: Student, **given: Any) -> Placement:
        values: dict[str, Any] = {
            "batch_id": self.batch.id,
            "student_id": student.id,
            "partner_id": self.host.id,
            "post_id": self.post.id,
            "starts": STARTS,
            "ends": ENDS,
            "arrangement": Arrangement.SCHOOL,
            "teacher": "彭书宁",
            "mentor": "张子墨",
            "region": "510112",
            "consent_student": BEFORE,
            "consent_guardian": BEFORE,
            "signed_school": BEFORE,
            "signed_host": BEFORE,
            "signed_student": BEFORE,
            "trained_on": BEFORE,
            "trained_passed": True,
            "policy": "PZAB2026",
            "insured_from": STARTS,
            "insured_to": ENDS,
            "payer": Payer.SCHOOL,
            "involvement": Involvement.INDEPENDENT,
            "pay": Decimal(3400),
            "pay_method": PayMethod.TRANSFER,
            "pay_days": 30,
            "charged": Decimal(0),
            "daily_hours": 8,
            "weekly_hours": 40,
            "overtime": 0,
            "shift_from": time(8, 30),
            "shift_to": time(17, 30),
            "rest_days": False,
            "lodging": Lodging.UNIT,
        }
        made: Placement = self.make(Placement, **(values | given))
        if made.state is not PlacementState.WITHDRAWN:
            self.make(
                ContactRecord, placement_id=made.id, on=date(2026, 11, 10), reached=True,
                guardian=True,
            )  # fmt: skip
        return made

    def change(self, record: Record, **values: Any) -> None:
        records = self.office.of(type(record))
        records.save(values, records.get(record.id))

    def judge(self, on: date = ON, batch: UUID | None = None) -> Judgement:
        return judge_college(self.office, on, batch)

    def rules(self, on: date = ON, batch: UUID | None = None) -> list[str]:
        return [each.rule for each in self.judge(on, batch).findings]


@pytest.fixture
def college(office: Office, make: Make) -> College:
    return College(office, make)


def test_records_in_order_are_judged_in_order(college: College) -> None:
    found = college.judge()
    assert [(each.rule, each.message) for each in found.findings] == []
    assert [(each.rule, each.missing) for each in found.not_judged] == []
    assert {each.rule for each in found.counts if each.passed} >= {"I-10", "I-11", "I-28", "I-40"}


def test_every_board_is_read(college: College) -> None:
    made = college.make
    for week in range(1, 12):
        made(WeeklyRecordReceipt, placement_id=college.placement.id, week=week)
    made(VisitRecord, batch_id=college.batch.id, partner_id=college.host.id, on=date(2026, 11, 5))
    made(ContactRecord, placement_id=college.placement.id, on=date(2026, 11, 20), reached=True)
    found = boards(college.office, college.batch.id, ON)
    assert {each.state for each in found.before[0].squares} == {State.GREEN}
    assert {each.state for each in found.throughout[0].squares} == {State.GREEN}
    assert {each.state for each in found.timely[0].squares} == {State.NOT_YET}
    assert found.before[0].subject is not None
    assert found.before[0].subject.title == "成都示例蓉驰汽车零部件有限公司"


def test_a_contact_that_did_not_reach_the_student_does_not_count(college: College) -> None:
    records = college.office.of(ContactRecord)
    (made,) = records.all()
    records.save({"reached": False}, made)
    assert college.rules() == ["I-32"]


def test_the_archive_and_scores_are_read(college: College) -> None:
    after = date(2027, 6, 1)
    college.change(college.host, other_interns=0)
    credit = {"partner_id": college.host.id, "on": date(2027, 2, 1)}
    college.make(CreditCheck, **credit)
    college.make(ContactRecord, placement_id=college.placement.id, on=ENDS, guardian=True)
    assert set(college.rules(after)) == {"I-36", "I-38"}
    college.change(college.placement, school_score=90, host_score=50, self_score=40)
    college.make(
        ArchivedDocument, placement_id=college.placement.id, kinds=tuple(DocumentKind), on=after
    )
    assert college.rules(after) == []
    college.change(college.placement, school_score=60)
    (failed,) = college.judge(after).findings
    assert failed.numbers == {"总评": 53, "合格线": 60}


def test_segments_replace_the_whole_span(college: College) -> None:
    for first, last in ((STARTS, date(2026, 9, 30)), (date(2026, 12, 1), ENDS)):
        college.make(PlacementSegment, placement_id=college.placement.id, starts=first, ends=last)
    (found,) = college.judge().findings
    assert (found.rule, found.numbers["天数"], found.numbers["分段数"]) == ("I-13", 119, 2)


def test_interns_of_other_batches_and_campuses_count_into_the_share(college: College) -> None:
    other = college.batch_of("另一批", campus_id=college.make(Campus).id)
    for n in range(4):
        student = college.student_of(f"24010102{n:02}", "彭小雨")
        college.placed(student, batch_id=other.id, post_id=None, starts=date(2027, 2, 27))
    (found,) = college.judge(batch=college.batch.id).findings
    assert found.rule == "I-10"
    assert found.subject.title == "成都示例蓉驰汽车零部件有限公司"
    assert found.numbers["实习学生"] == 5
    assert found.numbers["峰值日"] == ENDS
    assert found.numbers["超出天数"] == 1


def test_what_was_given_up_or_binned_does_not_count(college: College) -> None:
    gone = college.student_of("2401010201", "彭小雨")
    college.placed(gone, state=PlacementState.WITHDRAWN, signed_host=None)
    binned = college.placed(college.student_of("2401010202", "周𬭚"), signed_host=None)
    college.office.of(Placement).delete([binned.id])
    assert college.rules() == []
    assert len(gather(college.office).placements) == 1


def test_archived_batches_are_judged_only_when_asked_for(college: College) -> None:
    old = college.batch_of("旧批次", state=BatchState.ARCHIVED, plan_on=None)
    assert college.rules() == []
    assert college.rules(batch=old.id) == ["I-05"]


def test_a_post_that_is_only_named_is_found_at_the_host(college: College) -> None:
    college.change(college.placement, post_id=None, post="数控车铣 操作员")
    assert gather(college.office).placements[0].post == college.post.id
    college.change(college.placement, post="质检员")
    assert gather(college.office).placements[0].post is None
    assert "I-23" in {each.rule for each in college.judge().not_judged}


def test_what_the_student_leaves_out_class_and_identity_say(college: College) -> None:
    body = "51010720080229001"
    identity = body + ric.calc_check_digit(body + "0")
    college.change(college.student, birth=None, identity=identity, enrolled=None)
    (found,) = gather(college.office).students
    assert found.title == "石晓岚（2401010101）"
    assert found.birth == date(2008, 2, 29)
    assert found.enrolled == 2024
    assert found.major == "460103"
    assert found.class_teacher == "龙应龙"


def test_standing_role_and_inspections_of_the_host_are_read(college: College) -> None:
    make = college.make
    make(CreditCheck, partner_id=college.host.id, on=ON, result=CreditResult.VIOLATION)
    assert college.rules() == ["I-02"]
    college.change(college.host, status=PartnerStatus.BARRED, status_reason="拖欠报酬")
    assert "黑名单" in college.judge().findings[0].message
    college.change(college.host, role=Role.AGENCY)
    assert college.rules() == ["I-02", "I-22"]
    make(SiteInspection, partner_id=college.host.id, on=BEFORE, **{**INSPECTED, "safety": None})
    (report,) = [each for each in college.judge().findings if each.rule == "I-03"]
    assert "安全防护" in report.message
    assert report.severity is Severity.WARN


def test_teachers_and_mentors_who_left_are_noticed(college: College) -> None:
    teacher = college.make(Teacher, name="杨知行", left=date(2026, 10, 1))
    college.make(Mentor, partner_id=college.host.id, name="张子墨", left=date(2026, 10, 8))
    college.change(college.placement, teacher_id=teacher.id)
    (found,) = college.judge().findings
    assert found.message == (
        "校内指导教师杨知行已于 2026-10-01 离校；企业指导人员张子墨已于 2026-10-08 离任"
    )
    college.make(Mentor, partner_id=college.host.id, name="张子墨", left=None)
    assert college.judge().findings[0].message == "校内指导教师杨知行已于 2026-10-01 离校"


def test_filings_and_incidents_are_read(college: College) -> None:
    college.change(college.placement, overtime=10)
    college.make(Incident, placement_id=college.placement.id, on=date(2026, 11, 1), closed_on=None)
    assert college.rules() == ["I-26", "I-42"]
    college.make(
        Exemption,
        batch_id=college.batch.id,
        partner_id=college.host.id,
        post=None,
        scopes=(ExemptScope.OVERTIME,),
        number="特 1",
        filed_on=STARTS,
    )
    assert college.rules() == ["I-42"]


def test_holidays_of_the_office_win_over_those_that_came_along(college: College) -> None:
    week = {"starts": date(2026, 10, 1), "ends": date(2026, 10, 7)}
    college.make(PlacementSegment, placement_id=college.placement.id, **week)
    assert "I-25" in college.rules()  # the office keeps no calendar yet: the shipped table holds
    college.make(CalendarDay, on=date(2026, 5, 1), kind=DayKind.HOLIDAY, name="劳动节")
    assert "I-25" not in college.rules()


def test_the_province_comes_from_the_identifier(college: College) -> None:
    assert province(college.office) == "51"
    college.change(college.placement, region="500112")
    assert college.rules() == ["I-34"]
    college.office.settings = replace(college.office.settings, college_code="")
    assert province(college.office) is None
    assert [each.rule for each in college.judge().not_judged] == ["I-34"]


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("Ⅲ", 3),
        ("iii", 3),
        ("三级", 3),
        ("3", 3),
        ("IV级", 4),
        ("重", None),
        ("", None),
        (None, None),
    ],
)
def test_grades_of_labour_are_read_however_written(written: str, found: int | None) -> None:
    assert grade(written) == found


@contextmanager
def counting(office: Office) -> Iterator[list[str]]:
    said: list[str] = []

    def note(*given: Any) -> None:
        said.append(given[2])

    event.listen(office.db.engine, "before_cursor_execute", note)
    yield said
    event.remove(office.db.engine, "before_cursor_execute", note)


def test_more_placements_ask_no_more_questions(college: College) -> None:
    with counting(college.office) as few:
        gather(college.office)
    for n in range(12):
        college.placed(college.student_of(f"24010103{n:02}", "彭小雨"))
    with counting(college.office) as many:
        gather(college.office)
    assert len(few) == len(many) < 30


# --- what the office decides


def test_a_changed_limit_is_kept_with_its_reason(college: College) -> None:
    assert college.rules() == []
    change_rule(
        college.office,
        Override("I-10", "省级细则为 2 %", "刘仲伯", ON, {"unit_percent": 2}),
    )
    assert college.rules() == ["I-10"]
    pack = pack_in_force(college.office)
    assert pack.edition == "internship-2021@2026.11+1"
    assert pack.overrides[0].by == "刘仲伯"
    change_rule(college.office, Override("I-10", "改级别", "刘仲伯", ON, severity=Severity.STOP))
    (found,) = college.judge().findings
    assert found.severity is Severity.STOP
    assert found.numbers["上限百分比"] == 2


def test_a_change_that_makes_no_sense_is_not_kept(college: College) -> None:
    with pytest.raises(Invalid, match="多余的参数"):
        change_rule(college.office, Override("I-10", "试", "刘仲伯", ON, {"limit": 2}))
    assert college.office.of(RuleChange).count() == 0


def test_a_change_that_no_longer_fits_rests_and_is_told(college: College) -> None:
    for text in ('{"gone": 1}', "not json", "[1]"):
        college.make(RuleChange, rule="I-10", parameters=text, severity=None)
    college.make(RuleChange, rule="I-77", parameters='{"unit_percent": 1}', severity=None)
    assert len(misfits(college.office)) == 4
    assert pack_in_force(college.office).edition == "internship-2021@2026.11"


def test_a_waived_finding_stays_listed_until_the_waiver_is_binned(college: College) -> None:
    college.change(college.placement, signed_host=None)
    (found,) = college.judge().open
    made = waive(college.office, found, "单位正在用印，9 月 5 日补齐", "刘仲伯", ON)
    again = college.judge()
    assert again.open == ()
    assert again.findings[0].waiver is not None
    assert again.findings[0].waiver.reason == "单位正在用印，9 月 5 日补齐"
    college.office.of(type(made)).delete([made.id])
    assert len(college.judge().open) == 1


def test_a_waiver_for_a_host_in_a_batch_does_not_hold_for_another(college: College) -> None:
    other = college.batch_of("另一批")
    college.placed(college.student_of("2401010301", "彭小雨"), batch_id=other.id)
    (found,) = college.judge().open
    assert (found.rule, found.subject.batch) == ("I-14", other.id)
    waive(college.office, found, "沿用上一批预案", "刘仲伯", ON)
    assert college.judge().open == ()
    for each in college.office.of(EmergencyPlan).all():
        college.office.of(EmergencyPlan).delete([each.id])
    assert [each.subject.batch for each in college.judge().open] == [college.batch.id]


def test_a_waiver_without_a_reason_is_refused(college: College) -> None:
    college.change(college.placement, signed_host=None)
    (found,) = college.judge().open
    with pytest.raises(Invalid, match="理由"):
        waive(college.office, found, " ", "刘仲伯", ON)


def test_a_batch_can_be_waived_as_a_whole(college: College) -> None:
    college.change(college.batch, plan_on=None)
    (found,) = college.judge().open
    waive(college.office, found, "方案在系部审签", "刘仲伯", ON)
    assert college.judge().open == ()


def test_the_forecast_counts_everybody_there(college: College) -> None:
    planned = Planned(Span(date(2027, 1, 1), date(2027, 3, 31)), 3)
    found = forecast_for(college.office, college.host.id, planned)
    assert (found.peak, found.peak_day, found.exceeded) == (4, date(2027, 1, 1), False)
    assert found.room == 0
    one_more = forecast_for(college.office, college.host.id, replace(planned, count=4))
    assert one_more.exceeded
    assert (one_more.first_breach, one_more.last_breach) == (date(2027, 1, 1), ENDS)
    college.change(college.host, other_interns=1)
    assert forecast_for(college.office, college.host.id, planned).exceeded


def test_without_staff_numbers_there_is_no_forecast(college: College) -> None:
    college.change(college.host, staff=None)
    with pytest.raises(Refused, match="在岗职工总数"):
        forecast_for(college.office, college.host.id, Planned(Span(STARTS, ENDS), 1))
