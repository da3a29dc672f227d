"""Going on post: who may, why the others may not yet, and who answers for an exception."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from app.errors import Refused
from app.models import Placement, RuleWaiver, SchoolClass, Student
from app.models.internships import PlacementState
from app.services.host_agreements import Override
from app.services.office import Office
from app.services.placements import waived
from app.services.readiness import bars


@dataclass(frozen=True, slots=True)
class Going:
    """One student who waits to go on post."""

    placement: UUID
    number: str
    name: str
    school_class: str
    barred: tuple[str, ...]  # what is missing, in words; empty: ready


def departure(
    office: Office, batch: UUID, placements: Collection[UUID] | None = None
) -> list[Going]:
    """Those of a batch who wait, in roster order, or those of them that are meant."""
    query = (
        select(Placement, Student.number, Student.name, SchoolClass.name)
        .join(Student, Student.id == Placement.student_id)
        .outerjoin(SchoolClass, SchoolClass.id == Student.class_id)
        .where(Placement.batch_id == batch, Placement.deleted.is_(False))
        .where(Placement.state == PlacementState.PLANNED)
        .order_by(SchoolClass.sort_key, SchoolClass.id, Student.number, Placement.id)
    )
    waivers = select(RuleWaiver.placement_id, RuleWaiver.rule).where(
        RuleWaiver.batch_id == batch,
        RuleWaiver.placement_id.is_not(None),
        RuleWaiver.deleted.is_(False),
    )
    with office.db.read() as session:
        answered = {(held, rule) for held, rule in session.execute(waivers)}
        return [
            Going(
                each.id,
                number,
                name,
                school_class or "",
                tuple(lack.words for lack in bars(each) if (each.id, lack.rule) not in answered),
            )
            for each, number, name, school_class in session.execute(query)
            if placements is None or each.id in placements
        ]


def send(office: Office, placements: Sequence[UUID], override: Override | None = None) -> None:
    """Put students on post, all or none. Refused unless papers are there or somebody answers.

    What is overridden is kept as a waiver of the rule, per student and rule.
    """
    records = office.of(Placement)
    with office.db.write(f"学生上岗 {len(placements)} 人") as writing:
        session = writing.session
        going = records.stored(session, placements)
        for held in going:
            if held.state is not PlacementState.PLANNED:
                raise Refused(f"只有“待上岗”的学生可以上岗，这一条的状态是“{held.state}”。")
        if override is not None:
            known = waived(session, placements)
            told = [each for held in going for each in _waivers(held, override.checked(), known)]
            accept = office.of(RuleWaiver).accept
            writing.insert_many(RuleWaiver, [accept(each, complete=True) for each in told])
        records.put_all(writing, placements, {"state": PlacementState.ON_POST})


def _waivers(
    held: Placement, override: Override, known: Collection[tuple[UUID | None, str]]
) -> list[dict[str, object]]:
    lacking = dict.fromkeys(lack.rule for lack in bars(held))
    return [
        {
            "rule": rule,
            "batch_id": held.batch_id,
            "student_id": held.student_id,
            "placement_id": held.id,
            "reason": override.reason,
            "by": override.by,
            "on": override.on,
        }
        for rule in lacking
        if (held.id, rule) not in known
    ]
