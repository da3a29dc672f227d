"""S9 and S10 in the window: shared workstations, a closure; by mouse and by keyboard, in budget."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt

from app.models import Booking, BookingOccurrence, Closure, Room, Teacher, Term
from app.models.bookings import OccurrenceState
from app.services.bookings.booking import request, save
from app.services.bookings.closure_notices import notified
from app.services.calendar_store import seed_periods
from app.services.query import Query
from app.ui.booking_dialog import BookingDialog
from app.ui.booking_series import SeriesDialog
from app.ui.bookings import BookingsPage
from app.ui.closure_planner import ClosurePlanner
from app.ui.page import Desk, Page
from app.ui.panels import Banner
from app.ui.week_sheet import Spot
from tests.make import Make
from tests.ui.answers import meet
from tests.ui.hands import click, press
from tests.ui.pages.conftest import Visit
from tests.ui.two_hands import Hand, button_of

TUESDAY = date(2026, 9, 1)
ALT, CTRL, SHIFT = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
Key = Qt.Key


@pytest.fixture
def page(
    desk: Desk, visit: Callable[[Page], Visit], make: Make, monkeypatch: pytest.MonkeyPatch
) -> BookingsPage:
    for module in ("bookings", "booking_deeds", "booking_series", "closure_planner"):
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
    hand.draw(page.grid, Spot(0, 1, 5, 6))
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
        press(dialog, Key.Key_Return) if not mouse else click(button_of(dialog, "改人数"))
        hand.left(dialog)
        hand.steps = steps  # of the same step

    meet(shrink)
    hand.open(page.grid, dates(desk, booking_id=lesson.id)[0].id)
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
        press(dialog, Key.Key_Return) if not mouse else click(button_of(dialog, "取消预约"))
        hand.left(dialog)
        hand.steps = steps  # of the same step

    page.grid.go_to(Spot(0, 0, 0, 0))
    meet(plan)
    hand.steps += 1
    click(page.closing) if mouse else press(page.closing, Key.Key_Return)
    [told] = [each for each in page.findChildren(Banner) if each.isVisible()]
    assert "改到别处 11 次，取消 2 次，还有 1 次待处理" in told.words.text()
    hand.steps += 1
    notice = button_of(told, "打印通知")
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
