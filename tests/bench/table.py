"""A list of 200,000 on the screen: against a model that holds nothing, and one that holds all."""

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from app.models import Partner
from app.places import Places
from app.services.office import open_office
from tests.bench import made
from tests.bench.measure import Row

MANY = 200_000
STEPS = 60
ROUNDS = 3
ROOT = Path(__file__).parents[2]
_SCRIPT = """
import json, os, statistics, sys, time
from pathlib import Path
from PySide6.QtCore import QModelIndex, QSettings, Qt
from PySide6.QtWidgets import QApplication
from app.models import Partner
from app.places import RESOURCES, Places
from app.services.office import open_office
from app.services.query import Query
from app.ui.columns import Columns
from app.ui.look import Look
from app.ui.table import RecordTable
from app.ui.table_model import RecordTableModel
app = QApplication([])
look = Look(RESOURCES)
look.apply(app)
folder, many, steps = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
office = open_office(Places(folder))
memory = QSettings(str(folder / "bench.ini"), QSettings.Format.IniFormat)
office.partners.rows(office.partners.find(Query(text="成都"))[:5])  # statements are compiled
office.code_name("region", "510112")  # and the table of codes is read
def held():
    return int(open("/proc/self/statm").read().split()[1]) * 4096 / 1e6
class Empty(RecordTableModel):
    many = 0
    def load(self, query=Query()):
        self.beginResetModel()
        self.many = many
        self.endResetModel()
    def rowCount(self, parent=QModelIndex()):
        return 0 if parent.isValid() else self.many
    def _cell(self, row, column, role):
        if role == Qt.ItemDataRole.DisplayRole:
            return "汉字"
        return 132 if role == Qt.ItemDataRole.TextAlignmentRole else None
class All(RecordTableModel):
    def load(self, query=Query()):
        super().load(query)
        self._all = [self._texts(row) for row in self._records.rows(self._keys).values()]
    def _row(self, row):
        return self._all[row]
kind = {"empty": Empty, "ours": RecordTableModel, "all": All}[sys.argv[4]]
before, start = held(), time.process_time()
model = kind(office.partners, office.code_name)
table = RecordTable(model, Columns(Partner, memory), look)
model.load(Query())
table.resize(1200, 800)
table.show()
app.processEvents()
table.viewport().repaint()
shown = time.process_time() - start
bar, wheel = table.verticalScrollBar(), []
for step in range(steps):
    start = time.process_time()
    bar.setValue(bar.value() + 3)
    app.processEvents()
    table.viewport().repaint()
    wheel.append(time.process_time() - start)
print(json.dumps([shown, statistics.median(wheel), held() - before]), flush=True)
os._exit(0)
"""


def rows() -> list[Row]:
    """Medians of processes that alternate."""
    with tempfile.TemporaryDirectory() as folder:
        _fill(Places(Path(folder)))
        found: dict[str, list[list[float]]] = {"empty": [], "ours": [], "all": []}
        for _ in range(ROUNDS):
            for name, measured in found.items():
                measured.append(_measure(folder, name))
    shown, wheel, memory = (
        {name: statistics.median(each[n] for each in all_) for name, all_ in found.items()}
        for n in range(3)
    )
    told = f"{shown['ours'] * 1000:.0f} ms"
    held = f"{memory['ours']:.0f} MB"
    step = f"{wheel['ours'] * 1000:.0f} ms"
    work = "list of 200,000"
    return [
        Row(f"{work}: shown", "an empty model shown", shown["ours"] / shown["empty"], 3, told),
        Row(f"{work}: wheel step", "an empty model", wheel["ours"] / wheel["empty"], 1.2, step),
        Row(f"{work}: memory", "all rows in a list", memory["ours"] / memory["all"], 0.25, held),
    ]


def _fill(places: Places) -> None:
    dice = random.Random(7)
    office = open_office(places, user="bench")
    with office.db.write("bench") as writing:
        wanted = [
            made.partner(
                made.company(dice, n),
                staff=n,
                contact_name=made.person(dice),
                contact_phone=f"138{n:08}",
                region="510112",
            )
            for n in range(MANY)
        ]
        writing.insert_many(Partner, wanted)
    office.db.close()


def _measure(folder: str, model: str) -> list[float]:
    told = subprocess.run(  # noqa: S603 - our own script, above
        [sys.executable, "-c", _SCRIPT, folder, str(MANY), str(STEPS), model],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        check=True,
        capture_output=True,
        text=True,
        timeout=300,
    )
    measured: list[float] = json.loads(told.stdout)
    return measured
