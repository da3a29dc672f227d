"""安排上岗: who may go on post, what the others lack, and who answers for an exception."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtWidgets import QWidget

from app.services.departure import Going, departure, send
from app.services.readiness import AGREEMENT
from app.ui.buttons import button
from app.ui.exception_dialog import Exempted, ask_exception
from app.ui.grid import Head, Line, Section
from app.ui.list_dialog import ListDialog, Listing
from app.ui.page import Desk
from app.ui.tokens import Tone

_HEADS = (
    Head("学号", 9),
    Head("姓名", 6),
    Head("班级", 9, spare=1),
    Head("能否上岗", 7),
    Head("还缺什么", 20, stretch=True),
)
_ABOUT = (
    "三方协议、知情同意书和实习责任保险齐全的学生才能上岗。"
    "确有特殊情况的，选中学生，由负责人写明理由作例外说明，说明会保留并列入自查表。"
)


@dataclass(frozen=True, slots=True)
class Choice:
    """Which students of which batch are looked at; none named: all who wait."""

    batch: UUID
    placements: Collection[UUID] | None = None


class GoingDialog(ListDialog):
    """Stays open until the person is done: the lists change as students go."""

    def __init__(self, desk: Desk, choice: Choice, parent: QWidget) -> None:
        self._desk = desk
        self._choice = choice
        self._going: list[Going] = []
        self.except_ = button(desk.look, "例外上岗…", "file-check", press=self.make_exception)
        listing = Listing("安排上岗", _ABOUT, _HEADS, (), "上岗")
        super().__init__(desk.look, listing, parent, (self.except_,))
        self.agree.clicked.disconnect()
        self.agree.clicked.connect(lambda _=False: self.send_ready())
        self.list.chosen.connect(self._offer)
        self.fill()

    @property
    def ready(self) -> list[UUID]:
        """Who may go now."""
        return [each.placement for each in self._going if not each.barred]

    @property
    def excepted(self) -> list[UUID]:
        """Who is marked and may not go yet."""
        marked = set(self.list.marked())
        return [each.placement for each in self._going if each.barred and each.placement in marked]

    def fill(self) -> None:
        """Ask anew who may go."""
        self._going = departure(self._desk.office, self._choice.batch, self._choice.placements)
        parts = (
            ("可以上岗", [each for each in self._going if not each.barred]),
            ("还不能上岗", [each for each in self._going if each.barred]),
        )
        self.list.fill(
            [
                Section(f"{words}（{len(found)} 人）", [_line(each) for each in found])
                for words, found in parts
                if found
            ]
        )
        if not self._going:
            self.about.setText("没有待上岗的学生：都已在岗，或已退出、换单位。")
        self._offer()

    def send_ready(self) -> None:
        """Those who have everything go."""
        send(self._desk.office, self.ready)
        self.fill()
        if not self._going:
            self.accept()

    def make_exception(self) -> None:
        """Those who are marked go although something is missing: somebody answers for it."""
        desk, keys = self._desk, self.excepted
        asked = Exempted(f"例外上岗：{len(keys)} 人", AGREEMENT, "保存说明并上岗")
        if ask_exception(desk, asked, lambda override: send(desk.office, keys, override), self):
            self.fill()

    def _offer(self) -> None:
        self.agree.setText(f"安排 {len(self.ready)} 人上岗")
        self.agree.setEnabled(bool(self.ready))
        self.except_.setEnabled(bool(self.excepted))


def _line(each: Going) -> Line:
    tone = Tone.STOP if each.barred else Tone.GOOD
    told = "；".join(each.barred)
    cells = (each.number, each.name, each.school_class, "还不能" if each.barred else "可以", told)
    return Line(each.placement, cells, {3: tone}, told)
