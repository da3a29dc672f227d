"""设备与数量: which equipment a booking needs, and how many of each."""

from collections.abc import Callable, Sequence
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget

from app.errors import Invalid
from app.models import BookingEquipment, Equipment
from app.models.bases import EquipmentState
from app.services.query import Query
from app.ui.buttons import button, menu_button, tool
from app.ui.editors import Editor, editor_for
from app.ui.labels import label
from app.ui.layouts import column, row
from app.ui.page import Desk
from app.ui.tokens import MEDIUM, NARROW, TIGHT

_NUMBER = 96
_MOST = 30  # pieces in the menu of a room


class _Piece(QWidget):
    """One line: the equipment and its number."""

    def __init__(self, desk: Desk, drop: Callable[["_Piece"], object]) -> None:
        super().__init__()
        of = BookingEquipment.field
        self.what: Editor = editor_for(of("equipment_id"), desk.lookup, desk.look)
        self.number: Editor = editor_for(of("quantity"), desk.lookup, desk.look)
        self.number.set_value(1)
        self.number.widget.setFixedWidth(_NUMBER)
        away = tool(desk.look, "x", "不用这种设备", small=True, press=lambda: drop(self))
        line = row(self.what.widget, self.number.widget, away, spacing=NARROW)
        line.setStretch(0, 1)
        self.setLayout(line)

    @property
    def named(self) -> bool:
        """Whether anything was written there."""
        edit = self.what.widget
        return isinstance(edit, QLineEdit) and bool(edit.text().strip())


class EquipmentRows(QWidget):
    """Pieces one under the other; those that stand in the room are offered first."""

    edited = Signal()

    def __init__(self, desk: Desk, room: Callable[[], UUID | None]) -> None:
        super().__init__()
        self._desk, self._room = desk, room
        self._pieces: list[_Piece] = []
        self._lines = column(spacing=TIGHT)
        self._problem = label("", "problem", wrap=True)
        self._problem.hide()
        self._here = QMenu(self)
        self._here.aboutToShow.connect(self._offer)
        here = menu_button(desk.look, "本室设备", self._here, kind="quiet")
        other = button(desk.look, "其他设备", "plus", kind="quiet", press=self.add)
        head = row(label("设备与数量", "muted"), 1, here, other, spacing=NARROW)
        whole = column(spacing=TIGHT, margins=(MEDIUM, 0, MEDIUM, 0))
        whole.addLayout(head)
        whole.addLayout(self._lines)
        whole.addWidget(self._problem)
        self.setLayout(whole)

    def add(self, key: UUID | None = None, number: int = 1) -> None:
        """One more line; without a key an empty one, ready to be typed into."""
        piece = _Piece(self._desk, self._drop)
        piece.what.set_value(key)
        piece.number.set_value(number)
        for each in (piece.what, piece.number):
            each.changed.connect(self._on_edit)
        self._pieces.append(piece)
        self._lines.addWidget(piece)
        (piece.number if key else piece.what).widget.setFocus()

    def values(self) -> tuple[tuple[UUID, int], ...]:
        """The pieces and their numbers; lines left empty do not count. Invalid, and told."""
        try:
            found = tuple(self._value(piece) for piece in self._filled())
        except Invalid as invalid:
            self._tell("；".join(each.message for each in invalid.problems))
            raise
        self._tell("")
        return found

    def draft(self) -> tuple[tuple[UUID, int], ...]:
        """As far as it can be understood."""
        found = []
        for piece in self._filled():
            try:
                found.append(self._value(piece))
            except Invalid:
                continue
        return tuple(found)

    def _filled(self) -> Sequence[_Piece]:
        return [each for each in self._pieces if each.named]

    @staticmethod
    def _value(piece: _Piece) -> tuple[UUID, int]:
        key, number = piece.what.value(), piece.number.value()
        if number < 1:
            raise BookingEquipment.field("quantity").complain("设备数量至少为 1")
        return key, number

    def _drop(self, piece: _Piece) -> None:
        self._pieces.remove(piece)
        self._lines.removeWidget(piece)
        piece.hide()
        piece.deleteLater()
        self._on_edit()

    def _on_edit(self, *_: object) -> None:
        self._tell("")
        self.edited.emit()

    def _tell(self, words: str) -> None:
        self._problem.setText(words)
        self._problem.setVisible(bool(words))

    def _offer(self) -> None:
        """What stands in the room that is asked for."""
        self._here.clear()
        room = self._room()
        query = Query(where={"room_id": room, "state": EquipmentState.IN_USE}, order="name")
        found = self._desk.office.of(Equipment).all(query)[:_MOST] if room else []
        for each in found:
            told = f"{each.name}{'　' + each.model if each.model else ''}（{each.quantity}）"
            act = self._here.addAction(told)
            act.triggered.connect(lambda _=False, key=each.id: self.add(key))
        if not found:
            told = "这间实训室没有登记在用的设备" if room else "请先选实训室"
            self._here.addAction(told).setEnabled(False)
