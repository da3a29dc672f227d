"""One function per command: opens the office, asks a service, words the result.

A new command: its arguments in `arguments`, a function here, its line in `COMMANDS`.
"""

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from app.cli.answer import DONE, REFUSED, Answer, WrongUse, columns
from app.errors import Refused
from app.models import KIND_OF_TABLE, KINDS, Record
from app.places import Places
from app.services.exchange.exporter import export
from app.services.exchange.importing import import_file
from app.services.mask import Profile
from app.services.office import Office
from app.services.opening import open_for_work
from app.services.sample import fill
from app.services.search import search as search_everywhere

_TABLES = (".xlsx", ".csv")
_SHOWN = 20  # refused rows that are told in words; JSON and the workbook have them all


@contextmanager
def _office(places: Places, *, must_exist: bool = False) -> Iterator[Office]:
    """The office, with what must be said about its folder said to stderr."""
    if must_exist and not places.database.exists():
        raise Refused(f"“{places.folder}”里没有双元的数据，请检查 --data 后面的文件夹。")
    with open_for_work(places) as office:
        for remark in office.remarks:
            print(f"提示：{remark}", file=sys.stderr)
        yield office


def _kind(name: str) -> type[Record]:
    kind = KIND_OF_TABLE.get(name)
    if kind not in KINDS:
        known = "、".join(f"{each.__tablename__} {each.about.label}" for each in KINDS)
        raise WrongUse(f"没有“{name}”这一类记录。可用的有：{known}。")
    return kind


def demo(wanted: argparse.Namespace) -> Answer:
    """The sample college in an empty folder."""
    with _office(wanted.places) as office:
        fill(office, date.today())  # noqa: DTZ011 - the office's own calendar day
        counted = _counted(office)
    told = "已载入示例学院（全部为虚构的演示数据）："
    parts = [f"{each['label']} {each['count']}" for each in counted if each["count"]]
    return Answer(counted, f"{told}{'，'.join(parts)}。")


def kinds(wanted: argparse.Namespace) -> Answer:
    """Kinds of record with their labels and counts."""
    with _office(wanted.places) as office:
        counted = _counted(office)
    return Answer(
        counted,
        columns((each["kind"], each["label"], str(each["count"])) for each in counted),
    )


def _counted(office: Office) -> list[dict[str, Any]]:
    return [
        {"kind": kind.__tablename__, "label": kind.about.label, "count": office.of(kind).count()}
        for kind in KINDS
    ]


def bring(wanted: argparse.Namespace) -> Answer:
    """The import of one file."""
    kind = _kind(wanted.kind)
    with _office(wanted.places) as office:
        result = import_file(
            office,
            kind,
            wanted.file,
            sheet=wanted.sheet,
            dry_run=wanted.dry_run,
            rejected=wanted.rejected,
        )
    taken = result["new"] + result["changed"] + result["same"]
    return Answer(result, _imported(wanted, kind, result), DONE if taken else REFUSED)


def _imported(wanted: argparse.Namespace, kind: type[Record], result: dict[str, Any]) -> str:
    refused = {each["row"] for each in result["refused"]}
    lines = [
        f"{'试导入（没有写入）' if wanted.dry_run else '导入'}{kind.about.label}："
        f"工作表“{result['sheet']}”共 {result['rows']} 行，"
        f"新增 {result['new']}，更改 {result['changed']}，相同 {result['same']}，"
        f"退回 {len(refused)}。"
    ]
    lines += _rows_told("退回", result["refused"])
    lines += _rows_told("提醒", result["warnings"])
    if refused and wanted.rejected:
        lines.append(f"退回的行和原因已写入 {wanted.rejected}。")
    return "\n".join(lines)


def _rows_told(what: str, problems: list[dict[str, Any]]) -> list[str]:
    told = [
        f"  {what}：第 {each['row']} 行 {each['field']}：{each['reason']}"
        for each in problems[:_SHOWN]
    ]
    more = len(problems) - len(told)
    return (
        [*told, f"  …… 另有 {more} 条{what}，用 --json 或 --rejected 查看全部。"] if more else told
    )


def take(wanted: argparse.Namespace) -> Answer:
    """The export of one kind."""
    kind = _kind(wanted.kind)
    if wanted.out.suffix.lower() not in _TABLES:
        raise WrongUse(f"导出的文件名要以 {' 或 '.join(_TABLES)} 结尾。")
    with _office(wanted.places, must_exist=True) as office:
        written = export(office, kind, wanted.out, profile=Profile[wanted.profile.upper()])
    data = {
        "kind": kind.__tablename__,
        "out": str(wanted.out),
        "profile": wanted.profile,
        "rows": written.rows,
        "cut": written.cut,
    }
    told = f"已导出 {written.rows} {kind.about.counter}{kind.about.label}：{wanted.out}"
    cut = f"\n{written.cut} 格文字太长，Excel 放不下，已截断。" if written.cut else ""
    return Answer(data, told + cut)


def search(wanted: argparse.Namespace) -> Answer:
    """What is found across all kinds."""
    text = " ".join(wanted.text)
    with _office(wanted.places, must_exist=True) as office:
        hits = search_everywhere(office, text)
    data = [
        {
            "kind": hit.kind.__tablename__,
            "id": str(hit.id),
            "title": hit.title,
            "field": hit.field,
            "text": hit.text,
        }
        for hit in hits
    ]
    lines = [(hit.kind.about.label, hit.title, f"{hit.field}：{hit.text}") for hit in hits]
    return Answer(data, columns(lines) if lines else f"没有找到“{text}”。")


COMMANDS: dict[str, Callable[[argparse.Namespace], Answer]] = {
    "demo": demo,
    "kinds": kinds,
    "import": bring,
    "export": take,
    "search": search,
}
