"""When copies of the data are made, how many are kept, and the second place for them."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock

from app.errors import Fault, Refused
from app.places import Places
from app.services import blobs, durable
from app.services.copies import Backup, Why, carry, give_up, listed, make_copy, sound, spare
from app.services.database.files import chain_end
from app.services.folders import require_space
from app.settings import load

__all__ = ["Backup", "Backups", "Status", "Why", "advice", "newest_good"]

SECOND_DAYS = 14  # without a copy elsewhere, before we say something
_SECOND = "双元备份"  # folder on the stick


@dataclass(frozen=True, slots=True)
class Status:
    """What the home page and the status line say about copies."""

    last: Backup | None
    second_last: datetime | None  # newest copy in the second place
    sentences: tuple[str, ...]  # what should be done, if anything


class Backups:
    """The copies of one data folder. Works on files, whether or not the data is open."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self.trouble = ""  # why the last copy to the second place failed
        self._one_at_a_time = Lock()  # the clock's copy is made on a thread of its own

    # --- making

    def make(self, why: Why = Why.MANUAL) -> Backup:
        """A verified copy; then one in the second place if that is there; then thinning out.

        Fault if the data file is damaged: all earlier copies then stay.
        """
        if not self._places.database.exists():
            raise Refused("还没有数据，不需要备份。")
        with self._one_at_a_time:
            backup = make_copy(self._places.database, self._places.backups, why)
            self._carry_away(backup)
            for old in spare(self.all(), datetime.now(UTC)):
                give_up(old)
        return backup

    def before(self, why: Why) -> Backup:
        """A copy to fall back on before something big; the newest will do if it is up to date.

        Fault also if the disk has no room for what is about to be done.
        """
        require_space(self._places.folder, 2 * self._places.database.stat().st_size)
        newest = self.newest()
        if why is not Why.UPGRADE and newest is not None and not self.changed():
            return newest
        return self.make(why)

    def export(self, out: Path) -> Backup:
        """A copy where the person wants it: a new file, or a folder (then with attachments)."""
        database = self._places.database
        if not database.exists():
            raise Refused("还没有数据，不需要备份。")
        if out.is_dir():
            backup = make_copy(database, out, Why.MANUAL)
            self._blobs_to(out, backup)
            return backup
        if out.exists():
            raise Refused(f"“{out.name}”已经存在，请换一个文件名。")
        if out.suffix == ".json":  # the manifest's own
            raise Refused("备份文件不能以 .json 结尾，请写成 .db。")
        return make_copy(database, out.parent, Why.MANUAL, out.name)

    # --- looking

    def all(self) -> list[Backup]:
        """Verified copies, newest first."""
        return listed(self._places.backups)

    def newest(self) -> Backup | None:
        """The newest verified copy."""
        return next(iter(self.all()), None)

    def changed(self) -> bool:
        """Whether anything was changed since the newest copy."""
        newest = self.newest()
        if newest is None:
            return True
        return (newest.content.site, newest.content.seq) != chain_end(self._places.database)

    def due(self, hours: int) -> bool:
        """Whether the clock asks for a copy."""
        newest = self.newest()
        old = newest is None or datetime.now(UTC) - newest.at >= timedelta(hours=hours)
        return old and self.changed()

    def status(self, now: datetime | None = None) -> Status:
        """How old the copies are, and what to do about it."""
        at = now or datetime.now(UTC)
        last, second = self.newest(), self._second_last()
        told = [_first_told(last, at), self._second_told(second, at), self.trouble]
        return Status(last, second, tuple(sentence for sentence in told if sentence))

    # --- the second place

    def second_place(self) -> Path | None:
        """The folder that the office chose; None if it chose none."""
        chosen = load(self._places.settings).second_place.strip()
        return Path(chosen) / _SECOND if chosen else None

    def _carry_away(self, backup: Backup) -> None:
        """A stick that is full or broken must not keep the office from working: it is told."""
        folder = self.second_place()
        self.trouble = ""
        if folder is None or not folder.parent.is_dir():
            return
        try:
            carry(backup, folder)
            self._blobs_to(folder, backup)
            for old in spare(listed(folder), datetime.now(UTC)):
                give_up(old)
            self._remember(backup)
        except Fault as fault:
            self.trouble = f"第二备份没有写成：{fault.message}。{fault.advice}"

    def _blobs_to(self, folder: Path, backup: Backup) -> None:
        with durable.told("复制附件"):
            blobs.complete(folder / "attachments", self._places.attachments, backup.content.blobs)

    def _remember(self, backup: Backup) -> None:
        """The stick may not be there when somebody asks."""
        with durable.told("备份"):
            durable.write_text(self._memory, json.dumps({"at": backup.at.isoformat()}))

    @property
    def _memory(self) -> Path:
        return self._places.backups / "second-place.json"

    def _second_last(self) -> datetime | None:
        try:
            return datetime.fromisoformat(json.loads(self._memory.read_text("utf-8"))["at"])
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _second_told(self, last: datetime | None, now: datetime) -> str:
        if self.second_place() is None:
            return (
                "还没有设置第二备份位置：这台电脑坏了，备份也就没有了。请选一个 U 盘或另一块硬盘。"
            )
        if last is None:
            return "第二备份位置里还没有备份，请接好 U 盘后备份一次。"
        days = (now - last).days
        return (
            f"已有 {days} 天没有第二份备份，请接好 U 盘后备份一次。" if days >= SECOND_DAYS else ""
        )


def _first_told(last: Backup | None, now: datetime) -> str:
    if last is None:
        return "还没有已验证的备份。"
    days = (now - last.at).days
    return f"最近一次备份已是 {days} 天前。" if days >= SECOND_DAYS else ""


def newest_good(places: Places) -> Backup | None:
    """The newest copy that is good now, opened and read to be sure; None if there is none."""
    return next((backup for backup in listed(places.backups) if sound(backup)), None)


def advice(places: Places) -> str:
    """What to do about a damaged data file."""
    if good := newest_good(places):
        return f"最近一份完好的备份：{good}（{good.path.name}），可以用它恢复。"
    return "没有找到完好的备份。请不要再改动这个文件，联系技术人员抢救数据。"
