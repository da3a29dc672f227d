"""Cohorts, rosters, pairings and rotations: what is more than generic about them."""

from datetime import date

from sqlalchemy.orm import Session

from app.errors import Invalid, Problem, Refused
from app.models import (
    Cohort,
    CohortMember,
    Mentor,
    Outcome,
    Pairing,
    Record,
    Rotation,
    Teacher,
    Term,
)
from app.services.closed_years import refuse_closed_day, refuse_closed_term
from app.services.database import Database
from app.services.records import Records


class Cohorts(Records[Cohort]):
    """Records, whose dates follow each other and whose part is no more than the whole."""

    def __init__(self, db: Database) -> None:
        super().__init__(db, Cohort)

    def _before_save(self, session: Session, record: Cohort) -> None:
        problems = _in_order(record.starts, record.ends, "ends", "结业日期早于开班日期")
        if (record.partner_hours or 0) > (record.hours or 0) and record.hours is not None:
            problems.append(Problem("partner_hours", "企业课时多于总课时"))
        if problems:
            raise Invalid(problems)


class Members(Records[CohortMember]):
    """Records: who leaves leaves on a day, and for a reason."""

    def __init__(self, db: Database) -> None:
        super().__init__(db, CohortMember)

    def _before_save(self, session: Session, record: CohortMember) -> None:
        problems = _in_order(record.joined, record.left, "left", "离班日期早于入班日期")
        if record.left is not None and record.left_why is None:
            problems.append(Problem("left_why", "离班请选择原因"))
        if record.left is None and record.left_why is not None:
            problems.append(Problem("left", "写了离班原因，请填写离班日期"))
        if problems:
            raise Invalid(problems)


class Pairings(Records[Pairing]):
    """Records: nobody is paired with somebody who has left."""

    def __init__(self, db: Database) -> None:
        super().__init__(db, Pairing)

    def _before_save(self, session: Session, record: Pairing) -> None:
        if problems := _in_order(record.starts, record.ends, "ends", "止期早于起期"):
            raise Invalid(problems)
        member = session.get(CohortMember, record.member_id)
        if member is not None and member.left is not None and member.left <= record.starts:
            raise Refused(
                f"有学徒已于 {member.left.isoformat()} 离班，不能再从 {record.starts.isoformat()} "
                "起结对。请不要选已离班的学徒，或改早起始日期。"
            )
        mentor = session.get(Mentor, record.mentor_id) if record.mentor_id else None
        teacher = session.get(Teacher, record.teacher_id) if record.teacher_id else None
        if mentor is not None and mentor.left is not None and mentor.left <= record.starts:
            raise Refused(
                f"企业师傅“{mentor.name}”已于 {mentor.left.isoformat()} 离任，不能再结对。"
                "请选择在任的师傅。"
            )
        if teacher is not None and teacher.left is not None and teacher.left <= record.starts:
            raise Refused(
                f"教师“{teacher.name}”已于 {teacher.left.isoformat()} 离校，不能再担任学校导师。"
                "请选择在职教师。"
            )


class Rotations(Records[Rotation]):
    """Records: weeks of the term they are in, and of no closed term."""

    def __init__(self, db: Database) -> None:
        super().__init__(db, Rotation)

    def _before_save(self, session: Session, record: Rotation) -> None:
        refuse_closed_term(session, record, "term_id")
        problems: list[Problem] = []
        if record.week_to < record.week_from:
            problems.append(Problem("week_to", "结束周早于起始周"))
        if record.week_from < 1:
            problems.append(Problem("week_from", "教学周从第 1 周起"))
        term = session.get(Term, record.term_id)
        if term is not None and record.week_to > term.weeks:
            told = f"学期 {term.code} 只有 {term.weeks} 个教学周"
            problems.append(Problem("week_to", told))
        if problems:
            raise Invalid(problems)

    def _bin(self, session: Session, record: Record) -> None:
        refuse_closed_term(session, record, "term_id")
        super()._bin(session, record)


class Outcomes(Records[Outcome]):
    """Records: what was counted in a closed year stays as it was."""

    def __init__(self, db: Database) -> None:
        super().__init__(db, Outcome)

    def _before_save(self, session: Session, record: Outcome) -> None:
        refuse_closed_day(session, record, "on")

    def _bin(self, session: Session, record: Record) -> None:
        refuse_closed_day(session, record, "on")
        super()._bin(session, record)


def _in_order(first: date | None, last: date | None, key: str, told: str) -> list[Problem]:
    wrong = first is not None and last is not None and last < first
    return [Problem(key, told)] if wrong else []
