"""Checks of what must be on paper for one student before the first day."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.models.internships import Arrangement, Payer
from app.services.rules.checks.check import Check, numbers, on_time, standing, undated
from app.services.rules.finding import Breach, Missing, Outcome, Verdict
from app.services.rules.parameters import Nothing, parameter
from app.services.rules.spans import Span, merged, uncovered
from app.services.rules.views import Case


def _guided(case: Case, _: Nothing) -> Outcome:
    placement = case.placement
    parts = []
    if not placement.teacher:
        parts.append("未指派校内指导教师")
    elif _gone(placement.teacher_left, case):
        parts.append(f"校内指导教师{placement.teacher}已于 {placement.teacher_left} 离校")
    if not placement.mentor:
        parts.append("未指派企业指导人员")
    elif _gone(placement.mentor_left, case):
        parts.append(f"企业指导人员{placement.mentor}已于 {placement.mentor_left} 离任")
    if parts:
        return Breach(
            "；".join(parts),
            numbers(离校日期=placement.teacher_left, 离任日期=placement.mentor_left),
        )
    return Verdict.PASSED


def _gone(left: date | None, case: Case) -> bool:
    """Whether somebody leaves before the internship is over."""
    return left is not None and (case.ends is None or left <= case.ends)


def _consent(case: Case, _: Nothing) -> Outcome:
    placement = case.placement
    if placement.arrangement is Arrangement.STUDENT:
        return Verdict.NOT_CONCERNED
    papers = [("学生签字", placement.consent_student), ("监护人签字", placement.consent_guardian)]
    return on_time("缺少学生及监护人签字的知情同意书", papers, case.starts, case.on)


def _own_choice(case: Case, _: Nothing) -> Outcome:
    placement = case.placement
    if placement.arrangement is None:
        return Missing(("placement.arrangement",))
    if placement.arrangement is not Arrangement.STUDENT:
        return Verdict.NOT_CONCERNED
    papers = [
        ("学生申请", placement.consent_student),
        ("监护人签字", placement.consent_guardian),
        ("学校批准", placement.approved_on),
    ]
    return on_time("自主选择实习单位手续不全", papers, case.starts, case.on)


def _not_ordered(case: Case, _: Nothing) -> Outcome:
    if case.placement.arrangement is None:
        return Missing(("placement.arrangement",))
    if case.placement.arrangement is Arrangement.ORDERED:
        return Breach("实习单位由上级指定，请说明情况")
    return Verdict.PASSED


def _agreement(case: Case, _: Nothing) -> Outcome:
    placement = case.placement
    papers = [
        ("学校签订", placement.signed_school),
        ("单位签订", placement.signed_host),
        ("学生签订", placement.signed_student),
    ]
    found = on_time("未签三方协议不得安排实习", papers, case.starts, case.on)
    if isinstance(found, Breach) and placement.unsigned_why:
        return Breach(f"{found.message}；未签说明：{placement.unsigned_why}", found.numbers)
    return found


def _trained(case: Case, _: Nothing) -> Outcome:
    placement = case.placement
    papers = [("岗前培训", placement.trained_on)]
    found = on_time("岗前安全教育培训未完成", papers, case.starts, case.on)
    if found is not Verdict.PASSED:
        return found
    if placement.trained_passed is None:
        return Missing(("placement.trained_passed",))
    if not placement.trained_passed:
        told = f"{placement.trained_on} 岗前考核不合格，不得上岗"
        return Breach(told, numbers(岗前培训=placement.trained_on, 开始日期=case.starts))
    return Verdict.PASSED


def _insured(case: Case, _: Nothing) -> Outcome:
    placement = case.placement
    start, end = placement.insured_from, placement.insured_to
    if start is None and end is None and not placement.policy:
        return Breach(f"没有实习责任保险（{standing(case.starts, case.on)}）")
    if start is None or end is None:
        gaps = (("placement.insured_from", start), ("placement.insured_to", end))
        return Missing(tuple(need for need, day in gaps if day is None))
    if not case.spans or case.starts is None or case.ends is None:
        return undated(case)
    if start <= case.starts and case.ends <= end:
        return Verdict.PASSED
    spans = merged(case.spans)
    gap = sum(uncovered(span, Span(start, end)) for span in spans)
    if gap:
        first, last = spans[0].first, spans[-1].last
        told = f"保险期间未覆盖实习期间：保险 {start} 至 {end}，实习 {first} 至 {last}，缺 {gap} 天"
        given = numbers(保险起=start, 保险止=end, 开始日期=first, 结束日期=last, 缺天数=gap)
        return Breach(told, given)
    return Verdict.PASSED


def _premium(case: Case, _: Nothing) -> Outcome:
    if case.placement.payer is None:
        return Missing(("placement.payer",))
    if case.placement.payer is Payer.STUDENT:
        return Breach("保险费由学生承担；不得向学生另行收取，也不得从实习报酬中抵扣")
    return Verdict.PASSED


@dataclass(frozen=True, slots=True)
class Abroad:
    """Which region codes lie outside the border."""

    outside: tuple[str, ...] = parameter("境外区划前两位")


def _away(case: Case, rule: Abroad) -> Outcome:
    placement = case.placement
    region = placement.region or (case.host.region if case.host else None)
    if not placement.abroad:
        if region is None:
            return Missing(("placement.region",))
        if region[:2] not in rule.outside:
            if case.province is None:
                return Missing(("province",))
            if region[:2] == case.province:
                return Verdict.NOT_CONCERNED
    overseas = placement.abroad or (region or "")[:2] in rule.outside
    where = "赴国（境）外" if overseas else "跨省"
    found = on_time(
        f"{where}实习未经主管部门同意",
        [("主管部门同意", placement.consented_on)],
        case.starts,
        case.on,
    )
    if placement.province_filing or isinstance(found, Missing):
        return found
    more = "；没有省级备案号"
    if isinstance(found, Breach):
        return Breach(f"{found.message}{more}", found.numbers)
    told = f"{where}实习没有省级备案号（{placement.consented_on} 主管部门已同意）"
    return Breach(told, numbers(主管部门同意=placement.consented_on, 开始日期=case.starts))


CHECKS: tuple[Check[Any, Any], ...] = (
    Check("guided", Case, Nothing, _guided),
    Check("consent", Case, Nothing, _consent, ("placement.starts",)),
    Check("own_choice", Case, Nothing, _own_choice, ("placement.arrangement", "placement.starts")),
    Check("not_ordered", Case, Nothing, _not_ordered, ("placement.arrangement",)),
    Check("agreement", Case, Nothing, _agreement, ("placement.starts",)),
    Check("trained", Case, Nothing, _trained, ("placement.starts", "placement.trained_passed")),
    Check(
        "insured",
        Case,
        Nothing,
        _insured,
        ("placement.insured_from", "placement.insured_to", "placement.starts", "placement.ends"),
    ),
    Check("premium", Case, Nothing, _premium, ("placement.payer",)),
    Check("away", Case, Abroad, _away, ("placement.region", "province", "placement.starts")),
)
