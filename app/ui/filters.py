"""The bar above a list: saved views, facets, conditions, and a chip for everything that is on."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from app.models import Field
from app.services.query import Condition, Query
from app.services.records import Records
from app.ui.buttons import button, menu_button
from app.ui.chips import Chip
from app.ui.conditions import ConditionLine
from app.ui.facets import FacetButton, FacetPopup, Value
from app.ui.filtering import Filter, operator_word
from app.ui.layouts import FlowLayout, column, row
from app.ui.look import Look
from app.ui.lookup import Lookup
from app.ui.table_model import shown
from app.ui.tokens import NARROW, TIGHT, Tone

_FACET_WIDTH = 118  # about what one facet's button takes
_SHOWN = 3  # values named in a chip; the others are counted


class FilterBar(QWidget):
    """Holds the filter and says when the person changes it."""

    changed = Signal()

    def __init__(
        self,
        records: Records[Any],
        look: Look,
        lookup: Lookup,
        narrowed: Callable[[Filter], Query],
    ) -> None:
        super().__init__()
        self._records = records
        self._look = look
        self._lookup = lookup
        self._narrowed = narrowed  # with the campus that is on
        self._filter = Filter()
        self._chips: list[QWidget] = []
        self._more = QMenu(self)
        self._more.aboutToShow.connect(self._offer_more)
        self._plus = menu_button(look, "筛选", self._more, "filter", "quiet")
        self._facets = [
            FacetButton(f, look, self._open_facet) for f in records.kind.fields() if f.facet
        ]
        self._line = ConditionLine(records.kind, look, lookup)
        self._line.added.connect(lambda each: self._set(self._filter.with_condition(each)))
        self._line.closed.connect(self._line.hide)
        self._line.hide()
        self._clear = button(look, "清除筛选", kind="link", press=self.clear)
        self._line_up = row(*self._facets, self._plus, 1, spacing=TIGHT)
        self._below = QWidget()
        self._flow = FlowLayout(spacing=TIGHT)
        self._flow.addWidget(self._clear)
        self._below.setLayout(self._flow)
        whole = column(spacing=NARROW)
        whole.addLayout(self._line_up)
        whole.addWidget(self._line)
        whole.addWidget(self._below)
        self.setLayout(whole)
        self._show_chips()

    @property
    def filter(self) -> Filter:
        """What is on."""
        return self._filter

    def lead_with(self, widget: QPushButton) -> None:
        """Put something in front: the saved views."""
        self._line_up.insertWidget(0, widget)

    def show_filter(self, wanted: Filter) -> None:
        """Turn exactly this on, without saying so."""
        self._filter = wanted
        self._show_chips()

    def set_text(self, text: str) -> None:
        """The typed words have changed."""
        self._set(replace(self._filter, text=text))

    def clear(self) -> None:
        """Everything off, the typed words too."""
        self._set(Filter())

    def open_conditions(self) -> None:
        """Show the line that builds conditions."""
        self._line.show()
        self._line.start()

    def _set(self, wanted: Filter) -> None:
        self.show_filter(wanted)
        self.changed.emit()

    # --- facets

    def _open_facet(self, anchor: QWidget, field: Field | None = None) -> None:
        wanted = field or (anchor.field if isinstance(anchor, FacetButton) else None)
        if wanted is None:
            return
        chosen = self._filter.where.get(wanted.key, ())
        popup = FacetPopup(wanted, self._values(wanted), chosen, self._look, self)
        popup.ticked.connect(lambda values: self._set(self._filter.with_facet(wanted.key, values)))
        popup.show_under(anchor)

    def _values(self, field: Field) -> Sequence[Value]:
        """What is in use among the records that everything else lets through, and what lacks it."""
        query = self._narrowed(self._filter.with_facet(field.key, ()))
        found = [
            (value, self._shown(field, value, words), count)
            for value, words, count in self._records.facet(field, query)
        ]
        lacking = replace(query, conditions=(*query.conditions, Condition(field.key, "空")))
        if blank := self._records.count(lacking):
            found.append((None, "未填写", blank))
        return found

    def _shown(self, field: Field, value: Any, words: str) -> str:
        return shown(field, value, self._lookup.code_name) if field.codes else words

    def _offer_more(self) -> None:
        """The facets that found no room, and conditions on any field."""
        self._more.clear()
        hidden = [each.field for each in self._facets if each.isHidden()]
        for field in hidden:
            action = QAction(field.label, self._more)
            action.triggered.connect(lambda _=False, f=field: self._open_facet(self._plus, f))
            self._more.addAction(action)
        if hidden:
            self._more.addSeparator()
        conditions = QAction(self._look.icon("filter"), "按条件筛选…", self._more)
        conditions.triggered.connect(lambda _=False: self.open_conditions())
        self._more.addAction(conditions)

    # --- chips

    def _show_chips(self) -> None:
        for chip in self._chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = list(self._made_chips())
        for number, chip in enumerate(self._chips):
            self._flow.insert(number, chip)
            chip.show()
        for each in self._facets:
            each.show_ticked(len(self._filter.where.get(each.field.key, ())))
        self._below.setVisible(bool(self._chips))
        self._below.updateGeometry()

    def _made_chips(self) -> Sequence[Chip]:
        now = self._filter
        made: list[Chip] = []
        if now.base is not None:
            words = now.title or "选定的记录"
            made.append(self._chip(words, replace(now, base=None, title="")))
        for key, values in now.where.items():
            made.append(self._chip(self._facet_words(key, values), now.with_facet(key, ())))
        for each in now.conditions:
            made.append(self._chip(self._condition_words(each), now.without_condition(each)))
        return made

    def _chip(self, words: str, without: Filter) -> Chip:
        chip = Chip(words, self._look, Tone.ACCENT, removable=True)
        chip.removed.connect(lambda: self._set(without))
        return chip

    def _facet_words(self, key: str, values: tuple[Any, ...]) -> str:
        field = self._records.kind.field(key)
        named = [self._value_words(field, value) for value in values]
        rest = f" 等 {len(named)} 项" if len(named) > _SHOWN else ""
        return f"{field.label}：{'、'.join(named[:_SHOWN])}{rest}"

    def _condition_words(self, each: Condition) -> str:
        field = self._records.kind.field(each.key)
        value = "" if each.value is None else self._value_words(field, each.value)
        return f"{field.label}{operator_word(field, each.op)} {value}".strip()

    def _value_words(self, field: Field, value: Any) -> str:
        if value is None:
            return "未填写"
        if field.target:
            return self._lookup.title(field.target, value)
        if field.many:
            return str(value)
        return shown(field, value, self._lookup.code_name)

    # --- the Qt side

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = max(1, (self.width() - 240) // _FACET_WIDTH)
        for number, each in enumerate(self._facets):
            each.setVisible(number < room)
