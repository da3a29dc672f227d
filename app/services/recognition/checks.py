"""How a clause is checked: each function says met, short of what, unknown for lack of which data.

To add one: its parameters, the function, its line in `CHECKS`; standards then name it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any, TypeVar

from app.models.teachers import AchievementKind, AchievementLevel, Ethics, TitleLevel
from app.services.recognition.applicant import Achieved, Applicant, Proof, Title, Trained
from app.services.rules.parameters import Nothing, parameter
from app.services.years import years_before


class Holds(Enum):
    """Whether a clause holds."""

    YES = "符合"
    NO = "不符合"
    UNKNOWN = "无法判断"
    OPEN = "待佐证"  # shown by papers, and there is no application yet to which they could belong


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one clause."""

    holds: Holds
    told: str  # what holds it, what is missing, which data are missing
    excluded: tuple[str, ...] = ()  # what was left out, and why


@dataclass(frozen=True, slots=True)
class Check:
    """A way to check a clause."""

    label: str
    parameters: type[Any]
    ask: Callable[[Applicant, str, Any], Result]


def _yes(told: str, *excluded: str) -> Result:
    return Result(Holds.YES, told, excluded)


def _no(told: str, *excluded: str) -> Result:
    return Result(Holds.NO, told, excluded)


def _unknown(data: str, *excluded: str) -> Result:
    return Result(Holds.UNKNOWN, f"没有填写{data}", excluded)


T = TypeVar("T", Title, Achieved, Proof)


def _in_time(found: Iterable[T], cut_off: date) -> tuple[list[T], list[str]]:
    """What is dated by the cut-off date, and what is left out because it is not."""
    kept: list[T] = []
    excluded: list[str] = []
    for each in found:
        if each.on is not None and each.on <= cut_off:
            kept.append(each)
        elif each.on is None:
            excluded.append(f"“{each.name}”没有日期，不能计入")
        else:
            excluded.append(f"“{each.name}”日期 {each.on} 晚于佐证截止日 {cut_off}，不计入")
    return kept, excluded


# --- ethics and service


def _ethics(who: Applicant, _: str, __: Nothing) -> Result:
    if who.ethics is None:
        return _unknown("近三年师德考核")
    passed = who.ethics is Ethics.PASSED
    return _yes("师德考核合格") if passed else _no("近三年师德考核不合格（一票否决）")


@dataclass(frozen=True, slots=True)
class _Years:
    years: int = parameter("年限", unit="年")


def _service(who: Applicant, _: str, wanted: _Years) -> Result:
    joined = who.member.joined
    if joined is None:
        return _unknown("入校时间")
    if joined.first_day <= years_before(who.on, wanted.years):
        return _yes(f"{joined} 入校")
    return _no(f"入校不满 {wanted.years} 年（{joined} 入校）")


def _licence(who: Applicant, _: str, __: Nothing) -> Result:
    return _yes("有教师资格证") if who.licensed else _unknown("教师资格证")


@dataclass(frozen=True, slots=True)
class _Hours:
    hours: int = parameter("课时", unit="课时")


def _teaching(who: Applicant, _: str, wanted: _Hours) -> Result:
    hours = who.member.hours
    if hours is None:
        return _unknown("学年课时")
    if hours >= wanted.hours:
        return _yes(f"学年 {hours} 课时")
    return _no(f"学年课时差 {wanted.hours - hours}（{hours}，要求 {wanted.hours}）")


# --- enterprise


@dataclass(frozen=True, slots=True)
class _Days:
    days: int = parameter("天数", unit="天")


def _practice(who: Applicant, _: str, wanted: _Days) -> Result:
    days = who.meter.days
    excluded = _later(who)
    if days >= wanted.days:
        return _yes(f"近五年企业实践 {days} 天", *excluded)
    short = wanted.days - days
    return _no(f"企业实践差 {short} 天（近五年 {days} 天，要求 {wanted.days} 天）", *excluded)


def _later(who: Applicant) -> tuple[str, ...]:
    return tuple(
        f"企业实践“{each.enterprise}”在佐证截止日 {who.on} 之后的天数不计入" for each in who.later
    )


@dataclass(frozen=True, slots=True)
class _Experience:
    years: int = parameter("企业工作年限", unit="年")
    days: int = parameter("或企业实践天数", unit="天")


def _experience(who: Applicant, _: str, wanted: _Experience) -> Result:
    prior = who.member.prior_years
    if prior is not None and prior >= wanted.years:
        return _yes(f"入职前企业工作 {prior} 年", *_later(who))
    if who.meter.days >= wanted.days:
        return _yes(f"近五年企业实践 {who.meter.days} 天", *_later(who))
    if prior is None:
        told = f"入职前企业工作年限（近五年企业实践 {who.meter.days} 天，不足 {wanted.days} 天）"
        return _unknown(told, *_later(who))
    told = (
        f"企业工作 {prior} 年不足 {wanted.years} 年，企业实践差 {wanted.days - who.meter.days} 天"
    )
    return _no(told, *_later(who))


# --- titles and certificates


@dataclass(frozen=True, slots=True)
class _Levels:
    levels: tuple[TitleLevel, ...] = parameter("级别")


def _title(who: Applicant, _: str, wanted: _Levels) -> Result:
    if who.title is None:
        return _unknown("教师系列职称")
    return _of_level([who.title], wanted.levels, who.on, "教师系列职称")


def _qualified(who: Applicant, _: str, wanted: _Levels) -> Result:
    """A title, certificate or grade outside teaching: any, or one of certain levels."""
    if not who.titles:
        return _no("没有非教师系列职称、职业资格或技能等级证书")
    return _of_level(who.titles, wanted.levels, who.on, "非教师系列职称或证书")


def _of_level(
    found: Sequence[Title], levels: Sequence[TitleLevel], cut_off: date, named: str
) -> Result:
    """Titles are taken as old where nobody wrote down since when; only later ones are left out."""
    kept = [each for each in found if each.on is None or each.on <= cut_off]
    late = [
        f"“{each.name}”取得于 {each.on}，晚于佐证截止日 {cut_off}，不计入"
        for each in found
        if each not in kept
    ]
    fitting = [each for each in kept if not levels or each.level in levels]
    if fitting:
        return _yes("、".join(each.name for each in fitting), *late)
    if any(each.level is None for each in kept):
        unsaid = "、".join(each.name for each in kept if each.level is None)
        return _unknown(f"{named}的级别（{unsaid}）", *late)
    return _no(f"{named}没有达到{'、'.join(str(each) for each in levels) or '要求'}", *late)


# --- achievements and training


@dataclass(frozen=True, slots=True)
class _Achievements:
    kinds: tuple[AchievementKind, ...] = parameter("业绩类别")
    levels: tuple[AchievementLevel, ...] = parameter("级别")
    count: int = parameter("项数", unit="项")
    years: int = parameter("近几年", unit="年")


def _achieved(who: Applicant, _: str, wanted: _Achievements) -> Result:
    right = [
        each
        for each in who.achievements
        if (not wanted.kinds or each.kind in wanted.kinds)
        and (not wanted.levels or each.level in wanted.levels)
    ]
    kept, excluded = _in_time(right, who.on)
    since = years_before(who.on, wanted.years)
    fresh = [each for each in kept if each.on is not None and each.on > since]
    if len(fresh) >= wanted.count:
        return _yes("、".join(each.name for each in fresh), *excluded)
    kinds = "、".join(str(each) for each in wanted.kinds) or "业绩"
    levels = "、".join(str(each) for each in wanted.levels)
    told = f"近 {wanted.years} 年{levels}{kinds}差 {wanted.count - len(fresh)} 项"
    return _no(f"{told}（{len(fresh)} 项，要求 {wanted.count} 项）", *excluded)


@dataclass(frozen=True, slots=True)
class _Training:
    hours: int = parameter("学时", unit="学时")
    years: int = parameter("近几年", unit="年")


def _trained(who: Applicant, _: str, wanted: _Training) -> Result:
    since = years_before(who.on, wanted.years)
    late = [
        f"培训“{each.name}”结束于 {each.ended}，晚于佐证截止日 {who.on}，不计入"
        for each in who.trainings
        if each.ended > who.on
    ]
    counted: list[Trained] = [each for each in who.trainings if since < each.ended <= who.on]
    hours = sum(each.hours or 0 for each in counted)
    if hours >= wanted.hours:
        return _yes(f"近 {wanted.years} 年培训 {hours} 学时", *late)
    if any(each.hours is None for each in counted):
        return _unknown("培训学时", *late)
    return _no(f"培训差 {wanted.hours - hours} 学时（要求 {wanted.hours}）", *late)


# --- papers


@dataclass(frozen=True, slots=True)
class _Papers:
    count: int = parameter("份数", unit="份")


def _proved(who: Applicant, clause: str, wanted: _Papers) -> Result:
    if who.application is None:
        return Result(Holds.OPEN, f"需要佐证材料 {wanted.count} 份")
    kept, excluded = _in_time((each for each in who.proofs if each.clause == clause), who.on)
    if len(kept) >= wanted.count:
        return _yes("、".join(each.name for each in kept), *excluded)
    return _no(f"缺佐证材料 {wanted.count - len(kept)} 份", *excluded)


CHECKS: dict[str, Check] = {
    "ethics": Check("师德考核合格", Nothing, _ethics),
    "service": Check("入校满若干年", _Years, _service),
    "licence": Check("有教师资格证", Nothing, _licence),
    "teaching": Check("学年课时", _Hours, _teaching),
    "practice": Check("近五年企业实践天数", _Days, _practice),
    "experience": Check("企业工作年限或企业实践天数", _Experience, _experience),
    "title": Check("教师系列职称级别", _Levels, _title),
    "qualification": Check("非教师系列职称、职业资格或技能等级", _Levels, _qualified),
    "achievements": Check("业绩项数", _Achievements, _achieved),
    "training": Check("培训学时", _Training, _trained),
    "evidence": Check("由佐证材料说明", _Papers, _proved),
}
