"""Copies are verified, listed, thinned out and carried to a second place."""

import json
import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Damaged, Fault, Refused
from app.models import Partner
from app.places import Places
from app.services import copies
from app.services.backup import Backups, Why, newest_good
from app.services.copies import Backup, carry, described, listed, manifest_of, sound, spare
from app.services.database.files import Content
from app.services.office import Office
from app.settings import Settings, save
from tests.make import Make

NOW = datetime(2026, 3, 2, 9, 12, tzinfo=UTC)


def damage(path: Path) -> None:
    """One byte in the middle of the file."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)


def test_a_copy_is_made_while_the_data_is_open(office: Office, make: Make) -> None:
    make(Partner)
    backup = office.backups.make()
    assert sound(backup)
    assert backup.content.counts["partner"] == 1
    assert office.backups.all() == [backup]
    told = json.loads(manifest_of(backup.path).read_text("utf-8"))
    assert told["sha256"] == backup.sha256
    assert backup.content.head[:8] in backup.path.name, "the end of the log, as a witness"


def test_a_copy_holds_one_moment_although_somebody_writes(office: Office, make: Make) -> None:
    make(Partner)
    with office.db.write("新建合作企业") as writing:
        row = office.of(Partner).accept({"name": "成都锦程"}, complete=True)
        del row["programmes"]  # lies in a table of its own
        writing.insert_many(Partner, [row])
        backup = office.backups.make()
    assert backup.content.counts["partner"] == 1
    assert office.of(Partner).count() == 2


def test_nothing_changed_nothing_copied(office: Office, make: Make) -> None:
    make(Partner)
    assert office.backups.changed()
    first = office.backups.make(Why.EXIT)
    assert not office.backups.changed()
    assert office.backups.before(Why.IMPORT) == first
    make(Partner)
    second = office.backups.before(Why.IMPORT)
    assert second != first
    assert second.why is Why.IMPORT


def test_the_clock_asks_only_when_something_changed(office: Office, make: Make) -> None:
    make(Partner)
    assert office.backups.due(4)
    office.backups.make()
    assert not office.backups.due(0)
    make(Partner)
    assert office.backups.due(0)
    assert not office.backups.due(4)


def test_before_an_upgrade_a_copy_of_its_own_is_made(office: Office, make: Make) -> None:
    make(Partner)
    office.backups.make()
    assert "before-upgrade-v1" in office.backups.before(Why.UPGRADE).path.name


def test_without_data_there_is_nothing_to_copy(tmp_path: Path) -> None:
    with pytest.raises(Refused):
        Backups(Places(tmp_path)).make()


def test_damaged_data_gives_no_copy_and_old_ones_stay(
    office: Office, make: Make, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(Partner)
    old = [office.backups.make() for _ in range(3)]
    office.db.close()
    size = places.database.stat().st_size
    with places.database.open("rb+") as file:
        file.seek(size // 4096 // 2 * 4096)
        file.write(bytes(4096))
    monkeypatch.setattr(copies, "_stays", lambda *_: False)
    with pytest.raises(Damaged):
        office.backups.make()
    assert listed(places.backups) == old[::-1]
    assert sorted(each.name for each in places.backups.iterdir()) == sorted(
        name for each in old for name in (each.path.name, manifest_of(each.path).name)
    ), "no draft is left"


def test_a_copy_that_does_not_hold_what_it_should_is_thrown_away(
    office: Office, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(Partner)
    real = copies.copy_file

    def forgetful(source: Path, target: Path) -> Content:
        content = real(source, target)
        return replace(content, counts=content.counts | {"partner": 2})

    monkeypatch.setattr(copies, "copy_file", forgetful)
    with pytest.raises(Fault, match="没有通过检查"):
        office.backups.make()
    assert list(office.places.backups.iterdir()) == []


@pytest.mark.parametrize("fault", ["byte", "short", "gone", "no manifest", "bad manifest"])
def test_what_was_not_verified_does_not_count(office: Office, make: Make, fault: str) -> None:
    make(Partner)
    good = office.backups.make()
    make(Partner)
    bad = office.backups.make()
    if fault == "byte":
        damage(bad.path)
    elif fault == "short":
        bad.path.write_bytes(bad.path.read_bytes()[:-4096])
    elif fault == "gone":
        bad.path.unlink()
    elif fault == "no manifest":
        manifest_of(bad.path).unlink()
    else:
        manifest_of(bad.path).write_text('{"at": 1}', "utf-8")
    assert newest_good(office.places) == good


def test_a_draft_of_a_crash_is_swept_and_a_stranger_is_not(office: Office, make: Make) -> None:
    make(Partner)
    office.places.backups.mkdir()
    stranger = office.places.backups / "我的笔记.tmp"
    stranger.write_text("不要删", "utf-8")
    old, young = (office.places.backups / f".tandem-draft-{n}-backup.db" for n in (1, 2))
    old.write_bytes(b"half")
    young.write_bytes(b"another process is at it")
    os.utime(old, (0, 0))
    office.backups.make()
    assert stranger.exists()
    assert young.exists()
    assert not old.exists()


# --- thinning


def copy(at: datetime, why: Why = Why.TIMED) -> Backup:
    content = Content(1, {}, "HQ-0000", 1, "0" * 64, ())
    return Backup(Path(f"{at:%Y%m%d%H%M%S}-{why.name}"), at, why, "1", 1, "", content)


def thinned(backups: Sequence[Backup], now: datetime) -> list[Backup]:
    gone = spare(backups, now)
    return [each for each in backups if each not in gone]


def test_a_year_of_work_leaves_days_weeks_and_months() -> None:
    held: list[Backup] = []
    for day in range(400):
        for hour in (1, 5, 8):
            now = NOW + timedelta(days=day, hours=hour)
            held = thinned([*held, copy(now)], now)
            assert held[-1].at == now
    days = {each.at.astimezone().date() for each in held}
    last = max(days)
    assert all(last - timedelta(days=n) in days for n in range(7))
    weeks = sorted({f"{day:%G%V}" for day in days}, reverse=True)
    assert {f"{last - timedelta(weeks=n):%G%V}" for n in range(4)} <= set(weeks)
    months = {f"{day:%Y%m}" for day in days}
    assert len(months) == 12
    assert len(held) <= 3 + 7 + 4 + 12


times = st.datetimes(NOW.replace(tzinfo=None) - timedelta(days=900), NOW.replace(tzinfo=None))


@given(st.lists(st.tuples(times, st.sampled_from(Why)), min_size=1, max_size=60, unique=True))
def test_what_must_stay_stays(made: list[tuple[datetime, Why]]) -> None:
    backups = [copy(at.replace(tzinfo=UTC), why) for at, why in made]
    held = thinned(backups, NOW)
    assert max(each.at for each in backups) == max(each.at for each in held)
    for each in backups:
        today = each.at.astimezone().date() == NOW.astimezone().date()
        fresh = each.why is Why.RESTORE and NOW - each.at < timedelta(days=30)
        if each.why is Why.UPGRADE or today or fresh:
            assert each in held
    assert thinned(held, NOW) == held, "twice is no worse than once"


# --- the second place


@pytest.fixture
def stick(office: Office, tmp_path: Path) -> Path:
    """A folder that the office chose for its second copies."""
    folder = tmp_path / "U盘"
    folder.mkdir()
    save(replace(Settings(), second_place=str(folder)), office.places.settings)
    return folder / "双元备份"


def test_the_second_place_gets_the_same_copy_and_the_attachments(
    office: Office, make: Make, stick: Path, tmp_path: Path
) -> None:
    scan = tmp_path / "协议.pdf"
    scan.write_bytes(b"%PDF-1.4 scan")
    added = office.attachments.add(Partner, make(Partner).id, scan)
    backup = office.backups.make()
    (there,) = listed(stick)
    assert there == replace(backup, path=stick / backup.path.name)
    assert sound(there)
    blob = stick / "attachments" / added.sha256[:2] / added.sha256
    assert blob.read_bytes() == scan.read_bytes()
    assert office.backups.status().sentences == ()


def test_a_stick_that_is_not_there_keeps_nobody_from_working(
    office: Office, make: Make, stick: Path
) -> None:
    make(Partner)
    stick.parent.rmdir()
    assert sound(office.backups.make())
    assert office.backups.trouble == ""
    assert "接好 U 盘" in office.backups.status().sentences[0]


def test_a_stick_that_fails_is_told(office: Office, make: Make, stick: Path) -> None:
    make(Partner)
    stick.write_text("不是文件夹", "utf-8")
    assert sound(office.backups.make())
    assert "第二备份没有写成" in office.backups.trouble
    assert office.backups.trouble in office.backups.status().sentences


def test_after_two_weeks_without_the_stick_somebody_says_so(
    office: Office, make: Make, stick: Path
) -> None:
    make(Partner)
    office.backups.make()
    now = datetime.now(UTC)
    assert office.backups.status(now + timedelta(days=13)).sentences == ()
    assert office.backups.status(now + timedelta(days=15)).sentences == (
        "最近一次备份已是 15 天前。",
        "已有 15 天没有第二份备份，请接好 U 盘后备份一次。",
    )


def test_no_second_place_is_worth_a_word(office: Office, make: Make) -> None:
    make(Partner)
    office.backups.make()
    assert any("第二备份位置" in each for each in office.backups.status().sentences)


def test_what_does_not_arrive_whole_does_not_count(
    office: Office, make: Make, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(Partner)
    backup = office.backups.make()
    real = copies.durable.copied

    def broken(source: Path, target: Path) -> str:
        told = real(source, target)
        damage(target)
        return told

    monkeypatch.setattr(copies.durable, "copied", broken)
    with pytest.raises(Fault, match="与原件不同"):
        carry(backup, stick.parent / "另一个")
    assert listed(stick.parent / "另一个") == []


# --- where the person wants it


def test_a_copy_goes_where_the_person_says(office: Office, make: Make, tmp_path: Path) -> None:
    make(Partner)
    out = tmp_path / "交接" / "双元.db"
    backup = office.backups.export(out)
    assert backup.path == out
    assert described(out) == backup
    with pytest.raises(Refused, match="已经存在"):
        office.backups.export(out)
    with pytest.raises(Refused, match=r"\.json"):
        office.backups.export(tmp_path / "双元.json")
    folder = tmp_path / "移动硬盘"
    folder.mkdir()
    assert office.backups.export(folder).path.parent == folder


def test_no_copy_without_room(office: Office, make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    make(Partner)
    monkeypatch.setattr("app.services.folders.MARGIN", 2**60)
    for way in (office.backups.make, lambda: office.backups.before(Why.IMPORT)):
        with pytest.raises(Fault, match="磁盘空间不足"):
            way()
    assert office.backups.all() == []
