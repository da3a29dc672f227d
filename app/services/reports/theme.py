"""How paper looks: the only place with sizes, margins and greys. All lengths are in points."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.services.reports.fonts import Role
from app.services.reports.spec import Align, Paper, Style

MM = 72 / 25.4
_SHEETS = {Paper.A4: (210 * MM, 297 * MM), Paper.A3: (297 * MM, 420 * MM)}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page: its size and what is left free around the type area."""

    width: float
    height: float
    top: float
    right: float
    bottom: float
    left: float

    @property
    def room(self) -> float:
        """Width of the type area."""
        return self.width - self.left - self.right

    @property
    def body(self) -> float:
        """Height of the type area."""
        return self.height - self.top - self.bottom


@dataclass(frozen=True, slots=True)
class Type:
    """How a piece of text is set."""

    role: Role
    size: float
    leading: float
    align: Align = Align.LEFT
    indent: int = 0  # of the first line of a paragraph, in em
    spacing: float = 0  # added to every character
    justify: bool = False
    before: float = 0
    after: float = 0
    keep: bool = False  # on the page of what follows


@dataclass(frozen=True, slots=True)
class Look:
    """How tables and cards are drawn."""

    sizes: tuple[float, ...]  # tried from the first on; the last is the smallest that is readable
    wish: float  # below this size columns may wrap before the type shrinks further
    row: float = 7 * MM
    pad: float = 3.2  # left and right in a cell
    rise: float = 3.4  # above and below the lines of a cell
    leading: float = 1.32  # line to line, in em
    rule: float = 0.5
    frame: float = 0.9
    head_grey: float = 0.9
    group_grey: float = 0.95


@dataclass(frozen=True, slots=True)
class Theme:
    """Everything about the look of one style of paper."""

    style: Style
    margins: tuple[float, float, float, float]  # top, right, bottom, left of an upright page
    own_fonts: bool
    annex: Type
    title: Type
    subtitle: Type
    filler: Type
    body: Type
    headings: tuple[Type, ...]
    notes: Type
    hands: Type  # signatures
    closing: Type  # name, date and seal
    small: Type  # page numbers, 续表
    cell: Role
    cell_number: Role  # digits of one width
    cell_head: Role
    look: Look
    seal: float = 42 * MM
    watermark: tuple[float, float] = (88, 0.93)  # size and grey

    def sheet(self, paper: Paper, *, landscape: bool) -> Sheet:
        """The page as it lies; an official landscape page is the upright one turned left."""
        width, height = _SHEETS[paper]
        top, right, bottom, left = self.margins
        if not landscape:
            return Sheet(width, height, top, right, bottom, left)
        if self.style is Style.OFFICIAL:
            top, right, bottom, left = left, top, right, bottom
        return Sheet(height, width, top, right, bottom, left)


def theme(style: Style) -> Theme:
    """The look of a style."""
    return _OFFICIAL if style is Style.OFFICIAL else _OFFICE


def tighter(loose: Theme) -> Iterator[Theme]:
    """The same look, step by step in less room, as far as it stays readable."""
    for row, most in ((6.2, 9.0), (5.4, 8.0)):
        look = replace(
            loose.look,
            sizes=tuple(size for size in loose.look.sizes if size <= most),
            wish=most - 1,
            row=row * MM,
            rise=2.2,
        )
        headings = tuple(replace(each, before=each.before / 2, after=2) for each in loose.headings)
        yield replace(loose, look=look, headings=headings)


_PLAIN = Type(Role.PLAIN, 10.5, 18)

_OFFICE = Theme(
    style=Style.OFFICE,
    margins=(18 * MM, 18 * MM, 18 * MM, 20 * MM),
    own_fonts=False,
    annex=Type(Role.HEI, 12, 20, keep=True),
    title=Type(Role.HEI, 20, 29, Align.CENTRE, after=4, keep=True),
    subtitle=Type(Role.PLAIN, 12, 19, Align.CENTRE, after=3, keep=True),
    filler=Type(Role.PLAIN, 10.5, 17, before=4, after=4, keep=True),
    body=Type(Role.PLAIN, 11, 19.5, indent=2, justify=True, after=3),
    headings=(
        Type(Role.HEI, 13, 22, before=12, after=5, keep=True),
        Type(Role.HEI, 11, 19, before=8, after=4, keep=True),
        Type(Role.PLAIN, 11, 19, before=5, after=2, keep=True),
    ),
    notes=Type(Role.PLAIN, 9, 14.5, before=7),
    hands=Type(Role.PLAIN, 10.5, 26, before=14),
    closing=Type(Role.PLAIN, 10.5, 26, before=14),
    small=Type(Role.PLAIN, 9, 15),
    cell=Role.PLAIN,
    cell_number=Role.PLAIN,
    cell_head=Role.HEI,
    look=Look(sizes=(10.5, 10, 9.5, 9, 8.5, 8, 7.5, 7), wish=9),
)

_LINE = 225 * MM / 22  # 22 lines fill the type area
_PITCH = 156 * MM / 28 - 16  # 28 characters of 16 pt fill the line
_TEXT = Type(Role.FANG, 16, _LINE, indent=2, spacing=_PITCH, justify=True)

_OFFICIAL = Theme(
    style=Style.OFFICIAL,
    margins=(37 * MM, 26 * MM, 35 * MM, 28 * MM),
    own_fonts=True,
    annex=replace(_TEXT, role=Role.HEI, indent=0, keep=True),
    title=Type(Role.TITLE, 22, 34, Align.CENTRE, before=6, after=18, keep=True),
    subtitle=replace(_TEXT, role=Role.KAI, align=Align.CENTRE, indent=0, after=10, keep=True),
    filler=Type(Role.SONG, 12, 20, before=4, after=4, keep=True),
    body=_TEXT,
    headings=(
        replace(_TEXT, role=Role.HEI, keep=True),
        replace(_TEXT, role=Role.KAI, keep=True),
        replace(_TEXT, keep=True),
    ),
    notes=Type(Role.FANG, 12, 20, before=8),
    hands=Type(Role.SONG, 12, 28, before=14),
    closing=replace(_TEXT, indent=0),
    small=Type(Role.SONG, 14, 20),
    cell=Role.SONG,
    cell_number=Role.PLAIN,
    cell_head=Role.HEI,
    look=Look(sizes=(12, 11, 10.5, 10, 9, 8, 7.5, 7), wish=10.5),
)
