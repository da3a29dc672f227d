"""csv as programs write it: encodings by strict rules, delimiters, guarded formulas."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Refused
from app.services.exchange.textfiles import decode, read_text
from app.services.exchange.workbook import open_book

TEXT = "企业名称,联系人\n成都示例蜀绣服饰有限公司,王䶮𠮷€\n"


@pytest.mark.parametrize(
    ("encoding", "used"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("gb18030", "gb18030"),
    ],
)
def test_every_encoding_an_office_meets(tmp_path, encoding, used):
    path = tmp_path / "台账.csv"
    path.write_bytes(TEXT.encode(encoding))
    found = open_book(path)
    assert found.encoding == used
    assert found.sheets[0].name == "台账"
    assert found.sheets[0].rows == [
        ["企业名称", "联系人"],
        ["成都示例蜀绣服饰有限公司", "王䶮𠮷€"],
    ]


def test_a_short_gbk_text_is_not_taken_for_something_exotic():
    assert decode("序号,姓名\n1,石晓岚".encode("gbk")) == ("序号,姓名\n1,石晓岚", "gb18030")


def test_utf8_comes_before_gb18030_which_would_read_it_too():
    assert decode("学号".encode())[0] == "学号"


def test_the_person_may_choose_the_encoding():
    content = "学号".encode()
    assert decode(content, "gb18030")[0] != "学号"
    with pytest.raises(Refused, match="换一种编码"):
        decode("学号。".encode("gb18030"), "utf-8")


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_delimiters(sign):
    content = (
        f"企业名称{sign}面向专业{sign}备注\n甲{sign}护理、数控{sign}\n乙{sign}{sign}无\n".encode()
    )
    assert read_text(content, "a")[0].rows[1] == ["甲", "护理、数控", ""]


def test_quoted_line_breaks_stay_in_their_cell():
    content = '名称,备注\n甲,"一\n二"\n'.encode()
    assert read_text(content, "a")[0].rows[1] == ["甲", "一\n二"]


def test_ragged_lines_are_filled_up():
    sheet, _ = read_text(b"a,b,c\n1\n1,2,3\n", "a")
    assert sheet.rows == [["a", "b", "c"], ["1", "", ""], ["1", "2", "3"]]


@pytest.mark.parametrize(
    ("written", "meant"),
    [("'=1+1", "=1+1"), ("'@a", "@a"), ("'-5", "-5"), ("''=1", "'=1"), ("'twas", "'twas")],
)
def test_the_quote_in_front_of_formulas_is_taken_away_again(written, meant):
    assert read_text(f"a,b\n{written},x\n".encode(), "a")[0].rows[1][0] == meant


def test_too_many_columns_are_refused():
    with pytest.raises(Refused, match="工作表太大"):
        read_text(("," * 300).encode(), "a")


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content):
    try:
        sheet, _ = read_text(content, "a")
    except Refused:
        return
    assert len({len(row) for row in sheet.rows}) <= 1
