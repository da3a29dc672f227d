"""Which rows of a timetable go in: row by row, what is on file before what is new."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from app.errors import Problem
from app.services.bookings.occupation import SHUT, Clash, RoomFacts, Use, What, World, clashes
from app.services.bookings.offers import Offer, free_rooms
from app.services.bookings.recurrence import Lost
from app.services.exchange.lines import Outcome
from app.services.exchange.timetable_rows import Row

_TOLD = {
    What.ROOM: "room",
    What.TEACHER: "teacher",
    What.CLASS: "class",
    What.EXAM: "class",
    What.CAPACITY: "seats",
    What.SEATS: "seats",
}
_OFFERED = 3


@dataclass(frozen=True, slots=True)
class RowClash:
    """What a row clashes over, in how many periods, with which rows; and where it could go."""

    row: int
    what: str
    slots: int
    with_rows: tuple[int, ...]
    with_titles: tuple[str, ...] = ()
    proposals: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """For people."""
        label = {"room": "实训室已被占用", "teacher": "教师同时在别处", "class": "班级同时在别处"}
        told = f"第 {self.row} 行：{label.get(self.what, '工位不够')}，{self.slots} 节"
        others = [f"第 {row} 行" for row in self.with_rows] + [f"“{t}”" for t in self.with_titles]
        if others:
            told += f"，与{'、'.join(others)}"
        return f"{told}；可改到 {'、'.join(self.proposals)}" if self.proposals else told


@dataclass(slots=True)
class Entry:
    """What becomes of one row."""

    row: Row
    outcome: Outcome
    values: dict[str, Any] = field(default_factory=dict)
    key: UUID | None = None  # of the booking
    uses: list[Use] = field(default_factory=list)
    shut: list[tuple[Use, str]] = field(default_factory=list)
    lost: tuple[Lost, ...] = ()
    clashes: list[RowClash] = field(default_factory=list)
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    unplaced: bool = False
    stands: str = ""  # where the booking on file is, if it is placed
    kept: bool = False  # the file has it where it cannot be; it stays where it is
    stays: bool = False  # it is on file at this time and place: its dates are as they are there


def decide(
    entries: Sequence[Entry], world: World, standing: World, rooms: Mapping[UUID, RoomFacts]
) -> None:
    """Row by row; what is on file stands before what is new, also where a row left it."""
    before = _by_booking(standing)
    unchanged = [e for e in entries if e.outcome is Outcome.SAME and not e.unplaced]
    for use in (use for entry in unchanged for use in entry.uses):
        standing.add(use)
    number: dict[int, int] = {}
    near, held = _Near(world), _Near(standing)
    for entry in entries:
        if entry.outcome is Outcome.REFUSED:
            continue
        _look(entry, near, number)
        if not entry.stays:
            _place(entry, held)
        for use in before.get(entry.key, ()) if entry.unplaced or entry.kept else entry.uses:
            world.add(use)
            near.add(use)
            number[id(use)] = entry.row.number
    _propose(entries, world, rooms)


class _Near:
    """Who shares a room, a teacher or a class on a day: nobody else can a lesson clash with.

    In a large college hundreds of lessons begin at the same time.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._by: dict[tuple[date, UUID], list[Use]] = {}
        for use in (use for day in world.taken.values() for use in day):
            self.add(use)

    def add(self, use: Use) -> None:
        """Another use."""
        for key in _of(use):
            self._by.setdefault((use.on, key), []).append(use)

    def clashes(self, use: Use) -> tuple[Clash, ...]:
        """What the engine says of a use."""
        near = (other for key in _of(use) for other in self._by.get((use.on, key), ()))
        around = World(rooms=self._world.rooms, closures=self._world.closures)
        for other in {id(other): other for other in near}.values():
            if other.periods.meets(use.periods):
                around.add(other)
        return clashes(use, around)


def _of(use: Use) -> Iterable[UUID]:
    return (key for key in (use.room, use.teacher, use.school_class) if key is not None)


def _by_booking(world: World) -> dict[UUID | None, list[Use]]:
    found: dict[UUID | None, list[Use]] = {}
    for use in (use for day in world.taken.values() for use in day):
        found.setdefault(use.booking, []).append(use)
    return found


def _place(entry: Entry, standing: _Near) -> None:
    """Whether a row that is new, or waited for a room, goes in."""
    blocked = any(each.what == "room" for each in entry.clashes)
    if not blocked and entry.outcome is not Outcome.SAME:
        found = _in_the_way(entry, standing)
        blocked = bool(found)
        if found:
            entry.clashes.append(_row_clash(entry.row.number, "room", found, {}))
    if entry.unplaced and not blocked:
        entry.outcome = Outcome.CHANGED
    entry.kept = blocked and bool(entry.stands)
    entry.unplaced = blocked and not entry.kept
    if entry.kept:
        entry.outcome = Outcome.SAME
        told = f"已排在 {entry.stands}，课表写的时间地点被占用，保留不动"
        entry.row.warnings.append(Problem("实训室", told))


def _in_the_way(entry: Entry, standing: _Near) -> list[tuple[Use, Clash]]:
    """Who holds the room on file, also if the file has them elsewhere further down."""
    return [
        (use, clash)
        for use in entry.uses
        for clash in standing.clashes(use)
        if clash.what is What.ROOM and any(o.booking != entry.key for o in clash.others)
    ]


def _look(entry: Entry, near: _Near, number: Mapping[int, int]) -> None:
    """What stands against a row, gathered over its dates."""
    found: dict[str, list[tuple[Use, Clash]]] = {}
    kept: list[Use] = []
    for use in entry.uses:
        against = near.clashes(use)
        shut = [
            clash.words for clash in against if clash.what in SHUT
        ]  # dates fall out, the row goes in
        if shut and not entry.stays:
            entry.shut.append((use, "；".join(shut)))
            continue
        kept.append(use)
        for clash in against:
            if clash.what in _TOLD:
                found.setdefault(_TOLD[clash.what], []).append((use, clash))
    entry.uses = kept
    entry.row.warnings += [Problem("", f"{use.on} {why}，跳过") for use, why in entry.shut]
    entry.clashes = [
        _row_clash(entry.row.number, what, pairs, number) for what, pairs in found.items()
    ]


def _row_clash(
    row: int, what: str, pairs: Sequence[tuple[Use, Clash]], number: Mapping[int, int]
) -> RowClash:
    slots = 0
    others: dict[int, Use] = {}
    for use, clash in pairs:
        met = {p for other in clash.others for p in other.periods if p in use.periods}
        slots += len(met) if clash.others else len(use.periods)
        others |= {id(other): other for other in clash.others}
    rows = {number[key] for key in others if key in number}
    titles = dict.fromkeys(other.title for key, other in others.items() if key not in number)
    return RowClash(row, what, slots, tuple(sorted(rows)), tuple(titles))


def _propose(entries: Iterable[Entry], world: World, rooms: Mapping[UUID, RoomFacts]) -> None:
    """Where the rows that found no room could go, once all others are in."""
    known: dict[object, list[Offer]] = {}
    for entry in entries:
        if not entry.unplaced or not entry.uses:
            continue
        own = rooms[entry.uses[0].room]
        times = tuple((use.on, use.periods) for use in entry.uses)
        asked = (times, entry.row.heads, own.campus, own.base)
        if asked not in known:
            known[asked] = free_rooms(entry.uses, world, rooms, limit=_OFFERED + 1)
        found = [each.number for each in known[asked] if each.room != entry.uses[0].room]
        entry.clashes = [
            replace(each, proposals=tuple(found[:_OFFERED])) if each.what == "room" else each
            for each in entry.clashes
        ]
