"""Lines to read through over the window, and perhaps to agree to."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from app.ui.buttons import button
from app.ui.dialogs import Dialog
from app.ui.grid import Grid, Head, Section
from app.ui.labels import label
from app.ui.layouts import column
from app.ui.look import Look
from app.ui.tokens import SNUG

_WIDE, _HIGH = 900, 560


@dataclass(frozen=True, slots=True)
class Listing:
    """What is listed: its title, a word about it, the columns and the lines."""

    title: str
    about: str
    heads: Sequence[Head]
    sections: Sequence[Section]
    agree: str = ""  # the deed on the button; empty: there is nothing to decide
    leave: str = "关闭"


class ListDialog(Dialog):
    """Copied with Ctrl+C, opened with Enter; more buttons stand before the last ones."""

    opened = Signal(object)  # the key of a line

    def __init__(
        self, look: Look, listing: Listing, parent: QWidget, more: Sequence[QPushButton] = ()
    ) -> None:
        self.about = label(listing.about, "muted", wrap=True)
        self.list = Grid(look, listing.title, listing.heads)
        self.list.fill(listing.sections)
        body = QWidget()
        body.setLayout(column(self.about, self.list, spacing=SNUG))
        close = button(look, listing.leave, press=self.reject)
        self.agree = button(look, listing.agree, kind="primary", press=self.accept)
        self.agree.setVisible(bool(listing.agree))
        enter = self.agree if listing.agree else close
        super().__init__(listing.title, body, (*more, close, self.agree), parent, enter)
        self.list.opened.connect(self._open)
        self.resize(self._fitting())

    def _open(self, key: object) -> None:
        self.opened.emit(key)

    def _fitting(self) -> QSize:
        room = self.screen().availableSize()
        return QSize(min(_WIDE, room.width() - 80), min(_HIGH, room.height() - 120))
