"""What hangs at the training rooms and what is reported about them."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from app.models import (
    BookingOccurrence,
    Closure,
    Department,
    Equipment,
    Partner,
    Policy,
    Programme,
    Room,
    SchoolClass,
    Student,
    Teacher,
    Term,
    TrainingBase,
    UseRecord,
)
from app.models.bases import BasePlace, Hazard
from app.models.bookings import ApprovalRole, BookingState, OccurrenceState, UseKind
from app.models.calendar import Weekday
from app.models.students import Standing
from app.models.teaching_time import Periods
from app.services.bookings.answers import Move
from app.services.bookings.booking import request, save
from app.services.bookings.changes import move
from app.services.bookings.utilisation import DEFINITIONS, by_room, measured
from app.services.calendar_store import seed_calendar, seed_periods
from app.services.office import Office
from app.services.query import Query
from app.services.reports import catalogue
from app.services.reports.catalogue import choose, entry, run
from app.services.reports.spec import Facts, Heading, Notes, Report
from app.services.reports.workbook import write_xlsx
from app.services.shares import Share
from tests.make import Make
from tests.services.reports.conftest import text_of

TODAY = date(2026, 9, 13)
WEDNESDAY = date(2026, 9, 9)


def made(office: Office, id_: str, **given: str) -> Report:
    return run(office, id_, choose(office, entry(id_), given, TODAY), TODAY)


@pytest.fixture
def room(office: Office, make: Make) -> Room:
    make(Term, code="2026-2027-1", starts=date(2026, 8, 31), weeks=16)
    seed_calendar(office)
    seed_periods(office)
    base = make(TrainingBase, name="智能制造实训基地", place=BasePlace.ON_CAMPUS, seats=None)
    found: Room = make(
        Room, number="A203", name="数控车间", seats=40, base_id=base.id, opens="周一至周五 1-8"
    )
    return found


def book(office: Office, room: Room, **given: Any) -> list[BookingOccurrence]:
    usual = {
        "title": "数控编程", "room_id": room.id, "on": WEDNESDAY, "first": 3, "last": 4,
        "heads": 30, "state": BookingState.APPROVED,
    }  # fmt: skip
    booking = save(office, request(office, usual | given))
    return office.of(BookingOccurrence).all(Query(where={"booking_id": booking.id}, order="on"))


def test_the_door_shows_both_groups_of_a_shared_room(
    office: Office, make: Make, room: Room, tmp_path: Path
) -> None:
    group = make(SchoolClass, name="24数控2班")
    book(office, room, shared=True, seats=30, class_id=group.id)
    book(office, room, shared=True, seats=10, title="机器人社团", kind=UseKind.CLUB)
    report = made(office, "door_sheet", day="2026-09-09", room="A203")
    third = report.tables[0].rows[2]
    assert "24数控2班（30 工位）" in str(third[3])
    assert "机器人社团（10 工位）" in str(third[3])
    assert "机器人社团（10 工位）" in str(report.tables[0].rows[3][3])
    assert report.tables[0].rows[9][3] == "不开放"
    written = catalogue.write(office, report, tmp_path / "x.pdf")
    assert written.pages == 1
    text = text_of(tmp_path / "x.pdf")
    assert "A203数控车间一周安排" in text
    assert "第2教学周（双周）" in text


def test_a_day_and_a_week_on_the_wall(office: Office, room: Room) -> None:
    book(office, room)
    day = made(office, "day_sheet", day="2026-09-09")
    assert [row[0] for row in day.tables[0].rows] == ["第3-4节"]
    assert made(office, "day_sheet", day="2026-09-10").tables[0].rows == []
    week = made(office, "week_poster", day="2026-09-07").tables[0].rows
    assert week[0][3] == "3-4节 数控编程"


def test_what_is_not_settled_is_marked_wherever_it_hangs(
    office: Office, make: Make, room: Room
) -> None:
    """Not approved, only a part of the room, from outside: on every sheet."""
    office.of(Room).save({"parts": 2}, office.of(Room).get(room.id))
    guest = make(Partner, name="成都示例锦程智能装备有限公司")
    make(
        Policy, name="审批", steps=(ApprovalRole.CENTRE,), kinds=(), base_id=None, quota=None,
        department_id=None, barred=False, notice=None, horizon=None, longest=None,
    )  # fmt: skip
    book(
        office, room, part=2, title="职工培训", partner_id=guest.id, applied_on=date(2026, 9, 1),
        state=BookingState.WAITING,
    )  # fmt: skip
    [day] = made(office, "day_sheet", day="2026-09-09").tables[0].rows
    assert (day[2], day[3], day[4]) == ("数控车间（2 区）", guest.name, "职工培训（待审）")
    week = made(office, "week_poster", day="2026-09-07").tables[0].rows
    assert week[0][3] == "3-4节 职工培训（2 区，待审）"
    register = made(office, "use_register", day="2026-09-09").tables[0].rows
    assert register[0][1:3] == (guest.name, "职工培训（2 区，待审）")
    door = made(office, "door_sheet", day="2026-09-09").tables[0].rows
    assert str(door[2][3]).startswith("职工培训（2 区，待审）")


def test_a_closure_is_seen_on_the_wall_though_somebody_is_still_booked_there(
    office: Office, make: Make, room: Room
) -> None:
    book(office, room)
    make(
        Closure, name="检修", room_id=room.id, base_id=None, starts=WEDNESDAY, ends=WEDNESDAY,
        weekdays=(), periods="第3-4节",
    )  # fmt: skip
    assert "检修\n数控编程" in str(
        made(office, "door_sheet", day="2026-09-09").tables[0].rows[2][3]
    )
    week = made(office, "week_poster", day="2026-09-07").tables[0].rows
    assert week[0][3] == "3-4节 检修\n3-4节 数控编程"
    assert week[0][6] == "不开放"
    [day] = made(office, "day_sheet", day="2026-09-09").tables[0].rows
    assert day[4] == "数控编程（停用：检修）"


def test_in_the_workbook_each_sheet_says_of_which_room_it_is(
    office: Office, make: Make, room: Room, tmp_path: Path
) -> None:
    make(Room, number="A204", name="测量室", parts=1, opens=None, closed_on=None)
    for id_, words in (("door_sheet", "一周安排"), ("use_register", "使用登记表")):
        write_xlsx(made(office, id_, day="2026-09-09"), tmp_path / "x.xlsx")
        sheets = load_workbook(tmp_path / "x.xlsx").worksheets
        assert [sheet.title for sheet in sheets] == [
            f"A203 数控车间{words}", f"A203 数控车间{words}2",
            f"A204 测量室{words}", f"A204 测量室{words}2",
        ]  # fmt: skip
        assert all(sheet.title[:4] in str(list(sheet.values)) for sheet in sheets)


def test_the_register_begins_with_what_is_booked(office: Office, room: Room) -> None:
    book(office, room)
    rows = made(office, "use_register", day="2026-09-09", room="A203").tables[0].rows
    assert rows[0][0] == "第3-4节"
    assert len(rows) == 12


def test_use_is_counted_and_closures_are_subtracted(office: Office, make: Make, room: Room) -> None:
    first, second = book(
        office, room, on=None, term_id=office.of(Term).all()[0].id, weeks="1-2周",
        weekday=Weekday.WEDNESDAY,
    )  # fmt: skip
    make(UseRecord, occurrence_id=first.id, on=first.on, heads=28)
    office.of(BookingOccurrence).save({"state": OccurrenceState.NO_SHOW}, second)
    [row] = by_room(measured(office, date(2026, 8, 31), date(2026, 9, 13), TODAY))
    assert (row.open, row.used, row.hours) == (80, 2, 56)
    assert (row.kept.part, row.missed.part, row.approved) == (1, 1, 2)
    assert row.seats.whole == 40 * 80

    closed = make(
        Closure, name="大修", room_id=room.id, base_id=None, starts=date(2026, 9, 10),
        ends=date(2026, 9, 11), weekdays=(), periods=None,
    )  # fmt: skip
    [row] = by_room(measured(office, date(2026, 8, 31), date(2026, 9, 13), TODAY))
    assert row.open == 64
    office.of(Closure).delete([closed.id])
    report = made(office, "base_utilisation")
    assert report.figures["open_periods"] == 80
    notes = next(each for each in report.sections if isinstance(each, Notes))
    assert notes.lines == DEFINITIONS


def test_days_between_terms_do_not_count(office: Office, make: Make, room: Room) -> None:
    during = made(office, "base_utilisation", as_of="2026-12-20").figures["open_periods"]
    assert made(office, "base_utilisation", as_of="2027-02-10").figures["open_periods"] == during
    longer = made(office, "base_utilisation", as_of="2027-02-10", last="2027-01-15")
    assert longer.figures["open_periods"] == during
    make(Term, code="2026-2027-2", starts=date(2027, 1, 11), weeks=18)
    longer = made(office, "base_utilisation", as_of="2027-02-10", first="2026-08-31",
                  last="2027-01-15")  # fmt: skip
    assert longer.figures["open_periods"] == int(during) + 5 * 8


def test_every_breakdown_and_the_dates_behind_it_say_the_same(
    office: Office, make: Make, room: Room, tmp_path: Path
) -> None:
    programme = make(Programme, name="数控技术", code="460103")
    group = make(SchoolClass, name="24数控2班", programme_id=programme.id)
    book(office, room, class_id=group.id)
    book(office, room, on=date(2026, 9, 8), kind=UseKind.TRAINING, first=7, last=8, heads=20)
    for n in range(4):
        make(Student, number=f"2024{n}", standing=Standing.ENROLLED, class_id=group.id)
    report = made(office, "base_utilisation")
    *broken, each, details = report.tables
    hours = [column.key for column in broken[0].columns].index("hours")
    for table in broken:
        *lines, total = table.rows
        assert (table.title, sum(line[hours] for line in lines)) == (table.title, total[hours])
        assert total[hours] == 100
    assert [row[0] for row in broken[2].rows] == ["数控技术", "（未填写）", "合计"]
    assert [row[0] for row in broken[5].rows] == ["校内", "社会", "合计"]
    keys = [column.key for column in details.columns]
    found = [row for some in details.whole or details.groups for row in some.rows]
    assert sum(row[keys.index("inside")] for row in found) == 100
    assert each.rows[0][3] == "10.00 个/生"
    catalogue.write(office, report, tmp_path / "x.pdf")
    text = text_of(tmp_path / "x.pdf")
    assert "开放外人时不计入两项利用率" in text


def test_the_workbook_has_all_dates_where_paper_has_the_first(
    office: Office, room: Room, tmp_path: Path
) -> None:
    days = [date(2026, 9, day) for day in (1, 2, 3, 4, 7, 8, 9)]
    for on in days:
        book(office, room, on=on)
    report = made(office, "base_utilisation")
    details = report.tables[-1]
    assert [len(some.rows) for some in details.groups] == [5]
    assert "7 条，列出前 5 条，其余见 Excel" in details.groups[0].title
    write_xlsx(report, tmp_path / "x.xlsx")
    sheets = load_workbook(tmp_path / "x.xlsx").worksheets
    cells = [str(cell) for sheet in sheets for row in sheet.values for cell in row if cell]
    assert all(any(str(on) in cell for cell in cells) for on in days)
    report = made(office, "base_utilisation", details="是")
    assert [len(some.rows) for some in report.tables[-1].groups] == [7]


def test_the_rates_in_the_workbook_are_numbers_and_those_of_the_paper(
    office: Office, room: Room, tmp_path: Path
) -> None:
    book(office, room, on=date(2026, 9, 1))
    book(office, room, on=date(2026, 9, 2), first=7, last=8, heads=17)
    report = made(office, "base_utilisation", by="按实训室")
    paper = dict(
        zip([c.key for c in report.tables[0].columns], report.tables[0].rows[0], strict=True)
    )
    write_xlsx(report, tmp_path / "x.xlsx")
    sheet = load_workbook(tmp_path / "x.xlsx").worksheets[0]
    heads = next(row for row in sheet.iter_rows() if row[0].value == "实训室")
    below = {cell.column: cell for cell in sheet[heads[0].row + 1]}
    over = ""
    found = {}
    for head in heads:
        over = head.value or over
        label = below[head.column].value
        found[f"{over}/{label}" if label else over] = sheet.cell(heads[0].row + 2, head.column)
    rate = found["实训室利用率"]
    assert (rate.value, rate.number_format) == (pytest.approx(4 / 80), "0.00%")
    assert (found["使用节次"].value, found["开放节次"].value) == (4, 80)
    for name, key, heads_of in (
        ("工位利用率", "seats", ("计入人时", "工位×开放节次")),
        ("预约执行率", "kept", ("已登记次数", "到期次数")),
        ("爽约率", "missed", ("爽约次数", "到期次数")),
    ):
        share = paper[key]
        assert isinstance(share, Share)
        part, whole = (found[f"{name}/{head}"].value for head in heads_of)
        assert (part, whole) == (share.part, share.whole)
        assert f"{found[f'{name}/{name}'].value:.2%}" == share.percent


def test_a_rate_of_nothing_is_a_dash_in_the_workbook(
    office: Office, room: Room, tmp_path: Path
) -> None:
    report = made(office, "base_utilisation", by="按实训室")
    write_xlsx(report, tmp_path / "x.xlsx")
    cells = [
        cell for row in load_workbook(tmp_path / "x.xlsx").worksheets[0].values for cell in row
    ]
    assert cells.count("—") == 4  # nobody was to come: of the room and of all
    assert not any("/" in str(cell) for cell in cells if cell)


def test_what_lies_ahead_is_no_use(office: Office, room: Room) -> None:
    book(office, room, on=date(2026, 9, 16))
    [row] = by_room(measured(office, date(2026, 8, 31), date(2026, 10, 31), TODAY))
    assert (row.open, row.approved) == (80, 0)


def test_the_register_of_bases_adds_up_its_rooms(office: Office, make: Make, room: Room) -> None:
    make(Room, number="A204", name="测量室", seats=20, base_id=room.base_id)
    make(Equipment, name="数控车床", room_id=room.id, quantity=6, price=Decimal(148_000))
    inside, outside, rooms = made(office, "base_register").tables
    keys = [column.key for column in inside.columns]
    row = dict(zip(keys, inside.rows[0], strict=True))
    assert (row["seats"], row["machines"], row["machines_large"]) == (60, 6, 6)
    assert outside.rows == []
    assert [row[0] for row in rooms.rows] == ["A203", "A204"]


def test_a_form_with_room_for_three_hands(office: Office, room: Room, tmp_path: Path) -> None:
    book(office, room, applicant="田海棠", number="YY-0001")
    report = made(office, "booking_form", booking="YY-0001")
    written = catalogue.write(office, report, tmp_path / "x.pdf")
    text = text_of(tmp_path / "x.pdf")
    assert written.pages == 1
    for words in ("田海棠", "教务处意见", "9月9日（周三）", "实训中心意见"):
        assert words in text


def test_the_form_says_what_is_asked_for_and_what_became_of_it(
    office: Office, make: Make, room: Room
) -> None:
    rules = {"parts": 2, "access": True, "hazards": (Hazard.MACHINES,)}
    office.of(Room).save(rules, office.of(Room).get(room.id))
    make(Room, number="A204", name="测量室", opens=None, closed_on=None, parts=1, access=False)
    first, second, _ = book(
        office, room, on=None, term_id=office.of(Term).all()[0].id, weeks="2-4周", part=2,
        weekday=Weekday.WEDNESDAY, number="YY-0001",
    )  # fmt: skip
    make(UseRecord, occurrence_id=first.id, on=first.on, heads=28)
    office.of(BookingOccurrence).save({"state": OccurrenceState.DONE}, first)
    there = Move(room=office.of(Room).find(Query(text="A204"))[0], on=second.on,
                 periods=Periods(5, 6))  # fmt: skip
    move(office, second.id, there, TODAY, reason="检修")
    report = made(office, "booking_form", booking="YY-0001")
    facts = {
        fact.label: fact.value
        for each in report.sections
        if isinstance(each, Facts)
        for fact in each.facts
    }
    assert facts["占用"] == "第 2 区"
    assert facts["安全准入"].startswith("须准入（机械）")
    assert facts["共计"] == "3 次"
    assert "9月9日（周三），" not in facts["使用日期"]
    assert facts["使用日期"] == (
        "9月9日（周三）已完成、9月16日（周三）改在 A204 第5-6节、9月23日（周三）"
    )
    assert {"实际使用", "实到人数", "设备状况"} <= set(facts)


def test_a_notice_for_each_teacher_who_is_hit(office: Office, make: Make, room: Room) -> None:
    one, other = make(Teacher, name="何欣"), make(Teacher, name="龚正")
    for on in (WEDNESDAY, date(2026, 9, 16)):
        book(office, room, on=on, teacher_id=one.id)
    book(office, room, on=date(2026, 9, 17), teacher_id=other.id)
    make(
        Closure, name="大修", room_id=room.id, base_id=None, starts=date(2026, 9, 7),
        ends=date(2026, 9, 18), weekdays=(), periods=None,
    )  # fmt: skip
    report = made(office, "closure_notice", closure="大修")
    assert report.figures == {"teachers": 2, "dates": 2}
    titles = [each.text for each in report.sections if isinstance(each, Heading)]
    assert titles == ["实训室停用通知（龚正）", "实训室停用通知（何欣）"], "by pinyin"
    assert "9月9日" not in str([table.rows for table in report.tables])  # past: left alone


def test_teachers_of_one_name_have_a_notice_each(office: Office, make: Make, room: Room) -> None:
    mechanics, cars = make(Department, name="机电工程系"), make(Department, name="汽车工程系")
    teachers = [
        make(Teacher, name="何欣", department_id=mechanics.id),
        make(Teacher, name="何欣", department_id=cars.id),
        make(Teacher, name="龚正", number="1007", department_id=cars.id),
        make(Teacher, name="龚正", number="1008", department_id=cars.id),
        make(Teacher, name="田海棠", department_id=cars.id),
    ]
    for day, teacher in enumerate(teachers[:3] + teachers[4:]):
        book(office, room, on=date(2026, 9, 14 + day), teacher_id=teacher.id)
    make(
        Closure, name="大修", room_id=room.id, base_id=None, starts=date(2026, 9, 14),
        ends=date(2026, 9, 18), weekdays=(), periods=None,
    )  # fmt: skip
    report = made(office, "closure_notice", closure="大修")
    assert report.figures == {"teachers": 4, "dates": 4}
    assert [table.rows[0][0] for table in report.tables] == [
        "9月16日 周三", "9月14日 周一", "9月15日 周二", "9月17日 周四",
    ]  # fmt: skip
    titles = [each.text for each in report.sections if isinstance(each, Heading)]
    assert [each.removeprefix("实训室停用通知") for each in titles] == [
        "（龚正，教工号 1007）",  # the other one is not hit, but the paper has to find its way
        "（何欣，机电工程系）",
        "（何欣，汽车工程系）",
        "（田海棠）",
    ]
