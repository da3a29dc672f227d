"""Checks of money: what the student gets, how, and what is asked of the student."""

from dataclasses import dataclass
from typing import Any

from app.models.internships import Involvement, PayMethod
from app.services.rules.checks.check import Check, missing, numbers, yuan
from app.services.rules.finding import Breach, Missing, Outcome, Verdict
from app.services.rules.parameters import Nothing, parameter
from app.services.rules.views import Case


@dataclass(frozen=True, slots=True)
class Floor:
    """What pay must reach, as a share of the wage of the same post."""

    floor_percent: int = parameter("不低于同岗工资", unit="%")
    odd_percent: int = parameter("超过同岗工资时请核对", unit="%")


def _paid_enough(case: Case, rule: Floor) -> Outcome:
    pay, how = case.placement.pay, case.placement.involvement
    if pay is None:
        return missing(placement__pay=pay, placement__involvement=how)
    if pay == 0:
        return Breach("没有报酬；独立工作的不得低于标准，辅助工作的应当给予适当报酬")
    wage = case.post.wage if case.post else None
    if wage is not None and 100 * pay > rule.odd_percent * wage:
        told = f"实习报酬 {yuan(pay)} 元超过同岗工资 {yuan(wage)} 元的 {rule.odd_percent} %，请核对"
        return Breach(told, numbers(实习报酬=yuan(pay), 同岗工资=yuan(wage)), lesser=True)
    if how is Involvement.ASSISTING:
        return Verdict.PASSED
    found = _above_floor(case, rule, pay, wage)
    if how is None and found is not Verdict.PASSED:  # it matters only below the floor
        return Missing(("placement.involvement",))
    return found


def _above_floor(case: Case, rule: Floor, pay: int, wage: int | None) -> Outcome:
    lowest = case.host.lowest_wage if case.host else None
    enough = wage is not None and 100 * pay >= rule.floor_percent * wage
    if enough or (lowest is not None and pay >= lowest):
        return Verdict.PASSED
    if wage is None:
        return Missing(("post.wage",) if case.post else ("placement.post",))
    floor = -(-rule.floor_percent * wage // 100)
    told = (
        f"实习报酬低于标准：{yuan(pay)} 元，"
        f"同岗工资 {yuan(wage)} 元的 {rule.floor_percent} % 为 {yuan(floor)} 元"
    )
    if lowest is None:
        told += "（单位最低档工资未填，填后可再核）"
    given = numbers(
        实习报酬=yuan(pay),
        同岗工资=yuan(wage),
        标准=yuan(floor),
        最低档工资=None if lowest is None else yuan(lowest),
    )
    return Breach(told, given)


@dataclass(frozen=True, slots=True)
class Payment:
    """How pay may not be given, and how often it must be."""

    barred_methods: tuple[PayMethod, ...] = parameter("不得采用的支付方式")
    cycle_days: int = parameter("支付周期上限", unit="天")


def _paid_properly(case: Case, rule: Payment) -> Outcome:
    method, cycle = case.placement.pay_method, case.placement.pay_days
    if method in rule.barred_methods:
        told = f"实习报酬支付方式为“{method}”，应以货币形式直接支付给学生"
        return Breach(told, numbers(支付方式=str(method), 支付周期=cycle))
    if cycle is not None and cycle > rule.cycle_days:
        told = f"支付周期 {cycle} 天，超过 {rule.cycle_days} 天"
        return Breach(told, numbers(支付周期=cycle, 上限=rule.cycle_days), lesser=True)
    if method is None or cycle is None:
        return missing(placement__pay_method=method, placement__pay_days=cycle)
    return Verdict.PASSED


def _not_charged(case: Case, _: Nothing) -> Outcome:
    charged = case.placement.charged
    if charged is None:
        return Missing(("placement.charged",))
    if charged > 0:
        told = f"向学生收取费用 {yuan(charged)} 元；不得以任何名义收费"
        return Breach(told, numbers(向学生收费=yuan(charged)))
    return Verdict.PASSED


CHECKS: tuple[Check[Any, Any], ...] = (
    Check(
        "paid_enough",
        Case,
        Floor,
        _paid_enough,
        ("placement.pay", "placement.involvement", "placement.post", "post.wage"),
    ),
    Check(
        "paid_properly",
        Case,
        Payment,
        _paid_properly,
        ("placement.pay_method", "placement.pay_days"),
    ),
    Check("not_charged", Case, Nothing, _not_charged, ("placement.charged",)),
)
