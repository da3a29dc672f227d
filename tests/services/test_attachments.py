"""Attachments come back as they went in, and nothing dangerous comes in."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Conflict, Fault, Refused
from app.models import Agreement, Attachment, Partner
from app.services import attachments as module
from app.services import blobs
from app.services.attachments import accepted_name
from app.services.office import Office
from tests.make import Make


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "校企合作协议（扫描件）.pdf"
    path.write_bytes(b"%PDF-1.4 " + bytes(range(256)) * 50)
    return path


def add(office: Office, make: Make, path: Path) -> Attachment:
    return office.attachments.add(Partner, make(Partner).id, path, "原件")


def test_what_went_in_comes_back(office: Office, make: Make, scan: Path) -> None:
    partner = make(Partner)
    added = office.attachments.add(Partner, partner.id, scan, " 盖章原件 ")
    (found,) = office.attachments.listed(Partner, partner.id)
    assert (found.name, found.caption, found.size) == (scan.name, "盖章原件", scan.stat().st_size)
    shown = office.attachments.open_path(added)
    assert shown.name == scan.name
    assert shown.read_bytes() == scan.read_bytes()
    assert shown.stat().st_mode & 0o222 == 0, "read-only"
    office.attachments.tidy()
    assert not shown.parent.exists()


def test_equal_content_lies_there_once_under_its_hash(
    office: Office, make: Make, scan: Path
) -> None:
    one, other = add(office, make, scan), add(office, make, scan)
    assert one.sha256 == other.sha256
    stored = [path for path in office.places.attachments.rglob("*") if path.is_file()]
    assert stored == [office.places.attachments / one.sha256[:2] / one.sha256]


def test_only_the_owners_are_listed(office: Office, make: Make, scan: Path) -> None:
    partner, agreement = make(Partner), make(Agreement)
    office.attachments.add(Partner, partner.id, scan)
    assert office.attachments.listed(Agreement, agreement.id) == []
    assert office.attachments.listed(Agreement, partner.id) == []


def test_removed_is_binned_and_undone(office: Office, make: Make, scan: Path) -> None:
    commits: list[int] = []
    office.db.subscribe(lambda commit: commits.append(commit.seq))
    partner = make(Partner)
    added = office.attachments.add(Partner, partner.id, scan)
    office.attachments.remove(added)
    assert office.attachments.listed(Partner, partner.id) == []
    with pytest.raises(Conflict):
        office.attachments.remove(added)
    office.db.take_back(commits[-1])
    (back,) = office.attachments.listed(Partner, partner.id)
    assert office.attachments.open_path(back).read_bytes() == scan.read_bytes()


def test_when_partners_are_merged_the_attachments_come_along(
    office: Office, make: Make, scan: Path
) -> None:
    keep, lose = make(Partner), make(Partner)
    added = office.attachments.add(Partner, lose.id, scan)
    office.partners.merge(keep.id, lose.id, {})
    assert [each.id for each in office.attachments.listed(Partner, keep.id)] == [added.id]


def test_a_caption_can_be_changed(office: Office, make: Make, scan: Path) -> None:
    partner = make(Partner)
    office.attachments.describe(office.attachments.add(Partner, partner.id, scan), "复印件")
    assert office.attachments.listed(Partner, partner.id)[0].caption == "复印件"


def test_a_copy_is_saved_elsewhere(office: Office, make: Make, scan: Path, tmp_path: Path) -> None:
    target = tmp_path / "另存.pdf"
    office.attachments.save_as(add(office, make, scan), target)
    assert target.read_bytes() == scan.read_bytes()


def test_nothing_is_attached_to_what_is_gone(office: Office, make: Make, scan: Path) -> None:
    partner = make(Partner)
    office.of(Partner).delete([partner.id])
    with pytest.raises(Conflict):
        office.attachments.add(Partner, partner.id, scan)


def test_a_changed_or_lost_content_is_not_shown(office: Office, make: Make, scan: Path) -> None:
    added = add(office, make, scan)
    place = blobs.place(office.places.attachments, added.sha256)
    place.write_bytes(b"something else")
    with pytest.raises(Fault, match="丢失或损坏"):
        office.attachments.open_path(added)
    assert office.attachments.missing() == []
    place.unlink()
    assert [each.id for each in office.attachments.missing()] == [added.id]
    with pytest.raises(Fault, match="丢失或损坏"):
        office.attachments.save_as(added, scan.with_name("x.pdf"))
    office.attachments.add(Partner, make(Partner).id, scan)
    assert office.attachments.open_path(added).read_bytes() == scan.read_bytes(), "it heals"


@pytest.mark.parametrize(
    "name",
    [
        "安装.exe",
        "批处理.BAT",
        "快捷方式.lnk",
        "脚本.js",
        "协议.pdf.scr",
        "x.ps1",
        "网页.hta",
        "链接.url",
        "协议.docx .exe",
        "协议.exe.",
        "协议.exe ",
        "a.VBS",
        "宏.jar",
    ],
)
def test_programs_are_refused(office: Office, make: Make, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"MZ")
    with pytest.raises(Refused, match="程序"):
        add(office, make, path)
    assert not office.places.attachments.exists()


@pytest.mark.parametrize(
    "name",
    ["协议\u202efdp.exe", "协议\u200b.pdf", "协\x07议.pdf", "协议\ud800.pdf", "无扩展名", ".pdf"],
)
def test_deceiving_names_are_refused(name: str) -> None:
    with pytest.raises(Refused):
        accepted_name(name)


def test_too_large_empty_and_missing_files_are_refused(
    office: Office, make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.pdf"
    with pytest.raises(Refused, match="找不到"):
        add(office, make, path)
    path.write_bytes(b"")
    with pytest.raises(Refused, match="是空的"):
        add(office, make, path)
    path.write_bytes(b"x" * 11)
    monkeypatch.setattr(module, "LARGEST", 10)
    with pytest.raises(Refused, match="50 MB"):
        add(office, make, path)


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("CON.pdf", "_CON.pdf"),
        ("lpt1.docx", "_lpt1.docx"),
        ("a:stream.pdf", "a_stream.pdf"),
        ("..\\..\\x.pdf", "_.._x.pdf"),
        ("../../x.pdf", "_.._x.pdf"),
        ("C:\\Windows\\x.pdf", "C__Windows_x.pdf"),
        ("合同<1>?.pdf", "合同_1__.pdf"),
        ("协议.pdf. .", "协议.pdf"),
    ],
)
def test_names_are_made_harmless(given_name: str, kept: str) -> None:
    assert accepted_name(given_name) == kept


@given(st.text(max_size=300), st.sampled_from(["pdf", "docx", "jpg"]))
def test_no_name_leads_out_of_its_folder(stem: str, suffix: str) -> None:
    try:
        name = accepted_name(f"{stem}.{suffix}")
    except Refused:
        return
    assert Path(name).name == name
    assert not set(name) & set('<>:"/\\|?*')
    assert len(name.encode()) <= 200
    assert name.endswith(f".{suffix}")
    assert accepted_name(name) == name


def test_a_hash_that_is_none_is_no_path(tmp_path: Path) -> None:
    for bad in ("../../etc/passwd", "A" * 64, "a" * 63):
        with pytest.raises(ValueError, match=bad[:5]):
            blobs.place(tmp_path, bad)
        assert not blobs.holds(tmp_path, bad)
