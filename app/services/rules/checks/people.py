"""Checks of who the student is, against when and where the internship is."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.models.partners import Hazard
from app.models.students import Entry, Sex
from app.services.rules.checks.check import Check, missing, numbers
from app.services.rules.finding import Breach, Missing, Outcome, Verdict
from app.services.rules.parameters import Nothing, parameter
from app.services.rules.views import Case
from app.services.years import age_on, study_year

_LEVELS = 20  # the catalogue's categories lie this far apart: 46 高职, 66 中职, 26 本科


def _suited(case: Case, _: Nothing) -> Outcome:
    major = case.student.major
    offered = case.post.majors if case.post else None
    if case.placement.matched is False and not offered:
        return Breach("填报为岗位与专业不对口，请说明理由")
    if major is None or not offered:
        if case.post is None:
            return missing(student__major=major, placement__post=None)
        return missing(student__major=major, post__majors=offered or None)
    own = _class(major)
    classes = {_class(each) for each in offered}
    if own in classes:
        return Verdict.PASSED
    given = numbers(学生专业代码=major, 岗位对应专业="、".join(sorted(offered)))
    if own[0] in {category for category, _ in classes}:
        told = f"专业类不同（学生 {major}，岗位 {'、'.join(sorted(offered))}），请说明相近理由"
        return Breach(told, given, lesser=True)
    told = f"跨专业大类安排实习（学生 {major}，岗位 {'、'.join(sorted(offered))}）"
    return Breach(told, given)


def _class(code: str) -> tuple[int, str]:
    """专业大类 and 专业类 of a code, whatever its level."""
    return int(code[:2]) % _LEVELS, code[2:4]


@dataclass(frozen=True, slots=True)
class Years:
    """How many first school years are barred."""

    barred_years: int = parameter("不得安排的学年数", unit="年")


_STAGES = {
    Entry.JOINT_2_3: "；中高职衔接学生按现学段入学年份计算年级",
    Entry.JOINT_3_2: "；中高职衔接学生按现学段入学年份计算年级",
    Entry.FIVE_YEAR: "；五年一贯制学生按入学年份计算年级",
}


def _grown_in(case: Case, rule: Years) -> Outcome:
    student, starts = case.student, case.starts
    if student.enrolled is None or starts is None:
        return missing(student__enrolled=student.enrolled, placement__starts=starts)
    year = study_year(student.enrolled, starts)
    if year > rule.barred_years:
        return Verdict.PASSED
    given = numbers(入学年份=student.enrolled, 开始日期=starts, 学年序=year)
    stage = _STAGES.get(student.entry, "")
    if year < 1:
        told = f"开始日期 {starts} 早于入学（{student.enrolled} 年），请核对{stage}"
        return Breach(told, given)
    told = f"{student.enrolled} 年入学，{starts} 尚在第 {year} 学年，不得安排岗位实习{stage}"
    return Breach(told, given)


@dataclass(frozen=True, slots=True)
class Age:
    """How old a student must be."""

    least_age: int = parameter("最低年龄", unit="岁")


def _old_enough(case: Case, rule: Age) -> Outcome:
    born, starts = case.student.birth, case.starts
    if born is None or starts is None:
        return missing(student__birth=born, placement__starts=starts)
    if starts.year - born.year > rule.least_age:
        return Verdict.PASSED
    age = age_on(born, starts)
    if age >= rule.least_age:
        return Verdict.PASSED
    told = f"开始日（{starts}）未满 {rule.least_age} 周岁，现 {age} 周岁"
    return Breach(told, numbers(出生日期=born, 开始日期=starts, 周岁=age, 最低年龄=rule.least_age))


@dataclass(frozen=True, slots=True)
class Minors:
    """Until when somebody is a minor, and what minors may not do."""

    adult_age: int = parameter("成年年龄", unit="岁")
    minor_tags: tuple[Hazard, ...] = parameter("未成年人禁忌作业")


def _minor_safe(case: Case, rule: Minors) -> Outcome:
    born, starts = case.student.birth, case.starts
    if born is None or starts is None:
        return missing(student__birth=born, placement__starts=starts)
    if starts.year - born.year > rule.adult_age:
        return Verdict.NOT_CONCERNED
    age = age_on(born, starts)
    if age >= rule.adult_age:
        return Verdict.NOT_CONCERNED
    return _barred(case, rule.minor_tags, f"开始日 {age} 周岁，属未成年人", numbers(周岁=age))


@dataclass(frozen=True, slots=True)
class Women:
    """What women may not be made to do."""

    female_tags: tuple[Hazard, ...] = parameter("女学生禁忌作业")


def _woman_safe(case: Case, rule: Women) -> Outcome:
    if case.student.sex is None:
        return Missing(("student.sex",))
    if case.student.sex is Sex.MALE:
        return Verdict.NOT_CONCERNED
    return _barred(case, rule.female_tags, "女学生", {})


def _barred(
    case: Case, tags: tuple[Hazard, ...], who: str, given: dict[str, int | str | date]
) -> Outcome:
    if case.post is None:
        return Missing(("placement.post",))
    if case.post.hazards is None:
        return Missing(("post.hazards",))
    found = "、".join(str(tag) for tag in tags if tag in case.post.hazards)
    if not found:
        return Verdict.PASSED
    told = f"{who}，不得安排禁忌作业：{case.post.title}（{found}）"
    return Breach(told, given | numbers(岗位=case.post.title, 禁忌作业=found))


CHECKS: tuple[Check[Any, Any], ...] = (
    Check("suited", Case, Nothing, _suited, ("student.major", "placement.post", "post.majors")),
    Check("grown_in", Case, Years, _grown_in, ("student.enrolled", "placement.starts")),
    Check("old_enough", Case, Age, _old_enough, ("student.birth", "placement.starts")),
    Check(
        "minor_safe",
        Case,
        Minors,
        _minor_safe,
        ("student.birth", "placement.starts", "placement.post", "post.hazards"),
    ),
    Check(
        "woman_safe",
        Case,
        Women,
        _woman_safe,
        ("student.sex", "placement.post", "post.hazards"),
    ),
)
