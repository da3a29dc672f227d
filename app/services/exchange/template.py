"""A blank workbook to be filled in: drop-downs for choices, help on every head, an example."""

from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from app.models import KIND_OF_TABLE, Record
from app.models.fields import Field
from app.models.values import PartialDate
from app.services.exchange.beside import import_fields
from app.services.exchange.exporter import head
from app.services.spreadsheet import OPTIONS, print_on
from app.services.writing import replacing

_ROWS = 1_000  # that drop-downs and formats reach
_MOST_LISTED = 255  # characters of a drop-down; Excel refuses the file beyond


def write_template(kind: type[Record], path: Path) -> None:
    """A sheet to fill in, and one that explains every column with an example."""
    from xlsxwriter import Workbook  # noqa: PLC0415 - only when a template is wanted

    fields = [each for each in import_fields(kind) if not each.fixed]
    with replacing(path) as draft:
        book = Workbook(str(draft), OPTIONS)
        try:
            _form(book, kind, fields)
            _explanations(book, kind, fields)
        finally:
            book.close()


def _form(book: Any, kind: type[Record], fields: Sequence[Field]) -> None:
    sheet = book.add_worksheet(kind.about.label[:31])
    text = book.add_format({"num_format": "@", "valign": "vcenter"})
    day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "vcenter"})
    number = book.add_format({"valign": "vcenter"})
    base = {"bold": True, "align": "center", "valign": "vcenter", "text_wrap": True, "border": 1}
    needed = book.add_format(base | {"bg_color": "#FCE4D6"})
    other = book.add_format(base | {"bg_color": "#E8ECF1"})
    for at, each in enumerate(fields):
        style = day if each.type is date else number if each.numeric else text
        sheet.set_column(at, at, min(2 * each.width + 4, 60), style)
        sheet.write_string(0, at, head(each), needed if _needed(each) else other)
        sheet.write_comment(0, at, how(each), {"author": "双元", "x_scale": 1.8})
        options = [str(member) for member in choices(each)]
        if options and not each.many and len(",".join(options)) <= _MOST_LISTED:
            sheet.data_validation(
                1, at, _ROWS, at, {"validate": "list", "source": options, "ignore_blank": True}
            )
    sheet.set_row(0, 32)
    sheet.freeze_panes(1, 1)
    print_on(sheet, landscape=True)


def _explanations(book: Any, kind: type[Record], fields: Sequence[Field]) -> None:
    sheet = book.add_worksheet("填写说明与示例")
    cells = {"text_wrap": True, "valign": "vcenter", "border": 1, "border_color": "#C8CDD4"}
    plain = book.add_format(cells | {"num_format": "@"})
    bold = book.add_format(cells | {"bold": True, "bg_color": "#E8ECF1", "align": "center"})
    for at, (title, width) in enumerate(
        (("栏目", 22), ("要求", 8), ("怎样填写", 64), ("示例", 34))
    ):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, title, bold)
    for row, each in enumerate(fields, 1):
        told = (head(each), "必填" if _needed(each) else "选填", how(each), example(kind, each))
        for at, value in enumerate(told):
            sheet.write_string(row, at, value, plain)
    sheet.set_row(0, 24)
    sheet.freeze_panes(1, 0)
    print_on(sheet, landscape=True)


def _needed(described: Field) -> bool:
    return described.required and not described.number and described.default is None


def choices(described: Field) -> Sequence[Any]:
    """What a drop-down offers: members of a choice, yes and no."""
    return ("是", "否") if described.type is bool else described.choices()


def how(described: Field) -> str:
    """How to fill a column in, in a sentence or two."""
    told = [described.help]
    if described.target:
        label = KIND_OF_TABLE[described.target].about.label
        several = "，多个用顿号隔开" if described.many else ""
        told.append(f"写{label}的名称或代码{several}。")
    elif options := choices(described):
        several = "可填多个，用顿号隔开：" if described.many else "只能是："
        told.append(f"{several}{'、'.join(map(str, options))}。")
    elif described.type in _TIMES:
        told.append(_TIMES[described.type])
    elif described.unit:
        told.append(f"数字，单位：{described.unit}。")
    elif described.identifier:
        told.append("按文本填写，不要存成数字。")
    return "".join(each for each in told if each) or "文字。"


_TIMES: dict[type, str] = {
    date: "写到日，如 2026-3-1 或 2026年3月1日。",
    datetime: "写到分，如 2026-3-1 17:00。",
    time: "几点几分，如 8:20。",
    PartialDate: "可写到日、月或年，如 2026-3-1、2026年3月、2026。",
}
_COMPANY = "成都示例蓉驰汽车零部件有限公司"
_TITLES = {
    "partner": _COMPANY,
    "programme": "数控技术",
    "department": "智能制造学院",
    "campus": "本部",
    "agreement": "校企合作框架协议",
    "post": "数控车铣操作员",
    "contribution": "六轴工业机器人工作站",
    "obligation": "接收学生岗位实习",
}
_CHECKED = {
    "credit_code": "91510112000000019P",
    "programme_code": "460103",
    "industry_code": "C3670",
    "region_code": "510112",
    "phone": "13800000001",
    "email": "lianxi@example.com",
    "person_name": "田海棠",
}


def example(kind: type[Record], described: Field) -> str:
    """Something that could stand there; invented."""
    if described.choices():
        return str(described.choices()[0])
    if described.target:
        return _TITLES.get(described.target, "")
    by_type = {
        date: "2026-3-1",
        datetime: "2026-3-1 17:00",
        time: "8:20",
        PartialDate: "2019年9月",
        int: "285",
        Decimal: "800",
        bool: "是",
    }
    if described.type in by_type:
        return by_type[described.type]
    if described.check is not None:
        return _CHECKED.get(described.check.__name__, "")
    return _TITLES.get(kind.__tablename__, "") if described.key == kind.about.title else ""
