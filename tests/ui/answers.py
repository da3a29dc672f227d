"""Answering the questions that the program stops for, as a person does: by pressing a button."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget


def asked() -> QWidget:
    """The question that stands over the window."""
    dialog = QApplication.activeModalWidget()
    assert dialog is not None, "nothing was asked"
    return dialog


def said(dialog: QWidget) -> str:
    """Everything that a question says."""
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


def choose(dialog: QWidget, words: str) -> None:
    """Press the button, or choose the option, that says this."""
    QApplication.processEvents()  # what was just made comes into view
    buttons = [b for b in dialog.findChildren(QAbstractButton) if b.isVisibleTo(dialog)]
    found = [b for b in buttons if b.text() == words]
    assert found, f"no “{words}” among {[b.text() for b in buttons]}"
    found[0].click()


def meet(deed: Callable[[Any], object]) -> None:
    """Do this with the next question that the program stops for."""

    def give(tries: int = 500) -> None:
        if QApplication.activeModalWidget() is None and tries:
            QTimer.singleShot(1, lambda: give(tries - 1))  # not asked yet
            return
        dialog = asked()
        QApplication.processEvents()  # what was just made comes into view
        try:
            deed(dialog)
        except BaseException:
            dialog.close()  # else the test waits for ever
            raise

    QTimer.singleShot(0, give)


def answer(*words: str) -> list[str]:
    """Answer the next question, choosing these one after another; what it said is noted."""
    noted: list[str] = []

    def give(dialog: QWidget) -> None:
        noted.append(said(dialog))
        for each in words:
            choose(dialog, each)

    meet(give)
    return noted
