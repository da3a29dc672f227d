"""Teachers in the window: the meter, the life of a recognition, ratios down to the names."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QPlainTextEdit, QWidget

from app.models import Campus, Department, PracticeStint, Recognition, RecognitionEvent, Teacher
from app.models.recognition import RecognitionLevel, RecognitionStep
from app.models.teachers import TeacherKind
from app.services.query import Query
from app.ui.dual import DualPage
from app.ui.page import Desk, Page, Scope, Target
from app.ui.practice_view import PracticeView
from app.ui.recognitions_view import RecognitionsView
from app.ui.teachers import TeachersPage
from app.ui.today import today
from tests.make import Make
from tests.ui.answers import asked, choose, said
from tests.ui.hands import click, press, rewrite, write
from tests.ui.pages.conftest import Visit

Visiting = Callable[[Page], Visit]


def named(page: QWidget, words: str) -> QAbstractButton:
    """The visible button that says this."""
    found = [b for b in page.findChildren(QAbstractButton) if b.text() == words and b.isVisible()]
    assert found, words
    return found[0]


@pytest.fixture
def teacher(make: Make) -> Teacher:
    """Of professional courses, with two stints that overlap by eight days."""
    found: Teacher = make(Teacher, number="0001", name="田海棠", kind=TeacherKind.PROFESSIONAL)
    days = ((date(2024, 7, 1), date(2024, 9, 8)), (date(2024, 9, 1), date(2024, 9, 30)))
    for first, last in days:
        make(PracticeStint, teacher_id=found.id, enterprise="示例装备", starts=first, ends=last)
    return found


@pytest.fixture
def recognised(make: Make, teacher: Teacher) -> Recognition:
    """Its last day is in three weeks."""
    made: Recognition = make(
        Recognition,
        teacher_id=teacher.id,
        level=RecognitionLevel.MIDDLE,
        granted_on=today() - timedelta(days=1000),
        valid_until=today() + timedelta(days=21),
    )
    return made


def practice(desk: Desk, visit: Visiting, teacher: Teacher) -> PracticeView:
    page = TeachersPage(desk)
    visit(page)
    page.show_target(Target("teacher", record=teacher.id, option="企业实践"))
    view = page.detail.own["企业实践"]
    assert isinstance(view, PracticeView)
    assert page.detail.tabs.currentWidget() is view
    return view


def test_days_of_two_stints_count_once(desk: Desk, visit: Visiting, teacher: Teacher) -> None:
    view = practice(desk, visit, teacher)
    rewrite(view.day.edit, "2026-08-31")
    assert "共 92 天" in view.meter.words.text()
    assert view.meter.bar.overlaps == [(date(2024, 9, 1), date(2024, 9, 8))]
    told = said(view)
    assert (
        "重叠：2024-09-01 至 2024-09-08 的 8 天，“示例装备：2024-07-01 至 2024-09-08”"
        "与“示例装备：2024-09-01 至 2024-09-30”都有，只计一次。"
    ) in told
    assert "到期：2029-07-01 起失去 92 天" in told


def test_another_day_another_window(desk: Desk, visit: Visiting, teacher: Teacher) -> None:
    view = practice(desk, visit, teacher)
    rewrite(view.day.edit, "2029-07-31")
    assert "共 61 天" in view.meter.words.text()
    rewrite(view.day.edit, "哪天")
    assert "共 61 天" in view.meter.words.text(), "what is no day changes nothing"


def test_a_stint_more_and_the_meter_follows(
    desk: Desk, visit: Visiting, make: Make, teacher: Teacher
) -> None:
    view = practice(desk, visit, teacher)
    rewrite(view.day.edit, "2026-08-31")
    make(PracticeStint, teacher_id=teacher.id, starts=date(2025, 7, 1), ends=date(2025, 7, 31))
    assert "共 123 天" in view.meter.words.text()


def recognitions(desk: Desk, visit: Visiting, teacher: Teacher) -> RecognitionsView:
    page = TeachersPage(desk)
    visit(page)
    page.show_target(Target("teacher", record=teacher.id, option="认定"))
    view = page.detail.own["认定"]
    assert isinstance(view, RecognitionsView)
    return view


def test_suspended_for_a_reason_and_resumed(
    desk: Desk, visit: Visiting, teacher: Teacher, recognised: Recognition
) -> None:
    view = recognitions(desk, visit, teacher)
    assert "有效期至" in said(view)

    def suspend() -> None:
        dialog = asked()
        choose(dialog, "暂停")
        assert dialog.isVisible(), "not without a reason"
        reason = dialog.findChild(QPlainTextEdit, "reason")
        assert isinstance(reason, QPlainTextEdit)
        write(reason, "调查期间")
        choose(dialog, "暂停")

    QTimer.singleShot(0, suspend)
    click(named(view, "暂停…"))
    [event] = desk.office.of(RecognitionEvent).all(Query())
    assert (event.what, event.reason) == (RecognitionStep.SUSPEND, "调查期间")
    assert "调查期间" in said(view)
    assert named(view, "恢复…").isEnabled()
    assert not [b for b in view.findChildren(QAbstractButton)
                if b.text() == "暂停…" and b.isVisible()]  # fmt: skip


def test_a_renewed_one_shows_its_new_last_day_and_the_first_as_such(
    desk: Desk, visit: Visiting, make: Make, teacher: Teacher, recognised: Recognition
) -> None:
    until = today() + timedelta(days=1800)
    make(
        RecognitionEvent, recognition_id=recognised.id, on=today(),
        what=RecognitionStep.RENEW, valid_until=until,
    )  # fmt: skip
    told = said(recognitions(desk, visit, teacher))
    assert f"复核后有效期至 {until}（还有 1800 天）；原有效期：{recognised.valid_until}" in told


def dual(desk: Desk, visit: Visiting, tab: str) -> tuple[DualPage, Visit]:
    page = DualPage(desk)
    seen = visit(page)
    page.show_target(Target("dual", option=tab))
    return page, seen


def test_behind_every_number_its_names(
    desk: Desk, visit: Visiting, make: Make, teacher: Teacher, recognised: Recognition
) -> None:
    department = make(Department, name="护理学院")
    other = make(Teacher, name="向远舟", kind=TeacherKind.INSTRUCTOR, department_id=department.id)
    page, seen = dual(desk, visit, "比例")
    view = page.ratios
    assert list(view.table.lines.places())
    assert [each.teacher.name for each in view.shown()] == ["田海棠"]
    click(named(page, "分母中未计入分子"))
    assert [each.teacher.id for each in view.shown()] == [other.id]
    click(named(page, "在列表中打开"))
    assert seen.wish.query == Query(only=(other.id,))
    view.table.choose([f"department/{department.id}"])
    click(named(page, "分母"))
    assert [each.teacher.name for each in view.shown()] == ["向远舟"]
    assert view.chosen is not None
    assert view.chosen.ratio.share.shown == "0/1（0.00%）"


def test_the_campus_at_the_top_right_limits_all_three_tabs(
    desk: Desk, visit: Visiting, make: Make, teacher: Teacher, recognised: Recognition
) -> None:
    here = make(Campus, name="东校区")
    lone = make(Teacher, name="向远舟", kind=TeacherKind.PROFESSIONAL, campus_id=here.id)
    records = desk.office.of(Teacher)
    records.save({"campus_id": make(Campus, name="西校区").id}, records.get(teacher.id))
    page, _ = dual(desk, visit, "比例")
    page.set_scope(Scope(here.id, "东校区"))
    page.activate()
    assert page.ratios.chosen is not None
    assert page.ratios.chosen.name == "东校区"
    assert page.ratios.chosen.ratio.share.shown == "0/1（0.00%）"
    page.show_target(Target("dual", option="复核到期"))
    assert "0 人" in page.reviews.tiles[30].accessibleName()
    page.show_target(Target("dual", option="实践预警"))
    click(page.shortfalls.tiles["现已不足"])
    assert [key for key, _ in page.shortfalls.list.lines.places()] == [lone.id]


def test_the_day_decides_about_the_ratio(
    desk: Desk, visit: Visiting, teacher: Teacher, recognised: Recognition
) -> None:
    page, _ = dual(desk, visit, "比例")
    assert len(page.ratios.shown()) == 1
    assert recognised.valid_until is not None
    rewrite(page.day.edit, (recognised.valid_until + timedelta(days=1)).isoformat())
    assert not page.ratios.shown()


def test_what_ends_soon_is_reviewed_from_the_queue(
    desk: Desk, visit: Visiting, teacher: Teacher, recognised: Recognition
) -> None:
    page, seen = dual(desk, visit, "复核到期")
    view = page.reviews
    assert "1 人" in view.tiles[30].accessibleName()
    click(view.tiles[30])
    until = today() + timedelta(days=1800)

    def renew() -> None:
        dialog = asked()
        edit = dialog.findChild(QLineEdit, "valid_until")
        assert isinstance(edit, QLineEdit)
        rewrite(edit, until.isoformat())
        choose(dialog, "复核通过")

    QTimer.singleShot(0, renew)
    click(named(page, "复核通过…"))
    [event] = desk.office.of(RecognitionEvent).all(Query())
    assert (event.what, event.valid_until) == (RecognitionStep.RENEW, until)
    assert "0 人" in view.tiles[30].accessibleName()
    assert seen.wishes == []


def test_who_falls_below_next_term_is_named_with_the_day(
    desk: Desk, visit: Visiting, make: Make, teacher: Teacher
) -> None:
    make(PracticeStint, teacher_id=teacher.id, starts=date(2021, 12, 1), ends=date(2022, 3, 31))
    page, seen = dual(desk, visit, "实践预警")
    rewrite(page.day.edit, "2026-11-22")
    view = page.shortfalls
    [line] = list(view.list.lines.places())
    assert "2027-01-" in view.list.lines.index(0, 6).data()
    view.list.choose([line[0]])
    press(view.list, Qt.Key.Key_Return)
    assert seen.wish == Target("teacher", record=teacher.id, option="企业实践")
    click(named(page, "打印催办单"))
    assert seen.wish.option == ("teacher_chase_sheet", {"as_of": date(2026, 11, 22)})


def test_nobody_and_nothing_to_review(desk: Desk, visit: Visiting) -> None:
    for tab in ("比例", "复核到期", "实践预警"):
        page, _ = dual(desk, visit, tab)
        assert page.tabs.currentWidget() is page.views[tab]
    assert not named(page, "在列表中打开").isEnabled()
