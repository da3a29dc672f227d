"""What a pressed button does in a week grid: draw, move a block or several, stretch one.

Each says where it would lead, were the button let go at a period: by the key of each block, the
periods where it would be. What is drawn has no key yet.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtCore import QPoint

from app.ui.week_sheet import Block, Sheet, Spot

Ghosts = Mapping[Any, Spot]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What stands against a block being somewhere."""

    words: str
    stops: bool  # or it is only to be minded


Verdicts = Mapping[Any, Verdict]  # of those that something stands against
Judge = Callable[[Ghosts], Verdicts]


class Gesture(Protocol):
    """A button that was pressed somewhere."""

    def led(self, to: Spot) -> Ghosts:
        """Where it leads from there to here; nothing where it would change nothing."""


@dataclass(frozen=True, slots=True)
class Draw:
    """Choosing periods of one room and day."""

    start: Spot

    def led(self, to: Spot) -> Ghosts:
        one, other = sorted((self.start.first, to.first))
        return {None: Spot(self.start.lane, self.start.day, one, other)}


@dataclass(frozen=True, slots=True)
class Stretch:
    """Taking a block by its end."""

    block: Block

    def led(self, to: Spot) -> Ghosts:
        old = self.block.spot
        wanted = old._replace(last=max(old.first, to.first))
        return {self.block.key: wanted} if wanted != old else {}


@dataclass(frozen=True, slots=True)
class Shift:
    """Taking blocks elsewhere, all by the same step, which ends where the first one is stopped."""

    start: Spot
    blocks: Sequence[Block]
    sheet: Sheet

    def led(self, to: Spot) -> Ghosts:
        spots = [block.spot for block in self.blocks]
        lanes, days = [spot.lane for spot in spots], [spot.day for spot in spots]
        firsts, lasts = [spot.first for spot in spots], [spot.last for spot in spots]
        sheet, start = self.sheet, self.start
        lane = _within(to.lane - start.lane, lanes, lanes, len(sheet.lanes))
        day = _within(to.day - start.day, days, days, len(sheet.days))
        by = _within(to.first - start.first, firsts, lasts, len(sheet.periods))
        if not lane and not day and not by:
            return {}
        return {block.key: block.spot.moved(lane=lane, day=day, by=by) for block in self.blocks}


def _within(step: int, firsts: Sequence[int], lasts: Sequence[int], count: int) -> int:
    """So far at most that none leaves the sheet."""
    return max(-min(firsts), min(step, count - 1 - max(lasts)))


class Drag:
    """A gesture under way: what it would bring about by now, and what stands against that."""

    def __init__(self, gesture: Gesture, pressed: QPoint, judge: Judge) -> None:
        self.ghosts: Ghosts = {}
        self.verdicts: Verdicts = {}
        self._gesture, self._pressed, self._judge = gesture, pressed, judge

    def distance(self, point: QPoint) -> int:
        """How far it is from where the button was pressed."""
        return (point - self._pressed).manhattanLength()

    def lead(self, to: Spot) -> None:
        """On to a period; somebody is asked only if that makes a difference."""
        led = self._gesture.led(to)
        if led != self.ghosts:
            self.ghosts = led
            self.verdicts = self._judge(led) if None not in led else {}
