"""How pages come about: what stays together, what is repeated, what is cut."""

import re
from dataclasses import replace
from itertools import pairwise

import pdfplumber
import pytest

from app.services.reports.pdf import write_pdf
from app.services.reports.spec import (
    Align,
    Column,
    Fact,
    Facts,
    Group,
    Heading,
    Notes,
    Orientation,
    PageBreak,
    Paper,
    SealSpace,
    Signatures,
    Style,
    Table,
    Text,
    Total,
)
from tests.services.reports.conftest import COLUMNS, MM, partner_rows, text_of, words


def page_texts(path) -> list[str]:
    with pdfplumber.open(path) as pdf:
        return ["".join(page.extract_text().split()) for page in pdf.pages]


def test_a_small_page_looks_as_it_did(fonts, register, tmp_path, golden):
    report = register(3, annex="附件1", sections=[*register(3).sections, Notes(["甲。", "乙。"])])
    write_pdf(report, tmp_path / "x.pdf", fonts)
    golden("register", words(tmp_path / "x.pdf"))


def test_an_official_page_looks_as_it_did(fonts, register, tmp_path, golden):
    sections = [
        Text("成渝示例职教联盟：", indent=False),
        Heading("一、合作企业情况"),
        Text("学院共有合作企业128家，其中合作中96家、洽谈中20家、暂停12家。"),
        SealSpace("川湘示例职业技术学院"),
    ]
    report = register(title="关于校企合作情况的报告", style=Style.OFFICIAL, sections=sections)
    write_pdf(report, tmp_path / "x.pdf", fonts)
    golden("official", words(tmp_path / "x.pdf"))


def test_a_long_table_repeats_its_head_and_loses_no_row(fonts, register, tmp_path):
    done = write_pdf(register(1000), tmp_path / "x.pdf", fonts)
    texts = page_texts(tmp_path / "x.pdf")
    assert done.pages == len(texts) > 20
    assert done.rows == 1000
    for number, text in enumerate(texts, 1):
        assert "统一社会信用代码" in text
        assert f"第{number}页共{len(texts)}页" in text
        assert ("续表" in text) == (number > 1)
    codes = re.findall(r"9151011200000\d{5}", "".join(texts))
    assert codes == [row[1] for row in partner_rows(1000)]


@pytest.mark.parametrize("rows", range(14, 24))
def test_hands_are_never_alone_on_a_page(fonts, register, tmp_path, rows):
    write_pdf(register(rows), tmp_path / "x.pdf", fonts)
    last = page_texts(tmp_path / "x.pdf")[-1]
    assert "单位负责人" in last
    assert "合计" in last
    assert re.search(r"9151011200000\d{5}", last)


def test_hands_stay_with_two_lines_of_text(fonts, register, tmp_path):
    for paragraphs in range(30, 46):
        sections = [*(Text(f"第{at}段。") for at in range(paragraphs)), Signatures()]
        write_pdf(register(sections=sections), tmp_path / "x.pdf", fonts)
        last = page_texts(tmp_path / "x.pdf")[-1]
        assert f"第{paragraphs - 2}段。" in last
        assert "单位负责人" in last


def test_a_heading_is_on_the_page_of_its_table(fonts, register, tmp_path):
    for count in range(12, 18):
        first, _ = register(count).sections
        heading = Heading("二、另一张表")
        report = register(sections=[first, heading, Table(columns=COLUMNS, rows=partner_rows(1))])
        write_pdf(report, tmp_path / "x.pdf", fonts)
        [page] = [text for text in page_texts(tmp_path / "x.pdf") if "二、另一张表" in text]
        assert page.index("二、另一张表") < page.rindex("915101120000000000")


def test_a_cell_of_six_thousand_characters_is_printed_whole(fonts, register, tmp_path):
    long = "".join(f"约定A{at:04}，" for at in range(750))
    rows = [list(row) for row in partner_rows(3)]
    rows[1][2] = long
    done = write_pdf(
        register(sections=[Table(columns=COLUMNS, rows=rows), Signatures()]),
        tmp_path / "x.pdf",
        fonts,
    )
    assert len(long) == 6000
    assert done.pages > 2
    found = re.findall(r"A(\d{4})", text_of(tmp_path / "x.pdf"))
    assert found == [f"{at:04}" for at in range(750)]
    assert rows[2][1] in text_of(tmp_path / "x.pdf")


def test_a_long_fact_is_printed_whole(fonts, register, tmp_path):
    facts = Facts([Fact("企业名称", "甲"), Fact("备注", "字" * 9000, wide=True)])
    assert write_pdf(register(sections=[facts]), tmp_path / "x.pdf", fonts).pages > 3
    assert text_of(tmp_path / "x.pdf").count("字") == 9000


@pytest.mark.parametrize(
    "name",
    ["<b>粗</b>", "甲<b>未闭合", "</para>", "a<b", "<img src=/etc/hostname>", "&lt;甲&gt;", "甲&乙",
     "<font size=9999>", '<a href="file:x">甲</a>', "(甲\\乙)", "=1+1", "%d%s{0}"],
)  # fmt: skip
def test_what_looks_like_markup_is_printed_as_it_is(fonts, register, tmp_path, name):
    table = Table(columns=[Column(label=f"列{name}")], rows=[(name,)], title=f"表{name}")
    sections = [Heading(name), Text(name), Facts([Fact(name, name)]), table, Notes([name])]
    report = register(title=f"题{name}", sections=sections, organisation=name)
    write_pdf(report, tmp_path / "x.pdf", fonts)
    assert text_of(tmp_path / "x.pdf").count("".join(name.split())) == 10


def test_control_characters_leave_no_trace(fonts, register, tmp_path):
    sections = [Text("甲\x00\x07乙\u200b丙\ufeff丁\u202e戊\r\n己\t庚")]
    write_pdf(register(sections=sections), tmp_path / "x.pdf", fonts)
    assert "甲乙丙丁戊己庚" in text_of(tmp_path / "x.pdf")


def test_a_table_too_wide_for_one_sheet_lies_on_several_with_its_keys(fonts, register, tmp_path):
    columns = [Column(label="专业", width=10)] + [
        Column(label=f"指标{at:02}", unit="人", type=int, align=Align.RIGHT) for at in range(40)
    ]
    rows = [(f"专业{row}", *(1000 * row + at for at in range(40))) for row in range(30)]
    report = register(sections=[Table(columns=columns, rows=rows), Signatures()])
    write_pdf(report, tmp_path / "x.pdf", fonts)
    texts = page_texts(tmp_path / "x.pdf")
    whole = "".join(texts)
    sheets = int(re.search(r"并排第\d张，共(\d)张", whole)[1])
    assert sheets > 1
    assert all("专业" in text for text in texts)
    assert whole.count("专业7") == sheets
    assert all(f"指标{at:02}" in whole for at in range(40))
    tokens = [line.split()[-1] for line in words(tmp_path / "x.pdf")]
    assert all(tokens.count(str(1000 * row + at)) == 1 for row in (7, 29) for at in range(40))
    with pdfplumber.open(tmp_path / "x.pdf") as pdf:
        heights = {
            word["top"] for page in pdf.pages for word in page.extract_words()
            if word["text"].startswith("专业7")
        }  # fmt: skip
    assert len(heights) == 1  # the sheets can be laid side by side


def test_lies_on_its_side_only_when_it_must(fonts, register, tmp_path):
    narrow = Table(columns=COLUMNS[2:4], rows=[row[2:4] for row in partner_rows(2)])
    for sections, lying in (([narrow], False), (register().sections, True)):
        write_pdf(register(sections=sections), tmp_path / "x.pdf", fonts)
        with pdfplumber.open(tmp_path / "x.pdf") as pdf:
            assert (pdf.pages[0].width > pdf.pages[0].height) == lying


@pytest.mark.parametrize(
    ("asked", "size"),
    [
        ({"orientation": Orientation.PORTRAIT}, (210, 297)),
        ({"orientation": Orientation.LANDSCAPE}, (297, 210)),
        ({"orientation": Orientation.LANDSCAPE, "paper": Paper.A3}, (420, 297)),
    ],
)
def test_the_paper_is_the_one_asked_for(fonts, register, tmp_path, asked, size):
    write_pdf(register(**asked), tmp_path / "x.pdf", fonts)
    with pdfplumber.open(tmp_path / "x.pdf") as pdf:
        page = pdf.pages[0]
        assert (round(page.width / MM), round(page.height / MM)) == size


def test_an_official_page_holds_22_lines_of_28_characters(fonts, register, tmp_path):
    report = register(
        style=Style.OFFICIAL, sections=[PageBreak(), Text("汉" * 28 * 50, indent=False)]
    )
    write_pdf(report, tmp_path / "x.pdf", fonts)
    with pdfplumber.open(tmp_path / "x.pdf") as pdf:
        page = pdf.pages[1]
        body = [char for char in page.chars if char["text"] == "汉"]
    lines = sorted({round(char["top"], 1) for char in body})
    assert len(lines) == 22
    assert len(body) == 22 * 28
    assert min(char["x0"] for char in body) == pytest.approx(28 * MM, abs=0.5)
    assert max(char["x1"] for char in body) == pytest.approx((210 - 26) * MM, abs=0.5)
    assert {round(char["size"], 3) for char in body} == {16}


def test_official_page_numbers_stand_outside(fonts, register, tmp_path):
    report = register(style=Style.OFFICIAL, sections=[Text("汉" * 28 * 50)])
    write_pdf(report, tmp_path / "x.pdf", fonts)
    with pdfplumber.open(tmp_path / "x.pdf") as pdf:
        middles = [
            word["x0"] > page.width / 2
            for page in pdf.pages
            for word in page.extract_words()
            if word["text"] == str(page.page_number)
        ]
    assert middles == [True, False, True]


def test_the_seal_has_room(fonts, register, tmp_path):
    sections = [Text("上文。"), SealSpace("川湘示例职业技术学院"), Text("下文。")]
    write_pdf(register(sections=sections), tmp_path / "x.pdf", fonts)
    tops = {word.split()[-1]: int(word.split()[2]) for word in words(tmp_path / "x.pdf")}
    assert tops["下文。"] - tops["上文。"] >= 42


def test_rows_are_at_least_seven_millimetres_high(fonts, register, tmp_path):
    write_pdf(register(20), tmp_path / "x.pdf", fonts)
    with pdfplumber.open(tmp_path / "x.pdf") as pdf:
        rules = sorted(
            {round(line["top"], 1) for line in pdf.pages[0].lines if line["height"] == 0}
        )
    assert min(b - a for a, b in pairwise(rules)) >= 7 * MM - 0.2


def test_numbers_stand_under_each_other(fonts, register, tmp_path):
    write_pdf(register(12), tmp_path / "x.pdf", fonts)
    with pdfplumber.open(tmp_path / "x.pdf") as pdf:
        ends = {
            round(word["x1"], 1) for word in pdf.pages[0].extract_words()
            if re.fullmatch(r"\d+\.\d\d", word["text"])
        }  # fmt: skip
    assert len(ends) == 1


def test_groups_sums_and_empty_tables(fonts, register, tmp_path):
    groups = [Group("甲类（2家）", partner_rows(2)), Group("乙类（1家）", partner_rows(1))]
    table = Table(columns=COLUMNS, groups=groups, total=Total.LAST, subtotals=True)
    empty = Table(columns=COLUMNS, title="空表", total=Total.FIRST, index=True)
    write_pdf(register(sections=[table, empty]), tmp_path / "x.pdf", fonts)
    text = text_of(tmp_path / "x.pdf")
    for wanted in (
        "甲类（2家）",
        "小计2125.00",
        "小计100.00",
        "总计3125.00",
        "（无）",
        "甲乙丙丁戊12",
    ):
        assert wanted in text


def test_marks_of_what_is_not_the_real_thing(fonts, register, tmp_path):
    write_pdf(register(40, draft=True, demo=True), tmp_path / "x.pdf", fonts)
    for text in page_texts(tmp_path / "x.pdf"):
        assert "演示数据·草稿" in text


def test_the_same_report_gives_the_same_bytes(fonts, register, tmp_path):
    for name in ("a.pdf", "b.pdf"):
        write_pdf(register(60, draft=True), tmp_path / name, fonts)
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_the_files_properties_name_no_person(fonts, register, tmp_path):
    write_pdf(register(), tmp_path / "x.pdf", fonts)
    with pdfplumber.open(tmp_path / "x.pdf") as pdf:
        about = pdf.metadata
    assert about["Title"] == "合作企业一览表"
    assert about["Author"] == "川湘示例职业技术学院"
    assert about["Creator"] == about["Producer"] == "双元"
    assert about["CreationDate"].startswith("D:20261121")


def test_stopping_in_the_middle_leaves_the_old_file(fonts, register, tmp_path):
    path = tmp_path / "x.pdf"
    path.write_bytes(b"before")

    def stop(done: int, total: int, what: str) -> None:
        assert what
        if done > total // 2:
            raise StopIteration

    with pytest.raises(StopIteration):
        write_pdf(register(200), path, fonts, progress=stop)
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]


def test_a_report_is_not_changed_by_printing_it(fonts, register, tmp_path):
    report = register(30)
    before = replace(report)
    write_pdf(report, tmp_path / "x.pdf", fonts)
    assert report == before
