"""Rows of a timetable that found no room are put somewhere in one step, whole or not at all."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from app.errors import Conflict, Refused
from app.models import (
    Booking,
    BookingOccurrence,
    CalendarDay,
    Closure,
    Room,
    SchoolClass,
    Teacher,
    Term,
)
from app.models.bookings import BookingState, OccurrenceState, UseKind
from app.models.calendar import DayKind, Weekday
from app.services.bookings.booking import request, save
from app.services.bookings.changes import cancel_booking
from app.services.bookings.placing import Spot, in_the_way, place, spots
from app.services.office import Office
from app.services.query import Query
from tests.make import Make

MONDAY = date(2026, 8, 31)
ROW = {
    "title": "钳工", "kind": UseKind.TIMETABLE, "weeks": "1-4周", "weekday": Weekday.TUESDAY,
    "first": 3, "last": 4, "heads": 35, "state": BookingState.UNPLACED,
}  # fmt: skip


@pytest.fixture
def rooms(make: Make) -> list[Room]:
    made = (("B101", 40), ("B102", 40), ("B103", 20))
    return [make(Room, number=number, name="车间", seats=seats) for number, seats in made]


@pytest.fixture
def term(make: Make) -> UUID:
    make(CalendarDay, on=date(2026, 9, 22), kind=DayKind.HOLIDAY, runs_as=None, name="停课")
    found: UUID = make(Term, code="2026-2027-1", starts=MONDAY, weeks=18).id
    return found


@pytest.fixture
def book(office: Office, rooms: list[Room], term: UUID) -> Callable[..., Booking]:
    def made(**given: Any) -> Booking:
        values = ROW | {"title": "占用", "room_id": rooms[0].id, "term_id": term, "state": None}
        return save(office, request(office, values | given))

    return made


@pytest.fixture
def row(office: Office, rooms: list[Room], term: UUID, make: Make) -> Booking:
    who = {"teacher_id": make(Teacher).id, "class_id": make(SchoolClass).id}
    values = ROW | who | {"room_id": rooms[0].id, "term_id": term, "source": "第5行"}
    found: Booking = office.of(Booking).save(values)
    return found


def dates(office: Office, booking: Booking) -> list[BookingOccurrence]:
    query = Query(where={"booking_id": booking.id}, order="on")
    found: list[BookingOccurrence] = office.of(BookingOccurrence).all(query)
    return found


def test_a_row_goes_to_another_room_and_is_locked(
    office: Office, rooms: list[Room], book: Callable[..., Booking], row: Booking
) -> None:
    book()
    found = spots(office, row.id)
    assert found[0].words.startswith("同一时间 B102")
    assert all(spot.room != rooms[2].id for spot in found)  # too small
    assert place(office, row.id, found[0]) == 3
    held = office.of(Booking).get(row.id)
    assert (held.state, held.locked, held.room_id) == (BookingState.APPROVED, True, rooms[1].id)
    assert [(each.on.day, each.state, each.why) for each in dates(office, row)] == [
        (1, OccurrenceState.PLANNED, None),
        (8, OccurrenceState.PLANNED, None),
        (15, OccurrenceState.PLANNED, None),
        (22, OccurrenceState.SKIPPED, "停课"),
    ]
    with pytest.raises(Refused, match="已经是已批准"):
        place(office, row.id, found[0])


def test_at_another_time_the_teacher_and_the_class_are_free_too(
    office: Office, rooms: list[Room], book: Callable[..., Booking], row: Booking
) -> None:
    book()
    book(room_id=rooms[1].id)
    book(title="另一课", room_id=rooms[2].id, first=1, last=2, teacher_id=row.teacher_id)
    found = spots(office, row.id)
    assert found
    assert not [each for each in found if each.words.startswith(("同一时间", "星期二 第1-2节"))]
    place(office, row.id, found[0])
    held = office.of(Booking).get(row.id)
    assert (held.weekday, held.first) == (dict(found[0].values)["weekday"], held.first)
    assert {each.first for each in dates(office, row)} == {dict(found[0].values)["first"]}


def test_the_place_it_was_meant_for_is_offered_once_it_is_free(
    office: Office, rooms: list[Room], book: Callable[..., Booking], row: Booking
) -> None:
    other = book()
    cancel_booking(office, other.id, "停开", MONDAY)
    first = spots(office, row.id)[0]
    assert first.words == "原定的 B101，现在空闲"
    place(office, row.id, first)
    assert dates(office, row)[0].room_id == rooms[0].id


def test_what_stands_lower_gives_way_to_the_timetable(
    office: Office, rooms: list[Room], book: Callable[..., Booking], row: Booking
) -> None:
    club = book(title="社团", kind=UseKind.CLUB, heads=15, weeks="2-3周")
    [way] = [each for each in spots(office, row.id) if each.moves]
    assert way.words == "原定的 B101，请“社团”改到别的实训室（2 次）"
    assert place(office, row.id, way) == 3
    moved = dates(office, club)
    assert [each.room_id for each in moved] == [rooms[2].id] * 2
    assert moved[0].why == "让给“钳工”，原定 B101 2026-09-08 第3-4节"
    assert {each.room_id for each in dates(office, row)} == {rooms[0].id}


def test_another_lesson_of_the_timetable_does_not_give_way(
    office: Office, book: Callable[..., Booking], row: Booking
) -> None:
    book()
    assert not [each for each in spots(office, row.id) if each.moves]


def test_a_place_taken_meanwhile_is_refused_and_named(
    office: Office, rooms: list[Room], book: Callable[..., Booking], row: Booking
) -> None:
    book()
    spot = spots(office, row.id)[0]
    book(title="抢先", weeks="3周", room_id=rooms[1].id)
    with pytest.raises(Conflict, match=r"有 1 天排不进去.*2026-09-15：B102 已有“抢先”"):
        place(office, row.id, spot)
    assert office.of(Booking).get(row.id).state is BookingState.UNPLACED
    assert dates(office, row) == []


def test_a_closed_day_drops_out_and_stays_on_the_series(
    office: Office, rooms: list[Room], row: Booking, make: Make
) -> None:
    make(
        Closure, name="检修", room_id=rooms[0].id, base_id=None, starts=date(2026, 9, 8),
        ends=date(2026, 9, 8), weekdays=(), periods=None,
    )  # fmt: skip
    assert place(office, row.id, spots(office, row.id)[0]) == 2
    second = dates(office, row)[1]
    assert (second.state, second.why) == (OccurrenceState.SKIPPED, "B101 检修")


def test_one_undo_takes_it_back(office: Office, rooms: list[Room], row: Booking) -> None:
    steps: list[int] = []
    office.db.subscribe(lambda commit: steps.append(commit.seq))
    place(office, row.id, Spot("B102", rooms[1].id))
    office.db.take_back(steps[-1])
    held = office.of(Booking).get(row.id)
    assert (held.state, held.locked, held.room_id) == (BookingState.UNPLACED, False, rooms[0].id)
    assert dates(office, row) == []


def test_who_keeps_a_row_out_is_said(
    office: Office, row: Booking, book: Callable[..., Booking]
) -> None:
    assert in_the_way(office, row.id) == ""
    book(title="占用", weeks="2-3周", first=4, last=5)
    told = in_the_way(office, row.id)
    assert told == "2 天被占用，如 9月8日：B101 已有“占用”（第4-5节）"


def test_a_booking_without_a_time_says_what_is_lacking(office: Office, rooms: list[Room]) -> None:
    typed = office.of(Booking).save({"title": "钳工", "room_id": rooms[0].id})
    assert typed.state is BookingState.UNPLACED
    assert spots(office, typed.id) == []
    assert "请填写周次，或写明只用一次的日期" in in_the_way(office, typed.id)
