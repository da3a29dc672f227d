"""A report as a PDF: every section set by its own function, cut into pages, drawn.

The same report always gives the same bytes. Fonts are embedded, all of them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import singledispatch
from itertools import chain
from pathlib import Path
from typing import Any

from reportlab import rl_config
from reportlab.graphics import renderPDF
from reportlab.pdfgen.canvas import Canvas

from app.errors import Refused
from app.services.reports import charts, frames, spec, tables
from app.services.reports.characters import printable
from app.services.reports.fonts import Fonts, Missing, Role, Typeface
from app.services.reports.galley import DrawnGalley, Galley, NewPage, TextGalley, set_text
from app.services.reports.pages import Page, cut, documents
from app.services.reports.pen import Pen
from app.services.reports.tabling import Faces, TableSetter, set_facts
from app.services.reports.texts import texts
from app.services.reports.theme import Sheet, Theme, Type, theme, tighter
from app.services.writing import replacing

Progress = Callable[[int, int, str], None]
_NAMED = 5  # missing characters named in the message


@dataclass(frozen=True, slots=True)
class Printed:
    """What went onto paper."""

    pages: int
    rows: int
    missing: tuple[Missing, ...]


class Unprintable(Refused):
    """Characters that no font has; nothing was written."""

    def __init__(self, missing: Sequence[Missing]) -> None:
        named = "；".join(f"“{each.text}”中的 {each.codepoint}" for each in missing[:_NAMED])
        more = f"等 {len(missing)} 处" if len(missing) > _NAMED else ""
        super().__init__(
            f"有的字没有字体可以打印：{named}{more}。请先改正；"
            "确实需要时可以选择用“〓”代替后继续输出。"
        )
        self.missing = tuple(missing)


@dataclass(frozen=True, slots=True)
class Setting:
    """What sections need to be set: the paper, the look, the fonts."""

    report: spec.Report
    theme: Theme
    sheet: Sheet
    fonts: Fonts
    tables: Mapping[int, TableSetter]  # by the identity of the section

    def face(self, role: Role) -> Typeface:
        """The typeface for a role."""
        return self.fonts.face(role, own=self.theme.own_fonts)

    def text(self, text: str, kind: Type, *, balance: bool = False) -> TextGalley:
        """A text over the whole width."""
        shown = printable(text)
        left, room = self.sheet.left, self.sheet.room
        return set_text(shown, self.face(kind.role), kind, left, room, balance=balance)


def missing_glyphs(report: spec.Report, fonts: Fonts) -> tuple[Missing, ...]:
    """What cannot be printed, text by text, to be said before anything is written."""
    return fonts.missing(texts(report))


def write_pdf(
    report: spec.Report,
    path: Path,
    fonts: Fonts,
    *,
    accept_missing: bool = False,
    progress: Progress | None = None,
) -> Printed:
    """Write the file, or raise Unprintable before anything is written."""
    setting = _prepare(report, fonts, theme(report.style))
    missing = _missing(setting)
    if missing and not accept_missing:
        raise Unprintable(missing)
    setting, pages = _lay_out(setting)
    with replacing(path) as draft:
        count = _draw(setting, pages, draft, progress or _silent)
    return Printed(count, sum(map(tables.count, report.tables)), missing)


def _missing(setting: Setting) -> tuple[Missing, ...]:
    """As `missing_glyphs`, but from the tables' texts as they are about to be printed."""
    report = setting.report
    others = [each for each in report.sections if not isinstance(each, spec.Table)]
    rows = (setter.texts() for setter in setting.tables.values())
    titles = [table.title for table in report.tables]
    around = texts(replace(report, sections=others))
    return setting.fonts.missing(chain(around, [titles], chain.from_iterable(rows)))


def _lay_out(loose: Setting) -> tuple[Setting, list[Page]]:
    """The pages; a report that wants to be one page, or a page each, is set tighter if it helps."""
    pages = cut(_galleys(loose), loose.sheet.body)
    if not loose.report.one_page or len(pages) == loose.report.documents:
        return loose, pages
    for look in tighter(loose.theme):
        tight = _prepare(loose.report, loose.fonts, look)
        fewer = cut(_galleys(tight), tight.sheet.body)
        if len(fewer) == loose.report.documents:
            return tight, fewer
    return loose, pages


def _prepare(report: spec.Report, fonts: Fonts, look: Theme) -> Setting:
    roles = (look.cell, look.cell_number, look.cell_head)
    faces = Faces(*(fonts.face(role, own=look.own_fonts) for role in roles))
    setters = {id(each): TableSetter(each, look, faces) for each in report.tables}
    sheet = look.sheet(report.paper, landscape=report.orientation is spec.Orientation.LANDSCAPE)
    if report.orientation is spec.Orientation.AUTO and not all(
        setter.comfortable(sheet.room) for setter in setters.values()
    ):
        sheet = look.sheet(report.paper, landscape=True)
    return Setting(report, look, sheet, fonts, setters)


def _galleys(setting: Setting) -> list[Galley]:
    galleys: list[Galley] = list(frames.opening(setting))
    for section in setting.report.sections:
        made = set_section(section, setting)
        if _signed(section):
            _bind(galleys)
        galleys += made
    return galleys


def _signed(section: spec.Section) -> bool:
    hands = isinstance(section, spec.Table) and section.hands
    return hands or isinstance(section, spec.Signatures | spec.SealSpace)


def _bind(galleys: Sequence[Galley]) -> None:
    """Two lines or rows, or a drawing, go with the signatures: hands alone prove nothing."""
    left = 2
    for galley in reversed(galleys):
        if isinstance(galley, NewPage):
            return
        if isinstance(galley, DrawnGalley):
            left = 1
        for part in reversed(galley.parts):
            part.keep = True
            left -= 1
            if not left:
                return


@singledispatch
def set_section(section: object, setting: Setting) -> list[Galley]:
    """The galleys of one section. Each kind of section registers its own."""
    raise NotImplementedError(type(section).__name__)


@set_section.register
def _(section: spec.Heading, setting: Setting) -> list[Galley]:
    if section.level == 0:
        return [setting.text(section.text, setting.theme.title, balance=True)]
    kinds = setting.theme.headings
    return [setting.text(section.text, kinds[min(section.level, len(kinds)) - 1])]


@set_section.register
def _(section: spec.Text, setting: Setting) -> list[Galley]:
    return [setting.text(section.text, frames.paragraph(section, setting.theme.body))]


@set_section.register
def _(section: spec.Table, setting: Setting) -> list[Galley]:
    caption = section.title or setting.report.title
    grid = setting.tables[id(section)].set(setting.sheet, printable(caption))
    if not section.title:
        return [grid]
    return [setting.text(section.title, frames.table_title(setting.theme)), grid]


@set_section.register
def _(section: spec.Facts, setting: Setting) -> list[Galley]:
    look = setting.theme
    if not section.facts:
        return []
    faces = setting.face(look.cell), setting.face(look.cell_head)
    return [set_facts(section, look, setting.sheet, *faces)]


@set_section.register
def _(section: spec.Bars, setting: Setting) -> list[Galley]:
    drawings = charts.bars(section, setting.fonts, setting.sheet.room)
    return [_chart(drawing, setting) for drawing in drawings]


@set_section.register
def _(section: spec.Pie, setting: Setting) -> list[Galley]:
    if not section.parts:
        return []
    return [_chart(charts.pie(section, setting.fonts, setting.sheet.room), setting)]


@set_section.register
def _(section: spec.Signatures, setting: Setting) -> list[Galley]:
    return [frames.signatures(section, setting)]


@set_section.register
def _(section: spec.SealSpace, setting: Setting) -> list[Galley]:
    return [frames.seal_space(section, setting)]


@set_section.register
def _(section: spec.Notes, setting: Setting) -> list[Galley]:
    return frames.notes(section, setting)


@set_section.register
def _(section: spec.PageBreak, _: Setting) -> list[Galley]:
    return [NewPage(document=section.document)]


def _chart(drawing: Any, setting: Setting) -> Galley:
    def draw(pen: Pen, top: float) -> None:
        pen.flush()
        renderPDF.draw(drawing, pen.canvas, setting.sheet.left, top - drawing.height)

    return DrawnGalley(drawing.height, draw, before=10)


def _draw(setting: Setting, pages: Sequence[Page], path: Path, progress: Progress) -> int:
    """Draw and save; how many sheets of paper it takes."""
    rl_config.useA85 = 0  # text armour for files of the nineties: a quarter more bytes
    canvas = _canvas(setting, path)
    pen = Pen(canvas, setting.fonts, own_fonts=setting.theme.own_fonts)
    total = sum(page.sheets for page in pages)
    drawn = 0
    for document in documents(pages):
        count = sum(page.sheets for page in document)
        number = 0
        for page in document:
            for sheet in range(page.sheets):
                number += 1
                _draw_page(setting, pen, page, sheet)
                frames.page_number(pen, setting, number, count)
                pen.page()
            progress(drawn + number, total, "正在排版")
        if setting.report.duplex and count % 2:
            pen.page()
            total += 1
        drawn += count + (setting.report.duplex and count % 2)
    canvas.save()
    return total


def _draw_page(setting: Setting, pen: Pen, page: Page, sheet: int) -> None:
    """What one sheet of a page holds, over the watermark."""
    top = setting.sheet.height - setting.sheet.top
    frames.watermark(pen, setting)
    for piece in page.pieces:
        if sheet < piece.galley.sheets:
            above = top - piece.below
            piece.galley.draw(pen, piece.parts, above, continued=piece.continued, sheet=sheet)


def _canvas(setting: Setting, path: Path) -> Canvas:
    """An empty document; its properties name the report and the college, never a person."""
    report = setting.report
    canvas = Canvas(
        str(path),
        pagesize=(setting.sheet.width, setting.sheet.height),
        invariant=1,
        pageCompression=1,
        initialFontName=setting.face(setting.theme.cell).main.fontName,
        lang="zh-CN",
    )
    canvas.setTitle(report.title)
    canvas.setAuthor(report.organisation)
    canvas.setSubject(report.subtitle)
    canvas.setKeywords(report.id)
    canvas.setCreator("双元")
    canvas.setProducer("双元")
    canvas.setDateFormatter(lambda *_: f"D:{report.as_of:%Y%m%d}000000Z")
    return canvas


def _silent(*_: object) -> None:
    """Nobody is watching."""
