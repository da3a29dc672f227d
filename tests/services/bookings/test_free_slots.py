"""找空档: what is found is free on every date, fits, and may be booked just so."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import Invalid
from app.models import (
    Booking,
    CalendarDay,
    Closure,
    Equipment,
    Room,
    SchoolClass,
    Teacher,
    Term,
)
from app.models.bases import EquipmentState
from app.models.calendar import DayKind, Weekday
from app.models.teaching_time import Pattern, Periods, Weeks
from app.services.bookings.booking import request, save
from app.services.bookings.free_slots import Slot, Sought, find_slots
from app.services.bookings.preview import preview
from app.services.bookings.words import when
from app.services.calendar_store import seed_periods
from app.services.office import Office
from tests.make import Make

WEEKS = Weeks.parse("1-4")
MONDAY = date(2026, 8, 31)


class World:
    def __init__(self, office: Office, make: Make) -> None:
        self.office = office
        seed_periods(office)
        self.term = make(Term, code="2026-2027-1", starts=MONDAY, weeks=16).id
        sizes = (("B101", 40), ("B102", 40), ("B103", 20))
        self.rooms = [make(Room, number=n, name="车间", seats=seats).id for n, seats in sizes]

    def book(self, **given_: Any) -> Booking:
        usual = {
            "title": "数控实训", "room_id": self.rooms[0], "term_id": self.term, "weeks": "1-4周",
            "weekday": Weekday.TUESDAY, "first": 3, "last": 4, "heads": 20,
        }  # fmt: skip
        return save(self.office, request(self.office, usual | given_))

    def find(self, **asked: Any) -> list[Slot]:
        usual = {"term": self.term, "weeks": WEEKS, "length": 2, "weekdays": [2], "since": MONDAY}
        return find_slots(self.office, Sought(**(usual | asked)))


@pytest.fixture
def world(office: Office, make: Make) -> World:
    return World(office, make)


def where(found: list[Slot]) -> set[tuple[str, int]]:
    return {(slot.facts.number, slot.periods.first) for slot in found}


def test_the_closest_fit_comes_first_and_what_is_taken_once_is_left_out(world: World) -> None:
    world.book(room_id=world.rooms[2], weeks="4周")
    found = world.find(heads=15)
    assert [(s.facts.number, s.periods.first) for s in found[:2]] == [("B103", 1), ("B103", 5)]
    assert ("B101", 3) in where(found)
    assert {slot.facts.number for slot in world.find(heads=35)} == {"B101", "B102"}


def test_lessons_begin_where_lessons_begin_and_not_over_noon(world: World) -> None:
    assert {slot.periods.first for slot in world.find()} == {1, 3, 5, 7, 9}
    assert {slot.periods.first for slot in world.find(length=3)} == {1, 2, 5, 6, 9}
    assert {str(slot.periods) for slot in world.find(length=6)} == {
        "第1-6节", "第3-8节", "第5-10节",
    }  # fmt: skip
    assert {s.periods.first for s in world.find(within=Periods(3, 6))} == {3, 5}


def test_teacher_and_class_are_not_in_two_places(world: World, make: Make) -> None:
    teacher, group = make(Teacher).id, make(SchoolClass).id
    world.book(teacher_id=teacher, first=1, last=2)
    world.book(class_id=group, room_id=world.rooms[1], first=5, last=6)
    firsts = {s.periods.first for s in world.find(teacher=teacher, school_class=group)}
    assert firsts == {3, 7, 9}


def test_closures_and_holidays_count_as_in_a_booking(world: World, make: Make) -> None:
    make(Closure, name="检修", room_id=world.rooms[0], starts=date(2026, 9, 8),
         ends=date(2026, 9, 8), periods="1-8", base_id=None, weekdays=())  # fmt: skip
    make(CalendarDay, on=date(2026, 9, 15), kind=DayKind.HOLIDAY, name="校庆", runs_as=None)
    found = world.find()
    assert {f for n, f in where(found) if n == "B101"} == {9}
    assert {(len(slot.days), slot.lost) for slot in found} == {(3, 1)}


def test_a_room_must_have_the_equipment_and_enough_of_it_free(world: World, make: Make) -> None:
    lathe = {"name": "车床", "state": EquipmentState.IN_USE, "inspect_by": None}
    first = make(Equipment, room_id=world.rooms[0], quantity=6, **lathe)
    make(Equipment, room_id=world.rooms[1], quantity=3, **lathe)
    make(Equipment, room_id=world.rooms[1], quantity=2, **lathe)
    make(Equipment, room_id=world.rooms[2], quantity=9, **lathe | {"state": EquipmentState.REPAIR})
    found = world.find(equipment=[first.id], number=4)
    assert {slot.facts.number for slot in found} == {"B101", "B102"}
    assert {sum(n for _, n in slot.equipment) for slot in found} == {4}
    assert {slot.facts.number for slot in world.find(equipment=[first.id], number=6)} == {"B101"}

    elsewhere = {"room_id": world.rooms[2], "weekday": Weekday.TUESDAY, "first": 1, "last": 2}
    values = {"title": "外借", "term_id": world.term, "weeks": "2周", "heads": 1} | elsewhere
    save(world.office, request(world.office, values, [(first.id, 3)]))
    firsts = {f for n, f in where(world.find(equipment=[first.id], number=4)) if n == "B101"}
    assert firsts == {3, 5, 7, 9}


def test_seats_may_be_shared(world: World) -> None:
    world.book(shared=True, heads=30)
    assert ("B101", 3) not in where(world.find(heads=10))
    assert ("B101", 3) in where(world.find(heads=10, shared=True))
    assert ("B101", 3) not in where(world.find(heads=11, shared=True))


@pytest.fixture
def set_up(world: World) -> None:
    """One room in which something has to be set up between two uses."""
    rooms = world.office.of(Room)
    rooms.save({"gap": 1}, rooms.get(world.rooms[0]))


@pytest.mark.usefixtures("set_up")
@settings(max_examples=20)
@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.integers(1, 4), st.integers(1, 11), st.integers(0, 2)),
        max_size=8,
    ),
    st.integers(1, 4),
)
def test_what_is_found_is_just_what_previews_call_free(
    world: World, held: list[tuple[int, int, int, int]], length: int
) -> None:
    office = world.office
    for key in office.of(Booking).find():
        office.of(Booking).delete([key])
    for room, week, first, more in held:
        place = {"room_id": world.rooms[room], "weeks": f"{week}周", "first": first}
        values = place | {"last": min(11, first + more)}
        asked = request(office, {"title": "占用", "term_id": world.term,
                                 "weekday": Weekday.TUESDAY} | values)  # fmt: skip
        if all(not each.clashes for each in preview(office, asked).dates):
            save(office, asked)
    found = {(slot.room, slot.periods) for slot in world.find(length=length, weekdays=[2])}
    for room in world.rooms:
        for periods in {slot.periods for slot in world.find(length=length)} | {Periods(1, length)}:
            phrase = when(f"1-4周 星期二 {periods}", world.term, date(2026, 9, 1))
            asked = request(office, {"title": "试", "room_id": room} | phrase)
            free = all(not each.clashes for each in preview(office, asked).dates)
            assert free == ((room, periods) in found)


def test_nothing_fits_an_empty_college(office: Office, make: Make) -> None:
    term: UUID = make(Term, code="2026-2027-1", starts=MONDAY, weeks=16).id
    assert find_slots(office, Sought(term=term, weeks=WEEKS, length=2, since=MONDAY)) == []


@pytest.mark.parametrize("today", [date(2026, 11, 16), date(2026, 11, 18), date(2026, 11, 22)])
@pytest.mark.parametrize(
    ("weeks", "left"),
    [
        ("1-16周", {"12-16周", "13-16周"}),
        ("1-16周 单周", {"13-16周 单周"}),
        ("3,13,15周", {"13,15周"}),
        ("13-14周", {"13-14周"}),
    ],
)
def test_late_in_a_term_nothing_is_proposed_for_days_that_are_over(
    world: World, today: date, weeks: str, left: set[str]
) -> None:
    """Nor does what was booked on them keep a room out; what is chosen is booked without them."""
    world.book(weeks="1-10周")
    found = world.find(weeks=Weeks.parse(weeks), weekdays=range(1, 6), since=today)
    assert {slot.weekday for slot in found} == {1, 2, 3, 4, 5}
    assert (world.rooms[0], 2, 3) in {(s.room, s.weekday, s.periods.first) for s in found}
    assert {str(slot.weeks) for slot in found} <= left
    assert {slot.lost for slot in found} == {0}
    for slot in found:
        assert min(slot.days) >= today
    for slot in found[:: len(found) // 5]:
        pattern = Pattern(slot.weeks, slot.weekday, slot.periods)
        values = {"title": "试", "room_id": slot.room} | when(f"{pattern}", world.term, today)
        planned = preview(world.office, request(world.office, values)).dates
        assert tuple(each.use.on for each in planned) == slot.days


def test_a_day_made_up_for_later_is_still_ahead(world: World, make: Make) -> None:
    """The Tuesday of week 1 was a holiday and is taught on the Saturday after."""
    make(CalendarDay, on=date(2026, 9, 1), kind=DayKind.HOLIDAY, name="校庆", runs_as=None)
    make(CalendarDay, on=date(2026, 9, 5), kind=DayKind.SHIFTED, runs_as=Weekday.TUESDAY)
    found = world.find(weeks=Weeks.parse("1-2"), since=date(2026, 9, 3))
    assert {slot.days for slot in found} == {(date(2026, 9, 5), date(2026, 9, 8))}
    assert {str(slot.weeks) for slot in found} == {"1-2周"}
    assert {slot.days for slot in world.find(weeks=Weeks.parse("1-2"), since=date(2026, 9, 6))} == {
        (date(2026, 9, 8),)
    }


def test_a_holiday_that_is_over_is_not_told_as_lost(world: World, make: Make) -> None:
    make(CalendarDay, on=date(2026, 9, 8), kind=DayKind.HOLIDAY, name="校庆", runs_as=None)
    make(CalendarDay, on=date(2026, 9, 22), kind=DayKind.HOLIDAY, name="停课", runs_as=None)
    (found,) = {(s.weeks, s.days, s.lost) for s in world.find(since=date(2026, 9, 10))}
    assert found == (Weeks(((3, 4),)), (date(2026, 9, 15),), 1)


def test_weeks_that_are_all_ahead_stay_as_they_were_written(world: World) -> None:
    even = Weeks.parse("1-4周 双周")
    assert {slot.weeks for slot in world.find(weeks=even, since=date(2026, 9, 8))} == {even}
    assert {str(slot.weeks) for slot in world.find(weeks=even, since=date(2026, 9, 9))} == {
        "4周 双周"
    }


def test_weeks_that_are_all_over_are_refused_at_their_field(world: World) -> None:
    with pytest.raises(Invalid, match="这些周次都已经过去"):
        world.find(since=date(2026, 10, 1))
