"""What every page of the window is, and how pages ask for each other."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.services.database import Commit
from app.services.query import Query


@dataclass(frozen=True, slots=True)
class Target:
    """A place in the program: a page, and what it should show there."""

    page: str  # Page.name: "home", a table name such as "partner", "due", "reports", "import", ...
    query: Query | None = None  # exactly these records
    record: UUID | None = None  # this one, its detail open
    option: Any = None  # what else the page understands, e.g. a report's id
    title: str = ""  # what the query is, in words: shown above the list


@dataclass(frozen=True, slots=True)
class Scope:
    """What the whole window is limited to: always visible at the top right."""

    campus: UUID | None = None
    campus_name: str = "全校"
    term: str = ""  # 2026-2027-1


class Page(QWidget):
    """One page. It knows no other page: it says where it wants to go, the window goes there."""

    wanted = Signal(Target)
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

    def on_commit(self, commit: Commit) -> None:
        """Something changed. Keep the place, and never touch what is being typed."""

    def set_scope(self, scope: Scope) -> None:
        """The window is limited to something else."""

    def may_leave(self) -> bool:
        """Whether it may be left now; it asks the person if something would be lost."""
        return True
