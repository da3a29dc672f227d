"""What was typed and not saved comes back as it was."""

from datetime import UTC, datetime, time
from decimal import Decimal
from pathlib import Path

from app.models import Agreement, Booking, Partner, UseRecord
from app.models.agreements import CooperationForm
from app.models.partners import Label, PartnerStatus
from app.models.values import PartialDate, uuid7
from app.services.drafts import Draft, Drafts

TYPED = {
    "name": "成都示例锦程",
    "status": PartnerStatus.BARRED,
    "labels": (Label.LISTED, Label.TOP500),
    "programmes": (uuid7(), uuid7()),
    "group_id": uuid7(),
    "since": PartialDate("2023-09"),
    "capital": Decimal("1200.50"),
    "staff": 12,
    "remark": None,
}


def test_drafts_outlive_the_program(tmp_path: Path) -> None:
    key = uuid7()
    Drafts(tmp_path).keep(Partner, key, TYPED)
    Drafts(tmp_path).keep(Agreement, None, {"forms": (CooperationForm.OTHER,)})
    again = Drafts(tmp_path)
    assert again.of(Partner, key) == TYPED
    assert again.of(Partner, None) == {}
    assert again.all() == [
        Draft(Partner, key, TYPED),
        Draft(Agreement, None, {"forms": (CooperationForm.OTHER,)}),
    ]


def test_moments_and_times_come_back_as_such(tmp_path: Path) -> None:
    until = {"hold_until": datetime(2026, 12, 1, 9, 30, tzinfo=UTC)}
    Drafts(tmp_path).keep(Booking, None, until)
    Drafts(tmp_path).keep(UseRecord, None, {"began": time(8, 20)})
    assert Drafts(tmp_path).of(Booking, None) == until
    assert Drafts(tmp_path).of(UseRecord, None) == {"began": time(8, 20)}


def test_what_is_saved_is_forgotten(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path)
    drafts.keep(Partner, None, {})
    assert not (tmp_path / "drafts.json").exists()
    drafts.keep(Partner, None, TYPED)
    drafts.keep(Partner, None, {})
    assert drafts.all() == []


def test_a_file_that_makes_no_sense_is_no_obstacle(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path)
    (tmp_path / "drafts.json").write_text('{"partner": {"new": {"status": "GONE", "staff": 3}}}')
    assert drafts.of(Partner, None) == {"staff": 3}
    (tmp_path / "drafts.json").write_text("{half")
    assert drafts.all() == []
