"""The day as of which a page is read: typed or pointed at; the page follows when it is a day."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.models.values import parse_date
from app.ui.dates import DateEdit
from app.ui.labels import label
from app.ui.layouts import row
from app.ui.look import Look
from app.ui.style import set_state
from app.ui.tokens import NARROW

_WIDTH = 132


class DayBox(QWidget):
    """A word and a line for a day. What is no day is marked, and nothing follows from it."""

    changed = Signal(date)

    def __init__(self, look: Look, words: str, day: date) -> None:
        super().__init__()
        self.day = day
        self.edit = DateEdit(look)
        self.edit.setAccessibleName(words)
        self.edit.setFixedWidth(_WIDTH)
        self.edit.setText(day.isoformat())
        self.edit.textEdited.connect(self._read)
        self.setLayout(row(label(words, "muted"), self.edit, spacing=NARROW))

    def _read(self, typed: str) -> None:
        try:
            day = parse_date(typed)
        except ValueError:
            set_state(self.edit, "wrong")
            return
        set_state(self.edit, "")
        if day != self.day:
            self.day = day
            self.changed.emit(day)
