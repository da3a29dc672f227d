"""The results of a round: applications decided, recognitions with their last day."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.errors import Invalid, Problem
from app.models import (
    Application,
    Recognition,
    RecognitionEvent,
    RecognitionRound,
    Teacher,
)
from app.models.recognition import (
    ApplicationState,
    RecognitionLevel,
    RecognitionStep,
    RoundState,
)
from app.models.values import uuid7
from app.services.database import Writing
from app.services.office import Office
from app.services.recognition.holdings import holdings
from app.services.recognition.standards import standard_of
from app.services.recognition.states import valid_of
from app.services.years import years_before

_OVER = (ApplicationState.WITHDRAWN,)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Decision:
    """What became of one application."""

    application: UUID
    granted: RecognitionLevel | None  # None: not recognised
    number: str | None = None  # of the certificate
    reason: str | None = None  # why not


def last_day(round_: RecognitionRound, on: date) -> date | None:
    """Until when what is granted on a day is valid; None if the standard sets no limit."""
    years = round_.years if round_.years is not None else standard_of(round_).years
    return years_before(on, -years) - _DAY if years else None


def enter_results(
    office: Office, round_id: UUID, decisions: Collection[Decision], on: date
) -> list[UUID]:
    """Results into applications, and recognitions with their last day, all in one step.

    A lower recognition that still counts is superseded on the same day. Nothing is written if
    one of them cannot be.
    """
    round_ = office.of(RecognitionRound).get(round_id)
    _refuse_unsound(office, round_, decisions)
    made: list[UUID] = []
    with office.db.write(f"录入认定结果 {len(decisions)} 人") as writing:
        for each in decisions:
            application = writing.session.get_one(Application, each.application)
            values: dict[str, Any] = {"granted": each.granted, "failed_why": each.reason}
            if each.granted is None:
                values |= {
                    "state": ApplicationState.FAILED,
                    "failed_why": each.reason or "未达到标准",
                }
            else:
                made.append(_recognise(office, writing, round_, application, decision=each, on=on))
                values |= {"state": ApplicationState.PASSED, "recognition_id": made[-1]}
            office.of(Application).put(writing, each.application, values, fresh=False)
        decided = {"decided_on": round_.decided_on or on, "state": RoundState.DONE}
        if not _undecided(writing, round_id):
            office.of(RecognitionRound).put(writing, round_id, decided, fresh=False)
    return made


def _refuse_unsound(
    office: Office, round_: RecognitionRound, decisions: Iterable[Decision]
) -> None:
    standard = standard_of(round_)
    problems = []
    for each in decisions:
        application = office.of(Application).get(each.application)
        if application.round_id != round_.id:
            problems.append("有申报不属于这一批次")
        name = office.of(Teacher).titles([application.teacher_id])[application.teacher_id]
        if application.recognition_id is not None:
            problems.append(f"“{name}”的结果已经录入过")
        if application.state is ApplicationState.WITHDRAWN:
            problems.append(f"“{name}”的申报已撤回，要录入结果请先把申报状态改回草稿")
        if each.granted is not None and standard.of(each.granted) is None:
            problems.append(f"本批次的标准里没有{each.granted}，只有{standard.names()}")
    if problems:
        raise Invalid([Problem("", told) for told in dict.fromkeys(problems)])


def _recognise(  # noqa: PLR0913 - who, as what, in which round, on which day
    office: Office,
    writing: Writing,
    round_: RecognitionRound,
    application: Application,
    *,
    decision: Decision,
    on: date,
) -> UUID:
    _supersede(office, writing, application.teacher_id, decision, on)
    key = uuid7()
    values = {
        "teacher_id": application.teacher_id,
        "level": decision.granted,
        "programme_id": application.programme_id,
        "number": decision.number,
        "granted_on": on,
        "valid_until": last_day(round_, on),
        "authority": round_.authority,
        "round_id": round_.id,
        "document": round_.document,
        "clauses": application.clauses,
    }
    office.of(Recognition).put(writing, key, values, fresh=True)
    return key


def _supersede(
    office: Office, writing: Writing, teacher: UUID, decision: Decision, on: date
) -> None:
    """End what is held and lower; the same level again renews nothing and is refused later."""
    writing.session.flush()
    held = valid_of(holdings(writing.session, teacher).get(teacher, ()), on)
    order = list(RecognitionLevel)
    if held is None or decision.granted is None:
        return
    if order.index(held.level) >= order.index(decision.granted):
        return
    values = {
        "recognition_id": held.id,
        "on": on,
        "what": RecognitionStep.SUPERSEDE,
        "reason": f"升级为{decision.granted}",
    }
    office.of(RecognitionEvent).put(writing, uuid7(), values, fresh=True)


def _undecided(writing: Writing, round_id: UUID) -> bool:
    """Whether somebody in the round still waits."""
    writing.session.flush()
    done = (ApplicationState.PASSED, ApplicationState.FAILED, *_OVER)
    query = select(Application.id).where(
        Application.round_id == round_id,
        Application.deleted.is_(False),
        Application.state.not_in(done),
    )
    return writing.session.scalars(query).first() is not None
