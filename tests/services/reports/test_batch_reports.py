"""The boards of a batch as annexes, and its plan on paper (S11)."""

from datetime import date

import pytest

from app.models import (
    InternshipBatch,
    Partner,
    Placement,
    PlannedPlace,
    Post,
    Programme,
    SiteInspection,
    Student,
)
from app.services.reports.catalogue import choose, entry, run, write
from app.services.rules.boards import State
from app.services.rules.service import boards
from tests.services.reports.conftest import text_of

TODAY = date(2026, 11, 22)
STARTS, ENDS = date(2027, 3, 1), date(2027, 8, 29)
INSPECTED = {f.key: "符合" for f in SiteInspection.fields() if f.group == "考察内容"}


def made(office, report, **given):
    wanted = entry(report)
    return run(office, wanted.id, choose(office, wanted, given, TODAY), TODAY)


def under(table, label) -> list[object]:
    [at] = [at for at, column in enumerate(table.columns) if column.label == label]
    return [row[at] for row in table.rows]


@pytest.fixture
def batch(make):
    """One host inspected, one not; places planned at both, one student placed."""
    major = make(Programme, name="护理")
    found = make(InternshipBatch, name="春季实习", programmes=(major.id,), starts=STARTS, ends=ENDS,
                 target=20, plan_on=date(2026, 11, 1), plan_tasks="基础护理\n护理文书")  # fmt: skip
    for name, staff, places in (
        ("成都示例康宁医院", 200, 8),
        ("成都示例颐和养老服务有限公司", 50, 6),
    ):
        host = make(Partner, name=name, staff=staff, other_interns=0)
        post = make(Post, partner_id=host.id, name="护理员", staff=40, places=9, night=False)
        make(PlannedPlace, batch_id=found.id, partner_id=host.id, post_id=post.id, places=places)
        if staff == 200:
            make(SiteInspection, partner_id=host.id, on=date(2026, 9, 1), **INSPECTED)
            student = make(Student, number="7", name="龙应龙", birth=date(2008, 6, 1))
            make(Placement, batch_id=found.id, student_id=student.id, partner_id=host.id,
                 post_id=post.id, starts=STARTS, ends=ENDS)  # fmt: skip
    return found


def test_the_annex_says_what_the_board_says(office, batch, tmp_path):
    report = made(office, "before_board", batch="春季实习")
    table, reasons = report.tables
    rows = boards(office, batch.id, TODAY).before
    assert under(table, "实习单位") == [row.subject.title for row in rows if row.subject]
    assert under(table, "名额") == [8, 6]
    assert under(table, "已安排") == [1, 0]
    assert under(table, "事先实地考察评估") == ["√\n2026-09-01", "未完成"]
    assert under(table, "事先签订三方协议") == ["未完成", "未到时间"]
    red = [s for row in rows for s in row.squares if s.state in (State.RED, State.UNKNOWN)]
    assert report.figures["red"] + report.figures["unknown"] == len(red)
    assert {s.why for s in red} == set(under(reasons, "原因"))
    assert report.annex == "附件"
    write(office, report, tmp_path / "x.pdf", tmp_path / "x.xlsx")
    assert "缺少实地考察评估书面报告" in text_of(tmp_path / "x.pdf")


def test_the_other_boards_are_one_paper_with_a_choice(office, batch):
    throughout, _ = made(office, "running_board", batch="春季实习").tables
    assert [c.label for c in throughout.columns[2:]] == [
        "双方指导人员全程指导", "双方班主任（辅导员）全程管理", "全程关注学生思想状况",
    ]  # fmt: skip
    assert under(throughout, "实习单位") == ["成都示例康宁医院"]  # nobody is anywhere else yet
    report = made(office, "running_board", batch="春季实习", part="timely", annex="")
    assert report.title == "岗位实习两个及时核对表"
    assert report.annex == ""


def test_the_plan_tells_hosts_shares_with_both_numbers_and_what_is_lacking(office, batch, tmp_path):
    report = made(office, "internship_plan", batch="春季实习")
    places, shares, _, lacks = report.tables
    assert under(places, "名额") == [8, 6]
    units = [row for row in shares.rows if row[1] == "全单位"]
    assert [(row[2], row[3], row[4], row[5]) for row in units] == [
        (STARTS, 8, 200, "4.0 %"),
        (STARTS, 6, 50, "12.0 %"),
    ]
    assert units[1][-1] == f"超 1 人，{STARTS} 至 {ENDS} 共 182 天"
    assert report.figures | {"lacks": 0} == {
        "target": 20, "places": 14, "hosts": 2, "placed": 1, "suited": 0, "lacks": 0,
        "exceeded": 1,
    }  # fmt: skip
    assert "名额合计 14 人，比计划人数 20 人少 6 人" in under(lacks, "事项")
    write(office, report, tmp_path / "x.pdf")
    text = text_of(tmp_path / "x.pdf")
    assert "护理文书" in text


def test_what_is_lacking_can_be_left_out(office, batch):
    del batch
    report = made(office, "internship_plan", batch="春季实习", lacks="否")
    assert len(report.tables) == 3
