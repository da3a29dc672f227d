"""Putting it together: every rule in force, applied to everything it concerns."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from app.services.rules.checks import CHECKS, Check
from app.services.rules.facts import LABELS, Facts, WaiverFacts
from app.services.rules.finding import (
    Breach,
    Count,
    Finding,
    Judgement,
    Missing,
    NotJudged,
    Outcome,
    Verdict,
)
from app.services.rules.pack import Pack, Rule
from app.services.rules.views import Bench, Pair, Unit, View, Views, survey

_NO_HOST = Missing(("placement.host",))
_NO_POST = Missing(("placement.post",))


def judge(facts: Facts, pack: Pack, on: date) -> Judgement:
    """All rules over all facts. Rules in the pack's order, subjects by name."""
    known = survey(facts, on)
    views = {kinds: known.views(kinds) for kinds in {rule.kinds for rule in pack.rules}}
    waivers = _waivers(facts)
    findings: list[Finding] = []
    not_judged: list[NotJudged] = []
    counts: list[Count] = []
    for rule in pack.rules:
        if not rule.in_force(on):
            counts.append(Count(rule.id, rule.title, in_force=False))
            continue
        tally: Counter[type[Breach] | type[Missing] | Verdict] = Counter()
        for view, outcome in outcomes(rule, views[rule.kinds]):
            if isinstance(outcome, Verdict):
                tally[outcome] += 1
            elif isinstance(outcome, Breach):
                tally[Breach] += 1
                findings.append(_finding(pack, rule, view, outcome, waivers))
            else:
                tally[Missing] += 1
                labels = tuple(LABELS[need] for need in outcome.needs)
                not_judged.append(NotJudged(rule.id, rule.title, view.subject, labels))
        counts.append(_count(rule, tally))
    return Judgement(on, pack.edition, tuple(findings), tuple(not_judged), tuple(counts))


def outcomes(rule: Rule, views: Views) -> Iterator[tuple[View, Outcome]]:
    """What a rule says of everything it concerns, also of what cannot be told."""
    checks = [CHECKS[name] for name in rule.checks]
    for check in checks:
        yield from _judged(check, rule.told(check), views.by_type[check.view])
    looked_at = {check.view for check in checks}
    if looked_at & {Unit, Pair, Bench}:
        yield from ((case, _NO_HOST) for case in views.hostless)
    if Bench in looked_at:
        yield from ((case, _NO_POST) for case in views.postless)


def _judged(
    check: Check[Any, Any], told: Any, views: Sequence[View]
) -> Iterator[tuple[View, Outcome]]:
    look = check.judge
    return ((view, look(view, told)) for view in views)


def _finding(
    pack: Pack,
    rule: Rule,
    view: View,
    breach: Breach,
    waivers: Mapping[tuple[str, UUID, UUID | None], WaiverFacts],
) -> Finding:
    subject = view.subject
    waiver = waivers.get((rule.id, subject.id, subject.batch)) or waivers.get(
        (rule.id, subject.id, None)
    )
    return Finding(
        rule=rule.id,
        title=rule.title,
        pack=pack.edition,
        severity=rule.lesser if breach.lesser else rule.severity,
        subject=subject,
        message=breach.message,
        numbers=breach.numbers,
        how_to_clear=rule.clear,
        source=rule.reference,
        waiver=waiver,
    )


def _waivers(facts: Facts) -> dict[tuple[str, UUID, UUID | None], WaiverFacts]:
    """The newest for each rule and subject."""
    ordered = sorted(facts.waivers, key=lambda each: (each.on, each.by, each.reason))
    return {(each.rule, each.subject, each.batch): each for each in ordered}


def _count(rule: Rule, tally: Mapping[Any, int]) -> Count:
    return Count(
        rule=rule.id,
        title=rule.title,
        passed=tally[Verdict.PASSED],
        breached=tally[Breach],
        exempt=tally[Verdict.EXEMPT],
        not_judged=tally[Missing],
        not_concerned=tally[Verdict.NOT_CONCERNED],
    )
