"""What cannot be right about an internship is refused or flagged in words, nothing half-written."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from app.errors import Invalid, Refused
from app.models import InternshipBatch, Partner, Placement, Post, SchoolClass, Student
from app.services.exchange.importing import import_file, plan_file
from app.services.exchange.lines import Outcome
from app.services.exchange.workbook import open_book
from app.services.office import Office
from app.services.reports.catalogue import choose, entry
from app.services.rules.service import judge_college
from tests.make import Make

ON, STARTS, ENDS = date(2026, 11, 22), date(2027, 3, 1), date(2027, 8, 29)


@pytest.fixture
def batch(make: Make) -> InternshipBatch:
    found: InternshipBatch = make(InternshipBatch, name="春季实习", starts=STARTS, ends=ENDS)
    return found


def ledger(path: Path, *rows: tuple[object, ...]) -> Path:
    """A filing table as offices keep it."""
    book = Workbook(str(path))
    sheet = book.add_worksheet()
    heads = ("批次", "学号", "姓名", "班级", "实习单位", "开始日期", "结束日期", "实习报酬")
    for line, row in enumerate((heads, *rows)):
        for at, value in enumerate(row):
            sheet.write(line, at, value)
    book.close()
    return path


def test_a_batch_does_not_end_before_it_starts(office: Office, make: Make) -> None:
    values = make.values(InternshipBatch, starts=ENDS, ends=STARTS)
    with pytest.raises(Invalid, match="结束日期早于开始日期"):
        office.of(InternshipBatch).save(values)
    assert office.of(InternshipBatch).count() == 0


def test_an_internship_does_not_end_before_it_starts(
    office: Office, make: Make, batch: InternshipBatch
) -> None:
    placed = make(Placement, batch_id=batch.id, starts=STARTS, ends=ENDS)
    with pytest.raises(Invalid, match="结束日期早于开始日期"):
        office.of(Placement).save({"ends": date(2026, 9, 1)}, placed)
    assert office.of(Placement).get(placed.id).ends == ENDS


def test_a_row_that_ends_before_it_starts_is_refused_and_the_others_go_in(
    office: Office, make: Make, batch: InternshipBatch, tmp_path: Path
) -> None:
    make(Student, number="2024101", name="石晓岚")
    make(Student, number="2024102", name="龙应龙")
    make(Partner, name="示例厂")
    path = ledger(
        tmp_path / "备案表.xlsx",
        ("春季实习", "2024101", "石晓岚", "", "示例厂", "2027-8-29", "2027-3-1", ""),
        ("春季实习", "2024102", "龙应龙", "", "示例厂", "2027-3-1", "2027-8-29", ""),
    )
    plan = plan_file(office, Placement, open_book(path))
    import_file(office, Placement, path)
    (refused,) = plan.of(Outcome.REFUSED)
    assert "结束日期早于开始日期" in "；".join(each.message for each in refused.problems)
    (kept,) = office.of(Placement).all()
    assert (kept.batch_id, kept.starts, kept.ends) == (batch.id, STARTS, ENDS)


def test_pay_far_above_the_post_is_kept_and_asked_about(
    office: Office, make: Make, batch: InternshipBatch
) -> None:
    host = make(Partner, name="示例厂")
    post = make(Post, partner_id=host.id, name="操作员", wage=Decimal(4000), night=False)
    make(
        Placement, batch_id=batch.id, partner_id=host.id, post_id=post.id, starts=STARTS,
        ends=ENDS, pay=Decimal(16_000),
    )  # fmt: skip
    (found,) = [e for e in judge_college(office, ON, batch.id).open if e.rule == "I-28"]
    assert "16000.00 元超过同岗工资 4000.00 元的 300 %，请核对" in found.message


def test_a_class_that_does_not_exist_is_named(
    office: Office, make: Make, batch: InternshipBatch
) -> None:
    make(SchoolClass, name="护理2401")
    given = {"batch": batch.name, "school_class": "护理9999"}
    with pytest.raises(Refused, match="班级：没有找到“护理9999”"):
        choose(office, entry("consent_form"), given, ON)


def test_a_student_who_does_not_exist_stays_in_the_rejected(
    office: Office, batch: InternshipBatch, tmp_path: Path
) -> None:
    del batch
    row = ("春季实习", "2024999", "查无此人", "护理9999", "", "2027-3-1", "2027-8-29", "")
    path = ledger(tmp_path / "备案表.xlsx", row)
    plan = plan_file(office, Placement, open_book(path))
    import_file(office, Placement, path)
    (refused,) = plan.of(Outcome.REFUSED)
    assert "2024999" in "；".join(each.message for each in refused.problems)
    assert office.of(Placement).count() == 0
