"""Small workbooks made to order: by XlsxWriter where Excel would, by hand where nobody should."""

import zipfile
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from stdnum.cn import uscc
from xlsxwriter import Workbook

_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    'content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
    'relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.'
    'openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/'
    'worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><numFmts count="1"><numFmt numFmtId="170" formatCode="yyyy&quot;'
    '年&quot;m&quot;月&quot;"/></numFmts><fonts count="1"><font/></fonts><fills count="1"><fill/>'
    '</fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/>'
    '<xf numFmtId="57"/></cellXfs></styleSheet>'
)


def raw_parts(
    rows: str, *, before: str = "", dimension: str = "", properties: str = ""
) -> dict[str, str]:
    """The members of a workbook whose sheet holds just this XML."""
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    return {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": f'{head}<Relationships xmlns="{_PACKAGE}"><Relationship Id="r1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{head}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{properties}'
        '<sheets><sheet name="台账" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{head}<Relationships xmlns="{_PACKAGE}"><Relationship '
        f'Id="r1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship '
        f'Id="r2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": head + STYLES,
        "xl/worksheets/sheet1.xml": f'{head}{before}<worksheet xmlns="{_MAIN}">{dimension}'
        f"<sheetData>{rows}</sheetData></worksheet>",
    }


def raw_book(path: Path, rows: str, **more: str) -> Path:
    """A workbook whose sheet holds just this XML."""
    return pack(path, raw_parts(rows, **more))


def pack(path: Path, parts: dict[str, str] | dict[str, bytes]) -> Path:
    """Members into a package, as they are."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


def book(
    path: Path,
    rows: Iterable[Sequence[Any]],
    *,
    merged: Sequence[str] = (),
    sheet: str = "台账",
    others: dict[str, Sequence[Sequence[Any]]] | None = None,
) -> Path:
    """A workbook as Excel would write it: texts, numbers and days in cells of their own type."""
    made = Workbook(str(path), {"strings_to_formulas": False})
    day = made.add_format({"num_format": "yyyy-mm-dd"})
    for name, content in {sheet: rows, **(others or {})}.items():
        page = made.add_worksheet(name)
        cells = [list(row) for row in content]
        for at, row in enumerate(cells):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    page.write_datetime(at, column, value, day)
                elif value not in (None, ""):
                    page.write(at, column, value)
        for span in merged if name == sheet else ():
            page.merge_range(span, "")
            first = span.partition(":")[0]
            row, column = int(first[1:]) - 1, ord(first[0]) - 65
            page.write(row, column, cells[row][column])
    made.close()
    return path


def code(number: int) -> str:
    """An invented credit code with a right check digit."""
    body = f"91510112{number:09}"
    return str(body + uscc.calc_check_digit(body))
