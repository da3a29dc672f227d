"""八个事先: what must be there, with its date, before the first student leaves."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from app.services.rules.boards.grid import (
    Before,
    Group,
    Row,
    Square,
    State,
    ask,
    groups,
    squared,
)
from app.services.rules.facts import Facts
from app.services.rules.pack import Pack
from app.services.rules.views import Case, Pair, Round, Unit, View, survey


def eight_beforehand(
    facts: Facts, pack: Pack, batch: UUID, on: date, *, per_student: bool = False
) -> tuple[Row, ...]:
    """八个事先 of one batch, host by host or student by student."""
    return tuple(
        Row(
            group.subject,
            len(group.cases),
            tuple(_before(group, pack, column) for column in Before),
            group.places,
        )
        for group in groups(survey(facts, on), batch, per_student=per_student)
    )


_BEFORE: dict[Before, tuple[str, ...]] = {
    Before.INSPECTION: ("inspected",),
    Before.LIST: ("published",),
    Before.CONSENT: ("consent", "own_choice"),
    Before.FILING: ("filed", "away"),
    Before.PLAN: ("planned",),
    Before.RULES: ("leadership", "emergency"),
    Before.AGREEMENT: ("agreement",),
    Before.TRAINING: ("trained",),
}


_OF_STUDENTS = frozenset({Before.CONSENT, Before.AGREEMENT, Before.TRAINING})


def _before(group: Group, pack: Pack, column: Before) -> Square:
    """Red as soon as anything is lacking; green only with the day the last paper came in."""
    if not group.cases and column in _OF_STUDENTS:
        known = () if group.subject is None else (group.subject,)
        return Square(column, State.NOT_YET, None, "还没有安排学生，安排后逐人核对", known)
    found = list(ask(group, pack, _BEFORE[column]))
    square = squared(column, found)
    if square.state is not State.GREEN:
        return square
    days = [day for view, _ in found for day in _EVIDENCE[column](view)]
    if not days:
        return Square(column, State.UNKNOWN, None, "没有证明材料的日期", square.open)
    return Square(column, State.GREEN, max(days), "", square.open)


def _case_days(*keys: str) -> Callable[[View], list[date]]:
    """The days of these papers of a placement."""

    def days(view: View) -> list[date]:
        found = (getattr(view.placement, key) for key in keys) if isinstance(view, Case) else ()
        return [day for day in found if day is not None]

    return days


def _round_days(*keys: str) -> Callable[[View], list[date]]:
    """The days of these papers of a batch, or of its emergency plan."""

    def days(view: View) -> list[date]:
        if isinstance(view, Pair):
            return list(view.plans[:1])
        found = (getattr(view.batch, key) for key in keys) if isinstance(view, Round) else ()
        return [day for day in found if day is not None]

    return days


def _inspection_days(view: View) -> list[date]:
    if not isinstance(view, Unit):
        return []
    return [each.on for each in view.host.inspections if view.first and each.on <= view.first]


_EVIDENCE: dict[Before, Callable[[View], list[date]]] = {
    Before.INSPECTION: _inspection_days,
    Before.LIST: _round_days("meeting_on", "published_on"),
    Before.CONSENT: _case_days("consent_student", "consent_guardian", "approved_on"),
    Before.FILING: _round_days("filed_on"),
    Before.PLAN: _round_days("plan_on"),
    Before.RULES: _round_days("rules_on"),
    Before.AGREEMENT: _case_days("signed_school", "signed_host", "signed_student"),
    Before.TRAINING: _case_days("trained_on"),
}
