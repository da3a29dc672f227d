"""预约对话框: rules, precedence, equipment and holds are asked for before anything is saved."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.models import (
    Booking,
    BookingEquipment,
    BookingOccurrence,
    CalendarDay,
    Equipment,
    Policy,
    Room,
    Term,
)
from app.models.bookings import ApprovalRole, BookingState, UseKind
from app.models.calendar import DayKind
from app.services.bookings.booking import request, save
from app.services.bookings.places import places
from app.services.query import Query
from app.ui.booking_dialog import BookingDialog, Wish
from app.ui.booking_series import SeriesDialog
from app.ui.page import Desk
from app.ui.panels import Banner
from tests.make import Make
from tests.ui.answers import choose, meet
from tests.ui.hands import press

TODAY = date(2026, 9, 1)
WHEN = "2026年9月3日 第3-4节"
Opened = Callable[..., BookingDialog]


@pytest.fixture
def rooms(make: Make) -> list[Room]:
    return [make(Room, number=f"B{n}", name="数控车间", seats=40, access=False) for n in (1, 2)]


@pytest.fixture
def opened(desk: Desk, qtbot: QtBot, rooms: list[Room]) -> Iterator[Opened]:
    holder = QWidget()
    qtbot.addWidget(holder)
    made: list[BookingDialog] = []

    def show(**typed: Any) -> BookingDialog:
        given = {"room_id": rooms[0].id, "when": WHEN}
        wish = Wish(given, None, TODAY)
        dialog = BookingDialog(desk, wish, lambda each: places(desk.office, each.use), holder)
        made.append(dialog)
        dialog.show()
        dialog.form.type_in({"title": "数控编程"} | typed)
        dialog.look_at()
        return dialog

    yield show
    for each in made:
        each.close()


def told(dialog: BookingDialog) -> str:
    return "\n".join(b.words.text() for b in dialog.findChildren(Banner) if b.isVisible())


def rule(desk: Desk, **given: Any) -> None:
    desk.office.of(Policy).save({"name": "一般规定"} | given)


def test_what_is_only_told_is_not_said_to_be_kept(desk: Desk, opened: Opened, make: Make) -> None:
    """A holiday is kept on the series as skipped; a workday nobody has settled is only told."""
    term = make(Term, code="2026-2027-1", starts=date(2026, 8, 31), weeks=16)
    make(CalendarDay, on=date(2026, 9, 8), kind=DayKind.HOLIDAY, name="校庆", runs_as=None)
    shifted = {"on": date(2026, 9, 12), "kind": DayKind.SHIFTED, "name": "调休"}
    with desk.office.db.write("国务院通知") as writing:  # a form would ask whose timetable it runs
        writing.insert_many(CalendarDay, [shifted])
    dialog = opened()
    dialog._wish = replace(dialog._wish, term=term.id)
    dialog.form.type_in({"when": "1-3周 星期二 3-4节"})
    dialog.look_at()
    lines = [line.cells for line in dialog.dates.lines._sections[0].lines]
    lost = [(cells[3], cells[5]) for cells in lines if cells[3] in ("不上课", "不排")]
    assert lost == [("不上课", "列入跳过"), ("不排", "只提醒")]
    choose(dialog, "保存预约")
    assert dialog.booking is not None
    where = {"booking_id": dialog.booking.id}
    held = desk.office.of(BookingOccurrence).all(Query(where=where, order="on"))
    assert [each.on.day for each in held] == [1, 8, 15]


def test_a_week_that_falls_out_decides_nothing(desk: Desk, opened: Opened, make: Make) -> None:
    """Enter on its line must not move the dates that still clash."""
    term = make(Term, code="2026-2027-1", starts=date(2026, 8, 31), weeks=3)
    dialog = opened()
    taken = {"title": "竞赛训练", "room_id": dialog.form.draft()["room_id"], "first": 3, "last": 4}
    save(desk.office, request(desk.office, taken | {"on": date(2026, 9, 8)}))
    dialog._wish = replace(dialog._wish, term=term.id)
    dialog.form.type_in({"when": "2-4周 星期二 3-4节"})
    dialog.look_at()
    [lost] = [line for line in dialog.dates.lines._sections[0].lines if line.cells[3] == "不排"]
    dialog.dates.choose([lost.key])
    press(dialog.dates, Qt.Key.Key_Return)
    assert dialog.dates.marked() == [date(2026, 9, 8)]  # led on to what is still open
    choose(dialog, "保存预约")
    assert "还有 1 天冲突" in told(dialog)


def test_f6_goes_to_the_dates_and_back(opened: Opened) -> None:
    dialog = opened()
    dialog.activateWindow()
    assert QTest.qWaitForWindowActive(dialog, 2000)
    dialog.form.focus("heads")
    field = dialog.focusWidget()
    press(dialog, Qt.Key.Key_F6)
    assert dialog.focusWidget() is dialog.dates
    press(dialog, Qt.Key.Key_F6)
    assert dialog.focusWidget() is field


def test_a_rule_not_kept_is_told_and_wants_a_reason(desk: Desk, opened: Opened) -> None:
    rule(desk, notice=3, steps=(ApprovalRole.CENTRE,))
    dialog = opened()
    assert "不合预约规定：一般规定：至少提前 3 天，现在是 2 天" in told(dialog)
    choose(dialog, "保存预约")
    assert desk.office.of(Booking).count() == 0
    dialog.form.type_in({"exception": "省赛集训"})
    choose(dialog, "保存预约")
    made = dialog.booking
    assert made is not None
    assert (made.state, made.exception) == (BookingState.WAITING, "省赛集训")
    series = SeriesDialog(desk, made.id, lambda _: None, dialog)
    assert "例外理由：省赛集训" in series.about.text()
    assert "不合规定：一般规定：至少提前 3 天" in series.about.text()


def test_another_day_keeps_the_rule(desk: Desk, opened: Opened) -> None:
    rule(desk, notice=3)
    dialog = opened()
    dialog.form.type_in({"when": "2026年9月4日 第3-4节"})
    dialog.look_at()
    assert told(dialog) == ""
    choose(dialog, "保存预约")
    assert dialog.booking is not None
    assert (dialog.booking.state, dialog.booking.locked) == (BookingState.APPROVED, True)


def test_it_may_be_held_for_the_days_of_the_rule(desk: Desk, opened: Opened) -> None:
    rule(desk, hold_days=2, steps=(ApprovalRole.CENTRE,))
    dialog = opened(hold=True)
    choose(dialog, "保存预约")
    made = dialog.booking
    assert made is not None
    assert made.state is BookingState.TENTATIVE
    assert made.hold_until is not None
    assert made.hold_until.astimezone().date() == TODAY + timedelta(days=3)  # at its midnight


def test_a_club_is_asked_elsewhere(desk: Desk, opened: Opened, rooms: list[Room]) -> None:
    club = {
        "title": "机器人社",
        "kind": UseKind.CLUB,
        "room_id": rooms[0].id,
        "first": 3,
        "last": 4,
    }
    other = save(desk.office, request(desk.office, club | {"on": date(2026, 9, 3)}))
    dialog = opened()
    assert dialog.preview.dates[0].verdict.value == "冲突"
    meet(lambda asking: choose(asking, "改到这里"))
    choose(dialog, "请其让出…")
    choose(dialog, "保存预约")
    assert dialog.booking is not None
    query = Query(where={"booking_id": other.id})
    [moved] = desk.office.of(BookingOccurrence).all(query)
    assert moved.room_id == rooms[1].id
    assert moved.why is not None
    assert moved.why.startswith("让给“数控编程”，原定 B1")


def test_nobody_of_the_same_rank_is_asked(desk: Desk, opened: Opened, rooms: list[Room]) -> None:
    other = {"title": "钳工", "room_id": rooms[0].id, "first": 3, "last": 4}
    save(desk.office, request(desk.office, other | {"on": date(2026, 9, 3)}))
    dialog = opened()
    assert not dialog._bumping.isEnabled()


def test_no_date_is_sent_where_the_next_one_is(
    desk: Desk, opened: Opened, rooms: list[Room], make: Make
) -> None:
    term = make(Term, code="2026-2027-1", starts=date(2026, 8, 31), weeks=18)
    other = {"title": "钳工", "room_id": rooms[0].id, "first": 3, "last": 4}
    save(desk.office, request(desk.office, other | {"on": date(2026, 9, 3)}))
    dialog = opened()
    dialog._wish = Wish({}, term.id, TODAY)
    dialog.form.type_in({"when": "1-4周 星期四 第3-4节"})
    dialog.look_at()
    first = dialog.preview.dates[0]
    days = {place.move.on for place in dialog._proposed(first)}
    assert date(2026, 9, 4) in days
    assert date(2026, 9, 10) in {each.move.on for each in places(desk.office, first.use, 99)}
    assert date(2026, 9, 10) not in days


def test_equipment_is_counted_and_kept(
    desk: Desk, opened: Opened, rooms: list[Room], make: Make
) -> None:
    vice = make(Equipment, name="台虎钳", quantity=20, room_id=rooms[0].id, inspect_by=None)
    dialog = opened(materials="圆钢 20 根", budget=Decimal(350))
    dialog.equipment._offer()
    [offered] = dialog.equipment._here.actions()
    assert offered.text().startswith("台虎钳")
    offered.trigger()
    dialog.equipment._pieces[0].number.set_value(21)
    dialog.look_at()
    assert "台虎钳可用 20 台套，需要 21" in dialog.preview.dates[0].words
    dialog.equipment._pieces[0].number.set_value(12)
    choose(dialog, "保存预约")
    made = dialog.booking
    assert made is not None
    [held] = desk.office.of(BookingEquipment).all()
    assert (held.equipment_id, held.quantity) == (vice.id, 12)
    series = SeriesDialog(desk, made.id, lambda _: None, dialog)
    assert "设备：台虎钳 12" in series.about.text()
    assert "耗材：圆钢 20 根（预算 350" in series.about.text()


def test_a_number_that_is_none_is_told(
    desk: Desk, opened: Opened, rooms: list[Room], make: Make
) -> None:
    vice = make(Equipment, name="台虎钳", quantity=20, room_id=rooms[0].id, inspect_by=None)
    dialog = opened()
    dialog.equipment.add(vice.id, 0)
    choose(dialog, "保存预约")
    assert dialog.equipment._problem.text() == "设备数量至少为 1"
    dialog.equipment._drop(dialog.equipment._pieces[0])
    choose(dialog, "保存预约")
    assert desk.office.of(BookingEquipment).count() == 0
