"""Spreadsheets out: what goes in comes back, and nothing turns into something else."""

import csv
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from app.errors import Fault
from app.services.spreadsheet import excel_text, write_csv, write_rows

HEADS = ["名称", "代码", "日期", "数量"]
ROWS = [
    ("成都示例<蓉驰>&零部件", "00123", date(2026, 11, 21), 12),
    ("=1+1", "915101120000000000", None, Decimal("12.50")),
    (" 前后空格 ", "第一行\n第二行", date(1900, 3, 1), -3.25),
    ("1900", "", date(1900, 2, 28), 0),
    ("王䶮𬭚", 1234567890123456789, datetime(2026, 11, 21, 8, 30), True),  # noqa: DTZ001
]


def read(path) -> list[list[object]]:
    sheet = openpyxl.load_workbook(path).worksheets[0]
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_rows_come_back_as_they_went_in(tmp_path):
    done = write_rows(tmp_path / "x.xlsx", HEADS, ROWS, [12] * 4)
    assert (done.rows, done.cut) == (5, 0)
    found = read(tmp_path / "x.xlsx")
    assert found[0] == HEADS
    assert found[1] == ["成都示例<蓉驰>&零部件", "00123", datetime(2026, 11, 21), 12]  # noqa: DTZ001
    assert found[2] == ["=1+1", "915101120000000000", None, 12.5]
    assert found[3] == [" 前后空格 ", "第一行\n第二行", datetime(1900, 3, 1), -3.25]  # noqa: DTZ001
    assert found[4] == ["1900", None, "1900-02-28", 0]
    assert found[5] == ["王䶮𬭚", "1234567890123456789", datetime(2026, 11, 21, 8, 30), "是"]  # noqa: DTZ001


def test_the_reader_of_our_own_import_reads_it_too(tmp_path):
    write_rows(tmp_path / "x.xlsx", HEADS, ROWS, [12] * 4)
    rows = CalamineWorkbook.from_path(tmp_path / "x.xlsx").get_sheet_by_index(0).to_python()
    assert rows[1] == ["成都示例<蓉驰>&零部件", "00123", date(2026, 11, 21), 12.0]
    assert len(rows) == 6


def test_the_sheet_is_ready_to_use(tmp_path):
    write_rows(tmp_path / "x.xlsx", HEADS, ROWS, [22, 14, 9, 5])
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx").worksheets[0]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:D6"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.column_dimensions["A"].width > sheet.column_dimensions["D"].width
    assert {cell.data_type for cell in sheet["A"]} == {"s"}
    assert sheet["B2"].number_format == "@"


@settings(max_examples=60)
@given(st.lists(st.text(max_size=12), min_size=1, max_size=5))
def test_any_text_survives_but_for_what_no_workbook_can_hold(tmp_path, texts):
    write_rows(tmp_path / "x.xlsx", ["列"], [(text,) for text in texts], [10])
    with zipfile.ZipFile(tmp_path / "x.xlsx") as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
    found = [row[0] for row in read(tmp_path / "x.xlsx")[1:]]
    wanted = [excel_text(text)[0] for text in texts]
    found += [None] * (len(wanted) - len(found))
    assert [text or "" for text in found] == wanted


def test_texts_that_no_cell_can_hold_are_cut_at_a_whole_character():
    text, cut = excel_text("𬭚" * 20_000)
    assert cut
    assert text.endswith("𬭚…（已截断）")
    assert len(text.encode("utf-16-le")) // 2 <= 32_767
    assert excel_text("字" * 32_767) == ("字" * 32_767, False)


def test_rows_may_come_from_a_generator_and_progress_is_told(tmp_path):
    told: list[int] = []
    rows = ((str(at), "", None, at) for at in range(2500))
    done = write_rows(tmp_path / "x.xlsx", HEADS, rows, [8] * 4, lambda done, *_: told.append(done))
    assert done.rows == 2500
    assert told == [1000, 2000]


def test_stopping_leaves_no_file(tmp_path):
    def stop(done: int, total: int, what: str) -> None:
        raise StopIteration

    for write in (
        lambda path: write_rows(path, ["列"], [("甲",)] * 3000, [8], stop),
        lambda path: write_csv(path, ["列"], [("甲",)] * 3000, stop),
    ):
        with pytest.raises(StopIteration):
            write(tmp_path / "x")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_said_in_words(tmp_path):
    with pytest.raises(Fault) as failed:
        write_csv(tmp_path / "没有" / "x.csv", ["列"], [])
    assert "没有" in failed.value.message


def test_csv_opens_in_excel_and_guards_formulas(tmp_path):
    rows = [
        ("=cmd", "+86", "-3", "@甲"),
        (-3, Decimal("1.50"), date(2026, 1, 2), datetime(2026, 1, 2, 3, 4, tzinfo=UTC)),
        ('引"号', "逗,号", "换\n行", None),
    ]
    write_csv(tmp_path / "x.csv", HEADS, rows)
    raw = (tmp_path / "x.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    found = list(csv.reader(raw.decode("utf-8-sig").splitlines(keepends=True)))
    assert found[1] == ["'=cmd", "'+86", "'-3", "'@甲"]
    assert found[2][:3] == ["-3", "1.50", "2026-01-02"]
    assert found[3] == ['引"号', "逗,号", "换\n行", ""]
