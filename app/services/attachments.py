"""Files that belong to records: taken in, listed, opened by the person's click."""

import re
import shutil
import stat
import tempfile
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.errors import Conflict, Fault, Refused
from app.models import Attachment, Record
from app.models.text import has_surrogate
from app.services import blobs, durable
from app.services.database import Database
from app.services.folders import require_space

LARGEST = 50 * 1024 * 1024
_PROGRAM_NAMES = (
    "ade app application appref-ms bat chm cmd com cpl dll exe gadget hta inf ins iso jar js jse"
    " lnk msc msi msp mst pif ps1 psm1 py pyw reg scf scr sct sh sys url vb vbe vbs vhd vxd ws wsc"
    " wsf wsh xll"
)
_PROGRAMS = frozenset(_PROGRAM_NAMES.split())
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d|clock\$)(\..*)?", re.IGNORECASE)
_DECEIVING = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\x00-\x1f\x7f-\x9f]")
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_NAME = 200  # bytes; file systems take 255


@dataclass(frozen=True, slots=True)
class New:
    """A file that shall belong to a record."""

    owner: UUID
    file: Path
    caption: str = ""


class Attachments:
    """The attachments of one office."""

    def __init__(self, db: Database, store: Path) -> None:
        self._db = db
        self._store = store
        self._shown: list[Path] = []

    def add(self, kind: type[Record], owner: UUID, file: Path, caption: str = "") -> Attachment:
        """Take in a copy of a file. Refused if it is no document, or too large."""
        [made] = self.add_all(kind, [New(owner, file, caption)])
        return made

    def add_all(
        self,
        kind: type[Record],
        wanted: Sequence[New],
        progress: Callable[[int, int, str], None] | None = None,
    ) -> list[Attachment]:
        """Take in copies of files, all in one step or none; Refused by the first that is unfit."""
        made = []
        for number, each in enumerate(wanted):
            if progress is not None:
                progress(number, len(wanted), each.file.name)
            made.append(self._taken(kind, each))
        what = made[0].name if len(made) == 1 else f"{len(made)} 个"
        with self._db.write(f"添加附件 {what}") as writing:
            for owner in dict.fromkeys(each.owner for each in wanted):
                _owner(writing.session, kind, owner)
            writing.session.add_all(made)
        return made

    def _taken(self, kind: type[Record], wanted: New) -> Attachment:
        """A file's content in the store, and the record that will point at it."""
        name = accepted_name(wanted.file.name)
        with durable.told("添加附件"):
            size = document_size(wanted.file)
            require_space(self._store, size)
            sha256, size = blobs.put(self._store, wanted.file)
        return Attachment(
            owner_kind=kind.__tablename__,
            owner_id=wanted.owner,
            name=name,
            caption=wanted.caption.strip() or None,
            sha256=sha256,
            size=size,
        )

    def listed(self, kind: type[Record], owner: UUID) -> Sequence[Attachment]:
        """What belongs to a record, oldest first."""
        with self._db.read() as session:
            found = session.scalars(
                select(Attachment)
                .where(
                    Attachment.owner_kind == kind.__tablename__,
                    Attachment.owner_id == owner,
                    Attachment.deleted.is_(False),
                )
                .order_by(Attachment.id)
            )
            return found.all()

    def counts(self, kind: type[Record]) -> Mapping[UUID, int]:
        """How many belong to each record of a kind that has any."""
        query = (
            select(Attachment.owner_id, func.count(Attachment.id).label("held"))
            .where(Attachment.owner_kind == kind.__tablename__, Attachment.deleted.is_(False))
            .group_by(Attachment.owner_id)
        )
        with self._db.read() as session:
            rows = session.execute(query).all()
        return {row.owner_id: row.held for row in rows}

    def open_path(self, attachment: Attachment) -> Path:
        """A copy for another program to show, checked to be what once came in.

        Fault if the store has lost or changed it. The copy is read-only, so that nobody edits it
        in vain, and goes with `tidy`.
        """
        if not blobs.intact(self._store, attachment.sha256):
            raise Fault(
                f"附件“{attachment.name}”已丢失或损坏", "请从备份里恢复附件，或重新添加这个文件。"
            )
        with durable.told("打开附件"):
            path = Path(tempfile.mkdtemp(prefix="tandem-")) / accepted_name(attachment.name)
            shutil.copyfile(blobs.place(self._store, attachment.sha256), path)
            path.chmod(stat.S_IREAD)
        self._shown.append(path)
        return path

    def tidy(self) -> None:
        """Take away the copies that were shown, as far as other programs let go of them."""
        while self._shown:
            path = self._shown.pop()
            with suppress(OSError):
                path.chmod(stat.S_IREAD | stat.S_IWRITE)
            shutil.rmtree(path.parent, ignore_errors=True)

    def save_as(self, attachment: Attachment, target: Path) -> None:
        """A copy where the person wants it."""
        if not blobs.intact(self._store, attachment.sha256):
            raise Fault(f"附件“{attachment.name}”已丢失或损坏", "请从备份里恢复附件。")
        with durable.told("另存附件"):
            draft = durable.draft_of(target)
            try:
                durable.copied(blobs.place(self._store, attachment.sha256), draft)
                durable.publish(draft, target)
            finally:
                draft.unlink(missing_ok=True)

    def describe(self, attachment: Attachment, caption: str) -> None:
        """Another caption."""
        with self._db.write(f"修改附件说明 {attachment.name}") as writing:
            found = _live(writing.session, attachment)
            found.caption = caption.strip() or None

    def remove(self, attachment: Attachment) -> None:
        """To the recycle bin; the content stays, since backups may point at it."""
        with self._db.write(f"删除附件 {attachment.name}") as writing:
            _live(writing.session, attachment).deleted = True

    def missing(self) -> list[Attachment]:
        """Attachments whose content the store has lost."""
        with self._db.read() as session:
            found = session.scalars(
                select(Attachment).where(Attachment.deleted.is_(False)).order_by(Attachment.id)
            )
            return [each for each in found if not blobs.holds(self._store, each.sha256)]

    def names(self, sha256: str) -> Sequence[str]:
        """Under which names a content is known."""
        with self._db.read() as session:
            query = select(Attachment.name).where(Attachment.sha256 == sha256).distinct()
            return session.scalars(query.order_by(Attachment.name)).all()

    def known(self) -> frozenset[str]:
        """Every content that some attachment refers to, also from the recycle bin."""
        with self._db.read() as session:
            return frozenset(session.scalars(select(Attachment.sha256).distinct()))


def accepted_name(given: str) -> str:
    """A file's name as we keep it and may show it to the system. Refused if it deceives."""
    name = unicodedata.normalize("NFC", given).strip().rstrip(". ")
    if _DECEIVING.search(name) or has_surrogate(name):
        raise Refused("文件名里有看不见的控制字符，可能是伪装的程序。请改名后再添加。")
    name = _FORBIDDEN.sub("_", name).lstrip(".")
    stem, dot, suffix = name.rpartition(".")
    if not dot:
        raise Refused(f"“{given[:40]}”没有扩展名，看不出是什么文件。请改名后再添加。")
    if suffix.casefold().strip() in _PROGRAMS:
        raise Refused(f"不能添加 .{suffix} 文件：这是程序或快捷方式，不是文档。")
    if _RESERVED.fullmatch(name):
        name, stem = f"_{name}", f"_{stem}"
    while len(name.encode()) > _NAME and stem:
        stem = stem[:-1]
        name = f"{stem}.{suffix}"
    return name


def document_size(file: Path) -> int:
    """How large a file is. Refused if it is empty or larger than any document."""
    if not file.is_file():
        raise Refused(f"找不到文件“{file.name}”。")
    size = file.stat().st_size
    if size == 0:
        raise Refused(f"文件“{file.name}”是空的。")
    if size > LARGEST:
        raise Refused(f"文件“{file.name}”超过 50 MB，请压缩或拆分后再添加。")
    return size


def _owner(session: Session, kind: type[Record], owner: UUID) -> None:
    found = session.get(kind, owner)
    if found is None or found.deleted:
        raise Conflict(f"这条{kind.about.label}已被删除，不能添加附件。")


def _live(session: Session, seen: Attachment) -> Attachment:
    found = session.get(Attachment, seen.id)
    if found is None or found.deleted:
        raise Conflict("这个附件已被删除，请刷新。")
    return found
