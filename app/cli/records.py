"""Commands about records: the sample college, counts, in, out, search."""

import argparse
from datetime import date
from typing import Any

from app.cli.answer import DONE, REFUSED, Answer, WrongUse, columns
from app.cli.bookings import TIMETABLE, timetable
from app.cli.desk import at_work, kind_named
from app.models import KINDS, Record
from app.services.exchange.exporter import export
from app.services.exchange.importing import import_file
from app.services.mask import Profile
from app.services.office import Office
from app.services.sample import fill
from app.services.search import search as search_everywhere

_TABLES = (".xlsx", ".csv")
_SHOWN = 20  # refused rows that are told in words; JSON and the workbook have them all


def demo(wanted: argparse.Namespace) -> Answer:
    """The sample college in an empty folder."""
    with at_work(wanted.places, new=True) as office:
        fill(office, date.today())  # noqa: DTZ011 - the office's own calendar day
        counted = _counted(office)
    told = "已载入示例学院（全部为虚构的演示数据）："
    parts = [f"{each['label']} {each['count']}" for each in counted if each["count"]]
    return Answer(counted, f"{told}{'，'.join(parts)}。")


def kinds(wanted: argparse.Namespace) -> Answer:
    """Kinds of record with their labels and counts."""
    with at_work(wanted.places, new=True) as office:
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
    if wanted.kind == TIMETABLE:
        return timetable(wanted)
    kind = kind_named(wanted.kind)
    with at_work(wanted.places, new=True) as office:
        result = import_file(
            office,
            kind,
            wanted.file,
            sheet=wanted.sheet,
            dry_run=wanted.dry_run,
            rejected=wanted.rejected,
            create_partners=wanted.create_partners,
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
    kind = kind_named(wanted.kind)
    if wanted.out.suffix.lower() not in _TABLES:
        raise WrongUse(f"导出的文件名要以 {' 或 '.join(_TABLES)} 结尾。")
    with at_work(wanted.places) as office:
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
    with at_work(wanted.places) as office:
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
