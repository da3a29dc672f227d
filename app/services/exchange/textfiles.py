"""Text tables: csv and what other programs export under that name or under .xls.

The encoding is decided by strict decoding, never by guessing from statistics: a mark at the
beginning, else UTF-8, else GB 18030. The person can choose another in the preview.
"""

import codecs
import csv
import io
import re
from collections import Counter

from app.errors import Refused
from app.services.exchange.cells import Sheet
from app.services.exchange.guards import MOST_COLUMNS, MOST_ROWS, too_large

ENCODINGS = ("utf-8-sig", "utf-16", "gb18030")  # what the preview offers
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_QUOTED = re.compile(r"'(?='*[=+\-@\t\r])")


def read_text(content: bytes, name: str, encoding: str = "") -> tuple[Sheet, str]:
    """The one sheet of a text file, and the encoding it was read in."""
    text, used = decode(content, encoding)
    csv.field_size_limit(MOST_ROWS * 10)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))
    except csv.Error:
        raise Refused("这个文本文件的引号不成对，读不出表格，请用 Excel 另存为 xlsx。") from None
    width = max(map(len, lines), default=0)
    if len(lines) > MOST_ROWS or width > MOST_COLUMNS:
        raise Refused(too_large(len(lines), width))
    rows = [[*map(_unquoted, line), *[""] * (width - len(line))] for line in lines]
    return Sheet(name, rows), used


def decode(content: bytes, encoding: str = "") -> tuple[str, str]:
    """The text and its encoding. Refused if it is no text in any encoding we know."""
    for used in [encoding] if encoding else _candidates(content):
        try:
            text = content.decode(used)
        except UnicodeError:
            continue
        if "\0" not in text:
            return text.removeprefix("\ufeff"), used
    if encoding:
        raise Refused("按这种编码读不出文字，请换一种编码。")
    raise Refused("读不出这个文件的文字。请用 Excel 或 WPS 打开，另存为 xlsx 再导入。")


def _candidates(content: bytes) -> tuple[str, ...]:
    marked = tuple(used for mark, used in _MARKS if content.startswith(mark))
    return marked or ("utf-8", "gb18030")


def _delimiter(text: str) -> str:
    """The sign that stands the same number of times in most of the first lines."""
    lines = [line for line in text[:20_000].splitlines()[:50] if line.strip()]
    best, found = 0, ","
    for sign in ",\t;":
        counts = Counter(n for line in lines if (n := line.count(sign)))
        weight = max((times * min(n, 5) for n, times in counts.items()), default=0)
        if weight > best:
            best, found = weight, sign
    return found


def _unquoted(cell: str) -> str:
    """Without the ' that a careful export puts before =, +, - and @."""
    return cell[1:] if cell.startswith("'") and _QUOTED.match(cell) else cell
