"""Rows that could not go in, as a workbook: each fault marked where it is, ready to be corrected.

Heads stand in the first row and every cell is text, so that a code typed over a fault stays a
code and the corrected file can be imported as it is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Returned:
    """One row that goes back: as it was, what is wrong in which column, and all of it in words."""

    number: int  # as Excel counts, in the file it came from
    cells: Sequence[Cell]
    reasons: Mapping[int, str]
    sentence: str


def write_rejected(plan: Plan, path: Path) -> int:
    """Write the refused rows; returns how many."""
    fields = {f.key: f for f in import_fields(plan.kind)}
    heads = _heads(plan)
    known = [fields.get(plan.mapping.key(column)) for column in range(len(heads))]
    widths = [_width(each) if each else 8 for each in known]
    rows = [_returned(plan, line) for line in plan.of(Outcome.REFUSED)]
    write_returned(path, heads, widths, rows)
    return len(rows)


def write_returned(
    path: Path,
    heads: Sequence[str],
    widths: Sequence[float],
    rows: Sequence[Returned],
    titles: Sequence[str] = (),
) -> None:
    """Rows under their heads; `titles` stand above, where an import reads something from them."""
    from xlsxwriter import Workbook  # noqa: PLC0415 - only when there is something to return

    with replacing(path) as draft:
        book = Workbook(str(draft), OPTIONS)
        try:
            sheet = book.add_worksheet("退回的行")
            _fill(book, sheet, heads, rows, titles)
            _arrange(sheet, heads, widths, len(rows), len(titles))
        finally:
            book.close()


def _fill(
    book: Any, sheet: Any, heads: Sequence[str], rows: Sequence[Returned], titles: Sequence[str]
) -> None:
    bare = {"num_format": "@", "valign": "vcenter", "font_name": "宋体", "font_size": 11}
    text = bare | {"text_wrap": True, "border": 1, "border_color": "#C8CDD4"}
    plain = book.add_format(text)
    wrong = book.add_format(text | {"bg_color": "#FBD9D3"})
    told = book.add_format(text | {"font_color": "#B3261E"})
    head = book.add_format(text | {"bold": True, "align": "center", "bg_color": "#E8ECF1"})
    for at, title in enumerate(titles):
        sheet.write_string(at, 0, excel_text(title)[0], book.add_format(bare))
    for column, title in enumerate((*heads, REASON, ROW)):
        sheet.write_string(len(titles), column, title, head)
    for at, row in enumerate(rows, len(titles) + 1):
        for column, cell in enumerate(row.cells):
            why = row.reasons.get(column, "")
            sheet.write_string(at, column, _text(cell), wrong if why else plain)
            if why:
                sheet.write_comment(at, column, why, {"author": "双元", "x_scale": 1.6})
        sheet.write_string(at, len(heads), row.sentence, told)
        sheet.write_string(at, len(heads) + 1, str(row.number), plain)


def _arrange(
    sheet: Any, heads: Sequence[str], widths: Sequence[float], count: int, top: int
) -> None:
    for column, (title, width) in enumerate(zip(heads, widths, strict=True)):
        sheet.set_column(column, column, min(max(width, 2.2 * len(title) + 2), 48))
    sheet.set_column(len(heads), len(heads), 46)
    sheet.set_column(len(heads) + 1, len(heads) + 1, 9)
    sheet.set_row(top, 26)
    sheet.freeze_panes(top + 1, 0)
    sheet.autofilter(top, 0, top + count, len(heads) + 1)
    print_on(sheet, landscape=True)
    sheet.repeat_rows(top)


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


def _returned(plan: Plan, line: Line) -> Returned:
    found: dict[str, str] = {}
    for problem in line.problems:
        key = problem.field or plan.kind.about.title
        found[key] = "\n".join(filter(None, [found.get(key), problem.message]))
    cells = plan.sheet.rows[line.number - 1]
    columns = range(len(cells))
    reasons = {at: found[key] for at in columns if (key := plan.mapping.key(at)) in found}
    return Returned(line.number, cells, reasons, _sentence(plan, line))


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
