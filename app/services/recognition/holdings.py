"""All recognitions with their histories, read in two queries."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Recognition, RecognitionEvent
from app.services.recognition.states import Held, Step


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
