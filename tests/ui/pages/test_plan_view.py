"""S11 in the window: a new batch, its hosts and posts picked at once, warnings, board, paper."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from app.models import InternshipBatch, Partner, PlannedPlace, Post, Programme, SiteInspection
from app.services.rules.boards import State
from app.ui.internships import InternshipsPage
from app.ui.offer_picker import OfferPicker
from app.ui.page import Desk, Target
from app.ui.part_dialog import FormDialog
from app.ui.plan_view import PlanView
from tests.make import Make
from tests.ui.answers import asked, choose, said
from tests.ui.hands import click, press, rewrite, write
from tests.ui.pages.conftest import Visit

STARTS, ENDS = date(2027, 3, 1), date(2027, 8, 29)


@pytest.fixture
def hosts(make: Make) -> list[Partner]:
    """Two hosts for one major: one inspected, one not; the first has a night shift."""
    major = make(Programme, name="护理")
    made = []
    for name, night in (("成都示例康宁医院", True), ("成都示例颐和养老服务有限公司", False)):
        host = make(Partner, name=name, staff=50, other_interns=0)
        make(
            Post, partner_id=host.id, name="护理员", night=night, places=6, staff=40,
            programmes=(major.id,),
        )  # fmt: skip
        made.append(host)
    make(SiteInspection, partner_id=made[0].id, on=date(2026, 9, 1))
    return made


@contextmanager
def in_dialog(do: Callable[[Any], None]) -> Iterator[None]:
    """What a person does in the dialog that comes up."""

    def act() -> None:
        dialog = asked()
        try:
            do(dialog)
        except BaseException:
            dialog.close()
            raise

    QTimer.singleShot(0, act)
    yield


def field(dialog: QWidget, key: str) -> QLineEdit:
    found = dialog.findChild(QLineEdit, key)
    assert isinstance(found, QLineEdit), key
    return found


def fill_in(major: UUID) -> Callable[[QWidget], None]:
    """The form of a new batch."""

    def fill(dialog: QWidget) -> None:
        assert isinstance(dialog, FormDialog)
        write(field(dialog, "name"), "2027年春季岗位实习")
        rewrite(field(dialog, "starts"), "2027.3.1")
        rewrite(field(dialog, "ends"), "20270829")
        write(field(dialog, "target"), "12")
        dialog.form.type_in({"programmes": (major,)})  # the finder's popup needs a real screen
        choose(dialog, "建立")

    return fill


def tick_all(dialog: QWidget) -> None:
    assert isinstance(dialog, OfferPicker)
    dialog.list.setFocus()
    dialog.list.selectAll()
    press(dialog.list, Qt.Key.Key_Space)
    assert "已选 2 个岗位，2 家单位，可接收合计 12 人" in said(dialog)
    choose(dialog, "加入计划")


def press_button(page: QWidget, words: str) -> None:
    click(next(b for b in page.findChildren(QPushButton) if b.text() == words))


def view_of(page: InternshipsPage) -> PlanView:
    view = page.views["计划"]
    assert isinstance(view, PlanView)
    return view


@pytest.fixture
def page(desk: Desk, visit: Callable[[InternshipsPage], Visit], hosts: list[Partner]) -> Visit:
    del hosts
    return visit(InternshipsPage(desk))


def planned(page: InternshipsPage) -> PlanView:
    """A batch with both hosts, by hand."""
    (major,) = view_of(page).desk.office.of(Programme).find()
    with in_dialog(fill_in(major)):
        press_button(page, "新建实习批次")
    view = view_of(page)
    with in_dialog(tick_all):
        press_button(view, "添加单位和岗位…")
    return view


def test_a_batch_is_planned_from_nothing_to_paper(page: Visit, desk: Desk) -> None:
    board = page.page
    assert isinstance(board, InternshipsPage)
    view = planned(board)
    (batch,) = desk.office.of(InternshipBatch).all()
    assert (batch.starts, batch.ends, batch.target) == (STARTS, ENDS, 12)
    assert board.tabs.tabText(board.tabs.currentIndex()) == "计划"
    assert view.plan is not None
    assert view.plan.planned == 12

    board.tabs.setCurrentIndex(0)  # 八个事先
    states = {
        row.subject.title: row.squares[0].state
        for row in board.boards[0].table.squares.lines
        if row.subject
    }
    assert states["成都示例颐和养老服务有限公司"] is State.RED
    press_button(view, "打印实习计划")
    assert page.wish == Target("reports", option=("internship_plan", {"batch": batch.id}))


def test_the_chosen_line_tells_day_numbers_rule_and_source(page: Visit) -> None:
    board = page.page
    assert isinstance(board, InternshipsPage)
    view = planned(board)
    assert view.plan is not None
    hospital, home = view.plan.places
    view.places.choose([home.record.id])
    told = said(view.side)
    for part in ("2027-03-01 最多 6 人，职工 50 人，12.0 %", "上限 10 %", "I-10", "I-03",
                 "教职成〔2021〕4号", "怎样消除"):  # fmt: skip
        assert part in told
    view.places.choose([hospital.record.id])
    assert "有夜班" in said(view.side)


def test_places_are_changed_together_and_taken_out(page: Visit, desk: Desk) -> None:
    board = page.page
    assert isinstance(board, InternshipsPage)
    view = planned(board)
    view.places.selectAll()

    def fewer(dialog: QWidget) -> None:
        rewrite(field(dialog, "places"), "5")
        choose(dialog, "保存")

    with in_dialog(fewer):
        press_button(view, "修改名额…")
    assert view.plan is not None
    assert [each.record.places for each in view.plan.places] == [5, 5]
    view.places.choose([view.plan.places[0].record.id])
    press_button(view, "移出计划")
    assert desk.office.of(PlannedPlace).count() == 1
    assert len(view.plan.places) == 1


def test_what_is_lacking_leads_to_where_it_is_put_right(page: Visit) -> None:
    board = page.page
    assert isinstance(board, InternshipsPage)
    view = planned(board)
    assert view.plan is not None
    number = next(n for n, each in enumerate(view.plan.lacks) if "实地考察" in each.words)
    view.lacks.choose([number])
    press(view.lacks, Qt.Key.Key_Return)
    assert page.wish.page == "partner"


def test_each_board_is_printed_as_its_annex(page: Visit) -> None:
    board = page.page
    assert isinstance(board, InternshipsPage)
    planned(board)
    board.tabs.setCurrentIndex(0)
    press_button(board.boards[0], "打印核对表")
    assert page.wish.option == ("before_board", {"batch": board.batch})
    board.tabs.setCurrentIndex(2)
    press_button(board.boards[2], "打印核对表")
    report, options = page.wish.option
    assert (report, str(options["part"])) == ("running_board", "两个及时")
