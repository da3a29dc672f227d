"""Handing a file to the program that the system has for it. Only ever by a person's click."""

import sys
from pathlib import Path

from PySide6.QtCore import QDir, QProcess, QUrl
from PySide6.QtGui import QDesktopServices

from app.errors import Fault, Refused


def open_file(file: Path) -> None:
    """Show a file in whatever program opens its kind."""
    if not file.exists():
        raise Refused(f"找不到文件 {file.name}，它可能被移走或改名了。")
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(file))):
        raise Fault(f"打不开 {file.name}。", "这台电脑上没有能打开这种文件的程序。")


def show_in_folder(file: Path) -> None:
    """Open the folder of a file; Windows also marks the file in it."""
    if sys.platform == "win32" and file.exists():
        QProcess.startDetached("explorer.exe", ["/select,", QDir.toNativeSeparators(str(file))])
    else:
        open_file(file.parent)
