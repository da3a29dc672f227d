"""Teachers and what belongs to them: what is more than generic about saving them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import Invalid, Problem
from app.models import PartTimeEngagement, PracticeStint, Teacher, TrainingRecord
from app.models.values import birth_of
from app.services.database import Database
from app.services.records import Records
from app.services.teachers.practice import Stay, overlaps


class Teachers(Records[Teacher]):
    """Records, whose dates must fit each other."""

    def __init__(self, db: Database) -> None:
        super().__init__(db, Teacher)

    def _before_save(self, session: Session, record: Teacher) -> None:
        problems: list[Problem] = []
        if record.identity and record.birth:
            born = birth_of(record.identity).isoformat()
            if not born.startswith(record.birth.iso):
                problems.append(Problem("birth", "出生年月与身份证号不一致"))
        if record.left and record.joined and record.left < record.joined.first_day:
            problems.append(Problem("left", "离校日期早于入校时间"))
        if record.leave_to and record.leave_from is None:
            problems.append(Problem("leave_from", "写了离岗止，请填写离岗起"))
        problems += in_order(record.leave_from, record.leave_to, "leave_to", "离岗止早于离岗起")
        if problems:
            raise Invalid(problems)


class Stints(Records[PracticeStint]):
    """Records: a stint does not end before it begins. It may lie ahead, or not have ended."""

    def __init__(self, db: Database) -> None:
        super().__init__(db, PracticeStint)

    def _before_save(self, session: Session, record: PracticeStint) -> None:
        if found := in_order(record.starts, record.ends, "ends", "终止日期早于开始日期"):
            raise Invalid(found)

    def remarks(
        self, session: Session, rows: Sequence[Mapping[str, Any]]
    ) -> Mapping[int, Sequence[str]]:
        """Overlaps with other rows and with what is stored, what has not begun, what has no end."""
        own = {row["id"] for row in rows}
        about = {row["teacher_id"] for row in rows}
        query = select(
            PracticeStint.id, PracticeStint.teacher_id, PracticeStint.enterprise,
            PracticeStint.starts, PracticeStint.ends,
        ).where(PracticeStint.deleted.is_(False))  # fmt: skip
        stored = [row._asdict() for row in session.execute(query) if row.teacher_id in about]
        everything = [(n, row) for n, row in enumerate(rows)]
        everything += [(-1, row) for row in stored if row["id"] not in own]
        by_teacher: dict[UUID, list[tuple[int, Mapping[str, Any]]]] = defaultdict(list)
        for n, row in everything:
            by_teacher[row["teacher_id"]].append((n, row))
        found: dict[int, list[str]] = defaultdict(list)
        for some in by_teacher.values():
            for n, told in _overlapping(some):
                found[n].append(told)
        today = date.today()  # noqa: DTZ011 - the office's own calendar day
        for n, row in enumerate(rows):
            if row["starts"] > today:
                found[n].append(f"开始日期 {row['starts']} 还没有到，到时才计入；如写错请更正")
            elif row["ends"] is None:
                found[n].append("没有终止日期，按还在进行计算；结束后请补上终止日期")
        return found


def _overlapping(some: Sequence[tuple[int, Mapping[str, Any]]]) -> Iterator[tuple[int, str]]:
    """What the rows of one teacher share with each other; those that are stored have no place."""
    stays = [Stay(row["starts"], row["ends"]) for _, row in some]
    for *pair, days in overlaps(stays):
        for one, other in (pair, pair[::-1]):
            n, beside = some[one][0], some[other][1]
            if n >= 0:
                told = f"“{beside['enterprise']}”（{beside['starts']} 至 {beside['ends'] or '今'}）"
                yield n, f"与{told}重叠 {days.days} 天，重叠的日期只计一次"


class Trainings(Records[TrainingRecord]):
    """Records with days in order."""

    def __init__(self, db: Database) -> None:
        super().__init__(db, TrainingRecord)

    def _before_save(self, session: Session, record: TrainingRecord) -> None:
        if found := in_order(record.starts, record.ends, "ends", "结束日期早于开始日期"):
            raise Invalid(found)


class Engagements(Records[PartTimeEngagement]):
    """Records with days in order."""

    def __init__(self, db: Database) -> None:
        super().__init__(db, PartTimeEngagement)

    def _before_save(self, session: Session, record: PartTimeEngagement) -> None:
        if found := in_order(record.starts, record.ends, "ends", "聘期止早于聘期起"):
            raise Invalid(found)


def in_order(first: date | None, last: date | None, key: str, told: str) -> list[Problem]:
    """A problem if one day lies before the other."""
    return [Problem(key, told)] if first and last and last < first else []
