"""预约: a week of the training rooms, to be read, drawn in and moved about."""

from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QWidget

from app.errors import UserError
from app.models import (
    Booking,
    BookingOccurrence,
    CalendarDay,
    ClassPeriod,
    Closure,
    Room,
    Term,
    TrainingBase,
    UseRecord,
)
from app.models.teaching_time import Periods
from app.services.booking import Move
from app.services.booking_calendar import Wanted, write_calendar
from app.services.booking_changes import cancel, move
from app.services.booking_places import places
from app.services.booking_tasks import Task
from app.services.booking_week import Placed, RoomWeek, day_periods, room_week, rooms_of
from app.services.booking_words import phrase, phrase_on
from app.services.calendar_store import school_calendar, seed_periods
from app.services.database import Commit
from app.services.query import Query
from app.services.school_calendar import SchoolCalendar, TermDates
from app.ui.booking_blocks import TONES, WORDS, sheet_of, tip_of
from app.ui.booking_dialog import Wish, ask_booking
from app.ui.booking_series import ask_reason, show_series
from app.ui.booking_tasks import BookingTasks
from app.ui.buttons import button, menu_button, tool
from app.ui.chips import Chip
from app.ui.choosers import Combo
from app.ui.closure_planner import plan_closure
from app.ui.dialogs import CALENDAR, choose_new_file
from app.ui.kindred import BOOKINGS, ways
from app.ui.labels import Elided
from app.ui.layouts import column, row
from app.ui.lines import Lines
from app.ui.page import Desk, Page, Scope, Target
from app.ui.panels import Banner, EmptyState
from app.ui.part_dialog import run
from app.ui.slot_finder import find_free
from app.ui.strips import done_strip
from app.ui.today import today
from app.ui.tokens import MEDIUM, NARROW, SNUG, Tone
from app.ui.week_grid import WeekGrid
from app.ui.week_sheet import Spot

_KINDS = frozenset(
    {Booking, BookingOccurrence, Closure, Room, Term, CalendarDay, ClassPeriod, UseRecord}
)
_ALL, _ONE, _DAY = "全部实训室", "一间一周", "一天"
_MINUTE = 60_000
_PRINTS = (
    ("week_poster", "一周安排表"),
    ("day_sheet", "当日安排表"),
    ("door_sheet", "这间的门牌课表"),
    ("use_register", "这间的使用登记表"),
    ("base_utilisation", "使用率统计表"),
)
_OF_ONE_ROOM = ("door_sheet", "use_register")
_WITH_DAY = tuple(report for report, _ in _PRINTS if report != "base_utilisation")
_LEGEND = ("TIMETABLE", "EXAM", "CONTEST", "TRAINING", "UPKEEP")


class BookingsPage(Page):
    """Rooms by days and periods; or one room, or one day."""

    name = "bookings"
    label = "预约"
    icon = "clock"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._campus: UUID | None = None
        self._calendar = SchoolCalendar()
        self._monday = _monday(today())
        self._week = RoomWeek((), (), ())
        self.grid = WeekGrid(desk.look, "实训室周视图")
        self.weeks = Combo(desk.office.initials)
        self.views = Combo(desk.office.initials)
        self.bases = Combo(desk.office.initials)
        self.rooms = Combo(desk.office.initials)
        self.told = Elided("", "muted")
        self._notes = Lines()
        self._minute = QTimer(self)
        self._lay_out()
        self._connect()

    # --- the page's side

    def activate(self) -> None:
        self._calendar = school_calendar(self._desk.office)
        self._offer_weeks()
        self._offer_bases()
        self._fill()

    def set_scope(self, scope: Scope) -> None:
        self._campus = scope.campus

    def on_commit(self, commit: Commit) -> None:
        if self.isVisible() and commit.kinds & _KINDS:
            self.activate()

    def show_target(self, target: Target) -> None:
        """A day, a date of a booking, a new booking, or what waits for somebody."""
        if target.option == "new":
            self.book()
        elif isinstance(target.option, tuple):
            self.show_tasks(Task[target.option[1]])
        elif isinstance(target.option, date):
            self.go_to(target.option)
        elif target.record is not None:
            date_ = self._desk.office.of(BookingOccurrence).get(target.record)
            self.go_to(date_.on)
            self.grid.choose(date_.id)

    # --- where one is

    def go_to(self, day: date) -> None:
        """Show the week of a day."""
        self._monday = _monday(day)
        self.activate()
        if day in self._week.days:
            spot = self.grid.spot
            self.grid.go_to(Spot(spot.lane, self._week.days.index(day), spot.first, spot.first))

    def turn(self, step: int) -> None:
        """To another week."""
        self.go_to(self._monday + timedelta(weeks=step))

    def _offer_weeks(self) -> None:
        """The teaching weeks of the term that is shown, and where we are among them."""
        term = self._term()
        self.weeks.blockSignals(True)  # noqa: FBT003 - Qt's
        self.weeks.clear()
        if term is None:
            last = self._monday + timedelta(days=6)
            self.weeks.addItem(f"假期 {_short(self._monday)}–{_short(last)}", self._monday)
        else:
            for number in range(1, term.weeks + 1):
                first, last = term.day(number, 1), term.day(number, 7)
                now = "（本周）" if first <= today() <= last else ""
                words = f"第{number}周 {_short(first)}–{_short(last)}{now}"
                self.weeks.addItem(words, first)
            self.weeks.setCurrentIndex((term.week_of(self._monday) or 1) - 1)
        self.weeks.blockSignals(False)  # noqa: FBT003 - Qt's

    def _term(self) -> TermDates | None:
        return self._calendar.term_of(self._monday)

    def _term_key(self) -> UUID | None:
        term = self._term()
        held = self._desk.office.of(Term).all() if term else []
        return next((each.id for each in held if term and each.code == term.code), None)

    def _offer_bases(self) -> None:
        chosen, room = self.bases.currentData(), self.rooms.currentData()
        office = self._desk.office
        self.bases.blockSignals(True)  # noqa: FBT003 - Qt's
        self.bases.clear()
        self.bases.addItem("全部基地", None)
        for base in office.of(TrainingBase).all(Query(order="name")):
            self.bases.addItem(base.name, base.id)
        self.bases.setCurrentIndex(max(0, self.bases.findData(chosen)))
        self.bases.blockSignals(False)  # noqa: FBT003 - Qt's
        self.rooms.blockSignals(True)  # noqa: FBT003 - Qt's
        self.rooms.clear()
        for each in rooms_of(office, campus=self._campus, base=self.bases.currentData()):
            self.rooms.addItem(f"{each.number} {each.name}", each.id)
        self.rooms.setCurrentIndex(max(0, self.rooms.findData(room)))
        self.rooms.blockSignals(False)  # noqa: FBT003 - Qt's

    def _fill(self) -> None:
        office, view = self._desk.office, self.views.currentData()
        rooms = rooms_of(office, campus=self._campus, base=self.bases.currentData())
        if view == _ONE:
            rooms = tuple(room for room in rooms if room.id == self.rooms.currentData())
        days = [self._monday + timedelta(days=step) for step in range(7)]
        if view == _DAY:
            days = [days[self._day_shown()]]
        self.rooms.setVisible(view == _ONE)
        periods = day_periods(office)
        self._work.setVisible(bool(rooms and periods))
        self._no_rooms.setVisible(not rooms)
        self._no_periods.setVisible(bool(rooms) and not periods)
        if not rooms or not periods:
            return
        self._week = room_week(office, self._calendar, rooms, days)
        now = datetime.now()  # noqa: DTZ005 - the office's own clock
        self.grid.fill(sheet_of(self._week, periods, self._calendar, now), upright=view == _ONE)
        self._explain()
        self.counted.emit()

    def _day_shown(self) -> int:
        """The day of the week that the view of one day shows: where the cursor was, or today."""
        days, at = self._week.days, self.grid.spot.day
        if days and self._monday <= days[0] <= self._monday + timedelta(days=6):
            return days[min(at, len(days) - 1)].weekday()
        return today().weekday() if _monday(today()) == self._monday else 0

    def _explain(self) -> None:
        """What the cursor is on, in words."""
        spot, chosen = self.grid.spot, self._chosen()
        if not self._week.rooms:
            return
        day, room = self._week.days[spot.day], self._week.rooms[spot.lane]
        where = f"{room.number} {room.name}　{_long(day)}"
        if chosen is not None:
            self.told.setText(f"{where}　{tip_of(chosen, room.seats)}")
            return
        number = day_periods(self._desk.office)[spot.first].number
        why = self._week.shut.get((room.id, day, number), "空闲，回车预约")
        self.told.setText(f"{where}　{Periods(number, number + spot.last - spot.first)}　{why}")

    def _chosen(self) -> Placed | None:
        block = self.grid.chosen
        found = self._week.placed if block else ()
        return next((each for each in found if block and each.id == block.key), None)

    # --- deeds

    def book(self, spot: Spot | None = None) -> None:
        """Ask for a booking, beginning with what was drawn."""
        wish = Wish(self._given(spot or self.grid.spot), self._term_key(), today())
        office = self._desk.office
        ask_booking(self._desk, wish, lambda each: places(office, each.use), self.window())

    def find_free(self) -> None:
        """Look for a room and a time, and book what is chosen."""
        term, office = self._term_key(), self._desk.office
        if term is None:
            self._say("这一周不在学期里，请先翻到学期里的一周再找空档。", Tone.CAUTION)
            return
        given = {"campus": self._campus, "base": self.bases.currentData()}
        chosen = find_free(self._desk, term, rooms_of(office), given, self.window())
        if chosen is not None:
            wish = Wish({**chosen, "applied_on": today()}, term, today())
            ask_booking(self._desk, wish, lambda each: places(office, each.use), self.window())

    def _given(self, spot: Spot) -> dict[str, Any]:
        if not self._week.rooms or not self._week.days:
            return {"applied_on": today()}
        day, term = self._week.days[spot.day], self._term()
        asked = self._periods(spot)
        week = term.week_of(day) if term else None
        when = phrase(week, day.isoweekday(), asked) if week else phrase_on(day, asked)
        return {"room_id": self._week.rooms[spot.lane].id, "when": when, "applied_on": today()}

    def _periods(self, spot: Spot) -> Periods:
        numbers = [each.number for each in day_periods(self._desk.office)]
        return Periods(numbers[spot.first], numbers[spot.last])

    def relocate(self, key: UUID, spot: Spot) -> None:
        """Put one date elsewhere; where it cannot go is said, and it stays."""
        room, day = self._week.rooms[spot.lane], self._week.days[spot.day]
        reason = self._reason_to_change(key)
        if reason is None:
            return
        where = Move(room.id, day, self._periods(spot))
        try:
            done = move(self._desk.office, key, where, reason=reason)
        except UserError as error:
            self._say(error.message, Tone.STOP)
            return
        self.grid.choose(key)
        told = f"已改到 {room.number}　{_long(day)}　{self._periods(spot)}。按 Ctrl+Z 撤销。"
        self._say("".join((told, *done.promoted)))

    def _reason_to_change(self, key: UUID) -> str | None:
        """What is locked is changed only with a reason; None: thought better of it."""
        locked = any(each.id == key and each.locked for each in self._week.placed)
        if not locked:
            return ""
        told = "这份预约已锁定（课表或已批准），请写明改期的原因"
        return ask_reason(self._desk, "改期", "改期", self.window(), told)

    def cancel(self, key: UUID) -> None:
        """Take one date off, with a reason; who waited for it gets in."""
        reason = ask_reason(self._desk, "取消这一次预约", "取消预约", self.window())
        if reason is None:
            return
        try:
            done = cancel(self._desk.office, [key], reason, today())
        except UserError as error:
            self._say(error.message, Tone.STOP)
            return
        self._say("".join(("已取消这一次。", *done.promoted)))

    def close_rooms(self) -> None:
        """Close the room under the cursor for some days, and settle what that hits."""
        spot, week = self.grid.spot, self._week
        given = {"room_id": week.rooms[spot.lane].id, "starts": week.days[spot.day]}
        settled = plan_closure(self._desk, given, self.window())
        if settled is None:
            return
        told = f"已停用：改到别处 {settled.moved} 次，取消 {settled.cancelled} 次"
        left = f"，还有 {settled.open} 次待处理" if settled.open else ""
        press = partial(self._notice, settled.closure)
        notice = button(self._desk.look, "打印通知", "printer", press=press)
        tone = Tone.CAUTION if settled.open else Tone.GOOD
        words = "".join((f"{told}{left}。", *settled.promoted))
        self._notes.fill([Banner(self._desk.look, words, tone, [notice])])

    def show_tasks(self, task: Task | None = None) -> None:
        """What waits for somebody: approvals, rows to place, the waiting list, the register."""
        run(BookingTasks(self._desk, self.wanted.emit, self.window(), task))

    def export(self) -> None:
        """What is shown, for other calendar programs."""
        days = self._week.days
        term = self._term()
        if not days:
            return
        last = max(term.ends, days[-1]) if term else days[-1]
        one = self.rooms.currentData() if self.views.currentData() == _ONE else None
        path = choose_new_file(self.window(), "导出日历", "实训室预约.ics", CALENDAR)
        if path is not None:
            made = write_calendar(self._desk.office, Wanted(days[0], last, room=one), path)
            self._notes.fill([done_strip(self._desk.look, f"已导出 {made} 次预约。", path)])

    def _print(self, report: str) -> None:
        days = self._week.days
        given: dict[str, Any] = {}
        if days and report in _WITH_DAY:
            given["day"] = days[self.grid.spot.day]
        if report in _OF_ONE_ROOM and self._week.rooms:
            given["room"] = self._week.rooms[self.grid.spot.lane].id
        self.wanted.emit(Target("reports", option=(report, given)))

    def _print_chosen(self, report: str, _checked: object = None) -> None:
        self._print(report)

    def _notice(self, closure: UUID) -> None:
        chosen = ("closure_notice", {"closure": closure})
        self.wanted.emit(Target("reports", option=chosen))

    def open(self, key: UUID) -> None:
        """The whole series of a date."""
        placed = next((each for each in self._week.placed if each.id == key), None)
        if placed is not None:
            show_series(self._desk, placed.booking, self.wanted.emit, self.window())

    def _say(self, words: str, tone: Tone = Tone.GOOD) -> None:
        self._notes.fill([Banner(self._desk.look, words, tone)])

    def _offer(self, at: QPoint) -> None:
        menu = QMenu(self)
        chosen = self._chosen()
        if chosen is None:
            menu.addAction("预约…\tEnter").triggered.connect(lambda _=False: self.book())
        else:
            key = chosen.id
            menu.addAction("打开…\tEnter").triggered.connect(lambda _=False: self.open(key))
            menu.addAction("取消这一次…\tDelete").triggered.connect(
                lambda _=False: self.cancel(key)
            )
        menu.exec(at)
        menu.deleteLater()

    # --- building

    def _connect(self) -> None:
        self.grid.drawn.connect(self.book)
        self.grid.moved.connect(self.relocate)
        self.grid.opened.connect(self.open)
        self.grid.removed.connect(self.cancel)
        self.grid.picked.connect(self._explain)
        self.grid.asked.connect(self._offer)
        self.weeks.activated.connect(lambda _: self.go_to(self.weeks.currentData()))
        self.views.activated.connect(lambda _: self._fill())
        self.bases.activated.connect(lambda _: self.activate())
        self.rooms.activated.connect(lambda _: self._fill())
        self._minute.timeout.connect(lambda: self._fill() if self.isVisible() else None)
        self._minute.start(_MINUTE)
        for keys, deed in (
            ("Ctrl+N", self.book),
            ("Ctrl+Shift+F", self.find_free),
            ("Ctrl+PgUp", lambda: self.turn(-1)),
            ("Ctrl+PgDown", lambda: self.turn(1)),
            ("Ctrl+T", lambda: self.go_to(today())),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(deed)

    def _lay_out(self) -> None:
        look = self._desk.look
        for view in (_ALL, _ONE, _DAY):
            self.views.addItem(view, view)
        for box, words in (
            (self.weeks, "教学周"), (self.views, "看什么"), (self.bases, "实训基地"),
            (self.rooms, "实训室"),
        ):  # fmt: skip
            box.setAccessibleName(words)
            box.setToolTip(words)
        self.weeks.setMinimumWidth(180)
        self.rooms.setMinimumWidth(140)
        new = button(look, "预约", "plus", kind="primary", press=self.book)
        back = tool(look, "chevron-left", "上一周（Ctrl+PgUp）", press=lambda: self.turn(-1))
        on = tool(look, "chevron-right", "下一周（Ctrl+PgDown）", press=lambda: self.turn(1))
        now = button(look, "本周", press=lambda: self.go_to(today()))
        self.closing = button(look, "停用…", "lock", press=self.close_rooms)
        self.waiting = button(look, "待办", "list-checks", press=self.show_tasks)
        self.finding = button(look, "找空档…", "search", press=self.find_free)
        more = QMenu(self)
        for report, words in _PRINTS:
            more.addAction(words).triggered.connect(partial(self._print_chosen, report))
        more.addSeparator()
        more.addAction("导出日历（.ics）…").triggered.connect(lambda _=False: self.export())
        printing = menu_button(look, "打印", more, "printer")
        kin = ways(self._desk, self.name, BOOKINGS, self.wanted.emit)
        head = row(new, self.finding, self.waiting, self.closing, printing, 1, *kin, spacing=NARROW)
        where = row(
            back, self.weeks, on, now, self.views, self.bases, self.rooms, 1, spacing=NARROW
        )
        inside = column(spacing=NARROW)
        inside.addWidget(self.grid, 1)
        below = row(spacing=NARROW)
        below.addWidget(self.told, 1)
        for kind, tone in TONES.items():
            if kind.name in _LEGEND:
                below.addWidget(Chip(WORDS[kind], look, tone))
        inside.addLayout(below)
        self._work = QWidget()
        self._work.setLayout(inside)
        self._no_rooms = self._nothing_yet()
        seed = button(look, "填入常用节次", "clock", kind="primary", press=self._seed)
        told = "先登记每天有哪几节课，周视图按节次排列。"
        self._no_periods = EmptyState(look, "clock", "还没有节次", told, [seed])
        whole = column(
            head, where, self._notes, spacing=SNUG, margins=(MEDIUM, SNUG, MEDIUM, NARROW)
        )
        for part in (self._work, self._no_rooms, self._no_periods):
            whole.addWidget(part, 1)
        self.setLayout(whole)

    def _nothing_yet(self) -> EmptyState:
        look = self._desk.look
        new = button(look, "新建实训室", "plus", kind="primary", press=self._new_room)
        import_ = button(look, "从 Excel 导入", "upload", press=self._import)
        told = "先有实训室，才能预约。可以直接导入实训室一览表，再导入课表。"
        return EmptyState(look, "factory", "还没有实训室", told, [new, import_])

    def _new_room(self) -> None:
        self.wanted.emit(Target("room", option="new"))

    def _import(self) -> None:
        self.wanted.emit(Target("import", option="room"))

    def _seed(self) -> None:
        seed_periods(self._desk.office)
        self.activate()


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _short(day: date) -> str:
    return f"{day.month}.{day.day}"


def _long(day: date) -> str:
    return f"{day.month}月{day.day}日 周{'一二三四五六日'[day.weekday()]}"
