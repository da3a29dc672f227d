"""One line that builds a condition: a field, what is asked of it, a value."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QWidget

from app.errors import Invalid
from app.models import Field, Record
from app.services.query import Condition
from app.ui.buttons import button, tool
from app.ui.choosers import ChoiceBox
from app.ui.editors import Editor, editor_for
from app.ui.filtering import operators
from app.ui.labels import label
from app.ui.layouts import column, row
from app.ui.look import Look
from app.ui.lookup import Lookup
from app.ui.tokens import NARROW

_EMPTY = ("空", "非空")


class ConditionLine(QFrame):
    """Adds conditions until it is closed."""

    added = Signal(Condition)
    closed = Signal()

    def __init__(self, kind: type[Record], look: Look, lookup: Lookup) -> None:
        super().__init__()
        self._look = look
        self._lookup = lookup
        self._editor: Editor | None = None
        self._fields = {f.key: f for f in kind.fields()}
        words = [(f.label, f.key) for f in self._fields.values()]
        self.field = ChoiceBox(words, lookup.initials, optional=False)
        self.field.setAccessibleName("按哪一项筛选")
        self.field.setMinimumWidth(150)
        self.field.chosen.connect(self._show_operators)
        self._operators: ChoiceBox | None = None
        self._parts: QHBoxLayout = row(spacing=NARROW)
        self._problem = label("", "problem")
        self._problem.hide()
        add = button(look, "添加", "plus", press=self._add)
        close = tool(look, "x", "收起", press=self.closed.emit)
        line = row(label("条件", "muted"), self.field, spacing=NARROW)
        line.addLayout(self._parts, 1)
        line.addWidget(add)
        line.addWidget(close)
        self.setLayout(column(line, self._problem, spacing=2))

    def start(self) -> None:
        """Begin with the first field."""
        if self.field.value() is None:
            self.field.set_value(next(iter(self._fields)))
            self._show_operators()
        self.field.setFocus()

    def _show_operators(self) -> None:
        field = self._chosen()
        self._operators = ChoiceBox(
            [(word, op) for op, word in operators(field)], self._lookup.initials, optional=False
        )
        self._operators.setAccessibleName("怎样比较")
        self._operators.setMinimumWidth(96)
        self._operators.set_value(operators(field)[0][0])
        self._operators.chosen.connect(self._show_value)
        self._editor = editor_for(_single(field), self._lookup, self._look)
        self._editor.widget.setMinimumWidth(160)
        if isinstance(self._editor.widget, QLineEdit):
            self._editor.widget.returnPressed.connect(self._add)
        _empty(self._parts)
        self._parts.addWidget(self._operators)
        self._parts.addWidget(self._editor.widget, 1)
        self._problem.hide()

    def _show_value(self) -> None:
        if self._editor is not None and self._operators is not None:
            self._editor.widget.setVisible(self._operators.value() not in _EMPTY)

    def _chosen(self) -> Field:
        return self._fields[self.field.value()]

    def _add(self) -> None:
        """Only a wrong value is answered here, under the line."""
        if self._operators is None or self._editor is None:
            return
        op = self._operators.value()
        try:
            value = None if op in _EMPTY else self._value(op, self._editor)
        except Invalid as invalid:
            self._problem.setText(invalid.message)
            self._problem.show()
            return
        self._problem.hide()
        self.added.emit(Condition(self._chosen().key, op, value))

    def _value(self, op: str, editor: Editor) -> Any:
        field = self._chosen()
        if op == "含" and isinstance(editor.widget, QLineEdit):
            part = editor.widget.text().strip()  # part of a code is no code
            if not part:
                raise field.complain(f"请填写{field.label}里要找的字")
            return part
        value = editor.value()
        if value is None:
            raise field.complain(f"请填写要比较的{field.label}")
        return value


def _single(field: Field) -> Field:
    """The field as one value of it is typed: nothing set by the program, one line, one member."""
    made = replace(field, required=False, fixed=False, lines=1, number="", default=None)
    if field.many:
        made = replace(made, type=UUID if field.target else field.item, item=None, through="")
    return made


def _empty(layout: QHBoxLayout) -> None:
    while layout.count():
        widget: QWidget | None = layout.takeAt(0).widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
