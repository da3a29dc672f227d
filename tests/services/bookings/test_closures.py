"""Closures at their edges: every week, one over the other, settled later, told to teachers."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event

from app.errors import Conflict, Refused
from app.models import (
    Booking,
    BookingOccurrence,
    Closure,
    Equipment,
    Policy,
    Room,
    Teacher,
    Term,
    TrainingBase,
)
from app.models.bases import ClosureKind
from app.models.bookings import OccurrenceState, UseKind
from app.models.calendar import Weekday
from app.models.teaching_time import Periods
from app.services.bookings.answers import Move, Skip
from app.services.bookings.booking import request, save
from app.services.bookings.changes import cancel, move
from app.services.bookings.closure_impact import (
    close,
    closed_by,
    hit,
    impact,
    overlapping,
    settle,
    still_open,
)
from app.services.bookings.closure_notices import notified
from app.services.bookings.tasks import Task, tasks
from app.services.bookings.words import told_of
from app.services.bookings.world import closed_of
from app.services.office import Office
from app.services.query import Query
from tests.make import Make

MONDAY = date(2026, 8, 31)
TODAY = date(2026, 9, 5)
Book = Callable[..., Booking]


@pytest.fixture
def rooms(make: Make) -> list[Room]:
    base = make(TrainingBase, name="数控中心").id
    return [
        make(Room, number=number, name="车间", seats=40, base_id=place)
        for number, place in (("B101", base), ("B102", base), ("B103", None))
    ]


@pytest.fixture
def book(office: Office, make: Make, rooms: list[Room]) -> Book:
    term = make(Term, code="2026-2027-1", starts=MONDAY, weeks=18).id

    def made(pieces: Any = (), **given: Any) -> Booking:
        values = {
            "title": "数控实训", "room_id": rooms[0].id, "term_id": term, "weeks": "1-4周",
            "weekday": Weekday.TUESDAY, "first": 3, "last": 4, "heads": 30,
        }  # fmt: skip
        return save(office, request(office, values | given, pieces))

    return made


def shut(room: Room | None = None, **given: Any) -> dict[str, Any]:
    until = MONDAY + timedelta(weeks=4)
    values = {"name": "检修", "kind": ClosureKind.MAINTENANCE, "starts": MONDAY, "ends": until}
    return values | {"room_id": room.id if room else None} | given


def days(office: Office, closure: dict[str, Any], today: date = TODAY) -> list[int]:
    with office.db.read() as session:
        rows = hit(session, closed_by(office, closure), today)
    return [row.on.day for row in rows]


def dates(office: Office) -> list[BookingOccurrence]:
    found: list[BookingOccurrence] = office.of(BookingOccurrence).all(Query(order="on"))
    return found


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, [8, 8, 10, 15, 22]),
        ({"weekdays": (Weekday.TUESDAY,)}, [8, 8, 15, 22]),
        ({"weekdays": (Weekday.THURSDAY, Weekday.SUNDAY)}, [10]),
        ({"periods": "第1-3节"}, [8, 15, 22]),
        ({"periods": "第1-2节"}, []),
        ({"periods": "第5-8节", "weekdays": (Weekday.TUESDAY,)}, [8]),
        ({"ends": None}, [8, 8, 10, 15, 22]),
        ({"ends": date(2026, 9, 8)}, [8, 8]),
    ],
)
def test_what_is_hit_is_what_the_engine_says(
    office: Office, book: Book, rooms: list[Room], given: dict[str, Any], expected: list[int]
) -> None:
    book()
    for room, on, first in ((rooms[0], 8, 7), (rooms[0], 10, 7), (rooms[2], 8, 3)):
        book(title="单次", room_id=room.id, on=date(2026, 9, on), first=first, last=first + 1)
    closure = shut(rooms[0]) | given
    assert days(office, closure) == expected
    assert days(office, shut(base_id=rooms[0].base_id) | given) == expected
    closed = closed_by(office, closure)
    assert [
        row.on.day
        for row in sorted(dates(office), key=lambda row: (row.on, row.first))
        if row.on >= TODAY
        and closed.covers(row.room_id, rooms[0].base_id, row.on, Periods(row.first, row.last))
    ] == expected


def test_closures_may_lie_over_each_other_and_are_told(
    office: Office, book: Book, rooms: list[Room]
) -> None:
    book()
    close(office, shut(rooms[0], name="年检"), {}, TODAY)
    base = shut(base_id=rooms[0].base_id, name="停电", ends=None)
    told = ["“年检”（2026-08-31 至 2026-09-28）"]
    assert overlapping(office, closed_by(office, base)) == told
    assert overlapping(office, closed_by(office, shut(rooms[1]))) == []
    friday = shut(rooms[0], weekdays=(Weekday.FRIDAY,))
    assert overlapping(office, closed_by(office, friday)) == told
    after = shut(rooms[0], starts=date(2026, 9, 29), ends=None)
    assert overlapping(office, closed_by(office, after)) == []
    close(office, base, {}, TODAY)
    with office.db.read() as session:
        left = still_open(session, TODAY)
    assert len(left) == 6
    assert len({key for _, key in left}) == 3
    assert len([each for each in tasks(office, TODAY) if each.task is Task.CLOSED]) == 2


def test_what_was_left_open_is_settled_later(office: Office, book: Book, rooms: list[Room]) -> None:
    book()
    closure = close(office, shut(rooms[0]), {}, TODAY).closure
    stored = office.of(Closure).get(closure)
    found = impact(office, closed_of(stored), TODAY)
    book(title="抢先", weeks="2周", room_id=rooms[1].id)
    with pytest.raises(Conflict, match="抢先"):
        settle(office, closure, {found[0].key: Move(room=rooms[1].id)}, TODAY)
    done = settle(
        office, closure, {found[0].key: Skip("停课"), found[1].key: Move(rooms[1].id)}, TODAY
    )
    assert (done.moved, done.cancelled, done.open) == (1, 1, 1)
    with office.db.read() as session:
        assert [key for _, key in still_open(session, TODAY)] == [found[2].key]


def test_a_notice_tells_what_became_of_every_date(
    office: Office, book: Book, rooms: list[Room], make: Make
) -> None:
    """Whether it was decided at once, later, or by hand."""
    book(weeks="1-6周", teacher_id=make(Teacher).id)
    first, second, third, fourth, fifth = [row.id for row in dates(office) if row.on >= TODAY]
    values = shut(rooms[0], ends=date(2026, 10, 30))
    answers: dict[UUID, Move | Skip] = {first: Move(rooms[1].id), second: Skip("停课一次")}
    closure = close(office, values, answers, TODAY).closure
    settle(office, closure, {third: Move(rooms[2].id)}, TODAY)
    move(office, fourth, Move(on=date(2026, 9, 30), room=rooms[1].id), TODAY)
    stored = office.of(Closure).get(closure)
    found = notified(office, stored, TODAY)
    assert [(each.use.on.day, each.use.room == rooms[0].id) for each in found] == [
        (8, True), (15, True), (22, True), (29, True), (6, True),
    ]  # fmt: skip
    assert [each.words for each in found] == [
        "改到 B102 9月8日 周二 第3-4节",
        "取消：停课一次",
        "改到 B103 9月22日 周二 第3-4节",
        "改到 B102 9月30日 周三 第3-4节",
        "",
    ]
    assert found[4].offers[0].startswith("B102")
    cancel(office, [first], "教师外出", TODAY)
    assert notified(office, stored, TODAY)[0].words == "取消：教师外出"
    assert [each.use.key for each in notified(office, stored, date(2026, 9, 23))] == [fourth, fifth]


def test_equipment_is_asked_for_once_however_many_dates(
    office: Office, book: Book, rooms: list[Room], make: Make
) -> None:
    here = make(Equipment, name="台虎钳", quantity=20, room_id=rooms[0].id, inspect_by=None)
    make(Equipment, name="台虎钳", quantity=20, room_id=rooms[2].id, inspect_by=None)

    def asked(weeks: str) -> tuple[int, int]:
        book(weeks=weeks, pieces=[(here.id, 12)])
        seen: list[str] = []
        event.listen(office.db.engine, "before_cursor_execute", lambda *a: seen.append(a[2]))
        found = impact(office, closed_by(office, shut(rooms[0], ends=None)), TODAY)
        assert {each.offers[0].number for each in found} == {"B103"}
        return len(found), len(seen)

    few, one = asked("2周")
    many, all_ = asked("3-12周")
    assert (few, many) == (1, 11)
    assert all_ - one <= 3


def test_dates_moved_or_cancelled_stay_so_when_the_closure_goes(
    office: Office, book: Book, rooms: list[Room]
) -> None:
    book()
    found = impact(office, closed_by(office, shut(rooms[0])), TODAY)
    closure = close(office, shut(rooms[0]), {found[0].key: Skip("停课")}, TODAY).closure
    office.of(Closure).delete([closure])
    assert office.of(BookingOccurrence).get(found[0].key).state is OccurrenceState.CANCELLED
    with office.db.read() as session:
        assert still_open(session, TODAY) == []


def test_one_undo_takes_a_closure_and_all_it_settled_back(
    office: Office, book: Book, rooms: list[Room]
) -> None:
    book()
    before = [(row.id, row.on, row.room_id, row.state, row.why) for row in dates(office)]
    found = impact(office, closed_by(office, shut(rooms[0])), TODAY)
    steps: list[int] = []
    office.db.subscribe(lambda commit: steps.append(commit.seq))
    answers: dict[UUID, Move | Skip] = {
        found[0].key: Move(found[0].offers[0].room),
        found[1].key: Skip("停课"),
    }
    close(office, shut(rooms[0]), answers, TODAY)
    office.db.take_back(steps[-1])
    assert [(row.id, row.on, row.room_id, row.state, row.why) for row in dates(office)] == before
    assert office.of(Closure).count() == 0
    with office.db.read() as session:
        assert still_open(session, TODAY) == []


def test_a_date_that_a_closure_moves_keeps_which_rules_it_breaks_and_why(
    office: Office, book: Book, rooms: list[Room]
) -> None:
    """Notice too short, room not theirs: nobody chose that, so it is allowed, and kept."""
    booking = book(weeks="2周")
    untouched = book(title="钳工", weeks="3周")
    office.of(Policy).save({"name": "提前", "notice": 5})
    office.of(Policy).save({"name": "外借", "kinds": (UseKind.CLASS,), "barred": True})
    first = next(row.id for row in dates(office) if row.booking_id == booking.id)
    settled = close(office, shut(rooms[0]), {first: Move(rooms[1].id)}, TODAY)
    rules = "外借：不接受课程实训预约；提前：至少提前 5 天，现在是 3 天"
    assert settled.words == f"“数控实训”不合预约规定（{rules}），已记为例外"
    moved = office.of(Booking).get(booking.id)
    assert moved.against == "外借：不接受课程实训预约；提前：至少提前 5 天，现在是 3 天"
    assert moved.exception == "因停用“检修”改期"
    assert told_of(office, moved)[:2] == [
        "不合规定：外借：不接受课程实训预约；提前：至少提前 5 天，现在是 3 天",
        "例外理由：因停用“检修”改期",
    ]
    assert settle(office, settled.closure, {}, TODAY).words == ""
    assert office.of(Booking).get(untouched.id).against is None


def test_the_reason_of_a_closure_joins_those_that_are_there(
    office: Office, book: Book, rooms: list[Room]
) -> None:
    office.of(Policy).save({"name": "节数", "longest": 1})
    booking = book(exception="教务处同意")
    office.of(Policy).save({"name": "提前", "notice": 5})
    chosen: dict[UUID, Move | Skip] = {row.id: Move(rooms[1].id) for row in dates(office)[1:3]}
    close(office, shut(rooms[0]), chosen, TODAY)
    moved = office.of(Booking).get(booking.id)
    assert moved.against is not None
    assert moved.against.endswith("现在是 2 节；提前：至少提前 5 天，现在是 3 天")
    assert moved.exception == "教务处同意；因停用“检修”改期"


def test_a_closure_sends_nothing_into_the_past(
    office: Office, book: Book, rooms: list[Room]
) -> None:
    book()
    first = next(row.id for row in dates(office) if row.on >= TODAY)
    before: dict[UUID, Move | Skip] = {first: Move(on=date(2026, 9, 4), room=rooms[1].id)}
    with pytest.raises(Refused, match="2026-09-04 已经过去，不能改到那天"):
        close(office, shut(rooms[0]), before, TODAY)
    assert office.of(Closure).count() == 0


@pytest.mark.parametrize("other", [Skip("停课"), Move(periods=Periods(7, 8))])
def test_what_the_same_step_cancels_or_moves_is_not_in_the_way(
    office: Office, book: Book, rooms: list[Room], make: Make, other: Move | Skip
) -> None:
    vices = make(Equipment, name="台虎钳", quantity=20, inspect_by=None)
    book(weeks="2周", pieces=[(vices.id, 20)])
    book(title="钳工", weeks="2周", first=5, last=6, pieces=[(vices.id, 20)])
    one, two = sorted(dates(office), key=lambda row: row.first)
    if isinstance(other, Move):
        other = replace(other, room=rooms[2].id)
    there = Move(rooms[1].id, periods=Periods(3, 4))
    close(office, shut(rooms[0]), {one.id: other, two.id: there}, TODAY)
    moved = office.of(BookingOccurrence).get(two.id)
    assert (moved.room_id, moved.first) == (rooms[1].id, 3)
