"""A table of a report on a worksheet: heads, lines, widths and heights as on paper."""

from collections.abc import Sequence
from datetime import date, datetime
from math import ceil
from typing import Any

from app.services.reports import spec, tables
from app.services.reports.breaking import longest_run
from app.services.reports.sheet import LINE, ROW, Forms, Sheet, digits
from app.services.reports.tables import Kind, Line
from app.services.reports.twin import is_rate
from app.services.shares import Share
from app.services.spreadsheet import is_date, is_number

_HIGHEST = 400.0  # Excel shows no more than 409
_NARROWEST = 6  # digits
_WISHED = 1.7  # of the wish of a column, which is in characters: wider texts wrap
_WORD = 40  # digits: longer words are broken
_STRONG = (Kind.GROUP, Kind.SUBTOTAL, Kind.TOTAL)
_ALIGNS = {spec.Align.LEFT: "left", spec.Align.CENTRE: "center", spec.Align.RIGHT: "right"}


def put_table(section: spec.Table, sheet: Sheet) -> None:
    """Write the table below what is there."""
    shown = tables.columns(section)
    show = tables.shower(shown)
    lines = [(line, show(line.values) if line.values else ()) for line in tables.lines(section)]
    widths = _widths(shown, [texts for line, texts in lines if line.kind is Kind.ROW])
    _put_head(shown, widths, sheet)
    for line, texts in lines:
        taken = tables.span(section, line.kind)
        if taken:
            form = _form(sheet.forms, line.kind, "left" if line.kind is Kind.GROUP else "center")
            sheet.merge((sheet.row, 0), (sheet.row, taken - 1), line.label, form)
        if texts:
            _put_values(sheet, shown, line, texts, taken)
        sheet.page.set_row(sheet.row, _height(texts, widths))
        sheet.row += 1
    for at, width in enumerate(widths):
        sheet.page.set_column(at, at, width)


def _widths(shown: Sequence[spec.Column], rows: Sequence[Sequence[str]]) -> list[int]:
    """Wide enough for the usual text, and for every word; what is longer wraps."""
    found = []
    for at, column in enumerate(shown):
        texts = {row[at] for row in rows}
        most = max(map(digits, texts), default=0)
        word = max((digits(longest_run(text)) for text in texts), default=0)
        title = max(ceil(digits(column.head) / 3), digits(column.unit) + 4 * bool(column.unit))
        usual = max(_NARROWEST, title, min(word, _WORD))
        found.append(max(usual, min(most, ceil(_WISHED * column.width))) + 2)
    return found


def _height(texts: Sequence[str], widths: Sequence[int]) -> float:
    """Excel does not find the height of a row that was written by a program."""
    lines = max(
        (_lines(text, width) for text, width in zip(texts, widths, strict=False)), default=1
    )
    return min(max(ROW, lines * LINE * 0.9 + 6), _HIGHEST)


def _lines(text: str, width: int) -> int:
    return sum(max(1, ceil(digits(part) / (width - 1))) for part in text.split("\n"))


def _put_head(shown: Sequence[spec.Column], widths: Sequence[int], sheet: Sheet) -> None:
    """One or two rows, merged as on paper; they stay in sight and are repeated in print."""
    levels = tables.levels(shown)
    form = sheet.forms.get(bold=True, border=1, bg_color="#E6E6E6", align="center", text_wrap=True)
    top = sheet.row
    for cell in tables.heads(shown, levels):
        first = top + cell.level
        last = first + cell.depth - 1
        sheet.merge((first, cell.first), (last, cell.last), cell.text, form)
    high = max(_lines(column.head, width) for column, width in zip(shown, widths, strict=True))
    for row in range(top, top + levels):
        sheet.page.set_row(row, max(ROW + 2, (high * LINE + 6) / levels))
    sheet.row += levels
    sheet.page.freeze_panes(sheet.row, 0)
    sheet.page.repeat_rows(top, sheet.row - 1)


def _put_values(
    sheet: Sheet, shown: Sequence[spec.Column], line: Line, texts: Sequence[str], taken: int
) -> None:
    for at in range(taken, len(shown)):
        column, value = shown[at], line.values[at]
        align = "center" if line.kind is Kind.INDEX else _ALIGNS[column.align]
        number = column.number(value)
        if isinstance(value, date) and is_date(value):
            form = _form(sheet.forms, line.kind, align, num_format="yyyy-mm-dd")
            sheet.page.write_datetime(sheet.row, at, _naive(value), form)
        elif isinstance(value, Share) and is_rate(column, value):
            form = _form(sheet.forms, line.kind, align, num_format="0.00%")
            sheet.page.write_number(sheet.row, at, value.part / value.whole, form)
        elif number is not None and is_number(number):
            places = "0" if isinstance(number, int) else "0.00####"
            form = _form(sheet.forms, line.kind, align, num_format=places)
            sheet.page.write_number(sheet.row, at, number, form)
        else:
            form = _form(sheet.forms, line.kind, align, text_wrap=True, num_format="@")
            sheet.text(sheet.row, at, texts[at], form)


def _form(forms: Forms, kind: Kind, align: str, **more: object) -> Any:
    strong = {"bold": True, "bg_color": "#F2F2F2"} if kind in _STRONG else {}
    return forms.get(border=1, align=align, **strong, **more)


def _naive(value: date) -> date:
    """Excel knows no zones: as the office's clock showed it."""
    if isinstance(value, datetime) and value.tzinfo:
        return value.astimezone().replace(tzinfo=None)
    return value
