"""Starting: the first paint and a filled list of 20,000, against a bare QMainWindow.

Each start is a process of its own; floor and program take turns. Time is the processor's, so that
what else the machine does counts less; memory is what the process holds at that moment.

Every start follows a good end; after a crash, the file's full check comes on top (0.3 of a bare
window).

Where a filled list's time goes, in bare windows: Python, Qt and the furnished window 1.9; importing
SQLAlchemy and its ORM 2.0; declaring and configuring the kinds of record 2.5; our other modules
1.5; looking whether the file is whole, and opening it 1.0; the home page, which comes first 1.4;
the list itself 0.7. The first four are the price of the libraries and of describing everything
once; the shell is on the screen before they are paid.
"""

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

MANY = 20_000
ROUNDS = 7
ROOT = Path(__file__).parents[2]
_TELL = """
def tell():
    import json, os, time
    pages = int(open("/proc/self/statm").read().split()[1])
    print(json.dumps([time.process_time(), pages * 4096 / 1e6]), flush=True)
    os._exit(0)
"""
BARE = (
    _TELL
    + """
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        tell()
app = QApplication([])
window = Window()
window.resize(1200, 800)
window.show()
app.exec()
"""
)
PAINTED = (
    _TELL
    + """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from app.bootstrap import Program
from app.places import Places
app = QApplication([])
from app.ui.shell import Shell
paint = Shell.paintEvent
def painted(self, event):
    paint(self, event)
    tell()
Shell.paintEvent = painted
program = Program(app, Places(Path(sys.argv[1])))
program.show()
app.exec()
"""
)
FILLED = (
    _TELL
    + """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QTableView
from app.bootstrap import Program
from app.places import Places
app = QApplication([])
program = Program(app, Places(Path(sys.argv[1])))
program.show()
def look():
    from app.ui.page import Target
    window = getattr(program, "window", None)
    if window is None or window.desk is None:
        return
    window.go(Target("partner"))
    table = window.page.findChild(QTableView)
    if table is not None and table.model().rowCount() >= int(sys.argv[2]):
        table.viewport().repaint()
        tell()
timer = QTimer(interval=1, timeout=look)
timer.start()
app.exec()
"""
)


def rows() -> list[Row]:
    """Medians of starts that alternate."""
    with tempfile.TemporaryDirectory() as folder:
        places = Places(Path(folder))
        _fill(places)
        found: dict[str, list[tuple[float, float]]] = {"bare": [], "painted": [], "filled": []}
        scripts = {"bare": BARE, "painted": PAINTED, "filled": FILLED}
        whole = places.database.read_bytes()
        for script in scripts.values():
            _start(script, folder)  # compiles what it imports: an installed program is compiled
        for _ in range(ROUNDS):
            for name, script in scripts.items():
                places.database.write_bytes(whole)  # closed well: the last start was killed
                found[name].append(_start(script, folder))
    seconds = {name: statistics.median(each[0] for each in all_) for name, all_ in found.items()}
    memory = {name: statistics.median(each[1] for each in all_) for name, all_ in found.items()}
    bare = "bare QMainWindow"
    told = f"{seconds['bare'] * 1000:.0f} ms, {memory['bare']:.0f} MB bare"
    return [
        Row(
            "first window painted, processor time",
            bare,
            seconds["painted"] / seconds["bare"],
            1.25,
            told,
        ),
        Row("first window painted, memory", bare, memory["painted"] / memory["bare"], 1.3),
        Row("list of 20,000 filled after start", bare, seconds["filled"] / seconds["bare"], 4),
    ]


def _fill(places: Places) -> None:
    dice = random.Random(7)
    office = open_office(places, user="bench")
    with office.db.write("bench") as writing:
        wanted = [made.partner(made.company(dice, n), staff=n) for n in range(MANY)]
        writing.insert_many(Partner, wanted)
    office.db.close()


def _start(script: str, folder: str) -> tuple[float, float]:
    where = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": f"{folder}/pyc"}
    where.pop("PYTHONDONTWRITEBYTECODE", None)
    told = subprocess.run(  # noqa: S603 - our own scripts, above
        [sys.executable, "-c", script, folder, str(MANY)],
        cwd=ROOT,
        env=where,
        check=True,
        capture_output=True,
        text=True,
        timeout=120,
    )
    spent, held = json.loads(told.stdout)
    return spent, held
