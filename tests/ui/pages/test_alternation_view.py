"""交替教学 of a cohort: weeks painted with keys and mouse, checked, undone, printed."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.errors import Refused
from app.models import CalendarDay, Cohort, Partner, Rotation, Term
from app.models.calendar import Weekday
from app.models.cohorts import Place
from app.services.alternation_store import blocks_of
from app.services.calendar_store import seed_calendar
from app.ui.alternation_view import AlternationView
from app.ui.cohorts import CohortsPage
from app.ui.page import Desk, Target
from tests.make import Make
from tests.ui.answers import said
from tests.ui.hands import click, press
from tests.ui.pages.conftest import Visit

CODE = "2026-2027-1"
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def term(desk: Desk, make: Make) -> Term:
    seed_calendar(desk.office)
    records = desk.office.of(CalendarDay)
    day = next(each for each in records.all() if each.on == date(2026, 10, 10))
    records.save({"runs_as": Weekday.FRIDAY, "runs_week": 5}, day)
    found: Term = make(Term, code=CODE, starts=date(2026, 8, 31), weeks=18, exam_from=18)
    return found


@pytest.fixture
def cohort(make: Make) -> Cohort:
    hosts = tuple(make(Partner, name=name).id for name in ("示例甲厂", "示例乙厂"))
    found: Cohort = make(
        Cohort, name="示例学徒班", partners=hosts, starts=date(2026, 9, 1), ends=date(2026, 12, 27)
    )
    return found


@pytest.fixture
def seen(desk: Desk, visit: Callable[[CohortsPage], Visit], term: Term, cohort: Cohort) -> Visit:
    page = CohortsPage(desk)
    found = visit(page)
    page.show_target(Target("cohort", record=cohort.id))
    titles = [page.detail.tabs.tabText(n) for n in range(page.detail.tabs.count())]
    page.detail.tabs.setCurrentIndex(titles.index("交替教学"))
    return found


@pytest.fixture
def view(seen: Visit) -> AlternationView:
    found = seen.page.findChild(AlternationView)
    assert isinstance(found, AlternationView)
    QApplication.processEvents()  # the page gives its list the focus first
    found.weeks.setFocus()
    return found


def plan(desk: Desk, cohort: Cohort) -> list[tuple[int, int, Place, str]]:
    blocks = blocks_of(desk.office, cohort.id)
    titles = desk.office.of(Partner).titles(each.partner for each in blocks if each.partner)
    return [(b.first, b.last, b.place, titles[b.partner] if b.partner else "") for b in blocks]


def square(view: AlternationView, term: Term, week: int) -> Any:
    return view.weeks.square((term.id, week))


def test_weeks_are_painted_with_the_keyboard_and_undone(
    desk: Desk, view: AlternationView, term: Term, cohort: Cohort
) -> None:
    steps: list[int] = []
    desk.office.db.subscribe(lambda commit: steps.append(commit.seq))
    view.weeks.choose((term.id, 1))
    for _ in range(16):
        QTest.keyClick(view.weeks, Qt.Key.Key_Right, SHIFT)
    press(view.weeks, Qt.Key.Key_X)
    view.weeks.choose((term.id, 5))
    for _ in range(3):
        QTest.keyClick(view.weeks, Qt.Key.Key_Right, SHIFT)
    view.partners.setCurrentIndex(1)
    press(view.weeks, Qt.Key.Key_Q)
    assert plan(desk, cohort) == [
        (1, 4, Place.SCHOOL, ""), (5, 8, Place.PARTNER, "示例乙厂"), (9, 17, Place.SCHOOL, ""),
    ]  # fmt: skip
    assert square(view, term, 5).word == "在企业"
    assert len(steps) == 2
    desk.office.db.take_back(steps[1])
    desk.office.db.take_back(steps[0])
    assert plan(desk, cohort) == []
    assert desk.office.of(Rotation).count() == 0
    assert square(view, term, 5).word == ""


def test_dragging_then_a_button_then_clearing(
    desk: Desk, view: AlternationView, term: Term, cohort: Cohort
) -> None:
    first, last = (view.weeks.place((term.id, week)).center() for week in (2, 7))
    QTest.mousePress(view.weeks, Qt.MouseButton.LeftButton, pos=first)
    QTest.mouseMove(view.weeks, last)
    QTest.mouseRelease(view.weeks, Qt.MouseButton.LeftButton, pos=last)
    click(view.buttons[Place.BASE])
    assert plan(desk, cohort) == [(2, 7, Place.BASE, "")]
    view.weeks.choose((term.id, 4))
    press(view.weeks, Qt.Key.Key_Delete)
    assert plan(desk, cohort) == [(2, 3, Place.BASE, ""), (5, 7, Place.BASE, "")]


def test_holidays_and_shifted_days_are_shown_and_flagged(
    view: AlternationView, term: Term, cohort: Cohort
) -> None:
    assert square(view, term, 6).note == "10.10按周五第5周；国庆节休3天"
    assert square(view, term, 6).flag is None
    view.weeks.choose((term.id, 5), (term.id, 6))
    press(view.weeks, Qt.Key.Key_Q)
    assert square(view, term, 6).flag is not None
    told = said(view.remarks)
    for words in ("国庆节假期，不安排实习和上课", "按周五第5周安排", "没有依据协议"):
        assert words in told, words


def test_a_remark_leads_to_its_weeks(view: AlternationView, term: Term) -> None:
    view.weeks.choose((term.id, 3), (term.id, 6))
    press(view.weeks, Qt.Key.Key_Q)
    view.weeks.choose((term.id, 1))
    holiday = next(each for each in view.remarks.held if "国庆节" in each.accessibleName())
    click(holiday)
    assert [week for _, week in view.weeks.chosen()] == [4, 5, 6]


def test_weeks_after_the_cohort_are_refused_in_words(
    desk: Desk, view: AlternationView, term: Term, cohort: Cohort
) -> None:
    assert square(view, term, 18).word == "不在培养期"
    view.weeks.choose((term.id, 17), (term.id, 18))
    with pytest.raises(Refused, match=r"第 18 周.*晚于结业日期 2026-12-27"):
        view.paint(Place.PARTNER)
    assert plan(desk, cohort) == []


def test_the_plan_is_printed(seen: Visit, view: AlternationView, cohort: Cohort) -> None:
    view._print()
    assert seen.wish == Target("reports", option=("alternation_calendar", {"cohort": cohort.id}))
