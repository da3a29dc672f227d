"""Commands about bookings: the timetable of training rooms."""

import argparse
from typing import Any

from app.cli.answer import DONE, REFUSED, Answer
from app.cli.desk import at_work
from app.services.exchange.timetable_writing import import_timetable

TIMETABLE = "timetable"  # not a kind of record: its rows become bookings with every date
_SHOWN = 20
_MADE_BY_MANY = ("行政班", "教师")  # a first timetable brings hundreds of them
_WHAT = {
    "room": "实训室已被占用，没有排入",
    "teacher": "教师同时在别处",
    "class": "班级同时在别处",
    "seats": "工位不够",
}


def timetable(wanted: argparse.Namespace) -> Answer:
    """The import of one term's timetable."""
    with at_work(wanted.places, new=True) as office:
        result = import_timetable(
            office,
            wanted.file,
            sheet=wanted.sheet,
            dry_run=wanted.dry_run,
            rejected=wanted.rejected,
        )
    taken = result["new"] + result["changed"] + result["same"]
    told = _told(result, dry_run=wanted.dry_run)
    if wanted.rejected and result["returned"]:
        told += f"\n退回和待排的行、原因和可改到的实训室已写入 {wanted.rejected}。"
    return Answer(result, told, DONE if taken else REFUSED)


def _told(result: dict[str, Any], *, dry_run: bool) -> str:
    open_rows = sum(each["what"] == "room" for each in result["clashes"])
    refused = {each["row"] for each in result["refused"]}
    lines = [
        f"{'试导入（没有写入）' if dry_run else '导入'}实训课表 {result['term']}："
        f"工作表“{result['sheet']}”共 {result['rows']} 行，新增 {result['new']}，"
        f"更改 {result['changed']}，相同 {result['same']}，待排 {open_rows}，退回 {len(refused)}。"
    ]
    clashes = [(each["what"], f"  冲突：{_clash(each)}") for each in result["clashes"]]
    told = [words for what, words in clashes if what == "room"]
    told += [f"  退回：第 {e['row']} 行 {e['field']}：{e['reason']}" for e in result["refused"]]
    told += [f"  提醒：{each}" for each in result["made"] if not each.startswith(_MADE_BY_MANY)]
    told += [f"  提醒：第 {e['row']} 行 {e['field']}：{e['reason']}" for e in result["warnings"]]
    told += [words for what, words in clashes if what != "room"]
    told += [f"  课表里已没有：{title}（保留未动）" for title in result["missing"]]
    more = len(told) - _SHOWN
    return "\n".join(
        [
            *lines,
            *told[:_SHOWN],
            *([f"  …… 另有 {more} 条，用 --json 或 --rejected 查看全部。"] if more > 0 else []),
        ]
    )


def _clash(each: dict[str, Any]) -> str:
    told = f"第 {each['row']} 行{_WHAT[each['what']]}（{each['slots']} 节）"
    others = [f"第 {row} 行" for row in each["with_rows"]] + [f"“{one}”" for one in each["with"]]
    if others:
        told += f"，与{'、'.join(others)}"
    return f"{told}；可改到 {'、'.join(each['proposals'])}" if each["proposals"] else told
