"""What a field is: one description, read by lists, forms, import, export, reports and tests.

To add a type of value: a codec here (or `__str__` and `parse` on the class itself) and, if text
is not good enough to type it, an editor in `app/ui/editors.py`.
"""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum, IntEnum
from typing import Any, Protocol, Self, TypedDict, Unpack, get_type_hints

from app.errors import Invalid, Problem
from app.models import text, values


class Privacy(IntEnum):
    """How far a value may travel."""

    PUBLIC = 0  # anywhere, also on the college's web site
    INTERNAL = 1  # inside the college
    PERSONAL = 2  # names a person or reaches one: masked where the receiver need not know
    SENSITIVE = 3  # identity numbers, health, bank accounts: out only when asked for by name


class Mask(Enum):
    """How a personal value is shortened when it may not be shown whole (domain: masking modes)."""

    NONE = "none"
    IDENTITY = "identity"
    PHONE = "phone"
    ACCOUNT = "account"
    NAME = "name"


class Choice(Enum):
    """An enumeration whose values are the labels; the database stores the names."""

    def __str__(self) -> str:
        return str(self.value)

    @classmethod
    def parse(cls, given: str) -> Self:
        """The member a label names; width and spaces do not matter. ValueError if none."""
        wanted = text.fold(given)
        for member in cls:
            if text.fold(member.value) == wanted:
                return member
        raise ValueError(f"只能是：{'、'.join(str(member) for member in cls)}")


class FieldOptions(TypedDict, total=False):
    """The optional parts of a description, spelled once."""

    width: int
    unit: str
    check: Callable[[Any], Any] | None
    privacy: Privacy
    mask: Mask
    group: str
    listed: bool
    search: bool
    facet: bool
    total: bool
    lines: int
    limit: int
    help: str
    synonyms: tuple[str, ...]
    identifier: bool
    codes: str
    number: str
    fixed: bool
    along: bool
    everything: bool
    named_in: str


class ColumnOptions(FieldOptions, total=False):
    """A column may also say what a new record starts with."""

    default: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One column of one kind of record, for people and for machines."""

    label: str
    key: str = ""
    type: type = str
    item: Any = None  # type of the members, where `type` is tuple
    required: bool = True
    target: str = ""  # table of the record(s) this field points at
    through: str = ""  # association table, where it points at several
    width: int = 12  # in Chinese characters, on screen and on paper
    unit: str = ""  # 人, 元, 万元 ...; 万元 shows and reads yuan divided by 10,000
    check: Callable[[Any], Any] | None = None  # returns the normal form or raises ValueError
    privacy: Privacy = Privacy.INTERNAL
    mask: Mask = Mask.NONE
    group: str = "基本信息"
    listed: bool = True  # a column of the list unless the person hides it
    search: bool = False  # the search box looks here
    facet: bool = False  # the filter bar offers the values in use
    total: bool = False  # summed in list footers and report totals
    lines: int = 1
    limit: int = 200  # characters
    help: str = ""
    synonyms: tuple[str, ...] = ()  # other headings under which ledgers keep it
    identifier: bool = False  # a code: never a number, full-width folded, no spaces inside
    codes: str = ""  # name of the code table its values come from
    number: str = ""  # prefix of the number the program gives, if left blank
    default: Any = None
    along: bool = False  # an import makes the record that a name in this column lacks
    everything: bool = False  # left blank it means all: a name nobody knows is no blank
    named_in: str = ""  # the text beside it that names the record, for imports that lack it
    fixed: bool = False  # set by the program: shown, never typed, never imported

    @property
    def many(self) -> bool:
        """Whether the value is a tuple."""
        return self.type is tuple

    @property
    def named(self) -> bool:
        """Whether lists show the name of a code instead; what is called 代码 is shown as one."""
        return bool(self.codes) and not self.label.endswith("代码")

    @property
    def numeric(self) -> bool:
        """Right-aligned and summable."""
        return self.type in (int, Decimal)

    def show(self, value: object) -> str:
        """The value as a person reads it. References must be turned into titles before."""
        if value is None:
            return ""
        if isinstance(value, tuple):
            return "、".join(_codec(self.item or str).show(each) for each in value)
        if isinstance(value, Decimal) and self.unit == "万元":
            return values.show_wan(value)
        return _codec(self.type).show(value)

    def parse(self, given: str) -> object:
        """The value a person meant; what `show` wrote, `parse` reads back. Invalid if not."""
        stripped = text.clean(given, lines=self.lines)
        if not stripped:
            return self.accept(None)
        try:
            if self.many:
                parts = values.split_list(stripped)
                return self.accept(tuple(_codec(self.item).parse(each) for each in parts))
            return self.accept(self._read(stripped))
        except (ValueError, ArithmeticError, LookupError) as why:
            reason = str(why) if isinstance(why, ValueError) and text.is_chinese(str(why)) else ""
            told = f"{self.label}：{reason}" if reason else f"{self.label}：看不懂“{stripped[:30]}”"
            raise self.complain(told) from None

    def _read(self, stripped: str) -> object:
        if self.type is Decimal:
            return values.read_money(stripped, self.unit)
        if self.type is int:
            return values.read_count(stripped, self.unit)
        return _codec(self.type).parse(stripped)

    def accept(self, value: object) -> object:
        """The value in its normal form, or Invalid."""
        if isinstance(value, str):
            value = self._accept_text(value)
        if value is None or value in ("", ()):
            if self.required and not self.number:
                raise self.complain(f"请填写{self.label}")
            return () if self.many else None
        if isinstance(value, datetime):
            value = value.replace(second=0, microsecond=0)  # to the minute, as it is shown
        if self.check is None:
            return value
        try:
            return self.check(value)
        except ValueError as why:
            raise self.complain(f"{self.label}：{why}") from None

    def _accept_text(self, value: str) -> str:
        cleaned = text.code(value) if self.identifier else text.clean(value, lines=self.lines)
        if not cleaned.isprintable() and text.has_surrogate(cleaned):
            raise self.complain(f"{self.label}：含有损坏的字符，请重新录入")
        if len(cleaned) > self.limit:
            raise self.complain(f"{self.label}：最多 {self.limit} 个字，现有 {len(cleaned)} 个")
        return cleaned

    def choices(self) -> tuple[Any, ...]:
        """What there is to choose from, if this is a choice."""
        kind = self.item if self.many else self.type
        return tuple(kind) if isinstance(kind, type) and issubclass(kind, Choice) else ()

    def complain(self, message: str) -> Invalid:
        """An Invalid that names this field."""
        return Invalid([Problem(self.key, message)])


class Described(Protocol):
    """Anything with fields: a record, the settings, the options of a report."""

    @classmethod
    def fields(cls) -> tuple[Field, ...]: ...


@dataclass(frozen=True, slots=True)
class _Codec:
    show: Callable[[Any], str]
    parse: Callable[[str], Any]


_YES = frozenset({"是", "有", "√", "true", "1", "y", "yes"})
_NO = frozenset({"否", "无", "×", "false", "0", "n", "no"})


def _parse_bool(given: str) -> bool:
    word = text.fold(given)
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise ValueError("只能填“是”或“否”")


def _show_moment(at: datetime) -> str:
    """Local time to the minute; moments are kept in UTC."""
    return f"{at.astimezone() if at.tzinfo else at:%Y-%m-%d %H:%M}"


_CODECS: dict[Any, _Codec] = {
    str: _Codec(str, str),
    int: _Codec(str, int),
    bool: _Codec(lambda on: "是" if on else "否", _parse_bool),
    datetime: _Codec(_show_moment, values.parse_moment),
    date: _Codec(date.isoformat, values.parse_date),
    time: _Codec(lambda at: f"{at:%H:%M}", values.parse_time),
    Decimal: _Codec(lambda amount: f"{amount:.2f}", Decimal),
}


def _codec(kind: Any) -> _Codec:
    """Plain types are listed above; value objects bring their own `str` and `parse`."""
    return _CODECS.get(kind) or _Codec(str, kind.parse)


def option(label: str, default: Any, *, target: str = "", **options: Unpack[FieldOptions]) -> Any:
    """A described field of a dataclass: a setting, or one choice in a dialog."""
    described = Field(label=label, target=target, **options)
    return dataclasses.field(default=default, metadata={"field": described})


class Options:
    """Base of dataclasses whose fields were made with `option`."""

    @classmethod
    def fields(cls) -> tuple[Field, ...]:
        """The described attributes in order; `X | None` makes one that may be left empty."""
        hints = get_type_hints(cls)
        return tuple(
            dataclasses.replace(each.metadata["field"], key=each.name, **_shape(hints[each.name]))
            for each in dataclasses.fields(cls)  # type: ignore[arg-type]
            if "field" in each.metadata
        )


def _shape(hint: Any) -> dict[str, Any]:
    """Type and necessity of an annotation such as `date`, `date | None` or `str`."""
    members = [member for member in getattr(hint, "__args__", ()) if member is not type(None)]
    if members and type(None) in hint.__args__:
        return {"type": members[0], "required": False}
    return {"type": hint, "required": hint is not str}
