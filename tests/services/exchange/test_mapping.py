"""Mappings that a person corrected come back for a table of the same shape."""

from dataclasses import replace

from app.models import Partner
from app.services.exchange.cells import Book, Sheet
from app.services.exchange.mapping import Memory, propose

FIELDS = Partner.fields()
LEDGER = Book("a", (Sheet("台账", [["名号", "企业名称", "代号"], ["甲", "乙", "x"]]),))


def test_a_corrected_mapping_is_remembered_for_the_same_heads(tmp_path):
    memory = Memory(tmp_path / "mappings.json", "partner")
    mapping, layout = propose(LEDGER, FIELDS, memory)
    assert mapping.columns == {0: "", 1: "name", 2: ""}
    memory.remember(layout, replace(mapping, columns={0: "short_name", 1: "name", 2: "code"}))
    longer = Book("b", (Sheet("另一份", [["标题", "", ""], *LEDGER.sheets[0].rows]),))
    again, _ = propose(longer, FIELDS, memory)
    assert again.columns == {0: "short_name", 1: "name", 2: "code"}
    assert (again.sheet, again.head) == ("另一份", 1)


def test_other_heads_and_other_kinds_are_guessed_afresh(tmp_path):
    memory = Memory(tmp_path / "mappings.json", "partner")
    mapping, layout = propose(LEDGER, FIELDS, memory)
    memory.remember(layout, replace(mapping, columns={0: "short_name", 1: "", 2: "code"}))
    other = Book("c", (Sheet("台账", [["企业名称", "代号"], ["乙", "x"]]),))
    assert propose(other, FIELDS, memory)[0].columns == {0: "name", 1: ""}
    elsewhere = Memory(tmp_path / "mappings.json", "agreement")
    assert elsewhere.recall(layout, FIELDS) is None


def test_a_mapping_to_a_field_that_is_gone_is_forgotten(tmp_path):
    memory = Memory(tmp_path / "mappings.json", "partner")
    mapping, layout = propose(LEDGER, FIELDS, memory)
    memory.remember(layout, replace(mapping, columns={0: "no_such_field", 1: "name"}))
    assert memory.recall(layout, FIELDS) is None


def test_a_spoilt_file_does_no_harm(tmp_path):
    path = tmp_path / "mappings.json"
    path.write_text("[1, 2", "utf-8")
    memory = Memory(path, "partner")
    mapping, layout = propose(LEDGER, FIELDS, memory)
    memory.remember(layout, mapping)
    assert memory.recall(layout, FIELDS) == {"名号": "", "企业名称": "name", "代号": ""}
    assert [each.name for each in tmp_path.iterdir()] == ["mappings.json"]
