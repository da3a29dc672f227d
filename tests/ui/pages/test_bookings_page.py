"""预约: a week of rooms is read, drawn in, moved about with mouse and keyboard, and taken back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from app.models import Booking, BookingOccurrence, Policy, Room, SchoolClass, Teacher, Term
from app.models.bookings import BookingState, OccurrenceState
from app.models.calendar import Weekday
from app.models.record import Record
from app.services.bookings.booking import request, save
from app.services.calendar_store import seed_calendar, seed_periods
from app.services.database import Commit
from app.services.query import Query
from app.ui.booking_dialog import BookingDialog
from app.ui.booking_series import SeriesDialog
from app.ui.booking_where import View
from app.ui.bookings import BookingsPage
from app.ui.closure_planner import ClosurePlanner
from app.ui.dates_mover import DatesMover
from app.ui.page import Desk, Page
from app.ui.panels import Banner
from app.ui.slot_finder import SlotFinder
from app.ui.week_copier import WeekCopier
from app.ui.week_sheet import Spot
from tests.make import Make
from tests.ui.answers import choose, meet, said
from tests.ui.hands import click, press, rewrite
from tests.ui.pages.conftest import Visit

TUESDAY = date(2026, 9, 1)
ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


@dataclass
class World:
    page: BookingsPage
    desk: Desk
    make: Make
    term: Term
    rooms: list[Room]
    group: SchoolClass
    teacher: Teacher

    def book(self, **given: Any) -> Booking:
        usual: dict[str, Any] = {
            "title": "PLC 调试", "room_id": self.rooms[0].id, "on": TUESDAY, "first": 3, "last": 4,
        }  # fmt: skip
        office = self.desk.office
        return save(office, request(office, usual | given))

    def dates(self, **where: Any) -> list[BookingOccurrence]:
        return self.desk.office.of(BookingOccurrence).all(Query(where=where, order="on"))

    def one(self, kind: type[Record], **where: Any) -> Any:
        return self.desk.office.of(kind).all(Query(where=where))[0]


@pytest.fixture
def world(
    desk: Desk, visit: Callable[[Page], Visit], make: Make, monkeypatch: pytest.MonkeyPatch
) -> World:
    for module in ("booking_deeds", "dates_mover", "slot_finder"):
        monkeypatch.setattr(f"app.ui.{module}.today", lambda: TUESDAY)
    term = make(Term, code="2026-2027-1", starts=date(2026, 8, 31), weeks=16)
    seed_calendar(desk.office)
    seed_periods(desk.office)
    rooms = [make(Room, number=f"B{n}", name=f"数控车间{n}", seats=40) for n in (1, 2, 3)]
    group = make(SchoolClass, name="24数控2班")
    teacher = make(Teacher, name="杨知行")
    page = BookingsPage(desk)
    visit(page)
    page.go_to(TUESDAY)
    return World(page, desk, make, term, rooms, group, teacher)


def notes(page: Page) -> str:
    return "\n".join(each.words.text() for each in page.findChildren(Banner) if each.isVisible())


def fill(world: World, **typed: Any) -> Callable[[Any], None]:
    def give(dialog: Any) -> None:
        assert isinstance(dialog, BookingDialog)
        dialog.form.type_in(typed)
        dialog.look_at()

    return give


def fill_and_save(**typed: Any) -> Callable[[Any], None]:
    def give(dialog: BookingDialog) -> None:
        dialog.form.type_in(typed)
        dialog.look_at()
        choose(dialog, "保存预约")

    return give


def test_the_week_begins_where_it_was_asked(world: World) -> None:
    assert world.page.where.weeks.currentText().startswith("第1周 8.31–9.6")
    world.book()
    block = world.page.grid.sheet.blocks[0]
    assert (block.spot, block.title) == (Spot(0, 1, 2, 3), "PLC 调试")
    assert "待审" in block.word
    world.page.turn(1)
    assert world.page.where.weeks.currentText().startswith("第2周")
    assert not world.page.grid.sheet.blocks


def test_dates_are_seen_before_the_booking_has_a_name(world: World) -> None:
    seen: list[int] = []

    def give(dialog: BookingDialog) -> None:
        seen.append(len(dialog.preview.dates))
        dialog.reject()

    meet(give)
    world.page.book(Spot(0, 1, 2, 3))
    assert seen == [1]


def test_what_was_booked_comes_into_sight_and_is_told(world: World) -> None:
    """Its first date lies weeks away: the page goes there, the cursor stands on it."""
    meet(fill_and_save(title="数控编程", when="3-4周 周四 5-6节"))
    world.page.book(Spot(0, 1, 2, 3))
    made = world.one(Booking, title="数控编程")
    assert world.page.where.day == date(2026, 9, 17)
    chosen = world.page.grid.chosen
    assert chosen is not None
    assert chosen.title == made.title
    assert notes(world.page) == "已登记“数控编程”（待审）：有效 2 天。按 Ctrl+Z 撤销。"


@pytest.mark.parametrize(("taken", "label"), [(False, "课程或项目名称"), (True, "时间")])
def test_the_keyboard_begins_where_something_is_to_be_written(
    world: World, taken: bool, label: str
) -> None:
    """A drawn time is there already; whoever asks on a taken one has to say another."""
    seen: list[str] = []

    def look(dialog: BookingDialog) -> None:
        seen.append(dialog.focusWidget().accessibleName())
        dialog.reject()

    world.book()
    world.page.grid.go_to(Spot(0, 1, 2, 2) if taken else Spot(1, 1, 2, 2))
    meet(look)
    world.page.book()
    assert seen == [label]


def test_what_was_said_goes_when_it_is_taken_back(world: World) -> None:
    commits: list[Commit] = []
    world.desk.office.db.subscribe(commits.append)
    meet(fill_and_save(title="数控编程"))
    world.page.book(Spot(0, 1, 2, 3))
    assert "已登记" in notes(world.page)
    world.desk.office.db.take_back(commits[-1].seq)
    assert notes(world.page) == ""


def test_shared_seats_are_told_and_blocks_beside_are_named(world: World) -> None:
    world.book(shared=True, heads=30)
    meet(fill_and_save(title="机器人社团", shared=True, heads=8))
    world.page.book(Spot(0, 1, 2, 3))
    assert "有效 1 天（8 个工位）" in notes(world.page)
    assert world.page.told.text().endswith("同时还有 1 份，按空格换")


def test_the_series_begins_with_the_date_that_was_opened(world: World) -> None:
    made = world.book(on=None, weeks="1-3周", weekday=Weekday.TUESDAY, term_id=world.term.id)
    seen: list[tuple[Any, bool]] = []

    def look(dialog: SeriesDialog) -> None:
        seen.append((dialog.list.marked(), dialog.drop.isEnabled()))
        assert dialog.focusWidget() is dialog.list
        dialog.reject()

    world.page.turn(1)
    block = world.page.grid.sheet.blocks[0]
    assert block.title == made.title
    meet(look)
    world.page.open(block.key)
    assert seen == [([block.key], True)]


def test_whoever_comes_to_the_page_begins_in_the_week(world: World) -> None:
    """And is not taken there again by what others write meanwhile."""
    assert world.page.focusWidget() is world.page.grid
    world.page.finding.setFocus()
    world.book()
    assert world.page.focusWidget() is world.page.finding


def test_a_date_half_written_is_not_taken_for_none(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A closure without an end never ends: what was decided must not come and go with typing."""
    monkeypatch.setattr("app.ui.closure_planner.today", lambda: TUESDAY)
    world.book()
    world.book(on=date(2026, 9, 15))
    seen: list[tuple[int, str]] = []

    def give(dialog: ClosurePlanner) -> None:
        dialog.form.type_in({"name": "机床大修", "starts": TUESDAY, "ends": date(2026, 9, 4)})
        dialog.look_at()
        dialog.accept_offers()
        end = dialog.findChild(QLineEdit, "ends")
        assert end is not None
        for text in ("12-", "2026-09-30"):
            rewrite(end, text)
            dialog.look_at()
            seen.append((len(dialog.affected), dialog._sum.text()))
        dialog.reject()

    meet(give)
    world.page.close_rooms()
    assert seen[0] == (1, "起止日期还没写完整，写好后这里重新列出受影响的预约。")
    assert seen[1] == (2, "影响 2 次预约：改到别处 1，取消 0，待处理 1。")


def test_a_skipped_day_is_listed_and_added_back(world: World) -> None:
    other = world.book(title="竞赛训练")

    def give(dialog: BookingDialog) -> None:
        dialog.form.type_in({"title": "数控编程", "when": "1-2周 周二 3-4节"})
        dialog.look_at()
        choose(dialog, "跳过")
        choose(dialog, "保存预约")

    meet(give)
    world.page.book(Spot(0, 1, 2, 3))
    made = world.one(Booking, title="数控编程")
    skipped, kept = world.dates(booking_id=made.id)
    assert (skipped.state, kept.state) == (OccurrenceState.SKIPPED, OccurrenceState.PLANNED)

    world.desk.office.of(Booking).delete([other.id])

    def heal(dialog: SeriesDialog) -> None:
        assert "跳过 1 天" in dialog.about.text()
        dialog.list.choose([skipped.id])
        choose(dialog, "补回这天")
        dialog.reject()

    world.page.go_to(date(2026, 9, 8))
    world.page.grid.choose(kept.id)
    meet(heal)
    press(world.page.grid, Qt.Key.Key_Return)
    assert {each.state for each in world.dates(booking_id=made.id)} == {OccurrenceState.PLANNED}


def test_one_date_is_moved_by_mouse_and_by_keyboard_and_taken_back(world: World) -> None:
    steps: list[int] = []
    world.desk.office.db.subscribe(lambda commit: steps.append(commit.seq))
    made = world.book(on=None, term_id=world.term.id, weeks="1-2周", weekday=Weekday.TUESDAY)
    first, second = world.dates(booking_id=made.id)
    grid = world.page.grid
    view = grid.viewport()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=grid.place_of(first.id).center())
    QTest.mouseMove(view, grid.place(Spot(1, 1, 5, 5)).center())
    QTest.mouseMove(view, grid.place(Spot(1, 1, 5, 6)).center())
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=grid.place(Spot(1, 1, 5, 6)).center())
    moved, same = world.dates(booking_id=made.id)
    assert moved.room_id == world.rooms[1].id
    assert moved.first > 3
    assert (same.room_id, same.first) == (second.room_id, 3)
    assert "已改到 B2" in notes(world.page)

    QTest.keyClick(grid, Qt.Key.Key_Down, ALT)
    assert world.dates(booking_id=made.id)[0].room_id == world.rooms[2].id
    world.desk.office.db.take_back(steps[-1])
    assert world.dates(booking_id=made.id)[0].room_id == world.rooms[1].id


def test_what_is_taken_is_not_overwritten(world: World) -> None:
    made = world.book()
    other = world.book(title="考证", room_id=world.rooms[1].id)
    key = world.dates(booking_id=made.id)[0].id
    world.page.grid.choose(key)
    QTest.keyClick(world.page.grid, Qt.Key.Key_Down, ALT)
    assert "B2 已有“考证”" in notes(world.page)
    assert world.dates(booking_id=made.id)[0].room_id == world.rooms[0].id
    assert world.dates(booking_id=other.id)[0].state is OccurrenceState.PLANNED


def test_a_date_is_cancelled_with_a_reason(world: World) -> None:
    made = world.book()
    world.page.grid.choose(world.dates(booking_id=made.id)[0].id)

    def give(dialog: Any) -> None:
        dialog.form.type_in({"reason": "设备检修"})
        choose(dialog, "取消预约")

    meet(give)
    press(world.page.grid, Qt.Key.Key_Delete)
    date_ = world.dates(booking_id=made.id)[0]
    assert (date_.state, date_.why) == (OccurrenceState.CANCELLED, "设备检修")
    assert not world.page.grid.sheet.blocks
    assert world.page.window().focusWidget() is world.page.grid, "the keyboard goes on in the week"


def test_s9_a_room_is_shared_seat_by_seat(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """30 of 40 are taken, a club wants 12: 10 now, 2 when the class shrinks to 28."""
    monkeypatch.setattr("app.ui.booking_series.today", lambda: TUESDAY)
    group = world.book(title="数控实训", shared=True, heads=30)
    seen: list[str] = []

    def give(dialog: BookingDialog) -> None:
        dialog.form.type_in(
            {"title": "机器人社团", "when": "9月1日 第3-4节", "shared": True, "heads": 12}
        )
        dialog.look_at()
        seen.append(dialog.preview.dates[0].words)
        choose(dialog, "排候补")
        choose(dialog, "保存预约")

    meet(give)
    world.page.book(Spot(0, 1, 5, 6))
    assert "只剩 10 个工位，需要 12 个" in seen[0]
    club = world.one(Booking, title="机器人社团")
    shown = {each.seats: each.state for each in world.dates(booking_id=club.id)}
    assert shown == {10: OccurrenceState.PLANNED, 2: OccurrenceState.QUEUED}
    shown_as = {block.title: block.word for block in world.page.grid.sheet.blocks}
    assert {"30/40 数控实训", "10/40 机器人社团", "2/40 机器人社团"} <= shown_as.keys()
    assert [title for title, word in shown_as.items() if word.startswith("候补 ")] == [
        "2/40 机器人社团"
    ]

    def shrink(dialog: SeriesDialog) -> None:
        meet(fewer)
        click(dialog.crowd)
        seen.append(dialog.about.text())
        dialog.reject()

    def fewer(dialog: Any) -> None:
        dialog.form.type_in({"heads": 28})
        choose(dialog, "改人数")

    world.page.grid.choose(world.dates(booking_id=group.id)[0].id)
    meet(shrink)
    press(world.page.grid, Qt.Key.Key_Return)
    assert "“机器人社团”2026-09-01 第3-4节 候补转正 2 个工位" in seen[1]
    dates = world.dates(booking_id=club.id)
    assert [(each.seats, each.state) for each in dates] == [(12, OccurrenceState.PLANNED)]


def test_s10_a_closure_is_planned_and_its_dates_settled(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One date goes to the proposed room, one is cancelled, one stays open; past ones are left."""
    monkeypatch.setattr("app.ui.closure_planner.today", lambda: date(2026, 9, 2))
    days = (TUESDAY, date(2026, 9, 3), date(2026, 9, 4), date(2026, 9, 5))
    held = [world.dates(booking_id=world.book(on=day, title=f"第{day.day}日").id) for day in days]
    past, first, second, third = (dates[0].id for dates in held)

    def give(dialog: ClosurePlanner) -> None:
        dialog.form.type_in({"name": "机床大修", "ends": date(2026, 9, 11), "starts": TUESDAY})
        dialog.look_at()
        assert [each.key for each in dialog.affected] == [first, second, third]
        dialog.dates.choose([first])
        choose(dialog, "接受建议")
        dialog.dates.choose([second])
        meet(reason)
        next(b for b in dialog.findChildren(QPushButton) if b.text() == "取消预约…").click()
        choose(dialog, "停用")

    def reason(dialog: Any) -> None:
        dialog.form.type_in({"reason": "无处可改"})
        choose(dialog, "取消预约")

    meet(give)
    click(world.page.closing)
    assert "改到别处 1 次，取消 1 次，还有 1 次待处理" in notes(world.page)
    now = {each.id: each for each in world.dates()}
    assert now[first].room_id != world.rooms[0].id
    assert (now[second].state, now[second].why) == (OccurrenceState.CANCELLED, "无处可改")
    assert now[third].room_id == now[past].room_id == world.rooms[0].id
    assert now[past].state is OccurrenceState.PLANNED


def test_a_free_slot_is_found_and_booked(world: World) -> None:
    held = {"term_id": world.term.id, "weeks": "1-4周", "weekday": Weekday.MONDAY}
    world.book(on=None, **held, first=1, last=2)
    seen: list[str] = []

    def seek(dialog: SlotFinder) -> None:
        dialog.form.type_in({"weeks": "1-4周 双周", "heads": 38, "school_class": world.group.id})
        press(dialog.looking, Qt.Key.Key_Return)
        found = {(s.facts.number, s.weekday, str(s.periods)) for s in dialog._found}
        assert ("B1", 1, "第1-2节") not in found
        assert ("B2", 1, "第1-2节") in found
        seen.append(dialog._sum.text())
        press(dialog.slots, Qt.Key.Key_Down, Qt.Key.Key_Return)
        meet(book)

    def book(dialog: BookingDialog) -> None:
        dialog.form.type_in({"title": "数控编程"})
        choose(dialog, "保存预约")

    meet(seek)
    click(world.page.finding)
    assert "3 间实训室" in seen[0]
    made = world.one(Booking, title="数控编程")
    assert (made.weeks, made.heads, made.first) == ("1-4周 双周", 38, 5)
    assert made.class_id == world.group.id
    assert [each.on for each in world.dates(booking_id=made.id)] == [
        date(2026, 9, 7), date(2026, 9, 21),
    ]  # fmt: skip


def test_weeks_that_are_over_are_neither_sought_nor_booked(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.ui.slot_finder.today", lambda: date(2026, 11, 18))
    seen: list[str] = []

    def seek(dialog: SlotFinder) -> None:
        dialog.form.type_in({"weeks": "1-3周"})
        choose(dialog, "查找")
        told = [each.text() for each in dialog.form.findChildren(QLabel)]
        assert "这些周次都已经过去，请写今天以后的周次" in told
        dialog.form.type_in({"weeks": "1-16周"})
        choose(dialog, "查找")
        seen.append(dialog._sum.text())
        assert dialog.slots.hasFocus()
        choose(dialog, "预约这一档…")
        meet(book)

    def book(dialog: BookingDialog) -> None:
        dialog.form.type_in({"title": "数控编程"})
        choose(dialog, "保存预约")

    meet(seek)
    click(world.page.finding)
    assert seen == ["3 间实训室共 75 档，工位最合适的在前。回车预约。已经过去的周不算，也不预约。"]
    made = world.one(Booking, title="数控编程")
    assert (made.weeks, made.weekday) == ("13-16周", Weekday.MONDAY)
    assert world.dates(booking_id=made.id)[0].on == date(2026, 11, 23)


def test_what_was_sought_before_cannot_be_taken(world: World) -> None:
    def seek(dialog: SlotFinder) -> None:
        choose(dialog, "查找")
        assert dialog.take.isEnabled()
        dialog.form.type_in({"heads": 400})
        assert not dialog.take.isEnabled()
        choose(dialog, "查找")
        assert "没有一档" in dialog._sum.text()
        dialog.form.type_in({"heads": 40, "length": 13})
        choose(dialog, "查找")
        assert not dialog.take.isEnabled()
        dialog.reject()

    meet(seek)
    QTest.keyClick(
        world.page,
        Qt.Key.Key_F,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    assert not world.desk.office.of(Booking).count(Query())


def test_holidays_are_shut_and_told(world: World) -> None:
    world.page.go_to(date(2026, 10, 1))
    thursday = world.page.grid.sheet.days[3]
    assert thursday.note == "国庆节"
    world.page.grid.go_to(Spot(0, 3, 0, 0))
    assert "国庆节" in world.page.told.text()


def test_one_room_is_a_timetable(world: World) -> None:
    world.book(room_id=world.rooms[1].id)
    world.page.where.views.setCurrentIndex(1)
    world.page.where.rooms.setCurrentIndex(1)
    world.page.where.rooms.activated.emit(1)
    assert [lane.key for lane in world.page.grid.sheet.lanes] == [world.rooms[1].id]
    assert world.page.grid.sheet.blocks[0].spot == Spot(0, 1, 2, 3)


def marked(world: World, *held: BookingOccurrence) -> None:
    """Choose several blocks as a person does: a click, then clicks with Ctrl."""
    grid, held_down = world.page.grid, Qt.KeyboardModifier.NoModifier
    for each in held:
        where = grid.place_of(each.id).center()
        QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, held_down, where)
        held_down = CTRL


def test_several_dates_are_cancelled_with_one_reason_and_come_back(world: World) -> None:
    first = world.dates(booking_id=world.book().id)[0]
    second = world.dates(booking_id=world.book(room_id=world.rooms[1].id).id)[0]
    world.book(room_id=world.rooms[2].id)
    steps: list[int] = []
    world.desk.office.db.subscribe(lambda commit: steps.append(commit.seq))
    marked(world, first, second)
    assert world.page.told.text().startswith("已选 2 次")

    def give(dialog: Any) -> None:
        assert "09-01 第3-4节" in said(dialog)
        dialog.form.type_in({"reason": "设备检修"})
        choose(dialog, "取消预约")

    meet(give)
    press(world.page.grid, Qt.Key.Key_Delete)
    assert [each.state for each in world.dates()].count(OccurrenceState.CANCELLED) == 2
    assert {each.why for each in world.dates(state=OccurrenceState.CANCELLED)} == {"设备检修"}
    assert "已取消 2 次" in notes(world.page)
    world.desk.office.db.take_back(steps[-1])
    assert len(world.dates(state=OccurrenceState.PLANNED)) == 3


def test_a_move_against_the_rules_is_told_and_wants_a_reason(world: World) -> None:
    """Stretched with the keyboard; without a reason it stays as it was."""
    world.make(Policy, name="一般规定", longest=2, kinds=(), steps=())
    series = world.book()
    (held,) = world.dates()

    def refuse(dialog: Any) -> None:
        assert "一般规定：一次最长 2 节，现在是 3 节" in said(dialog)
        dialog.reject()

    meet(refuse)
    world.page.moves.one(held.id, Spot(0, 1, 2, 4))
    assert world.dates()[0].last == 4

    def give(dialog: Any) -> None:
        dialog.form.type_in({"reason": "迎检"})
        choose(dialog, "改期")

    meet(give)
    world.page.moves.one(held.id, Spot(0, 1, 2, 4))
    assert world.dates()[0].last == 5
    kept = world.desk.office.of(Booking).get(series.id)
    assert (kept.against, kept.exception) == ("一般规定：一次最长 2 节，现在是 3 节", "迎检")


def test_what_stands_in_a_room_on_a_day_moves_as_far_as_it_can(world: World) -> None:
    """All of a room's day with Ctrl+A; one finds the other room taken and stays."""
    first = world.book()
    second = world.book(first=7, last=8, state=BookingState.APPROVED)
    other = world.book(room_id=world.rooms[1].id, first=7, last=8, title="考证")
    grid = world.page.grid
    grid.choose(world.dates(booking_id=first.id)[0].id)
    QTest.keyClick(grid, Qt.Key.Key_A, CTRL)

    def give(dialog: DatesMover) -> None:
        assert not dialog.agree.isEnabled()
        dialog.form.type_in({"room": world.rooms[1].id})
        dialog.look_at()
        assert "能改 1 次，排不进去 1 次" in said(dialog)
        choose(dialog, "改期 1 次")
        assert "其中有锁定的" in said(dialog)
        dialog.form.type_in({"reason": "调整"})
        choose(dialog, "改期 1 次")

    meet(give)
    QTest.keyClick(world.page, Qt.Key.Key_M, CTRL)
    assert "1 次排不进去，留在原处" in notes(world.page)
    assert world.dates(booking_id=first.id)[0].room_id == world.rooms[1].id
    assert world.dates(booking_id=second.id)[0].room_id == world.rooms[0].id
    assert world.dates(booking_id=other.id)[0].room_id == world.rooms[1].id


def shift_by_mouse(world: World, dragged: UUID, step: Callable[[Spot], Spot]) -> None:
    grid = world.page.grid
    start = grid.sheet.block(dragged)
    assert start is not None
    to = grid.place(step(start.spot)).center()
    view, left = grid.viewport(), Qt.MouseButton.LeftButton
    QTest.mousePress(view, left, pos=grid.place(start.spot).center())
    QTest.mouseMove(view, grid.place(start.spot).center() + QPoint(9, 9))
    QTest.mouseMove(view, to)
    QTest.mouseRelease(view, left, pos=to)


def test_several_marked_dates_are_dragged_together_and_come_back_together(world: World) -> None:
    """Each to where the next one stood; one step of undo."""
    held = [world.dates(booking_id=world.book(first=n, last=n + 1).id)[0] for n in (1, 3, 5)]
    steps: list[int] = []
    world.desk.office.db.subscribe(lambda commit: steps.append(commit.seq))
    marked(world, *held)
    shift_by_mouse(world, held[1].id, lambda spot: spot.moved(lane=1, by=2))
    now = [world.desk.office.of(BookingOccurrence).get(each.id) for each in held]
    assert [(each.room_id, each.first) for each in now] == [
        (world.rooms[1].id, 3), (world.rooms[1].id, 5), (world.rooms[1].id, 7),
    ]  # fmt: skip
    assert "已改期 3 次" in notes(world.page)
    assert len(world.page.grid.marked) == 3, "they can be dragged on"
    QTest.keyClick(world.page.grid, Qt.Key.Key_Left, ALT)
    assert [each.first for each in world.dates(room_id=world.rooms[1].id)] == [2, 4, 6]
    assert len(steps) == 2
    for seq in steps[::-1]:
        world.desk.office.db.take_back(seq)
    assert {each.room_id for each in world.dates()} == {world.rooms[0].id}


def test_what_is_only_to_be_minded_is_said_while_it_is_dragged(world: World) -> None:
    """The teacher is elsewhere then: it can go there all the same, and whoever drags it knows."""
    given = {"teacher_id": world.teacher.id}
    (held,) = world.dates(booking_id=world.book(**given).id)
    world.book(**given, room_id=world.rooms[1].id, first=7, last=8, title="考证")
    grid, told = world.page.grid, world.page.told
    view, left = grid.viewport(), Qt.MouseButton.LeftButton
    start, end = (grid.place(Spot(0, 1, n, n)).center() for n in (2, 6))
    before = told.text()
    for done in (lambda: press(grid, Qt.Key.Key_Escape), lambda: None):
        QTest.mousePress(view, left, pos=start)
        QTest.mouseMove(view, end)
        assert told.text() == "改到 B1　9月1日 周二　第7-8节　教师同时有“考证”（第7-8节）"
        done()
        QTest.mouseRelease(view, left, pos=end)
    assert before != told.text()
    assert world.desk.office.of(BookingOccurrence).get(held.id).first == 7


def test_of_several_dragged_dates_those_that_cannot_go_stay(world: World) -> None:
    """Said while they are dragged, and once more before anything is done."""
    first = world.dates(booking_id=world.book(first=1, last=2).id)[0]
    second = world.dates(booking_id=world.book(first=5, last=6).id)[0]
    world.book(room_id=world.rooms[1].id, first=5, last=6, title="考证")
    marked(world, first, second)
    told: list[str] = []

    def give(dialog: DatesMover) -> None:
        told.append(world.page.told.text())
        assert "能改 1 次，排不进去 1 次，留在原处" in said(dialog)
        cells = [line.cells for line in dialog.dates.lines._sections[0].lines]
        assert [(row[2], row[3]) for row in cells] == [
            ("B2 09-01 周二 第1-2节", "改期"), ("B2 09-01 周二 第5-6节", "不动"),
        ]  # fmt: skip
        choose(dialog, "改期 1 次")

    meet(give)
    shift_by_mouse(world, first.id, lambda spot: spot.moved(lane=1))
    assert told == ["2 次中有 1 次改不过去：B2 已有“考证”（第5-6节）"]
    assert "已改期 1 次，1 次排不进去，留在原处" in notes(world.page)
    rooms = [world.desk.office.of(BookingOccurrence).get(e.id).room_id for e in (first, second)]
    assert rooms == [world.rooms[1].id, world.rooms[0].id]


def test_the_week_is_copied_and_one_undo_takes_it_back(world: World) -> None:
    source = world.book()
    other = world.book(on=date(2026, 9, 15), title="讲座")
    steps: list[int] = []
    world.desk.office.db.subscribe(lambda commit: steps.append(commit.seq))

    def give(dialog: WeekCopier) -> None:
        assert not dialog.agree.isEnabled()
        dialog.form.type_in({"weeks": "1周"})
        dialog.look_at()
        assert "这一周自己不算" in said(dialog)
        dialog.form.type_in({"weeks": "2-5周"})
        dialog.look_at()
        assert "复制 3 次，跳过 1 次" in said(dialog)
        rows = [line.cells for line in dialog.dates.lines._sections[0].lines]
        assert rows[1][5:] == ("跳过", "B1 已有“讲座”（第3-4节）")
        choose(dialog, "复制 3 次")

    meet(give)
    click(world.page.copying)
    assert "已复制 3 次预约，跳过 1 次" in notes(world.page)
    copied = world.one(Booking, weeks="2-5周")
    assert len(world.dates(booking_id=copied.id, state=OccurrenceState.PLANNED)) == 3
    assert len(world.dates(booking_id=source.id)) == len(world.dates(booking_id=other.id)) == 1
    world.desk.office.db.take_back(steps[-1])
    assert len(world.dates()) == 2


def test_the_list_of_weeks_leads_to_other_terms(world: World) -> None:
    """Half a year is not gone through week by week, nor is a summer between two terms."""
    world.make(Term, code="2025-2026-1", starts=date(2025, 9, 1), weeks=18)
    page, weeks = world.page, world.page.where.weeks
    page.go_to(TUESDAY)
    for words, monday, first in (
        ("2025-2026-1 第1周", date(2025, 9, 1), "第1周 9.1–9.7"),
        ("2026-2027-1 第1周", date(2026, 8, 31), "第1周 8.31–9.6"),
    ):
        weeks.setCurrentIndex(weeks.findText(words))
        weeks.activated.emit(weeks.currentIndex())
        assert (page.where.monday, weeks.currentText()[: len(first)]) == (monday, first)
    page.go_to(date(2026, 8, 3))
    assert weeks.currentText() == "学期外 8.3–8.9"
    assert weeks.findText("2026-2027-1 第1周") > 0


def test_how_full_rooms_are_by_week_and_by_day(world: World) -> None:
    """A number in every field; Enter or a click leads to that week and room."""
    given = {"on": None, "term_id": world.term.id, "weekday": Weekday.TUESDAY, "weeks": "2-3周"}
    world.book(**given, room_id=world.rooms[1].id, state=BookingState.APPROVED, first=1, last=4)
    page = world.page
    page.where.show_view(View.TERM)
    assert page.where.weeks.currentText() == "2026-2027-1"
    page.dense.go_to(2, 1)
    assert "B2 数控车间2　第2周 9.7–9.13　已用 4 节，开放 55 节，利用率 7.27%" in page.told.text()
    page.dense.go_to(0, 1)
    assert "全部 3 间　第2周 9.7–9.13　已用 4 节，开放 165 节" in page.told.text()
    press(page.dense, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Return)
    assert page.where.view is View.WEEK
    assert page.where.weeks.currentText().startswith("第3周")
    assert page.grid.sheet.lanes[page.grid.spot.lane].key == world.rooms[1].id
    assert page.grid.hasFocus() or not page.isActiveWindow()

    page.where.show_view(View.MONTH)
    page.move_marked()  # what was chosen in the week is not in sight
    assert page.where.weeks.currentText() == "2026年9月"
    page.turn(1)
    assert page.where.weeks.currentText() == "2026年10月"
    page.dense.go_to(0, 0)
    assert "没有开放的节次" in page.told.text()
    page.turn(-1)
    QTest.mouseClick(
        page.dense.viewport(), Qt.MouseButton.LeftButton, pos=page.dense.place(2, 7).center()
    )
    assert page.where.view is View.WEEK
    assert page._week.days[page.grid.spot.day] == date(2026, 9, 8)
    assert len(page.grid.sheet.blocks) == 1


def test_an_empty_college_is_told_what_to_do(
    desk: Desk, visit: Callable[[Page], Visit], make: Make
) -> None:
    page = BookingsPage(desk)
    seen = visit(page)
    choose(page, "从 Excel 导入")
    assert seen.wish.option == "room"
    make(Room, number="B1", name="数控车间", seats=40)
    choose(page, "填入常用节次")
    assert page.grid.sheet.lanes[0].title == "B1 数控车间"


@pytest.mark.parametrize(
    ("day", "weeks"),
    [
        (date(2027, 8, 1), "1-14周"),  # before the term
        (date(2027, 8, 30), "1-14周"),
        (date(2027, 11, 17), "12-14周"),
        (date(2027, 12, 5), "14周"),
        (date(2027, 12, 9), "1-14周"),  # exams: nobody teaches any more
        (date(2028, 3, 1), "1-14周"),
    ],
)
def test_the_finder_begins_with_the_weeks_that_are_left(
    world: World, monkeypatch: pytest.MonkeyPatch, day: date, weeks: str
) -> None:
    monkeypatch.setattr("app.ui.slot_finder.today", lambda: day)
    term = world.make(Term, code="2027-2028-1", starts=date(2027, 8, 30), weeks=16, exam_from=15)
    finder = SlotFinder(world.desk, term.id, (), {}, world.page)
    assert finder.form.draft()["weeks"] == weeks


@pytest.mark.parametrize(("key", "title"), [(Qt.Key.Key_J, "待办"), (Qt.Key.Key_L, "停用")])
def test_what_waits_and_closing_have_keys(
    world: World, qtbot: QtBot, key: Qt.Key, title: str
) -> None:
    seen: list[str] = []

    def look(dialog: Any) -> None:
        seen.append(dialog.windowTitle())
        dialog.reject()

    window = world.page.window()
    with qtbot.waitActive(window):
        window.activateWindow()
    meet(look)
    QTest.keyClick(world.page.grid, key, CTRL)
    assert len(seen) == 1
    assert title in seen[0]
