"""The office's rules on bookings: asked alike when looking and saving; precedence; what follows."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from app.errors import Conflict, Refused
from app.models import Booking, BookingOccurrence, Department, Policy, Room, Teacher, TrainingBase
from app.models.bookings import ApprovalRole, BookingState, OccurrenceState, UseKind
from app.services.bookings.answers import Answer, Bump, Move, Queue
from app.services.bookings.booking import Request, request, save
from app.services.bookings.giving_way import bump, ways
from app.services.bookings.preview import preview, unkept
from app.services.bookings.words import told_of
from app.services.office import Office
from app.services.query import Query
from tests.make import Make

DAY = date(2026, 9, 1)
Ask = Callable[..., Request]


@pytest.fixture
def rooms(office: Office, make: Make) -> list[UUID]:
    base = make(TrainingBase, name="数控中心").id
    return [
        make(Room, number=number, name="车间", seats=40, base_id=place).id
        for number, place in (("B101", base), ("B102", None))
    ]


@pytest.fixture
def ask(office: Office, rooms: list[UUID]) -> Ask:
    def made(**given: Any) -> Request:
        values = {
            "title": "数控实训", "room_id": rooms[0], "on": DAY, "first": 3, "last": 4,
            "heads": 30, "applied_on": DAY - timedelta(days=10),
        }  # fmt: skip
        return request(office, values | given)

    return made


def rule(office: Office, **given: Any) -> None:
    office.of(Policy).save({"name": "规定"} | given)


def dates(office: Office, booking: Booking) -> list[BookingOccurrence]:
    found: list[BookingOccurrence] = office.of(BookingOccurrence).all(
        Query(where={"booking_id": booking.id})
    )
    return found


@pytest.mark.parametrize(
    ("rules", "given", "told"),
    [
        ({"notice": 3}, {"applied_on": DAY - timedelta(days=2)}, "至少提前 3 天，现在是 2 天"),
        ({"notice": 3}, {"applied_on": DAY - timedelta(days=3)}, ""),
        (
            {"notice": 0},
            {"applied_on": DAY + timedelta(days=1)},
            "至少提前 0 天，最早的一天已过去",
        ),
        ({"horizon": 9}, {}, "最多提前 9 天，现在是 10 天"),
        ({"horizon": 10}, {}, ""),
        ({"longest": 1}, {}, "一次最长 1 节，现在是 2 节"),
        ({"longest": 2}, {}, ""),
        ({"barred": True, "kinds": (UseKind.CLUB,)}, {"kind": UseKind.CLUB}, "不接受社团活动预约"),
        ({"barred": True, "kinds": (UseKind.CLUB,)}, {}, ""),
        ({"longest": 1, "active": False}, {}, ""),
    ],
)
def test_a_rule_is_asked_alike_when_looking_and_when_saving(
    office: Office, ask: Ask, rules: dict[str, Any], given: dict[str, Any], told: str
) -> None:
    rule(office, **rules)
    asked = ask(**given)
    expected = (f"规定：{told}",) if told else ()
    assert preview(office, asked).against == expected
    if not told:
        assert save(office, asked).against is None
        return
    with pytest.raises(Conflict, match="不合预约规定"):
        save(office, asked)
    assert office.of(Booking).count() == 0
    made = save(office, ask(**given, exception="教务处同意"))
    assert (made.against, made.exception) == (f"规定：{told}", "教务处同意")
    assert office.history.recent(1)[0][4] == "教务处同意"


def test_only_the_named_departments_may_book_a_base(
    office: Office, ask: Ask, make: Make, rooms: list[UUID]
) -> None:
    ours, theirs = make(Department, name="智能制造学院"), make(Department, name="商学院")
    base = office.of(Room).get(rooms[0]).base_id
    rule(office, base_id=base, department_id=ours.id)
    asked = ask(department_id=theirs.id)
    seen = preview(office, asked)
    assert seen.against == ("规定：只限智能制造学院预约，请填写申请部门",)
    assert unkept(office, asked, seen, {DAY: Move(room=rooms[1])}) == ()
    save(office, ask(department_id=ours.id))
    save(office, ask(department_id=theirs.id, room_id=rooms[1]))


def test_a_teacher_has_so_many_periods_a_week_of_such_uses(
    office: Office, ask: Ask, make: Make
) -> None:
    rule(office, quota=4, kinds=(UseKind.CONTEST,))
    own = {"teacher_id": make(Teacher).id}
    contest = own | {"kind": UseKind.CONTEST}
    save(office, ask(**own))  # a class does not count
    save(office, ask(**contest, first=5, last=6))
    friday = ask(**contest, on=DAY + timedelta(days=3), last=5)
    assert "2026-08-31 起的一周已有 2 节，再加 3 节" in preview(office, friday).against[0]
    assert not preview(office, ask(**contest, on=DAY + timedelta(days=7), last=5)).against


def test_what_a_booking_is_follows_from_the_rules(office: Office, ask: Ask) -> None:
    assert save(office, ask()).state is BookingState.WAITING  # nobody has said anything
    rule(office, name="课程", kinds=(UseKind.CLASS,), hold_days=2)
    free = save(office, ask(first=5, last=6))
    assert (free.state, free.locked) == (BookingState.APPROVED, True)
    rule(office, name="院系", kinds=(UseKind.CLASS,), steps=(ApprovalRole.DEPARTMENT,))
    asked = save(office, ask(first=7, last=8))
    assert (asked.state, asked.locked) == (BookingState.WAITING, False)
    held = save(office, ask(first=9, last=10, state=BookingState.TENTATIVE))
    assert held.hold_until is not None
    assert held.hold_until.astimezone().date() == DAY - timedelta(days=7)


def test_a_club_gives_way_to_a_class_and_is_never_overwritten(
    office: Office, ask: Ask, rooms: list[UUID]
) -> None:
    club = save(office, ask(title="机器人社团", kind=UseKind.CLUB))
    asked = ask()
    (planned,) = preview(office, asked).dates
    assert [use.title for use in planned.giving_way] == ["机器人社团"]
    (way,) = ways(office, planned)
    assert way.places[0].move.room == rooms[1]
    with pytest.raises(Conflict):
        save(office, asked)
    answer: Answer = bump([(way.use, way.places[0])])
    save(office, asked, {DAY: answer})
    (moved,) = dates(office, club)
    assert (moved.room_id, moved.state) == (rooms[1], OccurrenceState.PLANNED)
    assert moved.why == "让给“数控实训”，原定 B101 2026-09-01 第3-4节"


def test_who_gives_way_keeps_which_rules_it_breaks_and_for_whom(
    office: Office, ask: Ask, rooms: list[UUID]
) -> None:
    club = save(office, ask(title="机器人社团", kind=UseKind.CLUB, exception="校长办公室同意"))
    rule(office, notice=30, kinds=(UseKind.CLUB,))
    (key,) = (each.id for each in dates(office, club))
    save(office, ask(), {DAY: Bump(((key, Move(room=rooms[1])),))})
    moved = office.of(Booking).get(club.id)
    assert moved.against == "规定：至少提前 30 天，现在是 10 天"
    assert moved.exception == "校长办公室同意；让给“数控实训”"
    assert "不合规定：规定：至少提前 30 天，现在是 10 天" in told_of(office, moved)


def test_what_giving_way_leaves_free_goes_to_who_waits(
    office: Office, ask: Ask, rooms: list[UUID]
) -> None:
    club = save(office, ask(title="机器人社团", kind=UseKind.CLUB, last=6))
    queue: Answer = Queue()
    same = save(office, ask(title="讲座", kind=UseKind.VISIT), {DAY: queue})
    later = save(office, ask(title="参观", kind=UseKind.VISIT, first=5, last=6), {DAY: queue})
    (key,) = (each.id for each in dates(office, club))
    save(office, ask(), {DAY: Bump(((key, Move(room=rooms[1])),))})
    assert dates(office, same)[0].state is OccurrenceState.QUEUED
    assert dates(office, later)[0].state is OccurrenceState.PLANNED


def test_who_gives_way_is_not_sent_into_the_past(
    office: Office, ask: Ask, rooms: list[UUID]
) -> None:
    club = save(office, ask(title="机器人社团", kind=UseKind.CLUB))
    (key,) = (each.id for each in dates(office, club))
    back = DAY - timedelta(days=11)
    with pytest.raises(Refused, match=f"{back} 已经过去，不能改到那天"):
        save(office, ask(), {DAY: Bump(((key, Move(room=rooms[1], on=back)),))})
    assert dates(office, club)[0].on == DAY


def test_who_stands_higher_or_alike_does_not_give_way(
    office: Office, ask: Ask, rooms: list[UUID]
) -> None:
    exam = save(office, ask(title="考证", kind=UseKind.EXAM))
    (planned,) = preview(office, ask()).dates
    assert planned.giving_way == ()
    assert ways(office, planned) == []
    forced = Bump(((dates(office, exam)[0].id, Move(room=rooms[1])),))
    with pytest.raises(Conflict, match="不用给课程实训让出"):
        save(office, ask(), {DAY: forced})
    assert dates(office, exam)[0].room_id == rooms[0]


def test_nobody_is_sent_where_somebody_is(office: Office, ask: Ask, rooms: list[UUID]) -> None:
    club = save(office, ask(title="机器人社团", kind=UseKind.CLUB))
    save(office, ask(title="钳工", room_id=rooms[1]))
    forced = Bump(((dates(office, club)[0].id, Move(room=rooms[1])),))
    with pytest.raises(Conflict, match="钳工"):
        save(office, ask(), {DAY: forced})
    assert dates(office, club)[0].room_id == rooms[0]
    assert office.of(Booking).count() == 2


def test_only_as_many_seats_as_are_needed_are_given_up(office: Office, ask: Ask) -> None:
    for title, heads in (("机器人社", 5), ("三维设计社", 12)):
        save(office, ask(title=title, heads=heads, kind=UseKind.CLUB, shared=True))
    save(office, ask(title="集训", heads=10, kind=UseKind.CONTEST, shared=True))
    (planned,) = preview(office, ask(heads=20, shared=True)).dates
    assert planned.lacking == 7
    assert [way.use.title for way in ways(office, planned)] == ["三维设计社"]
