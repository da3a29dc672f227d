"""What a report can say. A report is a value; how it looks is the theme's business.

Text is text everywhere: nothing in here is ever read as markup.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, Self

from app.models.fields import Field
from app.models.values import WAN, PartialDate

Row = Sequence[object]


class Orientation(Enum):
    """How the sheet lies. AUTO is upright unless a table needs the long side."""

    AUTO = "auto"
    PORTRAIT = "portrait"
    LANDSCAPE = "landscape"


class Paper(Enum):
    """Sheet sizes an office has."""

    A4 = "A4"
    A3 = "A3"


class Style(Enum):
    """OFFICE: tables and cards. OFFICIAL: documents after GB/T 9704."""

    OFFICE = "office"
    OFFICIAL = "official"


class Align(Enum):
    """Where text stands in its space."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


class Total(Enum):
    """Where the sums stand: ministry tables want them first, offices last."""

    NONE = "none"
    FIRST = "first"
    LAST = "last"


def plain(value: object) -> str:
    """A value without a field, as a person reads it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if isinstance(value, tuple | list):
        return "、".join(map(plain, value))
    return str(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table: of a field (`Column.of`) or made up for the report."""

    label: str
    key: str = ""
    over: str = ""  # the head above this and its neighbours with the same one
    type: Any = str
    width: int = 12  # in Chinese characters: a wish
    unit: str = ""
    align: Align = Align.LEFT
    total: bool = False
    show: Callable[[Any], str] = plain
    # Of a share in the workbook: heads of its integers, () if they stand there anyway. None: text.
    apart: tuple[str, str] | tuple[()] | None = None
    even: bool = False  # as wide as the others that say so, like the days of a week

    @classmethod
    def of(cls, described: Field, **changes: Any) -> Self:
        """The column of a field; short values stand in the middle, numbers on the right."""
        kind = described.type
        short = described.width <= 9 and described.lines == 1 and not described.many
        fixed = described.identifier or kind in (bool, date, datetime, PartialDate)
        align = Align.CENTRE if short or fixed else Align.LEFT
        made = cls(
            label=described.label,
            key=described.key,
            type=kind,
            width=described.width,
            unit=described.unit,
            align=Align.RIGHT if described.numeric else align,
            total=described.total,
            show=described.show,
        )
        return replace(made, **changes)

    @property
    def head(self) -> str:
        """Label and unit as printed."""
        return f"{self.label}（{self.unit}）" if self.unit else self.label

    def number(self, value: object) -> int | Decimal | None:
        """The number the printed cell says; None if it says none."""
        if isinstance(value, bool):
            return None
        if isinstance(value, Decimal) and self.unit == "万元":
            return value / WAN
        return value if isinstance(value, int | Decimal) else None


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that belong together, under a line that says what they share."""

    title: str
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under columns. Values are raw: columns show them, sums add them."""

    columns: Sequence[Column]
    rows: Sequence[Row] = ()
    groups: Sequence[Group] = ()  # instead of rows
    whole: Sequence[Group] = ()  # what the workbook has where paper shows only the first of them
    title: str = ""
    numbered: bool = True  # a 序号 column in front
    index: bool = False  # a line 甲 乙 1 2 3 under the heads, as statistics have it
    total: Total = Total.NONE
    subtotals: bool = False  # 小计 under each group
    keys: int = 1  # columns repeated when the table is too wide for one sheet
    empty: str = "（无）"
    hands: bool = False  # room to sign and seal: on the page of what stands before it


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a part; level 1 is the highest.

    Level 0 is the title of a document among several in one file: a report that begins with one
    prints no title of its own.
    """

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph, or several with line breaks between."""

    text: str
    indent: bool = True
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and what belongs beside it; a wide one has the line to itself."""

    label: str
    value: str
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """A grid of labels and values, for cards of one page."""

    facts: Sequence[Fact]
    columns: int = 2


@dataclass(frozen=True, slots=True)
class Bars:
    """Quantities side by side: one or more named series over the same labels."""

    title: str
    labels: Sequence[str]
    series: Mapping[str, Sequence[int | Decimal]]
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Pie:
    """Parts of a whole."""

    title: str
    parts: Sequence[tuple[str, int | Decimal]]
    unit: str = ""


BLANK_DATE = "　　　　年　　月　　日"
SIGNERS = ("单位负责人（签字）", "审核人", "填报人", "联系电话", "填报日期")


@dataclass(frozen=True, slots=True)
class Signatures:
    """The line of hands at the foot. A role that ends in 日期 leaves room for a date."""

    roles: Sequence[str] = SIGNERS
    values: Mapping[str, str] = field(default_factory=dict)  # what is known already, by role

    @property
    def printed(self) -> list[str]:
        """Each role with what is known, or with the blanks of a date."""
        blank = {role: BLANK_DATE for role in self.roles if role.endswith("日期")}
        return [f"{role}：{self.values.get(role) or blank.get(role, '')}" for role in self.roles]


@dataclass(frozen=True, slots=True)
class SealSpace:
    """At least 42 mm left clear for the round seal, which goes over the name and the date."""

    name: str = "填报单位（盖章）"
    on: date | None = None

    @property
    def date(self) -> str:
        """The date as written out, or its blanks."""
        day = self.on
        return f"{day.year}年{day.month}月{day.day}日" if day else BLANK_DATE.strip("　")


@dataclass(frozen=True, slots=True)
class Notes:
    """What the figures mean and where they come from, small, numbered if there are several."""

    lines: Sequence[str]
    label: str = "说明"

    @property
    def printed(self) -> list[str]:
        """The label in front of the first; numbers if there are several."""
        several = len(self.lines) > 1
        gap = "　" * (len(self.label) + 1)
        return [
            f"{gap if at else f'{self.label}：'}{f'{at + 1}. ' if several else ''}{line}"
            for at, line in enumerate(self.lines)
        ]


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page; another document also counts its pages anew."""

    document: bool = False


Section = Heading | Text | Facts | Table | Bars | Pie | Signatures | SealSpace | Notes | PageBreak


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything a report says, and nothing about how it looks."""

    id: str
    title: str
    as_of: date
    sections: Sequence[Section]
    style: Style = Style.OFFICE
    orientation: Orientation = Orientation.AUTO
    paper: Paper = Paper.A4
    one_page: bool = False  # set tighter if that brings it, or each document, onto one page
    duplex: bool = False  # printed on both sides: every document begins on a new sheet
    annex: str = ""  # 附件2, 表3-1: top left
    subtitle: str = ""
    organisation: str = ""  # who fills it in; also the author in the file's properties
    maker: str = "填报单位（盖章）"  # what stands before the organisation
    period: str = ""  # 统计时间
    unit: str = ""  # 单位: what the table counts in
    draft: bool = False
    demo: bool = False
    figures: Mapping[str, int | float] = field(default_factory=dict)  # its headline numbers
    choices: Mapping[str, str] = field(default_factory=dict)  # what was chosen, in words

    @property
    def filler(self) -> tuple[str, str, str]:
        """The line under the title: who fills it in, what time it covers, what it counts in.

        Who fills it in has a place even where the program does not know the name.
        """
        filled = self.organisation or self.period or self.unit
        return (
            f"{self.maker}：{self.organisation}" if filled else "",
            f"统计时间：{self.period}" if self.period else "",
            f"单位：{self.unit}" if self.unit else "",
        )

    @property
    def bound(self) -> bool:
        """Whether it is several documents in one file, each with its own title."""
        first = self.sections[0] if self.sections else None
        return isinstance(first, Heading) and first.level == 0

    @property
    def documents(self) -> int:
        """How many documents it is."""
        breaks = (each for each in self.sections if isinstance(each, PageBreak))
        return 1 + sum(each.document for each in breaks)

    @property
    def mark(self) -> str:
        """What stands across every page: that this is not the real thing."""
        return "·".join(word for on, word in ((self.demo, "演示数据"), (self.draft, "草稿")) if on)

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables, in order."""
        return tuple(each for each in self.sections if isinstance(each, Table))
