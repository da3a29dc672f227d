"""What the next start finds and says, whatever the last one left behind."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from app.errors import Damaged, Fault, Refused
from app.models import Partner
from app.places import Places
from app.services import folders, restore
from app.services.copies import Why, listed
from app.services.database import chain, header
from app.services.database.engine import open_sqlite
from app.services.lock import holder
from app.services.opening import open_for_work
from tests.make import Make


def test_a_new_folder_is_made_ready(tmp_path: Path) -> None:
    places = Places(tmp_path / "新" / "数据")
    with open_for_work(places, "杨知行") as office:
        assert office.of(Partner).count() == 0
        assert office.remarks == ()
        assert office.db.user == "杨知行"
    assert holder(places) is None


def test_the_lock_is_free_after_an_error(places: Places) -> None:
    with pytest.raises(RuntimeError), open_for_work(places, "杨知行"):
        raise RuntimeError
    with open_for_work(places, "杨知行") as office:
        assert office.remarks == (), "an error in a command is no crash"


def test_after_a_crash_there_is_a_word_about_it(places: Places) -> None:
    with open_for_work(places, "杨知行") as office:
        Make(office)(Partner)
    engine = open_sqlite(places.database)
    with engine.begin() as connection:
        connection.execute(text("UPDATE site_self SET closed_clean = NULL"))
    engine.dispose()
    with open_for_work(places, "杨知行") as office:
        assert len(office.remarks) == 1
        assert "没有正常关闭" in office.remarks[0]
    with open_for_work(places, "杨知行") as office:
        assert office.remarks == ()


def test_a_cloud_folder_is_opened_with_a_warning(tmp_path: Path) -> None:
    with open_for_work(Places(tmp_path / "坚果云" / "双元"), "杨知行") as office:
        assert "坚果云" in office.remarks[0]


def test_a_network_folder_is_opened_only_on_purpose(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders, "is_remote", lambda _: True)
    with pytest.raises(Refused, match="网络驱动器"), open_for_work(places, "杨知行"):
        pass
    with open_for_work(places, "杨知行", anyway=True) as office:
        assert "网络驱动器" in office.remarks[0]


def test_an_older_file_is_brought_up_to_date_after_a_copy(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_for_work(places, "杨知行") as office:
        Make(office)(Partner)
    calls: list[Path] = []

    def step(path: Path) -> None:  # stands for the scripts, which test_migrate.py tests
        calls.append(path)
        engine = open_sqlite(path)
        with engine.begin() as connection:
            connection.execute(text(f"PRAGMA user_version={chain.SCHEMA + 1}"))
        engine.dispose()

    monkeypatch.setattr("app.services.opening.SCHEMA", chain.SCHEMA + 1)
    monkeypatch.setattr(header, "SCHEMA", chain.SCHEMA + 1)
    monkeypatch.setattr(restore, "upgrade", step)
    with open_for_work(places, "杨知行") as office:
        assert office.of(Partner).count() == 1
    assert [each.why for each in listed(places.backups)] == [Why.UPGRADE]
    assert len(calls) == 1
    assert calls[0] != places.database, "a copy is upgraded, never the file itself"


def test_a_failed_upgrade_leaves_everything_as_it_was(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = places.database.read_bytes()

    def fail(path: Path) -> None:
        path.write_bytes(b"half")
        raise Fault("升级会丢失数据，已取消")

    monkeypatch.setattr("app.services.opening.SCHEMA", chain.SCHEMA + 1)
    monkeypatch.setattr(restore, "upgrade", fail)
    with pytest.raises(Fault, match="已取消"), open_for_work(places, "杨知行"):
        pass
    assert places.database.read_bytes() == before
    assert not list(places.folder.glob(".*"))


def _zeroed(path: Path) -> None:
    with path.open("rb+") as file:
        file.seek(4096 * 5)
        file.write(bytes(4096))


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (_zeroed, "内部有损坏"),
        (lambda path: path.write_bytes(path.read_bytes()[:-5000]), "不完整"),
        (lambda path: path.write_bytes(b"x" * 20_000), "开头已损坏"),
        (lambda path: path.write_bytes(b"SQLite format 3\0"), "开头已损坏"),
    ],
)
def test_damage_is_said_in_words(
    places: Places, spoil: Callable[[Path], object], told: str
) -> None:
    spoil(places.database)
    with pytest.raises(Damaged, match=told) as fault, open_for_work(places, "杨知行"):
        pass
    assert "没有找到完好的备份" in fault.value.advice
    assert holder(places) is None


@pytest.mark.parametrize(("at", "value", "told"), [(60, 99, "更新的程序"), (68, 7, "不是双元")])
def test_foreign_and_newer_files_are_left_alone(
    places: Places, at: int, value: int, told: str
) -> None:
    content = bytearray(places.database.read_bytes())
    content[at : at + 4] = value.to_bytes(4, "big")
    places.database.write_bytes(content)
    with pytest.raises(Fault, match=told), open_for_work(places, "杨知行"):
        pass
    assert places.database.read_bytes() == content
