"""Bookings as other calendar programs read them."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import icalendar
import pytest

from app.errors import Refused
from app.models import BookingOccurrence, ClassPeriod, Room, Teacher
from app.models.bookings import OccurrenceState
from app.services.booking import request, save
from app.services.booking_calendar import Wanted, write_calendar
from app.services.calendar_store import seed_periods
from app.services.office import Office
from tests.make import Make

DAY = date(2026, 9, 9)
WEEK = Wanted(date(2026, 9, 7), date(2026, 9, 13))


def book(office: Office, make: Make, title: str) -> None:
    room = make(Room, number="A203", name="数控车间", seats=40)
    teacher = make(Teacher, name="杨知行")
    values = {"title": title, "room_id": room.id, "on": DAY, "first": 3, "last": 4}
    save(office, request(office, values | {"teacher_id": teacher.id}))


def events(path: Path) -> list[Any]:
    read = icalendar.Calendar.from_ical(path.read_bytes())
    return list(read.walk("VEVENT"))


def test_times_words_and_zone_are_read_back(office: Office, make: Make, tmp_path: Path) -> None:
    seed_periods(office)
    title = "数控编程；五轴, 第一次\\综合" + "很长的名称" * 20
    book(office, make, title)
    path = tmp_path / "预约.ics"
    assert write_calendar(office, WEEK, path) == 1
    [event] = events(path)
    assert str(event["summary"]) == title
    assert event["dtstart"].dt.astimezone(UTC) == datetime(2026, 9, 9, 2, 15, tzinfo=UTC)
    assert event["dtend"].dt.astimezone(UTC) == datetime(2026, 9, 9, 3, 50, tzinfo=UTC)
    assert str(event["location"]) == "A203 数控车间"
    assert event["status"] == "TENTATIVE"
    raw = path.read_bytes()
    assert b"BEGIN:VTIMEZONE" in raw
    assert max(map(len, raw.split(b"\r\n"))) <= 75


def test_a_cancelled_date_keeps_its_uid(office: Office, make: Make, tmp_path: Path) -> None:
    seed_periods(office)
    book(office, make, "数控编程")
    path = tmp_path / "x.ics"
    write_calendar(office, WEEK, path)
    before = events(path)[0]
    records = office.of(BookingOccurrence)
    records.save({"state": OccurrenceState.CANCELLED}, records.all()[0])
    write_calendar(office, WEEK, path)
    after = events(path)[0]
    assert (after["uid"], after["status"]) == (before["uid"], "CANCELLED")
    assert after["sequence"] > before["sequence"]


def test_a_period_without_a_time_is_said(office: Office, make: Make, tmp_path: Path) -> None:
    make(ClassPeriod, number=1)
    book(office, make, "数控编程")
    with pytest.raises(Refused, match="节次"):
        write_calendar(office, WEEK, tmp_path / "x.ics")
    assert not (tmp_path / "x.ics").exists()
