"""Rooms do not get smaller than what is booked in them; closures and the rest fit together."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from app.errors import InUse, Invalid
from app.models import (
    Booking,
    Closure,
    Equipment,
    Policy,
    Room,
    RoomInspection,
    SafetyAccess,
    SchoolClass,
    Student,
    Teacher,
    TrainingBase,
)
from app.models.bookings import UseKind
from app.models.calendar import Weekday
from app.services.bookings.booking import request, save
from app.services.exchange.exporter import export
from app.services.exchange.importing import import_file
from app.services.office import Office
from tests.make import Make

TODAY = date.today()  # noqa: DTZ011 - the office's own calendar day
SOON = TODAY + timedelta(days=7)


def messages(why: pytest.ExceptionInfo[Invalid]) -> dict[str, str]:
    return {problem.field: problem.message for problem in why.value.problems}


@pytest.fixture
def room(make: Make) -> Room:
    found: Room = make(Room, number="A101", seats=40, parts=2)
    return found


def book(office: Office, room: UUID, **given: Any) -> Booking:
    values = {"title": "数控编程", "room_id": room, "on": SOON, "first": 3, "last": 4, "heads": 20}
    return save(office, request(office, values | given))


def again(office: Office, room: Room, **values: Any) -> Room:
    saved: Room = office.of(Room).save(values, office.of(Room).get(room.id))
    return saved


# --- rooms


def test_a_part_that_is_booked_is_not_taken_away(office: Office, room: Room) -> None:
    book(office, room.id, part=2)
    with pytest.raises(Invalid) as why:
        again(office, room, parts=1)
    assert messages(why)["parts"] == (f"“数控编程”（{SOON}）预约用的分区就没有了，请先改这些预约")
    assert office.of(Room).get(room.id).parts == 2
    again(office, room, parts=3)


def test_seats_that_are_shared_out_are_not_taken_away(office: Office, room: Room) -> None:
    book(office, room.id, shared=True, heads=20)
    book(office, room.id, shared=True, heads=15, title="社团")
    with pytest.raises(Invalid) as why:
        again(office, room, seats=34)
    assert "第3节等 2 节已占用 35 个工位" in messages(why)["seats"]
    with pytest.raises(Invalid, match="正在共用工位"):
        again(office, room, sharing=False)
    with pytest.raises(Invalid, match="已占用 35 个工位"):
        again(office, room, seats=None)
    assert again(office, room, seats=35).seats == 35


def test_parts_get_too_small_for_who_shares_one(office: Office, room: Room) -> None:
    book(office, room.id, shared=True, heads=20, part=1)
    with pytest.raises(Invalid, match="放不下"):
        again(office, room, parts=3)


def test_a_room_is_not_shut_for_good_over_its_bookings(office: Office, room: Room) -> None:
    book(office, room.id)
    with pytest.raises(Invalid) as why:
        again(office, room, closed_on=SOON)
    assert "请先在“停用安排”里改到别处或取消" in messages(why)["closed_on"]
    assert again(office, room, closed_on=SOON + timedelta(days=1)).closed_on


def test_an_import_says_so_before_anything_is_written(
    office: Office, room: Room, tmp_path: Path
) -> None:
    book(office, room.id, shared=True, heads=30)
    path = tmp_path / "实训室.csv"
    path.write_text("实训室号,名称,工位数\nA101,数控,25\nA102,钳工,25\n", "utf-8-sig")
    result = import_file(office, Room, path)
    assert (result["new"], result["changed"]) == (1, 0)
    (refused,) = result["refused"]
    assert "已占用 30 个工位" in refused["reason"]
    assert office.of(Room).get(room.id).seats == 40


@pytest.mark.parametrize("words", ["随便", "周一 0-4", "周一 3-13", "周八 1-4"])
def test_opening_times_that_cannot_be_read(office: Office, make: Make, words: str) -> None:
    with pytest.raises(Invalid) as why:
        make(Room, opens=words)
    assert messages(why)["opens"].startswith("开放时间：")
    assert office.of(Room).count() == 0


def test_a_room_has_at_least_one_part(make: Make) -> None:
    with pytest.raises(Invalid, match="可分区数：至少为 1"):
        make(Room, parts=0)


# --- what has bookings is not deleted


def test_what_is_booked_cannot_be_deleted(office: Office, make: Make, room: Room) -> None:
    base = make(TrainingBase, name="智能制造实训基地")
    again(office, room, base_id=base.id)
    teacher, group = make(Teacher, name="杨知行"), make(SchoolClass, name="数控2501")
    machine = make(Equipment, name="车床", room_id=room.id, quantity=20)
    values = {"title": "车工", "room_id": room.id, "on": SOON, "first": 1, "last": 2}
    values |= {"teacher_id": teacher.id, "class_id": group.id}
    save(office, request(office, values, [(machine.id, 2)]))
    told = {
        (TrainingBase, base.id): "“智能制造实训基地”还有1 间实训室在使用",
        (Room, room.id): "“A101”还有1 台套设备、1 份实训室预约在使用",
        (Teacher, teacher.id): "“杨知行”还有1 份实训室预约在使用",
        (SchoolClass, group.id): "“数控2501”还有1 份实训室预约在使用",
        (Equipment, machine.id): "“车床”还有1 份实训室预约在使用",
    }
    for (kind, key), words in told.items():
        with pytest.raises(InUse, match=words):
            office.of(kind).delete([key])
        assert not office.of(kind).get(key).deleted


# --- closures


def test_a_closure_ends_after_it_begins(office: Office, make: Make) -> None:
    with pytest.raises(Invalid) as why:
        make(Closure, starts=SOON, ends=SOON - timedelta(days=1))
    assert messages(why) == {"ends": f"截止日期早于起始日期 {SOON}"}
    values = {"name": "检修", "starts": SOON, "ends": TODAY}
    with pytest.raises(Invalid, match="早于起始日期"):
        office.of(Closure).accept(values, complete=True)
    stored = make(Closure, starts=SOON, ends=None)
    with pytest.raises(Invalid, match="早于起始日期"):
        office.of(Closure).save({"ends": TODAY}, stored)


def test_a_closure_is_of_a_room_or_of_a_base(make: Make, room: Room) -> None:
    with pytest.raises(Invalid, match="只填一项"):
        make(Closure, room_id=room.id, base_id=make(TrainingBase).id)


def test_a_closure_on_days_that_do_not_come(make: Make) -> None:
    monday = date(2026, 9, 7)
    with pytest.raises(Invalid) as why:
        make(Closure, starts=monday, ends=date(2026, 9, 9), weekdays=(Weekday.FRIDAY,))
    assert messages(why)["weekdays"] == "2026-09-07 至 2026-09-09 之间没有周五"
    make(Closure, starts=monday, ends=date(2026, 9, 11), weekdays=(Weekday.FRIDAY,))


def test_closures_may_overlap_but_not_be_the_same(office: Office, make: Make, room: Room) -> None:
    span = {"room_id": room.id, "starts": SOON, "ends": SOON + timedelta(days=3)}
    first = make(Closure, name="检修", **span)
    make(Closure, name="检修", **(span | {"ends": SOON + timedelta(days=4)}))
    with pytest.raises(Invalid, match="已有同样的停用安排“检修”"):
        make(Closure, name="又检修", **span)
    office.of(Closure).save({"name": "年检"}, first)


# --- the rest


def test_safety_access_is_of_one_person(make: Make) -> None:
    with pytest.raises(Invalid, match="请填写教师或学生"):
        make(SafetyAccess, teacher_id=None)
    with pytest.raises(Invalid, match="只填一项"):
        make(SafetyAccess, student_id=make(Student).id)
    with pytest.raises(Invalid, match="有效期早于培训日期"):
        make(SafetyAccess, trained_on=SOON, valid_until=TODAY)
    with pytest.raises(Invalid, match="不能超过 100"):
        make(SafetyAccess, score=101)


def test_what_an_inspection_found_is_put_right_after_it(make: Make) -> None:
    with pytest.raises(Invalid) as why:
        make(RoomInspection, on=SOON, due=TODAY, fixed_on=TODAY)
    assert set(messages(why)) == {"due", "fixed_on", "found"}
    make(RoomInspection, on=TODAY, found="灭火器过期", due=SOON)


def test_a_policy_leaves_a_day_to_ask(make: Make) -> None:
    with pytest.raises(Invalid, match="没有一天能预约"):
        make(Policy, kinds=(UseKind.CLASS,), notice=7, horizon=3)


def test_the_amount_of_equipment_is_worked_out(office: Office, make: Make) -> None:
    lathe = make(Equipment, price=Decimal(1200), quantity=5)
    assert lathe.amount == 6000
    assert make(Equipment, price=Decimal(1200), quantity=5, amount=Decimal(5000)).amount == 5000


def test_ledgers_of_access_and_closures_are_known_again(
    office: Office, make: Make, room: Room, tmp_path: Path
) -> None:
    other = make(Room, number="A102").id
    span = {"name": "检修", "starts": SOON, "ends": None}
    for place in (room.id, other):
        make(Closure, **span, room_id=place)
    for person in (make(Student).id, make(Student).id):
        make(SafetyAccess, teacher_id=None, student_id=person)
    make(SafetyAccess)
    for kind, count in ((Closure, 2), (SafetyAccess, 3)):
        path = tmp_path / f"{kind.__tablename__}.xlsx"
        export(office, kind, path)
        told = import_file(office, kind, path)
        assert (told["same"], told["new"], told["refused"]) == (count, 0, [])
