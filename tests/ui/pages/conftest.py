"""A desk for pages, and pages that refresh as the window makes them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from app.services.office import Office
from app.ui.look import Look
from app.ui.page import Desk, Page, Scope, Target
from app.ui.tasks import Tasks
from app.ui.undo import Commits


class Visit:
    """A page that is shown, follows commits, and whose wishes are written down."""

    def __init__(self, page: Page, desk: Desk, qtbot: QtBot) -> None:
        self.page = page
        self.wishes: list[Target] = []
        page.wanted.connect(self.wishes.append)
        self._commits = Commits(desk.office.db, page)
        self._commits.committed.connect(page.on_commit)
        page.set_scope(Scope())
        qtbot.addWidget(page)
        page.resize(1218, 640)
        page.show()
        page.activate()

    @property
    def wish(self) -> Target:
        """Where the page last wanted to go."""
        return self.wishes[-1]


@pytest.fixture
def desk(office: Office, look: Look, tmp_path: Path) -> Iterator[Desk]:
    tasks = Tasks()
    memory = QSettings(str(tmp_path / "memory.ini"), QSettings.Format.IniFormat)
    yield Desk(office, look, office, tasks, memory)
    tasks.wait()


@pytest.fixture
def visit(desk: Desk, qtbot: QtBot) -> Callable[[Page], Visit]:
    return lambda page: Visit(page, desk, qtbot)
