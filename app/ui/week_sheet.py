"""What a week grid shows, as values: rooms, days, periods, and the blocks that occupy them.

Rooms, days and periods are counted from 0 by their place. A tile is one room on one day: the piece
that is painted once and kept. Of a whole college's week only the blocks in sight are ever made.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple, overload

from app.ui.tokens import Tone

Tile = tuple[int, int]  # room and day


class Spot(NamedTuple):
    """Some periods of one day in one room. A tuple: a week has thousands, made at once."""

    lane: int
    day: int
    first: int
    last: int

    def moved(self, *, lane: int = 0, day: int = 0, by: int = 0) -> "Spot":
        """The same, somewhere else."""
        return Spot(self.lane + lane, self.day + day, self.first + by, self.last + by)

    def longer(self, by: int) -> "Spot":
        """The same with so many periods more."""
        return self._replace(last=self.last + by)


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
class Now:
    """The present moment: the day, and for each room the period with its fraction, if in any."""

    day: int
    moments: Sequence[float | None]


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


class Blocks(Sequence[Block]):
    """Blocks of which it is known where they stand; each is made when it is asked for."""

    def __init__(
        self,
        spots: Sequence[Spot],
        make: Callable[[int], Block],
        find: Callable[[Any], int | None],
    ) -> None:
        self.spots = spots
        self.find = find  # the place of a key among them
        self._make = make

    @classmethod
    def of(cls, made: Sequence[Block]) -> "Blocks":
        """Of some that are there."""
        if isinstance(made, cls):
            return made
        places = {block.key: place for place, block in enumerate(made)}
        return cls([block.spot for block in made], made.__getitem__, places.get)

    def __len__(self) -> int:
        return len(self.spots)

    @overload
    def __getitem__(self, place: int) -> Block: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Block]: ...
    def __getitem__(self, place: int | slice) -> Block | Sequence[Block]:
        if isinstance(place, slice):
            return [self._make(each) for each in range(*place.indices(len(self)))]
        return self._make(range(len(self))[place])


@dataclass(frozen=True)  # without slots: what is counted once is kept
class Sheet:
    """Everything a grid shows. `shut`: room, day and period that nobody can have, with why."""

    lanes: Sequence[Lane] = ()
    days: Sequence[Day] = ()
    periods: Sequence[str] = ()  # 第1节
    times: Sequence[str] = ()  # 08:20–09:05, of one room; a line more where they change
    blocks: Sequence[Block] = ()
    shut: Mapping[tuple[int, int, int], str] = field(default_factory=dict)
    now: Now | None = None
    tell: Callable[[Any], str] = _nothing  # everything about the block of a key, in a sentence

    @cached_property
    def _blocks(self) -> Blocks:
        return Blocks.of(self.blocks)

    @cached_property
    def _tiles(self) -> Mapping[Tile, Sequence[int]]:
        """Which blocks each tile has, by their place."""
        found: dict[Tile, list[int]] = {}
        for place, (lane, day, _, _) in enumerate(self._blocks.spots):
            found.setdefault((lane, day), []).append(place)
        return found

    @cached_property
    def _stacks(self) -> dict[Tile, Sequence[Block]]:
        return {}

    @cached_property
    def depths(self) -> Sequence[int]:
        """Of each room, how many share it at a time at most."""
        most, spots = [1] * len(self.lanes), self._blocks.spots
        for (lane, _), places in self._tiles.items():
            if len(places) > most[lane]:
                most[lane] = max(most[lane], deepest(spots[place] for place in places))
        return most

    def stack(self, lane: int, day: int) -> Sequence[Block]:
        """What stands in a room on a day, each with its part of the room."""
        found = self._stacks.get((lane, day))
        if found is None:
            places = self._tiles.get((lane, day), ())
            found = self._stacks[lane, day] = stacked(self._blocks[place] for place in places)
        return found

    def at(self, spot: Spot) -> Sequence[Block]:
        """What holds the first of these periods."""
        beside = self.stack(spot.lane, spot.day)
        return [block for block in beside if block.spot.first <= spot.first <= block.spot.last]

    def place(self, key: Any) -> int | None:
        """Where in the order of all blocks one is; None: it is not here."""
        return self._blocks.find(key)

    def block(self, key: Any) -> Block | None:
        """The block of a key, with its part of the room."""
        place = self.place(key)
        if place is None:
            return None
        spot = self._blocks.spots[place]
        return next(block for block in self.stack(spot.lane, spot.day) if block.key == key)

    def why(self, spot: Spot) -> str:
        """Why nobody can have the first of these periods, or that it is free."""
        return self.shut.get((spot.lane, spot.day, spot.first), "空闲")

    def holds(self, spot: Spot) -> bool:
        """Whether there are such a room, day and periods."""
        inside = 0 <= spot.lane < len(self.lanes) and 0 <= spot.day < len(self.days)
        return inside and 0 <= spot.first <= spot.last < len(self.periods)


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


def deepest(spots: Iterable[Spot]) -> int:
    """How many of one room and day meet in a period at most: so many parts `stacked` makes."""
    every, taken, meets = list(spots), 0, False
    for spot in every:  # periods as bits: of hundreds of days, few have any that meet
        periods = (2 << spot.last) - (1 << spot.first)
        taken, meets = taken | periods, meets or bool(taken & periods)
    at = Counter(n for spot in every for n in range(spot.first, spot.last + 1)) if meets else {}
    return max(at.values(), default=1)
