"""A scenario carried through twice: by mouse alone, by keyboard alone, its steps counted."""

from typing import Any

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton, QWidget

from app.ui.grid import Grid
from app.ui.panels import Banner
from app.ui.week_grid import WeekGrid
from app.ui.week_sheet import Spot
from tests.ui.hands import click, press, write

Key = Qt.Key
Modifier = Qt.KeyboardModifier


class Hand:
    """Does what a person does, in one way, and counts the steps."""

    def __init__(self, *, mouse: bool) -> None:
        self.mouse = mouse
        self.steps = 0

    def draw(self, grid: WeekGrid, spot: Spot) -> None:
        """Draw periods of a day, or go there with the arrows and press Enter. One step."""
        self.steps += 1
        _regain(grid.window())
        if self.mouse:
            from_, to = (
                grid.place(Spot(spot.lane, spot.day, n, n)).center()
                for n in (spot.first, spot.last)
            )
            view = grid.viewport()
            QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=from_)
            QTest.mouseMove(view, to)
            QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=to)
            return
        grid.setFocus()
        here, periods = grid.spot, len(grid.sheet.periods)
        right = (spot.day - here.day) * periods + spot.first - here.first
        press(grid, *[Key.Key_Down] * (spot.lane - here.lane), *[Key.Key_Right] * right)
        for _ in range(spot.last - spot.first):
            QTest.keyClick(grid, Key.Key_Right, Modifier.ShiftModifier)
        press(grid, Key.Key_Return)

    def open(self, grid: WeekGrid, key: Any) -> None:
        """Open the series of a block. One step."""
        self.steps += 1
        _regain(grid.window())
        if self.mouse:
            at = grid.place_of(key).center()
            click(grid.viewport(), at)
            QTest.mouseDClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=at)
        else:
            grid.choose(key)
            press(grid, Key.Key_Return)

    def do(self, dialog: QWidget, words: str, key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
        """Press the button that says this, or its keys. One step."""
        self.steps += 1
        if self.mouse:
            click(button_of(dialog, words))
        else:
            _regain(dialog)
            QTest.keyClick(dialog, key, modifier)

    def fill(self, dialog: QWidget, **typed: str) -> None:
        """Write into fields, going there by click or with Tab; pickers take Enter. One step."""
        self.steps += 1
        _regain(dialog)
        for key, text in typed.items():
            edit = self._go(dialog, key)
            if isinstance(edit, QAbstractButton):
                middle = QPoint(8, edit.height() // 2)
                click(edit, middle) if self.mouse else press(edit, Key.Key_Space)
                continue
            QTest.keyClick(edit, Key.Key_A, Modifier.ControlModifier)
            write(edit, text)
            suggestions = getattr(edit, "suggestions", None)
            if suggestions is not None and suggestions.popup.isVisible():
                press(suggestions.popup, Key.Key_Return)
            press(edit, Key.Key_Tab)
        dialog.setFocus()

    def mark(self, grid: Grid, first: int, last: int | None = None) -> None:
        """Choose a line, or lines from one to another. Part of the step that follows."""
        until = first if last is None else last
        _regain(grid.window())
        if self.mouse:
            rows: list[QRect] = [grid.visualRect(index) for _, index in grid.lines.places()]
            _pick(grid, rows[first], Modifier.NoModifier)
            _pick(grid, rows[until], Modifier.ShiftModifier)
            return
        grid.setFocus()
        QTest.keyClick(grid, Key.Key_Home, Modifier.ControlModifier)
        press(grid, Key.Key_Home, *[Key.Key_Down] * first)
        for _ in range(until - first):
            QTest.keyClick(grid, Key.Key_Down, Modifier.ShiftModifier)

    @staticmethod
    def left(dialog: QWidget) -> None:
        """The dialog must have closed; a modal one that stays would hold the test for ever."""
        assert not dialog.isVisible(), [each.words.text() for each in dialog.findChildren(Banner)]

    def _go(self, dialog: QWidget, key: str) -> QWidget:
        wanted = next(w for w in dialog.findChildren(QWidget) if w.objectName() == key)
        if self.mouse and not isinstance(wanted, QAbstractButton):
            click(wanted)
        for _ in range(60):
            _regain(dialog)  # a window shown just before may still get the keys for a moment
            at = QApplication.focusWidget()
            if self.mouse or at is wanted:
                return wanted
            press(at or dialog, Key.Key_Tab)
        raise AssertionError(f"Tab does not lead to {key}")


def _pick(grid: Grid, at: QRect, modifier: Qt.KeyboardModifier) -> None:
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, modifier, at.center())


def button_of(dialog: QWidget, words: str) -> QPushButton:
    """The button in sight that says this."""
    shown = [b for b in dialog.findChildren(QPushButton) if b.isVisibleTo(dialog)]
    return next(b for b in shown if b.text() == words)


def _regain(dialog: QWidget) -> None:
    """Be where the keys go: a window manager sees to it, but in its own time.

    When a dialog comes, and again when what stood over it is gone.
    """
    if QApplication.activeWindow() is not dialog:
        dialog.activateWindow()
        assert QTest.qWaitForWindowActive(dialog, 2000)
