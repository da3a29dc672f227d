"""Putting a backup in the place of the present data, which is kept aside.

Whatever can go wrong goes wrong before the present file is touched. The exchange of the two is
decided by one rename; a crash right after it is made good by `finish` at the next start.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.errors import Fault, Refused
from app.models import KINDS
from app.places import Places
from app.services import blobs, durable
from app.services.copies import Why, described, make_copy, manifest_of
from app.services.database.chain import SCHEMA
from app.services.database.engine import journal_of, recover
from app.services.database.files import begin_anew, live_counts, look_into
from app.services.database.migrate import upgrade
from app.services.folders import require_space

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Compared:
    """How many records of one kind there are, not counting those in the recycle bin."""

    label: str
    counter: str
    now: int | None  # none: the present file cannot be read
    then: int

    def __str__(self) -> str:
        now = "读不出" if self.now is None else f"{self.now} {self.counter}"
        return f"{self.label}：现有 {now}，备份里 {self.then} {self.counter}"


@dataclass(frozen=True, slots=True)
class Restored:
    """What came of a restore."""

    kept_aside: Path | None  # the data that was there before
    problems: tuple[str, ...]  # of the self-check of what is there now
    lost_attachments: int  # files that neither the store nor the backup's folder has


def compare(places: Places, file: Path) -> list[Compared]:
    """What a restore would bring, beside what is there now. Refused if the file is no good."""
    with _checked(places, file) as draft:
        then = live_counts(draft)
    now = _counts_now(places)
    return [
        Compared(
            kind.about.label,
            kind.about.counter,
            None if now is None else now.get(kind.__tablename__, 0),
            then.get(kind.__tablename__, 0),
        )
        for kind in KINDS
        if not kind.about.parent
    ]


def restore(
    places: Places, file: Path, person: str, progress: Progress = lambda *_: None
) -> Restored:
    """Make a backup the present data. The caller holds the lock and has nothing open.

    Refused, and nothing changed, if the file is damaged, foreign or from a newer program.
    """
    progress(0, 4, "检查备份")
    finish(places)
    with _checked(places, file) as draft, durable.told("恢复"):
        content = look_into(draft)
        progress(1, 4, "核对修改记录")
        problems = begin_anew(draft, person, file.name)
        progress(2, 4, "保留现有数据")
        aside = _set_aside(places)
        progress(3, 4, "换上备份")
        durable.publish(draft, _pending(places))
    finish(places)
    with durable.told("恢复附件"):
        lost = blobs.complete(places.attachments, file.parent / "attachments", content.blobs)
    progress(4, 4, "完成")
    return Restored(aside, tuple(problems), len(lost))


def finish(places: Places) -> None:
    """Complete a restore or upgrade that was decided; nothing to do if none was.

    A journal of the old file goes first: SQLite would play it into the new one.
    """
    if _pending(places).exists():
        with durable.told("换上新的数据文件"):
            journal_of(places.database).unlink(missing_ok=True)
            _pending(places).replace(places.database)
            durable.flush_folder(places.folder)


def upgrade_copy(places: Places) -> None:
    """Bring the data to the newest schema on a copy, and take that only if all went well.

    The caller has made a verified backup, holds the lock and has nothing open.
    """
    draft = durable.draft_of(places.database)
    with durable.told("升级数据"):
        require_space(places.folder, 2 * places.database.stat().st_size)
        try:
            durable.copied(places.database, draft)
            upgrade(draft)
            look_into(draft)
            durable.publish(draft, _pending(places))
        finally:
            _remove(draft)
    finish(places)


@contextmanager
def _checked(places: Places, file: Path) -> Iterator[Path]:
    """A copy of a backup in our folder, found good and brought to the newest schema."""
    if not file.is_file():
        raise Refused(f"找不到备份文件“{file}”。")
    if places.database.exists() and file.samefile(places.database):
        raise Refused("这就是正在使用的数据文件，请选择一份备份。")
    places.create()
    draft = durable.draft_of(places.folder / "restore.db")
    with durable.told("读取备份"):
        require_space(places.folder, 2 * file.stat().st_size)
        try:
            _take(file, draft)
            yield draft
        finally:
            _remove(draft)


def _take(file: Path, draft: Path) -> None:
    sha256 = durable.copied(file, draft)
    if journal_of(file).exists():  # a file that somebody copied by hand after a crash
        durable.copied(journal_of(file), journal_of(draft))
    described_as = described(file)
    if manifest_of(file).exists() and (described_as is None or described_as.sha256 != sha256):
        raise Refused("这份备份与制作时不同，可能已损坏，请选择另一份。现有数据没有改动。")
    try:
        recover(draft)
        if look_into(draft).schema < SCHEMA:
            upgrade(draft)
    except Fault as fault:
        raise Refused(f"这份备份不能用：{fault.message}。现有数据没有改动。") from fault


def _set_aside(places: Places) -> Path | None:
    """A verified copy of what is there; of a damaged file the plain bytes, for salvage."""
    if not places.database.exists():
        return None
    try:
        return make_copy(places.database, places.backups, Why.RESTORE).path
    except Fault:
        kept = places.backups / f"damaged-{datetime.now().astimezone():%Y%m%d-%H%M%S}.db"
        durable.copied(places.database, kept)
        if journal_of(places.database).exists():
            durable.copied(journal_of(places.database), journal_of(kept))
        return kept


def _counts_now(places: Places) -> dict[str, int] | None:
    try:
        return live_counts(places.database) if places.database.exists() else {}
    except Fault:
        return None


def _pending(places: Places) -> Path:
    """What takes the data file's place next, whatever happens."""
    return places.database.with_name(f"{places.database.name}.next")


def _remove(draft: Path) -> None:
    draft.unlink(missing_ok=True)
    journal_of(draft).unlink(missing_ok=True)
