"""What the office asks of the rules: a judgement, the boards, a forecast; and what it decides."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.errors import Invalid, Refused
from app.models import Partner, RuleChange, RuleWaiver
from app.places import RESOURCES
from app.services.office import Office
from app.services.pause import collector_paused
from app.services.rules.boards import Row, eight_beforehand, throughout, timely
from app.services.rules.finding import Finding, Judgement
from app.services.rules.gather import gather, host_stays
from app.services.rules.judge import judge
from app.services.rules.pack import Override, Pack, apply, load, override_text
from app.services.rules.ratios import Planned, Ratio, forecast

PACK = RESOURCES / "rules" / "internship-2021.toml"
_FIELDS = {
    "placement": "placement_id",
    "student": "student_id",
    "post": "post_id",
    "partner": "partner_id",
    "internship_batch": "batch_id",
}


@dataclass(frozen=True, slots=True)
class Boards:
    """The three boards of a batch."""

    before: tuple[Row, ...]
    throughout: tuple[Row, ...]
    timely: tuple[Row, ...]


def judge_college(office: Office, on: date, batch: UUID | None = None) -> Judgement:
    """One batch, or all that are not archived, judged by the office's rules as of a day."""
    with collector_paused():
        return judge(gather(office, batch), pack_in_force(office), on)


def boards(office: Office, batch: UUID, on: date) -> Boards:
    """八个事先, 三个全程 and 两个及时 of one batch."""
    facts, pack = gather(office, batch), pack_in_force(office)
    return Boards(
        eight_beforehand(facts, pack, batch, on),
        throughout(facts, pack, batch, on),
        timely(facts, pack, batch, on),
    )


def forecast_for(office: Office, host: UUID, planned: Planned) -> Ratio:
    """How full a host gets if so many more come: everybody there, other schools included."""
    partner = office.of(Partner).get(host)
    if partner.staff is None:
        raise Refused(f"“{partner.name}”没有填写在岗职工总数，不能测算实习生占比。")
    rule = pack_in_force(office).using("unit_share")
    percent = rule.told["unit_share"].unit_percent if rule else 100
    others = partner.other_interns or 0
    return forecast(host_stays(office, host), planned, partner.staff, percent, others)


# --- the rules as the office wants them


def shipped() -> Pack:
    """The pack that came with the program, as nobody changed it."""
    return load(PACK)


@dataclass(frozen=True, slots=True)
class Decision:
    """One change of a rule that the office decided on."""

    record: RuleChange
    parameters: Mapping[str, Any]  # as they were kept; what cannot be read names no parameter
    withdrawn: bool


def decisions(office: Office, rule: str) -> tuple[Decision, ...]:
    """What the office decided about a rule, newest first, also what it took back."""
    query = select(RuleChange).where(RuleChange.rule == rule)
    with office.db.read() as session:
        kept = session.scalars(query.order_by(RuleChange.on.desc(), RuleChange.id.desc())).all()
    return tuple(Decision(each, _parameters(each.parameters), each.deleted) for each in kept)


def withdraw(office: Office, change: RuleChange) -> None:
    """Take one change back: what was in force before it, is again. It stays on record."""
    office.of(RuleChange).delete([change.id])


def pack_in_force(office: Office) -> Pack:
    """The shipped pack with the office's changes, as far as they fit."""
    return _changed(office)[0]


def misfits(office: Office) -> tuple[str, ...]:
    """The office's changes that do not fit the shipped pack (any more), and why; they rest."""
    return _changed(office)[1]


def change_rule(office: Office, override: Override) -> RuleChange:
    """Other limits or another severity from now on. Invalid if it makes no sense."""
    apply(pack_in_force(office), [override])
    saved: RuleChange = office.of(RuleChange).save(
        {
            "rule": override.rule,
            "severity": override.severity,
            "parameters": override_text(override.parameters) if override.parameters else None,
            "reason": override.reason,
            "by": override.by,
            "on": override.on,
        }
    )
    return saved


def _changed(office: Office) -> tuple[Pack, tuple[str, ...]]:
    pack, unfit = load(PACK), list[str]()
    query = select(RuleChange).where(RuleChange.deleted.is_(False))
    with office.db.read() as session:
        kept = session.scalars(query.order_by(RuleChange.on, RuleChange.id)).all()
    for each in kept:
        try:
            pack = apply(pack, [_override(each)])
        except Invalid as why:  # made for an older pack: the rest must go on
            unfit.append(why.message)
    return pack, tuple(unfit)


def _override(change: RuleChange) -> Override:
    return Override(
        rule=change.rule,
        reason=change.reason,
        by=change.by,
        on=change.on,
        parameters=_parameters(change.parameters),
        severity=change.severity,
    )


def _parameters(text: str | None) -> Mapping[str, Any]:
    """What cannot be read names no parameter of any rule, and is told as such."""
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {text or "": None}
    return found if isinstance(found, dict) else {str(found): None}


# --- findings the office lives with


def waive(office: Office, finding: Finding, reason: str, by: str, on: date) -> RuleWaiver:
    """Live with one finding: it stays listed, with who decided it and why."""
    subject = finding.subject
    values = {"rule": finding.rule, "reason": reason, "by": by, "on": on}
    values |= {"batch_id": subject.batch, _FIELDS[subject.kind]: subject.id}
    saved: RuleWaiver = office.of(RuleWaiver).save(values)
    return saved
