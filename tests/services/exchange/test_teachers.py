"""Teachers and their practice, from the office's real ledgers, as the answers say."""

import json
from datetime import date
from pathlib import Path

import pytest

from app.models import Department, Partner, PracticeStint, Recognition, Teacher
from app.models.partners import PartnerStatus
from app.models.recognition import RecognitionLevel
from app.models.teachers import TeacherKind
from app.places import RESOURCES, Places
from app.services.exchange.exporter import export
from app.services.exchange.importing import import_file
from app.services.exchange.workbook import open_book
from app.services.office import Office, open_office
from app.services.query import Query
from app.services.teachers.meters import practices
from app.services.teachers.ratios import ratios
from tests.make import Make
from tests.services.exchange.books import book

LEDGER = RESOURCES / "samples" / "教师一览表.xlsx"
PRACTICE = RESOURCES / "samples" / "教师企业实践.xlsx"
ANSWERS = json.loads(
    (Path(__file__).parents[2] / "data" / "answers-teachers.json").read_text("utf-8")
)
ON = date(2026, 8, 31)


@pytest.fixture(scope="module")
def imported(tmp_path_factory):
    """Both ledgers, in the order in which an office would take them."""
    office = open_office(Places(tmp_path_factory.mktemp("teachers")), user="杨知行")
    yield (
        office,
        import_file(office, "teacher", LEDGER),
        import_file(office, "practice_stint", PRACTICE),
    )
    office.db.close()


def test_every_row_goes_in(imported):
    _, teachers, stints = imported
    assert (teachers["rows"], teachers["new"], teachers["refused"]) == (220, 220, [])
    assert (stints["rows"], stints["new"], stints["refused"]) == (293, 293, [])


def test_ratios_and_levels_are_those_of_the_answers(imported):
    found = ratios(imported[0], ON)
    levels = {str(level): found.count(level) for level in RecognitionLevel}
    assert levels == ANSWERS["dual_by_level"]
    assert found.professional.share.whole == ANSWERS["professional_full_time"]
    assert found.professional.share.part == ANSWERS["dual_professional_full_time"]


def test_the_practice_days_of_all_teachers_are_those_of_the_answers(imported):
    found = {each.teacher.number: each.meter.days for each in practices(imported[0], ON)}
    assert found == ANSWERS["practice"]


def test_who_has_no_other_title_has_none_and_not_one_called_none(imported):
    titles = {each.other_title for each in imported[0].of(Teacher).all()}
    assert titles == {None, "工程师", "数控车工技师", "二级建造师", "高级技师"}


def test_recognitions_come_with_their_teachers_and_only_once(imported):
    office = imported[0]
    teacher = office.of(Teacher).all(Query(where={"number": "0002"}))[0]
    (held,) = office.of(Recognition).all(Query(where={"teacher_id": teacher.id}))
    assert (held.level, held.granted_on, held.valid_until) == (
        RecognitionLevel.SENIOR,
        date(2023, 8, 26),
        date(2028, 8, 26),
    )


def test_a_second_import_changes_nothing(imported):
    office = imported[0]
    for kind, ledger, rows in (("teacher", LEDGER, 220), ("practice_stint", PRACTICE, 293)):
        again = import_file(office, kind, ledger, dry_run=True)
        assert (again["new"], again["changed"], again["same"]) == (0, 0, rows)


def test_an_enterprise_keeps_its_name_as_written_and_none_is_made_unasked(imported):
    office, _, result = imported
    assert office.of(Partner).count() == 0
    told = [each["reason"] for each in result["warnings"] if "合作企业" in each["reason"]]
    assert "库里没有合作企业“绵阳联鼎物流集团有限公司”，只按原文登记" in told
    assert len(set(told)) == len(told) == 89


# --- smaller tables

HEADS = ("教工号", "姓名", "企业名称", "开始日期", "终止日期")


@pytest.fixture
def teachers(make: Make) -> list[Teacher]:
    return [make(Teacher, number=number, name="刘正") for number in ("0008", "0215")]


def _bring(office: Office, path: Path, rows, kind="practice_stint", **options):
    return import_file(office, kind, book(path / "表.xlsx", rows), **options)


def test_namesakes_are_told_apart_by_their_number(
    office: Office, tmp_path: Path, teachers: list[Teacher]
) -> None:
    rows = [HEADS, ("0215", "刘正", "德阳某厂", "2026-03-01", "2026-03-31")]
    assert _bring(office, tmp_path, rows)["new"] == 1
    (stint,) = office.of(PracticeStint).all()
    assert stint.teacher_id == teachers[1].id


def test_a_name_alone_never_decides_between_namesakes(
    office: Office, tmp_path: Path, teachers: list[Teacher]
) -> None:
    rows = [
        HEADS,
        ("刘正", "", "德阳某厂", "2026-03-01", ""),
        ("", "刘正", "某厂", "2026-03-01", ""),
    ]
    found = _bring(office, tmp_path, rows)
    assert found["new"] == 0
    assert "分不清是哪一个" in found["refused"][0]["reason"]
    assert {each["row"] for each in found["refused"]} == {2, 3}


def test_a_number_that_belongs_to_another_name_is_refused(
    office: Office, tmp_path: Path, teachers: list[Teacher]
) -> None:
    rows = [HEADS, ("0008", "刘证", "德阳某厂", "2026-03-01", "")]
    (refused,) = _bring(office, tmp_path, rows)["refused"]
    assert refused["reason"] == "这个编号在库里是“刘正”，这一行写的是“刘证”，请核对"


def test_a_known_partner_is_linked_and_an_unknown_one_made_only_when_asked(
    office: Office, tmp_path: Path, teachers: list[Teacher], make: Make
) -> None:
    known = make(Partner, name="成都沱江轨道装备有限公司")
    rows = [
        HEADS,
        ("0008", "刘正", "成都沱江轨道装备有限公司", "2026-03-01", "2026-03-31"),
        ("0008", "刘正", "德阳东湖机械厂", "2026-05-01", "2026-05-31"),
    ]
    assert _bring(office, tmp_path, rows)["new"] == 2
    assert office.of(Partner).count() == 1
    found = _bring(office, tmp_path, rows, create_partners=True)
    assert (found["changed"], found["same"]) == (1, 1)
    stints = {each.enterprise: each.partner_id for each in office.of(PracticeStint).all()}
    (made,) = (each for each in office.of(Partner).all() if each.id != known.id)
    assert (made.name, made.status) == ("德阳东湖机械厂", PartnerStatus.PROSPECT)
    assert stints == {"成都沱江轨道装备有限公司": known.id, "德阳东湖机械厂": made.id}


def test_odd_stints_are_refused_or_told_row_by_row(
    office: Office, tmp_path: Path, teachers: list[Teacher], make: Make
) -> None:
    make(
        PracticeStint, teacher_id=teachers[0].id, enterprise="旧厂",
        starts=date(2026, 3, 1), ends=date(2026, 3, 31),
    )  # fmt: skip
    rows = [
        HEADS,
        ("0008", "刘正", "甲厂", "2026-03-30", "2026-04-10"),
        ("0008", "刘正", "乙厂", "2026-04-10", ""),
        ("0008", "刘正", "丙厂", "2026-02-10", "2026-02-01"),
        ("0215", "刘正", "丁厂", "2026-03-01", "2026-04-30"),
        ("0215", "刘正", "戊厂", "2099-03-01", "2099-04-30"),
    ]
    found = _bring(office, tmp_path, rows)
    assert [each["row"] for each in found["refused"]] == [4]
    assert "终止日期早于开始日期" in found["refused"][0]["reason"]
    told = {(e["row"], e["reason"]) for e in found["warnings"] if "合作企业" not in e["reason"]}
    assert told == {
        (2, "与“旧厂”（2026-03-01 至 2026-03-31）重叠 2 天，重叠的日期只计一次"),
        (2, "与“乙厂”（2026-04-10 至 今）重叠 1 天，重叠的日期只计一次"),
        (3, "与“甲厂”（2026-03-30 至 2026-04-10）重叠 1 天，重叠的日期只计一次"),
        (3, "没有终止日期，按还在进行计算；结束后请补上终止日期"),
        (6, "开始日期 2099-03-01 还没有到，到时才计入；如写错请更正"),
    }


STAFF = ("教工号", "姓名", "人员类别", "所属院系", "双师级别", "认定日期", "有效期至")


def test_kinds_are_understood_in_their_short_forms(office: Office, tmp_path: Path) -> None:
    rows = [
        STAFF[:4],
        ("01", "龙应龙", "专任专业课", "护理学院"),
        ("02", "彭小雨", "实习指导", "护理学院"),
        ("03", "张子墨", "校外兼职", "护理学院"),
    ]
    assert _bring(office, tmp_path, rows, "teacher")["new"] == 3
    kinds = {each.number: each.kind for each in office.of(Teacher).all()}
    assert kinds == {
        "01": TeacherKind.PROFESSIONAL,
        "02": TeacherKind.INSTRUCTOR,
        "03": TeacherKind.PART_TIME,
    }
    assert [each.name for each in office.of(Department).all()] == ["护理学院"]


def test_a_recognition_that_cannot_be_taken_refuses_its_row(office: Office, tmp_path: Path) -> None:
    def row(number: str, level: str, granted: str, until: str) -> tuple[str, ...]:
        return (number, "龙应龙", "专任专业课教师", "", level, granted, until)

    rows = [
        STAFF,
        row("01", "特级", "2024-09-01", ""),
        row("02", "中级", "", ""),
        row("03", "中级", "2024-09-01", "2023-09-01"),
        row("04", "中级", "2024-09-01", "2029-08-31"),
    ]
    found = _bring(office, tmp_path, rows, "teacher")
    reasons = {each["row"]: each["reason"] for each in found["refused"]}
    assert "只能是：初级、中级、高级" in reasons[2]
    assert reasons[3] == "没有认定日期，不能登记双师认定"
    assert "有效期至早于认定日期" in reasons[4]
    assert found["new"] == office.of(Recognition).count() == 1


def test_another_recognition_beside_a_valid_one_is_refused_and_a_corrected_one_is_taken(
    office: Office, tmp_path: Path
) -> None:
    def bring(level: str, granted: str, until: str):
        row = ("04", "龙应龙", "专任专业课教师", "", level, granted, until)
        return _bring(office, tmp_path, [STAFF, row], "teacher")

    assert bring("中级", "2024-09-01", "2029-08-31")["new"] == 1
    (refused,) = bring("高级", "2026-09-01", "2031-08-31")["refused"]
    assert "不能同时有两个" in refused["reason"]
    assert bring("中级", "2024-09-01", "2028-08-31")["changed"] == 1
    (held,) = office.of(Recognition).all()
    assert held.valid_until == date(2028, 8, 31)


def test_an_import_with_recognitions_is_one_step_back(office: Office, tmp_path: Path) -> None:
    commits: list[int] = []
    office.db.subscribe(lambda commit: commits.append(commit.seq))
    row = ("04", "龙应龙", "专任专业课教师", "", "中级", "2024-09-01", "2029-08-31")
    _bring(office, tmp_path, [STAFF, row], "teacher")
    (step,) = commits
    office.db.take_back(step)
    assert office.of(Teacher).count() == office.of(Recognition).count() == 0


def test_namesakes_go_out_by_number_and_come_back(
    office: Office, tmp_path: Path, teachers: list[Teacher], make: Make
) -> None:
    for each in teachers:
        make(PracticeStint, teacher_id=each.id, enterprise="德阳某厂", starts=date(2026, 3, 1))
    single = make(Teacher, number="0300", name="彭小雨")
    make(PracticeStint, teacher_id=single.id, enterprise="德阳某厂", starts=date(2026, 3, 1))
    path = tmp_path / "导出.xlsx"
    export(office, PracticeStint, path)
    assert {row[0] for row in open_book(path).sheets[0].rows} == {"教师", "0008", "0215", "彭小雨"}
    again = import_file(office, "practice_stint", path, dry_run=True)
    assert (again["same"], again["refused"]) == (3, [])
