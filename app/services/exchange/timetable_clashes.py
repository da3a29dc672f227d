"""Which rows of a timetable go in: row by row, what is on file before what is new."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from app.errors import Problem
from app.services.booking_offers import free_rooms
from app.services.exchange.lines import Outcome
from app.services.exchange.timetable_rows import Row
from app.services.occupation import Clash, RoomFacts, Use, What, World, clashes
from app.services.recurrence import Lost

_TOLD = {
    What.ROOM: "room",
    What.TEACHER: "teacher",
    What.CLASS: "class",
    What.EXAM: "class",
    What.CAPACITY: "seats",
    What.SEATS: "seats",
}
_SHUT = frozenset({What.CLOSED, What.HOURS})  # dates fall out, the row goes in


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
        if self.with_rows:
            told += f"，与第 {'、'.join(map(str, self.with_rows))} 行"
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


def decide(
    entries: Sequence[Entry], world: World, standing: World, rooms: Mapping[UUID, RoomFacts]
) -> None:
    """Row by row; what is on file stands before what is new, also where a row left it."""
    before = _by_booking(standing)
    unchanged = [e for e in entries if e.outcome is Outcome.SAME and not e.unplaced]
    for use in (use for entry in unchanged for use in entry.uses):
        standing.add(use)
    number: dict[int, int] = {}
    for entry in entries:
        if entry.outcome is Outcome.REFUSED:
            continue
        _look(entry, world, number)
        if entry.outcome is not Outcome.SAME or entry.unplaced:
            _place(entry, standing)
        for use in before.get(entry.key, ()) if entry.unplaced else entry.uses:
            world.add(use)
            number[id(use)] = entry.row.number
    _propose(entries, world, rooms)


def _by_booking(world: World) -> dict[UUID | None, list[Use]]:
    found: dict[UUID | None, list[Use]] = {}
    for use in (use for day in world.taken.values() for use in day):
        found.setdefault(use.booking, []).append(use)
    return found


def _place(entry: Entry, standing: World) -> None:
    """Whether a row that is new, or waited for a room, goes in."""
    blocked = any(each.what == "room" for each in entry.clashes)
    if not blocked and entry.outcome is not Outcome.SAME:
        found = _in_the_way(entry, standing)
        blocked = bool(found)
        if found:
            entry.clashes.append(_row_clash(entry.row.number, "room", found, {}))
    if entry.unplaced and not blocked:
        entry.outcome = Outcome.CHANGED
    entry.unplaced = blocked


def _in_the_way(entry: Entry, standing: World) -> list[tuple[Use, Clash]]:
    """Who holds the room on file, also if the file has them elsewhere further down."""
    if not standing.taken:
        return []
    return [
        (use, clash)
        for use in entry.uses
        for clash in clashes(use, standing)
        if clash.what is What.ROOM and any(o.booking != entry.key for o in clash.others)
    ]


def _look(entry: Entry, world: World, number: Mapping[int, int]) -> None:
    """What stands against a row, gathered over its dates."""
    found: dict[str, list[tuple[Use, Clash]]] = {}
    kept: list[Use] = []
    for use in entry.uses:
        against = clashes(use, world)
        shut = [clash.words for clash in against if clash.what in _SHUT]
        if shut:
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
    for entry in entries:
        if entry.unplaced:
            found = tuple(each.number for each in free_rooms(entry.uses, world, rooms, limit=3))
            entry.clashes = [
                replace(each, proposals=found) if each.what == "room" else each
                for each in entry.clashes
            ]
