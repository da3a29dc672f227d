"""The first run: three steps, each skippable, nothing written before the last."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from app.models import Campus, Partner, Term
from app.settings import load
from app.ui.first_run import BEGIN, CALENDAR, SCHOOL, FirstRun
from app.ui.page import Desk, Target
from tests.make import Make
from tests.ui.hands import click, leave, rewrite
from tests.ui.pages.conftest import Visit


@pytest.fixture
def seen(desk: Desk, visit: Callable[[FirstRun], Visit]) -> Visit:
    return visit(FirstRun(desk))


@pytest.fixture
def page(seen: Visit) -> FirstRun:
    found = seen.page
    assert isinstance(found, FirstRun)
    return found


def buttons(page: FirstRun) -> dict[str, QPushButton]:
    return {b.text(): b for b in page.findChildren(QPushButton) if b.isVisible()}


def line(page: FirstRun, key: str) -> QLineEdit:
    found = page.findChild(QLineEdit, key)
    assert isinstance(found, QLineEdit)
    return found


def settings_of(desk: Desk) -> Path:
    return desk.office.places.settings


def test_all_three_steps(desk: Desk, page: FirstRun, seen: Visit) -> None:
    rewrite(line(page, "college"), "川湘示例职业技术学院")
    name, code = page.campuses.rows[0]
    rewrite(name, "龙泉校区")
    leave(name)
    assert code.text() == "LQ", "proposed from its first sounds"
    click(buttons(page)["下一步"])
    assert page._step == CALENDAR
    rewrite(line(page, "autumn"), "2026.9.7")
    click(buttons(page)["下一步"])
    assert page._step == BEGIN
    assert desk.office.of(Campus).count() == 0
    assert not settings_of(desk).exists(), "nothing is written before the last button"
    click(buttons(page)["进入首页"])
    kept = load(settings_of(desk))
    assert (kept.college, kept.autumn, kept.welcomed) == (
        "川湘示例职业技术学院", "2026-09-07", True,
    )  # fmt: skip
    assert [each.code for each in desk.office.of(Campus).all()] == ["LQ"]
    assert [each.code for each in desk.office.of(Term).all()] == ["2026-2027-1"]
    assert seen.wish == Target("home")


def test_every_step_can_be_skipped(desk: Desk, page: FirstRun, seen: Visit) -> None:
    rewrite(line(page, "college"), "写错了")
    click(buttons(page)["跳过这一步"])
    click(buttons(page)["跳过这一步"])
    click(buttons(page)["选择文件…"])
    assert load(settings_of(desk)).college == ""
    assert desk.office.of(Term).count() == 0
    assert seen.wish == Target("import", option="partner")


def test_what_is_wrong_is_told_where_it_is(page: FirstRun) -> None:
    click(buttons(page)["下一步"])
    rewrite(line(page, "spring"), "2027-3-2")
    click(buttons(page)["下一步"])
    assert page._step == CALENDAR
    assert "不是周一" in line(page, "spring").accessibleDescription()


def test_a_campus_wants_a_name(page: FirstRun) -> None:
    rewrite(page.campuses.rows[1][1], "CD")
    click(buttons(page)["下一步"])
    assert page._step == SCHOOL
    told = [w.text() for w in page.campuses.findChildren(QLabel) if w.isVisible()]
    assert "请填写校区名称" in told


def test_the_sample_college_is_one_click_away(
    desk: Desk, page: FirstRun, seen: Visit, qtbot: QtBot
) -> None:
    page.show_target(Target("welcome", option="sample"))
    qtbot.waitUntil(lambda: desk.tasks.running == 0, timeout=60_000)
    assert desk.office.settings.sample
    assert desk.office.settings.welcomed
    assert desk.office.partners.count() > 10
    assert seen.wish == Target("home")


def test_real_records_are_not_mixed_with_the_sample(desk: Desk, page: FirstRun, make: Make) -> None:
    make(Partner)
    page.activate()
    assert not page.sample_button.isEnabled()
    assert "已经有记录" in page.sample_button.toolTip()
