"""50,000 rows to xlsx, against joining and deflating the same cells."""

import random
import tempfile
import zlib
from pathlib import Path

from app.services.spreadsheet import write_rows
from tests.bench import made
from tests.bench.measure import Row, seconds

MANY = 50_000


def rows() -> list[Row]:
    """The writer alone, from values in memory to a closed file."""
    dice = random.Random(7)
    lines = [
        tuple(made.person(dice) if n % 2 else str(number * n) for n in range(15))
        for number in range(MANY)
    ]
    heads = [f"第{n}列" for n in range(15)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "out.xlsx"
        floor = seconds(lambda: zlib.compress("".join(map("".join, lines)).encode(), 6), 3)
        spent = seconds(lambda: write_rows(path, heads, lines, [10] * 15), 3)
    note = f"floor {floor:.2f} s"
    return [Row("export of 50,000 rows x 15", "join + deflate", spent / floor, 3, note)]
