"""Going on post: who may, why the others may not yet, and who answers for an exception."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import Refused
from app.models import InternshipBatch, Placement, RuleWaiver, SchoolClass, Student
from app.models.internships import PlacementState
from app.services.host_agreements import Override
from app.services.office import Office
from app.services.placements import waived
from app.services.readiness import Lack, bars, not_ready
from app.services.rules.admission import unfit
from app.services.rules.pack import Pack
from app.services.rules.service import pack_in_force


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
        select(Placement, Student, SchoolClass.name)
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
        whole, pack = session.get_one(InternshipBatch, batch), pack_in_force(office)
        return [
            Going(
                each.id,
                student.number,
                student.name,
                school_class or "",
                tuple(
                    lack.words
                    for lack in _barred(pack, whole, each, student)
                    if (each.id, lack.rule) not in answered
                ),
            )
            for each, student, school_class in session.execute(query)
            if placements is None or each.id in placements
        ]


def send(office: Office, placements: Sequence[UUID], override: Override | None = None) -> None:
    """Put students on post, all or none. Refused unless papers are there or somebody answers.

    The same holds for those whom the rules bar: first-years and who is too young.

    What is overridden is kept as a waiver of the rule, per student and rule.
    """
    records = office.of(Placement)
    with office.db.write(f"学生上岗 {len(placements)} 人") as writing:
        session = writing.session
        going = records.stored(session, placements)
        for held in going:
            if held.state is not PlacementState.PLANNED:
                raise Refused(f"只有“待上岗”的学生可以上岗，这一条的状态是“{held.state}”。")
        lacking = _lacking(office, session, going)
        if override is not None:
            told = [each for held in going for each in _waivers(held, override.checked(), lacking)]
            accept = office.of(RuleWaiver).accept
            writing.insert_many(RuleWaiver, [accept(each, complete=True) for each in told])
        elif first := next((each for each in lacking.values() if each), None):
            raise Refused(not_ready(first))
        records.put_all(writing, placements, {"state": PlacementState.ON_POST})


def _barred(
    pack: Pack, batch: InternshipBatch, held: Placement, student: Student
) -> tuple[Lack, ...]:
    return (*unfit(pack, batch.kind, student, held.starts or batch.starts), *bars(held))


def _lacking(
    office: Office, session: Session, going: Sequence[Placement]
) -> dict[UUID, tuple[Lack, ...]]:
    """What keeps each student from going and nobody has answered for."""
    known, pack = waived(session, [held.id for held in going]), pack_in_force(office)
    students, batches = (
        {each.id: each for each in office.of(kind).stored(session, keys)}
        for kind, keys in (
            (Student, [held.student_id for held in going]),
            (InternshipBatch, [held.batch_id for held in going]),
        )
    )
    return {
        held.id: tuple(
            lack
            for lack in _barred(pack, batches[held.batch_id], held, students[held.student_id])
            if (held.id, lack.rule) not in known
        )
        for held in going
    }


def _waivers(
    held: Placement, override: Override, lacking: Mapping[UUID, Sequence[Lack]]
) -> list[dict[str, object]]:
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
        for rule in dict.fromkeys(lack.rule for lack in lacking[held.id])
    ]
