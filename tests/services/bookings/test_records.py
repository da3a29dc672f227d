"""Plain forms, bulk changes, the bin and undo: a booking and its dates tell one story."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from app.errors import Conflict, InUse, Invalid
from app.models import (
    Booking,
    BookingEquipment,
    BookingOccurrence,
    Closure,
    Equipment,
    Room,
    SchoolClass,
    Teacher,
    UseRecord,
)
from app.models.bookings import BookingState, OccurrenceState, UseKind
from app.services.bookings.answers import Queue
from app.services.bookings.booking import request, save
from app.services.bookings.changes import cancel
from app.services.bookings.tasks import Item, Task, tasks
from app.services.exchange.importing import import_file
from app.services.office import Office
from app.services.query import Query
from tests.make import Make

TODAY = date.today()  # noqa: DTZ011 - the office's own calendar day
SOON = TODAY + timedelta(days=7)
LATER = TODAY + timedelta(days=14)
Undo = Callable[[], object]


def messages(why: pytest.ExceptionInfo[Invalid]) -> dict[str, str]:
    return {problem.field: problem.message for problem in why.value.problems}


@pytest.fixture
def room(make: Make) -> UUID:
    found: UUID = make(Room, number="A101", seats=40).id
    return found


@pytest.fixture
def undo(office: Office) -> Undo:
    commits: list[int] = []
    office.db.subscribe(lambda commit: commits.append(commit.seq))
    return lambda: office.db.take_back(commits[-1])


def book(office: Office, room: UUID, **given: Any) -> Booking:
    values = {"title": "车工", "room_id": room, "on": SOON, "first": 3, "last": 4, "heads": 20}
    return save(office, request(office, values | given))


def dates(office: Office, booking: Booking) -> list[BookingOccurrence]:
    where = {"booking_id": booking.id}
    return office.of(BookingOccurrence).all(Query(where=where, order="on"))


# --- bookings


def test_what_the_dates_say_is_not_changed_in_the_form(
    office: Office, make: Make, room: UUID
) -> None:
    booking = book(office, room)
    other = make(Room, number="A102", seats=40).id
    with pytest.raises(Invalid) as why:
        office.of(Booking).save({"room_id": other, "on": LATER, "title": "钳工"}, booking)
    assert messages(why) == {
        key: f"这份预约已排 1 天，{label}请在周视图里改：移动、改期或重新预约"
        for key, label in (("room_id", "实训室"), ("on", "日期"))
    }
    with pytest.raises(Invalid, match="状态随办理改变"):
        office.of(Booking).bulk_change([booking.id], {"state": BookingState.CANCELLED})
    held = office.of(Booking).get(booking.id)
    assert (held.room_id, held.on, held.title) == (room, SOON, "车工")
    assert office.of(Booking).save({"title": "钳工", "heads": 30}, held).title == "钳工"


def test_how_many_share_is_not_changed_in_the_form(office: Office, room: UUID) -> None:
    booking = book(office, room, shared=True)
    with pytest.raises(Invalid) as why:
        office.of(Booking).save({"heads": 35}, booking)
    assert set(messages(why)) == {"heads"}


def test_one_that_is_typed_in_waits_to_be_placed(office: Office, make: Make, room: UUID) -> None:
    booking = make(Booking, room_id=room, on=SOON, state=BookingState.APPROVED)
    assert booking.state is BookingState.UNPLACED
    assert dates(office, booking) == []
    with pytest.raises(Invalid, match="待排的在“预约”的待办里安排"):
        office.of(Booking).save({"state": BookingState.APPROVED}, booking)
    moved = office.of(Booking).save({"on": LATER}, booking)
    assert moved.on == LATER
    given_up = office.of(Booking).save({"state": BookingState.CANCELLED}, moved)
    assert given_up.state is BookingState.CANCELLED


def test_so_does_one_that_is_imported_and_the_import_says_so(
    office: Office, room: UUID, tmp_path: Path
) -> None:
    path = tmp_path / "预约.csv"
    rows = ("课程,状态,实训室,日期,起始节,截止节", f"车工,已批准,A101,{SOON},3,4")
    path.write_text("\n".join(rows), "utf-8-sig")
    result = import_file(office, Booking, path)
    assert (result["new"], result["refused"]) == (1, [])
    assert any("先列入待排" in each["reason"] for each in result["warnings"])
    (booking,) = office.of(Booking).all()
    assert booking.state is BookingState.UNPLACED


@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        ({"weeks": "0-8周"}, ("weeks", "周次：周次只能是 1 至 24")),
        ({"weeks": "1-25周"}, ("weeks", "周次：周次只能是 1 至 24")),
        ({"last": 13}, ("last", "截止节：节次只能是 1 至 12")),
        ({"first": 0}, ("first", "起始节：节次只能是 1 至 12")),
        ({"first": 5, "last": 4}, ("last", "截止节早于起始节")),
        ({"part": 0}, ("part", "分区：至少为 1")),
        ({"part": 3}, ("part", "A101 没有分区，没有第 3 区")),
        ({"weeks": "1-8周"}, ("term_id", "请填写学期，或写明只用一次的日期")),
        ({"shared": True}, ("seats", "共用工位时，请写明人数或所需工位数")),
    ],
)
def test_what_makes_no_sense_is_said_at_its_field(
    office: Office, make: Make, room: UUID, values: dict[str, Any], complaint: tuple[str, str]
) -> None:
    with pytest.raises(Invalid) as why:
        make(Booking, room_id=room, **values)
    key, told = complaint
    assert messages(why)[key].startswith(told)
    assert office.of(Booking).count() == 0


def test_more_people_than_seats(office: Office, make: Make, room: UUID) -> None:
    told = "A101 有 40 个工位，41 人坐不下，请减少人数或换实训室"
    with pytest.raises(Invalid, match=told):
        make(Booking, room_id=room, heads=41)
    booking = book(office, room)
    with pytest.raises(Invalid, match=told):
        office.of(Booking).save({"heads": 41}, booking)
    crowded = book(office, room, heads=50, first=5, last=6)
    assert office.of(Booking).save({"title": "钳工"}, crowded).heads == 50


def test_a_room_that_is_shut_for_good(office: Office, make: Make) -> None:
    room = make(Room, number="A109", closed_on=SOON).id
    with pytest.raises(Invalid, match=r"A109 自 .* 起停用"):
        make(Booking, room_id=room, on=LATER)
    with pytest.raises(Conflict, match=r"A109 自 .* 起停用"):
        book(office, room, on=LATER)
    assert office.of(Booking).count() == 0


def test_another_teacher_takes_over_the_dates_still_to_come(
    office: Office, make: Make, room: UUID, undo: Undo
) -> None:
    before, after = make(Teacher, name="杨知行").id, make(Teacher, name="罗秋月").id
    booking = book(office, room, teacher_id=before)
    with office.db.write("早先的一次") as writing:
        writing.insert_many(
            BookingOccurrence,
            [
                {
                    "booking_id": booking.id, "room_id": room, "on": TODAY - timedelta(days=7),
                    "first": 3, "last": 4, "shared": False, "teacher_id": before,
                    "state": OccurrenceState.DONE,
                }
            ],
        )  # fmt: skip
    office.of(Booking).save({"teacher_id": after}, booking)
    assert [each.teacher_id for each in dates(office, booking)] == [before, after]
    undo()
    assert [each.teacher_id for each in dates(office, booking)] == [before, before]


def test_a_class_is_not_put_where_it_has_an_examination(
    office: Office, make: Make, room: UUID
) -> None:
    group = make(SchoolClass, name="数控2501").id
    other = make(Room, number="A102", seats=40).id
    book(office, other, title="电工证", kind=UseKind.EXAM, class_id=group)
    booking = book(office, room)
    with pytest.raises(Conflict, match="电工证"):
        office.of(Booking).save({"class_id": group}, booking)
    assert [each.class_id for each in dates(office, booking)] == [None]


def test_equipment_asked_for_later_must_be_there(office: Office, make: Make, room: UUID) -> None:
    lathe = make(Equipment, name="车床", quantity=10).id
    booking = book(office, room)
    make(BookingEquipment, booking_id=booking.id, equipment_id=lathe, quantity=6)
    other = book(office, make(Room, number="A102", seats=40).id)
    with pytest.raises(Conflict, match="车床可用 4 台套，需要 5"):
        make(BookingEquipment, booking_id=other.id, equipment_id=lathe, quantity=5)
    assert office.of(BookingEquipment).count() == 1


# --- dates


def test_a_date_goes_only_where_the_engine_lets_it(office: Office, make: Make, room: UUID) -> None:
    booking = book(office, room)
    book(office, room, title="钳工", first=5, last=6)
    (date_,) = dates(office, booking)
    records = office.of(BookingOccurrence)
    with pytest.raises(Conflict, match="已有“钳工”"):
        records.save({"first": 5, "last": 6}, date_)
    make(Closure, name="检修", starts=LATER, ends=LATER, room_id=room)
    with pytest.raises(Conflict, match="检修"):
        records.bulk_change([date_.id], {"on": LATER})
    with pytest.raises(Invalid, match="截止节早于起始节"):
        records.save({"first": 9, "last": 8}, date_)
    assert records.get(date_.id).first == 3
    assert records.save({"first": 7, "last": 8, "why": "换一节"}, date_).first == 7


def test_a_shared_date_gets_no_more_seats_than_there_are(office: Office, room: UUID) -> None:
    booking = book(office, room, shared=True)
    book(office, room, shared=True, title="钳工", heads=15)
    (date_,) = dates(office, booking)
    with pytest.raises(Conflict, match="只剩 25 个工位，需要 26 个"):
        office.of(BookingOccurrence).save({"seats": 26}, date_)
    office.of(BookingOccurrence).save({"seats": 25}, date_)


def test_a_date_of_a_cancelled_booking_takes_no_room(office: Office, room: UUID) -> None:
    booking = book(office, room)
    (date_,) = dates(office, booking)
    cancel(office, [date_.id], "不上了", TODAY)
    with office.db.write("取消") as writing:
        writing.session.get_one(Booking, booking.id).state = BookingState.CANCELLED
    date_ = office.of(BookingOccurrence).get(date_.id)
    with pytest.raises(Invalid, match="已取消，它的日期不能再占用实训室"):
        office.of(BookingOccurrence).save({"state": OccurrenceState.PLANNED}, date_)


# --- undo and the bin


def test_undo_does_not_give_seats_twice(office: Office, room: UUID, undo: Undo) -> None:
    booking = book(office, room, shared=True, heads=30)
    (date_,) = dates(office, booking)
    commits: list[int] = []
    office.db.subscribe(lambda commit: commits.append(commit.seq))
    cancel(office, [date_.id], "不上了", TODAY)
    book(office, room, shared=True, title="钳工", heads=20)
    with pytest.raises(Conflict, match="共 40 个工位，要占用 50 个"):
        office.db.take_back(commits[0])
    assert office.of(BookingOccurrence).get(date_.id).state is OccurrenceState.CANCELLED


def test_undo_does_not_shrink_a_room_below_what_is_shared_out(office: Office, room: UUID) -> None:
    commits: list[int] = []
    office.db.subscribe(lambda commit: commits.append(commit.seq))
    office.of(Room).save({"seats": 60}, office.of(Room).get(room))
    book(office, room, shared=True, heads=50)
    with pytest.raises(Conflict, match="共 40 个工位，要占用 50 个"):
        office.db.take_back(commits[0])


def test_undo_does_not_put_somebody_alone_over_who_shares(office: Office, room: UUID) -> None:
    booking = book(office, room)
    commits: list[int] = []
    office.db.subscribe(lambda commit: commits.append(commit.seq))
    cancel(office, [dates(office, booking)[0].id], "不上了", TODAY)
    book(office, room, shared=True, title="钳工")
    with pytest.raises(Conflict, match="有人单独使用"):
        office.db.take_back(commits[0])


def test_a_booking_comes_back_from_the_bin_only_where_it_still_fits(
    office: Office, make: Make, room: UUID
) -> None:
    booking = book(office, room)
    office.of(Booking).delete([booking.id])
    closure = make(Closure, name="检修", starts=SOON, ends=SOON, room_id=room)
    with pytest.raises(Conflict, match="检修"):
        office.of(Booking).restore([booking.id])
    office.of(Closure).delete([closure.id])
    office.of(Booking).restore([booking.id])
    assert len(dates(office, booking)) == 1


def test_deleting_lets_in_who_waits_as_cancelling_does(
    office: Office, room: UUID, undo: Undo
) -> None:
    """A whole booking, or one date of it; one undo takes both back."""
    lesson = book(office, room)
    asked = {"title": "社团", "room_id": room, "on": SOON, "first": 3, "last": 4, "heads": 10}
    waiting = save(office, request(office, asked), {SOON: Queue()})
    third = save(office, request(office, asked | {"title": "讲座"}), {SOON: Queue()})
    told = office.of(Booking).delete([lesson.id])
    assert told == [f"“社团”{SOON} 第3-4节 候补转正"]
    (date_,) = dates(office, waiting)
    assert (date_.state, date_.why) == (OccurrenceState.PLANNED, "候补转正")
    assert dates(office, third)[0].state is OccurrenceState.QUEUED
    assert [each.title for each in waits(office)] == ["讲座"]
    with pytest.raises(Conflict, match="社团"):
        office.of(Booking).restore([lesson.id])

    told = office.of(BookingOccurrence).delete([date_.id])
    assert told == [f"“讲座”{SOON} 第3-4节 候补转正"]
    assert dates(office, third)[0].state is OccurrenceState.PLANNED
    assert not waits(office)
    undo()
    assert dates(office, third)[0].state is OccurrenceState.QUEUED
    assert dates(office, waiting)[0].state is OccurrenceState.PLANNED


def test_deleting_says_the_same_as_cancelling(office: Office, room: UUID, undo: Undo) -> None:
    lesson = book(office, room, shared=True, heads=30)
    asked = {"title": "社团", "room_id": room, "on": SOON, "first": 3, "last": 4, "heads": 20}
    save(office, request(office, asked | {"shared": True}), {SOON: Queue()})
    cancelled = cancel(office, [dates(office, lesson)[0].id], "不上了", TODAY).promoted
    undo()
    assert office.of(Booking).delete([lesson.id]) == cancelled
    assert cancelled == [f"“社团”{SOON} 第3-4节 候补转正 10 个工位"]


def test_deleting_what_nobody_waits_for_says_nothing(office: Office, room: UUID) -> None:
    assert office.of(Booking).delete([book(office, room).id]) == []
    assert office.of(Room).delete([room]) == []


@pytest.mark.parametrize(
    "given", [{"first": 5, "last": 6}, {"state": OccurrenceState.CANCELLED}, {"on": LATER}]
)
def test_a_date_changed_by_itself_lets_in_who_waits_for_its_place(
    office: Office, room: UUID, given: dict[str, Any], undo: Undo
) -> None:
    lesson = book(office, room)
    asked = {"title": "社团", "room_id": room, "on": SOON, "first": 3, "last": 4, "heads": 10}
    waiting = save(office, request(office, asked), {SOON: Queue()})
    (date_,) = dates(office, lesson)
    office.of(BookingOccurrence).save({"why": "换人"}, date_)
    assert dates(office, waiting)[0].state is OccurrenceState.QUEUED
    office.of(BookingOccurrence).bulk_change([date_.id], given)
    assert dates(office, waiting)[0].state is OccurrenceState.PLANNED
    undo()
    assert dates(office, waiting)[0].state is OccurrenceState.QUEUED
    assert dates(office, lesson)[0].first == 3


def waits(office: Office) -> list[Item]:
    return [each for each in tasks(office, TODAY) if each.task is Task.WAIT]


def test_nobody_is_let_in_who_is_deleted_in_the_same_step(office: Office, room: UUID) -> None:
    lesson = book(office, room)
    asked = {"title": "社团", "room_id": room, "on": SOON, "first": 3, "last": 4, "heads": 10}
    waiting = save(office, request(office, asked), {SOON: Queue()})
    third = save(office, request(office, asked | {"title": "讲座"}), {SOON: Queue()})
    told = office.of(Booking).delete([lesson.id, waiting.id])
    assert told == [f"“讲座”{SOON} 第3-4节 候补转正"]
    assert dates(office, third)[0].state is OccurrenceState.PLANNED
    assert office.of(Booking).count() == 1


def test_what_took_place_is_not_deleted(office: Office, room: UUID) -> None:
    booking = book(office, room)
    with office.db.write("用过") as writing:
        writing.session.get_one(
            BookingOccurrence, dates(office, booking)[0].id
        ).state = OccurrenceState.DONE
    with pytest.raises(InUse, match="“车工”已有 1 次使用或爽约的登记"):
        office.of(Booking).delete([booking.id])
    with pytest.raises(InUse, match="统计要用，不能删除"):
        office.of(BookingOccurrence).delete([dates(office, booking)[0].id])


def test_a_use_ends_after_it_began(make: Make) -> None:
    with pytest.raises(Invalid, match="实际结束早于实际开始"):
        make(UseRecord, began=make_time("9:55"), ended=make_time("8:20"))


def make_time(words: str) -> Any:
    return UseRecord.field("began").parse(words)
