"""The page of one batch: boards that say why, results that can be explained and waived."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.modeltest import ModelTester

from app.models import InternshipBatch, Partner, Placement
from app.services.rules.boards import State
from app.services.rules.finding import Finding, NotJudged
from app.ui.batches import BatchesPage
from app.ui.findings_view import FindingsView
from app.ui.internships import InternshipsPage
from app.ui.page import Desk, Page, Target
from tests.make import Make
from tests.ui.answers import asked, choose, said
from tests.ui.hands import click, press, write
from tests.ui.pages.conftest import Visit

Visiting = Callable[[InternshipsPage], Visit]


@pytest.fixture
def batch(make: Make) -> InternshipBatch:
    found: InternshipBatch = make(
        InternshipBatch, name="2027年春季", starts=date(2027, 3, 1), ends=date(2027, 8, 31)
    )
    return found


@pytest.fixture
def placed(make: Make, batch: InternshipBatch) -> Placement:
    host = make(Partner, name="成都云沙电子有限公司")
    found: Placement = make(
        Placement,
        batch_id=batch.id,
        partner_id=host.id,
        starts=date(2027, 3, 1),
        ends=date(2027, 8, 31),
    )
    return found


def link(page: InternshipsPage, words: str) -> QPushButton:
    return next(b for b in page.findChildren(QPushButton) if b.text().startswith(words))


def states(page: InternshipsPage) -> list[State]:
    return [each.state for each in page.boards[0].table.squares.lines[0].squares]


def test_without_a_batch_the_first_step_is_offered(desk: Desk, visit: Visiting) -> None:
    page = InternshipsPage(desk)
    seen = visit(page)
    click(link(page, "从 Excel 导入备案表"))
    assert seen.wish == Target("import", option="placement")


def test_a_red_square_says_why_and_opens_what_is_missing(
    desk: Desk, visit: Visiting, placed: Placement, qtmodeltester: ModelTester
) -> None:
    page = InternshipsPage(desk)
    seen = visit(page)
    board = page.boards[0]
    assert states(page)[6] is State.RED
    assert placed.partner_id is not None
    board.table.choose(placed.partner_id, 6)
    assert "三方协议" in board.side.words.text()
    press(board.table, Qt.Key.Key_Return)
    assert seen.wish == Target("placement", record=placed.id)
    qtmodeltester.check(board.table.squares)


def test_a_square_turns_green_with_its_date_when_the_paper_is_entered(
    desk: Desk, visit: Visiting, placed: Placement
) -> None:
    page = InternshipsPage(desk)
    visit(page)
    days = {key: date(2026, 9, 1) for key in ("signed_school", "signed_host", "signed_student")}
    desk.office.of(Placement).save(days, placed)
    square = page.boards[0].table.squares.lines[0].squares[6]
    assert (square.state, square.on) == (State.GREEN, date(2026, 9, 1))


def test_what_nobody_filled_in_is_grey_with_its_word(
    desk: Desk, visit: Visiting, make: Make, batch: InternshipBatch
) -> None:
    make(Placement, batch_id=batch.id, partner_id=None)
    page = InternshipsPage(desk)
    visit(page)
    index = page.boards[0].table.squares.index(0, 2)
    assert index.data() == "未填报"
    assert index.siblingAtColumn(0).data() == "尚未落实单位"


def test_the_batch_that_is_asked_for_is_shown_with_its_tab(
    desk: Desk, visit: Visiting, make: Make, placed: Placement
) -> None:
    later: Any = make(InternshipBatch, starts=date(2027, 9, 1), ends=date(2027, 12, 1))
    page = InternshipsPage(desk)
    visit(page)
    assert page.batch == later.id
    page.show_target(Target("board", record=placed.batch_id, option="两个及时"))
    assert page.batch == placed.batch_id
    assert page.tabs.tabText(page.tabs.currentIndex()) == "两个及时"
    assert len(page.boards[2].table.squares.lines) == 1


def to_findings(page: InternshipsPage) -> FindingsView:
    page.show_target(Target("board", option="检查结果"))
    return page.findings


def choose_rule(view: FindingsView, rule: str) -> None:
    number = next(n for n, each in view.told.items() if each.rule == rule)
    view.list.choose([number])


def test_a_finding_is_explained_and_leads_to_its_record(
    desk: Desk, visit: Visiting, placed: Placement
) -> None:
    page = InternshipsPage(desk)
    seen = visit(page)
    view = to_findings(page)
    choose_rule(view, "I-15")
    words = said(view.side)
    for part in ("I-15", "internship-2021@", "怎样消除", "条款号"):
        assert part in words
    click(link(page, "打开相关记录"))
    assert seen.wish == Target("placement", record=placed.id)


def test_what_cannot_be_judged_is_a_list_of_its_own(
    desk: Desk, visit: Visiting, placed: Placement
) -> None:
    page = InternshipsPage(desk)
    visit(page)
    view = to_findings(page)
    click(view.open_tile)
    assert view.told
    assert all(isinstance(each, NotJudged) for each in view.told.values())
    assert "没有填报" in said(view.side)
    click(view.open_tile)
    assert not any(isinstance(each, NotJudged) for each in view.told.values())


def test_an_exception_wants_reason_and_person_and_stays_listed(
    desk: Desk, visit: Visiting, placed: Placement
) -> None:
    page = InternshipsPage(desk)
    visit(page)
    view = to_findings(page)
    choose_rule(view, "I-15")
    finding = view.chosen
    assert isinstance(finding, Finding)

    def fill() -> None:
        dialog = asked()
        choose(dialog, "保存例外说明")
        assert dialog.isVisible(), "not without reason and person"
        reason = dialog.findChild(QPlainTextEdit, "reason")
        by = dialog.findChild(QLineEdit, "by")
        assert isinstance(reason, QPlainTextEdit)
        assert isinstance(by, QLineEdit)
        write(reason, "协议正在邮寄途中")
        write(by, "刘仲伯")
        choose(dialog, "保存例外说明")

    QTimer.singleShot(0, fill)
    view.waive(finding)
    assert not any(each.rule == "I-15" for each in view.told.values())
    view.waived.click()
    choose_rule(view, "I-15")
    assert "协议正在邮寄途中（刘仲伯，" in said(view.side)


def test_from_a_batch_to_its_results(
    desk: Desk, visit: Callable[[Page], Visit], batch: InternshipBatch
) -> None:
    page = BatchesPage(desk)
    seen = visit(page)
    page.show_target(Target("internship_batch", record=batch.id))
    click(next(b for b in page.findChildren(QPushButton) if b.text() == "检查"))
    assert seen.wish == Target("board", record=batch.id, option="检查结果")


def test_the_self_check_of_the_batch_is_printed(
    desk: Desk, visit: Visiting, batch: InternshipBatch
) -> None:
    page = InternshipsPage(desk)
    seen = visit(page)
    click(link(page, "打印自查表"))
    assert seen.wish.option == ("internship_self_check", {"batch": batch.id})
