"""School years that the office has closed: what happened in them is read, not changed."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import get_history

from app.errors import Refused
from app.models import InternshipBatch, Record, Term
from app.services.years import SchoolYear


def closed_years(session: Session) -> frozenset[int]:
    """First calendar years of the school years all of whose terms are closed."""
    found: dict[int, bool] = {}
    query = select(Term.code, Term.closed).where(Term.deleted.is_(False))
    with session.no_autoflush:
        for code, closed in session.execute(query):
            year = SchoolYear.in_term(code)
            if year is not None:
                found[year.start] = found.get(year.start, True) and closed
    return frozenset(year for year, closed in found.items() if closed)


def refuse_closed_day(session: Session, record: Any, key: str) -> None:
    """Refused if the day in one field, as it is or as it was, lies in a closed year."""
    _refuse(session, [day for day in _values(record, key) if isinstance(day, date)])


def refuse_closed_batch(session: Session, record: Any, key: str) -> None:
    """Refused if the batch in one field, as it is or as it was, began in a closed year."""
    refuse_closed_batches(session, [record], key)


def refuse_closed_batches(session: Session, records: Iterable[Any], key: str) -> None:
    """The same of many records, asked once for each batch."""
    keys = {each for record in records for each in _values(record, key)}
    batches = [session.get(InternshipBatch, each) for each in keys]
    _refuse(session, [batch.starts for batch in batches if batch is not None])


def refuse_closed_term(session: Session, record: Any, key: str) -> None:
    """Refused if the term in one field, as it is or as it was, is closed."""
    for each in _values(record, key):
        term = session.get(Term, each)
        if term is not None and term.closed:
            raise _refusal(f"学期 {term.code} ")


def refuse_closed_itself(term: Any) -> None:
    """Refused if a stored term is closed and stays so; opening it again is what may be done."""
    if isinstance(term, Record) and inspect(term).persistent:
        before = inspect(term).attrs["closed"].history
        if getattr(term, "closed", False) and not before.has_changes():
            raise _refusal(f"学期 {getattr(term, 'code', '')} ")


def _refuse(session: Session, days: list[date]) -> None:
    closed = closed_years(session)
    for year in map(SchoolYear.of, days):
        if year.start in closed:
            raise _refusal(year.title)


def _values(record: Any, key: str) -> list[UUID | date]:
    """What a field holds and, of a stored record, what it held before."""
    found = [getattr(record, key)]
    if isinstance(record, Record):
        found += get_history(record, key).deleted or ()
    return [each for each in found if each is not None]


def _refusal(named: str) -> Refused:
    return Refused(f"{named}已封存，记录只能查看。确需更正的，先在“学期”里取消“已封存”。")
