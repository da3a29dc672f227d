"""What the home page says of bookings, and that each line leads to where it is solved."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from app.models import Booking, Campus, Room
from app.models.bookings import BookingState
from app.services.bookings.answers import Queue
from app.services.bookings.booking import request, save
from app.services.bookings.closure_impact import close
from app.services.home import Ground, findings
from app.services.office import Office
from tests.make import Make

TODAY = date(2026, 9, 9)


@pytest.fixture
def rooms(make: Make) -> list[Room]:
    return [
        make(Room, number=f"A20{n}", name="车间", seats=40, campus_id=make(Campus, name=name).id)
        for n, name in enumerate(("龙泉校区", "天府校区"), start=1)
    ]


def book(office: Office, room: Room, **given: Any) -> Booking:
    values = {"title": "数控编程", "room_id": room.id, "first": 3, "last": 4, "heads": 30}
    answers = given.pop("answers", None)
    return save(office, request(office, values | given), answers)


def told(office: Office, campus: Room | None = None) -> dict[str, tuple[int, str]]:
    ground = Ground(office, TODAY, campus.campus_id if campus else None)
    return {
        each.matter.option[1]: (each.count, each.first)
        for each in findings(ground)
        if each.page == "bookings" and each.matter.option
    }


def test_every_kind_of_task_has_a_line_and_nothing_else(office: Office, rooms: list[Room]) -> None:
    assert not told(office)
    room, other = rooms
    approved = {"state": BookingState.APPROVED}
    book(office, room, on=TODAY - timedelta(days=1), **approved)
    book(office, room, on=TODAY + timedelta(days=1), **approved)
    assert told(office) == {"CHECK_IN": (1, "数控编程，A201 2026-09-08 第3-4节")}
    on = TODAY + timedelta(days=2)
    book(office, other, on=on, title="考证")
    book(office, other, on=on, title="社团", answers={on: Queue()})
    office.of(Booking).save(
        {"title": "钳工", "room_id": room.id, "on": on, "state": BookingState.UNPLACED}
    )
    week = {"starts": TODAY, "ends": TODAY + timedelta(days=7)}
    close(office, {"name": "检修", "room_id": room.id} | week, {}, TODAY)
    close(office, {"name": "复检", "room_id": room.id} | week, {}, TODAY)
    assert {key: count for key, (count, _) in told(office).items()} == {
        "CLOSED": 1, "PLACE": 1, "DECIDE": 2, "WAIT": 1, "CHECK_IN": 1,
    }  # fmt: skip
    assert {key: count for key, (count, _) in told(office, other).items()} == {
        "DECIDE": 2,
        "WAIT": 1,
    }


def test_the_clock_may_go_back(office: Office, rooms: list[Room]) -> None:
    """What was entered tomorrow is neither lost nor in the way."""
    on = TODAY + timedelta(days=30)
    book(office, rooms[0], on=on, applied_on=TODAY + timedelta(days=20))
    until = datetime(2026, 9, 20, 12).astimezone()
    book(office, rooms[0], on=on, first=5, last=6, state=BookingState.TENTATIVE, hold_until=until)
    assert told(office)["DECIDE"][0] == 2
