"""The Excel twin holds the same cells as the paper, as values that can be worked with."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pdfplumber
import pytest

from app.services.reports import tables
from app.services.reports.pdf import write_pdf
from app.services.reports.spec import (
    Bars,
    Column,
    Fact,
    Facts,
    Group,
    Heading,
    Notes,
    PageBreak,
    Pie,
    SealSpace,
    Signatures,
    Table,
    Text,
    Total,
)
from app.services.reports.workbook import write_xlsx
from tests.services.reports.conftest import COLUMNS, partner_rows


def shown(cell: Any) -> str:
    """A cell as Excel shows it with the formats we give."""
    if cell.value is None:
        return ""
    if cell.number_format == "yyyy-mm-dd":
        return f"{cell.value:%Y-%m-%d}"
    return f"{cell.value:.2f}" if cell.number_format == "0.00####" else str(cell.value)


def cells(path, sheet=0) -> list[list[object]]:
    book = openpyxl.load_workbook(path)
    return [[cell.value for cell in row] for row in book.worksheets[sheet].iter_rows()]


@pytest.fixture
def grouped(register):
    groups = [Group("甲类", partner_rows(30)), Group("乙类", partner_rows(15))]
    table = Table(columns=COLUMNS, groups=groups, total=Total.LAST, subtotals=True)
    return register(sections=[table, Signatures()])


def test_paper_and_workbook_have_the_same_cells(fonts, grouped, tmp_path):
    write_pdf(grouped, tmp_path / "x.pdf", fonts)
    write_xlsx(grouped, tmp_path / "x.xlsx")
    with pdfplumber.open(tmp_path / "x.pdf") as pdf:
        paper = [
            [(cell or "").replace("\n", "") for cell in row]
            for page in pdf.pages
            for row in page.extract_tables()[0][1:]
        ]
    width = len(COLUMNS) + 1
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx").worksheets[0]
    book = [[shown(cell) for cell in row] for row in sheet.iter_rows()]
    first = next(at for at, row in enumerate(book) if row[0] == "序号") + 1
    assert [row for row in book[first:] if any(row)][: len(paper)] == paper
    assert len(paper) == 45 + 2 + 2 + 1
    assert all(len(row) == width for row in paper)


def test_values_are_values(register, tmp_path):
    write_xlsx(register(3), tmp_path / "x.xlsx")
    rows = cells(tmp_path / "x.xlsx")
    assert rows[0][0] == "合作企业一览表"
    assert rows[1] == ["填报单位（盖章）：川湘示例职业技术学院", None, None,
                       "统计时间：2026-2027学年第一学期", None, None, "单位：人、元"]  # fmt: skip
    [third] = [row for row in rows if row[0] == 3]
    assert third == [3, partner_rows(3)[2][0], "915101120000000002", "合作中",
                     datetime(2022, 3, 3), 12, 50]  # noqa: DTZ001  # fmt: skip
    [total] = [row for row in rows if row[0] == "合计"]
    assert total == ["合计", None, None, None, None, 33, 75]


def test_wan_is_counted_in_wan(register, tmp_path):
    table = Table(
        columns=[Column(label="金额", unit="万元", type=Decimal)], rows=[(Decimal(123_456),)]
    )
    write_xlsx(register(sections=[table]), tmp_path / "x.xlsx")
    assert [1, 12.3456] in [row[:2] for row in cells(tmp_path / "x.xlsx")]


@pytest.mark.parametrize("text", ["=1+1", "+86", "-甲", "@甲", "http://x", "{=1}", "00123", "1E5"])
def test_a_text_is_never_a_formula_a_link_or_a_number(register, tmp_path, text):
    table = Table(columns=[Column(label=text)], rows=[(text,)])
    sections = [Heading(text), Facts([Fact(text, text)]), table, Notes([text])]
    write_xlsx(register(title=text, organisation=text, sections=sections), tmp_path / "x.xlsx")
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    for sheet in book.worksheets:
        found = [cell for row in sheet.iter_rows() for cell in row if cell.value == text]
        assert found
        assert {cell.data_type for cell in found} == {"s"}
        assert not any(cell.hyperlink for cell in found)


def test_what_no_cell_can_hold_is_cut_and_counted(register, tmp_path):
    table = Table(columns=[Column(label="说明")], rows=[("字" * 40_000,), ("甲\x00\x0b乙\ud800",)])
    assert write_xlsx(register(sections=[table]), tmp_path / "x.xlsx").cut == 1
    texts = [row[1] for row in cells(tmp_path / "x.xlsx") if isinstance(row[0], int)]
    assert texts[0].endswith("…（已截断）")
    assert len(texts[0]) == 32_767
    assert texts[1] == "甲\n乙"


def test_every_table_has_its_sheet_and_stays_printable(register, tmp_path):
    table = register(3).sections[0]
    sections = [
        Heading("一、企业"), table, PageBreak(), Heading("二、[统计]"), table, Text("正文"),
        Bars("图", ["甲"], {"数": [3]}), Pie("饼", [("乙", 4)]),
        Facts([Fact("名称", "丙", wide=True)]),
        SealSpace(),
    ]  # fmt: skip
    write_xlsx(register(sections=sections, draft=True, annex="附件1"), tmp_path / "x.xlsx")
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert book.sheetnames == ["一、企业", "二、统计", "图", "饼", "合作企业一览表"]
    for sheet in book.worksheets:
        assert sheet["A1"].value == "草稿"
        assert sheet["A2"].value == "附件1"
        assert sheet.page_setup.fitToHeight == 0
    first = book.worksheets[0]
    assert first.freeze_panes == "A7"
    assert first.print_title_rows == "$6:$6"
    assert first.page_setup.orientation == "landscape"
    assert ["乙", 4] in [row[:2] for row in cells(tmp_path / "x.xlsx", 3)]


def test_two_levels_of_heads_are_merged(register, tmp_path):
    columns = [
        Column(label="名称"),
        Column(label="姓名", over="联系人"),
        Column(label="电话", over="联系人"),
    ]
    table = Table(columns=columns, rows=[("甲", "乙", "丙")])
    write_xlsx(register(sections=[table], organisation="", period="", unit=""), tmp_path / "x.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx").worksheets[0]
    merged = {str(each) for each in sheet.merged_cells.ranges}
    assert {"A2:A3", "B2:B3", "C2:D2"} <= merged
    assert tables.levels(columns) == 2


def test_the_same_report_gives_the_same_bytes(register, tmp_path):
    for name in ("a.xlsx", "b.xlsx"):
        write_xlsx(register(20), tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_dates_before_excels_calendar_are_texts(register, tmp_path):
    table = Table(columns=[Column(label="日期", type=date)], rows=[(date(1899, 12, 31),)])
    write_xlsx(register(sections=[table]), tmp_path / "x.xlsx")
    assert [1, "1899-12-31"] in [row[:2] for row in cells(tmp_path / "x.xlsx")]
