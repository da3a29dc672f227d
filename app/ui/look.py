"""The look of the whole program: which theme is on, its fonts, its icons, its row height."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFont, QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from app.ui.fonts import body_font
from app.ui.icons import Icons
from app.ui.style import palette, pictures, sheet
from app.ui.tokens import COMPACT_ROW, DARK, LIGHT, ROW, Ink, Tokens

if TYPE_CHECKING:
    from app.settings import Appearance  # importing it would load the models before first paint

_SCHEMES = {"LIGHT": Qt.ColorScheme.Light, "DARK": Qt.ColorScheme.Dark}


class Look(QObject):
    """Made once by bootstrap and given to whatever shows an icon or paints by hand."""

    changed = Signal()

    def __init__(
        self, resources: Path, *, compact: bool = False, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._resources = resources
        self._wanted = Qt.ColorScheme.Unknown  # unknown: as the system is
        self._compact = compact
        self._tokens = LIGHT
        self.icons = Icons(resources / "icons", lambda: self._tokens)
        self._pictures = pictures(self.icons, LIGHT)
        self._app: QApplication | None = None

    @property
    def tokens(self) -> Tokens:
        """The colours that are on."""
        return self._tokens

    @property
    def row_height(self) -> int:
        """Of a row in a table."""
        return COMPACT_ROW if self._compact else ROW

    def icon(self, name: str, ink: Ink = "muted", on: Ink | None = None) -> QIcon:
        """An icon by its Lucide name; it follows the theme by itself."""
        return self.icons.icon(name, ink, on)

    def apply(self, app: QApplication) -> None:
        """Dress the application; call once, before the first window is made."""
        self._app = app
        app.setStyle("Fusion")
        app.setFont(body_font(self._resources / "fonts"))
        app.styleHints().colorSchemeChanged.connect(self._follow)
        self._tokens = self._wanted_tokens()
        self._dress(app)

    def use(self, appearance: "Appearance", *, compact: bool | None = None) -> None:
        """Change theme and density as the settings say; everything visible follows at once."""
        self._wanted = _SCHEMES.get(appearance.name, Qt.ColorScheme.Unknown)
        QGuiApplication.styleHints().setColorScheme(self._wanted)  # title bars are the system's
        if compact is not None and compact != self._compact:
            self._compact = compact
            self.changed.emit()
        self._follow()

    def _follow(self) -> None:
        tokens = self._wanted_tokens()
        if self._app is not None and tokens is not self._tokens:
            self._tokens = tokens
            self._dress(self._app)
            self.changed.emit()

    def _wanted_tokens(self) -> Tokens:
        scheme = self._wanted
        if scheme == Qt.ColorScheme.Unknown:
            scheme = QGuiApplication.styleHints().colorScheme()
        return DARK if scheme == Qt.ColorScheme.Dark else LIGHT

    def _dress(self, app: QApplication) -> None:
        self._pictures = pictures(self.icons, self._tokens)
        app.setPalette(palette(self._tokens))
        template = (self._resources / "style.qss").read_text("utf-8")
        app.setStyleSheet(sheet(template, self._tokens, self._pictures))


def sized(font: QFont, points: float, *, bold: bool = False) -> QFont:
    """The same family in another size, for what is painted by hand."""
    made = QFont(font)
    made.setPointSizeF(points)
    made.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return made
