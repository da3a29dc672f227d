"""What happens to bookings afterwards: scenarios S9 and S10, and single dates."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from app.errors import Conflict, Refused
from app.models import (
    Booking,
    BookingApproval,
    BookingOccurrence,
    Closure,
    Policy,
    Room,
    Teacher,
    Term,
)
from app.models.bookings import ApprovalRole, BookingState, OccurrenceState
from app.models.calendar import Weekday
from app.models.teaching_time import Periods
from app.services.bookings.answers import Move, Queue, Skip
from app.services.bookings.booking import request, save
from app.services.bookings.changes import (
    cancel,
    cancel_booking,
    heal,
    move,
    move_all,
    resize,
    skip,
    unkept_by_move,
)
from app.services.bookings.closure_impact import close, closed_by, impact, still_open
from app.services.bookings.flow import (
    Decided,
    decide,
    release_expired,
)
from app.services.office import Office
from app.services.query import Query
from tests.make import Make

DAY = date(2026, 9, 1)
Book = Callable[..., Booking]


@pytest.fixture
def rooms(office: Office) -> list[UUID]:
    made = [("B101", 40), ("B102", 40), ("B103", 20)]
    return [
        office.of(Room).save({"number": number, "name": "车间", "seats": seats}).id
        for number, seats in made
    ]


@pytest.fixture
def term(office: Office) -> UUID:
    values = {"code": "2026-2027-1", "starts": date(2026, 8, 31), "weeks": 18}
    found: UUID = office.of(Term).save(values).id
    return found


@pytest.fixture
def book(office: Office, rooms: list[UUID], term: UUID) -> Book:
    def done(answers: Any = None, **given: Any) -> Booking:
        values = {
            "title": "数控实训", "room_id": rooms[0], "term_id": term, "weeks": "1-4周",
            "weekday": Weekday.TUESDAY, "first": 3, "last": 4, "heads": 30,
        }  # fmt: skip
        return save(office, request(office, values | given), answers)

    return done


def dates(office: Office, booking: Booking) -> list[BookingOccurrence]:
    found = office.of(BookingOccurrence).all(Query(where={"booking_id": booking.id}))
    return sorted(found, key=lambda each: (each.on, each.seats or 0))


def test_shared_seats_from_the_waiting_list(office: Office, book: Book) -> None:
    """S9: 30 of 40 taken, a club of 12 takes 10 and waits for 2, the class shrinks to 28."""
    lesson = book(shared=True)
    club = book({DAY: Queue()}, title="社团", weeks="1周", heads=12, shared=True)
    done = resize(office, lesson.id, 28)
    assert done.promoted == ["“社团”2026-09-01 第3-4节 候补转正 2 个工位"]
    assert [(each.seats, each.state) for each in dates(office, club)] == [
        (12, OccurrenceState.PLANNED)
    ]
    with pytest.raises(Conflict, match="只剩 28 个工位"):
        resize(office, lesson.id, 30)
    with pytest.raises(Conflict, match="已有"):
        book(title="独占", weeks="1周")


def test_a_closure_moves_cancels_and_leaves_open(
    office: Office, book: Book, rooms: list[UUID]
) -> None:
    """S10: what is past stays, what is moved goes where it was proposed, the rest stays open."""
    book(weeks="1-6周")
    values = {"name": "检修", "room_id": rooms[0], "starts": DAY, "ends": date(2026, 9, 29)}
    today = date(2026, 9, 5)
    found = impact(office, closed_by(office, values), today)
    assert [each.use.on.day for each in found] == [8, 15, 22, 29]
    assert found[0].offers[0].number == "B102"
    assert all(offer.number != "B103" for each in found for offer in each.offers)
    answers: dict[UUID, Move | Skip] = {
        found[0].key: Move(room=found[0].offers[0].room),
        found[1].key: Move(room=found[1].offers[0].room),
        found[2].key: Skip("停课一次"),
    }
    settled = close(office, values, answers, today)
    assert (settled.moved, settled.cancelled, settled.open) == (2, 1, 1)
    with office.db.read() as session:
        assert [key for _, key in still_open(session, today)] == [found[3].key]
    held = {each.on.day: each for each in dates(office, office.of(Booking).all()[0])}
    assert held[1].room_id == rooms[0]
    assert held[8].room_id == rooms[1]
    assert (held[22].state, held[22].why) == (OccurrenceState.CANCELLED, "停课一次")


def test_a_closure_is_not_stored_if_a_proposal_was_taken_meanwhile(
    office: Office, book: Book, rooms: list[UUID]
) -> None:
    book(weeks="2周")
    values = {"name": "检修", "room_id": rooms[0], "starts": DAY, "ends": date(2026, 9, 29)}
    (found,) = impact(office, closed_by(office, values), DAY)
    book(title="抢先", weeks="2周", room_id=rooms[1])
    with pytest.raises(Conflict, match="抢先"):
        close(office, values, {found.key: Move(room=rooms[1])}, DAY)
    assert office.of(Closure).count() == 0


def test_a_skipped_date_can_be_added_back_while_it_is_free(office: Office, book: Book) -> None:
    series = book()
    first = dates(office, series)[0]
    skip(office, [first.id], "教师出差", DAY)
    other = book(title="补课", weeks="1周")
    with pytest.raises(Conflict, match="补课"):
        heal(office, first.id)
    cancel(office, [dates(office, other)[0].id], "不补了", DAY)
    heal(office, first.id)
    assert {each.state for each in dates(office, series)} == {OccurrenceState.PLANNED}


def test_one_date_goes_elsewhere_without_the_others(
    office: Office, book: Book, rooms: list[UUID]
) -> None:
    series = book()
    book(title="钳工", room_id=rooms[1], weeks="2周")
    first, second, *_ = dates(office, series)
    move(office, first.id, Move(on=date(2026, 9, 3)), DAY)
    with pytest.raises(Conflict, match="钳工"):
        move(office, second.id, Move(room=rooms[1]), DAY)
    assert [each.on.day for each in dates(office, series)] == [3, 8, 15, 22]
    assert dates(office, series)[0].why == "原定 2026-09-01 第3-4节"
    with pytest.raises(Conflict):
        move_all(office, {each.id: Move(room=rooms[1]) for each in dates(office, series)}, DAY)
    assert {each.room_id for each in dates(office, series)} == {rooms[0]}


def test_what_is_locked_moves_only_with_a_reason(
    office: Office, book: Book, rooms: list[UUID]
) -> None:
    series = book(state=BookingState.APPROVED)
    first = dates(office, series)[0]
    with pytest.raises(Refused, match="已锁定"):
        move(office, first.id, Move(room=rooms[1]), DAY)
    move(office, first.id, Move(room=rooms[1]), DAY, reason="设备检修")
    assert office.of(BookingOccurrence).get(first.id).room_id == rooms[1]


def test_a_move_against_the_rules_wants_a_reason_that_is_kept(
    office: Office, book: Book, rooms: list[UUID]
) -> None:
    series = book()
    first, second, *_ = dates(office, series)
    office.of(Policy).save({"name": "一般规定", "longest": 2, "notice": 3})
    there = Move(on=date(2026, 9, 3), periods=Periods(5, 8))
    told = ("一般规定：一次最长 2 节，现在是 4 节", "一般规定：至少提前 3 天，现在是 2 天")
    assert unkept_by_move(office, {first.id: there}, DAY) == told
    with pytest.raises(Conflict, match=r"一次最长 2 节.*写明例外理由"):
        move(office, first.id, there, DAY)
    assert office.of(BookingOccurrence).get(first.id).on == DAY
    move(office, first.id, there, DAY, reason="迎检")
    kept = office.of(Booking).get(series.id)
    assert (kept.against, kept.exception) == ("；".join(told), "迎检")

    assert unkept_by_move(office, {second.id: Move(periods=Periods(1, 4))}, DAY) == ()
    move(office, second.id, Move(room=rooms[1]), DAY)
    assert office.of(Booking).get(series.id).exception == "迎检"


def test_a_teacher_has_no_more_periods_in_a_week_by_moving(
    office: Office, book: Book, make: Make
) -> None:
    """The dates of the same booking that stay count; those that go do not count twice."""
    series = book(teacher_id=make(Teacher).id)
    first, second, *_ = dates(office, series)
    office.of(Policy).save({"name": "一般规定", "quota": 2})
    assert unkept_by_move(office, {first.id: Move(on=date(2026, 9, 3))}, DAY) == ()
    (told,) = unkept_by_move(office, {second.id: Move(on=date(2026, 9, 3))}, DAY)
    assert told.endswith("2026-08-31 起的一周已有 2 节，再加 2 节")


def test_giving_up_lets_in_who_waits(office: Office, book: Book) -> None:
    series = book()
    waiting = book({DAY: Queue()}, title="竞赛训练", weeks="1周")
    done = cancel_booking(office, series.id, "停开", DAY)
    assert done.promoted == ["“竞赛训练”2026-09-01 第3-4节 候补转正"]
    assert dates(office, waiting)[0].state is OccurrenceState.PLANNED
    assert office.of(Booking).get(series.id).state is BookingState.CANCELLED


def test_approval_goes_in_turn_and_a_refusal_is_kept(office: Office, book: Book) -> None:
    steps = (ApprovalRole.DEPARTMENT, ApprovalRole.OFFICE)
    office.of(Policy).save({"name": "一般规定", "steps": steps})
    asked = book()
    with pytest.raises(Refused, match="轮到院系"):
        decide(office, asked.id, ApprovalRole.OFFICE, agreed=True, on=DAY)
    decide(office, asked.id, ApprovalRole.DEPARTMENT, agreed=True, on=DAY)
    assert office.of(Booking).get(asked.id).state is BookingState.WAITING
    decide(office, asked.id, ApprovalRole.OFFICE, agreed=True, on=DAY)
    approved = office.of(Booking).get(asked.id)
    assert (approved.state, approved.locked) == (BookingState.APPROVED, True)
    other = book(first=5, last=6)
    with pytest.raises(Refused, match="原因"):
        decide(office, other.id, ApprovalRole.DEPARTMENT, agreed=False, on=DAY)
    decide(office, other.id, ApprovalRole.DEPARTMENT, agreed=False, reason="人数不实", on=DAY)
    assert office.of(Booking).get(other.id).state is BookingState.REJECTED
    assert office.of(BookingApproval).count() == 3
    book(first=5, last=6)


def test_nobody_approves_an_application_of_their_own(office: Office, book: Book) -> None:
    asked = book(applicant="何欣")
    with pytest.raises(Refused, match="何欣是申请人"):
        decide(office, asked.id, ApprovalRole.OFFICE, agreed=True, person="何欣", on=DAY)
    assert office.of(BookingApproval).count() == 0
    decide(office, asked.id, ApprovalRole.OFFICE, agreed=True, person="龚正", on=DAY)
    assert office.of(Booking).get(asked.id).state is BookingState.APPROVED


def test_a_refusal_says_who_got_in(office: Office, book: Book) -> None:
    refused = book()
    book({DAY: Queue()}, title="竞赛训练", weeks="1周")
    role = ApprovalRole.OFFICE
    done = decide(office, refused.id, role, agreed=False, reason="人数不实", on=DAY)
    assert done == Decided(BookingState.REJECTED, ("“竞赛训练”2026-09-01 第3-4节 候补转正",))
    assert done.words == "已驳回；“竞赛训练”2026-09-01 第3-4节 候补转正"
    assert decide(office, book(first=5, last=6).id, role, agreed=True, on=DAY).words == "已批准"


def test_holds_run_out_at_their_time(office: Office, book: Book) -> None:
    until = datetime(2026, 9, 1, 12, tzinfo=UTC)
    held = book(state=BookingState.TENTATIVE, hold_until=until)
    assert release_expired(office, until - timedelta(minutes=1)) == 0
    assert release_expired(office, until + timedelta(minutes=1)) == 1
    assert office.of(Booking).get(held.id).state is BookingState.CANCELLED
    book()
