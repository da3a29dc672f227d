"""Scans of papers: whose each file of a folder is, by its name, and taking them all in at once."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from app.errors import UserError
from app.models import Attachment, Placement
from app.services.attachments import New, accepted_name, document_size
from app.services.office import Office
from app.services.paper import Numbers, Paper

Progress = Callable[[int, int, str], None]
_WORD = re.compile(r"[0-9A-Za-z\uff10-\uff5a-]+")  # also full-width
_CAPTIONS = ((("知情", "同意"), "知情同意书扫描件"), (("保险", "保单"), "保险单扫描件"))
_DEFAULT = "三方协议扫描件"


@dataclass(frozen=True, slots=True)
class Scan:
    """One file, whose it is and what it is."""

    file: Path
    paper: Paper
    caption: str


@dataclass(frozen=True, slots=True)
class Stray:
    """One file that is not taken in, and why."""

    file: Path
    why: str


@dataclass(frozen=True, slots=True)
class Scans:
    """What dropped files and folders come to; every file is in one of these."""

    fitting: tuple[Scan, ...]
    strays: tuple[Stray, ...]


def match_scans(office: Office, batch: UUID, dropped: Iterable[Path]) -> Scans:
    """Whose each file is, by its name; nothing is written."""
    known = Numbers(office, batch)
    names = _names_held(office, batch)
    fitting, strays = list[Scan](), list[Stray]()
    for file in _files(dropped):
        scan = _matched(file, known)
        if isinstance(scan, Stray):
            strays.append(scan)
        elif why := _unfit(scan, names):
            strays.append(Stray(file, why))
        else:
            names.add((scan.paper.placement, accepted_name(file.name)))
            fitting.append(scan)
    return Scans(tuple(fitting), tuple(strays))


def attach_scans(office: Office, scans: Scans, progress: Progress | None = None) -> int:
    """Take the files in, each to its placement, in one step; returns how many."""
    wanted = [New(each.paper.placement, each.file, each.caption) for each in scans.fitting]
    office.attachments.add_all(Placement, wanted, progress)
    return len(wanted)


def _matched(file: Path, known: Numbers) -> Scan | Stray:
    found = {paper.placement: paper for paper in _named(file.stem, known)}
    if not found:
        return Stray(file, "文件名里没有本批次的协议编号或学号")
    if len(found) > 1:
        names = "、".join(paper.name for paper in found.values())
        return Stray(file, f"文件名里有不止一个学生的编号：{names}")
    caption = next((told for words, told in _CAPTIONS if any(w in file.stem for w in words)), "")
    [paper] = found.values()
    return Scan(file, paper, caption or _DEFAULT)


def _unfit(scan: Scan, names: Collection[tuple[UUID, str]]) -> str:
    """Why a file cannot be taken in, or is there already; empty: it can."""
    try:
        document_size(scan.file)
        name = accepted_name(scan.file.name)
    except UserError as error:
        return error.message
    present = (scan.paper.placement, name) in names
    return f"{scan.paper.name}已有同名附件，不重复添加" if present else ""


def _names_held(office: Office, batch: UUID) -> set[tuple[UUID, str]]:
    """The files that placements have already."""
    query = (
        select(Attachment.owner_id, Attachment.name)
        .join(Placement, Placement.id == Attachment.owner_id)
        .where(Attachment.owner_kind == Placement.__tablename__, Attachment.deleted.is_(False))
        .where(Placement.batch_id == batch)
    )
    with office.db.read() as session:
        return {(owner, name) for owner, name in session.execute(query)}


def _named(stem: str, known: Numbers) -> Iterator[Paper]:
    """Everybody whose number stands in a name, perhaps with more behind a hyphen."""
    for word in _WORD.findall(stem):
        parts = word.split("-")
        for count in range(len(parts), 0, -1):
            if paper := known.whole("-".join(parts[:count])):
                yield paper
                break


def _files(dropped: Iterable[Path]) -> Iterator[Path]:
    """The files themselves and those in folders, without what systems and programs leave."""
    for each in dropped:
        inside = sorted(each.rglob("*")) if each.is_dir() else [each]
        for file in inside:
            left = file.name.startswith((".", "~$"))
            left = left or file.name.lower() in ("thumbs.db", "desktop.ini")
            if file.is_file() and not left:
                yield file
