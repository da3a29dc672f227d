"""A small form over the window: one part of a record, or anything else with a few fields."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QWidget

from app.errors import Invalid
from app.ui.buttons import button
from app.ui.dialogs import Dialog
from app.ui.form import Form
from app.ui.layouts import column
from app.ui.look import Look
from app.ui.tokens import SNUG

_WIDE = 640


@dataclass(frozen=True, slots=True)
class Deed:
    """What a dialog is for: its title, what is done with the values, the word on the button."""

    title: str
    save: Callable[[dict[str, Any]], object]
    words: str = "保存"


class FormDialog(Dialog):
    """Closes when `save` has accepted what was changed; what is wrong is said in the form.

    `below` is what else there is to fill in, under the form.
    """

    def __init__(
        self, look: Look, form: Form, deed: Deed, parent: QWidget, below: QWidget | None = None
    ) -> None:
        self.form = form
        self._save = deed.save
        self._more = below.sizeHint().height() if below else 0
        agree = button(look, deed.words, kind="primary", press=self._finish)
        refuse = button(look, "取消", press=self.reject)
        super().__init__(deed.title, _over(form, below), (refuse, agree), parent, agree)
        QShortcut(QKeySequence("Ctrl+S"), self).activated.connect(self._finish)
        self.resize(self._fitting())
        form.focus()

    def _finish(self) -> None:
        """Only wrong values are answered here; everything else is the error reporter's."""
        try:
            self._save(self.form.changes())
        except Invalid as invalid:
            self.form.show_problems(invalid.problems)
            return
        self.accept()

    def _fitting(self) -> QSize:
        room = self.screen().availableSize()
        inner = self.form.widget().sizeHint().height() + self._more
        return QSize(min(_WIDE, room.width() - 80), min(inner + 120, room.height() - 120))


def _over(form: Form, below: QWidget | None) -> QWidget:
    if below is None:
        return form
    both = QWidget()
    whole = column(spacing=SNUG)
    whole.addWidget(form, 3)
    whole.addWidget(below, 2)
    both.setLayout(whole)
    return both


def run(dialog: QDialog) -> bool:
    """Whether it ended well; it is gone afterwards."""
    agreed = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return agreed
