"""The week view by the clock: the line of the moment and the times of one room, as they hold."""

from collections.abc import Callable
from datetime import date, datetime, time

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage

from app.models import Campus, ClassPeriod, Room, Term
from app.models.calendar import Season
from app.services.bookings.week import room_week, rooms_of
from app.services.calendar_store import school_calendar, seed_periods
from app.services.class_times import class_times
from app.services.office import Office
from app.ui.booking_blocks import sheet_of
from app.ui.booking_where import View
from app.ui.bookings import BookingsPage
from app.ui.page import Desk, Page
from app.ui.week_grid import WeekGrid
from app.ui.week_sheet import Sheet, Spot
from tests.make import Make
from tests.ui.pages.conftest import Visit

SUMMER, WINTER = date(2026, 9, 15), date(2026, 11, 17)


@pytest.fixture
def office_of_two(office: Office, make: Make) -> Office:
    """East: an earlier afternoon in winter. West: a later one, all year."""
    make(Term, code="2026-2027-1", starts=date(2026, 8, 31), weeks=18)
    seed_periods(office)
    east, west = make(Campus, name="东校区"), make(Campus, name="西校区")
    for hour, season, campus in ((13, Season.WINTER, None), (15, Season.ALL_YEAR, west.id)):
        make(
            ClassPeriod, number=5, starts=time(hour), ends=time(hour, 45), season=season,
            site_id=campus,
        )  # fmt: skip
    for number, campus in (("E101", east), ("W101", west)):
        make(Room, number=number, name="数控车间", seats=40, opens=None, campus_id=campus.id)
    return office


def sheet(office: Office, day: date, at: time) -> Sheet:
    calendar = school_calendar(office)
    week = room_week(office, calendar, rooms_of(office), [day])
    return sheet_of(week, class_times(office), calendar, datetime.combine(day, at))


def test_each_room_has_the_moment_of_its_campus(office_of_two: Office) -> None:
    """At 15:30 it is the sixth period in the east, the fifth in the west."""
    now = sheet(office_of_two, SUMMER, time(15, 30)).now
    assert now is not None
    assert [int(moment) for moment in now.moments if moment is not None] == [5, 4]
    assert sheet(office_of_two, SUMMER, time(6, 0)).now == now.__class__(0, [None, None])


def test_in_winter_the_moment_is_another(office_of_two: Office) -> None:
    """At 13:20 the afternoon has begun in winter, in summer it has not."""
    found = [sheet(office_of_two, day, time(13, 20)).now for day in (SUMMER, WINTER)]
    assert [each and each.moments[0] for each in found] == [4, pytest.approx(4 + 20 / 45)]


def _line(picture: QImage, row: QRect, ink: str) -> list[int]:
    """Where in a row of the picture the line stands."""
    y = row.center().y()
    wanted = QColor(ink).rgb()
    return [x for x in range(picture.width()) if picture.pixel(x, y) == wanted]


def test_the_line_is_painted_where_each_room_is(
    desk: Desk, visit: Callable[[Page], Visit], office_of_two: Office
) -> None:
    page = BookingsPage(desk)
    visit(page)
    page.where.show_view(View.DAY)
    grid: WeekGrid = page.grid
    grid.fill(sheet(office_of_two, SUMMER, time(15, 30)))
    grid.go_to(Spot(0, 0, 0, 0))
    picture = grid.viewport().grab().toImage()
    for lane, period in ((0, 5), (1, 4)):
        found = _line(picture, grid.place(Spot(lane, 0, 0, 0)), desk.look.tokens.stop)
        inside = grid.place(Spot(lane, 0, period, period))
        assert found
        assert inside.left() < min(found)
        assert max(found) < inside.right()


def test_one_room_says_its_times_and_when_they_change(
    desk: Desk, visit: Callable[[Page], Visit], office_of_two: Office
) -> None:
    page = BookingsPage(desk)
    visit(page)
    page.where.show_view(View.ROOM)
    page.go_to(SUMMER)
    assert page.grid.sheet.times[4] == "14:00–14:45"
    narrow = page.grid.viewport().x()
    page.go_to(date(2026, 9, 28))
    assert page.grid.sheet.times[3:5] == ["11:05–11:50", "14:00–14:45\n10.1起 13:00–13:45"]
    assert page.grid.viewport().x() > narrow, "room for both"
    page.go_to(WINTER)
    assert page.grid.sheet.times[4] == "13:00–13:45"
    page.where.rooms.setCurrentIndex(1)
    page.activate()
    assert page.grid.sheet.times[4] == "15:00–15:45"


def test_above_several_rooms_stand_only_numbers(
    desk: Desk, visit: Callable[[Page], Visit], office_of_two: Office
) -> None:
    page = BookingsPage(desk)
    visit(page)
    page.go_to(SUMMER)
    assert (len(page.grid.sheet.periods), len(page.grid.sheet.times)) == (11, 0)


def test_the_line_below_says_the_hours_of_what_the_cursor_is_on(
    desk: Desk, visit: Callable[[Page], Visit], office_of_two: Office
) -> None:
    page = BookingsPage(desk)
    visit(page)
    for day, lane, last, hours in (
        (SUMMER, 0, 5, "14:00–15:35　第5-6节"),
        (WINTER, 1, 4, "15:00–15:45　第5节"),
    ):
        page.go_to(day)
        page.grid.go_to(Spot(lane, 1, 4, last))
        room = ("E101", "W101")[lane]
        told = f"{room} 数控车间　{day.month}月{day.day}日 周二 {hours}　空闲，回车预约"
        assert page.told.text() == told
