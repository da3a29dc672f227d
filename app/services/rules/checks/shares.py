"""Checks over time: how many at once in one unit or post, and how long altogether."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.services.rules.checks.check import Check, missing, numbers
from app.services.rules.facts import Expected
from app.services.rules.finding import Breach, Missing, Outcome, Verdict
from app.services.rules.parameters import parameter
from app.services.rules.ratios import Planned, Ratio, curve, ratio
from app.services.rules.spans import Span, merged
from app.services.rules.views import Bench, Track, Unit

_UNDATED = Missing(("placement.starts", "placement.ends"))


@dataclass(frozen=True, slots=True)
class UnitShare:
    """The highest share of interns in a unit."""

    unit_percent: int = parameter("单位占比上限", unit="%")


def unit_ratio(unit: Unit, percent: int) -> Ratio | None:
    """The worst day of a host; none where its staff or any date is unknown."""
    window = _window(unit.first, unit.last)
    if unit.host.staff is None or window is None:
        return None
    steps = curve(unit.stays, _planned(unit.coming))
    return ratio(steps, window, unit.host.staff, percent, unit.host.other_interns or 0)


def _unit_share(unit: Unit, rule: UnitShare) -> Outcome:
    host = unit.host
    if host.staff is None:
        return missing(host__staff=None, host__other_interns=host.other_interns)
    found = unit_ratio(unit, rule.unit_percent)
    if found is None:
        return _UNDATED
    others = host.other_interns or 0
    if found.exceeded:
        crowd = _Crowd(others, _due(unit.coming, found.peak_day))
        return _too_many(("岗位实习学生", "在岗职工"), found, host.staff_on, crowd)
    if not all(stay.spans for stay in unit.stays):
        return _UNDATED
    if host.other_interns is None:
        return Missing(("host.other_interns",))
    return Verdict.PASSED


@dataclass(frozen=True, slots=True)
class PostShare:
    """The highest share of interns in one post."""

    post_percent: int = parameter("同岗占比上限", unit="%")


def post_ratio(bench: Bench, percent: int) -> Ratio | None:
    """The worst day of a post; none where its staff or any date is unknown."""
    window = _window(bench.first, bench.last)
    if bench.post.staff is None or window is None:
        return None
    return ratio(curve(bench.stays, _planned(bench.coming)), window, bench.post.staff, percent)


def _post_share(bench: Bench, rule: PostShare) -> Outcome:
    post = bench.post
    if post.staff is None:
        return Missing(("post.staff",))
    found = post_ratio(bench, rule.post_percent)
    if found is None:
        return _UNDATED
    if found.exceeded:
        crowd = _Crowd(0, _due(bench.coming, found.peak_day))
        return _too_many(("该岗位实习学生", "同岗职工"), found, post.staff_on, crowd)
    return Verdict.PASSED if all(stay.spans for stay in bench.stays) else _UNDATED


def _planned(coming: Iterable[Expected]) -> list[Planned]:
    return [Planned(each.span, each.count) for each in coming if each.count]


def _due(coming: Iterable[Expected], day: date | None) -> int:
    """How many of those counted on a day are only planned."""
    return sum(each.count for each in coming if day is not None and day in each.span)


@dataclass(frozen=True, slots=True)
class _Crowd:
    """Who is among those counted without being placed by us."""

    others: int
    planned: int

    def __str__(self) -> str:
        parts = [f"外校 {self.others} 人"] if self.others else []
        parts += [f"计划待安排 {self.planned} 人"] if self.planned else []
        return f"（其中{'、'.join(parts)}）" if parts else ""


def _window(first: date | None, last: date | None) -> Span | None:
    return Span(first, last) if first and last and first <= last else None


def _too_many(words: tuple[str, str], found: Ratio, staff_on: date | None, crowd: _Crowd) -> Breach:
    whom, staff = words
    as_of = f"{staff_on} 统计" if staff_on else "未注明统计日期"
    until = "" if found.first_breach == found.last_breach else f" 至 {found.last_breach}"
    told = (
        f"{whom}占比 {found.share}，超过 {found.percent} %："
        f"{found.peak_day} 共 {found.peak} 人{crowd}，{staff} {found.staff} 人（{as_of}）；"
        f"{found.first_breach}{until} 有 {found.breach_days} 天超出，超 {-found.room} 人"
    )
    given = numbers(
        实习学生=found.peak,
        职工=found.staff,
        上限百分比=found.percent,
        占比=found.share,
        峰值日=found.peak_day,
        首个超出日=found.first_breach,
        最后超出日=found.last_breach,
        超出天数=found.breach_days,
        超出人数=-found.room,
        外校实习学生=crowd.others or None,
        计划待安排=crowd.planned or None,
        统计日期=staff_on,
    )
    return Breach(told, given)


@dataclass(frozen=True, slots=True)
class Length:
    """How long an internship should be. Days, because a month is not a number."""

    least_days: int = parameter("一般不少于", unit="天")
    most_days: int = parameter("一般不超过", unit="天")
    limit_days: int = parameter("不应超过", unit="天")


def _long_enough(track: Track, rule: Length) -> Outcome:
    if not all(stay.spans for stay in track.stays):
        return _UNDATED
    spans = merged(span for stay in track.stays for span in stay.spans)
    days = sum(span.days for span in spans)
    first, last = spans[0].first, spans[-1].last
    given = numbers(天数=days, 分段数=len(spans), 开始日期=first, 结束日期=last)
    when = f"{first} 至 {last} 岗位实习共 {days} 天"
    if days > rule.limit_days:
        return Breach(f"{when}，超过 {rule.limit_days} 天", given | {"上限": rule.limit_days})
    if days > rule.most_days:
        told = f"{when}，比一般的 6 个月长（{rule.most_days} 天以上）"
        return Breach(told, given | {"一般不超过": rule.most_days}, lesser=True)
    if days < rule.least_days:
        told = f"{when}，不足一般的 6 个月（{rule.least_days} 天）"
        return Breach(told, given | {"一般不少于": rule.least_days}, lesser=True)
    return Verdict.PASSED


CHECKS: tuple[Check[Any, Any], ...] = (
    Check(
        "unit_share",
        Unit,
        UnitShare,
        _unit_share,
        ("host.staff", "host.other_interns", "placement.starts", "placement.ends"),
    ),
    Check(
        "post_share",
        Bench,
        PostShare,
        _post_share,
        ("post.staff", "placement.starts", "placement.ends"),
    ),
    Check("long_enough", Track, Length, _long_enough, ("placement.starts", "placement.ends")),
)
