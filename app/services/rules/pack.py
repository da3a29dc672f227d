"""Rule packs: rules as data, read strictly, and changed by the office without touching the file."""

import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from app.errors import Fault, Invalid, Problem
from app.models.fields import Field
from app.models.internships import InternshipKind
from app.models.rules import Severity
from app.services.rules import parameters
from app.services.rules.checks import CHECKS

_STATUS = ("V", "V-part", "K")
_SEVERITIES = {each.name.lower(): each for each in Severity}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what it says, where it comes from, how it is checked, how to set things right."""

    id: str
    title: str
    article: str
    confirmed: bool  # the number of the article was checked against the text
    source: str
    status: str  # V, V-part or K: how far the content was checked
    severity: Severity
    lesser: Severity  # of the milder of its two degrees; the same where it has one
    valid_from: date | None
    valid_to: date | None
    kinds: frozenset[InternshipKind]
    checks: tuple[str, ...]
    parameters: Mapping[str, Any]  # as written: TOML or JSON values
    told: Mapping[str, Any]  # the same as each of its checks wants it
    clear: str

    def in_force(self, on: date) -> bool:
        """Whether it held on a day; the last day still counts."""
        after = self.valid_from is None or self.valid_from <= on
        return after and (self.valid_to is None or on <= self.valid_to)

    @property
    def reference(self) -> str:
        """Article and source as people cite them."""
        article = self.article if self.confirmed else f"{self.article}（条款号待核对）"
        return f"{self.source} {article}"

    def fields(self) -> tuple[Field, ...]:
        """Its parameters as fields, ready for a form."""
        return tuple(
            each for name in self.checks for each in parameters.described(CHECKS[name].parameters)
        )


@dataclass(frozen=True, slots=True)
class Override:
    """The office wants other limits or another severity, and says why."""

    rule: str
    reason: str
    by: str
    on: date
    parameters: Mapping[str, Any] = field(default_factory=dict)  # only those that change
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Pack:
    """Rules that belong together, in order."""

    id: str
    title: str
    source: str
    version: str
    rules: tuple[Rule, ...]
    overrides: tuple[Override, ...] = ()

    @property
    def edition(self) -> str:
        """Which version of which pack, and how often the office changed it."""
        changed = f"+{len(self.overrides)}" if self.overrides else ""
        return f"{self.id}@{self.version}{changed}"

    def rule(self, key: str) -> Rule:
        """One rule by id; KeyError if there is none."""
        for each in self.rules:
            if each.id == key:
                return each
        raise KeyError(key)

    def using(self, check: str) -> Rule | None:
        """The rule that names a check."""
        return next((each for each in self.rules if check in each.checks), None)


def load(path: Path) -> Pack:
    """The pack in a file. Fault with every problem if anything in it is not as it must be."""
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
        return _pack(raw)
    except OSError:
        raise Fault(f"读不到规则包 {path.name}", _ADVICE) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as why:
        raise Fault(f"规则包 {path.name} 不是有效的 TOML 文件：{why}", _ADVICE) from None
    except Invalid as why:
        raise Fault(f"规则包 {path.name} 有 {len(why.problems)} 处错误：{why}", _ADVICE) from None


_ADVICE = "请重新安装程序，或恢复规则包文件。"


def apply(pack: Pack, overrides: Iterable[Override]) -> Pack:
    """The pack as the office wants it; later ones win. The pack given stays as it was."""
    wanted = sorted(overrides, key=lambda each: each.on)
    rules = {rule.id: rule for rule in pack.rules}
    problems: list[Problem] = []
    for each in wanted:
        old = rules.get(each.rule)
        if old is None:
            problems.append(Problem("rule", f"规则包里没有 {each.rule}"))
            continue
        found = _problems(old, each)
        problems.extend(found)
        if not found:
            rules[each.rule] = _changed(old, each)
    if problems:
        raise Invalid(problems)
    return replace(pack, rules=tuple(rules.values()), overrides=(*pack.overrides, *wanted))


def _problems(rule: Rule, override: Override) -> list[Problem]:
    problems = [
        Problem(key, f"{rule.id}：{told}")
        for key, value, told in (
            ("reason", override.reason.strip(), "请写明调整理由"),
            ("by", override.by.strip(), "请写明决定人"),
            ("parameters", override.parameters or override.severity, "没有改动任何内容"),
        )
        if not value
    ]
    return problems + _parameter_problems(
        rule.id, rule.checks, {**rule.parameters, **override.parameters}
    )


def _changed(rule: Rule, override: Override) -> Rule:
    severity = override.severity or rule.severity
    milder = max(severity, rule.lesser, key=list(Severity).index)
    single = rule.lesser is rule.severity
    given = {**rule.parameters, **override.parameters}
    return replace(
        rule,
        severity=severity,
        lesser=severity if single else milder,
        parameters=given,
        told=_told(rule.checks, given),
    )


def _told(checks: Iterable[str], given: Mapping[str, Any]) -> dict[str, Any]:
    return {name: parameters.read(CHECKS[name].parameters, given) for name in checks}


def override_text(given: Mapping[str, Any]) -> str:
    """Changed parameters as a record keeps them: JSON on one line."""
    plain = {key: parameters.plain(value) for key, value in given.items()}
    return json.dumps(plain, ensure_ascii=False, sort_keys=True)


def _pack(raw: Mapping[str, Any]) -> Pack:
    problems = _typed("文件", raw, {"pack": dict, "rule": list}, {})
    if problems:
        raise Invalid(problems)
    head = raw["pack"]
    wanted = {"id": str, "title": str, "source": str, "version": str, "valid_from": date}
    problems = _typed("[pack]", head, wanted, {})
    rules: list[Rule] = []
    for at, each in enumerate(raw["rule"], 1):
        found = _rule_problems(at, each)
        problems.extend(found)
        if not found:
            rules.append(_rule(each, head.get("valid_from")))
    ids = [rule.id for rule in rules]
    twice = sorted({key for key in ids if ids.count(key) > 1})
    problems.extend(Problem("id", f"规则编号重复：{key}") for key in twice)
    if problems:
        raise Invalid(problems)
    return Pack(head["id"], head["title"], head["source"], head["version"], tuple(rules))


_WANTED: Mapping[str, type] = {
    "id": str,
    "title": str,
    "article": str,
    "confirmed": bool,
    "source": str,
    "status": str,
    "severity": str,
    "kinds": list,
    "checks": list,
    "clear": str,
}
_ALLOWED: Mapping[str, type] = {
    "lesser": str,
    "valid_from": date,
    "valid_to": date,
    "parameters": dict,
}


def _rule(raw: Mapping[str, Any], valid_from: date) -> Rule:
    severity = _SEVERITIES[raw["severity"]]
    return Rule(
        id=raw["id"],
        title=raw["title"],
        article=raw["article"],
        confirmed=raw["confirmed"],
        source=raw["source"],
        status=raw["status"],
        severity=severity,
        lesser=_SEVERITIES[raw["lesser"]] if "lesser" in raw else severity,
        valid_from=raw.get("valid_from", valid_from),
        valid_to=raw.get("valid_to"),
        kinds=frozenset(InternshipKind.parse(each) for each in raw["kinds"]),
        checks=tuple(raw["checks"]),
        parameters=raw.get("parameters", {}),
        told=_told(raw["checks"], raw.get("parameters", {})),
        clear=raw["clear"],
    )


def _rule_problems(at: int, raw: Any) -> list[Problem]:
    if not isinstance(raw, dict):
        return [Problem("rule", f"第 {at} 条规则应为参数表")]
    where = f"第 {at} 条规则 {raw.get('id', '')}".strip()
    problems = _typed(where, raw, _WANTED, _ALLOWED)
    if problems:
        return problems
    if raw["status"] not in _STATUS:
        problems.append(Problem("status", f"{where}：status 只能是 {'、'.join(_STATUS)}"))
    for key in ("severity", "lesser"):
        if raw.get(key, "stop") not in _SEVERITIES:
            told = f"{where}：{key} 只能是 {'、'.join(_SEVERITIES)}"
            problems.append(Problem(key, told))
    kinds = {str(kind) for kind in InternshipKind}
    if not raw["kinds"] or not set(raw["kinds"]) <= kinds:
        problems.append(Problem("kinds", f"{where}：kinds 只能是 {'、'.join(sorted(kinds))}"))
    unknown = [str(name) for name in raw["checks"] if name not in CHECKS]
    if unknown or not raw["checks"]:
        told = (
            f"{where}：没有这种核对：{'、'.join(unknown)}" if unknown else f"{where}：checks 为空"
        )
        return [*problems, Problem("checks", told)]
    return problems + _parameter_problems(where, raw["checks"], raw.get("parameters", {}))


def _parameter_problems(
    where: str, checks: Iterable[str], given: Mapping[str, Any]
) -> list[Problem]:
    problems: list[Problem] = []
    known: set[str] = set()
    for name in checks:
        kind = CHECKS[name].parameters
        known |= {each.key for each in parameters.described(kind)}
        try:
            parameters.read(kind, given)
        except Invalid as why:
            problems += [Problem(each.field, f"{where}：{each.message}") for each in why.problems]
    strange = sorted(set(given) - known)
    return problems + [Problem(key, f"{where}：多余的参数 {key}") for key in strange]


def _typed(
    where: str,
    raw: Mapping[str, Any],
    wanted: Mapping[str, type],
    allowed: Mapping[str, type],
) -> list[Problem]:
    every = {**wanted, **allowed}
    problems = _strange(where, raw, set(wanted), set(every))
    for key, kind in every.items():
        value = raw.get(key)
        if value is None:
            continue
        if not isinstance(value, kind) or (isinstance(value, str) and not value.strip()):
            problems.append(Problem(key, f"{where}：{key} 应为{_KINDS[kind]}"))
    return problems


_KINDS = {str: "文字", bool: " true 或 false", list: "列表", date: "日期", dict: "参数表"}


def _strange(
    where: str, raw: Mapping[str, Any], wanted: set[str], every: set[str]
) -> list[Problem]:
    problems = [Problem(key, f"{where}：缺少 {key}") for key in sorted(wanted - set(raw))]
    return problems + [Problem(key, f"{where}：不认识 {key}") for key in sorted(set(raw) - every)]
