"""A form at the left and at the right what would come of it, asked anew when typing rests."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLayout, QWidget

from app.models.fields import Field
from app.ui.buttons import button, key_of
from app.ui.dialogs import Dialog
from app.ui.form import Form
from app.ui.grid import Grid
from app.ui.labels import label
from app.ui.layouts import column, row
from app.ui.lines import Lines
from app.ui.page import Desk
from app.ui.panels import Banner
from app.ui.tokens import SNUG, Tone

PAUSE = 250  # milliseconds without typing after which it is asked
_EDGE = QSize(60, 90)  # of the screen, left free around a dialog


def beside(form: QWidget | QLayout, outcome: QLayout, shares: tuple[int, int]) -> QWidget:
    """Both next to each other, in these shares of the width."""
    right = QWidget()
    right.setLayout(outcome)
    both = row(spacing=SNUG)
    if isinstance(form, QLayout):
        both.addLayout(form, shares[0])
    else:
        both.addWidget(form, shares[0])
    both.addWidget(right, shares[1])
    body = QWidget()
    body.setLayout(both)
    return body


def fitting(dialog: QWidget, wanted: QSize) -> QSize:
    """As large as wanted, as far as the screen allows."""
    return wanted.boundedTo(dialog.screen().availableSize() - _EDGE)


def to_and_fro(dialog: QWidget, form: Form, outcome: Grid) -> None:
    """F6 goes from the form to the list beside it, and back to the field one came from."""
    came: list[QWidget] = []

    def cross() -> None:
        here: QWidget | None = dialog.focusWidget()
        if here is not outcome:
            came[:] = [here] if here and form.isAncestorOf(here) else []
            outcome.setFocus(Qt.FocusReason.TabFocusReason)
        elif came:
            came[0].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            form.focus()

    QShortcut(QKeySequence("F6"), dialog).activated.connect(cross)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a forecast is about: its title, how it begins, and the words of its deed."""

    title: str
    fields: Sequence[Field]
    how: str  # said while nothing is asked yet
    deed: str
    high: int


class Forecast(Dialog):
    """One list of what would come of the form; only `look_at` and `finish` differ."""

    def __init__(self, desk: Desk, asked: Asked, dates: Grid, parent: QWidget) -> None:
        self._desk, self.dates = desk, dates
        self.told = ""
        self.form = Form(asked.fields, desk.look, desk.lookup)
        self._sum, self._notes = label(asked.how, "muted", wrap=True), Lines()
        self.agree = button(desk.look, asked.deed, kind="primary", press=self.finish)
        refuse = button(desk.look, "取消", press=self.reject)
        inside = column(self._sum, self._notes, spacing=SNUG)
        inside.addWidget(dates, 1)
        body = beside(self.form, inside, (1, 3))
        super().__init__(asked.title, body, (refuse, self.agree), parent, self.agree)
        self._wait = QTimer(self, singleShot=True, interval=PAUSE)
        self._wait.timeout.connect(self.look_at)
        self.form.edited.connect(self._wait.start)
        key_of(self.agree, "Ctrl+S", self)
        to_and_fro(self, self.form, dates)
        self.form.start()
        self.resize(fitting(self, QSize(1100, asked.high)))
        self.form.focus(asked.fields[0].key)

    def look_at(self) -> None:
        """Show what would come of the form, as far as it can be understood."""

    def finish(self) -> None:
        """Do it, and close; what is refused is said, and the dialog stays."""

    def _say(self, words: str, tone: Tone) -> None:
        self._notes.fill([Banner(self._desk.look, words, tone)])
