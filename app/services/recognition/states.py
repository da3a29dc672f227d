"""The state of a recognition on any day, from its dates and what happened to it. Pure.

待生效 → 有效 → 到期复核 → (复核中 →) 有效 or 已过期; at any time 已暂停, 已撤销, 已升级替代.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from app.models.recognition import RecognitionLevel, RecognitionState, RecognitionStep

REVIEW_DAYS = 90  # so long before the last day a review is due
_DAY = timedelta(days=1)
_STATE_AFTER = {
    RecognitionStep.REVIEW: RecognitionState.REVIEWING,
    RecognitionStep.SUSPEND: RecognitionState.SUSPENDED,
    RecognitionStep.REVOKE: RecognitionState.REVOKED,
    RecognitionStep.SUPERSEDE: RecognitionState.SUPERSEDED,
    RecognitionStep.LAPSE: RecognitionState.EXPIRED,
}
_FINAL = (RecognitionState.REVOKED, RecognitionState.SUPERSEDED)
_RUNNING = (RecognitionState.VALID, RecognitionState.DUE)
# From which states a step may be taken.
_FROM = {
    RecognitionStep.REVIEW: (*_RUNNING, RecognitionState.EXPIRED),
    RecognitionStep.RENEW: (*_RUNNING, RecognitionState.REVIEWING, RecognitionState.EXPIRED),
    RecognitionStep.LAPSE: (*_RUNNING, RecognitionState.REVIEWING),
    RecognitionStep.SUSPEND: (*_RUNNING, RecognitionState.REVIEWING),
    RecognitionStep.RESUME: (RecognitionState.SUSPENDED,),
    RecognitionStep.REVOKE: (
        *_RUNNING,
        RecognitionState.PENDING,
        RecognitionState.REVIEWING,
        RecognitionState.SUSPENDED,
        RecognitionState.EXPIRED,
    ),
    RecognitionStep.SUPERSEDE: (
        *_RUNNING,
        RecognitionState.REVIEWING,
        RecognitionState.SUSPENDED,
        RecognitionState.EXPIRED,
    ),
}


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened to a recognition, from a day on."""

    on: date
    what: RecognitionStep
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """One recognition with its history."""

    id: UUID
    teacher: UUID
    level: RecognitionLevel
    granted_on: date
    valid_until: date | None = None
    number: str | None = None
    document: str | None = None
    programme: UUID | None = None
    steps: Sequence[Step] = field(default=())  # in the order of days

    def until(self, day: date) -> date | None:
        """The last day of validity as it is known on a day: renewals move it."""
        moved = [s for s in self.steps if s.what is RecognitionStep.RENEW and s.on <= day]
        return moved[-1].valid_until if moved else self.valid_until

    def state(self, day: date) -> RecognitionState:
        """Where it stands on a day."""
        said: RecognitionState | None = None
        for step in self.steps:
            if step.on <= day and said not in _FINAL:
                said = _STATE_AFTER.get(step.what)
        last = self.until(day)
        over = last is not None and last < day
        if said is RecognitionState.REVIEWING and over:
            return RecognitionState.EXPIRED  # a review that takes too long keeps nothing alive
        if said is not None:
            return said
        if day < self.granted_on:
            return RecognitionState.PENDING
        if over:
            return RecognitionState.EXPIRED
        if last is not None and last - timedelta(days=REVIEW_DAYS) <= day:
            return RecognitionState.DUE
        return RecognitionState.VALID

    def counts(self, day: date) -> bool:
        """Whether its holder is dual-qualified by it on a day."""
        return day >= self.granted_on and self.state(day).counts

    def days_left(self, day: date) -> int | None:
        """Days until the last day; negative once it is past, None without one."""
        last = self.until(day)
        return None if last is None else (last - day).days


def allowed(step: RecognitionStep, state: RecognitionState) -> bool:
    """Whether a step makes sense for a recognition in a state."""
    return state in _FROM[step]


def both_count(one: Held, other: Held) -> date | None:
    """The first day on which two recognitions count at once; None if there is none.

    States change only on a handful of days, so only those are looked at.
    """
    days = sorted({day for each in (one, other) for day in _turns(each)})
    return next((day for day in days if one.counts(day) and other.counts(day)), None)


def _turns(held: Held) -> Iterable[date]:
    yield held.granted_on
    for step in held.steps:
        yield step.on
    for day in (held.valid_until, *(step.valid_until for step in held.steps)):
        if day is not None:
            yield day + _DAY


def valid_of(held: Iterable[Held], day: date) -> Held | None:
    """The one that counts on a day; of several (older data) the highest and newest."""
    levels = list(RecognitionLevel)
    counting = [each for each in held if each.counts(day)]
    key = lambda each: (levels.index(each.level), each.granted_on)  # noqa: E731 - short and local
    return max(counting, key=key, default=None)
