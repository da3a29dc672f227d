"""What the ratios would be if people were recognised."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from app.models.recognition import (
    RecognitionLevel,
)
from app.services.office import Office
from app.services.recognition.candidates import candidates
from app.services.recognition.holdings import holdings
from app.services.recognition.judging import Verdict
from app.services.teachers.ratios import Ratios, counted, figure, part_time_hours
from app.services.teachers.roll import staff


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Ratios as they are, and as they would be."""

    before: Ratios
    after: Ratios
    lost: tuple[UUID, ...]  # teachers whose recognition would have run out by then


def what_if(office: Office, granted: Mapping[UUID, RecognitionLevel], on: date) -> WhatIf:
    """Ratios on a day without and with these teachers recognised at these levels."""
    with office.db.read() as session:
        people = staff(session, on)
        held = holdings(session)
        hours = part_time_hours(session, on)
    now = counted(people, held, on)
    order = list(RecognitionLevel)
    then = [
        replace(each, level=max(filter(None, (each.level, given)), key=order.index))
        if (given := granted.get(each.teacher.id)) is not None
        else each
        for each in now
    ]
    lost = tuple(each.teacher.id for each in now if not each.dual and held.get(each.teacher.id))
    return WhatIf(figure(now, hours, on), figure(then, hours, on), lost)


def what_if_round(office: Office, round_id: UUID, on: date) -> WhatIf:
    """If everybody passed who applied and meets the level applied for."""
    passing = {
        each.who.member.id: each.who.applied
        for each in candidates(office, round_id)
        if each.who.applied and each.best and each.best.verdict is Verdict.MEETS
    }
    return what_if(office, passing, on)
