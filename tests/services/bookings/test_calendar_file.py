"""Bookings as other calendar programs read them."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Refused
from app.models import Booking, BookingOccurrence, ClassPeriod, Room, Teacher, Term
from app.models.bookings import BookingState, OccurrenceState, UseKind
from app.models.calendar import Weekday
from app.services.bookings.booking import request, save
from app.services.bookings.calendar_file import Wanted, calendar_of, write_calendar
from app.services.calendar_store import seed_calendar, seed_periods
from app.services.class_times import ClassTimes, Hours, Period, Seasons
from app.services.office import Office
from app.services.query import Query
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
    make(ClassPeriod, number=4, site_id=None)
    book(office, make, "数控编程")
    with pytest.raises(Refused, match="节次"):
        write_calendar(office, WEEK, tmp_path / "x.ics")
    assert not (tmp_path / "x.ics").exists()


def test_a_date_that_was_skipped_or_binned_disappears_elsewhere_too(
    office: Office, make: Make, tmp_path: Path
) -> None:
    seed_periods(office)
    book(office, make, "数控编程")
    records = office.of(BookingOccurrence)
    (held,) = records.all()
    records.save({"state": OccurrenceState.SKIPPED}, held)
    write_calendar(office, WEEK, tmp_path / "x.ics")
    assert [event["status"] for event in events(tmp_path / "x.ics")] == ["CANCELLED"]
    records.save({"state": OccurrenceState.PLANNED}, records.all()[0])
    office.of(Booking).delete([held.booking_id])
    write_calendar(office, WEEK, tmp_path / "x.ics")
    assert [event["status"] for event in events(tmp_path / "x.ics")] == ["CANCELLED"]


def test_what_another_program_reads_are_the_dates_stored(
    office: Office, make: Make, tmp_path: Path
) -> None:
    """Read line by line as RFC 5545 says, without the library that wrote them."""
    term = make(Term, code="2026-2027-1", starts=date(2026, 8, 31), weeks=18)
    seed_calendar(office)
    seed_periods(office)
    room = make(Room, number="A203", name="数控车间", seats=40, opens=None)
    values = {
        "title": "数控编程", "room_id": room.id, "term_id": term.id, "weeks": "1-18周 单周",
        "weekday": Weekday.THURSDAY, "first": 5, "last": 8,
    }  # fmt: skip
    save(office, request(office, values))
    path = tmp_path / "x.ics"
    write_calendar(office, Wanted(date(2026, 8, 31), date(2027, 1, 17)), path)
    text = path.read_bytes().decode("utf-8").replace("\r\n ", "")
    starts = [line.partition(":")[2] for line in text.splitlines() if line.startswith("DTSTART;")]
    ends = [line for line in text.splitlines() if line.startswith("DTEND")]
    stored = [
        each for each in office.of(BookingOccurrence).all(Query(order="on"))
        if each.state is OccurrenceState.PLANNED
    ]  # fmt: skip
    assert starts == [f"{each.on:%Y%m%d}T140000" for each in stored]
    assert len(starts) == 8, "one Thursday of nine is a holiday"
    assert all(end.startswith("DTEND;TZID=Asia/Shanghai:") and "T1725" in end for end in ends)
    zone = text[text.index("BEGIN:VTIMEZONE") : text.index("END:VTIMEZONE")]
    assert "DAYLIGHT" not in zone
    assert zone.count("+0800") == 2


TIMES = ClassTimes.of(
    (Hours(Period(n, time(7 + n), time(7 + n, 45))) for n in range(1, 12)), Seasons()
)
odd = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1) | st.sampled_from(
    ['王䶮；𬭛,㛃:\\n"引号"', "𬭛" * 60, "a,b;c\\d", "BEGIN:VEVENT", "第一行\n第二行"]
)


@given(odd, odd)
def test_any_words_come_through_as_they_are(title: str, teacher: str) -> None:
    held = BookingOccurrence(
        id=UUID(int=7), on=DAY, first=3, last=3, state=OccurrenceState.PLANNED, version=1,
        deleted=False, changed_at=datetime(2026, 9, 1, tzinfo=UTC),
    )  # fmt: skip
    row = SimpleNamespace(
        BookingOccurrence=held, title=title, kind=UseKind.CLASS, state=BookingState.APPROVED,
        binned=False, number="A203", room="车间", teacher=teacher, group="", campus_id=None,
    )  # fmt: skip
    raw = calendar_of([row], TIMES)
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    (event,) = icalendar.Calendar.from_ical(raw).walk("VEVENT")
    assert str(event["summary"]) == title
    assert str(event["description"]) == f"第3节，{teacher}，课程实训"
    assert event["dtstart"].dt.utcoffset() == timedelta(hours=8)
