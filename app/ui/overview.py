"""One record to be read: what is filled in, by group, with the statuses in front."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.models import Field, Record
from app.services.office import Office
from app.ui.chips import Chip
from app.ui.labels import label
from app.ui.layouts import FlowLayout, column, rising
from app.ui.links import Link
from app.ui.look import Look
from app.ui.page import Target
from app.ui.table_model import shown
from app.ui.tokens import MEDIUM, NARROW, SNUG, TIGHT, WIDE, Tone
from app.ui.tones import is_status, tone_of

_TWO_COLUMNS = 620  # from this width on
_NAMES = 108  # width of the column of labels
_LINE = 24  # height of one line in it

Figure = tuple[str, Callable[[], None]]  # “协议 3”, and where it leads


@dataclass(frozen=True, slots=True)
class Said:
    """What an area says of its record before the fields."""

    chips: Sequence[Chip] = ()  # beside the statuses
    above: Sequence[QWidget] = ()
    hidden: Collection[str] = ()  # fields that say nothing to a reader


class Overview(QScrollArea):
    """Read-only; references lead to what they point at. Empty fields are left out."""

    wanted = Signal(Target)

    def __init__(self, office: Office, kind: type[Record], look: Look) -> None:
        super().__init__()
        self._office = office
        self._kind = kind
        self._look = look
        self._groups: list[_Group] = []
        self._sheet: QVBoxLayout = column(spacing=MEDIUM, margins=(MEDIUM, SNUG, MEDIUM, MEDIUM))
        holder = QWidget()
        holder.setProperty("part", "sheet")
        holder.setLayout(self._sheet)
        self.setWidget(holder)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_record(self, record: Record, figures: Sequence[Figure], said: "Said") -> None:
        """Show one, after what its area has to say first."""
        at = self.verticalScrollBar().value()
        self._clear()
        row = self._office.of(self._kind).rows([record.id]).get(record.id, ())
        values = {f.key: v for f, v in zip(self._kind.fields(), row, strict=bool(row))}
        if chips := [*self._chips(values), *said.chips]:
            self._sheet.addWidget(_flow(chips))
        for widget in said.above:
            self._sheet.addWidget(widget)
        if figures:
            self._sheet.addWidget(_flow([self._figure(*each) for each in figures], MEDIUM))
        for title, fields in _grouped(self._kind).items():
            told = [f for f in fields if _told(values.get(f.key)) and f.key not in said.hidden]
            if told:
                self._add(_Group(title, [(f, self._value(f, record, values)) for f in told]))
        self._sheet.addWidget(label(_trace(record), "small", wrap=True))
        self._sheet.addStretch(1)
        self._arrange()
        self.verticalScrollBar().setValue(at)

    def _chips(self, values: dict[str, Any]) -> list[Chip]:
        found = [
            Chip(str(values[f.key]), self._look, tone_of(values[f.key]))
            for f in self._kind.fields()
            if is_status(f) and values.get(f.key)
        ]
        labels = [f for f in self._kind.fields() if f.key == "labels"]
        for field in labels:
            found.extend(Chip(str(each), self._look, Tone.ACCENT) for each in values[field.key])
        return found

    def _figure(self, words: str, press: Callable[[], None]) -> QWidget:
        return Link(self._look, words, press)

    def _value(self, field: Field, record: Record, values: dict[str, Any]) -> QWidget:
        if field.target:
            held = getattr(record, field.key)
            return self._links(field, held if field.many else (held,))
        text = shown(field, values[field.key], self._office.code_name)
        if field.lines > 1:
            text = field.show(values[field.key])
        if field.unit and field.numeric:
            text = f"{text} {field.unit}"
        if field.named:
            text = f"{text}（{values[field.key]}）"
        return _words(label(text, wrap=True, selectable=True))

    def _links(self, field: Field, keys: Sequence[UUID]) -> QWidget:
        """A link to each record that a field points at."""
        titles = self._office.of(field.target).titles(keys)
        links = []
        for key in keys:
            press = partial(self.wanted.emit, Target(field.target, record=key))
            links.append(Link(self._look, titles.get(key, "（已清除）"), press))
        return _flow(links, SNUG)

    def _add(self, group: "_Group") -> None:
        self._groups.append(group)
        self._sheet.addWidget(group)

    def _clear(self) -> None:
        self._groups.clear()
        while self._sheet.count():
            item = self._sheet.takeAt(0)
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def _arrange(self) -> None:
        columns = 2 if self.viewport().width() >= _TWO_COLUMNS else 1
        for group in self._groups:
            group.arrange(columns)

    # --- the Qt side

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()


class _Group(QWidget):
    """Labels and values under one heading, in one column or two."""

    def __init__(self, title: str, lines: Sequence[tuple[Field, QWidget]]) -> None:
        super().__init__()
        self._lines = [(field, _name(field), value) for field, value in lines]
        self._columns = 0
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(NARROW)
        self._grid.setVerticalSpacing(TIGHT)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self.setLayout(column(label(title, "part"), self._grid, spacing=NARROW))

    def arrange(self, columns: int) -> None:
        """Long texts take the whole width; the eye goes from left to right."""
        if columns == self._columns:
            return
        self._columns = columns
        at = 0
        for field, name, value in self._lines:
            _give_way(value)
            wide = columns == 2 and (field.lines > 1 or field.many)
            at += at % 2 if wide else 0
            line, side = divmod(at, columns)
            top = Qt.AlignmentFlag.AlignTop
            self._grid.addWidget(name, line, side * 3, top)
            self._grid.addWidget(value, line, side * 3 + 1, 1, 4 if wide else 1, top)
            at += columns if wide else 1
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(4, 1 if columns == 2 else 0)
        self._grid.setColumnMinimumWidth(0, _NAMES)
        self._grid.setColumnMinimumWidth(2, WIDE if columns == 2 else 0)
        self._grid.setColumnMinimumWidth(3, _NAMES if columns == 2 else 0)


def _name(field: Field) -> QWidget:
    made = _words(label(field.label, "muted", wrap=True))
    made.setFixedWidth(_NAMES)
    return made


def _words(made: QLabel) -> QLabel:
    """Where one line stands beside another, their feet stand on one line."""
    made.setMinimumHeight(_LINE)
    over = (_LINE - made.fontMetrics().height()) // 2
    made.setContentsMargins(0, over, 0, over)
    made.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    return made


def _give_way(value: QWidget) -> None:
    """Let the columns be equally wide, whatever stands in them."""
    policy = value.sizePolicy()
    policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
    value.setSizePolicy(policy)


def _flow(widgets: Sequence[QWidget], spacing: int = NARROW) -> QWidget:
    made = QWidget()
    flow = FlowLayout(spacing)
    for each in widgets:
        flow.addWidget(each)
    made.setLayout(flow)
    made.setSizePolicy(rising())
    return made


def _grouped(kind: type[Record]) -> dict[str, list[Field]]:
    found: dict[str, list[Field]] = {}
    for field in kind.fields():
        if not is_status(field) and field.key not in ("labels", kind.about.title):
            found.setdefault(field.group, []).append(field)
    return found


def _told(value: Any) -> bool:
    """Whether there is anything to say: “否” says nothing."""
    return value not in (None, "", (), False)


def _trace(record: Record) -> str:
    made = f"{record.created_by} {record.created_at.astimezone():%Y-%m-%d %H:%M} 建立"
    if record.changed_at == record.created_at:
        return made
    return f"{made}，{record.changed_by} {record.changed_at.astimezone():%Y-%m-%d %H:%M} 最后修改"
