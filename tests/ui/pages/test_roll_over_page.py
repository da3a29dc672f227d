"""新学年: step by step with real clicks, told in numbers, taken back at once, twice is once."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.errors import Refused
from app.models import (
    CalendarDay,
    ClassPeriod,
    Cohort,
    Programme,
    Rotation,
    SchoolClass,
    Student,
    Term,
)
from app.models.students import Standing
from app.services.calendar_store import seed_calendar
from app.services.years import SchoolYear
from app.ui.page import Desk, Target
from app.ui.panels import Banner
from app.ui.roll_over import CLOSE, DAYS, PEOPLE, TERMS, RollOverPage
from tests.make import Make
from tests.ui.answers import said
from tests.ui.hands import click, press
from tests.ui.pages.conftest import Visit

YEAR = SchoolYear(2026)


@pytest.fixture
def people(make: Make) -> dict[str, Student]:
    """A class that finishes with two leavers, a repeater and one suspended; one that goes up."""
    make(Term, code="2025-2026-1", starts=date(2025, 9, 1), weeks=18, exam_from=18)
    make(Term, code="2025-2026-2", starts=date(2026, 3, 2), weeks=18)
    programme = make(Programme, years=3)
    old, young = (
        make(SchoolClass, name=f"数控{year}01", enrolled=year, programme_id=programme.id)
        for year in (2023, 2024)
    )
    given: dict[str, tuple[Any, int, Standing]] = {
        "石晓岚": (old, 2023, Standing.ENROLLED),
        "彭小雨": (old, 2023, Standing.ENROLLED),
        "张子墨": (old, 2024, Standing.ENROLLED),
        "龙应龙": (old, 2023, Standing.SUSPENDED),
        "周雨桐": (young, 2024, Standing.ENROLLED),
    }
    return {
        name: make(
            Student, name=name, number=f"000{n}", class_id=held.id, enrolled=year, standing=standing
        )
        for n, (name, (held, year, standing)) in enumerate(given.items())
    }


@pytest.fixture
def seen(desk: Desk, visit: Callable[[RollOverPage], Visit], people: dict[str, Student]) -> Visit:
    seed_calendar(desk.office)
    page = RollOverPage(desk)
    found = visit(page)
    page.begin(YEAR)
    return found


@pytest.fixture
def page(seen: Visit) -> RollOverPage:
    assert isinstance(seen.page, RollOverPage)
    return seen.page


def forward(page: RollOverPage) -> None:
    words = {"下一步", "开始新学年"}
    click(next(b for b in page.findChildren(QPushButton) if b.text() in words and b.isVisible()))


def turn(page: RollOverPage, desk: Desk, qtbot: QtBot) -> None:
    while page._step <= CLOSE and not page._busy:
        forward(page)
    qtbot.waitUntil(lambda: desk.tasks.running == 0, timeout=30_000)


def standing(desk: Desk) -> dict[str, Standing]:
    return {each.name: each.standing for each in desk.office.of(Student).all()}


def test_the_whole_way_and_back(
    desk: Desk, page: RollOverPage, people: dict[str, Student], qtbot: QtBot
) -> None:
    office, steps = desk.office, list[str]()
    assert set(page.terms.forms) == {"2026-2027-1", "2026-2027-2"}
    forward(page)
    assert page._step == DAYS
    assert "9月20日、10月10日调休上班，还没有写明" in said(page.days.notes)
    forward(page)
    assert page._step == PEOPLE
    shown = [(each.lines.rowCount()) for each in (page.people.leavers, page.people.repeaters)]
    assert shown == [2, 1]
    assert "1 个班升级，1 个班结束" in said(page.people)
    page.people.leavers.choose([people["彭小雨"].id])
    press(page.people.leavers, Qt.Key.Key_Space)
    assert "毕业离校 1/2 人" in said(page.people)
    forward(page)
    assert "1 名学生毕业离校，1 名学生记为留级" in said(page.close_step)
    office.db.subscribe(lambda commit: steps.append(commit.label))
    turn(page, desk, qtbot)
    assert steps == ["转入2026-2027学年"]
    told = (
        "新建 2 个学期，填入 11 节，1 名学生毕业离校，1 名学生记为留级，1 个班结束，封存 2 个学期。"
    )
    assert page.done.told.text() == told
    assert standing(desk)["石晓岚"] is Standing.GRADUATED
    assert standing(desk)["彭小雨"] is Standing.ENROLLED
    click(page.done.undo)
    assert standing(desk)["石晓岚"] is Standing.ENROLLED
    assert (office.of(Term).count(), office.of(ClassPeriod).count()) == (2, 0)


def test_a_second_time_does_nothing_and_says_so(
    desk: Desk, page: RollOverPage, qtbot: QtBot
) -> None:
    turn(page, desk, qtbot)
    before = desk.office.of(Term).count()
    page.begin(YEAR)
    banners = [each.words.text() for each in page.findChildren(Banner) if each.isVisible()]
    assert any("已经转入" in words for words in banners)
    turn(page, desk, qtbot)
    assert page.done.head.text() == "2026-2027学年早已转入，这次没有改动任何内容"
    assert desk.office.of(Term).count() == before


def test_the_year_before_can_only_be_read(
    desk: Desk, make: Make, page: RollOverPage, qtbot: QtBot
) -> None:
    term = next(t for t in desk.office.of(Term).all() if t.code == "2025-2026-1")
    kept = make(Rotation, term_id=term.id, cohort_id=make(Cohort).id)
    turn(page, desk, qtbot)
    with pytest.raises(Refused, match="已封存，记录只能查看"):
        desk.office.of(Rotation).save({"week_to": 9}, kept)


def test_a_term_without_weeks_is_refused_where_it_was_typed(page: RollOverPage) -> None:
    form = page.terms.forms["2026-2027-1"]
    form.type_in({"weeks": 0})
    forward(page)
    assert page._step == TERMS
    assert "1 至 30" in said(form)
    form.type_in({"weeks": 16, "exam_from": None})
    forward(page)
    assert page._step == DAYS


def test_repeaters_can_go_along_and_days_can_be_cleared(
    desk: Desk, page: RollOverPage, people: dict[str, Student], qtbot: QtBot
) -> None:
    forward(page)
    before = page.days.grid.lines.rowCount()
    page.days.grid.choose([date(2026, 10, 10)])
    page.days.unmark()
    assert page.days.grid.lines.rowCount() == before - 1
    assert not any(d.on == date(2026, 10, 10) for d in desk.office.of(CalendarDay).all())
    forward(page)
    page.people.repeaters.choose([people["张子墨"].id])
    press(page.people.repeaters, Qt.Key.Key_Space)
    turn(page, desk, qtbot)
    assert standing(desk)["张子墨"] is Standing.GRADUATED
    assert standing(desk)["龙应龙"] is Standing.SUSPENDED


def test_from_there_to_the_calendar(
    desk: Desk, seen: Visit, page: RollOverPage, qtbot: QtBot
) -> None:
    turn(page, desk, qtbot)
    page.done.printing.emit()
    assert seen.wish == Target("reports", option=("school_calendar", {"year": "2026-2027"}))
