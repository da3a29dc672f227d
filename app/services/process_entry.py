"""What is written down while a batch runs: calls, visits, weekly records, accidents that end."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from app.errors import Invalid, Problem
from app.models import ContactRecord, Incident, Student, VisitRecord, WeeklyRecordReceipt
from app.models.fields import Choice
from app.models.internships import Placement
from app.models.values import uuid7
from app.services.office import Office

Weeks = Mapping[UUID, Collection[int]]  # by placement


class Outcome(Choice):
    """What comes of a call."""

    REACHED = "已联系"
    MISSED = "未接通"
    AGREED = "约定再联系"


@dataclass(frozen=True, slots=True)
class Called:
    """One call."""

    placement: UUID
    outcome: Outcome
    on: date
    note: str = ""
    again_on: date | None = None  # for what was agreed


def call(office: Office, called: Called) -> None:
    """Write down a call; only one that reached the student counts for the rhythm."""
    again = called.again_on if called.outcome is Outcome.AGREED else None
    if called.outcome is Outcome.AGREED and (again is None or again < called.on):
        raise Invalid([Problem("again_on", "请填写约定的日期，不早于今天")])
    records = office.of(ContactRecord)
    values = {
        "placement_id": called.placement,
        "on": called.on,
        "by": office.settings.operator or None,
        "reached": called.outcome is Outcome.REACHED,
        "summary": called.note.strip() or str(called.outcome),
        "again_on": again,
    }
    with office.db.write(f"联系学生：{called.outcome}") as writing:
        records.put(writing, uuid7(), values, fresh=True)


def visit(office: Office, values: Mapping[str, object], seen: Mapping[UUID, str]) -> None:
    """Write down a visit, and for everybody who was seen what was found about them.

    Who was seen on the spot counts as reached. What was found may be told of students only.
    """
    on, visitors = values.get("on"), values.get("visitors")
    found = {key: text.strip() for key, text in seen.items()}
    with office.db.write(f"登记巡查，见到学生 {len(found)} 人") as writing:
        told = str(values.get("findings") or "").strip() or _told(office, found)
        record = {"seen": len(found)} | dict(values) | {"findings": told or None}
        office.of(VisitRecord).put(writing, uuid7(), record, fresh=True)
        for key, text in found.items():
            summary = f"巡查见到（{visitors}）：{text or '情况正常'}"
            call_ = {"placement_id": key, "on": on, "reached": True, "summary": summary}
            office.of(ContactRecord).put(writing, uuid7(), call_, fresh=True)


def _told(office: Office, found: Mapping[UUID, str]) -> str:
    """The findings about students, by name, as the findings of the visit."""
    query = (
        select(Placement.id, Student.name)
        .join(Student, Student.id == Placement.student_id)
        .where(Placement.id.in_(list(found)))
    )
    with office.db.read() as session:
        names = {row[0]: row[1] for row in session.execute(query)}
    return "；".join(f"{names[key]}：{text}" for key, text in found.items() if text)


def receive(office: Office, weeks: Weeks, on: date) -> int:
    """Tick weekly records as received, in one step; how many were new."""
    records = office.of(WeeklyRecordReceipt)
    held = _held(office, weeks)
    fresh = [
        (key, week)
        for key, numbers in weeks.items()
        for week in sorted(numbers)
        if (key, week) not in held
    ]
    if fresh:
        with office.db.write(f"收到周记 {len(fresh)} 份") as writing:
            for key, week in fresh:
                values = {"placement_id": key, "week": week, "received_on": on}
                records.put(writing, uuid7(), values, fresh=True)
    return len(fresh)


def take_back(office: Office, weeks: Weeks) -> int:
    """Undo ticks that were wrong: to the recycle bin, in one step; how many."""
    held = _held(office, weeks)
    wanted = [held[key, week] for key, numbers in weeks.items() for week in numbers
              if (key, week) in held]  # fmt: skip
    if wanted:
        office.of(WeeklyRecordReceipt).delete(wanted)
    return len(wanted)


def _held(office: Office, weeks: Weeks) -> Mapping[tuple[UUID, int], UUID]:
    query = select(
        WeeklyRecordReceipt.placement_id, WeeklyRecordReceipt.week, WeeklyRecordReceipt.id
    ).where(
        WeeklyRecordReceipt.deleted.is_(False), WeeklyRecordReceipt.placement_id.in_(list(weeks))
    )
    with office.db.read() as session:
        return {(row[0], row[1]): row[2] for row in session.execute(query)}


def close(office: Office, incident: UUID, on: date, result: str) -> None:
    """An accident is dealt with: from then on the home page is silent about it."""
    records = office.of(Incident)
    held = records.get(incident)
    problems = []
    if not result.strip():
        problems.append(Problem("result", "请写明处理结果"))
    if on < held.on:
        problems.append(Problem("closed_on", "结案日期早于发生日期"))
    if problems:
        raise Invalid(problems)
    records.save({"closed_on": on, "result": result}, held)
