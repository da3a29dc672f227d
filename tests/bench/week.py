"""Scrolling and opening the week view of a base and of a college: against one without a booking."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench.bookings import college
from tests.bench.measure import Row

ROUNDS = 3
ROOT = Path(__file__).parents[2]
_SCRIPT = """
import json, os, statistics, sys, time
from datetime import date, timedelta
from PySide6.QtWidgets import QApplication
from app.places import RESOURCES
from app.ui.look import Look
from app.ui.week_grid import WeekGrid
from app.ui.week_sheet import Block, Day, Lane, Sheet, Spot
app = QApplication([])
look = Look(RESOURCES)
look.apply(app)
days = [Day(date(2026, 11, 23) + timedelta(n), f"周{'一二三四五六日'[n]}") for n in range(7)]
rooms = [Lane(n, f"数控加工实训室{n + 1}", "40 位") for n in range(60)]
blocks = [
    Block((r, d, p), Spot(r, d, p, p + 1), "24数控技术2班", "课程", "杨知行 30/40")
    for r in range(60) for d in range(7) for p in range(0, 12, 2)
]
periods = [f"第{n + 1}节" for n in range(12)]
grid = WeekGrid(look, "周视图")
grid.resize(1200, 800)
grid.show()
grid.fill(Sheet(rooms, days, periods, (), blocks if sys.argv[1] == "full" else ()))
app.processEvents()
grid.viewport().repaint()
bar, steps = grid.verticalScrollBar(), []
for step in range(40):
    start = time.process_time()
    bar.setValue(bar.value() + 48)
    grid.viewport().repaint()
    steps.append(time.process_time() - start)
    app.processEvents()
print(json.dumps([statistics.median(steps), max(steps)]), flush=True)
os._exit(0)
"""
_OPEN = """
import gc, json, os, statistics, sys, time
from datetime import timedelta
from pathlib import Path
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from app.models import Room, TrainingBase
from app.places import RESOURCES, Places
from app.services.calendar_store import seed_periods
from app.services.office import open_office
from app.services.query import Query
from app.ui.bookings import BookingsPage
from app.ui.look import Look
from app.ui.page import Desk, Scope
from app.ui.tasks import Tasks
from tests.bench.bookings import MONDAY
app = QApplication([])
folder = Path(sys.argv[1])
office = open_office(Places(folder / "data"), user="bench")
seed_periods(office)
base = office.of(TrainingBase).save({"name": "智能制造实训基地"}).id
office.of(Room).bulk_change(office.of(Room).find(Query(order="number"))[:60], {"base_id": base})
look = Look(RESOURCES)
look.apply(app)
memory = QSettings(str(folder / "memory.ini"), QSettings.Format.IniFormat)
page = BookingsPage(Desk(office, look, office, Tasks(), memory))
page.resize(1218, 660)
page.set_scope(Scope())
page.activate()
page.show()
weeks = {"empty": MONDAY - timedelta(weeks=20), "full": MONDAY + timedelta(weeks=5)}
found = {(rooms, name): [] for rooms in (60, 300) for name in weeks}
for rooms, base in ((60, 1), (300, 0)):
    page.where.bases.setCurrentIndex(base)
    for round in range(9):
        for name, monday in weeks.items():
            gc.collect()
            start = time.process_time()
            page.go_to(monday)
            page.grid.viewport().repaint()
            found[rooms, name].append(time.process_time() - start)
            app.processEvents()
    assert len(page.grid.sheet.blocks) == rooms * 25
print(json.dumps([statistics.median(each[1:]) for each in found.values()]), flush=True)
os._exit(0)
"""


def rows() -> list[Row]:
    """What a person waits for: the next piece of a week, and another week."""
    return [_scrolled(), *_opened()]


def _opened() -> Iterator[Row]:
    """Among a million dates of 300 rooms: the 60 of one base, then all of them."""
    with tempfile.TemporaryDirectory() as folder:
        with college(Path(folder)):
            pass
        measured = _told(_OPEN, folder)
    for rooms, goal, most in ((60, 100, 4), (300, 150, 7)):
        empty, full, *measured = measured
        told = f"{full * 1000:.0f} ms, an empty week {empty * 1000:.0f} ms (goal {goal})"
        work = f"week view, {rooms} rooms, {rooms * 25:,} of 1,000,000: opened"
        against = "the same rooms in a week without bookings"
        yield Row(work, against, full / empty, most, told)


def _scrolled() -> Row:
    """Medians of processes that alternate; every repaint is of all that is in sight."""
    found: dict[str, list[list[float]]] = {"empty": [], "full": []}
    for _ in range(ROUNDS):
        for name, measured in found.items():
            measured.append(_told(_SCRIPT, name))
    step, worst = (
        {name: statistics.median(each[n] for each in all_) for name, all_ in found.items()}
        for n in range(2)
    )
    told = f"{step['full'] * 1000:.1f} ms, at worst {worst['full'] * 1000:.1f} ms (goal 16)"
    work = "week view, 60 rooms x 7 days x 12 periods: wheel step"
    return Row(work, "without bookings", step["full"] / step["empty"], 2, told)


def _told(script: str, argument: str) -> list[float]:
    told = subprocess.run(  # noqa: S603 - our own script, above
        [sys.executable, "-c", script, argument],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        check=True,
        capture_output=True,
        text=True,
        timeout=300,
    )
    measured: list[float] = json.loads(told.stdout)
    return measured
