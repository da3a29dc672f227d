"""What is written down about a bug: places in the program, never what the office's records hold."""

import platform
import re
import traceback
from collections import deque
from datetime import datetime
from pathlib import Path

_TAIL = 40  # lines of the log that a report repeats


def write_report(logs: Path, bug: BaseException, *about: str) -> Path:
    """A file that can be sent to whoever maintains the program; `about` it, versions and the like.

    Beside it, in the same folder, lies the window's log, whose last lines are repeated.
    """
    logs.mkdir(parents=True, exist_ok=True)
    now = datetime.now()  # noqa: DTZ005 - the clock on the office's wall
    file = logs / f"error-{now:%Y%m%d-%H%M%S-%f}.txt"
    system = f"{platform.platform()}  Python {platform.python_version()}"
    tail = _tail(logs / "program.log")
    lines = [f"{now:%Y-%m-%d %H:%M:%S}", *about, system, "", describe(bug), "", *tail]
    file.write_text("\n".join(lines), "utf-8")
    return file


def describe(error: BaseException) -> str:
    """Where an error happened and of which kind it is, with its causes, without contents."""
    parts = []
    seen: BaseException | None = error
    while seen is not None:
        frames = traceback.extract_tb(seen.__traceback__)
        places = [f"  {Path(f.filename).name}:{f.lineno} {f.name}" for f in frames]
        said = _without_contents(getattr(seen, "message", None) or str(seen))
        parts.append("\n".join([*places, f"{type(seen).__name__}: {said}"]))
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return "\ncaused by\n".join(parts)


def _without_contents(text: str) -> str:
    """Words of records are Chinese, numbers and addresses; words of programs are not."""
    first = text.partition("\n")[0].partition("[parameters")[0][:300]
    return re.sub(r"[^\x00-\x7f]+|\d{3,}|\S+@\S+", "…", first)


def _tail(file: Path) -> list[str]:
    if not file.exists():
        return []
    with file.open(encoding="utf-8", errors="replace") as lines:
        return [line.rstrip("\n") for line in deque(lines, _TAIL)]
