"""The life of an agreement: signatures, lock, expiry, renewal."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Conflict, Invalid, Refused
from app.models import Agreement, AgreementParty, Amendment, Partner
from app.models.agreements import (
    AgreementState,
    Handling,
    PartySide,
    RenewalMode,
    SignedHow,
)
from app.services.agreements import Due, due
from app.services.office import Office
from tests.make import Make

TODAY = date(2026, 11, 21)


def running(make: Make, **given_: object) -> Agreement:
    values = {"signed_on": date(2024, 1, 1), "partners": (make(Partner).id,)} | given_
    found: Agreement = make(Agreement, **values)
    return found


def test_the_school_is_a_party_without_being_asked(office: Office, make: Make) -> None:
    agreement = make(Agreement, partners=(make(Partner).id,))
    sides = [party.side for party in office.agreements.parties(agreement.id)]
    assert sides == [PartySide.SCHOOL, PartySide.PARTNER]


def test_the_last_signature_puts_it_into_force(office: Office, make: Make) -> None:
    agreement = make(Agreement, partners=(make(Partner).id, make(Partner).id))
    parties = office.agreements.parties(agreement.id)
    for day, party in enumerate(parties[:-1], 1):
        office.agreements.sign(party.id, date(2026, 9, day), SignedHow.PAPER)
        assert office.agreements.get(agreement.id).state is AgreementState.SIGNING
    office.agreements.sign(parties[-1].id, date(2026, 9, 9), SignedHow.PAPER, "何正")
    signed = office.agreements.get(agreement.id)
    assert signed.state is AgreementState.ACTIVE
    assert signed.signed_on == date(2026, 9, 9)


def test_a_signed_agreement_keeps_its_wording(office: Office, make: Make) -> None:
    agreement = running(make, ends=date(2027, 1, 1))
    with pytest.raises(Refused, match="补充协议"):
        office.agreements.save({"ends": date(2030, 1, 1)}, agreement)
    with pytest.raises(Refused, match="合作企业"):
        office.agreements.save({"partners": (make(Partner).id,)}, agreement)
    saved = office.agreements.save({"archive": "3 柜 2 盒"}, agreement)
    assert (saved.ends, saved.archive) == (date(2027, 1, 1), "3 柜 2 盒")


def test_an_amendment_moves_the_end(office: Office, make: Make) -> None:
    agreement = running(make, ends=TODAY + timedelta(days=10))
    make(
        Amendment,
        agreement_id=agreement.id,
        signed_on=TODAY,
        new_ends=TODAY + timedelta(days=100),
    )
    make(Amendment, agreement_id=agreement.id, new_ends=TODAY + timedelta(days=500))  # unsigned
    board = office.agreements.board(TODAY)
    assert [each.column for each in board] == [Due.DAYS_120]


def test_renewal_is_a_linked_copy_and_leaves_the_board(office: Office, make: Make) -> None:
    agreement = running(make, ends=TODAY + timedelta(days=10))
    copy = office.agreements.renew(agreement.id, date(2026, 12, 1), date(2029, 11, 30))
    assert copy.renews_id == agreement.id
    assert copy.partners == agreement.partners
    assert copy.number not in (None, agreement.number)
    assert copy.state is AgreementState.DRAFT
    assert office.agreements.board(TODAY) == []
    with pytest.raises(Conflict):
        office.agreements.renew(agreement.id, date(2026, 12, 1), date(2029, 11, 30))


def test_not_renewing_wants_a_reason(office: Office, make: Make) -> None:
    agreement = running(make, ends=TODAY)
    with pytest.raises(Invalid):
        office.agreements.handle([agreement.id], Handling.NOT_RENEWED, " ")
    office.agreements.handle([agreement.id], Handling.FOLLOW_UP, "等对方董事会")
    assert len(office.agreements.board(TODAY)) == 1
    office.agreements.handle([agreement.id], Handling.NOT_RENEWED, "企业外迁")
    assert office.agreements.board(TODAY) == []


def test_an_end_before_its_start_is_refused(office: Office, make: Make) -> None:
    with pytest.raises(Invalid) as caught:
        make(Agreement, starts=date(2026, 9, 1), ends=date(2026, 8, 31))
    assert [problem.field for problem in caught.value.problems] == ["ends"]
    assert office.agreements.count() == 0


def test_numbers_are_given_once(office: Office, make: Make) -> None:
    first, second = make(Agreement), make(Agreement)
    office.agreements.delete([second.id])
    third = make(Agreement)
    numbers = [first.number, second.number, third.number]
    assert [number[-3:] for number in numbers] == ["001", "002", "003"]


def test_a_party_is_somebody(make: Make) -> None:
    with pytest.raises(Invalid):
        make(AgreementParty, label=None)


@given(st.dates(date(2000, 1, 1), date(2060, 1, 1)), st.dates(date(2000, 1, 1), date(2060, 1, 1)))
def test_every_day_falls_into_one_column(ends: date, today: date) -> None:
    left = (ends - today).days
    column = due(ends, RenewalMode.MANUAL, today)
    limits = {Due.DAYS_30: (0, 30), Due.DAYS_60: (31, 60), Due.DAYS_90: (61, 90)}
    limits |= {Due.DAYS_120: (91, 120)}
    for each, (low, high) in limits.items():
        assert (column is each) == (low <= left <= high)
    assert (column is Due.EXPIRED) == (left < 0)
    assert (column is Due.LATER) == (left > 120)


def test_without_an_end_it_is_not_hidden() -> None:
    assert due(None, RenewalMode.MANUAL, TODAY) is Due.UNSPECIFIED
    assert due(None, RenewalMode.OPEN, TODAY) is Due.LATER
