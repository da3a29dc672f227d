"""The numbers and lists that a check can be told, described once for packs, forms and overrides."""

import dataclasses
from collections.abc import Mapping
from datetime import time
from typing import Any, Unpack, get_args, get_origin, get_type_hints

from app.errors import Invalid, Problem
from app.models.fields import Choice, Field, FieldOptions
from app.models.values import not_negative, parse_time


def parameter(label: str, **options: Unpack[FieldOptions]) -> Any:
    """A described parameter of a check. Without a default: limits live in packs, not in code."""
    return dataclasses.field(metadata={"field": Field(label=label, **options)})


@dataclasses.dataclass(frozen=True, slots=True)
class Nothing:
    """For checks that need not be told anything."""


def described(kind: type[Any]) -> tuple[Field, ...]:
    """The parameters of a check as fields: label, type and unit, ready for a form."""
    hints = get_type_hints(kind)
    return tuple(_shaped(each, hints[each.name]) for each in dataclasses.fields(kind))


def _shaped(each: "dataclasses.Field[Any]", hint: Any) -> Field:
    shown: Field = each.metadata["field"]
    if get_origin(hint) is tuple:
        return dataclasses.replace(shown, key=each.name, type=tuple, item=get_args(hint)[0])
    check = not_negative if hint is int else None
    return dataclasses.replace(shown, key=each.name, type=hint, check=check)


def read(kind: type[Any], raw: Mapping[str, Any]) -> Any:
    """The parameters a check wants, from TOML or JSON values. Invalid names every problem."""
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for each in described(kind):
        if each.key not in raw:
            problems.append(Problem(each.key, f"缺少参数 {each.key}（{each.label}）"))
            continue
        try:
            values[each.key] = _read(each, raw[each.key])
        except ValueError as why:
            problems.append(Problem(each.key, f"参数 {each.key}（{each.label}）：{why}"))
    if problems:
        raise Invalid(problems)
    return kind(**values)


def _read(wanted: Field, raw: Any) -> Any:
    if wanted.type is int:
        if not isinstance(raw, int) or isinstance(raw, bool):
            raise ValueError("应为整数")
        return not_negative(raw)
    if wanted.type is time:
        if isinstance(raw, time):
            return raw
        if not isinstance(raw, str):
            raise ValueError("应为时间，如 22:00")
        return parse_time(raw)
    if not isinstance(raw, list) or not all(isinstance(item, str) for item in raw):
        raise ValueError("应为若干文字")
    if issubclass(wanted.item, Choice):
        return tuple(wanted.item.parse(item) for item in raw)
    return tuple(raw)


def plain(value: Any) -> Any:
    """A parameter as JSON keeps it; what `read` takes back."""
    if isinstance(value, tuple):
        return [str(item) for item in value]
    return f"{value:%H:%M}" if isinstance(value, time) else value
