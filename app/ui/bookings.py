"""预约: a week of the training rooms, read, drawn in and moved about; or how full they are."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QMenu, QWidget

from app.models import (
    Booking,
    BookingOccurrence,
    CalendarDay,
    ClassPeriod,
    Closure,
    Room,
    Term,
    UseRecord,
)
from app.models.teaching_time import Periods
from app.services.bookings.calendar_file import Wanted
from app.services.bookings.placed import Dates, Placed
from app.services.bookings.room_density import density
from app.services.bookings.tasks import Task
from app.services.bookings.week import RoomRow, RoomWeek, room_week
from app.services.bookings.words import phrase, phrase_on
from app.services.calendar_store import school_calendar, seed_periods
from app.services.class_times import ClassTimes, Seasons, class_times
from app.services.database import Commit
from app.services.school_calendar import long_day
from app.ui.booking_blocks import TONES, WORDS, sheet_of, tip_of
from app.ui.booking_deeds import Deeds
from app.ui.booking_where import DENSE, View, Where
from app.ui.buttons import button, key_of, menu_button
from app.ui.chips import Chip
from app.ui.density_grid import DensityGrid
from app.ui.density_grid import Row as DenseRow
from app.ui.kindred import BOOKINGS, ways
from app.ui.labels import Elided
from app.ui.layouts import column, row
from app.ui.lines import Lines
from app.ui.page import Desk, Page, Scope, Target
from app.ui.panels import EmptyState
from app.ui.today import today
from app.ui.tokens import MEDIUM, NARROW, SNUG, Tone
from app.ui.week_grid import WeekGrid
from app.ui.week_moves import WeekMoves
from app.ui.week_sheet import Spot

_KINDS = frozenset(
    {Booking, BookingOccurrence, Closure, Room, Term, CalendarDay, ClassPeriod, UseRecord}
)
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
_MEANS = "格内为已批准预约占开放节次的百分比，点开看那一周"


class BookingsPage(Page):
    """Rooms by days and periods; or one room, one day, or only how full they are."""

    name = "bookings"
    label = "预约"
    icon = "clock"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._campus: UUID | None = None
        self._arriving = False
        self._week = RoomWeek((), (), Dates(()))
        self._rooms: tuple[RoomRow, ...] = ()
        self._periods: tuple[int, ...] = ()
        self._times = ClassTimes.of((), Seasons())
        self.grid = WeekGrid(desk.look, "实训室周视图")
        self.dense = DensityGrid(desk.look, "实训室疏密")
        self.where = Where(desk)
        self.told = Elided("", "muted")
        notes = Lines()
        self.deeds = Deeds(desk, self, notes, self.wanted.emit)
        self.moves = WeekMoves(self.deeds, self.grid, self.told.setText)
        self._minute = QTimer(self)
        self._lay_out(notes)
        self._connect()

    # --- the page's side

    def activate(self) -> None:
        office = self._desk.office
        rooms = self._rooms = self.where.offer(school_calendar(office), self._campus)
        self._times = class_times(office)
        self._periods = self._times.numbers
        self._work.setVisible(bool(rooms and self._periods))
        self._no_rooms.setVisible(not rooms)
        self._no_periods.setVisible(bool(rooms) and not self._periods)
        if rooms and self._periods:
            self._fill(rooms)
            if self._arriving:
                self._return()
        self._arriving = False

    def set_scope(self, scope: Scope) -> None:
        self._campus = scope.campus

    def on_commit(self, commit: Commit) -> None:
        if self.isVisible() and commit.kinds & _KINDS:
            self.deeds.notes.fill(())  # what was said of an earlier deed is over
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
        self.where.go_to(day)

    def turn(self, step: int) -> None:
        """To another week, day, month or term."""
        self.where.turn(step)

    def show_week(self, room: UUID | None, day: date) -> None:
        """The week of a day, the cursor on a room."""
        self.where.day = day
        self.where.show_view(View.WEEK)
        keys = [each.id for each in self._week.rooms]
        if self._week.days:
            lane = keys.index(room) if room in keys else 0
            self.grid.go_to(Spot(lane, day.weekday(), 0, 0))
            self.grid.setFocus()

    def _term_key(self) -> UUID | None:
        term = self.where.term
        held = self._desk.office.of(Term).all() if term else []
        return next((each.id for each in held if term and each.code == term.code), None)

    def _fill(self, rooms: tuple[RoomRow, ...]) -> None:
        office, where = self._desk.office, self.where
        dense = where.view in DENSE
        self.grid.setVisible(not dense)
        self.dense.setVisible(dense)
        for chip in self._legend:
            chip.setVisible(not dense)
        if dense:
            self._fill_dense(rooms)
        else:
            self._week = room_week(office, where.calendar, rooms, where.days(), self._times)
            now = datetime.now()  # noqa: DTZ005 - the office's own clock
            sheet = sheet_of(self._week, self._times, where.calendar, now)
            day = where.day
            self.moves.show(self._week, self._periods)
            self.grid.fill(sheet, upright=where.view is View.ROOM)
            self._stand_on(day)
        self._explain()
        self.counted.emit()

    def _stand_on(self, day: date) -> None:
        """The cursor goes where one has gone to, and all of that day comes into sight."""
        spot, days = self.grid.spot, self._week.days
        if day in days and days[spot.day] != day:
            for period in (len(self._periods) - 1, 0, spot.first):
                self.grid.go_to(Spot(spot.lane, days.index(day), period, period))

    def _fill_dense(self, rooms: tuple[RoomRow, ...]) -> None:
        heads, spans = self.where.heads(), self.where.spans()
        found = density(self._desk.office, self.where.calendar, rooms, spans) if spans else None
        rows = [DenseRow(None, f"全部 {len(rooms)} 间", found.together())] if found else []
        for room, shares in zip(rooms, found.shares if found else (), strict=bool(found)):
            rows.append(DenseRow(room.id, f"{room.number} {room.name}", shares))
        self.dense.fill(rows, heads)

    def _explain(self) -> None:
        """What the cursor is on, in words."""
        if self.where.view in DENSE:
            words = self.dense.words or "还没有学期，请先在“校历”里建好学期。"
            self.told.setText(f"{words}　（{_MEANS}）" if self.dense.words else words)
            return
        spot, chosen = self.grid.spot, self._chosen()
        if not self._week.rooms:
            return
        marked = len(self.grid.marked)
        day, room = self._week.days[spot.day], self._week.rooms[spot.lane]
        self.where.day = day
        if marked > 1:
            self.told.setText(
                f"已选 {marked} 次：拖动或 Alt+方向键一起改期，Ctrl+M 改到…，Delete 取消，Esc 不选"
            )
            return
        periods = chosen.periods if chosen else self._spot_periods(spot)
        hours = self._times.span(day, room.campus, periods.first, periods.last)
        told = f"{room.number} {room.name}　{long_day(day)} {hours}".rstrip()
        if chosen is not None:
            others = len(self.grid.sheet.at(spot)) - 1
            more = f"　同时还有 {others} 份，按空格换" if others > 0 else ""
            self.told.setText(f"{told}　{tip_of(chosen, room.seats)}{more}")
            return
        why = self._week.shut.get((room.id, day, periods.first), "空闲，回车预约")
        self.told.setText(f"{told}　{periods}　{why}")

    def _chosen(self) -> Placed | None:
        block = self.grid.chosen
        return self._placed(block.key) if block else None

    def _placed(self, key: UUID) -> Placed | None:
        return self._week.placed.find(key)

    # --- deeds

    def book(self, spot: Spot | None = None) -> None:
        """Ask for a booking, beginning with what was drawn."""
        given = self._given(spot or self.grid.spot)
        if spot is None and self.grid.chosen is not None:
            given.pop("when", None)  # it is taken: the one who asks means another time
        self._show_first(self.deeds.book(given, self._term_key()))

    def find_free(self) -> None:
        """Look for a room and a time that are free."""
        given = {"campus": self._campus, "base": self.where.base}
        self._show_first(self.deeds.find(given, self._term_key()))

    def _show_first(self, dates: Sequence[BookingOccurrence]) -> None:
        """What has just been booked comes into sight, its first date under the cursor."""
        if dates and self.where.view not in DENSE:
            if dates[0].on not in self._week.days:
                self.go_to(dates[0].on)
            self.grid.choose(dates[0].id)
        self._return()

    def _given(self, spot: Spot) -> dict[str, Any]:
        if self.where.view in DENSE or not self._week.rooms or not self._week.days:
            return {"applied_on": today()}
        day, term = self._week.days[spot.day], self.where.term
        asked = self._spot_periods(spot)
        week = term.week_of(day) if term else None
        when = phrase(week, day.isoweekday(), asked) if week else phrase_on(day, asked)
        return {"room_id": self._week.rooms[spot.lane].id, "when": when, "applied_on": today()}

    def _spot_periods(self, spot: Spot) -> Periods:
        return Periods(self._periods[spot.first], self._periods[spot.last])

    def cancel(self, _key: object = None) -> None:
        """Take the chosen dates off, one or more."""
        if chosen := self._marked():
            self.deeds.cancel(chosen)
            self._return()

    def move_marked(self) -> None:
        """The chosen dates elsewhere; what is written down as used stays."""
        chosen = [each for each in self._marked() if not each.settled]
        if chosen:
            self.deeds.move(chosen)
            self._return()
        elif self._marked():
            self.deeds.say("已登记使用或爽约的不能改期。", Tone.CAUTION)

    def copy_week(self) -> None:
        """What is shown once more in other weeks."""
        term, key = self.where.term, self._term_key()
        week = term.week_of(self.where.monday) if term else None
        here = (key, week) if key is not None and week is not None else None
        self.deeds.copy_week(self.where.monday, here, self._rooms)
        self._return()

    def _marked(self) -> list[Placed]:
        return self._dates(self.grid.marked) if self.where.view not in DENSE else []

    def _dates(self, keys: Iterable[UUID]) -> list[Placed]:
        return [placed for key in keys if (placed := self._placed(key)) is not None]

    def close_rooms(self) -> None:
        """Close the room under the cursor for some days."""
        spot, week = self.grid.spot, self._week
        if week.rooms:
            self.deeds.close_rooms(
                {"room_id": week.rooms[spot.lane].id, "starts": week.days[spot.day]}
            )
            self._return()

    def show_tasks(self, task: Task | None = None) -> None:
        """What waits for somebody."""
        self.deeds.show_tasks(task)
        self._return()

    def _return(self) -> None:
        """The keyboard goes on in the view, not in the list of pages."""
        if self.isVisible():
            (self.dense if self.where.view in DENSE else self.grid).setFocus()

    def export(self) -> None:
        """What is shown, to the end of the term."""
        first, last = self.where.days()[0], self.where.days()[-1]
        term = self.where.term
        self.deeds.export(Wanted(first, max(term.ends, last) if term else last, self.where.room))

    def _print(self, report: str, _checked: object = None) -> None:
        given: dict[str, Any] = {}
        if report in _WITH_DAY:
            given["day"] = self.where.day
        if report in _OF_ONE_ROOM and self._week.rooms:
            given["room"] = self._week.rooms[self.grid.spot.lane].id
        self.wanted.emit(Target("reports", option=(report, given)))

    def open(self, key: UUID) -> None:
        """The whole series of a date."""
        placed = self._placed(key)
        if placed is not None:
            self.deeds.show_series(placed.booking, placed.id)
            self._return()

    def _offer(self, at: QPoint) -> None:
        menu = QMenu(self)
        for words, deed in self._offered():
            menu.addAction(words).triggered.connect(lambda _=False, deed=deed: deed())
        menu.exec(at)
        menu.deleteLater()

    def _offered(self) -> list[tuple[str, Callable[[], object]]]:
        """What can be done with what is chosen."""
        marked, chosen = self._marked(), self._chosen()
        if len(marked) > 1:
            return [
                (f"改期 {len(marked)} 次…\tCtrl+M", self.move_marked),
                (f"取消 {len(marked)} 次…\tDelete", self.cancel),
            ]
        if chosen is None:
            return [("预约…\tEnter", self.book), ("复制本周…\tCtrl+Shift+C", self.copy_week)]
        return [
            ("打开…\tEnter", partial(self.open, chosen.id)),
            ("改期…\tCtrl+M", self.move_marked),
            ("取消这一次…\tDelete", self.cancel),
            ("选中这间这一天的\tCtrl+A", self.grid.mark_day),
        ]

    def _tick(self) -> None:
        """The line of the present moment goes on; nobody is disturbed in the middle of a drag."""
        if self.isVisible() and not self.grid.dragging:
            self.activate()

    # --- building

    def _connect(self) -> None:
        self.grid.drawn.connect(self.book)
        self.grid.opened.connect(self.open)
        self.grid.removed.connect(self.cancel)
        self.grid.picked.connect(self._explain)
        self.grid.asked.connect(self._offer)
        self.dense.picked.connect(self._explain)
        self.dense.opened.connect(self.show_week)
        self.where.went.connect(self.activate)
        self._minute.timeout.connect(self._tick)
        self._minute.start(_MINUTE)
        for keys, made in (
            ("Ctrl+N", self.booking),
            ("Ctrl+Shift+F", self.finding),
            ("Ctrl+Shift+C", self.copying),
            ("Ctrl+J", self.waiting),
            ("Ctrl+L", self.closing),
        ):
            key_of(made, keys, self)
        for keys, deed in (
            ("Ctrl+M", self.move_marked),
            ("Ctrl+PgUp", lambda: self.turn(-1)),
            ("Ctrl+PgDown", lambda: self.turn(1)),
            ("Ctrl+T", lambda: self.go_to(today())),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(deed)

    def _lay_out(self, notes: Lines) -> None:
        look = self._desk.look
        self.booking = button(look, "预约", "plus", kind="primary", press=self.book)
        self.finding = button(look, "找空档…", "search", press=self.find_free)
        self.closing = button(look, "停用…", "lock", press=self.close_rooms)
        self.copying = button(look, "复制本周…", "copy", press=self.copy_week)
        self.waiting = button(look, "待办", "list-checks", press=self.show_tasks)
        printing = menu_button(look, "打印", self._prints(), "printer")
        kin = ways(self._desk, self.name, BOOKINGS, self.wanted.emit)
        head = row(
            self.booking,
            self.finding,
            self.copying,
            self.waiting,
            self.closing,
            printing,
            1,
            *kin,
            spacing=NARROW,
        )
        inside = column(spacing=NARROW)
        inside.addWidget(self.grid, 1)
        inside.addWidget(self.dense, 1)
        below = row(spacing=NARROW)
        below.addWidget(self.told, 1)
        kinds = [kind for kind in TONES if kind.name in _LEGEND]
        self._legend = [Chip(WORDS[kind], look, TONES[kind]) for kind in kinds]
        for chip in self._legend:
            below.addWidget(chip)
        inside.addLayout(below)
        self._work = QWidget()
        self._work.setLayout(inside)
        self._no_rooms = self._nothing_yet()
        seed = button(look, "填入常用节次", "clock", kind="primary", press=self._seed)
        told = "先登记每天有哪几节课，周视图按节次排列。"
        self._no_periods = EmptyState(look, "clock", "还没有节次", told, [seed])
        around = (MEDIUM, SNUG, MEDIUM, NARROW)
        whole = column(head, self.where, notes, spacing=SNUG, margins=around)
        for part in (self._work, self._no_rooms, self._no_periods):
            part.hide()  # until it is known which of them
            whole.addWidget(part, 1)
        self.setLayout(whole)

    def _prints(self) -> QMenu:
        menu = QMenu(self)
        for report, words in _PRINTS:
            menu.addAction(words).triggered.connect(partial(self._print, report))
        menu.addSeparator()
        menu.addAction("导出日历（.ics）…").triggered.connect(lambda _=False: self.export())
        timetable = Target("import", option="timetable")
        bring = menu.addAction("导入课表…")
        bring.triggered.connect(lambda _=False: self.wanted.emit(timetable))
        return menu

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

    # --- the Qt side

    def showEvent(self, event: QShowEvent) -> None:
        """Whoever comes here begins in the view: `activate` follows, and knows which it is."""
        super().showEvent(event)
        self._arriving = not event.spontaneous()
