"""Practice of 2,000 teachers with 20,000 stints, and the ratios, against their budgets."""

import random
from datetime import date, timedelta
from typing import Any

from app.models import Department, PracticeStint, Recognition, Teacher
from app.models.recognition import RecognitionLevel, RecognitionState
from app.models.teachers import TeacherKind
from app.services.office import Office
from app.services.teachers.meters import practices, summaries
from app.services.teachers.ratios import ratios
from tests.bench import made
from tests.bench.measure import Row, seconds

TEACHERS, STINTS = 2_000, 20_000
ON = date(2026, 8, 31)


def rows() -> list[Row]:
    """The meter of everybody with its sums; the ratios with all their lists."""
    with made.office() as office:
        fill(office)
        meter = seconds(lambda: summaries(practices(office, ON)), rounds=3)
        share = seconds(lambda: ratios(office, ON), rounds=3)
    who = f"{TEACHERS:,} teachers"
    return [
        Row(f"{who}, {STINTS:,} stints, the meter of all", "one second", meter, 1.0,
            f"{meter:.2f} s"),
        Row(f"{who}, the ratios", "0.3 seconds", share / 0.3, 1.0, f"{share:.2f} s"),
    ]  # fmt: skip


def fill(office: Office) -> None:
    """Teachers of every kind; stints that overlap; two in three recognised."""
    dice = random.Random(7)
    kinds = tuple(TeacherKind)
    with office.db.write("bench") as writing:
        departments = writing.insert_many(Department, [_department(n) for n in range(12)])
        teachers = writing.insert_many(
            Teacher,
            [
                {
                    "number": f"{n:05}",
                    "name": made.person(dice),
                    "kind": kinds[n % 4],
                    "department_id": departments[n % 12],
                }
                for n in range(TEACHERS)
            ],
        )
        stints = []
        for n in range(STINTS):
            starts = ON - timedelta(days=dice.randrange(3_000))
            ends = starts + timedelta(days=dice.randrange(1, 120))
            stints.append(_stint(teachers[n % TEACHERS], starts, ends, made.company(dice, n % 90)))
        writing.insert_many(PracticeStint, stints)
        writing.insert_many(Recognition, [_held(key) for key in teachers[: TEACHERS * 2 // 3]])


def _department(number: int) -> dict[str, Any]:
    kind = Department.field("kind").default
    return {"name": f"示例学院{number}", "kind": kind}


def _stint(teacher: Any, starts: date, ends: date, enterprise: str) -> dict[str, Any]:
    return {"teacher_id": teacher, "enterprise": enterprise, "starts": starts, "ends": ends}


def _held(teacher: Any) -> dict[str, Any]:
    return {
        "teacher_id": teacher, "level": RecognitionLevel.JUNIOR, "state": RecognitionState.VALID,
        "granted_on": date(2023, 9, 1), "valid_until": date(2028, 8, 31),
    }  # fmt: skip
