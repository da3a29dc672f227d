"""What a key asks of a week grid."""

from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

_RIGHT: dict[int, int] = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
_DOWN: dict[int, int] = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


@dataclass(frozen=True, slots=True)
class Arrow:
    """One step: of the cursor, or (pushing) of what it is on; or something longer by one step."""

    right: int
    down: int
    pushes: bool
    stretches: bool


class Deed(Enum):
    """Everything that is no step."""

    OPEN = auto()
    REMOVE = auto()
    NEXT = auto()  # of those that share a period
    MARK = auto()
    MARK_DAY = auto()
    GIVE_UP = auto()  # a drag, else the marks


_DEEDS: dict[int, Deed] = {
    Qt.Key.Key_Return: Deed.OPEN,
    Qt.Key.Key_Enter: Deed.OPEN,
    Qt.Key.Key_Delete: Deed.REMOVE,
    Qt.Key.Key_Space: Deed.NEXT,
    Qt.Key.Key_Escape: Deed.GIVE_UP,
}


def arrow(event: QKeyEvent) -> Arrow | None:
    """The step that an arrow asks for; None: it was another key."""
    right, down, held = _RIGHT.get(event.key(), 0), _DOWN.get(event.key(), 0), event.modifiers()
    if not right and not down:
        return None
    pushes = bool(held & Qt.KeyboardModifier.AltModifier)
    return Arrow(right, down, pushes, bool(held & Qt.KeyboardModifier.ShiftModifier))


def deed(event: QKeyEvent) -> Deed | None:
    """What another key asks for; None: nothing."""
    if event.matches(QKeySequence.StandardKey.SelectAll):
        return Deed.MARK_DAY
    found = _DEEDS.get(event.key())
    ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    return Deed.MARK if found is Deed.NEXT and ctrl else found
