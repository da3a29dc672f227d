"""Risky places for a data folder: network drives, cloud-synchronised folders, full disks.

Two PCs behind a synchronising service or a network drive can damage a database file; a stick that
is pulled out too early can as well. What is certain to end badly is refused, the rest is said.
"""

import os
import re
import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePath

from app.errors import Fault, Refused

MARGIN = 50 * 1024 * 1024  # bytes kept free besides what is about to be written
_CLOUDS = {
    "OneDrive": r"onedrive( .*)?",
    "坚果云": r"(我的)?坚果云.*|nutstore( ?files)?( .*)?",
    "百度网盘": r"百度(网盘|云).*|baidu ?(netdisk|sync ?disk|yun).*",
    "Dropbox": r"dropbox( .*)?",
    "iCloud": r"icloud ?drive|icloud|mobile documents|com~apple~clouddocs",
    "Google Drive": r"google ?(drive|云端硬盘)( .*)?",
    "WPS 云盘": r"wps ?(云盘|drive|cloud files).*",
    "微云": r"(腾讯)?微云.*|weiyun",
    "阿里云盘": r"阿里云盘.*|aliyundrive.*",
    "Nextcloud": r"nextcloud|owncloud|seafile|seadrive",
}
_MARKERS = {  # what a service leaves in the folder that it synchronises
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
    ".nextcloudsync.log": "Nextcloud",
    ".owncloudsync.log": "Nextcloud",
    ".stfolder": "Syncthing",
}
_ONEDRIVE = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")  # environment, on Windows
_CLOUD_ATTRIBUTES = 0x0008_0000 | 0x0010_0000 | 0x0040_0000  # pinned, unpinned, recall on access
_NETWORK_SYSTEMS = re.compile(
    r"nfs\d?|cifs|smb\w*|afs|davfs2?|ncpfs|fuse\.(sshfs|rclone|davfs2?|gvfsd-fuse|smbnetfs)"
)
_REMOVABLE, _REMOTE = 2, 4  # GetDriveTypeW
_LOCAL_COPY = "请把数据放到本机硬盘；要几台电脑同时使用，请由学校架设数据库服务器。"


def refuse_network(folder: Path) -> None:
    """Refused if the folder lies on another machine, where locks cannot be trusted."""
    if is_remote(folder):
        raise Refused(
            f"“{folder}”在网络驱动器上：两台电脑同时写会损坏数据，断网会中断保存。{_LOCAL_COPY}"
        )


def warnings(folder: Path) -> list[str]:
    """What a person should know about this folder, a sentence each; empty for a good place."""
    found: list[str] = []
    if is_remote(folder):
        found.append(f"数据在网络驱动器上，断网或两台电脑同时使用会损坏数据。{_LOCAL_COPY}")
    if service := cloud_service(folder):
        found.append(
            f"数据在{service}的同步文件夹里，同步可能损坏数据，或产生互相冲突的副本。"
            "请把数据移到不同步的文件夹；备份可以放进同步文件夹。"
        )
    if is_removable(folder):
        found.append("数据在可移动磁盘上：拔出前请先关闭双元，再“安全弹出”。")
    return found


def is_remote(folder: Path) -> bool:
    """Whether the folder lies on another machine."""
    if sys.platform == "win32":
        return _on_unc(folder) or _drive_type(folder) == _REMOTE
    return bool(_NETWORK_SYSTEMS.fullmatch(_file_system(folder)))


def is_removable(folder: Path) -> bool:
    """Whether the folder lies on a stick or a card."""
    if sys.platform == "win32":
        return _drive_type(folder) == _REMOVABLE
    return _settled(folder).parts[:2] in (("/", "media"),) or "/run/media/" in f"{folder}/"


def cloud_service(folder: Path, environment: Mapping[str, str] = os.environ) -> str:
    """The service that synchronises the folder; empty if none is known to."""
    place = _settled(folder)
    for service, pattern in _CLOUDS.items():
        if any(re.fullmatch(pattern, part, re.IGNORECASE) for part in place.parts):
            return service
    for variable in _ONEDRIVE:
        root = environment.get(variable)
        if root and place.is_relative_to(Path(root)):
            return "OneDrive"
    return _marked(place)


def require_space(folder: Path, needed: int) -> None:
    """Fault unless so many bytes, and a margin, are free where the folder is."""
    free = shutil.disk_usage(_existing(folder)).free
    if free < needed + MARGIN:
        raise Fault(
            "磁盘空间不足",
            f"“{folder}”所在磁盘还需要 {_megabytes(needed + MARGIN)} 空闲空间，"
            f"现在只有 {_megabytes(free)}。请清理后重试，数据没有改动。",
        )


def _megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:,.0f} MB"


def _marked(place: Path) -> str:
    for each in (place, *place.parents):
        for marker, service in _MARKERS.items():
            if (each / marker).exists():
                return service
    attributes = getattr(_existing(place).stat(), "st_file_attributes", 0)  # only on Windows
    return "网盘" if attributes & _CLOUD_ATTRIBUTES else ""


def _settled(folder: Path) -> Path:
    return folder.resolve()


def _existing(folder: Path) -> Path:
    """The folder, or the nearest one above it that exists."""
    place = _settled(folder)
    return next(each for each in (place, *place.parents) if each.exists())


def _on_unc(folder: PurePath) -> bool:
    drive = folder.drive.replace("/", "\\")
    return drive.startswith("\\\\") and not drive.startswith(("\\\\?\\", "\\\\.\\"))


def _drive_type(folder: Path) -> int:
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - only there

        return int(ctypes.windll.kernel32.GetDriveTypeW(_settled(folder).anchor))
    return 0


def _file_system(folder: Path, table: Path = Path("/proc/self/mounts")) -> str:
    """Name of the file system that holds the folder, after the kernel's table."""
    place = _settled(folder)
    best, kind = -1, ""
    for mounted, system in _mounts(table):
        if place.is_relative_to(mounted) and len(mounted.parts) >= best:
            best, kind = len(mounted.parts), system
    return kind


def _mounts(table: Path) -> Iterator[tuple[Path, str]]:
    try:
        lines = table.read_text("utf-8", "replace").splitlines()
    except OSError:
        return
    for line in lines:
        _, mounted, system, *_ = line.split(" ")
        yield Path(_unescaped(mounted)), system


def _unescaped(mounted: str) -> str:
    r"""The table writes a space as \040."""
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), mounted)
