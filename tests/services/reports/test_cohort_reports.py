"""Cohorts, articulation, 1+X: the counts of the documents come out, and so does every part."""

from datetime import date

import pytest

from app.models import Certificate, Cohort, CohortMember, Outcome, Pairing, Partner, Student
from app.models.cohorts import CertificateGrade, CohortKind, LeaveReason, Whereabouts
from app.services.reports import catalogue
from app.services.reports.catalogue import choose, entry, run
from app.services.reports.spec import Notes
from tests.services import seeds
from tests.services.reports.conftest import text_of

TODAY = date(2026, 11, 21)


def made(office, id_, **given):
    wanted = entry(id_)
    return run(office, id_, choose(office, wanted, given, TODAY), TODAY)


def row(table, name) -> dict[str, object]:
    """One row by the labels of its columns; what is printed, not what is kept."""
    rows = [row for group in table.groups for row in group.rows] or table.rows
    [found] = [row for row in rows if name in row]
    return {column.label: value for column, value in zip(table.columns, found, strict=True)}


def notes(report) -> str:
    return "".join("".join(e.lines) for e in report.sections if isinstance(e, Notes))


def test_the_counts_of_the_documents(office, tmp_path):
    seeds.order_classes(office)
    seeds.apprentices(office)
    report = made(office, "cohort_statistics")
    told = {key: report.figures[key] for key in ("order_classes", "trainees", "apprentices")}
    assert told == {"order_classes": 7, "trainees": 380, "apprentices": 4_420}
    ended = {key: report.figures[key] for key in ("employed", "graduates", "employment_rate")}
    assert ended == {"employed": 4_199, "graduates": 4_420, "employment_rate": 95.0}
    trained = row(report.tables[0], "现代学徒制")
    assert trained["就业率"] == "4199/4420（95.00%）"
    assert trained["就业"] == 4_199
    assert row(report.tables[0], "订单班")["在培"] == 380
    catalogue.write(office, report, tmp_path / "x.pdf")
    text = text_of(tmp_path / "x.pdf")
    assert "4199/4420（95.00%）" in text
    assert "截至2026年11月21日" in text


def test_two_and_three(office):
    seeds.joint_programmes(office)
    report = made(office, "articulation")
    assert report.figures["programmes"] == 10
    assert report.figures["students"] == 5_122
    rows = report.tables[0].groups[0].rows
    assert sum(row[8] for row in rows) == 5_122
    assert made(office, "cohort_statistics").figures["cohorts"] == 0
    assert made(office, "articulation", grade="2024").figures["students"] == 0


@pytest.fixture
def cohort(office, make):
    """Four joined: one left, one finished and stayed on, two are still there."""
    host = make(Partner, name="示例厂")
    found = make(Cohort, name="示例班", kind=CohortKind.FIELD_ENGINEER, partners=(host.id,),
                 starts=date(2025, 9, 1), target=5, applied=9)  # fmt: skip
    students = [make(Student, name=name, phone=f"1380000000{n}", class_id=None)
                for n, name in enumerate(("石晓岚", "王䶮", "周𬭚", "张子墨"))]  # fmt: skip
    left = [None, None, date(2026, 3, 1), date(2026, 7, 1)]
    why = [None, None, LeaveReason.QUIT, LeaveReason.FINISHED]
    members = [
        make(CohortMember, cohort_id=found.id, student_id=student.id, joined=date(2025, 9, 1),
             left=day, left_why=reason)
        for student, day, reason in zip(students, left, why, strict=True)
    ]  # fmt: skip
    make(Pairing, member_id=members[0].id, starts=date(2025, 9, 10), ends=None)
    make(Outcome, student_id=students[3].id, cohort_id=found.id, on=date(2026, 8, 31),
         where=Whereabouts.HOST)  # fmt: skip
    return found


def test_a_cohort_as_of_two_days(office, cohort):
    now = row(made(office, "cohort_statistics").tables[1], "示例班")
    assert (now["计划"], now["报名"], now["入班"], now["在培"]) == (5, 9, 4, 2)
    assert (now["毕业"], now["留任"], now["就业"]) == (1, 1, 1)
    assert now["留任率"] == "1/1（100.00%）"
    before = row(made(office, "cohort_statistics", as_of="2026-2-1").tables[1], "示例班")
    assert (before["入班"], before["在培"], before["毕业"]) == (4, 4, 0)
    assert before["就业率"] == "—"
    assert made(office, "cohort_statistics", as_of="2025-8-31").figures["cohorts"] == 0


def test_nothing_written_down_is_a_dash_and_nothing_there_a_zero(office, make):
    make(Cohort, name="空班", kind=CohortKind.ORDER_CLASS, partners=(), starts=date(2025, 9, 1),
         target=None, applied=None)  # fmt: skip
    shown = row(made(office, "cohort_statistics").tables[1], "空班")
    assert (shown["计划"], shown["报名"], shown["合作企业"]) == ("—", "—", "—")
    assert (shown["入班"], shown["出师"]) == (0, 0)


def test_a_roster_lists_who_is_there(office, cohort, tmp_path):
    report = made(office, "cohort_roster", cohort="示例班", profile="完整")
    assert (report.figures["trainees"], report.figures["left"]) == (2, 2)
    assert "另有 2 人" in notes(report)
    catalogue.write(office, report, tmp_path / "x.pdf")
    text = text_of(tmp_path / "x.pdf")
    assert "王䶮" in text
    assert "13800000001" in text
    assert "周𬭚" not in text
    earlier = made(office, "cohort_roster", cohort="示例班", as_of="2026-2-1")
    catalogue.write(office, earlier, tmp_path / "y.pdf")
    assert "周𬭚" in text_of(tmp_path / "y.pdf")


def test_what_leaves_the_college_is_shortened(office, cohort, make, tmp_path):
    child = make(Student, name="龙应龙", birth=date(2010, 1, 1), phone="13911112222", class_id=None)
    make(CohortMember, cohort_id=cohort.id, student_id=child.id, joined=date(2026, 9, 1))
    for profile, hidden, shown in (
        ("报联盟", ("13911112222", "龙应龙", "13800000000"), ("龙**", "石晓岚", "139****2222")),
        ("公开", ("139", "龙应龙", "石晓岚"), ("龙**", "石**")),
    ):
        report = made(office, "cohort_roster", cohort="示例班", profile=profile)
        catalogue.write(office, report, tmp_path / "x.pdf")
        text = text_of(tmp_path / "x.pdf")
        assert not any(each in text for each in hidden)
        assert all(each in text for each in shown)


def test_a_list_to_sign_has_room_and_no_telephones(office, cohort):
    report = made(office, "cohort_roster", cohort="示例班", signature="是")
    labels = [column.label for column in report.tables[0].columns]
    assert labels[-2:] == ["签名", "备注"]
    assert "手机" not in labels


def test_certificates_by_grade_with_both_integers(office, make):
    for grade, attended, passed in (
        (CertificateGrade.JUNIOR, True, True),
        (CertificateGrade.JUNIOR, True, False),
        (CertificateGrade.JUNIOR, False, False),
        (CertificateGrade.SENIOR, True, True),
    ):
        make(Certificate, name="数控车铣加工", grade=grade, attended=attended, passed=passed,
             exam_on=date(2026, 5, 10))  # fmt: skip
    report = made(office, "certificate_statistics")
    junior = row(report.tables[0], "初级")
    assert (junior["报考"], junior["参加考核"], junior["通过"]) == (3, 2, 1)
    assert junior["通过率"] == "1/2（50.00%）"
    assert row(report.tables[0], "合计")["通过率"] == "2/3（66.67%）"
    assert (report.figures["entered"], report.figures["passed"]) == (4, 2)
    assert made(office, "certificate_statistics", as_of="2026-5-9").figures["entered"] == 0
    assert made(office, "certificate_statistics", grade="高级").figures["entered"] == 1
