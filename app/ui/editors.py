"""One editor per type of value. A form is made of these.

To add a type of value: a codec in `app/models/fields.py` and, if a line of text is not good
enough to enter it, a function here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QSignalBlocker, SignalInstance
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from app.errors import Invalid
from app.models.fields import Field
from app.models.values import PartialDate
from app.ui.choosers import ChoiceBox, ChoiceTags
from app.ui.dates import DateEdit
from app.ui.inputs import Fixed, Prose, UnitEdit
from app.ui.look import Look
from app.ui.lookup import Lookup
from app.ui.pickers import CodePicker, RecordPicker, RecordTags


@dataclass(frozen=True, slots=True)
class Editor:
    """A widget and what a form needs from it. `changed` speaks only for the person's doings."""

    widget: QWidget
    value: Callable[[], Any]  # in normal form, or Invalid
    set_value: Callable[[Any], None]
    changed: SignalInstance
    lock: Callable[[bool], None]  # may be looked at only


def editor_for(field: Field, lookup: Lookup, look: Look) -> Editor:
    """The editor that fits a field: by what it is, then by type, else text that `parse` reads."""
    editor = _special(field, lookup, look) or _by_type(field, look)
    if needed(field):
        editor = replace(editor, value=_filled(field, editor.value))
    editor.widget.setObjectName(field.key)
    editor.widget.setAccessibleName(field.label)
    return editor


def ticked(field: Field) -> bool:
    """Whether it is a tick box, which says yes or no but never “not known”."""
    settled = field.required or field.default is not None
    return field.type is bool and settled and not field.fixed


def needed(field: Field) -> bool:
    """Whether it must not be left empty: what begins with a default must not end without one."""
    if field.fixed or field.number or field.type is bool:
        return False
    return field.required or field.default is not None


def _filled(field: Field, value: Callable[[], Any]) -> Callable[[], Any]:
    def insisted() -> Any:
        found = value()
        if found is None:
            raise field.complain(missing(field))
        return found

    return insisted


def missing(field: Field) -> str:
    """What is said of a field that must not be empty and is."""
    return f"请填写{field.label}"


def _special(field: Field, lookup: Lookup, look: Look) -> Editor | None:
    if field.fixed:
        return _fixed(field, lookup)
    if field.target and field.many:
        return _records(field, lookup, look)
    if field.target:
        return _record(field, lookup, look)
    if field.codes:
        return _code(field, lookup, look)
    offered = field.choices() or _answers(field)
    if offered:
        return _choices(field, look) if field.many else _choice(field, offered, lookup)
    return _prose(field) if field.lines > 1 else None


def _answers(field: Field) -> Sequence[Any]:
    """Yes and no, where nobody may have answered yet."""
    return (True, False) if field.type is bool and not ticked(field) else ()


def _by_type(field: Field, look: Look) -> Editor:
    for kind in field.type.__mro__:
        if kind in _EDITORS:
            return _EDITORS[kind](field, look)
    return _line(field, look)


def _line(field: Field, _: Look) -> Editor:
    return _typed(field, UnitEdit(field.unit))


def _number(field: Field, _: Look) -> Editor:
    return _typed(field, UnitEdit(field.unit, right=True))


def _day(field: Field, look: Look) -> Editor:
    return _typed(field, DateEdit(look))


def _partial_day(field: Field, look: Look) -> Editor:
    return _typed(field, DateEdit(look, hint="年、年-月或年-月-日"))


def _moment(field: Field, look: Look) -> Editor:
    return _typed(field, DateEdit(look, hint="年-月-日 时:分", hour="17:00"))


def _typed(field: Field, edit: QLineEdit) -> Editor:
    """What is typed is put into its normal form on leaving; what is refused stays as it was."""

    def tidy() -> None:
        try:
            shown = field.show(field.parse(edit.text()))
        except Invalid:
            return
        if shown != edit.text() and not edit.isReadOnly():
            edit.setText(shown)

    def set_value(value: Any) -> None:
        edit.setText(field.show(value))
        edit.setCursorPosition(0)

    edit.editingFinished.connect(tidy)
    return Editor(
        edit, lambda: field.parse(edit.text()), set_value, edit.textEdited, edit.setReadOnly
    )


def _prose(field: Field) -> Editor:
    edit = Prose(field.lines)

    def set_value(value: Any) -> None:
        with QSignalBlocker(edit):
            edit.setPlainText(field.show(value))
        edit.fit()

    return Editor(
        edit,
        lambda: field.parse(edit.toPlainText()),
        set_value,
        edit.textChanged,
        edit.setReadOnly,
    )


def _flag(field: Field, _: Look) -> Editor:
    box = QCheckBox(field.label)
    return Editor(
        box, box.isChecked, lambda on: box.setChecked(bool(on)), box.clicked, box.setDisabled
    )


def _choice(field: Field, of: Sequence[Any], lookup: Lookup) -> Editor:
    items = [(field.show(each), each) for each in of]
    box = ChoiceBox(items, lookup.initials, optional=not needed(field))
    return Editor(
        box,
        lambda: field.accept(box.value()),
        box.set_value,
        box.chosen,
        box.setDisabled,
    )


def _choices(field: Field, look: Look) -> Editor:
    box = ChoiceTags([(str(each), each) for each in field.choices()], look)
    return Editor(
        box, lambda: field.accept(box.value()), box.set_value, box.changed, box.setDisabled
    )


def _record(field: Field, lookup: Lookup, look: Look) -> Editor:
    picker = RecordPicker(field, lookup, look)
    return Editor(picker, picker.value, picker.set_value, picker.changed, picker.setReadOnly)


def _records(field: Field, lookup: Lookup, look: Look) -> Editor:
    box = RecordTags(field, lookup, look)
    return Editor(box, box.value, box.set_value, box.changed, box.lock)


def _code(field: Field, lookup: Lookup, look: Look) -> Editor:
    picker = CodePicker(field, lookup, look)
    return Editor(picker, picker.value, picker.set_value, picker.changed, picker.setReadOnly)


def _fixed(field: Field, lookup: Lookup) -> Editor:
    """Set by the program: shown, and handed back as it came."""

    def shown(value: Any) -> str:
        if field.target and value is not None:
            ids = value if field.many else (value,)
            return "、".join(lookup.title(field.target, each) for each in ids)
        return field.show(value)

    words = Fixed(shown)
    return Editor(words, words.value, words.set_value, words.changed, lambda _: None)


_EDITORS: dict[type, Callable[[Field, Look], Editor]] = {
    bool: _flag,
    date: _day,
    datetime: _moment,
    PartialDate: _partial_day,
    int: _number,
    Decimal: _number,
}
