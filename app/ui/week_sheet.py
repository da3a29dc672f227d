"""What a week grid shows, as values, and where in it everything stands.

Rooms, days and periods are counted from 0 by their place. A tile is one room on one day: the piece
that is painted once and kept. `Across` lays rooms under each other and the days side by side, each
with its periods; `Upright` lays one room out as a timetable, days side by side, periods downwards.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import accumulate
from typing import Any, Protocol

from PySide6.QtCore import QPoint, QRect, QSize

from app.ui.tokens import Tone

ROOM_HEAD, PERIOD_HEAD = 136, 96  # widths of what stands at the left
_ROW = 54  # height of a room
_PART = 20  # of each that shares it
_SLOT = 33  # a period is at least as wide as this
_STEP = 40  # a period is at least as high as this


@dataclass(frozen=True, slots=True)
class Spot:
    """Some periods of one day in one room."""

    lane: int
    day: int
    first: int
    last: int

    def moved(self, *, lane: int = 0, day: int = 0, by: int = 0) -> "Spot":
        """The same, somewhere else."""
        return Spot(self.lane + lane, self.day + day, self.first + by, self.last + by)


@dataclass(frozen=True, slots=True)
class Lane:
    """One room."""

    key: Any
    title: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """One day: its name and what is special about it."""

    on: date
    title: str
    note: str = ""
    tone: Tone = Tone.NEUTRAL


@dataclass(frozen=True, slots=True)
class Block:
    """What occupies a spot. A soft one is not settled yet; a fixed one cannot be moved."""

    key: Any
    spot: Spot
    title: str
    word: str  # what kind it is: its colour never says it alone
    note: str = ""
    about: str = ""  # said after the title, where there is room
    tone: Tone = Tone.ACCENT
    soft: bool = False
    fixed: bool = False
    part: int = 0  # which of those that share the room at that time, given by `stacked`
    parts: int = 1


def _nothing(_key: Any) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything a grid shows. `shut`: room, day and period that nobody can have, with why."""

    lanes: Sequence[Lane] = ()
    days: Sequence[Day] = ()
    periods: Sequence[str] = ()  # 第1节
    times: Sequence[str] = ()  # 08:20–09:05
    blocks: Sequence[Block] = ()
    shut: dict[tuple[int, int, int], str] = field(default_factory=dict)
    now: tuple[int, float] | None = None  # day, and period with its fraction

    tell: Callable[[Any], str] = _nothing  # everything about the block of a key, in a sentence

    def tiles(self) -> dict[tuple[int, int], list[Block]]:
        """The blocks of each room and day."""
        found: dict[tuple[int, int], list[Block]] = {}
        for block in self.blocks:
            found.setdefault((block.spot.lane, block.spot.day), []).append(block)
        return found


def stacked(blocks: Iterable[Block]) -> list[Block]:
    """Give each its part of the room, so that none covers another."""
    found: list[Block] = []
    bunch: list[Block] = []
    free: list[int] = []  # for each part, the first period that is free in it
    for block in sorted(blocks, key=lambda each: (each.spot.first, -each.spot.last)):
        if free and block.spot.first >= max(free):
            found += [replace(each, parts=len(free)) for each in bunch]
            bunch, free = [], []
        part = next((n for n, until in enumerate(free) if until <= block.spot.first), len(free))
        free[part : part + 1] = [block.spot.last + 1]
        bunch.append(replace(block, part=part))
    return found + [replace(each, parts=len(free)) for each in bunch]


def deepest(blocks: Iterable[Block]) -> int:
    """How many stand in one period at most: so many parts `stacked` makes."""
    at = Counter(n for block in blocks for n in range(block.spot.first, block.spot.last + 1))
    return max(at.values(), default=1)


class Layout(Protocol):
    """Where rooms, days and periods stand; all in the grid's own measure, heads left out."""

    head: int  # width of what stands at the left

    def size(self) -> QSize:
        """How large everything is."""

    def tile(self, lane: int, day: int) -> QRect:
        """Where a room's day stands."""

    def part(self, spot: Spot, part: int = 0, parts: int = 1) -> QRect:
        """Where a spot stands, or its share of the room."""

    def at(self, point: QPoint) -> Spot | None:
        """The one period under a point."""

    def seen(self, area: QRect) -> Iterable[tuple[int, int]]:
        """The tiles that lie in an area."""

    def rows(self) -> int:
        """How many lines the head at the left names."""

    def row(self, number: int) -> tuple[int, int]:
        """Where one of them begins and how high it is."""


class Across:
    """Rooms under each other, days and their periods side by side.

    A room that more share at a time than its usual height has lines for is higher.
    """

    head = ROOM_HEAD

    def __init__(self, sheet: Sheet, room: QSize) -> None:
        self._lanes, self._days = len(sheet.lanes), max(1, len(sheet.days))
        self._periods = max(1, len(sheet.periods))
        self.slot = max(_SLOT, room.width() // (self._days * self._periods))
        self._wide = self.slot * self._periods
        most = [1] * self._lanes
        for (lane, _), blocks in sheet.tiles().items():
            if len(blocks) > _ROW // _PART:
                most[lane] = max(most[lane], deepest(blocks))
        highs = [max(_ROW, _PART * parts) for parts in most]
        self._tops = [0, *accumulate(highs)]

    def size(self) -> QSize:
        return QSize(self._wide * self._days, self._tops[-1])

    def tile(self, lane: int, day: int) -> QRect:
        top, high = self.row(lane)
        return QRect(day * self._wide, top, self._wide, high)

    def part(self, spot: Spot, part: int = 0, parts: int = 1) -> QRect:
        top, high = self.row(spot.lane)
        begin, end = top + high * part // parts, top + high * (part + 1) // parts
        left = spot.day * self._wide + spot.first * self.slot
        return QRect(left, begin, (spot.last - spot.first + 1) * self.slot, end - begin)

    def at(self, point: QPoint) -> Spot | None:
        lane, slot = self._lane(point.y()), point.x() // self.slot
        day, period = divmod(slot, self._periods)
        inside = 0 <= lane < self._lanes and 0 <= day < self._days
        return Spot(lane, day, period, period) if inside else None

    def seen(self, area: QRect) -> Iterable[tuple[int, int]]:
        first, last = max(0, self._lane(area.top())), self._lane(area.bottom())
        lanes = range(first, min(self._lanes, last + 1))
        left, right = area.left() // self._wide, area.right() // self._wide + 1
        days = range(max(0, left), min(self._days, right))
        return ((lane, day) for lane in lanes for day in days)

    def rows(self) -> int:
        return self._lanes

    def row(self, number: int) -> tuple[int, int]:
        return self._tops[number], self._tops[number + 1] - self._tops[number]

    def _lane(self, y: int) -> int:
        """The room at a height; -1 above the first one."""
        return bisect_right(self._tops, y) - 1


class Upright:
    """One room: days side by side, periods downwards."""

    head = PERIOD_HEAD

    def __init__(self, sheet: Sheet, room: QSize) -> None:
        self._lanes = min(1, len(sheet.lanes))
        self._days, self._periods = max(1, len(sheet.days)), max(1, len(sheet.periods))
        self.slot = max(_STEP, room.height() // self._periods)
        self._wide = max(72, room.width() // self._days)

    def size(self) -> QSize:
        return QSize(self._wide * self._days, self.slot * self._periods * self._lanes)

    def tile(self, lane: int, day: int) -> QRect:
        return QRect(day * self._wide, 0, self._wide, self.slot * self._periods)

    def part(self, spot: Spot, part: int = 0, parts: int = 1) -> QRect:
        left = spot.day * self._wide + self._wide * part // parts
        end = spot.day * self._wide + self._wide * (part + 1) // parts
        return QRect(left, spot.first * self.slot, end - left, self._high(spot))

    def _high(self, spot: Spot) -> int:
        return (spot.last - spot.first + 1) * self.slot

    def at(self, point: QPoint) -> Spot | None:
        day, period = point.x() // self._wide, point.y() // self.slot
        inside = self._lanes and 0 <= day < self._days and 0 <= period < self._periods
        return Spot(0, day, period, period) if inside else None

    def seen(self, area: QRect) -> Iterable[tuple[int, int]]:
        left, right = area.left() // self._wide, area.right() // self._wide + 1
        days = range(max(0, left), min(self._days, right))
        return ((0, day) for day in days if self._lanes)

    def rows(self) -> int:
        return self._periods * self._lanes

    def row(self, number: int) -> tuple[int, int]:
        return number * self.slot, self.slot
