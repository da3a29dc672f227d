"""A few lines for campuses, name and code: for the first run, before there is a list of them."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QGridLayout, QWidget

from app.errors import Invalid, Problem
from app.models import Campus
from app.ui.inputs import UnitEdit
from app.ui.labels import label
from app.ui.layouts import column
from app.ui.style import set_state
from app.ui.tokens import NARROW, SNUG, TIGHT

_ROWS = 3


class CampusRows(QWidget):
    """Empty lines do not count; a code that was left out is made of the name's first sounds."""

    def __init__(self, initials: Callable[[str], str]) -> None:
        super().__init__()
        self._initials = initials
        self.rows = [(UnitEdit(), UnitEdit()) for _ in range(_ROWS)]
        self._problem = label("", "problem", wrap=True)
        self._problem.hide()
        grid = QGridLayout()
        grid.setHorizontalSpacing(SNUG)
        grid.setVerticalSpacing(NARROW)
        grid.addWidget(label("校区名称", "label"), 0, 0)
        grid.addWidget(label("校区代码（写进协议编号）", "label"), 0, 1)
        for number, (name, code) in enumerate(self.rows, 1):
            name.setAccessibleName(f"第 {number} 个校区的名称")
            code.setAccessibleName(f"第 {number} 个校区的代码")
            name.setPlaceholderText("如 成都校区" if number == 1 else "")
            code.setPlaceholderText("如 CD" if number == 1 else "")
            name.editingFinished.connect(self._propose)
            grid.addWidget(name, number, 0)
            grid.addWidget(code, number, 1)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 1)
        self.setLayout(column(grid, self._problem, spacing=TIGHT))

    def campuses(self) -> list[dict[str, Any]]:
        """What was written, in normal form; Invalid, told under the lines, if it cannot be."""
        found: list[dict[str, Any]] = []
        complaints: list[Problem] = []
        for line in self.rows:
            given = dict(zip(("name", "code"), (edit.text().strip() for edit in line), strict=True))
            problems = _put(found, given) if any(given.values()) else []
            complaints.extend(problems)
            for edit in line:
                set_state(edit, "wrong" if problems else "")
        self._problem.setText("；".join(each.message for each in complaints))
        self._problem.setVisible(bool(complaints))
        if complaints:
            raise Invalid(complaints)
        return found

    def clear(self) -> None:
        """Nothing is written."""
        for edit in (edit for line in self.rows for edit in line):
            edit.clear()

    def _propose(self) -> None:
        for name, code in self.rows:
            written = name.text().strip().removesuffix("校区")
            if written and not code.text().strip():
                code.setText(self._initials(written)[:4].upper())


def _put(found: list[dict[str, Any]], given: dict[str, str]) -> list[Problem]:
    """Add a campus to those found; or say what is wrong with it."""
    problems: list[Problem] = []
    values: dict[str, Any] = {}
    for key, text in given.items():
        try:
            values[key] = Campus.field(key).parse(text)
        except Invalid as invalid:
            problems.extend(invalid.problems)
    if not problems:
        found.append(values)
    return problems
