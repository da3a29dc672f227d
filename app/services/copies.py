"""One verified copy of the data file: made, described, tested, carried elsewhere, given up.

A copy counts only once it was opened and found whole; its manifest (readable JSON beside it) is
written last and says so.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from app import __version__
from app.errors import Fault
from app.models.fields import Choice
from app.services import durable
from app.services.database.files import Content, copy_file, look_into
from app.services.folders import require_space

_DAILY, _WEEKLY, _MONTHLY = 7, 4, 12
_SAFETY = timedelta(days=30)  # how long copies of what a restore replaced are kept


class Why(Choice):
    """What a copy was made for."""

    EXIT = "退出时"
    TIMED = "定时"
    MANUAL = "手动"
    IMPORT = "导入前"
    BULK = "批量修改前"
    RESTORE = "恢复前"
    UPGRADE = "升级前"


_NAMES = {Why.IMPORT: "before-import", Why.BULK: "before-change", Why.RESTORE: "before-restore"}


@dataclass(frozen=True, slots=True)
class Backup:
    """One copy, and what its manifest says is in it."""

    path: Path
    at: datetime
    why: Why
    app_version: str
    size: int
    sha256: str
    content: Content

    def __str__(self) -> str:
        return f"{self.at.astimezone():%Y年%m月%d日 %H:%M} {self.why}的备份"


def make_copy(database: Path, folder: Path, why: Why, name: str = "") -> Backup:
    """Copy a data file, also one in use, and verify the copy. Fault, and no copy, if it is bad."""
    with durable.told("备份"):
        folder.mkdir(parents=True, exist_ok=True)
        durable.sweep(folder)
        require_space(folder, 2 * database.stat().st_size)
        draft = durable.draft_of(folder / (name or "backup.db"))
        try:
            content = copy_file(database, draft)
            if look_into(draft) != content:
                raise Fault("备份没有通过检查", "请检查磁盘。以前的备份都还在。")
            at = datetime.now(UTC)
            path = folder / (name or _name(folder, at, why, content))
            size, sha256 = draft.stat().st_size, durable.digest(draft)
            durable.publish(draft, path)
        finally:
            draft.unlink(missing_ok=True)
        backup = Backup(path, at, why, __version__, size, sha256, content)
        durable.write_text(manifest_of(path), _written(backup))
    return backup


def carry(backup: Backup, folder: Path) -> Backup:
    """The same copy in another folder, read back and compared. Fault if it does not fit."""
    with durable.told("复制备份"):
        folder.mkdir(parents=True, exist_ok=True)
        durable.sweep(folder)
        require_space(folder, backup.size)
        path = folder / backup.path.name
        draft = durable.draft_of(path)
        try:
            durable.copied(backup.path, draft)
            if durable.digest(draft) != backup.sha256:
                raise Fault("复制的备份与原件不同", "请检查 U 盘或目标磁盘。")
            durable.publish(draft, path)
        finally:
            draft.unlink(missing_ok=True)
        durable.write_text(manifest_of(path), _written(backup))
    return replace(backup, path=path)


def listed(folder: Path) -> list[Backup]:
    """The copies that were verified when made and are still as long, newest first."""
    found = [backup for path in folder.glob("*.db") if (backup := described(path)) is not None]
    return sorted(found, key=lambda backup: (backup.at, backup.path.name), reverse=True)


def described(path: Path) -> Backup | None:
    """What the manifest of a copy says; None without one, or if it does not fit."""
    try:
        backup = _read(path, json.loads(manifest_of(path).read_text("utf-8")))
        return backup if path.stat().st_size == backup.size else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def test(backup: Backup) -> None:
    """Open a copy again and compare it with its manifest. Fault if it is no longer good."""
    with durable.told("检查备份"):
        if durable.digest(backup.path) != backup.sha256 or look_into(backup.path) != backup.content:
            raise Fault(f"{backup}已损坏", "请选择另一份备份。")


def sound(backup: Backup) -> bool:
    """Whether a copy is still good."""
    try:
        test(backup)
    except Fault:
        return False
    return True


def give_up(backup: Backup) -> None:
    """Delete a copy; its manifest goes first, so that half of it never counts."""
    with durable.told("删除旧备份"):
        manifest_of(backup.path).unlink(missing_ok=True)
        backup.path.unlink(missing_ok=True)


def spare(backups: Sequence[Backup], now: datetime) -> list[Backup]:
    """The copies that may go: not the newest, nor of today, nor one per day, week and month.

    Copies from before an upgrade stay for good, those from before a restore for a month.
    """
    kept = set[Path]()
    newest = sorted(backups, key=lambda backup: backup.at, reverse=True)
    kept.update(backup.path for backup in newest[:1])
    kept.update(backup.path for backup in backups if _stays(backup, now))
    for number, span in ((_DAILY, "%Y%m%d"), (_WEEKLY, "%G%V"), (_MONTHLY, "%Y%m")):
        first: dict[str, Backup] = {}
        for backup in newest:
            first.setdefault(backup.at.astimezone().strftime(span), backup)
        kept.update(backup.path for backup in list(first.values())[:number])
    return [backup for backup in backups if backup.path not in kept]


def manifest_of(path: Path) -> Path:
    """Where the manifest of a copy lies."""
    return path.with_suffix(".json")


def _stays(backup: Backup, now: datetime) -> bool:
    if backup.why is Why.UPGRADE:
        return True
    if backup.why is Why.RESTORE and now - backup.at < _SAFETY:
        return True
    return backup.at.astimezone().date() >= now.astimezone().date()


def _name(folder: Path, at: datetime, why: Why, content: Content) -> str:
    """Time, reason and the end of the change log: a witness of what the log was then."""
    reason = _NAMES.get(why, why.name.lower())
    if why is Why.UPGRADE:
        reason = f"before-upgrade-v{content.schema}"
    stem = f"tandem-{at.astimezone():%Y%m%d-%H%M%S}-{reason}-{content.head[:8]}"
    names = (f"{stem}{f'-{n}' if n > 1 else ''}.db" for n in range(1, 10_000))
    return next(name for name in names if not (folder / name).exists())


def _written(backup: Backup) -> str:
    told: dict[str, Any] = asdict(backup)
    del told["path"]
    told |= {"at": backup.at.isoformat(), "why": backup.why.name}
    return json.dumps(told, ensure_ascii=False, indent=1)


def _read(path: Path, told: dict[str, Any]) -> Backup:
    content = Content(**(told["content"] | {"blobs": tuple(told["content"]["blobs"])}))
    at, why = datetime.fromisoformat(told["at"]), Why[told["why"]]
    rest = {key: told[key] for key in ("app_version", "size", "sha256")}
    return Backup(path=path, at=at, why=why, content=content, **rest)
