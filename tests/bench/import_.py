"""A workbook of 50,000 rows and 15 columns: read, check, write, index, history."""

import random
import tempfile
import zipfile
from functools import partial
from pathlib import Path
from xml.parsers import expat

from app.models import Partner
from app.services.exchange.importing import import_file
from app.services.spreadsheet import write_rows
from tests.bench import made
from tests.bench.measure import Row, once
from tests.make import credit

MANY = 50_000
ROUNDS = 3
KEYS = (
    "name", "short_name", "code", "status", "depth", "since", "nature", "industry", "size",
    "region", "address", "staff", "contact_name", "contact_phone", "remark",
)  # fmt: skip


def rows() -> list[Row]:
    """Against unzipping the file and parsing its XML without looking at it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "台账.xlsx"
        make(path)
        result: dict[str, int] = {}
        floors, imports = [], []
        for _ in range(ROUNDS):
            floors.append(once(lambda: unzip_and_parse(path)))
            with made.office() as office:
                whole = partial(import_file, office, Partner, path)
                imports.append(once(lambda: result.update(whole())))  # noqa: B023 - called at once
    floor, spent = min(floors), min(imports)
    note = f"{result['new']} new; floor {floor:.2f} s, import {spent:.2f} s"
    return [Row("import of 50,000 rows x 15 columns", "unzip + XML parse", spent / floor, 15, note)]


def unzip_and_parse(path: Path) -> None:
    """All that any reader must do."""
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            content = package.read(name)
            if name.endswith("sheet1.xml"):
                expat.ParserCreate().Parse(content, True)


def make(path: Path) -> None:
    """A ledger as an office would keep it, without a fault."""
    dice = random.Random(7)
    heads = [Partner.field(key).label for key in KEYS]
    lines = [
        (
            made.company(dice, n), f"简称{n}", credit(n), "合作中", "紧密合作",
            f"{2010 + n % 15}.{n % 12 + 1}", "其他企业", "C3670", "中型", "510112",
            f"示例大道{n}号", n % 3000, made.person(dice), f"138{n:08}", "无",
        )
        for n in range(MANY)
    ]  # fmt: skip
    write_rows(path, heads, lines, [12] * len(heads))
