"""比例: every ratio with both integers, by department and programme, and the names behind."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from PySide6.QtCore import QModelIndex, QSignalBlocker
from PySide6.QtWidgets import QButtonGroup, QPushButton

from app.services.query import Query
from app.services.shares import Share
from app.services.teachers.meters import teachers_of
from app.services.teachers.ratios import Counted, Group, Ratio, Ratios, ratios
from app.ui.buttons import button
from app.ui.day_view import DayView
from app.ui.grid import Grid, Head, Line, Section
from app.ui.labels import label
from app.ui.layouts import column, row
from app.ui.page import Desk, Scope, Target
from app.ui.panels import CounterTile
from app.ui.tokens import NARROW, SNUG, TIGHT, Tone

Side = Literal["upper", "lower", "rest"]
_UPPER, _LOWER = 1, 2  # columns of the table
_HEADS = (
    Head("范围", 12, stretch=True),
    Head("分子", 4, right=True),
    Head("分母", 4, right=True),
    Head("比例", 6, right=True),
)
_NAMES = (
    Head("教工号", 5),
    Head("姓名", 5, stretch=True),
    Head("所属院系", 10, spare=2),
    Head("人员类别", 8, spare=3),
    Head("双师级别", 5),
    Head("有效期至", 6, spare=1),
)
_SIDES: Mapping[Side, str] = {"upper": "分子", "lower": "分母", "rest": "分母中未计入分子"}


@dataclass(frozen=True, slots=True)
class Chosen:
    """One line of the table."""

    name: str
    ratio: Ratio


class RatioView(DayView):
    """Tiles for the college; the chosen one by department and programme; names at the right."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._found: Ratios | None = None
        self._scope = Scope()
        self._key = "professional"
        self._side: Side = "upper"
        self._lines: dict[str, Chosen] = {}
        self.tiles = {
            key: self._tile(key, words)
            for key, words in (
                ("professional", "双师型占专业课教师"),
                ("full_time", "双师素质专任教师"),
                ("part_time", "兼职占专兼职教师"),
                ("part_time_professional", "兼职占专业课教师"),
            )
        }
        self.hours = CounterTile("兼职课时占专业课课时")
        self.hours.setEnabled(False)
        self.table = Grid(desk.look, "比例", _HEADS)
        self.names = Grid(desk.look, "名单", _NAMES)
        self.sides: dict[Side, QPushButton] = {
            side: self._switch(side, words) for side, words in _SIDES.items()
        }
        self.title = label("", "strong")
        self.about = label("", "muted", wrap=True)
        self.table.chosen.connect(self._show_names)
        self.table.clicked.connect(self._on_cell)
        self.names.opened.connect(lambda key: self.wanted.emit(Target("teacher", record=key)))
        self._lay_out()

    @property
    def chosen(self) -> Chosen | None:
        """The line whose names are shown."""
        marked = self.table.marked()
        return self._lines.get(marked[0]) if marked else None

    def shown(self) -> Sequence[Counted]:
        """The names at the right."""
        if self.chosen is None:
            return ()
        ratio = self.chosen.ratio
        if self._side == "rest":
            above = {each.teacher.id for each in ratio.upper}
            return [each for each in ratio.lower if each.teacher.id not in above]
        return ratio.upper if self._side == "upper" else ratio.lower

    def fill(self, on: date, scope: Scope) -> None:
        self._scope = scope
        teachers = teachers_of(self._desk.office, scope.campus)
        self._found = ratios(self._desk.office, on, teachers)
        self._show()

    # --- showing

    def _show(self) -> None:
        found = self._found
        if found is None:
            return
        aims = self._aims(found)
        for key, tile in self.tiles.items():
            ratio: Ratio = getattr(found, key)
            note, tone = aims.get(key, ("", Tone.NEUTRAL))
            counted = f"{ratio.share.part} / {ratio.share.whole}"
            tile.count(ratio.share.percent, "　".join(filter(None, (counted, note))), tone)
            tile.setChecked(key == self._key)
        hours = found.hours
        unknown = f"，{len(hours.unknown)} 人未填课时" if hours.unknown else ""
        self.hours.count(hours.share.percent, f"{hours.part_time} / {hours.share.whole}{unknown}")
        self.about.setText(self._about(found))
        self._show_table(found)

    def _aims(self, found: Ratios) -> dict[str, tuple[str, Tone]]:
        """What the college wants to reach or not to exceed."""
        settings = self._desk.office.settings
        above, below = found.professional.share, found.part_time.share
        reached = 100 * above.part >= settings.dual_target * above.whole
        kept = 100 * below.part <= settings.part_time_limit * below.whole
        return {
            "professional": (f"目标 ≥ {settings.dual_target}%", _tone(above, good=reached)),
            "part_time": (f"上限 {settings.part_time_limit}%", _tone(below, good=kept)),
        }

    def _about(self, found: Ratios) -> str:
        kindless = (
            f"；{len(found.kindless)} 人未填人员类别，不在任何比例内" if found.kindless else ""
        )
        levels = "、".join(f"{level} {len(some)} 人" for level, some in found.levels.items())
        return f"{found.on} 在校 {len(found.everybody)} 人，双师型：{levels}{kindless}。"

    def _show_table(self, found: Ratios) -> None:
        whole: Ratio = getattr(found, self._key)
        self._lines = {"college": Chosen(self._scope.campus_name, whole)}
        sections = [Section(whole.label, [_line("college", self._lines["college"])])]
        for title, prefix, groups in (
            ("按院系", "department", found.departments),
            ("按专业", "programme", found.programmes),
        ):
            lines = dict(self._parts(prefix, groups))
            self._lines |= lines
            if lines:
                told = [_line(key, each) for key, each in lines.items()]
                sections.append(Section(title, told))
        with QSignalBlocker(self.table):  # else the names are made anew for each step of it
            self.table.fill(sections)
            if not self.table.marked():
                self.table.choose(["college"])
        self._show_names()

    def _parts(self, prefix: str, groups: Sequence[Group]) -> Iterator[tuple[str, Chosen]]:
        """A ratio that is not told by parts has none."""
        for each in groups:
            ratio = getattr(each, self._key, None)
            if ratio is not None and ratio.lower:
                yield f"{prefix}/{each.id}", Chosen(each.name, ratio)

    def _show_names(self) -> None:
        chosen, some = self.chosen, self.shown()
        for side, switch in self.sides.items():
            switch.setChecked(side == self._side)
        words = f"{chosen.name}　{_SIDES[self._side]} {len(some)} 人" if chosen else ""
        self.title.setText(words)
        self.names.fill([Section("", [self._name(each) for each in some])])
        self._list.setEnabled(bool(some))

    def _name(self, each: Counted) -> Line:
        teacher, held = each.teacher, each.recognition
        until = held.until(self._found.on) if held and self._found else None
        cells = (
            teacher.number or "",
            f"{teacher.name}（离岗）" if each.away else teacher.name,
            teacher.department,
            str(teacher.kind or ""),
            str(each.level or ""),
            str(until or ""),
        )
        return Line(teacher.id, cells, {4: Tone.GOOD} if each.level else {})

    # --- what the person does

    def _choose(self, key: str) -> None:
        self._key = key
        self._show()

    def _on_cell(self, index: QModelIndex) -> None:
        """A click on a number shows the names it counts."""
        side: dict[int, Side] = {_UPPER: "upper", _LOWER: "lower"}
        if index.column() in side:
            self._turn(side[index.column()])

    def _turn(self, side: Side) -> None:
        self._side = side
        self._show_names()

    def _open_list(self) -> None:
        """The same people as a list of records, with all that can be done there."""
        some = self.shown()
        query = Query(only=tuple(each.teacher.id for each in some))
        self.wanted.emit(Target("teacher", query, title=self.title.text()))

    def _print(self) -> None:
        if self._found is not None:
            chosen = ("dual_qualified_ratio", {"as_of": self._found.on})
            self.wanted.emit(Target("reports", option=chosen))

    # --- building

    def _tile(self, key: str, words: str) -> CounterTile:
        made = CounterTile(words)
        made.setCheckable(True)
        made.opened.connect(lambda: self._choose(key))
        return made

    def _switch(self, side: Side, words: str) -> QPushButton:
        made = button(self._desk.look, words, press=lambda: self._turn(side))
        made.setCheckable(True)
        return made

    def _lay_out(self) -> None:
        look = self._desk.look
        group = QButtonGroup(self)
        for each in self.sides.values():
            group.addButton(each)
        self._list = button(look, "在列表中打开", kind="link", press=self._open_list)
        printing = button(look, "打印比例和名单", "printer", press=self._print)
        tiles = row(*self.tiles.values(), self.hours, spacing=NARROW)
        head = row(*self.sides.values(), 1, self._list, printing, spacing=TIGHT)
        right = column(head, self.title, spacing=TIGHT)
        right.addWidget(self.names, 1)
        middle = row(spacing=SNUG)
        middle.addWidget(self.table, 2)
        middle.addLayout(right, 3)
        whole = column(tiles, self.about, spacing=SNUG, margins=(0, SNUG, 0, 0))
        whole.addLayout(middle, 1)
        self.setLayout(whole)


def _tone(share: Share, *, good: bool) -> Tone:
    """Of nobody nothing is good or bad."""
    if not share.whole:
        return Tone.NEUTRAL
    return Tone.GOOD if good else Tone.STOP


def _line(key: str, each: Chosen) -> Line:
    share = each.ratio.share
    return Line(key, (each.name, str(share.part), str(share.whole), share.percent))
