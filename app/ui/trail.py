"""The steps of something that is done in order: where one is, and the way back."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from app.ui.buttons import button
from app.ui.labels import IconLabel
from app.ui.layouts import row
from app.ui.look import Look
from app.ui.style import repolish
from app.ui.tokens import NARROW


class Trail(QWidget):
    """Numbered steps; what lies behind can be gone back to, what lies ahead cannot be skipped."""

    chosen = Signal(int)

    def __init__(self, look: Look, steps: Sequence[str]) -> None:
        super().__init__()
        self._names = tuple(steps)
        self._steps: list[QPushButton] = []
        self._arrows: list[IconLabel] = []
        line = row(spacing=NARROW)
        for number in range(len(steps)):
            arrow = IconLabel(look.icon("chevron-right", "faint"), 16)
            made = button(look, "", kind="quiet", press=self._chooser(number))
            made.setProperty("part", "step")
            self._arrows.append(arrow)
            self._steps.append(made)
            line.addWidget(arrow)
            line.addWidget(made)
        line.addStretch(1)
        self.setLayout(line)
        self.skip()
        self.show_step(0)

    def skip(self, *steps: int) -> None:
        """Leave these out of the count: this time there is no such step."""
        taken = [number for number in range(len(self._steps)) if number not in steps]
        for number, each in enumerate(self._steps):
            each.setVisible(number in taken)
            self._arrows[number].setVisible(number in taken[1:])
        for place, number in enumerate(taken, 1):
            self._steps[number].setText(f"{place}  {self._names[number]}")
            self._steps[number].setAccessibleName(
                f"第 {place} 步，共 {len(taken)} 步：{self._names[number]}"
            )

    def show_step(self, at: int, *, back: bool = True) -> None:
        """Mark where one is. `back`: whether the steps before can be returned to."""
        for number, each in enumerate(self._steps):
            each.setEnabled(number == at or (back and number < at))
            each.setProperty("state", "active" if number == at else "")
            repolish(each)

    def _chooser(self, number: int) -> Callable[[], None]:
        return lambda: self.chosen.emit(number)
