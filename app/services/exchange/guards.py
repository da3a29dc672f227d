"""What a workbook must pass before a reader opens it: size, shape and honesty of the package.

The reader allocates a dense grid from the furthest cell and ends the whole process if it cannot,
so the furthest cell is found first; and every member is unpacked once, against its declared size
and checksum, because a package may say what it likes.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Flag, auto
from typing import IO, Any
from xml.parsers import expat  # nothing here resolves entities: DOCTYPE is refused before
from zipfile import ZipFile, ZipInfo

from app.errors import Refused

MOST_BYTES = 200_000_000
MOST_RATIO = 200
MOST_MEMBERS = 2_000
MOST_ROWS = 100_000
MOST_COLUMNS = 200
_SMALL = 100_000  # members below this may be packed as tightly as they like
_PIECE = 1 << 20

DAMAGED = "这个文件已损坏或不完整，请用 Excel 或 WPS 打开另存一份再导入。"
_FORBIDDEN = "这个文件含有不允许的内容（外部实体），没有打开。"
_BOMB = "这个文件解开后过大，不像正常的表格，没有打开。请把要导入的工作表另存为一个新文件。"


@dataclass(frozen=True, slots=True)
class Package:
    """A workbook package that passed, with what its sheets hold besides plain cells."""

    members: frozenset[str]
    formulas: frozenset[str] = field(default=frozenset())  # members with formulas or error cells
    hidden: frozenset[str] = field(default=frozenset())  # members that mention hiding


def inspect_package(content: bytes) -> Package:
    """Refused, with a sentence that says why, unless the package is an honest workbook."""
    try:
        with ZipFile(io.BytesIO(content)) as package:
            _check_directory(package)
            return _check_members(package)
    except Refused:
        raise
    except Exception as error:  # zipfile and its decompressors know a dozen words for damage
        raise Refused(DAMAGED) from error


def _check_directory(package: ZipFile) -> None:
    infos = package.infolist()
    if any(info.flag_bits & 0x1 for info in infos):
        raise Refused("这个文件设有密码，请先用 Excel 或 WPS 去掉密码再导入。")
    if len(infos) > MOST_MEMBERS or len({info.filename for info in infos}) != len(infos):
        raise Refused(_BOMB if len(infos) > MOST_MEMBERS else DAMAGED)
    if sum(info.file_size for info in infos) > MOST_BYTES:
        raise Refused(_BOMB)
    for info in infos:
        if info.file_size > _SMALL and info.file_size > MOST_RATIO * max(info.compress_size, 1):
            raise Refused(_BOMB)
    names = {info.filename for info in infos}
    if "xl/workbook.xml" not in names:
        raise Refused(_not_a_workbook(names))


def _not_a_workbook(names: set[str]) -> str:
    if "word/document.xml" in names:
        return "这是 Word 文档，请把其中的表格复制到 Excel 里保存后再导入。"
    if "xl/workbook.bin" in names or "content.xml" in names:
        return "这种表格格式不能直接导入，请用 Excel 或 WPS 另存为 xlsx 文件。"
    return "这不是 Excel 工作簿，请选择 xlsx、xls 或 csv 文件。"


def _check_members(package: ZipFile) -> Package:
    formulas, hidden = set(), set()
    for info in package.infolist():
        found = _look_through(package, info)
        if found & _Found.FORMULAS:
            formulas.add(info.filename)
        if found & _Found.HIDING:
            hidden.add(info.filename)
        if found & _Found.ODD:
            with package.open(info) as member:
                _measure(member, is_sheet=bool(found & _Found.SHEET))
    return Package(frozenset(package.namelist()), frozenset(formulas), frozenset(hidden))


class _Found(Flag):
    """What a member holds that needs a closer look."""

    NOTHING = 0
    FORMULAS = auto()
    HIDING = auto()
    SHEET = auto()
    ODD = auto()


def _look_through(package: ZipFile, info: ZipInfo) -> _Found:
    declared = info.file_size
    info.file_size = declared + 1  # so that zipfile reads on if there is more than was declared
    unpacked, found = 0, _Found.NOTHING
    with package.open(info) as member:
        for piece in _pieces(member):
            unpacked += len(piece)
            found |= _traits(piece)
    info.file_size = declared
    if unpacked != declared:
        raise Refused(_BOMB if unpacked > declared else DAMAGED)
    return found


def _traits(piece: bytes) -> _Found:
    if b"<!" in piece and (b"<!DOCTYPE" in piece or b"<!ENTITY" in piece):
        raise Refused(_FORBIDDEN)
    found = _Found.NOTHING
    if b"<f" in piece or b't="e"' in piece:
        found |= _Found.FORMULAS
    if b"hidden=" in piece:
        found |= _Found.HIDING
    if b"sheetData" in piece:
        found |= _Found.SHEET
    if b"\0" in piece:
        found |= _Found.ODD
        if b"s\0h\0e\0e\0t\0D" in piece:
            found |= _Found.SHEET
    return found | _Found.ODD if _is_odd(piece) else found


def _pieces(member: IO[bytes]) -> Iterator[bytes]:
    """The member in large pieces that never cut a short tag in two; all of it is unpacked."""
    rest = b""
    while piece := member.read(_PIECE):
        piece = rest + piece
        cut = piece.rfind(b"<")
        cut = cut if len(piece) - cut < 4_096 else len(piece)
        rest = piece[cut:] if cut > 0 else b""
        yield piece[:cut] if cut > 0 else piece
    yield rest


_FAR = re.compile(rb' r="(?:[A-Z]{3}|G[S-Z]|[H-Z][A-Z]|[A-Z]{0,2}0*[1-9]\d{5}|[a-z])')
_BARE = re.compile(rb'<(?:c|row)(?=[\s/>])(?! r="[A-Z1-9])')


def _is_odd(piece: bytes) -> bool:
    """Whether cells may lie far out, or are written so that only a real parser can tell."""
    plain = piece.count(b"<c") == piece.count(b'<c r="')
    plain = plain and piece.count(b"<row") == piece.count(b'<row r="')
    return (
        b":c" in piece
        or b":row" in piece
        or _FAR.search(piece) is not None
        or (not plain and _BARE.search(piece) is not None)
    )


def _measure(member: IO[bytes], *, is_sheet: bool) -> None:
    """Refuse a sheet whose furthest filled cell lies beyond what we take."""
    furthest = _Furthest()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = furthest.start
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.ParseFile(member)
    except (expat.ExpatError, LookupError, ValueError):  # no XML, or in an unknown encoding
        if is_sheet:
            raise Refused(DAMAGED) from None
    if furthest.row > MOST_ROWS or furthest.column > MOST_COLUMNS:
        raise Refused(too_large(furthest.row, furthest.column))


def too_large(rows: int, columns: int) -> str:
    """What to tell about a sheet that reaches too far."""
    return (
        f"工作表太大：第 {rows} 行、第 {columns} 列还有内容，"
        f"最多 {MOST_ROWS} 行、{MOST_COLUMNS} 列。请删去多余的行列，或分成几个文件导入。"
    )


def _refuse_doctype(*_: object) -> None:
    raise Refused(_FORBIDDEN)


class _Furthest:
    """Listens to a parser and keeps the furthest row and column that hold something."""

    def __init__(self) -> None:
        self.row = self.column = 0
        self._row = self._column = 0

    def start(self, name: str, attributes: dict[str, Any]) -> None:
        tag = name.rpartition(" ")[2]
        if tag == "row":
            self._row = _number(attributes.get("r", "")) or self._row + 1
            self._column = 0
        elif tag == "c":
            letters = re.match(r"[A-Za-z]*", attributes.get("r", ""))
            reference = letters[0] if letters else ""
            self._column = column_number(reference) if reference else self._column + 1
            self._row = _number(attributes.get("r", "")[len(reference) :]) or self._row
        elif tag in ("v", "is"):
            self.row = max(self.row, self._row)
            self.column = max(self.column, self._column)


def _number(digits: str) -> int:
    """The row of a reference; 0 if it names none, very far if it is absurd."""
    if not (digits.isascii() and digits.isdigit()):
        return 0
    return int(digits[:12])


def column_number(letters: str) -> int:
    """A is 1, Z is 26, AA is 27; absurd references count as very far."""
    number = 0
    for letter in letters.upper()[:8]:
        number = number * 26 + ord(letter) - 64
    return number
