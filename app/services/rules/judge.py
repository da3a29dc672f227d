"""Putting it together: every rule in force, applied to everything it concerns."""

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from uuid import UUID

from app.services.rules.checks import CHECKS
from app.services.rules.facts import LABELS, Facts, WaiverFacts
from app.services.rules.finding import (
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

_NO_HOST = Missing(("placement.host",))
_NO_POST = Missing(("placement.post",))


def judge(facts: Facts, pack: Pack, on: date) -> Judgement:
    """All rules over all facts. Rules in the pack's order, subjects by name."""
    with _collector_paused():
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


@dataclass(frozen=True, slots=True)
class _Applied:
    """What came of one rule."""

    cited: Cited
    broken: list[Finding]
    unknown: list[NotJudged]
    verdicts: list[Verdict]

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
    broken: list[Finding] = []
    unknown: list[NotJudged] = []
    verdicts: list[Verdict] = []
    for view, outcome in outcomes(rule, views):
        if isinstance(outcome, Verdict):  # by far the most frequent: asked first
            verdicts.append(outcome)
            continue
        subject = view.subject
        if isinstance(outcome, Missing):
            unknown.append(NotJudged(cited, subject, _labels(outcome.needs)))
        else:
            severity = rule.lesser if outcome.lesser else rule.severity
            waiver = _waiver(waivers, rule.id, subject) if waivers else None
            broken.append(
                Finding(cited, severity, subject, outcome.message, outcome.numbers, waiver)
            )
    return _Applied(cited, broken, unknown, verdicts)


@cache
def _labels(needs: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(LABELS[need] for need in needs)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Nothing made here is cyclic; looking for cycles would take two fifths of the time."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def outcomes(rule: Rule, views: Views) -> Iterator[tuple[View, Outcome]]:
    """What a rule says of everything it concerns, also of what cannot be told."""
    checks = [CHECKS[name] for name in rule.checks]
    for check in checks:
        look, told = check.judge, rule.told[check.name]
        for view in views.by_type[check.view]:
            yield view, look(view, told)
    looked_at = {check.view for check in checks}
    if looked_at & {Unit, Pair, Bench}:
        yield from ((case, _NO_HOST) for case in views.hostless)
    if Bench in looked_at:
        yield from ((case, _NO_POST) for case in views.postless)


def _waivers(facts: Facts) -> _Waivers:
    """The newest for each rule and subject."""
    ordered = sorted(facts.waivers, key=lambda each: (each.on, each.by, each.reason))
    return {(each.rule, each.subject, each.batch): each for each in ordered}


def _waiver(waivers: _Waivers, rule: str, subject: Subject) -> WaiverFacts | None:
    """The one that holds for this batch, or for the subject wherever it turns up."""
    here = waivers.get((rule, subject.id, subject.batch))
    return here or waivers.get((rule, subject.id, None))
