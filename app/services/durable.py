"""Files that are there whole or not at all, also after a power cut."""

import errno
import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

from app.errors import Fault

_DRAFT = ".tandem-draft-"
_BLOCK = 1024 * 1024
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextmanager
def told(what: str) -> Iterator[None]:
    """Turn what the system says about a file into what a person can act on."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise Fault("磁盘空间不足", f"{what}没有完成。请清理磁盘后重试。") from error
        if isinstance(error, PermissionError) or error.errno == errno.EROFS:
            advice = "请检查文件夹是否只读、是否有写入权限。"
            raise Fault(f"{what}没有完成：没有权限", advice) from error
        if isinstance(error, FileNotFoundError):
            raise Fault(f"{what}没有完成：找不到文件", "请检查 U 盘或文件夹是否还在。") from error
        raise Fault(f"{what}没有完成：读写磁盘时出错", "请检查磁盘或 U 盘是否接好。") from error


def draft_of(path: Path) -> Path:
    """Where this process writes a file before it gets its name."""
    return path.with_name(f"{_DRAFT}{os.getpid()}-{path.name}")


def copied(source: Path, target: Path) -> str:
    """Copy bytes to a draft that nobody takes for the real thing; its SHA-256."""
    digest = hashlib.sha256()
    with source.open("rb") as taken, target.open("wb") as given:
        while block := taken.read(_BLOCK):
            digest.update(block)
            given.write(block)
        given.flush()
        os.fsync(given.fileno())
    return digest.hexdigest()


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def publish(draft: Path, path: Path) -> None:
    """Give a finished draft its name; what had the name before is replaced in one step."""
    with draft.open("rb+") as file:
        os.fsync(file.fileno())
    draft.replace(path)
    flush_folder(path.parent)


def write_text(path: Path, content: str) -> None:
    """A small file, all or nothing."""
    draft = draft_of(path)
    draft.write_text(content, "utf-8")
    publish(draft, path)


def flush_folder(folder: Path) -> None:
    """Make names last that were just given; Windows does that by itself."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # some file systems cannot, and need not
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sweep(folder: Path, age: timedelta = timedelta(hours=1)) -> None:
    """Take away drafts that a crash left behind; younger ones may be another process's."""
    for draft in folder.glob(f"{_DRAFT}*"):
        with suppress(OSError):
            if time.time() - draft.stat().st_mtime >= age.total_seconds():
                draft.unlink()
