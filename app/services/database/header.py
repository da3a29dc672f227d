"""Looking at a data file's first 100 bytes before any database library touches it."""

from dataclasses import dataclass
from pathlib import Path

from app.errors import Damaged, Fault
from app.services.database.chain import SCHEMA
from app.services.database.engine import APPLICATION_ID

_MAGIC = b"SQLite format 3\x00"
_RESTORE = "请在“数据与设置”里恢复最近一份已验证的备份。"


@dataclass(frozen=True, slots=True)
class Header:
    """What the header says of a file that is ours."""

    version: int  # schema
    size: int  # bytes


def inspect_file(path: Path) -> Header | None:
    """The header; None if there is no file yet. Fault if it is damaged, foreign or newer.

    Never for a file that this process has open: closing it again would drop SQLite's locks.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(100)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Fault("打不开数据文件", "请检查文件夹的权限，或 U 盘是否接好。") from error
    if size == 0:
        return None
    if len(head) < 100 or not head.startswith(_MAGIC):
        raise Damaged("数据文件的开头已损坏，或不是双元的数据文件", _RESTORE)
    page = int.from_bytes(head[16:18], "big")
    pages = int.from_bytes(head[28:32], "big")
    if pages * (65536 if page == 1 else page) > size:
        raise Damaged("数据文件不完整，后面一截不见了", _RESTORE)
    if int.from_bytes(head[68:72], "big") != APPLICATION_ID:
        raise Fault("这不是双元的数据文件", "请检查打开的文件夹是否正确。")
    version = int.from_bytes(head[60:64], "big")
    if version > SCHEMA:
        raise Fault("这份数据来自更新的程序版本", "请安装最新版本后再打开。数据没有改动。")
    return Header(version, size)
