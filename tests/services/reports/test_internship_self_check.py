"""实习合规自查表: the judgement on paper, with nothing left out and nothing passed by silence."""

from datetime import date

import pytest

from app.models import InternshipBatch, Partner, Placement, Student
from app.services.reports import catalogue
from app.services.reports.catalogue import choose, entry, run
from app.services.rules.service import judge_college, waive
from tests.services.reports.conftest import text_of

TODAY = date(2026, 11, 21)


def made(office, **given):
    wanted = entry("internship_self_check")
    return run(office, wanted.id, choose(office, wanted, given, TODAY), TODAY)


def under(table, label) -> list[object]:
    [at] = [at for at, column in enumerate(table.columns) if column.label == label]
    return [row[at] for row in (*table.rows, *(r for g in table.groups for r in g.rows))]


@pytest.fixture
def batch(make):
    """One student on post, about whom next to nothing is written down."""
    found = make(InternshipBatch, name="秋季实习", programmes=(), starts=date(2026, 9, 7),
                 ends=date(2027, 3, 6))  # fmt: skip
    student = make(Student, number="7", name="龙应龙", birth=date(2009, 6, 1))
    make(Placement, batch_id=found.id, student_id=student.id, partner_id=make(Partner).id,
         starts=found.starts, ends=found.ends)  # fmt: skip
    return found


def test_the_paper_says_what_the_judgement_says(office, batch, tmp_path):
    judgement = judge_college(office, TODAY, batch.id)
    report = made(office, batch="秋季实习")
    rules, findings, missing, waivers = report.tables
    assert len(rules.rows) == len(judgement.counts)
    assert sum(under(rules, "问题")) == len(judgement.findings) == report.figures["findings"]
    assert sum(under(rules, "未填报")) == len(judgement.not_judged) > 0
    assert sum(under(missing, "项数")) == len(judgement.not_judged)
    assert sorted(under(findings, "问题")) == sorted(each.message for each in judgement.open)
    for judged, *parts in zip(
        *(under(rules, label) for label in ("已判断", "符合", "备案豁免", "问题")), strict=True
    ):
        assert judged == sum(parts)
    assert waivers.rows == []
    catalogue.write(office, report, tmp_path / "x.pdf")
    text = text_of(tmp_path / "x.pdf")
    assert judgement.pack in text
    assert "未签三方协议" in text


def test_a_finding_somebody_answers_for_stays_listed(office, batch):
    [finding] = [each for each in judge_college(office, TODAY, batch.id).open
                 if each.rule == "I-15"]  # fmt: skip
    before = made(office, batch="秋季实习")
    waive(office, finding, "协议正在用印", "刘仲伯", TODAY)
    report = made(office, batch="秋季实习")
    assert report.figures["waived"] == 1
    assert report.figures["open"] == before.figures["open"] - 1
    assert report.figures["findings"] == before.figures["findings"]
    assert under(report.tables[3], "理由") == ["协议正在用印"]
    assert under(report.tables[3], "决定人") == ["刘仲伯"]


@pytest.mark.parametrize("given", [{"batch": "秋季实习"}, {}])
def test_a_minor_is_not_named_outside(office, batch, tmp_path, given):
    inside = made(office, **given)
    catalogue.write(office, inside, tmp_path / "a.pdf")
    assert "龙应龙" in text_of(tmp_path / "a.pdf")
    outside = made(office, profile="报联盟", **given)
    catalogue.write(office, outside, tmp_path / "b.pdf")
    text = text_of(tmp_path / "b.pdf")
    assert "龙**（7）" in text
    assert "龙应龙" not in text


def test_paper_lists_the_first_of_each_rule_and_the_workbook_all(office, batch, make, tmp_path):
    for n in range(14):
        make(Placement, batch_id=batch.id, student_id=make(Student, number=f"8{n}").id,
             partner_id=None, starts=batch.starts, ends=batch.ends)  # fmt: skip
    report = made(office, batch="秋季实习")
    findings = report.tables[1]
    [consent] = [each for each in findings.groups if each.title.startswith("I-08 ")]
    assert "（15条，列出前 10 条，其余 5 条见附表）" in consent.title
    assert len(consent.rows) == 10
    assert report.figures["open"] == sum(len(each.rows) for each in findings.whole)
    written = catalogue.write(office, report, tmp_path / "x.pdf", tmp_path / "x.xlsx")
    everything = made(office, batch="秋季实习", extent="全部")
    whole = everything.tables[1]
    assert not whole.whole
    assert sum(len(each.rows) for each in whole.groups) == report.figures["open"]
    again = catalogue.write(office, everything, None, tmp_path / "y.xlsx")
    assert written.rows == again.rows
