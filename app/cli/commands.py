"""One function per command: opens the office, asks a service, words the result.

A new command: its arguments in `arguments`, a function here, its line in `COMMANDS`.
"""

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from app.cli.answer import DONE, FAULT, REFUSED, Answer, WrongUse, columns
from app.errors import Refused
from app.models import KIND_OF_TABLE, KINDS, Record
from app.places import Places
from app.services.backup import Backups
from app.services.check import check_folder
from app.services.exchange.exporter import export
from app.services.exchange.importing import import_file
from app.services.lock import hold
from app.services.mask import Profile
from app.services.office import Office, signature
from app.services.opening import open_for_work
from app.services.restore import restore
from app.services.sample import fill
from app.services.search import search as search_everywhere
from app.settings import load

_TABLES = (".xlsx", ".csv")
_SHOWN = 20  # refused rows that are told in words; JSON and the workbook have them all


@contextmanager
def _office(places: Places, *, must_exist: bool = False) -> Iterator[Office]:
    """The office, with what must be said about its folder said to stderr."""
    if must_exist:
        _must_exist(places)
    with open_for_work(places) as office:
        _remark(*office.remarks)
        yield office


def _must_exist(places: Places) -> None:
    if not places.database.exists():
        raise Refused(f"“{places.folder}”里没有双元的数据，请检查 --data 后面的文件夹。")


def _remark(*sentences: str) -> None:
    for sentence in filter(None, sentences):
        print(f"提示：{sentence}", file=sys.stderr)


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


def backup(wanted: argparse.Namespace) -> Answer:
    """A verified copy. It may be made while the window is open."""
    _must_exist(wanted.places)
    backups = Backups(wanted.places)
    made = backups.make() if wanted.out is None else backups.export(wanted.out)
    data = {
        "out": str(made.path),
        "at": made.at.isoformat(),
        "size": made.size,
        "sha256": made.sha256,
    }
    _remark(backups.trouble)
    return Answer(data, f"已备份并验证：{made.path}（{made.size / 1_048_576:.1f} MB）")


def bring_back(wanted: argparse.Namespace) -> Answer:
    """A backup in the place of the present data, which is kept aside."""
    places = wanted.places
    person = signature(load(places.settings))
    with hold(places, person):
        restored = restore(places, wanted.file, person)
    aside = restored.kept_aside
    data = {
        "file": str(wanted.file),
        "kept_aside": str(aside) if aside else None,
        "problems": list(restored.problems),
        "lost_attachments": restored.lost_attachments,
    }
    lines = [f"已恢复：{wanted.file}"]
    lines += [f"原来的数据另存在：{aside}"] if aside else []
    lines += [f"有 {restored.lost_attachments} 个附件找不到了。"] * bool(restored.lost_attachments)
    return Answer(data, "\n".join([*lines, *restored.problems]))


def check(wanted: argparse.Namespace) -> Answer:
    """The check-up of file, log, attachments and backups."""
    _must_exist(wanted.places)
    found = check_folder(wanted.places)
    _remark(*found.hints)
    words = "\n".join(found.problems) or "检查完成，数据完好。"
    data = {"ok": found.ok, "problems": list(found.problems)}
    return Answer(data, words, DONE if found.ok else FAULT)


COMMANDS: dict[str, Callable[[argparse.Namespace], Answer]] = {
    "demo": demo,
    "kinds": kinds,
    "import": bring,
    "export": take,
    "search": search,
    "backup": backup,
    "restore": bring_back,
    "check": check,
}
