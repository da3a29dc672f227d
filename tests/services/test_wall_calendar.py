"""The wall calendar: every day has its word, and the words say whose timetable runs."""

from datetime import date, timedelta

from app.services.school_calendar import Nature, SchoolCalendar, Special, TermDates
from app.services.wall_calendar import Sort, between, remarks, wall, wall_day
from app.services.years import SchoolYear

AUTUMN = TermDates("2026-2027-1", date(2026, 8, 31), 18, 18)
SPRING = TermDates("2026-2027-2", date(2027, 3, 1), 18)
OTHER = TermDates("2025-2026-2", date(2026, 3, 2), 18)
FREE = [Special(date(2026, 10, 1) + timedelta(n), Nature.HOLIDAY, "国庆节") for n in range(7)]
SUNDAY, SATURDAY = date(2026, 9, 20), date(2026, 10, 10)
CALENDAR = SchoolCalendar.of(
    [SPRING, AUTUMN, OTHER],
    [
        *FREE,
        Special(SUNDAY, Nature.SHIFTED, "国庆节", 5, 5),
        Special(SATURDAY, Nature.SHIFTED, "国庆节"),
        Special(date(2026, 11, 6), Nature.EVENT, "运动会"),
    ],
)


def test_weeks_of_the_year_in_order() -> None:
    terms = wall(CALENDAR, SchoolYear(2026))
    assert [each.dates for each in terms] == [AUTUMN, SPRING]
    first = terms[0]
    assert [week.number for week in first.weeks] == list(range(1, 19))
    assert all(len(week.days) == 7 for week in first.weeks)
    assert first.weeks[4].days[3].on == date(2026, 10, 1)


def test_every_day_has_its_word() -> None:
    sorts = {
        date(2026, 9, 1): Sort.CLASS,
        date(2026, 9, 5): Sort.REST,
        date(2026, 10, 1): Sort.REST,
        SUNDAY: Sort.SHIFTED,
        SATURDAY: Sort.UNSETTLED,
        date(2026, 11, 6): Sort.EVENT,
        date(2026, 12, 29): Sort.EXAM,
        date(2027, 1, 2): Sort.REST,
    }
    assert {day: wall_day(CALENDAR, day).sort for day in sorts} == sorts


def test_a_shifted_sunday_shows_whose_timetable_it_runs() -> None:
    assert wall_day(CALENDAR, SUNDAY).words == "调休上课（按周五第5周）"
    assert wall_day(CALENDAR, SATURDAY).words == "调休上班（未定按周几）"


def test_what_is_out_of_the_ordinary() -> None:
    weeks = wall(CALENDAR, SchoolYear(2026))[0].weeks
    assert remarks(weeks) == [
        "9月20日调休上课（按周五第5周）",
        "10月1日至7日国庆节放假",
        "10月10日调休上班（未定按周几）",
        "11月6日运动会停课",
        "12月28日至1月1日考试周",
    ]


def test_vacations_and_terms_that_overlap() -> None:
    assert between([AUTUMN, SPRING]) == ["寒假：1月4日至2月28日（56 天）"]
    late = TermDates("2026-2027-2", date(2026, 12, 28), 18)
    assert "重叠" in between([AUTUMN, late])[0]
