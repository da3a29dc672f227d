"""Runs a command: its result to stdout, everything else to stderr, an exit code."""

import argparse
import errno
import sys
from contextlib import suppress
from pathlib import Path

from app import __version__
from app.cli.answer import FAULT, REFUSED, WRONG_USE, Answer, WrongUse, say
from app.errors import Fault, UserError
from app.places import Places
from app.services.bug_report import write_report

INTERRUPTED = 130


def run(wanted: argparse.Namespace) -> int:
    """Do what is wanted; nobody ever sees a traceback."""
    try:
        # Here, because it takes a moment in which a person may already press Ctrl+C.
        from app.cli.commands import COMMANDS  # noqa: PLC0415

        answer = COMMANDS[wanted.command](wanted)
    except KeyboardInterrupt:
        return _tell(INTERRUPTED, "已停止。")
    except Exception as error:  # noqa: BLE001 - the last stop before the person
        return _tell(*_explain(wanted.places, error))
    return _print(answer, as_json=wanted.json)


def _explain(places: Places, error: Exception) -> tuple[int, str, str]:
    """Exit code, what happened, and what to do about it."""
    match error:
        case WrongUse():
            return WRONG_USE, error.message, ""
        case UserError():
            return REFUSED, error.message, ""
        case Fault():
            return FAULT, error.message, error.advice
        case OSError():
            what = f"“{Path(error.filename).name}”" if error.filename else "文件"
            told = f"读写{what}时出错（系统代码 {error.errno}）"
            return FAULT, told, "请检查位置、权限和磁盘空间。"
        case _:
            return FAULT, "对不起，程序出错了，数据没有受影响。", _report(places, error)


def _print(answer: Answer, *, as_json: bool) -> int:
    try:
        print(answer.shown(as_json=as_json), flush=True)
    except OSError as error:
        with suppress(OSError):
            sys.stdout.close()  # or Python tries once more at its end, and complains
        if error.errno not in (errno.EPIPE, errno.EINVAL):  # Windows calls a closed pipe invalid
            return _tell(FAULT, "已完成，但结果写不出来，请检查输出位置和磁盘空间。")
    return answer.code  # a reader that leaves early has seen enough


def _tell(code: int, *sentences: str) -> int:
    say(*sentences)
    return code


def _report(places: Places, bug: Exception) -> str:
    try:
        file = write_report(places.logs, bug, f"program {__version__}", f"command {sys.argv[1:2]}")
    except OSError:
        return ""
    return f"报告（不含业务数据）：{file}"
