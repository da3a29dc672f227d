"""All recognitions with their histories, read once; and which of them want a review."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Department, Recognition, RecognitionEvent, Teacher
from app.models.recognition import RecognitionLevel, RecognitionState, RecognitionStep
from app.services.office import Office
from app.services.recognition.states import Held, Step

WARNINGS = (30, 60, 90)  # days before the last day, the most pressing first


def holdings(session: Session, teacher: UUID | None = None) -> Mapping[UUID, Sequence[Held]]:
    """Recognitions by teacher, in the order in which they were granted."""
    steps = _steps(session, teacher)
    query = select(
        Recognition.id,
        Recognition.teacher_id,
        Recognition.level,
        Recognition.granted_on,
        Recognition.valid_until,
        Recognition.number,
        Recognition.document,
        Recognition.programme_id,
    ).where(Recognition.deleted.is_(False))
    if teacher is not None:
        query = query.where(Recognition.teacher_id == teacher)
    found: dict[UUID, list[Held]] = defaultdict(list)
    for row in session.execute(query.order_by(Recognition.granted_on, Recognition.id)):
        found[row.teacher_id].append(Held(*row, steps=steps.get(row.id, ())))
    return found


def _steps(session: Session, teacher: UUID | None) -> Mapping[UUID, Sequence[Step]]:
    event = RecognitionEvent
    query = select(event.recognition_id, event.on, event.what, event.valid_until)
    query = query.where(event.deleted.is_(False)).order_by(event.on, event.id)
    if teacher is not None:
        query = query.join(Recognition, Recognition.id == event.recognition_id)
        query = query.where(Recognition.teacher_id == teacher)
    found: dict[UUID, list[Step]] = defaultdict(list)
    for key, on, what, until in session.execute(query):
        found[key].append(Step(on, what, until))
    return found


@dataclass(frozen=True, slots=True)
class Review:
    """A recognition whose last day comes near, or has passed without a review."""

    recognition: UUID
    teacher: UUID
    number: str | None
    name: str
    department: str
    level: RecognitionLevel
    certificate: str | None
    until: date
    days: int  # left; negative: so long over
    band: int  # 30, 60 or 90; 0 once it has expired
    state: RecognitionState


def due_for_review(office: Office, on: date, within: int = WARNINGS[-1]) -> list[Review]:
    """Recognitions of people on the staff that end within so many days, or ended unreviewed.

    The most pressing first. Who holds another that counts longer needs no review of the old one.
    """
    with office.db.read() as session:
        held = holdings(session)
        query = (
            select(Teacher.id, Teacher.number, Teacher.name, Department.name.label("department"))
            .outerjoin(Department, Department.id == Teacher.department_id)
            .where(Teacher.deleted.is_(False), Teacher.left.is_(None) | (Teacher.left > on))
        )
        people = {row.id: row for row in session.execute(query)}
    found: list[Review] = []
    for teacher, row in people.items():
        latest = _latest(held.get(teacher, ()), on)
        if latest is None or (days := latest.days_left(on)) is None or days > within:
            continue
        band = 0 if days < 0 else next((n for n in WARNINGS if days <= n), within)
        found.append(
            Review(
                recognition=latest.id,
                teacher=teacher,
                number=row.number,
                name=row.name,
                department=row.department or "",
                level=latest.level,
                certificate=latest.number,
                until=latest.until(on) or on,
                days=days,
                band=band,
                state=latest.state(on),
            )
        )
    return sorted(found, key=lambda each: (each.until, each.number or ""))


def _latest(held: Sequence[Held], on: date) -> Held | None:
    """The one that lasts longest of those a review is about."""
    told = [
        each
        for each in held
        if each.granted_on <= on
        and each.until(on) is not None
        and each.state(on)
        in (
            RecognitionState.VALID,
            RecognitionState.DUE,
            RecognitionState.REVIEWING,
            RecognitionState.EXPIRED,
        )
        and not _lapsed(each, on)
    ]
    if any(each.counts(on) and each.until(on) is None for each in held):
        return None
    return max(told, key=lambda each: each.until(on) or on, default=None)


def _lapsed(held: Held, on: date) -> bool:
    """Whether a review has already said that it ends."""
    done = [step for step in held.steps if step.on <= on]
    return bool(done) and done[-1].what is RecognitionStep.LAPSE
