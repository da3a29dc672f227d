"""The office's real ledger, row by row as the answers say."""

import json
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.models import Partner, Programme
from app.models.log import ChangeSet
from app.places import RESOURCES, Places
from app.services.database.verify import verify
from app.services.exchange.importing import import_file, plan_file
from app.services.exchange.lines import Outcome
from app.services.exchange.workbook import open_book
from app.services.office import open_office
from app.services.query import Query

LEDGER = RESOURCES / "samples" / "合作企业台账.xlsx"
ANSWERS = json.loads(
    (Path(__file__).parents[2] / "data" / "answers-partners.json").read_text("utf-8")
)
REASONS = {
    "code stored as a number: digits lost": "这一格在 Excel 里是数字",
    "check digit wrong": "校验位不对",
    "same credit code as an earlier row": "统一社会信用代码相同",
}


@pytest.fixture(scope="module")
def imported(tmp_path_factory):
    """One import for all that only look at what came of it."""
    places = Places(tmp_path_factory.mktemp("ledger"))
    office = open_office(places, user="杨知行")
    yield office, import_file(office, "partner", LEDGER)
    office.db.close()


@pytest.fixture(scope="module")
def filled(imported):
    return imported[0]


@pytest.fixture(scope="module")
def result(imported):
    return imported[1]


def test_the_counts_and_the_shape_of_the_result(result):
    assert list(result) == [
        "kind", "sheet", "rows", "new", "changed", "same", "refused", "warnings",
    ]  # fmt: skip
    assert result["kind"] == "partner"
    assert result["sheet"] == "合作企业台账"
    assert result["rows"] == ANSWERS["rows"]
    assert (result["new"], result["changed"], result["same"]) == (104, 0, 0)
    json.dumps(result)


def test_every_refused_row_and_its_reason(result):
    found = {each["row"]: each for each in result["refused"]}
    assert set(found) == {each["excel_row"] for each in ANSWERS["refused"]}
    for each in ANSWERS["refused"]:
        assert found[each["excel_row"]]["field"] == "统一社会信用代码"
        assert REASONS[each["why"]] in found[each["excel_row"]]["reason"]


def test_the_row_that_was_first_is_named_for_duplicates(result):
    reasons = {each["row"]: each["reason"] for each in result["refused"]}
    assert reasons[25] == "与第 17 行的统一社会信用代码相同"


def test_every_good_row_is_in_the_database(filled, result):
    stored = {(p.name, p.code) for p in filled.of(Partner).all()}
    assert stored == {(each["name"], each["code"]) for each in ANSWERS["good"]}


def test_partners_without_a_code_are_let_in_and_named(result):
    without = {each["excel_row"] for each in ANSWERS["good"] if each["code"] is None}
    warned = {w["row"] for w in result["warnings"] if w["reason"] == "没有统一社会信用代码"}
    assert warned == without


def test_cells_arrive_as_they_were_meant(filled, result):
    chosen = filled.of(Partner).find(Query(text="绵阳江云文旅"))
    found = filled.of(Partner).get(chosen[0])
    assert str(found.since) == "2019-09-28"
    assert found.staff == 285
    assert (found.contact_name, found.contact_phone) == ("杜涛", "13825903029")
    assert found.remark == "产教融合型企业"
    assert filled.title("programme", found.programmes[0]) == "护理"


def test_programmes_of_the_national_catalogue_come_along_and_are_announced_once(filled, result):
    made = {p.name: p.code for p in filled.of(Programme).all()}
    assert made["护理"] == "520201"
    told = [w["reason"] for w in result["warnings"] if "国家专业目录" in w["reason"]]
    assert len(told) == len(set(told)) == len(made)


def test_a_dry_run_says_the_same_and_writes_nothing(office):
    before = import_file(office, "partner", LEDGER, dry_run=True)
    assert office.of(Partner).count() == office.of(Programme).count() == 0
    assert import_file(office, "partner", LEDGER) == before


def test_a_second_import_changes_nothing(filled, result):
    with filled.db.read() as session:
        before = session.scalar(select(func.count()).select_from(ChangeSet))
    again = import_file(filled, "partner", LEDGER)
    assert (again["new"], again["changed"], again["same"]) == (0, 0, 104)
    assert [each["row"] for each in again["refused"]] == [each["row"] for each in result["refused"]]
    with filled.db.read() as session:
        assert session.scalar(select(func.count()).select_from(ChangeSet)) == before


def test_one_undo_takes_all_of_it_back_and_another_brings_it_again(office):
    commits = []
    office.db.subscribe(commits.append)
    import_file(office, "partner", LEDGER)
    assert [commit.label for commit in commits] == ["导入 合作企业台账.xlsx"]
    undone = office.db.take_back(commits[0].seq)
    assert office.of(Partner).count() == office.of(Programme).count() == 0
    office.db.take_back(undone)
    assert office.of(Partner).count() == 104
    again = import_file(office, "partner", LEDGER)
    assert (again["new"], again["changed"], again["same"]) == (0, 0, 104)


def test_after_an_undo_the_file_can_be_imported_afresh(office):
    commits = []
    office.db.subscribe(commits.append)
    import_file(office, "partner", LEDGER)
    office.db.take_back(commits[0].seq)
    assert import_file(office, "partner", LEDGER)["new"] == 104


def test_a_backup_is_made_first(office, make):
    make(Partner, name="先有的企业")
    import_file(office, "partner", LEDGER)
    assert [str(each.why) for each in office.backups.all()] == ["导入前"]


def test_the_log_and_the_tables_agree_afterwards(filled, result):
    with filled.db.read() as session:
        assert verify(session.connection()) == []


def test_the_plan_says_what_the_window_shows(office):
    plan = plan_file(office, Partner, open_book(LEDGER))
    assert plan.counts == {
        Outcome.NEW: 104,
        Outcome.CHANGED: 0,
        Outcome.SAME: 0,
        Outcome.REFUSED: 16,
    }
    assert plan.unused == ("序号",)
    assert plan.layout.left_out == {65: "空行", 125: "合计", 126: "落款或说明"}
