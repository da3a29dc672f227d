"""Recognition standards as data: levels, their clauses, and how each is checked.

Read as strictly as the internship rules. A standard is text, so that a round can keep the very
words by which it judges.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.errors import Invalid, Problem
from app.models.recognition import RecognitionLevel
from app.models.teachers import TeacherKind
from app.services.recognition.checks import CHECKS
from app.services.rules import parameters

_STATUS = ("V", "V-part", "K")
_FIELD = "text"  # where a record keeps its standard


@dataclass(frozen=True, slots=True)
class Clause:
    """One condition of one level."""

    id: str
    title: str
    check: str
    told: Any  # its parameters, as the check wants them
    status: str  # how far its wording was checked against the source
    veto: bool  # not to be outweighed by anything
    group: str  # of those of a group, only so many must hold; empty: it must hold


@dataclass(frozen=True, slots=True)
class LevelRules:
    """What one level asks."""

    level: RecognitionLevel
    clauses: tuple[Clause, ...]
    choose: Mapping[str, int]  # group: how many of it must hold


@dataclass(frozen=True, slots=True)
class Standard:
    """A whole standard."""

    id: str
    title: str
    source: str
    version: str
    confirmed: bool  # compared with the document, clause by clause
    years: int  # so long a recognition is valid
    nearly: int  # with so few clauses missing somebody nearly meets it
    kinds: tuple[TeacherKind, ...]  # who may apply
    levels: tuple[LevelRules, ...]  # lowest first

    @property
    def edition(self) -> str:
        """Which version of which standard, and whether it can be relied on."""
        return f"{self.title}（{self.version}{'' if self.confirmed else '，未核实'}）"

    def of(self, level: RecognitionLevel) -> LevelRules | None:
        """What it says of a level; None if it does not know it."""
        return next((each for each in self.levels if each.level is level), None)

    def names(self) -> str:
        """The levels it knows, in words."""
        return "、".join(str(each.level) for each in self.levels)


def read(text: str) -> Standard:
    """A standard from its text. Invalid names everything that is not as it must be."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as why:
        told = f"条款的格式不对：{_place(str(why))}。请对照模板修改。"
        raise Invalid([Problem(_FIELD, told)]) from None
    problems = _shape("文件", raw, {"pack": dict, "level": list}, {})
    if problems:
        raise Invalid(problems)
    problems = _head_problems(raw["pack"])
    for at, each in enumerate(raw["level"], 1):
        problems.extend(_level_problems(at, each))
    problems.extend(_twice(raw["level"]))
    if problems:
        raise Invalid(problems)
    return _standard(raw)


def ready(standard: Standard) -> list[str]:
    """Why a standard cannot be used for a round yet."""
    if not any(each.clauses for each in standard.levels):
        return ["这份标准还没有填写任何条款，请先按文件填写。"]
    return [
        f"{each.level}还没有填写条款；不认定这一级的，请删去它。"
        for each in standard.levels
        if not each.clauses
    ]


def _place(why: str) -> str:
    """Where the reader stopped, out of its English sentence."""
    _, _, found = why.partition("(at line ")
    line = found.partition(",")[0].rstrip(")")
    return f"第 {line} 行" if line.isdecimal() else "文件末尾不完整"


def _standard(raw: Mapping[str, Any]) -> Standard:
    head = raw["pack"]
    levels = sorted((_level(each) for each in raw["level"]), key=_rank)
    return Standard(
        id=head["id"],
        title=head["title"],
        source=head["source"],
        version=head["version"],
        confirmed=head["confirmed"],
        years=head["years"],
        nearly=head["nearly"],
        kinds=tuple(TeacherKind.parse(each) for each in head["teachers"]),
        levels=tuple(levels),
    )


def _rank(each: LevelRules) -> int:
    return list(RecognitionLevel).index(each.level)


def _level(raw: Mapping[str, Any]) -> LevelRules:
    return LevelRules(
        RecognitionLevel.parse(raw["name"]),
        tuple(_clause(each) for each in raw.get("clause", ())),
        dict(raw.get("choose", {})),
    )


def _clause(raw: Mapping[str, Any]) -> Clause:
    return Clause(
        id=raw["id"],
        title=raw["title"],
        check=raw["check"],
        told=parameters.read(CHECKS[raw["check"]].parameters, raw.get("parameters", {})),
        status=raw["status"],
        veto=raw.get("veto", False),
        group=raw.get("group", ""),
    )


_HEAD: Mapping[str, type] = {
    "id": str,
    "title": str,
    "source": str,
    "version": str,
    "confirmed": bool,
    "years": int,
    "nearly": int,
    "teachers": list,
}


def _head_problems(head: Mapping[str, Any]) -> list[Problem]:
    problems = _shape("[pack]", head, _HEAD, {})
    if problems:
        return problems
    known = "、".join(str(each) for each in TeacherKind)
    for each in head["teachers"]:
        try:
            TeacherKind.parse(str(each))
        except ValueError:
            problems.append(Problem(_FIELD, f"[pack]：没有人员类别“{each}”，只有：{known}"))
    return problems


def _level_problems(at: int, raw: Any) -> list[Problem]:
    where = f"第 {at} 个级别"
    if not isinstance(raw, dict):
        return [Problem(_FIELD, f"{where}应为参数表")]
    problems = _shape(where, raw, {"name": str}, {"clause": list, "choose": dict})
    if problems:
        return problems
    try:
        RecognitionLevel.parse(raw["name"])
    except ValueError as why:
        problems.append(Problem(_FIELD, f"{where}“{raw['name']}”：{why}"))
    for number, each in enumerate(raw.get("clause", ()), 1):
        problems.extend(_clause_problems(f"{raw['name']}第 {number} 条", each))
    return problems or _group_problems(raw)


def _group_problems(raw: Mapping[str, Any]) -> list[Problem]:
    """Groups that are chosen from must have as many clauses as are wanted, and the other way."""
    sizes: dict[str, int] = {}
    for each in raw.get("clause", ()):
        group = each.get("group", "")
        sizes[group] = sizes.get(group, 0) + bool(group)
    choose = raw.get("choose", {})
    unsaid = sorted(group for group in sizes if group and group not in choose)
    problems = [Problem(_FIELD, f"{raw['name']}：没有说明“{each}”组要满足几条") for each in unsaid]
    for group, wanted in choose.items():
        fits = isinstance(wanted, int) and 0 < wanted <= sizes.get(group, 0)
        if not fits:
            told = (
                f"{raw['name']}：“{group}”组有 {sizes.get(group, 0)} 条，不能要求满足 {wanted} 条"
            )
            problems.append(Problem(_FIELD, told))
    return problems


_CLAUSE: Mapping[str, type] = {"id": str, "title": str, "check": str, "status": str}
_MAY: Mapping[str, type] = {"veto": bool, "group": str, "parameters": dict}


def _clause_problems(where: str, raw: Any) -> list[Problem]:
    if not isinstance(raw, dict):
        return [Problem(_FIELD, f"{where}应为参数表")]
    problems = _shape(where, raw, _CLAUSE, _MAY)
    if problems:
        return problems
    if raw["status"] not in _STATUS:
        problems.append(Problem(_FIELD, f"{where}：status 只能是 {'、'.join(_STATUS)}"))
    check = CHECKS.get(raw["check"])
    if check is None:
        told = f"{where}：没有这种核对“{raw['check']}”，只有：{'、'.join(CHECKS)}"
        return [*problems, Problem(_FIELD, told)]
    given = raw.get("parameters", {})
    known = {each.key for each in parameters.described(check.parameters)}
    problems += [
        Problem(_FIELD, f"{where}：多余的参数 {key}") for key in sorted(given.keys() - known)
    ]
    try:
        parameters.read(check.parameters, given)
    except Invalid as why:
        problems += [Problem(_FIELD, f"{where}：{each.message}") for each in why.problems]
    return problems


def _twice(levels: Iterable[Any]) -> list[Problem]:
    told = [each for each in levels if isinstance(each, dict)]
    names = [str(each.get("name")) for each in told]
    problems = [
        Problem(_FIELD, f"级别重复：{name}") for name in sorted(set(names)) if names.count(name) > 1
    ]
    for level in told:
        clauses = [c for c in level.get("clause", ()) if isinstance(c, dict)]
        ids = [str(each.get("id")) for each in clauses]
        problems += [
            Problem(_FIELD, f"{level.get('name')}的条款号重复：{each}")
            for each in sorted(set(ids))
            if ids.count(each) > 1
        ]
    return problems


def _shape(
    where: str, raw: Any, wanted: Mapping[str, type], allowed: Mapping[str, type]
) -> list[Problem]:
    every = {**wanted, **allowed}
    problems = [Problem(_FIELD, f"{where}：缺少 {key}") for key in wanted if key not in raw] + [
        Problem(_FIELD, f"{where}：不认识 {key}") for key in raw if key not in every
    ]
    for key, kind in every.items():
        value = raw.get(key)
        right = isinstance(value, kind) and not (kind is int and isinstance(value, bool))
        empty = isinstance(value, str) and not value.strip()
        if key in raw and (not right or (empty and key in wanted)):
            problems.append(Problem(_FIELD, f"{where}：{key} 应为{_WORDS[kind]}"))
    return problems


_WORDS = {
    str: "文字",
    bool: " true 或 false",
    int: "整数",
    list: "列表",
    dict: "参数表",
}
