"""What may be typed behind the program's name, and the Chinese that explains it."""

import argparse
import re
import sys
from collections.abc import Iterable, Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import Any, NoReturn

from app import __version__
from app.places import Places, default_folder

PROFILES = ("public", "alliance", "internal", "full")
WRONG_USE = 2

# What argparse says in English, and what we say instead.
_TOLD = (
    (r"the following arguments are required: (.+)", r"还缺少：\1"),
    (r"unrecognized arguments: (.+)", r"不认识：\1"),
    (
        r"argument (.+?): invalid choice: '?(.*?)'? \(choose from (.+)\)",
        r"\1 不能是“\2”，只能是：\3",
    ),
    (r"argument (.+?): expected (?:one|at least one) argument", r"\1 后面要写内容"),
    (r"argument (.+?): ignored explicit argument .+", r"\1 后面不写内容"),
)
_EXAMPLES = """\
例子：
  %(prog)s                                     打开窗口
  %(prog)s --data D:\\双元 demo                 在空文件夹里建一所示例学院
  %(prog)s import partner 合作企业台账.xlsx --dry-run
  %(prog)s report partner_register --out 合作企业一览表.pdf --xlsx 合作企业一览表.xlsx

退出码：0 完成，1 出错，2 命令写法不对，3 内容不能接受（什么都没有改动）。
"""


class _Words(argparse.RawDescriptionHelpFormatter):
    """Help in Chinese."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)

    def format_help(self) -> str:
        return re.sub(r"^(\S+):$", r"\1：", super().format_help(), flags=re.MULTILINE)


class _Parser(argparse.ArgumentParser):
    """A parser that speaks Chinese, also when it complains."""

    def __init__(self, **options: Any) -> None:
        super().__init__(formatter_class=_Words, add_help=False, allow_abbrev=False, **options)

    def error(self, message: str) -> NoReturn:
        for english, chinese in _TOLD:
            if re.fullmatch(english, message):
                message = re.sub(english, chinese, message).replace("'", "")
                break
        self.exit(WRONG_USE, f"{message}\n{self.format_usage()}")


def read(given: Sequence[str]) -> argparse.Namespace:
    """What is wanted; `command` is None for the window. Ends the program if it makes no sense."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a pipe on Windows is in the local code page
            stream.reconfigure(encoding="utf-8", errors="replace")
    wanted = _parser().parse_args(given)
    wanted.places = Places(wanted.data or default_folder())
    return wanted


def _parser() -> _Parser:
    parser = _Parser(
        description="双元（Tandem）：校企合作管理。不写命令时打开窗口。", epilog=_EXAMPLES
    )
    general = parser.add_argument_group("通用")
    _add_general(general)
    general.add_argument("--version", action="version", version=__version__, help="显示版本号")
    parser.set_defaults(data=None, json=False)
    commands = parser.add_subparsers(title="命令", dest="command", metavar="命令")
    _add_records(commands)
    _add_reports(commands)
    _add_rules(commands)
    _add_safety(commands)
    return parser


def _add_general(group: Any) -> None:
    """Options that may stand before and behind the command; what is said last counts."""
    unsaid = argparse.SUPPRESS
    group.add_argument("--data", type=Path, metavar="DIR", default=unsaid, help="数据所在的文件夹")
    group.add_argument("--json", action="store_true", default=unsaid, help="结果输出为 JSON")
    group.add_argument("-h", "--help", action="help", help="显示这份说明")


def _command(commands: Any, name: str, told: str) -> Any:
    command = commands.add_parser(name, help=told, description=f"{told}。")
    _add_general(command.add_argument_group("通用"))
    return command.add_argument_group("参数")


def _add_records(commands: Any) -> None:
    _command(commands, "demo", "在空文件夹里建一所示例学院")
    _command(commands, "kinds", "列出各类记录和条数")
    bring = _command(commands, "import", "从 Excel 或 CSV 导入一类记录")
    bring.add_argument(
        "kind",
        metavar="KIND",
        help="哪一类，用英文名，如 partner（见 kinds）；timetable 为实训课表",
    )
    bring.add_argument("file", metavar="FILE", type=Path, help="xlsx、xls 或 csv 文件")
    bring.add_argument("--sheet", metavar="S", help="工作表名称，不写则自动查找")
    bring.add_argument("--dry-run", action="store_true", help="只检查，不写入")
    bring.add_argument(
        "--rejected", metavar="OUT.xlsx", type=Path, help="把退回的行和原因写进这个文件"
    )
    bring.add_argument(
        "--create-partners",
        action="store_true",
        help="企业库里没有的企业，一并建立为“洽谈中”（如教师企业实践表里的企业）",
    )
    take = _command(commands, "export", "把一类记录导出为 Excel 或 CSV")
    take.add_argument("kind", metavar="KIND", help="哪一类，用英文名")
    take.add_argument("out", metavar="OUT", type=Path, help="写到哪里：.xlsx 或 .csv")
    take.add_argument(
        "--profile",
        choices=PROFILES,
        default=PROFILES[2],
        help="给谁看，决定哪些个人信息遮盖：public 公开，alliance 联盟，internal 校内，full 完整",
    )
    find = _command(commands, "search", "按汉字、拼音或首字母查找")
    find.add_argument("text", metavar="TEXT", nargs="+", help="要找的内容，可写多个词")


def _add_reports(commands: Any) -> None:
    report = _command(commands, "report", "列出报表，或生成一份报表")
    report.add_argument("id", metavar="ID", nargs="?", help="报表的英文名；不写则列出全部报表")
    report.add_argument("--out", metavar="X.pdf", type=Path, help="PDF 写到哪里")
    report.add_argument("--xlsx", metavar="X.xlsx", type=Path, help="同样内容的 Excel 写到哪里")
    report.add_argument(
        "--set",
        metavar="KEY=VALUE",
        nargs="+",
        action="extend",
        default=[],
        help="报表选项，如 as_of=2026-9-1；可写多个",
    )


def _add_rules(commands: Any) -> None:
    judge = _command(commands, "judge", "按实习规则检查，列出问题和因缺少数据不能判断的")
    judge.add_argument("--batch", metavar="NAME", help="只查这个实习批次；不写则查全部")
    judge.add_argument("--date", metavar="D", help="按哪一天检查，不写则为今天")


def _add_safety(commands: Any) -> None:
    backup = _command(commands, "backup", "备份并验证")
    backup.add_argument(
        "out", metavar="OUT", type=Path, nargs="?", help="备份到哪里，不写则放进备份文件夹"
    )
    restore = _command(commands, "restore", "用备份恢复数据，先给现有数据留一份")
    restore.add_argument("file", metavar="FILE", type=Path, help="备份文件")
    _command(commands, "check", "检查数据是否完好")
