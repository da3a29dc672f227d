"""Asking for a report: options from words, paper and workbook, and the note in the log."""

import json
from datetime import date

import openpyxl
import pytest
from sqlalchemy import select

from app.errors import Invalid, Refused
from app.models import KIND_OF_TABLE, Campus, Partner
from app.models.log import EventLog
from app.models.partners import PartnerStatus
from app.services.mask import Profile
from app.services.reports import catalogue
from app.services.reports.catalogue import REPORTS, choose, entry, run
from app.services.reports.partner_register import GroupBy
from app.services.reports.pdf import Unprintable
from tests.services.reports.conftest import text_of

TODAY = date(2026, 11, 21)
NOWHERE = "\U0002ebf0"
every_report = pytest.mark.parametrize("report", REPORTS, ids=lambda each: each.id)


def made(office, id_, **given):
    return run(office, id_, choose(office, entry(id_), given, TODAY), TODAY)


@every_report
def test_every_report_can_be_made_of_next_to_nothing(office, make, tmp_path, report):
    given = {
        field.key: office.title(field.target, make(KIND_OF_TABLE[field.target]).id)
        for field in report.options.fields()
        if field.target and field.required
    }
    value, book = made(office, report.id, **given), tmp_path / "x.xlsx"
    written = catalogue.write(office, value, tmp_path / "x.pdf", None if report.form else book)
    assert written.pages >= 1
    assert written.missing == ()
    json.dumps(dict(written.figures))
    if report.form:
        with pytest.raises(Refused, match="请输出 PDF"):
            catalogue.write(office, value, None, book)
    else:
        assert openpyxl.load_workbook(book).worksheets


@every_report
def test_every_option_is_described_for_the_dialog(report):
    for field in report.options.fields():
        assert field.label
        assert field.key
    assert report.label
    assert report.group
    assert report.about.endswith("。")


def test_options_are_read_from_words(office, make):
    campus = make(Campus, name="龙泉校区", code="LQ")
    given = {"as_of": "2026.9.1", "campus": "龙泉校区", "status": "合作中", "profile": "public",
             "group_by": "行业门类", "contacts": "否"}  # fmt: skip
    chosen = choose(office, entry("partner_register"), given, TODAY)
    assert chosen.as_of == date(2026, 9, 1)
    assert chosen.campus == campus.id
    assert chosen.status is PartnerStatus.ACTIVE
    assert chosen.profile is Profile.PUBLIC
    assert chosen.group_by is GroupBy.INDUSTRY
    assert chosen.contacts is False
    assert choose(office, entry("partner_register"), {}, TODAY).as_of == TODAY


@pytest.mark.parametrize(
    ("id_", "given", "told"),
    [
        ("nothing", {}, "partner_register"),
        ("partner_register", {"colour": "red"}, "as_of"),
        ("partner_register", {"status": "好"}, "合作中"),
        ("partner_register", {"as_of": "2026.9"}, "哪一天"),
        ("partner_register", {"campus": "没有"}, "没有找到"),
        ("partner_card", {}, "合作企业"),
        ("partner_card", {"partner": "示例"}, "不止一个"),
        ("cooperation_statistics", {"year": "去年"}, "2026-2027"),
    ],
)
def test_what_makes_no_sense_is_said(office, make, id_, given, told):
    for name in ("示例一厂", "示例二厂"):
        make(Partner, name=name)
    with pytest.raises((Refused, Invalid)) as refused:
        made(office, id_, **given)
    assert told in refused.value.message


def test_a_name_that_is_part_of_another_can_still_be_meant(office, make):
    one = make(Partner, name="示例厂")
    make(Partner, name="示例厂分厂")
    assert choose(office, entry("partner_card"), {"partner": "示例厂"}, TODAY).partner == one.id
    by_code = choose(office, entry("partner_card"), {"partner": one.code or "示例厂"}, TODAY)
    assert by_code.partner == one.id


def test_every_output_is_noted_with_what_was_chosen(office, make, tmp_path):
    make(Partner)
    report = made(office, "partner_register", status="合作中", profile="alliance")
    catalogue.write(office, report, tmp_path / "一览表.pdf")
    catalogue.preview(report, tmp_path / "预览.pdf")
    with office.db.read() as session:
        [event] = session.scalars(select(EventLog).where(EventLog.what == "报表"))
    assert event.detail["编号"] == "partner_register"
    assert event.detail["行数"] == 1
    assert event.detail["选项"] | {"合作状态": "合作中", "用途": "报联盟"} == event.detail["选项"]
    assert list(event.detail["文件"]) == ["一览表.pdf"]


def test_a_name_no_font_has_stops_the_output_until_accepted(office, make, tmp_path):
    make(Partner, name=f"示例{NOWHERE}厂")
    report = made(office, "partner_register")
    with pytest.raises(Unprintable) as refused:
        catalogue.write(office, report, tmp_path / "x.pdf", tmp_path / "x.xlsx")
    assert [(each.text, each.codepoint) for each in refused.value.missing] == [
        (f"示例{NOWHERE}厂", "U+2EBF0")
    ]
    assert list(tmp_path.glob("x.*")) == []
    written = catalogue.write(office, report, tmp_path / "x.pdf", accept_missing=True)
    assert len(written.missing) == 1
    assert "示例〓厂" in text_of(tmp_path / "x.pdf")


def test_the_sample_college_says_that_it_is_one(office, make, tmp_path):
    from dataclasses import replace

    office.settings = replace(office.settings, sample=True)
    assert made(office, "partner_register").mark == "演示数据"
    assert made(office, "partner_register", draft="是").mark == "演示数据·草稿"
