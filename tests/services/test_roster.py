"""A new roster is shown as newcomers, moves and leavers before anything is written."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from xlsxwriter import Workbook

from app.errors import Cancelled, Conflict, Refused
from app.models import (
    Cohort,
    CohortMember,
    InternshipBatch,
    Pairing,
    Placement,
    SchoolClass,
    Student,
    StudentChange,
)
from app.models.cohorts import CohortState, LeaveReason
from app.models.students import Standing
from app.services.exchange.importing import import_file, plan_file
from app.services.exchange.lines import Outcome
from app.services.exchange.plan import Plan, state_of
from app.services.exchange.workbook import open_book
from app.services.home import Ground, findings
from app.services.office import Office
from app.services.query import Query
from app.services.roster import compare
from app.services.roster_writing import Decision, accept
from tests.make import Make

TODAY = date(2026, 11, 21)
HEADS = ("学号", "姓名", "班级名称", "专业名称", "入学年份", "学籍状态", "手机")
FIRST = (
    ("0001", "石晓岚", "数控2401", "数控技术", 2024, "在读", "13800000001"),
    ("0002", "王䶮", "数控2401", "数控技术", 2024, "在读", "13800000002"),
    ("0003", "扎西·次仁", "数控2401", "数控技术", 2024, "在读", ""),
    ("0004", "张子墨", "数控2402", "数控技术", 2024, "在读", ""),
    ("0005", "龙应龙", "软件2401", "软件技术", 2024, "在读", ""),
)
SECOND = (
    ("0001", "石晓岚", "数控2402", "机电一体化技术", 2024, "在读", ""),
    ("0002", "王䶮", "数控2401", "数控技术", 2024, "休学", ""),
    ("0004", "张子墨", "数控2402", "数控技术", 2024, "在读", "13800000004"),
    ("0006", "彭小雨", "数控2402", "数控技术", 2024, "在读", ""),
)


def book(path: Path, rows: tuple[tuple[Any, ...], ...]) -> Path:
    made = Workbook(str(path))
    sheet = made.add_worksheet("名册")
    for n, row in enumerate((HEADS, *rows)):
        sheet.write_row(n, 0, row)
    made.close()
    return path


@pytest.fixture
def plan(office: Office, tmp_path: Path) -> Plan:
    """The second roster, over what the first one brought."""
    import_file(office, Student, book(tmp_path / "九月.xlsx", FIRST))
    return plan_file(office, Student, open_book(book(tmp_path / "十月.xlsx", SECOND)))


def students(office: Office) -> dict[str, Student]:
    return {each.number: each for each in office.of(Student).all()}


def test_the_difference_in_words(office: Office, plan: Plan) -> None:
    found = compare(office, plan)
    assert [(each.number, each.name) for each in found.newcomers] == [("0006", "彭小雨")]
    assert [(each.number, each.what, each.before, each.after) for each in found.moved] == [
        ("0001", "转班", "数控2401", "数控2402"),
        ("0001", "转专业", "数控技术", "机电一体化技术"),
        ("0002", "休学", "在读", "休学"),
    ]
    assert [(e.number, e.fields) for e in found.corrected] == [("0004", ("手机",))]
    # 0005 is in a class that the file does not cover.
    assert [each.number for each in found.leavers] == ["0003"]
    assert students(office)["0001"].phone == "13800000001"
    assert office.of(StudentChange).count() == 0


def test_nobody_leaves_silently(office: Office, plan: Plan) -> None:
    accept(office, plan, compare(office, plan), Decision(TODAY))
    now = students(office)
    assert now["0003"].standing is Standing.ENROLLED
    assert now["0002"].standing is Standing.SUSPENDED
    assert now["0001"].phone == "13800000001"  # a blank cell does not erase
    assert now["0002"].name == "王䶮"
    assert {each.what for each in office.of(StudentChange).all()} == {"转班", "转专业", "休学"}


def test_whom_a_person_chose_leaves_with_a_note(office: Office, plan: Plan) -> None:
    found = compare(office, plan)
    leaver = found.leavers[0].student
    steps: list[int] = []
    office.db.subscribe(lambda commit: steps.append(commit.seq))
    accept(office, plan, found, Decision(TODAY, {leaver: Standing.LEFT}, reason="教务〔2026〕8号"))
    left = office.of(Student).get(leaver)
    assert (left.standing, left.standing_on) == (Standing.LEFT, TODAY)
    notes = [each for each in office.of(StudentChange).all() if each.student_id == leaver]
    assert [(n.what, n.before, n.after, n.reason) for n in notes] == [
        ("退学", "在读", "退学", "教务〔2026〕8号")
    ]
    assert len(steps) == 1  # one transaction: a kill leaves all of it or nothing
    office.db.take_back(steps[0])
    assert office.of(Student).get(leaver).standing is Standing.ENROLLED


def test_only_proposed_leavers_leave(office: Office, plan: Plan) -> None:
    found = compare(office, plan)
    with pytest.raises(Refused, match="不在本次的离校名单"):
        accept(office, plan, found, Decision(TODAY, {students(office)["0005"].id: Standing.LEFT}))
    assert "0006" not in students(office)


def test_a_plan_that_is_out_of_date(office: Office, plan: Plan) -> None:
    found = compare(office, plan)
    office.of(Student).save({"remark": "刚改过"}, students(office)["0004"])
    with pytest.raises(Conflict):
        accept(office, plan, found, Decision(TODAY, {found.leavers[0].student: Standing.LEFT}))
    assert students(office)["0003"].standing is Standing.ENROLLED
    assert office.of(StudentChange).count() == 0


def test_a_leaver_on_an_internship_is_an_exception(
    office: Office, make: Make, plan: Plan, tmp_path: Path
) -> None:
    batch = make(InternshipBatch, name="2026年秋季", starts=TODAY, ends=date(2027, 5, 20))
    key = students(office)["0003"].id
    placed = make(
        Placement, batch_id=batch.id, student_id=key, starts=TODAY, ends=date(2027, 5, 20)
    )
    again = plan_file(office, Student, open_book(tmp_path / "十月.xlsx"))
    found = compare(office, again)
    assert found.leavers[0].internship == "2026年秋季，未定单位"
    accept(office, again, found, Decision(TODAY, {key: Standing.LEFT}))
    home = {each.matter.key: each for each in findings(Ground(office, TODAY))}
    assert list(office.of(Placement).find(home["leavers"].query)) == [placed.id]


def test_a_refused_row_makes_nobody_a_leaver(office: Office, plan: Plan, tmp_path: Path) -> None:
    rows = (*SECOND, ("0003", "扎西·次仁", "数控2401", "数控技术", "很久以前", "在读", ""))
    again = plan_file(office, Student, open_book(book(tmp_path / "改.xlsx", rows)))
    found = compare(office, again)
    assert (found.refused, found.leavers) == (1, ())


def test_the_same_roster_again_is_empty(office: Office, plan: Plan, tmp_path: Path) -> None:
    accept(office, plan, compare(office, plan), Decision(TODAY))
    again = plan_file(office, Student, open_book(tmp_path / "十月.xlsx"))
    found = compare(office, again)
    assert (found.newcomers, found.moved, found.corrected) == ((), (), ())
    assert office.of(SchoolClass).count(Query()) == 3


def test_only_ticked_rows_are_written(office: Office, make: Make, tmp_path: Path) -> None:
    import_file(office, Student, book(tmp_path / "九月.xlsx", FIRST))
    rows = (*SECOND, ("0007", "周𬭚", "汽车2401", "新能源汽车技术", 2024, "在读", ""))
    plan = plan_file(office, Student, open_book(book(tmp_path / "十月.xlsx", rows)))
    found = compare(office, plan)
    assert {each.number: each.school_class for each in found.newcomers} == {
        "0006": "数控2402",
        "0007": "汽车2401",
    }
    ticked = {each.student for each in found.newcomers if each.number == "0006"}
    written = accept(office, plan, found, Decision(TODAY, rows=ticked))
    assert [line.values["number"] for line in written.of(Outcome.NEW, Outcome.CHANGED)] == ["0006"]
    now = students(office)
    assert "0007" not in now
    assert now["0001"].class_id == now["0002"].class_id, "the move was not ticked"
    assert office.of(StudentChange).count() == 0
    assert "汽车2401" not in {each.name for each in office.of(SchoolClass).all()}


def test_what_hangs_on_a_leaver_is_told_and_ends_with_it(
    office: Office, make: Make, plan: Plan, tmp_path: Path
) -> None:
    key = students(office)["0003"].id
    running, over = (
        make(Cohort, name="蓉驰订单班"),
        make(Cohort, name="老班", state=CohortState.FINISHED),
    )
    joined = date(2026, 10, 8)
    inside = make(CohortMember, cohort_id=running.id, student_id=key, joined=joined, left=None,
                  left_why=None)  # fmt: skip
    finished = make(CohortMember, cohort_id=over.id, student_id=key, joined=joined)
    pairing = make(Pairing, member_id=inside.id, starts=joined)
    again = plan_file(office, Student, open_book(tmp_path / "十月.xlsx"))
    found = compare(office, again)
    assert found.leavers[0].cohorts == ("蓉驰订单班",)
    leaving = {key: Standing.TRANSFERRED}
    steps: list[int] = []
    office.db.subscribe(lambda commit: steps.append(commit.seq))
    accept(office, again, found, Decision(TODAY, leaving, off_rosters=True))
    member = office.of(CohortMember).get(inside.id)
    assert (member.left, member.left_why) == (TODAY, LeaveReason.LEFT_SCHOOL)
    assert office.of(Pairing).get(pairing.id).ends == TODAY
    assert office.of(CohortMember).get(finished.id).left is None, "who finished stays a graduate"
    office.db.take_back(steps[0])
    assert office.of(CohortMember).get(inside.id).left is None
    assert office.of(Student).get(key).standing is Standing.ENROLLED


def test_who_will_come_back_stays_on_the_roster(office: Office, make: Make, plan: Plan) -> None:
    found = compare(office, plan)
    key = found.leavers[0].student
    cohort = make(Cohort)
    make(CohortMember, cohort_id=cohort.id, student_id=key, joined=date(2026, 10, 8))
    again = replace(plan, state=state(office))
    accept(office, again, found, Decision(TODAY, {key: Standing.SUSPENDED}, off_rosters=True))
    assert [each.left for each in office.of(CohortMember).all()] == [None]


def state(office: Office) -> tuple[tuple[str, int], ...]:
    with office.db.read() as session:
        return state_of(session)


def test_bad_rows_are_refused_in_words_and_make_nobody_a_leaver(
    office: Office, plan: Plan, tmp_path: Path
) -> None:
    heads = (*HEADS, "出生日期")
    rows = (
        *((*row, "") for row in SECOND),
        ("0004", "张子墨", "数控2402", "数控技术", 2024, "在读", "", ""),
        ("0003", "扎西·次仁", "数控2401", "数控技术", 2024, "在读", "", "2031-05-01"),
        ("0008", "石晓岚", "不存在班", "数控技术", 2024, "在读", "", ""),
    )
    path = tmp_path / "坏.xlsx"
    made = Workbook(str(path))
    sheet = made.add_worksheet()
    for n, row in enumerate((heads, *rows)):
        sheet.write_row(n, 0, row)
    made.close()
    found = plan_file(office, Student, open_book(path))
    told = {(line.number, problem.message) for line in found.lines for problem in line.problems}
    assert {line for line, _ in told} == {6, 7}
    assert any("第 4 行" in words for line, words in told if line == 6), told
    assert any("2031-05-01" in words and "请核对" in words for line, words in told if line == 7)
    difference = compare(office, found)
    assert (difference.leavers, difference.refused) == ((), 2)
    assert difference.unknown == ("不存在班",)
    accept(office, found, difference, Decision(TODAY))
    assert students(office)["0003"].birth is None


def test_a_stopped_import_leaves_everything_as_it_was(office: Office, plan: Plan) -> None:
    found = compare(office, plan)

    def stop(done: int, total: int, what: str) -> None:
        if what == "写入" and done:
            raise Cancelled

    with pytest.raises(Cancelled):
        accept(office, plan, found, Decision(TODAY), stop)
    assert "0006" not in students(office)
    assert office.of(StudentChange).count() == 0
