"""Where rooms, days and periods stand in a week grid, and what stands at a point.

All in the grid's own measure, the heads left out. `Across` lays rooms under each other and the days
side by side, each with its periods; `Upright` lays one room out as a timetable, days side by side,
periods downwards.
"""

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate
from typing import Protocol

from PySide6.QtCore import QPoint, QRect, QSize

from app.ui.week_sheet import Sheet, Spot

_ROOM_HEAD, _PERIOD_HEAD = 136, 96  # widths of what stands at the left
_ROW, _MORE = 54, 30  # height of a room, and how much higher it is where there is room for all
_PART = 20  # of each that shares it
_SLOT = 28  # a period is at least as wide as this: a class and its number still fit
_STEP = 40  # a period is at least as high as this


def side_width(sheet: Sheet, *, upright: bool) -> int:
    """How wide what stands at the left is: names of rooms, or periods with their times."""
    changing = any("起" in times for times in sheet.times)
    return _PERIOD_HEAD if upright and not changing else _ROOM_HEAD


class Layout(Protocol):
    """What a grid asks of either."""

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

    As many whole days are in sight as there is room for, and they fill it. A room that more share
    at a time than its usual height has lines for is higher.
    """

    def __init__(self, sheet: Sheet, room: QSize) -> None:
        self._lanes, self._days = len(sheet.lanes), max(1, len(sheet.days))
        self._periods = max(1, len(sheet.periods))
        least = _SLOT * self._periods
        shown = max(1, min(self._days, room.width() // least))
        spare = shown - 1 if shown < self._days else 0  # nothing of the next day peeps out
        self._wide = max(least, (room.width() + spare) // shown)
        highs = [max(_ROW, _PART * parts) for parts in sheet.depths]
        more = max(0, min(_MORE, (room.height() - sum(highs)) // max(1, self._lanes)))
        self._tops = [0, *accumulate(high + more for high in highs)]

    def size(self) -> QSize:
        return QSize(self._wide * self._days, self._tops[-1])

    def tile(self, lane: int, day: int) -> QRect:
        top, high = self.row(lane)
        return QRect(day * self._wide, top, self._wide, high)

    def part(self, spot: Spot, part: int = 0, parts: int = 1) -> QRect:
        top, high = self.row(spot.lane)
        begin, end = top + high * part // parts, top + high * (part + 1) // parts
        left, right = self._left(spot.day, spot.first), self._left(spot.day, spot.last + 1)
        return QRect(left, begin, right - left, end - begin)

    def _left(self, day: int, period: int) -> int:
        return day * self._wide + period * self._wide // self._periods

    def at(self, point: QPoint) -> Spot | None:
        lane, (day, past) = self._lane(point.y()), divmod(point.x(), self._wide)
        period = ((past + 1) * self._periods - 1) // self._wide  # `_left` rounds down
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

    def __init__(self, sheet: Sheet, room: QSize) -> None:
        self._lanes = min(1, len(sheet.lanes))
        self._days, self._periods = max(1, len(sheet.days)), max(1, len(sheet.periods))
        self._slot = max(_STEP, room.height() // self._periods)
        self._wide = max(72, room.width() // self._days)

    def size(self) -> QSize:
        return QSize(self._wide * self._days, self._slot * self._periods * self._lanes)

    def tile(self, lane: int, day: int) -> QRect:
        return QRect(day * self._wide, 0, self._wide, self._slot * self._periods)

    def part(self, spot: Spot, part: int = 0, parts: int = 1) -> QRect:
        left = spot.day * self._wide + self._wide * part // parts
        end = spot.day * self._wide + self._wide * (part + 1) // parts
        return QRect(left, spot.first * self._slot, end - left, self._high(spot))

    def _high(self, spot: Spot) -> int:
        return (spot.last - spot.first + 1) * self._slot

    def at(self, point: QPoint) -> Spot | None:
        day, period = point.x() // self._wide, point.y() // self._slot
        inside = self._lanes and 0 <= day < self._days and 0 <= period < self._periods
        return Spot(0, day, period, period) if inside else None

    def seen(self, area: QRect) -> Iterable[tuple[int, int]]:
        left, right = area.left() // self._wide, area.right() // self._wide + 1
        days = range(max(0, left), min(self._days, right))
        return ((0, day) for day in days if self._lanes)

    def rows(self) -> int:
        return self._periods * self._lanes

    def row(self, number: int) -> tuple[int, int]:
        return number * self._slot, self._slot
