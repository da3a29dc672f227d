"""Checks of the work itself: what is done, on which days, for how long, and where people live."""

from dataclasses import dataclass
from datetime import time
from typing import Any

from app.models.internships import ExemptScope, Lodging
from app.models.partners import Hazard
from app.services.rules.checks.check import Check, missing, numbers
from app.services.rules.finding import Breach, Missing, Number, Outcome, Verdict
from app.services.rules.parameters import Nothing, parameter
from app.services.rules.views import Case, Offer

_LONGEST_HOLIDAY = 10  # days; a longer span holds a working day in any year
_WORKING_DAYS = 5  # of a week
_DAY = 24 * 60


def _no_agency(case: Case, _: Nothing) -> Outcome:
    if case.placement.agency:
        told = f"由中介机构或有偿代理（{case.placement.agency}）组织、安排或管理实习"
        return Breach(told, numbers(经办中介=case.placement.agency))
    return Verdict.PASSED


@dataclass(frozen=True, slots=True)
class Labour:
    """From which grade on physical labour is barred."""

    barred_grade: int = parameter("不得安排的劳动强度", unit="级")


def _light_enough(case: Case, rule: Labour) -> Outcome:
    if case.post is None:
        return Missing(("placement.post",))
    grade = case.post.labour_grade
    if grade is None:
        return Missing(("post.labour_grade",))
    if grade >= rule.barred_grade:
        told = f"{case.post.title}体力劳动强度为 {grade} 级，第 {rule.barred_grade} 级起不得安排"
        return Breach(told, numbers(劳动强度等级=grade, 岗位=case.post.title))
    return Verdict.PASSED


@dataclass(frozen=True, slots=True)
class Danger:
    """What is high-risk work."""

    danger_tags: tuple[Hazard, ...] = parameter("高风险作业")


def _harmless(case: Case, rule: Danger) -> Outcome:
    if case.post is None:
        return Missing(("placement.post",))
    if case.post.hazards is None:
        return Missing(("post.hazards",))
    found = "、".join(str(tag) for tag in rule.danger_tags if tag in case.post.hazards)
    if not found:
        return Verdict.PASSED
    if ExemptScope.HAZARD in case.exempt:
        return Verdict.EXEMPT
    told = f"{case.post.title}属于高风险作业（{found}），又没有事先备案"
    return Breach(told, numbers(岗位=case.post.title, 高风险作业=found))


def _rested(case: Case, _: Nothing) -> Outcome:
    placement, spans = case.placement, case.spans
    parts: list[str] = []
    given: dict[str, Number] = {}
    if placement.rest_days:
        days = sum(case.calendar.rest_days(span) for span in spans)
        known = all(case.calendar.covers(span) for span in spans)
        more = "" if known else "，部分年份没有节假日表，按周末计"
        parts.append(f"休息日和节假日安排实习（期间共 {days} 天{more}）")
        given["休息日数"] = days
    idle = [span for span in spans if span.days < _LONGEST_HOLIDAY]
    off = [span for span in idle if case.calendar.only_rest_days(span)]
    if off:
        parts.append("、".join(f"{span.first} 至 {span.last} 全是休息日" for span in off))
        given |= {"开始日期": off[0].first, "结束日期": off[0].last}
    certain = bool(parts)
    daily, weekly = placement.daily_hours, placement.weekly_hours
    if daily and weekly and weekly > _WORKING_DAYS * daily:
        parts.append(f"每周 {weekly} 小时、每天 {daily} 小时，超过 {_WORKING_DAYS} 天")
        given |= {"周工时": weekly, "日工时": daily}
    if parts:
        lifted = ExemptScope.REST in case.exempt
        found = Breach("；".join(parts), given, lesser=not certain)
        return Verdict.EXEMPT if lifted else found
    known = all(case.calendar.covers(span) for span in idle)
    if placement.rest_days is None or not known:
        return missing(placement__rest_days=placement.rest_days, calendar=known or None)
    return Verdict.PASSED


@dataclass(frozen=True, slots=True)
class Hours:
    """How long an intern may work, and what counts as night."""

    daily_limit: int = parameter("每日工时上限", unit="小时")
    weekly_limit: int = parameter("每周工时上限", unit="小时")
    night_from: time = parameter("夜间起")
    night_to: time = parameter("夜间止")


def _humane(case: Case, rule: Hours) -> Outcome:
    placement = case.placement
    long, nightly = _too_long(case, rule), _nightly(case, rule)
    held = [
        each
        for each, scope in ((long, ExemptScope.OVERTIME), (nightly, ExemptScope.NIGHT))
        if each is not None and scope not in case.exempt
    ]
    if held:
        told = "；".join(each.message for each in held)
        given = {label: value for each in held for label, value in each.numbers.items()}
        return Breach(f"{told}，又没有事先备案", given)
    known = {
        "placement__daily_hours": placement.daily_hours,
        "placement__weekly_hours": placement.weekly_hours,
        "placement__overtime": placement.overtime,
        "placement__shift_from": placement.shift_from,
        "placement__shift_to": placement.shift_to,
    }
    if None in known.values():
        return missing(**known)
    return Verdict.EXEMPT if long or nightly else Verdict.PASSED


def _too_long(case: Case, rule: Hours) -> Breach | None:
    daily, weekly = case.placement.daily_hours, case.placement.weekly_hours
    overtime = case.placement.overtime
    parts: list[str] = []
    given: dict[str, Number] = {}
    if daily is not None and daily > rule.daily_limit:
        parts.append(f"每天 {daily} 小时，超过 {rule.daily_limit} 小时")
        given |= {"日工时": daily, "日工时上限": rule.daily_limit}
    if weekly is not None and weekly > rule.weekly_limit:
        parts.append(f"每周 {weekly} 小时，超过 {rule.weekly_limit} 小时")
        given |= {"周工时": weekly, "周工时上限": rule.weekly_limit}
    if overtime:
        parts.append(f"每月加班 {overtime} 小时")
        given["月加班"] = overtime
    return Breach("；".join(parts), given) if parts else None


def _nightly(case: Case, rule: Hours) -> Breach | None:
    start, end = case.placement.shift_from, case.placement.shift_to
    if start is None or end is None or not at_night(start, end, rule):
        return None
    night = f"{rule.night_from:%H:%M}–{rule.night_to:%H:%M}"
    told = f"班次 {start:%H:%M}–{end:%H:%M} 含夜间（{night}）"
    return Breach(told, numbers(上班时间=f"{start:%H:%M}", 下班时间=f"{end:%H:%M}"))


def at_night(start: time, end: time, rule: Hours) -> bool:
    """Whether a shift touches the night; a shift that ends when it begins lasts a whole day."""
    first, last = _stretch(start, end)
    dusk, dawn = _stretch(rule.night_from, rule.night_to)
    return any(first < dawn + turn and dusk + turn < last for turn in (-_DAY, 0, _DAY))


def _stretch(start: time, end: time) -> tuple[int, int]:
    first = start.hour * 60 + start.minute
    last = end.hour * 60 + end.minute
    return first, last if last > first else last + _DAY


def _daytime(offer: Offer, _: Nothing) -> Outcome:
    """What is planned for a post with night shifts, before anybody's shifts are known."""
    if offer.shifts_known:
        return Verdict.NOT_CONCERNED  # the placements themselves are judged
    if ExemptScope.NIGHT in offer.exempt:
        return Verdict.EXEMPT
    told = f"{offer.post.title}有夜班；安排学生前须与单位约定只上白班，或事先备案"
    return Breach(told, numbers(岗位=offer.post.title), lesser=True)


def _lodged(case: Case, _: Nothing) -> Outcome:
    placement = case.placement
    if placement.lodging is None:
        return Missing(("placement.lodging",))
    if placement.lodging is not Lodging.OWN:
        return Verdict.PASSED
    if placement.lodging_consent is None:
        return Breach("自行住宿，没有监护人签字同意并报学校备案")
    return Verdict.PASSED


CHECKS: tuple[Check[Any, Any], ...] = (
    Check("no_agency", Case, Nothing, _no_agency),
    Check("light_enough", Case, Labour, _light_enough, ("placement.post", "post.labour_grade")),
    Check("harmless", Case, Danger, _harmless, ("placement.post", "post.hazards")),
    Check("rested", Case, Nothing, _rested, ("placement.rest_days",)),
    Check(
        "humane",
        Case,
        Hours,
        _humane,
        (
            "placement.daily_hours",
            "placement.weekly_hours",
            "placement.overtime",
            "placement.shift_from",
            "placement.shift_to",
        ),
    ),
    Check("daytime", Offer, Nothing, _daytime),
    Check("lodged", Case, Nothing, _lodged, ("placement.lodging",)),
)
