"""The typeface of the screen: what Windows has, else the family we ship."""

from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase

from app.ui.tokens import BODY_SIZE

WINDOWS_FAMILY = "Microsoft YaHei UI"
BUNDLED_FAMILY = "Noto Sans SC"
_FILES = ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf")


def body_font(folder: Path) -> QFont:
    """The font of ordinary text; the shipped family is loaded only where it is needed."""
    family = WINDOWS_FAMILY
    if not QFontDatabase.hasFamily(family):
        family = BUNDLED_FAMILY
        if not QFontDatabase.hasFamily(family):
            for name in _FILES:
                _load(folder / name)
    font = QFont(family)
    font.setPointSizeF(BODY_SIZE)
    return font


def tabular(font: QFont) -> QFont:
    """The same font with digits of one width, so that numbers stand under each other."""
    aligned = QFont(font)
    aligned.setFeature(QFont.Tag("tnum"), 1)
    return aligned


def _load(file: Path) -> None:
    """By path, because Qt then maps the file (2 MB instead of 32); by content where that fails.

    WORKAROUND: on Windows, Qt cannot open a font file whose path holds Chinese characters.
    """
    if QFontDatabase.addApplicationFont(str(file)) == -1:
        QFontDatabase.addApplicationFontFromData(file.read_bytes())
