"""The calendar the office keeps: read as a value, and begun from the tables that come along."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from sqlalchemy import select

from app.models import CalendarDay, ClassPeriod, Term
from app.models.calendar import DayKind, Weekday
from app.places import RESOURCES
from app.services.calendar import term_dates
from app.services.class_periods import USUAL
from app.services.database import Writing
from app.services.office import Office
from app.services.school_calendar import Nature, SchoolCalendar, Special

SOURCE = "国务院办公厅关于节假日安排的通知（随程序附带的假日表，请与当年通知核对）"
_TABLE = RESOURCES / "reference" / "holidays.csv"
_WEEKDAYS = tuple(Weekday)


@dataclass(frozen=True, slots=True)
class Seeded:
    """What was taken over, and what the office still has to say about it."""

    added: int
    unsettled: tuple[Special, ...]  # shifted workdays: nobody has said which weekday they run as


def school_calendar(office: Office) -> SchoolCalendar:
    """Terms and special days as the office keeps them."""
    with office.db.read() as session:
        terms = session.scalars(select(Term).where(Term.deleted.is_(False))).all()
        days = session.scalars(select(CalendarDay).where(CalendarDay.deleted.is_(False))).all()
    return SchoolCalendar.of((term_dates(each) for each in terms), (_special(d) for d in days))


def _special(day: CalendarDay) -> Special:
    runs_as = _WEEKDAYS.index(day.runs_as) + 1 if day.runs_as else None
    return Special(day.on, Nature(day.kind.value), day.name, runs_as, day.runs_week)


def seed_calendar(office: Office) -> Seeded:
    """Enter the holidays that come along, as far as the office does not have them.

    A day that the office put into the recycle bin stays there.
    """
    with office.db.read() as session:
        known = {tuple(row) for row in session.execute(select(CalendarDay.on, CalendarDay.kind))}
    rows = [row for row in holidays() if (row["on"], row["kind"]) not in known]
    if rows:
        records = office.of(CalendarDay)
        with office.db.write(f"填入节假日 {len(rows)} 天") as writing:
            accepted = [records.accept(row, complete=True) for row in rows]
            writing.insert_many(CalendarDay, accepted)
    return Seeded(len(rows), tuple(school_calendar(office).unsettled()))


def holidays() -> list[dict[str, Any]]:
    """The table that comes along, as values of calendar days."""
    with _TABLE.open(encoding="utf-8", newline="") as file:
        return [
            {
                "on": date.fromisoformat(row["date"]),
                "kind": DayKind.parse(row["kind"]),
                "name": row["name"],
                "source": SOURCE,
            }
            for row in csv.DictReader(file)
        ]


def seed_periods(office: Office) -> int:
    """The usual periods of a day, if the office has none yet; how many were entered."""
    if office.of(ClassPeriod).count():
        return 0
    with office.db.write("填入节次") as writing:
        return insert_periods(office, writing)


def insert_periods(office: Office, writing: Writing) -> int:
    """The same as part of something larger."""
    records = office.of(ClassPeriod)
    if records.count():
        return 0
    rows = [
        {
            "number": number,
            "starts": time.fromisoformat(starts),
            "ends": time.fromisoformat(ends),
        }
        for number, (starts, ends) in enumerate(USUAL, start=1)
    ]
    writing.insert_many(ClassPeriod, [records.accept(row, complete=True) for row in rows])
    return len(rows)


def years_without_table(calendar: SchoolCalendar, days: Iterable[date]) -> tuple[int, ...]:
    """The years of these days for which no holiday is on file."""
    return tuple(sorted({day.year for day in days} - calendar.known_years()))


def table_warning(calendar: SchoolCalendar, days: Iterable[date]) -> str:
    """What to tell whoever plans over these days; empty if every year has a table."""
    years = years_without_table(calendar, days)
    if not years:
        return ""
    named = "、".join(f"{year} 年" for year in years)
    return f"{named}还没有节假日表，只能按周末推算。请在“校历”里登记当年的放假安排。"
