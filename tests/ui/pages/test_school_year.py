"""校历: days are chosen with keyboard or mouse, told in words, said anew, and taken back."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.models import CalendarDay, Term
from app.models.calendar import DayKind, Weekday
from app.services.calendar_store import seed_calendar
from app.services.school_calendar import Nature
from app.ui.page import Desk, Scope, Target
from app.ui.panels import Banner
from app.ui.part_dialog import FormDialog
from app.ui.school_year import SchoolYearPage
from tests.make import Make
from tests.ui.answers import choose, said
from tests.ui.hands import press
from tests.ui.pages.conftest import Visit

Visiting = Callable[[SchoolYearPage], Visit]
SUNDAY, SATURDAY = date(2026, 9, 20), date(2026, 10, 10)


@pytest.fixture
def page(desk: Desk, visit: Visiting, make: Make) -> SchoolYearPage:
    make(Term, code="2026-2027-1", starts=date(2026, 8, 31), weeks=18, exam_from=18)
    seed_calendar(desk.office)
    shown = SchoolYearPage(desk)
    visit(shown)
    shown.set_scope(Scope(term="2026-2027-1"))
    shown.activate()
    shown.wall.setFocus()
    return shown


def notes(page: SchoolYearPage) -> str:
    return "\n".join(each.words.text() for each in page.findChildren(Banner) if each.isVisible())


def test_every_day_has_its_word(page: SchoolYearPage) -> None:
    told = {day: page.wall.square(date(2026, *day)) for day in ((9, 1), (9, 5), (10, 1), (12, 29))}
    assert [each.word for each in told.values() if each] == ["上课", "休", "休", "考试"]
    assert told[10, 1] is not None
    assert told[10, 1].note == "国庆节"


def test_a_shifted_sunday_shows_as_friday_week_5(desk: Desk, page: SchoolYearPage) -> None:
    assert "9月20日" in notes(page)
    records = desk.office.of(CalendarDay)
    day = next(each for each in records.all() if each.on == SUNDAY)
    records.save({"runs_as": Weekday.FRIDAY, "runs_week": 5}, day)
    square = page.wall.square(SUNDAY)
    assert square is not None
    assert (square.word, square.note) == ("调休上课", "按周五第5周")
    page.wall.choose(SUNDAY)
    assert "调休上课（按周五第5周）" in said(page.side)
    assert "第 3 教学周（单周）" in said(page.side)
    assert "9月20日" not in notes(page)


def test_a_stretch_is_marked_with_the_keyboard_and_undone(desk: Desk, page: SchoolYearPage) -> None:
    steps: list[int] = []
    desk.office.db.subscribe(lambda commit: steps.append(commit.seq))
    page.wall.choose(date(2026, 11, 5))
    QTest.keyClick(page.wall, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert page.wall.chosen() == [date(2026, 11, 5), date(2026, 11, 6)]

    asked = answer_form("运动会", DayKind.EVENT)
    press(page.wall, Qt.Key.Key_Return)
    assert "登记节假日、调休与考试" in asked
    calendar = page._calendar
    assert calendar.nature(date(2026, 11, 6)) is Nature.EVENT
    square = page.wall.square(date(2026, 11, 5))
    assert square is not None
    assert (square.word, square.note) == ("停课", "运动会")
    desk.office.db.take_back(steps[-1])
    page.activate()
    assert page._calendar.nature(date(2026, 11, 6)) is Nature.WORK


def answer_form(name: str, kind: DayKind) -> list[str]:
    """Fill in the next dialog as a person does, and agree."""
    noted: list[str] = []

    def give() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, FormDialog)
        noted.append(dialog.windowTitle())
        dialog.form.type_in({"name": name, "kind": kind})
        choose(dialog, "登记")
        if dialog.isVisible():
            noted.append(said(dialog))
            dialog.reject()

    QTimer.singleShot(0, give)
    return noted


def test_a_shifted_day_without_its_weekday_is_refused_in_words(
    desk: Desk, page: SchoolYearPage
) -> None:
    page.wall.choose(date(2026, 11, 7))
    told = answer_form("补课", DayKind.SHIFTED)
    press(page.wall, Qt.Key.Key_Return)
    assert "调休上班日请选择按周几的课表上课" in told[-1]
    assert page._calendar.nature(date(2026, 11, 7)) is Nature.WEEKEND


def test_dragging_chooses_days_and_delete_makes_them_ordinary(page: SchoolYearPage) -> None:
    wall = page.wall
    first, last = (wall.place(date(2026, 10, day)).center() for day in (5, 7))
    QTest.mousePress(wall, Qt.MouseButton.LeftButton, pos=first)
    QTest.mouseMove(wall, QPoint(last))
    QTest.mouseRelease(wall, Qt.MouseButton.LeftButton, pos=last)
    assert [day.day for day in wall.chosen()] == [5, 6, 7]
    press(wall, Qt.Key.Key_Delete)
    assert page._calendar.nature(date(2026, 10, 6)) is Nature.WORK
    assert page._calendar.nature(date(2026, 10, 4)) is Nature.HOLIDAY


def test_a_year_without_holidays_warns(desk: Desk, page: SchoolYearPage, make: Make) -> None:
    make(Term, code="2030-2031-1", starts=date(2030, 9, 2), weeks=18)
    page.set_scope(Scope(term="2030-2031-1"))
    page.activate()
    assert "2031 年还没有节假日表" in notes(page)
    page.set_scope(Scope(term="2035-2036-1"))
    page.activate()
    assert page._nothing.isVisible()


def test_a_closed_year_is_only_looked_at(desk: Desk, page: SchoolYearPage) -> None:
    terms = desk.office.of(Term)
    terms.save({"closed": True}, terms.all()[0])
    assert "2026-2027学年已封存，只能查看" in notes(page)
    assert not page.side.mark.isEnabled()
    page.wall.choose(date(2026, 10, 1))
    press(page.wall, Qt.Key.Key_Delete)
    press(page.wall, Qt.Key.Key_Return)
    assert page._calendar.nature(date(2026, 10, 1)) is Nature.HOLIDAY
    assert "取消“已封存”" in notes(page)


def test_printing_goes_to_the_report_of_this_year(
    desk: Desk, visit: Visiting, page: SchoolYearPage
) -> None:
    wishes: list[Any] = []
    page.wanted.connect(wishes.append)
    page._print()
    assert wishes == [Target("reports", option=("school_calendar", {"year": "2026-2027"}))]
