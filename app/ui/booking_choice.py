"""Asking where a date that cannot stay is to go."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from app.services.bookings.occupation import Use
from app.services.bookings.places import Place
from app.services.bookings.words import short_day
from app.ui.forecast import fitting
from app.ui.grid import Head, Line, Section
from app.ui.list_dialog import ListDialog, Listing
from app.ui.page import Desk

_SIZE = QSize(620, 460)  # a dozen short lines: what is asked about stays in sight
_HEADS = (Head("空闲的去处", 20, stretch=True),)


class Offered(Protocol):
    """Anything that can be said in a line."""

    @property
    def words(self) -> str:
        """As it stands in the list."""


T = TypeVar("T", bound=Offered)


def choose_place(
    desk: Desk, use: Use, found: Sequence[Place], parent: QWidget, why: str = ""
) -> Place | None:
    """One of these places for one date; None: thought better of it."""
    about = f"{short_day(use.on)} {use.periods}"
    about = f"{about}：{why or use.title}"
    if not found:
        about += "。前后一周没有合适的空闲实训室。"
    return choose_one(desk, about, found, parent)


def choose_one(desk: Desk, about: str, found: Sequence[T], parent: QWidget) -> T | None:
    """One of these, the first to begin with; Enter takes it."""
    lines = [Line(each, (each.words,)) for each in found]
    agree = "改到这里" if found else ""
    listing = Listing("改到哪里", about, _HEADS, [Section("", lines)], agree, "取消")
    asking = ListDialog(desk.look, listing, parent)
    asking.resize(fitting(asking, _SIZE))
    asking.list.choose(found[:1])
    asking.list.setFocus()
    asking.opened.connect(lambda _: asking.accept())
    agreed = asking.exec() == ListDialog.DialogCode.Accepted
    chosen: list[T] = asking.list.marked() if agreed else []
    asking.deleteLater()
    return chosen[0] if chosen else None
