"""The check-up finds what is wrong and says it in an officer's words."""

from pathlib import Path

import pytest
from sqlalchemy import text

from app.models import Partner
from app.places import Places
from app.services import blobs
from app.services.check import check, check_folder
from app.services.office import Office
from app.services.opening import open_for_work
from tests.make import Make


def tampered(office: Office, statement: str) -> tuple[str, ...]:
    with office.db.engine.begin() as connection:
        assert connection.execute(text(statement)).rowcount
    return check(office).problems


def test_a_healthy_office_is_told_so(office: Office, make: Make) -> None:
    make(Partner)
    steps: list[int] = []
    report = check(office, lambda done, *_: steps.append(done))
    assert report.ok
    assert report.problems == ()
    assert steps == sorted(steps)
    assert list(office.places.backups.iterdir()) == [], "no draft is left"


def test_a_change_by_another_program_is_found(office: Office, make: Make) -> None:
    make(Partner, name="成都锦程智能装备有限公司")
    told = tampered(office, "UPDATE partner SET staff = 99")
    assert told == ("合作企业“成都锦程智能装备有限公司”的“在岗职工总数”与修改记录不符",)


def test_references_to_nowhere_are_found(office: Office, make: Make) -> None:
    make(Partner)
    raw = office.db.engine.raw_connection()
    raw.driver_connection.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]
    raw.driver_connection.execute("UPDATE partner SET group_id = 'x'")  # type: ignore[union-attr]
    raw.driver_connection.execute("PRAGMA foreign_keys=ON")  # type: ignore[union-attr]
    raw.close()
    assert "有 1 条记录指向已不存在的记录。" in check(office).problems


def test_a_search_index_with_gaps_is_rebuilt(office: Office, make: Make) -> None:
    make(Partner)
    told = tampered(office, "DELETE FROM search_entry")
    assert told == ("搜索索引有 1 处与记录不符，已重建。",)
    assert check(office).problems == ()


def test_lost_and_damaged_attachments_are_named(office: Office, make: Make, tmp_path: Path) -> None:
    added = []
    for n in range(2):
        scan = tmp_path / f"协议{n}.pdf"
        scan.write_bytes(b"%PDF" + bytes([n]))
        added.append(office.attachments.add(Partner, make(Partner).id, scan))
    store = office.places.attachments
    blobs.place(store, added[0].sha256).unlink()
    blobs.place(store, added[1].sha256).write_bytes(b"other")
    told = check(office).problems
    assert any("协议0.pdf" in each and "不见了" in each for each in told)
    assert any("协议1.pdf" in each and "损坏" in each for each in told)
    assert len(told) == 2


def test_files_of_nobody_are_a_hint_only(office: Office, tmp_path: Path) -> None:
    scan = tmp_path / "x.pdf"
    scan.write_bytes(b"%PDF")
    blobs.put(office.places.attachments, scan)
    report = check(office)
    assert report.ok
    assert any("不属于任何记录" in each for each in report.hints)


def test_a_file_damaged_while_it_is_open_names_the_backup(office: Office, make: Make) -> None:
    make(Partner)
    backup = office.backups.make()
    with office.places.database.open("rb+") as file:
        file.seek(4096 * 5)
        file.write(bytes(4096))
    told = check(office).problems
    assert any("损坏" in each for each in told)
    assert backup.path.exists()


def test_a_file_too_damaged_to_open_is_a_finding(places: Places) -> None:
    with open_for_work(places, "杨知行") as office:
        Make(office)(Partner)
        backup = office.backups.make()
    content = places.database.read_bytes()
    places.database.write_bytes(content[: len(content) // 2])
    report = check_folder(places)
    assert not report.ok
    assert "不完整" in report.problems[0]
    assert backup.path.name in report.problems[0]


@pytest.mark.parametrize("how", ["folder", "office"])
def test_both_ways_find_the_same(places: Places, how: str) -> None:
    with open_for_work(places, "杨知行") as office:
        Make(office)(Partner)
        found = tampered(office, "UPDATE partner SET staff = 99")
    if how == "folder":
        assert check_folder(places).problems == found
