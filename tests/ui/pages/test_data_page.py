"""Settings, backups, check-up and logs."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from app.models import Partner
from app.settings import Appearance, load
from app.ui import backups_view, settings_view
from app.ui.choosers import ChoiceBox
from app.ui.data_page import DataPage
from app.ui.leaving import Answer
from app.ui.look import Look
from app.ui.page import Desk, Target
from tests.make import Make
from tests.ui.hands import click, rewrite
from tests.ui.pages.conftest import Visit


@pytest.fixture
def page(desk: Desk, visit: Callable[[DataPage], Visit], look: Look) -> Iterator[DataPage]:
    made = DataPage(desk)
    visit(made)
    yield made
    look.use(Appearance.LIGHT)


@pytest.fixture
def settle(desk: Desk, qtbot: QtBot) -> Callable[[], None]:
    return lambda: qtbot.waitUntil(lambda: desk.tasks.running == 0, timeout=30_000)


def words(page: DataPage) -> str:
    return "\n".join(w.text() for w in page.findChildren(QLabel) if w.isVisible())


def buttons(page: DataPage) -> dict[str, QPushButton]:
    return {b.text(): b for b in page.findChildren(QPushButton) if b.isVisible()}


def line(page: DataPage, key: str) -> QLineEdit:
    found = page.settings.form.findChild(QLineEdit, key)
    assert isinstance(found, QLineEdit)
    return found


# --- settings


def test_settings_are_kept_when_saved_and_in_force_at_once(desk: Desk, page: DataPage) -> None:
    rewrite(line(page, "college"), "川湘示例职业技术学院")
    rewrite(line(page, "operator"), "田海棠")
    rewrite(line(page, "warn_days"), "60")
    assert desk.office.settings.warn_days == 90
    click(buttons(page)["保存"])
    assert load(desk.office.places.settings).college == "川湘示例职业技术学院"
    assert desk.office.settings.warn_days == 60
    Make(desk.office)(Partner)
    assert desk.office.history.recent(1)[0][2] == "田海棠"
    assert not buttons(page)["保存"].isEnabled()


def test_a_wrong_number_is_told_and_nothing_is_kept(desk: Desk, page: DataPage) -> None:
    rewrite(line(page, "warn_days"), "很多")
    click(buttons(page)["保存"])
    assert "到期提醒" in line(page, "warn_days").accessibleDescription()
    assert desk.office.settings.warn_days == 90


def test_the_look_is_seen_while_it_is_chosen_and_goes_back(page: DataPage, look: Look) -> None:
    box = page.settings.form.findChild(ChoiceBox, "appearance")
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(box.findText("深色"))
    box.activated.emit(box.currentIndex())
    assert look.tokens.dark
    click(buttons(page)["放弃修改"])
    assert not look.tokens.dark


@pytest.mark.parametrize(
    ("answer", "leaves", "kept"),
    [(Answer.SAVE, True, "新名"), (Answer.DROP, True, ""), (Answer.STAY, False, "")],
)
def test_leaving_with_something_typed_asks(
    page: DataPage, monkeypatch: pytest.MonkeyPatch, answer: Answer, leaves: bool, kept: str
) -> None:
    monkeypatch.setattr(settings_view, "ask_to_leave", lambda *_: answer)
    assert page.may_leave()
    rewrite(line(page, "college"), "新名")
    assert page.may_leave() is leaves
    assert page.settings._desk.office.settings.college == kept


def test_what_is_typed_survives_another_tab(page: DataPage) -> None:
    rewrite(line(page, "college"), "新名")
    page.show_target(Target("data", option="check"))
    page.show_target(Target("data", option="settings"))
    assert line(page, "college").text() == "新名"


# --- backups


def test_a_backup_is_made_listed_and_tested(
    desk: Desk, page: DataPage, settle: Callable[[], None]
) -> None:
    Make(desk.office)(Partner)
    page.show_target(Target("data", option="backup"))
    assert "还没有已验证的备份" in words(page)
    click(buttons(page)["现在备份"])
    settle()
    assert "已备份并检查通过" in words(page)
    (path,) = page.backups._held
    page.backups.list.choose([path])
    assert page.backups.list.currentIndex().siblingAtColumn(3).data() == "1"
    path.write_bytes(b"x" * path.stat().st_size)
    click(buttons(page)["再检查一遍"])
    settle()
    assert "已损坏" in words(page)


def test_restoring_compares_first_and_asks(
    desk: Desk, page: DataPage, settle: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    make = Make(desk.office)
    make(Partner)
    page.show_target(Target("data", option="backup"))
    click(buttons(page)["现在备份"])
    settle()
    make(Partner)
    (path,) = page.backups._held
    page.backups.list.choose([path])
    click(buttons(page)["恢复…"])
    settle()
    assert "2 → 1 家" in words(page)
    wanted: list[str] = []
    asked: list[str] = []

    def confirm(*given: object) -> bool:
        asked.append(str(given[3]))
        return True

    def replace_data(work: Any, title: str) -> None:
        wanted.append(title)

    monkeypatch.setattr(backups_view, "confirm", confirm)
    page.backups._desk = replace(desk, replace_data=replace_data)
    click(buttons(page)["恢复到这一份…"])
    assert wanted == ["恢复备份"]
    assert "恢复前" in asked[0]


def test_the_second_place_is_one_click_away(page: DataPage, desk: Desk) -> None:
    page.show_target(Target("data", option="backup"))
    click(buttons(page)["去设置"])
    assert page.settings.isVisible()


# --- check-up and logs


def test_the_check_up_speaks_plainly(
    desk: Desk, page: DataPage, settle: Callable[[], None]
) -> None:
    page.show_target(Target("data", option="check"))
    assert str(desk.office.places.folder) in words(page)
    click(buttons(page)["检查数据"])
    settle()
    assert "检查完毕，数据完好。" in words(page)


def test_changes_appear_as_they_happen(desk: Desk, page: DataPage) -> None:
    page.show_target(Target("data", option="log"))
    assert "共 0 次修改" in words(page)
    Make(desk.office)(Partner, name="甲")
    assert page.changes.list.lines.index(0, 2).data() == "新建合作企业 甲"


def test_exports_are_listed(desk: Desk, page: DataPage) -> None:
    desk.office.db.event("导出", {"文件": "企业.xlsx", "行数": 3})
    page.show_target(Target("data", option="events"))
    assert page.events.list.lines.index(0, 4).data() == "文件：企业.xlsx；行数：3"


def test_a_remembered_ledger_is_forgotten(desk: Desk, page: DataPage) -> None:
    path: Path = desk.office.places.mappings
    path.write_text('{"abc": {"单位": "name", "序号": ""}}', "utf-8")
    page.show_target(Target("data", option="ledgers"))
    assert page.ledgers.list.lines.index(0, 2).data() == "单位 → 企业名称"
    page.ledgers.list.choose(["abc"])
    click(page.ledgers.forget_button)
    assert "还没有记住的台账" in words(page)
