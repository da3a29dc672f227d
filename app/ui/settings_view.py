"""What the office decides once: the settings, kept when 保存 is pressed, the look seen at once."""

from typing import Any

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QWidget

from app import settings
from app.errors import Invalid
from app.settings import Settings
from app.ui.buttons import button
from app.ui.dialogs import choose_folder
from app.ui.form import Form, values_of, with_values
from app.ui.inputs import UnitEdit
from app.ui.labels import label
from app.ui.layouts import column, row
from app.ui.leaving import Answer, ask_to_leave
from app.ui.page import Desk
from app.ui.tokens import MEDIUM, NARROW, SNUG

_HIDDEN = frozenset({"sample", "welcomed"})  # set by the program, nobody's business
_LOOK = frozenset({"appearance", "compact"})


class SettingsView(QWidget):
    """The form of all settings, and two buttons."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        fields = [field for field in Settings.fields() if field.key not in _HIDDEN]
        self.form = Form(fields, desk.look)
        self.save_button = button(desk.look, "保存", "save", kind="primary", press=self.save)
        self.drop_button = button(desk.look, "放弃修改", "rotate-ccw", press=self.show_settings)
        self._told = label("", "muted")
        self._offer_folder()
        card = QFrame()
        card.setProperty("surface", "card")
        card.setLayout(column(self.form, margins=1))
        foot = row(self.save_button, self.drop_button, self._told, 1, spacing=NARROW)
        whole = column(card, spacing=SNUG, margins=(0, MEDIUM, 0, 0))
        whole.addLayout(foot)
        self.setLayout(whole)
        self.form.edited.connect(self._on_edit)
        QShortcut(QKeySequence.StandardKey.Save, self).activated.connect(self.save)

    def show_settings(self) -> None:
        """What is in force; the look goes back to it too."""
        held = self._desk.office.settings
        self.form.show_values(values_of(held))
        self._desk.look.use(held.appearance, compact=held.compact)
        self._offer("")

    def save(self) -> None:
        """Put them in force and keep them."""
        if not self.form.dirty:
            return
        office = self._desk.office
        try:
            made = with_values(office.settings, self.form.values())
        except Invalid:
            return
        settings.save(made, office.places.settings)
        office.settings = made
        if made.operator:
            office.db.user = made.operator
        self.show_settings()
        self._told.setText("已保存，马上生效。")

    def may_leave(self) -> bool:
        """Nothing typed is lost without asking."""
        if not self.form.dirty:
            return True
        answer = ask_to_leave(self._desk.look, self, "设置")
        if answer is Answer.SAVE:
            self.save()
            return not self.form.dirty
        if answer is Answer.DROP:
            self.show_settings()
        return answer is Answer.DROP

    def _on_edit(self) -> None:
        """The look is seen while it is chosen."""
        drafted = values_of(self._desk.office.settings) | self.form.draft()
        if _LOOK & self.form.draft().keys():
            self._desk.look.use(drafted["appearance"], compact=drafted["compact"])
        self._offer("有没保存的修改。")

    def _offer(self, told: str) -> None:
        self.save_button.setEnabled(self.form.dirty)
        self.drop_button.setEnabled(self.form.dirty)
        self._told.setText(told)

    def _offer_folder(self) -> None:
        """A folder is pointed at, not typed."""
        edit: Any = self.form.findChild(UnitEdit, "second_place")
        action = edit.addAction(
            self._desk.look.icon("folder-open"), UnitEdit.ActionPosition.TrailingPosition
        )
        action.setToolTip("选择文件夹")

        def choose() -> None:
            folder = choose_folder(self, "第二备份位置")
            if folder is not None:
                edit.setText(str(folder))
                edit.textEdited.emit(edit.text())

        action.triggered.connect(choose)
