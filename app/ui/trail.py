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
        self._steps: list[QPushButton] = []
        line = row(spacing=NARROW)
        for number, name in enumerate(steps):
            if number:
                line.addWidget(IconLabel(look.icon("chevron-right", "faint"), 16))
            made = button(look, f"{number + 1}  {name}", kind="quiet", press=self._chooser(number))
            made.setProperty("part", "step")
            self._steps.append(made)
            line.addWidget(made)
        line.addStretch(1)
        self.setLayout(line)
        self.show_step(0)

    def show_step(self, at: int, *, back: bool = True) -> None:
        """Mark where one is. `back`: whether the steps before can be returned to."""
        for number, each in enumerate(self._steps):
            each.setEnabled(number == at or (back and number < at))
            each.setProperty("state", "active" if number == at else "")
            each.setAccessibleName(
                f"第 {number + 1} 步，共 {len(self._steps)} 步：{each.text()[3:]}"
            )
            repolish(each)

    def _chooser(self, number: int) -> Callable[[], None]:
        return lambda: self.chosen.emit(number)
