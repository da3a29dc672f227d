"""A winter timetable and a second campus: typed, brought in, or begun from the first."""

from collections.abc import Sequence
from datetime import date, time
from typing import Any

import pytest

from app.errors import Invalid
from app.models import Campus, ClassPeriod
from app.models.calendar import Season
from app.services.calendar_store import seed_periods
from app.services.class_times import class_times
from app.services.exchange.apply import apply_plan
from app.services.exchange.cells import Book, Sheet
from app.services.exchange.importing import plan_file
from app.services.exchange.lines import Outcome
from app.services.office import Office
from app.services.other_times import OtherTimes, add_times
from app.settings import Settings
from tests.make import Make

SUMMER, WINTER = date(2026, 9, 15), date(2026, 11, 17)


def words(office: Office, day: date, campus: Any = None) -> Sequence[str]:
    return [each.words for each in class_times(office).at(day, campus)]


def test_the_winter_is_begun_from_the_first_and_taken_back_in_one_step(office: Office) -> None:
    seed_periods(office)
    steps: list[int] = []
    office.db.subscribe(lambda commit: steps.append(commit.seq))
    summer = words(office, WINTER)
    assert add_times(office, OtherTimes(first=5, last=8)) == 4
    assert words(office, SUMMER) == summer
    assert words(office, WINTER)[3:6] == ["11:05–11:50", "13:30–14:15", "14:20–15:05"]
    assert len(steps) == 1
    office.db.take_back(steps[0])
    assert words(office, WINTER) == summer


def test_another_campus_begins_from_what_holds_there(office: Office, make: Make) -> None:
    seed_periods(office)
    west = make(Campus, name="西校区")
    add_times(office, OtherTimes(minutes=-30))
    said = OtherTimes(season=Season.WINTER, site_id=west.id, first=5, last=5, minutes=10)
    assert add_times(office, said) == 1
    assert [words(office, WINTER, key)[4] for key in (None, west.id)] == [
        "13:30–14:15", "13:40–14:25",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (OtherTimes(first=12), "没有第 12 至 11 节"),
        (OtherTimes(first=11, minutes=180), "第 11 节会落到另一天"),
        (OtherTimes(season=Season.ALL_YEAR), "全年已有第 5 节，请改那一条"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    office: Office, said: OtherTimes, told: str
) -> None:
    seed_periods(office)
    with pytest.raises(Invalid, match=told):
        add_times(office, said)
    assert office.of(ClassPeriod).count() == 11


def test_one_time_for_each_season_and_campus(office: Office, make: Make) -> None:
    records = office.of(ClassPeriod)
    values = {"number": 1, "starts": time(8), "ends": time(8, 45)}
    first = records.save(values)
    with pytest.raises(Invalid, match="已有第 1 节"):
        records.save(values)
    records.save(values | {"season": Season.WINTER})
    records.save(values | {"site_id": make(Campus, name="西校区").id})
    records.save({"starts": time(8, 10)}, first)
    with pytest.raises(Invalid, match="下课应晚于上课"):
        records.save({"number": 2, "starts": time(9), "ends": time(9)})
    with pytest.raises(Invalid, match="至少为 1"):
        records.save(values | {"number": 0})


def test_a_list_of_both_seasons_and_campuses_is_brought_in(office: Office, make: Make) -> None:
    seed_periods(office)
    west = make(Campus, name="西校区")
    rows = [
        ["节次", "上课", "下课", "作息", "适用校区"],
        ["5", "14:30", "15:15", "夏季作息", ""],
        ["5", "14:00", "14:45", "", ""],
        ["5", "13:30", "14:15", "冬季作息", ""],
        ["5", "15:00", "15:45", "全年", "西校区"],
    ]
    plan = plan_file(office, ClassPeriod, Book("作息时间.xlsx", (Sheet("作息", rows),)))
    assert [line.outcome for line in plan.lines] == [
        Outcome.NEW, Outcome.SAME, Outcome.NEW, Outcome.NEW,
    ]  # fmt: skip
    apply_plan(office, plan)
    found = [words(office, day, key)[4] for key in (None, west.id) for day in (SUMMER, WINTER)]
    assert found == ["14:30–15:15", "13:30–14:15", "15:00–15:45", "15:00–15:45"]


def test_what_runs_into_the_next_is_told(office: Office) -> None:
    seed_periods(office)
    assert class_times(office).overlaps() == []
    add_times(office, OtherTimes(first=5, last=5, minutes=20))
    [(season, campus, one, other)] = class_times(office).overlaps()
    assert (season, campus, one.number, other.number) == (Season.WINTER, None, 5, 6)


def test_a_season_without_any_period_is_told(office: Office) -> None:
    assert class_times(office).untold() == []
    seed_periods(office)
    assert class_times(office).untold() == []
    records = office.of(ClassPeriod)
    records.bulk_change([each.id for each in records.all()], {"season": Season.SUMMER})
    assert class_times(office).untold() == [Season.WINTER]
    office.settings = Settings(summer_from="", winter_from="")
    assert class_times(office).untold() == [Season.ALL_YEAR]
