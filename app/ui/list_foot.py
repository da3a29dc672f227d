"""Below a list: what is selected and can be done with it; how many there are, and their sums."""

from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame

from app.models import Field
from app.services.query import ALL, Query
from app.services.records import Records
from app.ui.buttons import button
from app.ui.labels import Elided, label
from app.ui.layouts import row
from app.ui.look import Look
from app.ui.tokens import NARROW, SNUG


class ListFoot(QFrame):
    """Sums are added up a moment after the list is shown, so that they never hold it up."""

    change_asked = Signal()
    delete_asked = Signal()

    def __init__(self, records: Records[Any], look: Look) -> None:
        super().__init__()
        self.setProperty("surface", "plain")
        self._records = records
        self._query = ALL
        self._selected = label("", "strong")
        self._change = button(look, "批量修改", "pencil", press=self.change_asked.emit)
        self._delete = button(look, "删除", "trash-2", kind="danger", press=self.delete_asked.emit)
        self._sums = Elided("", "muted")
        self._count = label("", "muted")
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._add_up)
        line = row(self._selected, self._change, self._delete, 1, spacing=NARROW)
        line.addWidget(self._sums)
        line.addWidget(self._count)
        line.setContentsMargins(SNUG, 3, SNUG, 3)
        self.setLayout(line)
        self.setFixedHeight(40)
        self.show_selected(0)

    def show_list(self, query: Query, count: int) -> None:
        """How many the list shows, and soon what they add up to."""
        self._query = query
        about = self._records.kind.about
        self._count.setText(f"共 {count:,} {about.counter}")
        self._sums.setText("")
        if any(field.total for field in self._records.kind.fields()) and count:
            self._later.start()

    def show_selected(self, count: int) -> None:
        """How many rows are selected, and what can be done with them."""
        several = count > 1
        self._selected.setText(f"已选 {count:,} {self._records.kind.about.counter}")
        for each in (self._selected, self._change, self._delete):
            each.setVisible(several)

    def _add_up(self) -> None:
        totals = self._records.totals(self._query)
        summed = [f for f in self._records.kind.fields() if f.total and totals.get(f.key)]
        words = [f"{f.label}合计 {_shown(f, totals[f.key])} {f.unit}".strip() for f in summed]
        self._sums.setText(" · ".join(words))


def _shown(field: Field, total: Any) -> str:
    """Whole numbers in groups of three."""
    return f"{total:,}" if isinstance(total, int) else field.show(total)
