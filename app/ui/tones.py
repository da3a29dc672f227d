"""Which colour goes with the word of a status; choices that are no status have none."""

from app.models.agreements import AgreementState, Grade, Handling, Verdict
from app.models.cohorts import CohortState
from app.models.fields import Choice, Field
from app.models.partners import Conclusion, CreditResult, PartnerStatus
from app.models.programmes import ProgrammeStatus
from app.models.students import Standing
from app.ui.tokens import Tone

_TONES: dict[Choice, Tone] = {
    PartnerStatus.PROSPECT: Tone.ACCENT,
    PartnerStatus.ACTIVE: Tone.GOOD,
    PartnerStatus.DORMANT: Tone.CAUTION,
    PartnerStatus.CLOSED: Tone.NEUTRAL,
    PartnerStatus.BARRED: Tone.STOP,
    AgreementState.DRAFT: Tone.NEUTRAL,
    AgreementState.APPROVAL: Tone.ACCENT,
    AgreementState.SIGNING: Tone.CAUTION,
    AgreementState.ACTIVE: Tone.GOOD,
    AgreementState.ENDED: Tone.NEUTRAL,
    AgreementState.VOID: Tone.STOP,
    Handling.RENEWED: Tone.GOOD,
    Handling.NOT_RENEWED: Tone.NEUTRAL,
    Handling.FOLLOW_UP: Tone.ACCENT,
    Verdict.PENDING: Tone.NEUTRAL,
    Verdict.PASSED: Tone.GOOD,
    Verdict.RETURNED: Tone.STOP,
    Grade.EXCELLENT: Tone.GOOD,
    Grade.GOOD: Tone.GOOD,
    Grade.PASSED: Tone.NEUTRAL,
    Grade.FAILED: Tone.STOP,
    Conclusion.FIT: Tone.GOOD,
    Conclusion.CONDITIONAL: Tone.CAUTION,
    Conclusion.UNFIT: Tone.STOP,
    CreditResult.CLEAN: Tone.GOOD,
    CreditResult.NOTICE: Tone.CAUTION,
    CreditResult.DISHONEST: Tone.STOP,
    CreditResult.ABNORMAL: Tone.STOP,
    CreditResult.VIOLATION: Tone.STOP,
    ProgrammeStatus.NEW: Tone.ACCENT,
    ProgrammeStatus.OPEN: Tone.GOOD,
    ProgrammeStatus.PAUSED: Tone.CAUTION,
    ProgrammeStatus.CLOSED: Tone.NEUTRAL,
    CohortState.PLANNED: Tone.ACCENT,
    CohortState.RUNNING: Tone.GOOD,
    CohortState.FINISHED: Tone.NEUTRAL,
    CohortState.STOPPED: Tone.STOP,
    Standing.ENROLLED: Tone.GOOD,
    Standing.SUSPENDED: Tone.CAUTION,
    Standing.LEFT: Tone.STOP,
    Standing.TRANSFERRED: Tone.NEUTRAL,
    Standing.GRADUATED: Tone.NEUTRAL,
}
_STATUSES = frozenset(type(member) for member in _TONES)


def is_status(field: Field) -> bool:
    """Whether the values of a field are shown as chips."""
    return field.type in _STATUSES


def tone_of(member: object) -> Tone:
    """The tone of one member; neutral for what is no status."""
    return _TONES.get(member, Tone.NEUTRAL) if isinstance(member, Choice) else Tone.NEUTRAL
