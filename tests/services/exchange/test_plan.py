"""The fate of every row: what is matched, what changes, what is refused, what comes along."""

from contextlib import suppress
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import UserError
from app.models import Agreement, AgreementParty, Closure, Contact, Department, Partner, Programme
from app.models.agreements import AgreementState
from app.models.partners import PartnerStatus
from app.models.values import PartialDate
from app.services.exchange.apply import apply_plan
from app.services.exchange.cells import Book, Broken, Sheet
from app.services.exchange.importing import plan_file
from app.services.exchange.lines import Outcome
from app.services.exchange.plan import make_plan
from app.services.exchange.workbook import open_book
from tests.services.exchange.books import code

NEW, CHANGED, SAME, REFUSED = Outcome


def ledger(*rows, **more):
    width = max(map(len, rows))
    cells = [[*row, *[""] * (width - len(row))] for row in rows]
    return Book("台账.xlsx", (Sheet("台账", cells, **more),))


@pytest.fixture
def plan(office):
    def made(*rows, kind=Partner, **more):
        return plan_file(office, kind, ledger(*rows, **more))

    return made


@pytest.fixture
def bring(office, plan):
    def done(*rows, kind=Partner):
        found = plan(*rows, kind=kind)
        apply_plan(office, found)
        return found

    return done


def fates(plan):
    return [line.outcome for line in plan.lines]


def reasons(plan):
    return [problem.message for line in plan.lines for problem in line.problems]


def warnings(plan):
    return [problem.message for line in plan.lines for problem in line.warnings]


HEADS = ["企业名称", "统一社会信用代码", "联系人", "在岗职工总数"]


# --- what is matched


def test_new_changed_same(office, plan, bring):
    bring(HEADS, ["甲公司", code(1), "王芳", 10.0], ["乙公司", code(2), "李涛", 20.0])
    found = plan(
        HEADS,
        ["甲公司", code(1), "王芳", 10.0],
        ["乙公司", code(2), "李涛", 25.0],
        ["丙公司", code(3), "", ""],
    )
    assert fates(found) == [SAME, CHANGED, NEW]
    assert found.lines[1].changes == {"staff": (20, 25)}
    apply_plan(office, found)
    assert {p.name: p.staff for p in office.of(Partner).all()} == {
        "甲公司": 10,
        "乙公司": 25,
        "丙公司": None,
    }


def test_a_blank_cell_never_erases_and_an_absent_row_never_deletes(office, bring):
    bring(HEADS, ["甲公司", code(1), "王芳", 10.0], ["乙公司", code(2), "李涛", 20.0])
    bring(HEADS, ["甲公司", code(1), "", "/"])
    kept = {p.name: (p.contact_name, p.staff) for p in office.of(Partner).all()}
    assert kept == {"甲公司": ("王芳", 10), "乙公司": ("李涛", 20)}


def test_the_code_decides_and_the_name_may_change(plan, bring):
    bring(HEADS, ["甲公司", code(1)])
    found = plan(HEADS, ["甲公司（新名）", code(1)])
    assert found.lines[0].changes == {"name": ("甲公司", "甲公司（新名）")}


def test_the_name_decides_where_there_is_no_code_and_width_does_not_count(plan, bring):
    bring(HEADS, ["甲（中国）有限公司", code(1), "王芳"])
    found = plan(HEADS, ["甲(中国)有限公司 ", "", "李涛"])
    assert fates(found) == [CHANGED]
    assert found.lines[0].changes["contact_name"] == ("王芳", "李涛")
    assert "没有统一社会信用代码" not in warnings(found)


def test_a_code_is_added_to_a_record_that_has_none(plan, bring):
    found = bring(HEADS, ["甲公司", ""])
    assert warnings(found) == ["没有统一社会信用代码"]
    assert plan(HEADS, ["甲公司", code(1)]).lines[0].changes == {"code": (None, code(1))}


def test_the_same_name_with_another_code_is_asked_about(plan, bring):
    bring(HEADS, ["甲公司", code(1)])
    found = plan(HEADS, ["甲公司", code(2)])
    assert fates(found) == [REFUSED]
    assert code(1) in reasons(found)[0]


def test_a_code_of_one_and_the_name_of_another_is_asked_about(plan, bring):
    bring(HEADS, ["甲公司", code(1)], ["乙公司", code(2)])
    assert fates(plan(HEADS, ["乙公司", code(1)])) == [REFUSED]


def test_two_of_the_same_name_cannot_be_told_apart_without_a_code(plan, make):
    make(Partner, name="甲公司", code=code(1))
    make(Partner, name="甲公司", code=code(2))
    assert "2 条同名" in reasons(plan(HEADS, ["甲公司", ""]))[0]
    assert fates(plan(HEADS, ["甲公司", code(2)])) == [SAME]


def test_what_lies_in_the_bin_is_not_matched(office, plan, make):
    gone = make(Partner, name="甲公司", code=code(1))
    office.of(Partner).delete([gone.id])
    assert fates(plan(HEADS, ["甲公司", code(1)])) == [NEW]


# --- duplicates in the file


def test_rows_that_say_the_same_twice_name_the_first(plan):
    found = plan(
        HEADS,
        ["甲公司", code(1)],
        ["甲公司另名", code(1)],
        ["乙公司", ""],
        ["乙公司", ""],
        ["甲公司", ""],
        ["丙公司", code(3)],
        ["丙公司", code(4)],
    )
    assert fates(found) == [NEW, REFUSED, NEW, REFUSED, REFUSED, NEW, REFUSED]
    assert [line.problems[0].message for line in found.of(REFUSED)] == [
        "与第 2 行的统一社会信用代码相同",
        "与第 4 行相同",
        "与第 2 行相同",
        "与第 7 行相同",
    ]


def test_a_refused_row_does_not_stand_in_the_way_of_a_good_one(plan):
    found = plan(HEADS, ["甲公司", code(1), "王\ue000"], ["甲公司", code(1), "王芳"])
    assert fates(found) == [REFUSED, NEW]


# --- what must be there


def test_what_a_new_record_must_have(plan):
    found = plan(HEADS, ["", code(1), "王芳"])
    assert reasons(found) == ["请填写企业名称"]


def test_a_known_record_needs_no_more_than_what_names_it(plan, bring):
    bring(HEADS, ["甲公司", code(1)])
    assert fates(plan(["统一社会信用代码", "联系人"], [code(1), "王芳"])) == [CHANGED]


def test_the_rules_between_fields_are_asked(plan, bring):
    heads = ["企业名称", "合作状态", "状态原因"]
    found = plan(heads, ["甲公司", "暂停", ""], ["乙公司", "暂停", "停产检修"])
    assert fates(found) == [REFUSED, NEW]
    assert "写明原因" in reasons(found)[0]
    bring(heads, ["乙公司", "暂停", "停产检修"])
    assert fates(plan(["企业名称", "合作状态"], ["乙公司", "终止"])) == [CHANGED]


def test_defaults_stand_where_nothing_is_given(office, bring):
    bring(HEADS, ["甲公司", code(1)])
    assert office.of(Partner).all()[0].status is PartnerStatus.ACTIVE


# --- dates and sets


def test_a_month_does_not_replace_the_day_that_is_known(office, plan, make):
    make(Partner, name="甲公司", since=PartialDate("2023-09-15"))
    heads = ["企业名称", "首次合作日期"]
    assert fates(plan(heads, ["甲公司", "2023.9"])) == [SAME]
    assert plan(heads, ["甲公司", "2023.10"]).lines[0].changes["since"][1] == PartialDate("2023-10")


def test_a_month_where_a_day_is_needed_is_left_out_and_named(plan):
    found = plan(
        ["协议名称", "签订日期", "备注"], ["校企合作协议", "2023年9月", ""], kind=Agreement
    )
    assert fates(found) == [NEW]
    assert "“2023年9月”只到月，请写出哪一天，已留空" in warnings(found)


def test_the_order_of_a_set_is_no_change(plan, bring):
    heads = ["企业名称", "面向专业", "资质标签"]
    bring(heads, ["甲公司", "护理、数控技术", "专精特新、上市公司"])
    assert fates(plan(heads, ["甲公司", "数控技术,护理", "上市公司、专精特新"])) == [SAME]
    assert fates(plan(heads, ["甲公司", "护理", ""])) == [CHANGED]


# --- references


def test_references_by_title_short_name_code_and_former_name(office, plan, make):
    college = make(Department, name="智能制造学院", short_name="智造院")
    nursing = make(Programme, name="护理", code="520201")
    heads = ["企业名称", "校方对接院系", "面向专业"]
    found = plan(
        heads,
        ["甲公司", "智能制造学院", "护理专业"],
        ["乙公司", "智造院", "520201"],
        ["丙公司", "", "护理（520201）"],
    )
    assert [line.values.get("department_id") for line in found.lines] == [college.id] * 2 + [None]
    assert [line.values["programmes"] for line in found.lines] == [(nursing.id,)] * 3
    assert not found.made


def test_an_unknown_reference_is_left_out_and_named(plan):
    found = plan(["企业名称", "校方对接院系"], ["甲公司", "没有的学院"])
    assert fates(found) == [NEW]
    assert "department_id" not in found.lines[0].values
    assert "库里没有院系部门“没有的学院”，没有导入" in warnings(found)


def test_a_reference_that_must_be_there_refuses_the_row(plan, make):
    make(Partner, name="甲公司")
    found = plan(
        ["合作企业", "姓名", "电话"],
        ["甲公司", "王芳", "13800000001"],
        ["没有的公司", "李涛", "13800000002"],
        kind=Contact,
    )
    assert fates(found) == [NEW, REFUSED]
    assert "请先建立它" in reasons(found)[0]


def test_an_ambiguous_reference_is_not_guessed(plan, make):
    make(Partner, name="甲公司", code=code(1))
    make(Partner, name="甲公司", code=code(2))
    found = plan(["合作企业", "姓名"], ["甲公司", "王芳"], [code(2), "王芳"], kind=Contact)
    assert fates(found) == [REFUSED, NEW]
    assert "2 个合作企业叫“甲公司”" in reasons(found)[0]


def test_programmes_are_made_only_for_rows_that_go_in(office, plan):
    heads = ["企业名称", "面向专业", "统一社会信用代码"]
    found = plan(heads, ["甲公司", "护理、不存在的专业", code(1)], ["乙公司", "软件技术", "1234"])
    assert [made.values["name"] for made in found.made] == ["护理"]
    assert "status" not in found.made[0].values  # the partner has one too, of another sort
    told = warnings(found)
    assert "专业“护理”（520201）库里没有，按国家专业目录一并建立" in told
    assert "库里没有专业“不存在的专业”，没有导入" in told
    apply_plan(office, found)
    assert [p.code for p in office.of(Programme).all()] == ["520201"]


def test_records_of_one_file_may_refer_to_each_other(office, plan, bring):
    heads = ["企业名称", "所属集团"]
    found = bring(heads, ["子公司", "集团公司"], ["集团公司", ""])
    assert not [told for told in warnings(found) if "库里没有" in told]
    stored = {p.name: p for p in office.of(Partner).all()}
    assert stored["子公司"].group_id == stored["集团公司"].id
    assert fates(plan(heads, ["子公司", "集团公司"], ["集团公司", ""])) == [SAME, SAME]


# --- parts and other kinds


def test_parts_are_matched_within_what_they_belong_to(plan, bring, make):
    make(Partner, name="甲公司")
    make(Partner, name="乙公司")
    heads = ["合作企业", "姓名", "电话"]
    rows = [["甲公司", "王芳", "13800000001"], ["乙公司", "王芳", "13800000002"]]
    assert fates(bring(heads, *rows, kind=Contact)) == [NEW, NEW]
    assert fates(plan(heads, *rows, kind=Contact)) == [SAME, SAME]
    changed = plan(heads, ["乙公司", "王芳", "13800000003"], kind=Contact)
    assert changed.lines[0].changes == {"phone": ("13800000002", "13800000003")}


def test_agreements_get_what_saving_gives_them(office, plan, bring, make):
    make(Partner, name="甲公司")
    heads = ["协议名称", "乙方", "签订日期", "到期日期"]
    row = ["框架协议", "甲公司", date(2025, 9, 1), date(2028, 8, 31)]
    bring(heads, row, kind=Agreement)
    stored = office.of(Agreement).all()[0]
    assert stored.number.startswith("XY-")
    assert stored.state is AgreementState.ACTIVE
    assert office.of(AgreementParty).count() == 2
    assert fates(plan(heads, row, kind=Agreement)) == [SAME]


def test_a_dry_run_of_agreements_uses_up_no_number(office, plan, bring, make):
    make(Partner, name="甲公司")
    heads = ["协议名称", "乙方"]
    for _ in range(3):
        plan(heads, ["框架协议", "甲公司"], kind=Agreement)
    assert office.of(Agreement).count() == 0
    bring(heads, ["框架协议", "甲公司"], kind=Agreement)
    assert office.of(Agreement).all()[0].number.endswith("-001")


def test_a_signed_agreement_is_not_changed_by_an_import(plan, bring, make):
    make(Partner, name="甲公司")
    heads = ["协议编号", "协议名称", "乙方", "生效日期", "到期日期", "备注", "签订日期"]
    signed = date(2025, 8, 20)
    first = ["XY-1", "框架协议", "甲公司", date(2025, 9, 1), date(2028, 8, 31), "", signed]
    bring(heads, first, kind=Agreement)
    later = plan(
        heads,
        [*first[:4], date(2029, 8, 31), "", signed],
        ["XY-2", "另一份", "甲公司", date(2026, 9, 1), date(2025, 8, 31), "", ""],
        ["XY-3", "第三份", "甲公司", "", "", "", ""],
        kind=Agreement,
    )
    assert fates(later) == [REFUSED, REFUSED, NEW]
    assert "补充协议" in reasons(later)[0]
    assert "早于" in reasons(later)[1]
    assert fates(plan(heads, [*first[:5], "归档", signed], kind=Agreement)) == [CHANGED]


# --- what the sheet says


def test_ditto_marks_are_filled_from_above_and_told(plan):
    found = plan(
        ["企业名称", "单位性质", "企业规模"],
        ["甲公司", "国有企业", "同上"],
        ["乙公司", "同上", "大型"],
        ["丙公司", "〃", "″"],
    )
    assert [str(line.values["nature"]) for line in found.lines] == ["国有企业"] * 3
    assert [str(line.values.get("size", "")) for line in found.lines] == ["", "大型", "大型"]
    assert "“同上”已按上一行填写" in warnings(found)


def test_merged_cells_are_filled_only_where_a_person_says_so(office, plan):
    rows = (["企业名称", "单位性质"], ["甲公司", "国有企业"], ["乙公司", ""])
    found = plan(*rows)
    assert "nature" not in found.lines[1].values
    told = replace(found.mapping, fill=frozenset({1}))
    again = make_plan(office, Partner, ledger(*rows), told)
    assert str(again.lines[1].values["nature"]) == "国有企业"


def test_merged_cells_below_their_first_row_are_told(plan):
    found = plan(
        ["企业名称", "单位性质"],
        ["甲公司", "国有企业"],
        ["乙公司", ""],
        merged=((1, 1, 2, 1),),
    )
    assert "只有最上面一行" in found.lines[1].warnings[0].message


def test_a_text_file_under_an_excel_name_is_told(office, tmp_path):
    path = tmp_path / "台账.xls"
    path.write_text("企业名称,备注\n甲公司,无\n", "utf-8")
    found = plan_file(office, Partner, open_book(path))
    assert "实际是文本表格" in warnings(found)[0]


def test_hidden_rows_and_repeated_heads_are_told(plan):
    found = plan(
        ["企业名称", "电话", "电话"],
        ["甲公司", "13800000001", "13800000002"],
        ["乙公司", "", ""],
        hidden_rows=frozenset({2}),
    )
    assert "有不止一列叫“电话”，只读入了 B 列" in warnings(found)
    assert [w.message for w in found.lines[1].warnings if not w.field] == [
        "这一行在 Excel 里是隐藏的，也读入了"
    ]


def test_of_repeated_heads_only_what_is_left_out_is_told(office, plan):
    """Of columns that nobody imports nobody need hear."""
    heads = ["企业名称", "电话", "电话", "我的", "我的"]
    found = plan(heads, ["甲公司", "13800000001", "13800000002", "", ""])
    assert [told for told in warnings(found) if "不止一列" in told] == [
        "有不止一列叫“电话”，只读入了 B 列"
    ]


def test_a_mapping_without_any_column_refuses_every_row(office, plan):
    found = plan(HEADS, ["甲公司", code(1)])
    nothing = replace(found.mapping, columns={})
    again = make_plan(office, Partner, ledger(HEADS, ["甲公司", code(1)]), nothing)
    assert reasons(again) == ["请填写企业名称"]


CELL = st.one_of(
    st.just(""),
    st.text(max_size=6),
    st.floats(),
    st.dates(),
    st.booleans(),
    st.builds(Broken, st.just("#N/A")),
    st.sampled_from(
        [
            "企业名称",
            "信用代码",
            "联系人",
            "姓名",
            "电话",
            "面向专业",
            "甲公司",
            "护理",
            "同上",
            "合计",
        ]
    ),
    st.integers(min_value=1, max_value=3).map(code),
)


@settings(max_examples=60)
@given(rows=st.lists(st.lists(CELL, min_size=4, max_size=4), min_size=1, max_size=8))
@pytest.mark.parametrize("kind", [Partner, Agreement, Contact], ids=lambda kind: kind.__name__)
def test_any_grid_has_a_plan_or_a_refusal(office, kind, rows):
    for heads in (rows[0], ["企业名称", "信用代码", "电话", "面向专业"]):
        with suppress(UserError):
            found = plan_file(office, kind, ledger(heads, *rows))
            assert len(found.lines) == len(found.layout.rows)
            assert all(line.problems for line in found.of(REFUSED))
            assert not any(line.problems for line in found.of(NEW, CHANGED, SAME))


def test_a_slip_in_a_room_does_not_close_the_whole_college(plan):
    """Left blank the room means all rooms: a name that nobody knows is no blank."""
    heads = ["事由", "实训室", "起始日期", "截止日期"]
    found = plan(heads, ["检修", "B1O1", "2026-11-01", "2026-11-02"], kind=Closure)
    [line] = found.lines
    assert (line.outcome, line.problems[0].field) == (REFUSED, "room_id")
