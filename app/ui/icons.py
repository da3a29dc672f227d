"""Line icons from `resources/icons`, drawn in the colours of the theme that is on right now."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app.ui.tokens import Ink, Tokens


class Icons:
    """Makes icons by their Lucide names. They follow the theme without being replaced."""

    def __init__(self, folder: Path, tokens: Callable[[], Tokens]) -> None:
        self._folder = folder
        self._tokens = tokens
        self._drawings: dict[str, str] = {}
        self._pixmaps: dict[tuple[str, str, int, float], QPixmap] = {}

    def icon(self, name: str, ink: Ink = "muted", on: Ink | None = None) -> QIcon:
        """An icon in one ink; `on` is its ink while a button that carries it is switched on."""
        return QIcon(_LineIcon(self, name, ink, on or ink))

    def svg(self, name: str, colour: str) -> bytes:
        """The drawing as a file, in one colour."""
        if name not in self._drawings:
            self._drawings[name] = (self._folder / f"{name}.svg").read_text("utf-8")
        return self._drawings[name].replace("currentColor", colour).encode()

    def pixmap(self, name: str, ink: Ink, side: int, scale: float) -> QPixmap:
        """The drawing as dots: `side` device-independent pixels on a screen of `scale`."""
        colour = self._tokens().colour(ink)
        wanted = (name, colour, side, scale)
        if wanted not in self._pixmaps:
            self._pixmaps[wanted] = _render(self.svg(name, colour), side, scale)
        return self._pixmaps[wanted]


def _render(svg: bytes, side: int, scale: float) -> QPixmap:
    dots = int(side * scale + 0.5)  # as Qt rounds: else it would scale the drawing again
    pixmap = QPixmap(dots, dots)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(svg)).render(painter, QRectF(0, 0, dots, dots))
    painter.end()
    pixmap.setDevicePixelRatio(scale)
    return pixmap


class _LineIcon(QIconEngine):
    """Asks for its colour each time it is painted, so a change of theme needs only a repaint."""

    def __init__(self, icons: Icons, name: str, ink: Ink, on: Ink) -> None:
        super().__init__()
        self._icons = icons
        self._name = name
        self._ink = ink
        self._on = on

    # The Qt side -----------------------------------------------------------------

    def clone(self) -> QIconEngine:
        return _LineIcon(self._icons, self._name, self._ink, self._on)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        side = min(rect.width(), rect.height())
        corner = rect.topLeft() + QPoint((rect.width() - side) // 2, (rect.height() - side) // 2)
        scale = painter.device().devicePixelRatio()
        painter.drawPixmap(corner, self._draw(side, scale, mode, state))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self._draw(min(size.width(), size.height()), 1.0, mode, state)

    def scaledPixmap(
        self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float
    ) -> QPixmap:
        return self._draw(min(size.width(), size.height()), scale, mode, state)

    def _draw(self, side: int, scale: float, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        ink = self._on if state == QIcon.State.On else self._ink
        if mode == QIcon.Mode.Disabled:
            ink = "faint"
        return self._icons.pixmap(self._name, ink, side, scale)
