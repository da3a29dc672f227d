"""What every look at the home page stands on: whose records, and which day it is."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, true

from app.models import Agreement, Record
from app.services.office import Office
from app.services.query import Query


@dataclass(frozen=True, slots=True)
class Ground:
    """The office on one day, as one campus or the whole college sees it."""

    office: Office
    today: date
    campus: UUID | None = None

    def ours(self, kind: type[Record]) -> ColumnElement[bool]:
        """The condition that a record is in sight and not in the recycle bin."""
        live = kind.deleted.is_(False)
        here = or_(kind.campus_id == self.campus, kind.campus_id.is_(None))
        return live & (here if self.campus is not None else true())

    def of(self, kind: type[Record], ids: tuple[UUID, ...]) -> Query:
        """The query that opens exactly these."""
        return Query(only=ids, order="ends" if kind is Agreement else "")

    def where(self, **values: Any) -> Query:
        """The query for values, limited to the campus."""
        return Query(where=values, campus=self.campus)
