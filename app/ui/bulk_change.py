"""One new value for many records: what it changes is shown before it is done."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.errors import Invalid
from app.models import Field
from app.services.query import Query
from app.services.records import Records
from app.ui.buttons import button
from app.ui.choosers import ChoiceBox
from app.ui.conflict import value_words
from app.ui.dialogs import Dialog
from app.ui.editors import Editor, editor_for
from app.ui.grid import Grid, Head, Line, Section
from app.ui.labels import label
from app.ui.layouts import column, row
from app.ui.page import Desk
from app.ui.tokens import NARROW, SNUG, Tone

_CHUNK = 400  # records that are read at a time
_SHOWN = 500  # lines of the preview; all are counted


class BulkChange(Dialog):
    """Choose a field and a value, look at old and new, do it as one step."""

    def __init__(
        self, desk: Desk, records: Records[Any], keys: Sequence[UUID], parent: QWidget
    ) -> None:
        self._desk = desk
        self._records = records
        self._keys = keys
        self._editor: Editor | None = None
        self._fields = {f.key: f for f in records.kind.fields() if _changeable(f, records)}
        words = [(f.label, f.key) for f in self._fields.values()]
        self.field = ChoiceBox(words, desk.lookup.initials, optional=False)
        self.field.setMinimumWidth(180)
        self.field.setAccessibleName("要修改的项目")
        self.field.chosen.connect(self._show_editor)
        self._place: QVBoxLayout = column(spacing=0)
        self._told = label("先选择要修改的项目。", "muted", wrap=True)
        self._preview = Grid(
            desk.look,
            "修改前后",
            [Head(records.kind.about.label, 14, stretch=True), Head("现在", 12), Head("改为", 12)],
        )
        self._agree = button(desk.look, "全部修改", "check", kind="primary", press=self._do)
        self._agree.setEnabled(False)
        refuse = button(desk.look, "取消", press=self.reject)
        about = records.kind.about
        title = f"批量修改 {len(keys)} {about.counter}{about.label}"
        super().__init__(title, self._lay_out(), (refuse, self._agree), parent)
        self.resize(720, 560)

    def _show_editor(self) -> None:
        field = self._fields[self.field.value()]
        while self._place.count():
            if (widget := self._place.takeAt(0).widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._editor = editor_for(field, self._desk.lookup, self._desk.look)
        self._editor.changed.connect(self._show_preview)
        self._place.addWidget(self._editor.widget)
        self._show_preview()

    def _show_preview(self, *_: object) -> None:
        """Which records will change, and how; those that have the value already do not."""
        try:
            value = self._value()
        except Invalid as invalid:
            self._told.setText(invalid.message)
            self._preview.fill([Section("", [])])
            self._agree.setEnabled(False)
            return
        field = self._fields[self.field.value()]
        changed = self._changed(field, value)
        after = value_words(self._desk, field, value)
        titles = self._records.titles(key for key, _ in changed[:_SHOWN])
        self._preview.fill(
            [
                Section(
                    "",
                    [
                        Line(
                            key,
                            (titles[key], value_words(self._desk, field, before), after),
                            {2: Tone.ACCENT},
                        )
                        for key, before in changed[:_SHOWN]
                    ],
                )
            ]
        )
        same = len(self._keys) - len(changed)
        told = f"将修改 {len(changed)} 条"
        told += f"，{same} 条已经是这个值，不变" if same else ""
        told += f"（下面列出前 {_SHOWN} 条）" if len(changed) > _SHOWN else ""
        self._told.setText(f"{told}。一步完成，可以一步撤销。")
        self._agree.setEnabled(bool(changed))

    def _value(self) -> Any:
        assert self._editor is not None  # noqa: S101 - there is one once a field is chosen
        field = self._fields[self.field.value()]
        return field.accept(self._editor.value())

    def _changed(self, field: Field, value: Any) -> list[tuple[UUID, Any]]:
        found: list[tuple[UUID, Any]] = []
        for start in range(0, len(self._keys), _CHUNK):
            some = tuple(self._keys[start : start + _CHUNK])
            held = {r.id: getattr(r, field.key) for r in self._records.all(Query(only=some))}
            found.extend((key, held[key]) for key in some if key in held and held[key] != value)
        return found

    def _do(self) -> None:
        """Only wrong values are answered here; everything else is the error reporter's."""
        field = self._fields[self.field.value()]
        try:
            value = self._value()
            keys = [key for key, _ in self._changed(field, value)]
            self._records.bulk_change(keys, {field.key: value})
        except Invalid as invalid:
            self._told.setText(invalid.message)
            return
        self.accept()

    def _lay_out(self) -> QWidget:
        body = QWidget()
        head = row(label("项目", "label"), self.field, label("改为", "label"), spacing=NARROW)
        head.addLayout(self._place, 1)
        body.setLayout(column(head, self._told, self._preview, spacing=SNUG))
        return body


def _changeable(field: Field, records: Records[Any]) -> bool:
    """Not what must differ from record to record, nor what the program sets."""
    attributes = records.kind.__mapper__.column_attrs
    unique = field.key in attributes and attributes[field.key].columns[0].info.get("unique")
    return not (unique or field.fixed or field.number or field.key == records.kind.about.title)
