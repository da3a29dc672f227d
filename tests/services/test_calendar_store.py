"""The calendar begins with the tables that come along, once, and leaves the open questions open."""

from datetime import date

from app.models import CalendarDay, ClassPeriod, Term
from app.models.calendar import DayKind, Weekday
from app.services.calendar_store import (
    holidays,
    school_calendar,
    seed_calendar,
    seed_periods,
    table_warning,
)
from app.services.office import Office
from app.services.school_calendar import Nature

SHIFTED = date(2026, 10, 10)


def test_seeding_twice_changes_nothing(office: Office) -> None:
    first = seed_calendar(office)
    again = seed_calendar(office)
    assert (first.added, again.added) == (len(holidays()), 0)
    assert office.of(CalendarDay).count() == len(holidays())
    assert all(each.source for each in office.of(CalendarDay).all())


def test_a_shifted_day_waits_for_its_weekday(office: Office) -> None:
    unsettled = seed_calendar(office).unsettled
    assert SHIFTED in [each.on for each in unsettled]
    records = office.of(CalendarDay)
    day = next(each for each in records.all() if each.on == SHIFTED)
    records.save({"runs_as": Weekday.FRIDAY}, day)
    calendar = school_calendar(office)
    assert calendar.timetable_weekday(SHIFTED) == 5
    assert SHIFTED not in [each.on for each in seed_calendar(office).unsettled]


def test_a_day_thrown_away_does_not_come_back(office: Office) -> None:
    seed_calendar(office)
    records = office.of(CalendarDay)
    records.delete([records.all()[0].id])
    assert seed_calendar(office).added == 0


def test_terms_and_own_days_are_read(office: Office) -> None:
    office.of(Term).save({"code": "2026-2027-1", "starts": date(2026, 8, 31), "weeks": 18})
    sports = {"on": date(2026, 11, 6), "kind": DayKind.EVENT, "name": "运动会"}
    office.of(CalendarDay).save(sports)
    calendar = school_calendar(office)
    term = calendar.term_of(date(2026, 11, 6))
    assert term is not None
    assert term.week_of(date(2026, 11, 6)) == 10
    assert calendar.nature(date(2026, 11, 6)) is Nature.EVENT


def test_a_year_without_table_is_warned_of(office: Office) -> None:
    seed_calendar(office)
    calendar = school_calendar(office)
    assert "2027" in table_warning(calendar, [date(2026, 12, 1), date(2027, 3, 1)])
    assert table_warning(calendar, [date(2026, 12, 1)]) == ""


def test_periods_come_once(office: Office) -> None:
    assert (seed_periods(office), seed_periods(office)) == (11, 0)
    first = min(office.of(ClassPeriod).all(), key=lambda each: each.number)
    assert (str(first.starts), str(first.ends)) == ("08:20:00", "09:05:00")
