"""The command line as an administrator uses it: the real program, the real ledger."""

import csv
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import date
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import openpyxl
import pdfplumber
import pytest
from sqlalchemy import func, select, text

from app.cli.arguments import read
from app.cli.run import run as run_command
from app.models import KINDS
from app.models.log import ChangeSet
from app.places import Places
from app.services.database.engine import open_sqlite
from app.services.lock import hold
from app.services.office import open_office
from app.services.sample import fill

ROOT = Path(__file__).parent.parent
LEDGER = ROOT / "resources" / "samples" / "合作企业台账.xlsx"
ANSWERS = json.loads((ROOT / "tests" / "data" / "answers-partners.json").read_text("utf-8"))
REASONS = {
    "code stored as a number: digits lost": "是数字",
    "check digit wrong": "校验位",
    "same credit code as an earlier row": "相同",
}


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        assert self.code in (0, 3), self.err
        return json.loads(self.out)


def run(*arguments: object, **options: Any) -> Ran:
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, ROOT / "main.py", *map(str, arguments)],
        capture_output=True,
        check=False,
        encoding="utf-8",
        **options,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return Ran(done.returncode, done.stdout, done.stderr)


def _flushed(stream: TextIOWrapper) -> Any:
    stream.flush()
    return stream


@dataclass(frozen=True)
class Program:
    """The program working on one folder."""

    folder: Path

    def __call__(self, *arguments: object) -> Ran:
        return run("--data", self.folder, *arguments)

    def within(self, *arguments: object) -> Ran:
        """The same in this process, for what would only start the program once more."""
        out, err = TextIOWrapper(BytesIO()), TextIOWrapper(BytesIO())
        with redirect_stdout(out), redirect_stderr(err):
            try:
                code = run_command(read(["--data", str(self.folder), *map(str, arguments)]))
            except SystemExit as end:
                code = int(str(end.code))
        told = [each.buffer.getvalue().decode() for each in (_flushed(out), _flushed(err))]
        return Ran(code, *told)

    def state(self) -> tuple[int, dict[str, int]]:
        """What would differ had anything been changed: steps of the log, records of each kind."""
        office = open_office(Places(self.folder))
        with office.db.read() as session:
            steps = session.scalar(select(func.count()).select_from(ChangeSet))
        counts = {kind.__tablename__: office.of(kind).count() for kind in KINDS}
        office.db.close()
        return steps or 0, counts


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[Program, Any]:
    """A folder into which the ledger went, and what the program said about it."""
    program = Program(tmp_path_factory.mktemp("办公室"))
    return program, program("import", "partner", LEDGER, "--json").json


@pytest.fixture(scope="module")
def college(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """The sample college."""
    program = Program(tmp_path_factory.mktemp("示例"))
    office = open_office(Places(program.folder))
    fill(office, date.today())  # noqa: DTZ011 - as the program does
    office.db.close()
    return program


@pytest.fixture(scope="module")
def ledger(first: tuple[Program, Any]) -> Program:
    return first[0]


def test_the_ledger_goes_in_as_a_careful_person_would_do_it(first: tuple[Program, Any]) -> None:
    program, result = first
    assert result["kind"] == "partner"
    assert result["sheet"] == "合作企业台账"
    assert result["rows"] == ANSWERS["rows"]
    assert result["new"] == len(ANSWERS["good"])
    assert (result["changed"], result["same"]) == (0, 0)
    told = {each["row"]: each["reason"] for each in result["refused"]}
    expected = {each["excel_row"]: REASONS[each["why"]] for each in ANSWERS["refused"]}
    assert {row: next(r for r in REASONS.values() if r in why) for row, why in told.items()} == (
        expected
    )
    without_code = {each["excel_row"] for each in ANSWERS["good"] if not each["code"]}
    warned = {each["row"] for each in result["warnings"] if each["field"] == "统一社会信用代码"}
    assert warned & {each["excel_row"] for each in ANSWERS["good"]} == without_code
    listed = {each["kind"]: each for each in program("kinds", "--json").json}
    assert listed["partner"] == {
        "kind": "partner",
        "label": "合作企业",
        "count": len(ANSWERS["good"]),
    }
    assert list(listed) == [kind.__tablename__ for kind in KINDS]


def test_a_second_import_changes_nothing(ledger: Program) -> None:
    before = ledger.state()
    again = ledger("import", "partner", LEDGER, "--json").json
    assert (again["new"], again["changed"], again["same"]) == (0, 0, len(ANSWERS["good"]))
    assert ledger.state() == before


@pytest.mark.parametrize("words", [["蓉蜀"], ["rongshu"], ["rsdz"], ["91510114UR075MDQ6K"]])
def test_search_by_characters_sound_initials_and_code(
    ledger: Program, words: Sequence[str]
) -> None:
    found = ledger.within("search", *words, "--json").json
    assert found[0].keys() == {"kind", "id", "title", "field", "text"}
    assert "成都蓉蜀电子商务集团有限公司" in [hit["title"] for hit in found]


def test_a_dry_run_writes_nothing_but_what_it_refuses(tmp_path: Path) -> None:
    program = Program(tmp_path / "空")
    rejected = tmp_path / "退回.xlsx"
    told = program("import", "partner", LEDGER, "--dry-run", "--rejected", rejected, "--json").json
    assert told["new"] == len(ANSWERS["good"])
    assert program.state()[0] == 0
    assert rejected.stat().st_size > 0


def test_what_cannot_be_read_changes_nothing(ledger: Program, tmp_path: Path) -> None:
    before = ledger.state()
    (tmp_path / "图片.xlsx").write_bytes(b"\x89PNG\r\n\x1a\n" * 100)
    (tmp_path / "别的表.csv").write_text("甲,乙\n1,2\n", "utf-8")
    for file in ("图片.xlsx", "别的表.csv", "没有.xlsx"):
        told = ledger.within("import", "partner", tmp_path / file)
        assert (told.code, told.out) == (3, ""), file
        assert told.err.strip(), file
    assert ledger.state() == before


def test_nothing_could_be_imported(tmp_path: Path) -> None:
    file = tmp_path / "坏.csv"
    file.write_text("企业名称,统一社会信用代码\n成都示例甲有限公司,123\n", "utf-8")
    told = Program(tmp_path / "数据").within("import", "partner", file, "--json")
    assert told.code == 3
    assert [each["row"] for each in told.json["refused"]] == [2]


def test_words_for_people(ledger: Program) -> None:
    told = ledger.within("import", "partner", LEDGER, "--dry-run")
    assert "没有写入" in told.out
    assert "共 120 行" in told.out
    assert "第 10 行" in told.out


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_what_goes_out_comes_back_the_same(ledger: Program, tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"导出{suffix}"
    told = ledger("export", "partner", file, "--profile", "full", "--json").json
    assert told["rows"] == len(ANSWERS["good"])
    again = ledger.within("import", "partner", file, "--json").json
    assert (again["new"], again["changed"], again["same"]) == (0, 0, len(ANSWERS["good"]))
    elsewhere = Program(tmp_path / "另一处")
    assert elsewhere.within("import", "partner", file, "--json").json["new"] == len(ANSWERS["good"])


def test_the_ledger_says_what_the_answers_say(ledger: Program, tmp_path: Path) -> None:
    file = tmp_path / "全部.csv"
    assert ledger.within("export", "partner", file, "--profile", "full").code == 0
    with file.open(encoding="utf-8-sig", newline="") as lines:
        stored = {row["企业名称"]: row["统一社会信用代码"] or None for row in csv.DictReader(lines)}
    assert stored == {each["name"]: each["code"] for each in ANSWERS["good"]}


def test_no_telephone_number_leaves_for_the_public(ledger: Program, tmp_path: Path) -> None:
    file = tmp_path / "公开.csv"
    assert ledger.within("export", "partner", file, "--profile", "public").code == 0
    shown = file.read_text("utf-8-sig")
    assert "成都蓉蜀电子商务集团有限公司" in shown
    assert "13808230201" not in shown
    assert "贺平远" not in shown


def test_the_register_says_the_same_on_paper_and_in_excel(ledger: Program, tmp_path: Path) -> None:
    pdf, xlsx = tmp_path / "一览表.pdf", tmp_path / "一览表.xlsx"
    settings = ("--set", "profile=完整", "as_of=2026-8-31")
    told = ledger("report", "partner_register", "--out", pdf, "--xlsx", xlsx, *settings, "--json")
    result = told.json
    assert result.keys() == {
        "report", "out", "xlsx", "pages", "rows", "figures", "missing_glyphs",
    }  # fmt: skip
    assert (result["report"], result["out"], result["xlsx"]) == (
        "partner_register", str(pdf), str(xlsx),
    )  # fmt: skip
    assert result["rows"] == len(ANSWERS["good"]) == result["figures"]["partners"]
    assert result["missing_glyphs"] == []
    codes = {each["code"] for each in ANSWERS["good"] if each["code"]}
    with pdfplumber.open(pdf) as paper:
        assert len(paper.pages) == result["pages"]
        printed = "".join(page.extract_text() for page in paper.pages)
    cells = [str(cell.value) for row in openpyxl.load_workbook(xlsx).active for cell in row]
    assert {code for code in codes if code not in printed} == set()
    assert codes <= set(cells)


def test_every_report_of_the_sample_college(college: Program, tmp_path: Path) -> None:
    catalogue = college.within("report", "--json").json
    kept = {"partner_register", "agreement_register", "partner_card", "cooperation_statistics"}
    assert kept <= {each["id"] for each in catalogue}
    for each in (one for one in catalogue if one["id"] in kept):
        pdf = tmp_path / f"{each['id']}.pdf"
        chosen = (
            ["--set", "partner=川西数控", "profile=内部"] if each["id"] == "partner_card" else []
        )
        told = college.within("report", each["id"], "--out", pdf, *chosen, "--json")
        assert told.json["rows"] > 0
        assert pdf.read_bytes().startswith(b"%PDF")
        if each["id"] == "partner_card":
            assert told.json["missing_glyphs"] == [{"text": "彭\U0002ebf0", "codepoint": "U+2EBF0"}]
            assert "U+2EBF0" in told.err


def test_a_backup_brings_everything_back(ledger: Program, tmp_path: Path) -> None:
    program = Program(tmp_path / "数据")
    shutil.copytree(ledger.folder, program.folder)
    before = program.state()
    copy = tmp_path / "备份.db"
    made = program("backup", copy, "--json").json
    assert (made["out"], made["size"]) == (str(copy), copy.stat().st_size)
    one = tmp_path / "一家.csv"
    one.write_text("企业名称\n成都示例后来有限公司\n", "utf-8")
    assert program.within("import", "partner", one).code == 0
    restored = program("restore", copy, "--json").json
    assert program.state() == before
    kept = Program(tmp_path / "另存")
    assert kept.within("restore", restored["kept_aside"]).code == 0
    assert kept.state()[1]["partner"] == before[1]["partner"] + 1


def test_a_bad_backup_changes_nothing(ledger: Program, tmp_path: Path) -> None:
    before = ledger.state()
    bad = tmp_path / "坏的.db"
    bad.write_bytes((ledger.folder / "tandem.db").read_bytes()[:50_000])
    told = ledger("restore", bad)
    assert (told.code, told.out) == (3, "")
    assert ledger.state() == before


def test_a_sound_folder_passes_its_check(ledger: Program) -> None:
    assert ledger("check", "--json").json == {"ok": True, "problems": []}


def test_a_change_by_another_program_is_noticed(ledger: Program, tmp_path: Path) -> None:
    program = Program(tmp_path / "数据")
    shutil.copytree(ledger.folder, program.folder)
    engine = open_sqlite(program.folder / "tandem.db")
    with engine.begin() as connection:
        connection.execute(text("UPDATE partner SET staff = 9999 WHERE name LIKE '成都蓉蜀%'"))
    engine.dispose()
    told = program.within("check", "--json")
    assert told.code == 1
    assert not json.loads(told.out)["ok"]
    assert "成都蓉蜀" in told.out or "合作企业" in told.out


def test_nobody_else_writes_meanwhile(ledger: Program) -> None:
    with hold(Places(ledger.folder), "田海棠"):
        told = ledger("import", "partner", LEDGER)
        assert told.code == 3
        assert "田海棠" in told.err
        assert ledger.within("backup").code == 0


@pytest.mark.parametrize(
    "wrong",
    [
        ["不存在的命令"],
        ["import"],
        ["import", "partner"],
        ["import", "company", LEDGER],
        ["export", "partner", "x.xlsx", "--profile", "everyone"],
        ["export", "partner", "x.pdf"],
        ["kinds", "--nonsense"],
        ["report", "no_such_report", "--out", "x.pdf"],
        ["report", "partner_register"],
        ["report", "partner_register", "--out", "x.xlsx"],
        ["report", "partner_register", "--out", "x.pdf", "--set", "nonsense=1"],
    ],
)
def test_wrong_use_is_explained_in_chinese(tmp_path: Path, wrong: list[object]) -> None:
    told = Program(tmp_path).within(*wrong)
    assert (told.code, told.out) == (2, "")
    assert any("\u4e00" <= each <= "\u9fff" for each in told.err)


def test_a_wrong_folder_is_not_made_into_an_office(tmp_path: Path) -> None:
    told = Program(tmp_path / "打错了").within("search", "示例")
    assert told.code == 3
    assert not (tmp_path / "打错了").exists()


def test_the_sample_college_only_once(tmp_path: Path) -> None:
    program = Program(tmp_path / "示例")
    made = {each["kind"]: each["count"] for each in program("demo", "--json").json}
    state = program.state()
    assert made == state[1]
    assert min(made.values()) > 0
    again = program.within("demo")
    assert (again.code, again.out) == (3, "")
    assert program.state() == state


def test_help_needs_no_folder(tmp_path: Path) -> None:
    told = Program(tmp_path / "无")("--help")
    assert told.code == 0
    assert "用法：" in told.out
    assert not (tmp_path / "无").exists()


def test_output_is_utf8_whatever_the_terminal(tmp_path: Path) -> None:
    command = [sys.executable, ROOT / "main.py", "--data", tmp_path, "kinds"]
    told = subprocess.run(  # noqa: S603 - our own program
        command, capture_output=True, env=os.environ | {"PYTHONIOENCODING": "gbk"}, check=True
    )
    assert "合作企业" in told.stdout.decode("utf-8")


def test_a_reader_that_leaves_early(tmp_path: Path) -> None:
    command = [sys.executable, ROOT / "main.py", "--data", tmp_path, "kinds"]
    with subprocess.Popen(  # noqa: S603 - our own program
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as told:
        assert told.stdout is not None
        assert told.stderr is not None
        told.stdout.close()
        assert told.stderr.read() == b""
    assert told.returncode == 0


def test_partners_are_made_along_with_practice_only_when_asked(tmp_path: Path) -> None:
    program = Program(tmp_path / "教师")
    samples = ROOT / "resources" / "samples"
    assert (
        program("import", "teacher", str(samples / "教师一览表.xlsx"), "--json").json["new"] == 220
    )
    practice = ("import", "practice_stint", str(samples / "教师企业实践.xlsx"), "--json")
    assert program(*practice).json["new"] == 293
    counted = {each["kind"]: each["count"] for each in program("kinds", "--json").json}
    assert (counted["recognition"], counted["partner"]) == (110, 0)
    told = program("report", "dual_qualified_ratio", "--set", "as_of=2026-08-31", "--json").json
    wanted = {"junior": 57, "intermediate": 35, "senior": 18}
    wanted |= {"professional_full_time": 142, "dual_professional_full_time": 92}
    assert wanted.items() <= told["figures"].items()
    assert program(*practice, "--create-partners").json["changed"] == 293
    counted = {each["kind"]: each["count"] for each in program("kinds", "--json").json}
    assert counted["partner"] == 89
