"""Chinese for what Qt says itself: its dialogs, menus, calendars and numbers."""

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication


def chinese(app: QApplication) -> None:
    """Load Qt's own Chinese texts and make Chinese the locale of everything that is shown."""
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    texts = QTranslator(app)
    if texts.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(texts)
