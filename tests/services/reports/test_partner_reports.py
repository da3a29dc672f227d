"""The register and the card: who is listed, what is counted, what stays hidden."""

from datetime import date
from decimal import Decimal

import pytest

from app.models import (
    Agreement,
    Campus,
    Contact,
    ContactLog,
    Contribution,
    CreditCheck,
    Partner,
    Programme,
    SiteInspection,
)
from app.models.agreements import AgreementState
from app.models.partners import PartnerStatus
from app.models.values import PartialDate
from app.services.reports import catalogue
from app.services.reports.catalogue import choose, entry, run
from app.services.reports.spec import Facts, Notes, Table
from tests.services.reports.conftest import text_of

TODAY = date(2026, 11, 21)


def made(office, id_="partner_register", **given):
    return run(office, id_, choose(office, entry(id_), given, TODAY), TODAY)


def table(report) -> Table:
    return report.tables[0]


def column(report, key) -> list[object]:
    [at] = [at for at, each in enumerate(table(report).columns) if each.key == key]
    return [row[at] for row in table(report).rows]


def test_lists_everyone_in_pinyin_order_with_names_for_codes(office, make):
    programme = make(Programme, name="数控技术")
    make(
        Partner,
        name="湘西示例酒业",
        industry="C1512",
        region="433101",
        status=PartnerStatus.PROSPECT,
    )
    make(
        Partner, name="成都示例汽车", industry="C3670", region="510112", programmes=(programme.id,)
    )
    report = made(office)
    assert column(report, "name") == ["成都示例汽车", "湘西示例酒业"]
    assert column(report, "industry") == ["汽车零部件及配件制造", "白酒制造"]
    assert column(report, "region") == ["成都市龙泉驿区", "湘西土家族苗族自治州吉首市"]
    assert column(report, "programmes") == ["数控技术", ""]
    assert report.figures["partners"] == 2
    assert report.figures["active"] == 1


def test_counts_codes_staff_and_agreements_in_force(office, make):
    one = make(Partner, name="甲厂", code="91510112000000019P", staff=100)
    other = make(Partner, name="乙厂", staff=20, code=None)
    signed = {"signed_on": date(2025, 1, 1), "starts": date(2025, 1, 1)}
    both = make(Agreement, partners=(one.id, other.id), ends=date(2026, 11, 21), **signed)
    make(Agreement, partners=(one.id,), ends=date(2026, 11, 20), **signed)
    make(Agreement, partners=(one.id,), starts=date(2027, 1, 1), signed_on=date(2026, 1, 1))
    make(Agreement, partners=(one.id,))
    make(Agreement, partners=(one.id,), **signed, state=AgreementState.ENDED,
         ended_on=date(2026, 5, 1), ended_reason="停产")  # fmt: skip
    report = made(office)
    assert office.agreements.get(both.id).state is AgreementState.ACTIVE
    assert column(report, "agreements") == [1, 1]
    assert report.figures == {
        "partners": 2, "active": 2, "with_code": 1, "without_code": 1, "staff": 120, "agreements": 1
    }  # fmt: skip
    assert made(office, as_of="2026-4-30").figures["agreements"] == 3
    [notes] = [each for each in report.sections if isinstance(each, Notes)]
    assert any("有 1 家企业尚未登记统一社会信用代码" in line for line in notes.lines)


def test_filters_by_status_campus_and_day(office, make):
    east, west = make(Campus, name="东区", code="DQ"), make(Campus, name="西区", code="XQ")
    make(Partner, name="东厂", campus_id=east.id)
    make(Partner, name="西厂", campus_id=west.id, status=PartnerStatus.PROSPECT)
    make(Partner, name="全校厂", campus_id=None, since=PartialDate("2026-10"))
    assert column(made(office, campus="东区"), "name") == ["东厂", "全校厂"]
    assert made(office, campus="东区").subtitle == "东区"
    assert column(made(office, status="洽谈中"), "name") == ["西厂"]
    assert column(made(office, as_of="2026-9-30"), "name") == ["东厂", "西厂"]


@pytest.mark.parametrize(
    ("group_by", "titles"),
    [
        ("行业门类", ["制造业（2家）", "住宿和餐饮业（1家）", "未登记行业（1家）"]),
        ("合作状态", ["洽谈中（1家）", "合作中（3家）"]),
    ],
)
def test_groups_in_the_order_of_the_tables(office, make, group_by, titles):
    make(Partner, name="一厂", industry="C3670")
    make(Partner, name="二厂", industry="C1512", status=PartnerStatus.PROSPECT)
    make(Partner, name="三店", industry="H6110")
    make(Partner, name="四社", industry=None)
    report = made(office, group_by=group_by)
    assert [group.title for group in table(report).groups] == titles
    assert sum(len(group.rows) for group in table(report).groups) == 4


def test_the_text_layer_holds_no_more_than_is_seen(office, make, tmp_path):
    make(Partner, name="甲厂", contact_name="张子墨", contact_phone="13800000001")
    hidden = {"full": (), "internal": (), "alliance": ("13800000001",),
              "public": ("13800000001", "0001", "张子墨")}  # fmt: skip
    for profile, words in hidden.items():
        report = made(office, profile=profile)
        catalogue.write(office, report, tmp_path / "x.pdf", tmp_path / "x.xlsx")
        text = text_of(tmp_path / "x.pdf") + str(report)
        assert not any(word in text for word in words), profile
    assert "138****0001" in str(made(office, profile="alliance"))
    assert "张子墨" not in str(made(office, contacts="否"))


def test_the_card_says_what_a_meeting_needs_on_one_page(office, make, tmp_path):
    partner = make(Partner, name="甲厂", contact_phone="13800000001", remark="字" * 300)
    other = make(Partner, name="乙厂")
    make(Contact, partner_id=partner.id)
    for day in range(1, 9):
        make(
            ContactLog,
            partner_id=partner.id,
            on=date(2026, 10, day),
            summary=f"第{day}次，" + "话" * 200,
        )
        make(
            Contribution,
            partner_id=partner.id,
            on=date(2026, 9, day),
            amount=Decimal(10_000),
            name=f"设备{day}",
        )
        make(Agreement, partners=(partner.id,), name=f"协议{day}", signed_on=date(2026, 1, day))
    make(ContactLog, partner_id=other.id, summary="别家的事")
    make(SiteInspection, partner_id=partner.id, on=date(2026, 8, 1))
    make(CreditCheck, partner_id=partner.id, on=date(2026, 8, 2))
    report = made(office, "partner_card", partner="甲厂")
    written = catalogue.write(office, report, tmp_path / "x.pdf")
    assert written.pages == 1
    assert report.title == "甲厂"
    assert report.figures == {
        "agreements": 8, "in_force": 8, "contributions": 8, "amount": 8.0, "contacts": 8,
        "inspections": 1,
    }  # fmt: skip
    text = text_of(tmp_path / "x.pdf")
    assert "第8次" in text
    assert "第1次" not in text
    assert "协议（共8份，列出最近4份）" in text
    assert "别家的事" not in text
    [facts] = [each for each in report.sections if isinstance(each, Facts)]
    assert {"最近实地考察", "最近信用核查", "备注"} <= {fact.label for fact in facts.facts}


def test_what_is_not_known_takes_no_room_on_the_card(office, make):
    make(Partner, name="甲厂", code=None, industry=None)
    report = made(office, "partner_card", partner="甲厂")
    [facts] = [each for each in report.sections if isinstance(each, Facts)]
    assert {fact.label for fact in facts.facts} == {"合作状态"}
    assert report.tables == ()
