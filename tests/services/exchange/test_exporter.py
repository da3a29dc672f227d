"""What goes out comes back unchanged, shows no more than it may, and is never a formula."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from app.errors import Refused
from app.models import KINDS, BookingOccurrence, Contact, Partner, UseRecord
from app.models.log import EventLog
from app.services.exchange.exporter import export
from app.services.exchange.importing import import_file
from app.services.exchange.template import write_template
from app.services.exchange.workbook import open_book
from app.services.mask import Profile
from app.services.query import Query
from app.services.sample import fill
from tests.services.exchange.books import code

every_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
named_kind = pytest.mark.parametrize(  # a date of a series has no name that a row could say
    "kind",
    [kind for kind in KINDS if kind not in (BookingOccurrence, UseRecord)],
    ids=lambda kind: kind.__name__,
)
TODAY = date(2026, 11, 21)


def cells(path):
    return [list(row) for row in open_book(path).sheets[0].rows]


@pytest.fixture(scope="module")
def college(tmp_path_factory):
    from app.places import Places
    from app.services.office import open_office

    office = open_office(Places(tmp_path_factory.mktemp("college")), user="杨知行")
    fill(office, TODAY)
    yield office
    office.db.close()


@named_kind
@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_a_round_trip_changes_nothing(college, tmp_path, kind, suffix):
    path = tmp_path / f"导出{suffix}"
    written = export(college, kind, path, profile=Profile.FULL)
    assert written.rows == college.of(kind).count() > 0
    result = import_file(college, kind, path, dry_run=True)
    assert (result["new"], result["changed"], result["refused"]) == (0, 0, [])
    assert result["same"] == written.rows


def test_the_columns_and_the_order_that_are_asked_for(office, make, tmp_path):
    make(Partner, name="乙公司", code=code(2), staff=20)
    make(Partner, name="甲公司", code=code(1), staff=10)
    path = tmp_path / "a.xlsx"
    query = Query(order="staff", descending=True)
    export(office, Partner, path, keys=["staff", "name"], query=query)
    assert cells(path) == [["在岗职工总数（人）", "企业名称"], [20.0, "乙公司"], [10.0, "甲公司"]]
    export(office, Partner, path, keys=["name"], query=Query(text="甲"))
    assert cells(path) == [["企业名称"], ["甲公司"]]


def test_money_goes_out_in_the_unit_of_its_head(office, make, tmp_path):
    make(Partner, name="甲公司", capital=Decimal("800.00"), revenue=Decimal("123456.78"))
    path = tmp_path / "a.xlsx"
    export(office, Partner, path, keys=["capital", "revenue"])
    assert cells(path) == [["注册资本（万元）", "年营业收入（万元）"], [0.08, 12.345678]]


def test_codes_are_text_days_are_days_numbers_are_numbers(office, make, tmp_path):
    make(Partner, name="甲公司", code=code(1), staff=10, staff_on=date(2026, 3, 1), region="510112")
    path = tmp_path / "a.xlsx"
    export(office, Partner, path, keys=["code", "region", "staff", "staff_on"])
    assert cells(path)[1] == [code(1), "510112", 10.0, date(2026, 3, 1)]


@pytest.mark.parametrize("text", ["=1+1", "+86", "-5", "@a", "=HYPERLINK(1)", "'=1", "''@x"])
@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_formulas_are_neutralised_and_come_back_as_they_were(office, make, tmp_path, text, suffix):
    make(Partner, name=text)
    path = tmp_path / f"a{suffix}"
    export(office, Partner, path, keys=["name"])
    assert cells(path)[1] == [text]
    if suffix == ".csv":
        assert "\n'" in path.read_text("utf-8-sig")
    else:
        assert load_workbook(path).active["A2"].data_type == "s"


def test_personal_values_are_shortened_for_outsiders(office, make, tmp_path):
    partner = make(Partner, name="甲公司")
    make(Contact, partner_id=partner.id, name="王芳", phone="13800000001", email="a@example.com")
    path = tmp_path / "a.csv"
    export(office, Contact, path, profile=Profile.PUBLIC)
    text = path.read_text("utf-8-sig")
    assert "13800000001" not in text
    assert "王芳" not in text
    export(office, Contact, path, profile=Profile.INTERNAL)
    assert "13800000001" in path.read_text("utf-8-sig")


def test_other_endings_are_refused(office, tmp_path):
    with pytest.raises(Refused, match="结尾"):
        export(office, Partner, tmp_path / "a.doc")


def test_an_export_is_noted(office, make, tmp_path):
    make(Partner)
    export(office, Partner, tmp_path / "a.xlsx", profile=Profile.ALLIANCE)
    with office.db.read() as session:
        event = session.query(EventLog).filter(EventLog.what == "导出").one()
    assert event.detail == {"文件": "a.xlsx", "种类": "合作企业", "行数": 1, "用途": "报联盟"}
    assert event.at <= datetime.now(UTC)


# --- templates


@every_kind
def test_a_template_that_is_filled_in_can_be_imported(office, make, tmp_path, kind):
    path = tmp_path / "模板.xlsx"
    write_template(kind, path)
    with pytest.raises(Refused, match="没有数据行"):
        import_file(office, kind, path)
    record = make.values(kind, full=False)
    titles = {
        key: office.title(kind.field(key).target, value)
        for key, value in record.items()
        if kind.field(key).target and not kind.field(key).many
    }
    made = load_workbook(path)
    fields = [field for field in kind.fields() if not field.fixed]
    for column, field in enumerate(fields, 1):
        value = record.get(field.key)
        if value is not None and not field.through:
            text = titles.get(field.key) or field.show(value)
            made.worksheets[0].cell(2, column).value = text
    made.save(path)
    result = import_file(office, kind, path)
    assert (result["new"], result["refused"]) == (1, [])


def test_a_template_helps(tmp_path):
    write_template(Partner, tmp_path / "a.xlsx")
    form, told = load_workbook(tmp_path / "a.xlsx").worksheets
    assert form["A1"].value == "企业名称"
    assert "营业执照" in form["A1"].comment.text
    lists = [v.formula1 for v in form.data_validations.dataValidation]
    assert '"大型,中型,小型,微型"' in lists
    rows = {row[0].value: [cell.value for cell in row[1:]] for row in told.iter_rows()}
    assert rows["企业名称"][0] == "必填"
    assert rows["统一社会信用代码"][2] == "91510112000000019P"
    assert "多个用顿号隔开" in rows["面向专业"][1]
