"""A form for anything with fields: a record, the settings, the options of a report."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget

from app.errors import Invalid, Problem
from app.models.fields import Field, Options
from app.ui.editors import editor_for
from app.ui.field_group import FieldCell, FieldGroup
from app.ui.layouts import column
from app.ui.look import Look
from app.ui.lookup import Lookup, NoLookup
from app.ui.panels import Banner
from app.ui.style import polish
from app.ui.tokens import MEDIUM, SNUG, WIDE, Tone

D = TypeVar("D", bound=Options)
_TWO_COLUMNS = 560  # from this width on
_WIDEST = 960  # lines longer than this are tiring to follow


class Form(QScrollArea):
    """One labelled editor per field, in groups. Collects all problems before complaining.

    It knows no service and has no button: it turns values into widgets and back. Whatever is
    refused stays as it was typed.
    """

    edited = Signal()

    def __init__(
        self,
        fields: Iterable[Field],
        look: Look,
        lookup: Lookup | None = None,
    ) -> None:
        super().__init__()
        self._look = look
        self._lookup = lookup or NoLookup()
        self._cells: dict[str, FieldCell] = {}
        self._groups: list[FieldGroup] = []
        self._seen: dict[str, Any] = {}
        self._dirty = False
        self._banner: Banner | None = None
        self._column = column(spacing=WIDE, margins=(MEDIUM, SNUG, MEDIUM, MEDIUM))
        self._build(tuple(fields))
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus)

    @property
    def dirty(self) -> bool:
        """Whether the person has touched anything since values were shown."""
        return self._dirty

    def start(self, given: Mapping[str, Any] | None = None) -> None:
        """Begin a new one: defaults, and what is given. All of it counts as a change."""
        values = {key: cell.field.default for key, cell in self._cells.items()}
        self._fill(values | dict(given or {}))
        self._seen = {}

    def show_values(self, values: Mapping[str, Any]) -> None:
        """Fill the editors; what is shown now is what counts as unchanged."""
        self._fill(values)
        self._seen = dict(values)

    def type_in(self, values: Mapping[str, Any]) -> None:
        """Put values in as if the person had typed them: they count as changes."""
        for key in values.keys() & self._cells.keys():
            self._cells[key].editor.set_value(values[key])
        self._dirty = True
        self.edited.emit()

    def values(self) -> dict[str, Any]:
        """Every value in normal form, or Invalid with every problem at once."""
        found: dict[str, Any] = {}
        problems: list[Problem] = []
        for key, cell in self._cells.items():
            try:
                found[key] = cell.editor.value()
            except Invalid as invalid:
                problems.extend(invalid.problems)
        self.show_problems(problems)
        if problems:
            raise Invalid(problems)
        return found

    def changes(self) -> dict[str, Any]:
        """Only what differs from what was shown."""
        return {k: v for k, v in self.values().items() if k not in self._seen or v != self._seen[k]}

    def show_problems(self, problems: Iterable[Problem]) -> None:
        """Write each problem under its own editor, and go to the first one."""
        told: dict[str, list[str]] = {}
        for problem in problems:
            told.setdefault(problem.field if problem.field in self._cells else "", []).append(
                problem.message
            )
        for key, cell in self._cells.items():
            cell.complain("；".join(told.get(key, ())))
        self._show_banner("；".join(told.get("", ())))
        first = next((cell for key, cell in self._cells.items() if key in told), None)
        if first is not None:
            first.editor.widget.setFocus(Qt.FocusReason.OtherFocusReason)
            self.ensureWidgetVisible(first, 0, MEDIUM)

    def lock(self, keys: Collection[str]) -> None:
        """These may be looked at only, all others changed."""
        for key, cell in self._cells.items():
            cell.editor.lock(key in keys)

    def draft(self) -> dict[str, Any]:
        """What differs from what was shown, as far as it can be understood."""
        found: dict[str, Any] = {}
        for key, cell in self._cells.items():
            try:
                value = cell.editor.value()
            except Invalid:
                continue
            if key not in self._seen or value != self._seen[key]:
                found[key] = value
        return found

    def focus(self, key: str = "") -> None:
        """Go to a field; without a key to the first that can be typed into."""
        cells = [cell for cell in self._cells.values() if not cell.field.fixed]
        cell = self._cells[key] if key else next(iter(cells), None)
        if cell is not None:
            cell.editor.widget.setFocus(Qt.FocusReason.TabFocusReason)
            self.ensureWidgetVisible(cell, 0, MEDIUM)

    def _build(self, fields: Sequence[Field]) -> None:
        """Groups in the order in which they first appear, so that remarks join their group."""
        grouped: dict[str, list[FieldCell]] = {}
        for field in fields:
            cell = FieldCell(field, editor_for(field, self._lookup, self._look))
            cell.editor.changed.connect(self._on_edit(field.key))
            grouped.setdefault(field.group, []).append(cell)
        for title, cells in grouped.items():
            group = FieldGroup(title if len(grouped) > 1 else "", cells)
            self._groups.append(group)
            self._column.addWidget(group)
            self._cells |= {cell.field.key: cell for cell in cells}
        self._column.addStretch(1)
        sheet = QWidget()
        sheet.setProperty("part", "sheet")
        sheet.setMaximumWidth(_WIDEST)
        sheet.setLayout(self._column)
        self.setWidget(sheet)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._arrange()

    def _fill(self, values: Mapping[str, Any]) -> None:
        for key, cell in self._cells.items():
            cell.editor.set_value(values.get(key))
        self.show_problems(())
        self._dirty = False

    def _on_edit(self, key: str) -> Any:
        def edited(*_: object) -> None:
            self._cells[key].complain("")
            self._dirty = True
            self.edited.emit()

        return edited

    def _on_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        """Say what is wrong with a field as soon as it is left, unless it is only still empty."""
        if old is None or new is None or not self.isAncestorOf(old):
            return  # no new focus: the person went to another program and will come back
        left = next((c for c in self._cells.values() if c.isAncestorOf(old)), None)
        if left is not None and not left.isAncestorOf(new):
            left.check()

    def _show_banner(self, text: str) -> None:
        if self._banner is not None:
            self._banner.hide()
            self._banner.deleteLater()
            self._banner = None
        if text:
            self._banner = Banner(self._look, text, Tone.STOP)
            self._column.insertWidget(0, self._banner)
            self.ensureVisible(0, 0)

    def _arrange(self) -> None:
        columns = 2 if self.viewport().width() >= _TWO_COLUMNS else 1
        for group in self._groups:
            group.arrange(columns)

    # The Qt side -----------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Lay out in full before the first painting; Qt would show a squeezed form for a blink."""
        super().showEvent(event)
        polish(self)
        self._column.activate()
        self.setWidgetResizable(True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()  # before Qt asks the sheet how high it is
        super().resizeEvent(event)

    def sizeHint(self) -> QSize:
        wanted = self.widget().sizeHint()
        return QSize(max(wanted.width(), 420), min(wanted.height(), 720))

    def minimumSizeHint(self) -> QSize:
        return QSize(260, 160)


def values_of(described: Any) -> dict[str, Any]:
    """The values of anything with fields, as `show_values` takes them."""
    return {field.key: getattr(described, field.key) for field in described.fields()}


def with_values(described: D, values: Mapping[str, Any]) -> D:
    """The settings or options with what a form says; a text left empty stays a text."""
    filled = {
        key: "" if value is None and isinstance(getattr(described, key), str) else value
        for key, value in values.items()
    }
    return replace(described, **filled)  # type: ignore[type-var]  # all Options are dataclasses
