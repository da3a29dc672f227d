"""The Excel twin of a report: the same columns, rows and sums, to be worked with further.

One sheet for each table. Numbers are numbers and dates are dates; a text is never a formula.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import singledispatch
from pathlib import Path

from app.services.reports import spec, tables
from app.services.reports.sheet import LINE, ROW, Forms, Sheet, digits
from app.services.reports.sheet_tables import put_table
from app.services.reports.twin import taken_apart
from app.services.spreadsheet import OPTIONS, Exported, excel_text, print_on
from app.services.writing import replacing

_FEWEST = 4  # columns that a sheet without a table is laid out on
_FACT = 20  # digits: the width of a label or a value on a card
_UPRIGHT = 6  # more columns lie on the long side


def write_xlsx(report: spec.Report, path: Path) -> Exported:
    """Write the workbook; how many rows of tables it holds, and how many texts were cut."""
    from xlsxwriter import Workbook  # noqa: PLC0415 - only when exporting

    report = replace(report, sections=[_complete(each) for each in report.sections])
    with replacing(path) as draft:
        book = Workbook(str(draft), OPTIONS)
        book.set_properties(
            {
                "title": report.title,
                "author": report.organisation,
                "created": datetime.combine(report.as_of, datetime.min.time()),
            }
        )
        forms = Forms(book)
        names: set[str] = set()
        cut = 0
        for sections in _sheets(report.sections):
            page = book.add_worksheet(_name(report, sections, names))
            sheet = Sheet(page, max([_FEWEST, *map(_breadth, sections)]), forms)
            _open(sheet, report)
            for section in sections:
                put(section, sheet)
            print_on(
                sheet.page, landscape=sheet.columns > _UPRIGHT, a3=report.paper is spec.Paper.A3
            )
            cut += sheet.cut
        book.close()
    return Exported(sum(map(tables.count, report.tables)), cut)


def _complete(section: spec.Section) -> spec.Section:
    """A table with all of it, where paper shows only the first, or several things in a cell."""
    if not isinstance(section, spec.Table):
        return section
    if section.whole:
        section = replace(section, groups=section.whole, whole=())
    return taken_apart(section)


def _open(sheet: Sheet, report: spec.Report) -> None:
    """Annex, title, subtitle and filler line, as on paper."""
    for text in (report.mark, report.annex):
        if text:
            sheet.across(text, bold=True)
    sheet.across(report.title, height=30, bold=True, font_size=16, align="center")
    if report.subtitle:
        sheet.across(report.subtitle, align="center")
    filler = [text for text in report.filler if text]
    if len(filler) > 1 and sheet.columns > _FEWEST:
        places = {"left": 0, "center": sheet.columns // 2, "right": sheet.columns - 1}
        aligns = ("left", "center", "right") if len(filler) > 2 else ("left", "right")
        for text, align in zip(filler, aligns, strict=True):
            sheet.text(sheet.row, places[align], text, sheet.forms.get(align=align))
        sheet.row += 1
    elif filler:
        sheet.across("　　".join(filler))


@singledispatch
def put(section: object, sheet: Sheet) -> None:
    """Write one section below what is there. Each kind of section registers its own."""
    raise NotImplementedError(type(section).__name__)


@put.register
def _(section: spec.Heading, sheet: Sheet) -> None:
    sheet.across(section.text, height=22, bold=True, font_size=12)


@put.register
def _(section: spec.Text, sheet: Sheet) -> None:
    sheet.across(section.text, align=section.align.value.replace("centre", "center"))


@put.register
def _(section: spec.Notes, sheet: Sheet) -> None:
    for line in section.printed:
        sheet.across(line, font_size=9)


@put.register
def _(section: spec.Signatures, sheet: Sheet) -> None:
    sheet.row += 1
    sheet.across("　　　　　　".join(section.printed), height=26)


@put.register
def _(section: spec.SealSpace, sheet: Sheet) -> None:
    sheet.row += 1
    sheet.across(f"{section.name}\n{section.date}", height=120, align="right")


@put.register
def _(_: spec.PageBreak, sheet: Sheet) -> None:
    """Sheets have no pages."""


@put.register
def _(section: spec.Facts, sheet: Sheet) -> None:
    label = sheet.forms.get(bold=True, border=1, bg_color="#EDEDED", text_wrap=True)
    value = sheet.forms.get(border=1, text_wrap=True, align="left")
    sheet.page.set_column(0, sheet.columns - 1, _FACT)
    column, high = 0, ROW
    for fact in section.facts:
        if column and (fact.wide or column + 2 > sheet.columns):
            sheet.row, column, high = sheet.row + 1, 0, ROW
        last = sheet.columns - 1 if fact.wide else column + 1
        sheet.text(sheet.row, column, fact.label, label)
        sheet.merge((sheet.row, column + 1), (sheet.row, last), fact.value, value)
        lines = 1 + digits(fact.value) // (_FACT * (last - column))
        high = max(high, min(lines * LINE + 5, 400))
        sheet.page.set_row(sheet.row, high)
        column = sheet.columns if fact.wide else column + 2
    sheet.row += 2


@put.register
def _(section: spec.Bars, sheet: Sheet) -> None:
    heads = [spec.Column(label="项目"), *(_counted(name, section.unit) for name in section.series)]
    rows = list(zip(section.labels, *section.series.values(), strict=True))
    put(spec.Table(title=section.title, columns=heads, rows=rows, numbered=False), sheet)


@put.register
def _(section: spec.Pie, sheet: Sheet) -> None:
    heads = [spec.Column(label="项目"), _counted("数量", section.unit)]
    put(spec.Table(title=section.title, columns=heads, rows=section.parts, numbered=False), sheet)


@put.register
def _(section: spec.Table, sheet: Sheet) -> None:
    if section.title:
        sheet.across(section.title, height=22, bold=True, align="center")
    put_table(section, sheet)


def _counted(label: str, unit: str) -> spec.Column:
    return spec.Column(label=label, unit=unit, align=spec.Align.RIGHT, type=int)


def _sheets(sections: Sequence[spec.Section]) -> Iterator[list[spec.Section]]:
    """Sections shared out: a table, a card or a chart has a sheet to itself.

    Of several documents in one file each sheet says which one it belongs to.
    """
    sheet: list[spec.Section] = []
    document: list[spec.Section] = []
    for section in sections:
        if isinstance(section, spec.Heading) and section.level == 0:
            document = [section]
        broad = (spec.Table, spec.Facts, spec.Bars, spec.Pie)
        if isinstance(section, broad) and any(isinstance(each, broad) for each in sheet):
            title = [sheet.pop()] if isinstance(sheet[-1], spec.Heading) else document
            yield sheet
            sheet = [*title]
        sheet.append(section)
    yield sheet


def _breadth(section: spec.Section) -> int:
    match section:
        case spec.Table():
            return len(tables.columns(section))
        case spec.Bars():
            return 1 + len(section.series)
        case spec.Facts():
            return 2 * section.columns
        case _:
            return 2


def _name(report: spec.Report, sections: Sequence[spec.Section], used: set[str]) -> str:
    """What the tab says: the title of the table, the heading above it, or that of the report."""
    titles = [
        each.title for each in sections if isinstance(each, spec.Table | spec.Bars | spec.Pie)
    ]
    headings = [each.text for each in sections if isinstance(each, spec.Heading)]
    wanted = next((each for each in (*titles, *headings) if each), report.title)
    name = re.sub(r"[\[\]:*?/\\']", "", excel_text(wanted)[0])[:28] or "表"
    number = 1
    found = name
    while found.casefold() in used:
        number += 1
        found = f"{name}{number}"
    used.add(found.casefold())
    return found
