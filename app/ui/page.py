"""What every page of the window is, what it is given, and how pages ask for each other.

A new page: (1) a subclass of `Page` here-like in its own module, made from one `Desk`; (2) its
`Entry` in `app/ui/navigation.py`; (3) its line in `app/bootstrap.py`. A page is made when it is
first visited. Nothing here may import SQLAlchemy: the window is painted before it is loaded.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSettings, Signal
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from uuid import UUID

    from app.services.database import Commit
    from app.services.office import Office
    from app.services.query import Query
    from app.ui.look import Look
    from app.ui.lookup import Lookup
    from app.ui.tasks import Progress, Tasks


def _at_once(work: "Callable[[Progress], object]", _title: str) -> None:
    work(lambda *_: None)


@dataclass(frozen=True, slots=True)
class Target:
    """A place in the program: a page, and what it should show there."""

    page: str  # Page.name: "home", a table name such as "partner", "due", "reports", "import", ...
    query: "Query | None" = None  # exactly these records
    record: "UUID | None" = None  # this one, its detail open
    option: Any = None  # what else the page understands, e.g. a report's id
    title: str = ""  # what the query is, in words: shown above the list


@dataclass(frozen=True, slots=True)
class Scope:
    """What the whole window is limited to: always visible at the top right."""

    campus: "UUID | None" = None
    campus_name: str = "全校"
    term: str = ""  # 2026-2027-1


@dataclass(frozen=True, slots=True)
class Desk:
    """What a page works with. Every page is made as `SomePage(desk)`."""

    office: "Office"
    look: "Look"
    lookup: "Lookup"  # what forms ask
    tasks: "Tasks"  # long work
    memory: QSettings  # sizes, columns, what was open last: in the data folder, nobody's setting
    # Close the data, let this work change its files, open it again: for restoring a backup.
    replace_data: "Callable[[Callable[[Progress], object], str], None]" = _at_once


class Page(QWidget):
    """One page. It knows no other page: it says where it wants to go, the window goes there."""

    wanted = Signal(Target)
    counted = Signal()  # `count` has changed
    name = ""
    label = ""
    icon = ""

    def count(self) -> int | None:
        """What stands beside the title; None: nothing."""
        return None

    def activate(self) -> None:
        """It is about to be shown: be up to date."""

    def show_target(self, target: Target) -> None:
        """Show what somebody asked for."""

    def on_commit(self, commit: "Commit") -> None:
        """Something changed. Keep the place, and never touch what is being typed."""

    def set_scope(self, scope: Scope) -> None:
        """The window is limited to something else. Called once before the first `activate`."""

    def may_leave(self) -> bool:
        """Whether it may be left now; it asks the person if something would be lost."""
        return True
