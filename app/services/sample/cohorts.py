"""Rosters, pairs, alternation and results of the sample college's cohorts."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from app.models import (
    Assessment,
    Certificate,
    Cohort,
    CohortMember,
    Mentor,
    Outcome,
    Pairing,
    Rotation,
    Teacher,
)
from app.models.cohorts import (
    CertificateGrade,
    CohortKind,
    CohortState,
    LeaveReason,
    Place,
    Whereabouts,
)
from app.services.database import Writing
from app.services.office import Office
from app.services.sample.filling import Filling
from app.services.sample.students import People

_ROSTERS = {  # start of the name: how many of the class; nobody for the rest
    "蓉驰订单班（{Y-1}级）": 27,
    "芯联电子订单班": 24,
    "三江酒业订单班": 20,
    "都江酒店订单班": 20,
    "蓉驰集团新能源": 25,
    "锦程智能工业机器人现代学徒制班（{Y-1}级）": 24,
    "武陵酒业酿酒": 20,
    "云际航空冠名班": 20,
    "锦程智能现场工程师班": 22,
    "蓉驰新能源汽车产业学院": 26,
    "数控技术2+3": 28,
    "护理3+2": 28,
    "锦程智能工业机器人现代学徒制班（{Y-3}级）": 26,
    "新能源订单班": 28,
}
_APPRENTICES = (CohortKind.APPRENTICESHIP, CohortKind.FIELD_ENGINEER)
_WENT = (
    (Whereabouts.HOST, 15), (Whereabouts.EMPLOYED, 6), (Whereabouts.STUDY, 2),
    (Whereabouts.SELF, 1), (Whereabouts.OTHER, 1),
)  # fmt: skip

Roster = Sequence[tuple[UUID, Mapping[str, Any]]]  # members with their values


def fill_cohorts(office: Office, filling: Filling, people: People) -> None:
    """Cohorts of every kind, with who is and was in them and how they learn."""
    with office.db.write("载入培养班和企业师傅") as writing:
        filling.insert(writing, "cohort")
        filling.insert(writing, "mentor")
    cohorts = office.of(Cohort).all()
    programmes = {each.id: name for name, each in people.programmes.items()}
    with office.db.write("载入花名册、师徒结对和工学交替") as writing:
        for cohort in cohorts:
            size = _size(cohort.name, filling)
            if not size:
                continue
            programme = programmes[cohort.programme_id]
            students = people.of(programme, cohort.grade or 0, 0, size)
            values = [_member(cohort, key, n, filling) for n, key in enumerate(students)]
            roster = list(zip(filling.add(writing, CohortMember, values), values, strict=True))
            if cohort.kind in _APPRENTICES and cohort.state is CohortState.RUNNING:
                _pair(office, filling, writing, cohort, roster)
                _rotate(filling, writing, cohort)
            if cohort.state is CohortState.FINISHED:
                _settle(filling, writing, cohort, students)
        _second_cohort(filling, writing, cohorts, people)
        _certify(filling, writing, people)


def _size(name: str, filling: Filling) -> int:
    found = (size for start, size in _ROSTERS.items() if name.startswith(filling.text(start)))
    return next(found, 0)


def _member(cohort: Cohort, student: UUID, n: int, filling: Filling) -> dict[str, Any]:
    begun = date(cohort.grade or filling.year.start, 9, 20)
    joined = min(max(cohort.starts or begun, begun), filling.today)
    values: dict[str, Any] = {"cohort_id": cohort.id, "student_id": student, "joined": joined}
    if cohort.kind in _APPRENTICES and n % 12 != 7:  # a few have not signed
        number = f"XT-{cohort.grade}-{str(cohort.name)[:2]}-{n + 1:03}"
        values |= {"agreement_number": number, "signed_on": joined, "role": "轮岗"}
    if cohort.state is CohortState.FINISHED:
        values |= {"left": cohort.ends, "left_why": LeaveReason.FINISHED}
        if n % 9 != 4:
            values["certified_on"] = cohort.ends
    elif n in (5, 11) and cohort.kind is not CohortKind.JOINT_2_3:
        why = (LeaveReason.QUIT, LeaveReason.TRANSFERRED)[n % 2]
        left = max(joined, filling.today - timedelta(days=30))
        values |= {"left": left, "left_why": why}
    return values


def _pair(
    office: Office, filling: Filling, writing: Writing, cohort: Cohort, roster: Roster
) -> None:
    """Every apprentice has a mentor and a teacher; one mentor has left without anybody noticing."""
    mentors = [each for each in office.of(Mentor).all() if each.partner_id in cohort.partners]
    teachers = {each.name: each.id for each in office.of(Teacher).all()}
    rows = [
        {
            "member_id": key,
            "mentor_id": mentors[n % len(mentors)].id,
            "teacher_id": teachers.get(cohort.head or ""),
            "starts": values["joined"],
            "ends": values.get("left"),
            "task": "轮岗训练与岗位考核",
        }
        for n, (key, values) in enumerate(roster)
        if values["student_id"] not in _taken_twice(roster)
    ]
    filling.add(writing, Pairing, rows)
    tried = [
        {
            "member_id": key,
            "on": filling.today - timedelta(days=45),
            "name": "第一岗位过程考核",
            "school_score": 74 + n % 20,
            "partner_score": 70 + n * 3 % 25,
            "passed": True,
        }
        for n, (key, _) in enumerate(roster[:12])
    ]
    filling.add(writing, Assessment, tried)


def _taken_twice(roster: Roster) -> frozenset[UUID]:
    counted = [values["student_id"] for _, values in roster]
    return frozenset(key for key in counted if counted.count(key) > 1)


def _rotate(filling: Filling, writing: Writing, cohort: Cohort) -> None:
    """School and enterprise by turns, over a holiday too; the field engineers' plan overlaps."""
    partner = cohort.partners[0]
    autumn, spring = (filling.key("term", f"{filling.year}-{n}") for n in (1, 2))
    overlap = 1 if cohort.kind is CohortKind.FIELD_ENGINEER else 0
    plan = (
        (autumn, 1, 4 + overlap, Place.SCHOOL, "专业核心课"),
        (autumn, 5, 8, Place.PARTNER, "第一岗位轮训"),
        (autumn, 9, 13, Place.SCHOOL, "项目课程"),
        (autumn, 14, 17, Place.PARTNER, "第二岗位轮训"),
        (spring, 1, 6, Place.SCHOOL, "岗位技能课"),
        (spring, 7, 8, Place.BASE, "综合实训"),
        (spring, 9, 17, Place.PARTNER, "第三岗位轮训"),
    )
    rows = [
        {
            "cohort_id": cohort.id,
            "term_id": term,
            "week_from": first,
            "week_to": last,
            "place": place,
            "partner_id": partner if place is Place.PARTNER else None,
            "content": content,
            "days": (last - first + 1) * 5,
        }
        for term, first, last, place, content in plan
    ]
    filling.add(writing, Rotation, rows)


def _settle(filling: Filling, writing: Writing, cohort: Cohort, students: Sequence[UUID]) -> None:
    """Where the graduates went, as counted at the end of the school year."""
    ways = [way for way, count in _WENT for _ in range(count)]
    rows = [
        {
            "student_id": student,
            "cohort_id": cohort.id,
            "on": filling.year.before.last,
            "where": ways[n % len(ways)],
            "partner_id": cohort.partners[0] if ways[n % len(ways)] is Whereabouts.HOST else None,
            "matched": n % 8 != 3,
            "stable_6": n % 10 != 9,
            "stable_12": False,
        }
        for n, student in enumerate(students)
    ]
    filling.add(writing, Outcome, rows)


def _second_cohort(
    filling: Filling, writing: Writing, cohorts: Sequence[Cohort], people: People
) -> None:
    """One student is in an order class and, by mistake or not, in another cohort as well."""
    named = next(each for each in cohorts if each.kind is CohortKind.NAMED_CLASS)
    student = people.of("汽车制造与试验技术", filling.year.start - 1, 2)[0]
    joined = filling.today - timedelta(days=30)
    filling.add(
        writing,
        CohortMember,
        [{"cohort_id": named.id, "student_id": student, "joined": joined, "remark": "跨班选修"}],
    )


def _certify(filling: Filling, writing: Writing, people: People) -> None:
    """1+X: who sat for which certificate, and who has it."""
    taken = (
        ("工业机器人操作与运维", "工业机器人技术", "示例机器人评价组织", 20),
        ("新能源汽车装调与测试", "新能源汽车技术", "示例汽车评价组织", 22),
        ("食品检验管理", "食品检验检测技术", "示例食品评价组织", 18),
        ("直播电商", "网络营销与直播电商", "示例电商评价组织", 16),
    )
    rows = [
        {
            "name": name,
            "grade": CertificateGrade.SENIOR if n % 11 == 10 else CertificateGrade.MIDDLE,
            "student_id": student,
            "programme_id": people.programmes[programme].id,
            "issuer": issuer,
            "batch": "第五批",
            "exam_on": filling.today - timedelta(days=150),
            "attended": n % 13 != 12,
            "passed": n % 5 != 3 and n % 13 != 12,
            "number": f"X{at}{filling.year.start}{n:04}" if n % 5 != 3 and n % 13 != 12 else None,
        }
        for at, (name, programme, issuer, count) in enumerate(taken)
        for n, student in enumerate(people.of(programme, filling.year.start - 2, 0, count))
    ]
    filling.add(writing, Certificate, rows)
