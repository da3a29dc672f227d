"""Which recognitions want a review: those that end soon, and those that ended without one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from app.models import Department, Teacher
from app.models.recognition import RecognitionLevel, RecognitionState, RecognitionStep
from app.services.office import Office
from app.services.recognition.holdings import holdings
from app.services.recognition.states import Held

WARNINGS = (30, 60, 90)  # days before the last day, the most pressing first


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


def due_for_review(
    office: Office,
    on: date,
    within: int = WARNINGS[-1],
    teachers: Collection[UUID] | None = None,
) -> list[Review]:
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
        rows = session.execute(query)
        people = {row.id: row for row in rows if teachers is None or row.id in teachers}
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
