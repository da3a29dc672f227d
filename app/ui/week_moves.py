"""Blocks of the week dragged or pushed elsewhere: judged on the way, put where they are let go."""

from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from app.models.teaching_time import Periods
from app.services.bookings.answers import Move, Moves
from app.services.bookings.placed import Dates
from app.services.bookings.week import RoomWeek
from app.services.school_calendar import long_day
from app.ui.booking_deeds import Deeds
from app.ui.week_gestures import Verdict, Verdicts
from app.ui.week_grid import WeekGrid
from app.ui.week_sheet import Spot

Spots = Mapping[UUID, Spot]


class WeekMoves:
    """Between the grid, which knows rows and columns, and the deeds, which know rooms and days."""

    def __init__(self, deeds: Deeds, grid: WeekGrid, say: Callable[[str], object]) -> None:
        self._deeds, self._grid, self._say = deeds, grid, say
        self._week = RoomWeek((), (), Dates(()))
        self._periods: Sequence[int] = ()
        grid.judge = self.judge
        grid.moved.connect(self.one)
        grid.shifted.connect(self.several)

    def show(self, week: RoomWeek, periods: Sequence[int]) -> None:
        """What the grid shows now, with the numbers of its periods."""
        self._week, self._periods = week, periods

    def one(self, key: UUID, spot: Spot) -> None:
        """One date; the cursor goes with it."""
        placed = self._week.placed.find(key)
        if placed is not None and self._deeds.relocate(placed, self._move(spot), self._told(spot)):
            self._grid.choose(key)

    def several(self, spots: Spots) -> None:
        """Several at once, as far as they can go."""
        dates = [placed for key in spots if (placed := self._week.placed.find(key)) is not None]
        self._deeds.shift(dates, self._moves(spots))
        self._grid.setFocus()

    def judge(self, spots: Spots) -> Verdicts:
        """What stands against each; said in a line, too, while it is dragged."""
        found = {
            each.before.key: Verdict(each.words, stops=not each.possible)
            for each in self._deeds.foresee(self._moves(spots))
            if each.words
        }
        self._say(self._forecast(spots, list(found.values())))
        return found

    def _forecast(self, spots: Spots, against: Sequence[Verdict]) -> str:
        stay, told = [each for each in against if each.stops], [each.words for each in against]
        if len(spots) < 2:
            why = told[0] if told else "空闲"
            return "".join(f"改到 {self._told(spot)}　{why}" for spot in spots.values())
        if stay:
            which = "都" if len(stay) == len(spots) else f"中有 {len(stay)} 次"
            return f"{len(spots)} 次{which}改不过去：{stay[0].words}"
        minded = f"，{len(against)} 次有提醒：{told[0]}" if told else ""
        return f"{len(spots)} 次都能改到那里{minded}"

    def _moves(self, spots: Spots) -> Moves:
        return {key: self._move(spot) for key, spot in spots.items()}

    def _move(self, spot: Spot) -> Move:
        return Move(
            self._week.rooms[spot.lane].id, self._week.days[spot.day], self._periods_of(spot)
        )

    def _told(self, spot: Spot) -> str:
        room, day = self._week.rooms[spot.lane], self._week.days[spot.day]
        return f"{room.number}　{long_day(day)}　{self._periods_of(spot)}"

    def _periods_of(self, spot: Spot) -> Periods:
        return Periods(self._periods[spot.first], self._periods[spot.last])
