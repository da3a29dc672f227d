"""巡查: hosts by how long nobody came, and a visit written down for all students there."""

from uuid import UUID

from PySide6.QtWidgets import QCheckBox

from app.models import Partner
from app.services.process_lists import Process, Visit
from app.ui.buttons import button
from app.ui.grid import Head, Line
from app.ui.page import Desk, Target
from app.ui.panels import EmptyState
from app.ui.process_part import ListPart
from app.ui.tokens import Tone
from app.ui.visit_dialog import ask_visit

_HEADS = (
    Head("实习单位", 18, stretch=True),
    Head("在岗学生", 5, right=True),
    Head("距上次巡查", 7),
    Head("未解决", 5),
    Head("上次情况", 22, stretch=True),
)
_NEAR = 5  # days before the rhythm is broken


class VisitsPart(ListPart):
    """Enter writes down a visit to the chosen host."""

    def __init__(self, desk: Desk) -> None:
        empty = EmptyState(
            desk.look, "map-pin", "没有要巡查的单位", "有学生在岗的单位都在规定的间隔内巡查过。"
        )
        super().__init__(desk.look, "要巡查的单位", _HEADS, empty)
        self._desk = desk
        self._process: Process | None = None
        self._visits: dict[UUID, Visit] = {}
        self.every = QCheckBox("显示全部在岗单位")
        self.bar.addWidget(
            button(
                desk.look, "登记巡查…（Enter）", "map-pin", kind="primary", press=self.enter_visit
            )
        )
        self.bar.addWidget(button(desk.look, "打开单位", "building-2", press=self._open_host))
        self.bar.addStretch(1)
        self.bar.addWidget(self.every)
        self.every.toggled.connect(lambda _: self._show())

    def fill(self, process: Process) -> None:
        """Show a batch as it stands."""
        self._process = process
        self._show()

    def enter_visit(self) -> None:
        """Write down a visit to the chosen host."""
        found = self._visits.get(self.chosen)
        if self._process is None or found is None:
            return
        told = ask_visit(self._desk, found, self._process.today, self.window())
        if told is not None:
            self.said.emit(*told)
        self.list.setFocus()

    def _open(self, key: object) -> None:
        del key
        self.enter_visit()

    def _open_host(self) -> None:
        if isinstance(self.chosen, UUID):
            self.wanted.emit(Target(Partner.__tablename__, record=self.chosen))

    def _show(self) -> None:
        if self._process is None:
            return
        shown = [
            each for each in self._process.visits if self.every.isChecked() or each.rhythm.overdue
        ]
        self._visits = {each.rhythm.partner: each for each in shown}
        self.fill_lines([_line(each) for each in shown])


def _line(each: Visit) -> Line:
    rhythm = each.rhythm
    tone = Tone.GOOD
    if rhythm.overdue:
        tone = Tone.STOP
    elif rhythm.limit - rhythm.days < _NEAR:
        tone = Tone.CAUTION
    unsettled = f"{each.unsettled} 项" if each.unsettled else ""
    cells = (rhythm.host, f"{rhythm.interns} 人", f"{rhythm.days} 天", unsettled, each.last)
    told = f"每 {rhythm.limit} 天巡查一次。{each.last}"
    return Line(rhythm.partner, cells, {2: tone, 3: Tone.CAUTION}, told)
