"""Step 2 of an import of a timetable: what goes in, what clashes, and where that could go."""

from collections import Counter
from collections.abc import Iterable
from enum import Enum

from PySide6.QtWidgets import QFrame, QWidget

from app.services.exchange.lines import Outcome
from app.services.exchange.timetable import TimetablePlan
from app.services.exchange.timetable_clashes import Entry
from app.services.exchange.timetable_writing import PERIODS_TOLD
from app.ui.grid import Grid, Head, Line, Section
from app.ui.labels import label
from app.ui.layouts import column, row, scrolled
from app.ui.lines import Lines
from app.ui.look import Look
from app.ui.panels import CounterTile
from app.ui.tokens import MEDIUM, NARROW, SNUG, Tone


class Fate(Enum):
    """What becomes of a row, for people."""

    NEW = "新增"
    CHANGED = "有变化"
    SAME = "相同"
    OPEN = "待排"
    REFUSED = "退回"
    TOLD = "提醒"  # beside one of the others


_TONES = {
    Fate.NEW: Tone.GOOD,
    Fate.CHANGED: Tone.ACCENT,
    Fate.SAME: Tone.NEUTRAL,
    Fate.OPEN: Tone.CAUTION,
    Fate.REFUSED: Tone.STOP,
    Fate.TOLD: Tone.CAUTION,
}
_NOTES = {
    Fate.NEW: "将排入，每次上课都预约",
    Fate.CHANGED: "将按课表更新",
    Fate.SAME: "与库里一致，不动",
    Fate.OPEN: "实训室已被占用，不排入",
    Fate.REFUSED: "有错，不会写入",
    Fate.TOLD: "排入，但请看一眼",
}
_OUTCOMES = {
    Outcome.NEW: Fate.NEW,
    Outcome.CHANGED: Fate.CHANGED,
    Outcome.SAME: Fate.SAME,
    Outcome.REFUSED: Fate.REFUSED,
}
_HEADS = (
    Head("行", 4, right=True),
    Head("结果", 6),
    Head("课程", 10),
    Head("班级、教师", 10, spare=1),
    Head("时间", 14),
    Head("实训室", 5),
    Head("说明", 14, stretch=True),
)
_DETAIL = 280
_NAMED = 3  # lessons that are gone, in full: they are long


def fate(entry: Entry) -> Fate:
    """What becomes of a row."""
    return Fate.OPEN if entry.unplaced else _OUTCOMES[entry.outcome]


class TimetableStep(QWidget):
    """Tiles by fate, the rows of one fate, and all about the row that is looked at."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._plan: TimetablePlan | None = None
        self._fate: Fate | None = None
        self.tiles = {each: self._tile(each) for each in Fate}
        self.list = Grid(look, "课表试算结果", _HEADS)
        self.list.chosen.connect(self._show_row)
        self._about = Lines(spacing=NARROW)
        self.told = label("", "muted", wrap=True)
        self._lay_out()

    def show_plan(self, plan: TimetablePlan) -> None:
        """Begin with what needs a person."""
        self._plan = plan
        for each, tile in self.tiles.items():
            count = sum(1 for _ in self._rows(each))
            tile.count(f"{count:,}", _NOTES[each], _TONES[each] if count else Tone.NEUTRAL)
        self.told.setText("　".join(_about(plan)))
        self._choose(next((f for f in (Fate.REFUSED, Fate.OPEN) if any(self._rows(f))), None))

    def _rows(self, wanted: Fate | None) -> Iterable[Entry]:
        entries = self._plan.entries if self._plan else ()
        if wanted is Fate.TOLD:
            return (e for e in entries if fate(e) not in (Fate.OPEN, Fate.REFUSED) and _told(e))
        return (each for each in entries if wanted in (None, fate(each)))

    def _choose(self, wanted: Fate | None) -> None:
        self._fate = wanted
        for each, tile in self.tiles.items():
            tile.setChecked(each is wanted)
        lines = [_line(each) for each in self._rows(wanted)]
        self.list.fill([Section("", lines)])
        self.list.verticalScrollBar().setValue(0)
        self.list.choose([lines[0].key] if lines else [])
        self._show_row()

    def _press(self, wanted: Fate) -> None:
        self._choose(None if self._fate is wanted else wanted)

    def _show_row(self) -> None:
        """The chosen row in full: what it says, what stands against it, where it could go."""
        keys = self.list.marked()
        entry = next((e for e in self._rows(None) if e.row.number in keys), None)
        if entry is None:
            self._about.fill([label("选中一行，这里说明。", "muted")])
            return
        head = label(f"第 {entry.row.number} 行：{fate(entry).value}", "part")
        self._about.fill([head, *_details(entry)])

    # --- building

    def _tile(self, each: Fate) -> CounterTile:
        made = CounterTile(each.value)
        made.setCheckable(True)
        made.opened.connect(lambda: self._press(each))
        return made

    def _lay_out(self) -> None:
        card = QFrame()
        card.setProperty("surface", "card")
        card.setLayout(column(scrolled(column(self._about, 1, margins=MEDIUM)), margins=1))
        card.setFixedWidth(_DETAIL)
        both = row(spacing=SNUG)
        both.addWidget(self.list, 1)
        both.addWidget(card)
        whole = column(row(*self.tiles.values(), spacing=NARROW), self.told, spacing=SNUG)
        whole.addLayout(both, 1)
        self.setLayout(whole)


def _about(plan: TimetablePlan) -> Iterable[str]:
    """What goes for the whole file."""
    fresh = "（将新建）" if plan.fresh_term else ""
    yield f"学期 {plan.term.code}{fresh}，共占 {plan.slots:,} 节。"
    if plan.made:
        counted = Counter(each.kind for each in plan.made)
        told = (f"{kind.about.label} {n} {kind.about.counter}" for kind, n in counted.items())
        yield f"库里没有、随课表新建：{'、'.join(told)}。"
    if plan.no_periods:
        yield f"{PERIODS_TOLD}。"
    if plan.missing:
        count = len(plan.missing)
        more = f"等 {count} 条" if count > _NAMED else ""
        yield f"课表里已没有、保留未动：{'、'.join(plan.missing[:_NAMED])}{more}。"


def _told(entry: Entry) -> list[str]:
    """All that is to be said of a row, the weightiest first."""
    problems = [f"{each.field}：{each.message}" for each in entry.row.problems]
    clashes = [each.words.partition("：")[2] for each in entry.clashes]
    warnings = [
        f"{each.field}：{each.message}" if each.field else each.message
        for each in entry.row.warnings
    ]
    return [*problems, *clashes, *warnings]


def _when(entry: Entry) -> str:
    texts = entry.row.texts
    if entry.row.pattern is not None:
        return str(entry.row.pattern)
    return " ".join(filter(None, (texts.get(key) for key in ("weeks", "weekday", "periods"))))


def _line(entry: Entry) -> Line:
    texts = entry.row.texts
    who = " ".join(filter(None, (texts.get("class_name"), texts.get("teacher"))))
    cells = (
        str(entry.row.number), fate(entry).value, texts.get("title", ""), who, _when(entry),
        texts.get("room", ""), "；".join(_told(entry)),
    )  # fmt: skip
    return Line(entry.row.number, cells, {1: _TONES[fate(entry)]})


def _details(entry: Entry) -> Iterable[QWidget]:
    tone = Tone.CAUTION if fate(entry) in (Fate.NEW, Fate.SAME) else _TONES[fate(entry)]
    for words in _told(entry):
        line = label(words, wrap=True, selectable=True)
        line.setProperty("tone", tone.value)
        yield line
    if fate(entry) is Fate.OPEN:
        yield label("保留为“待排”，导入后在“预约”页的“待办”里改地点或时间。", "muted", wrap=True)
    texts = entry.row.texts
    heads = f"{entry.row.heads} 人" if entry.row.heads is not None else ""
    said = (
        ("课程", texts.get("title", "")),
        ("班级", " ".join(filter(None, (texts.get("class_name"), heads)))),
        ("任课教师", texts.get("teacher", "")),
        ("时间", _when(entry)),
        ("实训室", texts.get("room", "")),
    )
    for name, words in said:
        if words:
            yield label(name, "label")
            yield label(words, wrap=True, selectable=True)
