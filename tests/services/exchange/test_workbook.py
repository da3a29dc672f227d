"""Files that offices hand in, and files that nobody should: read, or refused in a sentence."""

import io
import random
import struct
import zipfile
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

from app.errors import Fault, Refused
from app.models.values import PartialDate
from app.services.exchange.cells import Broken
from app.services.exchange.guards import MOST_MEMBERS
from app.services.exchange.workbook import open_book
from tests.services.exchange.books import book, pack, raw_book, raw_parts

DATA = Path(__file__).parents[2] / "data"
ONE_CELL = '<row r="1"><c r="A1"><v>1</v></c></row>'


def refusal(path: Path) -> str:
    with pytest.raises(Refused) as caught:
        open_book(path)
    return caught.value.message


def cells(path: Path) -> list[list[object]]:
    return [list(row) for row in open_book(path).sheets[0].rows]


def test_cells_keep_the_type_they_were_stored_with(tmp_path):
    path = book(tmp_path / "a.xlsx", [["文字", 12, 915115026117199000, date(2026, 3, 1), True]])
    assert cells(path) == [["文字", 12.0, 9.15115026117199e17, date(2026, 3, 1), True]]


def test_old_xls_is_read_with_its_types_and_hidden_sheet():
    found = open_book(DATA / "old-format.xls")
    assert [(sheet.name, sheet.hidden) for sheet in found.sheets] == [
        ("企业", False),
        ("作废", True),
    ]
    rows = found.sheets[0].rows
    assert rows[2][1:] == [
        "成都示例蓉驰汽车零部件有限公司",
        "91510112000000019P",
        1365.0,
        date(2009, 3, 1),
    ]
    assert isinstance(rows[3][2], float)
    assert found.sheets[0].merged == [(0, 0, 0, 4)]


def test_what_a_file_is_counts_and_not_what_it_is_called(tmp_path):
    renamed = tmp_path / "台账.xlsx"
    renamed.write_bytes((DATA / "old-format.xls").read_bytes())
    assert open_book(renamed).sheets[0].name == "企业"
    as_text = tmp_path / "导出.xls"
    as_text.write_bytes("企业名称\t电话\n甲公司\t028\n".encode("gb18030"))
    found = open_book(as_text)
    assert found.sheets[0].rows[1] == ["甲公司", "028"]
    assert "实际是文本表格" in found.notes[0]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "空的"),
        (b"  \r\n", "空的"),
        (b"<html><body><table><tr><td>1</td></tr></table></body></html>", "网页改名"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>', "网页改名"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "已损坏"),
        (b"PK\x03\x04 and then nothing", "已损坏"),
        (b"\x00\x01\x02\x03\xff\xfe\xfd" * 40, "读不出"),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(tmp_path, content, told):
    path = tmp_path / "台账.xlsx"
    path.write_bytes(content)
    assert told in refusal(path)


def test_a_file_name_cannot_turn_the_screen_round(tmp_path):
    path = tmp_path / "台账\u202exslx.csv"
    path.write_text("企业名称\n甲公司\n", "utf-8")
    assert open_book(path).name == "台账xslx.csv"


def test_a_missing_file_a_folder_and_a_password(tmp_path):
    assert "找不到" in refusal(tmp_path / "没有.xlsx")
    assert "文件夹" in refusal(tmp_path)
    assert "密码" in refusal(DATA / "with-password.xlsx")


@pytest.mark.parametrize("member", ["word/document.xml", "content.xml", "anything"])
def test_other_office_files_are_named_for_what_they_are(tmp_path, member):
    told = refusal(pack(tmp_path / "a.xlsx", {member: "x"}))
    assert ("Word" in told) == (member == "word/document.xml")


def test_a_cut_file_is_refused_at_every_length(tmp_path):
    whole = book(tmp_path / "a.xlsx", [["企业名称", "电话"], ["甲", "1"]]).read_bytes()
    for length in range(4, len(whole), 97):
        (tmp_path / "cut.xlsx").write_bytes(whole[:length])
        refusal(tmp_path / "cut.xlsx")


def test_zip_bombs_are_refused_before_they_are_unpacked(tmp_path):
    parts = raw_parts(ONE_CELL)
    parts["xl/media/image1.bmp"] = "0" * 60_000_000
    assert "过大" in refusal(pack(tmp_path / "ratio.xlsx", parts))
    many = raw_parts(ONE_CELL) | {f"xl/x{n}.xml": "" for n in range(MOST_MEMBERS)}
    assert "过大" in refusal(pack(tmp_path / "many.xlsx", many))


def _declare(content: bytes, name: bytes, size: int) -> bytes:
    """The package with another declared size for one member, in both of its directories."""
    found = bytearray(content)
    for mark, at_size, at_name in ((b"PK\x03\x04", 22, 30), (b"PK\x01\x02", 24, 46)):
        at = found.find(mark)
        while at >= 0:
            if found[at + at_name :].startswith(name):
                found[at + at_size : at + at_size + 4] = struct.pack("<I", size)
            at = found.find(mark, at + 1)
    return bytes(found)


@pytest.mark.parametrize("declared", [10, 400, 300_000_000])
def test_a_package_that_lies_about_a_size_is_refused(tmp_path, declared):
    path = raw_book(tmp_path / "a.xlsx", ONE_CELL)
    path.write_bytes(_declare(path.read_bytes(), b"xl/worksheets/sheet1.xml", declared))
    assert refusal(path)


def test_an_encrypted_member_is_called_a_password(tmp_path):
    path = raw_book(tmp_path / "a.xlsx", ONE_CELL)
    content = bytearray(path.read_bytes())
    at = content.find(b"PK\x01\x02")
    content[at + 8] |= 1
    path.write_bytes(content)
    assert "密码" in refusal(path)


@pytest.mark.parametrize(
    "before",
    ['<!DOCTYPE x [<!ENTITY a "boom">]>', '<!DOCTYPE x SYSTEM "file:///etc/hostname">'],
)
def test_entities_are_refused(tmp_path, before):
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>&a;</t></is></c></row>'
    assert "外部实体" in refusal(raw_book(tmp_path / "a.xlsx", rows, before=before))


def test_entities_in_another_encoding_are_refused_too(tmp_path):
    parts = raw_parts(ONE_CELL, before='<!DOCTYPE x [<!ENTITY a "boom">]>')
    sheet = parts["xl/worksheets/sheet1.xml"].replace("UTF-8", "UTF-16").encode("utf-16")
    packed = {name: text.encode() for name, text in parts.items()}
    refusal(pack(tmp_path / "a.xlsx", packed | {"xl/worksheets/sheet1.xml": sheet}))


@pytest.mark.parametrize("dimension", ["A1:A2", "A1:XFD1048576"])
def test_a_wrong_dimension_neither_hides_rows_nor_hangs(tmp_path, dimension):
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 2_001))
    path = raw_book(tmp_path / "a.xlsx", rows, dimension=f'<dimension ref="{dimension}"/>')
    assert len(cells(path)) == 2_000


@pytest.mark.parametrize(
    "far",
    [
        '<row r="1048576"><c r="A1048576"><v>1</v></c></row>',
        '<row r="1"><c r="XFD1"><v>1</v></c></row>',
        '<row r="1"><c r="xfd1"><v>1</v></c></row>',
        '<row r="1"><c r="AAAAAAAA1"><v>1</v></c></row>',
        '<row r="4294967295"><c r="A4294967295"><v>1</v></c></row>',
        "<row r='1'><c r='XFD1'><v>1</v></c></row>",
        '<row r="1"><c s="0" r="XFD1"><v>1</v></c></row>',
        '<row r="1"><c\nr = "XFD1" ><v>1</v></c></row>',
        '<x:row xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" r="1">'
        '<x:c r="XFD1"><x:v>1</x:v></x:c></x:row>',
        "<row>" + "<c><v>1</v></c>" * 201 + "</row>",
    ],
)
def test_a_far_cell_is_refused_before_the_reader_makes_room_for_it(tmp_path, far):
    assert "工作表太大" in refusal(raw_book(tmp_path / "a.xlsx", ONE_CELL + far))


def test_a_far_cell_behind_broken_markup_is_refused(tmp_path):
    path = raw_book(
        tmp_path / "a.xlsx", '<row r="1"><c r=A1 /></oops><c r="XFD1"><v>1</v></c></row>'
    )
    assert refusal(path)


def test_empty_cells_far_out_do_no_harm(tmp_path):
    rows = ONE_CELL + '<row r="2"><c r="XFD2" s="1"/></row><row r="1048576" s="1"/>'
    assert cells(raw_book(tmp_path / "a.xlsx", rows)) == [[1.0]]


def test_errors_and_uncalculated_formulas_are_not_taken_for_empty_cells(tmp_path):
    rows = (
        '<row r="1"><c r="A1" t="e"><v>#N/A</v></c><c r="B1"><f>SUM(C1)</f></c>'
        '<c r="C1"><f>1+1</f><v>2</v></c><c r="D1" t="str"><f>""</f><v></v></c>'
        '<c r="E1"><v>5</v></c></row>'
    )
    assert cells(raw_book(tmp_path / "a.xlsx", rows)) == [
        [Broken("#N/A"), Broken("公式未计算"), 2.0, "", 5.0]
    ]


def test_a_day_shown_as_a_month_was_meant_as_a_month(tmp_path):
    rows = (
        '<row r="1"><c r="A1" s="1"><v>45170</v></c><c r="B1" s="2"><v>45170</v></c>'
        '<c r="C1" s="3"><v>45170</v></c></row>'
    )
    month = PartialDate("2023-09")
    assert cells(raw_book(tmp_path / "a.xlsx", rows)) == [[date(2023, 9, 1), month, month]]


def test_days_counted_from_1904(tmp_path):
    rows = '<row r="1"><c r="A1" s="1"><v>43708</v></c><c r="B1"><v>43708</v></c></row>'
    path = raw_book(tmp_path / "a.xlsx", rows, properties='<workbookPr date1904="1"/>')
    found = open_book(path).sheets[0]
    assert found.rows == [[date(2023, 9, 1), 43708.0]]
    assert found.since_1904


def test_hidden_rows_are_read_and_known(tmp_path):
    rows = ONE_CELL + '<row r="2" hidden="1"><c r="A2"><v>2</v></c></row>'
    found = open_book(raw_book(tmp_path / "a.xlsx", rows)).sheets[0]
    assert found.rows == [[1.0], [2.0]]
    assert found.hidden_rows == {1}


def _damaged(content: bytes, chance: random.Random) -> bytes:
    found = bytearray(content)
    for _ in range(chance.randint(1, 20)):
        found[chance.randrange(len(found))] = chance.randrange(256)
    return bytes(found)


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_xls_is_read_or_refused_never_fatal(tmp_path, seed):
    """calamine ends the process on some of these, which is why xlrd reads them."""
    path = tmp_path / "a.xls"
    chance = random.Random(seed)
    for _ in range(10):
        path.write_bytes(_damaged((DATA / "old-format.xls").read_bytes(), chance))
        _read_or_refused(path)


@pytest.mark.parametrize("seed", range(10))
def test_damaged_xml_is_read_or_refused_never_fatal(tmp_path, seed):
    source = book(tmp_path / "a.xlsx", [["企业名称", "电话"], ["甲", 1], [date(2026, 1, 1), "2"]])
    with zipfile.ZipFile(io.BytesIO(source.read_bytes())) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    chance = random.Random(seed)
    for _ in range(20):
        name = chance.choice(sorted(parts))
        _read_or_refused(pack(tmp_path / "b.xlsx", parts | {name: _mutated(parts[name], chance)}))


def _mutated(content: bytes, chance: random.Random) -> bytes:
    found = bytearray(content)
    for _ in range(chance.randint(1, 5)):
        at = chance.randrange(len(found))
        if chance.random() < 0.4:
            del found[at : at + chance.randint(1, 20)]
        else:
            found[at:at] = chance.choice([b"4294967295", b"-1", b'"', b"<c", b"</v>", b"&", b"\0"])
    return bytes(found)


def _read_or_refused(path: Path) -> None:
    with suppress(Refused, Fault):
        open_book(path)
