"""The rules on the command line: the real filing, judged as of its first day."""

import json
from pathlib import Path

import pytest

from app.cli.arguments import read
from app.cli.run import run
from app.places import RESOURCES

SAMPLES = RESOURCES / "samples"


@pytest.fixture
def folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    for kind, name in (
        ("partner", "合作企业台账"),
        ("student", "学生名册"),
        ("placement", "岗位实习备案表"),
    ):
        command = ["--data", str(tmp_path), "import", kind, str(SAMPLES / f"{name}.xlsx")]
        assert run(read(command)) == 0
    capsys.readouterr()
    return tmp_path


def test_the_filing_is_judged_and_what_cannot_be_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["--data", str(folder), "judge", "--date", "2026-03-01", "--json"]
    assert run(read(command)) == 0
    found = json.loads(capsys.readouterr().out)
    assert {"rule", "severity", "subject", "message", "numbers"} <= found["findings"][0].keys()
    rules = {each["rule"] for each in found["findings"]}
    assert {"I-15", "I-40"} <= rules  # agreements missing or late, insurance that ends too early
    assert {each["rule"] for each in found["not_judged"]}
    again = [
        "--data",
        str(folder),
        "judge",
        "--date",
        "2026-03-01",
        "--batch",
        "2026年春季",
        "--json",
    ]
    assert run(read(again)) == 0
    assert json.loads(capsys.readouterr().out)["findings"] == found["findings"]


def test_an_unknown_batch_or_day_is_wrong_use(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for wrong in (["--batch", "没有的批次"], ["--date", "昨日"]):
        assert run(read(["--data", str(folder), "judge", *wrong])) == 2
        assert wrong[1] in capsys.readouterr().err
