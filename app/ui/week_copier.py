"""复制本周: to which weeks, of which rooms; what is left out because of whom is seen first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from app.errors import Conflict, Invalid, Refused
from app.models.fields import Field
from app.models.teaching_time import Weeks, weeks_words
from app.services.bookings.copy import Copy, Wanted, copy_week, preview_copy
from app.services.bookings.preview import Planned
from app.services.bookings.week import RoomRow
from app.services.bookings.words import short_day
from app.ui.forecast import Asked, Forecast
from app.ui.grid import Grid, Head, Line, Section
from app.ui.page import Desk
from app.ui.tokens import Tone

_HEADS = (
    Head("周次", 4), Head("日期", 7), Head("节次", 6), Head("实训室", 5), Head("课程或项目", 9),
    Head("结果", 5), Head("说明", 12, stretch=True),
)  # fmt: skip
_FIELDS = (
    Field(
        key="weeks", label="复制到", check=weeks_words,
        help="如 13-16周、13,15周、13-18周 单周。放假的和已有人用的会跳过。",
    ),
    Field(
        key="rooms", label="实训室", type=tuple, item=UUID, target="room",
        through="room", required=False, help="不选为现在显示的各间。",
    ),
    Field(
        key="exception", label="例外理由", required=False,
        help="不合预约规定时要写明，会记在预约上。",
    ),
)  # fmt: skip
_NONE = "写好周次，这里列出每一次能不能复制过去。原来的预约不变，已有的预约不会被覆盖。"


@dataclass(frozen=True, slots=True)
class Source:
    """The week that is copied: its term, its Monday and its name, the rooms shown, and today."""

    term: UUID
    monday: date
    name: str  # 第12周
    rooms: Sequence[RoomRow]
    today: date


class WeekCopier(Forecast):
    """Every date that would come about, and those that would not."""

    def __init__(self, desk: Desk, source: Source, parent: QWidget) -> None:
        self._source = source
        self._numbers = {room.id: room.number for room in source.rooms}
        self.plan: list[Copy] = []
        self._refused = False  # weeks that nothing can be copied to
        asked = Asked(f"复制{source.name}的预约", _FIELDS, _NONE, "复制", 600)
        super().__init__(desk, asked, Grid(desk.look, "复制的每一次", _HEADS), parent)
        self._show()

    def look_at(self) -> None:
        """Ask what would come about, as far as the form can be understood."""
        self._wait.stop()
        self._notes.fill(())
        self._refused = False
        values = self.form.draft()
        try:
            self.plan = preview_copy(self._desk.office, self._wanted(values))
        except KeyError:  # no weeks yet
            self.plan = []
        except Refused as refused:
            self.plan, self._refused = [], True
            self._say(refused.message, Tone.CAUTION)
        self._show()

    def _wanted(self, values: dict[str, Any]) -> Wanted:
        """KeyError if the weeks are not said."""
        rooms = values.get("rooms") or self._numbers
        source = self._source
        return Wanted(
            source.term, source.monday, Weeks.parse(values["weeks"]), frozenset(rooms),
            source.today, values.get("exception"),
        )  # fmt: skip

    def _show(self) -> None:
        lines = [line for copy in self.plan for line in self._lines(copy)]
        lines.sort(key=lambda line: line.key)
        self.dates.fill([Section("", lines)])
        kept = sum(len(copy.kept) for copy in self.plan)
        out = sum(len(copy.left_out) + len(copy.lost) for copy in self.plan)
        told = f"复制 {kept} 次" + (f"，跳过 {out} 次（以后可以补回）" if out else "")
        asked = self.form.draft().get("weeks") and not self._refused
        empty = "这一周的这些实训室没有预约。" if asked else _NONE
        self._sum.setText(told if self.plan else empty)
        self.agree.setText(f"复制 {kept} 次" if kept else "复制")
        self.agree.setEnabled(kept > 0)
        rules = list(dict.fromkeys(each for copy in self.plan for each in copy.against))
        if rules:
            self._say(f"不合预约规定：{'；'.join(rules[:3])}。请写明例外理由。", Tone.CAUTION)

    def _lines(self, copy: Copy) -> list[Line]:
        title = copy.asked.values["title"]
        lines = [self._line(each, title) for each in copy.dates]
        for lost in copy.lost:
            key = (lost.on or date.max, 0, title)
            verdict = "不上课" if lost.on else "跳过"
            day = short_day(lost.on) if lost.on else ""
            cells = (f"第{lost.week}周", day, "", "", title, verdict, lost.why)
            lines.append(Line(key, cells, {5: Tone.NEUTRAL}, lost.why))
        return lines

    def _line(self, each: Planned, title: str) -> Line:
        use = each.use
        hard = any(clash.hard for clash in each.clashes)
        tone = Tone.STOP if hard else Tone.CAUTION if each.clashes else Tone.GOOD
        verdict = "跳过" if hard else "有提醒" if each.clashes else "复制"
        cells = (
            f"第{each.week}周" if each.week else "", short_day(use.on), str(use.periods),
            self._numbers.get(use.room, ""), title, verdict, each.words,
        )  # fmt: skip
        key = (use.on, use.periods.first, f"{use.room}{use.part}{use.booking}")
        return Line(key, cells, {5: tone}, each.words)

    def finish(self) -> None:
        """Just what is shown; a rule that is not kept wants a reason, and nothing is stored."""
        try:
            values = self.form.values()
            found = copy_week(self._desk.office, self._wanted(values))
        except Invalid as invalid:
            self.form.show_problems(invalid.problems)
            return
        except (Conflict, Refused) as refused:
            self._say(refused.message, Tone.STOP)
            return
        kept = sum(len(copy.kept) for copy in found)
        out = sum(len(copy.left_out) + len(copy.lost) for copy in found)
        self.told = f"已复制 {kept} 次预约" + (f"，跳过 {out} 次" if out else "")
        self.accept()
