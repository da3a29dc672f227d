"""One palette and one style sheet, both made from the tokens, on top of Qt's Fusion style."""

from dataclasses import fields
from string import Template

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QWidget

from app.ui.icons import Icons
from app.ui.memory_files import MemoryFiles
from app.ui.tokens import CONTROL, PART_SIZE, RADIUS, ROW, SMALL_SIZE, TITLE_SIZE, Tokens

_Role = QPalette.ColorRole
_MEASURES = {
    "inside": CONTROL - 2,  # what is left of a control between its one-pixel lines
    "inside2": CONTROL - 4,  # and between lines of two, where the focus is
    "radius": RADIUS,
    "head": ROW - 1,
    "title_size": TITLE_SIZE,
    "part_size": PART_SIZE,
    "small_size": SMALL_SIZE,
}


def palette(t: Tokens) -> QPalette:
    """The colours Fusion itself draws with."""
    made = QPalette()
    roles = {
        _Role.Window: t.canvas,
        _Role.Base: t.surface,
        _Role.AlternateBase: t.raised,
        _Role.Button: t.surface,
        _Role.ToolTipBase: t.surface,
        _Role.WindowText: t.text,
        _Role.Text: t.text,
        _Role.ButtonText: t.text,
        _Role.ToolTipText: t.text,
        _Role.BrightText: t.stop,
        _Role.PlaceholderText: t.muted,
        _Role.Highlight: t.accent,
        _Role.HighlightedText: t.on_accent,
        _Role.Accent: t.accent,
        _Role.Link: t.accent,
        _Role.LinkVisited: t.accent,
        _Role.Light: t.surface,
        _Role.Midlight: t.raised,
        _Role.Mid: t.line,
        _Role.Dark: t.faint,
        _Role.Shadow: t.faint,
    }
    for role, colour in roles.items():
        made.setColor(role, QColor(colour))
    for role in (_Role.WindowText, _Role.Text, _Role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(t.faint))
    made.setColor(QPalette.ColorGroup.Disabled, _Role.Highlight, QColor(t.line))
    made.setColor(QPalette.ColorGroup.Disabled, _Role.HighlightedText, QColor(t.text))
    return made


def pictures(icons: Icons, t: Tokens) -> MemoryFiles:
    """The few marks that a style sheet draws: arrows and ticks, by the words it uses for them."""
    marks = {
        "down": ("chevron-down", t.muted),
        "down_off": ("chevron-down", t.faint),
        "up": ("chevron-up", t.muted),
        "right": ("chevron-right", t.muted),
        "tick": ("check", t.on_accent),
        "tick_off": ("check", t.faint),
        "tick_menu": ("check", t.accent),
    }
    return MemoryFiles({mark: icons.svg(name, colour) for mark, (name, colour) in marks.items()})


def sheet(template: str, t: Tokens, marks: MemoryFiles) -> str:
    """What the palette cannot say: shapes, distances, focus rings, hover and pressed."""
    words = {each.name: getattr(t, each.name) for each in fields(t)}
    words |= {"on_accent": t.on_accent} | _MEASURES | marks.urls()
    return Template(template).substitute(words)


def set_state(widget: QWidget, state: str) -> None:
    """Change how a widget is drawn: `wrong`, `active` or "" for neither."""
    widget.setProperty("state", state)
    repolish(widget)


def polish(widget: QWidget) -> None:
    """Give a widget and all in it their style now, so that sizes asked for are the final ones."""
    widget.ensurePolished()
    for child in widget.findChildren(QWidget):
        child.ensurePolished()


def repolish(widget: QWidget) -> None:
    """Make the style sheet look again at the properties it selects by."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()
