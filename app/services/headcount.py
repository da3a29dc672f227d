"""How many are on a roster on a day: pure, from when each joined and left."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Spell:
    """One student on one roster from a day on, until the day from which they no longer count."""

    student: UUID
    joined: date
    left: date | None = None

    def on(self, day: date) -> bool:
        """Whether the student counts on a day."""
        return self.joined <= day and (self.left is None or day < self.left)


def on_roster(spells: Iterable[Spell], day: date) -> frozenset[UUID]:
    """Who counts on a day; nobody twice, however often they are listed."""
    return frozenset(spell.student for spell in spells if spell.on(day))


def head_count(spells: Iterable[Spell], day: date) -> int:
    """How many count on a day."""
    return len(on_roster(spells, day))


@dataclass(frozen=True, slots=True)
class Step:
    """From this day on, until the next step, so many."""

    on: date
    count: int


def curve(spells: Iterable[Spell]) -> Sequence[Step]:
    """The head-count over all time, a step for every day on which it changes."""
    moves: dict[date, list[tuple[UUID, int]]] = {}
    for spell in spells:
        if spell.left is not None and spell.left <= spell.joined:
            continue
        moves.setdefault(spell.joined, []).append((spell.student, 1))
        if spell.left is not None:
            moves.setdefault(spell.left, []).append((spell.student, -1))
    listed: Counter[UUID] = Counter()
    present, steps = 0, list[Step]()
    for day in sorted(moves):
        for student, change in moves[day]:
            before = listed[student] > 0
            listed[student] += change
            present += (listed[student] > 0) - before
        if not steps or steps[-1].count != present:
            steps.append(Step(day, present))
    return steps


def at(steps: Sequence[Step], day: date) -> int:
    """What a curve says of a day."""
    return next((step.count for step in reversed(steps) if step.on <= day), 0)
