"""A term's timetable: entered in order, told where it clashes, the same the second time."""

import json
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from app.errors import Refused
from app.models import (
    Booking,
    BookingOccurrence,
    CalendarDay,
    ClassPeriod,
    Closure,
    Room,
    SchoolClass,
    Teacher,
    Term,
    UseRecord,
)
from app.models.bookings import BookingState, OccurrenceState
from app.models.calendar import DayKind
from app.models.teaching_time import Periods
from app.places import RESOURCES
from app.services.bookings.answers import Move
from app.services.bookings.changes import cancel, move
from app.services.bookings.placing import place, spots
from app.services.exchange.importing import import_file
from app.services.exchange.timetable import plan_timetable
from app.services.exchange.timetable_writing import import_timetable
from app.services.office import Office
from app.services.query import Query

TITLES = (["实训教学课表(2025-2026学年第一学期)"], ["第1周星期一:2025-09-01"])
HEADS = ["课程", "班级", "人数", "任课教师", "周次", "星期", "节次", "实训室"]
LATHE = ["车工实训", "24数控1班", 30, "石晓岚", "1－16周单周", "星期二", "第3-4节", "B101"]
FITTER = ["钳工实训", "24机电1班", 30, "龙应龙", "1-8,10,12-16", "星期二", "第4-5节", "B101"]
WELDER = ["焊工实训", "24机电2班", 46, "石晓岚", "2-16(双)", "星期三", "第1-2节", "B102"]

Bring = Callable[..., dict[str, Any]]


@pytest.fixture
def bring(office: Office, tmp_path: Path) -> Bring:
    for number in ("B101", "B102"):
        office.of(Room).save({"number": number, "name": "车间", "seats": 40})

    def done(*rows: Sequence[object], titles: Sequence[Sequence[str]] = TITLES) -> dict[str, Any]:
        path = tmp_path / "实训课表.xlsx"
        options = {"default_date_format": "m月d日"}
        with xlsxwriter.Workbook(str(path), options) as book:
            sheet = book.add_worksheet("课表")
            for n, row in enumerate([*titles, HEADS, *rows]):
                sheet.write_row(n, 0, row)
        return import_timetable(office, path)

    return done


def dates(office: Office, title: str) -> list[BookingOccurrence]:
    (key,) = office.of(Booking).find(Query(text=title))
    return dates_of(office, key)


def dates_of(office: Office, key: UUID) -> list[BookingOccurrence]:
    found = office.of(BookingOccurrence).all(Query(where={"booking_id": key}))
    return [each for each in found if each.state is OccurrenceState.PLANNED]


def test_what_comes_second_is_kept_to_be_placed(office: Office, bring: Bring) -> None:
    found = bring(LATHE, FITTER, WELDER)
    assert (found["term"], found["new"], found["slots"]) == ("2025-2026-1", 2, 32)
    room, seats = found["clashes"]
    assert room == {
        "row": 5, "what": "room", "slots": 6, "with_rows": [4], "with": [],
        "proposals": ["B102"],
    }  # fmt: skip
    assert (seats["row"], seats["what"], seats["slots"]) == (6, "seats", 16)
    assert dates(office, "钳工实训") == []
    (key,) = office.of(Booking).find(Query(text="钳工实训"))
    assert office.of(Booking).get(key).state is BookingState.UNPLACED
    assert len(dates(office, "车工实训")) == 8
    assert office.of(Term).all()[0].starts == date(2025, 9, 1)
    assert office.of(Teacher).count() == 2
    assert office.of(SchoolClass).count() == 3
    assert "节次" in found["made"][-1]
    assert office.of(ClassPeriod).count() > 8


def test_the_same_file_again_changes_nothing(office: Office, bring: Bring) -> None:
    first = bring(LATHE, FITTER, WELDER)
    commits: list[int] = []
    office.db.subscribe(lambda commit: commits.append(commit.seq))
    again = bring(LATHE, FITTER, WELDER)
    assert (again["new"], again["changed"], again["same"]) == (0, 0, 2)
    assert again["clashes"] == first["clashes"]
    assert commits == []


def test_a_teacher_or_class_in_two_places_is_entered_and_told(office: Office, bring: Bring) -> None:
    other = ["铣工实训", "24数控1班", 20, "石晓岚", "1-3", "星期二", "4-5", "B102"]
    found = bring(LATHE, other)
    assert [(c["row"], c["what"], c["slots"]) for c in found["clashes"]] == [
        (5, "teacher", 2),
        (5, "class", 2),
    ]
    assert len(dates(office, "铣工实训")) == 3


def test_a_changed_row_shows_as_changed_and_a_lost_one_stays(office: Office, bring: Bring) -> None:
    bring(LATHE, WELDER)
    found = bring([*LATHE[:7], "B102"])
    assert (found["new"], found["changed"], found["same"]) == (0, 1, 0)
    assert found["missing"] == ["焊工实训（24机电2班，2-16周 双周 星期三 第1-2节，B102）"]
    assert {each.room_id for each in dates(office, "车工实训")} == {
        office.of(Room).find(Query(text="B102"))[0]
    }
    assert len(dates(office, "焊工实训")) == 8


def test_a_row_that_moves_onto_another_stays_where_it_was(office: Office, bring: Bring) -> None:
    bring(LATHE, [*FITTER[:7], "B102"])
    found = bring([*LATHE[:7], "B102"], [*FITTER[:7], "B102"])
    assert (found["changed"], found["same"]) == (0, 2)
    assert [each["row"] for each in found["warnings"]] == [4]
    assert [(c["row"], c["what"], c["slots"], c["with"]) for c in found["clashes"]] == [
        (4, "room", 6, ["钳工实训"])
    ]
    assert {each.room_id for each in dates(office, "车工实训")} == {
        office.of(Room).find(Query(text="B101"))[0]
    }


def test_a_row_that_was_placed_elsewhere_by_hand_is_left_alone_and_told(
    office: Office, bring: Bring
) -> None:
    """Another room, then another time: it is the same as before, time after time."""
    other = ["铣工实训", "24模具1班", 20, "", "2-16(双)", "星期三", "1-2", "B102"]
    bring(LATHE, FITTER, WELDER, other)
    (fitter,) = office.of(Booking).find(Query(text="钳工实训"))
    (miller,) = office.of(Booking).find(Query(text="铣工实训"))
    place(office, fitter, next(each for each in spots(office, fitter) if "B102" in each.words))
    place(office, miller, next(each for each in spots(office, miller) if each.values))
    steps: list[int] = []
    office.db.subscribe(lambda commit: steps.append(commit.seq))
    for _ in range(2):
        again = bring(LATHE, FITTER, WELDER, other)
        assert (again["new"], again["changed"], again["same"]) == (0, 0, 4)
        assert (again["returned"], again["missing"], steps) == (0, [], [])
        (first, second) = [each for each in again["warnings"] if each["field"] == "实训室"]
        assert (first["row"], second["row"]) == (5, 7)
        assert first["reason"].startswith("已排在 B102 1-8,10,12-16周 星期二 第4-5节，")
        assert "星期三 第1-2节" not in second["reason"]
        assert second["reason"].endswith("，课表写的时间地点被占用，保留不动")
    assert len(dates_of(office, fitter)) == 14
    bring([*LATHE[:7], "B102"], FITTER)
    assert {each.first for each in dates(office, "车工实训")} == {3}, "B102 is the fitter's now"


def test_a_lesson_that_is_gone_from_the_file_keeps_its_room(office: Office, bring: Bring) -> None:
    bring(LATHE)
    found = bring([*FITTER[:6], *LATHE[6:]])
    assert [(c["row"], c["what"], c["with"]) for c in found["clashes"]] == [
        (4, "room", ["车工实训"])
    ]
    assert found["missing"] == ["车工实训（24数控1班，1-16周 单周 星期二 第3-4节，B101）"]
    assert len(dates(office, "车工实训")) == 8


def test_once_the_room_is_free_the_row_goes_in(office: Office, bring: Bring) -> None:
    bring(LATHE, FITTER)
    found = bring([*LATHE[:7], "B102"], FITTER)
    assert found["changed"] == 2
    assert len(dates(office, "钳工实训")) == 14


def test_holidays_and_closures_fall_out_of_a_row(office: Office, bring: Bring) -> None:
    holiday = {"on": date(2025, 9, 2), "kind": DayKind.HOLIDAY, "name": "校庆"}
    office.of(CalendarDay).save(holiday)
    closed = {"name": "检修", "starts": date(2025, 9, 16), "ends": date(2025, 9, 16)}
    office.of(Closure).save(closed)
    found = bring(LATHE)
    assert found["slots"] == 12
    assert [each["reason"] for each in found["warnings"]] == ["2025-09-16 B101 检修，跳过"]


def test_a_real_timetable_clashes_in_just_these_rows(office: Office) -> None:
    answers = json.loads((Path(__file__).parents[2] / "data/answers-bases.json").read_text("utf-8"))
    rooms = import_file(office, Room, RESOURCES / "samples" / "实训室一览表.xlsx")
    assert (rooms["new"], rooms["refused"]) == (answers["rooms"], [])
    found = import_timetable(office, RESOURCES / "samples" / "实训课表.xlsx")
    clashing = answers["clashing_rows_in_order_of_entry"]
    assert found["rows"] == answers["timetable_rows"]
    assert found["slots"] == answers["accepted_period_slots"]
    assert found["new"] == answers["timetable_rows"] - len(clashing)
    rooms_taken = [each for each in found["clashes"] if each["what"] == "room"]
    assert [{"excel_row": c["row"], "slots": c["slots"]} for c in rooms_taken] == clashing
    assert all(each["proposals"] for each in rooms_taken)
    again = import_timetable(office, RESOURCES / "samples" / "实训课表.xlsx")
    assert (again["same"], again["new"], again["changed"]) == (found["new"], 0, 0)
    assert again["clashes"] == found["clashes"]


@pytest.mark.parametrize(
    ("at", "wrong", "field"),
    [
        (4, "1-25", "周次"),
        (4, "0", "周次"),
        (5, "星期八", "星期"),
        (6, "13", "节次"),
        (7, "", "实训室"),
    ],
)
def test_a_row_that_makes_no_sense_is_refused_by_itself(
    bring: Bring, at: int, wrong: str, field: str
) -> None:
    row: list[object] = list(LATHE)
    row[at] = wrong
    found = bring(row, WELDER)
    assert [(each["row"], each["field"]) for each in found["refused"]] == [(4, field)]
    assert found["new"] == 1


def test_spans_that_excel_took_for_dates_are_read_and_told(office: Office, bring: Bring) -> None:
    found = bring([*LATHE[:4], date(2025, 1, 8), LATHE[5], date(2025, 3, 4), LATHE[7]])
    assert (found["new"], found["slots"]) == (1, 16)
    assert {each.first for each in dates(office, "车工实训")} == {3}
    assert [each["field"] for each in found["warnings"]] == ["周次", "节次"]


def test_without_a_term_nothing_is_guessed(office: Office, bring: Bring) -> None:
    with pytest.raises(Refused, match="哪个学期"):
        bring(LATHE, titles=[["实训课表"]])
    with pytest.raises(Refused, match="不是星期一"):
        bring(LATHE, titles=[["第1周星期一：2025-09-02"]])
    bring(LATHE)
    with pytest.raises(Refused, match="先改正"):
        bring(LATHE, titles=[TITLES[0], ["第1周星期一:2025-09-08"]])


def test_one_undo_takes_the_timetable_back(office: Office, bring: Bring) -> None:
    commits: list[int] = []
    office.db.subscribe(lambda commit: commits.append(commit.seq))
    bring(LATHE, WELDER)
    office.db.take_back(commits[-1])
    assert office.of(Booking).count() == office.of(ClassPeriod).count() == 0
    assert bring(LATHE, WELDER)["new"] == 2


@pytest.fixture
def returned(office: Office, bring: Bring, tmp_path: Path) -> Path:
    """The workbook of the rows that did not go in: one found no room, one makes no sense."""
    bring(LATHE, FITTER, [*WELDER[:4], "25", *WELDER[5:]], WELDER)
    import_timetable(office, tmp_path / "实训课表.xlsx", rejected=tmp_path / "退回.xlsx")
    return tmp_path / "退回.xlsx"


def test_rows_without_a_room_come_back_with_the_reason_and_where_they_could_go(
    returned: Path,
) -> None:
    sheet = load_workbook(returned).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[:3] == [
        (TITLES[0][0], *[None] * 9), (TITLES[1][0], *[None] * 9),
        (*HEADS, "退回原因", "原行号"),
    ]  # fmt: skip
    assert [row[0] for row in rows[3:]] == ["钳工实训", "焊工实训"]
    assert [row[9] for row in rows[3:]] == ["5", "6"]
    assert "与第 4 行" in rows[3][8]
    assert "可改到 B102" in rows[3][8]
    assert "可改到 B102" in sheet.cell(4, 8).comment.text
    assert sheet.cell(5, 5).comment is not None


def test_the_corrected_rows_go_in_as_they_are(office: Office, returned: Path) -> None:
    made = load_workbook(returned)
    made.active.cell(4, 6).value = "星期四"  # another day altogether
    made.active.cell(5, 5).value = "1,3"
    made.save(returned)
    again = import_timetable(office, returned)
    assert (again["new"], again["changed"], again["returned"]) == (1, 1, 0)
    assert len(dates(office, "钳工实训")) == 14
    assert sorted(len(dates_of(office, key)) for key in office.of(Booking).find()) == [2, 8, 8, 14]
    assert again["missing"] == []
    once_more = import_timetable(office, returned)
    assert (once_more["new"], once_more["changed"], once_more["same"]) == (0, 0, 2)


def test_two_rows_of_one_lesson_keep_apart_whatever_their_order(
    office: Office, bring: Bring
) -> None:
    early = [*LATHE[:4], "1-8", *LATHE[5:]]
    late = [*LATHE[:4], "9-16", *LATHE[5:7], "B102"]
    bring(early, late)
    again = bring(late, early)
    assert (again["same"], again["changed"], again["new"]) == (2, 0, 0)
    again = bring(late)
    gone = ["车工实训（24数控1班，1-8周 星期二 第3-4节，B101）"]
    assert (again["same"], again["missing"]) == (1, gone)


def test_no_workbook_where_every_row_went_in(office: Office, bring: Bring, tmp_path: Path) -> None:
    bring(LATHE)
    import_timetable(office, tmp_path / "实训课表.xlsx", rejected=tmp_path / "退回.xlsx")
    assert not (tmp_path / "退回.xlsx").exists()


WEEKS = {"1-16周": range(1, 17), "1-15周 单周": range(1, 16, 2), "2-16(双)": range(2, 17, 2),
         "1-4,6": (1, 2, 3, 4, 6), "9": (9,)}  # fmt: skip
lessons = st.lists(
    st.tuples(
        st.sampled_from(["车工", "钳工"]), st.sampled_from(["一班", "二班"]),
        st.sampled_from([*WEEKS]), st.sampled_from("一二"),
        st.sampled_from([(1, 2), (2, 3), (3, 4), (1, 4)]), st.sampled_from(["B101", "B102"]),
    ),
    min_size=1, max_size=8,
)  # fmt: skip


@given(lessons)
@settings(max_examples=8)
def test_first_come_first_served_the_same_again_and_taken_back(
    office: Office, tmp_path: Path, given_: list[tuple[str, str, str, str, tuple[int, int], str]]
) -> None:
    if not office.of(Room).count():
        for number in ("B101", "B102"):
            office.of(Room).save({"number": number, "name": "车间", "seats": 40})
    path = tmp_path / "实训课表.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("课表")
        rows = [[t, g, 20, "", w, f"星期{d}", f"{a}-{b}", r] for t, g, w, d, (a, b), r in given_]
        for n, row in enumerate([*TITLES, HEADS, *rows]):
            sheet.write_row(n, 0, row)
    taken: set[tuple[str, str, int, int]] = set()
    left = []
    for n, (_, _, weeks, day, (first, last), room) in enumerate(given_, 4):
        wanted = {(room, day, w, p) for w in WEEKS[weeks] for p in range(first, last + 1)}
        if wanted & taken:
            left.append(n)
        else:
            taken |= wanted
    commits: list[int] = []
    office.db.subscribe(lambda commit: commits.append(commit.seq))
    found = import_timetable(office, path)
    assert sorted({c["row"] for c in found["clashes"] if c["what"] == "room"}) == left
    assert (found["slots"], found["new"]) == (len(taken), len(given_) - len(left))
    again = import_timetable(office, path)
    assert (again["new"], again["changed"], again["same"]) == (0, 0, found["new"])
    assert again["clashes"] == found["clashes"]
    assert len(commits) == 1, "the second time nothing is written"
    office.db.take_back(commits[-1])
    assert office.of(Booking).count() == office.of(BookingOccurrence).count() == 0


def room(office: Office, number: str) -> UUID:
    (key,) = office.of(Room).find(Query(text=number))
    return key


def test_a_date_that_went_elsewhere_keeps_its_new_place(office: Office, bring: Bring) -> None:
    """A later row that wants that place has to wait; the import as a whole goes through."""
    bring(LATHE)
    gone = dates(office, "车工实训")[2]
    there = Move(room=room(office, "B102"), on=gone.on, periods=Periods(3, 4))
    move(office, gone.id, there, date(2025, 8, 1), reason="检修")
    other = ["铣工实训", "24模具1班", 20, "", "1-16", "星期二", "3-4", "B102"]
    found = bring(LATHE, other)
    assert [(c["row"], c["what"], c["slots"], c["with_rows"]) for c in found["clashes"]] == [
        (5, "room", 2, [4])
    ]
    assert (found["same"], found["new"], found["returned"]) == (1, 0, 1)
    instead = ["磨工实训", "24模具1班", 20, "", "5", "星期二", "3-4", "B101"]
    assert bring(LATHE, instead)["new"] == 1, "its old place is free"


def test_what_is_on_record_about_a_date_survives_a_change_of_its_row(
    office: Office, bring: Bring
) -> None:
    """Used, cancelled, gone elsewhere: another teacher or room leaves them what they are."""
    bring(LATHE)
    used, cancelled, gone, *_ = dates(office, "车工实训")
    office.of(UseRecord).save({"occurrence_id": used.id, "on": used.on, "heads": 28})
    cancel(office, [cancelled.id], "停电", date(2025, 8, 1))
    there = Move(room=room(office, "B102"), on=gone.on, periods=Periods(7, 8))
    move(office, gone.id, there, date(2025, 8, 1), reason="检修")
    assert bring([*LATHE[:3], "龙应龙", *LATHE[4:]])["changed"] == 1
    teachers = office.of(Teacher).titles({d.teacher_id for d in dates(office, "车工实训")} - {None})
    held = dates(office, "车工实训")
    assert [each.on for each in held].count(cancelled.on) == 0
    assert (held[0].id, teachers[held[0].teacher_id or used.id]) == (used.id, "石晓岚")
    assert (held[1].room_id, held[1].first) == (room(office, "B102"), 7)
    assert {teachers[d.teacher_id or used.id] for d in held[1:]} == {"龙应龙"}
    assert bring([*LATHE[:3], "龙应龙", *LATHE[4:7], "B102"])["changed"] == 1
    held = dates(office, "车工实训")
    assert (held[0].id, held[0].room_id) == (used.id, room(office, "B101"))
    assert {each.room_id for each in held[1:]} == {room(office, "B102")}
    assert len(held) == 7


def test_a_lesson_on_a_saturday_takes_place(office: Office, bring: Bring) -> None:
    found = bring(["周末培训", "24数控1班", 20, "石晓岚", "1-4", "星期六", "1-2", "B101"])
    assert (found["slots"], found["warnings"]) == (8, [])
    assert [each.on.isoweekday() for each in dates(office, "周末培训")] == [6] * 4


def test_a_row_without_a_single_date_is_told(office: Office, bring: Bring) -> None:
    office.of(Room).save({"number": "B103", "name": "老车间", "closed_on": date(2025, 7, 1)})
    found = bring(["拆装", "24数控1班", 20, "石晓岚", "1-2", "星期六", "1-2", "B103"])
    assert found["warnings"][-1]["reason"].startswith("没有一天能上课（B103 ")


def test_a_period_without_times_is_returned(office: Office, bring: Bring) -> None:
    """The college has eleven, or the office wrote down fewer."""
    last = [*LATHE[:6], "第11-12节", "B101"]
    assert [(e["row"], e["field"]) for e in bring(last)["refused"]] == [(4, "节次")]
    bring([*LATHE[:6], "第11节", "B101"])
    for each in office.of(ClassPeriod).all(Query(where={"number": 11})):
        office.of(ClassPeriod).delete([each.id])
    found = bring([*WELDER[:6], "第11节", "B102"])
    assert found["refused"][0]["reason"].startswith("一天只登记了第 1 至 10 节")


def test_people_are_read_as_everywhere_else(office: Office, bring: Bring) -> None:
    office.of(Teacher).save({"name": "阿牛·木呷"})
    found = bring([*LATHE[:3], "阿牛.木呷", *LATHE[4:]], [*WELDER[:2], -3, *WELDER[3:]])
    assert found["refused"] == [{"row": 5, "field": "人数", "reason": "不能是负数"}]
    assert [each.name for each in office.of(Teacher).all()] == ["阿牛·木呷"]


def test_who_is_in_the_way_on_file_is_named(office: Office, bring: Bring, tmp_path: Path) -> None:
    bring(LATHE)
    bring([*FITTER[:6], *LATHE[6:]])
    plan = plan_timetable(office, tmp_path / "实训课表.xlsx")
    assert "与“车工实训”" in plan.entries[0].clashes[0].words


def test_a_room_that_nobody_knows_is_returned(office: Office, bring: Bring) -> None:
    """A slip of the pen must not become a room that is always free."""
    found = bring(LATHE, [*WELDER[:7], "B1O2"])
    assert [(e["row"], e["field"]) for e in found["refused"]] == [(5, "实训室")]
    assert "B1O2" in found["refused"][0]["reason"]
    assert office.of(Room).count() == 2


def test_of_two_columns_for_the_room_is_told_which_one_counts(office: Office, bring: Bring) -> None:
    found = bring([*LATHE, "B102"], WELDER, titles=[*TITLES, [*HEADS, "实训室"]])
    assert (found["new"], found["warnings"][0]) == (
        2, {"row": 5, "field": "表头", "reason": "有不止一列叫“实训室”，只读入了 H 列"},
    )  # fmt: skip
    assert "有不止一列" not in str(found["warnings"][1:])
    (key,) = office.of(Booking).find(Query(text="车工实训"))
    assert office.of(Booking).get(key).room_id == room(office, "B101")


@pytest.mark.parametrize(
    "written", ["B101 车间", "B101　车 间", "b101\n车间", "B101 车间（东）", "B101（车间）"]
)
def test_a_room_written_with_its_name_is_that_room(
    office: Office, bring: Bring, written: str
) -> None:
    """As our own sheets have it."""
    assert bring(LATHE)["new"] == 1
    again = bring([*LATHE[:7], written])
    assert (again["same"], again["refused"], again["missing"]) == (1, [], [])


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("B101 机房", "库里的 B101 是“车间”，与“机房”不同"),
        ("B109 车间", "“B109 车间”"),
        ("B101 车", "与“车”不同"),
        ("车间 B101", "“车间 B101”"),
    ],
)
def test_a_number_with_another_name_is_not_guessed(
    office: Office, bring: Bring, written: str, told: str
) -> None:
    found = bring([*LATHE[:7], written])
    assert (found["new"], len(found["refused"])) == (0, 1)
    assert told in found["refused"][0]["reason"]


def test_the_first_timetable_of_all_brings_its_rooms_along(office: Office, bring: Bring) -> None:
    office.of(Room).delete(office.of(Room).find(Query()))
    assert bring(LATHE, WELDER, [*FITTER[:7], "B101 车间"])["new"] == 3
    assert sorted((each.number, each.name) for each in office.of(Room).all()) == [
        ("B101", "B101"), ("B101 车间", "B101 车间"), ("B102", "B102"),
    ]  # fmt: skip
