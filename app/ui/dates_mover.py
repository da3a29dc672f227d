"""改期: several dates to another room, day or time at once; those that cannot go stay.

Where they go is written in the form, or each was dragged to a place of its own.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from app.errors import Invalid, Problem, UserError
from app.models.fields import Field
from app.models.teaching_time import Periods, periods_words
from app.services.bookings.answers import Move, Moves
from app.services.bookings.bulk import Prospect, prospects
from app.services.bookings.changes import move_all, unkept_by_move
from app.services.bookings.placed import Placed
from app.services.bookings.week import RoomRow
from app.services.bookings.words import short_day
from app.ui.forecast import Asked, Forecast
from app.ui.grid import Grid, Head, Line, Section
from app.ui.page import Desk
from app.ui.today import today
from app.ui.tokens import Tone

_HEADS = (
    Head("原来", 13), Head("班级或项目", 8), Head("改到", 13), Head("结果", 5),
    Head("说明", 10, stretch=True),
)  # fmt: skip
_FIELDS = (
    Field(key="room", label="改到实训室", type=UUID, target="room", required=False,
          help="留空为不变。"),
    Field(key="on", label="改到日期", type=date, required=False, help="留空为不变。"),
    Field(key="periods", label="改到节次", required=False, check=periods_words,
          help="如 3-4；留空为不变。"),
    Field(key="reason", label="原因", required=False,
          help="锁定的（课表、已批准）和不合预约规定的要写明，会写进历史。"),
)  # fmt: skip
_HOW = "写明改到哪间、哪天或哪几节，这里列出每一次能不能改过去。排不进去的不动。"


class DatesMover(Forecast):
    """Every date as it is and as it would be."""

    def __init__(
        self,
        desk: Desk,
        dates: Sequence[Placed],
        rooms: Sequence[RoomRow],
        parent: QWidget,
        dragged: Moves | None = None,
    ) -> None:
        self._dragged = dragged
        self._placed = {each.id: each for each in dates}
        self._numbers = {room.id: room.number for room in rooms}
        self.seen: list[Prospect] = []
        fields = _FIELDS[-1:] if dragged else _FIELDS
        asked = Asked(f"改期 {len(dates)} 次", fields, _HOW, "改期", 520)
        super().__init__(desk, asked, Grid(desk.look, "要改的每一次", _HEADS), parent)
        self.look_at()

    def look_at(self) -> None:
        """Ask what stands in the way, as far as the form can be understood."""
        self._wait.stop()
        self._notes.fill(())
        moves = self._moves(self.form.draft())
        nowhere = dict.fromkeys(self._placed, Move())
        self.seen = prospects(self._desk.office, moves or nowhere, today())
        lines = [self._line(each, goes=bool(moves)) for each in self.seen]
        self.dates.fill([Section("", lines)])
        can = len(self._possible()) if moves else 0
        told = f"能改 {can} 次" + (f"，排不进去 {len(self.seen) - can} 次，留在原处"
                                 if can < len(self.seen) else "")  # fmt: skip
        locked = sum(each.locked for each in self._placed.values())
        asked = f"；{locked} 次已锁定（课表或已批准），请写明原因" if locked else ""
        self._sum.setText(f"{told}{asked}" if moves else _HOW)
        self.agree.setText(f"改期 {can} 次" if can else "改期")
        self.agree.setEnabled(can > 0)

    def _moves(self, values: Mapping[str, Any]) -> Moves:
        """Where each is to go; nothing if nothing is said."""
        if self._dragged is not None:
            return self._dragged
        where = _move(values)
        return dict.fromkeys(self._placed, where) if where else {}

    def _possible(self) -> list[UUID]:
        return [each.before.key for each in self.seen if each.possible and each.before.key]

    def _line(self, each: Prospect, *, goes: bool) -> Line:
        placed = self._placed[each.before.key] if each.before.key else None
        named = (placed.school_class or placed.title) if placed else each.use.title
        if not goes:
            return Line(each.before.key, (self._place(each.before), named, "", "", ""))
        tone = Tone.STOP if not each.possible else Tone.CAUTION if each.clashes else Tone.GOOD
        verdict = "不动" if not each.possible else "有提醒" if each.clashes else "改期"
        cells = (self._place(each.before), named, self._place(each.use), verdict, each.words)
        return Line(each.before.key, cells, {3: tone}, each.words)

    def _place(self, use: Any) -> str:
        return f"{self._numbers.get(use.room, '')} {short_day(use.on)} {use.periods}"

    def finish(self) -> None:
        """Those that can; what is refused meanwhile is said, and nothing moves."""
        self.look_at()
        try:
            values = self.form.values()
            every, can = self._moves(values), self._possible()
            moves = {key: every[key] for key in can} if every else {}
            self._must_say_why(values, moves)
        except Invalid as invalid:
            self.form.show_problems(invalid.problems)
            return
        if not moves:
            self._say(_HOW, Tone.CAUTION)
            return
        try:
            why = values["reason"] or ""
            done = move_all(self._desk.office, moves, today(), reason=why)
        except UserError as error:
            self._say(error.message, Tone.STOP)
            return
        left = len(self.seen) - len(moves)
        stayed = f"，{left} 次排不进去，留在原处" if left else ""
        self.told = "".join((f"已改期 {done.count} 次{stayed}。按 Ctrl+Z 撤销。", *done.promoted))
        self.accept()

    def _must_say_why(self, values: Mapping[str, Any], moves: Moves) -> None:
        """Invalid if something locked, or against the rules there, would go without a reason."""
        if values["reason"]:
            return
        if any(each.locked for each in self._placed.values()):
            raise Invalid([Problem("reason", "其中有锁定的（课表或已批准），请写明原因")])
        against = unkept_by_move(self._desk.office, moves, today())
        if against:
            told = f"不合预约规定：{'；'.join(against)}。仍要改期的，请写明例外理由"
            raise Invalid([Problem("reason", told)])


def _move(values: Mapping[str, Any]) -> Move | None:
    """What is to change; None if nothing is said."""
    periods = Periods.parse(values["periods"]) if values.get("periods") else None
    where = Move(values.get("room"), values.get("on"), periods)
    return where if where != Move() else None
