"""What is done from the bookings page: asked for in dialogs, done, and said in a line."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from app.errors import UserError
from app.models import Booking, BookingOccurrence
from app.models.bookings import HOLDING
from app.services.bookings.answers import Move, Moves
from app.services.bookings.bulk import Prospect, prospects
from app.services.bookings.calendar_file import Wanted, write_calendar
from app.services.bookings.changes import Done, cancel, move, move_all, unkept_by_move
from app.services.bookings.placed import Placed
from app.services.bookings.places import places
from app.services.bookings.tasks import Task
from app.services.bookings.week import RoomRow, rooms_of
from app.services.query import Query
from app.ui.booking_dialog import Wish, ask_booking
from app.ui.booking_series import SeriesDialog, ask_reason
from app.ui.booking_tasks import BookingTasks
from app.ui.buttons import button
from app.ui.closure_planner import plan_closure
from app.ui.dates_mover import DatesMover
from app.ui.dialogs import CALENDAR, choose_new_file
from app.ui.lines import Lines
from app.ui.page import Desk, Target
from app.ui.panels import Banner
from app.ui.part_dialog import run
from app.ui.slot_finder import SlotFinder
from app.ui.strips import done_strip
from app.ui.today import today
from app.ui.tokens import Tone
from app.ui.week_copier import Source, WeekCopier

_NO_TERM = "这一周不在学期里，请先翻到学期里的一周。"
RoomRows = Sequence[RoomRow]
_LOCKED = "这份预约已锁定（课表或已批准），请写明改期的原因"


@dataclass(frozen=True, slots=True)
class Deeds:
    """Over one page: whose window the dialogs stand over, and where what was done is said."""

    desk: Desk
    page: QWidget
    notes: Lines
    go: Callable[[Target], object]

    def say(self, words: str, tone: Tone = Tone.GOOD) -> None:
        """In a line above the view."""
        self.notes.fill([Banner(self.desk.look, words, tone)])

    def book(
        self,
        given: Mapping[str, Any],
        term: UUID | None,
        equipment: tuple[tuple[UUID, int], ...] = (),
    ) -> Sequence[BookingOccurrence]:
        """Ask for a booking, beginning with this; its dates that take a room, in order."""
        wish = Wish(given, term, today(), equipment)
        office = self.desk.office
        made = ask_booking(self.desk, wish, lambda each: places(office, each.use), self._window)
        return self._told_of(made) if made else ()

    def _told_of(self, made: Booking) -> Sequence[BookingOccurrence]:
        """Say what became of the dates of a new booking."""
        where = {"booking_id": made.id}
        dates: Sequence[BookingOccurrence] = self.desk.office.of(BookingOccurrence).all(
            Query(where=where, order="on")
        )
        counted = Counter((each.state, each.seats if made.shared else None) for each in dates)
        counts = "，".join(
            f"{state} {number} 天" + (f"（{seats} 个工位）" if seats else "")
            for (state, seats), number in counted.items()
        )
        self.say(f"已登记“{made.title}”（{made.state}）：{counts}。按 Ctrl+Z 撤销。")
        return [each for each in dates if each.state in HOLDING]

    def find(self, given: Mapping[str, Any], term: UUID | None) -> Sequence[BookingOccurrence]:
        """Look for a room and a time, and book what is chosen."""
        if term is None:
            self.say(_NO_TERM, Tone.CAUTION)
            return ()
        dialog = SlotFinder(self.desk, term, rooms_of(self.desk.office), given, self._window)
        run(dialog)
        if dialog.chosen is None:
            return ()
        return self.book({**dialog.chosen, "applied_on": today()}, term, dialog.equipment)

    def relocate(self, placed: Placed, where: Move, told: str) -> bool:
        """Put one date elsewhere; where it cannot go is said, and it stays."""
        office, reason = self.desk.office, ""
        against = unkept_by_move(office, {placed.id: where}, today())
        rules = f"不合预约规定：{'；'.join(against)}。仍要改期的，请写明例外理由" if against else ""
        if asked := "。".join(filter(None, (_LOCKED if placed.locked else "", rules))):
            given = ask_reason(self.desk, "改期", "改期", self._window, f"{asked}。")
            if given is None:
                return False
            reason = given
        return self._done(
            lambda: move(office, placed.id, where, today(), reason=reason),
            f"已改到 {told}。按 Ctrl+Z 撤销。",
        )

    def cancel(self, dates: Sequence[Placed]) -> None:
        """Take dates off, with one reason for all; who waited for them gets in."""
        one = len(dates) == 1
        title = "取消这一次预约" if one else f"取消 {len(dates)} 次预约"
        told = "" if one else _listed(dates)
        reason = ask_reason(self.desk, title, "取消预约", self._window, told)
        if reason is None:
            return
        keys, office = [each.id for each in dates], self.desk.office
        said = "已取消这一次。" if one else f"已取消 {len(dates)} 次。按 Ctrl+Z 撤销。"
        self._done(lambda: cancel(office, keys, reason, today()), said)

    def move(self, dates: Sequence[Placed], dragged: Moves | None = None) -> None:
        """Several dates elsewhere, with one reason for all; those that cannot go stay."""
        mover = DatesMover(self.desk, dates, rooms_of(self.desk.office), self._window, dragged)
        if run(mover):
            self.say(mover.told)

    def shift(self, dates: Sequence[Placed], moves: Moves) -> None:
        """Several dates where they were dragged; asked where one cannot go, or wants a reason."""
        office = self.desk.office
        goes = all(each.possible for each in self.foresee(moves))
        locked = any(each.locked for each in dates)
        if locked or not goes or unkept_by_move(office, moves, today()):
            self.move(dates, moves)
            return
        told = f"已改期 {len(moves)} 次。按 Ctrl+Z 撤销。"
        self._done(lambda: move_all(office, moves, today()), told)

    def foresee(self, moves: Moves) -> list[Prospect]:
        """What stands in the way of each, before anything is done."""
        return prospects(self.desk.office, moves, today())

    def copy_week(self, monday: date, term: tuple[UUID, int] | None, rooms: RoomRows) -> None:
        """A week once more in others; `term`: its key, and which week of it this is."""
        if term is None:
            self.say(_NO_TERM, Tone.CAUTION)
            return
        source = Source(term[0], monday, f"第{term[1]}周", rooms, today())
        copier = WeekCopier(self.desk, source, self._window)
        if run(copier):
            self.say(f"{copier.told}。按 Ctrl+Z 撤销。")

    def close_rooms(self, given: Mapping[str, Any]) -> None:
        """Close a room for some days, and settle what that hits."""
        settled = plan_closure(self.desk, given, self._window)
        if settled is None:
            return
        told = f"已停用：改到别处 {settled.moved} 次，取消 {settled.cancelled} 次"
        left = f"，还有 {settled.open} 次待处理" if settled.open else ""
        press = partial(self._notice, settled.closure)
        notice = button(self.desk.look, "打印通知", "printer", press=press)
        tone = Tone.CAUTION if settled.open else Tone.GOOD
        words = f"{told}{left}。{settled.words}"
        self.notes.fill([Banner(self.desk.look, words, tone, [notice])])

    def show_tasks(self, task: Task | None = None) -> None:
        """What waits for somebody: approvals, rows to place, the waiting list, the register."""
        run(BookingTasks(self.desk, self.go, self._window, task))

    def show_series(self, booking: UUID, date: UUID) -> None:
        """All dates of a booking, beginning with this one."""
        run(SeriesDialog(self.desk, booking, self.go, self._window, date))

    def export(self, wanted: Wanted) -> None:
        """For other calendar programs."""
        path = choose_new_file(self._window, "导出日历", "实训室预约.ics", CALENDAR)
        if path is not None:
            made = write_calendar(self.desk.office, wanted, path)
            self.notes.fill([done_strip(self.desk.look, f"已导出 {made} 次预约。", path)])

    @property
    def _window(self) -> QWidget:
        return self.page.window()

    def _done(self, deed: Callable[[], Done], told: str) -> bool:
        """Do it and say so, or say why it cannot be."""
        try:
            done = deed()
        except UserError as error:
            self.say(error.message, Tone.STOP)
            return False
        self.say("".join((told, *done.promoted)))
        return True

    def _notice(self, closure: UUID) -> None:
        self.go(Target("reports", option=("closure_notice", {"closure": closure})))


def _listed(dates: Sequence[Placed]) -> str:
    """Which ones, as far as a line or two can say."""
    named = "、".join(
        f"{each.on:%m-%d} {each.periods} {each.school_class or each.title}" for each in dates[:4]
    )
    return f"{named} 等 {len(dates)} 次" if len(dates) > 4 else named
