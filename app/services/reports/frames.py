"""What stands around the sections: opening, signatures, seal, page numbers, watermark."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import cos, radians, sin
from typing import TYPE_CHECKING

from app.services.reports.characters import printable
from app.services.reports.fonts import Role
from app.services.reports.galley import DrawnGalley, Galley, Line, TextGalley, baseline
from app.services.reports.pen import Pen
from app.services.reports.spec import Align, Notes, SealSpace, Signatures, Style, Text
from app.services.reports.theme import MM, Theme, Type

if TYPE_CHECKING:
    from app.services.reports.pdf import Setting

_HAND_ROOM = 6.0  # em for a name written by hand


def opening(setting: "Setting") -> Iterator[Galley]:
    """Annex, title, subtitle and the filler line, on the page of what follows."""
    report, theme = setting.report, setting.theme
    if report.annex:
        yield setting.text(report.annex, theme.annex)
    if report.bound:
        return
    yield setting.text(report.title, theme.title, balance=True)
    if report.subtitle:
        yield setting.text(report.subtitle, theme.subtitle, balance=True)
    filler = [printable(each) for each in report.filler if each]
    if filler and (theme.style is Style.OFFICE or report.tables):
        yield _filler(filler, setting)


def _filler(texts: Sequence[str], setting: "Setting") -> TextGalley:
    """Left, middle and right on one line, or under each other where they are too long."""
    kind, sheet = setting.theme.filler, setting.sheet
    face = setting.face(kind.role)
    widths = [face.width(text) * kind.size for text in texts]
    spare = sheet.room - sum(widths)
    together = spare >= 2 * kind.size
    places = [0.0] * len(texts)
    if together and len(texts) > 1:
        places[-1] = sheet.room - widths[-1]
    if together and len(texts) > 2:
        middle = (sheet.room - widths[1]) / 2
        lowest, highest = widths[0] + kind.size, places[-1] - kind.size - widths[1]
        places[1] = min(max(middle, lowest), highest)
    lines = [
        Line(0 if together else kind.leading, keep=True, text=text, x=sheet.left + place)
        for text, place in zip(texts, places, strict=True)
    ]
    lines[-1].height = kind.leading + kind.after
    return TextGalley(lines, face, kind)


def paragraph(section: Text, kind: Type) -> Type:
    """How a paragraph is set: as the theme says, but for indent and side."""
    indent = kind.indent if section.indent and section.align is Align.LEFT else 0
    return replace(kind, align=section.align, indent=indent)


def table_title(theme: Theme) -> Type:
    """The title of one table among several."""
    return replace(
        theme.filler,
        role=Role.HEI,
        align=Align.CENTRE,
        before=12,
        after=5,
        size=theme.filler.size + 1,
    )


def notes(section: Notes, setting: "Setting") -> list[Galley]:
    """Line by line, close together."""
    kind = setting.theme.notes
    close = replace(kind, before=0)
    return [setting.text(line, close if at else kind) for at, line in enumerate(section.printed)]


def signatures(section: Signatures, setting: "Setting") -> DrawnGalley:
    """Roles with room for a hand, spread over the width, on as many lines as they need."""
    kind, sheet = setting.theme.hands, setting.sheet
    face = setting.face(kind.role)
    items = []
    for text in map(printable, section.printed):
        room = _HAND_ROOM if text.endswith("：") else 0.0
        items.append((text, (face.width(text) + room + 1) * kind.size))
    rows: list[list[tuple[str, float]]] = [[]]
    for item in items:
        if rows[-1] and sum(width for _, width in rows[-1]) + item[1] > sheet.room:
            rows.append([])
        rows[-1].append(item)

    def draw(pen: Pen, top: float) -> None:
        for row in rows:
            gap = (sheet.room - sum(width for _, width in row)) / len(row)
            x = sheet.left
            for text, width in row:
                pen.text(x, top - baseline(kind.leading, kind.size), text, face, kind.size)
                x += width + gap
            top -= kind.leading

    return DrawnGalley(len(rows) * kind.leading, draw, before=kind.before)


def seal_space(section: SealSpace, setting: "Setting") -> DrawnGalley:
    """Name and date on the right, with room for the seal over and around them."""
    kind, sheet = setting.theme.closing, setting.sheet
    face = setting.face(kind.role)
    height = setting.theme.seal + 4 * MM
    texts = [printable(section.name), section.date]
    indent = 4 * kind.size
    widest = max(face.width(text) for text in texts) * kind.size
    centre = sheet.left + sheet.room - indent - max(widest, setting.theme.seal) / 2

    def draw(pen: Pen, top: float) -> None:
        y = top - height / 2 + kind.leading
        for text in texts:
            x = centre - face.width(text) * kind.size / 2
            pen.text(x, y - baseline(kind.leading, kind.size), text, face, kind.size)
            y -= kind.leading

    return DrawnGalley(height, draw, before=kind.before)


def page_number(pen: Pen, setting: "Setting", number: int, count: int) -> None:
    """第 1 页 共 3 页 in the middle; — 1 — at the outer edge of an official document."""
    kind, sheet = setting.theme.small, setting.sheet
    face = setting.face(kind.role)
    if setting.theme.style is Style.OFFICIAL:
        text = f"— {number} —"
        width = face.width(text) * kind.size
        left = sheet.left + kind.size
        x = sheet.width - sheet.right - kind.size - width if number % 2 else left
        y = sheet.bottom - 7 * MM - kind.size
    else:
        text = f"第 {number} 页　共 {count} 页"
        x = (sheet.width - face.width(text) * kind.size) / 2
        y = sheet.bottom - 6 * MM - kind.size / 2
    pen.text(x, y, text, face, kind.size)
    if setting.report.mark:
        pen.text(sheet.left, y, setting.report.mark, face, kind.size)


def watermark(pen: Pen, setting: "Setting") -> None:
    """Pale and large from corner to corner, under everything else."""
    text = setting.report.mark
    if not text:
        return
    size, grey = setting.theme.watermark
    face = setting.face(Role.HEI)
    sheet = setting.sheet
    size = min(size, 0.9 * sheet.width / face.width(text))
    angle = radians(35)
    half = face.width(text) * size / 2
    x = sheet.width / 2 - half * cos(angle) + 0.36 * size * sin(angle)
    y = sheet.height / 2 - half * sin(angle) - 0.36 * size * cos(angle)
    turn = f"{cos(angle):.4f} {sin(angle):.4f} {-sin(angle):.4f} {cos(angle):.4f} {x:.2f} {y:.2f}"
    shown = pen.shown(text, face, size)
    pen.add(f"q {grey:g} g BT {pen.font(face, size)} {turn} Tm {shown} ET Q")
