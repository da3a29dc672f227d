"""Students of a batch who are placed twice at the same time, here or in another batch."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.models import InternshipBatch, Partner, Placement, Student
from app.services.office import Office
from app.services.placement_rows import overlaps
from app.services.placements import EXPECTED


@dataclass(frozen=True, slots=True)
class Clash:
    """One placement of the batch, and another one of the same student beside it."""

    placement: UUID
    other: UUID
    number: str
    name: str
    words: str


def clashes(office: Office, batch: UUID) -> list[Clash]:
    """By student number: twice in this batch whatever the dates, or on the same days elsewhere."""
    with office.db.read() as session:
        here = select(Placement.student_id).where(
            Placement.batch_id == batch, Placement.deleted.is_(False)
        )
        query = (
            select(
                Placement.id, Placement.batch_id, Placement.student_id, Placement.state,
                Student.number, Student.name, InternshipBatch.name.label("title"),
                Partner.name.label("host"),
            )
            .join(Student, Student.id == Placement.student_id)
            .join(InternshipBatch, InternshipBatch.id == Placement.batch_id)
            .outerjoin(Partner, Partner.id == Placement.partner_id)
            .where(Placement.student_id.in_(here), Placement.deleted.is_(False))
            .order_by(Student.number, Placement.starts, Placement.id)
        )  # fmt: skip
        held = {each.id: each for each in session.execute(query)}
    students = {each.student_id for each in held.values()}
    found = [*_repeated(held, batch), *_overlapping(office, held, batch, students)]
    return sorted(found, key=lambda each: each.number)


def _repeated(held: Mapping[UUID, Any], batch: UUID) -> Iterator[Clash]:
    """Placed again in the same batch while the first one still stands."""
    first: dict[UUID, UUID] = {}
    for key, each in held.items():
        if each.batch_id != batch or each.state not in EXPECTED:
            continue
        before = first.setdefault(each.student_id, key)
        if before != key:
            words = f"本批次重复安排，另一条在{each.host or '未定单位'}"
            yield Clash(before, key, each.number, each.name, words)


def _overlapping(
    office: Office, held: Mapping[UUID, Any], batch: UUID, students: set[UUID]
) -> Iterator[Clash]:
    for each in overlaps(office, students):
        pair: Sequence[UUID] = (each.first, each.second)
        here = [key for key in pair if held[key].batch_id == batch]
        told_before = len(here) == 2 and all(held[key].state in EXPECTED for key in pair)
        if not here or told_before:
            continue
        other = next(key for key in pair if key != here[0])
        about = held[other]
        where = "本批次另一条" if len(here) == 2 else f"“{about.title}”"
        words = (
            f"与{where}（{about.host or '未定单位'}）重叠：{each.days.first} 至 {each.days.last}"
        )
        yield Clash(here[0], other, about.number, about.name, words)
