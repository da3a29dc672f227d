"""Agreements in the window: signed step by step, then locked, amended and renewed."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest
from PySide6.QtWidgets import QLineEdit, QWidget

from app.models import Agreement, Amendment, Approval, Partner
from app.models.agreements import AgreementState, Handling, Verdict
from app.ui.agreements import AgreementDetail, AgreementsPage
from app.ui.page import Desk
from tests.make import Make
from tests.ui.answers import answer, choose

TODAY = date.today()  # noqa: DTZ011 - the office's own calendar


@pytest.fixture
def page(desk: Desk, visit: Callable) -> AgreementsPage:
    made = AgreementsPage(desk)
    made.visit = visit(made)  # type: ignore[attr-defined] # kept alive with the page
    return made


@pytest.fixture
def draft(make: Make) -> Agreement:
    partner = make(Partner, name="锦程")
    found: Agreement = make(Agreement, name="订单班协议", partners=(partner.id,))
    return found


@pytest.fixture
def signed(make: Make) -> Agreement:
    partner = make(Partner, name="锦程")
    starts = TODAY - timedelta(days=300)
    found: Agreement = make(
        Agreement,
        name="订单班协议",
        partners=(partner.id,),
        signed_on=starts,
        starts=starts,
        ends=TODAY + timedelta(days=20),
    )
    return found


def opened(page: AgreementsPage, key: UUID) -> AgreementDetail:
    page._open_record(key)
    assert isinstance(page.detail, AgreementDetail)
    return page.detail


def overview(detail: AgreementDetail) -> QWidget:
    return detail.overview.widget()


def test_each_party_signs_and_the_last_signature_locks(
    page: AgreementsPage, draft: Agreement
) -> None:
    detail = opened(page, draft.id)
    answer("保存")
    choose(overview(detail), "登记签署")
    assert page.records.get(draft.id).state is AgreementState.SIGNING
    answer("保存")
    choose(overview(detail), "登记签署")
    saved = page.records.get(draft.id)
    assert (saved.state, saved.signed_on) == (AgreementState.ACTIVE, TODAY)
    detail.start_editing()
    form = detail.edit.form
    assert form.findChild(QLineEdit, "number").isReadOnly()
    assert not form.findChild(QLineEdit, "archive").isReadOnly()
    assert detail.edit.notes.count() == 1


def test_a_draft_is_not_locked(page: AgreementsPage, draft: Agreement, signed: Agreement) -> None:
    detail = opened(page, signed.id)
    detail.start_editing()
    assert detail.edit.form.findChild(QLineEdit, "number").isReadOnly()
    opened(page, draft.id)
    detail.start_editing()
    assert not detail.edit.form.findChild(QLineEdit, "number").isReadOnly()
    assert detail.edit.notes.count() == 0


def test_approvals_go_step_by_step_and_a_refusal_needs_a_reason(
    page: AgreementsPage, draft: Agreement
) -> None:
    detail = opened(page, draft.id)
    choose(overview(detail), "使用常用流程：院系 → 校企合作处 → 法务 → 校长办公会")
    records = page.desk.office.of(Approval)
    assert records.count() == 4
    answer("保存")
    choose(overview(detail), "同意")
    steps = sorted(records.all(), key=lambda step: step.position)
    assert [step.verdict for step in steps][:2] == [Verdict.PASSED, Verdict.PENDING]
    assert steps[0].on == TODAY
    noted = answer("保存", "取消")
    choose(overview(detail), "退回")
    assert noted
    steps = sorted(records.all(), key=lambda step: step.position)
    assert steps[1].verdict is Verdict.PENDING


def test_how_long_it_runs_follows_signed_amendments(
    page: AgreementsPage, signed: Agreement, make: Make
) -> None:
    detail = opened(page, signed.id)
    (chip,) = detail._term()
    assert chip.text == f"还有 20 天到期，{signed.ends}"
    later = TODAY + timedelta(days=400)
    make(Amendment, agreement_id=signed.id, signed_on=TODAY, new_ends=later)
    (chip,) = detail._term()
    assert chip.text == f"还有 400 天到期，{later}（按补充协议）"


def test_an_amendment_leaves_the_agreement_as_it_was_signed(
    page: AgreementsPage, signed: Agreement
) -> None:
    detail = opened(page, signed.id)
    noted = answer("取消")
    detail.amend()
    assert noted
    assert [words for words, _ in detail.menu_actions()] == ["登记补充协议…", "续签…"]


def test_a_renewal_begins_the_day_after_and_is_shown(
    page: AgreementsPage, signed: Agreement
) -> None:
    detail = opened(page, signed.id)
    answer("续签")
    detail.renew()
    wish = page.visit.wish  # type: ignore[attr-defined]
    made = page.records.get(wish.record)
    assert made.renews_id == signed.id
    assert made.starts == signed.ends + timedelta(days=1)
    assert made.ends - made.starts == signed.ends - signed.starts
    assert page.records.get(signed.id).handling is Handling.RENEWED
    page._open_record(signed.id)
    assert [words for words, _ in detail.menu_actions()] == ["登记补充协议…"]
