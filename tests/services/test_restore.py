"""A restore brings back what was there, keeps what is there, and refuses what is no good."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from app.errors import Cancelled, Damaged, Refused
from app.models import Agreement, Partner
from app.places import Places
from app.services import durable
from app.services.backup import Why
from app.services.check import check
from app.services.copies import Backup, listed, manifest_of
from app.services.database.engine import open_sqlite
from app.services.database.files import look_into
from app.services.opening import open_for_work, restore_file
from app.services.restore import compare, finish
from tests.make import Make


@pytest.fixture
def backup(places: Places) -> Backup:
    """A copy with two partners; the data itself has gone on to three, and one agreement."""
    with open_for_work(places, "杨知行") as office:
        make = Make(office)
        for name in ("成都锦程智能装备有限公司", "成都云启科技有限公司"):
            make(Partner, name=name)
        made = office.backups.make()
        make(Partner, name="后来的企业")
        make(Agreement)
    return made


def names(places: Places) -> set[str]:
    with open_for_work(places, "杨知行") as office:
        return {each.name for each in office.of(Partner).all()}


def test_counts_are_compared_before_anything_happens(places: Places, backup: Backup) -> None:
    told = {each.label: (each.now, each.then) for each in compare(places, backup.path)}
    assert told["合作企业"] == (3, 2)
    assert told["协议"] == (1, 0)
    assert str(compare(places, backup.path)[0]) == "合作企业：现有 3 家，备份里 2 家"


def test_what_was_there_comes_back_and_what_is_there_is_kept(
    places: Places, backup: Backup
) -> None:
    steps: list[tuple[int, int, str]] = []
    done = restore_file(places, backup.path, "杨知行", lambda *step: steps.append(step))
    assert names(places) == {"成都锦程智能装备有限公司", "成都云启科技有限公司"}
    assert done.problems == ()
    assert steps[-1][0] == steps[-1][1]
    assert done.kept_aside is not None
    restore_file(places, done.kept_aside, "杨知行")
    assert "后来的企业" in names(places)


def test_a_restored_file_is_a_site_of_its_own_and_says_so(places: Places, backup: Backup) -> None:
    restore_file(places, backup.path, "杨知行")
    with open_for_work(places, "杨知行") as office:
        Make(office)(Partner)
        assert check(office).problems == ()
        with office.db.read() as session:
            sites = session.scalars(text("SELECT DISTINCT site FROM change_set")).all()
            what = session.scalars(text("SELECT what FROM event_log")).all()
        assert len(sites) == 2
        assert what == ["恢复"]
        assert office.remarks == (), "it was closed well"


def test_on_a_new_pc_the_stick_is_enough(places: Places, tmp_path: Path) -> None:
    scan = tmp_path / "协议.pdf"
    scan.write_bytes(b"%PDF-1.4 scan")
    stick = tmp_path / "U盘"
    stick.mkdir()
    with open_for_work(places, "杨知行") as office:
        partner = Make(office)(Partner, name="成都锦程智能装备有限公司")
        office.attachments.add(Partner, partner.id, scan)
        made = office.backups.export(stick)
    new = Places(tmp_path / "新电脑" / "双元")
    done = restore_file(new, made.path, "龙应龙")
    assert done.kept_aside is None
    assert done.lost_attachments == 0
    with open_for_work(new, "龙应龙") as office:
        (added,) = office.attachments.listed(Partner, partner.id)
        assert office.attachments.open_path(added).read_bytes() == scan.read_bytes()
        assert check(office).problems == ()


def test_attachments_that_nobody_has_are_counted(places: Places, tmp_path: Path) -> None:
    scan = tmp_path / "协议.pdf"
    scan.write_bytes(b"%PDF-1.4 scan")
    with open_for_work(places, "杨知行") as office:
        office.attachments.add(Partner, Make(office)(Partner).id, scan)
        made = office.backups.make()
    assert restore_file(Places(tmp_path / "新"), made.path).lost_attachments == 1


def _byte(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)


def _page(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096 * 5 : 4096 * 6] = bytes(4096)
    path.write_bytes(content)
    manifest_of(path).unlink()


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-4096])
    manifest_of(path).unlink()


def _header(path: Path, at: int, value: int) -> None:
    content = bytearray(path.read_bytes())
    content[at : at + 4] = value.to_bytes(4, "big")
    path.write_bytes(content)
    manifest_of(path).unlink()


def _changed(*statements: str) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        manifest_of(path).unlink()
        engine = open_sqlite(path, foreign_keys=False)
        with engine.begin() as connection:
            for each in statements:
                connection.execute(text(each))
        engine.dispose()

    return change


_HOSTILE = "AFTER INSERT ON campus BEGIN DELETE FROM campus; END"
_GUARD = "booking_occurrence_new"


FAULTS: dict[str, tuple[Callable[[Path], object], str]] = {
    "one byte": (_byte, "与制作时不同"),
    "a page zeroed": (_page, "内部有损坏"),
    "cut short": (_cut, "不完整"),
    "empty": (lambda path: path.write_bytes(b""), "与制作时不同"),
    "no database": (lambda path: path.write_text("你好" * 3000, "utf-8"), "与制作时不同"),
    "a newer program's": (lambda path: _header(path, 60, 99), "更新的程序版本"),
    "somebody else's": (lambda path: _header(path, 68, 7), "不是双元的数据文件"),
    "not there": (lambda path: path.unlink(), "找不到"),
    "with a trigger in it": (_changed(f"CREATE TRIGGER t {_HOSTILE}"), "不属于双元"),
    "a trigger of ours that does something else": (
        _changed(f"DROP TRIGGER {_GUARD}", f"CREATE TRIGGER {_GUARD} {_HOSTILE}"),
        "不属于双元",
    ),
    "a guard missing": (_changed(f"DROP TRIGGER {_GUARD}"), "结构已损坏"),
    "a table missing": (_changed("DROP TABLE event_log"), "缺少内容"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_no_good_is_refused_in_words(places: Places, backup: Backup, fault: str) -> None:
    spoil, told = FAULTS[fault]
    spoil(backup.path)
    before = places.database.read_bytes()
    with pytest.raises(Refused, match=told):
        restore_file(places, backup.path, "杨知行")
    assert places.database.read_bytes() == before
    assert sorted(each.name for each in places.folder.iterdir()) == [
        "backups",
        "tandem.db",
        "tandem.lock",
    ]


def test_the_data_itself_is_no_backup(places: Places, backup: Backup) -> None:
    with pytest.raises(Refused, match="正在使用"):
        restore_file(places, places.database, "杨知行")


def test_a_restore_waits_until_everybody_has_left(places: Places, backup: Backup) -> None:
    with open_for_work(places, "石晓岚"), pytest.raises(Refused, match="石晓岚"):
        restore_file(places, backup.path, "杨知行")


def test_a_restore_given_up_changes_nothing(places: Places, backup: Backup) -> None:
    def stop(done: int, total: int, what: str) -> None:
        if done == 3:
            raise Cancelled

    before = places.database.read_bytes()
    with pytest.raises(Cancelled):
        restore_file(places, backup.path, "杨知行", stop)
    assert places.database.read_bytes() == before


def test_damaged_data_is_kept_as_it_is_for_salvage(places: Places, backup: Backup) -> None:
    content = places.database.read_bytes()
    places.database.write_bytes(content[: len(content) // 2])
    with pytest.raises(Damaged, match="不完整") as damaged:
        names(places)
    assert backup.path.name in damaged.value.advice
    done = restore_file(places, backup.path, "杨知行")
    assert done.kept_aside is not None
    assert done.kept_aside.read_bytes() == content[: len(content) // 2]
    assert len(names(places)) == 2


def test_a_journal_of_the_old_file_is_never_played_into_the_new_one(
    places: Places, backup: Backup
) -> None:
    with closing(open_sqlite(places.database).raw_connection()) as raw:
        connection = raw.driver_connection
        connection.execute("PRAGMA cache_spill=1")
        connection.execute("PRAGMA cache_size=5")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE partner SET name = 'x'")
        connection.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9000)"
            "INSERT INTO sync_known SELECT 'X' || i, i, i, hex(randomblob(32)) FROM n"
        )
        journal = places.folder / "tandem.db-journal"
        hot = journal.read_bytes()
        connection.execute("ROLLBACK")
    next_one = places.folder / "tandem.db.next"
    durable.copied(backup.path, next_one)
    journal.write_bytes(hot)
    finish(places)
    assert not journal.exists()
    assert not next_one.exists()
    assert look_into(places.database) == backup.content


def test_a_restore_cut_off_by_a_crash_is_completed_at_the_next_start(
    places: Places, backup: Backup
) -> None:
    durable.copied(backup.path, places.folder / "tandem.db.next")
    assert len(names(places)) == 2


def test_data_that_vanished_is_not_replaced_by_an_empty_file(
    places: Places, backup: Backup
) -> None:
    places.database.unlink()
    with pytest.raises(Damaged, match="不见了") as damaged:
        names(places)
    assert backup.path.name in damaged.value.advice
    restore_file(places, backup.path, "杨知行")
    assert len(names(places)) == 2


def test_what_a_restore_replaced_stays_a_month(places: Places, backup: Backup) -> None:
    restore_file(places, backup.path, "杨知行")
    assert listed(places.backups)[0].why is Why.RESTORE
