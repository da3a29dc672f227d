"""Terms, holidays and periods of the sample college."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app.models import CalendarDay, Term
from app.models.calendar import DayKind, Weekday
from app.services.calendar_store import seed_calendar, seed_periods
from app.services.office import Office
from app.services.other_times import OtherTimes, add_times
from app.services.roll_over import monday_near
from app.services.sample.filling import Filling
from app.services.years import SchoolYear

_WEEKS = 18
_SPORTS_WEEK = timedelta(weeks=9, days=3)


def fill_years(office: Office, filling: Filling) -> None:
    """Three school years, of which the first is closed; the shifted days have their weekdays."""
    seed_calendar(office)
    seed_periods(office)
    add_times(office, OtherTimes(first=5, last=8))  # in winter the afternoon begins earlier
    years = (filling.year.before.before, filling.year.before, filling.year)
    with office.db.write("建立学期和校历") as writing:
        rows = [term for year in years for term in terms(year, closed=year is years[0])]
        for row, key in zip(rows, filling.add(writing, Term, rows), strict=True):
            filling.know("term", row["code"], key)
        begun = rows[-2]["starts"] + _SPORTS_WEEK
        source = f"{filling.year.title}校历"
        filling.add(
            writing,
            CalendarDay,
            [
                {"on": begun, "kind": DayKind.EVENT, "name": "运动会", "source": source},
                {"on": begun + timedelta(days=1), "kind": DayKind.EVENT, "name": "运动会"},
                {"on": rows[-1]["starts"] + timedelta(weeks=17), "kind": DayKind.EXAM,
                 "name": "期末考试", "source": source},
            ],
        )  # fmt: skip
        shifted = select(CalendarDay).where(CalendarDay.kind == DayKind.SHIFTED)
        for day in writing.session.scalars(shifted.order_by(CalendarDay.on)).all()[:-1]:
            day.runs_as = tuple(Weekday)[day.on.day % 5]


def terms(year: SchoolYear, *, closed: bool) -> list[dict[str, Any]]:
    """Both terms of a school year, as values."""
    starts = (monday_near(year.first), monday_near(year.first + timedelta(days=176)))
    return [
        {
            "code": f"{year}-{number}",
            "starts": first,
            "weeks": _WEEKS,
            "exam_from": _WEEKS,
            "ends": first + timedelta(weeks=_WEEKS, days=-1),
            "closed": closed,
        }
        for number, first in enumerate(starts, start=1)
    ]
