"""实训基地 and 预约清单: what a base, a room, a closure, a booking show, and where they lead."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from app.models import (
    Booking,
    BookingOccurrence,
    Closure,
    Equipment,
    Room,
    RoomInspection,
    SafetyAccess,
    Teacher,
    TrainingBase,
)
from app.models.bases import Hazard
from app.services.bookings.answers import Queue
from app.services.bookings.booking import request, save
from app.services.query import Query
from app.ui.bases import BasesPage
from app.ui.booking_list import BookingListPage
from app.ui.chips import Chip
from app.ui.grid import Grid
from app.ui.page import Desk, Page, Target
from app.ui.panels import Banner
from tests.make import Make
from tests.ui.answers import answer, asked, choose, meet, said
from tests.ui.hands import click, press

TODAY = date.today()  # noqa: DTZ011 - the office's own calendar day
SOON = TODAY + timedelta(days=7)
Visiting = Callable[[Page], Any]


@pytest.fixture
def room(make: Make) -> Room:
    base = make(TrainingBase, name="智能制造实训基地")
    found: Room = make(Room, number="A101", name="数控加工实训室", seats=40, base_id=base.id)
    return found


def book(desk: Desk, room: Room, **given: Any) -> Booking:
    values = {"title": "数控编程", "room_id": room.id, "on": SOON, "first": 3, "last": 4}
    return save(desk.office, request(desk.office, values | given))


def noted(edit: Any) -> list[str]:
    held = [edit.notes.itemAt(n).widget() for n in range(edit.notes.count())]
    return [each.words.text() for each in held if isinstance(each, Banner)]


def chips(page: Any) -> list[str]:
    return [each.text for each in page.detail.overview.findChildren(Chip)]


def lists(page: Any, words: str) -> dict[str, Grid]:
    page.detail.show_own(words)
    view = page.detail.own[words]
    return {each.accessibleName(): each for each in view.findChildren(Grid) if not each.isHidden()}


def cells(grid: Grid) -> list[list[str]]:
    model = grid.model()
    return [
        [str(model.index(row, n).data()) for n in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_a_room_tells_who_comes_and_what_is_the_matter(
    desk: Desk, make: Make, room: Room, visit: Visiting
) -> None:
    booking = book(desk, room)
    make(Equipment, name="车床", quantity=20, room_id=room.id, inspect_by=TODAY - timedelta(days=1))
    make(Closure, name="年检", room_id=room.id, starts=SOON + timedelta(days=2), ends=None)
    late = TODAY - timedelta(days=4)
    make(RoomInspection, room_id=room.id, on=late, found="灭火器过期", due=late)
    visited = visit(BasesPage(desk, "room"))
    visited.page.show_target(Target("room", record=room.id))
    assert visited.page.detail.title.text() == "A101 数控加工实训室"
    assert "隐患整改逾期 1 项" in chips(visited.page)
    found = lists(visited.page, "使用")
    assert [row[2] for row in cells(found["接下来的预约"])] == [booking.title]
    assert cells(found["设备"])[0][-1] == "检验过期"
    assert cells(found["停用安排"])[0][1] == "年检"
    assert cells(found["安全检查"])[0][-1] == "逾期 4 天"
    (day,) = desk.office.of(BookingOccurrence).find(Query(where={"booking_id": booking.id}))
    found["接下来的预约"].opened.emit(Target("bookings", record=day))
    assert visited.wish == Target("bookings", record=day)


def test_a_base_lists_its_rooms(desk: Desk, make: Make, room: Room, visit: Visiting) -> None:
    make(Equipment, name="车床", quantity=20, room_id=room.id)
    visited = visit(BasesPage(desk, "training_base"))
    visited.page.show_target(Target("training_base", record=room.base_id))
    assert {"1 间实训室", "40 个工位"} <= set(chips(visited.page))
    (row,) = cells(lists(visited.page, "实训室")["实训室"])
    assert row[:4] == ["A101", "数控加工实训室", "40", "20"]


def test_an_empty_room_says_so(desk: Desk, room: Room, visit: Visiting) -> None:
    visited = visit(BasesPage(desk, "room"))
    visited.page.show_target(Target("room", record=room.id))
    assert lists(visited.page, "使用") == {}
    told = {each.text() for each in visited.page.detail.own["使用"].findChildren(QLabel)}
    assert {"从今天起没有预约。", "没有登记设备。", "没有检查记录。"} <= told


def test_a_new_closure_is_planned_with_the_dates_it_hits(
    desk: Desk, make: Make, room: Room, visit: Visiting
) -> None:
    book(desk, room)
    visited = visit(BasesPage(desk, "closure"))

    def fill(dialog: Any) -> None:
        dialog.form.type_in({"name": "年检", "room_id": room.id, "starts": SOON, "ends": SOON})
        dialog.look_at()
        assert len(dialog.affected) == 1
        dialog.agree.click()

    meet(fill)
    visited.page.start_new()
    (closure,) = desk.office.of(Closure).all()
    assert visited.page.detail.key == closure.id
    told = [each.text() for each in visited.page.detail.overview.findChildren(QLabel)]
    assert "停用期间还有 1 次预约没有改到别处，也没有取消。" in told


def test_whose_access_it_is_stands_above_it(desk: Desk, make: Make, visit: Visiting) -> None:
    who = make(Teacher, name="杨知行").id
    past = TODAY - timedelta(days=1)
    access = make(SafetyAccess, teacher_id=who, hazard=Hazard.MACHINES, valid_until=past)
    visited = visit(BasesPage(desk, "safety_access"))
    visited.page.show_target(Target("safety_access", record=access.id))
    assert visited.page.detail.title.text() == "杨知行 机械安全准入"
    assert chips(visited.page) == ["已过期"]


def test_a_booking_shows_its_dates_and_a_new_one_is_made_in_the_week(
    desk: Desk, room: Room, visit: Visiting
) -> None:
    booking = book(desk, room)
    visited = visit(BookingListPage(desk))
    visited.page.show_target(Target("booking", record=booking.id))
    (row,) = cells(lists(visited.page, "日期与审批")["日期"])
    assert row[1:4] == ["第3-4节", "A101", "有效"]
    new = next(each for each in visited.page.findChildren(QPushButton) if each.text() == "新建")
    click(new)
    assert visited.wish == Target("bookings", option="new")


def test_another_teacher_who_is_elsewhere_then_is_saved_and_told(
    desk: Desk, room: Room, make: Make, visit: Visiting
) -> None:
    who = make(Teacher, name="杨知行").id
    other = make(Room, number="A102", seats=40)
    lesson = book(desk, other)
    desk.office.of(Booking).save({"teacher_id": who, "title": "钳工"}, lesson)
    booking = book(desk, room)
    visited = visit(BookingListPage(desk))
    visited.page.show_target(Target("booking", record=booking.id, option="edit"))
    edit = visited.page.detail.edit
    edit.form.type_in({"heads": 12})
    assert edit.save()
    assert noted(edit) == []
    edit.form.type_in({"teacher_id": who})
    assert edit.save()
    (told,) = noted(edit)
    assert told == f"已保存。请核对：{SOON} 第3-4节 教师同时有“钳工”（第3-4节）。"
    assert desk.office.of(Booking).get(booking.id).teacher_id == who


def test_deleting_a_booking_says_who_got_in(desk: Desk, room: Room, visit: Visiting) -> None:
    booking = book(desk, room)
    club = {"title": "机器人社团", "room_id": room.id, "on": SOON, "first": 3, "last": 4}
    waiting = save(desk.office, request(desk.office, club), {SOON: Queue()})
    page = visit(BookingListPage(desk)).page
    page.show_target(Target("booking", record=booking.id))
    answer("移到回收站")
    press(page.table, Qt.Key.Key_Delete)
    told = asked()
    assert f"“机器人社团”{SOON} 第3-4节 候补转正。" in said(told)
    choose(told, "知道了")
    page.show_target(Target("booking", record=waiting.id))
    answer("移到回收站")
    press(page.table, Qt.Key.Key_Delete)
    assert QApplication.activeModalWidget() is None  # nobody waited for that one
    assert desk.office.of(Booking).count() == 0


def test_the_form_of_a_booking_says_where_its_days_are_changed(
    desk: Desk, room: Room, visit: Visiting
) -> None:
    booking = book(desk, room)
    visited = visit(BookingListPage(desk))
    visited.page.show_target(Target("booking", record=booking.id, option="edit"))
    visited.page.detail.edit.form.type_in({"first": 1})
    assert not visited.page.detail.edit.save()
    told = [each.text() for each in visited.page.detail.edit.form.findChildren(QLabel)]
    assert "这份预约已排 1 天，起始节请在周视图里改：移动、改期或重新预约" in told
    assert desk.office.of(Booking).get(booking.id).first == 3
