"""Editors that find what they need while one types: records and entries of code tables."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy

from app.errors import Invalid
from app.models.fields import Field
from app.ui.look import Look
from app.ui.lookup import Lookup
from app.ui.suggestions import Hit, Suggestions
from app.ui.tags import TagBox

_AT_MOST = 30  # suggestions; who needs more types another letter


class Finder(QLineEdit):
    """A line that suggests while one types. ↓ or the arrow lists what there is."""

    picked = Signal(object)  # Hit
    changed = Signal()

    def __init__(self, find: Callable[[str], Sequence[Hit]], look: Look) -> None:
        super().__init__()
        self._find = find
        self._look = look
        self.textEdited.connect(self._on_typed)

    @cached_property
    def suggestions(self) -> Suggestions:
        """The list; made when first needed, for a form holds many finders and few are used."""
        made = Suggestions(self, self._look)
        made.chosen.connect(self._take)
        return made

    def offer(self, text: str = "") -> None:
        """Open the list of what fits a text."""
        self.suggestions.show_hits(self._find(text.strip()), text.strip())

    def _on_typed(self, text: str) -> None:
        if text.strip():
            self.offer(text)
        else:
            self.suggestions.hide()
        self.changed.emit()

    def _take(self, hit: Hit) -> None:
        self.picked.emit(hit)
        self.changed.emit()

    # The Qt side -----------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_F4) and not self.isReadOnly():
            self.offer()
        else:
            super().keyPressEvent(event)


class _Picker(Finder):
    """A finder that stands for one key, as long as its text is that key's title."""

    def __init__(self, field: Field, find: Callable[[str], Sequence[Hit]], look: Look) -> None:
        super().__init__(find, look)
        self._field = field
        self._key: Any = None
        self._title = ""
        self._arrow = QAction(look.icon("chevron-down"), "列出可选项（↓）", self)
        self._arrow.triggered.connect(lambda _=False: self.offer())
        self._cross = QAction(look.icon("x"), "清除", self)
        self._cross.triggered.connect(self._clear)
        self.addAction(self._arrow, QLineEdit.ActionPosition.TrailingPosition)
        self.addAction(self._cross, QLineEdit.ActionPosition.TrailingPosition)
        self.setPlaceholderText("输入名称、代码或拼音查找")
        self.picked.connect(self._pick)
        self.textChanged.connect(self._show_actions)
        self.editingFinished.connect(self._settle)
        self._show_actions()

    def value(self) -> Any:
        """What is chosen; text that is nothing's title is refused, never guessed at."""
        text = self.text().strip()
        if not text:
            return self._field.accept(None)
        if self._key is not None and text == self._title:
            return self._field.accept(self._key)
        return self._resolve(text)

    def set_value(self, key: Any) -> None:
        """Show another one, without saying so."""
        self._key = key
        self._title = "" if key is None else self._title_of(key)
        self.setText(self._title)
        self.setCursorPosition(0)

    def _resolve(self, text: str) -> Any:
        raise NotImplementedError

    def _title_of(self, key: Any) -> str:
        raise NotImplementedError

    def _pick(self, hit: Hit) -> None:
        self.set_value(hit.key)

    def _clear(self) -> None:
        self.set_value(None)
        self.changed.emit()
        self.setFocus()

    def _settle(self) -> None:
        """On leaving: a text that can only mean one thing becomes that thing's title."""
        if self.text() == self._title or self.isReadOnly():
            return
        try:
            self.set_value(self.value())
        except Invalid:
            return  # stays as typed; the form says what is wrong with it

    def _show_actions(self) -> None:
        locked = self.isReadOnly()
        self._arrow.setVisible(not locked)
        self._cross.setVisible(bool(self.text()) and not locked and not self._field.required)

    # The Qt side -----------------------------------------------------------------

    def setReadOnly(self, on: bool) -> None:  # noqa: FBT001 - Qt's signature
        super().setReadOnly(on)
        self._show_actions()


class RecordPicker(_Picker):
    """One record of the kind that a field points at."""

    def __init__(self, field: Field, lookup: Lookup, look: Look) -> None:
        self._lookup = lookup
        super().__init__(field, lambda text: _records(lookup, field, text), look)

    def _title_of(self, key: UUID) -> str:
        return self._lookup.title(self._field.target, key) or "（找不到这条记录）"

    def _resolve(self, text: str) -> Any:
        return self._field.accept(
            _only(_records(self._lookup, self._field, text), text, self._field)
        )


class CodePicker(_Picker):
    """One entry of a code table, shown with its name; codes of one's own are taken as typed."""

    def __init__(self, field: Field, lookup: Lookup, look: Look) -> None:
        self._lookup = lookup
        super().__init__(field, self._entries, look)

    def _entries(self, text: str) -> list[Hit]:
        found = self._lookup.codes_like(self._field.codes, text, _AT_MOST)
        return [Hit(code, f"{code} {name}".strip()) for code, name in found]

    def _title_of(self, key: str) -> str:
        return f"{key} {self._lookup.code_name(self._field.codes, key)}".strip()

    def _resolve(self, text: str) -> Any:
        named = [
            code
            for code, name in self._lookup.codes_like(self._field.codes, text, _AT_MOST)
            if text in (name, f"{code} {name}")
        ]
        if _one_inside_the_other(named):
            return self._field.accept(max(named, key=len))
        try:
            return self._field.parse(text)
        except Invalid:
            few = "、".join(named[:3])
            told = f"叫“{text[:30]}”的不止一个（{few}）" if named else f"没有找到“{text[:30]}”"
            told = f"{self._field.label}：{told}，请写代码，或从列表中选一个"
            raise self._field.complain(told) from None


class RecordTags(TagBox):
    """Several records: a chip for each, and a finder to add the next."""

    def __init__(self, field: Field, lookup: Lookup, look: Look) -> None:
        self._field = field
        self._lookup = lookup
        self.finder = Finder(lambda text: _records(lookup, field, text), look)
        self.finder.setPlaceholderText("添加…")
        self.finder.setAccessibleName(f"添加{field.label}")
        self.finder.setMinimumWidth(88)
        self.finder.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        super().__init__(look, self.finder)
        self.finder.picked.connect(self._pick)
        self.finder.changed.connect(self.changed)
        self.finder.editingFinished.connect(self._settle)
        self.setFocusProxy(self.finder)

    def value(self) -> Any:
        """The chosen ids; text left behind that names no record is refused, not forgotten."""
        text = self.finder.text().strip()
        keys = list(self.keys())
        if text:
            found = _only(_records(self._lookup, self._field, text), text, self._field)
            keys.extend([found] if found not in keys else [])
        return self._field.accept(tuple(keys))

    def set_value(self, ids: Sequence[UUID] | None) -> None:
        """Show these, without saying so."""
        self.finder.clear()
        titles = ((id_, self._lookup.title(self._field.target, id_)) for id_ in ids or ())
        self.set_tags([(id_, title or "（找不到这条记录）") for id_, title in titles])

    def lock(self, on: bool) -> None:  # noqa: FBT001 - as Qt's own setters
        """Only look: no crosses, nothing to add with."""
        self.setDisabled(on)
        self.finder.setVisible(not on)

    def _pick(self, hit: Hit) -> None:
        self.finder.clear()
        self.add(hit.key, hit.title)

    def _settle(self) -> None:
        text = self.finder.text().strip()
        try:
            found = _only(_records(self._lookup, self._field, text), text, self._field)
        except Invalid:
            return  # stays as typed; the form says what is wrong with it
        self._pick(Hit(found, text))

    # The Qt side -----------------------------------------------------------------

    def eventFilter(self, watched: Any, event: Any) -> bool:
        if event.type() == event.Type.KeyPress and not self.finder.text():
            if event.key() == Qt.Key.Key_Backspace:
                self.remove_last()
                return True
            if event.key() == Qt.Key.Key_Left and self._walk(-1):
                return True
        return super().eventFilter(watched, event)


def _records(lookup: Lookup, field: Field, text: str) -> list[Hit]:
    return [Hit(*found) for found in lookup.search(field.target, text, _AT_MOST)]


def _one_inside_the_other(codes: Sequence[str]) -> bool:
    """C367 and its only class C3670 bear one name and mean the same."""
    return bool(codes) and all(max(codes, key=len).startswith(code) for code in codes)


def _only(hits: Sequence[Hit], text: str, field: Field) -> Any:
    """The one record that is called exactly so."""
    exact = [hit.key for hit in hits if hit.title == text]
    if len(exact) == 1:
        return exact[0]
    if exact:
        told = f"{field.label}：叫“{text[:30]}”的不止一个，请从列表中选"
    else:
        told = f"{field.label}：没有找到“{text[:30]}”，请从列表中选一个"
    raise field.complain(told)
