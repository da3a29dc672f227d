"""What a cell means in a field: every style of real ledgers, and what Excel has spoilt."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models import KINDS, Agreement, Booking, Campus, Contact, Partner
from app.models.fields import Field
from app.models.partners import Depth, Label, Nature, Size
from app.models.values import PartialDate
from app.places import RESOURCES
from app.services.codes import Codes
from app.services.exchange.cells import Broken, number_text
from app.services.exchange.convert import AS_NUMBER, convert_column

SINCE = Partner.field("since")
SIGNED = Agreement.field("signed_on")
HOLD = Booking.field("hold_until")
LOG_DAY = Field(label="日期", key="on", type=date)


@pytest.fixture(scope="module")
def codes(pinyin):
    return Codes(RESOURCES / "reference", pinyin)


@pytest.fixture(scope="module")
def read(codes):
    """Value, problem and warning of one cell."""

    def once(field, cell, **more):
        column = convert_column(field, [cell], codes, **more)
        return column.values[0], column.problems.get(0, ""), column.warnings.get(0, "")

    return once


def kept(value):
    return value, "", ""


# --- identifiers


def test_a_credit_code_stored_as_a_number_is_refused(read):
    field = Partner.field("code")
    value, problem, _ = read(field, 9.15115026117199e17)
    assert (value, problem) == (None, AS_NUMBER)
    assert AS_NUMBER == "这一格在 Excel 里是数字，末几位已丢失，请改成文本后重填"


@pytest.mark.parametrize("written", ["9.15115E+17", "9.15115026117199e17", "９.１５Ｅ＋１７"])
def test_a_number_that_became_text_on_its_way_is_refused_too(read, written):
    assert read(Partner.field("code"), written)[1] == AS_NUMBER


@pytest.mark.parametrize("number", [float(10**15), 1.5, -3.0, 9.15e17, float("inf"), float("nan")])
def test_numbers_that_can_be_no_code(read, number):
    assert read(Partner.field("contact_phone"), number)[1] == AS_NUMBER


def test_a_number_is_taken_only_where_no_digit_can_be_lost(read):
    phone = Partner.field("contact_phone")
    assert read(phone, 13825903029.0) == kept("13825903029")
    assert "开头的 0" in read(phone, 2881808212.0)[1]  # 028-81808212
    assert read(Partner.field("region"), 510112.0) == kept("510112")
    assert "开头的 0" in read(Campus.field("code"), 1.0)[1]  # 01 once


def test_codes_are_cleaned_before_they_are_checked(read):
    field = Partner.field("code")
    assert read(field, "９１５１０１１２0000000１９ｐ") == kept("91510112000000019P")
    assert read(field, " 91510112 0000\u200b00019P\u3000") == kept("91510112000000019P")
    assert "校验位" in read(field, "91510112000000019Q")[1]
    assert "15 位" in read(field, "510100000012345")[1]


@pytest.mark.parametrize("cell", [True, date(2026, 1, 1), time(8), timedelta(days=2)])
def test_other_things_in_a_code_column(read, cell):
    assert "请改成文本后重填" in read(Partner.field("code"), cell)[1]


@pytest.mark.parametrize("cell", ["", "  ", "/", "—", "无", "暂无", "\u3000"])
def test_words_for_nothing(read, cell):
    assert read(Partner.field("code"), cell) == kept(None)
    assert read(SINCE, cell) == kept(None)
    assert read(Partner.field("staff"), cell) == kept(None)
    assert read(Partner.field("size"), cell) == kept(None)


def test_nothing_may_be_what_a_remark_says(read):
    assert read(Partner.field("remark"), "无") == kept("无")


# --- codes of official tables


def test_unknown_codes_are_reported_but_taken(read):
    assert read(Partner.field("region"), "510112") == kept("510112")
    value, problem, warning = read(Partner.field("region"), "519999")
    assert (value, problem) == ("519999", "")
    assert "不在国家标准代码表里" in warning


def test_names_and_bare_digits_find_their_code(read):
    industry = Partner.field("industry")
    assert read(industry, "汽车零部件及配件制造") == kept("C3670")
    assert read(industry, "3670") == kept("C3670")
    assert read(industry, 3670.0) == kept("C3670")
    value, problem, warning = read(industry, "说不清的行业")
    assert (value, problem) == (None, "")
    assert "不在代码表里" in warning
    assert read(industry, "C36700000")[1]


# --- dates


@pytest.mark.parametrize(
    "cell",
    [
        date(2026, 3, 1),
        datetime(2026, 3, 1, 8, 30),  # noqa: DTZ001 - as readers give it
        datetime(2026, 2, 28, 23, 59, 59, 999_000),  # noqa: DTZ001
        "2026-03-01",
        "2026/3/1",
        "2026.3.1",
        "2026年3月1日",
        "２０２６年３月１日",
        "20260301",
        20260301.0,
        46082.0,
        46082.5,
        "2026-03-01 00:00:00",
        "2026-03-01 08:30",
        "2026-03-01T08:30:15.5",
        " 2026. 3. 1 ",
        "2026.3.1.",
    ],
)
def test_days_in_the_styles_of_real_ledgers(read, cell):
    assert read(SIGNED, cell) == kept(date(2026, 3, 1))
    assert read(SINCE, cell) == kept(PartialDate("2026-03-01"))


@pytest.mark.parametrize(
    "cell",
    [
        datetime(2026, 12, 1, 17, 30),  # noqa: DTZ001 - as readers give it
        datetime(2026, 12, 1, 17, 29, 59, 999_000),  # noqa: DTZ001
        "2026-12-01 17:30",
        "2026.12.1 17：30",
        "2026年12月1日17点30分",
        "2026-12-01T17:30:00",
        "20261201 17:30",
    ],
)
def test_moments_in_the_styles_of_real_ledgers(read, cell):
    at = datetime(2026, 12, 1, 17, 30).astimezone(UTC)
    assert read(HOLD, cell) == kept(at)


def test_a_day_without_a_time_is_no_moment_unless_excel_keeps_it_so(read):
    assert "没有写几点" in read(HOLD, "2026-12-1")[1]
    midnight = datetime(2026, 12, 1).astimezone(UTC)
    assert read(HOLD, date(2026, 12, 1)) == kept(midnight)


@pytest.mark.parametrize(
    ("cell", "iso"),
    [
        ("2023.9", "2023-09"),
        ("2023年9月", "2023-09"),
        ("2023-09", "2023-09"),
        ("202309", "2023-09"),
        (202309.0, "2023-09"),
        (2023.9, "2023-09"),
        (2023.11, "2023-11"),
        (2023.01, "2023-01"),
        (PartialDate("2023-09"), "2023-09"),
        ("2023", "2023"),
        ("2023年", "2023"),
        (2023.0, "2023"),
    ],
)
def test_a_month_stays_a_month_and_is_never_its_first_day(read, cell, iso):
    assert read(SINCE, cell) == kept(PartialDate(iso))
    value, problem, warning = read(SIGNED, cell)
    assert (value, problem) == (None, "")
    assert "请写出哪一天" in warning
    assert "请写出哪一天" in read(LOG_DAY, cell)[1]


def test_october_that_lost_its_zero_is_asked_about(read):
    value, _, warning = read(SINCE, 2023.1)
    assert value is None
    assert "10 月" in warning
    assert read(SINCE, "2023.10") == kept(PartialDate("2023-10"))


def test_days_counted_from_1904(read):
    assert read(SIGNED, 43708.0, since_1904=True) == kept(date(2023, 9, 1))


@pytest.mark.parametrize(
    "cell",
    [
        0.0,
        59.0,
        60.0,
        -5.0,
        1e300,
        float("nan"),
        2958466.0,
        99999999.0,
        date(1900, 2, 28),
        date(1949, 12, 31),
        "2101-01-01",
        "1899年1月1日",
        "2026-02-30",
        "2026-13-01",
        "26.3.1",
        "今天",
        "+7",
        "45200",
        "三月一日",
        True,
        time(8, 0),
        timedelta(hours=30),
        2023.13,
        2023.123,
    ],
)
def test_what_is_no_day_refuses_the_row(read, cell):
    value, problem, _ = read(SIGNED, cell)
    assert value is None
    assert problem


# --- numbers


@pytest.mark.parametrize("cell", [285.0, 285, "285", "285人", "２８５", " 285 人", "285.0", "+285"])
def test_counts(read, cell):
    assert read(Partner.field("staff"), cell) == kept(285)


@pytest.mark.parametrize("cell", ["约300", "300余人", 2.5, "-3", -3.0, 3e9, True, date(2026, 1, 1)])
def test_what_is_no_count(read, cell):
    assert read(Partner.field("staff"), cell)[1]


def test_money_is_in_the_unit_of_its_field_unless_it_says_otherwise(read):
    capital = Partner.field("capital")
    assert read(capital, 800.0) == kept(Decimal(8_000_000))
    assert read(capital, "1,200.5") == kept(Decimal(12_005_000))
    assert read(capital, "800万元") == kept(Decimal(8_000_000))
    assert read(capital, "500元") == kept(Decimal(500))
    assert read(capital, 0.1) == kept(Decimal(1000))
    assert "太大" in read(capital, 1e15)[1]


# --- choices


def test_choices_by_label(read):
    assert read(Partner.field("nature"), " 国有企业 ") == kept(Nature.STATE)
    assert "只能是" in read(Partner.field("nature"), "民营企业")[1]
    assert "只能是" in read(Partner.field("nature"), "非国有企业")[1]
    assert "只能是" in read(Partner.field("nature"), "其他")[1]  # two of them


def test_a_wording_that_can_mean_only_one_is_taken_and_told(read):
    value, problem, warning = read(Partner.field("size"), "大型企业")
    assert (value, problem) == (Size.LARGE, "")
    assert warning == "“大型企业”按“大型”理解"
    assert read(Partner.field("depth"), "战略")[0] is Depth.STRATEGIC


def test_several_choices(read):
    field = Partner.field("labels")
    assert read(field, "专精特新、高新技术企业") == kept((Label.SPECIALISED, Label.HIGH_TECH))
    assert read(field, "专精特新、五百强")[1]


def test_yes_and_no(read):
    field = Contact.field("signatory")
    assert [read(field, cell)[0] for cell in (True, "是", "√", 1.0)] == [True] * 4
    assert [read(field, cell)[0] for cell in (False, "否", "无", 0.0)] == [False] * 4
    assert read(field, "也许")[1]


# --- text


def test_text_is_cleaned_and_otherwise_left_alone(read):
    name = Partner.field("name")
    assert read(name, "\u3000成都（中国）有限公司\u200b\u202e ") == kept("成都（中国）有限公司")
    assert read(name, "a\x00\x01b") == kept("ab")
    assert read(name, "<b>甲</b>&=1+1") == kept("<b>甲</b>&=1+1")
    assert read(Partner.field("remark"), "暂停合作\r\n待续签") == kept("暂停合作\n待续签")
    assert read(Partner.field("contact_name"), "扎西•次仁") == kept("扎西·次仁")
    assert read(name, 2023.0) == kept("2023")
    assert read(name, date(2023, 9, 1)) == kept("2023-09-01")


def test_what_would_break_later_is_stopped_here(read):
    assert "损坏" in read(Partner.field("name"), "甲\ud800")[1]
    assert "最多" in read(Partner.field("name"), "甲" * 300)[1]
    assert "自造字" in read(Partner.field("contact_name"), "王\ue000")[1]


def test_errors_of_excel_are_reported_and_leave_the_field_empty(read):
    assert "#N/A" in read(Partner.field("name"), Broken("#N/A"))[2]
    assert "公式未计算" in read(Partner.field("staff"), Broken("公式未计算"))[2]


def test_names_of_other_records_are_split(read):
    field = Partner.field("programmes")
    assert read(field, "护理、数控技术;软件技术") == kept(("护理", "数控技术", "软件技术"))


def test_messages_do_not_repeat_the_label(read):
    for field in Partner.fields():
        _, problem, _ = read(field, "\ud800")
        assert not problem.startswith(field.label)


CELL = st.one_of(
    st.text(max_size=30),
    st.floats(),
    st.integers(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
    st.builds(Broken, st.text(max_size=5)),
    st.sampled_from(["9.1E+17", "2023.9", "2026年", "无", "、", "12 月"]),
)
FIELDS = [field for kind in KINDS for field in kind.fields()]


@given(field=st.sampled_from(FIELDS), cells=st.lists(CELL, max_size=6))
def test_any_cell_in_any_field_gives_a_value_or_a_reason(codes, field, cells):
    column = convert_column(field, cells, codes)
    assert len(column.values) == len(cells)
    for n, value in enumerate(column.values):
        if n in column.problems:
            assert value is None
            assert column.problems[n]
        if value is not None and not field.target:
            assert field.accept(value) == value


@pytest.mark.parametrize(
    "implausible",
    [
        date(1970, 1, 1),
        datetime.fromisoformat("1970-01-01T08:00"),
        datetime.fromisoformat("1991-09-15T00:30"),
        datetime.fromisoformat("2200-01-01"),
        datetime.fromisoformat("9999-12-31T23:59:59"),
        "1970-1-1 8:00",
    ],
)
def test_a_moment_no_office_can_have_meant_is_refused_however_it_is_written(read, implausible):
    assert "不在" in read(HOLD, implausible)[1]


def test_a_moment_is_read_to_the_nearest_minute_whether_text_or_a_cell(read):
    written, _, _ = read(HOLD, "2026-12-31 23:59")
    assert read(HOLD, datetime.fromisoformat("2026-12-31T23:58:45")) == kept(written)
    assert read(HOLD, datetime.fromisoformat("2026-12-31T23:59:29")) == kept(written)


@given(field=st.sampled_from([f for f in FIELDS if not f.target]), data=st.data())
def test_what_is_shown_is_read_back(codes, field, data):
    given_ = data.draw(CELL)
    value = convert_column(field, [given_], codes).values[0]
    if value is None or value == ():
        return
    again = convert_column(field, [field.show(value)], codes)
    if field.show(value).strip() not in ("/", "-", "\\", "--", "—", "——", "／", "－"):
        assert again.values[0] == value, again.problems


@given(st.integers(min_value=-(10**15), max_value=10**15))
def test_whole_numbers_are_shown_whole(number):
    assert number_text(float(number)) == str(number)
