"""Files written all or nothing: what was there before stays until the new one is complete."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from app.errors import Fault


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A draft beside the file to write to; it takes the file's place if nothing goes wrong."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield draft
        draft.replace(path)
    except OSError as error:
        raise _fault(path, error) from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def _fault(path: Path, error: OSError) -> Fault:
    if isinstance(error, FileNotFoundError):
        return Fault(f"文件夹“{path.parent.name}”不存在", "请换一个位置保存。")
    if isinstance(error, PermissionError):
        advice = "文件可能正被别的程序打开，请关闭后重试，或换一个文件名。"
        return Fault(f"无法写入“{path.name}”", advice)
    return Fault(f"写入“{path.name}”失败：{error.strerror or error}", "请检查磁盘空间后重试。")
