"""Risky places are recognised, ordinary ones are not."""

from pathlib import Path

import pytest

from app.errors import Fault, Refused
from app.services import folders
from app.services.folders import cloud_service, require_space, warnings


@pytest.mark.parametrize(
    ("part", "service"),
    [
        ("OneDrive", "OneDrive"),
        ("OneDrive - 成都示例职业学院", "OneDrive"),
        ("我的坚果云", "坚果云"),
        ("Nutstore Files", "坚果云"),
        ("百度网盘", "百度网盘"),
        ("BaiduNetdiskWorkspace", "百度网盘"),
        ("BaiduSyncdisk", "百度网盘"),
        ("Dropbox (Personal)", "Dropbox"),
        ("iCloudDrive", "iCloud"),
        ("iCloud Drive", "iCloud"),
        ("WPS云盘", "WPS 云盘"),
        ("WPS Cloud Files", "WPS 云盘"),
        ("阿里云盘", "阿里云盘"),
        ("Google Drive", "Google Drive"),
    ],
)
def test_synchronised_folders_are_known_by_name(tmp_path: Path, part: str, service: str) -> None:
    folder = tmp_path / part / "教务" / "双元"
    assert cloud_service(folder, {}) == service
    assert service in "".join(warnings(folder))


@pytest.mark.parametrize("part", ["双元数据", "云计算专业", "boxes", "坚果", "百度一下", "Drive"])
def test_ordinary_folders_are_not(tmp_path: Path, part: str) -> None:
    assert warnings(tmp_path / part) == []


def test_a_service_is_known_by_what_it_leaves(tmp_path: Path) -> None:
    (tmp_path / ".stfolder").mkdir()
    assert cloud_service(tmp_path / "数据", {}) == "Syncthing"


def test_onedrive_under_another_name_is_known_from_the_environment(tmp_path: Path) -> None:
    assert cloud_service(tmp_path / "数据", {"OneDriveCommercial": str(tmp_path)}) == "OneDrive"
    assert cloud_service(tmp_path / "数据", {"OneDrive": str(tmp_path / "别处")}) == ""


TABLE = r"""
/dev/sda1 / ext4 rw 0 0
server:/home /mnt/教务\040共享 nfs4 rw 0 0
//jwc/share /mnt/jwc cifs rw 0 0
me@host: /mnt/ssh fuse.sshfs rw 0 0
/dev/sdb1 /mnt/jwc/local ext4 rw 0 0
""".lstrip()


@pytest.mark.parametrize(
    ("folder", "system"),
    [
        ("/home/a", "ext4"),
        ("/mnt/教务 共享/双元", "nfs4"),
        ("/mnt/jwc/双元", "cifs"),
        ("/mnt/jwcx", "ext4"),
        ("/mnt/ssh", "fuse.sshfs"),
        ("/mnt/jwc/local/a", "ext4"),
    ],
)
def test_the_file_system_is_that_of_the_nearest_mount(
    tmp_path: Path, folder: str, system: str
) -> None:
    table = tmp_path / "mounts"
    table.write_text(TABLE, "utf-8")
    assert folders._file_system(Path(folder), table) == system


def test_network_drives_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folders.refuse_network(tmp_path)
    for system in ("nfs", "nfs4", "cifs", "smb3", "fuse.sshfs", "davfs"):
        monkeypatch.setattr(folders, "_file_system", lambda _, found=system: found)
        with pytest.raises(Refused, match="网络驱动器"):
            folders.refuse_network(tmp_path)
        assert any("网络驱动器" in sentence for sentence in warnings(tmp_path))


def test_space_is_asked_for_before_it_is_needed(tmp_path: Path) -> None:
    require_space(tmp_path / "还没有" / "这个文件夹", 1024)
    with pytest.raises(Fault, match="磁盘空间不足") as fault:
        require_space(tmp_path, 2**60)
    assert "MB" in fault.value.advice
