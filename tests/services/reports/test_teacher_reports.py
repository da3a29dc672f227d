"""Reports about teachers: both integers, the names behind them, days that count once."""

from datetime import date
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook
from stdnum.cn import ric

from app.models import (
    Application,
    BookingOccurrence,
    Department,
    Evidence,
    PartTimeEngagement,
    PracticeStint,
    Recognition,
    RecognitionRound,
    Room,
    SchoolClass,
    Teacher,
    Term,
)
from app.models.bookings import BookingState, OccurrenceState
from app.models.recognition import RecognitionLevel, RoundState
from app.models.teachers import TeacherKind
from app.services.bookings.booking import request, save
from app.services.query import Query
from app.services.reports import catalogue
from app.services.reports.catalogue import choose, entry, run
from app.services.reports.spec import Facts, Notes, Table
from tests.services.reports.conftest import text_of

TODAY = date(2026, 11, 22)
FULL = TeacherKind.PROFESSIONAL


def made(office, id_, **given):
    return run(office, id_, choose(office, entry(id_), given, TODAY), TODAY)


def rows(table: Table) -> list[dict[str, object]]:
    """Rows by the labels of their columns."""
    found = [row for group in table.groups for row in group.rows] or table.rows
    labels = [column.label for column in table.columns]
    return [dict(zip(labels, row, strict=True)) for row in found]


def notes(report) -> str:
    return "".join("".join(e.lines) for e in report.sections if isinstance(e, Notes))


@pytest.fixture
def people(office, make):
    """Two of professional courses, one of general ones, one from outside; two recognised."""
    department = make(Department, name="示例工程学院")
    kinds = (FULL, TeacherKind.INSTRUCTOR, TeacherKind.GENERAL, TeacherKind.PART_TIME)
    found = [
        make(Teacher, number=f"T{n}", name=name, kind=kind, department_id=department.id,
             left=None, joined=None)
        for n, (name, kind) in enumerate(
            zip(("田海棠", "向远舟", "彭书宁", "何正"), kinds, strict=True)
        )
    ]  # fmt: skip
    for teacher, level in (
        (found[0], RecognitionLevel.MIDDLE),
        (found[3], RecognitionLevel.SENIOR),
    ):
        make(Recognition, teacher_id=teacher.id, level=level, granted_on=date(2024, 3, 1),
             valid_until=date(2026, 12, 31))  # fmt: skip
    return found


@pytest.fixture
def stints(make, people):
    """Seventy days, and thirty of which eight were days of the first."""
    for first, last in (
        (date(2024, 7, 1), date(2024, 9, 8)),
        (date(2024, 9, 1), date(2024, 9, 30)),
    ):
        make(PracticeStint, teacher_id=people[0].id, enterprise="示例装备", starts=first, ends=last,
             evidence=None)  # fmt: skip


def test_both_integers_and_the_names_behind_them(office, people, tmp_path):
    report = made(office, "dual_qualified_ratio", as_of="2026-11-22")
    told = {key: report.figures[key] for key in (
        "junior", "intermediate", "senior", "professional_full_time", "dual_professional_full_time"
    )}  # fmt: skip
    assert told == {
        "junior": 0, "intermediate": 1, "senior": 1, "professional_full_time": 2,
        "dual_professional_full_time": 1,
    }  # fmt: skip
    upper, lower = report.tables[4:6]
    assert [row["姓名"] for row in rows(upper)] == ["田海棠"]
    assert {row["姓名"] for row in rows(lower)} == {"田海棠", "向远舟"}
    catalogue.write(office, report, tmp_path / "x.pdf")
    assert "双师型教师占专业课教师比例：分子名单（1人）" in text_of(tmp_path / "x.pdf")


def test_the_day_decides_who_is_recognised(office, people):
    assert made(office, "dual_qualified_ratio", as_of="2024-2-29").figures["dual"] == 0
    assert made(office, "dual_qualified_ratio", as_of="2026-12-31").figures["dual"] == 2
    assert made(office, "dual_qualified_ratio", as_of="2027-1-1").figures["dual"] == 0


def test_days_in_two_stints_count_once_on_paper_and_in_the_workbook(
    office, people, stints, tmp_path
):
    report = made(office, "enterprise_practice", as_of="2026-08-31", detail="是")
    [row] = [row for row in rows(report.tables[0]) if row["姓名"] == "田海棠"]
    assert (row["近五年实践天数"], row["还差天数"]) == (92, 88)
    assert len(rows(report.tables[2])) == 2
    catalogue.write(office, report, None, tmp_path / "x.xlsx")
    sheet = CalamineWorkbook.from_path(tmp_path / "x.xlsx").get_sheet_by_index(0).to_python()
    head = next(line for line in sheet if "教工号" in line)
    days = {line[head.index("教工号")]: line[head.index("近五年实践天数")] for line in sheet}
    assert days["T0"] == 92


def test_only_those_who_are_asked_are_short(office, people, stints):
    short = made(office, "enterprise_practice", which="天数不足的教师")
    assert [row["姓名"] for row in rows(short.tables[0])] == ["田海棠", "向远舟"]


def test_the_register_lists_who_is_recognised_and_sums_by_level(office, make, people, stints):
    report = made(office, "dual_qualified_register")
    assert [row["姓名"] for row in rows(report.tables[0])] == ["何正", "田海棠"]
    assert rows(report.tables[0])[1]["企业实践累计（月）"] == "3.1"
    granted = {row["级别"]: row["认定"] for row in rows(report.tables[1])}
    assert granted == {"初级": 0, "中级": 1, "高级": 1, "合计": 2}


def test_identity_numbers_are_shortened_in_the_register(office, make, people, tmp_path):
    number = "51011219850307003" + ric.calc_check_digit("51011219850307003X")
    teacher = make(Teacher, name="古丽娜尔·艾山", identity=number, kind=FULL)
    make(Recognition, teacher_id=teacher.id, granted_on=date(2025, 1, 1), valid_until=None)
    catalogue.write(office, made(office, "dual_qualified_register"), tmp_path / "x.pdf")
    text = text_of(tmp_path / "x.pdf")
    assert number not in text
    assert "51****************" in text


@pytest.fixture
def applied(make, people):
    """田海棠 applies with three papers: one in time, one too late, one of which nobody knows."""
    found = make(RecognitionRound, name="2027年春季认定", cut_off=date(2027, 2, 28),
                 state=RoundState.PLANNED)  # fmt: skip
    application = make(Application, round_id=found.id, teacher_id=people[0].id)
    days = (date(2024, 9, 10), date(2027, 3, 5), None)
    for clause, day in zip(("2.1", "2.2", "2.3"), days, strict=True):
        make(Evidence, application_id=application.id, clause=clause, name=f"材料{clause}", on=day)
    return found


def test_three_copies_of_the_form_with_the_index_of_the_evidence(office, applied, tmp_path):
    report = made(office, "recognition_application", round="2027年春季认定")
    assert report.figures == {"applicants": 1, "forms": 3, "evidence": 3, "excluded": 2}
    index = next(t for t in report.tables if t.title == "佐证材料目录")
    assert [row["是否计入"] for row in rows(index)] == ["计入", "不计入", "不计入"]
    assert "“材料2.2”日期 2027-03-05 晚于佐证截止日 2027-02-28，不计入。" in notes(report)
    catalogue.write(office, report, tmp_path / "x.pdf")
    assert text_of(tmp_path / "x.pdf").count("双师型教师认定申报表") == 3


def test_engagements_that_run_on_the_day(office, make, people):
    given = {"teacher_id": people[3].id, "starts": date(2026, 9, 1), "hours": 64}
    make(PartTimeEngagement, ends=date(2026, 11, 22), paid=Decimal(5120), **given)
    make(PartTimeEngagement, ends=date(2026, 11, 21), **given)
    report = made(office, "part_time_teachers")
    assert (report.figures["engagements"], report.figures["hours"]) == (1, 64)
    assert report.figures["paid"] == 0.512


def test_the_dossier_is_one_page(office, people, stints, tmp_path):
    report = made(office, "teacher_dossier", teacher="田海棠")
    facts = {f.label: f.value for s in report.sections if isinstance(s, Facts) for f in s.facts}
    assert facts["近五年实践"] == "92 天（约 3.1 个月）"
    assert facts["要求"] == "180 天，还差 88 天"
    assert catalogue.write(office, report, tmp_path / "x.pdf").pages == 1


def test_the_dossier_counts_what_was_taught_in_the_training_rooms(office, make, people, tmp_path):
    make(Term, code="2026-2027-1", starts=date(2026, 8, 31), weeks=18)
    room = make(Room, number="A203", seats=40, parts=1)
    group = make(SchoolClass, name="24数控2班")
    values = {
        "title": "数控编程", "room_id": room.id, "class_id": group.id, "teacher_id": people[0].id,
        "first": 3, "last": 4, "state": BookingState.APPROVED,
    }  # fmt: skip
    for on in (date(2026, 11, 10), date(2026, 11, 17), date(2026, 11, 24)):
        save(office, request(office, values | {"on": on}))
    missed = office.of(BookingOccurrence).all(Query(order="on"))[0]
    office.of(BookingOccurrence).save({"state": OccurrenceState.NO_SHOW}, missed)
    report = made(office, "teacher_dossier", teacher="田海棠")
    assert report.figures["training_periods"] == 2
    table = next(t for t in report.tables if t.columns[0].label == "学期")
    assert rows(table) == [
        {"学期": "2026-2027-1", "课程或项目": "数控编程", "班级": "24数控2班", "实训室": "A203",
         "次数": 1, "课时": 2}
    ]  # fmt: skip
    assert catalogue.write(office, report, tmp_path / "x.pdf").pages == 1


def test_a_sheet_for_everybody_to_whom_something_is_missing(office, people, stints):
    report = made(office, "teacher_chase_sheet", teacher="田海棠", reply_by="2026-12-10")
    lacks = {row["事项"]: row for row in rows(report.tables[0])}
    assert "再实践 88 天" in str(lacks["五年累计企业实践"]["请您"])
    assert "还有 39 天" in str(lacks["认定到期复核"]["现在的情况"])
    assert [row["事项"] for row in rows(report.tables[0])].count("企业实践佐证") == 2
