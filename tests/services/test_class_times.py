"""Which times of the periods hold: by season, campus, and the days on which they change."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models import ClassPeriod
from app.models.calendar import Season
from app.services.calendar_store import seed_periods
from app.services.class_times import ClassTimes, Hours, Period, Seasons, class_times
from app.services.office import Office
from app.settings import Settings, month_day
from tests.make import Make

EAST, WEST = UUID(int=1), UUID(int=2)
USUAL = Seasons((5, 1), (10, 1))
SUMMER, WINTER = date(2026, 9, 30), date(2026, 10, 1)  # the last day, the first day


def hours(
    number: int, hour: int, season: Season = Season.ALL_YEAR, campus: UUID | None = None
) -> Hours:
    """A period that begins at the full hour, so that the hour says which row was taken."""
    return Hours(Period(number, time(hour), time(hour, 45)), season, campus)


def began(times: ClassTimes, day: date, campus: UUID | None = None) -> list[tuple[int, int]]:
    return [(each.number, each.starts.hour) for each in times.at(day, campus)]


@pytest.mark.parametrize(
    ("day", "season"),
    [
        (date(2026, 4, 30), Season.WINTER),
        (date(2026, 5, 1), Season.SUMMER),
        (date(2026, 9, 30), Season.SUMMER),
        (date(2026, 10, 1), Season.WINTER),
        (date(2026, 12, 31), Season.WINTER),
        (date(2027, 1, 1), Season.WINTER),
        (date(2028, 2, 29), Season.WINTER),
    ],
)
def test_a_season_begins_on_its_day_and_goes_on_over_the_new_year(
    day: date, season: Season
) -> None:
    assert USUAL.on(day) is season


@given(
    st.dates(date(2024, 1, 1), date(2030, 12, 31)),
    *[st.tuples(st.integers(1, 12), st.integers(1, 28))] * 2,
)
def test_one_season_goes_on_until_the_other_begins(
    day: date, summer: tuple[int, int], winter: tuple[int, int]
) -> None:
    """Whichever comes first in the year."""
    seasons = Seasons(summer, winter)
    found = seasons.on(day)
    if summer == winter:
        assert found is Season.ALL_YEAR
        return
    back = (day - timedelta(days=n) for n in range(367))
    begins = next(each for each in back if (each.month, each.day) in (summer, winter))
    expected = Season.SUMMER if (begins.month, begins.day) == summer else Season.WINTER
    assert found is expected


def test_all_year_holds_where_the_season_has_no_times_of_its_own() -> None:
    kept = [hours(1, 8), hours(2, 14), hours(2, 13, Season.WINTER)]
    times = ClassTimes.of(kept, USUAL)
    assert began(times, SUMMER) == [(1, 8), (2, 14)]
    assert began(times, WINTER) == [(1, 8), (2, 13)]
    assert times.lacking(WINTER, None) == frozenset()


@pytest.mark.parametrize("turned", [False, True])
def test_the_campus_comes_before_the_season(turned: bool) -> None:
    """Whatever the order in which they were entered."""
    kept = [
        hours(1, 8),
        hours(1, 9, Season.WINTER),
        hours(1, 10, campus=EAST),
        hours(1, 11, Season.WINTER, WEST),
        hours(1, 12, campus=WEST),
    ]
    times = ClassTimes.of(reversed(kept) if turned else kept, USUAL)
    assert [began(times, day)[0][1] for day in (SUMMER, WINTER)] == [8, 9]
    assert [began(times, day, EAST)[0][1] for day in (SUMMER, WINTER)] == [10, 10]
    assert [began(times, day, WEST)[0][1] for day in (SUMMER, WINTER)] == [12, 11]


def test_a_campus_that_says_nothing_follows_the_others() -> None:
    times = ClassTimes.of([hours(1, 8), hours(1, 9, campus=EAST)], USUAL)
    assert began(times, SUMMER, WEST) == [(1, 8)]


def test_who_has_fewer_periods_lacks_the_others() -> None:
    kept = [hours(1, 8), hours(2, 9, campus=EAST), hours(3, 10, Season.SUMMER)]
    times = ClassTimes.of(kept, USUAL)
    assert times.numbers == (1, 2, 3)
    assert times.lacking(SUMMER, EAST) == frozenset()
    assert times.lacking(SUMMER, WEST) == {2}
    assert times.lacking(WINTER, WEST) == {2, 3}


def test_where_nothing_is_known_nothing_is_shut() -> None:
    """Only the winter timetable is entered so far, or only the other campus's."""
    winter = ClassTimes.of([hours(1, 8, Season.WINTER)], USUAL)
    assert (winter.at(SUMMER, None), winter.lacking(SUMMER, None)) == ((), frozenset())
    east = ClassTimes.of([hours(1, 8, campus=EAST)], USUAL)
    assert (east.at(SUMMER, WEST), east.lacking(SUMMER, WEST)) == ((), frozenset())


def test_a_room_without_a_campus_goes_by_the_only_one_that_keeps_periods() -> None:
    one = ClassTimes.of([hours(1, 8, campus=EAST)], USUAL)
    two = ClassTimes.of([hours(1, 8, campus=EAST), hours(1, 9, campus=WEST)], USUAL)
    assert began(one, SUMMER) == [(1, 8)]
    assert began(two, SUMMER) == []


def test_the_moment_is_counted_among_all_numbers() -> None:
    kept = [hours(1, 8), hours(2, 9, campus=EAST), hours(3, 10)]
    times = ClassTimes.of(kept, USUAL)

    def at(hour: int, minute: int, campus: UUID | None) -> float | None:
        return times.moment(datetime(2026, 9, 9, hour, minute), campus)  # noqa: DTZ001 - the office's clock

    assert at(7, 59, EAST) is None
    assert at(8, 0, EAST) == 0
    assert at(9, 9, EAST) == pytest.approx(1.2)
    assert at(9, 9, WEST) == 2  # waits for the third: there is no second here
    assert at(10, 45, WEST) == 3
    assert at(10, 46, WEST) is None


def test_a_week_over_the_change_says_from_when_other_times_hold() -> None:
    kept = [hours(1, 8), hours(2, 14), hours(2, 13, Season.WINTER)]
    times = ClassTimes.of(kept, USUAL)
    week = [date(2026, 9, 28) + timedelta(days=n) for n in range(7)]
    assert times.told(1, week, None) == ["08:00–08:45"]
    assert times.told(2, week, None) == ["14:00–14:45", "10.1起 13:00–13:45"]
    assert times.told(2, week[3:], None) == ["13:00–13:45"]


def test_what_the_office_keeps_is_read_once_with_its_seasons(office: Office, make: Make) -> None:
    seed_periods(office)
    make(
        ClassPeriod, number=5, starts=time(13, 30), ends=time(14, 15), season=Season.WINTER,
        site_id=None,
    )  # fmt: skip
    fifth = [class_times(office).find(day, None, 5) for day in (SUMMER, WINTER)]
    assert [each.words for each in fifth if each] == ["14:00–14:45", "13:30–14:15"]
    office.settings = Settings(summer_from="05-01", winter_from="10-08")
    later = class_times(office).find(WINTER, None, 5)
    assert later is not None
    assert later.words == "14:00–14:45"


@pytest.mark.parametrize("given_", ["5-1", "05-01", "5月1日", "5.1", "5/1", " 5月1日 "])
def test_a_day_of_the_year_is_understood_as_it_is_written(given_: str) -> None:
    assert month_day(given_) == "05-01"


@pytest.mark.parametrize("given_", ["五一", "2026-5-1", "13-1", "2-30", "5月"])
def test_what_is_no_day_of_the_year_is_told(given_: str) -> None:
    with pytest.raises(ValueError, match=r"月和日|没有"):
        month_day(given_)


def test_seasons_left_empty_are_none() -> None:
    assert Seasons.of(Settings(summer_from="", winter_from="")).on(WINTER) is Season.ALL_YEAR
    assert Seasons.of(Settings()) == USUAL
