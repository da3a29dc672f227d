"""Saved views come back as they were saved, for every kind of value."""

from datetime import date
from decimal import Decimal

import pytest

from app.errors import Conflict, Invalid
from app.models import Agreement, Partner, Programme
from app.models.agreements import AgreementState, CooperationForm
from app.models.partners import Label, PartnerStatus
from app.models.values import PartialDate
from app.services.database import Database
from app.services.office import Office
from app.services.query import Condition, Query
from app.services.views import Views
from tests.make import Make


@pytest.fixture
def views(db: Database) -> Views:
    return Views(db)


def test_a_view_comes_back_as_it_was_saved(views: Views, make: Make) -> None:
    programme = make(Programme).id
    query = Query(
        text="锦程",
        where={
            "status": (PartnerStatus.ACTIVE, PartnerStatus.PROSPECT),
            "programmes": (programme,),
            "labels": (Label.LISTED,),
            "industry": ("C3670", None),
        },
        conditions=(
            Condition("since", "≥", PartialDate("2023-09")),
            Condition("capital", "≤", Decimal("5000000.00")),
            Condition("staff", "≥", 30),
            Condition("staff_on", "≤", date(2026, 1, 5)),
            Condition("remark", "非空"),
        ),
        order="staff",
        descending=True,
    )
    saved = views.save(Partner, " 重点 企业 ", query)
    (found,) = views.of(Partner)
    assert found == saved
    assert (found.name, found.query) == ("重点 企业", query)
    assert views.of(Agreement) == []


def test_saving_under_a_name_again_replaces(views: Views) -> None:
    views.save(Agreement, "待签", Query(where={"state": (AgreementState.DRAFT,)}))
    views.save(Agreement, "待签", Query(where={"forms": (CooperationForm.OTHER,)}))
    assert [v.query.where for v in views.of(Agreement)] == [{"forms": (CooperationForm.OTHER,)}]


def test_names_are_checked(views: Views) -> None:
    first = views.save(Partner, "甲", Query())
    views.save(Partner, "乙", Query())
    with pytest.raises(Invalid):
        views.save(Partner, "  ", Query())
    with pytest.raises(Conflict):
        views.rename(first.id, "乙")
    views.rename(first.id, "丙")
    assert [view.name for view in views.of(Partner)] == ["丙", "乙"]


def test_removing_a_view_removes_no_record(views: Views, office: Office, make: Make) -> None:
    make(Partner)
    views.remove(views.save(Partner, "甲", Query()).id)
    assert views.of(Partner) == []
    assert office.partners.count() == 1


def test_views_are_not_steps_of_history(views: Views, db: Database) -> None:
    heard: list[object] = []
    db.subscribe(heard.append)
    views.save(Partner, "甲", Query())
    assert heard == []
