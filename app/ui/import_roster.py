"""Step 4 of an import of students: who is new, who moved, who is gone; ticked before it is written.

Whoever is absent from the file is only proposed: nobody leaves unless a person ticks it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QWidget

from app.errors import Invalid
from app.models import StudentChange
from app.models.fields import Field
from app.models.students import Standing
from app.services.roster import Leaver, Moved, RosterDifference
from app.services.roster_writing import Decision
from app.ui.choosers import ChoiceBox
from app.ui.form import Form
from app.ui.grid import Head, Line, Section
from app.ui.labels import label, rule
from app.ui.layouts import column, row
from app.ui.lines import Lines
from app.ui.page import Desk
from app.ui.panels import CounterTile
from app.ui.ticks import TickGrid
from app.ui.today import today
from app.ui.tokens import MEDIUM, NARROW, SNUG, Tone

NEW, MOVED, LEFT, REST = "新生", "转专业·调班", "离校", "其余更新"
_HEADS = (
    Head("学号", 14),
    Head("姓名", 8),
    Head("班级", 9, spare=1),
    Head("变化", 24, stretch=True),
)
_TITLES = {
    NEW: "新生：库里没有，将新建",
    MOVED: "转专业、调班、学籍变动：写入并记入学籍异动",
    LEFT: "离校：库里在读、新名册里没有。只是提议，勾选的才登记",
    REST: "其余更新：电话、住址等",
}
_NOTES = {
    NEW: "库里没有的学生",
    MOVED: "会记入学籍异动",
    LEFT: "名册中没有的在读学生",
    REST: "电话、住址等",
}
_TONES = {NEW: Tone.GOOD, MOVED: Tone.ACCENT, LEFT: Tone.CAUTION, REST: Tone.ACCENT}
_SIDE = 320
_FORM = 168
_NAMED = 8
_GONE = tuple(each for each in Standing if each is not Standing.ENROLLED)
_FIELDS = (
    Field(key="on", label="变动日期", type=date),
    replace(StudentChange.field("reason"), group="基本信息"),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """One student as a line, under one of the headings."""

    part: str
    line: Line
    told: Sequence[str]  # everything about it, for the side


class RosterStep(QWidget):
    """Tiles by what happens, everybody it happens to, and how leaving is written down."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._difference: RosterDifference | None = None
        self._shown: dict[UUID, Shown] = {}
        self._part = ""  # the only one that is shown; empty: all
        self._as: dict[UUID, Standing] = {}  # how a leaver would be written down
        self.tiles = {part: self._tile(part) for part in (NEW, MOVED, LEFT, REST)}
        self.list = TickGrid(desk.look, "名册变化", _HEADS)
        self.form = Form(_FIELDS, desk.look, desk.lookup)
        self.standing = ChoiceBox(
            [(str(each), each) for each in _GONE], desk.lookup.initials, optional=False
        )
        self.standing.setAccessibleName("选中的离校学生记为")
        self.off_rosters = QCheckBox("退学、转出的，同时从培养班离班")
        self._about = Lines(spacing=NARROW)
        self._classes = label("", wrap=True, selectable=True)
        self._classes.setProperty("tone", Tone.CAUTION.value)
        self._lay_out()
        self.list.chosen.connect(self._tell)
        self.list.ticked.connect(self._count)
        self.standing.chosen.connect(self._write_down)

    def show_difference(self, difference: RosterDifference) -> None:
        """Everything is ticked except who would leave."""
        self._difference, self._part = difference, ""
        self._as = {each.student: Standing.LEFT for each in difference.leavers}
        self.form.start({"on": today()})
        self.off_rosters.setChecked(True)
        self.standing.set_value(Standing.LEFT)
        self._leaving.setVisible(bool(difference.leavers))
        self._classes.setText(_new_classes(difference.unknown))
        self._classes.setVisible(bool(difference.unknown))
        self._read()
        boxes = self.list.boxes
        boxes.tick(list(boxes.chosen), on=False)
        boxes.tick((key for key, each in self._shown.items() if each.part != LEFT), on=True)
        self._fill()

    def ticked(self, *parts: str) -> list[UUID]:
        """Who is ticked of these parts."""
        chosen = self.list.boxes.chosen
        return [key for key, each in self._shown.items() if key in chosen and each.part in parts]

    def summary(self) -> str:
        """How many would come, change and leave; empty if nobody is ticked."""
        coming, changing = len(self.ticked(NEW)), len(self.ticked(MOVED, REST))
        counts = (("新增", coming), ("更新", changing), ("离校", len(self.ticked(LEFT))))
        return "，".join(f"{words} {count:,}" for words, count in counts if count)

    def decision(self) -> Decision | None:
        """What was decided; none if the form has something against it, and says so."""
        try:
            given = self.form.values()
        except Invalid:
            return None
        return Decision(
            on=given["on"],
            leaving={key: self._as[key] for key in self.ticked(LEFT)},
            rows=frozenset(self.ticked(NEW, MOVED, REST)),
            reason=given["reason"],
            off_rosters=self.off_rosters.isChecked(),
        )

    # --- the list

    def _read(self) -> None:
        if self._difference is not None:
            self._shown = _lines(self._difference, self._as)

    def _fill(self) -> None:
        """The sections that are asked for, empty ones left out."""
        sections = []
        for part, title in _TITLES.items():
            lines = [each.line for each in self._shown.values() if each.part == part]
            if lines and self._part in ("", part):
                sections.append(Section(f"{title}（{len(lines)}）", lines))
        self.list.fill(sections)
        self._count()
        self._tell()

    def _press(self, part: str) -> None:
        self._part = "" if self._part == part else part
        self._fill()

    def _count(self) -> None:
        for part, tile in self.tiles.items():
            count = sum(each.part == part for each in self._shown.values())
            ticked = len(self.ticked(part))
            note = f"已勾选 {ticked:,} 人" if count else _NOTES[part]
            tile.count(f"{count:,}", note, _TONES[part] if count else Tone.NEUTRAL)
            tile.setChecked(part == self._part)
        self.changed.emit()

    # --- the side

    def _write_down(self) -> None:
        """The chosen leavers, or all of them where none is chosen."""
        marked = [key for key in self.list.marked() if key in self._as]
        for key in marked or self._as:
            self._as[key] = self.standing.value()
        self._read()
        self._fill()

    def _tell(self) -> None:
        """All about who is chosen."""
        marked = self.list.marked()
        if not self._shown:
            self._about.fill([label("这份名册与库里的记录一致，没有变化。", wrap=True)])
            return
        if len(marked) != 1:
            told = f"选中 {len(marked)} 人，按空格键一起勾选或取消。" if marked else ""
            told = told or "选中一人，这里说明变化。空格键勾选或取消。"
            self._about.fill([label(told, "muted", wrap=True)])
            return
        shown = self._shown[marked[0]]
        name = f"{shown.line.cells[1]}（{shown.line.cells[0]}）"
        texts = [label(each, wrap=True, selectable=True) for each in shown.told]
        self._about.fill([label(name, "part", wrap=True), *texts])
        if marked[0] in self._as:
            self.standing.set_value(self._as[marked[0]])

    # --- building

    def _tile(self, part: str) -> CounterTile:
        made = CounterTile(part)
        made.setCheckable(True)
        made.opened.connect(lambda: self._press(part))
        return made

    def _lay_out(self) -> None:
        self._leaving = QWidget()
        told = label("选中的离校学生记为", "label")
        self._leaving.setLayout(
            column(
                told,
                self.standing,
                self.off_rosters,
                spacing=NARROW,
                margins=(MEDIUM, 0, MEDIUM, SNUG),
            )
        )
        about = column(self._about, 1, margins=(MEDIUM, SNUG, MEDIUM, MEDIUM))
        card = QFrame()
        card.setProperty("surface", "card")
        whole = column(spacing=SNUG, margins=1)
        self.form.setFixedHeight(_FORM)
        whole.addWidget(self.form)
        whole.addWidget(self._leaving)
        whole.addWidget(rule())
        whole.addLayout(about, 1)
        card.setLayout(whole)
        card.setFixedWidth(_SIDE)
        both = row(spacing=SNUG)
        both.addWidget(self.list, 1)
        both.addWidget(card)
        tiles = row(*self.tiles.values(), spacing=NARROW)
        page = column(tiles, self._classes, spacing=SNUG)
        page.addLayout(both, 1)
        self.setLayout(page)


def _lines(difference: RosterDifference, leaving: Mapping[UUID, Standing]) -> dict[UUID, Shown]:
    """By student; of one who moved twice both moves in one line."""
    found: dict[UUID, Shown] = {}
    for new in difference.newcomers:
        told = f"名册第 {new.row} 行"
        cells = (new.number, new.name, new.school_class, told)
        found[new.student] = Shown(NEW, Line(new.student, cells), (told, new.school_class))
    moves: dict[UUID, list[Moved]] = {}
    for move in difference.moved:
        moves.setdefault(move.student, []).append(move)
    for key, steps in moves.items():
        words = [f"{each.what}：{each.before} → {each.after}" for each in steps]
        cells = (steps[0].number, steps[0].name, steps[0].school_class, "；".join(words))
        found[key] = Shown(MOVED, Line(key, cells), words)
    for gone in difference.leavers:
        found[gone.student] = _leaver(gone, leaving[gone.student])
    for each in difference.corrected:
        told = f"更新{'、'.join(each.fields)}"
        cells = (each.number, each.name, each.school_class, told)
        found[each.student] = Shown(REST, Line(each.student, cells), (told,))
    return found


def _new_classes(names: Sequence[str]) -> str:
    """Said before they are made: it may be that only their name is written wrongly."""
    named = "、".join(names[:_NAMED]) + (" 等" if len(names) > _NAMED else "")
    return f"{len(names)} 个班级库里没有，将一并新建：{named}。写错的班级名称请先在表里改正。"


def _leaver(gone: Leaver, standing: Standing) -> Shown:
    hangs = list[str]()
    if gone.internship:
        hangs.append(f"正在实习：{gone.internship}")
    if gone.cohorts:
        hangs.append(f"在培养班：{'、'.join(gone.cohorts)}")
    cells = (gone.number, gone.name, gone.school_class, "；".join([f"记为{standing}", *hangs]))
    told = [f"勾选后学籍记为“{standing}”。", *hangs]
    if gone.internship:
        told.append("实习安排不会自动终止，首页会列为例外，请另行处理。")
    return Shown(LEFT, Line(gone.student, cells, {3: Tone.CAUTION} if hangs else {}), told)
