"""Take the README's pictures anew, from the real window on a sample college.

QT_QPA_PLATFORM=offscreen python -m tools.pictures docs/pictures
"""

import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from app import settings
from app.bootstrap import Program
from app.places import Places
from app.services.opening import open_for_work
from app.services.query import Query
from app.services.sample import fill
from app.settings import Appearance
from app.ui.page import Target

SIZE = (1366, 768)
SETTLED = 2500  # ms until what is loaded in the background is there


def main(folder: Path) -> None:
    """One picture per page that the README shows."""
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory() as data:
        places = Places(Path(data))
        partner = _sample(places)
        shots: dict[str, Target] = {
            "home": Target("home"),
            "partners": Target("partner", record=partner),
            "due": Target("due"),
            "board": Target("board"),
            "process": Target("board", option="过程"),
            "calendar": Target("calendar"),
            "bookings": Target("bookings", option=_next_monday()),
            "reports": Target("reports"),
        }
        _take(app, places, shots, lambda name: folder / f"{name}.png")
        chosen = replace(settings.load(places.settings), appearance=Appearance.DARK)
        settings.save(chosen, places.settings)
        _take(app, places, {"home": Target("home")}, lambda name: folder / f"{name}-dark.png")


def _next_monday() -> date:
    """The week that is yet to come: in it every kind of booking is to be seen."""
    now = date.today()  # noqa: DTZ011 - the sample is always as of today
    return now + timedelta(days=7 - now.weekday())


def _sample(places: Places) -> UUID:
    with open_for_work(places) as office:
        fill(office, date.today())  # noqa: DTZ011 - the sample is always as of today
        return office.partners.find(Query(text="锦程智能"))[0]


def _take(
    app: QApplication, places: Places, shots: dict[str, Target], path: Callable[[str], Path]
) -> None:
    program = Program(app, places)
    program.shell.resize(*SIZE)
    program.show()
    _wait(SETTLED)
    for name, target in shots.items():
        program.window.go(target)
        _wait(SETTLED)
        while program.window.desk is not None and program.window.desk.tasks.running:
            _wait(100)
        _wait(SETTLED // 5)
        program.shell.resize(*SIZE)
        program.shell.grab().save(str(path(name)))
    program.end()


def _wait(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
