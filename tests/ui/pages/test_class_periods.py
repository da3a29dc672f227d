"""节次: an office enters its winter timetable, and is told which one holds."""

from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QPushButton

from app.models import ClassPeriod
from app.models.calendar import Season
from app.services.query import Query
from app.settings import Settings
from app.ui.class_periods import ClassPeriodsPage
from app.ui.page import Desk, Page, Target
from app.ui.panels import Banner
from app.ui.part_dialog import FormDialog
from tests.ui.answers import choose, meet, said
from tests.ui.hands import click
from tests.ui.pages.conftest import Visit


@pytest.fixture
def seen(desk: Desk, visit: Callable[[Page], Visit], monkeypatch: pytest.MonkeyPatch) -> Visit:
    monkeypatch.setattr("app.ui.class_periods.today", lambda: date(2026, 11, 22))
    found = visit(ClassPeriodsPage(desk))
    click(button(found.page, "填入常用节次"))
    return found


def button(page: Page, words: str) -> QPushButton:
    return next(each for each in page.findChildren(QPushButton) if each.text() == words)


def told(page: Page) -> str:
    QApplication.processEvents()  # what was just made comes into view
    return "\n".join(each.words.text() for each in page.findChildren(Banner) if each.isVisible())


def fill(values: dict[str, Any], words: str = "添上") -> list[str]:
    noted: list[str] = []

    def give(dialog: FormDialog) -> None:
        dialog.form.type_in(values)
        choose(dialog, words)
        if dialog.isVisible():
            noted.append(said(dialog))
            dialog.reject()

    meet(give)
    return noted


def test_the_winter_timetable_is_entered_and_holds(desk: Desk, seen: Visit) -> None:
    fill({"first": 5, "last": 8, "minutes": -30})
    click(button(seen.page, "添另一套作息…"))
    held = desk.office.of(ClassPeriod).all(Query(where={"season": Season.WINTER}, order="number"))
    assert [(each.number, each.starts) for each in held][:2] == [
        (5, time(13, 30)),
        (6, time(14, 20)),
    ]
    assert seen.page.count() == 15
    assert "添了 4 节" in told(seen.page)
    assert "今天按冬季作息。每年 05-01 起夏季作息，10-01 起冬季作息" in told(seen.page)
    click(button(seen.page, "改日期…"))
    assert seen.wish == Target("data", option="settings")


def test_what_is_there_already_is_said_in_the_form(desk: Desk, seen: Visit) -> None:
    for _ in range(2):
        noted = fill({"first": 5, "last": 8, "minutes": -30})
        click(button(seen.page, "添另一套作息…"))
    assert "已有第 5 节，请改那一条" in noted[0]
    assert seen.page.count() == 15


def test_times_that_overlap_are_said_until_they_are_right(desk: Desk, seen: Visit) -> None:
    fill({"first": 5, "last": 5, "minutes": 20})
    click(button(seen.page, "添另一套作息…"))
    assert "冬季作息第 5 节（14:20–15:05）和第 6 节（14:50–15:35）时间重叠" in told(seen.page)
    records = desk.office.of(ClassPeriod)
    [fifth] = records.all(Query(where={"season": Season.WINTER}))
    records.save({"starts": time(13, 50), "ends": time(14, 35)}, fifth)
    assert "重叠" not in told(seen.page)


def test_a_season_without_periods_is_said(desk: Desk, seen: Visit) -> None:
    records = desk.office.of(ClassPeriod)
    records.bulk_change([each.id for each in records.all()], {"season": Season.WINTER})
    assert "夏季作息还没有节次" in told(seen.page)


def test_a_college_without_seasons_is_told_so(desk: Desk, seen: Visit) -> None:
    desk.office.settings = Settings(summer_from="", winter_from="")
    seen.page.activate()
    assert "不分冬夏作息" in told(seen.page)
