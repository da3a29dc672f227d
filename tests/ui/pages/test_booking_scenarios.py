"""S9 and S10 in the window: shared workstations, a closure; by mouse and by keyboard, in budget."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton, QWidget

from app.models import Booking, BookingOccurrence, Closure, Room, Teacher, Term
from app.models.bookings import OccurrenceState
from app.services.booking import request, save
from app.services.calendar_store import seed_periods
from app.services.closure_notices import notified
from app.services.query import Query
from app.ui.booking_dialog import BookingDialog
from app.ui.booking_series import SeriesDialog
from app.ui.bookings import BookingsPage
from app.ui.closure_planner import ClosurePlanner
from app.ui.grid import Grid
from app.ui.page import Desk, Page
from app.ui.panels import Banner
from app.ui.week_sheet import Spot
from tests.make import Make
from tests.ui.answers import meet
from tests.ui.hands import click, press, write
from tests.ui.pages.conftest import Visit

TUESDAY = date(2026, 9, 1)
ALT, CTRL, SHIFT = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
Key = Qt.Key


class Hand:
    """Does what a person does, in one way, and counts the steps."""

    def __init__(self, *, mouse: bool) -> None:
        self.mouse = mouse
        self.steps = 0

    def do(self, dialog: QWidget, words: str, key: Key, modifier: Qt.KeyboardModifier) -> None:
        """Press the button that says this, or its keys. One step."""
        self.steps += 1
        if self.mouse:
            click(_button(dialog, words))
        else:
            QTest.keyClick(dialog, key, modifier)

    def fill(self, dialog: Any, **typed: str) -> None:
        """Write into fields, going there by click or with Tab. One step."""
        self.steps += 1
        for key, text in typed.items():
            edit = self._go(dialog, key)
            if isinstance(edit, QAbstractButton):
                box = QPoint(8, edit.height() // 2)
                click(edit, box) if self.mouse else press(edit, Key.Key_Space)
                continue
            QTest.keyClick(edit, Key.Key_A, CTRL)
            write(edit, text)
            press(edit, Key.Key_Tab)
        dialog.setFocus()

    @staticmethod
    def left(dialog: QWidget) -> None:
        """The dialog must have closed; a modal one that stays would hold the test for ever."""
        assert not dialog.isVisible(), [each.words.text() for each in dialog.findChildren(Banner)]

    def _go(self, dialog: QWidget, key: str) -> QWidget:
        wanted = next(w for w in dialog.findChildren(QWidget) if w.objectName() == key)
        if self.mouse and not isinstance(wanted, QAbstractButton):
            click(wanted)
        for _ in range(60):
            at = QApplication.focusWidget()
            if self.mouse or at is wanted:
                return wanted
            press(at or dialog, Key.Key_Tab)
        raise AssertionError(f"Tab does not lead to {key}")

    def mark(self, grid: Grid, first: int, last: int) -> None:
        """Choose lines from one to another. Part of the step that follows."""
        grid.window().activateWindow()  # a question may have stood over it
        assert QTest.qWaitForWindowActive(grid.window())
        rows = [grid.visualRect(index) for _, index in grid.lines.places()]
        if self.mouse:
            _pick(grid, rows[first], Qt.KeyboardModifier.NoModifier)
            _pick(grid, rows[last], SHIFT)
            return
        grid.setFocus()
        QTest.keyClick(grid, Key.Key_Home, CTRL)
        press(grid, *[Key.Key_Home], *[Key.Key_Down] * first)
        for _ in range(last - first):
            QTest.keyClick(grid, Key.Key_Down, SHIFT)


def _pick(grid: Grid, at: QRect, modifier: Qt.KeyboardModifier) -> None:
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, modifier, at.center())


def _button(dialog: QWidget, words: str) -> QPushButton:
    shown = [b for b in dialog.findChildren(QPushButton) if b.isVisibleTo(dialog)]
    return next(b for b in shown if b.text() == words)


@pytest.fixture
def page(
    desk: Desk, visit: Callable[[Page], Visit], make: Make, monkeypatch: pytest.MonkeyPatch
) -> BookingsPage:
    for module in ("bookings", "booking_series", "closure_planner"):
        monkeypatch.setattr(f"app.ui.{module}.today", lambda: TUESDAY)
    make(Term, code="2026-2027-1", starts=date(2026, 8, 31), weeks=16)
    seed_periods(desk.office)
    for number in (1, 2, 3):
        make(Room, number=f"B{number}", name=f"数控车间{number}", seats=40)
    made = BookingsPage(desk)
    visit(made)
    made.go_to(TUESDAY)
    return made


def book(desk: Desk, **given: Any) -> Booking:
    room = desk.office.of(Room).find(Query(where={"number": "B1"}))[0]
    usual = {"title": "数控实训", "room_id": room, "on": TUESDAY, "first": 3, "last": 4}
    return save(desk.office, request(desk.office, usual | given))


def dates(desk: Desk, **where: Any) -> list[BookingOccurrence]:
    found: list[BookingOccurrence] = desk.office.of(BookingOccurrence).all(
        Query(where=where, order="on")
    )
    return found


def begin(hand: Hand, page: BookingsPage, spot: Spot) -> None:
    """Draw in the week, or go there and press Enter. One step."""
    hand.steps += 1
    grid = page.grid
    if not hand.mouse:
        grid.go_to(spot)
        press(grid, Key.Key_Return)
        return
    from_, to = (
        grid.place(Spot(spot.lane, spot.day, n, n)).center() for n in (spot.first, spot.last)
    )
    view = grid.viewport()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=from_)
    QTest.mouseMove(view, to)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=to)


def open_block(hand: Hand, page: BookingsPage, key: Any) -> None:
    """Open the series of a date. One step."""
    hand.steps += 1
    if hand.mouse:
        at = page.grid.place_of(key).center()
        click(page.grid.viewport(), at)
        QTest.mouseDClick(page.grid.viewport(), Qt.MouseButton.LeftButton, pos=at)
    else:
        page.grid.choose(key)
        press(page.grid, Key.Key_Return)


@pytest.mark.parametrize("mouse", [True, False], ids=["mouse", "keyboard"])
def test_s9_shared_workstations(desk: Desk, page: BookingsPage, mouse: bool) -> None:
    """30 of 40 seats are taken; a club of 12 takes 10 and waits for 2 until the class shrinks."""
    hand = Hand(mouse=mouse)
    lesson = book(desk, heads=30, shared=True)
    seen: list[str] = []

    def club(dialog: BookingDialog) -> None:
        hand.fill(dialog, title="机器人社团", when="9月1日 第3-4节", heads="12", shared="")
        dialog.look_at()
        seen.append(dialog.preview.dates[0].words)
        hand.do(dialog, "排候补", Key.Key_W, ALT)
        hand.do(dialog, "保存预约", Key.Key_S, CTRL)
        hand.left(dialog)

    meet(club)
    begin(hand, page, Spot(0, 1, 5, 6))
    assert seen[0] == "B1 只剩 10 个工位，需要 12 个"
    (held,) = (each.id for each in desk.office.of(Booking).all() if each.id != lesson.id)
    shown = {each.seats: each.state for each in dates(desk, booking_id=held)}
    assert shown == {10: OccurrenceState.PLANNED, 2: OccurrenceState.QUEUED}

    def shrink(dialog: SeriesDialog) -> None:
        meet(fewer)
        hand.do(dialog, "改人数…", Key.Key_P, ALT)
        seen.append(dialog.about.text())
        dialog.reject()

    def fewer(dialog: Any) -> None:
        steps = hand.steps
        hand.fill(dialog, heads="28")
        press(dialog, Key.Key_Return) if not mouse else click(_button(dialog, "改人数"))
        hand.left(dialog)
        hand.steps = steps  # of the same step

    meet(shrink)
    open_block(hand, page, dates(desk, booking_id=lesson.id)[0].id)
    assert "“机器人社团”2026-09-01 第3-4节 候补转正 2 个工位" in seen[1]
    assert [each.seats for each in dates(desk, booking_id=held)] == [12]
    assert hand.steps == 6


@pytest.mark.parametrize("mouse", [True, False], ids=["mouse", "keyboard"])
def test_s10_closure_for_repair(
    desk: Desk,
    page: BookingsPage,
    make: Make,
    mouse: bool,
) -> None:
    """14 bookings are hit: 11 go where it was proposed, 2 are cancelled, 1 stays open."""
    hand = Hand(mouse=mouse)
    past = book(desk, title="已上", on=date(2026, 8, 31))
    teachers = [make(Teacher, name=name).id for name in ("杨知行", "田海棠")]
    for n in range(14):
        on = TUESDAY + timedelta(days=(n // 2) + (2 if n // 2 > 3 else 0))
        first = (1, 5)[n % 2]
        book(desk, on=on, first=first, last=first + 1, teacher_id=teachers[n % 2], heads=30)

    def plan(dialog: ClosurePlanner) -> None:
        hand.fill(dialog, name="机床大修", starts="2026-08-31", ends="2026-09-13")
        dialog.look_at()
        assert len(dialog.affected) == 14
        hand.do(dialog, "接受建议", Key.Key_A, ALT)
        hand.mark(dialog.dates, 3, 4)
        meet(reason)
        hand.do(dialog, "取消预约…", Key.Key_X, ALT)
        hand.mark(dialog.dates, 6, 6)
        hand.do(dialog, "先不处理", Key.Key_R, ALT)
        hand.do(dialog, "停用", Key.Key_S, CTRL)
        hand.left(dialog)

    def reason(dialog: Any) -> None:
        steps = hand.steps
        hand.fill(dialog, reason="无处可改")
        press(dialog, Key.Key_Return) if not mouse else click(_button(dialog, "取消预约"))
        hand.left(dialog)
        hand.steps = steps  # of the same step

    page.grid.go_to(Spot(0, 0, 0, 0))
    meet(plan)
    hand.steps += 1
    click(page.closing) if mouse else press(page.closing, Key.Key_Return)
    [told] = [each for each in page.findChildren(Banner) if each.isVisible()]
    assert "改到别处 11 次，取消 2 次，还有 1 次待处理" in told.words.text()
    hand.steps += 1
    notice = _button(told, "打印通知")
    wishes: list[Any] = []
    page.wanted.connect(wishes.append)
    click(notice) if mouse else press(notice, Key.Key_Return)
    [closure] = desk.office.of(Closure).all()
    assert wishes[-1].option == ("closure_notice", {"closure": closure.id})
    assert hand.steps <= 8
    lines = notified(desk.office, closure, TUESDAY)
    kinds = [each.words[:2] for each in lines]
    assert (kinds.count("改到"), kinds.count("取消"), kinds.count("")) == (11, 2, 1)
    assert dates(desk, booking_id=past.id)[0].state is OccurrenceState.PLANNED
