"""Scrolling while something is dragged: on and on, as long as the mouse is beyond an edge."""

from PySide6.QtCore import QObject, QPoint, QTimer, Signal
from PySide6.QtWidgets import QAbstractScrollArea

_TURN = 40  # milliseconds
_MOST = 48  # how far in a turn; less where the mouse is only just beyond


class EdgeScroll(QObject):
    """Over one area, which says where a pressed mouse is."""

    scrolled = Signal(QPoint)  # where the mouse still is

    def __init__(self, area: QAbstractScrollArea) -> None:
        super().__init__(area)
        self._area, self._point = area, QPoint()
        self._turn = QTimer(self, interval=_TURN)
        self._turn.timeout.connect(self.scroll)

    def follow(self, point: QPoint) -> None:
        """The mouse is there, seen from the viewport."""
        self._point = point
        if self.inside(point) == point:
            self._turn.stop()
        elif not self._turn.isActive():
            self._turn.start()

    def stop(self) -> None:
        """Nothing is dragged any more."""
        self._turn.stop()

    def inside(self, point: QPoint) -> QPoint:
        """The nearest point that is in sight."""
        seen = self._area.viewport().rect()
        x = max(seen.left(), min(point.x(), seen.right()))
        return QPoint(x, max(seen.top(), min(point.y(), seen.bottom())))

    def scroll(self) -> None:
        """One step; the further out the mouse is, the longer."""
        beyond = self._point - self.inside(self._point)
        across, down = self._area.horizontalScrollBar(), self._area.verticalScrollBar()
        across.setValue(across.value() + _step(beyond.x()))
        down.setValue(down.value() + _step(beyond.y()))
        self.scrolled.emit(self._point)


def _step(beyond: int) -> int:
    return max(-_MOST, min(beyond, _MOST))
