"""Opening a file that somebody calls a table, by what it is and not by what it is called."""

from pathlib import Path

from app.errors import Fault, Refused
from app.models.text import clean
from app.services.exchange.cells import Book
from app.services.exchange.guards import DAMAGED, MOST_BYTES
from app.services.exchange.textfiles import read_text
from app.services.exchange.xls import read_xls
from app.services.exchange.xlsx import read_xlsx
from app.services.pause import collector_paused

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@collector_paused()
def open_book(path: Path, encoding: str = "") -> Book:
    """All sheets of an xlsx, xls or text file. Refused, in one sentence, if it cannot be read.

    `encoding` overrides what would be decided for a text file.
    """
    content = _content(path)
    name = clean(path.name)  # a name may hold characters that turn it round on the screen
    if content.startswith(b"PK"):
        return read_xlsx(content, name)
    if content.startswith(_OLE):
        return _read_ole(content, name)
    _refuse_known(content)
    sheet, used = read_text(content, clean(path.stem), encoding)
    misnamed = path.suffix.lower() in (".xls", ".xlsx", ".et")
    note = ("这个文件扩展名像 Excel，实际是文本表格，已按文本读取。",) if misnamed else ()
    return Book(name, (sheet,), used, note)


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Refused("这个文件太大（超过 200 MB），请分成几个文件导入。")
        content = path.read_bytes()
    except FileNotFoundError:
        raise Refused(f"找不到文件“{path.name}”，可能已被移动或改名。") from None
    except IsADirectoryError:
        raise Refused(f"“{path.name}”是文件夹，请选择里面的表格文件。") from None
    except PermissionError:
        raise Refused(f"打不开“{path.name}”：可能正在 Excel 里打开，请先关闭。") from None
    except OSError as error:
        raise Fault(f"读不出“{path.name}”", "请把文件复制到本机硬盘再试。") from error
    if not content.strip(b"\0 \t\r\n"):
        raise Refused("这个文件是空的。")
    return content


def _read_ole(content: bytes, name: str) -> Book:
    if _utf16("EncryptedPackage") in content:
        raise Refused("这个文件设有打开密码，请先用 Excel 或 WPS 去掉密码再导入。")
    if _utf16("WordDocument") in content:
        raise Refused("这是 Word 文档，请把其中的表格复制到 Excel 里保存后再导入。")
    if _utf16("Workbook") not in content and _utf16("Book") not in content:
        raise Refused(DAMAGED)
    return read_xls(content, name)


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-le")


def _refuse_known(content: bytes) -> None:
    """Files that are often handed in as tables and are none."""
    start = content[:2_000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"%pdf"):
        raise Refused("这是 PDF 文件，读不出表格，请找到原来的 Excel 文件。")
    if start.startswith(b"<") and (b"<html" in start or b"<table" in start or b"<?xml" in start):
        raise Refused(
            "这是网页改名的表格，不是真正的 Excel 文件。"
            "请用 Excel 或 WPS 打开，另存为 xlsx 再导入。"
        )
