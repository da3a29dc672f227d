"""Which colour goes with the word of a status; choices that are no status have none."""

from app.models.agreements import AgreementState, Grade, Handling, Verdict
from app.models.bases import EquipmentState
from app.models.bookings import BookingState, OccurrenceState
from app.models.cohorts import CohortState
from app.models.fields import Choice, Field
from app.models.partners import Conclusion, CreditResult, PartnerStatus
from app.models.programmes import ProgrammeStatus
from app.models.recognition import ApplicationState, RecognitionState, RoundState
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
    RecognitionState.PENDING: Tone.ACCENT,
    RecognitionState.VALID: Tone.GOOD,
    RecognitionState.DUE: Tone.CAUTION,
    RecognitionState.EXPIRED: Tone.STOP,
    RecognitionState.REVIEWING: Tone.CAUTION,
    RecognitionState.SUSPENDED: Tone.STOP,
    RecognitionState.REVOKED: Tone.STOP,
    RecognitionState.SUPERSEDED: Tone.NEUTRAL,
    RoundState.PLANNED: Tone.NEUTRAL,
    RoundState.OPEN: Tone.ACCENT,
    RoundState.REVIEWING: Tone.CAUTION,
    RoundState.PUBLISHED: Tone.CAUTION,
    RoundState.DONE: Tone.GOOD,
    ApplicationState.DRAFT: Tone.NEUTRAL,
    ApplicationState.SUBMITTED: Tone.ACCENT,
    ApplicationState.CHECKING: Tone.ACCENT,
    ApplicationState.RETURNED: Tone.CAUTION,
    ApplicationState.QUALIFIED: Tone.ACCENT,
    ApplicationState.EXPERTS: Tone.ACCENT,
    ApplicationState.PUBLISHED: Tone.ACCENT,
    ApplicationState.PASSED: Tone.GOOD,
    ApplicationState.FAILED: Tone.STOP,
    ApplicationState.WITHDRAWN: Tone.NEUTRAL,
    BookingState.UNPLACED: Tone.CAUTION,
    BookingState.TENTATIVE: Tone.CAUTION,
    BookingState.WAITING: Tone.ACCENT,
    BookingState.APPROVED: Tone.GOOD,
    BookingState.REJECTED: Tone.STOP,
    BookingState.CANCELLED: Tone.NEUTRAL,
    OccurrenceState.PLANNED: Tone.ACCENT,
    OccurrenceState.SKIPPED: Tone.NEUTRAL,
    OccurrenceState.QUEUED: Tone.CAUTION,
    OccurrenceState.CANCELLED: Tone.NEUTRAL,
    OccurrenceState.DONE: Tone.GOOD,
    OccurrenceState.NO_SHOW: Tone.STOP,
    EquipmentState.IN_USE: Tone.GOOD,
    EquipmentState.REPAIR: Tone.CAUTION,
    EquipmentState.STOPPED: Tone.NEUTRAL,
    EquipmentState.SCRAPPED: Tone.NEUTRAL,
}
_STATUSES = frozenset(type(member) for member in _TONES)


def is_status(field: Field) -> bool:
    """Whether the values of a field are shown as chips."""
    return field.type in _STATUSES


def tone_of(member: object) -> Tone:
    """The tone of one member; neutral for what is no status."""
    return _TONES.get(member, Tone.NEUTRAL) if isinstance(member, Choice) else Tone.NEUTRAL
