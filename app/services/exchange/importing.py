"""An import from beginning to end without questions: what the command line does."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from app.errors import Problem, Refused
from app.models import KIND_OF_TABLE, Record
from app.services.exchange.apply import apply_plan
from app.services.exchange.beside import import_fields
from app.services.exchange.cells import Book
from app.services.exchange.lines import Line, Outcome, Progress
from app.services.exchange.mapping import Memory, propose
from app.services.exchange.plan import Plan, make_plan
from app.services.exchange.rejected import write_rejected
from app.services.exchange.workbook import open_book
from app.services.office import Office


def import_file(  # noqa: PLR0913 - the options of the command line
    office: Office,
    kind: type[Record] | str,
    path: Path,
    *,
    sheet: str | None = None,
    dry_run: bool = False,
    rejected: Path | None = None,
    create_partners: bool = False,
    progress: Progress = lambda *_: None,
) -> dict[str, Any]:
    """Read, check and write a file; the result as the command line gives it.

    Rows that cannot go in are in the result, and in the workbook `rejected`. Refused if the file
    cannot be read or holds no table of this kind.
    """
    wanted = KIND_OF_TABLE[kind] if isinstance(kind, str) else kind
    progress(0, 1, "打开文件")
    book = open_book(path)
    plan = plan_file(office, wanted, book, sheet or "", progress, create_partners=create_partners)
    if not dry_run:
        apply_plan(office, plan, progress)
    if rejected is not None and plan.of(Outcome.REFUSED):
        write_rejected(plan, rejected)
    return as_result(plan)


def plan_file(  # noqa: PLR0913 - the options of the command line
    office: Office,
    kind: type[Record],
    book: Book,
    sheet: str = "",
    progress: Progress = lambda *_: None,
    *,
    create_partners: bool = False,
) -> Plan:
    """The dry run with the mapping of last time, or the likeliest. Refused if there is no table."""
    if sheet and sheet not in [each.name for each in book.sheets]:
        names = "、".join(each.name for each in book.sheets)
        raise Refused(f"文件里没有工作表“{sheet}”，只有：{names}。")
    if not any(each.rows for each in book.sheets):
        raise Refused("文件里没有内容。")
    memory = Memory(office.places.mappings, kind.__tablename__)
    mapping, layout = propose(book, import_fields(kind), memory, sheet)
    if not any(mapping.columns.values()):
        expected = "、".join(f.label for f in kind.fields() if f.required)
        raise Refused(f"没有找到{kind.about.label}的表头，表头里至少要有：{expected}。")
    if not layout.rows:
        raise Refused("表头下面没有数据行。")
    return make_plan(
        office, kind, book, mapping, progress, layout=layout, create_partners=create_partners
    )


def as_result(plan: Plan) -> dict[str, Any]:
    """A plan as the command line's JSON: rows as Excel counts, fields by their labels."""
    counts = plan.counts
    return {
        "kind": plan.kind.__tablename__,
        "sheet": plan.sheet.name,
        "rows": len(plan.lines),
        "new": counts[Outcome.NEW],
        "changed": counts[Outcome.CHANGED],
        "same": counts[Outcome.SAME],
        "refused": list(_told(plan, ((line, line.problems) for line in plan.lines))),
        "warnings": list(_told(plan, ((line, line.warnings) for line in plan.lines))),
    }


def _told(plan: Plan, found: Iterable[tuple[Line, list[Problem]]]) -> Iterable[dict[str, Any]]:
    labels = {each.key: each.label for each in import_fields(plan.kind)}
    for line, problems in found:
        for problem in problems:
            label = labels[problem.field] if problem.field else ""
            yield {"row": line.number, "field": label, "reason": problem.message}
