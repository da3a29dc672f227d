"""Programmes of study: what is decided for a year also says where the programme stands."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import Invalid, Problem
from app.models import Programme, ProgrammeAdjustment, Record
from app.services.database import Database
from app.services.records import Records

_FIRST = 1949


class Adjustments(Records[ProgrammeAdjustment]):
    """Records, one a year; the newest of them is the programme's status."""

    def __init__(self, db: Database) -> None:
        super().__init__(db, ProgrammeAdjustment)

    def _before_save(self, session: Session, record: ProgrammeAdjustment) -> None:
        if not _FIRST <= record.year <= _FIRST + 200:
            raise Invalid([Problem("year", f"年度 {record.year} 不合理，请填写四位年份")])
        query = select(ProgrammeAdjustment.id).where(
            ProgrammeAdjustment.programme_id == record.programme_id,
            ProgrammeAdjustment.year == record.year,
            ProgrammeAdjustment.deleted.is_(False),
        )
        others = set(session.scalars(query)) - {getattr(record, "id", None)}
        if others:
            told = f"{record.year} 年已经有一条调整，请修改那一条"
            raise Invalid([Problem("year", told)])

    def _after_save(self, session: Session, record: ProgrammeAdjustment) -> None:
        _follow(session, record)

    def _bin(self, session: Session, record: Record) -> None:
        super()._bin(session, record)
        assert isinstance(record, ProgrammeAdjustment)  # noqa: S101 - no other kind comes here
        _follow(session, record)


def _follow(session: Session, record: ProgrammeAdjustment) -> None:
    """The programme stands where its newest adjustment says; without any it stays as it was."""
    session.flush()
    newest = session.scalars(
        select(ProgrammeAdjustment)
        .where(
            ProgrammeAdjustment.programme_id == record.programme_id,
            ProgrammeAdjustment.deleted.is_(False),
        )
        .order_by(ProgrammeAdjustment.year.desc())
        .limit(1)
    ).first()
    programme = session.get(Programme, record.programme_id)
    if newest is not None and programme is not None:
        programme.status = newest.status
