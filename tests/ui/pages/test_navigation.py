"""The rail on an office laptop, and lists that share one entry."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.bootstrap import makers
from app.models import CalendarDay, ClassPeriod, Record
from app.ui.kindred import CALENDAR, CalendarPage, KindredPage
from app.ui.look import Look
from app.ui.navigation import ENTRIES, Rail, RailButton
from app.ui.page import Desk, Page, Target
from tests.ui.hands import click
from tests.ui.pages.conftest import Visit


def _button(page: Page, words: str) -> QPushButton:
    return next(b for b in page.findChildren(QPushButton) if b.text() == words)


def test_every_entry_and_every_page_it_stands_for_can_be_made() -> None:
    made = makers()
    for entry in ENTRIES:
        assert {entry.name, *entry.also} <= set(made), entry.label


def test_all_entries_can_be_seen_on_a_low_screen(look: Look, qtbot: QtBot) -> None:
    rail = Rail(look)
    qtbot.addWidget(rail)
    rail.resize(148, 680)
    rail.show()
    for button in rail.findChildren(RailButton):
        assert button.visibleRegion().boundingRect().height() == button.height() >= 30


def test_a_page_without_an_entry_marks_where_it_belongs(look: Look, qtbot: QtBot) -> None:
    rail = Rail(look)
    qtbot.addWidget(rail)
    rail.choose("class_period")
    assert [b.text() for b in rail.findChildren(RailButton) if b.isChecked()] == ["校历"]


def test_one_goes_from_terms_to_days(desk: Desk, visit: Callable[[Page], Visit]) -> None:
    page = KindredPage(desk, "term", CALENDAR)
    seen = visit(page)
    click(_button(page, "节假日与调休"))
    assert seen.wish == Target("calendar_day")


@pytest.mark.parametrize(
    ("kind", "words"), [(CalendarDay, "填入国家节假日"), (ClassPeriod, "填入常用节次")]
)
def test_what_comes_along_is_entered_once(
    desk: Desk, visit: Callable[[Page], Visit], kind: type[Record], words: str
) -> None:
    page = CalendarPage(desk, kind.__tablename__)
    visit(page)
    click(_button(page, words))
    held = desk.office.of(kind).count()
    assert page.count() == held
    assert held
    click(_button(page, words))
    assert desk.office.of(kind).count() == held
