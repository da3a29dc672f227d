"""Bookings at their edges: what is past, seats that wait, more people, the clock going back."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest

from app.errors import Conflict, Invalid, Refused
from app.models import Booking, BookingOccurrence, ClassPeriod, Room, Term, UseRecord
from app.models.bookings import BookingState, OccurrenceState
from app.models.calendar import Weekday
from app.services.bookings.answers import Queue
from app.services.bookings.booking import Request, request, save
from app.services.bookings.changes import cancel, cancel_booking, heal, no_show, resize, skip
from app.services.bookings.flow import decide
from app.services.bookings.holds import release
from app.services.bookings.preview import Verdict, preview
from app.services.bookings.tasks import Task, check_in, tasks
from app.services.calendar_store import seed_periods
from app.services.office import Office
from app.services.query import Query
from tests.make import Make

DAY = date(2026, 9, 1)
Ask = Callable[..., Request]


@pytest.fixture
def room(make: Make) -> UUID:
    found: UUID = make(Room, number="B101", name="车间", seats=40).id
    return found


@pytest.fixture
def ask(office: Office, make: Make, room: UUID) -> Ask:
    term = make(Term, code="2026-2027-1", starts=date(2026, 8, 31), weeks=18).id

    def made(**given: Any) -> Request:
        values = {
            "title": "数控实训", "room_id": room, "term_id": term, "weeks": "1-4周",
            "weekday": Weekday.TUESDAY, "first": 3, "last": 4, "heads": 30,
        }  # fmt: skip
        return request(office, values | given)

    return made


def dates(office: Office, booking: Booking) -> list[BookingOccurrence]:
    query = Query(where={"booking_id": booking.id}, order="on")
    found: list[BookingOccurrence] = office.of(BookingOccurrence).all(query)
    return found


def seats(office: Office, booking: Booking) -> list[tuple[int | None, OccurrenceState]]:
    return sorted((each.seats, each.state) for each in dates(office, booking))


def queued(office: Office, ask: Ask) -> tuple[Booking, Booking]:
    """30 of 40 seats taken, and a club of 12 that has 10 of them."""
    lesson = save(office, ask(shared=True, weeks="1周"))
    club = ask(title="社团", weeks="1周", heads=12, shared=True)
    return lesson, save(office, club, {DAY: Queue()})


def test_a_room_that_is_open_on_saturdays_is_booked_for_saturdays(
    office: Office, make: Make, ask: Ask
) -> None:
    open_ = make(Room, number="B102", name="车间", seats=40, opens="周一至周五 1-8；周六 1-8").id
    booked = save(office, ask(room_id=open_, weekday=Weekday.SATURDAY))
    assert [each.on for each in dates(office, booked)] == [
        DAY + timedelta(weeks=n, days=4) for n in range(4)
    ]
    shut = make(Room, number="B103", name="车间", seats=40, opens="周一至周五 1-8").id
    with pytest.raises(Conflict, match="第3、4节不开放"):
        save(office, ask(room_id=shut, weekday=Weekday.SATURDAY))


def test_who_comes_too_soon_after_another_waits_until_there_is_time_to_set_the_room_up(
    office: Office, make: Make, ask: Ask
) -> None:
    lab = make(Room, number="L103", name="高压室", seats=40, gap=1).id
    first = save(office, ask(room_id=lab, weeks="1周"))
    second = ask(room_id=lab, weeks="1周", first=5, last=6, title="社团")
    (planned,) = preview(office, second).dates
    assert (planned.verdict, planned.words) == (
        Verdict.CLASH, "L103 前后要空 1 节，离“数控实训”（第3-4节）太近"
    )  # fmt: skip
    with pytest.raises(Conflict, match="太近"):
        save(office, second)
    shared = ask(room_id=lab, weeks="1周", first=5, last=6, title="开放", shared=True, seats=5)
    waiting = save(office, second, {DAY: Queue()})
    sitting = save(office, shared, {DAY: Queue()})
    assert seats(office, sitting) == [(5, OccurrenceState.QUEUED)]
    save(office, ask(room_id=lab, weeks="1周", first=9, last=10))
    cancel_booking(office, first.id, "停课", DAY)
    assert [each.state for each in dates(office, waiting)] == [OccurrenceState.PLANNED]
    assert seats(office, sitting) == [(5, OccurrenceState.QUEUED)]


def test_a_period_without_times_is_no_period(office: Office, make: Make, ask: Ask) -> None:
    seed_periods(office)
    with pytest.raises(Invalid, match="每天只有 11 节，没有第12节"):
        ask(first=11, last=12)
    booked = save(office, ask(weeks="1周"))
    (only,) = dates(office, booked)
    with pytest.raises(Invalid, match="没有第12节"):
        office.of(BookingOccurrence).save({"first": 12, "last": 12}, only)
    make(ClassPeriod, number=12, starts=time(21, 30), ends=time(22, 15))
    ask(first=11, last=12)


def test_what_is_past_stays_as_it_was(office: Office, ask: Ask) -> None:
    made = save(office, ask())
    first, second, *_ = dates(office, made)
    today = DAY + timedelta(days=3)
    for deed in (cancel, skip):
        with pytest.raises(Refused, match="2026-09-01 已经过去，不能"):
            deed(office, [second.id, first.id], "停课", today)
    assert {each.state for each in dates(office, made)} == {OccurrenceState.PLANNED}
    assert cancel_booking(office, made.id, "停开", today).count == 3
    states = [each.state for each in dates(office, made)]
    assert states == [OccurrenceState.PLANNED, *[OccurrenceState.CANCELLED] * 3]
    assert office.of(Booking).get(made.id).state is BookingState.WAITING  # it has been used
    with pytest.raises(Refused, match="都已经过去"):
        cancel_booking(office, made.id, "停开", today)


def test_nobody_came_or_is_written_down_before_the_day(office: Office, ask: Ask) -> None:
    made = save(office, ask(state=BookingState.APPROVED))
    first, second, *_ = dates(office, made)
    with pytest.raises(Refused, match="2026-09-08 还没有到"):
        no_show(office, [first.id, second.id], DAY)
    with pytest.raises(Refused, match="2026-09-08 还没有到"):
        check_in(office, [first.id, second.id], {"heads": 30}, DAY)
    assert office.of(UseRecord).count() == 0
    check_in(office, [first.id], {"heads": 30}, DAY)
    with pytest.raises(Refused, match="已完成"):
        no_show(office, [first.id], DAY)


def test_more_people_than_seats_is_told_of_who_is_alone_and_refused_of_who_shares(
    office: Office, ask: Ask
) -> None:
    alone = save(office, ask(weeks="1周"))
    done = resize(office, alone.id, 45)
    assert (done.count, done.warned) == (1, ["B101 有 40 个工位，45 人坐不下"])
    assert office.of(Booking).get(alone.id).heads == 45
    shared = save(office, ask(weeks="2周", shared=True))
    with pytest.raises(Conflict, match="只剩 40 个工位，需要 41 个"):
        resize(office, shared.id, 41)
    assert seats(office, shared) == [(30, OccurrenceState.PLANNED)]
    assert office.of(Booking).get(shared.id).heads == 30


def test_fewer_people_give_up_first_what_they_wait_for(office: Office, ask: Ask) -> None:
    lesson, club = queued(office, ask)
    resize(office, club.id, 11)
    assert seats(office, club) == [(1, OccurrenceState.QUEUED), (10, OccurrenceState.PLANNED)]
    resize(office, club.id, 8)
    assert seats(office, club) == [(8, OccurrenceState.PLANNED)]
    assert resize(office, lesson.id, 28).promoted == []
    assert seats(office, club) == [(8, OccurrenceState.PLANNED)]


def test_what_waits_is_let_in_as_far_as_there_is_room(office: Office, ask: Ask) -> None:
    full = save(office, ask(shared=True, weeks="1周", heads=40))
    club = save(office, ask(title="社团", weeks="1周", heads=12, shared=True), {DAY: Queue()})
    assert resize(office, full.id, 35).promoted == ["“社团”2026-09-01 第3-4节 候补转正 5 个工位"]
    assert seats(office, club) == [(5, OccurrenceState.PLANNED), (7, OccurrenceState.QUEUED)]
    assert len(resize(office, full.id, 20).promoted) == 1
    assert seats(office, club) == [(12, OccurrenceState.PLANNED)]


def test_seats_are_healed_once(office: Office, ask: Ask) -> None:
    lesson, club = queued(office, ask)
    waiting = next(each for each in dates(office, club) if each.state is OccurrenceState.QUEUED)
    with pytest.raises(Conflict, match="只剩 0 个工位，需要 2 个"):
        heal(office, waiting.id)
    cancel_booking(office, lesson.id, "停开", DAY)
    assert seats(office, club) == [(12, OccurrenceState.PLANNED)]
    with pytest.raises(Refused, match="已经并入"):
        heal(office, waiting.id)
    assert seats(office, club) == [(12, OccurrenceState.PLANNED)]


def test_a_date_that_is_there_already_is_not_added_again(office: Office, ask: Ask) -> None:
    made = save(office, ask(shared=True, weeks="1-2周"))
    first, second = dates(office, made)
    skip(office, [second.id], "停一次", DAY)
    heal(office, second.id)
    heal(office, second.id)
    assert seats(office, made) == [(30, OccurrenceState.PLANNED)] * 2
    skip(office, [second.id], "停一次", DAY)
    with office.db.write("另加一天") as writing:
        row = writing.session.get_one(BookingOccurrence, first.id)
        row.on = second.on
    with pytest.raises(Refused, match="已经在这份预约里"):
        heal(office, second.id)


@pytest.mark.parametrize("how", ["cancel", "reject", "bin"])
def test_whoever_is_no_longer_wanted_is_not_let_in(office: Office, ask: Ask, how: str) -> None:
    lesson, club = queued(office, ask)
    if how == "cancel":
        cancel_booking(office, club.id, "不办了", DAY)
    elif how == "bin":
        office.of(Booking).delete([club.id])
    else:
        role = next(each.role for each in tasks(office, DAY) if each.record == club.id)
        assert role is not None
        decide(office, club.id, role, agreed=False, reason="不合适", on=DAY)
    assert cancel_booking(office, lesson.id, "停开", DAY).promoted == []
    assert all(each.state is not OccurrenceState.PLANNED for each in dates(office, club))


def test_a_queue_row_left_behind_by_hand_is_not_let_in(office: Office, ask: Ask) -> None:
    lesson, club = queued(office, ask)
    with office.db.write("来自旧文件") as writing:
        writing.session.get_one(Booking, club.id).state = BookingState.CANCELLED
    assert cancel_booking(office, lesson.id, "停开", DAY).promoted == []
    assert not [each for each in tasks(office, DAY) if each.task is Task.WAIT]


def test_the_clock_may_go_back(office: Office, ask: Ask) -> None:
    """Entered on the 10th, looked at on the 1st: nothing is released, lost or refused."""
    later = DAY + timedelta(days=9)
    asked = ask(applied_on=later, state=BookingState.TENTATIVE)
    assert len(preview(office, asked).dates) == 4
    held = save(office, asked)
    assert held.hold_until is not None
    assert release(office, datetime(2026, 9, 1, 8).astimezone()) == 0
    assert len(dates(office, held)) == 4
    assert release(office, held.hold_until + timedelta(minutes=1)) == 1
    assert {each.state for each in dates(office, held)} == {OccurrenceState.CANCELLED}
    happened = office.history.of(Booking, held.id)[0]
    assert happened.reason == "暂留到期仍未确认，自动放出"
