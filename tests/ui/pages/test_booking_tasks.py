"""预约待办: approvals, the waiting list and the register, by keyboard and by button."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.models import (
    Booking,
    BookingApproval,
    BookingOccurrence,
    Closure,
    Policy,
    Room,
    UseRecord,
)
from app.models.bookings import ApprovalRole, BookingState, OccurrenceState, UseKind
from app.services.bookings.answers import Queue
from app.services.bookings.booking import request, save
from app.services.bookings.closure_impact import close
from app.services.bookings.tasks import Task, tasks
from app.services.query import Query
from app.ui.booking_tasks import BookingTasks
from app.ui.bookings import BookingsPage
from app.ui.findings import FindingRow
from app.ui.home import HomePage
from app.ui.page import Desk, Page, Target
from app.ui.row_button import RowButton
from tests.make import Make
from tests.ui.answers import choose, meet
from tests.ui.hands import click, press
from tests.ui.pages.conftest import Visit

TODAY = date(2026, 9, 9)
Book = Callable[..., Booking]


@pytest.fixture
def book(desk: Desk, make: Make) -> Book:
    room = make(Room, number="A203", name="数控车间", seats=40, access=False)

    def made(**given: Any) -> Booking:
        usual = {"title": "数控编程", "room_id": room.id, "on": TODAY, "first": 3, "last": 4}
        answers = given.pop("answers", None)
        return save(desk.office, request(desk.office, usual | given), answers)

    return made


@pytest.fixture
def opened(desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Callable[[], BookingTasks]:
    monkeypatch.setattr("app.ui.booking_tasks.today", lambda: TODAY)

    holder = QWidget()
    qtbot.addWidget(holder)
    wishes: list[Target] = []

    def made() -> BookingTasks:
        dialog = BookingTasks(desk, wishes.append, holder)
        dialog.show()
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)
        return dialog

    return made


def mark(dialog: BookingTasks, task: Task) -> None:
    dialog.list.choose([(e.task, e.record, e.date) for e in dialog._items if e.task is task])


def test_two_offices_agree_in_turn_and_lock(
    desk: Desk, make: Make, book: Book, opened: Callable[[], BookingTasks]
) -> None:
    both = (ApprovalRole.CENTRE, ApprovalRole.OFFICE)
    make(Policy, name="一般预约", kinds=(UseKind.CLASS,), base_id=None, steps=both, active=True)
    booking = book()
    dialog = opened()
    mark(dialog, Task.DECIDE)
    QTest.keyClick(dialog, Qt.Key.Key_Y, Qt.KeyboardModifier.AltModifier)
    assert desk.office.of(Booking).get(booking.id).state is BookingState.WAITING
    assert dialog._items[0].role is ApprovalRole.OFFICE
    mark(dialog, Task.DECIDE)
    click(dialog.yes)
    held = desk.office.of(Booking).get(booking.id)
    assert (held.state, held.locked) == (BookingState.APPROVED, True)
    assert "已批准" in dialog.about.text()


def test_a_refusal_needs_a_reason_and_is_kept(
    desk: Desk, book: Book, opened: Callable[[], BookingTasks]
) -> None:
    booking = book()
    dialog = opened()
    mark(dialog, Task.DECIDE)

    def give(asking: Any) -> None:
        asking.form.type_in({"reason": "与考证冲突"})
        asking._finish()

    meet(give)
    click(dialog.no)
    assert desk.office.of(Booking).get(booking.id).state is BookingState.REJECTED
    [word] = desk.office.of(BookingApproval).all()
    assert (word.agreed, word.reason) == (False, "与考证冲突")


def test_what_took_place_is_written_down(
    desk: Desk, book: Book, opened: Callable[[], BookingTasks]
) -> None:
    came = book(on=date(2026, 9, 7), state=BookingState.APPROVED)
    absent = book(on=date(2026, 9, 8), state=BookingState.APPROVED)
    dialog = opened()
    item = next(each for each in dialog._items if each.record == came.id)
    dialog.list.choose([(item.task, item.record, item.date)])

    def give(asking: Any) -> None:
        asking.form.type_in({"heads": 36})
        asking._finish()

    meet(give)
    click(dialog.came)
    [record] = desk.office.of(UseRecord).all()
    assert (record.heads, record.on, record.power_off) == (36, date(2026, 9, 7), True)
    mark(dialog, Task.CHECK_IN)
    click(dialog.missed)
    where = {"booking_id": absent.id}
    [row] = desk.office.of(BookingOccurrence).all(Query(where=where))
    assert row.state is OccurrenceState.NO_SHOW
    assert not tasks(desk.office, TODAY)


def test_who_waits_gets_in_only_when_there_is_room(
    desk: Desk, book: Book, opened: Callable[[], BookingTasks]
) -> None:
    book(state=BookingState.APPROVED)
    waiting = book(title="考证", answers={TODAY: Queue()})
    dialog = opened()
    mark(dialog, Task.WAIT)
    click(dialog.turned)
    assert "已有“数控编程”" in dialog.about.text()
    [row] = desk.office.of(BookingOccurrence).all(Query(where={"booking_id": waiting.id}))
    assert row.state is OccurrenceState.QUEUED


def test_a_row_of_the_timetable_is_placed_in_one_step(
    desk: Desk, make: Make, book: Book, opened: Callable[..., BookingTasks]
) -> None:
    book(state=BookingState.APPROVED)
    other = make(Room, number="A204", name="数控车间", seats=40, access=False)
    room = desk.office.of(Room).all(Query(where={"number": "A203"}))[0].id
    row = desk.office.of(Booking).save(
        {"title": "钳工", "kind": UseKind.TIMETABLE, "room_id": room, "on": TODAY, "first": 3,
         "last": 4, "heads": 30, "state": BookingState.UNPLACED}
    )  # fmt: skip
    dialog = opened()
    mark(dialog, Task.PLACE)
    meet(lambda asking: choose(asking, "改到这里"))
    QTest.keyClick(dialog, Qt.Key.Key_P, Qt.KeyboardModifier.AltModifier)
    held = desk.office.of(Booking).get(row.id)
    assert (held.state, held.locked, held.room_id) == (BookingState.APPROVED, True, other.id)
    assert "“钳工”已排到 同一时间 A204" in dialog.about.text()
    assert not [each for each in dialog._items if each.task is Task.PLACE]
    assert not dialog.put.isVisible()


def test_what_is_dealt_with_gives_its_mark_to_the_next_of_its_kind(
    desk: Desk, make: Make, book: Book, opened: Callable[..., BookingTasks]
) -> None:
    book(state=BookingState.APPROVED)
    make(Room, number="A204", name="数控车间", seats=40, access=False)
    room = desk.office.of(Room).all(Query(where={"number": "A203"}))[0].id
    for title in ("钳工", "焊工", "电工"):
        desk.office.of(Booking).save(
            {"title": title, "kind": UseKind.TIMETABLE, "room_id": room, "on": TODAY, "first": 3,
             "last": 4, "heads": 30, "state": BookingState.UNPLACED}
        )  # fmt: skip
    dialog = opened()
    rows = [(e.task, e.record, e.date) for e in dialog._items if e.task is Task.PLACE]
    dialog.list.choose([rows[1]])
    meet(lambda asking: choose(asking, "改到这里"))
    QTest.keyClick(dialog, Qt.Key.Key_P, Qt.KeyboardModifier.AltModifier)
    assert dialog.list.marked() == [rows[2]]
    assert dialog.put.isEnabled()


def test_what_a_closure_left_open_is_settled_from_here(
    desk: Desk,
    make: Make,
    book: Book,
    opened: Callable[..., BookingTasks],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("app.ui.closure_planner.today", lambda: TODAY)
    held = book(state=BookingState.APPROVED, on=date(2026, 9, 10))
    free = make(Room, number="A204", name="数控车间", seats=40, access=False)
    room = desk.office.of(BookingOccurrence).all()[0].room_id
    close(desk.office, {"name": "大修", "room_id": room, "starts": TODAY, "ends": None}, {}, TODAY)
    dialog = opened()
    mark(dialog, Task.CLOSED)

    def settle(planner: Any) -> None:
        assert [each.use.title for each in planner.affected] == ["数控编程"]
        choose(planner, "接受建议")
        choose(planner, "保存处理")

    meet(settle)
    QTest.keyClick(dialog, Qt.Key.Key_T, Qt.KeyboardModifier.AltModifier)
    assert "“大修”：改到别处 1 次，取消 0 次。" in dialog.about.text()
    [row] = desk.office.of(BookingOccurrence).all(Query(where={"booking_id": held.id}))
    assert row.room_id == free.id
    assert desk.office.of(Closure).count() == 1
    assert not [each for each in dialog._items if each.task is Task.CLOSED]


def test_a_hold_that_ran_out_is_gone_when_one_looks(
    desk: Desk, book: Book, opened: Callable[..., BookingTasks]
) -> None:
    until = datetime(2026, 9, 1, 12).astimezone()
    held = book(state=BookingState.TENTATIVE, hold_until=until)
    dialog = opened()
    assert "没有要办的预约" in dialog.about.text()
    assert desk.office.of(Booking).get(held.id).state is BookingState.CANCELLED
    happened = desk.office.history.of(Booking, held.id)[0]
    assert (happened.label, happened.reason) == ("暂留到期 1 份", "暂留到期仍未确认，自动放出")


def test_a_line_of_the_home_page_leads_to_its_tasks(
    desk: Desk,
    book: Book,
    visit: Callable[[Page], Visit],
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    for module in ("home", "booking_tasks"):
        monkeypatch.setattr(f"app.ui.{module}.today", lambda: TODAY)
    waiting = book(title="考证")
    book(on=date(2026, 9, 8), state=BookingState.APPROVED)
    home = HomePage(desk)
    seen = visit(home)
    qtbot.waitUntil(lambda: len(_lines(home)) == 2)
    line = next(each for each in _lines(home) if each.key == "bookings_decide")
    press(line.findChildren(RowButton)[0], Qt.Key.Key_Return)
    assert (seen.wish.page, seen.wish.option) == ("bookings", ("待办", "DECIDE"))
    page = BookingsPage(desk)
    visit(page)

    def look(dialog: BookingTasks) -> None:
        assert dialog.list.marked() == [(Task.DECIDE, waiting.id, None)]
        dialog.reject()

    meet(look)
    page.show_target(seen.wish)


def _lines(page: HomePage) -> list[FindingRow]:
    return [each for each in page.findings.findChildren(FindingRow) if each.isVisible()]
