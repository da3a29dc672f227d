"""Times on doors and in calendar files: of the day's season, at the room's campus."""

from collections.abc import Sequence
from datetime import date, time
from pathlib import Path
from typing import Any

import icalendar
import pytest

from app.errors import Refused
from app.models import Campus, ClassPeriod, Room, Term
from app.models.bookings import BookingState
from app.models.calendar import Season
from app.models.teaching_time import Weeks
from app.services.bookings.booking import request, save
from app.services.bookings.calendar_file import Wanted, write_calendar
from app.services.bookings.free_slots import Sought, find_slots
from app.services.bookings.room_density import Span, density
from app.services.bookings.utilisation import by_room, measured
from app.services.bookings.week import rooms_of
from app.services.calendar_store import school_calendar, seed_periods
from app.services.office import Office
from app.services.reports.catalogue import choose, entry, run, write
from app.services.reports.spec import Report
from tests.make import Make
from tests.services.reports.conftest import text_of

SUMMER, WINTER = date(2026, 9, 15), date(2026, 11, 17)  # Tuesdays
TODAY = date(2026, 11, 22)


@pytest.fixture
def rooms(office: Office, make: Make) -> list[Room]:
    """East keeps the usual periods, and other ones in winter; west has ten, at its own times."""
    make(Term, code="2026-2027-1", starts=date(2026, 8, 31), weeks=18)
    seed_periods(office)
    east, west = make(Campus, name="东校区"), make(Campus, name="西校区")
    periods = office.of(ClassPeriod)
    for each in periods.all():
        if each.number == 11:
            periods.save({"site_id": east.id}, each)
    winter = {"season": Season.WINTER, "site_id": None}
    make(ClassPeriod, number=5, starts=time(13, 30), ends=time(14, 15), **winter)
    make(ClassPeriod, number=6, starts=time(14, 20), ends=time(15, 5), **winter)
    own = {"season": Season.ALL_YEAR, "site_id": west.id}
    make(ClassPeriod, number=5, starts=time(14, 40), ends=time(15, 25), **own)
    make(ClassPeriod, number=6, starts=time(15, 30), ends=time(16, 15), **own)
    usual = {"name": "数控车间", "seats": 40, "opens": None}
    return [
        make(Room, number="E101", campus_id=east.id, **usual),
        make(Room, number="W101", campus_id=west.id, **usual),
    ]


def book(office: Office, room: Room, day: date, first: int = 5, last: int = 6) -> None:
    values: dict[str, Any] = {
        "title": "数控编程", "room_id": room.id, "on": day, "first": first, "last": last,
        "state": BookingState.APPROVED, "heads": 30,
    }  # fmt: skip
    save(office, request(office, values))


def door(office: Office, room: str, day: date) -> Report:
    given = {"room": room, "day": day.isoformat()}
    return run(office, "door_sheet", choose(office, entry("door_sheet"), given, TODAY), TODAY)


def heads(report: Report) -> Sequence[str]:
    return [str(row[0]) for row in report.tables[0].rows]


@pytest.mark.parametrize(
    ("room", "day", "fifth"),
    [
        ("E101", SUMMER, "第5节\n14:00–14:45"),
        ("E101", WINTER, "第5节\n13:30–14:15"),
        ("W101", SUMMER, "第5节\n14:40–15:25"),
        ("W101", WINTER, "第5节\n14:40–15:25"),
    ],
)
def test_a_door_says_the_times_of_its_campus_and_season(
    office: Office, rooms: list[Room], room: str, day: date, fifth: str
) -> None:
    assert heads(door(office, room, day))[4] == fifth


def test_a_door_of_the_week_in_which_they_change_says_both(
    office: Office, rooms: list[Room], tmp_path: Path
) -> None:
    report = door(office, "E101", date(2026, 10, 1))
    assert heads(report)[3:5] == ["第4节\n11:05–11:50", "第5节\n14:00–14:45\n10.1起 13:30–14:15"]
    assert write(office, report, tmp_path / "x.pdf").pages == 1
    assert "10.1起13:30–14:15" in text_of(tmp_path / "x.pdf")


def test_a_campus_with_fewer_periods_does_not_hang_up_the_others(
    office: Office, rooms: list[Room]
) -> None:
    assert len(heads(door(office, "E101", SUMMER))) == 11
    assert len(heads(door(office, "W101", SUMMER))) == 10
    book(office, rooms[1], SUMMER, 11, 11)
    west = door(office, "W101", SUMMER)
    assert heads(west)[-1] == "第11节"
    assert [str(cell) for cell in west.tables[0].rows[10][1:3]] == ["不开放", "不开放\n数控编程"]


def test_every_event_is_at_the_time_of_its_day_and_campus(
    office: Office, rooms: list[Room], tmp_path: Path
) -> None:
    for room in rooms:
        for day in (SUMMER, WINTER, date(2026, 9, 30), date(2026, 10, 1), date(2027, 1, 1)):
            book(office, room, day)
    path = tmp_path / "x.ics"
    write_calendar(office, Wanted(date(2026, 8, 31), date(2027, 1, 31)), path)
    found: dict[str, list[str]] = {}
    for event in icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT"):
        times = f"{event['dtstart'].dt:%m-%d %H:%M}–{event['dtend'].dt:%H:%M}"
        found.setdefault(str(event["location"]), []).append(times)
    assert sorted(found["E101 数控车间"]) == [
        "01-01 13:30–15:05", "09-15 14:00–15:35", "09-30 14:00–15:35",
        "10-01 13:30–15:05", "11-17 13:30–15:05",
    ]  # fmt: skip
    assert {each[6:] for each in found["W101 数控车间"]} == {"14:40–16:15"}


def test_an_event_in_a_period_that_the_campus_does_not_have_is_refused_in_words(
    office: Office, rooms: list[Room], tmp_path: Path
) -> None:
    book(office, rooms[1], SUMMER, 11, 11)
    with pytest.raises(Refused, match=r"2026-09-15 在 W101 的第 11 节没有上下课时间"):
        write_calendar(office, Wanted(SUMMER, SUMMER), tmp_path / "x.ics")


def test_what_the_campus_does_not_have_is_not_open_and_not_offered(
    office: Office, rooms: list[Room]
) -> None:
    usage = {row.name[:4]: row.open for row in by_room(measured(office, SUMMER, SUMMER, TODAY))}
    assert usage == {"E101": 11, "W101": 10}
    dense = density(office, school_calendar(office), rooms_of(office), [Span(SUMMER, SUMMER)])
    assert [shares[0].whole for shares in dense.shares] == [11, 10]
    term = office.of(Term).all()[0].id
    sought = Sought(
        term=term, weeks=Weeks.parse("3"), since=SUMMER, length=1, weekdays=[SUMMER.isoweekday()]
    )
    last = {"E101": 0, "W101": 0}
    for slot in find_slots(office, sought):
        last[slot.facts.number] = max(last[slot.facts.number], slot.periods.last)
    assert last == {"E101": 11, "W101": 10}
