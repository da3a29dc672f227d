"""Where the table is: titles, one or two head rows, totals, signatures, and the right sheet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models import Partner
from app.models.fields import Field
from app.services.exchange.cells import Book, Sheet
from app.services.exchange.layout import best_layout, find_layout, layout_at
from app.services.exchange.mapping import guess
from app.services.exchange.workbook import open_book
from tests.services.exchange.books import book

FIELDS = Partner.fields()


def sheet(*rows, merged=(), **more):
    width = max(map(len, rows))
    return Sheet("台账", [[*row, *[""] * (width - len(row))] for row in rows], merged, **more)


def keys(found, fields=FIELDS):
    return [key for _, key in sorted(guess("台账", found, fields).columns.items())]


def test_heads_in_the_first_row():
    found = find_layout(sheet(["企业名称", "信用代码"], ["甲", "1"], ["乙", "2"]), FIELDS)
    assert (found.head, found.depth, found.rows) == (0, 1, (1, 2))
    assert keys(found) == ["name", "code"]


def test_titles_above_are_skipped():
    found = find_layout(
        sheet(
            ["2025-2026学年校企合作企业台账"],
            ["填报单位：教务处    统计时间：2026年8月31日"],
            [],
            ["序号", "单位名称", "统一社会信用代码", "备注"],
            [1.0, "甲", "x", ""],
        ),
        FIELDS,
    )
    assert (found.head, found.rows) == (3, (4,))
    assert keys(found) == ["", "name", "code", "remark"]


@pytest.mark.parametrize("merged", [((0, 2, 0, 3), (0, 0, 1, 0), (0, 1, 1, 1)), ()])
def test_two_rows_of_heads_with_a_group(merged):
    found = find_layout(
        sheet(
            ["企业名称", "信用代码", "联系人", "", "备注"],
            ["", "", "姓名", "电话", ""],
            ["甲", "x", "王", "1", "y"],
            merged=merged,
        ),
        FIELDS,
    )
    assert (found.depth, found.rows) == (2, (2,))
    assert found.heads[2:4] == ("联系人/姓名", "联系人/电话")
    assert keys(found) == ["name", "code", "contact_name", "contact_phone", "remark"]


def test_groups_above_all_heads():
    found = find_layout(
        sheet(
            ["合作企业一览表", "", "", "", ""],
            ["基本信息", "", "", "联系方式", ""],
            ["企业名称", "信用代码", "规模", "企业联系人", "手机"],
            ["甲", "x", "大型", "王", "1"],
            merged=((0, 0, 0, 4), (1, 0, 1, 2), (1, 3, 1, 4)),
        ),
        FIELDS,
    )
    assert keys(found) == ["name", "code", "size", "contact_name", "contact_phone"]
    assert found.rows == (3,)


@pytest.mark.parametrize(
    "head",
    [
        "企业名称",
        "企业名称*",
        "*企业名称",
        "企 业 名 称",
        "合作企业\n名称",
        "企业名称（全称）",
        "企业名称(必填)",
        "1.企业名称",
        "一、企业名称：",
        "企业名称　",
    ],
)
def test_the_many_ways_to_write_a_head(head):
    found = find_layout(sheet([head, "在岗职工总数（人）"], ["甲", 5.0]), FIELDS)
    assert keys(found) == ["name", "staff"]


def test_the_better_of_two_columns_is_taken_and_repeated_heads_are_named():
    found = find_layout(sheet(["名称", "企业名称", "电话", "电话"], ["a", "甲", "1", "2"]), FIELDS)
    assert found.heads == ("名称", "企业名称", "电话", "电话(2)")
    assert found.repeated == ("电话",)
    assert keys(found) == ["", "name", "contact_phone", ""]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (["合计", "", "120家", 5.0], "合计"),
        (["", "合 计", "", 5.0], "合计"),
        (["本页小计：3", "", "", 5.0], "合计"),
        ([7.0, "总计", "", 5.0], "合计"),
        (["共计120家", "", "", ""], "合计"),
        (["填报人：杨知行    审核人：向远舟", "", "", ""], "落款或说明"),
        (["制表：", "杨知行", "", ""], "落款或说明"),
        (["", "说明：本表一式两份", "", ""], "落款或说明"),
        (["注：1.按企业填报", "", "", ""], "落款或说明"),
        (["备注：以上数据截至八月", "", "", ""], "落款或说明"),
        (["", "", "", ""], "空行"),
        (["", "　", "\u200b", ""], "空行"),
        ([8.0, "", "", ""], "空行"),
        (["序号", "企业名称", "信用代码", "职工人数"], "重复的表头"),
        (["合作企业台账", "", "", ""], "重复的标题"),
    ],
)
def test_rows_that_are_no_records(row, why):
    found = find_layout(
        sheet(
            ["合作企业台账"],
            ["序号", "企业名称", "信用代码", "职工人数"],
            [1.0, "甲", "x", 5.0],
            row,
            [2.0, "乙", "y", 6.0],
        ),
        FIELDS,
    )
    assert found.left_out == {3: why}
    assert found.rows == (2, 4)


@pytest.mark.parametrize(
    "name",
    [
        "合计时代科技有限公司",
        "总数据服务公司",
        "说明书印刷厂",
        "注册会计师事务所",
        "平均律音乐公司",
    ],
)
def test_companies_whose_names_begin_like_a_total_are_records(name):
    found = find_layout(sheet(["企业名称", "信用代码"], [name, "x"], [name, ""]), FIELDS)
    assert found.rows == (1, 2)


def test_notes_may_go_on_over_several_rows():
    found = find_layout(
        sheet(
            ["企业名称", "信用代码"],
            ["甲", "x"],
            ["填表说明：", ""],
            ["企业名称按营业执照填写", ""],
            ["信用代码为十八位", ""],
        ),
        FIELDS,
    )
    assert found.rows == (1,)


def test_column_numbers_under_the_heads_are_skipped():
    found = find_layout(
        sheet(["企业名称", "信用代码", "规模"], ["甲", 1.0, 2.0], ["真实公司", "x", "大型"]), FIELDS
    )
    assert found.left_out == {1: "栏次"}


def test_the_best_of_several_sheets_is_chosen():
    notes = sheet(["填写说明"], ["企业名称按营业执照"])
    other = sheet(["姓名", "电话"], ["王", "1"])
    right = Sheet("企业", [["企业名称", "信用代码", "联系电话"], ["甲", "x", "1"]])
    hidden = Sheet(
        "旧", [["企业名称", "信用代码", "电话", "规模"], ["甲", "x", "1", "大型"]], hidden=True
    )
    chosen, found = best_layout(Book("a", (notes, other, hidden, right)), FIELDS)
    assert chosen.name == "企业"
    assert found.rows == (1,)


def test_a_sheet_without_any_known_head_has_no_mapping():
    found = find_layout(sheet(["甲", "乙"], ["丙", "丁"]), FIELDS)
    assert found.score == 0
    assert set(keys(found)) == {""}


def test_a_person_says_where_the_heads_are():
    page = sheet(["企业名称", "信用代码"], ["单位名称", "信用代码"], ["甲", "x"])
    found = layout_at(page, FIELDS, 1, 1)
    assert found.heads == ("单位名称", "信用代码")
    assert found.rows == (2,)


def test_merged_cells_come_from_the_file(tmp_path):
    path = book(
        tmp_path / "a.xlsx",
        [
            ["台账", "", "", ""],
            ["企业名称", "信用代码", "联系人", ""],
            ["", "", "姓名", "电话"],
            ["甲", "x", "王", "1"],
        ],
        merged=("A1:D1", "A2:A3", "B2:B3", "C2:D2"),
    )
    found = find_layout(open_book(path).sheets[0], FIELDS)
    assert found.heads == ("企业名称", "信用代码", "联系人/姓名", "联系人/电话")
    assert found.rows == (3,)


def test_other_ledgers_with_their_own_fields():
    fields = [Field(label=label, key=label) for label in ("课程", "班级", "人数", "实训室")]
    found = find_layout(
        sheet(
            ["实训教学课表（2025-2026学年第一学期）"],
            ["第1周星期一：2025-09-01"],
            ["课程", "班级", "人数", "任课教师", "周次", "实训室"],
            ["数控技术综合实训", "23数控2班", 46.0, "杜欣明", "1-16", "C338"],
        ),
        fields,
    )
    assert (found.head, found.rows) == (2, (3,))


cell = st.one_of(
    st.just(""),
    st.floats(allow_nan=True),
    st.text(max_size=8),
    st.sampled_from(["企业名称", "合计", "联系人", "姓名", "电话", "备注：", "同上", "序号"]),
    st.dates(),
    st.booleans(),
)


@given(st.lists(st.lists(cell, min_size=4, max_size=4), max_size=12))
def test_any_grid_has_a_layout_and_every_row_below_has_a_place(rows):
    found = find_layout(Sheet("a", rows), FIELDS)
    below = set(range(found.first, len(rows)))
    assert set(found.rows) | set(found.left_out) == below or found.depth == 0
    assert not set(found.rows) & set(found.left_out)
