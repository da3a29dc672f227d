"""Two people changed the same record: both values of each field, and a choice."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QDialog, QGridLayout, QRadioButton, QWidget

from app.models import Field, Record
from app.ui.buttons import button
from app.ui.dialogs import Dialog
from app.ui.labels import label
from app.ui.layouts import column
from app.ui.page import Desk
from app.ui.table_model import shown
from app.ui.tokens import MEDIUM, NARROW, SNUG

_LONGEST = 120
_OVER = 4  # what a radio button has above its words


def value_words(desk: Desk, field: Field, value: Any) -> str:
    """A record's own value in words: references as titles, codes with names."""
    if value is None or value == ():
        return "（空）"
    if field.target:
        keys = value if field.many else (value,)
        return "、".join(desk.lookup.title(field.target, key) for key in keys)
    text = shown(field, value, desk.lookup.code_name) or "（空）"
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


class Choices(QWidget):
    """For each field two values side by side, one of them chosen."""

    def __init__(
        self, desk: Desk, heads: tuple[str, str], fields: Mapping[str, tuple[Field, Any, Any]]
    ) -> None:
        super().__init__()
        self.setProperty("part", "sheet")
        self._fields = fields
        self._groups: dict[str, QButtonGroup] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(MEDIUM)
        grid.setVerticalSpacing(NARROW)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        for number, head in enumerate(heads, 1):
            grid.addWidget(label(head, "strong"), 0, number)
        for line, (key, (field, left, right)) in enumerate(fields.items(), 1):
            group = QButtonGroup(self)
            name = label(field.label, "muted")
            name.setContentsMargins(0, _OVER, 0, 0)
            grid.addWidget(name, line, 0, Qt.AlignmentFlag.AlignTop)
            for side, value in enumerate((left, right)):
                words = value_words(desk, field, value)
                choice = QRadioButton(words.replace("&", "&&"))
                choice.setAccessibleName(f"{field.label}：{heads[side]} {words}")
                choice.setChecked(side == 0)
                group.addButton(choice, side)
                grid.addWidget(choice, line, side + 1, Qt.AlignmentFlag.AlignTop)
            self._groups[key] = group
        self.setLayout(grid)

    def prefer(self, key: str, side: int) -> None:
        """Choose a side of one field: 0 left, 1 right."""
        self._groups[key].button(side).setChecked(True)

    def chosen(self) -> dict[str, Any]:
        """The chosen value of each field."""
        return {
            key: (left, right)[self._groups[key].checkedId()]
            for key, (_, left, right) in self._fields.items()
        }


@dataclass(frozen=True, slots=True)
class Versions:
    """One record as it was seen, as it is now, and what the person wants changed."""

    seen: Any
    now: Any
    mine: Mapping[str, Any]

    def clashes(self) -> dict[str, tuple[Field, Any, Any]]:
        """The fields that both sides changed, to different values: mine and theirs."""
        kind: type[Record] = type(self.now)
        return {
            key: (kind.field(key), value, getattr(self.now, key))
            for key, value in self.mine.items()
            if getattr(self.now, key) not in (getattr(self.seen, key), value)
        }


def settle(desk: Desk, versions: Versions, parent: QWidget) -> dict[str, Any] | None:
    """What to save over the present version: all of mine that nobody else touched, and what the
    person chooses where both changed the same field. None: not now."""
    both = versions.clashes()
    if not both:
        return dict(versions.mine)
    theirs = f"{versions.now.changed_by}刚保存的"
    choices = Choices(desk, ("我填的", theirs), both)
    body = QWidget()
    told = "你编辑期间，别处保存了同一条记录。这些项目两边都改了，请选择留下哪一个。"
    body.setLayout(column(label(told, wrap=True), choices, 1, spacing=SNUG))
    keep = button(desk.look, "按选择保存", "save", kind="primary")
    back = button(desk.look, "返回继续填写")
    dialog = Dialog("两边都改过", body, (back, keep), parent.window())
    keep.clicked.connect(dialog.accept)
    back.clicked.connect(dialog.reject)
    dialog.setMinimumWidth(560)
    agreed = dialog.exec() == QDialog.DialogCode.Accepted
    chosen = choices.chosen()
    dialog.deleteLater()
    return {**versions.mine, **chosen} if agreed else None
