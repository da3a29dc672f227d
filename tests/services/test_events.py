"""The event log in words, and what is remembered about ledgers."""

from pathlib import Path

from app.models import Partner
from app.services.events import events, how_many, in_words
from app.services.exchange.cells import Book, Sheet
from app.services.exchange.mapping import Memory, propose
from app.services.office import Office
from app.services.saved_mappings import forget, saved_mappings


def test_events_are_told_newest_first(office: Office) -> None:
    office.db.event("导入", {"文件": "台账.xlsx", "新增": 104})
    office.db.event("报表", {"文件": {"一览表.pdf": "0" * 64}, "选项": {"用途": "报联盟"}})
    found = events(office.db)
    assert [each.what for each in found] == ["报表", "导入"]
    assert found[0].detail == "文件：一览表.pdf；选项：用途 报联盟"
    assert found[1].detail == "文件：台账.xlsx；新增：104"
    assert found[0].user == office.db.user
    assert how_many(office.db) == 2


def test_what_is_empty_is_left_out() -> None:
    assert in_words({"甲": "", "乙": None, "丙": 0, "丁": ["a", "b"], "戊": True}) == (
        "丙：0；丁：a、b；戊：是"
    )


def test_a_confirmed_ledger_is_remembered_until_it_is_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "mappings.json"
    book = Book("台账.xlsx", (Sheet("一", [["企业名称", "电话", "楼层"], ["甲", "1", "3"]]),))
    mapping, layout = propose(book, Partner.fields())
    Memory(path, "partner").remember(layout, mapping)
    (found,) = saved_mappings(path)
    assert found.kind is Partner
    assert found.heads == {"企业名称": "企业名称", "电话": "联系电话", "楼层": ""}
    assert found.taken == 2
    forget(path, {found.shape})
    assert saved_mappings(path) == []


def test_an_unreadable_memory_is_no_memory(tmp_path: Path) -> None:
    path = tmp_path / "mappings.json"
    assert saved_mappings(path) == []
    path.write_text("[不是", "utf-8")
    assert saved_mappings(path) == []
