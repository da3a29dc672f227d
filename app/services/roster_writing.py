"""What a person decided about a new roster, written in one transaction: one undo takes it back."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.errors import Refused
from app.models import Cohort, CohortMember, Student, StudentChange
from app.models.cohorts import LeaveReason
from app.models.students import Standing
from app.services.database import Writing
from app.services.enrolment import RUNNING, take_off
from app.services.exchange.apply import apply_plan
from app.services.exchange.lines import Outcome, Progress
from app.services.exchange.plan import Plan
from app.services.office import Office
from app.services.roster import WORDS, Leaver, Moved, RosterDifference

_FINAL = (Standing.LEFT, Standing.TRANSFERRED)  # who comes back stays on the rosters


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person made of the differences."""

    on: date  # the day the changes are dated
    leaving: Mapping[UUID, Standing] = field(default_factory=dict)  # who really left, and as what
    rows: Collection[UUID] | None = None  # students whose rows are written; None: all of them
    reason: str | None = None
    off_rosters: bool = False  # who left for good also leaves the cohorts


def accept(
    office: Office,
    plan: Plan,
    difference: RosterDifference,
    decision: Decision,
    progress: Progress = lambda *_: None,
) -> Plan:
    """Write what was decided: the rows of the import, a note of every move in the students'
    files, and the leaving of whom a person let go; gives back what was written of the plan.

    Conflict if the records have changed since the dry run; then nothing is written.
    """
    _check(difference, decision)
    wanted = plan if decision.rows is None else _only(plan, decision.rows)
    moving = {line.key for line in wanted.of(Outcome.CHANGED)}
    named = {each.student: each for each in difference.leavers}

    def note(writing: Writing) -> None:
        for each in difference.moved:
            if each.student in moving:
                _note(office, writing, each, decision.on, decision.reason)
        for key, standing in decision.leaving.items():
            _let_go(office, writing, named[key], standing, decision)
        if decision.off_rosters:
            _take_off_rosters(office, writing, decision)

    apply_plan(office, wanted, progress, also=note)
    return wanted


def _check(difference: RosterDifference, decision: Decision) -> None:
    proposed = {each.student for each in difference.leavers}
    if strangers := decision.leaving.keys() - proposed:
        raise Refused(f"有 {len(strangers)} 名学生不在本次的离校名单里，请重新核对名册。")
    if Standing.ENROLLED in decision.leaving.values():
        raise Refused("请为离校学生选择休学、退学、转出或毕业。")


def _only(plan: Plan, rows: Collection[UUID]) -> Plan:
    """The plan without the rows that a person left out, and without what only they bring along."""
    written = (Outcome.NEW, Outcome.CHANGED)
    lines = [line for line in plan.lines if line.outcome not in written or line.key in rows]
    kept = [line.values for line in lines if line.outcome in written]
    brought = {made.values["id"]: made for made in plan.made}
    needed: set[UUID] = set()
    while more := set(_keys_in(kept)) & brought.keys() - needed:
        needed |= more  # a class that comes along may bring its programme
        kept = [brought[key].values for key in more]
    return replace(
        plan, lines=lines, made=[made for made in plan.made if made.values["id"] in needed]
    )


def _keys_in(rows: Sequence[Mapping[str, Any]]) -> Iterator[UUID]:
    for values in rows:
        yield from (value for value in values.values() if isinstance(value, UUID))


def _let_go(
    office: Office, writing: Writing, leaver: Leaver, standing: Standing, decision: Decision
) -> None:
    values = {"standing": standing, "standing_on": decision.on}
    office.of(Student).put(writing, leaver.student, values, fresh=False)
    reason = decision.reason or "名册核对：新名册中没有该学生"
    _note(office, writing, _departure(leaver, standing), decision.on, reason)


def _take_off_rosters(office: Office, writing: Writing, decision: Decision) -> None:
    """Whoever left for good no longer counts in any cohort from that day on."""
    final = [key for key, standing in decision.leaving.items() if standing in _FINAL]
    running = select(Cohort.id).where(Cohort.state.in_(RUNNING))
    query = select(CohortMember).where(
        CohortMember.student_id.in_(final),
        CohortMember.deleted.is_(False),
        CohortMember.cohort_id.in_(running),
        CohortMember.left.is_(None) | (CohortMember.left > decision.on),
    )
    found = {each.id: max(decision.on, each.joined) for each in writing.session.scalars(query)}
    for key, day in found.items():
        take_off(office, writing, [key], day, LeaveReason.LEFT_SCHOOL)


def _departure(leaver: Leaver, standing: Standing) -> Moved:
    before, after = str(Standing.ENROLLED), str(standing)
    return Moved(leaver.student, leaver.number, leaver.name, WORDS[standing], before, after)


def _note(office: Office, writing: Writing, moved: Moved, on: date, reason: str | None) -> None:
    values = {
        "student_id": moved.student,
        "on": on,
        "what": moved.what,
        "before": moved.before or None,
        "after": moved.after or None,
        "reason": reason,
    }
    accepted = office.of(StudentChange).accept(values, complete=True)
    writing.insert_many(StudentChange, [accepted])
