"""A standard applied to somebody: level by level, clause by clause. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from app.models.recognition import RecognitionLevel
from app.services.recognition.applicant import Applicant
from app.services.recognition.checks import CHECKS, Holds, Result
from app.services.recognition.pack import Clause, LevelRules, Standard


class Verdict(Enum):
    """What comes of a level."""

    MEETS = "符合"
    NEARLY = "接近"
    NOT = "不符合"
    UNKNOWN = "无法判断"


@dataclass(frozen=True, slots=True)
class Judged:
    """One clause and what came of it."""

    clause: Clause
    result: Result


@dataclass(frozen=True, slots=True)
class LevelJudgement:
    """One level and what came of it."""

    level: RecognitionLevel
    verdict: Verdict
    clauses: tuple[Judged, ...]
    missing: tuple[str, ...]  # exactly what is short, clause by clause
    unknown: tuple[str, ...]  # which data are missing
    open: tuple[str, ...]  # what papers must still show

    @property
    def excluded(self) -> tuple[str, ...]:
        """What was left out because of the cut-off date, and why."""
        told = (text for each in self.clauses for text in each.result.excluded)
        return tuple(dict.fromkeys(told))

    @property
    def met(self) -> tuple[str, ...]:
        """The clauses that hold, by number: what an application may rest on."""
        return tuple(e.clause.id for e in self.clauses if e.result.holds is Holds.YES)

    @property
    def words(self) -> str:
        """The verdict with its reasons in one sentence."""
        reasons = {
            Verdict.MEETS: self.open,
            Verdict.NEARLY: self.missing,
            Verdict.NOT: self.missing,
            Verdict.UNKNOWN: (*self.unknown, *self.missing),
        }[self.verdict]
        return f"{self.verdict.value}：{'；'.join(reasons)}" if reasons else self.verdict.value


def judge(standard: Standard, who: Applicant) -> tuple[LevelJudgement, ...]:
    """Every level of a standard, lowest first."""
    return tuple(judge_level(each, who, standard.nearly) for each in standard.levels)


def judge_level(rules: LevelRules, who: Applicant, nearly: int) -> LevelJudgement:
    """One level. What is missing weighs more than what is unknown: more data would not help."""
    judged = tuple(Judged(each, _ask(each, who)) for each in rules.clauses)
    missing, unknown, opened = _required(judged)
    for group, wanted in rules.choose.items():
        more = _chosen(group, wanted, [e for e in judged if e.clause.group == group])
        missing, unknown, opened = missing + more[0], unknown + more[1], opened + more[2]
    vetoed = any(e.clause.veto and e.result.holds is Holds.NO for e in judged)
    verdict = _verdict(missing, unknown, nearly, vetoed=vetoed)
    if not judged:
        verdict, unknown = Verdict.UNKNOWN, ["标准里没有这一级的条款"]
    return LevelJudgement(
        rules.level, verdict, judged, tuple(missing), tuple(unknown), tuple(opened)
    )


Found = tuple[list[str], list[str], list[str]]  # missing, unknown, open


def _ask(clause: Clause, who: Applicant) -> Result:
    return CHECKS[clause.check].ask(who, clause.id, clause.told)


def _verdict(
    missing: Sequence[str], unknown: Sequence[str], nearly: int, *, vetoed: bool
) -> Verdict:
    if vetoed or len(missing) > nearly:
        return Verdict.NOT
    if unknown:
        return Verdict.UNKNOWN
    return Verdict.NEARLY if missing else Verdict.MEETS


def _required(judged: Sequence[Judged]) -> Found:
    alone = [each for each in judged if not each.clause.group]
    return _of(alone, Holds.NO), _of(alone, Holds.UNKNOWN), _of(alone, Holds.OPEN)


def _of(judged: Sequence[Judged], holds: Holds) -> list[str]:
    return [f"{e.clause.id} {e.result.told}" for e in judged if e.result.holds is holds]


def _chosen(group: str, wanted: int, judged: Sequence[Judged]) -> Found:
    """So many of a group must hold: what is missing is said once, with what could make it up."""
    short = wanted - sum(each.result.holds is Holds.YES for each in judged)
    if short <= 0:
        return [], [], []
    opened, unknown = _of(judged, Holds.OPEN), _of(judged, Holds.UNKNOWN)
    if len(opened) >= short:
        return [], [], opened[:short]
    if len(opened) + len(unknown) >= short:
        return [], unknown, opened
    told = "；".join(_of(judged, Holds.NO))
    return (
        [f"“{group}”{len(judged)} 条要满足 {wanted} 条，还差 {short} 条（{told}）"],
        unknown,
        opened,
    )
