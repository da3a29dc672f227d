"""Checks of the units that take interns."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from app.models.partners import Conclusion, CreditResult
from app.services.rules.checks.check import Check, listed, numbers, standing
from app.services.rules.facts import InspectionFacts
from app.services.rules.finding import Breach, Missing, Outcome, Verdict
from app.services.rules.parameters import Nothing, parameter
from app.services.rules.views import Unit


def _registered(unit: Unit, _: Nothing) -> Outcome:
    host = unit.host
    if not host.on_campus:
        return Verdict.NOT_CONCERNED
    if host.registered is None and not host.code:
        return Missing(("host.registered",))
    if host.registered or (host.code and host.registered is None):
        return Verdict.PASSED
    return Breach("该实训基地未取得法人或非法人组织登记，不能作为实习单位")


@dataclass(frozen=True, slots=True)
class Standing:
    """How old a look-up may be, and which results bar a host for how long."""

    fresh_days: int = parameter("信用核查有效期", unit="天")
    unsafe_days: int = parameter("安全生产违法回溯期", unit="天")
    dishonest: tuple[CreditResult, ...] = parameter("失信情形")
    unsafe: tuple[CreditResult, ...] = parameter("安全生产违法情形")


def _lawful(unit: Unit, rule: Standing) -> Outcome:
    host = unit.host
    if host.barred:
        return Breach("该单位已列入黑名单，不能作为实习单位")
    until = min(unit.on, unit.last or unit.on)
    known = sorted((look for look in host.credit if look.on <= unit.on), key=lambda look: look.on)
    if not known:
        return Missing(("host.credit",))
    latest = known[-1]
    since = until - timedelta(days=rule.unsafe_days)
    unsafe = [look for look in known if look.result in rule.unsafe and look.on >= since]
    if latest.result in rule.dishonest or unsafe:
        bad = latest if latest.result in rule.dishonest else unsafe[-1]
        told = f"{bad.on} 核查结果为“{bad.result}”，不能作为实习单位"
        return Breach(told, numbers(核查日期=bad.on, 核查结果=str(bad.result)))
    age = (until - latest.on).days
    if age > rule.fresh_days:
        told = f"最近一次信用核查在 {latest.on}，距 {until} 已 {age} 天"
        given = numbers(核查日期=latest.on, 已过天数=age, 有效天数=rule.fresh_days)
        return Breach(told, given, lesser=True)
    return Verdict.PASSED


def _inspected(unit: Unit, _: Nothing) -> Outcome:
    first = unit.first
    known = sorted(unit.host.inspections, key=lambda each: each.on)
    if not known:
        told = f"新增实习单位缺少实地考察评估书面报告（{standing(first, unit.on)}）"
        return Breach(told, numbers(开始日期=first))
    if first is None:
        return Missing(("placement.starts",))
    before = [each for each in known if each.on <= first]
    if not before:
        told = f"实地考察在 {known[0].on}，晚于首批学生开始日期 {first}"
        return Breach(told, numbers(开始日期=first, 考察日期=known[0].on))
    return _report(unit, before[-1])


def _report(unit: Unit, latest: InspectionFacts) -> Outcome:
    given = numbers(开始日期=unit.first, 考察日期=latest.on, 有效期至=latest.valid_until)
    if latest.conclusion is Conclusion.UNFIT:
        return Breach(f"{latest.on} 实地考察结论为“{latest.conclusion}”", given)
    if latest.valid_until and unit.first and latest.valid_until < unit.first:
        return Breach(f"实地考察有效期到 {latest.valid_until}，早于开始日期 {unit.first}", given)
    if latest.empty:
        told = f"{latest.on} 的考察报告缺 {len(latest.empty)} 项：{'、'.join(latest.empty)}"
        return Breach(told, given | {"缺项数": len(latest.empty)}, lesser=True)
    return Verdict.PASSED


@dataclass(frozen=True, slots=True)
class Codes:
    """Which industries are meant."""

    codes: tuple[str, ...] = parameter("行业代码")


def _venue(unit: Unit, rule: Codes) -> Outcome:
    host = unit.host
    if host.entertainment:
        return Breach("该单位登记为经营性娱乐场所，不得安排实习")
    found = listed(host.industry, rule.codes) if host.industry else None
    if found is None:
        return Missing(("host.industry",))
    if found:
        told = f"该单位行业代码 {host.industry} 属于营业性娱乐场所，不得安排实习"
        return Breach(told, numbers(行业代码=host.industry))
    return Verdict.PASSED


@dataclass(frozen=True, slots=True)
class Agencies:
    """Which industries place people for a living."""

    agency_codes: tuple[str, ...] = parameter("中介行业代码")


def _not_agency(unit: Unit, rule: Agencies) -> Outcome:
    host = unit.host
    if host.agency:
        return Breach("该单位登记为人力资源机构，请核实是否由中介组织、安排或管理实习", lesser=True)
    found = listed(host.industry, rule.agency_codes) if host.industry else None
    if found is None:
        return Missing(("host.industry",))
    if found:
        told = f"该单位行业代码 {host.industry} 属于职业中介或劳务派遣，请核实实际用人单位"
        return Breach(told, numbers(行业代码=host.industry), lesser=True)
    return Verdict.PASSED


def _declared(unit: Unit, _: Nothing) -> Outcome:
    if unit.host.declared_on is None:
        return Breach("缺少单位不收费、不扣证件、不要求担保的书面承诺")
    return Verdict.PASSED


CHECKS: tuple[Check[Any, Any], ...] = (
    Check("registered", Unit, Nothing, _registered, ("host.registered",)),
    Check("lawful", Unit, Standing, _lawful, ("host.credit",)),
    Check("inspected", Unit, Nothing, _inspected, ("placement.starts",)),
    Check("venue", Unit, Codes, _venue, ("host.industry",)),
    Check("not_agency", Unit, Agencies, _not_agency, ("host.industry",)),
    Check("declared", Unit, Nothing, _declared),
)
