"""A week copied, several dates moved: what the preview says is what comes about, no more."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from app.errors import Conflict, Refused
from app.models import (
    Booking,
    BookingOccurrence,
    CalendarDay,
    Equipment,
    Policy,
    Room,
    Term,
)
from app.models.bases import EquipmentState
from app.models.bookings import ApprovalRole, BookingState, OccurrenceState, UseKind
from app.models.calendar import DayKind, Weekday
from app.models.teaching_time import Periods, Weeks
from app.services.bookings.answers import Move
from app.services.bookings.booking import request, save
from app.services.bookings.bulk import prospects
from app.services.bookings.changes import heal, move_all
from app.services.bookings.copy import Wanted, copy_week, preview_copy
from app.services.office import Office
from app.services.query import Query
from tests.make import Make

MONDAY = date(2026, 8, 31)
Book = Callable[..., Booking]


@pytest.fixture
def rooms(make: Make) -> list[UUID]:
    return [make(Room, number=f"B10{n}", name="车间", seats=40).id for n in (1, 2, 3)]


@pytest.fixture
def term(make: Make) -> UUID:
    found: UUID = make(Term, code="2026-2027-1", starts=MONDAY, weeks=18).id
    return found


@pytest.fixture
def book(office: Office, rooms: list[UUID], term: UUID) -> Book:
    def done(*pieces: tuple[UUID, int], **given: Any) -> Booking:
        values = {
            "title": "数控实训", "room_id": rooms[0], "term_id": term, "weeks": "1周",
            "weekday": Weekday.TUESDAY, "first": 3, "last": 4, "heads": 30,
        }  # fmt: skip
        return save(office, request(office, values | given, pieces))

    return done


def dates(office: Office, **where: Any) -> list[BookingOccurrence]:
    return office.of(BookingOccurrence).all(Query(where=where, order="on"))


def wanted(term: UUID, weeks: str, **more: Any) -> Wanted:
    return Wanted(term, MONDAY, Weeks.parse(weeks), **{"today": MONDAY} | more)


def test_a_week_is_copied_as_bookings_of_its_own(
    office: Office, book: Book, rooms: list[UUID], term: UUID, make: Make
) -> None:
    """What is taken is left out because of whom; it stays on the copy and can be added back."""
    make(CalendarDay, on=date(2026, 9, 22), kind=DayKind.HOLIDAY, name="校庆", runs_as=None)
    lathe = make(Equipment, room_id=rooms[0], quantity=5, state=EquipmentState.IN_USE,
                 inspect_by=None)  # fmt: skip
    source = book((lathe.id, 2), source="行1", state=BookingState.APPROVED)
    before = [(each.id, each.on, each.state) for each in dates(office)]
    other = book(weeks="2周", title="讲座")
    plan = preview_copy(office, wanted(term, "1-4周"))
    assert [[each.use.on.day for each in copy.kept] for copy in plan] == [[15]]
    assert plan[0].left_out[0].words == "B101 已有“讲座”（第3-4节）"
    assert [(each.week, each.why) for each in plan[0].lost] == [(4, "校庆")]

    steps: list[int] = []
    office.db.subscribe(lambda commit: steps.append(commit.seq))
    assert copy_week(office, wanted(term, "1-4周")) == plan
    made = office.of(Booking).all(Query(where={"weeks": "2-4周"}))[0]
    assert (made.source, made.title, made.weekday) == (None, "数控实训", Weekday.TUESDAY)
    assert made.number != source.number
    assert made.state is BookingState.APPROVED
    told = {each.on.day: (each.state, each.why) for each in dates(office, booking_id=made.id)}
    assert told[8] == (OccurrenceState.SKIPPED, "B101 已有“讲座”（第3-4节）")
    assert told[15][0] is OccurrenceState.PLANNED
    assert told[22] == (OccurrenceState.SKIPPED, "校庆")
    now = dates(office, booking_id=source.id)
    assert [(each.id, each.on, each.state) for each in now] == before
    assert len(dates(office, booking_id=other.id)) == 1

    assert len(steps) == 1
    office.db.take_back(steps[0])
    assert {each.booking_id for each in dates(office)} == {source.id, other.id}

    office.of(Booking).delete([other.id])
    copy_week(office, wanted(term, "2-3周"))
    assert not dates(office, state=OccurrenceState.SKIPPED)


def test_a_date_left_out_is_added_back_when_it_is_free(
    office: Office, book: Book, term: UUID
) -> None:
    book()
    other = book(weeks="2周", title="讲座")
    copy_week(office, wanted(term, "2-3周"))
    (skipped,) = dates(office, state=OccurrenceState.SKIPPED)
    office.of(Booking).delete([other.id])
    heal(office, skipped.id)
    assert not dates(office, state=OccurrenceState.SKIPPED)


def test_only_chosen_rooms_and_other_weeks(
    office: Office, book: Book, rooms: list[UUID], term: UUID
) -> None:
    book()
    book(room_id=rooms[1])
    plan = preview_copy(office, wanted(term, "3周", rooms=frozenset({rooms[1]})))
    assert [each.use.room for copy in plan for each in copy.kept] == [rooms[1]]
    with pytest.raises(Refused, match="哪些周"):
        preview_copy(office, wanted(term, "1周"))


def test_copies_do_not_take_the_room_from_each_other(
    office: Office, book: Book, rooms: list[UUID], term: UUID, make: Make
) -> None:
    """A shifted Saturday runs as the Tuesday of that week: the same lesson, copied once."""
    make(CalendarDay, on=date(2026, 9, 5), kind=DayKind.SHIFTED, name="调休",
         runs_as=Weekday.TUESDAY, runs_week=1)  # fmt: skip
    book()
    assert len(dates(office)) == 2
    plan = preview_copy(office, wanted(term, "2周"))
    assert [each.use.on.day for copy in plan for each in copy.kept] == [8]
    assert rooms


def test_a_copy_keeps_the_rules(office: Office, book: Book, term: UUID) -> None:
    book(state=BookingState.APPROVED)
    rule = {"name": "实训", "kinds": (UseKind.CLASS,), "steps": (ApprovalRole.CENTRE,)}
    office.of(Policy).save(rule | {"horizon": 10})
    with pytest.raises(Conflict, match="最多提前"):
        copy_week(office, wanted(term, "6周"))
    assert len(dates(office)) == 1
    copy_week(office, wanted(term, "6周", exception="教学检查"))
    made = office.of(Booking).all(Query(where={"weeks": "6周"}))[0]
    assert (made.state, made.exception) == (BookingState.WAITING, "教学检查")


def test_nothing_is_copied_to_weeks_that_are_over(office: Office, book: Book, term: UUID) -> None:
    """Of the running week only what is still to come."""
    book(weeks="3周")
    book(weeks="3周", weekday=Weekday.FRIDAY, title="考证")
    source = Wanted(term, date(2026, 9, 14), Weeks.parse("1,4周"), today=date(2026, 9, 9))
    with pytest.raises(Refused, match="第1周已经过去，不能复制到那里"):
        copy_week(office, source)
    assert len(dates(office)) == 2
    plan = copy_week(office, replace(source, weeks=Weeks.parse("2,4周")))
    assert {each.use.on.day for copy in plan for each in copy.kept} == {22, 11, 25}
    assert [lost.why for copy in plan for lost in copy.lost] == ["2026-09-08 已经过去，不复制"]
    assert not dates(office, state=OccurrenceState.SKIPPED)


def test_what_stands_on_a_saturday_is_copied_where_the_room_is_open(
    office: Office, book: Book, term: UUID, make: Make, rooms: list[UUID]
) -> None:
    make(CalendarDay, on=date(2026, 9, 19), kind=DayKind.HOLIDAY, name="校庆", runs_as=None)
    make(CalendarDay, on=date(2026, 9, 26), kind=DayKind.SHIFTED, name="调休",
         runs_as=Weekday.FRIDAY, runs_week=5)  # fmt: skip
    once = {"term_id": None, "weeks": None, "weekday": None, "on": date(2026, 9, 5)}
    book(**once)
    book(**once, room_id=rooms[1])
    room = office.of(Room).get(rooms[1])
    office.of(Room).save({"opens": "周一至周五 1-8"}, room)
    plan = preview_copy(office, wanted(term, "2-5周"))
    assert [[each.use.on.day for each in copy.kept] for copy in plan] == [[12, 3], []]
    assert [lost.why for lost in plan[0].lost] == ["校庆", "调休上班，按周五第5周上课"]
    assert {each.words for each in plan[1].left_out} == {"B102 第3、4节不开放"}
    copy_week(office, wanted(term, "2-5周"))
    held = dates(office, state=OccurrenceState.PLANNED, room_id=rooms[0])
    assert [each.on.day for each in held] == [5, 12, 3]


def test_dates_do_not_go_to_days_that_are_over(office: Office, book: Book) -> None:
    series = book(weeks="2周")
    (held,) = dates(office)
    today = date(2026, 9, 4)
    (seen,) = prospects(office, {held.id: Move(on=date(2026, 9, 3))}, today)
    assert (seen.possible, seen.words) == (False, "这一天已经过去，不能改到那天")
    with pytest.raises(Refused, match="2026-09-03 已经过去"):
        move_all(office, {held.id: Move(on=date(2026, 9, 3))}, today)
    move_all(office, {held.id: Move(on=today)}, today)
    assert [each.on for each in dates(office, booking_id=series.id)] == [today]


def test_dates_are_moved_together_as_far_as_they_can(
    office: Office, book: Book, rooms: list[UUID]
) -> None:
    """The second cannot go because of another; what would need its place stays too."""
    first = dates(office, booking_id=book(first=1, last=2).id)[0]
    second = dates(office, booking_id=book(first=3, last=4).id)[0]
    third = dates(office, booking_id=book(first=5, last=6, shared=True).id)[0]
    book(room_id=rooms[1], first=3, last=4, title="讲座")
    keys = [first.id, second.id, third.id]
    seen = prospects(office, dict.fromkeys(keys, Move(room=rooms[1])), MONDAY)
    assert [each.possible for each in seen] == [True, False, True]
    assert "讲座" in seen[1].words
    can = [each.before.key for each in seen if each.possible and each.before.key]
    move_all(office, dict.fromkeys(can, Move(room=rooms[1])), MONDAY)
    assert [office.of(BookingOccurrence).get(key).room_id for key in keys] == [
        rooms[1], rooms[0], rooms[1],
    ]  # fmt: skip

    where = Move(room=rooms[0], periods=Periods(3, 4))
    there = prospects(office, dict.fromkeys((first.id, second.id), where), MONDAY)
    assert [each.possible for each in there] == [False, False]


def test_dates_are_moved_by_the_same_step_through_each_others_places(
    office: Office, book: Book, rooms: list[UUID]
) -> None:
    """Each goes where the next one stood; where the last one cannot go on, all of them stay."""
    held = [dates(office, booking_id=book(first=n, last=n + 1).id)[0] for n in (1, 3, 5)]
    later = {each.id: Move(periods=Periods(each.first + 2, each.last + 2)) for each in held}
    steps: list[int] = []
    office.db.subscribe(lambda commit: steps.append(commit.seq))
    assert all(each.possible for each in prospects(office, later, MONDAY))
    assert move_all(office, later, MONDAY).count == 3
    assert [office.of(BookingOccurrence).get(each.id).first for each in held] == [3, 5, 7]
    office.db.take_back(steps[-1])
    assert [office.of(BookingOccurrence).get(each.id).first for each in held] == [1, 3, 5]

    book(first=7, last=8, title="讲座")
    seen = prospects(office, later, MONDAY)
    assert [each.possible for each in seen] == [False, False, False]
    assert ["讲座" in each.words for each in seen] == [False, False, True]
    with pytest.raises(Conflict, match="讲座"):
        move_all(office, later, MONDAY)
