"""Terms and special days as people type them: what cannot be is refused, and said how to mend."""

from datetime import date
from typing import Any

import pytest

from app.errors import Invalid, Refused
from app.models import CalendarDay, Term
from app.models.calendar import DayKind, Weekday
from app.services.office import Office
from tests.make import Make

AUTUMN = {"code": "2026-2027-1", "starts": date(2026, 8, 31), "weeks": 18}
SATURDAY = date(2026, 10, 10)
SHIFTED = {"on": SATURDAY, "kind": DayKind.SHIFTED, "name": "国庆节"}


@pytest.mark.parametrize(
    ("wrong", "key", "told"),
    [
        ({"starts": date(2026, 9, 2)}, "starts", "2026-09-02 是周三；当周星期一是 2026-08-31"),
        ({"weeks": 0}, "weeks", "1 至 30"),
        ({"weeks": 31}, "weeks", "1 至 30"),
        ({"exam_from": 19}, "exam_from", "1 至 18 周"),
        ({"exam_from": 0}, "exam_from", "1 至 18 周"),
        ({"ends": date(2026, 8, 1)}, "ends", "早于第 1 周"),
    ],
)
def test_terms_that_cannot_be(office: Office, wrong: dict[str, Any], key: str, told: str) -> None:
    with pytest.raises(Invalid, match=told) as refusal:
        office.of(Term).save(AUTUMN | wrong)
    assert [each.field for each in refusal.value.problems] == [key]
    assert office.of(Term).count() == 0


def test_a_shifted_day_says_whose_timetable_it_runs(office: Office) -> None:
    records = office.of(CalendarDay)
    with pytest.raises(Invalid, match="按周几的课表"):
        records.save(SHIFTED)
    office.of(Term).save(AUTUMN)
    with pytest.raises(Invalid, match="第 1 至 18 周"):
        records.save(SHIFTED | {"runs_as": Weekday.FRIDAY, "runs_week": 19})
    records.save(SHIFTED | {"runs_as": Weekday.FRIDAY, "runs_week": 5})
    with pytest.raises(Invalid, match="已有一条"):
        records.save(SHIFTED | {"runs_as": Weekday.MONDAY})


def test_no_other_day_runs_as_one(office: Office, make: Make) -> None:
    given = {"on": SATURDAY, "kind": DayKind.HOLIDAY, "name": "国庆节", "runs_as": Weekday.FRIDAY}
    with pytest.raises(Invalid, match="请清空或改性质"):
        office.of(CalendarDay).save(given)
    day = make(CalendarDay, on=SATURDAY, kind=DayKind.EVENT, name="运动会")
    office.of(CalendarDay).save({"name": "田径运动会"}, day)
    assert office.of(CalendarDay).get(day.id).name == "田径运动会"


def test_wrong_days_of_a_ledger_are_refused(office: Office) -> None:
    with office.db.read() as session:
        values = office.of(CalendarDay).accept(SHIFTED, complete=True)
        told = office.of(CalendarDay).objections(session, values)
    assert [each.field for each in told] == ["runs_as"]


def test_a_closed_term_and_the_days_of_its_year_are_read_only(office: Office, make: Make) -> None:
    terms, days = office.of(Term), office.of(CalendarDay)
    day = make(CalendarDay, on=date(2026, 11, 6), kind=DayKind.EVENT, name="运动会")
    term = terms.save(AUTUMN)
    closed = terms.save({"closed": True}, term)
    with pytest.raises(Refused, match="2026-2027-1 已封存"):
        terms.save({"weeks": 17}, closed)
    with pytest.raises(Refused, match="已封存"):
        terms.delete([closed.id])
    with pytest.raises(Refused, match="2026-2027学年已封存"):
        days.save({"name": "田径运动会"}, day)
    with pytest.raises(Refused, match="2026-2027学年已封存"):
        days.delete([day.id])
    opened = terms.save({"closed": False, "weeks": 17}, closed)
    assert (opened.closed, opened.weeks) == (False, 17)
    days.delete([day.id])
