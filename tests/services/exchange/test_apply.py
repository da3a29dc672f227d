"""Writing a plan: whole or not at all, and only while it still holds."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.errors import Cancelled, Conflict, Refused
from app.models import Partner, Programme
from app.models.log import EventLog
from app.places import Places
from app.services.database.verify import verify
from app.services.exchange.apply import apply_plan
from app.services.exchange.importing import import_file, plan_file
from app.services.exchange.workbook import open_book
from app.services.office import open_office
from tests.services.exchange.books import book, code

ROOT = Path(__file__).parents[3]
HEADS = ["企业名称", "统一社会信用代码", "面向专业"]


def partners(tmp_path, count, name="台账.xlsx"):
    rows = [[f"示例{n}号公司", code(n), "护理"] for n in range(1, count + 1)]
    return book(tmp_path / name, [HEADS, *rows])


def test_a_plan_does_not_outlive_a_change(office, make, tmp_path):
    plan = plan_file(office, Partner, open_book(partners(tmp_path, 3)))
    make(Partner, name="别人刚建的")
    with pytest.raises(Conflict, match="重新核对"):
        apply_plan(office, plan)
    assert office.of(Partner).count() == 1
    assert office.of(Programme).count() == 0


def test_a_plan_cannot_be_applied_twice(office, tmp_path):
    plan = plan_file(office, Partner, open_book(partners(tmp_path, 3)))
    apply_plan(office, plan)
    with pytest.raises(Conflict):
        apply_plan(office, plan)
    assert office.of(Partner).count() == 3


def test_stopping_while_it_writes_leaves_nothing(office, tmp_path):
    import_file(office, "partner", partners(tmp_path, 2))
    renamed = [[f"改名{n}号公司", code(n), "数控技术"] for n in range(1, 5)]
    path = book(tmp_path / "b.xlsx", [HEADS, *renamed])
    plan = plan_file(office, Partner, open_book(path))

    def stop(done, total, what):
        if what == "写入" and done == 1:
            raise Cancelled

    with pytest.raises(Cancelled):
        apply_plan(office, plan, stop)
    assert sorted(p.name for p in office.of(Partner).all()) == ["示例1号公司", "示例2号公司"]
    assert office.of(Programme).count() == 1


def test_an_import_is_noted_in_the_event_log(office, tmp_path):
    import_file(office, "partner", partners(tmp_path, 2))
    with office.db.read() as session:
        event = session.query(EventLog).filter(EventLog.what == "导入").one()
    assert event.detail["文件"] == "台账.xlsx"
    assert event.detail["新增"] == 2


def test_nothing_to_write_writes_nothing(office, tmp_path):
    commits = []
    office.db.subscribe(commits.append)
    path = book(tmp_path / "a.xlsx", [HEADS, ["", code(1), ""]])
    result = import_file(office, "partner", path)
    assert len(result["refused"]) == 1
    assert commits == []
    assert office.backups.all() == []


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([["甲", "乙"], ["丙", "丁"]], "没有找到合作企业的表头"),
        ([HEADS], "没有数据行"),
        ([[]], "没有内容"),
    ],
)
def test_a_workbook_without_the_table_is_refused_in_words(office, tmp_path, rows, told):
    with pytest.raises(Refused, match=told):
        import_file(office, "partner", book(tmp_path / "a.xlsx", rows))


def test_the_sheet_may_be_named(office, tmp_path):
    path = book(tmp_path / "a.xlsx", [HEADS, ["甲", ""]], others={"新": [HEADS, ["乙", ""]]})
    assert import_file(office, "partner", path, sheet="新")["sheet"] == "新"
    assert [p.name for p in office.of(Partner).all()] == ["乙"]
    with pytest.raises(Refused, match="只有：台账、新"):
        import_file(office, "partner", path, sheet="旧")


CHILD = """
import sys
from pathlib import Path
from app.places import Places
from app.services.office import open_office
from app.services.exchange.importing import import_file
office = open_office(Places(Path(sys.argv[1])), user="杨知行")
print("ready", flush=True)
import_file(office, "partner", Path(sys.argv[2]),
            progress=lambda done, total, what: print(what, flush=True))
print("done", flush=True)
"""


@pytest.mark.parametrize("delay", [0.0, 0.05, 0.2])
def test_a_process_killed_in_the_middle_leaves_all_or_nothing(tmp_path, delay):
    path = partners(tmp_path, 1_500)
    places = Places(tmp_path / "数据")
    open_office(places, user="杨知行").db.close()
    child = subprocess.Popen(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", CHILD, str(places.folder), str(path)],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
    )
    assert child.stdout is not None
    for line in child.stdout:
        if line.decode().strip() == "写入":
            break
    time.sleep(delay)
    child.kill()
    child.wait()
    child.stdout.close()
    office = open_office(places, user="杨知行")
    count = office.of(Partner).count()
    assert count in (0, 1_500)
    assert office.of(Programme).count() == (1 if count else 0)
    with office.db.read() as session:
        assert verify(session.connection()) == []
    assert import_file(office, "partner", path)["refused"] == []
    assert office.of(Partner).count() == 1_500
    office.db.close()
