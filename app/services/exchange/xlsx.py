"""Reading an xlsx that passed the guards, and the few things about it that the reader drops."""

import io
import posixpath
import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain
from typing import Any
from xml.etree import ElementTree as ET  # small, inspected members without DOCTYPE only
from zipfile import ZipFile

from app.errors import Refused
from app.models.values import PartialDate
from app.services.exchange.cells import Book, Broken, Cell, Sheet
from app.services.exchange.guards import DAMAGED, column_number, inspect_package

_UNREADABLE = (ET.ParseError, LookupError, ValueError)  # no XML, no such member, no such encoding


def read_xlsx(content: bytes, name: str) -> Book:
    """All sheets with cells as typed, error cells and uncalculated formulas marked."""
    package = inspect_package(content)
    with ZipFile(io.BytesIO(content)) as archive:
        parts, since_1904 = _directory(archive)
        coarse = _coarse_styles(archive)
        sheets = []
        for title, hidden, rows, merged in _grids(content):
            part = parts.get(title, "")
            if part in package.formulas:
                _mark_broken(rows, archive.read(part))
            if coarse and part in package.members:
                _mark_coarse(rows, archive.read(part), coarse)
            folded = _hidden_rows(archive.read(part)) if part in package.hidden else frozenset()
            sheets.append(Sheet(title, rows, merged, hidden, folded, since_1904))
    if not sheets:
        raise Refused("这个文件里没有工作表。")
    return Book(name, tuple(sheets))


def _grids(content: bytes) -> Iterator[tuple[str, bool, list[list[Cell]], Sequence[Any]]]:
    """Name, hidden, rows and merged cells of every worksheet, read by calamine."""
    from python_calamine import (  # noqa: PLC0415 - only when a workbook is opened
        CalamineWorkbook,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for about in book.sheets_metadata:
            if about.typ != SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(about.name)
            rows: list[list[Cell]] = sheet.to_python(skip_empty_area=False)  # type: ignore[assignment]  # its cells are ours without Broken
            merged = [tuple(chain(*span)) for span in sheet.merged_cell_ranges or ()]
            yield about.name, about.visible != SheetVisibleEnum.Visible, rows, merged
    except BaseException as error:
        # A panic inside the reader arrives as a BaseException of a class that cannot be imported.
        if isinstance(error, KeyboardInterrupt | SystemExit | GeneratorExit):
            raise
        raise Refused(DAMAGED) from error


def _directory(archive: ZipFile) -> tuple[dict[str, str], bool]:
    """Member of each sheet by its name, and whether days count from 1904."""
    try:
        workbook = ET.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314 - see import
        relations = ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    except _UNREADABLE:
        raise Refused(DAMAGED) from None
    targets = {each.get("Id"): each.get("Target", "") for each in relations}
    parts: dict[str, str] = {}
    since_1904 = False
    for each in workbook.iter():
        tag = each.tag.rpartition("}")[2]
        if tag == "workbookPr":
            since_1904 = each.get("date1904") in ("1", "true")
        if tag == "sheet":
            found = next((v for k, v in each.items() if k.rpartition("}")[2] == "id"), "")
            target = posixpath.join("/xl", targets.get(found) or "")
            parts[each.get("name", "")] = posixpath.normpath(target).lstrip("/")
    return parts, since_1904


_CELL = re.compile(rb'<c r="([A-Z]+)(\d+)"([^>]*?)(?:/>|>(.*?)</c>)', re.DOTALL)
_VALUE = re.compile(rb"<v[^>]*>([^<]+)</v>")


def _mark_broken(rows: list[list[Cell]], xml: bytes) -> None:
    """Put a mark where the reader gave nothing: error cells, formulas without a stored value."""
    for letters, digits, attributes, inside in _CELL.findall(xml):
        value = _VALUE.search(inside)
        if b't="e"' in attributes:
            mark = Broken(value[1].decode("ascii", "replace") if value else "#ERROR")
        elif b"<f" in inside and value is None and b't="str"' not in attributes:
            mark = Broken("公式未计算")
        else:
            continue
        row, column = int(digits) - 1, column_number(letters.decode()) - 1
        if row < len(rows) and column < len(rows[row]) and rows[row][column] == "":
            rows[row][column] = mark


_STYLED = re.compile(rb'<c r="([A-Z]+)(\d+)" s="(\d+)"')


def _mark_coarse(rows: list[list[Cell]], xml: bytes, coarse: dict[bytes, int]) -> None:
    """Make days that Excel shows as 2023年9月 months: whoever typed that meant no day."""
    for letters, digits, style in _STYLED.findall(xml):
        length = coarse.get(style)
        row, column = int(digits) - 1, column_number(letters.decode()) - 1
        if length and row < len(rows) and column < len(rows[row]):
            cell = rows[row][column]
            if isinstance(cell, date):
                rows[row][column] = PartialDate(cell.isoformat()[:length])


def _coarse_styles(archive: ZipFile) -> dict[bytes, int]:
    """Cell styles that show a month or a year only, and how much of an ISO date that is."""
    try:
        root = ET.fromstring(archive.read("xl/styles.xml"))  # noqa: S314 - see import
    except _UNREADABLE:
        return {}
    lengths = dict.fromkeys(_BUILT_IN_MONTHS, 7)
    for each in root.iter(f"{_MAIN}numFmt"):
        lengths[each.get("numFmtId", "")] = date_length(each.get("formatCode", ""))
    formats = root.find(f"{_MAIN}cellXfs")
    return {
        str(n).encode(): length
        for n, each in enumerate(formats if formats is not None else ())
        if (length := lengths.get(each.get("numFmtId", ""), 0))
    }


_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_BUILT_IN_MONTHS = ("17", "27", "36", "50", "52", "57")  # mmm-yy and the Chinese yyyy年m月
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')


def date_length(code: str) -> int:
    """7 for number formats that show year and month, 4 for the year alone, 0 for all others."""
    signs = _LITERAL.sub("", code.partition(";")[0]).lower()
    if "y" not in signs or "d" in signs or "h" in signs:
        return 0
    return 7 if "m" in signs else 4


_ROW = re.compile(rb'<row r="(\d+)"[^>]*?\bhidden="(?:1|true)"')


def _hidden_rows(xml: bytes) -> frozenset[int]:
    """Rows that a filter or a person hid, counted from 0."""
    return frozenset(int(number) - 1 for number in _ROW.findall(xml))
