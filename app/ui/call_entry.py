"""A call is written down with the keyboard: one key for what came of it, Enter."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QLineEdit, QPushButton, QWidget

from app.models import ContactRecord
from app.services.process_entry import Outcome
from app.services.process_lists import Person
from app.ui.buttons import button
from app.ui.dates import DateEdit
from app.ui.editors import editor_for
from app.ui.labels import Elided, label
from app.ui.layouts import column, row
from app.ui.look import Look
from app.ui.lookup import NoLookup
from app.ui.tokens import MEDIUM, NARROW, SNUG

_LATER = timedelta(days=3)  # what is proposed when somebody is to be called again
KEYS = dict(zip("123", Outcome, strict=True))


@dataclass(frozen=True, slots=True)
class Entered:
    """What was typed about a call."""

    outcome: Outcome
    note: str
    again_on: date | None


class CallEntry(QFrame):
    """Stands under the list of students; 1, 2 and 3 there choose, Enter here saves."""

    entered = Signal(Entered)
    left = Signal()  # Esc: back to the list

    def __init__(self, look: Look, keys_of: QWidget) -> None:
        super().__init__()
        self.setProperty("surface", "card")
        self._outcome: Outcome | None = None
        self._today = date.min
        self._name = label("", "strong")
        self._phones = Elided("", "muted")
        self.choices = {each: self._choice(look, key, each) for key, each in KEYS.items()}
        again = ContactRecord.field("again_on")
        self._again = editor_for(again, NoLookup(), look)
        self.day = self._again.widget
        self.day.setFixedWidth(136)
        self.note = QLineEdit()
        self.note.setPlaceholderText("情况，可以不填")
        self.note.setAccessibleName("情况")
        self.save = button(look, "保存（Enter）", kind="primary", press=self._save)
        words = row(self._name, self._phones, spacing=SNUG)
        words.setStretch(1, 1)
        line = row(*self.choices.values(), self.day, spacing=NARROW)
        line.addWidget(self.note, 1)
        line.addWidget(self.save)
        self.setLayout(column(words, line, spacing=NARROW, margins=(MEDIUM, SNUG, MEDIUM, SNUG)))
        for key, each in KEYS.items():
            shortcut = QShortcut(QKeySequence(key), keys_of)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(partial(self.choose, each))
        for edit in (self.note, self.day):
            if isinstance(edit, QLineEdit):
                edit.returnPressed.connect(self._save)
        self.show_person(None, date.min)

    def show_person(self, person: Person | None, today: date) -> None:
        """Whom the next call is about; what was begun about another is dropped."""
        self._today = today
        self.setEnabled(person is not None)
        self._name.setText(f"{person.name}　{person.school_class}" if person else "")
        self._phones.setText(_phones(person) if person else "")
        self._choose(None)
        self.note.clear()

    def choose(self, outcome: Outcome) -> None:
        """What came of the call; the next thing to type is there at once."""
        if not self.isEnabled():
            return
        self._choose(outcome)
        if outcome is Outcome.AGREED and isinstance(self.day, DateEdit):
            self._again.set_value(self._today + _LATER)
            self.day.setFocus()
            self.day.selectAll()
        else:
            self.note.setFocus()

    def _choose(self, outcome: Outcome | None) -> None:
        self._outcome = outcome
        for each, choice in self.choices.items():
            choice.setChecked(each is outcome)
        self.day.setVisible(outcome is Outcome.AGREED)
        self.save.setEnabled(outcome is not None)

    def _save(self) -> None:
        if self._outcome is not None:
            again = self._again.value() if self._outcome is Outcome.AGREED else None
            self.entered.emit(Entered(self._outcome, self.note.text(), again))

    def _choice(self, look: Look, key: str, outcome: Outcome) -> QPushButton:
        made = button(look, f"{key}　{outcome}", press=partial(self.choose, outcome))
        made.setCheckable(True)
        return made

    # The Qt side -----------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._choose(None)
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _phones(person: Person) -> str:
    guardian = " ".join(part for part in (person.guardian, person.guardian_phone) if part)
    parts = (
        f"本人 {person.phone or '没有电话'}",
        f"监护人 {guardian or '没有登记'}",
        f"指导教师 {person.teacher or '未指派'}",
        person.host,
    )
    return "　".join(part for part in parts if part)
