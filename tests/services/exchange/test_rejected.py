"""Refused rows come back with their faults marked, and go in once they are corrected."""

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.models import Partner
from app.places import RESOURCES
from app.services.exchange.importing import import_file, plan_file
from app.services.exchange.rejected import write_rejected
from app.services.exchange.workbook import open_book
from tests.services.exchange.books import book, code

LEDGER = RESOURCES / "samples" / "合作企业台账.xlsx"


@pytest.fixture
def returned(office, tmp_path):
    path = tmp_path / "退回.xlsx"
    import_file(office, "partner", LEDGER, rejected=path)
    return path


def test_the_workbook_has_the_refused_rows_as_they_were(returned):
    sheet = load_workbook(returned).active
    heads = [cell.value for cell in sheet[1]]
    assert heads[1:3] == ["企业名称", "统一社会信用代码"]
    assert heads[9:11] == ["联系人/姓名", "联系人/电话"]
    assert heads[-2:] == ["退回原因", "原行号"]
    assert sheet.max_row == 17
    assert [sheet.cell(row, len(heads)).value for row in (2, 3)] == ["10", "12"]
    assert all(cell.data_type == "s" for row in sheet.iter_rows() for cell in row if cell.value)
    assert sheet.freeze_panes == "A2"


def test_each_fault_is_marked_where_it_is(returned):
    sheet = load_workbook(returned).active
    for row in sheet.iter_rows(min_row=2):
        fault = row[2]
        assert fault.comment is not None
        assert fault.comment.text in row[-2].value
        assert fault.fill.fgColor.rgb == "FFFBD9D3"
        assert all(cell.comment is None for cell in row if cell is not fault)


def test_a_spoilt_number_is_still_refused_when_it_comes_back_as_it_was(office, returned):
    again = import_file(office, "partner", returned)
    spoilt = [each for each in again["refused"] if "数字" in each["reason"]]
    assert len(spoilt) == 7
    assert again["new"] == 0


def _correct(path: Path, out: Path) -> None:
    """What the officer does in Excel: type the codes anew, as text."""
    made = load_workbook(path)
    sheet = made.active
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, 3).value = code(700 + row)
        sheet.cell(row, 2).value += f"（更正{row}）"
    made.save(out)


def test_the_corrected_workbook_goes_in_as_it_is(office, returned, tmp_path):
    _correct(returned, tmp_path / "改好.xlsx")
    result = import_file(office, "partner", tmp_path / "改好.xlsx")
    assert (result["new"], result["refused"]) == (16, [])
    assert office.of(Partner).count() == 120


def test_no_workbook_where_nothing_was_refused(office, tmp_path):
    path = book(tmp_path / "a.xlsx", [["企业名称"], ["甲公司"]])
    import_file(office, "partner", path, rejected=tmp_path / "退回.xlsx")
    assert not (tmp_path / "退回.xlsx").exists()


def test_a_mapping_made_by_hand_is_kept_in_the_heads(office, tmp_path):
    rows = [["单位", "名称", "代号"], ["甲公司", "别的", "1234"]]
    source = open_book(book(tmp_path / "a.xlsx", rows))
    plan = plan_file(office, Partner, source)
    by_hand = replace(plan.mapping, columns={0: "name", 1: "", 2: "code"})
    from app.services.exchange.plan import make_plan

    write_rejected(make_plan(office, Partner, source, by_hand), tmp_path / "退回.xlsx")
    again = plan_file(office, Partner, open_book(tmp_path / "退回.xlsx"))
    assert [key for _, key in sorted(again.mapping.columns.items())] == ["name", "", "code", "", ""]


def test_cells_that_would_be_formulas_or_break_the_file_stay_text(office, tmp_path):
    rows = [["企业名称", "信用代码", "备注"], ["=1+1", "12", "+cmd|' /C calc'!A1"]]
    plan = plan_file(office, Partner, open_book(book(tmp_path / "a.xlsx", rows)))
    write_rejected(plan, tmp_path / "退回.xlsx")
    sheet = load_workbook(tmp_path / "退回.xlsx").active
    assert [cell.value for cell in sheet[2]][:3] == rows[1]
    assert {cell.data_type for cell in sheet[2]} == {"s"}
