"""Reading the old xls, by xlrd: plain Python, so that a damaged file is an exception.

(calamine reads xls too, faster, but allocates what a damaged file asks for and then ends the
whole process.)
"""

import io
from datetime import date, datetime, time
from typing import Any

from app.errors import Refused
from app.models.values import PartialDate
from app.services.exchange.cells import Book, Broken, Cell, Sheet
from app.services.exchange.guards import DAMAGED, MOST_COLUMNS, MOST_ROWS, too_large
from app.services.exchange.xlsx import date_length


def read_xls(content: bytes, name: str) -> Book:
    """All sheets of an Excel 97-2003 workbook, also when it is called .xlsx or .et."""
    import xlrd  # noqa: PLC0415 - only for old files

    try:
        book = xlrd.open_workbook(
            file_contents=content, formatting_info=True, ragged_rows=True, logfile=io.StringIO()
        )
        return Book(name, tuple(_sheet(sheet, book.datemode) for sheet in book.sheets()))
    except Refused:
        raise
    except Exception as error:  # a damaged file fails in any of the reader's thousand lines
        raise Refused(_reason(error)) from error


def _reason(error: Exception) -> str:
    if "encrypted" in str(error):
        return "这个文件设有打开密码，请先用 Excel 或 WPS 去掉密码再导入。"
    return DAMAGED


def _sheet(sheet: Any, datemode: int) -> Sheet:
    width = max((sheet.row_len(row) for row in range(sheet.nrows)), default=0)
    if sheet.nrows > MOST_ROWS or width > MOST_COLUMNS:
        raise Refused(too_large(sheet.nrows, width))
    rows = [
        [_cell(sheet.book, cell, datemode) for cell in sheet.row(row)]
        + [""] * (width - sheet.row_len(row))
        for row in range(sheet.nrows)
    ]
    hidden = frozenset(n for n, info in sheet.rowinfo_map.items() if info.hidden)
    merged = [(top, left, below - 1, right - 1) for top, below, left, right in sheet.merged_cells]
    return Sheet(sheet.name, rows, merged, sheet.visibility != 0, hidden, datemode == 1)


def _cell(book: Any, cell: Any, datemode: int) -> Cell:
    from xlrd import biffh  # noqa: PLC0415 - only for old files

    if cell.ctype == biffh.XL_CELL_DATE:
        found = _moment(cell.value, datemode)
        style = book.format_map.get(book.xf_list[cell.xf_index].format_key)
        length = date_length(style.format_str) if style else 0
        if length and isinstance(found, date):
            return PartialDate(found.isoformat()[:length])
        return found
    if cell.ctype == biffh.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == biffh.XL_CELL_ERROR:
        return Broken(biffh.error_text_from_code.get(cell.value, "#ERROR"))
    value: str | float = cell.value
    return value


def _moment(serial: float, datemode: int) -> Cell:
    """A day or a moment; what is neither stays the number it was."""
    from xlrd import xldate  # noqa: PLC0415 - only for old files

    try:
        found: datetime = xldate.xldate_as_datetime(serial, datemode)
    except (ValueError, OverflowError, xldate.XLDateError):
        return serial
    if serial < 1:
        return found.time()
    return found.date() if found.time() == time() else found
