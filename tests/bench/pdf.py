"""A register on paper: against deflating its own page streams, by length, and in memory."""

import random
import statistics
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pdfplumber

from app.services.reports.fonts import Fonts
from app.services.reports.pdf import write_pdf
from app.services.reports.spec import Align, Column, Orientation, Report, Signatures, Table, Total
from tests.bench import made
from tests.bench.measure import Row

FEW, MANY = 5_000, 20_000
ROUNDS = 7
_MEGABYTE = 1024  # kB


def rows() -> list[Row]:
    """Rounds of everything in turn, so that a slow moment hits all alike."""
    few, many, fonts = register(FEW), register(MANY), Fonts()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.pdf"
        write_pdf(few, path, fonts)
        streams = page_streams(path)
        floors, shorts, longs = [], [], []
        for _ in range(ROUNDS):
            floors.append(_cpu(lambda: [zlib.compress(each) for each in streams]))
            shorts.append(_cpu(lambda: write_pdf(few, path, fonts)))
            longs.append(_cpu(lambda: write_pdf(many, path, fonts)))
    against = [short / floor for short, floor in zip(shorts, floors, strict=True)]
    growth = [long / short for long, short in zip(longs, shorts, strict=True)]
    note = f"{len(streams)} pages, {statistics.median(shorts):.2f} s"
    return [
        Row("5,000-row register PDF", "deflating its pages", statistics.median(against), 8, note),
        Row("20,000-row register PDF", "5,000 rows", statistics.median(growth), 5.5),
        *_memory(),
    ]


def _cpu(work: Callable[[], object]) -> float:
    """Processor time, which other programs do not stretch."""
    start = time.process_time()
    work()
    return time.process_time() - start


def _memory() -> list[Row]:
    """Peaks of whole processes of their own: the report made, and the report printed."""
    if sys.platform != "linux":
        return []
    before, after = (_peak(step) for step in ("made", "printed"))
    note = f"the 20,000 rows themselves {before:.0f} MB, whole process {after:.0f} MB"
    return [
        Row("20,000-row register PDF, memory", "MB on top of the rows", after - before, 200, note)
    ]


def _peak(step: str) -> float:
    command = [sys.executable, "-m", "tests.bench.pdf", step]
    told = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    return float(told.stdout) / _MEGABYTE


def register(count: int) -> Report:
    """Ten columns of invented companies."""
    dice = random.Random(7)
    lines = [_line(dice, number) for number in range(count)]
    columns = [
        Column(label="企业名称", width=18),
        Column(label="统一社会信用代码", width=14, align=Align.CENTRE),
        Column(label="合作状态", width=6, align=Align.CENTRE),
        Column(label="所属行业", width=9),
        Column(label="企业规模", width=5, align=Align.CENTRE),
        Column(label="首次合作日期", width=8, align=Align.CENTRE),
        Column(label="在岗职工总数", unit="人", width=6, type=int, align=Align.RIGHT, total=True),
        Column(label="捐赠总值", unit="元", width=8, type=Decimal, align=Align.RIGHT, total=True),
        Column(label="联系人", width=6, align=Align.CENTRE),
        Column(label="联系电话", width=9, align=Align.CENTRE),
    ]
    table = Table(columns=columns, rows=lines, total=Total.LAST)
    return Report(
        id="bench",
        title="合作企业一览表",
        as_of=date(2026, 11, 21),
        organisation="川湘示例职业技术学院",
        sections=[table, Signatures()],
        orientation=Orientation.LANDSCAPE,
    )


def _line(dice: random.Random, number: int) -> tuple[object, ...]:
    return (
        made.company(dice, number),
        f"91510112{number:09}X",
        dice.choice(("合作中", "洽谈中", "暂停")),
        dice.choice(("汽车零部件制造", "软件开发", "白酒制造", "旅游饭店")),
        dice.choice(("大型", "中型", "小型", "微型")),
        f"20{dice.randint(10, 26)}-{dice.randint(1, 12):02}",
        dice.randint(10, 3000),
        Decimal(dice.randint(0, 10**8)).scaleb(-2),
        made.person(dice),
        f"138{number:08}",
    )


def page_streams(path: Path) -> list[bytes]:
    """What the pages say, inflated."""
    with pdfplumber.open(path) as pdf:
        return [b"".join(each.get_data() for each in page.page_obj.contents) for page in pdf.pages]


def peak() -> int:
    """The most memory this process has had, in kB. (getrusage would count the parent's, too.)"""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0])


if __name__ == "__main__":
    report = register(MANY)
    if sys.argv[1] == "printed":
        with tempfile.TemporaryDirectory() as place:
            write_pdf(report, Path(place) / "x.pdf", Fonts())
    print(peak())
