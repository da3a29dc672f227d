"""Teachers and what belongs to them: what is more than generic about saving them."""

from datetime import date

from sqlalchemy.orm import Session

from app.errors import Invalid, Problem
from app.models import PartTimeEngagement, PracticeStint, Teacher, TrainingRecord
from app.models.values import birth_of
from app.services.database import Database
from app.services.records import Records


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
