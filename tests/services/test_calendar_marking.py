"""Days said at once, in one step that one undo takes back."""

from datetime import date

import pytest

from app.errors import Invalid
from app.models import CalendarDay, Term
from app.models.calendar import DayKind, Weekday
from app.services.calendar_marking import Marking, mark, unmark
from app.services.calendar_store import school_calendar
from app.services.office import Office
from app.services.school_calendar import Nature
from tests.make import Make

FIRST, LAST = date(2027, 10, 1), date(2027, 10, 7)
NATIONAL = Marking(first=FIRST, last=LAST, kind=DayKind.HOLIDAY, name="国庆节")


def test_a_stretch_is_one_step(office: Office) -> None:
    steps: list[int] = []
    office.db.subscribe(lambda commit: steps.append(commit.seq))
    assert mark(office, NATIONAL) == 7
    assert 2027 in school_calendar(office).known_years()
    assert len(steps) == 1
    office.db.take_back(steps[0])
    assert office.of(CalendarDay).count() == 0


def test_a_day_is_one_thing(office: Office, make: Make) -> None:
    make(CalendarDay, on=FIRST, kind=DayKind.EVENT, name="运动会")
    make(CalendarDay, on=FIRST, kind=DayKind.SCHOOL_OFF, name="校庆")
    mark(office, NATIONAL)
    assert office.of(CalendarDay).count() == 7
    assert school_calendar(office).nature(FIRST) is Nature.HOLIDAY
    assert unmark(office, [FIRST, LAST]) == 2
    assert school_calendar(office).nature(FIRST) is Nature.WORK
    assert unmark(office, [FIRST]) == 0


def test_a_shifted_day_with_the_week_it_runs(office: Office, make: Make) -> None:
    make(Term, code="2027-2028-1", starts=date(2027, 8, 30), weeks=18)
    day = date(2027, 10, 9)
    mark(office, Marking(first=day, kind=DayKind.SHIFTED, name="国庆节",
                         runs_as=Weekday.FRIDAY, runs_week=5))  # fmt: skip
    assert school_calendar(office).told_as(day) == "按周五第5周"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (Marking(first=LAST, last=FIRST, name="国庆节"), "早于开始日期"),
        (Marking(first=FIRST, last=date(2028, 10, 1), name="国庆节"), "最多登记 120 天"),
        (Marking(first=FIRST, last=LAST, kind=DayKind.SHIFTED, name="国庆节"), "一天一天"),
        (Marking(first=FIRST, kind=DayKind.SHIFTED, name="国庆节"), "按周几的课表"),
        (Marking(first=FIRST), "名称"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    office: Office, said: Marking, told: str
) -> None:
    with pytest.raises(Invalid, match=told):
        mark(office, said)
    assert office.of(CalendarDay).count() == 0
