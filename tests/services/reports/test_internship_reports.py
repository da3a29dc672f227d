"""Filing, hosts, papers to sign and archive of a batch."""

from dataclasses import replace
from datetime import date

import pdfplumber
import pytest
from sqlalchemy import select

from app.errors import Cancelled, Refused
from app.models import (
    ArchivedDocument,
    CreditCheck,
    InternshipBatch,
    Partner,
    Placement,
    RuleWaiver,
    SchoolClass,
    SiteInspection,
    Student,
)
from app.models.internships import DocumentKind, Lodging, PlacementState
from app.models.log import EventLog
from app.models.partners import Conclusion
from app.services.reports import catalogue
from app.services.reports.by_class import write_by_class
from app.services.reports.catalogue import choose, entry, run
from tests.services import seeds
from tests.services.reports.conftest import text_of

TODAY = date(2026, 11, 21)


def made(office, id_, **given):
    wanted = entry(id_)
    given = {"batch": "秋季实习"} | given
    return run(office, id_, choose(office, wanted, given, TODAY), TODAY)


def printed(office, report, path) -> str:
    catalogue.write(office, report, path)
    return text_of(path)


def row(table, name) -> dict[str, object]:
    [found] = [row for row in table.rows if name in row]
    return {column.label: value for column, value in zip(table.columns, found, strict=True)}


@pytest.fixture
def host(make):
    return make(Partner, name="示例厂", region="510112", address="成都市龙泉驿区示例路1号")


@pytest.fixture
def batch(make, host):
    """Three on post in two classes, one who changed host, one who gave up."""
    found = make(InternshipBatch, name="秋季实习", programmes=(), starts=date(2026, 9, 7),
                 ends=date(2027, 3, 6), meeting_on=date(2026, 8, 1),
                 published_on=date(2026, 8, 3))  # fmt: skip
    first, second = (make(SchoolClass, name=name) for name in ("数控2401", "数控2402"))
    for number, name, class_, more in (
        ("2", "王䶮", second, {}),
        ("3", "石晓岚", first, {"signed_school": date(2026, 9, 1), "matched": True,
                              "signed_host": date(2026, 9, 1),
                              "signed_student": date(2026, 9, 1)}),
        ("1", "龙应龙", second, {"mentor": "彭小雨", "mentor_phone": "13700001111"}),
        ("4", "周𬭚", first, {"state": PlacementState.WITHDRAWN}),
    ):  # fmt: skip
        student = make(Student, number=number, name=name, class_id=class_.id,
                       birth=date(2009, 6, 1) if name == "龙应龙" else date(2004, 6, 1),
                       phone=f"1390000000{number}", guardian="龙大山",
                       guardian_phone="13800008888")  # fmt: skip
        make(Placement, **{"batch_id": found.id, "student_id": student.id, "matched": None,
                           "partner_id": host.id, "starts": found.starts,
                           "ends": found.ends} | more)  # fmt: skip
    return found


def test_the_interns_of_the_documents(office, tmp_path):
    seeds.interns(office)
    report = made(office, "internship_filing", batch="2026年秋季岗位实习")
    assert report.figures["interns"] == 143
    assert report.figures["hosts"] == 2
    assert len(report.tables[0].rows) == 143
    text = printed(office, report, tmp_path / "x.pdf")
    assert "143人" in text
    assert "王䶮" in text
    assert "周𬭚" in text


def test_who_is_filed_and_in_which_order(office, batch):
    report = made(office, "internship_filing")
    assert [row[0] for row in report.tables[0].rows] == ["3", "1", "2"]
    told = {key: report.figures[key] for key in ("interns", "matched", "signed", "classes")}
    assert told == {"interns": 3, "matched": 1, "signed": 1, "classes": 2}
    shown = row(report.tables[0], "2")
    assert (shown["是否对口"], shown["三方协议"], shown["企业指导人员"]) == ("—", "否", "—")


def test_a_filing_is_masked_for_whoever_receives_it(office, batch, tmp_path):
    inside = printed(office, made(office, "internship_filing"), tmp_path / "a.pdf")
    assert "龙应龙" in inside
    assert "13700001111" in inside
    alliance = made(office, "internship_filing", profile="报联盟")
    text = printed(office, alliance, tmp_path / "b.pdf")
    assert "龙**" in text
    assert "石晓岚" in text
    assert not any(each in text for each in ("龙应龙", "13700001111", "13900000001"))
    public = made(office, "internship_filing", profile="公开")
    text = printed(office, public, tmp_path / "c.pdf")
    assert not any(each in text for each in ("龙应龙", "石晓岚", "1370000", "手机"))


def test_the_national_columns(office, batch, tmp_path):
    report = made(office, "internship_filing", columns="国家数据采集栏目")
    shown = row(report.tables[0], "3")
    assert (shown["实习是否开始"], shown["实习是否结束"], shown["实习时长"]) == ("是", "否", 181)
    assert shown["是否签订三方协议"] == "是"
    assert "四川省" in printed(office, report, tmp_path / "x.pdf")


def test_hosts_as_they_were_known_on_the_day(office, batch, host, make):
    make(SiteInspection, partner_id=host.id, on=date(2026, 6, 1), inspectors="刘仲伯、石磊",
         qualification="齐全", safety="到位", conclusion=Conclusion.FIT,
         valid_until=date(2026, 10, 1))  # fmt: skip
    make(CreditCheck, partner_id=host.id, on=date(2026, 12, 1))
    report = made(office, "host_assessment")
    shown = row(report.tables[0], "示例厂")
    assert (shown["实习人数"], shown["内容齐全"], shown["核查日期"]) == (3, "2/9", "—")
    assert shown["列入名单"] == "是"
    told = ("hosts", "inspected", "fit", "expired", "credit_checked", "published")
    assert [report.figures[key] for key in told] == [1, 1, 1, 1, 0, 1]
    early = made(office, "host_assessment", as_of="2026-5-1")
    assert early.figures["inspected"] == 0
    assert early.figures["published"] == 0
    listed = made(office, "host_assessment", part="公布名单")
    assert "考察人员" not in [column.label for column in listed.tables[0].columns]


def test_every_intern_gets_papers_on_sheets_of_their_own(office, batch, tmp_path):
    report = made(office, "tripartite_agreement", consent="是")
    told = {key: report.figures[key] for key in ("agreements", "consent_forms")}
    assert told == {"agreements": 3, "consent_forms": 3}
    catalogue.write(office, report, tmp_path / "x.pdf")
    with pdfplumber.open(tmp_path / "x.pdf") as pdf:
        pages = ["".join((page.extract_text() or "").split()) for page in pdf.pages]
    starts = [at for at, text in enumerate(pages) if "岗位实习三方协议" in text]
    forms = [at for at, text in enumerate(pages) if "学生岗位实习知情同意书" in text]
    assert starts == [0, 4, 8]
    assert forms == [2, 6, 10]
    assert [
        name in pages[at] for at, name in zip(starts, ("石晓岚", "龙应龙", "王䶮"), strict=True)
    ]
    assert pages[3] == ""
    assert pages[4].endswith("—1—")
    assert "龙大山" in pages[0]
    assert "13800008888" in pages[0]
    assert "一式三份" in pages[1]


def test_hands_are_never_alone_on_a_page(office, batch, host, tmp_path):
    """However long an address makes the agreement, the terms' end stays with the signatures."""
    for length in range(0, 200, 20):
        address = "四川省成都市龙泉驿区" + "示例路" * (length // 3)
        [key] = office.of(Partner).find()
        office.of(Partner).save({"address": address[:200]}, office.of(Partner).get(key))
        report = made(office, "tripartite_agreement", student="3", duplex="否")
        catalogue.write(office, report, tmp_path / "x.pdf")
        with pdfplumber.open(tmp_path / "x.pdf") as pdf:
            pages = ["".join((page.extract_text() or "").split()) for page in pdf.pages]
        [signed] = [text for text in pages if "乙方（盖章）" in text]
        assert "自三方签字盖章之日起生效" in signed


def test_a_form_that_is_filled_in_can_be_printed(office, batch, tmp_path):
    for each in office.of(Placement).all():
        office.of(Placement).save({"lodging": Lodging.UNIT}, each)
    text = printed(office, made(office, "tripartite_agreement"), tmp_path / "x.pdf")
    assert "■提供□房补□自理" in text


def test_one_class_or_one_student(office, batch):
    assert made(office, "consent_form", school_class="数控2402").figures["consent_forms"] == 2
    alone = made(office, "tripartite_agreement", student="2")
    assert alone.figures["agreements"] == 1


def test_what_is_missing_from_the_archive(office, batch, make):
    [key] = [
        each.id for each in office.of(Placement).all()
        if office.of(Student).get(each.student_id).number == "3"
    ]  # fmt: skip
    make(ArchivedDocument, placement_id=key, on=date(2026, 10, 1), shelf="A-1",
         kinds=(DocumentKind.AGREEMENT, DocumentKind.PLAN))  # fmt: skip
    make(ArchivedDocument, placement_id=key, on=date(2026, 12, 1), kinds=(DocumentKind.REPORT,))
    report = made(office, "archive_pack")
    shown = row(report.tables[0], "3")
    assert (shown["①三方协议"], shown["③学生实习报告"], shown["归档项数"]) == ("√", "—", "2/8")
    assert shown["存放位置"] == "A-1"
    assert report.figures == {
        "interns": 3, "complete": 0, "papers": 2, "wanted": 24, "missing": 22, "scans": 0,
    }  # fmt: skip
    assert row(report.tables[1], "三方协议")["缺"] == 2
    assert row(report.tables[1], "三方协议")["已归档"] == "1/3（33.33%）"
    later = made(office, "archive_pack", as_of="2026-12-31")
    assert later.figures["papers"] == 3


def test_who_has_not_signed_with_what_is_said_about_it(office, batch, host, make, tmp_path):
    held = {
        office.of(Student).get(each.student_id).number: each for each in office.of(Placement).all()
    }
    records = office.of(Placement)
    records.save({"unsigned_why": "协议寄送途中", "signed_school": date(2026, 9, 2)}, held["2"])
    make(RuleWaiver, rule="I-15", batch_id=batch.id, placement_id=held["1"].id,
         student_id=held["1"].student_id, by="覃望川", reason="企业已书面承诺",
         on=date(2026, 9, 5))  # fmt: skip
    report = made(office, "unsigned_list")
    assert [group.title for group in report.tables[0].groups] == ["数控2402（2 人）"]
    assert [row[0] for row in report.tables[0].groups[0].rows] == ["1", "2"]
    first, second = report.tables[0].groups[0].rows
    assert first[5:] == ("三方均未签", "学生、监护人未签", "—", "覃望川：企业已书面承诺")
    assert second[5] == "实习单位、学生未签"
    assert second[7:] == ("协议寄送途中", "—")
    told = ("interns", "unsigned", "explained", "unexplained", "excepted")
    assert [report.figures[key] for key in told] == [3, 2, 1, 1, 1]
    text = printed(office, report, tmp_path / "x.pdf")
    for words in ("王䶮", "协议寄送途中", "应签三方协议3人", "1人还没有书面说明"):
        assert words in text
    catalogue.write(office, report, None, tmp_path / "x.xlsx")
    bare = made(office, "unsigned_list", which="没有书面说明的")
    assert [row[0] for row in bare.tables[0].groups[0].rows] == ["1"]
    early = made(office, "unsigned_list", as_of="2026-8-31")
    assert early.figures["unsigned"] == 3, "who signed later had not signed then"


def test_papers_as_one_file_per_class(office, batch, tmp_path):
    wanted = entry("tripartite_agreement")
    chosen = choose(office, wanted, {"batch": "秋季实习", "consent": "是"}, TODAY)
    told = []
    folder = write_by_class(
        office, wanted.id, chosen, tmp_path, TODAY, progress=lambda *at: told.append(at)
    )
    assert folder.files[0].parent.name == "岗位实习三方协议_秋季实习_20261121"
    assert [file.name for file in folder.files] == ["01_数控2401_1人.pdf", "02_数控2402_2人.pdf"]
    assert folder.pages == 12
    text = text_of(folder.files[1])
    assert text.index("龙应龙") < text.index("王䶮")
    assert "石晓岚" not in text
    assert text.count("学生岗位实习知情同意书") == 2
    assert any("数控2402" in what for _, _, what in told)
    again = write_by_class(office, wanted.id, chosen, tmp_path, TODAY)
    assert again.files[0].parent.name.endswith("（2）"), "nothing is written over"
    with office.db.read() as session:
        events = session.scalars(select(EventLog).where(EventLog.what == "报表")).all()
    assert list(events[0].detail["文件"]) == [file.name for file in folder.files]


def test_stopped_printing_leaves_nothing_behind(office, batch, tmp_path):
    wanted = entry("consent_form")
    chosen = choose(office, wanted, {"batch": "秋季实习"}, TODAY)

    def stop(done, total, what):
        if "数控2402" in what:
            raise Cancelled

    with pytest.raises(Cancelled):
        write_by_class(office, wanted.id, chosen, tmp_path, TODAY, progress=stop)
    assert [path for path in tmp_path.iterdir() if path.name != "数据"] == []
    office.of(Placement).delete([each.id for each in office.of(Placement).all()])
    with pytest.raises(Refused, match="没有需要打印"):
        write_by_class(office, wanted.id, chosen, tmp_path, TODAY)


def test_a_name_no_font_has_is_told_before_anything_is_written(office, batch, tmp_path):
    [key] = [each.id for each in office.of(Student).all() if each.number == "2"]
    office.of(Student).save({"name": "王\U0002ebf0"}, office.of(Student).get(key))
    chosen = choose(office, entry("consent_form"), {"batch": "秋季实习"}, TODAY)
    told = write_by_class(office, "consent_form", chosen, tmp_path, TODAY)
    assert {each.codepoint for each in told.missing} == {"U+2EBF0"}
    assert [path for path in tmp_path.iterdir() if path.name != "数据"] == []
    done = write_by_class(office, "consent_form", chosen, tmp_path, TODAY, accept_missing=True)
    assert "王〓" in text_of(done.files[1])


def test_rare_characters_in_names_are_printed(office, batch, tmp_path):
    names = {"1": "䶮𬭎", "2": "𬱖㼆", "3": "石𠅤"}
    for each in office.of(Student).all():
        if each.number in names:
            office.of(Student).save({"name": names[each.number]}, each)
    for id_, more in (("tripartite_agreement", {"consent": "是"}), ("unsigned_list", {})):
        text = printed(office, made(office, id_, **more), tmp_path / "x.pdf")
        wanted = names.values() if more else ("䶮𬭎", "𬱖㼆")
        assert all(name in text for name in wanted), id_


def test_the_school_stands_in_its_agreements(office, batch, tmp_path):
    office.settings = replace(
        office.settings, college="示例职院", address="成都市龙泉驿区示例大道 1 号",
        legal_person="刘仲伯", contact="杨知行", telephone="028-80000021",
    )  # fmt: skip
    report = made(office, "tripartite_agreement", student="3")
    text = printed(office, report, tmp_path / "x.pdf")
    for part in ("示例大道1号", "刘仲伯", "杨知行", "028-80000021"):
        assert part in text


def test_another_province_is_told_by_the_third_and_fourth_digit(office, batch, host):
    office.settings = replace(office.settings, college_code="4151000000")
    assert made(office, "internship_filing").figures["cross_province"] == 0
    office.of(Partner).save({"region": "500103"}, host)
    assert made(office, "internship_filing").figures["cross_province"] == 3
