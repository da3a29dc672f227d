"""Figures and what is coming: right numbers, and the lists behind them."""

from datetime import date
from decimal import Decimal

from app.models import Agreement, ContactLog, Contribution, Obligation, Partner, SiteInspection
from app.models.agreements import AgreementState
from app.models.partners import ContributionKind, PartnerStatus
from app.models.values import PartialDate
from app.services.home import Figure, Ground, coming, figures
from app.services.office import Office
from app.services.years import SchoolYear
from tests.make import Make

TODAY = date(2026, 11, 21)


def by_key(office: Office, year: int = 2026) -> dict[str, Figure]:
    return {each.key: each for each in figures(Ground(office, TODAY), SchoolYear(year))}


def test_partners_new_in_the_year_also_if_only_the_month_is_known(
    office: Office, make: Make
) -> None:
    fresh = make(Partner, since=PartialDate("2026-09"), status=PartnerStatus.ACTIVE)
    make(Partner, since=PartialDate("2026-08-31"), status=PartnerStatus.ACTIVE)
    make(Partner, since=PartialDate("2025-10"), status=PartnerStatus.DORMANT, status_reason="停产")
    made = by_key(office)
    assert list(office.partners.find(made["new_partners"].query)) == [fresh.id]
    assert made["new_partners"].note == "2025-2026 同期 1 家"
    assert made["partners"].value == "2"
    assert made["partners"].note == "库内共 3 家"


def test_agreements_signed_and_in_force(office: Office, make: Make) -> None:
    running = {"state": AgreementState.ACTIVE, "starts": date(2025, 1, 1)}
    lasting = make(Agreement, **running, ends=date(2028, 1, 1), signed_on=date(2026, 10, 1))
    make(Agreement, **running, ends=date(2026, 1, 1), signed_on=date(2025, 10, 1))
    make(
        Agreement, state=AgreementState.ENDED, ended_reason="停办", ended_on=date(2026, 3, 1),
        starts=date(2025, 1, 1), ends=date(2030, 1, 1), signed_on=date(2024, 12, 1),
    )  # fmt: skip
    made = by_key(office)
    assert made["signed"].value == "1"
    assert made["signed"].note == "2025-2026 同期 1 份"
    assert made["in_force"].query.only == (lasting.id,)
    assert made["in_force"].note == "一年前 3 份"


def test_contributions_add_up_in_ten_thousands(office: Office, make: Make) -> None:
    money = {"kind": ContributionKind.DONATION, "quantity": None}
    make(Contribution, **money, amount=Decimal("185000"), on=date(2026, 9, 1))
    make(Contribution, **money, amount=Decimal("12000"), on=date(2026, 11, 21))
    make(Contribution, **money, amount=Decimal("990000"), on=date(2026, 11, 22))
    make(Contribution, **money, amount=Decimal("50000"), on=date(2025, 12, 1))
    make(
        Contribution, kind=ContributionKind.INTERNS, quantity=43, amount=None, on=date(2026, 10, 8)
    )
    made = by_key(office)
    assert (made["contributions"].value, made["contributions"].unit) == ("19.70", "万元")
    assert made["contributions"].note == "2025-2026 同期 0.00 万元"
    assert len(made["contributions"].query.only or ()) == 2
    assert made["interns"].value == "43"
    assert by_key(office, 2025)["contributions"].value == "5.00"


def test_a_past_year_counts_to_its_end(office: Office, make: Make) -> None:
    make(ContactLog, on=date(2026, 8, 31))
    make(SiteInspection, on=date(2025, 9, 1))
    past = by_key(office, 2025)
    assert past["contact_log"].value == "1"
    assert past["site_inspection"].value == "1"
    assert past["contact_log"].note == "2024-2025 0 次"
    assert by_key(office)["contact_log"].note == "2025-2026 同期 0 次"


def test_every_figure_opens_as_many_as_it_counts(office: Office, make: Make) -> None:
    for kind in (Partner, Agreement, Contribution, ContactLog, SiteInspection):
        for _ in range(3):
            make(kind)
    for each in figures(Ground(office, TODAY), SchoolYear(2026)):
        if each.unit in {"家", "份", "次"}:
            assert str(office.of(each.page).count(each.query)) == each.value, each.key


def test_what_is_coming_stands_in_order_of_days(office: Office, make: Make) -> None:
    agreement = make(
        Agreement, state=AgreementState.ACTIVE, ends=date(2026, 12, 21), starts=date(2025, 1, 1)
    )
    make(Obligation, agreement_id=agreement.id, due=date(2026, 12, 1), done=False, name="提供工位")
    log = make(ContactLog, due=TODAY, done=False, next_step="回访")
    make(ContactLog, due=date(2026, 12, 22), done=False)
    make(SiteInspection, valid_until=date(2026, 12, 5))
    found = coming(Ground(office, TODAY))
    assert [each.what for each in found] == ["联系事项", "履约期限", "考察到期", "协议到期"]
    assert found[0].record == log.partner_id
    assert (found[0].title, bool(found[0].where)) == ("回访", True)
    assert found[3].record == agreement.id
