"""Checks of what goes on while the internship runs and what is due when it is over."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.models.internships import DocumentKind
from app.services.rules.checks.check import Check, missing, numbers
from app.services.rules.finding import Breach, Missing, Outcome, Verdict
from app.services.rules.parameters import parameter
from app.services.rules.views import Case


@dataclass(frozen=True, slots=True)
class Notice:
    """How often guardians are told."""

    grace_days: int = parameter("开始后多少天内告知", unit="天")
    within_days: int = parameter("告知间隔上限", unit="天")


def _guardian_told(case: Case, rule: Notice) -> Outcome:
    if case.starts is None:
        return Missing(("placement.starts",))
    until = min(case.on, case.ends or case.on)
    if case.placement.left or until < case.starts + timedelta(days=rule.grace_days):
        return Verdict.NOT_CONCERNED
    told = [each.on for each in case.placement.contacts if each.guardian and each.on <= until]
    latest = max(told, default=None)
    if latest is None:
        days = (until - case.starts).days
        return Breach(
            f"{case.starts} 开始以来没有告知监护人的记录",
            numbers(开始日期=case.starts, 已过天数=days),
        )
    days = (until - latest).days
    if days > rule.within_days:
        return Breach(
            f"最近一次告知监护人在 {latest}，距 {until} 已 {days} 天",
            numbers(最近告知=latest, 已过天数=days, 间隔上限=rule.within_days),
        )
    return Verdict.PASSED


@dataclass(frozen=True, slots=True)
class Due:
    """How long after the end assessing may take."""

    assess_days: int = parameter("结束后多少天内考核", unit="天")


def _assessed(case: Case, rule: Due) -> Outcome:
    due = _due(case, rule.assess_days)
    if not isinstance(due, date):
        return due
    placement = case.placement
    absent = [
        label
        for label, score in (
            ("学校评分", placement.school_score),
            ("企业评分", placement.host_score),
        )
        if score is None
    ]
    if not absent:
        return Verdict.PASSED
    if case.on <= due:
        return Verdict.NOT_CONCERNED
    told = f"{case.ends} 已结束，{due} 前应完成校企共同考核，缺{'、'.join(absent)}"
    return Breach(told, numbers(结束日期=case.ends, 应完成=due))


@dataclass(frozen=True, slots=True)
class Grading:
    """How long after the end the result may take; what is a pass, the batch says."""

    result_days: int = parameter("结束后多少天内评定", unit="天")


def _succeeded(case: Case, rule: Grading) -> Outcome:
    due = _due(case, rule.result_days)
    if not isinstance(due, date):
        return due
    placement, batch = case.placement, case.batch
    parts = (
        ("placement__school_score", placement.school_score, batch.school_weight),
        ("placement__host_score", placement.host_score, batch.host_weight),
        ("placement__self_score", placement.self_score, batch.self_weight),
    )
    absent = {name: None for name, score, weight in parts if weight and score is None}
    if absent:
        return Verdict.NOT_CONCERNED if case.on <= due else missing(**absent)
    points = sum((score or 0) * weight for _, score, weight in parts)
    total = (points + 50) // 100  # halves up, as grades are given
    if total >= batch.passed_from:
        return Verdict.PASSED
    told = f"实习考核不合格：总评 {total} 分，合格线 {batch.passed_from} 分"
    return Breach(told, numbers(总评=total, 合格线=batch.passed_from))


@dataclass(frozen=True, slots=True)
class Archive:
    """What has to be in the archive, and by when."""

    archive_days: int = parameter("结束后多少天内归档", unit="天")
    papers: tuple[DocumentKind, ...] = parameter("应归档材料")


def _archived(case: Case, rule: Archive) -> Outcome:
    due = _due(case, rule.archive_days)
    if not isinstance(due, date):
        return due
    held = {kind for each in case.placement.documents for kind in each.kinds}
    absent = [str(kind) for kind in rule.papers if kind not in held]
    if not absent:
        return Verdict.PASSED
    if case.on <= due:
        return Verdict.NOT_CONCERNED
    all_ = len(rule.papers)
    told = f"归档材料 {all_ - len(absent)}/{all_}，缺：{'、'.join(absent)}（{due} 前应归档）"
    return Breach(told, numbers(已归档=all_ - len(absent), 应归档=all_, 应完成=due))


def _due(case: Case, days: int) -> date | Outcome:
    """When something about a finished internship is due, or why it is not."""
    if case.placement.left:
        return Verdict.NOT_CONCERNED
    if case.ends is None:
        return Missing(("placement.ends",))
    return Verdict.NOT_CONCERNED if case.on <= case.ends else case.ends + timedelta(days=days)


@dataclass(frozen=True, slots=True)
class Handling:
    """How long an incident may stay open."""

    open_days: int = parameter("处理期限", unit="天")


def _handled(case: Case, rule: Handling) -> Outcome:
    known = [each for each in case.placement.incidents if each.on <= case.on]
    if not known:
        return Verdict.NOT_CONCERNED
    late = [
        each
        for each in known
        if (each.closed_on is None or each.closed_on > case.on)
        and (case.on - each.on).days > rule.open_days
    ]
    unreported = [each for each in known if not each.reported_to]
    parts = [f"{each.on} 的突发事件已 {(case.on - each.on).days} 天未结案" for each in late]
    parts += [f"{each.on} 的突发事件没有报告记录" for each in unreported]
    if not parts:
        return Verdict.PASSED
    first = min(each.on for each in (*late, *unreported))
    given = numbers(发生日期=first, 已过天数=(case.on - first).days, 期限=rule.open_days)
    return Breach("；".join(parts), given)


CHECKS: tuple[Check[Any, Any], ...] = (
    Check("guardian_told", Case, Notice, _guardian_told, ("placement.starts",)),
    Check("assessed", Case, Due, _assessed, ("placement.ends",)),
    Check(
        "succeeded",
        Case,
        Grading,
        _succeeded,
        (
            "placement.ends",
            "placement.school_score",
            "placement.host_score",
            "placement.self_score",
        ),
    ),
    Check("archived", Case, Archive, _archived, ("placement.ends",)),
    Check("handled", Case, Handling, _handled),
)
