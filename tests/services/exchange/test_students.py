"""The student roster and the internship filing of a real-looking office."""

import json
from datetime import date
from pathlib import Path

from app.models import Placement, SchoolClass, Student
from app.places import RESOURCES
from app.services.exchange.importing import import_file
from app.services.office import Office
from app.services.query import Query
from app.services.students import born_on

ANSWERS = json.loads((Path(__file__).parents[2] / "data/answers-students.json").read_text("utf-8"))
SAMPLES = RESOURCES / "samples"


def test_the_roster_goes_in_as_a_careful_person_reads_it(office: Office) -> None:
    result = import_file(office, Student, SAMPLES / "学生名册.xlsx")
    refused = {each["row"]: each["field"] for each in result["refused"]}
    assert refused == {each["excel_row"]: "身份证号" for each in ANSWERS["refused"]}
    assert result["new"] == ANSWERS["rows"] - len(refused)
    students = office.of(Student).all()
    names = [each.name for each in students]
    assert all(names.count(rare) for rare in ANSWERS["rare_names"])
    assert all(each.number == each.number.strip() for each in students)
    assert any(each.number.startswith("0") for each in students)
    assert {each.ethnic for each in students} <= {f"{n:02}" for n in range(1, 57)}
    # The answers count all 1,500 rows; of the refused ones, rows 1076 and 1498 are minors too.
    assert _minors(students, date(2026, 3, 1)) + 2 == ANSWERS["under18_on_2026_03_01"]
    again = import_file(office, Student, SAMPLES / "学生名册.xlsx")
    assert (again["same"], again["new"], again["changed"]) == (result["new"], 0, 0)


def _minors(students: list[Student], on: date) -> int:
    born = [day for each in students if (day := born_on(each))]
    return sum(
        1 for day in born if (on.year - day.year, on.month, on.day) < (18, day.month, day.day)
    )


def test_classes_come_along_with_programme_and_grade(office: Office) -> None:
    result = import_file(office, Student, SAMPLES / "学生名册.xlsx")
    told = [each for each in result["warnings"] if "行政班" in each["reason"]]
    classes = office.of(SchoolClass).all()
    assert len(told) == len(classes) > 0
    assert all(each.programme_id and each.enrolled for each in classes)


def test_the_filing_goes_in_after_the_roster_and_its_batch_comes_along(office: Office) -> None:
    import_file(office, Student, SAMPLES / "学生名册.xlsx")
    result = import_file(office, Placement, SAMPLES / "岗位实习备案表.xlsx")
    assert (result["new"], result["refused"]) == (420, [])
    batch = office.of("internship_batch").all()[0]
    assert (batch.name, batch.starts, batch.ends) == (
        "2026年春季",
        date(2026, 3, 1),
        date(2026, 8, 31),
    )
    again = import_file(office, Placement, SAMPLES / "岗位实习备案表.xlsx")
    assert again["same"] == 420


def test_a_placement_without_its_student_says_so(office: Office, tmp_path: Path) -> None:
    rejected = tmp_path / "退回.xlsx"
    result = import_file(office, Placement, SAMPLES / "岗位实习备案表.xlsx", rejected=rejected)
    assert result["new"] == 0
    assert len({each["row"] for each in result["refused"]}) == 420
    assert "02346000000" in result["refused"][0]["reason"]
    assert rejected.exists()
    assert office.of(Placement).count(Query()) == 0


def test_a_batch_that_comes_along_takes_no_state_from_the_placement(
    office: Office, tmp_path: Path
) -> None:
    import_file(office, Student, SAMPLES / "学生名册.xlsx")
    number = office.of(Student).all()[0].number
    lines = [
        "批次,学号,状态,开始日期,结束日期",
        f"2026年秋季,{number},待上岗,2026-09-01,2027-02-28",
    ]
    file = tmp_path / "备案.csv"
    file.write_text("\n".join(lines), "utf-8")
    assert import_file(office, Placement, file)["new"] == 1
    assert str(office.of("internship_batch").all()[0].state) == "筹备"
