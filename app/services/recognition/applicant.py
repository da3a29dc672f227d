"""What is known of somebody when a standard is applied, as of the cut-off date."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.models.recognition import RecognitionLevel
from app.models.teachers import AchievementKind, AchievementLevel, Ethics, TitleLevel
from app.services.teachers.practice import Meter
from app.services.teachers.roll import Member


@dataclass(frozen=True, slots=True)
class Title:
    """A title or certificate with the level it counts as, if somebody said so."""

    name: str
    level: TitleLevel | None
    on: date | None


@dataclass(frozen=True, slots=True)
class Achieved:
    """One achievement."""

    name: str
    kind: AchievementKind
    level: AchievementLevel | None
    on: date | None


@dataclass(frozen=True, slots=True)
class Trained:
    """One training."""

    name: str
    ended: date
    hours: int | None


@dataclass(frozen=True, slots=True)
class Proof:
    """One piece of evidence of an application."""

    clause: str
    name: str
    on: date | None


@dataclass(frozen=True, slots=True)
class Stayed:
    """A stint, as far as it reaches beyond the cut-off date."""

    enterprise: str
    first: date
    last: date | None


@dataclass(frozen=True, slots=True)
class Applicant:
    """Somebody, as of a day."""

    member: Member
    on: date  # the cut-off date
    meter: Meter
    ethics: Ethics | None = None
    title: Title | None = None  # of the teaching series
    titles: tuple[Title, ...] = ()  # others, and vocational qualifications
    licensed: bool = False
    achievements: tuple[Achieved, ...] = ()
    trainings: tuple[Trained, ...] = ()
    held: RecognitionLevel | None = None  # valid on that day
    application: UUID | None = None
    applied: RecognitionLevel | None = None
    proofs: tuple[Proof, ...] = ()
    later: tuple[Stayed, ...] = ()  # stints with days after the cut-off date
