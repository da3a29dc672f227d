"""Putting it together: every rule in force, applied to everything it concerns."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from app.services.pause import collector_paused
from app.services.rules.checks import CHECKS
from app.services.rules.facts import LABELS, Facts, WaiverFacts
from app.services.rules.finding import (
    Breach,
    Cited,
    Count,
    Finding,
    Judgement,
    Missing,
    NotJudged,
    Outcome,
    Subject,
    Verdict,
)
from app.services.rules.pack import Pack, Rule
from app.services.rules.views import Bench, Pair, Unit, View, Views, survey

_Waivers = Mapping[tuple[str, UUID, UUID | None], WaiverFacts]

_Look = Callable[[Any, Any], Any]

_NO_HOST = Missing(("placement.host",))
_NO_POST = Missing(("placement.post",))


def judge(facts: Facts, pack: Pack, on: date) -> Judgement:
    """All rules over all facts. Rules in the pack's order, subjects by name."""
    with collector_paused():
        return _judge(facts, pack, on)


def _judge(facts: Facts, pack: Pack, on: date) -> Judgement:
    known = survey(facts, on)
    present = known.kinds
    views = {kinds: known.views(kinds) for kinds in {rule.kinds & present for rule in pack.rules}}
    waivers = _waivers(facts)
    findings: list[Finding] = []
    not_judged: list[NotJudged] = []
    counts: list[Count] = []
    for rule in pack.rules:
        if not rule.in_force(on):
            counts.append(Count(rule.id, rule.title, in_force=False))
            continue
        found = _applied(pack, rule, views[rule.kinds & present], waivers)
        findings += found.broken
        not_judged += found.unknown
        counts.append(found.count())
    return Judgement(on, pack.edition, tuple(findings), tuple(not_judged), tuple(counts))


@dataclass(slots=True)
class _Applied:
    """What came of one rule."""

    cited: Cited
    broken: list[Finding] = field(default_factory=list)
    unknown: list[NotJudged] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)

    def count(self) -> Count:
        return Count(
            rule=self.cited.rule,
            title=self.cited.title,
            passed=self.verdicts.count(Verdict.PASSED),
            breached=len(self.broken),
            exempt=self.verdicts.count(Verdict.EXEMPT),
            not_judged=len(self.unknown),
            not_concerned=self.verdicts.count(Verdict.NOT_CONCERNED),
        )


def _applied(pack: Pack, rule: Rule, views: Views, waivers: _Waivers) -> _Applied:
    cited = Cited(rule.id, rule.title, pack.edition, rule.clear, rule.reference)
    found = _Applied(cited)
    broken, unknown, settle = found.broken, found.unknown, found.verdicts.append
    for each, look, told in _looks(rule, views):
        for view in each:
            outcome = look(view, told)
            if outcome.__class__ is Verdict:  # by far the most frequent: asked first
                settle(outcome)
            elif outcome.__class__ is Missing:
                unknown.append(NotJudged(cited, view.subject, _labels(outcome.needs)))
            else:
                broken.append(_finding(cited, rule, view.subject, outcome, waivers))
    return found


def _finding(
    cited: Cited, rule: Rule, subject: Subject, breach: Breach, waivers: _Waivers
) -> Finding:
    severity = rule.lesser if breach.lesser else rule.severity
    waiver = _waiver(waivers, rule.id, subject) if waivers else None
    return Finding(cited, severity, subject, breach.message, breach.numbers, waiver)


@cache
def _labels(needs: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(LABELS[need] for need in needs)


def outcomes(rule: Rule, views: Views) -> Iterator[tuple[View, Outcome]]:
    """What a rule says of everything it concerns, also of what cannot be told."""
    for each, look, told in _looks(rule, views):
        yield from ((view, look(view, told)) for view in each)


def _looks(rule: Rule, views: Views) -> Iterator[tuple[Sequence[View], _Look, Any]]:
    """What there is to look at, how, and what has to be told for it."""
    checks = [CHECKS[name] for name in rule.checks]
    for check in checks:
        yield views.by_type[check.view], check.judge, rule.told[check.name]
    looked_at = {check.view for check in checks}
    if looked_at & {Unit, Pair, Bench}:
        yield views.hostless, _homeless, None
    if Bench in looked_at:
        yield views.postless, _idle, None


def _homeless(_: Any, __: Any) -> Outcome:
    return _NO_HOST


def _idle(_: Any, __: Any) -> Outcome:
    return _NO_POST


def _waivers(facts: Facts) -> _Waivers:
    """The newest for each rule and subject."""
    ordered = sorted(facts.waivers, key=lambda each: (each.on, each.by, each.reason))
    return {(each.rule, each.subject, each.batch): each for each in ordered}


def _waiver(waivers: _Waivers, rule: str, subject: Subject) -> WaiverFacts | None:
    """The one that holds for this batch, or for the subject wherever it turns up."""
    here = waivers.get((rule, subject.id, subject.batch))
    return here or waivers.get((rule, subject.id, None))
