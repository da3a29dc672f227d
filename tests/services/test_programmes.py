"""What a year decides about a programme also says where it stands."""

import pytest

from app.errors import Invalid
from app.models import Programme, ProgrammeAdjustment
from app.models.programmes import ProgrammeStatus
from app.services.office import Office
from tests.make import Make


def status(office: Office, programme: Programme) -> ProgrammeStatus:
    found: ProgrammeStatus = office.of(Programme).get(programme.id).status
    return found


def test_the_newest_adjustment_is_the_status(office: Office, make: Make) -> None:
    programme = make(Programme, name="数控技术")
    records = office.of(ProgrammeAdjustment)
    paused = records.save({
        "programme_id": programme.id, "year": 2026, "status": ProgrammeStatus.PAUSED,
        "reason": "连续两年报到率低于 60%",
    })  # fmt: skip
    assert status(office, programme) is ProgrammeStatus.PAUSED
    records.save({"programme_id": programme.id, "year": 2024, "status": ProgrammeStatus.NEW})
    assert status(office, programme) is ProgrammeStatus.PAUSED, "an older year changes nothing"
    records.delete([paused.id])
    assert status(office, programme) is ProgrammeStatus.NEW


def test_one_step_takes_back_both(office: Office, make: Make) -> None:
    programme = make(Programme)
    steps: list[int] = []
    office.db.subscribe(lambda commit: steps.append(commit.seq))
    make(ProgrammeAdjustment, programme_id=programme.id, status=ProgrammeStatus.CLOSED)
    assert status(office, programme) is ProgrammeStatus.CLOSED
    office.db.take_back(steps[-1])
    assert status(office, programme) is ProgrammeStatus.OPEN


def test_a_year_is_decided_once_and_is_a_year(office: Office, make: Make) -> None:
    programme = make(Programme)
    make(ProgrammeAdjustment, programme_id=programme.id, year=2026)
    with pytest.raises(Invalid, match="2026 年已经有一条调整"):
        make(ProgrammeAdjustment, programme_id=programme.id, year=2026)
    with pytest.raises(Invalid, match="年度 26 不合理"):
        make(ProgrammeAdjustment, programme_id=programme.id, year=26)
    again = office.of(ProgrammeAdjustment).all()[0]
    office.of(ProgrammeAdjustment).save({"reason": "教务〔2026〕3号"}, again)
