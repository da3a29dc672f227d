"""The expiry board: what stands where, and deciding about it by mouse and keyboard."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.modeltest import ModelTester

from app.models import Agreement, Amendment
from app.models.agreements import AgreementState, Handling
from app.services.agreements import Due
from app.services.query import Query
from app.ui.due_board import DueBoard, left
from app.ui.page import Desk, Target
from tests.make import Make
from tests.ui.hands import click, press, rewrite, write
from tests.ui.pages.conftest import Visit

TODAY = date.today()  # noqa: DTZ011 - as the page sees it
Visiting = Callable[[DueBoard], Visit]


@pytest.fixture
def active(make: Make) -> Callable[[int | None], Agreement]:
    def made(days: int | None, **given: Any) -> Agreement:
        ends = None if days is None else TODAY + timedelta(days=days)
        found: Agreement = make(
            Agreement,
            state=AgreementState.ACTIVE,
            starts=TODAY - timedelta(days=900),
            ends=ends,
            **given,
        )
        return found

    return made


Active = Callable[..., Agreement]


def figures(page: DueBoard) -> dict[str, str]:
    return {
        due.value: next(
            w.text() for w in tile.findChildren(QLabel) if w.property("voice") == "figure"
        )
        for due, tile in page.tiles.items()
    }


def keys(page: DueBoard) -> list[Any]:
    return [key for key, _ in page.list.lines.places()]


def test_every_agreement_stands_in_its_column(
    desk: Desk, visit: Visiting, active: Active, qtmodeltester: ModelTester
) -> None:
    for days in (None, -1, 0, 30, 31, 90, 120, 121):
        active(days)
    page = DueBoard(desk)
    visit(page)
    assert list(figures(page).values()) == ["1", "1", "2", "1", "1", "1"]
    assert len(keys(page)) == 7
    assert page.count() == 7
    qtmodeltester.check(page.list.lines)


def test_a_tile_narrows_the_list_and_widens_it_again(
    desk: Desk, visit: Visiting, active: Active
) -> None:
    gone, soon = active(-5), active(10)
    page = DueBoard(desk)
    visit(page)
    click(page.tiles[Due.EXPIRED])
    assert keys(page) == [gone.id]
    click(page.tiles[Due.EXPIRED])
    assert keys(page) == [gone.id, soon.id]


def test_one_is_renewed_with_the_dates_proposed(
    desk: Desk, visit: Visiting, active: Active
) -> None:
    old = active(10)
    page = DueBoard(desk)
    seen = visit(page)
    page.list.choose([old.id])
    page.panel.renew()
    assert page.panel.form is not None
    starts = page.panel.form.findChild(QLineEdit, "starts")
    assert isinstance(starts, QLineEdit)
    assert starts.text() == (TODAY + timedelta(days=11)).isoformat()
    click(page.panel.confirm)
    assert keys(page) == []
    assert not page.panel.isVisible()
    copy = desk.office.agreements.all(Query(where={"renews_id": old.id}))[0]
    assert copy.starts == TODAY + timedelta(days=11)
    link = next(b for b in page.findChildren(QPushButton) if b.text() == "打开续签的协议")
    click(link)
    assert seen.wish == Target("agreement", Query(only=(copy.id,)), title="刚续签的协议")


def test_several_are_renewed_each_from_its_own_end(
    desk: Desk, visit: Visiting, active: Active
) -> None:
    first, second = active(-3), active(40)
    page = DueBoard(desk)
    visit(page)
    page.list.choose([first.id, second.id])
    page.panel.renew()
    assert page.panel.form is not None
    years = page.panel.form.findChild(QLineEdit, "years")
    assert isinstance(years, QLineEdit)
    rewrite(years, "2")
    click(page.panel.confirm)
    copies = desk.office.agreements.all(Query(where={"renews_id": (first.id, second.id)}))
    assert sorted(copy.starts for copy in copies if copy.starts) == [
        TODAY - timedelta(days=2),
        TODAY + timedelta(days=41),
    ]


def test_wrong_dates_are_told_under_the_field(desk: Desk, visit: Visiting, active: Active) -> None:
    old = active(10)
    page = DueBoard(desk)
    visit(page)
    page.list.choose([old.id])
    page.panel.renew()
    assert page.panel.form is not None
    ends = page.panel.form.findChild(QLineEdit, "ends")
    assert isinstance(ends, QLineEdit)
    rewrite(ends, "2020-1-1")
    click(page.panel.confirm)
    assert page.panel.isVisible()
    assert keys(page) == [old.id]
    assert ends.accessibleDescription() == "到期日期早于生效日期"


def test_not_renewing_wants_a_reason_and_drops_off(
    desk: Desk, visit: Visiting, active: Active
) -> None:
    old = active(-1)
    page = DueBoard(desk)
    visit(page)
    page.list.choose([old.id])
    page.panel.end()
    click(page.panel.confirm)
    assert keys(page) == [old.id]
    assert page.panel.form is not None
    why = page.panel.form.findChild(QPlainTextEdit, "handling_note")
    assert isinstance(why, QPlainTextEdit)
    write(why, "专业停招")
    click(page.panel.confirm)
    assert keys(page) == []
    page.handled.click()
    assert keys(page) == [old.id]
    page.list.choose([old.id])
    assert not page.panel.isVisible()
    again = next(b for b in page.findChildren(QPushButton) if b.text() == "续签…")
    assert not again.isEnabled(), "what was decided is not decided twice"


def test_being_seen_to_stays_with_its_note(desk: Desk, visit: Visiting, active: Active) -> None:
    old = active(20)
    page = DueBoard(desk)
    visit(page)
    page.list.choose([old.id])
    page.panel.follow()
    assert page.panel.form is not None
    note = page.panel.form.findChild(QPlainTextEdit, "handling_note")
    assert isinstance(note, QPlainTextEdit)
    write(note, "等对方盖章")
    click(page.panel.confirm)
    assert keys(page) == [old.id]
    assert page.list.marked() == [old.id], "the place is kept"
    assert page.list.currentIndex().siblingAtColumn(5).data() == "跟进中：等对方盖章"
    assert desk.office.agreements.get(old.id).handling is Handling.FOLLOW_UP


def test_only_what_home_asked_for_until_all_is_wanted(
    desk: Desk, visit: Visiting, active: Active
) -> None:
    first, second = active(-1), active(5)
    page = DueBoard(desk)
    visit(page)
    page.show_target(Target("due", Query(only=(first.id,)), title="1 份协议已到期"))
    assert keys(page) == [first.id]
    click(next(b for b in page.findChildren(QPushButton) if b.text() == "显示全部"))
    assert keys(page) == [first.id, second.id]


def test_an_amendment_moves_it(desk: Desk, visit: Visiting, active: Active, make: Make) -> None:
    old = active(-1)
    make(
        Amendment,
        agreement_id=old.id,
        new_ends=TODAY + timedelta(days=100),
        signed_on=TODAY - timedelta(days=30),
    )
    page = DueBoard(desk)
    visit(page)
    assert figures(page)["120 天内"] == "1"


def test_enter_opens_the_agreement(desk: Desk, visit: Visiting, active: Active) -> None:
    old = active(3)
    page = DueBoard(desk)
    seen = visit(page)
    page.list.choose([old.id])
    press(page.list, Qt.Key.Key_Return)
    assert seen.wish == Target("agreement", record=old.id)


def test_printing_goes_to_the_register(desk: Desk, visit: Visiting, active: Active) -> None:
    page = DueBoard(desk)
    seen = visit(page)
    click(next(b for b in page.findChildren(QPushButton) if b.text() == "打印协议台账"))
    assert (seen.wish.page, seen.wish.option) == ("reports", "agreement_register")


def test_chosen_lines_are_copied_for_a_spreadsheet(
    desk: Desk, visit: Visiting, active: Active, qapp: Any
) -> None:
    old = active(3)
    page = DueBoard(desk)
    visit(page)
    page.list.choose([old.id])
    QTest.keyClick(page.list, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    heads, cells = (each.split("\t") for each in qapp.clipboard().text().split("\n"))
    assert dict(zip(heads, cells, strict=True))["协议名称"] == old.name


def test_what_is_left_in_words() -> None:
    assert left(None, TODAY) == "未填写"
    assert left(TODAY, TODAY) == "今天到期"
    assert left(TODAY - timedelta(days=2), TODAY) == "已过 2 天"
    assert left(TODAY + timedelta(days=2), TODAY) == "还有 2 天"
