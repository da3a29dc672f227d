"""Rows that could not go in, as a workbook: each fault marked where it is, ready to be corrected.

Heads stand in the first row and every cell is text, so that a code typed over a fault stays a
code and the corrected file can be imported as it is.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.models.fields import Field
from app.services.exchange.beside import import_fields
from app.services.exchange.cells import Cell, shown
from app.services.exchange.heads import Names
from app.services.exchange.lines import Line, Outcome
from app.services.exchange.plan import Plan
from app.services.spreadsheet import OPTIONS, excel_text, print_on
from app.services.writing import replacing

REASON, ROW = "退回原因", "原行号"


def write_rejected(plan: Plan, path: Path) -> int:
    """Write the refused rows; returns how many."""
    from xlsxwriter import Workbook  # noqa: PLC0415 - only when there is something to return

    lines = plan.of(Outcome.REFUSED)
    with replacing(path) as draft:
        book = Workbook(str(draft), OPTIONS)
        try:
            _fill(book, plan, lines)
        finally:
            book.close()
    return len(lines)


def _fill(book: Any, plan: Plan, lines: Sequence[Line]) -> None:
    sheet = book.add_worksheet("退回的行")
    text = {"num_format": "@", "valign": "vcenter", "text_wrap": True, "border": 1}
    text |= {"border_color": "#C8CDD4", "font_name": "宋体", "font_size": 11}
    plain = book.add_format(text)
    wrong = book.add_format(text | {"bg_color": "#FBD9D3"})
    told = book.add_format(text | {"font_color": "#B3261E"})
    head = book.add_format(text | {"bold": True, "align": "center", "bg_color": "#E8ECF1"})
    heads = _heads(plan)
    for column, title in enumerate((*heads, REASON, ROW)):
        sheet.write_string(0, column, title, head)
    for at, line in enumerate(lines, 1):
        reasons = _reasons(plan, line)
        cells = plan.sheet.rows[line.number - 1]
        for column, cell in enumerate(cells):
            why = reasons.get(plan.mapping.key(column) or " ", "")
            sheet.write_string(at, column, _text(cell), wrong if why else plain)
            if why:
                sheet.write_comment(at, column, why, {"author": "双元", "x_scale": 1.6})
        sheet.write_string(at, len(heads), _sentence(plan, line), told)
        sheet.write_string(at, len(heads) + 1, str(line.number), plain)
    _arrange(sheet, plan, heads, len(lines))


def _arrange(sheet: Any, plan: Plan, heads: Sequence[str], count: int) -> None:
    fields = {f.key: f for f in import_fields(plan.kind)}
    for column, title in enumerate(heads):
        known = fields.get(plan.mapping.key(column))
        width = max(_width(known) if known else 8, 2.2 * len(title) + 2)
        sheet.set_column(column, column, min(width, 48))
    sheet.set_column(len(heads), len(heads), 46)
    sheet.set_column(len(heads) + 1, len(heads) + 1, 9)
    sheet.set_row(0, 26)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, count, len(heads) + 1)
    print_on(sheet, landscape=True)
    sheet.repeat_rows(0)


def _width(known: Field) -> float:
    return known.width * (1.4 if known.identifier else 2.0) + 2


def _heads(plan: Plan) -> list[str]:
    """The heads as they were, except where the person's mapping says what they do not."""
    names = Names.of(import_fields(plan.kind))
    labels = {each.key: each.label for each in import_fields(plan.kind)}
    heads = []
    for column, head in enumerate(plan.layout.heads):
        key, meant = plan.mapping.key(column), names.meaning(head)[0]
        if key == meant:
            heads.append(head)
        else:
            heads.append(labels[key] if key else f"不导入-{head}-")
    return heads


def _reasons(plan: Plan, line: Line) -> dict[str, str]:
    found: dict[str, str] = {}
    title = plan.kind.about.title
    for problem in line.problems:
        key = problem.field or title
        found[key] = "\n".join(filter(None, [found.get(key), problem.message]))
    return found


def _sentence(plan: Plan, line: Line) -> str:
    told = []
    labels = {each.key: each.label for each in import_fields(plan.kind)}
    for problem in line.problems:
        label = labels[problem.field] if problem.field else ""
        named = label and not problem.message.startswith(label) and label not in problem.message
        told.append(f"{label}：{problem.message}" if named else problem.message)
    return "\n".join(told)


def _text(cell: Cell) -> str:
    """The cell as text. A number that Excel has cut stays visibly a number, to be typed again."""
    if isinstance(cell, float | int) and not isinstance(cell, bool) and abs(cell) >= 10**15:
        return f"{cell:.14E}"
    return excel_text(shown(cell, 1_000_000))[0]
