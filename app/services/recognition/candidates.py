"""Who may apply in a round, what the standard says of everybody, and applications."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from app.models import (
    Application,
    RecognitionRound,
    Teacher,
)
from app.models.recognition import (
    ApplicationState,
    RecognitionLevel,
)
from app.models.values import uuid7
from app.services.office import Office
from app.services.recognition.applicant import Applicant
from app.services.recognition.gather import applicants
from app.services.recognition.judging import LevelJudgement, Verdict, judge
from app.services.recognition.standards import standard_of
from app.services.teachers.meters import needs_of

_OVER = (ApplicationState.WITHDRAWN,)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody and what the standard says of every level."""

    who: Applicant
    levels: tuple[LevelJudgement, ...]

    @property
    def higher(self) -> tuple[LevelJudgement, ...]:
        """Levels above the one that is held."""
        order = list(RecognitionLevel)
        held = order.index(self.who.held) if self.who.held else -1
        return tuple(each for each in self.levels if order.index(each.level) > held)

    @property
    def best(self) -> LevelJudgement | None:
        """What to look at first: the level applied for, else the highest met, else the nearest."""
        if self.who.applied is not None:
            return next((e for e in self.levels if e.level is self.who.applied), None)
        for wanted in (Verdict.MEETS, Verdict.NEARLY):
            fitting = [each for each in self.higher if each.verdict is wanted]
            if fitting:
                return fitting[-1]
        return self.higher[0] if self.higher else None


def candidates(office: Office, round_id: UUID) -> list[Candidate]:
    """Everybody who may apply in a round, and everybody who has, by staff number."""
    round_ = office.of(RecognitionRound).get(round_id)
    standard = standard_of(round_)
    with office.db.read() as session:
        found = applicants(session, round_.cut_off, needs_of(office.settings), round_id=round_id)
    return [
        Candidate(each, judge(standard, each))
        for each in found
        if each.member.kind in standard.kinds or each.application is not None
    ]


def candidate(office: Office, round_id: UUID, teacher: UUID) -> Candidate | None:
    """One of them."""
    return next((e for e in candidates(office, round_id) if e.who.member.id == teacher), None)


def enter(office: Office, round_id: UUID, wanted: Mapping[UUID, RecognitionLevel]) -> list[UUID]:
    """Applications for several teachers at once. Refused if one of them may not apply."""
    records = office.of(Application)
    made: list[UUID] = []
    with office.db.write(f"加入认定申报 {len(wanted)} 人") as writing:
        for teacher, level in wanted.items():
            made.append(uuid7())
            values = {"round_id": round_id, "teacher_id": teacher, "level": level}
            records.put(writing, made[-1], values, fresh=True)
    return made


def applications_of(office: Office, round_id: UUID) -> Sequence[Application]:
    """Applications of a round that were not withdrawn, by staff number."""
    with office.db.read() as session:
        query = (
            select(Application)
            .join(Teacher, Teacher.id == Application.teacher_id)
            .where(
                Application.round_id == round_id,
                Application.deleted.is_(False),
                Application.state.not_in(_OVER),
            )
            .order_by(Teacher.number, Application.id)
        )
        return session.scalars(query).all()
