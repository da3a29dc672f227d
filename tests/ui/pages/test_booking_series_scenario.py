"""S8 in the window: a workshop every other week, with a holiday and a conflict; seven steps."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.models import Booking, BookingOccurrence, CalendarDay, Room, SchoolClass, Teacher, Term
from app.models.bookings import OccurrenceState
from app.models.calendar import DayKind, Weekday
from app.services.bookings.booking import request, save
from app.services.bookings.preview import Verdict
from app.services.calendar_store import seed_periods
from app.services.query import Query
from app.ui.booking_dialog import BookingDialog
from app.ui.booking_series import SeriesDialog
from app.ui.bookings import BookingsPage
from app.ui.list_dialog import ListDialog
from app.ui.page import Desk, Page
from app.ui.week_sheet import Spot
from tests.make import Make
from tests.ui.answers import choose, meet, said
from tests.ui.hands import press
from tests.ui.pages.conftest import Visit
from tests.ui.two_hands import Hand

TUESDAY = date(2026, 9, 1)
HOLIDAY, TAKEN, PARALLEL = date(2026, 9, 29), date(2026, 10, 13), date(2026, 11, 10)
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
Key = Qt.Key


@pytest.fixture
def page(
    desk: Desk, visit: Callable[[Page], Visit], make: Make, monkeypatch: pytest.MonkeyPatch
) -> BookingsPage:
    for module in ("bookings", "booking_deeds", "booking_where", "booking_series"):
        monkeypatch.setattr(f"app.ui.{module}.today", lambda: TUESDAY)
    seed_periods(desk.office)
    make(Term, code="2026-2027-1", starts=date(2026, 8, 31), weeks=16)
    make(CalendarDay, on=HOLIDAY, kind=DayKind.EVENT, name="秋季运动会", runs_as=None)
    for number in (1, 2, 3):
        make(Room, number=f"B{number}", name=f"数控车间{number}", seats=40)
    make(SchoolClass, name="24数控2班")
    make(Teacher, name="杨知行")
    made = BookingsPage(desk)
    visit(made)
    made.go_to(date(2026, 8, 31))
    return made


class College:
    """What there is, found by its name."""

    def __init__(self, desk: Desk) -> None:
        self._office = desk.office

    def key(self, kind: type[Any], **where: Any) -> Any:
        return self._office.of(kind).find(Query(where=where))[0]

    def book(self, title: str, number: str, on: date, **more: Any) -> Booking:
        room = self.key(Room, number=number)
        values = {"title": title, "room_id": room, "on": on, "first": 3, "last": 4}
        return save(self._office, request(self._office, values | more))

    def dates(self, **where: Any) -> list[BookingOccurrence]:
        found: list[BookingOccurrence] = self._office.of(BookingOccurrence).all(
            Query(where=where, order="on")
        )
        return found

    def settled(self) -> list[tuple[Any, ...]]:
        return [(each.id, each.on, each.room_id, each.state) for each in self.dates()]


@pytest.mark.parametrize("mouse", [True, False], ids=["mouse", "keyboard"])
def test_s8_a_recurring_workshop(desk: Desk, page: BookingsPage, mouse: bool) -> None:
    college, hand = College(desk), Hand(mouse=mouse)
    college.book("竞赛训练", "B2", TAKEN)
    college.book("理论课", "B3", PARALLEL, teacher_id=college.key(Teacher, name="杨知行"))
    before = college.settled()
    seen: list[str] = []

    def ask(dialog: BookingDialog) -> None:
        hand.fill(
            dialog,
            when="1-16周 单周 星期二 第3-4节",
            title="数控编程",
            class_id="24数控2班",
            teacher_id="杨知行",
            heads="38",
        )  # 2
        dialog.look_at()
        found = {each.use.on: each for each in dialog.preview.dates}
        assert (len(found), [each.on for each in dialog.preview.lost]) == (7, [HOLIDAY])
        assert found[TAKEN].verdict is Verdict.CLASH
        assert "教师同时有“理论课”" in found[PARALLEL].words  # though the room is free
        assert len(dialog.preview.of(Verdict.FREE)) == 5
        hand.do(dialog, "保存预约", Key.Key_S, CTRL)  # 3: it asks for the conflict first
        seen.append(said(dialog))
        assert college.settled() == before
        meet(elsewhere)
        hand.do(dialog, "改到…", Key.Key_M, ALT)  # 4
        hand.do(dialog, "保存预约", Key.Key_S, CTRL)  # 6
        hand.left(dialog)

    def elsewhere(asking: ListDialog) -> None:
        hand.do(asking, "改到这里", Key.Key_Return, Qt.KeyboardModifier.NoModifier)  # 5

    meet(ask)
    hand.draw(page.grid, Spot(1, 1, 2, 3))  # 1
    assert hand.steps <= 7
    assert "还有 1 天冲突" in seen[0]
    assert [each for each in college.settled() if each in before] == before
    made = college.key(Booking, title="数控编程")
    held = {each.on: each for each in college.dates(booking_id=made)}
    assert len(held) == 8
    assert (held[HOLIDAY].state, held[HOLIDAY].why) == (OccurrenceState.SKIPPED, "秋季运动会")
    assert held[TAKEN].room_id == college.key(Room, number="B1")
    others = [each for on, each in held.items() if on not in {HOLIDAY, TAKEN}]
    assert {each.room_id for each in others} == {college.key(Room, number="B2")}


@pytest.mark.parametrize("mouse", [True, False], ids=["mouse", "keyboard"])
def test_s8_afterwards_one_date_changes_and_a_skipped_one_returns(
    desk: Desk, page: BookingsPage, mouse: bool
) -> None:
    """Changing one date leaves the others; the day that fell out is on the series, and returns."""
    college, hand = College(desk), Hand(mouse=mouse)
    values = {"title": "数控编程", "room_id": college.key(Room, number="B2"), "first": 3, "last": 4}
    values |= {"term_id": college.key(Term), "weeks": "1-5周 单周", "weekday": Weekday.TUESDAY}
    made = save(desk.office, request(desk.office, values))
    first, third, fifth = college.dates(booking_id=made.id)
    assert (fifth.on, fifth.state) == (HOLIDAY, OccurrenceState.SKIPPED)
    page.go_to(TUESDAY)
    page.grid.choose(first.id)
    page.moves.one(first.id, Spot(2, 1, 4, 5))
    now = college.dates(booking_id=made.id)
    assert (now[0].first, now[1].first, now[1].room_id) == (5, 3, third.room_id)

    day = college.key(CalendarDay, on=HOLIDAY)
    desk.office.of(CalendarDay).delete([day])

    def heal(dialog: SeriesDialog) -> None:
        assert "跳过 1 天" in dialog.about.text()
        hand.mark(dialog.list, 2)
        hand.do(dialog, "补回这天", Key.Key_R, ALT)
        dialog.reject()

    meet(heal)
    hand.open(page.grid, first.id)
    assert college.dates(booking_id=made.id)[2].state is OccurrenceState.PLANNED


def test_s8_no_button_ever_takes_what_somebody_has(desk: Desk, page: BookingsPage) -> None:
    """Every answer to a clash, and no answer at all: what was there stays as it was."""
    college = College(desk)
    college.book("竞赛训练", "B2", TUESDAY)
    college.book("考证", "B1", TUESDAY)
    before = college.settled()

    def press_each(dialog: BookingDialog) -> None:
        dialog.form.type_in({"title": "数控编程", "when": "9月1日 第3-4节"})
        dialog.look_at()
        for words in ("保存预约", "排候补", "恢复", "跳过", "恢复", "保存预约"):
            dialog.dates.choose([TUESDAY])
            choose(dialog, words)
            assert college.settled() == before
        choose(dialog, "排候补")
        choose(dialog, "保存预约")

    meet(press_each)
    page.book(Spot(1, 1, 2, 3))
    assert QApplication.activeModalWidget() is None
    left = [each for each in college.dates() if each.id not in {row[0] for row in before}]
    assert [each.state for each in left] == [OccurrenceState.QUEUED]
    assert [each for each in college.settled() if each in before] == before
    press(page.grid, Key.Key_Escape)
