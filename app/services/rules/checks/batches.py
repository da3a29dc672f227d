"""Checks of a batch as a whole, of its hosts, and of what was filed for it."""

from typing import Any

from app.models.internships import Clause
from app.services.rules.checks.check import Check, numbers, on_time
from app.services.rules.finding import Breach, Missing, Outcome, Verdict
from app.services.rules.parameters import Nothing
from app.services.rules.views import Grant, Pair, Round, accepted


def _published(each: Round, _: Nothing) -> Outcome:
    batch = each.batch
    papers = [("党组织会议", batch.meeting_on), ("名单公布", batch.published_on)]
    found = on_time("实习单位名单未经党组织会议确定并公布", papers, each.first, each.on)
    if isinstance(found, Breach) or batch.meeting_on is None or batch.published_on is None:
        return found
    if batch.published_on < batch.meeting_on:
        told = f"名单公布（{batch.published_on}）早于党组织会议（{batch.meeting_on}）"
        return Breach(told, numbers(党组织会议=batch.meeting_on, 名单公布=batch.published_on))
    return Verdict.PASSED


def _planned(each: Round, _: Nothing) -> Outcome:
    papers = [("实习方案", each.batch.plan_on)]
    return on_time("没有校企共同制定的实习方案", papers, each.first, each.on)


def _tasks(each: Round, _: Nothing) -> Outcome:
    if not each.batch.plan_tasks:
        return Breach("没有实习任务清单，无法说明实习覆盖岗位群的典型工作任务")
    return Verdict.PASSED


def _leadership(each: Round, _: Nothing) -> Outcome:
    batch = each.batch
    lacking = [
        label
        for label, value in (("分管校领导", batch.leader), ("负责部门", batch.department))
        if not value
    ]
    papers = [("管理办法与安全规定", batch.rules_on)]
    found = on_time("实习管理制度不全", papers, each.first, each.on)
    if lacking:
        more = f"；{found.message}" if isinstance(found, Breach) else ""
        given = found.numbers if isinstance(found, Breach) else {}
        return Breach(f"未明确{'、'.join(lacking)}{more}", given)
    return found


def _emergency(each: Pair, _: Nothing) -> Outcome:
    first_plan = each.plans[0] if each.plans else None
    what = f"“{each.batch.title}”没有与该单位共同制定的应急预案"
    return on_time(what, [("应急预案", first_plan)], each.first, each.on)


def _clauses(each: Round, _: Nothing) -> Outcome:
    held = each.batch.clauses
    if held is None:
        return Missing(("batch.clauses",))
    absent = [str(clause) for clause in Clause if clause not in held]
    if absent:
        told = f"三方协议缺 {len(absent)} 项必备内容：{'、'.join(absent)}"
        return Breach(told, numbers(缺项数=len(absent), 应有项数=len(Clause)))
    return Verdict.PASSED


def _filed(each: Round, _: Nothing) -> Outcome:
    batch = each.batch
    if not batch.filing_number:
        told = "没有主管部门备案号"
        return Breach(told, numbers(开始日期=each.first, 备案日期=batch.filed_on))
    return on_time("没有报主管部门备案", [("备案", batch.filed_on)], each.first, each.on)


def _exemption(each: Grant, _: Nothing) -> Outcome:
    filed = each.exemption
    given = numbers(备案号=filed.number, 备案日期=filed.filed_on, 开始日期=each.first)
    what = "、".join(sorted(str(scope) for scope in filed.scopes)) or "未写事项"
    if not filed.number or filed.filed_on is None:
        lacking = "备案号" if not filed.number else "备案日期"
        return Breach(f"特殊岗位备案（{what}）没有{lacking}，不予认可", given)
    if each.first is None:
        return Missing(("placement.starts",))
    if not accepted(filed, each.first):
        told = f"特殊岗位备案（{what}）在 {filed.filed_on}，晚于开始日期 {each.first}，不予认可"
        return Breach(told, given)
    return Verdict.PASSED


CHECKS: tuple[Check[Any, Any], ...] = (
    Check("published", Round, Nothing, _published),
    Check("planned", Round, Nothing, _planned),
    Check("tasks", Round, Nothing, _tasks),
    Check("leadership", Round, Nothing, _leadership),
    Check("emergency", Pair, Nothing, _emergency, ("placement.starts",)),
    Check("clauses", Round, Nothing, _clauses, ("batch.clauses",)),
    Check("filed", Round, Nothing, _filed),
    Check("exemption", Grant, Nothing, _exemption, ("placement.starts",)),
)
