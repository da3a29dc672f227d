"""Buttons, by how much they ask to be pressed."""

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QPushButton, QToolButton, QWidget

from app.ui.labels import tip
from app.ui.look import Look
from app.ui.tokens import CONTROL, ICON, Ink

Kind = Literal["plain", "primary", "quiet", "danger", "stop", "link"]
_INKS: dict[Kind, Ink] = {
    "primary": "on_accent",
    "stop": "on_accent",
    "danger": "stop",
    "link": "accent",
}


def button(
    look: Look,
    text: str,
    icon: str = "",
    kind: Kind = "plain",
    *,
    press: Callable[[], object] | None = None,
) -> QPushButton:
    """A button with words.

    One primary a page; `danger` begins something destructive, `stop` is the last word on it.
    A mouse click leaves the focus where the typing is; Tab reaches every button.
    """
    made = QPushButton(text)
    made.setProperty("kind", kind)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.setAutoDefault(True)  # Enter presses it when it has the focus, not only Space
    if icon:
        made.setIcon(look.icon(icon, _INKS.get(kind, "muted")))
        made.setIconSize(QSize(ICON, ICON))
    if press is not None:
        made.clicked.connect(lambda _=False: press())
    return made


def key_of(made: QPushButton, keys: str, window: QWidget) -> None:
    """Keys that press a button anywhere in its window; its tip names them."""
    QShortcut(QKeySequence(keys), window).activated.connect(made.click)
    made.setToolTip(keys)


def menu_button(
    look: Look, text: str, menu: QMenu, icon: str = "", kind: Kind = "plain"
) -> QPushButton:
    """A button that opens a menu."""
    made = button(look, text, icon, kind)
    made.setProperty("part", "menu")
    menu.setParent(made, menu.windowFlags())  # lives as long as its button
    made.setMenu(menu)
    return made


def tool(
    look: Look,
    icon: str,
    name: str,
    *,
    small: bool = False,
    press: Callable[[], object] | None = None,
) -> QToolButton:
    """A button that is only an icon; its name is its tip and what a screen reader says."""
    made = QToolButton()
    made.setIcon(look.icon(icon, on="accent"))
    made.setIconSize(QSize(16, 16) if small else QSize(ICON, ICON))
    made.setFixedSize(QSize(24, 24) if small else QSize(CONTROL, CONTROL))
    made.setToolTip(tip(name))
    made.setAccessibleName(name)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    if press is not None:
        made.clicked.connect(lambda _=False: press())
    return made
