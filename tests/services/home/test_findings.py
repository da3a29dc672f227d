"""Exceptions: each appears when it should, counts what it opens, and goes away when cleared."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from app.models import (
    Agreement,
    Amendment,
    Campus,
    ContactLog,
    CreditCheck,
    Obligation,
    Partner,
    SiteInspection,
)
from app.models.agreements import AgreementState, Handling, RenewalMode
from app.models.partners import CreditResult, PartnerStatus
from app.services.home import Finding, Ground, findings
from app.services.office import Office
from tests.make import Make

TODAY = date(2026, 11, 21)


def found(office: Office, campus: UUID | None = None, today: date = TODAY) -> dict[str, Finding]:
    return {each.matter.key: each for each in findings(Ground(office, today, campus))}


def active(make: Make, **given: Any) -> Agreement:
    values = {
        "state": AgreementState.ACTIVE,
        "starts": date(2025, 9, 1),
        "ends": date(2030, 8, 31),
        "takes_interns": False,
    }
    made: Agreement = make(Agreement, **(values | given))
    return made


@pytest.fixture
def host(make: Make) -> Partner:
    """A partner that takes interns under an agreement in force."""
    partner: Partner = make(Partner, code="91510112000000019P")
    active(make, partners=(partner.id,), takes_interns=True)
    return partner


def test_an_empty_office_has_nothing_to_do(office: Office) -> None:
    assert findings(Ground(office, TODAY)) == []


def test_agreements_by_the_day_they_end(office: Office, make: Make) -> None:
    expired = active(make, ends=TODAY - timedelta(days=1))
    last_day = active(make, ends=TODAY)
    at_the_limit = active(make, ends=TODAY + timedelta(days=90))
    active(make, ends=TODAY + timedelta(days=91))
    no_end = active(make, ends=None)
    active(make, ends=None, renewal=RenewalMode.OPEN)
    now = found(office)
    assert now["expired"].query.only == (expired.id,)
    assert now["running_out"].query.only == (last_day.id, at_the_limit.id)
    assert now["unspecified"].query.only == (no_end.id,)
    assert "90 天" in now["running_out"].words
    assert now["expired"].first == f"{expired.name}，2026-11-20"


def test_what_was_decided_about_does_not_come_back(office: Office, make: Make) -> None:
    renewed = active(make, ends=TODAY - timedelta(days=1))
    watched = active(make, ends=TODAY - timedelta(days=2))
    office.agreements.handle([renewed.id], Handling.NOT_RENEWED, "专业停招")
    office.agreements.handle([watched.id], Handling.FOLLOW_UP, "等对方盖章")
    assert found(office)["expired"].query.only == (watched.id,)


def test_overdue_steps(office: Office, make: Make) -> None:
    late = make(ContactLog, due=TODAY - timedelta(days=1), done=False, next_step="寄协议")
    make(ContactLog, due=TODAY, done=False)
    make(ContactLog, due=TODAY - timedelta(days=9), done=True)
    steps = found(office)["steps"]
    assert steps.query.only == (late.id,)
    assert steps.first.endswith("：寄协议")
    office.of(ContactLog).save({"done": True}, late)
    assert "steps" not in found(office)


def test_obligations_of_agreements_in_force_only(office: Office, make: Make) -> None:
    late = TODAY - timedelta(days=1)
    owed = make(Obligation, agreement_id=active(make).id, due=late, done=False)
    draft = make(Agreement, state=AgreementState.DRAFT)
    make(Obligation, agreement_id=draft.id, due=late, done=False)
    make(Obligation, agreement_id=active(make).id, due=late, done=True)
    assert found(office)["obligations"].query.only == (owed.id,)


def test_hosts_without_inspection_or_with_an_old_one(
    office: Office, make: Make, host: Partner
) -> None:
    assert found(office)["not_inspected"].query.only == (host.id,)
    make(SiteInspection, partner_id=host.id, on=date(2025, 11, 20), valid_until=None)
    now = found(office)
    assert "not_inspected" not in now
    assert now["inspection_old"].query.only == (host.id,)
    make(SiteInspection, partner_id=host.id, on=date(2025, 11, 21), valid_until=None)
    assert "inspection_old" not in found(office)
    make(SiteInspection, partner_id=host.id, on=date(2026, 1, 1), valid_until=date(2026, 11, 20))
    assert found(office)["inspection_old"].count == 1


def test_hosts_whose_standing_is_bad_or_unknown(office: Office, make: Make, host: Partner) -> None:
    assert found(office)["credit_old"].query.only == (host.id,)
    make(CreditCheck, partner_id=host.id, on=date(2025, 11, 21), result=CreditResult.CLEAN)
    assert "credit_old" not in found(office)
    make(CreditCheck, partner_id=host.id, on=date(2026, 5, 1), result=CreditResult.ABNORMAL)
    assert found(office)["credit_bad"].query.only == (host.id,)
    make(CreditCheck, partner_id=host.id, on=date(2026, 6, 1), result=CreditResult.CLEAN)
    assert "credit_bad" not in found(office)


def test_a_partner_whose_agreement_ended_is_no_host(office: Office, make: Make) -> None:
    partner = make(Partner)
    active(make, partners=(partner.id,), takes_interns=True, ends=date(2026, 11, 20))
    assert "not_inspected" not in found(office)


def test_agreements_waiting_too_long_by_the_day_their_state_changed(
    office: Office, make: Make
) -> None:
    agreement = make(Agreement, state=AgreementState.APPROVAL, takes_interns=False)
    created = agreement.created_at.date()
    assert "slow" not in found(office, today=created + timedelta(days=30))
    later = created + timedelta(days=31)
    assert found(office, today=later)["slow"].query.only == (agreement.id,)
    office.agreements.save({"remark": "催过一次"}, agreement)  # touching it is not progress
    assert "slow" in found(office, today=later)


def test_terms_shorter_than_three_years(office: Office, make: Make) -> None:
    active(make, takes_interns=True, starts=date(2026, 9, 1), ends=date(2029, 8, 31))
    short = active(make, takes_interns=True, starts=date(2026, 9, 1), ends=date(2029, 8, 30))
    active(make, starts=date(2026, 9, 1), ends=date(2027, 8, 31))
    assert found(office)["short"].query.only == (short.id,)
    make(Amendment, agreement_id=short.id, new_ends=date(2029, 9, 30), signed_on=date(2026, 10, 1))
    assert "short" not in found(office)


def test_partners_without_code_open_as_a_live_filter(office: Office, make: Make) -> None:
    bare = make(Partner, code=None, status=PartnerStatus.ACTIVE)
    make(Partner, code=None, status=PartnerStatus.PROSPECT)
    codeless = found(office)["codeless"]
    assert list(office.partners.find(codeless.query)) == [bare.id]
    assert codeless.count == 1


def test_every_count_is_the_length_of_the_list_it_opens(
    office: Office, make: Make, host: Partner
) -> None:
    active(make, ends=TODAY - timedelta(days=1))
    make(ContactLog, due=TODAY - timedelta(days=1), done=False)
    make(Partner, code=None)
    for each in findings(Ground(office, TODAY)):
        assert office.of(each.matter.kind).count(each.query) == each.count, each.matter.key
        assert each.matter.why.remedy


def test_the_most_urgent_stand_first(office: Office, make: Make) -> None:
    make(Partner, code=None)
    active(make, ends=TODAY + timedelta(days=5))
    active(make, ends=TODAY - timedelta(days=5))
    keys = [each.matter.key for each in findings(Ground(office, TODAY))]
    assert keys == ["expired", "running_out", "codeless"]


def test_a_campus_sees_its_own_and_what_belongs_to_all(office: Office, make: Make) -> None:
    east, west = make(Campus).id, make(Campus).id
    ours = active(make, ends=date(2026, 1, 1), campus_id=east)
    theirs = active(make, ends=date(2026, 1, 2), campus_id=west)
    shared = active(make, ends=date(2026, 1, 3), campus_id=None)
    partner = make(Partner, campus_id=west)
    make(ContactLog, partner_id=partner.id, due=date(2026, 1, 1), done=False)
    assert found(office, east)["expired"].query.only == (ours.id, shared.id)
    assert "steps" not in found(office, east)
    assert theirs.id in (found(office, west)["expired"].query.only or ())
    assert "steps" in found(office, west)


def test_the_expiry_board_and_the_home_page_agree(office: Office, make: Make) -> None:
    for days in (-40, -1, 0, 30, 60, 121, None):
        ends = None if days is None else TODAY + timedelta(days=days)
        active(make, ends=ends)
    moved = active(make, ends=TODAY - timedelta(days=3))
    make(Amendment, agreement_id=moved.id, new_ends=TODAY + timedelta(days=9), signed_on=TODAY)
    office.agreements.handle([active(make, ends=TODAY).id], Handling.NOT_RENEWED, "停招")
    ours = [(due, each.id) for due, each in Ground(office, TODAY).board()]
    assert ours == [(each.column, each.id) for each in office.agreements.board(TODAY)]
