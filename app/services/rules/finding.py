"""What judging comes to: findings, what could not be judged, and how often each rule was looked at.

A check gives an `Outcome` for one thing it looks at; `judge` turns it into what people read.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any
from uuid import UUID

from app.models.rules import Severity
from app.services.rules.facts import WaiverFacts

Number = int | str | date


class Verdict(Enum):
    """What a check says when there is nothing to tell."""

    PASSED = "符合"
    EXEMPT = "已备案豁免"
    NOT_CONCERNED = "不涉及"


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule is broken; `lesser`: in the milder of its two degrees."""

    message: str
    numbers: Mapping[str, Number] = field(default_factory=dict)
    lesser: bool = False


@dataclass(frozen=True, slots=True)
class Missing:
    """It cannot be told, because these are not filled in (keys of `facts.LABELS`)."""

    needs: tuple[str, ...]


Outcome = Verdict | Breach | Missing


@dataclass(frozen=True, slots=True)
class Subject:
    """What a finding is about: a record, and the batch where the record alone does not say it."""

    kind: str  # table
    id: UUID
    title: str
    batch: UUID | None = None


@dataclass(frozen=True, slots=True)
class Cited:
    """A rule as it is cited: shared by everything that was found under it."""

    rule: str
    title: str
    pack: str  # edition
    how_to_clear: str
    source: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule broken by one thing, with everything needed to explain and to clear it."""

    cited: Cited
    severity: Severity
    subject: Subject
    message: str
    numbers: Mapping[str, Number]
    waiver: WaiverFacts | None = None  # somebody decided to live with it

    @property
    def rule(self) -> str:
        """The rule's id."""
        return self.cited.rule

    @property
    def title(self) -> str:
        """What the rule says."""
        return self.cited.title

    @property
    def how_to_clear(self) -> str:
        """What to do about it."""
        return self.cited.how_to_clear

    @property
    def source(self) -> str:
        """Where the rule comes from."""
        return self.cited.source


@dataclass(frozen=True, slots=True)
class NotJudged:
    """One rule that could not be applied to one thing. Never a pass."""

    cited: Cited
    subject: Subject
    missing: tuple[str, ...]  # labels of fields

    @property
    def rule(self) -> str:
        """The rule's id."""
        return self.cited.rule

    @property
    def title(self) -> str:
        """What the rule says."""
        return self.cited.title


@dataclass(frozen=True, slots=True)
class Count:
    """How one rule came out over everything it looked at."""

    rule: str
    title: str
    passed: int = 0
    breached: int = 0
    exempt: int = 0
    not_judged: int = 0
    not_concerned: int = 0
    in_force: bool = True

    @property
    def judged(self) -> int:
        """How often it could be applied."""
        return self.passed + self.breached + self.exempt


@dataclass(frozen=True, slots=True)
class Judgement:
    """All rules of a pack, applied to all facts, as of a day."""

    on: date
    pack: str
    findings: tuple[Finding, ...]
    not_judged: tuple[NotJudged, ...]
    counts: tuple[Count, ...]

    @property
    def open(self) -> tuple[Finding, ...]:
        """Findings that nobody decided to live with."""
        return tuple(each for each in self.findings if each.waiver is None)


def judgement_json(judgement: Judgement) -> dict[str, Any]:
    """A judgement as plain values, for the command line."""
    return {
        "date": judgement.on.isoformat(),
        "pack": judgement.pack,
        "findings": [_finding_json(each) for each in judgement.findings],
        "not_judged": [
            {
                "rule": each.rule,
                **_subject_json(each.subject),
                "missing": list(each.missing),
            }
            for each in judgement.not_judged
        ],
        "counts": [
            {
                "rule": each.rule,
                "in_force": each.in_force,
                "judged": each.judged,
                "passed": each.passed,
                "breached": each.breached,
                "exempt": each.exempt,
                "not_judged": each.not_judged,
                "not_concerned": each.not_concerned,
            }
            for each in judgement.counts
        ],
    }


def _finding_json(finding: Finding) -> dict[str, Any]:
    waiver = finding.waiver
    return {
        "rule": finding.rule,
        "severity": finding.severity.name.lower(),
        **_subject_json(finding.subject),
        "message": finding.message,
        "numbers": {key: _plain(value) for key, value in finding.numbers.items()},
        "how_to_clear": finding.how_to_clear,
        "source": finding.source,
        "waived": None
        if waiver is None
        else {"reason": waiver.reason, "by": waiver.by, "on": waiver.on.isoformat()},
    }


def _subject_json(subject: Subject) -> dict[str, Any]:
    return {
        "subject": subject.title,
        "subject_kind": subject.kind,
        "subject_id": str(subject.id),
    }


def _plain(value: Number) -> int | str:
    return value.isoformat() if isinstance(value, date) else value
