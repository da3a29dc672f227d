"""The form of one record with its buttons: saves, warns before anything typed is lost."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.errors import Invalid
from app.services.drafts import Drafts
from app.services.records import Records
from app.ui.buttons import button
from app.ui.conflict import Versions, settle
from app.ui.form import Form
from app.ui.labels import label
from app.ui.layouts import column, row
from app.ui.leaving import Answer, ask_to_leave
from app.ui.page import Desk
from app.ui.panels import Banner
from app.ui.tokens import MEDIUM, NARROW, Tone

_PAUSE = 2_000  # ms of not typing before what was typed is put by


class EditView(QWidget):
    """Ctrl+S saves. Nothing else in the program writes what stands in this form."""

    saved = Signal(object)  # UUID
    cancelled = Signal()  # a new one was given up
    edited = Signal()
    filled = Signal()  # with a record, or emptied for a new one

    def __init__(self, desk: Desk, records: Records[Any]) -> None:
        super().__init__()
        self._desk = desk
        self._records = records
        self.seen: Any = None  # the record as it is being changed
        self.fresh = False
        self.form = Form(records.kind.fields(), desk.look, desk.lookup)
        self._drafts = Drafts(desk.office.places.folder)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._keep_draft)
        self.form.edited.connect(self._on_edit)
        self.notes: QVBoxLayout = column(spacing=NARROW, margins=(MEDIUM, NARROW, MEDIUM, 0))
        self._state = label("", "muted")
        self._save = button(desk.look, "保存", "save", kind="primary", press=self.save)
        self._save.setToolTip("Ctrl+S")
        self._another = button(desk.look, "保存并新建下一个", press=self._save_another)
        self._give_up = button(desk.look, "放弃修改", press=self.give_up)
        foot = row(self._state, 1, self._give_up, self._another, self._save, spacing=NARROW)
        foot.setContentsMargins(MEDIUM, NARROW, MEDIUM, NARROW)
        whole = column(spacing=0)
        whole.addLayout(self.notes)
        whole.addWidget(self.form, 1)
        whole.addLayout(foot)
        self.setLayout(whole)
        self._show_state()

    @property
    def dirty(self) -> bool:
        """Whether something was typed that is not saved."""
        return self.form.dirty

    def show_record(self, record: Any) -> None:
        """Fill the form with a record as it is."""
        self.seen, self.fresh = record, False
        self.form.show_values(self._values(record))
        self._filled()

    def rest(self) -> None:
        """Hold no record: the form is filled when it is looked at."""
        self._pause.stop()
        self.seen, self.fresh = None, False

    def start_new(self, given: Mapping[str, Any] | None = None) -> None:
        """An empty form with the defaults, and what is given."""
        self.seen, self.fresh = None, True
        self.form.start(given)
        self._filled()

    def on_change(self, record: Any) -> None:
        """The record was changed elsewhere: follow, unless something is being typed here."""
        if self.seen is None or record.version == self.seen.version:
            return
        if not self.dirty:
            self.show_record(record)
            return
        told = "这条记录刚在别处改过。你正在填的内容还在；保存时会请你逐项选择。"
        self.add_note(Banner(self._desk.look, told, Tone.CAUTION))

    def save(self) -> bool:
        """Save what is typed. Only wrong values are answered here, in the form."""
        if self.seen is None and not self.fresh:
            return True
        try:
            base, values = self._settled(self.form.changes())
            if values is None:
                return False
            record = self._records.save(values, base) if values or self.fresh else base
        except Invalid as invalid:
            self.form.show_problems(invalid.problems)
            return False
        self._forget_draft()
        self.show_record(record)
        self.saved.emit(record.id)
        return True

    def _settled(self, mine: dict[str, Any]) -> tuple[Any, dict[str, Any] | None]:
        """The version to save over, and what to save; None: the person wants to go on typing."""
        if self.seen is None:
            return None, mine
        now = self._records.get(self.seen.id)
        if now.version == self.seen.version:
            return self.seen, mine
        return now, settle(self._desk, Versions(self.seen, now, mine), self)

    def give_up(self) -> None:
        """Back to what is saved; a new one is closed."""
        self._forget_draft()
        if self.seen is not None:
            self.show_record(self._records.get(self.seen.id))
        else:
            self.form.start()
            self.cancelled.emit()

    def may_leave(self) -> bool:
        """Whether the form may show something else; asks while something is unsaved."""
        if not self.dirty:
            return True
        answer = ask_to_leave(self._desk.look, self, self._called())
        if answer is Answer.SAVE:
            return self.save()
        if answer is Answer.DROP:
            self._forget_draft()
            self.form.show_values(self._values(self.seen) if self.seen else {})
            self._show_state()
            return True
        return False

    def add_note(self, note: QWidget) -> None:
        """Say something above the form, until another record is shown."""
        self.notes.addWidget(note)

    def clear_notes(self) -> None:
        """Nothing stands above the form any more."""
        while self.notes.count():
            if (widget := self.notes.takeAt(0).widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def _filled(self) -> None:
        self._pause.stop()
        self.clear_notes()
        self._show_state()
        self.filled.emit()
        self._offer_draft()

    # --- what was typed and not saved

    def _key(self) -> UUID | None:
        return self.seen.id if self.seen is not None else None

    def _keep_draft(self) -> None:
        if self.dirty:
            self._drafts.keep(self._records.kind, self._key(), self.form.draft())

    def _forget_draft(self) -> None:
        self._pause.stop()
        self._drafts.keep(self._records.kind, self._key(), {})

    def _offer_draft(self) -> None:
        """The program ended while this was being typed: offer to go on where it stopped."""
        draft = self._drafts.of(self._records.kind, self._key())
        if not draft:
            return
        look = self._desk.look

        def go_on() -> None:
            self.clear_notes()
            self.form.type_in(draft)

        def drop() -> None:
            self._forget_draft()
            note.hide()

        told = f"上次填写时程序意外结束，有 {len(draft)} 项没有保存。"
        actions = [
            button(look, "接着填", "rotate-ccw", press=go_on),
            button(look, "不要了", kind="link", press=drop),
        ]
        note = Banner(look, told, Tone.ACCENT, actions)
        self.add_note(note)

    def _save_another(self) -> None:
        if self.save():
            self.start_new()
            self.form.focus()

    def _values(self, record: Any) -> dict[str, Any]:
        return {f.key: getattr(record, f.key) for f in self._records.kind.fields()}

    def _called(self) -> str:
        label_ = self._records.kind.about.label
        if self.seen is None:
            return f"新建的{label_}"
        key: UUID = self.seen.id
        return f"{label_}“{self._records.titles([key]).get(key, '')}”"

    def _on_edit(self) -> None:
        self._pause.start()
        self._show_state()
        self.edited.emit()

    def _show_state(self) -> None:
        self._state.setText("有未保存的修改" if self.dirty else "")
        self._save.setEnabled(self.dirty or self.fresh)
        self._give_up.setText("取消" if self.fresh else "放弃修改")
        self._give_up.setVisible(self.dirty or self.fresh)
        self._another.setVisible(self.fresh)
