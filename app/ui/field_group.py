"""Fields under one heading: each with its label, its editor, its help and what is wrong with it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from app.errors import Invalid
from app.models.fields import Field
from app.ui.editors import Editor, missing, needed, ticked
from app.ui.labels import label
from app.ui.layouts import column, row
from app.ui.style import set_state
from app.ui.tokens import SNUG, TIGHT, WIDE


class FieldCell(QWidget):
    """One field: label, editor, help, and what is wrong with it."""

    def __init__(self, field: Field, editor: Editor) -> None:
        super().__init__()
        self.field = field
        self.editor = editor
        self.wide = field.lines > 1
        self._name = label("" if ticked(field) else field.label, "label")
        self._name.setBuddy(editor.widget)
        head = row(self._name, spacing=TIGHT)
        if needed(field):
            mark = label("*", "mark")
            mark.setToolTip("必填")
            head.addWidget(mark)
        head.addStretch(1)
        self._problem: QLabel | None = None
        self._lines = column(head, editor.widget, spacing=TIGHT)
        if field.help:
            self._lines.addWidget(label(field.help, "small", wrap=True))
        self.setLayout(self._lines)
        editor.widget.setAccessibleDescription(field.help)

    def stand_alone(self, alone: bool) -> None:  # noqa: FBT001 - as Qt's own setters
        """A tick carries its own words; it needs room for a label only beside a neighbour."""
        self._name.setVisible(bool(self._name.text()) or not alone)

    def complain(self, message: str) -> None:
        """Show what is wrong, or with an empty text that nothing is."""
        if self._problem is None:
            if not message:
                return
            self._problem = label("", "problem", wrap=True)
            self._lines.addWidget(self._problem)
        if message == self._problem.text():
            return
        self._problem.setText(message)
        self._problem.setVisible(bool(message))
        self.editor.widget.setAccessibleDescription(message or self.field.help)
        set_state(self.editor.widget, "wrong" if message else "")

    def check(self) -> None:
        """Complain about what can already be judged: a field still empty is not wrong yet."""
        try:
            self.editor.value()
        except Invalid as invalid:
            messages = "；".join(problem.message for problem in invalid.problems)
            if messages != missing(self.field):
                self.complain(messages)
        else:
            self.complain("")


class FieldGroup(QWidget):
    """Fields under one heading, in one column or two."""

    def __init__(self, title: str, cells: Sequence[FieldCell]) -> None:
        super().__init__()
        self._cells = cells
        self._columns = 0
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(WIDE)
        self._grid.setVerticalSpacing(SNUG)
        self._filler = QWidget()  # without it a lonely field would be wider than its likes
        self._filler.setFixedHeight(0)
        whole = column(spacing=SNUG)
        if title:
            whole.addWidget(label(title, "part"))
        whole.addLayout(self._grid)
        self.setLayout(whole)

    def arrange(self, columns: int) -> None:
        """Put the cells into rows; the order of the keyboard is that of the eye."""
        if columns == self._columns:
            return
        self._columns = columns
        self._grid.addWidget(self._filler, 0, columns - 1, Qt.AlignmentFlag.AlignTop)
        at = 0
        for cell in self._cells:
            self._grid.removeWidget(cell)
            span = columns if cell.wide else 1
            at += -at % columns if span == columns else 0
            cell.stand_alone(columns == 1)
            place = divmod(at, columns)
            self._grid.addWidget(cell, *place, 1, span, Qt.AlignmentFlag.AlignTop)
            at += span
        for number in range(2):
            self._grid.setColumnStretch(number, 1 if number < columns else 0)
