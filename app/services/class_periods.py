"""How many class periods a day has, and which ones it usually has."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.errors import Problem
from app.models import ClassPeriod

USUAL = (
    ("08:20", "09:05"), ("09:10", "09:55"), ("10:15", "11:00"), ("11:05", "11:50"),
    ("14:00", "14:45"), ("14:50", "15:35"), ("15:50", "16:35"), ("16:40", "17:25"),
    ("19:00", "19:45"), ("19:50", "20:35"), ("20:40", "21:25"),
)  # fmt: skip


def periods_a_day(session: Session) -> int:
    """The last period of a day that has times; 0 where none are on file."""
    last = select(func.max(ClassPeriod.number)).where(ClassPeriod.deleted.is_(False))
    return session.scalar(last) or 0


def beyond_the_day(session: Session, last: int | None) -> list[Problem]:
    """A period without times would stand on no sheet and in no week."""
    a_day = periods_a_day(session)
    if not last or not a_day or last <= a_day:
        return []
    return [Problem("last", f"校历里每天只有 {a_day} 节，没有第{last}节")]
