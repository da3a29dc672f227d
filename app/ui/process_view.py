"""过程: what is overdue while a batch runs, as counters, each with a list to work through."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QStackedWidget

from app.models import ContactRecord
from app.services.database import Commit
from app.services.process_lists import Process, batch_with, called_again, running_process
from app.ui.batch_view import BatchView
from app.ui.buttons import button
from app.ui.calls_part import CallsPart
from app.ui.gaps_part import GapsPart, IncidentsPart, sheet_of
from app.ui.layouts import column, row
from app.ui.lines import Lines
from app.ui.page import Desk, Target
from app.ui.panels import Banner, CounterTile
from app.ui.process_part import ProcessPart
from app.ui.tokens import NARROW, SNUG, Tone
from app.ui.visits_part import VisitsPart
from app.ui.weeks_part import WeeksPart

_TITLES = {
    "calls": "超期未联系",
    "visits": "超期未巡查",
    "weeks": "缺周记",
    "gaps": "保险缺口",
    "incidents": "突发事件未结案",
}
_KINDS = {"visits": "partner", "incidents": "incident"}  # what is counted; else placements
_TILE = 112


class ProcessView(BatchView):
    """A tile each for calls, visits, weekly records, insurance and accidents."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._batch: UUID | None = None
        self._process: Process | None = None
        self.calls = CallsPart(desk)
        self.visits = VisitsPart(desk)
        self.weeks = WeeksPart(desk)
        self.gaps = GapsPart(desk)
        self.incidents = IncidentsPart(desk)
        self.parts: dict[str, ProcessPart] = {
            "calls": self.calls,
            "visits": self.visits,
            "weeks": self.weeks,
            "gaps": self.gaps,
            "incidents": self.incidents,
        }
        self.tiles = {key: self._tile(key) for key in self.parts}
        self._pile = QStackedWidget()
        self._strips = Lines()
        self._lay_out()
        self._choose("calls")

    def fill(self, batch: UUID, today: date) -> None:
        """Show a batch as it stands."""
        if batch != self._batch:
            self._strips.fill(())
        self._batch = batch
        self._process = process = running_process(self._desk.office, batch, today)
        self._count(process)
        for part in self.parts.values():
            part.fill(process)

    def follow(self, commit: Commit) -> bool:
        moved = any(each.op == "U" and "placement_id" in each.fields for each in commit.changes)
        if self._process is None or commit.kinds != {ContactRecord} or moved:
            return False
        calls = [each.id for each in commit.changes]
        self._process = process = called_again(self._desk.office, self._process, calls)
        self._count(process)
        for part in self.parts.values():
            part.follow(process)
        return True

    def batch_of(self, part: str, keys: Sequence[UUID]) -> UUID | None:
        """The batch to which most of them belong."""
        return batch_with(self._desk.office, _KINDS.get(part, "placement"), keys)

    def show_part(self, part: str, keys: Sequence[UUID]) -> None:
        """Turn to a list; say how many of what was asked for stand in other batches."""
        self._choose(part)
        self.parts[part].widen()
        self.parts[part].enter()
        others = len(set(keys) - _listed(self._process, part)) if self._process else 0
        self._strips.fill(())
        if others:
            told = (
                f"首页列出的 {len(keys)} 条里，有 {others} 条在别的批次，可在上方换一个批次查看。"
            )
            self._say(told, Tone.ACCENT)

    # --- showing

    def _count(self, process: Process) -> None:
        late = [each for each in process.calls if each.rhythm.overdue]
        agreed = sum(each.open_on(process.today) for each in process.calls) - len(late)
        unvisited = sum(each.rhythm.overdue for each in process.visits)
        lacking = [each.records.missing for each in process.weeks if each.records.missing]
        calls = f"另有约定今天 {agreed} 人" if agreed else f"在岗 {len(process.calls)} 人"
        counted = {
            "calls": (len(late), calls),
            "visits": (unvisited, f"在岗单位 {len(process.visits)} 家"),
            "weeks": (len(lacking), f"共缺 {sum(map(len, lacking))} 份"),
            "gaps": (len(process.gaps), "在岗或即将上岗"),
            "incidents": (len(process.incidents), "结案前列在首页"),
        }
        for key, (count, note) in counted.items():
            self.tiles[key].count(str(count), note, Tone.STOP if count else Tone.NEUTRAL)

    def _choose(self, part: str) -> None:
        self._pile.setCurrentWidget(self.parts[part])
        for key, tile in self.tiles.items():
            tile.setChecked(key == part)

    def _say(self, text: str, tone: Tone) -> None:
        self._strips.fill([Banner(self._desk.look, text, tone)])

    def _reported(self, incident: UUID) -> None:
        """What is wanted right after an accident is the sheet of whom to call."""
        if self._batch is None:
            return
        target = sheet_of(self._batch, incident)
        look = self._desk.look
        sheet = button(look, "打印联系单", "printer", press=lambda: self.wanted.emit(target))
        told = "已登记突发事件，结案以前会一直列在首页。"
        self._strips.fill([Banner(look, told, Tone.CAUTION, [sheet])])

    # --- building

    def _print_chase(self) -> None:
        if self._batch is not None:
            given = ("chase_sheet", {"batch": self._batch})
            self.wanted.emit(Target("reports", option=given))

    def _tile(self, key: str) -> CounterTile:
        made = CounterTile(_TITLES[key])
        made.setMinimumWidth(_TILE)
        made.setCheckable(True)
        made.opened.connect(partial(self._open, key))
        return made

    def _open(self, key: str) -> None:
        self._choose(key)
        self.parts[key].enter()

    def _lay_out(self) -> None:
        for part in self.parts.values():
            self._pile.addWidget(part)
            part.wanted.connect(self.wanted)
            part.said.connect(self._say)
            part.reported.connect(self._reported)
        chase = button(self._desk.look, "打印催办单", "printer", press=self._print_chase)
        tiles = row(spacing=NARROW)
        for tile in self.tiles.values():
            tiles.addWidget(tile, 1)
        tiles.addLayout(column(chase, 1))
        whole = column(tiles, self._strips, spacing=SNUG, margins=(0, SNUG, 0, 0))
        whole.addWidget(self._pile, 1)
        self.setLayout(whole)


def _listed(process: Process, part: str) -> set[UUID]:
    """What stands in a list of the batch."""
    return {
        "calls": {each.person.placement for each in process.calls},
        "visits": {each.rhythm.partner for each in process.visits},
        "weeks": {each.person.placement for each in process.weeks},
        "gaps": {each.person.placement for each in process.gaps},
        "incidents": {each.incident for each in process.incidents},
    }[part]
