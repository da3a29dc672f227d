"""The command about reports: the catalogue, and making one."""

import argparse
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from app.cli.answer import Answer, WrongUse, columns
from app.cli.desk import at_work, remark
from app.models import Field
from app.services.reports.catalogue import REPORTS, Entry, Written, choose, run, write
from app.services.reports.fonts import Missing


def report(wanted: argparse.Namespace) -> Answer:
    """One report on paper, as a workbook or both; without an ID, what there is."""
    from app.services.reports.pdf import Unprintable  # noqa: PLC0415 - ReportLab, for paper only

    if wanted.id is None:
        return _catalogue()
    made = next((each for each in REPORTS if each.id == wanted.id), None)
    if made is None:
        known = "、".join(f"{each.id} {each.label}" for each in REPORTS)
        raise WrongUse(f"没有“{wanted.id}”这份报表。可用的有：{known}。")
    _check_names(wanted.out, wanted.xlsx, figures=wanted.json)
    if made.form and wanted.xlsx is not None:
        raise WrongUse(f"“{made.label}”是供签字的文书，没有表格，请用 --out 输出 PDF。")
    given = _settings(made, wanted.set)
    today = date.today()  # noqa: DTZ011 - the office's own calendar day
    with at_work(wanted.places) as office:
        value = run(office, made.id, choose(office, made, given, today), today)
        try:
            written = write(office, value, wanted.out, wanted.xlsx)
        except Unprintable as error:
            remark(*map(_missing_told, error.missing))
            written = write(office, value, wanted.out, wanted.xlsx, accept_missing=True)
    return _report_told(wanted, made, written)


def _check_names(out: Path | None, xlsx: Path | None, *, figures: bool) -> None:
    """Files have the right ending; without any, only the figures can be wanted."""
    if out is None and xlsx is None and not figures:
        raise WrongUse(
            "请用 --out 写明 PDF 的位置，或用 --xlsx 写明 Excel 的位置；只要数字用 --json。"
        )
    for path, suffix in ((out, ".pdf"), (xlsx, ".xlsx")):
        if path is not None and path.suffix.lower() != suffix:
            raise WrongUse(f"“{path.name}”要以 {suffix} 结尾。")


def _settings(made: Entry, given: Sequence[str]) -> dict[str, str]:
    """The options as typed. WrongUse with the list of them if one is not known."""
    pairs = [each.partition("=") for each in given]
    known = {field.key: field.label for field in made.options.fields()}
    wrong = next((key for key, equals, _ in pairs if not equals or key not in known), None)
    if wrong is not None:
        listed = "、".join(f"{key}（{label}）" for key, label in known.items())
        raise WrongUse(f"--set 后面写“选项=值”，没有选项“{wrong}”。可用的有：{listed}。")
    return {key: text for key, _, text in pairs}


def _report_told(wanted: argparse.Namespace, made: Entry, written: Written) -> Answer:
    files = [str(path) for path in (wanted.out, wanted.xlsx) if path is not None]
    data = {
        "report": made.id,
        "out": str(wanted.out) if wanted.out else None,
        "xlsx": str(wanted.xlsx) if wanted.xlsx else None,
        "pages": written.pages,
        "rows": written.rows,
        "figures": dict(written.figures),
        "missing_glyphs": [
            {"text": each.text, "codepoint": each.codepoint} for each in written.missing
        ],
    }
    pages = f"{written.pages} 页，" if wanted.out else ""
    return Answer(data, "\n".join([f"已生成{made.label}：{pages}{written.rows} 行。", *files]))


def _missing_told(missing: Missing) -> str:
    return f"“{missing.text}”里的 {missing.codepoint} 没有字体可以打印，用“〓”代替。"


def _catalogue() -> Answer:
    data = [
        {
            "id": each.id,
            "label": each.label,
            "group": each.group,
            "about": each.about,
            "xlsx": not each.form,
            "options": [_option(field) for field in each.options.fields()],
        }
        for each in REPORTS
    ]
    words = []
    for each in REPORTS:
        words.append(f"{each.id}  {each.label}：{each.about}")
        words.append(
            columns(
                ("   ", f"--set {field.key}=…", field.label, _allowed(field))
                for field in each.options.fields()
            )
        )
    return Answer(data, "\n".join(words))


def _option(field: Field) -> dict[str, Any]:
    return {"key": field.key, "label": field.label, "values": _allowed(field), "help": field.help}


def _allowed(field: Field) -> str:
    return "、".join(map(str, field.choices())) or field.help
