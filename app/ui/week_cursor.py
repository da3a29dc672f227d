"""Where the keyboard stands in a week grid: the periods it has chosen, its block, the marked ones.

It knows nothing of windows; the grid tells it where to go, and shows what it says.
"""

from collections.abc import Iterable
from typing import Any

from app.ui.week_sheet import Block, Sheet, Spot


class Cursor:
    """One period and those chosen from an anchor to it; on a block, where there is one."""

    def __init__(self) -> None:
        self._sheet = Sheet()
        self.at = self._anchor = Spot(0, 0, 0, 0)
        self._key: Any = None  # of the block that it is on
        self._marks: frozenset[Any] = frozenset()

    # --- what it says

    @property
    def chosen(self) -> Block | None:
        """The block that it is on."""
        return self._sheet.block(self._key) if self._key is not None else None

    @property
    def spot(self) -> Spot:
        """The periods that are chosen, where there is no block."""
        one, other = sorted((self._anchor.first, self.at.first))
        return Spot(self.at.lane, self.at.day, one, other)

    @property
    def marks(self) -> list[Any]:
        """The keys of the blocks that are marked, in order."""
        places = {key: self._sheet.place(key) for key in self._marks}
        return sorted(self._marks, key=lambda key: places[key] or 0)

    @property
    def meant(self) -> list[Any]:
        """The keys of what a deed is about: what is marked, else what the cursor is on."""
        return self.marks or ([self._key] if self._key is not None else [])

    @property
    def words(self) -> str:
        """For a screen reader: where it is and what is there."""
        sheet, spot = self._sheet, self.spot
        if not sheet.holds(spot):
            return ""
        words = [sheet.lanes[spot.lane].title, sheet.days[spot.day].title]
        words.append(sheet.periods[spot.first])
        if spot.last != spot.first:
            words.append(f"至{sheet.periods[spot.last]}")
        block = self.chosen
        words.append(f"{block.word} {block.title} {block.note}" if block else sheet.why(spot))
        if self._marks:
            words.append(f"已选 {len(self._marks)} 项")
        return " ".join(words)

    # --- where it goes

    def enter(self, sheet: Sheet) -> None:
        """Another sheet: room, day, block and marks are kept as far as they are there."""
        room, day = _key_of(self._sheet, self.at), _day_of(self._sheet, self.at)
        self._sheet = sheet
        lanes, days = [lane.key for lane in sheet.lanes], [each.on for each in sheet.days]
        at = min(self.at.first, max(0, len(sheet.periods) - 1))
        self.at = self._anchor = Spot(
            lanes.index(room) if room in lanes else 0,
            days.index(day) if day in days else max(0, min(self.at.day, len(days) - 1)),
            at, at,
        )  # fmt: skip
        self._marks = frozenset(key for key in self._marks if sheet.place(key) is not None)
        if (chosen := self.chosen) is None:
            self._key = self._found(None)
        elif chosen not in sheet.at(self.at):
            self.at = self._anchor = chosen.spot  # it was moved: the cursor goes with it

    def go(self, spot: Spot, *, stretch: bool = False, key: Any = None) -> bool:
        """To one period, on this block where several are; a stretch stays in its room and day.

        Whether there is anywhere to go.
        """
        sheet = self._sheet
        if not sheet.lanes or not sheet.days or not sheet.periods:
            return False
        if stretch:
            spot = spot._replace(lane=self._anchor.lane, day=self._anchor.day)
        lane = max(0, min(spot.lane, len(sheet.lanes) - 1))
        day = max(0, min(spot.day, len(sheet.days) - 1))
        period = max(0, min(spot.first, len(sheet.periods) - 1))
        self.at = Spot(lane, day, period, period)
        if not stretch:
            self._anchor = self.at
        self._key = None if stretch else self._found(key)
        return True

    def step(self, *, right: int, down: int, upright: bool) -> Spot:
        """The next period that way; across it goes on over the end of a day."""
        if upright:
            return self.at.moved(day=right, by=down)
        period, day, periods = self.at.first + right, self.at.day, len(self._sheet.periods)
        if not 0 <= period < periods and 0 <= day + right < len(self._sheet.days):
            day, period = day + right, 0 if right > 0 else periods - 1
        return Spot(self.at.lane + down, day, period, period)

    def next_beside(self) -> Any:
        """Among those that share a period, the key of the next one; None: there is no other."""
        beside = [block.key for block in self._sheet.at(self.at)]
        if self._key not in beside or len(beside) < 2:
            return None
        return beside[(beside.index(self._key) + 1) % len(beside)]

    # --- marks

    def mark(self, keys: Iterable[Any]) -> None:
        """Mark just these."""
        self._marks = frozenset(key for key in keys if self._sheet.place(key) is not None)

    def turn(self, key: Any) -> None:
        """Mark one more, or one less."""
        self.mark(self._marks ^ {key})

    def has_marked(self, key: Any) -> bool:
        """Whether this one is among them."""
        return key in self._marks

    def _found(self, key: Any) -> Any:
        """The block here: this one, else the first."""
        keys = [block.key for block in self._sheet.at(self.at)]
        return key if key in keys else keys[0] if keys else None


def _key_of(sheet: Sheet, at: Spot) -> Any:
    return sheet.lanes[at.lane].key if at.lane < len(sheet.lanes) else None


def _day_of(sheet: Sheet, at: Spot) -> Any:
    return sheet.days[at.day].on if at.day < len(sheet.days) else None
