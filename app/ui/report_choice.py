"""Which report, and how: the catalogue by groups, and under it the form of the chosen one."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QLabel, QWidget

from app.errors import Invalid
from app.models.fields import Field
from app.models.text import fold
from app.services.mask import Profile
from app.services.reports.catalogue import REPORTS, Entry, entry
from app.services.reports.reading import Common
from app.ui.form import Form, values_of, with_values
from app.ui.labels import label
from app.ui.layouts import column, scrolled
from app.ui.page import Desk
from app.ui.row_button import RowButton
from app.ui.search import SearchBox
from app.ui.tokens import MEDIUM, NARROW, SNUG, TIGHT

WIDTH = 300
_CATALOGUE = 236  # the least height of the catalogue, if it is that long
_PROFILES = {
    Profile.PUBLIC: "公开：只列可以公开的栏目，不列电话，人名只留姓。用于网站和公示。",
    Profile.ALLIANCE: "报联盟：电话、证件号等遮盖中间几位，敏感栏目不列。",
    Profile.INTERNAL: "内部：校内使用，敏感号码遮盖，其余照原样。",
    Profile.FULL: "完整：什么都不遮盖，只限存档和本人核对。",
}


class ReportChoice(QWidget):
    """Says which report with which options, whenever the person is done changing them."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._campus: Any = None
        self._kept: dict[str, dict[str, Any]] = {}  # what was chosen, by report
        self._given: dict[str, Any] = {}  # what the form began with
        self.entry = REPORTS[0]
        self.form: Form | None = None
        self.entries = {each.id: self._line(each) for each in REPORTS}
        self._group = QButtonGroup(self)
        for made in self.entries.values():
            self._group.addButton(made)
        self.box = SearchBox(desk.look, "找报表、拼音首字母…")
        self.box.searched.connect(self._narrow)
        self._headings: dict[str, QLabel] = {}
        self._place = column()
        self._about = label("", "muted", wrap=True)
        self._profile = label("", "small", wrap=True)
        self._lay_out()

    def set_campus(self, campus: Any) -> None:
        """What the window is limited to is what reports begin with."""
        self._campus = campus
        for values in self._kept.values():
            values["campus"] = campus

    def choose(self, id_: str, given: Mapping[str, Any] | None = None) -> None:
        """Show a report's form, as it was left, with what is given."""
        self._keep()
        self.entry = entry(id_)
        self.entries[id_].setChecked(True)
        self._about.setText(self.entry.about)
        first = values_of(self.entry.options()) | {"campus": self._campus}
        values = self._kept.get(id_, first) | dict(given or {})
        self._show_form(values)
        self.changed.emit()

    def chosen(self) -> Common | None:
        """The options; None while something is missing or wrong, which the form then says."""
        if self.form is None or self.lacking:
            return None
        try:
            values = self.form.values()
        except Invalid:
            return None
        return with_values(self.entry.options(), values)

    @property
    def lacking(self) -> str:
        """What must be chosen before there is anything to see; nobody is blamed for it yet."""
        given = self._given | (self.form.draft() if self.form else {})
        fields = self.entry.options.fields()
        missing = (f.label for f in fields if f.required and f.target and not given.get(f.key))
        return next(missing, "")

    def _narrow(self, text: str) -> None:
        """Only reports whose name, group or first sounds hold the text."""
        wanted = fold(text)
        groups = set()
        for each in REPORTS:
            words = each.label + each.group
            fits = wanted in f"{fold(words)} {self._desk.lookup.initials(words)}"
            self.entries[each.id].setVisible(fits)
            if fits:
                groups.add(each.group)
        for group, heading in self._headings.items():
            heading.setVisible(group in groups)

    def _on_edit(self) -> None:
        self._explain_profile()
        self.changed.emit()

    def _explain_profile(self) -> None:
        given = self._given | (self.form.draft() if self.form else {})
        profile = given.get("profile")
        self._profile.setText(_PROFILES[profile] if profile else "")
        self._profile.setVisible(profile is not None)

    def _keep(self) -> None:
        if self.form is not None and self.form.dirty:
            kept = self._kept.setdefault(self.entry.id, values_of(self.entry.options()))
            kept |= self.form.draft()

    def _show_form(self, values: Mapping[str, Any]) -> None:
        if self.form is not None:
            self._place.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
        self.form = Form(_own_first(self.entry), self._desk.look, self._desk.lookup)
        self._place.addWidget(self.form)
        self.form.show_values(values)
        self.form.edited.connect(self._on_edit)
        self._given = dict(values)
        self._explain_profile()

    def _line(self, each: Entry) -> RowButton:
        made = RowButton(self._desk.look, each.label, label(each.label), margins=(SNUG, 6, SNUG, 6))
        made.setCheckable(True)
        made.setToolTip(each.about)
        made.opened.connect(lambda: self.choose(each.id))
        return made

    def _lay_out(self) -> None:
        lines = column(spacing=2, margins=NARROW)
        group = ""
        for each in REPORTS:
            if each.group != group:
                heading = label(each.group, "small")
                heading.setContentsMargins(SNUG, TIGHT if group else 0, 0, 0)
                self._headings[each.group] = heading
                lines.addWidget(heading)
                group = each.group
            lines.addWidget(self.entries[each.id])
        lines.addStretch(1)
        self._scroll = scrolled(lines)
        wanted = self._scroll.widget().sizeHint().height() + TIGHT
        self._scroll.setMaximumHeight(wanted)
        self._scroll.setMinimumHeight(min(wanted, _CATALOGUE))
        catalogue, options = QFrame(), QFrame()
        for card in (catalogue, options):
            card.setProperty("surface", "card")
        found = column(self.box, margins=NARROW)
        found.setContentsMargins(NARROW, NARROW, NARROW, 0)
        catalogue.setLayout(column(found, self._scroll, spacing=0, margins=1))
        words = column(self._about, self._profile, spacing=TIGHT)
        words.setContentsMargins(MEDIUM, MEDIUM, MEDIUM, 0)
        inside = column(words, spacing=0, margins=1)
        inside.addLayout(self._place, 1)
        options.setLayout(inside)
        whole = column(catalogue, spacing=SNUG)
        whole.addWidget(options, 1)
        self.setLayout(whole)
        self.setFixedWidth(WIDTH)


def _own_first(each: Entry) -> list[Field]:
    """What only this report asks stands above what every report asks."""
    common = {field.key for field in Common.fields()}
    return sorted(each.options.fields(), key=lambda field: field.key in common)
