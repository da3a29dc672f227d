"""Which papers of a batch are still out, and what is said about that in writing."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from app.errors import Invalid, Problem
from app.models import Attachment, Partner, Placement, SchoolClass, Student
from app.models.internships import PlacementState
from app.services.office import Office
from app.services.paper import AGREEMENT, CONSENT
from app.services.placements import EXPECTED


@dataclass(frozen=True, slots=True)
class PaperState:
    """The papers of one student: who has not signed, how many scans, the explanation given."""

    placement: UUID
    agreement: str
    number: str
    name: str
    school_class: str
    host: str
    state: PlacementState
    missing: frozenset[str]  # the dates of AGREEMENT and CONSENT that are not there
    scans: int
    why: str

    @property
    def unsigned(self) -> tuple[str, ...]:
        """Who has not signed the agreement."""
        return tuple(who for key, who in AGREEMENT.items() if key in self.missing)

    @property
    def unconsented(self) -> tuple[str, ...]:
        """Who has not signed the consent form."""
        return tuple(who for key, who in CONSENT.items() if key in self.missing)


def paper_states(office: Office, batch: UUID) -> list[PaperState]:
    """Everybody in roster order; those who gave up or changed host left out."""
    dates = [getattr(Placement, key) for key in (*AGREEMENT, *CONSENT)]
    query = (
        select(
            Placement.id, Placement.agreement_number, Placement.state, Placement.unsigned_why,
            Student.number, Student.name, SchoolClass.name.label("school_class"),
            Partner.name.label("host"), *dates,
        )
        .join(Student, Student.id == Placement.student_id)
        .outerjoin(SchoolClass, SchoolClass.id == Student.class_id)
        .outerjoin(Partner, Partner.id == Placement.partner_id)
        .where(Placement.batch_id == batch, Placement.deleted.is_(False))
        .where(Placement.state.in_(EXPECTED))
        .order_by(
            SchoolClass.id.is_(None), SchoolClass.sort_key, SchoolClass.id, Student.number,
            Placement.id,
        )
    )  # fmt: skip
    scans = _scans(office, batch)
    with office.db.read() as session:
        return [
            PaperState(
                placement=each.id,
                agreement=each.agreement_number or "",
                number=each.number,
                name=each.name,
                school_class=each.school_class or "",
                host=each.host or "",
                state=each.state,
                missing=frozenset(
                    key for key in (*AGREEMENT, *CONSENT) if getattr(each, key) is None
                ),
                scans=scans[each.id],
                why=each.unsigned_why or "",
            )
            for each in session.execute(query)
        ]


def unsigned(office: Office, batch: UUID) -> list[PaperState]:
    """Who has no complete agreement."""
    return [each for each in paper_states(office, batch) if each.unsigned]


def explain(office: Office, reasons: Mapping[UUID, str]) -> None:
    """Write down why agreements are not signed, one explanation each."""
    if any(not why.strip() for why in reasons.values()):
        raise Invalid([Problem("unsigned_why", "请填写未签说明")])
    records = office.of(Placement)
    with office.db.write(f"未签说明 {len(reasons)} 条") as writing:
        for key, why in reasons.items():
            records.put(writing, key, {"unsigned_why": why}, fresh=False)


def _scans(office: Office, batch: UUID) -> Counter[UUID]:
    """How many files each placement has."""
    query = (
        select(Attachment.owner_id, func.count())
        .join(Placement, Placement.id == Attachment.owner_id)
        .where(Attachment.owner_kind == Placement.__tablename__, Attachment.deleted.is_(False))
        .where(Placement.batch_id == batch)
        .group_by(Attachment.owner_id)
    )
    with office.db.read() as session:
        found = Counter[UUID]()
        for owner, count in session.execute(query):
            found[owner] = count
        return found
