"""The sample college holds every case that it promises, whatever day it is loaded on."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from app.errors import Refused
from app.models import KINDS, Agreement, BookingOccurrence, Contact, Partner, Record, UseRecord
from app.models.agreements import AgreementKind, AgreementState, Handling, PartySide, RenewalMode
from app.models.partners import PartnerStatus, Role
from app.places import Places
from app.services.agreements import Due
from app.services.exchange.exporter import export
from app.services.exchange.importing import import_file
from app.services.mask import Profile
from app.services.office import Office, open_office
from app.services.query import Query
from app.services.sample import fill
from app.settings import load

TODAY = date(2026, 11, 21)
# A date of a series has no name that a row could say.
NAMED = [kind for kind in KINDS if kind not in (BookingOccurrence, UseRecord)]


@pytest.fixture(scope="module")
def college(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder: Path = tmp_path_factory.mktemp("示例")
    opened = open_office(Places(folder))
    fill(opened, TODAY)
    yield opened
    opened.db.close()


def agreement(college: Office, name: str) -> Agreement:
    found: UUID = next(
        a.id for a in college.agreements.all(Query(text=name)) if a.name.startswith(name)
    )
    return college.agreements.get(found)


def test_no_kind_is_empty(college: Office) -> None:
    assert [kind.__name__ for kind in KINDS if not college.of(kind).count()] == []


def test_every_company_is_recognisably_invented(college: Office) -> None:
    partners = college.partners.all()
    assert [p.name for p in partners if "示例" not in p.name] == []
    contacts = college.of(Contact).all()
    assert {c.phone[:7] for c in contacts} == {"1380000"}
    assert {p.contact_phone[:7] for p in partners} == {"1380000"}


def test_partners_of_every_sort(college: Office) -> None:
    partners = {p.name: p for p in college.partners.all()}
    assert {p.status for p in partners.values()} == set(PartnerStatus)
    assert {p.role for p in partners.values()} >= {Role.HOST, Role.PARK, Role.AGENCY}
    assert any(p.staff == 96 for p in partners.values())
    assert max(len(name) for name in partners) > 40
    assert any(p.region and p.region.startswith("50") for p in partners.values())
    assert any(p.code is None for p in partners.values())
    assert all(p.status_reason for p in partners.values() if p.status is PartnerStatus.BARRED)
    assert partners["成都示例蓉驰汽车零部件有限公司"].code == "91510112000000019P"
    assert (
        partners["成都示例蓉驰汽车零部件有限公司"].group_id
        == partners["四川示例蓉驰汽车集团有限公司"].id
    )


def test_codes_are_in_the_official_tables(college: Office) -> None:
    partners = college.partners.all()
    unknown = [p.name for p in partners if not college.code_name("industry", p.industry)]
    unknown += [p.name for p in partners if not college.code_name("region", p.region)]
    assert unknown == []
    programmes = {p.code: p.name for p in college.of("programme").all() if p.code}
    named = {code: college.code_name("major", code) for code in programmes}
    assert {code: name.partition("（")[0] for code, name in programmes.items()} == named


@pytest.mark.parametrize("name", ["王䶮", "周𬭚", "扎西·次仁", "古丽娜尔·艾山", "彭\U0002ebf0"])
def test_difficult_names(college: Office, name: str) -> None:
    assert [c.name for c in college.of(Contact).all(Query(text=name))] == [name]


def test_agreements_of_every_kind_state_and_column(college: Office) -> None:
    agreements = college.agreements.all()
    assert {a.kind for a in agreements} == set(AgreementKind)
    assert {a.state for a in agreements} == set(AgreementState)
    assert {a.handling for a in agreements} == {None, *Handling}
    assert any(a.ends is None and a.renewal is RenewalMode.OPEN for a in agreements)
    assert {each.column for each in college.agreements.board(TODAY)} == set(Due)
    assert any(a.ends == TODAY + timedelta(days=30) for a in agreements)


@pytest.mark.parametrize("today", [date(2027, 8, 31), date(2028, 2, 29), date(2029, 9, 1)])
def test_the_college_never_grows_old(places: Places, college: Office, today: date) -> None:
    later = open_office(places)
    fill(later, today)
    board = [(each.column, each.handling) for each in later.agreements.board(today)]
    later.db.close()
    assert board == [(each.column, each.handling) for each in college.agreements.board(TODAY)]


def test_numbers_follow_the_year_of_signing(college: Office) -> None:
    agreements = college.agreements.all()
    assert len({a.number for a in agreements}) == len(agreements)
    filed = [a for a in agreements if a.archive]
    assert len(filed) > 50
    for each in filed:
        assert each.number.split("-")[1] == str(each.signed_on.year)


def test_whoever_signed_has_signed(college: Office) -> None:
    for each in college.agreements.all():
        parties = college.agreements.parties(each.id)
        assert sum(party.side is PartySide.SCHOOL for party in parties) == 1
        signed = [party.signed_on is not None for party in parties]
        if each.state is AgreementState.ACTIVE:
            assert all(signed), each.name
        elif each.state in (AgreementState.DRAFT, AgreementState.APPROVAL):
            assert not any(signed), each.name
    waiting = agreement(college, "国际陆港物流校外实习基地协议")
    assert [p.signed_on is None for p in college.agreements.parties(waiting.id)] == [False, True]


def test_three_sides(college: Office) -> None:
    parties = college.agreements.parties(agreement(college, "航空与汽车精密制造").id)
    assert [party.side for party in parties] == list(PartySide)


def test_a_returned_approval_says_why(college: Office) -> None:
    held = agreement(college, "霓裳制衣共建实训基地协议")
    steps = [a for a in college.of("approval").all() if a.agreement_id == held.id]
    assert [str(s.verdict) for s in sorted(steps, key=lambda s: s.position)] == [
        "同意", "同意", "退回", "待审",
    ]  # fmt: skip
    assert all(s.opinion for s in steps if str(s.verdict) == "退回")


def test_a_renewal_is_linked_and_in_force(college: Office) -> None:
    renewed = agreement(college, "蜀绣服饰校企合作框架协议（续签）")
    old = college.agreements.get(renewed.renews_id)
    assert (old.handling, renewed.state) == (Handling.RENEWED, AgreementState.ACTIVE)
    assert set(old.partners) == set(renewed.partners)


def test_an_amendment_moves_the_end(college: Office) -> None:
    moved = agreement(college, "云际航空校企合作框架协议")
    assert college.agreements.ends_of([moved.id])[moved.id] == TODAY + timedelta(days=560)


def test_promised_is_not_always_delivered(college: Office) -> None:
    obligations = college.of("obligation").all()
    assert any(o.promised == 30 and o.delivered == 0 for o in obligations)
    assert any(o.delivered and o.delivered > o.promised for o in obligations)


def test_interns_for_less_than_three_years(college: Office) -> None:
    short = [
        a.name
        for a in college.agreements.all()
        if a.takes_interns and a.starts and a.ends and (a.ends - a.starts).days < 3 * 365
    ]
    assert "众行车服校外实习基地协议" in short


def test_everything_went_through_the_log(college: Office) -> None:
    for kind in (Partner, Agreement):
        for key in college.of(kind).find():
            happened = college.history.of(kind, key)
            assert happened[-1].inserted
            assert happened[-1].user == "杨知行"


def test_scans_can_be_opened(college: Office) -> None:
    held = agreement(college, "锦程智能校企合作框架协议")
    scan = next(iter(college.attachments.listed(Agreement, held.id)))
    assert college.attachments.open_path(scan).read_bytes().startswith(b"%PDF")
    college.attachments.tidy()
    assert college.attachments.missing() == []


@pytest.mark.parametrize("kind", NAMED, ids=lambda kind: kind.__name__)
def test_what_goes_out_as_a_workbook_comes_back_the_same(
    college: Office, kind: type[Record], tmp_path: Path
) -> None:
    file = tmp_path / f"{kind.__tablename__}.xlsx"
    export(college, kind, file, profile=Profile.FULL)
    told = import_file(college, kind, file, dry_run=True)
    assert (told["same"], told["refused"]) == (college.of(kind).count(), [])


def test_only_into_an_empty_folder(places: Places) -> None:
    office = open_office(places)
    kept = office.of("campus").save({"name": "北校区", "code": "BX"})
    office.of("campus").delete([kept.id])  # what lies in the recycle bin counts too
    with pytest.raises(Refused):
        fill(office, TODAY)
    assert office.partners.count() == 0
    office.db.close()


def test_the_office_is_told_that_this_is_invented(college: Office) -> None:
    saved = load(college.places.settings)
    assert saved.sample
    assert saved.college == "川湘示例职业技术学院"
    assert college.settings == saved
