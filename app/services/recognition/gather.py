"""Everybody a standard may be applied to, as of the cut-off date: a few queries for all."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import (
    Application,
    Evidence,
    PracticeStint,
    Teacher,
    TeacherAchievement,
    TeacherQualification,
    TrainingRecord,
)
from app.models.recognition import ApplicationState, RecognitionLevel
from app.models.values import PartialDate
from app.services.recognition.applicant import (
    Achieved,
    Applicant,
    Proof,
    Stayed,
    Title,
    Trained,
)
from app.services.recognition.holdings import holdings
from app.services.recognition.states import valid_of
from app.services.teachers.practice import Needs, Stay, meter
from app.services.teachers.roll import Member, staff


def applicants(
    session: Session,
    cut_off: date,
    needs: Needs,
    *,
    round_id: UUID | None = None,
    teachers: Collection[UUID] | None = None,
) -> list[Applicant]:
    """Everybody on the staff on that day, or some of them, by staff number."""
    people = [each for each in staff(session, cut_off) if teachers is None or each.id in teachers]
    more = _personal(session)
    stints = _stints(session)
    certificates = _parts(session, TeacherQualification, "name", "level", "on")
    achieved = _parts(session, TeacherAchievement, "name", "kind", "level", "on")
    trained = _trainings(session)
    held = holdings(session)
    applied = _applications(session, round_id)
    proofs = _proofs(session, round_id)
    found = []
    for each in people:
        said = more[each.id]
        stays = stints.get(each.id, ())
        best = valid_of(held.get(each.id, ()), cut_off)
        application, level = applied.get(each.id, (None, None))
        found.append(
            Applicant(
                member=each,
                on=cut_off,
                meter=meter([Stay(s.first, s.last) for s in stays], cut_off, needs),
                ethics=said["ethics"],
                title=_title(said["title"], said["title_level"], said["title_on"]),
                titles=_others(each, said, certificates.get(each.id, ())),
                licensed=bool(said["licence"] or said["licence_number"]),
                achievements=tuple(Achieved(*row) for row in achieved.get(each.id, ())),
                trainings=tuple(trained.get(each.id, ())),
                held=best.level if best else None,
                application=application,
                applied=level,
                proofs=tuple(proofs.get(application, ())) if application else (),
                later=tuple(s for s in stays if _reaches_beyond(s, cut_off)),
            )
        )
    return found


def _reaches_beyond(stay: Stayed, cut_off: date) -> bool:
    return stay.first > cut_off or stay.last is None or stay.last > cut_off


def _title(name: str | None, level: Any, on: PartialDate | None) -> Title | None:
    if not name:
        return None
    return Title(name, level, on.first_day if on else None)


def _others(
    member: Member, said: Mapping[str, Any], certificates: Sequence[Sequence[Any]]
) -> tuple[Title, ...]:
    own = _title(member.other_title, said["other_title_level"], said["other_title_on"])
    return tuple(filter(None, [own, *(Title(*row) for row in certificates)]))


_PERSONAL = (
    "id", "ethics", "title", "title_level", "title_on", "other_title_level", "other_title_on",
    "licence", "licence_number",
)  # fmt: skip


def _personal(session: Session) -> Mapping[UUID, Mapping[str, Any]]:
    columns: list[Any] = [getattr(Teacher, key) for key in _PERSONAL]
    rows = session.execute(select(*columns).where(Teacher.deleted.is_(False)))
    return {row[0]: dict(zip(_PERSONAL, row, strict=True)) for row in rows}


def _parts(session: Session, kind: Any, *keys: str) -> Mapping[UUID, Sequence[Sequence[Any]]]:
    columns: list[Any] = [getattr(kind, key) for key in keys]
    found: dict[UUID, list[Sequence[Any]]] = defaultdict(list)
    query = select(kind.teacher_id, *columns).where(kind.deleted.is_(False)).order_by(kind.id)
    for owner, *values in session.execute(query):
        found[owner].append(values)
    return found


def _stints(session: Session) -> Mapping[UUID, Sequence[Stayed]]:
    rows = _parts(session, PracticeStint, "enterprise", "starts", "ends")
    return {owner: [Stayed(*row) for row in parts] for owner, parts in rows.items()}


def _trainings(session: Session) -> Mapping[UUID, Sequence[Trained]]:
    rows = _parts(session, TrainingRecord, "name", "starts", "ends", "hours")
    return {
        owner: [Trained(name, ends or starts, hours) for name, starts, ends, hours in parts]
        for owner, parts in rows.items()
    }


def _applications(
    session: Session, round_id: UUID | None
) -> Mapping[UUID, tuple[UUID, RecognitionLevel]]:
    query = select(Application.teacher_id, Application.id, Application.level).where(
        Application.round_id == round_id,
        Application.deleted.is_(False),
        Application.state != ApplicationState.WITHDRAWN,
    )
    return {teacher: (key, level) for teacher, key, level in session.execute(query)}


def _proofs(session: Session, round_id: UUID | None) -> Mapping[UUID, Sequence[Proof]]:
    query = (
        select(Evidence.application_id, Evidence.clause, Evidence.name, Evidence.on)
        .join(Application, Application.id == Evidence.application_id)
        .where(Application.round_id == round_id, Evidence.deleted.is_(False))
        .order_by(Evidence.clause, Evidence.id)
    )
    found: dict[UUID, list[Proof]] = defaultdict(list)
    for owner, clause, name, on in session.execute(query):
        found[owner].append(Proof(clause, name, on))
    return found
