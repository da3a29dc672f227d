"""协议台账: who stands in which group on which day."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from app.models import Agreement, Amendment, Partner
from app.models.agreements import AgreementState, RenewalMode
from app.services.agreements import Due, due, in_force
from app.services.reports.catalogue import choose, entry, run

TODAY = date(2026, 11, 21)


def made(office, **given):
    wanted = entry("agreement_register")
    return run(office, wanted.id, choose(office, wanted, given, TODAY), TODAY)


def groups(report) -> dict[str, list[object]]:
    [name] = [at for at, each in enumerate(report.tables[0].columns) if each.key == "name"]
    return {g.title: [row[name] for row in g.rows] for g in report.tables[0].groups}


def signed(make, name, left, **more):
    ends = None if left is None else TODAY + timedelta(days=left)
    given = {"signed_on": date(2024, 1, 1), "starts": date(2024, 1, 1), "ends": ends}
    return make(Agreement, name=name, **{"partners": ()} | given | more)


def test_every_agreement_stands_in_its_group(office, make):
    for name, left in (("无", None), ("昨", -1), ("今", 0), ("三十", 30), ("三一", 31),
                       ("六一", 61),
                       ("九一", 91), ("百二", 120),
                       ("百二一", 121)):  # fmt: skip
        signed(make, name, left)
    signed(make, "无期", None, renewal=RenewalMode.OPEN)
    make(Agreement, name="草", partners=())
    report = made(office)
    assert groups(report) == {
        "未填写到期日（1份）": ["无"],
        "已到期（1份）": ["昨"],
        "30 天内（2份）": ["今", "三十"],
        "60 天内（1份）": ["三一"],
        "90 天内（1份）": ["六一"],
        "120 天内（2份）": ["九一", "百二"],
        "120 天以后（2份）": ["无期", "百二一"],
        "草拟（1份）": ["草"],
    }
    assert report.figures == {
        "agreements": 11, "active": 10, "in_force": 9, "unspecified": 1, "expired": 1, "due_30": 2,
        "due_60": 1, "due_90": 1, "due_120": 2, "later": 2, "amount": 0.0,
    }  # fmt: skip


def test_the_day_decides(office, make):
    signed(make, "甲", 40)
    assert list(groups(made(office))) == ["60 天内（1份）"]
    assert list(groups(made(office, as_of="2026-12-20"))) == ["30 天内（1份）"]
    assert list(groups(made(office, as_of="2027-6-1"))) == ["已到期（1份）"]


def test_a_signed_amendment_moves_the_end(office, make):
    old = signed(make, "甲", -10)
    make(Amendment, agreement_id=old.id, signed_on=date(2026, 11, 1),
         new_ends=TODAY + timedelta(days=20))  # fmt: skip
    report = made(office)
    assert list(groups(report)) == ["30 天内（1份）"]
    assert report.figures["in_force"] == 1


def test_can_be_limited_to_what_is_carried_out_and_to_a_kind(office, make):
    make(Agreement, name="草", partners=())
    signed(make, "甲", 10, amount=Decimal(125_000))
    signed(make, "停", 10, state=AgreementState.ENDED, ended_reason="停产")
    active = made(office, which="只列履行中的协议")
    assert list(groups(active)) == ["30 天内（1份）"]
    assert active.figures["amount"] == 12.5
    assert made(office, kind="订单班").figures["agreements"] == 0


def test_parties_and_sums_are_printed(office, make):
    partner = make(Partner, name="甲厂")
    signed(make, "乙", 10, amount=Decimal(125_000), partners=(partner.id,))
    table = made(office).tables[0]
    keys = [column.key for column in table.columns]
    [row] = table.groups[0].rows
    assert row[keys.index("partners")] == "甲厂"
    assert table.columns[keys.index("amount")].show(row[keys.index("amount")]) == "12.50"


days = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@given(days, st.one_of(st.none(), days))
def test_what_is_in_force_has_not_expired(day, ends):
    agreement = Agreement(state=AgreementState.ACTIVE, starts=None, ended_on=None)
    assert in_force(agreement, ends, day) == (due(ends, RenewalMode.OPEN, day) is not Due.EXPIRED)
