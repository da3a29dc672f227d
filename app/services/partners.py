"""Partners: what is more than generic about them."""

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import Invalid, Problem, Refused
from app.models import ASSOCIATIONS, KINDS, Attachment, Partner, Record
from app.models.partners import PartnerStatus
from app.models.text import fold
from app.services.database import Database
from app.services.records import Records

_FORMS = re.compile("(股份有限公司|有限责任公司|集团有限公司|有限公司|集团|公司)$")
_REASONED = (PartnerStatus.DORMANT, PartnerStatus.CLOSED, PartnerStatus.BARRED)


def plain_name(name: str) -> str:
    """A company's name as duplicates are looked for: width, brackets, legal form do not count."""
    bare = re.sub(r"[()\[\]〔〕【】]", "", fold(name))
    return _FORMS.sub("", bare)


class Partners(Records[Partner]):
    """Records, plus duplicates and their merging."""

    def __init__(self, db: Database) -> None:
        super().__init__(db, Partner)

    def similar(self, name: str, besides: UUID | None = None) -> list[tuple[UUID, str]]:
        """Partners whose name differs from this one only in writing or legal form."""
        wanted = plain_name(name)
        if not wanted:
            return []
        with self._db.read() as session:
            found = session.execute(
                select(Partner.id, Partner.name).where(Partner.deleted.is_(False))
            )
            return [
                (key, other)
                for key, other in found
                if key != besides and plain_name(other) == wanted
            ]

    def merge(self, keep: UUID, lose: UUID, values: Mapping[str, Any]) -> Partner:
        """Make two records of one company one: `values` decide per field, parts move over,
        whatever pointed at the loser points at the keeper, the loser goes to the bin."""
        if keep == lose:
            raise Refused("请选择两条不同的记录来合并。")
        accepted = self.accept(values, complete=False)
        with self._db.write("合并合作企业") as writing:
            session = writing.session
            loser, keeper = session.get_one(Partner, lose), session.get_one(Partner, keep)
            loser.deleted = True
            session.flush()  # gives up its credit code before the keeper may take it
            for kind in (*KINDS, *ASSOCIATIONS):
                _move(session, kind, lose, keep)
            _hand_over(session, lose, keep)
            self._put(writing, keeper, accepted)
        return self.get(keep)

    def _before_save(self, session: Session, record: Partner) -> None:
        if record.status in _REASONED and not record.status_reason:
            told = f"状态为“{record.status}”时请写明原因"
            raise Invalid([Problem("status_reason", told)])


def _move(session: Session, kind: type[Record], lose: UUID, keep: UUID) -> None:
    for field in kind.fields():
        if field.target != "partner" or field.through:
            continue
        column = getattr(kind, field.key)
        for row in session.scalars(select(kind).where(column == lose, kind.deleted.is_(False))):
            setattr(row, field.key, keep)
            if kind.about.link and _twice(session, kind, row):
                row.deleted = True


def _hand_over(session: Session, lose: UUID, keep: UUID) -> None:
    """Attachments name their owner by table and id, whatever kind it is."""
    theirs = (Attachment.owner_kind == Partner.__tablename__, Attachment.owner_id == lose)
    for each in session.scalars(select(Attachment).where(*theirs, Attachment.deleted.is_(False))):
        each.owner_id = keep


def _twice(session: Session, kind: type[Record], row: Any) -> bool:
    """Whether the keeper has this association already."""
    keys = [f.key for f in kind.fields() if f.target]
    same = [getattr(kind, key) == getattr(row, key) for key in keys]
    with session.no_autoflush:
        return (
            session.scalar(select(kind.id).where(*same, kind.id != row.id, kind.deleted.is_(False)))
            is not None
        )
