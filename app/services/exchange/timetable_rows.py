"""A timetable workbook read row by row: values and names, nothing looked up, nothing decided."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.errors import Problem, Refused
from app.models.calendar import Weekday
from app.models.fields import Options, option
from app.models.teaching_time import Pattern, Periods, Weeks, parse_weekday
from app.models.values import not_negative, person_name, read_count
from app.services.exchange.cells import Book, Cell, Sheet, shown
from app.services.exchange.layout import Layout
from app.services.exchange.mapping import Memory, propose, read_of_several
from app.services.exchange.rejected import REASON, ROW

_MONDAY = re.compile(r"第\s*[1一]\s*周\s*(?:星期一|周一)?\s*[::]\s*(\d{4})\D(\d{1,2})\D(\d{1,2})")
_YEAR = re.compile(r"(\d{4})\s*[-—–]\s*(\d{4})\s*学年\s*第?\s*([一二12])\s*学期")


@dataclass(frozen=True, slots=True)
class Columns(Options):
    """What a timetable says of each lesson."""

    title: str = option("课程", "", synonyms=("课程名称", "课程名", "课程或项目名称", "实训项目"))
    class_name: str = option("班级", "", synonyms=("教学班", "行政班", "班级名称", "上课班级"))
    heads: int | None = option("人数", None, synonyms=("学生人数",))
    teacher: str = option("任课教师", "", synonyms=("教师", "指导教师", "任课老师", "授课教师"))
    weeks: str = option("周次", "", synonyms=("起止周", "教学周", "上课周次"))
    weekday: str = option("星期", "", synonyms=("周几", "上课星期"))
    periods: str = option("节次", "", synonyms=("上课节次", "节"))
    room: str = option("实训室", "", synonyms=("实训室号", "地点", "场地", "教室", "上课地点"))


_SPANS = {"weeks": "周次", "periods": "节次"}  # 3-4 is the fourth of March to a spreadsheet
_NEEDED = ("title", "weeks", "weekday", "periods", "room")


@dataclass(slots=True)
class Row:
    """One lesson as the workbook has it. `number` counts as Excel does."""

    number: int
    texts: dict[str, str]
    pattern: Pattern | None = None
    heads: int | None = None
    source: str = ""  # what tells it from other rows, also in a later edition
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Ledger:
    """A whole timetable: its rows, and what its titles say of the term."""

    name: str
    cells: Sheet
    layout: Layout
    at: Mapping[str, int]  # in which column each thing stands
    rows: tuple[Row, ...]
    code: str = ""  # 2025-2026-1, if the title says so
    monday: date | None = None

    @property
    def sheet(self) -> str:
        """Its name."""
        return self.cells.name

    @property
    def part(self) -> bool:
        """Whether it is a workbook of returned rows, and not a whole timetable."""
        return {REASON, ROW} <= set(self.layout.heads)

    @property
    def titles(self) -> tuple[str, ...]:
        """What stands above the heads, a line each: it names the term."""
        lines = (
            " ".join(text for cell in row if (text := shown(cell, 200).strip()))
            for row in self.cells.rows[: self.layout.head]
        )
        return tuple(line for line in lines if line)


def read_ledger(book: Book, memory: Memory, sheet: str = "") -> Ledger:
    """The timetable in a workbook. Refused if there is none."""
    if sheet and sheet not in [each.name for each in book.sheets]:
        names = "、".join(each.name for each in book.sheets)
        raise Refused(f"文件里没有工作表“{sheet}”，只有：{names}。")
    if not any(each.rows for each in book.sheets):
        raise Refused("文件里没有内容。")
    mapping, layout = propose(book, Columns.fields(), memory, sheet)
    at = {key: column for column, key in mapping.columns.items() if key}
    labels = {each.key: each.label for each in Columns.fields()}
    if lacking := [labels[key] for key in _NEEDED if key not in at]:
        raise Refused(f"没有找到课表的表头，还缺少：{'、'.join(lacking)}。")
    found = book.sheet(mapping.sheet)
    code, monday = _term(found, layout)
    rows = tuple(_rows(found, layout, at))
    if rows:
        rows[0].warnings += [Problem("表头", told) for told in read_of_several(layout, mapping)]
    return Ledger(book.name, found, layout, at, rows, code, monday)


def _term(sheet: Sheet, layout: Layout) -> tuple[str, date | None]:
    text = " ".join(shown(cell, 200) for row in sheet.rows[: layout.head] for cell in row)
    year, monday = _YEAR.search(text), _MONDAY.search(text.replace("：", ":"))
    code = f"{year[1]}-{year[2]}-{1 if year[3] in '一1' else 2}" if year else ""
    try:
        return code, date(*(int(part) for part in monday.groups())) if monday else None
    except ValueError:
        raise Refused("标题里“第1周星期一”后面的日期不对，请改正后再导入。") from None


def _rows(sheet: Sheet, layout: Layout, at: dict[str, int]) -> Iterator[Row]:
    seen: dict[str, int] = {}
    for number in layout.rows:
        cells = sheet.rows[number]
        texts = {key: _text(cells, column) for key, column in at.items()}
        row = Row(number + 1, texts)
        for key, label in _SPANS.items():
            cell = cells[at[key]] if at[key] < len(cells) else ""
            if isinstance(cell, date):
                texts[key] = f"{cell.month}-{cell.day}"
                told = f"Excel 把 {texts[key]} 变成了日期，已按 {texts[key]} 读，请核对"
                row.warnings.append(Problem(label, told))
        _read(row)
        about = "|".join(texts.get(key, "") for key in ("title", "class_name"))
        about += f"|{row.pattern.weekday}|{row.pattern.periods.first}" if row.pattern else ""
        about = about[:170]
        seen[about] = seen.get(about, 0) + 1
        row.source = f"{about}#{seen[about]}"
        yield row


def _text(cells: Sequence[Cell], column: int) -> str:
    return shown(cells[column], 200).strip() if column < len(cells) else ""


def _read(row: Row) -> None:
    labels = {each.key: each.label for each in Columns.fields()}
    for key in _NEEDED:
        if not row.texts.get(key):
            row.problems.append(Problem(labels[key], f"请填写{labels[key]}"))
    weeks = _part(row, "周次", Weeks.parse, row.texts.get("weeks", ""))
    weekday = _part(row, "星期", parse_weekday, row.texts.get("weekday", ""))
    periods = _part(row, "节次", Periods.parse, row.texts.get("periods", ""))
    if weeks and weekday and periods:
        row.pattern = Pattern(weeks, weekday, periods)
    row.heads = _part(row, "人数", _heads, row.texts.get("heads", ""))
    if name := _part(row, labels["teacher"], person_name, row.texts.get("teacher", "")):
        row.texts["teacher"] = name


def _heads(given: str) -> int:
    return not_negative(read_count(given, "人"))


def _part(row: Row, label: str, read: Any, text: str) -> Any:
    if not text:
        return None
    try:
        return read(text)
    except ValueError as why:
        row.problems.append(Problem(label, str(why)))
        return None


def weekday_of(pattern: Pattern) -> Weekday:
    """The weekday as bookings keep it."""
    return tuple(Weekday)[pattern.weekday - 1]
