"""A box that holds chips: several values of one field."""

from collections.abc import Hashable, Iterable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget

from app.ui.chips import Chip
from app.ui.layouts import FlowLayout, row
from app.ui.look import Look
from app.ui.style import set_state
from app.ui.tokens import CONTROL, TIGHT, Tone


class TagBox(QFrame):
    """Chips, behind them a tail to add more with, or at the right end a button that lists what
    there is. Arrow keys walk along the chips."""

    changed = Signal()

    def __init__(
        self, look: Look, tail: QWidget | None = None, arrow: QWidget | None = None
    ) -> None:
        super().__init__()
        self._look = look
        self._tail = tail
        self._chips: dict[Hashable, Chip] = {}
        self._flow = FlowLayout(spacing=TIGHT, margins=(8, 4, 4, 4))
        self.setProperty("part", "box")
        whole = row(spacing=0)
        whole.addLayout(self._flow, 1)
        self.setLayout(whole)
        self.setMinimumHeight(CONTROL)
        if tail is not None:
            self._flow.addWidget(tail)
            tail.installEventFilter(self)
        if arrow is not None:
            whole.addWidget(arrow, 0, Qt.AlignmentFlag.AlignTop)

    def keys(self) -> tuple[Hashable, ...]:
        """What the chips stand for."""
        return tuple(self._chips)

    def set_tags(self, tags: Iterable[tuple[Hashable, str]]) -> None:
        """Show exactly these, without saying so."""
        for chip in self._chips.values():
            self._flow.removeWidget(chip)
            chip.deleteLater()
            chip.hide()
        self._chips.clear()
        for key, text in tags:
            self._put(key, text)
        self.updateGeometry()

    def add(self, key: Hashable, text: str) -> None:
        """One more, added by the person."""
        if key not in self._chips:
            self._put(key, text)
            self.changed.emit()

    def remove(self, key: Hashable) -> None:
        """One less, removed by the person."""
        chip = self._chips.pop(key)
        if chip.hasFocus():
            self._focus_tail()
        self._flow.removeWidget(chip)
        chip.hide()
        chip.deleteLater()
        self.updateGeometry()
        self.changed.emit()

    def remove_last(self) -> None:
        """What Backspace does in front of an empty tail."""
        if self._chips:
            self.remove(next(reversed(self._chips)))

    def _put(self, key: Hashable, text: str) -> None:
        chip = Chip(text, self._look, Tone.ACCENT, removable=True)
        chip.removed.connect(lambda: self.remove(key))
        self._flow.insert(len(self._chips), chip)
        self._chips[key] = chip
        chip.show()
        self.updateGeometry()

    def _focus_tail(self) -> None:
        (self._tail or self).setFocus()

    def _walk(self, step: int) -> bool:
        """Move the focus along the chips; False where there is none to move to."""
        chips = list(self._chips.values())
        here = next((at for at, chip in enumerate(chips) if chip.hasFocus()), len(chips))
        there = here + step
        if there >= len(chips):
            self._focus_tail()
            return here < len(chips)
        if there < 0:
            return False
        chips[there].setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    # The Qt side -----------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event.key() not in steps or not self._walk(steps[Qt.Key(event.key())]):
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            set_state(self, "active" if event.type() == QEvent.Type.FocusIn else "")
        return super().eventFilter(watched, event)
