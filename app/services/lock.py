"""One writer at a time: an operating system's lock on a file that says who holds it.

The system drops the lock when the process ends, however it ends, so that nothing has to be tidied
up after a crash. Who holds it stands in the file as readable JSON; the byte that is locked lies
far behind it, because Windows refuses even to read what is locked.
"""

import json
import os
import platform
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime

from app.errors import Fault, Refused
from app.places import Places
from app.services.durable import told
from app.services.folders import is_remote

_FAR = 1 << 30  # the locked byte


@dataclass(frozen=True, slots=True)
class Holder:
    """Who works with a folder."""

    person: str
    pc: str
    pid: int
    since: str  # local time, ISO to the second

    def __str__(self) -> str:
        at = datetime.fromisoformat(self.since)
        return f"{self.person}（电脑 {self.pc}，{at:%m月%d日 %H:%M} 打开）"


@contextmanager
def hold(places: Places, person: str, *, take_over: bool = False) -> Iterator[None]:
    """Be the one who writes. Refused, with name, PC and time, while somebody else is.

    On a network drive the lock of another PC may be invisible: there the file's word counts, and
    `take_over` is how a person says that the other PC is certainly off.
    """
    places.create()
    try:
        file = os.open(places.lock, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        where = f"不能在文件夹“{places.folder.name}”里写文件"
        raise Fault(where, "请检查文件夹是否只读、是否有写入权限，或把数据移到别处。") from error
    try:
        _take(file, places, take_over=take_over)
        with told("打开数据"):
            _write(file, Holder(person, platform.node(), os.getpid(), _now()))
        try:
            yield
        finally:
            with suppress(OSError):  # the stick is gone: the lock went with it
                _write(file, None)
    finally:
        os.close(file)


def holder(places: Places) -> Holder | None:
    """Who is, or was when the program last crashed, working with the folder."""
    try:
        return Holder(**json.loads(places.lock.read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _take(file: int, places: Places, *, take_over: bool) -> None:
    other = holder(places)
    if not _locked(file):
        who = f"{other}" if other else "另一个窗口"
        raise Refused(f"这份数据正由 {who} 使用。请先关闭那边的双元，再打开。")
    elsewhere = other is not None and other.pc != platform.node()
    if elsewhere and not take_over and is_remote(places.folder):
        raise Refused(
            f"这份数据可能正由 {other} 使用，网络文件夹上无法确认。"
            "请先关闭那台电脑上的双元；确认它已关机后，可选择“仍然打开”。"
        )


def _write(file: int, by: Holder | None) -> None:
    content = json.dumps(asdict(by), ensure_ascii=False).encode() if by else b""
    os.ftruncate(file, 0)
    os.lseek(file, 0, os.SEEK_SET)
    os.write(file, content)
    os.fsync(file)


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")


if sys.platform == "win32":  # pragma: no cover - the other system's branch
    import msvcrt

    def _locked(file: int) -> bool:
        os.lseek(file, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _locked(file: int) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            raise Fault(
                "这个文件夹所在的磁盘不支持加锁", "请把数据放到本机硬盘上再使用。"
            ) from error
        return True
