"""校企合作情况统计表: the same contributions from two sides, and nothing made up."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models import Agreement, Campus, Contribution, Partner, Programme
from app.models.agreements import AgreementKind
from app.models.partners import ContributionKind
from app.models.values import uuid7
from app.services.reports.catalogue import choose, entry, run
from app.services.reports.measures import MEASURES, counted
from app.services.reports.spec import Bars, Notes

TODAY = date(2026, 11, 21)


def made(office, **given):
    wanted = entry("cooperation_statistics")
    return run(office, wanted.id, choose(office, wanted, given, TODAY), TODAY)


def cells(report, table: int, name: str) -> dict[str, object]:
    """One row by the labels of its columns."""
    shown = report.tables[table]
    labels = [column.label for column in shown.columns]
    [row] = [row for row in shown.rows if name in row]
    return dict(zip(labels, row, strict=True))


def notes(report) -> str:
    [found] = [each for each in report.sections if isinstance(each, Notes)]
    return "".join(found.lines)


@pytest.fixture
def world(make):
    """Two programmes, two partners, and what they brought in last autumn."""
    cnc, nursing = make(Programme, name="数控技术"), make(Programme, name="护理")
    car = make(Partner, name="汽车厂", programmes=(cnc.id, nursing.id))
    ward = make(Partner, name="医院", programmes=(nursing.id,))

    def gave(partner, programme, kind, on=date(2026, 10, 1), **amount):
        empty = {"amount": None, "quantity": None}
        key = programme.id if programme else None
        make(Contribution, partner_id=partner.id, programme_id=key, kind=kind, on=on,
             **empty | amount)  # fmt: skip

    gave(car, cnc, ContributionKind.DONATION, amount=Decimal(685_000))
    gave(car, cnc, ContributionKind.INTERNS, quantity=12)
    gave(car, None, ContributionKind.INTERNS, quantity=3)
    gave(ward, nursing, ContributionKind.INTERNS, quantity=20)
    gave(ward, nursing, ContributionKind.COURSE)
    gave(ward, nursing, ContributionKind.TRAINING)
    gave(car, cnc, ContributionKind.DONATION, date(2026, 8, 31), amount=Decimal(100))
    make(Agreement, name="学徒制", kind=AgreementKind.APPRENTICESHIP, partners=(car.id,),
         programmes=(cnc.id,), signed_on=date(2026, 9, 1), ends=None)  # fmt: skip
    return car, ward


def test_sums_by_programme_and_by_partner(office, world):
    report = made(office)
    cnc, rest = cells(report, 0, "数控技术"), cells(report, 0, "（未指明专业）")
    assert cnc["产学合作企业总数"] == 1
    assert cnc["对学校捐赠设备总值"] == Decimal(685_000)
    assert cnc["接收实习学生数"] == 12
    assert cnc["是否合作开展学徒制"] == "是"
    assert rest["接收实习学生数"] == 3
    assert cells(report, 0, "护理")["产学合作企业总数"] == 2
    assert cells(report, 0, "护理")["共同开发课程门数"] == 1
    car = cells(report, 1, "汽车厂")
    assert (car["接收实习学生数"], car["有效协议"]) == (15, 1)
    assert report.figures == {
        "programmes": 2, "partners": 2, "courses": 1, "interns": 35, "donation": 68.5,
        "training": 0,
    }  # fmt: skip


def test_what_is_not_kept_has_no_column_and_is_named(office, world):
    report = made(office)
    labels = {column.label for table in report.tables for column in table.columns}
    assert "共同开发教材数" not in labels
    assert "尚无登记，本表未列" in notes(report)
    assert "共同开发教材数" in notes(report)


def test_what_does_not_say_how_much_is_counted_as_unknown_not_as_zero(office, world):
    assert "有 1 条记录未填人数、天数或金额，未计入" in notes(made(office))


@pytest.mark.parametrize(
    ("given", "period", "donation"),
    [
        ({}, "2026-2027学年（截至2026年11月21日）", 68.5),
        ({"year": "2025-2026"}, "2025-2026学年", 0.01),
        ({"span": "自然年"}, "2026年（截至2026年11月21日）", 68.51),
        ({"span": "自然年", "year": "2025年"}, "2025年", 0),
        ({"span": "历年累计"}, "历年累计（截至2026年11月21日）", 68.51),
        ({"as_of": "2026-9-30"}, "2026-2027学年（截至2026年9月30日）", 0),
    ],
)
def test_the_period_decides(office, world, given, period, donation):
    report = made(office, **given)
    assert report.period == period
    assert report.figures["donation"] == donation


def test_the_two_tables_agree_and_only_a_difference_is_printed(office, world):
    assert "审核关系" not in notes(made(office))


def test_charts_only_when_asked_for(office, world):
    assert not [each for each in made(office).sections if isinstance(each, Bars)]
    [chart] = [each for each in made(office, charts="是").sections if isinstance(each, Bars)]
    assert dict(zip(chart.labels, chart.series[""], strict=True)) == {"护理": 20, "数控技术": 12}


def test_another_campus_is_left_out(office, make, world):
    east = make(Campus, name="东区", code="DQ")
    west = make(Campus, name="西区", code="XQ")
    far = make(Partner, name="西厂", campus_id=west.id)
    make(Contribution, partner_id=far.id, kind=ContributionKind.INTERNS, on=date(2026, 10, 2),
         quantity=100, programme_id=None)  # fmt: skip
    assert made(office).figures["interns"] == 135
    assert made(office, campus=east.name).figures["interns"] == 35


keys = st.sampled_from([uuid7() for _ in range(4)])
contributions = st.builds(
    Contribution,
    partner_id=keys,
    programme_id=st.one_of(st.none(), keys),
    kind=st.sampled_from(ContributionKind),
    amount=st.one_of(st.none(), st.integers(0, 10**11).map(lambda fen: Decimal(fen).scaleb(-2))),
    quantity=st.one_of(st.none(), st.integers(0, 10**6)),
)


@given(st.lists(contributions, max_size=40))
def test_both_sides_add_up_to_what_was_given(given):
    found = counted(given)
    for measure in MEASURES:
        wanted = sum(measure.of(each) or 0 for each in given if each.kind is measure.kind)
        for side in (found.by_programme, found.by_partner):
            assert sum(amount for (_, key), amount in side.items() if key == measure.key) == wanted
