"""A table says the same lines to everyone who prints it."""

from datetime import date
from decimal import Decimal
from typing import get_args

import pytest

from app.models import Agreement, Contribution, Partner
from app.services.reports import pdf, spec, tables, texts, workbook
from app.services.reports.spec import (
    Align,
    Column,
    Group,
    Notes,
    SealSpace,
    Signatures,
    Table,
    Total,
)
from app.services.reports.tables import HeadCell, Kind

MONEY = Column.of(Contribution.field("amount"))
NAME = Column(label="企业名称")


def said(table: Table) -> list[tuple[str, str, tuple[object, ...]]]:
    return [(line.kind.value, line.label, tuple(line.values)) for line in tables.lines(table)]


@pytest.mark.parametrize("section", get_args(spec.Section))
@pytest.mark.parametrize("act", [pdf.set_section, texts.section_texts, workbook.put])
def test_every_section_is_known_to_everyone(section, act):
    assert act.dispatch(section) is not act.dispatch(object)


def test_rows_are_numbered_through_the_groups_and_summed():
    rows = [("甲", Decimal(10)), ("乙", None), ("丙", Decimal("0.5"))]
    groups = [Group("一", rows[:2]), Group("二", rows[2:])]
    table = Table(columns=[NAME, MONEY], groups=groups, total=Total.LAST, subtotals=True)
    assert said(table) == [
        ("group", "一", ()),
        ("row", "", (1, "甲", Decimal(10))),
        ("row", "", (2, "乙", None)),
        ("subtotal", "小计", (None, None, Decimal(10))),
        ("group", "二", ()),
        ("row", "", (3, "丙", Decimal("0.5"))),
        ("subtotal", "小计", (None, None, Decimal("0.5"))),
        ("total", "总计", (None, None, Decimal("10.5"))),
    ]


def test_the_sum_stands_first_where_the_ministry_wants_it():
    table = Table(columns=[NAME, MONEY], rows=[("甲", Decimal(1))], total=Total.FIRST, index=True)
    assert [kind for kind, *_ in said(table)] == ["index", "total", "row"]
    assert said(table)[0][2] == ("甲", "乙", "1")


def test_nothing_is_summed_to_nothing_not_to_zero():
    table = Table(columns=[NAME, MONEY], rows=[("甲", None)], total=Total.LAST, numbered=False)
    assert said(table)[-1] == ("total", "合计", (None, None))


def test_without_a_column_to_sum_there_is_no_sum():
    for total in Total:
        table = Table(columns=[NAME], rows=[("甲",)], total=total)
        assert [kind for kind, *_ in said(table)] == ["row"]


def test_who_fills_it_in_has_a_place_even_without_a_name(register):
    assert register(organisation="").filler[0] == "填报单位（盖章）："
    assert register(organisation="", period="", unit="").filler == ("", "", "")
    assert register(maker="制作单位", organisation="学院").filler[0] == "制作单位：学院"


def test_an_empty_table_says_so():
    assert said(Table(columns=[NAME]))[0][:2] == ("empty", "（无）")
    assert tables.span(Table(columns=[NAME]), Kind.EMPTY) == 2


def test_neighbours_under_the_same_head_share_it():
    columns = [NAME, Column(label="姓名", over="联系人"), Column(label="电话", over="联系人"),
               Column(label="金额", over="投入")]  # fmt: skip
    assert tables.levels(columns) == 2
    assert tables.heads(columns, 2) == (
        HeadCell("企业名称", 0, 0, 0, 2),
        HeadCell("联系人", 1, 2, 0, 1),
        HeadCell("姓名", 1, 1, 1, 1),
        HeadCell("电话", 2, 2, 1, 1),
        HeadCell("投入", 3, 3, 0, 1),
        HeadCell("金额", 3, 3, 1, 1),
    )


def test_a_column_follows_from_its_field():
    assert Column.of(Partner.field("name")).align is Align.LEFT
    assert Column.of(Partner.field("code")).align is Align.CENTRE
    assert Column.of(Partner.field("status")).align is Align.CENTRE
    assert Column.of(Partner.field("staff")).align is Align.RIGHT
    assert Column.of(Partner.field("staff")).total
    assert Column.of(Partner.field("name"), over="企业").over == "企业"
    assert MONEY.head == "金额（万元）"
    assert MONEY.show(Decimal(1_250_000)) == "125.00"
    assert MONEY.number(Decimal(1_250_000)) == 125
    assert Column.of(Agreement.field("ends")).show(date(2026, 12, 1)) == "2026-12-01"


def test_yes_and_no_are_no_numbers():
    assert Column(label="是否", type=bool).number(value=True) is None
    assert Column(label="是否", type=bool).show(True) == "是"


def test_what_signatures_seals_and_notes_print():
    assert Signatures(("填报人", "填报日期"), {"填报人": "杨知行"}).printed == [
        "填报人：杨知行",
        "填报日期：　　　　年　　月　　日",
    ]
    assert SealSpace("学院", date(2026, 11, 1)).date == "2026年11月1日"
    assert Notes(["甲"]).printed == ["说明：甲"]
    assert Notes(["甲", "乙"], label="注").printed == ["注：1. 甲", "　　2. 乙"]
