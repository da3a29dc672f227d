"""The week grid: what stands where, and what mouse and keyboard ask for."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.ui.look import Look
from app.ui.week_gestures import Ghosts, Verdict, Verdicts
from app.ui.week_grid import WeekGrid
from app.ui.week_places import Across, Upright
from app.ui.week_sheet import Block, Blocks, Day, Lane, Sheet, Spot, deepest, stacked
from tests.ui.hands import press

MONDAY = date(2026, 11, 23)
KEYS = Qt.Key
ALT, SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier


def sheet(*blocks: Block, lanes: int = 30) -> Sheet:
    days = [Day(MONDAY + timedelta(n), f"周{'一二三四五六日'[n]}") for n in range(7)]
    rooms = [Lane(n, f"实训室{n + 1}") for n in range(lanes)]
    return Sheet(rooms, days, [f"第{n + 1}节" for n in range(12)], (), blocks)


def block(key: str, spot: Spot, *, fixed: bool = False) -> Block:
    return Block(key, spot, "24数控2班", "课程", fixed=fixed)


@pytest.fixture
def grid(look: Look, qtbot: QtBot) -> WeekGrid:
    made = WeekGrid(look, "周视图")
    qtbot.addWidget(made)
    made.resize(1100, 600)
    made.fill(sheet(block("a", Spot(1, 0, 2, 3)), block("locked", Spot(2, 0, 0, 1), fixed=True)))
    made.show()
    made.setFocus()
    return made


def heard(grid: WeekGrid) -> list[tuple[object, ...]]:
    """What the grid has asked for since."""
    found: list[tuple[object, ...]] = []
    grid.drawn.connect(lambda spot: found.append(("draw", spot)))
    grid.moved.connect(lambda key, spot: found.append(("move", key, spot)))
    grid.opened.connect(lambda key: found.append(("open", key)))
    grid.removed.connect(lambda key: found.append(("remove", key)))
    return found


def drag(grid: WeekGrid, start: QPoint, end: QPoint) -> None:
    view = grid.viewport()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(view, QPoint((start.x() + end.x()) // 2, (start.y() + end.y()) // 2))
    QTest.mouseMove(view, end)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=end)


spots = st.tuples(st.integers(0, 11), st.integers(0, 11)).map(lambda two: Spot(0, 0, *sorted(two)))


@given(st.lists(spots, max_size=12))
def test_blocks_never_cover_each_other(wanted: list[Spot]) -> None:
    placed = stacked(block(str(n), spot) for n, spot in enumerate(wanted))
    layout = Across(sheet(), QSize(900, 500))
    where = [layout.part(each.spot, each.part, each.parts) for each in placed]
    assert len(placed) == len(wanted)
    assert all(each.parts <= deepest(wanted) for each in placed)
    for n, one in enumerate(where):
        assert not any(one.intersects(other) for other in where[n + 1 :])


@given(st.integers(0, 29), st.integers(0, 6), st.integers(0, 11))
def test_a_point_leads_back_to_its_period(lane: int, day: int, period: int) -> None:
    spot = Spot(lane, day, period, period)
    across, upright = Across(sheet(), QSize(900, 500)), Upright(sheet(), QSize(900, 500))
    assert across.at(across.part(spot).center()) == spot
    assert upright.at(upright.part(spot).center()) == Spot(0, day, period, period)
    assert across.at(QPoint(-1, 5)) is None


def test_a_room_that_many_share_is_higher() -> None:
    many = [block(str(n), Spot(1, 0, 2, 3)) for n in range(5)]
    layout = Across(sheet(*many), QSize(900, 500))
    heights = [layout.row(lane)[1] for lane in range(3)]
    assert heights[1] > heights[0] == heights[2]
    assert layout.part(many[0].spot, 4, 5).height() >= 20
    below = Spot(2, 3, 4, 4)
    assert layout.at(layout.part(below).center()) == below
    assert list(layout.seen(layout.tile(1, 0))) == [(1, 0)]


def test_dragging_over_empty_periods_draws(grid: WeekGrid) -> None:
    found = heard(grid)
    drag(
        grid,
        grid.place(Spot(0, 0, 4, 4)).center(),
        grid.place(Spot(0, 0, 6, 6)).center(),
    )
    assert found == [("draw", Spot(0, 0, 4, 6))]
    assert grid.spot == Spot(0, 0, 4, 6)


def test_a_block_is_dragged_to_another_room_and_day(grid: WeekGrid) -> None:
    found = heard(grid)
    drag(grid, grid.place(Spot(1, 0, 3, 3)).center(), grid.place(Spot(4, 1, 5, 5)).center())
    assert found == [("move", "a", Spot(4, 1, 4, 5))]


def test_the_end_of_a_block_stretches_it(grid: WeekGrid) -> None:
    found = heard(grid)
    where = grid.place_of("a")
    end = QPoint(where.right() - 2, where.center().y())
    drag(grid, end, grid.place(Spot(1, 0, 5, 5)).center())
    assert found == [("move", "a", Spot(1, 0, 2, 5))]


def test_a_fixed_block_stays(grid: WeekGrid) -> None:
    found = heard(grid)
    drag(grid, grid.place_of("locked").center(), grid.place(Spot(4, 1, 5, 5)).center())
    grid.choose("locked")
    QTest.keyClick(grid, KEYS.Key_Down, ALT)
    assert found == []


def test_the_keyboard_draws_opens_moves_stretches_and_removes(grid: WeekGrid) -> None:
    found = heard(grid)
    press(grid, KEYS.Key_Right)
    QTest.keyClick(grid, KEYS.Key_Right, SHIFT)
    press(grid, KEYS.Key_Return)
    assert found.pop() == ("draw", Spot(0, 0, 1, 2))
    press(grid, KEYS.Key_Down)
    assert grid.chosen is not None
    assert "24数控2班" in grid.accessibleDescription()
    press(grid, KEYS.Key_Return)
    assert found.pop() == ("open", "a")
    QTest.keyClick(grid, KEYS.Key_Right, ALT)
    assert found.pop() == ("move", "a", Spot(1, 0, 3, 4))
    QTest.keyClick(grid, KEYS.Key_Down, ALT)
    assert found.pop() == ("move", "a", Spot(2, 0, 2, 3))
    QTest.keyClick(grid, KEYS.Key_Down, ALT | SHIFT)
    QTest.keyClick(grid, KEYS.Key_Right, ALT | SHIFT)
    assert found.pop() == ("move", "a", Spot(1, 0, 2, 4))
    assert found == []
    press(grid, KEYS.Key_Delete)
    assert found == [("remove", "a")]


def test_the_end_of_a_day_leads_into_the_next(grid: WeekGrid) -> None:
    grid.go_to(Spot(0, 0, 11, 11))
    press(grid, KEYS.Key_Right)
    assert grid.spot == Spot(0, 1, 0, 0)
    press(grid, KEYS.Key_Left)
    assert grid.spot == Spot(0, 0, 11, 11)


def test_the_cursor_stays_in_sight_and_in_place(grid: WeekGrid) -> None:
    grid.go_to(Spot(29, 6, 11, 11))
    assert grid.viewport().rect().contains(grid.place(Spot(29, 6, 11, 11)))
    grid.fill(sheet(lanes=30))
    assert grid.spot == Spot(29, 6, 11, 11)
    grid.fill(sheet(lanes=2))
    assert grid.spot.lane == 0


def test_a_day_comes_into_sight_from_its_beginning(grid: WeekGrid) -> None:
    grid.go_to(Spot(0, 4, 6, 7))
    assert grid.place(Spot(0, 4, 0, 0)).left() == 0
    grid.go_to(Spot(0, 2, 11, 11))
    assert grid.place(Spot(0, 2, 0, 0)).left() == 0
    grid.go_to(Spot(0, 6, 0, 0))  # the last one cannot come that far
    assert grid.place(Spot(0, 6, 0, 11)).right() == grid.viewport().rect().right()


def test_one_room_goes_downwards_through_its_periods(grid: WeekGrid) -> None:
    found = heard(grid)
    grid.fill(sheet(block("a", Spot(0, 0, 2, 3)), lanes=1), upright=True)
    grid.go_to(Spot(0, 0, 1, 1))
    press(grid, KEYS.Key_Down)
    assert grid.chosen is not None
    QTest.keyClick(grid, KEYS.Key_Right, ALT)
    assert found.pop() == ("move", "a", Spot(0, 1, 2, 3))
    QTest.keyClick(grid, KEYS.Key_Down, ALT)
    assert found.pop() == ("move", "a", Spot(0, 0, 3, 4))


def test_an_empty_grid_takes_every_key(grid: WeekGrid) -> None:
    grid.fill(Sheet())
    press(grid, KEYS.Key_Down, KEYS.Key_Right, KEYS.Key_Delete, KEYS.Key_Space)
    assert grid.chosen is None


def test_blocks_are_marked_by_mouse_and_by_keyboard(grid: WeekGrid) -> None:
    more = [block(key, Spot(lane, 0, first, first + 1)) for key, lane, first in (
        ("a", 1, 2), ("b", 1, 6), ("c", 2, 0), ("d", 4, 3),
    )]  # fmt: skip
    grid.fill(sheet(*more))
    view, left, ctrl = grid.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier
    QTest.mouseClick(view, left, pos=grid.place_of("a").center())
    assert grid.marked == ["a"]
    QTest.mouseClick(view, left, ctrl.ControlModifier, grid.place_of("d").center())
    assert grid.marked == ["a", "d"]
    QTest.mouseClick(view, left, ctrl.ControlModifier, grid.place_of("a").center())
    assert grid.marked == ["d"]
    grid.choose("c")
    QTest.mouseClick(view, left, SHIFT, grid.place_of("b").center())
    assert grid.marked == ["a", "b", "c"]
    assert "已选 3 项" in grid.accessibleDescription()
    press(grid, KEYS.Key_Escape)
    grid.choose("b")
    QTest.keyClick(grid, KEYS.Key_A, ctrl.ControlModifier)
    assert grid.marked == ["a", "b"]
    QTest.keyClick(grid, KEYS.Key_Space, ctrl.ControlModifier)
    assert grid.marked == ["a"]
    found = heard(grid)
    press(grid, KEYS.Key_Delete)
    assert found == [("remove", "b")]
    QTest.mouseClick(view, left, pos=grid.place(Spot(6, 0, 0, 0)).center())
    assert grid.marked == []


def test_a_drag_of_a_marked_block_takes_all_that_are_marked(grid: WeekGrid) -> None:
    """By one step, as far as all of them stay in the week; what is fixed stays where it is."""
    more = [block("a", Spot(1, 0, 2, 3)), block("b", Spot(2, 0, 4, 5)),
            block("c", Spot(2, 0, 8, 9)), block("fixed", Spot(1, 1, 2, 3), fixed=True)]  # fmt: skip
    grid.fill(sheet(*more))
    asked: list[object] = []
    grid.shifted.connect(asked.append)
    judged: list[object] = []

    def judge(ghosts: Ghosts) -> Verdicts:
        judged.append(ghosts)
        return {"b": Verdict("已有人", stops=True)}

    grid.judge = judge
    found = heard(grid)
    grid.mark(["a", "b", "fixed"])
    drag(grid, grid.place(Spot(1, 0, 2, 2)).center(), grid.place(Spot(2, 0, 3, 3)).center())
    wanted = {"a": Spot(2, 0, 3, 4), "b": Spot(3, 0, 5, 6)}
    assert asked.pop() == judged[-1] == wanted
    drag(grid, grid.place(Spot(1, 0, 2, 2)).center(), grid.place(Spot(0, 0, 0, 0)).center())
    assert asked.pop() == {"a": Spot(0, 0, 0, 1), "b": Spot(1, 0, 2, 3)}
    QTest.keyClick(grid, KEYS.Key_Down, ALT)
    assert asked.pop() == {"a": Spot(2, 0, 2, 3), "b": Spot(3, 0, 4, 5)}
    assert found == asked == []
    drag(grid, grid.place(Spot(2, 0, 8, 8)).center(), grid.place(Spot(3, 0, 8, 8)).center())
    assert (found, asked) == ([("move", "c", Spot(3, 0, 8, 9))], [])


def test_a_drag_is_given_up(grid: WeekGrid) -> None:
    found, view = heard(grid), grid.viewport()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=grid.place_of("a").center())
    QTest.mouseMove(view, grid.place(Spot(3, 0, 5, 5)).center())
    press(grid, KEYS.Key_Escape)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=grid.place(Spot(3, 0, 5, 5)).center())
    assert found == []


def test_only_what_is_in_sight_is_made(grid: WeekGrid) -> None:
    """Of a college's week; also while the cursor goes to a block far away, which is found."""
    spots = [Spot(lane, day, n, n) for lane in range(300) for day in range(7) for n in range(12)]
    made: list[int] = []

    def make(place: int) -> Block:
        made.append(place)
        return block(str(place), spots[place])

    empty = sheet(lanes=300)
    blocks = Blocks(spots, make, lambda key: int(key) if key else None)
    grid.fill(Sheet(empty.lanes, empty.days, empty.periods, (), blocks))
    grid.viewport().repaint()
    assert 0 < len(made) < len(spots) / 20
    grid.choose(str(len(spots) - 1))
    assert grid.spot == Spot(299, 6, 11, 11)
    grid.mark([str(len(spots) - 1), "0"])
    assert grid.marked == ["0", str(len(spots) - 1)]
    assert len(made) == len(set(made)) < len(spots) / 10


def test_a_drag_beyond_the_edge_leads_to_days_that_are_not_in_sight(grid: WeekGrid) -> None:
    found, view = heard(grid), grid.viewport()
    start = grid.place_of("a").center()
    beyond = QPoint(view.width() + 40, start.y())
    assert not view.rect().contains(grid.place(Spot(1, 6, 11, 11)))
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(view, beyond)
    for _ in range(99):
        grid.edges.scroll()
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=beyond)
    assert found == [("move", "a", Spot(1, 6, 10, 11))]


@given(st.integers(300, 4000), st.integers(1, 14))
def test_days_are_seen_whole_and_fill_the_width(width: int, periods: int) -> None:
    """As many as leave every period room enough; their periods lie side by side without gaps."""
    days = [Day(MONDAY + timedelta(n), "") for n in range(7)]
    layout = Across(Sheet([Lane(0, "")], days, ["节"] * periods), QSize(width, 500))
    wide, begins = layout.tile(0, 0).width(), [layout.tile(0, n).left() for n in range(7)]
    assert wide >= 28 * periods
    if wide > 28 * periods:
        assert abs(wide * min(7, round(width / wide)) - width) < 7
    parts = [layout.part(Spot(0, day, n, n)) for day in range(7) for n in range(periods)]
    assert [part.left() for part in parts[1:]] == [part.right() + 1 for part in parts[:-1]]
    assert [part.left() for part in parts[::periods]] == begins
    assert all(layout.at(part.topLeft()) == layout.at(part.bottomRight()) for part in parts)


def test_few_rooms_are_higher_where_there_is_room_and_all_stay_in_sight(grid: WeekGrid) -> None:
    grid.fill(sheet(lanes=8))
    assert grid.places.row(7)[1] > 54
    assert grid.verticalScrollBar().maximum() == 0
    assert grid.viewport().rect().contains(grid.place(Spot(7, 0, 0, 0)))
    grid.fill(sheet(lanes=40))
    assert grid.places.row(7)[1] == 54
