"""Cells to values: what a cell means in one field, or why it cannot be taken.

Three outcomes besides a value: a problem refuses the row; a doubt leaves the field empty and is
reported; a note comes with the value. Nothing that Excel has already spoilt is repaired.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

from app.errors import Invalid
from app.models import text
from app.models.fields import Choice, Field
from app.models.values import PartialDate, split_list
from app.services.codes import Codes
from app.services.exchange.cells import Broken, Cell, number_text, shown
from app.services.exchange.dates import Doubt, Unfit, day, moment
from app.services.exchange.dates import partial as partial_day

_EMPTY = frozenset({"", "/", "\\", "-", "--", "—", "——", "／", "－"})
_NONE = _EMPTY | {"无", "暂无", "没有", "不详", "未知", "N/A", "n/a"}
_EXPONENT = re.compile(r"\d(?:\.\d+)?[eE]\+?\d+")
# A class of industry with a single sub-class shares its name; the finer one says the same.
_LEVELS = ("", "小类", "中类", "大类")
_MOST_COUNT = 2_147_483_647
_MOST_YUAN = Decimal(10) ** 13
AS_NUMBER = "这一格在 Excel 里是数字，末几位已丢失，请改成文本后重填"
_ZEROS_LOST = "这一格在 Excel 里是数字，开头的 0 可能已丢失，请改成文本后重填"


@dataclass(frozen=True, slots=True)
class Noted:
    """A value that the person should look at."""

    value: Any
    note: str


@dataclass(frozen=True, slots=True)
class Column:
    """One field of all rows: values in order, None where nothing was given."""

    field: Field
    values: list[Any]
    problems: dict[int, str] = dataclass_field(default_factory=dict)
    warnings: dict[int, str] = dataclass_field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Bad:
    reason: str


@dataclass(frozen=True, slots=True)
class _Unsure:
    reason: str


def convert_column(
    described: Field, cells: Sequence[Cell], codes: Codes, *, since_1904: bool = False
) -> Column:
    """Every cell of a column; each distinct cell is read once."""
    read = _reader(described, codes, since_1904=since_1904)
    known: dict[Any, Any] = {"": None}
    column = Column(described, [])
    append = column.values.append
    for n, cell in enumerate(cells):
        key = cell if cell.__class__ is str else (cell.__class__, cell)
        if key in known:
            value = known[key]
        else:
            value = known[key] = _outcome(described, read, cell)
        if value.__class__ in _SPECIAL:
            value = _reported(column, n, value)
        append(value)
    return column


def _reported(column: Column, n: int, outcome: Any) -> Any:
    if isinstance(outcome, Noted):
        column.warnings[n] = outcome.note
        return outcome.value
    kept = column.problems if isinstance(outcome, _Bad) else column.warnings
    kept[n] = outcome.reason
    return None


_SPECIAL = frozenset({Noted, _Bad, _Unsure})


def _outcome(described: Field, read: Callable[[Cell], Any], cell: Cell) -> Any:
    if isinstance(cell, str):
        if text.clean(cell) in _EMPTY:
            return None
    elif isinstance(cell, Broken):
        return _Unsure(_broken(cell))
    try:
        return read(cell)
    except Doubt as doubt:
        return _Bad(str(doubt)) if described.required else _Unsure(f"{doubt}，已留空")
    except Invalid as invalid:
        reason = invalid.problems[0].message.removeprefix(described.label)
        return _Bad(reason.lstrip(":：") or invalid.problems[0].message)
    except ValueError as why:
        return _Bad(str(why))


def _broken(cell: Broken) -> str:
    if cell.text.startswith("#"):
        return f"这一格是公式错误 {cell.text}，没有导入"
    return f"{cell.text}，没有导入；请在 Excel 里打开并保存一次"


def _reader(described: Field, codes: Codes, *, since_1904: bool) -> Callable[[Cell], Any]:
    """The reading function for a field, chosen once for the whole column."""
    if described.target:
        return partial(_names, described)
    if described.choices():
        return partial(_choice, described)
    if described.codes:
        return partial(_code, described, codes)
    if described.identifier:
        return partial(_identifier, described)
    by_type: dict[type, Callable[[Cell], Any]] = {
        date: partial(_date, described, day, since_1904),
        PartialDate: partial(_date, described, partial_day, since_1904),
        datetime: partial(_moment, described, since_1904),
        int: partial(_amount, described),
        Decimal: partial(_amount, described),
        str: lambda cell: described.accept(_text(cell)),
    }
    return by_type.get(described.type, lambda cell: described.parse(_plain(cell)))


def _text(cell: Cell) -> str:
    return cell if cell.__class__ is str else shown(cell, 1_000_000)


def _date(described: Field, read: Callable[..., Any], since_1904: bool, cell: Cell) -> Any:  # noqa: FBT001 - bound by partial
    value = read(_unless_none(cell), since_1904=since_1904)
    return None if value is None else described.accept(value)


def _moment(described: Field, since_1904: bool, cell: Cell) -> Any:  # noqa: FBT001 - bound by partial
    value = moment(_unless_none(cell), since_1904=since_1904)
    return None if value is None else described.accept(value)


def _unless_none(cell: Cell) -> Cell:
    """The cell, or an empty one where somebody wrote that there is none."""
    return "" if isinstance(cell, str) and text.clean(cell) in _NONE else cell


def _plain(cell: Cell) -> str:
    return {True: "是", False: "否"}[cell] if isinstance(cell, bool) else shown(cell, 1_000_000)


# --- identifiers


def _identifier(described: Field, cell: Cell) -> Any:
    """A code, taken from a number only where no digit can have been lost."""
    if isinstance(cell, str):
        if text.clean(cell) in _NONE:
            return None
        if _EXPONENT.fullmatch(text.code(cell)):
            raise ValueError(AS_NUMBER)
        return described.accept(cell)
    if isinstance(cell, bool) or not isinstance(cell, float | int):
        raise Unfit(f"这一格在 Excel 里是{_kind(cell)}，请改成文本后重填")
    digits = number_text(cell)
    if not digits.isdigit() or len(digits) > 15:
        raise ValueError(AS_NUMBER)
    if described.check is None:
        raise ValueError(_ZEROS_LOST)
    try:
        return described.accept(digits)
    except Invalid:
        raise ValueError(_ZEROS_LOST) from None


def _kind(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "逻辑值"
    return "日期" if isinstance(cell, date) else "时间"


def _code(described: Field, codes: Codes, cell: Cell) -> Any:
    """A code of an official table, or its name. One that is not in the table is only reported."""
    if isinstance(cell, str) and (named := _named(described.codes, codes, text.clean(cell))):
        return named
    try:
        value = _identifier(described, cell)
    except (Invalid, ValueError):
        if not isinstance(cell, str):
            raise
        if any(each.isdigit() for each in cell):
            raise
        raise Doubt(f"“{shown(cell)}”不在代码表里") from None
    if value is None or codes.name(described.codes, value):
        return value
    lettered = [code for code in codes.table(described.codes) if code[1:] == value]
    if len(lettered) == 1:
        return lettered[0]
    return Noted(value, f"“{value}”不在国家标准代码表里，请核对")


def _named(table: str, codes: Codes, name: str) -> str:
    """The code that a name stands for; 苗 is as good as 苗族."""
    for level in _LEVELS:
        if found := codes.find(table, name, level) or codes.find(table, f"{name}族", level):
            return found.code
    return ""


# --- numbers and choices


def _amount(described: Field, cell: Cell) -> Any:
    if isinstance(cell, str):
        if text.clean(cell) in _NONE:
            return None
    elif isinstance(cell, bool) or not isinstance(cell, float | int):
        raise Unfit(f"这一格是{_kind(cell)}，不是数字")
    value: Any = described.parse(shown(cell, 1_000))
    if value is not None and abs(value) > (_MOST_COUNT if described.type is int else _MOST_YUAN):
        raise ValueError("这个数字太大，请核对")
    return value


def _choice(described: Field, cell: Cell) -> Any:
    """Members by label; a longer or shorter wording is taken only if it can mean just one."""
    given = text.clean(_plain(cell))
    parts = split_list(given) if described.many else [given]
    members, loose = [], []
    for part in parts:
        member, exact = _member(described, part)
        if member is None:
            return None
        members.append(member)
        if not exact:
            loose.append(f"“{part}”按“{member}”理解")
    value = described.accept(tuple(dict.fromkeys(members)) if described.many else members[0])
    return Noted(value, "、".join(loose)) if loose else value


def _member(described: Field, part: str) -> tuple[Choice | None, bool]:
    wanted = text.fold(part)
    labels = {text.fold(str(member)): member for member in described.choices()}
    if wanted in labels:
        return labels[wanted], True
    if part in _NONE:
        return None, True
    near = [
        member
        for label, member in labels.items()
        if len(wanted) > 1 and (wanted.startswith(label) or label.startswith(wanted))
    ]
    if len(near) != 1:
        choices = "、".join(str(each) for each in described.choices())
        raise ValueError(f"“{part[:20]}”不在可选范围内，只能是：{choices}")
    return near[0], False


def _names(described: Field, cell: Cell) -> Any:
    """What references are called; `plan` looks them up."""
    given = text.clean(_plain(cell))
    if given in _NONE:
        return None
    return tuple(split_list(given)) if described.many else (given,)
