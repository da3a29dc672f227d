"""The counts that the cooperation documents name, as records: for reports to come out exact.

143 interns; 7 order classes with 380 trainees; 10 programmes with 5,122 students in 2+3; 4,199 of
4,420 apprentices employed. Everything goes in by `insert_many`, some seconds for all of it.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from app.models import (
    Cohort,
    CohortMember,
    CohortPartner,
    InternshipBatch,
    Partner,
    Placement,
    Programme,
    Record,
    Student,
)
from app.models import Outcome as GraduateOutcome
from app.models.cohorts import CohortKind, CohortState, Whereabouts
from app.models.internships import PlacementState
from app.models.students import Entry, Standing
from app.models.values import uuid7
from app.services.exchange.plan import complete
from app.services.office import Office

TODAY = date(2026, 11, 21)
INTERNS = 143
ORDER_CLASSES = 7
TRAINEES = 380
JOINT_PROGRAMMES = 10
JOINT_STUDENTS = 5_122
APPRENTICES = 4_420
EMPLOYED = 4_199

_PROGRAMMES = (
    ("数控技术", "460103"), ("机械制造及自动化", "460104"), ("机电一体化技术", "460301"),
    ("工业机器人技术", "460305"), ("电气自动化技术", "460306"), ("无人机应用技术", "460609"),
    ("新能源汽车技术", "460702"), ("物联网应用技术", "510102"), ("软件技术", "510203"),
    ("电子商务", "530701"),
)  # fmt: skip
_HOSTS = ("成都示例蓉驰汽车零部件有限公司", "成都示例锦程智能装备有限公司")
_NAMES = ("石晓岚", "龙应龙", "彭小雨", "张子墨", "扎西·次仁", "古丽娜尔·艾山", "王䶮", "周𬭚")


def fill(office: Office) -> None:
    """All of them."""
    interns(office)
    order_classes(office)
    joint_programmes(office)
    apprentices(office)


def interns(office: Office) -> UUID:
    """One running batch with 143 interns at two hosts; returns the batch."""
    hosts = partners(office)
    programme = programmes(office)[0]
    students = _students(office, "SX", INTERNS, {"programme_id": programme, "enrolled": 2024})
    batch = uuid7()
    values: dict[str, Any] = {
        "id": batch,
        "name": "2026年秋季岗位实习",
        "starts": date(2026, 9, 7),
        "ends": date(2027, 3, 6),
        "target": INTERNS,
    }
    placements = [
        {
            "batch_id": batch,
            "student_id": student,
            "partner_id": hosts[n % len(hosts)],
            "agreement_number": f"SX-2026-ZB-{n:04}",
            "state": PlacementState.ON_POST,
            "starts": values["starts"],
            "ends": values["ends"],
        }
        for n, student in enumerate(students)
    ]
    _insert(office, InternshipBatch, [values])
    _insert(office, Placement, placements)
    return batch


def order_classes(office: Office) -> list[UUID]:
    """Seven order classes with 380 trainees between them; returns the classes."""
    hosts, about = partners(office), programmes(office)
    students = _students(office, "DD", TRAINEES, {"enrolled": 2025})
    cohorts: list[dict[str, Any]] = [
        {
            "id": uuid7(),
            "name": f"示例订单班 {n + 1}",
            "kind": CohortKind.ORDER_CLASS,
            "programme_id": about[n],
            "grade": 2025,
            "starts": date(2025, 10, 8),
            "target": 60,
        }
        for n in range(ORDER_CLASSES)
    ]
    _cohorts(office, cohorts, hosts)
    keys = [cohort["id"] for cohort in cohorts]
    _members(office, keys, students, joined=date(2025, 10, 8))
    return keys


def joint_programmes(office: Office) -> list[UUID]:
    """Ten programmes in 2+3 with 5,122 students; returns the cohorts, one a programme."""
    about = programmes(office)
    students = _students(
        office,
        "ZG",
        JOINT_STUDENTS,
        {"enrolled": 2025, "entry": Entry.JOINT_2_3},
        programmes_in_turn=about,
    )
    cohorts: list[dict[str, Any]] = [
        {
            "id": uuid7(),
            "name": f"{name}（2+3）",
            "kind": CohortKind.JOINT_2_3,
            "programme_id": key,
            "grade": 2025,
            "starts": date(2025, 9, 1),
            "partner_school": "吉首示例中等职业学校",
        }
        for (name, _), key in zip(_PROGRAMMES, about, strict=True)
    ]
    _cohorts(office, cohorts, ())
    keys = [cohort["id"] for cohort in cohorts]
    _members(office, keys, students, joined=date(2025, 9, 1))
    return keys


def apprentices(office: Office) -> UUID:
    """A finished apprenticeship cohort: 4,420 graduates, 4,199 of them with work."""
    hosts = partners(office)
    gone = {"enrolled": 2023, "standing": Standing.GRADUATED, "standing_on": date(2026, 6, 30)}
    students = _students(office, "XT", APPRENTICES, gone)
    cohort: dict[str, Any] = {
        "id": uuid7(),
        "name": "示例现代学徒制班",
        "kind": CohortKind.APPRENTICESHIP,
        "state": CohortState.FINISHED,
        "grade": 2023,
        "starts": date(2023, 9, 1),
        "ends": date(2026, 6, 30),
        "programme_id": programmes(office)[0],
    }
    _cohorts(office, [cohort], hosts[:1])
    _members(office, [cohort["id"]], students, joined=date(2023, 9, 1))
    outcomes = [
        {
            "student_id": student,
            "cohort_id": cohort["id"],
            "on": date(2026, 8, 31),
            "where": Whereabouts.EMPLOYED if n < EMPLOYED else Whereabouts.OTHER,
            "matched": n < EMPLOYED,
        }
        for n, student in enumerate(students)
    ]
    _insert(office, GraduateOutcome, outcomes)
    key: UUID = cohort["id"]
    return key


def programmes(office: Office) -> list[UUID]:
    """The ten programmes, made when first asked for."""
    known = {each.code: each.id for each in office.of(Programme).all()}
    missing: list[dict[str, Any]] = [
        {"id": uuid7(), "name": name, "code": code, "years": 3}
        for name, code in _PROGRAMMES
        if code not in known
    ]
    _insert(office, Programme, missing)
    known |= {each["code"]: each["id"] for each in missing}
    return [known[code] for _, code in _PROGRAMMES]


def partners(office: Office) -> list[UUID]:
    """The two hosts, made when first asked for."""
    known = {each.name: each.id for each in office.of(Partner).all()}
    missing: list[dict[str, Any]] = [
        {"id": uuid7(), "name": name} for name in _HOSTS if name not in known
    ]
    _insert(office, Partner, missing)
    known |= {each["name"]: each["id"] for each in missing}
    return [known[name] for name in _HOSTS]


def _students(
    office: Office,
    prefix: str,
    count: int,
    common: dict[str, Any],
    programmes_in_turn: Sequence[UUID] = (),
) -> list[UUID]:
    turn = programmes_in_turn or (common.get("programme_id"),)
    rows: list[dict[str, Any]] = [
        common
        | {
            "id": uuid7(),
            "number": f"{prefix}{n:05}",
            "name": _NAMES[n % len(_NAMES)],
            "programme_id": turn[n % len(turn)],
        }
        for n in range(count)
    ]
    _insert(office, Student, rows)
    return [row["id"] for row in rows]


def _cohorts(office: Office, cohorts: Sequence[dict[str, Any]], hosts: Iterable[UUID]) -> None:
    links = [
        {"cohort_id": cohort["id"], "partner_id": host} for cohort in cohorts for host in hosts
    ]
    _insert(office, Cohort, cohorts)
    _insert(office, CohortPartner, links)


def _members(
    office: Office, cohorts: Sequence[UUID], students: Sequence[UUID], joined: date
) -> None:
    rows = [
        {"cohort_id": cohorts[n % len(cohorts)], "student_id": student, "joined": joined}
        for n, student in enumerate(students)
    ]
    _insert(office, CohortMember, rows)


def _insert(office: Office, kind: type[Record], rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        with office.db.write("种子数据") as writing:
            writing.insert_many(kind, complete(kind, rows))
