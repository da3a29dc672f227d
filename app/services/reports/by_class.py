"""The papers of a batch as one print file per class, in a folder of their own."""

import re
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from app.errors import Refused
from app.services import durable
from app.services.office import Office
from app.services.reports.catalogue import entry, marked, note
from app.services.reports.fonts import Fonts, Missing, windows_fonts
from app.services.reports.spec import Report

Progress = Callable[[int, int, str], None]
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]')


@dataclass(frozen=True, slots=True)
class Folder:
    """What was written, file by file in roster order."""

    files: tuple[Path, ...]
    pages: int


@dataclass(frozen=True, slots=True)
class Unwritten:
    """Nothing was: these characters have no font, and nobody has said that 〓 will do."""

    missing: tuple[Missing, ...]


def write_by_class(  # noqa: PLR0913 - what people choose when they print
    office: Office,
    id_: str,
    chosen: Any,
    parent: Path,
    today: date,
    *,
    accept_missing: bool = False,
    progress: Progress | None = None,
) -> Folder | Unwritten:
    """A folder with a file for each class; all of it or, when stopped or failing, nothing."""
    wanted = entry(id_)
    if wanted.by_class is None:
        raise Refused(f"“{wanted.label}”不能按班分成几个文件。")
    tell = progress or _silent
    tell(0, 0, "统计")
    reports = [
        (name, marked(office, report, chosen))
        for name, report in wanted.by_class(office, chosen, today)
    ]
    if not reports:
        raise Refused("这个批次里没有需要打印的学生。")
    fonts = Fonts(windows_fonts())
    if not accept_missing and (missing := _missing(reports, fonts)):
        return Unwritten(missing)
    title = _file_name(f"{wanted.label}_{reports[0][1].subtitle}_{today:%Y%m%d}")
    with durable.told("保存打印文件"):
        draft = Path(tempfile.mkdtemp(prefix=".tandem-", dir=parent))
        try:
            pages = _write(reports, draft, fonts, tell)
            place = _free(parent, title)
            draft.rename(place)
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise
    files = sorted(place.iterdir())
    note(office, reports[0][1], files, len(reports))
    return Folder(tuple(files), pages)


def _write(
    reports: Sequence[tuple[str, Report]], folder: Path, fonts: Fonts, tell: Progress
) -> int:
    from app.services.reports.pdf import write_pdf  # noqa: PLC0415 - ReportLab only when printing

    pages = 0
    for number, (name, report) in enumerate(reports):

        def part(*_: object, at: int = number, class_: str = name) -> None:
            tell(at, len(reports), class_)  # at every page, so that it can be stopped there

        part()
        path = folder / f"{_file_name(f'{number + 1:02}_{name}')}.pdf"
        pages += write_pdf(report, path, fonts, accept_missing=True, progress=part).pages
    return pages


def _missing(reports: Sequence[tuple[str, Report]], fonts: Fonts) -> tuple[Missing, ...]:
    from app.services.reports.pdf import missing_glyphs  # noqa: PLC0415 - as above

    found = (each for _, report in reports for each in missing_glyphs(report, fonts))
    return tuple(dict.fromkeys(found))


def _file_name(name: str) -> str:
    """A name that every system takes."""
    return _FORBIDDEN.sub("_", name).strip(" .")[:80]


def _free(parent: Path, title: str) -> Path:
    """A folder that is not there yet: what was printed before is never written over."""
    path, number = parent / title, 1
    while path.exists():
        number += 1
        path = parent / f"{title}（{number}）"
    return path


def _silent(*_: object) -> None:
    """Nobody is watching."""
