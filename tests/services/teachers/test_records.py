"""What is refused about teachers and what belongs to them."""

from datetime import date

import pytest

from app.errors import Invalid
from app.models import PartTimeEngagement, PracticeStint, Teacher, TrainingRecord
from app.models.values import PartialDate
from app.services.office import Office
from app.services.teachers.meters import practice_of
from tests.make import Make

LATE, EARLY = date(2026, 5, 9), date(2026, 5, 1)


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        (PracticeStint, "终止日期早于开始日期"),
        (TrainingRecord, "结束日期早于开始日期"),
        (PartTimeEngagement, "聘期止早于聘期起"),
    ],
)
def test_what_ends_before_it_begins_is_refused(make: Make, kind, told: str) -> None:
    with pytest.raises(Invalid, match=told):
        make(kind, starts=LATE, ends=EARLY)


def test_open_and_future_stints_are_taken_and_flagged(office: Office, make: Make) -> None:
    teacher = make(Teacher)
    make(PracticeStint, teacher_id=teacher.id, starts=EARLY, ends=None)
    make(PracticeStint, teacher_id=teacher.id, starts=date(2027, 1, 1), ends=None)
    found = practice_of(office, teacher.id, LATE)
    assert found is not None
    assert (found.meter.days, found.meter.open_ended, found.meter.future) == (9, 1, 1)


def test_dates_of_a_teacher_fit_each_other(office: Office, make: Make) -> None:
    said = {"name": "龙应龙", "identity": "510100200501010015"}
    with pytest.raises(Invalid, match="与身份证号不一致"):
        office.of(Teacher).save(said | {"birth": PartialDate("1999-05")})
    office.of(Teacher).save(said | {"birth": PartialDate("2005-01")})
    with pytest.raises(Invalid, match="离校日期早于入校时间"):
        make(Teacher, joined=PartialDate("2020-09"), left=date(2020, 8, 31))
    with pytest.raises(Invalid, match="请填写离岗起"):
        make(Teacher, leave_to=LATE)
    with pytest.raises(Invalid, match="离岗止早于离岗起"):
        make(Teacher, leave_from=LATE, leave_to=EARLY)
