"""Booking a series: what the preview says is what happens, and nobody loses a date."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import Conflict, Invalid
from app.models import (
    Booking,
    BookingOccurrence,
    CalendarDay,
    Room,
    SafetyAccess,
    SchoolClass,
    Student,
    Teacher,
    Term,
)
from app.models.bases import Hazard
from app.models.bookings import OccurrenceState
from app.models.calendar import DayKind, Weekday
from app.models.students import Standing
from app.models.teaching_time import Periods
from app.services.bookings.answers import Answer, Move, Queue, Skip
from app.services.bookings.booking import Request, request, save
from app.services.bookings.occupation import clashes
from app.services.bookings.preview import Verdict, preview
from app.services.bookings.week import room_week, rooms_of
from app.services.bookings.world import Scope, world_for
from app.services.calendar_store import school_calendar, seed_periods
from app.services.office import Office
from app.services.query import Query
from tests.make import Make

TERM = {"code": "2026-2027-1", "starts": date(2026, 8, 31), "weeks": 18}
HOLIDAY = {"on": date(2026, 9, 15), "kind": DayKind.HOLIDAY, "name": "中秋节"}


@pytest.fixture
def term(office: Office) -> UUID:
    office.of(CalendarDay).save(HOLIDAY)
    found: UUID = office.of(Term).save(TERM).id
    return found


@pytest.fixture
def rooms(office: Office) -> list[UUID]:
    made = [{"number": f"B10{n}", "name": "数控车间", "seats": 40, "parts": n} for n in (1, 2)]
    return [office.of(Room).save(values).id for values in made]


def asked(office: Office, term: UUID, room: UUID, **given: Any) -> Request:
    values = {
        "title": "数控实训",
        "room_id": room,
        "term_id": term,
        "weeks": "1-16周 单周",
        "weekday": Weekday.TUESDAY,
        "first": 3,
        "last": 4,
        "heads": 30,
    }
    return request(office, values | given)


def dates(office: Office, booking: Booking) -> dict[date, BookingOccurrence]:
    found = office.of(BookingOccurrence).all(Query(where={"booking_id": booking.id}))
    return {each.on: each for each in found}


def test_a_series_with_a_holiday_and_a_conflict(
    office: Office, term: UUID, rooms: list[UUID]
) -> None:
    other = save(office, asked(office, term, rooms[0], title="钳工", weeks="5周", last=3))
    wanted = asked(office, term, rooms[0])
    seen = preview(office, wanted)
    assert len(seen.of(Verdict.FREE)) == 6
    assert [lost.why for lost in seen.lost] == ["中秋节"]
    (clash,) = seen.of(Verdict.CLASH)
    assert clash.use.on == date(2026, 9, 29)
    assert clash.clashes[0].others[0].booking == other.id
    with pytest.raises(Conflict, match="钳工"):
        save(office, wanted)
    assert office.of(Booking).count() == 1
    made = save(office, wanted, {clash.use.on: Move(room=rooms[1])})
    held = dates(office, made)
    assert held[date(2026, 9, 15)].state is OccurrenceState.SKIPPED
    assert held[date(2026, 9, 15)].why == "中秋节"
    assert held[clash.use.on].room_id == rooms[1]
    assert held[clash.use.on].why == "原定 2026-09-29"
    assert len(held) == 8
    assert dates(office, other)[clash.use.on].room_id == rooms[0]


def test_skipping_keeps_the_date_on_the_series(
    office: Office, term: UUID, rooms: list[UUID]
) -> None:
    save(office, asked(office, term, rooms[0], weeks="5周"))
    made = save(office, asked(office, term, rooms[0]), {date(2026, 9, 29): Skip("让给钳工")})
    assert dates(office, made)[date(2026, 9, 29)].state is OccurrenceState.SKIPPED


def test_moving_to_where_somebody_is_stops_everything(
    office: Office, term: UUID, rooms: list[UUID]
) -> None:
    for room in rooms:
        save(office, asked(office, term, room, weeks="5周"))
    with pytest.raises(Conflict, match="B102"):
        save(office, asked(office, term, rooms[0]), {date(2026, 9, 29): Move(room=rooms[1])})
    assert office.of(Booking).count() == 2


def test_seats_taken_as_far_as_they_go(office: Office, term: UUID, rooms: list[UUID]) -> None:
    on = date(2026, 9, 1)
    once = {"weeks": None, "weekday": None, "on": on, "shared": True}
    save(office, asked(office, term, rooms[0], **once))
    club = asked(office, term, rooms[0], title="社团", heads=12, **once)
    assert preview(office, club).dates[0].words == "B101 只剩 10 个工位，需要 12 个"
    made = save(office, club, {on: Queue()})
    rows = office.of(BookingOccurrence).all(Query(where={"booking_id": made.id}))
    assert sorted((row.seats, row.state) for row in rows if row.seats) == [
        (2, OccurrenceState.QUEUED),
        (10, OccurrenceState.PLANNED),
    ]


def test_the_teacher_elsewhere_is_told_though_the_room_is_free(
    office: Office, term: UUID, rooms: list[UUID], make: Make
) -> None:
    who = {"teacher_id": make(Teacher).id, "class_id": make(SchoolClass).id}
    save(office, asked(office, term, rooms[0], **who))
    seen = preview(office, asked(office, term, rooms[1], **who))
    assert {each.verdict for each in seen.dates} == {Verdict.WARNED}
    assert "教师同时有“数控实训”" in seen.dates[0].words
    save(office, asked(office, term, rooms[1], **who))


@pytest.mark.parametrize(
    "wrong", [{"last": 13}, {"first": 5}, {"weeks": "0-3"}, {"weeks": "20-25"}, {"weekday": None}]
)
def test_bad_input_is_named(
    office: Office, term: UUID, rooms: list[UUID], wrong: Mapping[str, Any]
) -> None:
    with pytest.raises(Invalid):
        asked(office, term, rooms[0], **wrong)


def test_weeks_beyond_the_term_are_told_and_an_empty_series_is_refused(
    office: Office, term: UUID, rooms: list[UUID]
) -> None:
    assert len(preview(office, asked(office, term, rooms[0], weeks="17-20")).dates) == 2
    with pytest.raises(Conflict, match="只有 18 周"):
        save(office, asked(office, term, rooms[0], weeks="19-20"))


answers = st.sampled_from([None, Skip(), Queue()])


@settings(max_examples=25)
@given(
    st.integers(1, 11),
    st.sampled_from(["1-8周", "1-16周 单周", "5周"]),
    st.booleans(),
    st.none() | st.integers(1, 2),
    st.dictionaries(st.sampled_from([date(2026, 9, 1), date(2026, 9, 29)]), answers),
)
def test_undo_restores_exactly(  # noqa: PLR0917 - what is drawn
    office: Office,
    first: int,
    weeks: str,
    shared: bool,
    part: int | None,
    chosen: dict[date, Answer | None],
) -> None:
    room, term = _world(office)
    commits: list[int] = []
    office.db.subscribe(lambda commit: commits.append(commit.seq))
    before = _taken(office)
    wanted = asked(
        office, term, room, first=first, last=first + 1, weeks=weeks, shared=shared, part=part
    )
    given_answers = {day: answer for day, answer in chosen.items() if answer is not None}
    try:
        save(office, wanted, given_answers)
    except Conflict:
        assert _taken(office) == before
        return
    after = _taken(office)
    back = office.db.take_back(commits[-1])
    assert _taken(office) == before
    office.db.take_back(back)
    assert _taken(office) == after


def _world(office: Office) -> tuple[UUID, UUID]:
    terms = office.of(Term).find()
    if terms:
        return office.of(Room).find()[0], terms[0]
    room = office.of(Room).save({"number": "X1", "name": "车间", "seats": 40, "parts": 2}).id
    return room, office.of(Term).save(TERM).id


def _taken(office: Office) -> list[tuple[Any, ...]]:
    with office.db.read() as session:
        slots = session.connection().exec_driver_sql(
            'SELECT room_id, "on", period, part, occurrence_id FROM room_slot ORDER BY 1, 2, 3, 4'
        )
        return [tuple(row) for row in slots]


@pytest.mark.parametrize("first", [1, 3, 7])
def test_reading_only_the_periods_in_question_tells_the_same(
    office: Office, term: UUID, rooms: list[UUID], first: int
) -> None:
    for n, length in ((1, 2), (3, 4), (8, 1), (11, 2)):
        save(office, asked(office, term, rooms[0], title=f"第{n}", first=n, last=n + length - 1))
    uses = [asked(office, term, rooms[0], first=first, last=first + 1).use(date(2026, 9, 1))]
    with office.db.read() as session:
        narrow = world_for(session, Scope.of(uses))
        whole = world_for(session, Scope.of(uses, whole_day=True))
    assert clashes(uses[0], narrow) == clashes(uses[0], whole)
    assert len(whole.taken[date(2026, 9, 1)]) == 4
    with pytest.raises(AssertionError):
        narrow.meeting(uses[0]._replace(periods=Periods(1, 12)))


def test_students_of_the_class_need_access_too(office: Office, term: UUID, make: Make) -> None:
    room = office.of(Room).save(
        {
            "number": "D1",
            "name": "焊接车间",
            "seats": 40,
            "access": True,
            "hazards": (Hazard.MACHINES,),
        }
    )
    group = make(SchoolClass).id
    first, second = (make(Student, class_id=group) for _ in range(2))
    make(Student, class_id=group, standing=Standing.LEFT)
    given = {"student_id": first.id, "teacher_id": None, "hazard": Hazard.MACHINES, "passed": True}
    office.of(SafetyAccess).save(given | {"valid_until": date(2026, 9, 1)})
    office.of(SafetyAccess).save(given | {"valid_until": date(2026, 12, 31)})  # renewed
    office.of(SafetyAccess).save(given | {"student_id": second.id, "passed": False})
    wanted = asked(office, term, room.id, class_id=group)
    told = {each.words for each in preview(office, wanted).dates}
    assert told == {"该班 2 人中 1 人没有有效的机械安全准入"}


def test_a_shifted_workday_is_open_as_the_day_it_runs_as(office: Office, term: UUID) -> None:
    office.of(CalendarDay).save(
        {
            "on": date(2026, 10, 10),  # a Saturday
            "kind": DayKind.SHIFTED,
            "name": "国庆节调休",
            "runs_as": Weekday.FRIDAY,
        }
    )
    room = office.of(Room).save(
        {"number": "E1", "name": "车间", "seats": 40, "opens": "周一至周五 1-8"}
    )
    wanted = asked(office, term, room.id, weeks="6周", weekday=Weekday.FRIDAY)
    assert [(each.use.on, each.words) for each in preview(office, wanted).dates] == [
        (date(2026, 10, 9), ""),
        (date(2026, 10, 10), ""),
    ]
    plain = asked(office, term, room.id, weeks=None, weekday=None, on=date(2026, 10, 17))
    assert "第3、4节不开放" in preview(office, plain).dates[0].words
    seed_periods(office)
    days = [date(2026, 10, 10), date(2026, 10, 17)]
    week = room_week(office, school_calendar(office), rooms_of(office), days)
    assert (room.id, days[0], 3) not in week.shut
    assert week.shut[room.id, days[1], 3] == "不在开放时间"
