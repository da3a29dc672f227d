"""规则 in 数据与设置: what stands where from, and what the office decides to change."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton, QWidget

from app.models import RuleChange
from app.models.rules import Severity
from app.services.rules.service import pack_in_force, shipped
from app.ui.choosers import Combo
from app.ui.data_page import DataPage
from app.ui.page import Desk, Target
from app.ui.part_dialog import FormDialog
from app.ui.rules_view import RulesView
from tests.ui.answers import asked, choose, said
from tests.ui.hands import click, rewrite, write
from tests.ui.pages.conftest import Visit


@pytest.fixture
def view(desk: Desk, visit: Callable[[DataPage], Visit]) -> RulesView:
    page = DataPage(desk)
    visit(page)
    page.show_target(Target("data", option="rules"))
    return page.rules


def go(view: RulesView, rule: str) -> None:
    view.list.choose([rule])


def press(view: QWidget, words: str) -> None:
    click(next(b for b in view.findChildren(QPushButton) if b.text() == words))


def decide(view: RulesView, rule: str, **given: str) -> list[str]:
    """Fill in the dialog as a person would; what it said in the end."""
    told: list[str] = []

    def fill() -> None:
        dialog: Any = asked()
        try:
            assert isinstance(dialog, FormDialog)
            for key, text in given.items():
                edit = dialog.findChild(QWidget, key)
                if isinstance(edit, QPlainTextEdit):
                    write(edit, text)
                elif isinstance(edit, Combo):
                    edit.setCurrentIndex(edit.findText(text))
                    edit.activated.emit(edit.currentIndex())
                else:
                    assert isinstance(edit, QLineEdit), key
                    rewrite(edit, text)
            choose(dialog, "保存调整")
            told.append(said(dialog))
        finally:
            dialog.close()

    go(view, rule)
    QTimer.singleShot(0, fill)
    press(view, "调整这条规则…")
    return told


def lines(view: RulesView) -> list[str]:
    return [key for key, _ in view.list.lines.places()]


def test_every_rule_is_there_with_where_it_comes_from(view: RulesView) -> None:
    assert lines(view) == [each.id for each in shipped().rules]
    go(view, "I-02")
    told = said(view.side)
    for part in ("教职成〔2021〕4号 第六条（条款号待核对）", "信用核查有效期", "365 天", "红线",
                 "较轻的情形为警示", "学校没有调整过"):  # fmt: skip
        assert part in told


def test_what_nobody_checked_can_be_listed_alone(view: RulesView) -> None:
    view.unsure.click()
    assert set(lines(view)) == {each.id for each in shipped().rules if each.status != "V"}
    assert "I-01" not in lines(view)


def test_a_limit_is_changed_with_a_reason_and_taken_back(view: RulesView, desk: Desk) -> None:
    decide(view, "I-10", unit_percent="8", reason="省实施细则更严", by="刘仲伯")
    rule = pack_in_force(desk.office).rule("I-10")
    assert rule.told["unit_share"].unit_percent == 8
    assert shipped().rule("I-10").told["unit_share"].unit_percent == 10
    told = said(view.side)
    for part in ("8 %（内置：10 %）", "单位占比上限改为 8 %", "省实施细则更严", "刘仲伯"):
        assert part in told
    assert "学校调整了 1 条" in view.about.text()
    view.changed.click()
    assert lines(view) == ["I-10"]
    press(view, "撤回这次调整")
    view.changed.click()
    assert pack_in_force(desk.office).rule("I-10").told["unit_share"].unit_percent == 10
    go(view, "I-10")
    assert "（已撤回）" in said(view.side)


def test_the_severity_is_the_offices_to_set(view: RulesView, desk: Desk) -> None:
    decide(view, "I-32", severity="警示", reason="校内要求", by="刘仲伯")
    assert pack_in_force(desk.office).rule("I-32").severity is Severity.WARN


def test_nothing_is_changed_without_a_reason(view: RulesView, desk: Desk) -> None:
    (told,) = decide(view, "I-10", unit_percent="8", by="刘仲伯")
    assert "请填写理由" in told
    (told,) = decide(view, "I-10", reason="没有什么", by="刘仲伯")
    assert "没有改动任何内容" in told
    assert desk.office.of(RuleChange).count() == 0


def test_every_rule_can_be_opened_for_changing(view: RulesView) -> None:
    for rule in shipped().rules:
        go(view, rule.id)
        QTimer.singleShot(0, lambda: choose(asked(), "取消"))
        view.change()


def test_a_change_that_does_not_fit_the_pack_is_told(view: RulesView, desk: Desk) -> None:
    desk.office.of(RuleChange).save(
        {"rule": "I-10", "parameters": '{"no_such": 1}', "reason": "旧版", "by": "刘仲伯",
         "on": shipped().rules[0].valid_from}
    )  # fmt: skip
    view.show_rules()
    assert "没有采用" in said(view)
