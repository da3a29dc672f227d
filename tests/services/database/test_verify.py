"""The self-check is silent after any work done through the program, and loud after any other."""

import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from app.errors import UserError
from app.models import KINDS, Partner
from app.models.agreements import Agreement, CooperationForm
from app.models.partners import Label
from app.places import RESOURCES, Places
from app.services.database.engine import open_sqlite
from app.services.database.verify import verify
from app.services.office import Office, open_office
from app.services.pinyin import Pinyin
from app.services.query import Query
from tests.make import Make, credit


def problems(office: Office) -> list[str]:
    with office.db.read() as session:
        return verify(session.connection()) + [
            f"搜索缺 {n}" for n in [office.db.index.gaps(session.connection())] if n
        ]


class Work:
    """A day at the office, at random: whatever the program refuses is fine."""

    def __init__(self, office: Office, chance: random.Random) -> None:
        self.office, self.chance, self.make = office, chance, Make(office)
        self.steps: list[int] = []
        office.db.subscribe(lambda commit: self.steps.append(commit.seq))

    def step(self) -> None:
        deeds = [self.create, self.create, self.edit, self.bulk, self.bin, self.back, self.undo]
        with suppress(UserError):
            self.chance.choice([*deeds, self.imported, self.purge])()

    def one(self, *, deleted: bool = False) -> tuple[Any, UUID]:
        kind = self.chance.choice(KINDS)
        keys = list(self.office.of(kind).find(Query(deleted=deleted)))
        if not keys:
            return Partner, self.make(Partner).id
        return kind, self.chance.choice(keys)

    def create(self) -> None:
        kind = self.chance.choice(KINDS)
        self.office.of(kind).save(self.make.values(kind, full=self.chance.random() < 0.5))

    def edit(self) -> None:
        kind, key = self.one()
        seen = self.office.of(kind).get(key)
        values = self.make.values(kind, full=True)
        chosen = self.chance.sample(sorted(values), min(4, len(values)))
        self.office.of(kind).save({k: values[k] for k in chosen}, seen, "核对")

    def bulk(self) -> None:
        labels = tuple(self.chance.sample(list(Label), 2))  # in any order
        keys = list(self.office.of(Partner).find())[:5]
        self.office.of(Partner).bulk_change(keys, {"labels": labels, "staff": None})
        agreements = list(self.office.of(Agreement).find())[:3]
        forms = tuple(self.chance.sample(list(CooperationForm), 3))
        self.office.of(Agreement).bulk_change(agreements, {"forms": forms})

    def bin(self) -> None:
        kind, key = self.one()
        self.office.of(kind).delete([key])

    def back(self) -> None:
        kind, key = self.one(deleted=True)
        self.office.of(kind).restore([key])

    def purge(self) -> None:
        kind, key = self.one(deleted=True)
        self.office.of(kind).purge([key])

    def undo(self) -> None:
        if self.steps:
            seq = self.office.db.take_back(self.chance.choice(self.steps[-3:]))
            if self.chance.random() < 0.5:
                self.office.db.take_back(seq)

    def imported(self) -> None:
        start = self.chance.randrange(10**8)
        records = self.office.of(Partner)
        rows = [
            records.accept(
                {"name": f"导入企业{start + n}", "code": credit(start + n)}, complete=True
            )
            for n in range(self.chance.randrange(1, 30))
        ]
        for row in rows:
            row.pop("programmes", None)
        with self.office.db.write("导入合作企业") as writing:
            writing.insert_many(Partner, rows)


@settings(max_examples=5)
@given(seed=st.integers(0, 2**32))
def test_whatever_the_program_does_verifies(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    office = open_office(Places(tmp_path_factory.mktemp("office")), user="杨知行")
    work = Work(office, random.Random(seed))
    for _ in range(25):
        work.step()
    assert problems(office) == []
    office.db.event("导出", {"行数": 3})
    assert problems(office) == []
    office.db.close()


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed file with some history in it."""
    places = Places(tmp_path_factory.mktemp("worked"))
    office = open_office(places, user="杨知行")
    work = Work(office, random.Random(7))
    for _ in range(60):
        work.step()
    partner = work.make(Partner, name="成都锦程智能装备有限公司", staff=120)
    office.of(Partner).save({"staff": 130}, office.of(Partner).get(partner.id))
    work.imported()
    for n in range(3):
        office.db.event("导出", {"行数": n})
    assert problems(office) == []
    office.db.close()
    return places.database


FAULTS = {
    "a row edited": "UPDATE partner SET staff = 999 WHERE name LIKE '成都锦程%'",
    "a row emptied": "UPDATE partner SET staff = NULL WHERE name LIKE '成都锦程%'",
    "text where none was": "UPDATE partner SET remark = '' WHERE name LIKE '成都锦程%'",
    "zero where none was": "UPDATE partner SET capital = 0 WHERE name LIKE '成都锦程%'",
    "a type that does not fit": "UPDATE partner SET staff_on = 'x' WHERE name LIKE '成都锦程%'",
    "a choice that there is not": "UPDATE partner SET status = 'X' WHERE name LIKE '成都锦程%'",
    "choices that are no list": "UPDATE partner SET labels = '{' WHERE name LIKE '成都锦程%'",
    "a row binned": "UPDATE partner SET deleted = 1, key_ok = 0 WHERE name LIKE '成都锦程%'",
    "a value freed": "UPDATE partner SET key_ok = 0 WHERE name LIKE '成都锦程%'",
    "who entered it": "UPDATE partner SET created_by = '别人' WHERE name LIKE '成都锦程%'",
    "when it was entered": "UPDATE partner SET created_at = '2020-01-01 00:00:00.000000'",
    "who changed it": "UPDATE partner SET changed_by = '别人' WHERE name LIKE '成都锦程%'",
    "when it was changed": "UPDATE partner SET changed_at = 'x' WHERE name LIKE '成都锦程%'",
    "text that is none": "UPDATE partner SET address = CAST(x'e6ff' AS TEXT)",
    "a sort key that is none": "UPDATE partner SET sort_key = CAST(x'e6ff' AS TEXT)",
    "a log that is no text": "UPDATE change_op SET data = CAST(x'7be6ff7d' AS TEXT)",
    "words of a search entry": "UPDATE search_entry SET folded = folded || 'x'",
    "a row inserted": "INSERT INTO campus SELECT * FROM (SELECT '幽灵校区', 'YL', NULL, NULL,"
    " '0193b0a0b0a070008000000000000000', 1, 0, 1, '', '2026-01-01', 'x', '2026-01-01', 'x', NULL)",
    "a row taken out": "DELETE FROM partner WHERE name LIKE '导入企业%'",
    "the log edited": "UPDATE change_op SET data = replace(data, '130', '140')",
    "the log made unreadable": "UPDATE change_op SET data = '[' WHERE seq = 2",
    "a change's author": "UPDATE change_set SET user = '别人' WHERE seq = 3",
    "a change's time": "UPDATE change_set SET at = '2020-01-01 00:00:00.000000' WHERE seq = 3",
    "a change's reason": "UPDATE change_set SET reason = '因为' WHERE seq = 3",
    "a change's label": "UPDATE change_set SET label = '修改' WHERE seq = 3",
    "a hash": "UPDATE change_set SET hash = prev_hash WHERE seq = 3",
    "a number that is none": "UPDATE change_set SET seq = 'x' WHERE seq = 5",
    "the kind of a step": "UPDATE change_op SET kind = 'U' WHERE seq = 1",
    "the record of a step": "UPDATE change_op SET uid = 'x' WHERE seq = 1",
    "two steps swapped": "UPDATE change_op SET idx = CASE idx WHEN 0 THEN 1000 ELSE idx END"
    " WHERE seq = (SELECT seq FROM change_op WHERE idx = 1 LIMIT 1)",
    "a step taken out": "DELETE FROM change_op WHERE idx = 1",
    "a change taken out": "DELETE FROM change_op WHERE seq = 4;"
    "DELETE FROM change_set WHERE seq = 4",
    "the end cut off": "DELETE FROM change_op WHERE seq = (SELECT max(seq) FROM change_set);"
    "DELETE FROM change_set WHERE seq = (SELECT max(seq) FROM change_set)",
    "a site's chain forgotten": "DELETE FROM sync_known",
    "an event edited": "UPDATE event_log SET detail = '{\"行数\": 9}' WHERE id = 2",
    "an event's author": "UPDATE event_log SET user = '别人' WHERE id = 2",
    "an event taken out": "DELETE FROM event_log WHERE id = 2",
    "the end of the events": "DELETE FROM event_log WHERE id = 3",
    "a search entry lost": "DELETE FROM search_entry WHERE id = (SELECT min(id) FROM search_entry)",
    "the search index emptied": "INSERT INTO search_fts(search_fts) VALUES('delete-all')",
}


@pytest.fixture
def tampered(worked: Path, tmp_path: Path) -> Iterator[Callable[[str], list[str]]]:
    """Does something to a copy of the file with another program, and asks the self-check."""
    copy = tmp_path / "tandem.db"
    copy.write_bytes(worked.read_bytes())
    engine = open_sqlite(copy, foreign_keys=False)

    def deed(statements: str) -> list[str]:
        with engine.begin() as connection:
            done = [connection.exec_driver_sql(each).rowcount for each in statements.split(";")]
            assert all(done), "the fault was seeded"
        with engine.begin() as connection:
            told = verify(connection)
            if missing := open_index().gaps(connection):
                told.append(f"搜索缺 {missing}")
        return told

    yield deed
    engine.dispose()


def open_index() -> Any:
    from app.services.database.index import Index

    return Index(Pinyin(RESOURCES / "pinyin"))


@pytest.mark.parametrize("fault", FAULTS)
def test_every_tampering_is_found(fault: str, tampered: Callable[[str], list[str]]) -> None:
    told = tampered(FAULTS[fault])
    assert told
    assert all(any("\u4e00" <= each <= "\u9fff" for each in line) for line in told)


def test_findings_name_kind_title_and_field(tampered: Callable[[str], list[str]]) -> None:
    told = tampered("UPDATE partner SET staff = 999 WHERE name LIKE '成都锦程%'")
    assert told == ["合作企业“成都锦程智能装备有限公司”的“在岗职工总数”与修改记录不符"]


def test_values_held_twice_are_found(tampered: Callable[[str], list[str]]) -> None:
    told = tampered(
        "DROP INDEX uq_partner_code; UPDATE partner SET code = (SELECT max(code) FROM partner)"
    )
    assert any("统一社会信用代码同为" in line for line in told)


def test_a_flood_of_findings_is_cut(tampered: Callable[[str], list[str]]) -> None:
    told = tampered("DELETE FROM change_op; DELETE FROM change_set")
    assert len(told) < 300
    assert any("另有" in line for line in told) or len(told) < 100


def test_the_search_index_is_rebuilt(office: Office, make: Make) -> None:
    key = make(Partner, name="成都锦程智能装备有限公司").id
    gone = make(Partner, name="旧企业").id
    office.of(Partner).delete([gone])
    with office.db.engine.begin() as connection:
        connection.execute(text("DELETE FROM search_entry"))
    assert problems(office) == ["搜索缺 1"]
    office.db.rebuild_index()
    assert problems(office) == []
    assert list(office.of(Partner).find(Query(text="锦程"))) == [key]
    assert list(office.of(Partner).find(Query(text="jczn"))) == [key]
