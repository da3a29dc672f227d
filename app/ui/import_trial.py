"""Step 3 of an import: what would happen to every row, before anything happens."""

from collections.abc import Iterator, Sequence

from PySide6.QtWidgets import QFrame, QWidget

from app.services.exchange.lines import Line as PlanLine
from app.services.exchange.lines import Outcome
from app.services.exchange.plan import Plan
from app.services.plan_words import PlanWords, Shown
from app.ui.grid import Grid, Head, Line, Section
from app.ui.labels import label
from app.ui.layouts import column, row, scrolled
from app.ui.lines import Lines
from app.ui.page import Desk
from app.ui.panels import CounterTile
from app.ui.tokens import MEDIUM, NARROW, SNUG, TIGHT, Tone

TONES = {
    Outcome.NEW: Tone.GOOD,
    Outcome.CHANGED: Tone.ACCENT,
    Outcome.SAME: Tone.NEUTRAL,
    Outcome.REFUSED: Tone.STOP,
}
_NAMES = {
    Outcome.NEW: "新增",
    Outcome.CHANGED: "有变化",
    Outcome.SAME: "相同",
    Outcome.REFUSED: "退回",
}
_NOTES = {
    Outcome.NEW: "库里没有，将新建",
    Outcome.CHANGED: "将按文件更新",
    Outcome.SAME: "与库里一致，不动",
    Outcome.REFUSED: "有错，不会写入",
}
_HEADS = (
    Head("行", 4, right=True),
    Head("结果", 6),
    Head("名称", 18),
    Head("说明", 30, stretch=True),
)
_DETAIL = 320
_WARNED = "提醒"


class TrialStep(QWidget):
    """Tiles by fate, the rows of one fate, and all about the row that is looked at."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._plan: Plan | None = None
        self._words: PlanWords | None = None
        self._fate: Outcome | str | None = None
        self.tiles: dict[Outcome | str, CounterTile] = {
            **{fate: self._tile(fate, _NAMES[fate]) for fate in Outcome},
            _WARNED: self._tile(_WARNED, _WARNED),
        }
        self.list = Grid(desk.look, "试算结果", _HEADS)
        self.list.chosen.connect(self._show_row)
        self._about = Lines(spacing=NARROW)
        self._told = label("", "muted", wrap=True)
        self._lay_out()

    def show_plan(self, plan: Plan) -> None:
        """Begin with what needs a look: what is refused, else everything."""
        self._plan = plan
        self._words = PlanWords(self._desk.office, plan)
        warned = sum(1 for line in plan.lines if line.warnings)
        for fate, tile in self.tiles.items():
            count = plan.counts[fate] if isinstance(fate, Outcome) else warned
            note = _NOTES[fate] if isinstance(fate, Outcome) else "写入，但请看一眼"
            tone = TONES[fate] if isinstance(fate, Outcome) else Tone.CAUTION
            tile.count(f"{count:,}", note, tone if count else Tone.NEUTRAL)
        unused = "、".join(plan.unused)
        self._told.setText(f"没有导入的列：{unused}" if unused else "")
        self._told.setVisible(bool(unused))
        self._choose(Outcome.REFUSED if plan.counts[Outcome.REFUSED] else None)

    def _choose(self, fate: Outcome | str | None) -> None:
        self._fate = fate
        for each, tile in self.tiles.items():
            tile.setChecked(each == fate)
        if self._plan is not None and self._words is not None:
            found = [line for line in self._plan.lines if self._is_of(line)]
            self.list.fill([Section("", _Rows(found, self._words))])
            self.list.verticalScrollBar().setValue(0)
            self.list.choose([found[0].number] if found else [])
        self._show_row()

    def _is_of(self, line: PlanLine) -> bool:
        if self._fate == _WARNED:
            return bool(line.warnings)
        return self._fate is None or line.outcome is self._fate

    def _press(self, fate: Outcome | str) -> None:
        self._choose(None if self._fate == fate else fate)

    def _show_row(self) -> None:
        """Every field of the chosen row: old, new, and what is wrong with it."""
        keys = self.list.marked()
        plan, words = self._plan, self._words
        line = next((each for each in plan.lines if each.number in keys), None) if plan else None
        if line is None or words is None:
            self._about.fill([label("选中一行，这里逐格说明。", "muted")])
            return
        head = label(f"第 {line.number} 行：{_NAMES[line.outcome]}", "part")
        self._about.fill([head, *(_cell(shown) for shown in words.details(line))])

    # --- building

    def _tile(self, fate: Outcome | str, name: str) -> CounterTile:
        made = CounterTile(name)
        made.setCheckable(True)
        made.opened.connect(lambda: self._press(fate))
        return made

    def _lay_out(self) -> None:
        scroll = scrolled(column(self._about, 1, margins=MEDIUM))
        card = QFrame()
        card.setProperty("surface", "card")
        card.setLayout(column(scroll, margins=1))
        card.setFixedWidth(_DETAIL)
        both = row(spacing=SNUG)
        both.addWidget(self.list, 1)
        both.addWidget(card)
        tiles = row(*self.tiles.values(), spacing=NARROW)
        whole = column(tiles, self._told, spacing=SNUG)
        whole.addLayout(both, 1)
        self.setLayout(whole)


class _Rows(Sequence[Line]):
    """The lines of a plan as lines of a list, made when they come into view."""

    def __init__(self, found: Sequence[PlanLine], words: PlanWords) -> None:
        self._found = found
        self._words = words

    def __len__(self) -> int:
        return len(self._found)

    def __getitem__(self, at: int) -> Line:  # type: ignore[override]  # never sliced
        line = self._found[at]
        warned = line.warnings and not line.problems
        name, told = self._words.name(line), self._words.summary(line)
        tone = Tone.CAUTION if warned and line.outcome is Outcome.SAME else TONES[line.outcome]
        return Line(line.number, (str(line.number), _NAMES[line.outcome], name, told), {1: tone})

    def __iter__(self) -> Iterator[Line]:
        """Only their keys are wanted of all of them."""
        return (Line(line.number, ()) for line in self._found)


def _cell(shown: Shown) -> QWidget:
    parts: list[QWidget] = [label(shown.label, "label")]
    if shown.before:
        parts.append(label(f"原来：{shown.before}", "small", wrap=True, selectable=True))
    if shown.written and shown.written != shown.after:
        parts.append(label(f"表里：{shown.written}", "small", wrap=True, selectable=True))
    if shown.after:
        parts.append(label(shown.after, wrap=True, selectable=True))
    if shown.problem:
        parts.append(label(shown.problem, "problem", wrap=True, selectable=True))
    if shown.warning:
        warning = label(shown.warning, "small", wrap=True, selectable=True)
        warning.setProperty("tone", Tone.CAUTION.value)
        parts.append(warning)
    held = QWidget()
    held.setLayout(column(*parts, spacing=TIGHT // 2))
    return held
