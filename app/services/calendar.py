"""Terms, special days and class periods: what is more than generic about them."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import Invalid, Problem
from app.models import CalendarDay, ClassPeriod, Record, Term
from app.models.calendar import DayKind, Weekday
from app.services.closed_years import refuse_closed_day, refuse_closed_itself
from app.services.database import Database
from app.services.records import Records
from app.services.school_calendar import TermDates

MOST_WEEKS = 30  # of a term; more is a slip of the finger


class Terms(Records[Term]):
    """Records: weeks begin on Mondays, there are some, and the exams lie in them.

    A closed term stays as it is until somebody opens it again.
    """

    def __init__(self, db: Database) -> None:
        super().__init__(db, Term)

    def _before_save(self, session: Session, record: Term) -> None:
        refuse_closed_itself(record)
        if problems := [*term_problems(record.starts, record.weeks, record.exam_from)]:
            raise Invalid(problems)
        if record.ends is not None and record.ends < record.starts:
            raise Invalid([Problem("ends", "学期结束早于第 1 周星期一，请检查两个日期")])

    def _bin(self, session: Session, record: Record) -> None:
        refuse_closed_itself(record)
        super()._bin(session, record)


class CalendarDays(Records[CalendarDay]):
    """Records: a shifted workday says whose timetable it runs, no other day does.

    Days of a closed year stay as they are.
    """

    def __init__(self, db: Database) -> None:
        super().__init__(db, CalendarDay)

    def _before_save(self, session: Session, record: CalendarDay) -> None:
        refuse_closed_day(session, record, "on")
        shifted = record.kind is DayKind.SHIFTED
        problems: list[Problem] = []
        if shifted and record.runs_as is None:
            told = "调休上班日请选择按周几的课表上课"
            problems.append(Problem("runs_as", told))
        if not shifted and (record.runs_as or record.runs_week):
            told = f"只有“{DayKind.SHIFTED}”才写按周几、按第几周上课，请清空或改性质"
            problems.append(Problem("runs_as" if record.runs_as else "runs_week", told))
        if shifted and record.runs_week is not None:
            problems += _week_problems(session, record)
        if _listed_before(session, record):
            told = f"{record.on.isoformat()} 已有一条“{record.kind}”，请改那一条"
            problems.append(Problem("on", told))
        if problems:
            raise Invalid(problems)

    def _bin(self, session: Session, record: Record) -> None:
        refuse_closed_day(session, record, "on")
        super()._bin(session, record)


class ClassPeriods(Records[ClassPeriod]):
    """Records: a period ends after it began, and has one time per season and campus."""

    def __init__(self, db: Database) -> None:
        super().__init__(db, ClassPeriod)

    def _before_save(self, session: Session, record: ClassPeriod) -> None:
        problems: list[Problem] = []
        if record.ends <= record.starts:
            problems.append(Problem("ends", "下课应晚于上课，请检查两个时间"))
        same = select(ClassPeriod.id).where(
            ClassPeriod.number == record.number,
            ClassPeriod.season == record.season,
            ClassPeriod.site_id.is_not_distinct_from(record.site_id),
            ClassPeriod.deleted.is_(False),
        )
        own = getattr(record, "id", None)
        if any(key != own for key in session.scalars(same)):
            told = f"这个校区的{record.season}已有第 {record.number} 节，请改那一条"
            problems.append(Problem("number", told))
        if problems:
            raise Invalid(problems)


def term_problems(starts: date, weeks: int, exam_from: int | None) -> list[Problem]:
    """What is wrong with the frame of a term, stored or only proposed."""
    problems: list[Problem] = []
    if starts.isoweekday() != 1:
        monday = starts - timedelta(days=starts.weekday())
        named = tuple(Weekday)[starts.weekday()]
        told = f"教学周从星期一开始，{starts.isoformat()} 是{named}；当周星期一是 {monday}"
        problems.append(Problem("starts", told))
    if not 1 <= weeks <= MOST_WEEKS:
        told = f"教学周数请填 1 至 {MOST_WEEKS}，没有教学周的学期不能排课"
        problems.append(Problem("weeks", told))
    elif exam_from is not None and not 1 <= exam_from <= weeks:
        problems.append(Problem("exam_from", f"考试起始周应在第 1 至 {weeks} 周之间"))
    return problems


def term_dates(term: Term) -> TermDates:
    """A term as a value."""
    return TermDates(term.code, term.starts, term.weeks, term.exam_from)


def _week_problems(session: Session, record: CalendarDay) -> list[Problem]:
    """A week of the term that the day lies in, as far as there is one."""
    weeks = next((t.weeks for t in _live(session, Term) if term_dates(t).week_of(record.on)), None)
    if weeks is not None and not 1 <= (record.runs_week or 0) <= weeks:
        return [Problem("runs_week", f"这一学期只有第 1 至 {weeks} 周")]
    return []


def _listed_before(session: Session, record: CalendarDay) -> bool:
    """Another entry of the same day and kind. What is only tried out has no key yet."""
    same = select(CalendarDay.id).where(
        CalendarDay.on == record.on,
        CalendarDay.kind == record.kind,
        CalendarDay.deleted.is_(False),
    )
    own = getattr(record, "id", None)
    return any(key != own for key in session.scalars(same))


def _live(session: Session, kind: Any) -> list[Any]:
    return list(session.scalars(select(kind).where(kind.deleted.is_(False))))
