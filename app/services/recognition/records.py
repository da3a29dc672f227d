"""Rounds, applications, recognitions: what is more than generic about saving them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from app.errors import Invalid, Problem, Refused
from app.models import (
    Application,
    Recognition,
    RecognitionEvent,
    RecognitionRound,
    RecognitionStandard,
    Record,
    Teacher,
)
from app.models.recognition import ApplicationState, RecognitionStep, RoundState
from app.services.database import Database
from app.services.query import Query
from app.services.recognition.holdings import holdings
from app.services.recognition.pack import read
from app.services.recognition.states import Held, Step, allowed, both_count
from app.services.records import Records
from app.services.teachers.records import in_order

_NEW = UUID(int=0)
_NEEDS_REASON = (RecognitionStep.SUSPEND, RecognitionStep.REVOKE, RecognitionStep.LAPSE)


class Recognitions(Records[Recognition]):
    """Records: nobody holds two that count on the same day."""

    def __init__(self, db: Database) -> None:
        super().__init__(db, Recognition)

    def _before_save(self, session: Session, record: Recognition) -> None:
        told = "有效期至早于认定日期"
        if found := in_order(record.granted_on, record.valid_until, "valid_until", told):
            raise Invalid(found)
        held = _held_by(session, record.teacher_id)
        key: UUID = getattr(record, "id", None) or _NEW  # it has none before it is stored
        steps = next((each.steps for each in held if each.id == key), ())
        mine = Held(
            key,
            record.teacher_id,
            record.level,
            record.granted_on,
            record.valid_until,
            steps=steps,
        )
        refuse_two(session, mine, held)


class Events(Records[RecognitionEvent]):
    """Records: every step must follow from the state before it; the state is then kept."""

    def __init__(self, db: Database) -> None:
        super().__init__(db, RecognitionEvent)

    def _before_save(self, session: Session, record: RecognitionEvent) -> None:
        problems = []
        if record.what is RecognitionStep.RENEW and record.valid_until is None:
            problems.append(Problem("valid_until", "复核通过请填写新的有效期至"))
        if record.what in _NEEDS_REASON and not record.reason:
            problems.append(Problem("reason", f"{record.what}请写明原因"))
        told = "新的有效期至早于复核日期"
        problems += in_order(record.on, record.valid_until, "valid_until", told)
        if problems:
            raise Invalid(problems)
        self._in_line(session, record)

    def _in_line(self, session: Session, record: RecognitionEvent) -> None:
        """Whether the step can be taken on its day, and leaves no two recognitions valid."""
        recognition = session.get_one(Recognition, record.recognition_id)
        held = _held_by(session, recognition.teacher_id)
        now = next((each for each in held if each.id == recognition.id), None)
        if now is None:
            return
        others = _steps(session, recognition.id, besides=record.id)
        until = [step for step in others if step.on <= record.on]
        state = _with(now, until).state(record.on)
        if not allowed(record.what, state):
            told = f"这份认定在 {record.on} 是“{state}”，不能登记“{record.what}”"
            raise Invalid([Problem("what", told)])
        step = Step(record.on, record.what, record.valid_until)
        refuse_two(session, _with(now, [*others, step]), held)

    def _after_save(self, session: Session, record: RecognitionEvent) -> None:
        _keep_state(session, record.recognition_id)

    def _bin(self, session: Session, record: Record) -> None:
        super()._bin(session, record)
        if isinstance(record, RecognitionEvent):
            _keep_state(session, record.recognition_id)

    def _back(self, session: Session, record: Record, since: object) -> None:
        super()._back(session, record, since)
        if isinstance(record, RecognitionEvent):
            _keep_state(session, record.recognition_id)


class Standards(Records[RecognitionStandard]):
    """Records: the text of a standard can be read."""

    def __init__(self, db: Database) -> None:
        super().__init__(db, RecognitionStandard)

    def _before_save(self, session: Session, record: RecognitionStandard) -> None:
        read(record.text)


class Rounds(Records[RecognitionRound]):
    """Records: a round that is under way has a standard, and keeps its cut-off date."""

    def __init__(self, db: Database) -> None:
        super().__init__(db, RecognitionRound)

    def _before_save(self, session: Session, record: RecognitionRound) -> None:
        problems = in_order(record.opens, record.closes, "closes", "申报截止早于申报开始")
        told = "公示结束早于公示开始"
        problems += in_order(record.published_from, record.published_to, "published_to", told)
        if record.state is not RoundState.PLANNED and record.rules is None:
            problems.append(Problem("state", "还没有选定认定标准，批次不能开始申报"))
        if record.state is RoundState.DONE and _moved(record, "cut_off"):
            problems.append(Problem("cut_off", "批次已发文，佐证截止日不能再改"))
        if problems:
            raise Invalid(problems)


def _moved(record: Any, key: str) -> bool:
    if not isinstance(record, Record):
        return False  # only asked about, in an import
    history = inspect(record).attrs[key].history
    return bool(history.deleted and history.deleted != [None])


# What may follow by hand. Passing comes from the results of the round alone, for it makes a
# recognition; what was once finished elsewhere comes in by import.
_DECIDED = (ApplicationState.PASSED, ApplicationState.FAILED)
_NEXT = {
    ApplicationState.DRAFT: (ApplicationState.SUBMITTED,),
    ApplicationState.SUBMITTED: (ApplicationState.CHECKING, ApplicationState.RETURNED),
    ApplicationState.CHECKING: (
        ApplicationState.RETURNED,
        ApplicationState.QUALIFIED,
        ApplicationState.FAILED,
    ),
    ApplicationState.RETURNED: (ApplicationState.SUBMITTED, ApplicationState.CHECKING),
    ApplicationState.QUALIFIED: (
        ApplicationState.EXPERTS,
        ApplicationState.RETURNED,
        ApplicationState.FAILED,
    ),
    ApplicationState.EXPERTS: (ApplicationState.PUBLISHED, ApplicationState.FAILED),
    ApplicationState.PUBLISHED: (ApplicationState.EXPERTS, ApplicationState.FAILED),
    ApplicationState.PASSED: (),
    ApplicationState.FAILED: (ApplicationState.EXPERTS,),  # after an objection
    ApplicationState.WITHDRAWN: (ApplicationState.DRAFT,),
}


def next_states(state: ApplicationState) -> Sequence[ApplicationState]:
    """What a person may set after a state; before the decision one may always withdraw."""
    end = () if state in (*_DECIDED, ApplicationState.WITHDRAWN) else (ApplicationState.WITHDRAWN,)
    return (*_NEXT[state], *end)


def _refuse_jump(before: ApplicationState, wanted: object) -> None:
    """Refused, with what may follow instead."""
    if wanted is None or wanted is before or wanted in next_states(before):
        return
    if wanted is ApplicationState.PASSED:
        told = "“认定通过”请在批次的“申报与结果”里点“登记结果…”登记，同时形成认定"
    elif before is ApplicationState.PASSED:
        told = "结果已经登记并形成认定，申报状态不能再改；登记有误请撤销那一步，或撤销认定"
    else:
        after = "、".join(f"“{each}”" for each in next_states(before))
        told = f"“{before}”之后只能改为{after}，不能直接改为“{wanted}”"
    raise Invalid([Problem("state", told)])


class Applications(Records[Application]):
    """Records: who is on the staff, once in a round, for a level that its standard knows."""

    def __init__(self, db: Database) -> None:
        super().__init__(db, Application)

    def save(
        self,
        values: Mapping[str, Any],
        base: Application | None = None,
        reason: str | None = None,
    ) -> Application:
        _refuse_jump(base.state if base else ApplicationState.DRAFT, _state_in(values, base))
        return super().save(values, base, reason)

    def bulk_change(self, ids: Sequence[UUID], values: Mapping[str, Any]) -> int:
        for each in self.all(Query(only=tuple(ids))):
            _refuse_jump(each.state, _state_in(values, each))
        return super().bulk_change(ids, values)

    def _before_save(self, session: Session, record: Application) -> None:
        problems = _said_why(record)
        round_ = session.get_one(RecognitionRound, record.round_id)
        teacher = session.get_one(Teacher, record.teacher_id)
        last = max(filter(None, (round_.cut_off, round_.closes, round_.decided_on)))
        if teacher.left is not None and teacher.left <= last:
            told = f"“{teacher.name}”已于 {teacher.left} 离校，不能参加这一批认定"
            problems.append(Problem("teacher_id", told))
        if _applied_before(session, record):
            told = f"“{teacher.name}”在这一批里已经有一份申报"
            problems.append(Problem("teacher_id", told))
        if round_.rules is not None:
            standard = read(round_.rules)
            for key in ("level", "granted"):
                level = getattr(record, key)
                if level is not None and standard.of(level) is None:
                    told = f"本批次的标准里没有{level}，只有{standard.names()}"
                    problems.append(Problem(key, told))
        if problems:
            raise Invalid(problems)


def _state_in(values: Mapping[str, Any], base: Application | None) -> object:
    """The state that these values would set; a new one may begin anywhere before the decision."""
    state = Application.field("state").accept(values.get("state")) if values.get("state") else None
    if base is None and state not in _DECIDED:
        return None
    return state


def _said_why(record: Application) -> list[Problem]:
    problems = []
    state = record.state
    if state is ApplicationState.RETURNED and not record.returned_why:
        problems.append(Problem("returned_why", "退回补正请写明原因"))
    if state is ApplicationState.FAILED and not record.failed_why:
        problems.append(Problem("failed_why", "未通过请写明原因"))
    if state is ApplicationState.PASSED and record.granted is None:
        problems.append(Problem("granted", "认定通过请选择认定级别"))
    return problems


def _applied_before(session: Session, record: Application) -> bool:
    query = select(Application.id).where(
        Application.round_id == record.round_id,
        Application.teacher_id == record.teacher_id,
        Application.deleted.is_(False),
    )
    return any(key != record.id for key in session.scalars(query))


# --- two at once


def refuse_two(session: Session, mine: Held, held: Sequence[Held]) -> None:
    """Refused, with the other one named, if two recognitions count on the same day."""
    for other in held:
        day = both_count(mine, other) if other.id != mine.id else None
        if day is not None:
            name = session.get_one(Teacher, mine.teacher).name
            last = other.until(day)
            told = f"至 {last} " if last else "起长期"
            raise Refused(
                f"“{name}”在 {other.granted_on} {told}已有有效的{other.level}认定，"
                f"{day} 起会同时有两个，不能同时有两个。请先登记原认定的“升级替代”或“撤销”。"
            )


def _held_by(session: Session, teacher: UUID) -> Sequence[Held]:
    with session.no_autoflush:
        return holdings(session, teacher).get(teacher, ())


def _steps(session: Session, recognition: UUID, besides: UUID | None = None) -> list[Step]:
    event = RecognitionEvent
    query = select(event.id, event.on, event.what, event.valid_until).where(
        event.recognition_id == recognition, event.deleted.is_(False)
    )
    with session.no_autoflush:
        rows = session.execute(query.order_by(event.on, event.id)).all()
    return [Step(row.on, row.what, row.valid_until) for row in rows if row.id != besides]


def _with(held: Held, steps: Sequence[Step]) -> Held:
    return Held(
        held.id,
        held.teacher,
        held.level,
        held.granted_on,
        held.valid_until,
        steps=sorted(steps, key=lambda each: each.on),
    )


def _keep_state(session: Session, key: UUID) -> None:
    """What the last step made of it, for lists; what dates alone make of it is computed."""
    session.flush()
    recognition = session.get_one(Recognition, key)
    steps = _steps(session, key)
    last: date = max((each.on for each in steps), default=recognition.granted_on)
    held = Held(
        key,
        recognition.teacher_id,
        recognition.level,
        recognition.granted_on,
        recognition.valid_until,
        steps=steps,
    )
    recognition.state = held.state(last)
