"""Chase sheets, emergency sheets and grade lists: what is on them, for whom, on how many pages."""

from datetime import date, timedelta

import pdfplumber
import pytest

from app.models import (
    EmergencyPlan,
    Incident,
    InternshipBatch,
    Partner,
    Placement,
    SchoolClass,
    Student,
)
from app.models.internships import BatchState, PlacementState
from app.services.process_entry import Called, Outcome, call, receive
from app.services.reports import catalogue
from app.services.reports.catalogue import choose, entry, run
from tests.services.reports.conftest import text_of

TODAY = date(2026, 11, 21)
START, END = TODAY - timedelta(days=20), TODAY + timedelta(days=100)


def made(office, id_, **given):
    return run(office, id_, choose(office, entry(id_), given, TODAY), TODAY)


@pytest.fixture
def batch(make):
    return make(InternshipBatch, name="秋季实习", starts=START, ends=END, leader="刘仲伯",
                state=BatchState.RUNNING, contact_days=15, visit_days=30, weekly=True)  # fmt: skip


@pytest.fixture
def placed(make, batch):
    """Three on post, two with one teacher, the third without any."""
    host = make(Partner, name="示例厂", contact_name="何正", contact_phone="13800000002")
    class_ = make(SchoolClass, name="数控2401")
    return [
        make(Placement, batch_id=batch.id, partner_id=host.id, state=PlacementState.ON_POST,
             student_id=make(Student, number=number, name=name, class_id=class_.id,
                             guardian="龙大山", guardian_phone="13800008888").id,
             teacher=teacher, teacher_id=None, starts=START, ends=END, insured_from=START,
             insured_to=END, insurer="示例财险", policy="BX-1", consent_student=START,
             consent_guardian=START, signed_school=START, signed_host=START,
             signed_student=START)
        for number, name, teacher in (
            ("1", "龙应龙", "覃望川"), ("2", "王䶮", "覃望川"), ("3", "石晓岚", None),
        )
    ]  # fmt: skip


def tables(report):
    return {each.title.split("（")[0]: each for each in report.tables if each.title}


def test_a_page_for_each_teacher_with_just_what_is_missing(office, batch, placed, tmp_path):
    call(office, Called(placed[0].id, Outcome.REACHED, TODAY))
    receive(office, {placed[0].id: (1,), placed[1].id: (1, 2), placed[2].id: (1, 2)}, TODAY)
    report = made(office, "chase_sheet", batch="秋季实习", until="2026-11-30")
    assert report.figures == {"teachers": 2, "calls": 2, "records": 1, "gaps": 0}
    path = tmp_path / "x.pdf"
    catalogue.write(office, report, path)
    with pdfplumber.open(path) as paper:
        first, second = (page.extract_text() for page in paper.pages)
    assert "王䶮" in first
    assert "13800008888" in first
    assert "应1人" in first.replace(" ", "")
    assert "应1份" in first.replace(" ", "")
    assert "2026年11月30日" in first
    assert "石晓岚" not in first
    assert "未指派指导教师" in second
    assert "石晓岚" in second
    assert "收到周记" not in second, "nothing is asked that is not missing"
    assert "沿此线撕下" in second


def test_one_teacher_or_nobody(office, batch, placed, make):
    for each in placed:
        call(office, Called(each.id, Outcome.REACHED, TODAY))
        receive(office, {each.id: (1, 2)}, TODAY)
    report = made(office, "chase_sheet", batch="秋季实习")
    assert report.figures["teachers"] == 0
    assert not report.tables


def test_whom_to_call_on_one_page(office, batch, placed, make, tmp_path):
    host = placed[0].partner_id
    make(EmergencyPlan, batch_id=batch.id, partner_id=host, name="旧预案", on=START)
    make(EmergencyPlan, batch_id=batch.id, partner_id=host, name="新预案", on=TODAY)
    make(Incident, placement_id=placed[0].id, on=TODAY, what="下班途中摔倒", closed_on=None,
         case_number="BA-7", follow_up="联系保险公司")  # fmt: skip
    report = made(office, "emergency_sheet", batch="秋季实习", incident="下班途中摔倒")
    path = tmp_path / "x.pdf"
    written = catalogue.write(office, report, path)
    assert written.pages == 1
    text = text_of(path)
    for told in ("龙应龙", "龙大山", "13800008888", "何正", "13800000002", "示例财险", "BX-1",
                 "BA-7", "新预案", "刘仲伯", "下班途中摔倒", "联系保险公司"):  # fmt: skip
        assert told in text, told
    assert "旧预案" not in text
    assert [row[0] for row in report.tables[-1].rows][:3] == ["急救、报警", "实习单位", "监护人"]


def test_sheets_to_keep_at_hand_are_a_page_each(office, batch, placed, tmp_path):
    report = made(office, "emergency_sheet", batch="秋季实习")
    assert report.figures == {"sheets": 3, "without_plan": 3, "without_guardian": 0}
    assert catalogue.write(office, report, tmp_path / "x.pdf").pages == 3
    report = made(office, "emergency_sheet", batch="秋季实习", student="石晓岚")
    assert report.figures["sheets"] == 1


def test_grades_by_the_weights_of_the_batch(office, batch, placed, tmp_path):
    placements = office.of(Placement)
    marks = ((95, 90, 100), (80, 59, 70), (88, None, 90))
    for one, (school, host, own) in zip(placed, marks, strict=True):
        values = {"school_score": school, "host_score": host, "self_score": own}
        placements.save(values, placements.get(one.id))
    report = made(office, "grade_list", batch="秋季实习")
    rows = [row[4:] for row in report.tables[0].rows]
    assert rows == [
        (95, 90, 100, 93, "优秀", ""),
        (80, 59, 70, 69, "合格", ""),
        (88, "—", 90, "—", "—", "缺企业评分"),
    ]
    assert report.figures == {
        "interns": 3, "graded": 2, "excellent": 1, "good": 0, "passed": 1, "failed": 0,
    }  # fmt: skip
    path = tmp_path / "x.pdf"
    catalogue.write(office, report, path)
    assert "学校评分×40%+企业评分×50%+学生自评×10%" in text_of(path).replace(" ", "")
