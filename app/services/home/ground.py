"""What every look at the home page stands on: whose records, which day, and all agreements once."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, true

from app.models import Agreement, Record
from app.models.agreements import AgreementState, Handling, RenewalMode
from app.services.agreements import Due, due, effective_ends, in_force
from app.services.office import Office
from app.services.query import Query

_DECIDED = (Handling.RENEWED, Handling.NOT_RENEWED)


@dataclass(frozen=True, slots=True)
class Paper:
    """As much of an agreement as the home page asks about."""

    id: UUID
    name: str
    state: AgreementState
    starts: date | None
    ends: date | None  # amendments taken into account
    ended_on: date | None
    renewal: RenewalMode
    handling: Handling | None
    takes_interns: bool

    def runs_on(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return in_force(self, self.ends, day)


class Ground:
    """The office on one day, as one campus or the whole college sees it."""

    def __init__(self, office: Office, today: date, campus: UUID | None = None) -> None:
        self.office = office
        self.today = today
        self.campus = campus

    def ours(self, kind: type[Record]) -> ColumnElement[bool]:
        """The condition that a record is in sight and not in the recycle bin."""
        live = kind.deleted.is_(False)
        here = or_(kind.campus_id == self.campus, kind.campus_id.is_(None))
        return live & (here if self.campus is not None else true())

    @cached_property
    def agreements(self) -> tuple[Paper, ...]:
        """All of them by the day they end, read once; whole records take ten times as long."""
        columns = (
            Agreement.id, Agreement.name, Agreement.state, Agreement.starts, Agreement.ends,
            Agreement.ended_on, Agreement.renewal, Agreement.handling, Agreement.takes_interns,
        )  # fmt: skip
        with self.office.db.read() as session:
            rows = session.execute(select(*columns).where(self.ours(Agreement)))
            papers = [Paper(*row) for row in rows]
            ends = effective_ends(session, papers)
        moved = (
            replace(each, ends=ends[each.id]) if ends[each.id] != each.ends else each
            for each in papers
        )
        return tuple(sorted(moved, key=lambda each: (each.ends or date.min, each.id)))

    def board(self) -> Iterable[tuple[Due, Paper]]:
        """What the expiry board shows, without the agreements that were dealt with."""
        for each in self.agreements:
            if each.state is AgreementState.ACTIVE and each.handling not in _DECIDED:
                yield due(each.ends, each.renewal, self.today), each

    def of(self, kind: type[Record], ids: Iterable[UUID]) -> Query:
        """The query that opens exactly these."""
        return Query(only=tuple(ids), order="ends" if kind is Agreement else "")

    def where(self, **values: Any) -> Query:
        """The query for values, limited to the campus."""
        return Query(where=values, campus=self.campus)
