"""Full disks, files that cannot be written, damaged files: said in words, and nothing is lost."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event, text

from app.errors import Damaged, Fault
from app.models import Partner
from app.places import Places
from app.services import durable
from app.services.check import check
from app.services.database import Database
from app.services.database.engine import open_sqlite
from app.services.office import Office, open_office
from app.services.pinyin import Pinyin
from tests.crash.deeds import row
from tests.make import Make


@contextmanager
def full_disk(db: Database, spare_pages: int) -> Iterator[None]:
    """The file may grow by so many pages and no more."""

    def limit(connection: Any, *_: object) -> None:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count={pages + spare_pages}")

    db.engine.dispose()
    event.listen(db.engine, "connect", limit)
    yield
    event.remove(db.engine, "connect", limit)
    db.engine.dispose()


def test_a_full_disk_is_a_fault_and_loses_nothing(office: Office, make: Make) -> None:
    kept = {make(Partner).id for _ in range(3)}
    records = office.of(Partner)
    with full_disk(office.db, 2):
        saving = (records.save({"name": "企业" * 40, "remark": "备" * 999}).id for _ in range(200))
        with pytest.raises(Fault, match="磁盘空间不足") as fault:
            keep_each(saving, kept)
        assert "没有保存" in fault.value.advice
        assert set(records.find()) == kept, "reading goes on"
    assert check(office).problems == ()
    kept.add(records.save({"name": "又有地方了"}).id)
    assert set(records.find()) == kept


def keep_each(saving: Iterator[UUID], kept: set[UUID]) -> None:
    for key in saving:
        kept.add(key)


def test_an_import_that_does_not_fit_leaves_nothing(office: Office) -> None:
    rows = [row(office, n) for n in range(5_000)]
    full = full_disk(office.db, 60)
    with full, pytest.raises(Fault, match="磁盘空间不足"), office.db.write("导入") as writing:
        writing.insert_many(Partner, rows)
    assert office.of(Partner).count() == 0
    assert check(office).problems == ()


def test_a_listener_does_not_hear_of_what_did_not_happen(office: Office) -> None:
    heard: list[int] = []
    office.db.subscribe(lambda commit: heard.append(commit.seq))
    values = {"name": "企业" * 10, "remark": "备注" * 2_000}
    with full_disk(office.db, 0), pytest.raises(Fault, match="磁盘空间不足"):
        list(map(office.of(Partner).save, [values] * 200))
    assert len(heard) == office.of(Partner).count()


def test_a_read_only_file_is_read_but_not_written(places: Places, pinyin: Pinyin) -> None:
    office = open_office(places, user="杨知行")
    Make(office)(Partner)
    office.db.close()
    db = Database(open_sqlite(places.database, read_only=True), pinyin, "杨知行")
    with db.read() as session:
        assert session.scalar(text("SELECT count(*) FROM partner")) == 1
    with pytest.raises(Fault, match="只读"), db.write("改") as writing:
        writing.session.connection().execute(text("UPDATE partner SET staff = 1"))
    db.engine.dispose()


def test_damage_met_while_working_is_named(office: Office, make: Make) -> None:
    for _ in range(30):
        make(Partner, remark="备注" * 900)
    office.db.engine.dispose()
    content = office.places.database.read_bytes()
    half = len(content) // 8192 * 4096
    office.places.database.write_bytes(content[:half] + b"\xff" * (len(content) - half))
    with pytest.raises(Damaged, match="已损坏"):
        office.of(Partner).all()
    office.places.database.write_bytes(content)


def test_text_and_names_that_are_none_are_damage(office: Office, make: Make) -> None:
    make(Partner)
    with office.db.engine.begin() as connection:
        connection.execute(text("UPDATE partner SET address = CAST(x'e6ff' AS TEXT)"))
    with pytest.raises(Damaged, match="已损坏"):
        office.of(Partner).all()
    with office.db.engine.begin() as connection:
        connection.execute(text("UPDATE partner SET address = NULL"))
        connection.execute(text("PRAGMA writable_schema=ON"))
        broken = "UPDATE sqlite_schema SET sql = CAST(replace(CAST(sql AS BLOB), x'616464726573"
        connection.execute(text(f"{broken}73', x'61ff6472657373') AS TEXT) WHERE name = 'partner'"))
    office.db.engine.dispose()
    assert not check(office).ok


def test_a_decoding_error_of_our_own_is_a_bug(office: Office) -> None:
    with pytest.raises(UnicodeDecodeError), office.db.read():
        b"\xff".decode("utf-8")


def test_a_file_somebody_else_has_locked_is_named(office: Office, make: Make) -> None:
    make(Partner)
    other = open_sqlite(office.places.database)
    with other.execution_options(begin="IMMEDIATE").begin():
        office.db.engine.dispose()
        event.listen(office.db.engine, "connect", lambda c, _: c.execute("PRAGMA busy_timeout=1"))
        with pytest.raises(Fault, match="占用"):
            office.of(Partner).save({"name": "来不及"})
    other.dispose()
    assert office.of(Partner).count() == 1


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (errno.ENOSPC, "磁盘空间不足"),
        (errno.EACCES, "没有权限"),
        (errno.EROFS, "没有权限"),
        (errno.ENOENT, "找不到"),
        (errno.EIO, "读写磁盘时出错"),
    ],
)
def test_what_the_system_says_is_put_into_words(number: int, told: str) -> None:
    with pytest.raises(Fault, match=told), durable.told("备份"):
        raise OSError(number, "in English")


def test_no_attachment_is_half_there_when_the_disk_is_full(
    office: Office, make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan = tmp_path / "协议.pdf"
    scan.write_bytes(b"%PDF")
    partner = make(Partner)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(Fault, match="磁盘空间不足"):
        office.attachments.add(Partner, partner.id, scan)
    monkeypatch.undo()
    assert office.attachments.listed(Partner, partner.id) == []
    assert not [path for path in office.places.attachments.rglob("*") if path.is_file()]
