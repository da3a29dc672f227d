"""What a person does with keyboard, input method and mouse."""

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QInputMethodEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget


def write(widget: QWidget, text: str) -> None:
    """Type; what no keyboard has comes from an input method."""
    for character in text:
        if character.isascii():
            QTest.keyClicks(widget, character)
        else:
            event = QInputMethodEvent()
            event.setCommitString(character)
            QApplication.sendEvent(widget, event)


def rewrite(widget: QLineEdit | QPlainTextEdit, text: str) -> None:
    """Go there, select everything, type over it."""
    widget.setFocus()
    widget.selectAll()
    press(widget, Qt.Key.Key_Delete)
    write(widget, text)


def press(widget: QWidget, *keys: Qt.Key) -> None:
    """Press keys one after another."""
    for key in keys:
        QTest.keyClick(widget, key)


def leave(widget: QWidget) -> None:
    """Go on with Tab."""
    press(widget, Qt.Key.Key_Tab)


def click(widget: QWidget, at: QPoint | None = None) -> None:
    """Click with the left button."""
    QTest.mouseClick(
        widget,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        at if at is not None else widget.rect().center(),
    )


def wheel(widget: QWidget, steps: int = -1) -> None:
    """Turn the wheel over it."""
    middle = QPointF(widget.rect().center())
    QApplication.sendEvent(
        widget,
        QWheelEvent(
            middle,
            QPointF(widget.mapToGlobal(widget.rect().center())),
            QPoint(0, 0),
            QPoint(0, 120 * steps),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        ),
    )
