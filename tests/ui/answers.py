"""Answering the questions that the program stops for, as a person does: by pressing a button."""

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
    buttons = [b for b in dialog.findChildren(QAbstractButton) if b.isVisibleTo(dialog)]
    found = [b for b in buttons if b.text() == words]
    assert found, f"no “{words}” among {[b.text() for b in buttons]}"
    found[0].click()


def answer(*words: str) -> list[str]:
    """Answer the next question, choosing these one after another; what it said is noted."""
    noted: list[str] = []

    def give() -> None:
        dialog = asked()
        noted.append(said(dialog))
        try:
            for each in words:
                choose(dialog, each)
        except AssertionError:
            dialog.close()  # else the test waits for ever
            raise

    QTimer.singleShot(0, give)
    return noted
